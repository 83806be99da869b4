//! What a partner is asked: which questionnaire, in which version, and whether all of it or what its tier needs.
//!
//! The choice can change until the assessment is sent; sending freezes the questions into it.

use serde_json::json;

use super::assessment::{fetch_at, put};
use crate::access::{Allowed, ManageAssessments, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, QuestionnaireId};
use crate::services::audit::{self, Act};
use crate::services::{FieldFault, ServiceError, authoring};
use crate::store::{self, Assessment, AssessmentState, QuestionnaireVersion, ReadTx, Tailoring, WriteTx};
use crate::vetting::intake::Intake;
use crate::vetting::policy::Policy;
use crate::vetting::questionnaire::Questionnaire;
use crate::vetting::scoring::{Tier, tier_of};
use crate::vetting::text::Text;

/// What a partner is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// A questionnaire of the organisation with its version; none for the built-in one.
    pub questionnaire: Option<(QuestionnaireId, i64)>,
    /// Whether a lower tier is asked less.
    pub by_tier: bool,
}

/// A questionnaire that can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The questionnaire and its version; none for the built-in one.
    pub questionnaire: Option<(QuestionnaireId, i64)>,
    /// The id that its documents carry.
    pub code: String,
    /// Its version.
    pub version: i64,
    /// Its title; the code, if it has none.
    pub title: Text,
    /// How many questions are asked in tiers 1 and 2, in tier 3, and in tier 4.
    pub counts: [usize; 3],
}

/// Every questionnaire that can be sent: the built-in one, then the organisation's own, newest version first.
pub fn offers(tx: &mut ReadTx, who: &Allowed<ViewPartners>) -> Result<Vec<Offer>, ServiceError> {
    let mut list = vec![offer(None, &built_in()?)];
    for row in store::questionnaire_list(tx, who.org())?.into_iter().filter(|row| row.archived_at.is_none()) {
        for version in store::questionnaire_version_list(tx, who.org(), &row.id)? {
            let questionnaire = authoring::read_version(&version)?;
            list.push(offer(Some((version.questionnaire_id, version.version)), &questionnaire));
        }
    }
    Ok(list)
}

fn offer(questionnaire: Option<(QuestionnaireId, i64)>, document: &Questionnaire) -> Offer {
    Offer {
        questionnaire,
        code: document.id().to_owned(),
        version: i64::from(document.version()),
        title: Some(document.title()).filter(|title| !title.is_empty()).cloned().unwrap_or_else(|| {
            let language = document.languages().first().map_or("en", String::as_str);
            Text::of(language, document.id())
        }),
        counts: [Tier::T1, Tier::T3, Tier::T4].map(|tier| document.tailored(tier).scored_count()),
    }
}

/// The questionnaire that comes with the program.
pub fn built_in() -> Result<Questionnaire, ServiceError> {
    Questionnaire::built_in()
        .map_err(|fault| ServiceError::Internal(format!("the built-in questionnaire: {fault}")))
}

/// Chooses what the partner is asked; the assessment's new revision comes back.
pub fn assessment_choose(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    (id, revision): (&AssessmentId, i64),
    asked: &Asked,
    now: Timestamp,
) -> Result<i64, ServiceError> {
    let row = fetch_at(tx, who, id, revision)?;
    if row.state != AssessmentState::Intake {
        return Err(ServiceError::conflict("conflict-assessment-sent"));
    }
    let document = match &asked.questionnaire {
        None => built_in()?,
        Some((id, version)) => authoring::read_version(&sendable(tx, who.org(), id, *version)?)?,
    };
    let tailoring = asked.by_tier.then_some(Tailoring::ByTier);
    let same = row.questionnaire_id == document.id()
        && row.questionnaire_version == i64::from(document.version())
        && row.tailoring == tailoring;
    if same {
        return Ok(row.revision);
    }
    let next = row.revision.saturating_add(1);
    let detail =
        json!({ "questionnaire": document.id(), "version": document.version(), "by_tier": asked.by_tier });
    put(tx, Assessment { tailoring, ..with_document(row, &document)? })?;
    let act = Act { action: "assessment.choose", object_kind: "assessment", object_id: id.as_str(), detail };
    audit::done(tx, who, &act, now)?;
    Ok(next)
}

fn sendable(
    tx: &mut ReadTx,
    org: &OrgId,
    id: &QuestionnaireId,
    version: i64,
) -> Result<QuestionnaireVersion, ServiceError> {
    let missing =
        || ServiceError::Invalid(vec![FieldFault::new("questionnaire", "fault-questionnaire-choice")]);
    let row = store::questionnaire_fetch(tx, org, id).map_err(|_other_or_none| missing())?;
    if row.archived_at.is_some() {
        return Err(missing());
    }
    store::questionnaire_version_fetch(tx, org, (id, version)).map_err(|_other_or_none| missing())
}

fn with_document(row: Assessment, document: &Questionnaire) -> Result<Assessment, ServiceError> {
    let json = serde_json::to_string(document).map_err(|e| ServiceError::Internal(e.to_string()))?;
    Ok(Assessment {
        questionnaire_id: document.id().to_owned(),
        questionnaire_version: i64::from(document.version()),
        questionnaire: json,
        ..row
    })
}

/// The questionnaire that a new assessment begins with: the newest version of what the partner was asked last, else the
/// built-in one.
pub(super) fn usual(
    tx: &mut ReadTx,
    org: &OrgId,
    last: Option<&Assessment>,
) -> Result<(Questionnaire, Option<Tailoring>), ServiceError> {
    let tailoring = last.and_then(|row| row.tailoring).map(|_| Tailoring::ByTier);
    let own = match last {
        Some(row) => store::questionnaire_find_code(tx, org, &row.questionnaire_id)?,
        None => None,
    };
    let own = own.filter(|row| row.archived_at.is_none());
    let newest = match own {
        Some(row) => store::questionnaire_version_list(tx, org, &row.id)?.into_iter().next(),
        None => None,
    };
    let document = newest.map_or_else(built_in, |version| authoring::read_version(&version))?;
    Ok((document, tailoring))
}

/// The assessment with its questions cut to its tier, if that was chosen: what sending freezes.
pub(super) fn frozen(row: Assessment) -> Result<Assessment, ServiceError> {
    if row.tailoring.is_none() {
        return Ok(row);
    }
    let tier = tier_by(&row, row.intake.as_deref())?;
    let whole = Questionnaire::parse(&row.questionnaire)
        .map_err(|fault| ServiceError::Internal(format!("the questionnaire of {}: {fault}", row.id)))?;
    let cut = whole.tailored(tier);
    with_document(Assessment { tailoring: Some(Tailoring::of(tier)), ..row }, &cut)
}

/// Refuses an intake under which the partner would have had to be asked more than it was.
pub(super) fn check_tier(row: &Assessment, intake: &str) -> Result<(), ServiceError> {
    let Some(cut_for) = row.tailoring.and_then(Tailoring::tier) else { return Ok(()) };
    let now = tier_by(row, Some(intake))?;
    let asks_less = |tier: Tier| if tier == Tier::T1 { Tier::T2 } else { tier };
    // Tiers are ordered from the riskiest, and the first two are asked the same.
    if asks_less(now) < asks_less(cut_for) {
        return Err(ServiceError::refused("refused-tier-higher"));
    }
    Ok(())
}

fn tier_by(row: &Assessment, intake: Option<&str>) -> Result<Tier, ServiceError> {
    let damaged =
        |fault: &dyn std::fmt::Display| ServiceError::Internal(format!("assessment {}: {fault}", row.id));
    let policy = Policy::parse(&row.policy).map_err(|fault| damaged(&fault))?;
    let intake = intake.ok_or_else(|| ServiceError::refused("refused-intake-missing"))?;
    let intake: Intake = serde_json::from_str(intake).map_err(|fault| damaged(&fault))?;
    Ok(tier_of(&intake, &policy))
}
