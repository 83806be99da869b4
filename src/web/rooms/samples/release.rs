//! Sample releases: counts of every kind, tables, held and refused ones.

use super::ledger::ledger_rows;
use super::*;
use crate::matching::IdentifierType;
use crate::rooms::release::{Cell, Matrix, Pass, Split, Verdict};
use crate::store::ReleaseInputs;

fn detail(ask: Ask, released: Option<Answer>) -> ReleaseDetail {
    let rows = ledger_rows();
    ReleaseDetail {
        facts: facts(Far::Ready, Side::Host),
        id: ReleaseId::from("release-1"),
        ask,
        standing: if released.is_some() { Shown::Released } else { Shown::Held },
        released,
        verdicts: Sides { host: None, guest: None },
        inputs: ReleaseInputs {
            opt_outs: Sides::default(),
            people: Sides { host: 18_642, guest: 20_117 },
            changed: Sides { host: None, guest: Some(312) },
        },
        epsilon_left_micro: 1_400_000,
        k: 50,
        round_to: 10,
        epsilon_micro: 200_000,
        at: now().plus_days(-1),
        audiences: (audience("org-1", 18_642), audience("org-2", 20_117)),
        entries: rows.into_iter().skip(7).take(2).collect(),
    }
}

fn matrix() -> Answer {
    let value = |n| Cell::Value { n };
    let gone = Cell::Withheld;
    Answer::Matrix(Matrix {
        total: Some(Released::Value { n: 4_210, pm95: 30 }),
        k: 50,
        pm95: 30,
        host: vec![Some(0), Some(2), Some(3), None],
        guest: vec![Some(0), Some(1), None],
        cells: vec![
            vec![value(1_240), value(310), value(120)],
            vec![value(560), gone, gone],
            vec![value(410), value(90), value(640)],
            vec![value(230), gone, gone],
        ],
    })
}

fn split() -> Answer {
    let pass = |kind, people| Pass { kind, people };
    Answer::Split(Split {
        total: Some(Released::Value { n: 4_210, pm95: 15 }),
        pm95: 30,
        by_identifier: vec![
            pass(IdentifierType::Email, Cell::Value { n: 3_880 }),
            pass(IdentifierType::Phone, Cell::Value { n: 340 }),
        ],
    })
}

impl ReleasePage {
    /// A number, a withheld one, a top-coded one, one without noise; tables; held, half let go, refused.
    pub fn samples() -> Vec<Self> {
        let page = |detail: &ReleaseDetail| Self::new(Chrome::sample("release-title"), detail, true);
        let count = |released| page(&detail(Ask::Overlap, Some(Answer::Count(released))));
        let mut named = detail(Ask::BySegment, Some(matrix()));
        named.audiences.0.segment_names =
            Some(format!("[{}]", vec![format!("\"{}\"", "q".repeat(123)); 4].join(",")));
        let held = detail(Ask::Overlap, None);
        let mut half = held.clone();
        half.verdicts.host = Some(Verdict::Approve);
        let mut refused = half.clone();
        (refused.verdicts.guest, refused.standing) = (Some(Verdict::Deny), Shown::Denied);
        vec![
            count(Released::Value { n: 4_210, pm95: 15 }),
            count(Released::Below { lt: 50 }),
            count(Released::Above { ge: 18_590 }),
            count(Released::Value { n: 4_210, pm95: 0 }),
            page(&named),
            page(&detail(Ask::ByIdentifier, Some(split()))),
            page(&held),
            page(&half),
            page(&refused),
        ]
    }
}
