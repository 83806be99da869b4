//! A whole room's ledger that follows its terms, and one departure from them after the other.

use super::*;
use crate::ids::{AudienceId, RoomId};
use crate::rooms::ledger::{Head, Record, append};
use crate::rooms::lifecycle::CloseReason;
use crate::rooms::proof::note::tests::key;
use crate::rooms::receipt::tests::receipt;
use crate::rooms::terms::Epsilon;
use crate::rooms::terms::tests::draft;

fn start() -> Timestamp {
    Timestamp::from_micros(1_800_000_000_000_000)
}

fn digest(name: &str) -> Digest {
    Digest::of(&[name.as_bytes()])
}

fn signed(by: Side, days: u32) -> Body {
    let terms = crate::rooms::terms::TermsDraft { days, ..draft() }.check(start()).unwrap();
    let text = String::from_utf8(terms.canonical_bytes().unwrap()).unwrap();
    Body::TermsSigned { by, terms: terms.digest().unwrap(), text }
}

fn received(by: Side, name: &str) -> Body {
    Body::AudienceReceived {
        by,
        audience: AudienceId::from(name),
        digest: digest(name),
        people_rounded: 20_000,
    }
}

fn run(name: &str) -> Body {
    let audiences = Sides { host: digest("a"), guest: digest("b") };
    asked(name, Ask::Overlap, audiences)
}

fn asked(name: &str, ask: Ask, audiences: Sides<Digest>) -> Body {
    Body::Run {
        by: Side::Host,
        run: RunId::from(name),
        question: digest("q"),
        ask,
        audiences,
        opt_outs_rounded: Sides { host: 0, guest: 0 },
    }
}

fn release(run: &str, release: &str, cost: u32, released: Released) -> Body {
    Body::Release {
        run: RunId::from(run),
        release: ReleaseId::from(release),
        epsilon_micro: Epsilon::from_micro(cost),
        released: Answer::Count(released),
    }
}

const COUNT: Released = Released::Value { n: 4_210, pm95: 15 };

/// Everything that a room goes through, by the terms.
pub(crate) fn life() -> Vec<Body> {
    let kcv_digest = digest("kcv");
    vec![
        signed(Side::Host, 30),
        signed(Side::Guest, 30),
        Body::KeyChecked { by: Side::Host, kcv_digest },
        Body::KeyChecked { by: Side::Guest, kcv_digest },
        received(Side::Host, "a"),
        received(Side::Guest, "b"),
        run("r1"),
        release("r1", "x1", 200_000, COUNT),
        run("r2"),
        release("r2", "x1", 0, COUNT),
        run("r3"),
        release("r3", "x2", 200_000, Released::Below { lt: 100 }),
        Body::Closed { because: CloseReason::Expired, pepper: Some("00".repeat(8)) },
        Body::Destroyed { receipt: Box::new(receipt().sign(&key(1)).unwrap()) },
    ]
}

/// The bodies as records, a minute apart.
pub(crate) fn records(bodies: Vec<Body>) -> Vec<Record> {
    let mut head: Option<Head> = None;
    let mut at = start();
    let mut out = Vec::new();
    for body in bodies {
        let (record, next) = append(head.as_ref(), &RoomId::from("room"), at, body).unwrap();
        head = Some(next);
        at = at.plus_seconds(60);
        out.push(record);
    }
    out
}

fn entries(bodies: Vec<Body>) -> Vec<Entry> {
    crate::rooms::ledger::verify(&RoomId::from("room"), &records(bodies)).unwrap().0
}

fn breach(bodies: Vec<Body>) -> (u64, What) {
    let breach = follow(&entries(bodies), &key(1).verifying()).unwrap_err();
    (breach.entry, breach.what)
}

#[test]
fn a_room_by_its_terms_adds_up() {
    let followed = follow(&entries(life()), &key(1).verifying()).unwrap();
    let wanted = Followed { releases: 2, repeats: 1, epsilon_micro: 400_000, closed: true, destroyed: true };
    assert_eq!(followed, wanted);
}

/// The life with the entry at `place` replaced.
fn with(place: usize, body: Body) -> (u64, What) {
    let mut bodies = life();
    bodies[place] = body;
    breach(bodies)
}

/// The life without the entry at `place`.
fn without(place: usize) -> (u64, What) {
    let mut bodies = life();
    bodies.remove(place);
    breach(bodies)
}

#[test]
fn nothing_is_counted_before_both_agree() {
    assert_eq!(without(1), (5, What::Unsigned));
    assert_eq!(with(1, signed(Side::Guest, 29)), (6, What::Unsigned));
    assert_eq!(without(3), (5, What::NoKey));
    let other = Body::KeyChecked { by: Side::Guest, kcv_digest: digest("another") };
    assert_eq!(with(3, other), (6, What::NoKey));
    let voided = |name: &str| Body::KeyVoided {
        by: Side::Guest,
        because: crate::rooms::agreement::VoidReason::WordsDiffer,
        kcv_digest: digest(name),
    };
    assert_eq!(with(3, voided("kcv")), (6, What::NoKey), "a key that was taken back counts nothing");
    assert_eq!(with(3, voided("another")), (3, What::KeyStood));
    assert_eq!(with(4, voided("kcv")), (4, What::KeyStood), "both had confirmed it");
    assert_eq!(without(5), (5, What::UnknownAudience));
}

#[test]
fn the_text_of_terms_is_the_signed_one() {
    let Body::TermsSigned { by, terms, text } = signed(Side::Guest, 30) else { unreachable!() };
    let laxer = text.replace("\"k\":50", "\"k\":20");
    assert_ne!(laxer, text);
    assert_eq!(with(1, Body::TermsSigned { by, terms, text: laxer }), (1, What::OtherText));
    let text = "{}".to_owned();
    assert_eq!(with(1, Body::TermsSigned { by, terms: digest("{}"), text }), (1, What::NotTerms));
}

#[test]
fn terms_that_ran_out_count_nothing() {
    let mut late = entries(life());
    for entry in late.iter_mut().skip(6) {
        entry.at = start().plus_days(30);
    }
    let breach = follow(&late, &key(1).verifying()).unwrap_err();
    assert_eq!((breach.entry, breach.what), (6, What::Expired));
}

#[test]
fn an_answer_is_what_the_terms_allow() {
    let answer = |cost, released| with(7, release("r1", "x1", cost, released)).1;
    assert_eq!(answer(200_001, COUNT), What::Price);
    assert_eq!(answer(0, COUNT), What::NotARepeat);
    assert_eq!(answer(200_000, Released::Below { lt: 49 }), What::TooSmall);
    assert_eq!(answer(200_000, Released::Value { n: 40, pm95: 15 }), What::TooSmall);
    assert_eq!(answer(200_000, Released::Value { n: 4_211, pm95: 15 }), What::Rounding);
    assert_eq!(answer(200_000, Released::Above { ge: 4_211 }), What::Rounding);
    assert_eq!(with(7, release("r9", "x1", 200_000, COUNT)).1, What::UnknownRun);
    assert_eq!(with(11, release("r3", "x1", 200_000, COUNT)).1, What::PaidTwice);
    assert_eq!(with(9, release("r2", "x1", 0, Released::Below { lt: 50 })), (9, What::NotARepeat));
}

#[test]
fn the_budget_of_the_terms_is_the_limit() {
    let cheap = |count: u32, cost: u32| {
        let mut bodies = life()[..6].to_vec();
        for number in 0..count {
            let (run_id, release_id) = (format!("r{number}"), format!("x{number}"));
            bodies.push(run(&run_id));
            bodies.push(release(&run_id, &release_id, cost, COUNT));
        }
        bodies
    };
    assert!(follow(&entries(cheap(10, 200_000)), &key(1).verifying()).is_ok());
    assert_eq!(breach(cheap(11, 100_000)), (27, What::Releases));
    assert_eq!(breach(cheap(11, 200_000)), (27, What::Epsilon));
}

#[test]
fn nothing_follows_the_end() {
    let mut bodies = life();
    bodies.push(run("r9"));
    assert_eq!(breach(bodies), (14, What::AfterClosing));
    assert_eq!(without(12), (12, What::NotClosed));
}

#[test]
fn the_receipt_is_the_servers() {
    let other = receipt().sign(&key(2)).unwrap();
    assert_eq!(with(13, Body::Destroyed { receipt: Box::new(other) }), (13, What::Receipt));
}

/// A room whose answers wait for both, up to a held answer.
fn held() -> (Vec<Body>, Answer, Digest) {
    let draft = crate::rooms::terms::TermsDraft { approval: Approval::BothOwners, ..draft() };
    let terms = draft.check(start()).unwrap();
    let text = String::from_utf8(terms.canonical_bytes().unwrap()).unwrap();
    let signed = |by| Body::TermsSigned { by, terms: terms.digest().unwrap(), text: text.clone() };
    let kcv_digest = digest("kcv");
    let (answer, salt) = (Answer::Count(COUNT), digest("salt"));
    let bodies = vec![
        signed(Side::Host),
        signed(Side::Guest),
        Body::KeyChecked { by: Side::Host, kcv_digest },
        Body::KeyChecked { by: Side::Guest, kcv_digest },
        received(Side::Host, "a"),
        received(Side::Guest, "b"),
        run("r1"),
        Body::ReleaseHeld {
            run: RunId::from("r1"),
            release: ReleaseId::from("x1"),
            epsilon_micro: Epsilon::from_micro(200_000),
            commitment: commitment(&salt, &answer).unwrap(),
        },
    ];
    (bodies, answer, salt)
}

fn judged(by: Side, verdict: Verdict) -> Body {
    Body::ReleaseJudged { by, release: ReleaseId::from("x1"), verdict }
}

fn end(mut bodies: Vec<Body>, more: Vec<Body>) -> Result<Followed, What> {
    bodies.extend(more);
    follow(&entries(bodies), &key(1).verifying()).map_err(|breach| breach.what)
}

#[test]
fn a_held_answer_needs_both_and_is_the_one_that_was_bound() {
    let (bodies, answer, salt) = held();
    let opened = |released: &Answer, salt| Body::ReleaseOpened {
        release: ReleaseId::from("x1"),
        released: released.clone(),
        salt,
    };
    let both = || vec![judged(Side::Host, Verdict::Approve), judged(Side::Guest, Verdict::Approve)];
    let with = |last: Vec<Body>| [both(), last].concat();
    let good = end(bodies.clone(), with(vec![opened(&answer, salt)])).unwrap();
    assert_eq!((good.releases, good.epsilon_micro), (1, 200_000));
    let other = Answer::Count(Released::Value { n: 4_220, pm95: 15 });
    assert_eq!(end(bodies.clone(), with(vec![opened(&other, salt)])), Err(What::OtherAnswer));
    assert_eq!(end(bodies.clone(), with(vec![opened(&answer, digest("y"))])), Err(What::OtherAnswer));
    let one = vec![judged(Side::Host, Verdict::Approve), opened(&answer, salt)];
    assert_eq!(end(bodies.clone(), one), Err(What::NotApproved));
    let refused =
        vec![judged(Side::Host, Verdict::Approve), judged(Side::Guest, Verdict::Deny), opened(&answer, salt)];
    assert_eq!(end(bodies.clone(), refused), Err(What::NotApproved));
    let past_them = vec![run("r2"), release("r2", "x2", 200_000, COUNT)];
    assert_eq!(end(bodies, past_them), Err(What::NotApproved));
}
