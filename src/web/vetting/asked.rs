//! What a partner is asked, as fields of the form that sends it.

use super::view::fault_of;
use crate::ids::QuestionnaireId;
use crate::services::FieldFault;
use crate::services::vetting::{Dossier, Offer};
use crate::store::{Assessment, AssessmentState};
use crate::vetting::scoring::Tier;
use crate::vetting::text::Text;
use crate::web::components::{Choice, FieldView};
use crate::web::page::Chrome;
use crate::web::words::Arg;

/// The value that stands for the built-in questionnaire.
const BUILT_IN: &str = "built-in";

fn value(offer: &Offer) -> String {
    match &offer.questionnaire {
        None => BUILT_IN.to_owned(),
        Some((id, version)) => format!("{id}:{version}"),
    }
}

/// The questionnaire and version that a form's value names; none for the built-in one.
pub(super) fn chosen(value: &str) -> Option<(QuestionnaireId, i64)> {
    let (id, version) = value.split_once(':')?;
    // A version that is no number names nothing.
    Some((QuestionnaireId::from(id), version.parse().unwrap_or(0)))
}

/// Which questionnaire, and how much of it in this tier; nothing once it was sent.
pub(super) fn fields(
    c: &Chrome,
    dossier: &Dossier,
    (offers, last): (&[Offer], Option<&Assessment>),
    faults: &[FieldFault],
) -> Vec<FieldView> {
    let row = &dossier.assessment;
    let Some(score) = dossier.score().filter(|_| row.state == AssessmentState::Intake) else {
        return Vec::new();
    };
    let is_now =
        |offer: &&Offer| offer.code == row.questionnaire_id && offer.version == row.questionnaire_version;
    let now = offers.iter().find(is_now).or(offers.first());
    let mut fields = vec![questionnaire(c, offers, now, faults)];
    fields.extend(now.and_then(|offer| scope(c, offer, score.tier)));
    fields.extend(last.map(|last| carry(c, last)));
    fields
}

fn carry(c: &Chrome, last: &Assessment) -> FieldView {
    let on = last.submitted_at.map(|at| c.date(at)).unwrap_or_default();
    FieldView::tick("carry", c.ts("send-carry", on), true).hint(c.t("send-carry-hint"))
}

fn questionnaire(c: &Chrome, offers: &[Offer], now: Option<&Offer>, faults: &[FieldFault]) -> FieldView {
    let now = now.map(value).unwrap_or_default();
    let choice = |offer: &Offer| {
        let n = u64::try_from(offer.counts.first().copied().unwrap_or(0)).unwrap_or(u64::MAX);
        let args = [
            ("title", Arg::from(offer.title.in_language(c.lang()))),
            ("version", Arg::from(offer.version.to_string())),
            ("n", Arg::from(n)),
        ];
        Choice::new(value(offer), c.with("send-offer", &args)).chosen_if(&now)
    };
    FieldView::select("questionnaire", c.t("send-questionnaire"), offers.iter().map(choice).collect())
        .hint(c.t("send-questionnaire-hint"))
        .error(fault_of(c, faults, "questionnaire"))
}

/// How much is asked, where the tier makes a difference. The numbers are those of the questionnaire that is chosen when
/// the page is shown; with another one chosen, the same rule applies.
fn scope(c: &Chrome, offer: &Offer, tier: Tier) -> Option<FieldView> {
    let [all, three, four] = offer.counts;
    let (asked, number) = match tier {
        Tier::T1 | Tier::T2 => return None,
        Tier::T3 => (three, "3"),
        Tier::T4 => (four, "4"),
    };
    let n = |count: usize| Arg::from(u64::try_from(count).unwrap_or(u64::MAX));
    let by_tier = c.with("send-scope-tier", &[("tier", Arg::from(number)), ("n", n(asked))]);
    let choices = vec![
        Choice::new("tier", by_tier).hint(c.t("send-scope-tier-hint")).chosen_if("tier"),
        Choice::new("all", c.with("send-scope-all", &[("n", n(all))])),
    ];
    Some(FieldView::radios("scope", c.t("send-scope"), choices))
}

/// Two questionnaires, in tier 3.
pub(super) fn samples() -> Vec<FieldView> {
    let c = Chrome::sample("send-title");
    let offer = |questionnaire, title: &str, counts| Offer {
        questionnaire,
        code: "sample".to_owned(),
        version: 1,
        title: Text::of("en", title),
        counts,
    };
    let offers = [
        offer(None, "Marketing data partner", [65, 28, 25]),
        offer(Some((QuestionnaireId::from("sample"), 1)), "Loyalty programmes", [41, 20, 18]),
    ];
    let first = offers.first();
    let mut fields = vec![questionnaire(&c, &offers, first, &[])];
    fields.extend(first.and_then(|offer| scope(&c, offer, Tier::T3)));
    let label = c.ts("send-carry", "12 March 2027");
    fields.push(FieldView::tick("carry", label, true).hint(c.t("send-carry-hint")));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_names_a_questionnaire_and_its_version() {
        assert_eq!(chosen("built-in"), None);
        assert_eq!(chosen("abc:3"), Some((QuestionnaireId::from("abc"), 3)));
        assert_eq!(chosen("abc:x"), Some((QuestionnaireId::from("abc"), 0)));
    }

    #[test]
    fn the_upper_tiers_have_no_choice_to_make() {
        let c = Chrome::sample("send-title");
        let offer = Offer {
            questionnaire: None,
            code: "x".to_owned(),
            version: 1,
            title: Text::of("en", "X"),
            counts: [65, 28, 25],
        };
        assert!(scope(&c, &offer, Tier::T2).is_none());
        let field = scope(&c, &offer, Tier::T4).unwrap();
        assert!(format!("{:?}", field.kind).contains("25 questions"));
    }
}
