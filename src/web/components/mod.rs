//! Display-ready values of the parts that pages share; the drawing is in `templates/components/`.
//!
//! A view holds finished words and places, never a rule: a handler makes it from a service's answer. Each kind has
//! `samples()`, so that the gallery and the page snapshots show every state.

mod chain;
mod evidence;
mod forms;
#[cfg(test)]
mod gallery;
mod lists;
mod preview;
mod rooms;
mod score;

pub use chain::{
    Ask, ChainRow, ChainTable, NoticeView, Reader, being_written, countries, country_word, data_words,
    flag_badge, transfer_word,
};
pub use evidence::{EvidenceView, kind_word};
pub use forms::{Choice, ConfirmView, CopyView, FieldKind, FieldView, Need};
pub use lists::{Banner, Empty, FilterChoice, FilterView, KeyValue, Link, ListHead, ProgressView};
pub use preview::{PartView, PreviewView};
pub use rooms::{BudgetView, ReleasedView, StepState, StepView};
pub use score::{Band, ConfidenceView, DecisionView, Kind, ScoreInput, ScoreView};
