//! Samples of asking for a run, and of runs that are not answered.

use std::sync::Arc;

use super::super::run::RunPage;
use super::super::running::RunningPage;
use super::*;
use crate::services::ServiceError;
use crate::services::rooms::{RunStanding, RunState};

/// A run that stands so.
pub(super) fn run_at(ask: Ask, progress: u8, standing: RunStanding) -> RunState {
    RunState { id: RunId::from("run-9"), ask, progress, standing, at: now() }
}

impl RunningPage {
    /// Waiting; counted, for somebody who may call it off and for a reader; refused; called off.
    pub fn samples() -> Vec<Self> {
        let page = |progress, standing, may| {
            let run = run_at(Ask::Overlap, progress, standing);
            let room = (&RoomId::from("room-1"), "Spring overlap");
            Self::new(Chrome::sample("running-title"), room, &run, may)
        };
        let refused = Message::new("refused-too-few").arg("name", "Harbour & Pine").arg("n", 1_000);
        vec![
            page(0, RunStanding::Queued, true),
            page(40, RunStanding::Running, true),
            page(73, RunStanding::Running, false),
            page(0, RunStanding::Failed(Arc::new(ServiceError::Refused(refused))), true),
            page(12, RunStanding::Cancelled, true),
        ]
    }
}

/// The same with two runs that are not over.
pub(super) fn counting(mut status: RoomStatus) -> RoomStatus {
    status.open =
        vec![run_at(Ask::Overlap, 40, RunStanding::Running), run_at(Ask::BySegment, 0, RunStanding::Queued)];
    status
}

impl RunPage {
    /// Ready; not ready; spent.
    pub fn samples() -> Vec<Self> {
        let page = |status: &RoomStatus| Self::new(Chrome::sample("run-title"), status);
        let mut spent = status(facts(Far::Ready, Side::Host), answered());
        if let Some((_, preview)) = spent.previews.first_mut() {
            (preview.releases_used, preview.releases_left, preview.epsilon_left_micro) = (10, 0, 0);
        }
        vec![
            page(&status(facts(Far::Ready, Side::Host), Vec::new())),
            page(&choices(status(facts(Far::Ready, Side::Guest), Vec::new()))),
            page(&status(facts(Far::Keyed, Side::Guest), Vec::new())),
            page(&status(stopped(), Vec::new())),
            page(&spent),
        ]
    }
}
