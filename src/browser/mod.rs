//! The C ABI of the WebAssembly module: bytes in, bytes out, no imports.
//!
//! It calls [`crate::matching`] and nothing else. JavaScript copies bytes into memory it asked for with
//! [`entente_alloc`], passes pointer and length, and reads answers from the module's one text buffer or a hasher's output.
//! Arguments of several parts are one buffer with a zero byte between the parts. Answers are JSON; refusals are
//! `{"error":{"code":…}}`, so that the page says them in its own words.
//!
//! The same source is tested natively; on the server the module is not built.
#![expect(
    unsafe_code,
    reason = "a C ABI passes pointers; every one is checked for null and used for its stated length"
)]

mod hasher;
mod json;
#[cfg(test)]
mod tests;

use std::cell::RefCell;

use hasher::Hasher;
use zeroize::Zeroize as _;

/// Changes whenever an export does; the page refuses a module of another version.
const ABI: u32 = 2;

thread_local! {
    /// The text of the last answer; WebAssembly has one thread.
    static TEXT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn answer(text: String) {
    TEXT.with_borrow_mut(|buffer| *buffer = text.into_bytes());
}

/// The version of this ABI.
#[unsafe(no_mangle)]
pub extern "C" fn entente_abi() -> u32 {
    ABI
}

/// Memory for `length` bytes, to be given back by [`entente_free`].
#[unsafe(no_mangle)]
pub extern "C" fn entente_alloc(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// Wipes memory of [`entente_alloc`] and takes it back.
///
/// # Safety
/// `pointer` came from `entente_alloc(length)` and was not given back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entente_free(pointer: *mut u8, length: usize) {
    if pointer.is_null() {
        return;
    }
    // SAFETY: the caller vouches that this is a whole allocation of `entente_alloc`.
    let mut memory = unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(pointer, length)) };
    memory.zeroize();
}

/// Where the last answer's text is.
#[unsafe(no_mangle)]
pub extern "C" fn entente_text_pointer() -> *const u8 {
    TEXT.with_borrow(|text| text.as_ptr())
}

/// How long the last answer's text is.
#[unsafe(no_mangle)]
pub extern "C" fn entente_text_length() -> usize {
    TEXT.with_borrow(Vec::len)
}

/// The bytes of an argument.
///
/// # Safety
/// `pointer` is null, or valid for `length` bytes until the call returns.
unsafe fn bytes<'a>(pointer: *const u8, length: usize) -> &'a [u8] {
    if pointer.is_null() {
        return &[];
    }
    // SAFETY: not null; valid for `length` bytes by the contract of this function.
    unsafe { std::slice::from_raw_parts(pointer, length) }
}

/// Answers the key check value of a key: 32 bytes of key, then the room's id.
///
/// # Safety
/// As [`bytes`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entente_key_check(pointer: *const u8, length: usize) {
    // SAFETY: passed on from the caller.
    answer(hasher::key_check(unsafe { bytes(pointer, length) }));
}

/// Answers the columns and first rows of the start of a file, with a guess at what each column is.
///
/// # Safety
/// As [`bytes`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entente_preview(pointer: *const u8, length: usize) {
    // SAFETY: passed on from the caller.
    answer(hasher::preview(unsafe { bytes(pointer, length) }));
}

/// Answers the canonical form of one value: type, profile, country, value. For comparing with the native build.
///
/// # Safety
/// As [`bytes`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entente_normalise(pointer: *const u8, length: usize) {
    // SAFETY: passed on from the caller.
    answer(hasher::normalise(unsafe { bytes(pointer, length) }));
}

/// A new hasher: 32 bytes of key, then room id, profile, country, segment column, then pairs of type and column. Null if
/// that cannot be hashed; the text says why.
///
/// # Safety
/// As [`bytes`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entente_hasher_new(pointer: *const u8, length: usize) -> *mut Hasher {
    // SAFETY: passed on from the caller.
    match Hasher::new(unsafe { bytes(pointer, length) }) {
        Ok(hasher) => Box::into_raw(Box::new(hasher)),
        Err(refusal) => {
            answer(refusal);
            std::ptr::null_mut()
        }
    }
}

/// Runs `act` on a hasher; null is refused.
///
/// # Safety
/// `hasher` is null, or came from [`entente_hasher_new`] and was not given back.
unsafe fn with(hasher: *mut Hasher, act: impl FnOnce(&mut Hasher) -> Result<(), String>) -> u32 {
    // SAFETY: null, or a live hasher that nobody else holds: WebAssembly has one thread and no call re-enters.
    let Some(hasher) = (unsafe { hasher.as_mut() }) else { return 1 };
    match act(hasher) {
        Ok(()) => 0,
        Err(refusal) => {
            answer(refusal);
            1
        }
    }
}

/// Reads the next piece of the file. 1 if the file cannot be hashed; the text says why.
///
/// # Safety
/// As [`with`] and [`bytes`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entente_hasher_feed(hasher: *mut Hasher, pointer: *const u8, length: usize) -> u32 {
    // SAFETY: passed on from the caller.
    unsafe { with(hasher, |hasher| hasher.feed(bytes(pointer, length))) }
}

/// Ends the first reading of a file with segments; it is fed again from its start. 1 if it cannot be hashed; the text says
/// why.
///
/// # Safety
/// As [`with`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entente_hasher_scanned(hasher: *mut Hasher) -> u32 {
    // SAFETY: passed on from the caller.
    unsafe { with(hasher, Hasher::scanned) }
}

/// Says that the file ends. 1 if the file cannot be hashed; the text says why.
///
/// # Safety
/// As [`with`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entente_hasher_finish(hasher: *mut Hasher) -> u32 {
    // SAFETY: passed on from the caller.
    unsafe { with(hasher, Hasher::finish) }
}

/// Answers what the file came to so far.
///
/// # Safety
/// As [`with`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entente_hasher_report(hasher: *mut Hasher) -> u32 {
    let report = |hasher: &mut Hasher| {
        answer(hasher.report());
        Ok(())
    };
    // SAFETY: passed on from the caller.
    unsafe { with(hasher, report) }
}

/// Where the client file's bytes since the last [`entente_hasher_taken`] are.
///
/// # Safety
/// As [`with`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entente_hasher_output_pointer(hasher: *const Hasher) -> *const u8 {
    // SAFETY: as in `with`.
    unsafe { hasher.as_ref() }.map_or(std::ptr::null(), |hasher| hasher.output().as_ptr())
}

/// How many bytes of the client file are there.
///
/// # Safety
/// As [`with`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entente_hasher_output_length(hasher: *const Hasher) -> usize {
    // SAFETY: as in `with`.
    unsafe { hasher.as_ref() }.map_or(0, |hasher| hasher.output().len())
}

/// Says that the output was copied; the hasher forgets it.
///
/// # Safety
/// As [`with`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entente_hasher_taken(hasher: *mut Hasher) {
    let taken = |hasher: &mut Hasher| {
        hasher.taken();
        Ok(())
    };
    // SAFETY: passed on from the caller.
    unsafe { with(hasher, taken) };
}

/// Gives a hasher back; its keys are forgotten.
///
/// # Safety
/// As [`with`]; the hasher is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entente_hasher_free(hasher: *mut Hasher) {
    if !hasher.is_null() {
        // SAFETY: not null, and by contract a hasher that was not given back.
        drop(unsafe { Box::from_raw(hasher) });
    }
}
