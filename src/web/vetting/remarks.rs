//! Remarks about questions, for both sides, and the member's way to add one.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::access::ReviewAnswers;
use crate::ids::AssessmentId;
use crate::services::vetting::{self, Dossier, Remark};
use crate::store::AssessmentState;
use crate::web::app::App;
use crate::web::components::{Choice, FieldView};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::Chrome;
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;
use crate::web::words::Words;

/// A remark, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemarkView {
    /// The question.
    pub question: String,
    /// Who made it.
    pub who: String,
    /// When, in words.
    pub when: String,
    /// What is said.
    pub body: String,
}

impl RemarkView {
    /// A remark; `partner` is what the partner's side is called. The date is in the language of `words`.
    pub fn of_in(words: Words, remark: &Remark, partner: &str) -> Self {
        Self {
            question: remark.question.clone(),
            who: remark.member.clone().unwrap_or_else(|| partner.to_owned()),
            when: format::moment_in(words.lang(), remark.at),
            body: remark.body.clone(),
        }
    }

    /// One of each side.
    pub fn samples() -> Vec<Self> {
        let remark = |who: &str, body: &str| Self {
            question: "D2".to_owned(),
            who: who.to_owned(),
            when: "12 March 2027, 10:32 UTC".to_owned(),
            body: body.to_owned(),
        };
        vec![
            remark("Maya Okafor", "Which of the eleven recipients confirm by e-mail only?"),
            remark("Meridian Media", "The two mail houses. We are moving both to the portal in May."),
        ]
    }
}

/// What is said between the two sides, and the form to say more.
#[derive(Debug, Clone, Default)]
pub struct RemarksView {
    /// All of it, oldest first.
    pub list: Vec<RemarkView>,
    /// Where the form goes; empty for no form.
    pub action: String,
    /// The question and the words.
    pub fields: Vec<FieldView>,
}

impl RemarksView {
    /// The remarks about an assessment; the form if the reader may speak and the partner can hear.
    pub(super) fn new(
        c: &Chrome,
        dossier: &Dossier,
        (remarks, partner): (&[Remark], &str),
        may: bool,
    ) -> Self {
        let with_partner =
            !matches!(dossier.assessment.state, AssessmentState::Intake | AssessmentState::Cancelled);
        let list = remarks.iter().map(|remark| RemarkView::of_in(c.words, remark, partner)).collect();
        if !(may && with_partner) {
            return Self { list, ..Self::default() };
        }
        // The question that was spoken about last is the likeliest.
        let last = remarks.last().map(|remark| remark.question.clone()).unwrap_or_default();
        let choice = |question: &crate::vetting::questionnaire::Question| {
            let text: String = question.text.in_language(c.lang()).chars().take(90).collect();
            Choice::new(question.id.as_str(), format!("{} {text}", question.id)).chosen_if(&last)
        };
        let choices = dossier.questionnaire.questions().map(|(_, question)| choice(question)).collect();
        Self {
            list,
            action: format!("/assessments/{}/remarks", dossier.assessment.id),
            fields: fields(&c.words, choices),
        }
    }

    /// Two remarks and the form.
    pub(super) fn sample(c: &Chrome) -> Self {
        let choices =
            vec![Choice::new("D2", "D2 Does a deletion reach every recipient and copy?").chosen_if("D2")];
        Self {
            list: RemarkView::samples(),
            action: "/assessments/sample/remarks".to_owned(),
            fields: fields(&c.words, choices),
        }
    }
}

fn fields(words: &Words, choices: Vec<Choice>) -> Vec<FieldView> {
    vec![
        FieldView::select("question", words.t("remark-question"), choices),
        FieldView::area("remark", words.t("remark-to-partner")).hint(words.t("remark-to-partner-hint")),
    ]
}

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RemarkForm {
    question: String,
    remark: String,
}

/// POST /assessments/{id}/remarks
pub async fn add(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<RemarkForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, own, form) = (who.proof(), AssessmentId::from(id.as_str()), form.0);
    app.write("remark_add", move |tx, now| {
        vetting::remark_add(tx, &proof, &own, (&form.question, &form.remark), now)
    })
    .await?;
    Ok(see_other_saying(&app, &format!("/assessments/{id}#remarks"), "flash-remark-sent"))
}
