//! HMAC-SHA256 of four messages at a time, on processors with instructions for SHA-256.
//!
//! A round waits four cycles for the round before it, but a new one can begin every two: a single message leaves half of
//! the processor idle, four that take turns leave almost none of it (engine.md, "keyed hash"; measured here: two lanes are
//! 1.5 times the limit, four 1.05, and eight no longer fit the registers). `ring` is the oracle of the tests and does the
//! work everywhere else.
//!
//! Sixteen messages through AVX-512 took as long (36 ns a message where the four take 38), and both kinds of instructions
//! in turns no less: they wait for the same units.
//!
//! Beside the browser's C interface this file holds the only `unsafe` of the project: calls that are sound because the
//! processor was asked first, and a hint to it that changes nothing.

#[cfg(target_arch = "aarch64")]
#[path = "lanes/arm.rs"]
mod machine;
#[cfg(target_arch = "x86_64")]
#[path = "lanes/x86.rs"]
mod machine;

use zeroize::Zeroize as _;

use super::messages::Block;
#[cfg(target_arch = "x86_64")]
use crate::matching::normalise::{Lowered, Place, x86};

/// Messages that take turns.
pub(super) const LANES: usize = 4;

/// A MAC, or the state of SHA-256 that becomes one.
pub(super) type Words = [u32; 8];

/// The start of SHA-256 (FIPS 180-4, 5.3.3).
const START: Words =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// The constants of its rounds, four rounds a row.
const ROUNDS: [[u32; 4]; 16] = [
    [0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5],
    [0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5],
    [0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3],
    [0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174],
    [0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc],
    [0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da],
    [0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7],
    [0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967],
    [0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13],
    [0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85],
    [0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3],
    [0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070],
    [0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5],
    [0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3],
    [0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208],
    [0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2],
];

/// What an outer hash ends with: the padding behind a block and a digest of 32 bytes.
const DIGEST_END: [[u32; 4]; 2] = [[0x8000_0000, 0, 0, 0], [0, 0, 0, 96 * 8]];

/// Asks the processor for what is at a place, to be used soon, and goes on without it. Unlike a look at the place it holds
/// nothing up: three times as many are under way at once.
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "the instruction takes a pointer")]
#[inline]
pub(crate) fn fetch_ahead<T>(place: &T) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
    // SAFETY: the pointer comes from a reference; the instruction reads nothing that the program could see.
    unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(place).cast()) }
}

/// Elsewhere a place is looked at, which does nearly as well.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
pub(crate) fn fetch_ahead<T: Copy>(place: &T) {
    std::hint::black_box(*place);
}

/// That the processor looks at 64 bytes at once (AVX-512 with tables of bytes). That a value exists says so.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
pub(crate) struct Wide(());

#[cfg(target_arch = "x86_64")]
impl Wide {
    /// Whether this processor does.
    pub(crate) fn detected() -> Option<Self> {
        let has = std::arch::is_x86_feature_detected!("avx512bw")
            && std::arch::is_x86_feature_detected!("avx512vbmi")
            && std::arch::is_x86_feature_detected!("bmi2");
        has.then_some(Self(()))
    }

    /// What `normalise` finds out about addresses with these instructions.
    #[expect(unsafe_code, reason = "the call of a function that needs these instructions")]
    pub(crate) fn addresses(self, text: &[u8], places: &[Place], out: &mut Vec<Lowered>) {
        // SAFETY: all that the function asks for is the instructions, which `detected`, the only way to a value, has found.
        unsafe { x86::lower(text, places, out) }
    }
}

/// An HMAC key as the two states behind its pads. That a value exists says that the processor has the instructions.
pub(super) struct Lanes {
    inner: Words,
    outer: Words,
}

impl Drop for Lanes {
    fn drop(&mut self) {
        self.inner.zeroize();
        self.outer.zeroize();
    }
}

impl Lanes {
    /// The key of these two pads (FIPS 198-1), if the processor has the instructions.
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    #[expect(unsafe_code, reason = "the call of a function that needs these instructions")]
    pub(super) fn new(inner: &Block, outer: &Block) -> Option<Self> {
        if !machine::detected() {
            return None;
        }
        // SAFETY: all that the function asks for is the instructions, which were found just now.
        let [inner, outer] = unsafe { machine::states(START, [inner, outer]) };
        Some(Self { inner, outer })
    }

    /// The MACs of four messages, each given as its blocks, padded behind an inner pad.
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    #[expect(unsafe_code, reason = "the call of a function that needs these instructions")]
    pub(super) fn sign(&self, messages: [&[Block]; LANES]) -> [Words; LANES] {
        // SAFETY: all that the function asks for is the instructions, which `new`, the only way to a value, has found.
        unsafe { machine::sign(self.inner, self.outer, messages) }
    }

    /// No other kind of processor is known here.
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    pub(super) fn new(_: &Block, _: &Block) -> Option<Self> {
        None
    }

    /// Never called: there is no value.
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    pub(super) fn sign(&self, _: [&[Block]; LANES]) -> [Words; LANES] {
        [self.inner; LANES]
    }
}
