//! From what the services know to what the pages show: scores, decisions, sentences. Decides nothing.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::clock::Timestamp;
use crate::services::vetting::{PartnerLine, closed_message, decision_word, reason_message, why_message};
use crate::services::{FieldFault, Message};
use crate::store::{DecisionRow, DecisionStatus};
use crate::vetting::decision::Decision;
use crate::vetting::questionnaire::Questionnaire;
use crate::vetting::scoring::{self, Case, Reason, RoomLimits, Score, why};
use crate::web::components::{Band, Banner, DecisionView, Kind, ScoreInput, ScoreView};
use crate::web::error::{self, say};
use crate::web::page::{Chrome, Page};
use crate::web::words::{Arg, Words};

/// The page, as it was asked for.
pub fn ok<T: Template>(page: T) -> HttpResponse {
    Page(page).with_status(StatusCode::OK)
}

/// The page again, because something in its form cannot be taken.
pub fn unprocessable<T: Template>(page: T) -> HttpResponse {
    Page(page).with_status(StatusCode::UNPROCESSABLE_ENTITY)
}

/// The band as the components draw it.
pub fn band(band: Option<scoring::Band>) -> Band {
    match band {
        None => Band::NotScored,
        Some(scoring::Band::Low) => Band::Low,
        Some(scoring::Band::Moderate) => Band::Moderate,
        Some(scoring::Band::High) => Band::High,
        Some(scoring::Band::Critical) => Band::Critical,
    }
}

/// The score as the component draws it, with its sentence why where the case is at hand.
pub fn score_view(words: &Words, score: &Score, case: Option<&Case<'_>>) -> ScoreView {
    let Some(residual) = score.residual else { return ScoreView::none(words) };
    let input = ScoreInput {
        residual,
        ungated: score.residual_ungated.unwrap_or(residual),
        best: score.residual_best.unwrap_or(residual),
        worst: score.residual_worst.unwrap_or(residual),
        band: band(score.band),
        confidence: score.confidence.unwrap_or_default(),
    };
    let reason =
        case.and_then(|case| why(case, score)).map(|why| say(words, &why_message(&why, words.lang().tag())));
    let view = ScoreView::new(words, input, reason.unwrap_or_default());
    if score.provisional { view.provisional() } else { view }
}

/// The score of a partner's line, with its sentence why.
pub fn line_score_view(words: &Words, line: &PartnerLine) -> ScoreView {
    let Some(score) = &line.score else { return ScoreView::none(words) };
    let why = line.why.as_ref().map(|why| say(words, &why_message(why, words.lang().tag())));
    ScoreView { why: why.unwrap_or_default(), ..score_view(words, score, None) }
}

/// A decision as a badge.
pub fn decision_view(words: &Words, decision: Option<Decision>) -> DecisionView {
    let Some(decision) = decision else {
        return DecisionView { kind: Kind::Plain, icon: "waiting", text: words.t("decision-none") };
    };
    let (kind, icon) = match decision {
        Decision::Approve => (Kind::Good, "done"),
        Decision::ApproveWithConditions => (Kind::Warn, "alert"),
        Decision::Escalate => (Kind::Care, "alert"),
        Decision::Reject => (Kind::Bad, "stop"),
    };
    DecisionView { kind, icon, text: words.t(decision_word(decision)) }
}

/// The decision that counts, as a badge; an expired one is said to be.
pub fn standing_view(words: &Words, row: Option<&DecisionRow>, now: Timestamp) -> DecisionView {
    let Some(row) = row.filter(|row| row.status == DecisionStatus::Current) else {
        return decision_view(words, None);
    };
    if row.expires_at <= now {
        return DecisionView { kind: Kind::Warn, icon: "waiting", text: words.t("decision-expired") };
    }
    decision_view(words, row.decided.parse().ok())
}

/// More critical answers without evidence than this are told in one sentence: before a review it is all of them.
const UNPROVEN_ONE_BY_ONE: usize = 2;

/// The rules that limited the decision, as sentences.
pub fn reasons(words: &Words, score: &Score) -> Vec<String> {
    let unproven = |reason: &&Reason| matches!(reason, Reason::CriticalUnproven(..));
    let questions: Vec<&str> = score
        .reasons
        .iter()
        .filter_map(|reason| match reason {
            Reason::CriticalUnproven(question, ..) => Some(question.as_str()),
            _ => None,
        })
        .collect();
    let grouped = questions.len() > UNPROVEN_ONE_BY_ONE;
    let told = score.reasons.iter().filter(|reason| !(grouped && unproven(reason)));
    let mut sentences: Vec<String> = told.map(|reason| say(words, &reason_message(reason))).collect();
    if grouped {
        let n = u64::try_from(questions.len()).unwrap_or(u64::MAX);
        let args = [("n", Arg::Number(n)), ("questions", Arg::from(questions.join(", ")))];
        sentences.push(words.with("reason-critical-unproven-many", &args));
    }
    sentences
}

/// That so much of a section is accepted as not applicable that one person does not decide alone (vetting.md, "Model", 7).
pub fn excused(c: &Chrome, questionnaire: &Questionnaire, score: &Score) -> Option<Banner> {
    let line = |reason: &Reason| {
        let Reason::ManyNotApplicable(id, share) = reason else { return None };
        let title = questionnaire.section(id).map_or("", |section| section.title.in_language(c.lang()));
        let section = format!("{id} {title}");
        Some(c.with("excused-section", &[("share", Arg::from(*share)), ("section", Arg::from(section))]))
    };
    let lines: Vec<String> = score.reasons.iter().filter_map(line).collect();
    (!lines.is_empty()).then(|| Banner { kind: Kind::Warn, title: c.t("excused-title"), lines })
}

/// The banner over a section of which much is excused.
pub fn sample_excused(c: &Chrome) -> Banner {
    let args = [("share", Arg::from(25_u32)), ("section", Arg::from("D Consumer rights"))];
    Banner { kind: Kind::Warn, title: c.t("excused-title"), lines: vec![c.with("excused-section", &args)] }
}

/// What a room may do, as sentences.
pub fn room_lines(words: &Words, limits: &RoomLimits) -> Vec<String> {
    match (limits.k, limits.releases) {
        (Some(k), Some(releases)) => {
            let args = [("k", Arg::from(k)), ("releases", Arg::from(releases))];
            vec![words.with("room-may-open", &args)]
        }
        _ => limits.closed_because.iter().map(|cause| say(words, &closed_message(cause))).collect(),
    }
}

/// A number in hundredths with one decimal, or a dash.
pub fn tenths(words: &Words, hundredths: Option<u32>) -> String {
    hundredths.map_or_else(|| "–".to_owned(), |hundredths| words.tenths(hundredths))
}

/// The sentence about `field`, or nothing.
pub fn fault_of(c: &Chrome, faults: &[FieldFault], field: &str) -> String {
    error::fault_of(&c.words, faults, field)
}

/// A message in the page's language.
pub fn spoken(c: &Chrome, message: &Message) -> String {
    say(&c.words, message)
}

/// The first moment after the day that a form names, as 2027-03-12.
pub fn end_of_day(text: &str) -> Option<Timestamp> {
    let at = serde_json::from_value::<Timestamp>(format!("{}T12:00:00Z", text.trim()).into()).ok()?;
    Some(at.end_of_day().plus_seconds(-1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_with_its_last_second() {
        let at = end_of_day("2027-03-12").unwrap();
        assert_eq!(crate::web::format::machine_time(at), "2027-03-12T23:59:59Z");
        for bad in ["", "12.3.2027", "2027-02-30", "soon"] {
            assert_eq!(end_of_day(bad), None, "{bad}");
        }
    }
}
