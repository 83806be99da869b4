//! The steps of a room, its budget, and a released answer. Takes released answers only: a raw count never gets here.

use super::super::words::{Arg, Words};

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StepState {
    /// Both sides have done it.
    Done,
    /// It is the turn of this one.
    Current,
    /// It comes later.
    #[default]
    Waiting,
    /// It cannot go on.
    Stopped,
}

impl StepState {
    /// The class that draws it.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "current",
            Self::Waiting => "waiting",
            Self::Stopped => "stopped",
        }
    }

    /// Its drawing in `icons.svg`.
    pub fn icon(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "now",
            Self::Waiting => "later",
            Self::Stopped => "stop",
        }
    }

    /// The message that names it, for a screen reader.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Done => "step-done",
            Self::Current => "step-current",
            Self::Waiting => "step-waiting",
            Self::Stopped => "step-stopped",
        }
    }
}

/// One of a room's five steps: who has done what, what is awaited from whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepView {
    /// "Terms".
    pub title: String,
    /// How far it is.
    pub state: StepState,
    /// "Signed by you on 3 March; waiting for Harbour & Pine".
    pub text: String,
}

impl StepView {
    /// A room that waits for the other side's audience.
    pub fn samples() -> Vec<Self> {
        let words = &Words::default();
        [
            ("step-terms", StepState::Done, "Signed by both on 3 March 2027."),
            ("step-key", StepState::Done, "Same key on both sides."),
            ("step-audiences", StepState::Current, "Yours is here. Waiting for Harbour & Pine."),
            ("step-run", StepState::Waiting, "Either side can run it."),
            ("step-closed", StepState::Waiting, "By 2 April 2027 at the latest."),
        ]
        .map(|(title, state, text)| Self { title: words.t(title), state, text: text.to_owned() })
        .into()
    }
}

/// The releases of a room as a row of marks: used and left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BudgetView {
    /// The marks: place on the row as an SVG length, and the class.
    pub marks: Vec<(String, &'static str)>,
    /// "3 of 10 releases used, 7 left".
    pub text: String,
}

impl BudgetView {
    /// `used` of `total` releases; a row shows ten marks at most ten percent apart.
    pub fn new(words: &Words, used: u32, total: u32) -> Self {
        let total = total.clamp(1, 20);
        let used = used.min(total);
        let marks = (0..total)
            .map(|at| {
                let class = if at < used { "budget-used" } else { "budget-left" };
                // Twelve units a mark, on a row as wide as its marks.
                ((at * 24).to_string(), class)
            })
            .collect();
        let args =
            [("used", Arg::from(used)), ("total", Arg::from(total)), ("left", Arg::from(total - used))];
        Self { marks, text: words.with("budget-text", &args) }
    }

    /// Fresh, in use, spent.
    pub fn samples() -> Vec<Self> {
        let words = &Words::default();
        vec![Self::new(words, 0, 10), Self::new(words, 3, 10), Self::new(words, 5, 5)]
    }
}

/// A released answer, set large. A withheld one stands in the same place and size.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReleasedView {
    /// "4,210 people", "Fewer than 50 people", "At least 18,950 people".
    pub headline: String,
    /// "Give or take 15, rounded to 10".
    pub detail: String,
    /// When and from which run; that it repeats an earlier answer.
    pub note: String,
}

impl ReleasedView {
    /// A number with its error bar.
    pub fn count(words: &Words, people: u64, give_or_take: u64, rounded_to: u64) -> Self {
        let args = [("pm", Arg::from(give_or_take)), ("r", Arg::from(rounded_to))];
        Self {
            headline: words.tn("released-count", people),
            detail: words.with("released-give-or-take", &args),
            note: String::new(),
        }
    }

    /// Too few to tell: the same words for every number below the minimum group size.
    pub fn below(words: &Words, k: u64) -> Self {
        Self {
            headline: words.tn("released-below", k),
            detail: words.t("released-below-detail"),
            note: String::new(),
        }
    }

    /// So many that the exact number would point at those who are missing.
    pub fn above(words: &Words, at_least: u64) -> Self {
        Self {
            headline: words.tn("released-above", at_least),
            detail: words.t("released-above-detail"),
            note: String::new(),
        }
    }

    /// Nothing to be shown yet, or ever, in the same place and size.
    pub fn unshown(words: &Words, headline: &str, detail: &str) -> Self {
        Self { headline: words.t(headline), detail: words.t(detail), note: String::new() }
    }

    /// A number to which nothing was added.
    pub fn exact(words: &Words, people: u64, rounded_to: u64) -> Self {
        let detail = words.with("released-exact-detail", &[("r", Arg::from(rounded_to))]);
        Self { headline: words.tn("released-count", people), detail, note: String::new() }
    }

    /// The same answer with a note under it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// A number, a withheld one, a top-coded one.
    pub fn samples() -> Vec<Self> {
        let words = &Words::default();
        vec![
            Self::count(words, 4210, 15, 10).note("Released on 4 March 2027 from run 3.".to_owned()),
            Self::below(words, 50),
            Self::above(words, 18_950),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_released_count_reads_as_words() {
        let words = Words::default();
        let view = ReleasedView::count(&words, 4210, 15, 10);
        assert_eq!(view.headline, "4,210 people");
        assert_eq!(view.detail, "Give or take 15, rounded to 10");
        assert_eq!(ReleasedView::below(&words, 50).headline, "Fewer than 50 people");
    }

    #[test]
    fn the_budget_shows_what_is_left() {
        let view = BudgetView::new(&Words::default(), 3, 10);
        assert_eq!(view.marks.iter().filter(|(_, class)| *class == "budget-left").count(), 7);
        assert_eq!(view.text, "3 of 10 releases used, 7 left");
    }
}
