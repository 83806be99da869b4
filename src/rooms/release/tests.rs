//! Facts about the release rule.

use proptest::prelude::*;

use super::*;
use crate::clock::Timestamp;
use crate::ids::ReleaseId;
use crate::matching::IdentifierType;
use crate::matching::intersect::{RawMatrix, RawOverlap};
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
        seg_min: 200,
        identifiers: 1,
        noise: NoiseKind::DiscreteLaplace,
        tightened_by: Vec::new(),
    }
}

/// What an engine came to.
pub(crate) fn counted(people: u64) -> Counted {
    Counted::People(RawOverlap {
        total: RawCount::seal(people),
        by_type: vec![(IdentifierType::Email, RawCount::seal(people))],
    })
}

/// A request about these two audiences.
fn request<'a>(
    opening: &'a Opening,
    effective: &'a Effective,
    audiences: Sides<Option<AudienceFacts>>,
) -> Request<'a> {
    let breakdowns = Breakdowns { by_identifier: true, by_segment: true };
    Request { opening, effective, ask: Ask::Overlap, breakdowns, question: digest("q"), audiences }
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
    AudienceFacts { digest: digest(name), people, rows: people, segments: None }
}

fn ticket(people: u64) -> Ticket {
    let (opening, effective) = (open(), defaults());
    let audiences = Sides { host: audience("a", people), guest: audience("b", people + 500) };
    Ticket::of(&request(&opening, &effective, audiences.map(Some)), &audiences)
}

fn released(people: u64, count: u64, noise: i64) -> Released {
    match draw(ticket(people), &counted(count), &mut Fixed(noise)).unwrap().answer {
        Answer::Count(released) => released,
        _ => panic!("not a count"),
    }
}

fn prior(name: &str, distance: u64) -> Prior {
    Prior {
        id: ReleaseId::from(name),
        question: digest("q"),
        audiences: Sides { host: digest("a"), guest: digest("b") },
        distance: Sides { host: Distance::People(distance), guest: Distance::People(distance) },
        at: Timestamp::from_micros(1),
    }
}

/// What two audiences of these names lead to.
fn planned<'a>(a: AudienceFacts, b: AudienceFacts, history: &'a [Prior], budget: &Budget) -> Plan<'a> {
    let (opening, effective) = (open(), defaults());
    let audiences = Sides { host: Some(a), guest: Some(b) };
    plan(&request(&opening, &effective, audiences), history, budget)
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
    let drawn = draw(ticket(1_000), &counted(1_001), &mut Fixed(0));
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
    assert!(draw(ticket(1_000), &counted(500), &mut Broken).is_err());
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
    let request = request(&opening, &effective, audiences);
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

/// A matrix of three segments on each side, of 5,000 people each, drawn under these figures.
fn matrix(
    effective: &Effective,
    cells: &[(usize, usize, u64)],
    noise: &mut dyn Noise,
) -> (NewRelease, Matrix) {
    let sizes = SegmentSizes::from_list(&[2_000, 2_000, 1_000]);
    let side = |name| AudienceFacts { segments: Some(sizes), ..audience(name, 5_000) };
    let audiences = Sides { host: side("a"), guest: side("b") };
    let opening = open();
    let request = Request { ask: Ask::BySegment, ..request(&opening, effective, audiences.map(Some)) };
    let Plan::Draw(ticket) = plan(&request, &[], &Budget::default()) else { panic!("no draw") };
    let drawn = draw(ticket, &Counted::Segments(RawMatrix::seal(cells)), noise).unwrap();
    let Answer::Matrix(matrix) = drawn.answer.clone() else { panic!("no matrix") };
    (drawn, matrix)
}

const FULL: [(usize, usize, u64); 9] = [
    (0, 0, 500),
    (0, 1, 300),
    (0, 2, 20),
    (1, 0, 200),
    (1, 1, 600),
    (1, 2, 400),
    (2, 0, 100),
    (2, 1, 150),
    (2, 2, 250),
];

#[test]
fn a_matrix_is_one_release_of_half_its_epsilon_twice() {
    struct Recorded(Vec<Scale>);
    impl Noise for Recorded {
        fn draw(&mut self, scale: Scale) -> Result<i64, NoiseError> {
            self.0.push(scale);
            Ok(0)
        }
    }
    let mut noise = Recorded(Vec::new());
    let (drawn, _) = matrix(&defaults(), &FULL, &mut noise);
    assert_eq!(drawn.epsilon_micro, Epsilon::from_micro(200_000));
    assert_eq!(noise.0.len(), 1 + 9, "the total and each cell");
    assert!(
        noise.0.iter().all(|scale| *scale == Scale { sensitivity: 1, epsilon: Epsilon::from_micro(100_000) })
    );
    assert_eq!(drawn.noisy.for_ledger().len(), 10);
}

#[test]
fn a_matrix_withholds_more_than_the_small_cell() {
    let (_, matrix) = matrix(&defaults(), &FULL, &mut Fixed(0));
    assert_eq!(matrix.total, Some(Released::Value { n: 2_520, pm95: 30 }));
    let gone: Vec<(usize, usize)> = (0..3)
        .flat_map(|row| (0..3).map(move |column| (row, column)))
        .filter(|(row, column)| matrix.cells[*row][*column] == Cell::Withheld)
        .collect();
    assert_eq!(gone, [(0, 1), (0, 2), (2, 1), (2, 2)]);
    assert_eq!((matrix.row_shown(0), matrix.column_shown(2)), (500, 400), "shown cells only");
}

#[test]
fn over_a_hundred_cells_the_group_is_a_hundred() {
    let sizes = SegmentSizes::from_list(&[400; 11]);
    let side = |name| AudienceFacts { segments: Some(sizes), ..audience(name, 4_400) };
    let audiences = Sides { host: side("a"), guest: side("b") };
    let (opening, effective) = (open(), defaults());
    let request = Request { ask: Ask::BySegment, ..request(&opening, &effective, audiences.map(Some)) };
    let Plan::Draw(ticket) = plan(&request, &[], &Budget::default()) else { panic!("no draw") };
    let cells: Vec<_> = (0..11).map(|at| (at, at, 90)).collect();
    let drawn = draw(ticket, &Counted::Segments(RawMatrix::seal(&cells)), &mut Fixed(0)).unwrap();
    let Answer::Matrix(matrix) = drawn.answer else { panic!("no matrix") };
    assert_eq!(matrix.k, 100);
    assert!(matrix.cells.iter().flatten().all(|cell| *cell == Cell::Withheld));
}

#[test]
fn nobody_and_a_few_make_the_same_table() {
    let few: Vec<_> = FULL.map(|(row, column, _)| (row, column, 4)).into();
    let none = matrix(&defaults(), &[], &mut Fixed(0)).1;
    let few = matrix(&defaults(), &few, &mut Fixed(0)).1;
    assert_eq!(serde_json::to_vec(&none).unwrap(), serde_json::to_vec(&few).unwrap());
}

#[test]
fn a_breakdown_needs_terms_that_allow_it_and_something_to_break_down() {
    let audiences = Sides { host: Some(audience("a", 1_000)), guest: Some(audience("b", 1_000)) };
    let (opening, effective) = (open(), defaults());
    let bare = Request { ask: Ask::BySegment, ..request(&opening, &effective, audiences) };
    assert!(matches!(plan(&bare, &[], &Budget::default()), Plan::Refuse(Refusal::NoSegments)));
    for ask in [Ask::BySegment, Ask::ByIdentifier] {
        let request = Request { ask, breakdowns: Breakdowns::default(), ..bare };
        let plan = plan(&request, &[], &Budget::default());
        assert!(matches!(plan, Plan::Refuse(Refusal::NotInTerms { ask: refused }) if refused == ask));
    }
}

fn split(effective: &Effective, passes: [u64; 2]) -> (NewRelease, Split) {
    let audiences = Sides { host: audience("a", 5_000), guest: audience("b", 5_000) };
    let opening = open();
    let request = Request { ask: Ask::ByIdentifier, ..request(&opening, effective, audiences.map(Some)) };
    let Plan::Draw(ticket) = plan(&request, &[], &Budget::default()) else { panic!("no draw") };
    let [email, phone] = passes;
    let by_type =
        vec![(IdentifierType::Email, RawCount::seal(email)), (IdentifierType::Phone, RawCount::seal(phone))];
    let counted = Counted::People(RawOverlap { total: RawCount::seal(email + phone), by_type });
    let drawn = draw(ticket, &counted, &mut Fixed(0)).unwrap();
    let Answer::Split(split) = drawn.answer.clone() else { panic!("no split") };
    (drawn, split)
}

#[test]
fn each_pass_costs_one_more_epsilon() {
    let effective = Effective { identifiers: 2, ..defaults() };
    let (drawn, split) = split(&effective, [3_000, 400]);
    assert_eq!(drawn.epsilon_micro, Epsilon::from_micro(600_000));
    assert_eq!(split.by_identifier[1].people, Cell::Value { n: 400 });
    assert_eq!(split.pm95, 30, "one person can change the second pass by two");
}

#[test]
fn a_lone_withheld_pass_takes_the_other_along() {
    let effective = Effective { identifiers: 2, ..defaults() };
    let (_, split) = split(&effective, [3_000, 4]);
    assert!(split.by_identifier.iter().all(|pass| pass.people == Cell::Withheld));
    assert_eq!(split.total, Some(Released::Value { n: 3_000, pm95: 15 }));
}

#[test]
fn exact_answers_carry_no_error_bar_and_draw_no_noise() {
    struct Never;
    impl Noise for Never {
        fn draw(&mut self, _: Scale) -> Result<i64, NoiseError> {
            panic!("noise in an exact answer")
        }
    }
    let exact = Effective { noise: NoiseKind::Exact, k: 100, ..defaults() };
    let (_, matrix) = matrix(&exact, &FULL, &mut Never);
    assert_eq!(matrix.pm95, 0);
    assert_eq!(matrix.total, Some(Released::Value { n: 2_520, pm95: 0 }));
}

#[test]
fn opt_outs_change_the_name_of_what_was_brought() {
    let (a, x, y) = (digest("a"), digest("x"), digest("y"));
    assert_eq!(input_digest(a, &[]), a);
    assert_ne!(input_digest(a, &[x]), a);
    assert_eq!(input_digest(a, &[x, y]), input_digest(a, &[y, x]));
}
