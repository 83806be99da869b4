//! The score in full: what it is made of, why the decision is what it is, and what would change it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::assessment::{framed, load};
use super::review_view::flag_word;
use super::view::{decision_view, excused, ok, reasons, room_lines, sample_excused, score_view, tenths};
use crate::access::{Decide, ReviewAnswers, ViewPartners};
use crate::services::ServiceError;
use crate::services::vetting::Dossier;
use crate::vetting::code::QuestionId;
use crate::vetting::scoring::{Case, QuestionShare, Score, Standing, breakdown, simulate};
use crate::web::app::App;
use crate::web::components::{Banner, DecisionView, KeyValue, Link, ScoreView};
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::{Chrome, Nav};
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// GET /assessments/{id}/score
#[derive(Debug, Template)]
#[template(path = "vetting/score.html")]
pub struct ScorePage {
    /// The frame.
    pub c: Chrome,
    /// That much is excused, so that a second person must agree.
    pub excused: Option<Banner>,
    /// The score.
    pub score: ScoreView,
    /// What it says.
    pub decision: DecisionView,
    /// The numbers behind it.
    pub numbers: Vec<KeyValue>,
    /// The rules that limited the decision.
    pub reasons: Vec<String>,
    /// What a room may do, as sentences.
    pub room: Vec<String>,
    /// Where the simulator's form goes.
    pub action: String,
    /// What costs most, to be tried out.
    pub fixes: Vec<FixRow>,
    /// The score with the ticked ones fixed.
    pub simulated: Option<Simulated>,
    /// The sections with their questions.
    pub sections: Vec<SectionRow>,
    /// Where to go on.
    pub links: Vec<Link>,
}

/// A question that costs something.
#[derive(Debug, Clone)]
pub struct FixRow {
    /// Its name.
    pub id: String,
    /// Its words.
    pub text: String,
    /// What it costs, in points of risk.
    pub cost: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

impl FixRow {
    /// One that is ticked, and another.
    pub fn samples() -> Vec<Self> {
        let fix = |id: &str, ticked| Self {
            id: id.to_owned(),
            text: "Does a deletion reach every recipient and copy, with confirmation?".to_owned(),
            cost: "0.7".to_owned(),
            ticked,
        };
        vec![fix("D2", true), fix("D3", false)]
    }
}

/// The score that one would have.
#[derive(Debug, Clone)]
pub struct Simulated {
    /// "With D2 and D3 met and proven".
    pub text: String,
    /// The score.
    pub score: ScoreView,
    /// The decision.
    pub decision: DecisionView,
}

/// One section.
#[derive(Debug, Clone)]
pub struct SectionRow {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its share in the whole.
    pub weight: String,
    /// Control effectiveness.
    pub control: String,
    /// As claimed.
    pub claimed: String,
    /// Confidence.
    pub confidence: String,
    /// Its questions.
    pub questions: Vec<QuestionRow>,
}

/// One question.
#[derive(Debug, Clone)]
pub struct QuestionRow {
    /// Its name.
    pub id: String,
    /// Its words.
    pub text: String,
    /// "Critical", "Knock-out" or nothing.
    pub flag: String,
    /// "Met to 50 %", "Unanswered".
    pub answer: String,
    /// "E1 of E2".
    pub evidence: String,
    /// "2.06 of 5".
    pub earned: String,
    /// "14.5 of 20.0".
    pub adds: String,
}

/// How many of the dearest questions the simulator offers.
const FIXES: usize = 12;

/// GET /assessments/{id}/score?fix=D2&fix=D3
pub async fn page(
    request: HttpRequest,
    who: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (dossier, name) = load(&who, &app, &id).await?;
    if !dossier.is_reviewable() {
        return Err(ServiceError::conflict("conflict-assessment-not-submitted").into());
    }
    let (Some(case), Some(score)) = (dossier.case(), dossier.score()) else {
        return Err(ServiceError::refused("refused-intake-missing").into());
    };
    let own = format!("/assessments/{id}");
    let c = framed(who.chrome(&app, "score-title"), &dossier, &name);
    let up = c.t("assessment-title");
    let c = c.under(up, own.clone());
    let mut links = Vec::new();
    if who.also::<ReviewAnswers>().is_some() {
        links.push(Link::new(c.t("go-review"), format!("{own}/review")));
    }
    if who.also::<Decide>().is_some() {
        links.push(Link::new(c.t("go-decide"), format!("{own}/decide")));
    }
    Ok(ok(ScorePage::new(c, (&dossier, &case, &score), &fixes(request.query_string()), links)))
}

/// The questions that the address asks to fix.
pub fn fixes(query: &str) -> Vec<QuestionId> {
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.filter(|(name, _)| name == "fix").filter_map(|(_, id)| QuestionId::new(&id).ok()).collect()
}

impl ScorePage {
    fn new(
        c: Chrome,
        (dossier, case, score): (&Dossier, &Case<'_>, &Score),
        fixes: &[QuestionId],
        links: Vec<Link>,
    ) -> Self {
        let simulated = (!fixes.is_empty()).then(|| simulated(&c, case, fixes));
        Self {
            score: score_view(&c.words, score, Some(case)),
            decision: decision_view(&c.words, Some(score.decision)),
            numbers: numbers(&c, score),
            reasons: reasons(&c.words, score),
            excused: excused(&c, &dossier.questionnaire, score),
            room: room_lines(&c.words, &score.room),
            action: format!("/assessments/{}/score", dossier.assessment.id),
            fixes: fix_rows(&c, dossier, score, fixes),
            simulated,
            sections: sections(&c, dossier, (case, score)),
            links,
            c,
        }
    }

    /// A score with two fixes tried out.
    pub fn samples() -> Vec<Self> {
        let c = Chrome::sample("score-title").at(Nav::Partners).under("Partners", "/partners");
        let views = ScoreView::samples();
        let view = |at: usize| views.get(at).cloned().unwrap_or_default();
        let question = QuestionRow {
            id: "D2".to_owned(),
            text: "Does a deletion reach every recipient and copy, with confirmation?".to_owned(),
            flag: c.t("flag-critical"),
            answer: c.ts("met-to", "50"),
            evidence: c.with("evidence-of", &[("has", Arg::from("E1")), ("expected", Arg::from("E2"))]),
            earned: c.with("earned-of", &[("got", Arg::from("2.06")), ("of", Arg::from("5"))]),
            adds: c.with("earned-of", &[("got", Arg::from("8.2")), ("of", Arg::from("20.0"))]),
        };
        vec![Self {
            score: view(1),
            decision: DecisionView::samples().into_iter().nth(1).unwrap_or_default(),
            numbers: vec![
                KeyValue::new(c.t("number-inherent"), "60.9"),
                KeyValue::new(c.t("number-control"), "73.4"),
            ],
            excused: Some(sample_excused(&c)),
            reasons: vec![c.with("reason-critical-partly", &[("q", Arg::from("D2"))])],
            room: vec![c.with("room-may-open", &[("k", Arg::from(100_u32)), ("releases", Arg::from(5_u32))])],
            action: "/assessments/sample/score".to_owned(),
            fixes: FixRow::samples(),
            simulated: Some(Simulated {
                text: c.ts("simulated-with", "D2"),
                score: view(0),
                decision: DecisionView::samples().into_iter().next().unwrap_or_default(),
            }),
            sections: vec![SectionRow {
                id: "D".to_owned(),
                title: "Consumer rights and opt-out signals".to_owned(),
                weight: "12".to_owned(),
                control: "71.6".to_owned(),
                claimed: "78.0".to_owned(),
                confidence: "79.8".to_owned(),
                questions: vec![question],
            }],
            links: vec![Link::new(c.t("go-decide"), "/assessments/sample/decide")],
            c,
        }]
    }
}

fn numbers(c: &Chrome, score: &Score) -> Vec<KeyValue> {
    let pair = |word: &str, value: String| KeyValue::new(c.t(word), value);
    let tier = c.t(super::intake::tier_word(score.tier));
    vec![
        pair("number-inherent", format!("{} · {tier}", tenths(Some(score.inherent)))),
        pair("number-control", tenths(score.control)),
        pair("number-claimed", tenths(score.control_claimed)),
        pair("number-residual", tenths(score.residual)),
        pair("number-ungated", tenths(score.residual_ungated)),
        pair("number-confidence", tenths(score.confidence)),
    ]
}

fn question_words(c: &Chrome, dossier: &Dossier, id: &QuestionId) -> String {
    let question = dossier.questionnaire.question(id);
    question.map(|question| question.text.in_language(c.lang()).to_owned()).unwrap_or_default()
}

/// What costs most, to be tried out: failed gates, the dearest losses, and what is tried already.
pub fn fix_rows(c: &Chrome, dossier: &Dossier, score: &Score, fixes: &[QuestionId]) -> Vec<FixRow> {
    let gates = score.gates.iter().map(|gate| &gate.question);
    let costly = score.losses.iter().map(|loss| &loss.question).take(FIXES);
    let mut offered: Vec<&QuestionId> = gates.collect();
    for question in costly.chain(fixes) {
        if !offered.contains(&question) {
            offered.push(question);
        }
    }
    let cost =
        |id: &QuestionId| score.losses.iter().find(|loss| loss.question == *id).map(|loss| loss.residual);
    let row = |id: &&QuestionId| FixRow {
        id: id.to_string(),
        text: question_words(c, dossier, id),
        cost: tenths(cost(id)),
        ticked: fixes.contains(id),
    };
    offered.iter().map(row).collect()
}

fn simulated(c: &Chrome, case: &Case<'_>, fixes: &[QuestionId]) -> Simulated {
    let result = simulate(case, fixes);
    let names: Vec<&str> = fixes.iter().map(QuestionId::as_str).collect();
    Simulated {
        text: c.ts("simulated-with", names.join(", ")),
        score: score_view(&c.words, &result, None),
        decision: decision_view(&c.words, Some(result.decision)),
    }
}

fn sections(c: &Chrome, dossier: &Dossier, (case, score): (&Case<'_>, &Score)) -> Vec<SectionRow> {
    let parts = breakdown(case);
    let rows = parts.sections.iter().zip(&score.sections).map(|(part, scored)| {
        let title =
            dossier.questionnaire.section(&part.id).map(|section| section.title.in_language(c.lang()));
        SectionRow {
            id: part.id.to_string(),
            title: title.unwrap_or_default().to_owned(),
            weight: scored.weight.to_string(),
            control: tenths(scored.control),
            claimed: tenths(scored.control_claimed),
            confidence: tenths(scored.confidence),
            questions: part.questions.iter().map(|share| question_row(c, dossier, share)).collect(),
        }
    });
    rows.collect()
}

fn question_row(c: &Chrome, dossier: &Dossier, share: &QuestionShare) -> QuestionRow {
    let of = |got: String, of: String| c.with("earned-of", &[("got", Arg::from(got)), ("of", Arg::from(of))]);
    let answered = share.standing == Standing::Answered;
    let applicable = !matches!(share.standing, Standing::Hidden | Standing::NotApplicable);
    let answer = match share.standing {
        Standing::Answered => c.ts("met-to", share.value.to_string()),
        Standing::Unanswered => c.t("answer-none"),
        Standing::NotApplicableWaiting => c.t("standing-na-waiting"),
        Standing::NotApplicable => c.t("standing-na"),
        Standing::Hidden => c.t("standing-hidden"),
    };
    let levels =
        [("has", Arg::from(share.evidence.to_string())), ("expected", Arg::from(share.expected.to_string()))];
    QuestionRow {
        id: share.id.to_string(),
        text: question_words(c, dossier, &share.id),
        flag: flag_word(c, share.flag),
        answer,
        evidence: if answered { c.with("evidence-of", &levels) } else { String::new() },
        earned: if applicable { of(two(share.earned), share.weight.to_string()) } else { String::new() },
        adds: if applicable {
            of(format::tenths(share.adds), format::tenths(share.could_add))
        } else {
            String::new()
        },
    }
}

/// "2.06" for 206.
fn two(hundredths: u32) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_may_name_several_fixes() {
        let named: Vec<String> = fixes("fix=D2&x=1&fix=D3&fix=%27").iter().map(ToString::to_string).collect();
        assert_eq!(named, ["D2", "D3"]);
    }
}
