//! Messages that wait to be signed together, kept as the blocks SHA-256 takes them in.

use zeroize::Zeroize as _;

/// What SHA-256 takes at a time.
pub(super) type Block = [u8; 64];

/// The most that fits one block with SHA-256's padding: a byte, and the length in eight.
const SHORT: usize = 55;

/// Messages in order, each padded as SHA-256 pads what follows one block (the inner pad of HMAC).
#[derive(Default)]
pub struct Messages {
    blocks: Vec<Block>,
    /// For each message where its blocks end, and how long it is.
    ends: Vec<(usize, usize)>,
}

impl Messages {
    /// No messages.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Forgets them; the memory is kept for the next ones.
    pub fn clear(&mut self) {
        self.blocks.clear();
        self.ends.clear();
    }

    /// Adds a message behind the others.
    pub fn push(&mut self, message: &[u8]) {
        let mut rest = message;
        while let Some((block, after)) = rest.split_first_chunk::<64>() {
            self.blocks.push(*block);
            rest = after;
        }
        let mut last = [0; 64];
        if let Some((text, [end, ..])) = last.split_at_mut_checked(rest.len()) {
            text.copy_from_slice(rest);
            *end = 0x80;
        }
        if rest.len() > SHORT {
            self.blocks.push(last);
            last = [0; 64];
        }
        put_length(&mut last, message.len());
        self.blocks.push(last);
        self.ends.push((self.blocks.len(), message.len()));
    }

    /// Adds a message of at most 55 bytes that is written where it will be signed, to the front of zeros, and gives it back;
    /// nothing where `write` gives no length.
    pub fn push_short(&mut self, write: impl FnOnce(&mut [u8; 64]) -> Option<usize>) -> Option<&[u8]> {
        self.blocks.push([0; 64]);
        let end = self.blocks.len();
        let written = self.blocks.last_mut().and_then(|block| {
            let length = write(block).filter(|length| *length <= SHORT)?;
            *block.get_mut(length)? = 0x80;
            put_length(block, length);
            Some(length)
        });
        let Some(length) = written else {
            self.blocks.pop();
            return None;
        };
        self.ends.push((end, length));
        self.blocks.last().and_then(|block| block.get(..length))
    }

    /// Adds a message of at most 55 bytes that stands at the front of zeros.
    #[cfg(feature = "native")]
    pub fn push_block(&mut self, block: &[u8; 64], length: usize) {
        self.blocks.push(*block);
        if let Some(block) = self.blocks.last_mut() {
            if let Some(end) = block.get_mut(length.min(SHORT)) {
                *end = 0x80;
            }
            put_length(block, length);
        }
        self.ends.push((self.blocks.len(), length));
    }

    /// The message at a place.
    pub(super) fn message(&self, at: usize) -> Option<&[u8]> {
        let (end, length) = *self.ends.get(at)?;
        let start = match at.checked_sub(1) {
            Some(before) => self.ends.get(before)?.0,
            None => 0,
        };
        self.blocks.get(start..end)?.as_flattened().get(..length)
    }

    /// The blocks of every message, in order.
    #[cfg(feature = "native")]
    pub(super) fn iter(&self) -> impl Iterator<Item = &[Block]> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end));
        let all = starts.zip(&self.ends);
        all.map(|(start, (end, _))| self.blocks.get(start..*end).unwrap_or_default())
    }
}

impl Drop for Messages {
    fn drop(&mut self) {
        // Canonical values of people.
        self.blocks.zeroize();
    }
}

/// The one block of a token, to be signed again.
#[cfg(feature = "native")]
pub(super) fn token_block(token: &[u8; 16]) -> Block {
    let mut block = [0; 64];
    if let Some((text, [end, ..])) = block.split_first_chunk_mut::<16>() {
        *text = *token;
        *end = 0x80;
    }
    put_length(&mut block, token.len());
    block
}

/// Ends the padding of a message behind one block: how many bits both have.
fn put_length(block: &mut Block, length: usize) {
    let bits = u64::try_from(length).unwrap_or_default().saturating_add(64).saturating_mul(8);
    if let Some(end) = block.last_chunk_mut::<8>() {
        *end = bits.to_be_bytes();
    }
}
