//! What was answered in a room before, as the release rule reads it.

use super::facts::Facts;
use super::kit::Kit;
use crate::ids::{AudienceId, RoomId};
use crate::rooms::counting::CountingError;
use crate::rooms::release::{AudienceFacts, Distance, Prior};
use crate::rooms::{Digest, Side, Sides};
use crate::services::ServiceError;
use crate::store::{self, Audience, ReadTx, Release};

/// An earlier release with the audiences that it counted.
#[derive(Clone)]
pub(super) struct Earlier {
    pub(super) row: Release,
    pub(super) prior: Prior,
}

/// The room's releases; distances are not known yet.
pub(super) fn earlier(tx: &mut ReadTx, facts: &Facts) -> Result<Vec<Earlier>, ServiceError> {
    let org = facts.room.org(facts.side).clone();
    let rows = store::release_list(tx, &org, &facts.room.id)?;
    rows.into_iter().map(of_row).collect()
}

fn of_row(row: Release) -> Result<Earlier, ServiceError> {
    let prior = Prior {
        id: row.id.clone(),
        question: digest(&row.question)?,
        audiences: Sides { host: digest(&row.host_digest)?, guest: digest(&row.guest_digest)? },
        distance: Sides { host: Distance::Unknown, guest: Distance::Unknown },
        released: row.read()?,
        at: row.created_at,
    };
    Ok(Earlier { row, prior })
}

/// A digest column.
pub(super) fn digest(text: &str) -> Result<Digest, ServiceError> {
    Digest::parse(text).map_err(|e| ServiceError::Internal(format!("the database holds a bad digest: {e}")))
}

/// An audience as the gates see it.
pub(super) fn audience_facts(audience: &Audience) -> Result<AudienceFacts, ServiceError> {
    let number = |n: i64| u64::try_from(n).map_err(|e| ServiceError::Internal(e.to_string()));
    Ok(AudienceFacts {
        digest: digest(&audience.digest)?,
        people: number(audience.people)?,
        rows: number(audience.rows_received)?,
    })
}

/// Measures how far the present audiences are from those of each earlier release. File work: outside a transaction.
pub(super) fn measure(
    kit: &Kit,
    facts: &Facts,
    earlier: &mut [Earlier],
    present: &Sides<Option<Audience>>,
) -> Result<(), ServiceError> {
    for one in earlier {
        let then = Sides { host: &one.row.host_audience_id, guest: &one.row.guest_audience_id };
        for side in Side::BOTH {
            let Some(now) = present.get(side) else { continue };
            let same = now.digest == one.prior.audiences.get(side).to_string();
            let apart = if same {
                Distance::People(0)
            } else {
                distance(kit, &facts.room.id, (then.get(side), &now.id))?
            };
            *one.prior.distance.get_mut(side) = apart;
        }
    }
    Ok(())
}

fn distance(kit: &Kit, room: &RoomId, pair: (&AudienceId, &AudienceId)) -> Result<Distance, ServiceError> {
    match kit.counting().difference(room, pair.0, pair.1) {
        Ok(people) => Ok(Distance::People(people)),
        Err(CountingError::Missing(_)) => Ok(Distance::Unknown),
        Err(error) => Err(engine_failed(&error)),
    }
}

/// An engine's failure, for the log; the person is told that nothing was counted.
pub(super) fn engine_failed(error: &CountingError) -> ServiceError {
    ServiceError::Internal(error.to_string())
}
