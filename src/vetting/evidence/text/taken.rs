//! Words as they are found, up to [`MOST_CHARACTERS`] and [`MOST_PARTS`].

use super::{DocumentText, MOST_CHARACTERS, MOST_PARTS, NoText, PartName, TextPart};

/// A table is shown so wide, in columns; what stands further to the right is left out.
const MOST_COLUMNS: usize = 60;
/// One letter in so many that cannot be read is not worth a word.
const FEW_UNREAD: usize = 20;
/// The name of a sheet is shown so long, in characters; a spreadsheet program allows 31.
const NAME: usize = 60;

/// Words as they are found.
#[derive(Debug, Default)]
pub(super) struct Taken {
    parts: Vec<TextPart>,
    characters: usize,
    /// Whether the document has more.
    cut: bool,
    /// Whether something of it is damaged.
    lost: bool,
    /// Whether no more is taken.
    full: bool,
    /// How many letters do not say which they are.
    unread: usize,
    /// Cells that ended and have nothing behind them yet: what is empty at the end of a row costs nothing.
    tabs: usize,
    column: usize,
}

/// Whether a page cannot show it, or it would turn the direction of the text around it (Unicode's bidirectional controls).
fn is_odd(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\n' | '\t');
    control
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

impl Taken {
    /// Whether no more is taken.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// Begins a part; false if there are too many, so that reading ends.
    pub(super) fn begin(&mut self, at: PartName) -> bool {
        self.full = self.full || self.parts.len() >= MOST_PARTS;
        if self.full {
            return false;
        }
        let at = match at {
            PartName::Sheet(name) => {
                PartName::Sheet(name.chars().filter(|c| !is_odd(*c)).take(NAME).collect())
            }
            other => other,
        };
        self.parts.push(TextPart { at, text: String::new() });
        (self.tabs, self.column) = (0, 0);
        true
    }

    /// Adds words.
    pub(super) fn push(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        for _ in 0..std::mem::take(&mut self.tabs) {
            self.add('\t');
        }
        for c in words.chars().filter(|c| !is_odd(*c)) {
            self.add(c);
        }
    }

    /// Adds the words of a table's cell, in which no line or cell may end.
    pub(super) fn push_cell(&mut self, words: &str) {
        if self.column >= MOST_COLUMNS {
            self.cut = true;
            return;
        }
        self.push(&words.trim().replace(['\n', '\r', '\t'], " "));
    }

    /// Counts a letter that does not say which it is.
    pub(super) fn miss(&mut self) {
        self.unread = self.unread.saturating_add(1);
    }

    /// Says that something of the document is damaged.
    pub(super) fn lose(&mut self) {
        self.lost = true;
    }

    /// How long this part is, to come back to.
    pub(super) fn mark(&self) -> usize {
        self.text().len()
    }

    /// What this part has since then.
    pub(super) fn since(&self, mark: usize) -> &str {
        self.text().get(mark..).unwrap_or_default()
    }

    /// Takes back what this part has since then.
    pub(super) fn take_back(&mut self, mark: usize) {
        let gone = self.since(mark).chars().count();
        if let Some(part) = self.parts.last_mut() {
            part.text.truncate(mark);
        }
        self.characters = self.characters.saturating_sub(gone);
    }

    /// Adds a space, unless there is one or a line begins.
    pub(super) fn space(&mut self) {
        if !self.text().is_empty() && !self.text().ends_with([' ', '\n', '\t']) {
            self.add(' ');
        }
    }

    /// Ends so many cells of a row.
    pub(super) fn cells_end(&mut self, cells: usize) {
        if let Some(part) = self.parts.last_mut() {
            part.text.truncate(part.text.trim_end_matches(' ').len());
        }
        self.column = self.column.saturating_add(cells);
        self.tabs = self.tabs.saturating_add(cells).min(MOST_COLUMNS);
    }

    /// Ends a line; more than one empty line in a row is not kept.
    pub(super) fn line_end(&mut self) {
        (self.tabs, self.column) = (0, 0);
        if !self.text().is_empty() && !self.text().ends_with("\n\n") {
            self.add('\n');
        }
    }

    fn text(&self) -> &str {
        self.parts.last().map_or("", |part| part.text.as_str())
    }

    fn add(&mut self, c: char) {
        if self.characters >= MOST_CHARACTERS {
            self.full = true;
        } else if let Some(part) = self.parts.last_mut() {
            part.text.push(c);
            self.characters = self.characters.saturating_add(1);
        }
    }

    /// What was taken. Of a file that breaks off after some words, those words; a sheet with nothing in it is not named.
    pub(super) fn done(mut self, read: Result<(), NoText>) -> Result<DocumentText, NoText> {
        for part in &mut self.parts {
            part.text = part.text.trim_matches('\n').trim_end().to_owned();
        }
        self.parts.retain(|part| !(part.text.is_empty() && matches!(part.at, PartName::Sheet(_))));
        let any = self.parts.iter().any(|part| !part.text.trim().is_empty());
        match read {
            Err(why) if !any => Err(why),
            Ok(()) if !any && self.lost => Err(NoText::Damaged),
            Ok(()) if !any && self.unread > 0 => Err(NoText::Letters),
            Ok(()) if !any => Err(NoText::Empty),
            read => Ok(DocumentText {
                parts: self.parts,
                cut: self.cut || self.lost || self.full || read.is_err(),
                // A few bullets and signs are no loss.
                unread: self.unread.saturating_mul(FEW_UNREAD) > self.characters,
            }),
        }
    }
}
