//! What the decision about a partner means for a room with it: the tie between the two halves of the product.
//!
//! The numbers are computed afresh from the frozen inputs, so that what closes a room is never a stale copy; the
//! decision counts only while those inputs are the ones that it was made on.

use crate::clock::Timestamp;
use crate::ids::{DecisionId, OrgId, PartnerId};
use crate::services::ServiceError;
use crate::store::{self, DecisionRow, DecisionStatus, ReadTx};
use crate::vetting::decision::Decision;
use crate::vetting::scoring::{Band, ClosedBecause, Freshness, InForce, RoomLimits, Score};

/// What stands about a partner, as a room needs it.
#[derive(Debug, Clone)]
pub struct RoomView {
    /// The decision that counts or counted last; none if there is none.
    pub decision: Option<StandingDecision>,
    /// Whether a room may be open, how strict it is, and if it must be closed, every reason why.
    pub limits: RoomLimits,
    /// How many conditions of the decision are open and past their date.
    pub overdue_conditions: u32,
}

/// The decision that counts.
#[derive(Debug, Clone)]
pub struct StandingDecision {
    /// Its id.
    pub id: DecisionId,
    /// What was decided.
    pub decided: Decision,
    /// What the score said.
    pub computed: Decision,
    /// When.
    pub decided_at: Timestamp,
    /// Until when it counts.
    pub expires_at: Timestamp,
    /// Residual risk and its range, in hundredths.
    pub residual: Option<u32>,
    /// The band of the residual risk.
    pub band: Option<Band>,
}

/// What the organisation's decision about `partner` allows at `now`. The caller holds a proof for the room.
pub fn room_view(
    tx: &mut ReadTx,
    org: &OrgId,
    partner: &PartnerId,
    now: Timestamp,
) -> Result<RoomView, ServiceError> {
    let nothing = || RoomView {
        decision: None,
        limits: RoomLimits::closed(ClosedBecause::NoDecision),
        overdue_conditions: 0,
    };
    if store::partner_fetch(tx, org, partner)?.archived_at.is_some() {
        return Ok(nothing());
    }
    let Some(row) = store::decision_latest(tx, org, partner, DecisionStatus::Current)? else {
        return Ok(nothing());
    };
    let dossier = super::dossier::read(tx, org, &row.assessment_id)?;
    let unchanged = dossier.digest().is_some_and(|digest| digest == row.inputs_sha256);
    let Some(score) = dossier.score().filter(|_| unchanged) else { return Ok(nothing()) };
    let overdue = super::finding::overdue_conditions(tx, org, &row.id, now)?;
    view_of(&row, &score, overdue, now)
}

fn view_of(
    row: &DecisionRow,
    score: &Score,
    overdue_conditions: u32,
    now: Timestamp,
) -> Result<RoomView, ServiceError> {
    let decided = decision_of(&row.decided)?;
    let validity = if row.expires_at <= now { Freshness::Expired } else { Freshness::Current };
    let limits = score.room_in_force(&InForce { decision: decided, validity, overdue_conditions });
    let decision = StandingDecision {
        id: row.id.clone(),
        decided,
        computed: decision_of(&row.computed)?,
        decided_at: row.decided_at,
        expires_at: row.expires_at,
        residual: score.residual,
        band: score.band,
    };
    Ok(RoomView { decision: Some(decision), limits, overdue_conditions })
}

/// The decision that a row's word names.
pub fn decision_of(word: &str) -> Result<Decision, ServiceError> {
    word.parse()
        .map_err(|fault| ServiceError::Internal(format!("the database holds an unknown word: {fault}")))
}
