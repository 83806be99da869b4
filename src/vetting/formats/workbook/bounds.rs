//! How much a workbook unpacks to, found by unpacking it into nothing, before anything is kept.

use std::io::{Cursor, Read, copy, sink};

use zip::ZipArchive;

use crate::vetting::format::FormatError;
use crate::vetting::sentence::Sentence;

/// The largest workbook that is known to be in use unpacks to 6 MB.
const MOST_UNPACKED: u64 = 24 << 20;
const MOST_PARTS: usize = 1_000;

/// Refuses a file that is no archive, has too many parts, or unpacks to too much.
pub(super) fn check(file: &[u8]) -> Result<(), FormatError> {
    check_within(file, MOST_UNPACKED)
}

pub(super) fn check_within(file: &[u8], most: u64) -> Result<(), FormatError> {
    let damaged = |fault: &dyn std::fmt::Display| {
        let what = Sentence::of("file-book-damaged-so", "this workbook is damaged: {what}");
        FormatError::at("workbook", what.with("what", fault))
    };
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|fault| damaged(&fault))?;
    if archive.len() > MOST_PARTS {
        let what = Sentence::of("file-book-parts", "{n} parts; a workbook has no more than {most}");
        let what = what.with("n", archive.len()).with("most", MOST_PARTS);
        return Err(FormatError::at("workbook", what));
    }
    let mut left = most;
    for n in 0..archive.len() {
        let part = archive.by_index(n).map_err(|fault| damaged(&fault))?;
        let name = part.name().map_or_else(|_| format!("part {n}"), |name| name.into_owned());
        // One byte more than is left tells that it is too much.
        let taken = copy(&mut part.take(left.saturating_add(1)), &mut sink());
        let taken = taken.map_err(|fault| damaged(&fault))?;
        left = left.checked_sub(taken).ok_or_else(|| {
            let what = Sentence::of(
                "file-book-unpacks",
                "it unpacks to more than {n} MiB, so it is no questionnaire",
            );
            FormatError::at(format!("workbook, {name}"), what.with("n", most >> 20))
        })?;
    }
    Ok(())
}
