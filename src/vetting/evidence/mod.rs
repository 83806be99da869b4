//! Evidence: how well an answer is proven, and the documents that prove it.

mod file;
mod level;

pub use file::{
    EvidenceKind, FileFault, FileType, LARGEST_FILE, MOST_FILES, NAME_LENGTH, Period, PeriodFault, file_name,
};
pub use level::EvidenceLevel;
