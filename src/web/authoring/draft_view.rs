//! The draft's page, made ready to be shown.

use askama::Template;

use super::fields::{self, Fields, field};
use super::notes::NoteView;
use crate::services::authoring::{Written, flaw_message};
use crate::services::{FieldFault, ServiceError};
use crate::vetting::questionnaire::draft::{Draft, Place, Problem};
use crate::vetting::questionnaire::{Flag, Question, Section};
use crate::web::components::Link;
use crate::web::error::say;
use crate::web::page::Chrome;
use crate::web::vetting::fault_of;
use crate::web::words::{Arg, Words};

/// Something that is asked before it is done, with the revision that was looked at.
#[derive(Debug, Clone)]
pub struct Removal {
    /// The button that unfolds it.
    pub ask: String,
    /// What will happen.
    pub text: String,
    /// The button that does it.
    pub go: String,
    /// Where the form goes.
    pub action: String,
    /// The revision.
    pub revision: String,
}

impl Removal {
    pub(super) fn new(c: &Chrome, name: &str, action: String, revision: &str) -> Self {
        Self {
            ask: c.t(&format!("{name}-ask")),
            text: c.t(&format!("{name}-text")),
            go: c.t(&format!("{name}-go")),
            action,
            revision: revision.to_owned(),
        }
    }

    pub(super) fn section(c: &Chrome, action: String, revision: &str) -> Self {
        Self::new(c, "section-remove", action, revision)
    }
}

/// One thing that the draft lacks.
#[derive(Debug, Clone)]
pub struct FlawRow {
    /// The section's or question's name, or nothing.
    pub place: String,
    /// Where it is mended.
    pub href: String,
    /// What it is.
    pub text: String,
    /// Whether it stands in the way of a version.
    pub stops: bool,
}

/// One section.
#[derive(Debug, Clone)]
pub struct SectionRow {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where its words are changed.
    pub href: String,
    /// Its weight, as typed.
    pub weight: String,
    /// What is wrong with the weight, or nothing.
    pub error: String,
    /// "8 questions".
    pub count: String,
    /// Where a question is added.
    pub add: String,
    /// Its questions.
    pub questions: Vec<QuestionRow>,
}

/// One question.
#[derive(Debug, Clone)]
pub struct QuestionRow {
    /// Its name.
    pub id: String,
    /// The question.
    pub text: String,
    /// Where it is changed.
    pub href: String,
    /// "Knock-out", "Critical" or nothing.
    pub flag: String,
    /// The condition, or nothing.
    pub when: String,
    /// Its weight, or that it is not scored.
    pub weight: String,
    /// Its share in the whole: "1.4 %", or nothing.
    pub share: String,
}

/// GET /questionnaires/{id}/draft
#[derive(Debug, Template)]
#[template(path = "authoring/draft.html")]
pub struct DraftPage {
    /// The frame.
    pub c: Chrome,
    /// Where the draft's own routes begin.
    pub own: String,
    /// The revision that is shown.
    pub revision: String,
    /// What an import left to look at.
    pub notes: Vec<NoteView>,
    /// What the draft lacks.
    pub flaws: Vec<FlawRow>,
    /// How many of those stand in the way.
    pub stops: usize,
    /// The sections.
    pub sections: Vec<SectionRow>,
    /// The sum of the weights, in words.
    pub sum: String,
    /// Whether the sum is 100.
    pub sums_up: bool,
    /// Title, languages, day of the maps: what they are now.
    pub head: Vec<(String, String)>,
    /// Throws the draft away.
    pub discard: Removal,
    /// The differences to the newest version, if there is one.
    pub changes: Option<Link>,
}

impl DraftPage {
    pub(super) fn new(
        c: Chrome,
        written: &Written,
        (typed, faults): (&Fields, &[FieldFault]),
    ) -> Result<Self, ServiceError> {
        let draft = fields::draft(written)?;
        let own = format!("/questionnaires/{}/draft", written.row.id);
        let revision = written.row.revision.to_string();
        let changes = (!written.versions.is_empty()).then(|| {
            Link::new(c.t("draft-changes"), format!("/questionnaires/{}/changes?to=draft", written.row.id))
        });
        let discard = Removal::new(&c, "draft-discard", format!("{own}/discard"), &revision);
        let title = c.ts("draft-of", &written.row.title);
        let c = c.titled(title);
        let mut page = Self::of(c, draft, (own, revision), discard);
        page.notes = written.notes.iter().map(|note| NoteView::of(&page.c.words, note)).collect();
        page.changes = changes;
        for section in &mut page.sections {
            let name = format!("weight.{}", section.id);
            section.error = fault_of(&page.c, faults, &name);
            if !section.error.is_empty() {
                field(typed, &name).clone_into(&mut section.weight);
            }
        }
        Ok(page)
    }

    fn of(c: Chrome, draft: &Draft, (own, revision): (String, String), discard: Removal) -> Self {
        let problems = draft.flaws();
        let sum = draft.sections().iter().fold(0_u32, |sum, section| sum.saturating_add(section.weight));
        Self {
            flaws: problems.iter().map(|problem| flaw(&c, &own, problem)).collect(),
            stops: problems.iter().filter(|problem| problem.what.stops()).count(),
            notes: Vec::new(),
            sections: draft
                .sections()
                .iter()
                .map(|section| section_row(&c, draft, (&own, section)))
                .collect(),
            sum: c.with("draft-weights-sum", &[("sum", Arg::from(sum))]),
            sums_up: sum == 100,
            head: head(&c, draft),
            discard,
            changes: None,
            own,
            revision,
            c,
        }
    }

    /// A copy of the built-in one, whole; one that lacks things, with notes of an import.
    pub fn samples() -> Vec<Self> {
        let page = |draft: Draft| {
            let c = Chrome::sample("draft-title");
            let own = "/questionnaires/sample/draft".to_owned();
            let discard = Removal::new(&c, "draft-discard", format!("{own}/discard"), "4");
            Self::of(c, &draft, (own, "4".to_owned()), discard)
        };
        let built_in = crate::vetting::questionnaire::Questionnaire::built_in().ok();
        let whole = built_in.map_or_else(|| Draft::blank("x", "X", &[]), |whole| Draft::of(&whole));
        let mut broken = whole.clone();
        if let Some(section) = broken.sections().first().map(|section| section.id.clone()) {
            // Neither fails on a section that is there.
            let _ = broken.set_weights(&[(section, "20".to_owned())]);
        }
        let mut lacking = page(broken);
        lacking.notes = vec![NoteView {
            path: "security_contact".to_owned(),
            what: "a line of text has no answers to choose from, so it is left out".to_owned(),
        }];
        vec![page(whole), lacking]
    }
}

fn head(c: &Chrome, draft: &Draft) -> Vec<(String, String)> {
    let languages: Vec<String> =
        draft.languages().iter().map(|tag| fields::language_name(&c.words, tag)).collect();
    let reviewed = draft.maps_reviewed();
    let reviewed = if reviewed.is_empty() { c.t("maps-never-reviewed") } else { reviewed.to_owned() };
    vec![
        (c.t("field-languages"), languages.join(", ")),
        (c.t("draft-questions"), draft.questions().filter(|(_, q)| q.scored).count().to_string()),
        (c.t("field-maps-reviewed"), reviewed),
    ]
}

fn flaw(c: &Chrome, own: &str, problem: &Problem) -> FlawRow {
    let (place, message) = flaw_message(problem);
    let href = match &problem.place {
        Place::Whole => "#sections".to_owned(),
        Place::Section(id) => format!("{own}/section/{id}"),
        Place::Question(id) => format!("{own}/question/{id}"),
    };
    FlawRow { place, href, text: say(&c.words, &message), stops: problem.what.stops() }
}

fn section_row(c: &Chrome, draft: &Draft, (own, section): (&str, &Section)) -> SectionRow {
    let shares = draft.shares();
    let row = |question: &Question| {
        let share = shares.iter().find(|share| share.question == question.id);
        QuestionRow {
            id: question.id.to_string(),
            text: question.text.in_language(c.lang()).to_owned(),
            href: format!("{own}/question/{}", question.id),
            flag: flag_word(question.flag).map(|word| c.t(word)).unwrap_or_default(),
            when: question.when.as_ref().map(ToString::to_string).unwrap_or_default(),
            weight: match question.weight.filter(|_| question.scored) {
                Some(weight) => u32::from(weight).to_string(),
                None => c.t("question-scope-only"),
            },
            share: share.map(|share| format!("{} %", tenths(&c.words, share.hundredths))).unwrap_or_default(),
        }
    };
    SectionRow {
        id: section.id.to_string(),
        title: section.title.in_language(c.lang()).to_owned(),
        href: format!("{own}/section/{}", section.id),
        weight: section.weight.to_string(),
        error: String::new(),
        count: c.tn("questionnaire-questions", section.questions.iter().filter(|q| q.scored).count()),
        add: format!("{own}/section/{}/new-question", section.id),
        questions: section.questions.iter().map(row).collect(),
    }
}

fn tenths(words: &Words, hundredths: u64) -> String {
    words.tenths(u32::try_from(hundredths).unwrap_or(u32::MAX))
}

/// The word for a gate.
pub(super) fn flag_word(flag: Option<Flag>) -> Option<&'static str> {
    match flag? {
        Flag::Critical => Some("flag-critical"),
        Flag::Knockout => Some("flag-knockout"),
    }
}
