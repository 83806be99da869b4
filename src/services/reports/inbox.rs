//! The inbox: what waits for one person, as far as their role lets them do it.

use super::snooze::{PutOff, set_aside};
use crate::access::{
    Allowed, ApproveRelease, Decide, ManageAssessments, ManageRooms, Permission, ReviewAnswers,
    UploadAudience, UseAccount, ViewPartners, ViewRooms,
};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, FindingId, OrgId, PartnerId, RoomId};
use crate::services::ServiceError;
use crate::services::rooms::{Awaited, Turn, room_list};
use crate::services::vetting::{Awaits, PartnerLine, evidence_ending, partner_list};
use crate::store::{self, AssessmentState, DecisionStatus, Finding, ReadTx};
use crate::vetting::remediation::FindingState;

/// A decision that ends within this time is worth a warning (vetting.md, "Model", 10).
const WARNING_DAYS: i64 = 14;

/// What waits.
#[derive(Debug, Clone, Default)]
pub struct Inbox {
    /// About partners, the most pressing kind first.
    pub partners: Vec<PartnerTask>,
    /// About rooms.
    pub rooms: Vec<RoomTask>,
    /// About partners, put off until a day; the first to come back first.
    pub put_off: Vec<PutOff>,
    /// Whether the organisation has no partner yet.
    pub no_partner_yet: bool,
}

/// Something to do about a partner.
#[derive(Debug, Clone)]
pub struct PartnerTask {
    /// What.
    pub task: Task,
    /// The partner.
    pub partner: PartnerId,
    /// Its name.
    pub name: String,
    /// The assessment it is about, if there is one.
    pub assessment: Option<AssessmentId>,
    /// Since when it waits, or until when it may.
    pub at: Option<Timestamp>,
    /// What it is about: a finding's title; mostly empty.
    pub detail: String,
    /// Which of several it is: the id of an assessment, a decision or a question; tells this entry from a later one of its kind.
    pub about: String,
    /// Whether the next round can be started for it at once.
    pub starts_round: bool,
    /// The finding that it is about, if it is one.
    pub finding: Option<FindingId>,
}

/// What can be asked of a person about a partner, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// Agree, or not, with a decision as the second person.
    SecondPerson,
    /// Look after a finding that is past its date.
    Overdue,
    /// Test again what was reported as mended.
    Retest,
    /// Grant or decline a partner's request to change what it submitted.
    Reopen,
    /// Decide again, or ask for a new document: evidence ran out.
    EvidenceExpired,
    /// Review answers that came in, and decide.
    Review,
    /// Assess again: the decision has ended or was voided.
    Reassess,
    /// Assess again soon: the decision ends within 14 days.
    EndsSoon,
    /// Ask for a new document: what proves an answer runs out within 14 days.
    EvidenceEnds,
    /// Fill in the intake and send the questionnaire.
    Send,
    /// Start the first assessment.
    Start,
}

/// Something to do in a room.
#[derive(Debug, Clone)]
pub struct RoomTask {
    /// The room.
    pub room: RoomId,
    /// Its name.
    pub name: String,
    /// The organisation across the table.
    pub with: String,
    /// What is awaited from our side.
    pub awaited: Awaited,
}

impl Task {
    /// Every task, the most pressing first.
    pub const ALL: [Self; 11] = [
        Self::SecondPerson,
        Self::Overdue,
        Self::Retest,
        Self::Reopen,
        Self::EvidenceExpired,
        Self::Review,
        Self::Reassess,
        Self::EndsSoon,
        Self::EvidenceEnds,
        Self::Send,
        Self::Start,
    ];

    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SecondPerson => "second_person",
            Self::Overdue => "overdue",
            Self::Retest => "retest",
            Self::Reopen => "reopen",
            Self::EvidenceExpired => "evidence_expired",
            Self::Review => "review",
            Self::Reassess => "reassess",
            Self::EndsSoon => "ends_soon",
            Self::EvidenceEnds => "evidence_ends",
            Self::Send => "send",
            Self::Start => "start",
        }
    }

    /// The task of that word, if it names one.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.as_str() == word)
    }

    /// Whether it may be put off. What somebody else waits for (a second person's word) and what is late already may not.
    pub fn can_wait(self) -> bool {
        matches!(
            self,
            Self::EvidenceExpired
                | Self::Review
                | Self::Reassess
                | Self::EndsSoon
                | Self::EvidenceEnds
                | Self::Send
                | Self::Start
        )
    }
}

impl Inbox {
    /// How many things wait.
    pub fn count(&self) -> usize {
        self.partners.len() + self.rooms.len()
    }
}

/// What waits for this person at `now`.
pub fn inbox(tx: &mut ReadTx, who: &Allowed<UseAccount>, now: Timestamp) -> Result<Inbox, ServiceError> {
    let mut inbox = Inbox::default();
    if let Ok(partners) = Allowed::<ViewPartners>::authorize(who.actor()) {
        let lines = partner_list(tx, &partners, now)?;
        inbox.no_partner_yet = lines.is_empty();
        for line in lines.iter().filter(|line| line.partner.archived_at.is_none()) {
            inbox.partners.extend(partner_tasks(tx, who, line, now)?);
        }
        inbox.partners.extend(reopen_tasks(tx, who, &lines)?);
        inbox.partners.sort_by_key(|task| (task.task, task.at));
        set_aside(tx, who.org(), &mut inbox, now)?;
    }
    if let Ok(rooms) = Allowed::<ViewRooms>::authorize(who.actor()) {
        let facts = room_list(tx, &rooms, now)?;
        let tasks = facts.into_iter().filter(|facts| is_asked(who, facts.awaited()));
        inbox.rooms.extend(tasks.map(|facts| RoomTask {
            awaited: facts.awaited(),
            with: facts.their_name().to_owned(),
            room: facts.room.id,
            name: facts.room.name,
        }));
    }
    Ok(inbox)
}

/// Whether the person's role does such things: a token that only reads is told what waits for its person all the same.
fn may<P: Permission>(who: &Allowed<UseAccount>) -> bool {
    P::ROLES.contains(&who.actor().role())
}

/// Whether the person's role can do what a room waits for.
fn is_asked(who: &Allowed<UseAccount>, awaited: Awaited) -> bool {
    match awaited {
        Awaited::Signature(Turn::Ours)
        | Awaited::Key(Turn::Ours)
        | Awaited::KeyCheck(Turn::Ours)
        | Awaited::Terms => may::<ManageRooms>(who),
        Awaited::Approval(Turn::Ours, _) => may::<ApproveRelease>(who),
        Awaited::Audience(Turn::Ours) => may::<UploadAudience>(who),
        _ => false,
    }
}

/// What waits about one partner, put off or not.
pub(super) fn partner_tasks(
    tx: &mut ReadTx,
    who: &Allowed<UseAccount>,
    line: &PartnerLine,
    now: Timestamp,
) -> Result<Vec<PartnerTask>, ServiceError> {
    let task = |task, at| PartnerTask {
        task,
        partner: line.partner.id.clone(),
        name: line.partner.name.clone(),
        assessment: line.assessment.as_ref().map(|row| row.id.clone()),
        at,
        detail: String::new(),
        about: line.assessment.as_ref().map(|row| row.id.to_string()).unwrap_or_default(),
        starts_round: may_start_round(line, task) && may::<ManageAssessments>(who),
        finding: None,
    };
    let submitted = line.assessment.as_ref().and_then(|row| row.submitted_at);
    let ends = line.decision.as_ref().map(|row| row.expires_at);
    let (manages, reviews, decides) =
        (may::<ManageAssessments>(who), may::<ReviewAnswers>(who), may::<Decide>(who));
    let mut tasks: Vec<PartnerTask> = match line.awaits {
        Awaits::SecondPerson if decides => awaits_this_person(tx, who, line)?
            .into_iter()
            .map(|at| task(Task::SecondPerson, Some(at)))
            .collect(),
        Awaits::EvidenceExpired if reviews => {
            vec![task(Task::EvidenceExpired, line.evidence_over_since)]
        }
        Awaits::Review if reviews => vec![task(Task::Review, submitted)],
        Awaits::Reassessment if manages => vec![task(Task::Reassess, ends)],
        Awaits::Sending if manages => vec![task(Task::Send, None)],
        Awaits::Assessment if manages => vec![task(Task::Start, None)],
        _ => Vec::new(),
    };
    let warned = |at: &Timestamp| *at > now && *at <= now.plus_days(WARNING_DAYS);
    if manages && let Some(at) = ends.filter(warned) {
        let about = line.decision.as_ref().map(|row| row.id.to_string()).unwrap_or_default();
        tasks.push(PartnerTask { about, ..task(Task::EndsSoon, Some(at)) });
    }
    if manages && ends.is_some_and(|at| at > now) {
        let ending = evidence_soon(tx, who.org(), line, now)?.into_iter();
        tasks.extend(ending.map(|(question, at)| PartnerTask {
            detail: question.clone(),
            about: question,
            ..task(Task::EvidenceEnds, Some(at))
        }));
    }
    let (findings, own) = (&line.open_findings, (decides, reviews));
    tasks.extend(findings.iter().flat_map(|row| finding_tasks(row, own, now)).map(|(what, row, at)| {
        PartnerTask {
            detail: row.title.clone(),
            about: row.id.to_string(),
            finding: Some(row.id.clone()),
            ..task(what, Some(at))
        }
    }));
    Ok(tasks)
}

/// What a finding asks of somebody who decides or reviews: to look after it once it is past its date, and to test it again
/// once it was reported as mended.
fn finding_tasks(
    row: &Finding,
    (decides, reviews): (bool, bool),
    now: Timestamp,
) -> impl Iterator<Item = (Task, &Finding, Timestamp)> {
    let standing = row.standing(now);
    let reported = standing.state == FindingState::Reported;
    let late = (decides && standing.overdue && !reported).then_some((Task::Overdue, row, standing.due));
    let retest = (reviews && reported).then_some((Task::Retest, row, standing.due));
    late.into_iter().chain(retest)
}

/// The requests of partners to change what they submitted, for whoever can open the answers.
fn reopen_tasks(
    tx: &mut ReadTx,
    who: &Allowed<UseAccount>,
    lines: &[PartnerLine],
) -> Result<Vec<PartnerTask>, ServiceError> {
    let Ok(manages) = Allowed::<ManageAssessments>::authorize(who.actor()) else { return Ok(Vec::new()) };
    let mut tasks = Vec::new();
    for request in store::reopen_request_waiting(tx, manages.org())? {
        let assessment = store::assessment_fetch(tx, manages.org(), &request.assessment_id)?;
        let submitted = matches!(assessment.state, AssessmentState::Submitted | AssessmentState::Decided);
        let line = lines.iter().find(|line| line.partner.id == assessment.partner_id);
        let Some(line) = line.filter(|line| submitted && line.partner.archived_at.is_none()) else {
            continue;
        };
        tasks.push(PartnerTask {
            task: Task::Reopen,
            partner: line.partner.id.clone(),
            name: line.partner.name.clone(),
            assessment: Some(assessment.id),
            at: Some(request.asked_at),
            detail: request.reason,
            about: request.assessment_id.to_string(),
            starts_round: false,
            finding: None,
        });
    }
    Ok(tasks)
}

/// Since when a decision waits for somebody other than whoever made it, if this person is somebody else.
fn awaits_this_person(
    tx: &mut ReadTx,
    who: &Allowed<UseAccount>,
    line: &PartnerLine,
) -> Result<Option<Timestamp>, ServiceError> {
    let waiting = store::decision_latest(tx, who.org(), &line.partner.id, DecisionStatus::AwaitingSecond)?;
    Ok(waiting.filter(|row| row.decided_by != *who.user()).map(|row| row.decided_at))
}

/// Whether the next round is what the task asks for, and none is under way.
fn may_start_round(line: &PartnerLine, task: Task) -> bool {
    let asks = matches!(task, Task::Reassess | Task::EndsSoon | Task::Start);
    let under_way = line.assessment.as_ref().is_some_and(|row| row.state != AssessmentState::Decided);
    asks && !under_way
}

/// The questions whose documents run out within 14 days, under the decision that counts, each with its last day.
fn evidence_soon(
    tx: &mut ReadTx,
    org: &OrgId,
    line: &PartnerLine,
    now: Timestamp,
) -> Result<Vec<(String, Timestamp)>, ServiceError> {
    let Some(decision) = &line.decision else { return Ok(Vec::new()) };
    evidence_ending(tx, (org, &decision.assessment_id), (now, now.plus_days(WARNING_DAYS)))
}
