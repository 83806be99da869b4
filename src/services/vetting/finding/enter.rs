//! Opening a finding and changing what it says.

use serde_json::json;

use super::{By, Said, insert, is_condition, logged, opened_detail, remember, update};
use crate::access::{Allowed, ReviewAnswers};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, FindingId, OrgId, PartnerId, UserId};
use crate::services::{FieldFault, ServiceError};
use crate::store::{
    self, Assessment, AssessmentState, Finding, FindingKind, MembershipStatus, ReadTx, WriteTx,
};
use crate::vetting::findings::Severity;
use crate::vetting::remediation::{FindingEvent, FindingState};

const LONGEST_TITLE: usize = 300;
const LONGEST_DESCRIPTION: usize = 4_000;
const LONGEST_NAME: usize = 120;
/// A day so far off is a slip of the keyboard.
const FARTHEST_MONTHS: u32 = 36;

/// A finding as it was entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingInput {
    /// What is to be mended.
    pub title: String,
    /// What is asked, in more words; may be empty.
    pub description: String,
    /// The name of a [`Severity`].
    pub severity: String,
    /// Who sees to it, by name; not read where a member is named.
    pub owner: String,
    /// The id of the member who sees to it; empty for somebody else.
    pub member: String,
    /// Until when; none takes what the severity suggests.
    pub due: Option<Timestamp>,
    /// The question that it is about; may be empty. A finding keeps the one that it was opened with.
    pub question: String,
    /// The assessment that it comes from; none takes the partner's newest.
    pub assessment: Option<AssessmentId>,
    /// Whether the partner's respondent reads it.
    pub shared: bool,
}

/// What of an input was found good.
struct Checked {
    title: String,
    description: String,
    severity: Severity,
    owner: String,
    member: Option<UserId>,
    due: Timestamp,
}

/// Opens a finding about a partner.
pub fn finding_open(
    tx: &mut WriteTx,
    who: &Allowed<ReviewAnswers>,
    partner: &PartnerId,
    input: &FindingInput,
    now: Timestamp,
) -> Result<FindingId, ServiceError> {
    if store::partner_fetch(tx, who.org(), partner)?.archived_at.is_some() {
        return Err(ServiceError::conflict("conflict-partner-archived"));
    }
    let assessment = assessment(tx, who.org(), partner, input)?;
    let (checked, mut faults) = check(tx, who.org(), input, now)?;
    let question = Some(input.question.trim().to_owned()).filter(|id| !id.is_empty());
    if let Some(question) = &question
        && super::super::dossier::read(tx, who.org(), &assessment.id)?.question(question).is_none()
    {
        faults.push(FieldFault::new("question", "fault-finding-question"));
    }
    let good = checked.filter(|_| faults.is_empty()).ok_or(ServiceError::Invalid(faults))?;
    let row = Finding {
        id: FindingId::fresh(),
        org_id: who.org().clone(),
        partner_id: partner.clone(),
        assessment_id: assessment.id,
        decision_id: None,
        question_id: question,
        kind: FindingKind::Review,
        title: good.title,
        description: good.description,
        severity: good.severity.as_str().to_owned(),
        owner: good.owner,
        owner_user_id: good.member,
        due_at: good.due,
        state: FindingState::Open.as_str().to_owned(),
        accepted_until: None,
        shared: input.shared,
        revision: 1,
        created_at: now,
        closed_at: None,
        closed_by: None,
        closing_note: String::new(),
    };
    insert(tx, &row, who.user(), now)?;
    logged(tx, who, ("finding.open", &row.id), opened_detail(&row), now)?;
    Ok(row.id)
}

/// The assessment that a finding comes from: the one that was named, or the partner's newest that was not called off.
fn assessment(
    tx: &mut ReadTx,
    org: &OrgId,
    partner: &PartnerId,
    input: &FindingInput,
) -> Result<Assessment, ServiceError> {
    let rows = store::assessment_list(tx, org, partner)?.into_iter();
    let mut stands = rows.filter(|row| row.state != AssessmentState::Cancelled);
    match &input.assessment {
        Some(id) => stands.find(|row| row.id == *id).ok_or(ServiceError::NotFound),
        None => stands.next().ok_or_else(|| ServiceError::conflict("conflict-finding-no-assessment")),
    }
}

/// Changes what a finding says. Of a condition the words stay, and its day moves only nearer.
pub fn finding_change(
    tx: &mut WriteTx,
    who: &Allowed<ReviewAnswers>,
    (id, revision): (&FindingId, i64),
    input: &FindingInput,
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let row = store::finding_fetch(tx, who.org(), id)?;
    if row.revision != revision {
        return Err(ServiceError::conflict("conflict-stale"));
    }
    if row.standing(now).state == FindingState::Closed {
        return Err(ServiceError::conflict("conflict-finding-closed"));
    }
    // A day that stays is not judged again: of an overdue finding it lies in the past. A form knows days, not hours.
    let same_day = input.due.is_some_and(|due| due.end_of_day() == row.due_at.end_of_day());
    let asked = FindingInput { due: input.due.filter(|_| !same_day), ..input.clone() };
    let (checked, mut faults) = check(tx, who.org(), &asked, now)?;
    let due = if same_day { row.due_at } else { checked.as_ref().map_or(row.due_at, |good| good.due) };
    if is_condition(&row) && input.title.trim() != row.title {
        faults.push(FieldFault::new("title", "fault-condition-fixed"));
    }
    if is_condition(&row) && due > row.due_at {
        faults.push(FieldFault::new("due", "fault-condition-later"));
    }
    let good = checked.filter(|_| faults.is_empty()).ok_or(ServiceError::Invalid(faults))?;
    let severity = good.severity.as_str();
    let changes = [
        ("title", row.title != good.title),
        ("description", row.description != good.description),
        ("severity", row.severity != severity),
        ("owner", row.owner != good.owner || row.owner_user_id != good.member),
        ("due", row.due_at != due),
    ];
    let changed: Vec<&str> = changes.iter().filter(|(_, changed)| *changed).map(|(name, _)| *name).collect();
    let by = By::Member(who.user());
    if !changed.is_empty() {
        remember(tx, &row, Said::plain(FindingEvent::Changed, by).note(&changed.join(",")), now)?;
    }
    if row.shared != input.shared {
        let what = if input.shared { FindingEvent::Shared } else { FindingEvent::Hidden };
        remember(tx, &row, Said::plain(what, by), now)?;
    }
    if changed.is_empty() && row.shared == input.shared {
        return Ok(row.partner_id);
    }
    let detail = json!({ "changed": changed, "severity": severity, "shared": input.shared });
    let partner = row.partner_id.clone();
    update(
        tx,
        Finding {
            title: good.title,
            description: good.description,
            severity: severity.to_owned(),
            owner: good.owner,
            owner_user_id: good.member,
            due_at: due,
            shared: input.shared,
            ..row
        },
    )?;
    logged(tx, who, ("finding.change", id), detail, now)?;
    Ok(partner)
}

/// What is good of an input, and all that is not.
fn check(
    tx: &mut ReadTx,
    org: &OrgId,
    input: &FindingInput,
    now: Timestamp,
) -> Result<(Option<Checked>, Vec<FieldFault>), ServiceError> {
    let mut faults = Vec::new();
    let title = input.title.trim();
    if title.is_empty() || title.chars().count() > LONGEST_TITLE {
        faults.push(FieldFault::new("title", "fault-condition-title"));
    }
    let description = input.description.trim().replace("\r\n", "\n");
    if description.chars().count() > LONGEST_DESCRIPTION {
        faults.push(FieldFault::new("description", "fault-notes-long"));
    }
    let severity = Severity::named(&input.severity);
    if severity.is_none() {
        faults.push(FieldFault::new("severity", "fault-finding-severity"));
    }
    let owner = owner(tx, org, input)?;
    if owner.is_none() {
        faults.push(FieldFault::new("owner", "fault-condition-owner"));
    }
    if input.due.is_some_and(|due| due <= now || due > now.plus_months(FARTHEST_MONTHS)) {
        faults.push(FieldFault::new("due", "fault-finding-due"));
    }
    let good = severity.zip(owner).filter(|_| faults.is_empty()).map(|(severity, (owner, member))| Checked {
        title: title.to_owned(),
        description,
        severity,
        owner,
        member,
        due: input
            .due
            .unwrap_or_else(|| now.plus_days(i64::from(severity.due_days())).end_of_day().plus_seconds(-1)),
    });
    Ok((good, faults))
}

/// The owner's name, and the member that it is; none if nobody is named.
fn owner(
    tx: &mut ReadTx,
    org: &OrgId,
    input: &FindingInput,
) -> Result<Option<(String, Option<UserId>)>, ServiceError> {
    let member = input.member.trim();
    if member.is_empty() {
        let name = input.owner.trim();
        let named = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
        return Ok(named.then(|| (name.to_owned(), None)));
    }
    let found = store::member_list(tx, org)?.into_iter().find(|known| {
        known.membership.status == MembershipStatus::Active && known.membership.user_id.as_str() == member
    });
    Ok(found.map(|known| (known.name, Some(known.membership.user_id))))
}
