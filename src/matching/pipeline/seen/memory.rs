//! Memory that is filled here and there, in no order.
//!
//! In pages of the usual 4 KiB nearly every look at a large table misses the processor's table of pages, too, and each page
//! is handed out by itself. On Linux the memory is therefore asked for in pages of 2 MiB where the system has them.

/// Tokens that lie in one line of the processor's cache.
pub(super) const SLOTS: usize = 4;

/// One line of the processor's cache: the halves of its tokens, apart so that the upper ones are looked at together.
#[derive(Clone, Copy, Default)]
#[cfg_attr(feature = "native", derive(zerocopy::FromBytes, zerocopy::Immutable, zerocopy::IntoBytes))]
#[repr(C, align(64))]
pub(super) struct Line {
    pub(super) upper: [u64; SLOTS],
    pub(super) lower: [u64; SLOTS],
}

/// Lines of zeros, to begin with.
pub(super) enum Lines {
    Heap(Vec<Line>),
    #[cfg(feature = "native")]
    Mapped(memmap2::MmapMut),
}

impl Default for Lines {
    fn default() -> Self {
        Self::Heap(Vec::new())
    }
}

impl std::ops::Deref for Lines {
    type Target = [Line];

    fn deref(&self) -> &[Line] {
        match self {
            Self::Heap(lines) => lines,
            #[cfg(feature = "native")]
            Self::Mapped(bytes) => zerocopy::FromBytes::ref_from_bytes(bytes).unwrap_or_default(),
        }
    }
}

impl std::ops::DerefMut for Lines {
    fn deref_mut(&mut self) -> &mut [Line] {
        match self {
            Self::Heap(lines) => lines,
            #[cfg(feature = "native")]
            Self::Mapped(bytes) => zerocopy::FromBytes::mut_from_bytes(bytes).unwrap_or_default(),
        }
    }
}

impl Lines {
    /// So many lines of zeros.
    pub(super) fn zeroed(count: usize) -> Self {
        #[cfg(feature = "native")]
        if let Some(mapped) = mapped(count) {
            return Self::Mapped(mapped);
        }
        Self::Heap(vec![Line::default(); count])
    }
}

/// Below this the heap does as well.
#[cfg(feature = "native")]
const LARGE: usize = if cfg!(test) { 1 << 14 } else { 1 << 20 };

/// The lines as a mapping of their own, all of it handed out here and now and in order: a page that the system hands out
/// when a token first looks at it, and again when one is first written there, costs twice as much.
#[cfg(feature = "native")]
fn mapped(count: usize) -> Option<memmap2::MmapMut> {
    const PAGE: usize = 4096;
    let length = count.checked_mul(size_of::<Line>()).filter(|length| *length >= LARGE)?;
    let mut bytes = memmap2::MmapMut::map_anon(length).ok()?;
    #[cfg(target_os = "linux")]
    // A system without large pages gives small ones.
    let _ = bytes.advise(memmap2::Advice::HugePage);
    bytes.iter_mut().step_by(PAGE).for_each(|byte| *std::hint::black_box(byte) = 0);
    Some(bytes)
}
