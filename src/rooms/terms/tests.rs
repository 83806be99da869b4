//! Facts about terms.

use proptest::prelude::*;

use super::*;

/// A draft that passes.
pub(crate) fn draft() -> TermsDraft {
    TermsDraft {
        purpose: "Count the customers our loyalty programmes share.".to_owned(),
        legal_basis: Sides { host: Some(LegalBasis::Consent), guest: Some(LegalBasis::LegitimateInterest) },
        ..TermsDraft::default()
    }
}

fn now() -> Timestamp {
    Timestamp::from_micros(1_800_000_000_000_000)
}

fn problems(draft: TermsDraft) -> Vec<(String, &'static str)> {
    let wrong = draft.check(now()).expect_err("the draft is wrong").0;
    wrong.into_iter().map(|error| (error.field, error.wrong.code())).collect()
}

#[test]
fn the_defaults_are_those_of_the_policy() {
    let terms = draft().check(now()).unwrap();
    assert_eq!(terms.rules, Rules::default());
    assert_eq!(terms.expires_at, now().plus_days(30));
    assert!(!terms.expired(now()) && terms.expired(now().plus_days(30)));
}

#[test]
fn an_empty_draft_names_every_field_that_a_person_must_fill() {
    let fields: Vec<String> = problems(TermsDraft::default()).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["legal_basis.host", "legal_basis.guest", "purpose"]);
}

#[test]
fn the_digest_is_of_the_canonical_json_and_changes_with_every_field() {
    let terms = draft().check(now()).unwrap();
    let text = String::from_utf8(terms.canonical_bytes().unwrap()).unwrap();
    assert_eq!(
        text,
        concat!(
            r#"{"approval":"automatic","breakdowns":{"by_identifier":false,"by_segment":false},"expires_at":"2027-02-14T08:00:00.000000Z","#,
            r#""identifiers":[{"kind":"email","profile":"entente"}],"#,
            r#""legal_basis":{"guest":"legitimate_interest","host":"consent"},"mode":"standard","#,
            r#""noise":"discrete_laplace","purpose":"Count the customers our loyalty programmes share.","#,
            r#""rules":{"epsilon_micro":200000,"epsilon_total_micro":2000000,"k":50,"n_min":1000,"#,
            r#""near_duplicate":50,"releases":10,"round_to":10,"seg_min":200},"version":1}"#
        )
    );
    assert_eq!(serde_json::from_str::<Terms>(&text).unwrap(), terms);
    let other = TermsDraft { days: 31, ..draft() }.check(now()).unwrap();
    assert_ne!(other.digest().unwrap(), terms.digest().unwrap());
}

#[test]
fn unknown_fields_are_refused() {
    assert!(serde_json::from_str::<TermsDraft>(r#"{"purpose":"x","kk":1}"#).is_err());
    assert!(serde_json::from_str::<TermsDraft>(r#"{"rules":{"k":1}}"#).is_err());
}

#[test]
fn stored_terms_below_a_floor_are_not_terms() {
    let mut body = TermsBody::from(draft().check(now()).unwrap());
    body.rules.k = 19;
    let text = serde_json::to_string(&body).unwrap();
    assert!(serde_json::from_str::<Terms>(&text).is_err());
}

#[test]
fn what_is_planned_and_not_built_is_refused() {
    let planned = TermsDraft { mode: Mode::Sealed, approval: Approval::BothOwners, ..draft() };
    assert_eq!(problems(planned), [("mode".to_owned(), "not_available")]);
}

#[test]
fn terms_without_noise_have_stricter_limits() {
    let exact = TermsDraft { noise: NoiseKind::Exact, ..draft() };
    assert_eq!(
        problems(exact.clone()),
        [("rules.k".to_owned(), "too_small"), ("rules.releases".to_owned(), "too_large")]
    );
    let rules = Rules { k: 100, near_duplicate: 100, releases: 3, ..Rules::default() };
    let terms = TermsDraft { rules, ..exact }.check(now()).unwrap();
    assert_eq!(terms.noise, NoiseKind::Exact);
}

#[test]
fn breakdowns_need_identifiers_and_bars_that_leave_something_to_see() {
    let kinds =
        |kinds: &[IdentifierType]| kinds.iter().map(|kind| Identifier::entente(*kind)).collect::<Vec<_>>();
    let [email, phone, maid] = [IdentifierType::Email, IdentifierType::Phone, IdentifierType::Maid];
    let with = |identifiers: &[IdentifierType], k, by_identifier, by_segment| TermsDraft {
        identifiers: kinds(identifiers),
        rules: Rules { k, near_duplicate: k, ..Rules::default() },
        breakdowns: Breakdowns { by_identifier, by_segment },
        ..draft()
    };
    let one = |field: &str, code| vec![(field.to_owned(), code)];
    assert_eq!(problems(with(&[email], 50, true, false)), one("breakdowns.by_identifier", "one_identifier"));
    assert!(with(&[email, phone], 50, true, false).check(now()).is_ok());
    assert!(with(&[email], 50, false, true).check(now()).is_ok());
    // Two identifiers can move four matches: a bar of 120.
    assert_eq!(
        problems(with(&[email, phone], 50, false, true)),
        one("breakdowns.by_segment", "error_bar_above_k")
    );
    assert!(with(&[email, phone], 120, false, true).check(now()).is_ok());
    assert_eq!(
        problems(with(&[email, phone, maid], 120, false, true)),
        one("breakdowns.by_segment", "too_many_identifiers")
    );
}

#[test]
fn figures_that_belong_together_are_checked_together() {
    let cases = [
        (Rules { k: 300, near_duplicate: 300, n_min: 500, ..Rules::default() }, "rules.n_min", "too_small"),
        (Rules { near_duplicate: 49, ..Rules::default() }, "rules.near_duplicate", "too_small"),
        (Rules { round_to: 60, ..Rules::default() }, "rules.round_to", "too_large"),
        (
            Rules { epsilon_micro: Epsilon::from_micro(20_000), ..Rules::default() },
            "rules.epsilon_micro",
            "error_bar_above_k",
        ),
        (
            Rules { epsilon_total_micro: Epsilon::from_micro(100_000), ..Rules::default() },
            "rules.epsilon_total_micro",
            "too_small",
        ),
    ];
    for (rules, field, code) in cases {
        assert_eq!(problems(TermsDraft { rules, ..draft() }), [(field.to_owned(), code)]);
    }
}

#[test]
fn identifiers_are_checked_one_by_one() {
    let with =
        |country: &str, kind| Identifier { country: Some(country.to_owned()), ..Identifier::entente(kind) };
    let identifiers = vec![
        with("FR", IdentifierType::Phone),
        with("FR", IdentifierType::Email),
        with("fr", IdentifierType::Phone),
        Identifier { profile: Profile::Uid2, ..Identifier::entente(IdentifierType::Maid) },
    ];
    let expected = [
        ("identifiers[1].country", "country_not_used"),
        ("identifiers[2].kind", "twice"),
        ("identifiers[2].country", "not_a_country"),
        ("identifiers[3].profile", "profile_not_for_kind"),
    ];
    let expected: Vec<_> = expected.map(|(field, code)| (field.to_owned(), code)).into();
    assert_eq!(problems(TermsDraft { identifiers, ..draft() }), expected);
}

#[test]
fn an_error_says_where_what_and_what_to_do() {
    let error = FieldError::new("rules.k", Wrong::TooSmall { least: 20 });
    assert_eq!(error.to_string(), "rules.k is too small: use 20 or more");
}

#[test]
fn the_error_bar_is_fifteen_at_a_fifth() {
    let bar = |micro| Epsilon::from_micro(micro).pm95(1);
    assert_eq!((bar(200_000), bar(100_000), bar(1_000_000)), (15, 30, 3));
    assert_eq!(Epsilon::from_micro(200_000).pm95(3), 45);
    assert_eq!(Epsilon::from_micro(200_000).to_string(), "0.2");
    assert_eq!(Epsilon::from_micro(2_000_000).to_string(), "2");
}

proptest! {
    #[test]
    fn no_figure_outside_the_floors_gets_through(
        k in 0u32..300, round_to in 0u32..100, n_min in 0u32..3_000, near_duplicate in 0u32..300,
        epsilon in 0u32..400_000, total in 0u32..4_000_000, releases in 0u32..30,
    ) {
        let rules = Rules {
            k, round_to, n_min, near_duplicate, releases, seg_min: 200,
            epsilon_micro: Epsilon::from_micro(epsilon),
            epsilon_total_micro: Epsilon::from_micro(total),
        };
        if let Ok(terms) = (TermsDraft { rules, ..draft() }).check(now()) {
            prop_assert!(terms.rules.k >= 20 && terms.rules.round_to >= 10 && terms.rules.n_min >= 2 * k);
            prop_assert!(terms.rules.near_duplicate >= k && epsilon <= 200_000 && total <= 2_000_000);
            prop_assert!(releases <= 10 && releases > 0 && epsilon <= total);
        }
    }
}
