//! Believable rooms at every step, for the snapshots of this area's pages. Nothing here touches a database.

mod ledger;
mod release;
mod running;

use super::close::ClosePage;
use super::key::KeyPage;
use super::learn::LearnPage;
use super::ledger::LedgerPage;
use super::list::{Filter, RoomsPage};
use super::new::{NewRoomForm, NewRoomPage};
use super::receipt::ReceiptPage;
use super::release::ReleasePage;
use super::room::{May, RoomPage};
use super::terms::TermsPage;
use super::terms_form::TermsFormPage;
use crate::clock::Timestamp;
use crate::ids::{PartnerId, ReleaseId, RoomId, RunId};
use crate::rooms::budget::Budget;
use crate::rooms::exposure::Exposure;
use crate::rooms::ledger::{Body, Head, append, verify};
use crate::rooms::lifecycle::{CloseReason, Until};
use crate::rooms::policy::{DecisionView, Limits, Objection, Standing};
use crate::rooms::receipt::{DestroyedList, Receipt, SignedReceipt};
use crate::rooms::release::{Answer, Ask, Released, Standing as Shown, Verdict};
use crate::rooms::terms::{Epsilon, LegalBasis, NoiseKind, Terms, TermsDraft};
use crate::rooms::{Digest, Side, Sides};
use crate::services::rooms::{
    Candidate, Facts, HeldAnswer, Ledger, ReleaseDetail, RoomExposure, RoomStatus, RunKind, RunLine,
    Signature, StandingTerms, TermsVersions,
};
use crate::services::{FieldFault, Message};
use crate::store::{Audience, KeyAgreement, LedgerRow, Room, RoomTerms};
use crate::web::page::Chrome;

/// How far a sample room has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Far {
    Opened,
    Proposed,
    Signed,
    Keyed,
    Ready,
    Closed,
}

fn now() -> Timestamp {
    Timestamp::from_micros(1_804_000_000_000_000)
}

fn terms(k: u32) -> Option<Terms> {
    let mut draft = TermsDraft {
        purpose: "Count the customers whom our two loyalty programmes share, to plan a joint spring offer."
            .to_owned(),
        legal_basis: Sides { host: Some(LegalBasis::Consent), guest: Some(LegalBasis::LegitimateInterest) },
        ..TermsDraft::default()
    };
    draft.rules.k = k;
    draft.rules.near_duplicate = k;
    draft.check(now().plus_days(-8)).ok()
}

fn version(version: i64, k: u32) -> Option<(RoomTerms, Terms)> {
    let terms = terms(k)?;
    let row = RoomTerms {
        id: "terms-1".into(),
        room_id: "room-1".into(),
        version,
        terms: String::new(),
        terms_sha256: terms.digest().ok()?.to_string(),
        proposed_by_org_id: "org-1".into(),
        proposed_by: "user-1".into(),
        created_at: now().plus_days(-8),
    };
    Some((row, terms))
}

fn room(far: Far) -> Room {
    let keyed = far >= Far::Keyed;
    let closed = far == Far::Closed;
    Room {
        id: RoomId::from("room-1"),
        name: "Spring loyalty overlap".to_owned(),
        mode: "standard".to_owned(),
        host_org_id: "org-1".into(),
        guest_org_id: "org-2".into(),
        created_by: "user-1".into(),
        created_at: now().plus_days(-9),
        pepper_wrapped: None,
        key_check_value: keyed.then(|| "9f86d081884c7d65".to_owned()),
        key_created_by: keyed.then(|| "user-1".into()),
        key_created_at: keyed.then(|| now().plus_days(-6)),
        key_checked_by: keyed.then(|| "user-2".into()),
        key_checked_at: keyed.then(|| now().plus_days(-5)),
        closed_at: closed.then(|| now().plus_days(-1)),
        closed_by_org_id: None,
        close_reason: closed.then(|| CloseReason::GuestLeft.as_str().to_owned()),
    }
}

fn audience(org: &str, people: i64) -> Audience {
    Audience {
        id: "audience-1".into(),
        room_id: "room-1".into(),
        org_id: org.into(),
        terms_id: "terms-1".into(),
        version: 1,
        label: "Loyalty members, March".to_owned(),
        rows_received: people + 120,
        people,
        duplicates: 120,
        bytes_stored: people * 16,
        digest: Digest::of(&[org.as_bytes()]).to_string(),
        created_by: "user-1".into(),
        created_at: now().plus_days(-2),
        removed_at: None,
        kind: "audience".to_owned(),
        with_audience_id: None,
        segment_sizes: None,
        segment_names: None,
    }
}

fn approval(k: u32, objections: Vec<Objection>) -> DecisionView {
    DecisionView {
        standing: Standing::Current,
        limits: objections.is_empty().then_some(Limits { k, releases: 10 }),
        objections,
        residual_hundredths: 1_840,
    }
}

/// A ready room with an answer that waits for the guest.
fn holding(side: Side) -> RoomStatus {
    let mut facts = facts(Far::Ready, side);
    let verdicts = Sides { host: Some(Verdict::Approve), guest: None };
    facts.held = vec![HeldAnswer { release: ReleaseId::from("release-1"), verdicts }];
    let mut run = run(1, RunKind::Fresh, Released::Below { lt: 50 });
    (run.standing, run.released) = (Shown::Held, None);
    status(facts, vec![run])
}

/// A room that has come so far, seen from `side`.
fn facts(far: Far, side: Side) -> Facts {
    let signature = |days: i64| Signature { by: "user-1".into(), at: now().plus_days(days) };
    let standing = version(2, 50).filter(|_| far >= Far::Proposed).map(|(row, terms)| StandingTerms {
        row,
        terms,
        signed: Sides {
            host: (far >= Far::Proposed).then(|| signature(-8)),
            guest: (far >= Far::Signed).then(|| signature(-7)),
        },
    });
    let ready = far >= Far::Ready;
    Facts {
        room: room(far),
        side,
        names: Sides { host: "Northwind Retail".to_owned(), guest: "Harbour & Pine".to_owned() },
        terms: standing,
        audiences: Sides {
            host: ready.then(|| audience("org-1", 18_642)),
            guest: ready.then(|| audience("org-2", 20_117)),
        },
        opt_outs: Sides {
            host: if ready { vec![audience("org-1", 312)] } else { Vec::new() },
            guest: Vec::new(),
        },
        held: Vec::new(),
        decisions: Sides { host: Some(approval(50, Vec::new())), guest: None },
        agreement: None,
        until: Until::of(now().plus_days(-9), (far >= Far::Signed).then(|| now().plus_days(22))),
        now: now(),
    }
}

fn run(number: i64, kind: RunKind, released: Released) -> RunLine {
    RunLine {
        run: RunId::from(format!("run-{number}").as_str()),
        by: if number % 2 == 0 { Side::Guest } else { Side::Host },
        kind,
        release: ReleaseId::from("release-1"),
        ask: Ask::Overlap,
        standing: Shown::Released,
        released: Some(Answer::Count(released)),
        round_to: 10,
        drawn_at: now().plus_days(-2),
        at: now().plus_seconds(-number * 5_000),
    }
}

fn status(facts: Facts, runs: Vec<RunLine>) -> RoomStatus {
    let budget = Budget { epsilon_micro: 600_000, releases: 3 };
    let effective = facts.effective();
    RoomStatus {
        state: facts.state(),
        reasons: facts.opening().reasons_for(facts.side),
        previews: effective
            .iter()
            .map(|effective| (Ask::Overlap, budget.preview(effective, Ask::Overlap)))
            .collect(),
        effective,
        runs,
        open: Vec::new(),
        facts,
    }
}

fn answered() -> Vec<RunLine> {
    let value = Released::Value { n: 4_210, pm95: 15 };
    vec![
        run(1, RunKind::Fresh, value),
        run(2, RunKind::Repeat, value),
        run(3, RunKind::Unchanged, Released::Below { lt: 50 }),
        run(4, RunKind::Fresh, Released::Above { ge: 18_590 }),
    ]
}

fn stopped() -> Facts {
    let mut facts = facts(Far::Ready, Side::Host);
    facts.decisions.host = Some(approval(50, vec![Objection::ConditionOverdue]));
    facts
}

const ALL: May = May { manage: true, upload: true, run: true };

impl RoomPage {
    /// A room at each step, from both sides; one stopped, one closed, one for a reader.
    pub fn samples() -> Vec<Self> {
        let page = |status: &RoomStatus, may| Self::new(Chrome::sample("rooms-title"), status, may);
        let at = |far, side| status(facts(far, side), Vec::new());
        vec![
            page(&at(Far::Opened, Side::Host), ALL),
            page(&at(Far::Proposed, Side::Guest), ALL),
            page(&at(Far::Signed, Side::Host), ALL),
            page(&at(Far::Keyed, Side::Guest), ALL),
            page(&running::counting(status(facts(Far::Ready, Side::Host), answered())), ALL),
            page(&status(facts(Far::Ready, Side::Guest), answered().split_off(2)), ALL),
            page(&holding(Side::Host), ALL),
            page(&holding(Side::Guest), ALL),
            page(&status(stopped(), answered()), ALL),
            page(
                &status(facts(Far::Closed, Side::Guest), answered()),
                May { manage: false, upload: false, run: false },
            ),
        ]
    }
}

impl RoomsPage {
    /// Rooms of every kind; a filter that finds none; no rooms.
    pub fn samples() -> Vec<Self> {
        let rooms = [
            facts(Far::Ready, Side::Host),
            stopped(),
            facts(Far::Proposed, Side::Guest),
            facts(Far::Keyed, Side::Host),
            facts(Far::Closed, Side::Guest),
        ];
        let page =
            |rooms: &[Facts], filter: &Filter| Self::new(Chrome::sample("rooms-title"), rooms, filter, true);
        vec![
            page(&rooms, &Filter::default()),
            page(&rooms, &Filter::of("acorn", "open")),
            page(&[], &Filter::default()),
        ]
    }
}

impl NewRoomPage {
    /// A partner to choose and two that cannot be; a name left out; nobody to choose.
    pub fn samples() -> Vec<Self> {
        let one = |name: &str, against: Vec<Message>| Candidate {
            partner: PartnerId::from(name),
            name: name.to_owned(),
            against,
        };
        let named = |id, name: &str| {
            Message::new(id).arg("name", name).arg("by", "Northwind Retail").arg("about", name)
        };
        let unable = vec![
            one("Meridian Media", vec![named("against-not-linked", "Meridian Media")]),
            one(
                "Quill Data Exchange",
                vec![
                    named("closed-knock-out", "Quill Data Exchange"),
                    named("closed-residual-too-high", "Quill Data Exchange"),
                ],
            ),
        ];
        let all: Vec<Candidate> =
            std::iter::once(one("Harbour & Pine", Vec::new())).chain(unable.iter().cloned()).collect();
        let c = || Chrome::sample("room-new-title");
        let faults =
            [FieldFault::new("name", "fault-room-name"), FieldFault::new("partner", "fault-room-partner")];
        vec![
            Self::new(c(), &all, &NewRoomForm::default(), &[]),
            Self::new(c(), &all, &NewRoomForm::default(), &faults),
            Self::new(c(), &unable, &NewRoomForm::default(), &[]),
        ]
    }
}

fn versions(far: Far, side: Side) -> TermsVersions {
    let versions = [version(2, 50), version(1, 100)].into_iter().flatten().collect();
    TermsVersions { facts: facts(far, side), versions }
}

impl TermsPage {
    /// None yet; to be signed, with what changed; a box not ticked; signed by both and tightened by a decision.
    pub fn samples() -> Vec<Self> {
        let c = || Chrome::sample("terms-title");
        let mut tightened = versions(Far::Ready, Side::Host);
        tightened.facts.decisions.host = Some(approval(100, Vec::new()));
        let fault = [FieldFault::new("read", "fault-terms-tick")];
        vec![
            Self::new(c(), &versions(Far::Opened, Side::Host), true, &[]),
            Self::new(c(), &versions(Far::Proposed, Side::Guest), true, &[]),
            Self::new(c(), &versions(Far::Proposed, Side::Guest), true, &fault),
            Self::new(c(), &tightened, true, &[]),
        ]
    }
}

impl TermsFormPage {
    /// The first proposal; another one with faults.
    pub fn samples() -> Vec<Self> {
        let c = || Chrome::sample("terms-new-title");
        let faults = [
            FieldFault::new("purpose", "fault-terms-missing"),
            FieldFault { field: "k".to_owned(), message: Message::new("fault-terms-too-small").arg("n", 20) },
        ];
        vec![
            Self::new(c(), &versions(Far::Opened, Side::Host), None, &[]),
            Self::new(c(), &versions(Far::Proposed, Side::Guest), None, &faults),
        ]
    }
}

impl KeyPage {
    /// The host makes it; the guest checks it; a wrong one; done.
    pub fn samples() -> Vec<Self> {
        let mut unchecked = facts(Far::Keyed, Side::Guest);
        unchecked.room.key_checked_at = None;
        let page = |facts: &Facts, refused: &str| {
            let c = Chrome::sample("key-title");
            let refused = if refused.is_empty() { String::new() } else { c.t(refused) };
            Self::new(c, facts, "https://entente.example/rooms/room-1/key".to_owned(), (&[], refused))
        };
        vec![
            page(&facts(Far::Signed, Side::Host), ""),
            page(&unchecked, ""),
            page(&unchecked, "refused-key-mismatch"),
            page(&facts(Far::Keyed, Side::Host), ""),
            page(&facts(Far::Signed, Side::Guest), ""),
            page(&of_exchange(Far::Signed, Side::Host), ""),
            page(&of_exchange(Far::Keyed, Side::Guest), ""),
        ]
    }
}

/// A room whose key came of an exchange that the guest has voided, or has still to confirm.
fn of_exchange(far: Far, side: Side) -> Facts {
    let mut facts = facts(far, side);
    let voided = far < Far::Keyed;
    facts.room.key_checked_at = None;
    facts.agreement = Some(KeyAgreement {
        room_id: facts.room.id.clone(),
        exchange_id: "exchange-1".into(),
        voided_by_org_id: voided.then(|| facts.room.guest_org_id.clone()),
        void_reason: voided.then(|| "words_differ".to_owned()),
        voided_at: voided.then(|| now().plus_days(-1)),
    });
    facts
}

/// The same room under terms that allow every question.
fn choices(mut status: RoomStatus) -> RoomStatus {
    let budget = Budget { epsilon_micro: 600_000, releases: 3 };
    let effective = status.effective.iter();
    status.previews = effective.flat_map(|one| Ask::ALL.map(|ask| (ask, budget.preview(one, ask)))).collect();
    status
}
