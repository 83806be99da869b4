//! A sample room's ledger, and a closing.

use super::*;

/// What happened in a sample room.
fn bodies() -> Vec<Body> {
    let digest = |name: &str| Digest::of(&[name.as_bytes()]);
    let received = |by, people| Body::AudienceReceived {
        by,
        audience: "audience-1".into(),
        digest: digest("audience"),
        people_rounded: people,
    };
    let release = |epsilon, released| Body::Release {
        run: "run-1".into(),
        release: "release-1".into(),
        epsilon_micro: Epsilon::from_micro(epsilon),
        released,
    };
    let audiences = Sides { host: digest("a"), guest: digest("b") };
    let value = || Answer::Count(Released::Value { n: 4_210, pm95: 15 });
    let mut bodies = vec![
        Body::TermsSigned { by: Side::Host, terms: digest("terms"), text: String::new() },
        Body::TermsSigned { by: Side::Guest, terms: digest("terms"), text: String::new() },
        Body::KeyChecked { by: Side::Host, kcv_digest: digest("kcv") },
        Body::KeyChecked { by: Side::Guest, kcv_digest: digest("kcv") },
        received(Side::Host, 18_600),
        received(Side::Guest, 20_100),
        Body::Run {
            by: Side::Host,
            run: "run-1".into(),
            question: digest("q"),
            ask: Ask::Overlap,
            audiences,
            opt_outs_rounded: Sides { host: 300, guest: 0 },
        },
        release(200_000, value()),
        release(0, value()),
    ];
    bodies.extend(held_bodies(value()));
    bodies
}

/// Opt-outs, an answer that was held and let go, one that was refused, and the end.
fn held_bodies(released: Answer) -> Vec<Body> {
    let digest = |name: &str| Digest::of(&[name.as_bytes()]);
    vec![
        Body::OptOutsReceived {
            by: Side::Guest,
            list: "audience-2".into(),
            digest: digest("list"),
            people_rounded: 100,
        },
        Body::ReleaseHeld {
            run: "run-2".into(),
            release: "release-2".into(),
            epsilon_micro: Epsilon::from_micro(200_000),
            commitment: digest("held"),
        },
        Body::ReleaseJudged { by: Side::Host, release: "release-2".into(), verdict: Verdict::Approve },
        Body::ReleaseOpened { release: "release-2".into(), released, salt: digest("salt") },
        Body::ReleaseJudged { by: Side::Guest, release: "release-3".into(), verdict: Verdict::Deny },
        Body::Closed { because: CloseReason::GuestLeft, pepper: Some("5f1d7a84e95b2c03".to_owned()) },
        Body::Destroyed { receipt: Box::new(receipt()) },
    ]
}

/// The ledger of a sample room, made by the rules of real ones.
pub(super) fn ledger_rows() -> Vec<LedgerRow> {
    let mut head: Option<Head> = None;
    let mut rows = Vec::new();
    for (day, body) in (-15..).zip(bodies()) {
        let kind = body.kind().to_owned();
        let Ok((record, next)) = append(head.as_ref(), &RoomId::from("room-1"), now().plus_days(day), body)
        else {
            continue;
        };
        rows.push(LedgerRow {
            id: "entry".into(),
            room_id: "room-1".into(),
            seq: i64::try_from(next.tree.size()).unwrap_or_default() - 1,
            at: next.at,
            org_id: None,
            kind,
            body: String::from_utf8(record.bytes).unwrap_or_default(),
            leaf_hash: record.leaf.to_string(),
            root_hash: record.root.to_string(),
        });
        head = Some(next);
    }
    rows
}

impl LedgerPage {
    /// A sound ledger; one with an entry taken out; an empty one.
    pub fn samples() -> Vec<Self> {
        let page = |rows: Vec<LedgerRow>| {
            let records: Vec<_> = rows.iter().filter_map(|row| row.record().ok()).collect();
            let verdict = verify(&RoomId::from("room-1"), &records);
            let ledger = Ledger { facts: facts(Far::Closed, Side::Host), rows, verdict };
            Self::new(Chrome::sample("ledger-title"), &ledger)
        };
        let mut cut = ledger_rows();
        cut.remove(4);
        vec![page(ledger_rows()), page(cut), page(Vec::new())]
    }
}

fn receipt() -> SignedReceipt {
    let list = |by: Side, org: &str, people_rounded| DestroyedList {
        by,
        audience: "audience-1".into(),
        digest: Digest::of(&[org.as_bytes()]),
        people_rounded,
        received_at: now().plus_days(-2),
    };
    let receipt = Receipt {
        version: Receipt::VERSION,
        room: RoomId::from("room-1"),
        parties: Sides { host: "Northwind Retail".to_owned(), guest: "Harbour & Pine".to_owned() },
        closed_at: now().plus_days(-1),
        because: CloseReason::GuestLeft,
        pepper: Some("5f1d7a84e95b2c03".to_owned()),
        lists: vec![list(Side::Host, "org-1", 18_600), list(Side::Guest, "org-2", 20_100)],
        destroyed_at: now().plus_days(-1).plus_seconds(2),
    };
    SignedReceipt {
        receipt,
        key: "entente+1c2d3e4f+AYk0MZ0F4w1Z9bQ8bq0sY2k7m5n3p1r9t7v5x3z1B3D5".to_owned(),
        signature: "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=".to_owned(),
    }
}

impl LearnPage {
    /// After one answer; before there are terms; after everything is destroyed.
    pub fn samples() -> Vec<Self> {
        let page = |far: Far, answers: usize| {
            let facts = facts(far, Side::Host);
            let spent = Budget { epsilon_micro: 200_000, releases: 1 };
            let figures = facts.effective().map(|effective| {
                let exposure = Exposure::of(&spent, &effective);
                (effective, exposure)
            });
            let found = RoomExposure {
                figures,
                answers,
                destroyed: far == Far::Closed,
                noise: NoiseKind::DiscreteLaplace,
                facts,
            };
            Self::new(Chrome::sample("learn-title"), &found)
        };
        vec![page(Far::Ready, 1), page(Far::Opened, 0), page(Far::Closed, 1)]
    }
}

impl ReceiptPage {
    /// The receipt of a room with two lists.
    pub fn samples() -> Vec<Self> {
        vec![Self::new(Chrome::sample("receipt-room-title"), &facts(Far::Closed, Side::Host), &receipt())]
    }
}

impl ClosePage {
    /// As it opens; without a reason.
    pub fn samples() -> Vec<Self> {
        let facts = facts(Far::Ready, Side::Host);
        let fault = [FieldFault::new("reason", "fault-room-reason")];
        let c = || Chrome::sample("room-close-title");
        vec![Self::new(c(), &facts, "", &[]), Self::new(c(), &facts, "", &fault)]
    }
}
