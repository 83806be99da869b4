//! What was answered in a room before, as the release rule reads it, and what the present lists come to.

use super::facts::Facts;
use super::kit::Kit;
use crate::ids::AudienceId;
use crate::rooms::counting::{CountingError, Remaining, Version};
use crate::rooms::release::{Ask, AudienceFacts, Distance, Prior, input_digest};
use crate::rooms::{Digest, Side, Sides};
use crate::services::ServiceError;
use crate::store::{self, Audience, ReadTx, Release};

/// What was measured in the files, outside any transaction.
pub(super) struct Measured {
    /// The history, each with its distance from the present.
    pub(super) priors: Vec<Prior>,
    /// The present lists.
    pub(super) audiences: Sides<Option<AudienceFacts>>,
    /// How far each side is from what it brought to the latest release; none for the first.
    pub(super) changed: Sides<Option<u64>>,
}

/// The room's releases, newest first.
pub(super) fn earlier(tx: &mut ReadTx, facts: &Facts) -> Result<Vec<Release>, ServiceError> {
    let org = facts.room.org(facts.side).clone();
    Ok(store::release_list(tx, &org, &facts.room.id)?)
}

/// A release as the history has it; distances are not known yet.
pub(super) fn prior(row: &Release) -> Result<Prior, ServiceError> {
    Ok(Prior {
        id: row.id.clone(),
        question: digest(&row.question)?,
        audiences: Sides { host: digest(&row.host_digest)?, guest: digest(&row.guest_digest)? },
        distance: Sides { host: Distance::Unknown, guest: Distance::Unknown },
        at: row.created_at,
    })
}

/// A digest column.
pub(super) fn digest(text: &str) -> Result<Digest, ServiceError> {
    Digest::parse(text).map_err(|e| ServiceError::Internal(format!("the database holds a bad digest: {e}")))
}

/// Measures the present lists, and how far they are from those of each earlier release of the same question. File work:
/// outside a transaction.
pub(super) fn measure(
    kit: &Kit,
    facts: &Facts,
    earlier: &[Release],
    asked: (Ask, Digest),
) -> Result<Measured, ServiceError> {
    let mut measured = Measured {
        priors: Vec::new(),
        audiences: Sides { host: None, guest: None },
        changed: Sides { host: None, guest: None },
    };
    for side in Side::BOTH {
        *measured.audiences.get_mut(side) = audience_facts(kit, facts, side)?;
    }
    for row in earlier {
        let mut prior = prior(row)?;
        if prior.question == asked.1 {
            for side in Side::BOTH {
                *prior.distance.get_mut(side) = distance(kit, facts, (row, side), asked.0)?;
            }
        }
        measured.priors.push(prior);
    }
    if let Some(latest) = earlier.first() {
        for side in Side::BOTH {
            let apart = distance(kit, facts, (latest, side), Ask::Overlap)?;
            *measured.changed.get_mut(side) = match apart {
                Distance::People(people) => Some(people),
                Distance::Unknown => None,
            };
        }
    }
    Ok(measured)
}

/// A side's audience as the gates see it: less its own opt-outs, never less the other side's.
fn audience_facts(kit: &Kit, facts: &Facts, side: Side) -> Result<Option<AudienceFacts>, ServiceError> {
    let Some(audience) = facts.audiences.get(side) else { return Ok(None) };
    let number = |n: i64| u64::try_from(n).map_err(|e| ServiceError::Internal(e.to_string()));
    let lists = ids(facts.opt_outs.get(side));
    let remaining = if lists.is_empty() {
        Remaining { people: number(audience.people)?, segments: audience.segments()? }
    } else {
        let version = Version { audience: &audience.id, opt_outs: &lists };
        let left = kit.counting().remaining(&facts.room.id, &version, kit.watch());
        left.map_err(|error| engine_failed(&error))?
    };
    // The rows of those who opted out go with them: they are no duplicates.
    let gone = number(audience.people)?.saturating_sub(remaining.people);
    Ok(Some(AudienceFacts {
        digest: input_of(audience, facts.opt_outs.get(side))?,
        people: remaining.people,
        rows: number(audience.rows_received)?.saturating_sub(gone),
        segments: remaining.segments,
    }))
}

/// The name of what a side brought.
pub(super) fn input_of(audience: &Audience, opt_outs: &[Audience]) -> Result<Digest, ServiceError> {
    let lists = opt_outs.iter().map(|list| digest(&list.digest)).collect::<Result<Vec<_>, _>>()?;
    Ok(input_digest(digest(&audience.digest)?, &lists))
}

/// The ids of lists.
pub(super) fn ids(lists: &[Audience]) -> Vec<AudienceId> {
    lists.iter().map(|list| list.id.clone()).collect()
}

/// How far a side's present lists are from those of an earlier release.
fn distance(kit: &Kit, facts: &Facts, then: (&Release, Side), ask: Ask) -> Result<Distance, ServiceError> {
    let (row, side) = then;
    let Some(now) = facts.audiences.get(side) else { return Ok(Distance::Unknown) };
    let (audience, digest) = match side {
        Side::Host => (&row.host_audience_id, &row.host_digest),
        Side::Guest => (&row.guest_audience_id, &row.guest_digest),
    };
    if input_of(now, facts.opt_outs.get(side))?.to_string() == *digest {
        return Ok(Distance::People(0));
    }
    let (lists, inputs) = (ids(facts.opt_outs.get(side)), row.inputs()?);
    let before = Version { audience, opt_outs: inputs.opt_outs.get(side) };
    let now = Version { audience: &now.id, opt_outs: &lists };
    match kit.counting().difference(&facts.room.id, (&before, &now), ask, kit.watch()) {
        Ok(people) => Ok(Distance::People(people)),
        Err(CountingError::Missing(_)) => Ok(Distance::Unknown),
        Err(error) => Err(engine_failed(&error)),
    }
}

/// Why an engine did not do its work: its failure is for the log, and the person is told that nothing was counted.
pub(super) fn engine_failed(error: &CountingError) -> ServiceError {
    match error {
        CountingError::Cancelled(_) => ServiceError::conflict("conflict-run-cancelled"),
        CountingError::Failed(cause) => ServiceError::Engine(cause.clone()),
        CountingError::Missing(_) | CountingError::Damaged(_) => ServiceError::Internal(error.to_string()),
    }
}
