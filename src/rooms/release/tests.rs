//! Facts about the release rule.

use proptest::prelude::*;

use super::*;
use crate::clock::Timestamp;
use crate::ids::ReleaseId;
use crate::rooms::policy;

/// Noise that is what the test says.
pub(crate) struct Fixed(pub(crate) i64);

impl Noise for Fixed {
    fn draw(&mut self, _: Scale) -> Result<i64, NoiseError> {
        Ok(self.0)
    }
}

/// The policy's defaults.
pub(crate) fn defaults() -> Effective {
    Effective {
        k: 50,
        round_to: 10,
        n_min: 1_000,
        near_duplicate: 50,
        epsilon_micro: Epsilon::from_micro(200_000),
        epsilon_total_micro: Epsilon::from_micro(2_000_000),
        releases: 10,
        sensitivity: 1,
        tightened_by: Vec::new(),
    }
}

/// An open room.
pub(crate) fn open() -> Opening {
    let now = Timestamp::from_micros(0);
    let terms = crate::rooms::terms::tests::draft().check(now).unwrap();
    policy::opening(&policy::tests::sound(&terms, now))
}

/// A digest by name.
pub(crate) fn digest(name: &str) -> Digest {
    Digest::of(&[name.as_bytes()])
}

/// An audience without duplicates.
pub(crate) fn audience(name: &str, people: u64) -> AudienceFacts {
    AudienceFacts { digest: digest(name), people, rows: people }
}

fn ticket(people: u64) -> Ticket {
    let effective = defaults();
    Ticket {
        k: effective.k,
        round_to: effective.round_to,
        scale: Scale { sensitivity: 1, epsilon: effective.epsilon_micro },
        people: Sides { host: people, guest: people + 500 },
    }
}

fn released(people: u64, count: u64, noise: i64) -> Released {
    draw(ticket(people), &RawCount::seal(count), &mut Fixed(noise)).unwrap().released
}

fn prior(name: &str, distance: u64) -> Prior {
    Prior {
        id: ReleaseId::from(name),
        question: digest("q"),
        audiences: Sides { host: digest("a"), guest: digest("b") },
        distance: Sides { host: Distance::People(distance), guest: Distance::People(distance) },
        released: Released::Value { n: 420, pm95: 15 },
        at: Timestamp::from_micros(1),
    }
}

/// What two audiences of these names lead to.
fn planned<'a>(a: AudienceFacts, b: AudienceFacts, history: &'a [Prior], budget: &Budget) -> Plan<'a> {
    let (opening, effective) = (open(), defaults());
    let audiences = Sides { host: Some(a), guest: Some(b) };
    plan(
        &Request { opening: &opening, effective: &effective, question: digest("q"), audiences },
        history,
        budget,
    )
}

#[test]
fn a_value_is_rounded_half_up_and_carries_its_error_bar() {
    for (count, n) in [(4_204, 4_200), (4_205, 4_210), (4_214, 4_210), (50, 50), (54, 50), (55, 60)] {
        assert_eq!(released(20_000, count, 0), Released::Value { n, pm95: 15 });
    }
}

#[test]
fn the_json_is_that_of_the_design() {
    let json = |released| serde_json::to_string(&released).unwrap();
    assert_eq!(json(released(20_000, 10, 0)), r#"{"band":"below","lt":50}"#);
    assert_eq!(json(released(20_004, 20_000, 0)), r#"{"band":"above","ge":19950}"#);
    assert_eq!(json(released(20_000, 4_210, 0)), r#"{"band":"value","n":4210,"pm95":15}"#);
}

#[test]
fn the_threshold_is_on_the_noised_value() {
    assert_eq!(released(20_000, 49, 1), Released::Value { n: 50, pm95: 15 });
    assert_eq!(released(20_000, 50, -1), Released::Below { lt: 50 });
    assert_eq!(released(20_000, 3, -40), Released::Below { lt: 50 });
}

#[test]
fn nearly_all_is_top_coded_whatever_the_count() {
    assert_eq!(released(1_000, 950, 0), Released::Value { n: 950, pm95: 15 });
    let top = Released::Above { ge: 950 };
    assert!((951..=1_000).all(|count| released(1_000, count, 0) == top));
    assert_eq!(released(1_000, 1_000, 80), top);
}

#[test]
fn a_count_above_the_smaller_audience_is_refused() {
    let drawn = draw(ticket(1_000), &RawCount::seal(1_001), &mut Fixed(0));
    assert!(matches!(drawn, Err(DrawError::NotOfTheseAudiences)));
}

#[test]
fn a_failed_sampler_releases_nothing() {
    struct Broken;
    impl Noise for Broken {
        fn draw(&mut self, _: Scale) -> Result<i64, NoiseError> {
            Err(NoiseError::Sampler)
        }
    }
    assert!(draw(ticket(1_000), &RawCount::seal(500), &mut Broken).is_err());
}

#[test]
fn the_gates_judge_each_side_by_its_own_data() {
    let budget = Budget::default();
    let refused = |a, b| match planned(a, b, &[], &budget) {
        Plan::Refuse(refusal) => refusal,
        _ => panic!("let through"),
    };
    let good = audience("a", 1_000);
    let few = Refusal::TooFewPeople { by: Side::Guest, least: 1_000 };
    assert_eq!(refused(good, audience("b", 999)), few);
    let padded = AudienceFacts { rows: 2_001, ..good };
    assert_eq!(refused(padded, audience("b", 5_000)), Refusal::MostlyDuplicates { by: Side::Host });
}

#[test]
fn a_closed_room_plans_nothing() {
    let opening = Opening::Closed(vec![ClosedBecause::NoTerms]);
    let effective = defaults();
    let audiences = Sides { host: None, guest: None };
    let request = Request { opening: &opening, effective: &effective, question: digest("q"), audiences };
    let history = [prior("p", 0)];
    assert!(matches!(plan(&request, &history, &Budget::default()), Plan::Refuse(Refusal::Closed(_))));
    let opening = open();
    let request = Request { opening: &opening, ..request };
    let plan = plan(&request, &history, &Budget::default());
    assert!(matches!(plan, Plan::Refuse(Refusal::NoAudience { by: Side::Host })));
}

#[test]
fn repeats_are_answered_from_history_even_with_an_empty_budget() {
    let history = [prior("p", 0)];
    let spent = Budget { epsilon_micro: 2_000_000, releases: 10 };
    let (a, b) = (audience("a", 1_000), audience("b", 1_000));
    assert!(matches!(planned(a, b, &history, &spent), Plan::Repeat(p) if p.id == history[0].id));
}

#[test]
fn near_duplicates_need_both_sides_close_and_known() {
    let budget = Budget::default();
    let (a, b) = (audience("a2", 1_000), audience("b2", 1_000));
    assert!(matches!(planned(a, b, &[prior("p", 49)], &budget), Plan::Unchanged(_)));
    assert!(matches!(planned(a, b, &[prior("p", 50)], &budget), Plan::Draw(_)));
    let mut one_side = prior("p", 0);
    one_side.distance.guest = Distance::Unknown;
    assert!(matches!(planned(a, b, &[one_side], &budget), Plan::Draw(_)));
    let other_question = Prior { question: digest("q2"), ..prior("p", 0) };
    assert!(matches!(planned(a, b, &[other_question], &budget), Plan::Draw(_)));
}

#[test]
fn the_latest_near_duplicate_answers() {
    let late = Prior { at: Timestamp::from_micros(9), ..prior("late", 10) };
    let history = [prior("early", 1), late, prior("early too", 2)];
    let plan = planned(audience("a2", 1_000), audience("b2", 1_000), &history, &Budget::default());
    assert!(matches!(plan, Plan::Unchanged(p) if p.id.as_str() == "late"));
}

#[test]
fn an_empty_budget_is_a_refusal_before_anything_is_counted() {
    let spent = Budget { epsilon_micro: 2_000_000, releases: 9 };
    let plan = planned(audience("a", 1_000), audience("b", 1_000), &[], &spent);
    assert!(matches!(plan, Plan::Refuse(Refusal::Budget(BudgetSpent::Epsilon))));
}

proptest! {
    #[test]
    fn shown_numbers_are_multiples_within_the_bands(people in 1_000u64..100_000, share in 0u64..=1_000, noise in -200i64..200) {
        let count = people * share / 1_000;
        match released(people, count, noise) {
            Released::Below { lt } => prop_assert_eq!(lt, 50),
            Released::Above { ge } => prop_assert!(ge % 10 == 0 && ge <= people - 50),
            Released::Value { n, pm95 } => {
                prop_assert!(n % 10 == 0 && n >= 50 && n <= people - 50 + 5 && pm95 == 15);
                let noised = i64::try_from(count).unwrap() + noise;
                prop_assert!((i64::try_from(n).unwrap() - noised).abs() <= 5);
            }
        }
    }

    #[test]
    fn the_answer_depends_on_the_noised_value_alone(a in 0u64..2_000, b in 0u64..2_000, y in -100i64..2_200) {
        let to = |count: u64| y - i64::try_from(count).unwrap();
        prop_assert_eq!(released(2_000, a, to(a)), released(2_000, b, to(b)));
    }
}
