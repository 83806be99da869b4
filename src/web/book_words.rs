//! The words of the workbook that an assessment is answered in: its questions and its list of sub-processors.

use super::components::{countries, data_words, transfer_word};
use super::words::Words;
use crate::vetting::chain::{COLUMNS, Transfer, category_word};
use crate::vetting::formats::answer_book::{BookWords, Column, ListWords};
use crate::vetting::intake::DataCategory;

/// The words of a workbook in the language of the pages.
pub fn book_words(words: &Words) -> BookWords {
    let heading = |column: Column| {
        words.t(match column {
            Column::Id => "book-column-id",
            Column::Section => "book-column-section",
            Column::Question => "book-column-question",
            Column::Help => "book-column-help",
            Column::When => "book-column-when",
            Column::Answer => "book-column-answer",
            Column::Reason => "book-column-reason",
            Column::Comment => "book-column-comment",
            Column::Evidence => "book-column-evidence",
        })
    };
    BookWords {
        language: words.lang().tag().to_owned(),
        sheet: words.t("book-sheet"),
        title: words.t("book-title"),
        how: ["book-how-answers", "book-how-empty", "book-how-back"].map(|id| words.t(id)).to_vec(),
        headings: Column::ALL.map(heading),
        not_applicable: words.t("book-not-applicable"),
        only_if: words.t("book-only-if"),
        list: list_words(words),
    }
}

/// The words of its sheet for the list of sub-processors.
fn list_words(words: &Words) -> ListWords {
    let headings = COLUMNS.map(|column| words.t(&format!("field-chain-{column}")));
    let transfers =
        Transfer::ALL.map(|ground| (ground.as_str().to_owned(), transfer_word(words, ground.as_str())));
    let data = DataCategory::ALL.map(|kind| {
        let word = category_word(kind);
        let label = data_words(words, &word);
        (word, label)
    });
    ListWords {
        sheet: words.t("book-list-sheet"),
        how: ["book-list-how", "book-list-data", "book-how-back"].map(|id| words.t(id)).to_vec(),
        headings,
        nobody: words.t("book-list-nobody"),
        yes: words.t("book-list-yes"),
        countries: countries(words).into_iter().map(|(code, name)| (code.to_owned(), name)).collect(),
        transfers: transfers.to_vec(),
        data: data.to_vec(),
    }
}
