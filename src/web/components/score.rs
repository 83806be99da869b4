//! The score, its band, its confidence and the decision, ready to draw.

use super::super::format;
use super::super::words::{Arg, Words};

/// A risk band; always shown as a word, a shape and a colour (look.md, "Risk bands").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Band {
    /// Residual risk below 20.
    Low,
    /// 20 to 39.
    Moderate,
    /// 40 to 59.
    High,
    /// 60 and above.
    Critical,
    /// There is no score yet.
    #[default]
    NotScored,
}

impl Band {
    /// Every band, mildest first.
    pub const ALL: [Self; 5] = [Self::Low, Self::Moderate, Self::High, Self::Critical, Self::NotScored];

    /// Its drawing in `icons.svg`.
    pub fn icon(&self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
            Self::Critical => "critical",
            Self::NotScored => "not-scored",
        }
    }

    /// The class that colours it.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Low => "band-low",
            Self::Moderate => "band-moderate",
            Self::High => "band-high",
            Self::Critical => "band-critical",
            Self::NotScored => "band-none",
        }
    }

    /// The message that names it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Low => "band-low",
            Self::Moderate => "band-moderate",
            Self::High => "band-high",
            Self::Critical => "band-critical",
            Self::NotScored => "band-not-scored",
        }
    }
}

/// How a badge or a banner is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// As wished.
    Good,
    /// Needs an eye.
    Warn,
    /// Needs care: between a warning and a refusal.
    Care,
    /// Refused or failed.
    Bad,
    /// Neither.
    #[default]
    Plain,
}

impl Kind {
    /// The class that colours it.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Care => "care",
            Self::Bad => "bad",
            Self::Plain => "plain",
        }
    }
}

/// Confidence in words, with a mark of three bars.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConfidenceView {
    /// "High confidence, 82 of 100".
    pub text: String,
    /// How many of the three bars are filled.
    pub bars: u8,
}

impl ConfidenceView {
    /// The view of a confidence in hundredths: 75 and above is high, 50 and above moderate (vetting.md, 8).
    pub fn new(words: &Words, hundredths: u32) -> Self {
        let (word, bars) = match hundredths {
            7500.. => ("confidence-high", 3),
            5000.. => ("confidence-moderate", 2),
            _ => ("confidence-low", 1),
        };
        Self { text: words.with(word, &[("k", Arg::from(format::whole(hundredths)))]), bars }
    }
}

/// A decision as a badge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DecisionView {
    /// How it is meant.
    pub kind: Kind,
    /// Its drawing in `icons.svg`.
    pub icon: &'static str,
    /// "Approved with conditions".
    pub text: String,
}

impl DecisionView {
    /// The four decisions and "not decided".
    pub fn samples() -> Vec<Self> {
        let words = &Words::default();
        [
            (Kind::Good, "done", "decision-approve"),
            (Kind::Warn, "alert", "decision-conditions"),
            (Kind::Care, "alert", "decision-escalate"),
            (Kind::Bad, "stop", "decision-reject"),
            (Kind::Plain, "waiting", "decision-none"),
        ]
        .map(|(kind, icon, word)| Self { kind, icon, text: words.t(word) })
        .into()
    }
}

/// The numbers of a score, in hundredths, before they are put in words.
#[derive(Debug, Clone, Copy, Default)]
pub struct ScoreInput {
    /// Residual risk, gates applied.
    pub residual: u32,
    /// Residual risk before the gates.
    pub ungated: u32,
    /// The lowest it can become with what is known.
    pub best: u32,
    /// The highest.
    pub worst: u32,
    /// The band of `residual`.
    pub band: Band,
    /// Confidence.
    pub confidence: u32,
}

/// The score component: one rule from 0 to 100, used everywhere (look.md, "The score").
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScoreView {
    /// The band, or "not scored".
    pub band: Band,
    /// "23"; empty when there is no score.
    pub number: String,
    /// "18 to 30".
    pub range: String,
    /// Places on the rule, as SVG lengths.
    pub at: String,
    /// Left end of the whisker.
    pub from: String,
    /// Right end of the whisker.
    pub to: String,
    /// Where the ungated number stands and what it is, when a gate moved the score.
    pub ungated: Option<(String, String)>,
    /// Confidence in words.
    pub confidence: ConfidenceView,
    /// The sentence why.
    pub why: String,
    /// The whole in one sentence, for a screen reader.
    pub spoken: String,
    /// Whether required questions are still open.
    pub provisional: bool,
}

impl ScoreView {
    /// The view of a score.
    pub fn new(words: &Words, score: ScoreInput, why: impl Into<String>) -> Self {
        let (low, high) = (format::whole(score.best), format::whole(score.worst));
        let range = words.with("score-range", &[("low", Arg::from(&low)), ("high", Arg::from(&high))]);
        let number = format::whole(score.residual);
        let spoken = words.with(
            "score-spoken",
            &[
                ("score", Arg::from(&number)),
                ("band", Arg::from(words.t(score.band.word()))),
                ("low", Arg::from(&low)),
                ("high", Arg::from(&high)),
            ],
        );
        let moved = score.ungated != score.residual;
        Self {
            band: score.band,
            at: format::place(score.residual),
            from: format::place(score.best),
            to: format::place(score.worst),
            ungated: moved.then(|| (format::place(score.ungated), format::whole(score.ungated))),
            confidence: ConfidenceView::new(words, score.confidence),
            why: why.into(),
            provisional: false,
            number,
            range,
            spoken,
        }
    }

    /// The view of a partner without a score.
    pub fn none(words: &Words) -> Self {
        Self { spoken: words.t("band-not-scored"), ..Self::default() }
    }

    /// The same score, marked as not final.
    #[must_use]
    pub fn provisional(mut self) -> Self {
        self.provisional = true;
        self
    }

    /// Whether there is a number to draw.
    pub fn scored(&self) -> bool {
        !self.number.is_empty()
    }

    /// One of every band, one moved by a gate, one provisional, one without a score.
    pub fn samples() -> Vec<Self> {
        let words = &Words::default();
        let score = |band, residual, best, worst, ungated, confidence| ScoreInput {
            residual,
            ungated,
            best,
            worst,
            band,
            confidence,
        };
        vec![
            Self::new(words, score(Band::Low, 1420, 1200, 1910, 1420, 8810), "Every critical control is in place and documented; two minor answers have no evidence yet.".to_owned()),
            Self::new(words, score(Band::Moderate, 2290, 1790, 2980, 2290, 6240), "Deletion reaches only some recipients (D2), and five answers rest on the partner's word.".to_owned()),
            Self::new(words, score(Band::High, 4500, 2100, 4820, 3140, 5100), "Raised from 31 because one critical control fails: data is reused for other clients (E5).".to_owned()),
            Self::new(words, score(Band::Critical, 8000, 3800, 8000, 5230, 3300), "Raised from 52 because an opt-out is not always obeyed (D4), which no other strength can make up for.".to_owned())
                .provisional(),
            Self::none(words),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_leaves_a_hollow_mark_where_the_score_was() {
        let samples = ScoreView::samples();
        assert_eq!(samples[2].ungated, Some(("31.40%".to_owned(), "31".to_owned())));
        assert_eq!(samples[1].ungated, None);
    }

    #[test]
    fn a_score_reads_as_one_sentence() {
        assert_eq!(
            ScoreView::samples()[1].spoken,
            "Residual risk 23 of 100, moderate; it could be 18 to 30."
        );
    }

    #[test]
    fn confidence_has_three_steps() {
        let words = Words::default();
        let bars = [4999, 5000, 7499, 7500].map(|k| ConfidenceView::new(&words, k).bars);
        assert_eq!(bars, [1, 2, 2, 3]);
    }
}
