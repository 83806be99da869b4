//! Evidence: how well an answer is proven, and the documents that prove it.

mod content;
mod file;
mod lapse;
mod level;
mod text;

pub use file::{
    EvidenceKind, FileFault, FileType, LARGEST_FILE, MOST_FILES, NAME_LENGTH, Period, PeriodFault, file_name,
};
pub use lapse::{last_day, ran_out};
pub use level::EvidenceLevel;
pub use text::{DocumentText, MOST_CHARACTERS, MOST_PARTS, NoText, PartName, TextPart, extract};
