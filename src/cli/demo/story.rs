//! What happened before the demo begins: five partners at different stages, one of them ready to count with.
//!
//! Every step is the service that a click would call, by the person who would click, at the time it would have been.

use std::collections::BTreeSet;

use super::answers::Temper;
use super::cast::{HARBOUR, NORTHWIND, PASSWORD, Troupe};
use super::findings;
use crate::access::{LinkToken, Role};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, PartnerId};
use crate::rooms::custody::MasterKey;
use crate::services::ServiceError;
use crate::services::access::hash_password;
use crate::services::answering;
use crate::services::audit::{self, Act, Author};
use crate::services::evidence;
use crate::services::vetting::{self, ConditionInput, DecisionInput, PartnerInput, ReviewInput};
use crate::store::{self, Store, WriteTx};
use crate::vetting::decision::Decision;
use crate::vetting::intake::{Access, DataCategory, Geography, Intake, People, Purpose};
use crate::vetting::questionnaire::Questionnaire;

/// What the rest of the sample and the tour need to know.
pub struct Story {
    /// The company that vets.
    pub northwind: Troupe,
    /// The company that counts with it.
    pub harbour: Troupe,
    /// Northwind's record of Harbour & Pine.
    pub partner: PartnerId,
    /// A respondent's link that still waits for answers.
    pub respondent: LinkToken,
}

/// How far a partner has come.
enum Stage {
    /// The questionnaire is with the partner, who has answered so many percent.
    Answering(usize),
    /// All is answered and waits for review.
    Submitted,
    /// Decided as the score says; a condition, where there is one, is due so many days after the decision.
    Decided { condition_days: i64 },
}

/// The partner that is answering just now.
pub const ANSWERING: &str = "Brightside Loyalty";

/// A made-up partner.
struct Plot {
    name: &'static str,
    contact: (&'static str, &'static str),
    days_ago: i64,
    temper: Temper,
    stage: Stage,
    data: &'static [DataCategory],
    people: People,
    purpose: Purpose,
}

const PLOTS: [Plot; 5] = [
    Plot {
        name: HARBOUR.0,
        contact: ("Hugo Lambert", "hugo@harbourpine.example"),
        days_ago: 60,
        temper: Temper::Careful,
        stage: Stage::Decided { condition_days: 60 },
        data: &[DataCategory::DirectIdentifiers],
        people: People::Under100k,
        purpose: Purpose::AggregateMeasurement,
    },
    Plot {
        name: "Meridian Media",
        contact: ("Selma Farah", "selma@meridian.example"),
        days_ago: 16,
        temper: Temper::Willing,
        stage: Stage::Submitted,
        data: &[DataCategory::DirectIdentifiers, DataCategory::PurchaseHistory],
        people: People::Under1m,
        purpose: Purpose::Lookalike,
    },
    Plot {
        name: ANSWERING,
        contact: ("Jonas Weber", "jonas@brightside.example"),
        days_ago: 9,
        temper: Temper::Willing,
        stage: Stage::Answering(40),
        data: &[DataCategory::PurchaseHistory],
        people: People::Under1m,
        purpose: Purpose::FirstParty,
    },
    Plot {
        name: "Quill Data Exchange",
        contact: ("Viktor Marino", "viktor@quill.example"),
        days_ago: 40,
        temper: Temper::Careless,
        stage: Stage::Decided { condition_days: 30 },
        data: &[DataCategory::DirectIdentifiers, DataCategory::PreciseLocation],
        people: People::Over1m,
        purpose: Purpose::Enrichment,
    },
    Plot {
        name: "Fenwick Analytics",
        contact: ("Nadia Quinn", "nadia@fenwick.example"),
        days_ago: 110,
        temper: Temper::Willing,
        stage: Stage::Decided { condition_days: 60 },
        data: &[DataCategory::PurchaseHistory],
        people: People::Under1m,
        purpose: Purpose::Lookalike,
    },
];

/// Tells the story up to `now`.
pub fn tell(store: &Store, master: &MasterKey, now: Timestamp) -> Result<Story, ServiceError> {
    let password = hash_password(PASSWORD)?;
    let begun = now.plus_days(-120);
    let (northwind, harbour) = store.write("demo_cast", |tx| {
        let northwind = Troupe::enter(tx, &NORTHWIND, &password, begun)?;
        Ok::<_, ServiceError>((northwind, Troupe::enter(tx, &HARBOUR, &password, now.plus_days(-41))?))
    })?;
    let mut first = None;
    let mut respondent = None;
    for plot in &PLOTS {
        let link = LinkToken::fresh("")?;
        let partner = store.write("demo_partner", |tx| plot.play(tx, &northwind, (&link, master), now))?;
        if matches!(plot.stage, Stage::Submitted) {
            store.write("demo_findings", |tx| findings::tell(tx, &northwind, &partner, now))?;
        }
        first.get_or_insert(partner);
        if matches!(plot.stage, Stage::Answering(_)) {
            respondent = Some(link);
        }
    }
    let told = first.zip(respondent);
    let (partner, respondent) = told.ok_or_else(|| ServiceError::Internal("a plot is missing".to_owned()))?;
    store.write("demo_link", |tx| link(tx, &northwind, &harbour, &partner, now.plus_days(-41)))?;
    Ok(Story { northwind, harbour, partner, respondent })
}

/// Ties the partner to its own organisation, as accepting the invitation does.
fn link(
    tx: &mut WriteTx,
    northwind: &Troupe,
    harbour: &Troupe,
    partner: &PartnerId,
    at: Timestamp,
) -> Result<(), ServiceError> {
    store::partner_link(tx, &northwind.org, partner, &harbour.org)?;
    let detail = serde_json::json!({ "organisation": harbour.org.as_str() });
    let act = Act { action: "partner.link", object_kind: "partner", object_id: partner.as_str(), detail };
    Ok(audit::done_to(tx, Author::System("sample data"), &northwind.org, &act, at)?)
}

impl Plot {
    /// From adding the partner to where it stands now.
    fn play(
        &self,
        tx: &mut WriteTx,
        us: &Troupe,
        (link, master): (&LinkToken, &MasterKey),
        now: Timestamp,
    ) -> Result<PartnerId, ServiceError> {
        let begun = now.plus_days(-self.days_ago);
        let input = PartnerInput {
            name: self.name.to_owned(),
            contact_name: self.contact.0.to_owned(),
            contact_email: self.contact.1.to_owned(),
            ..PartnerInput::default()
        };
        let partner = vetting::partner_add(tx, &us.may(Role::Manager)?, &input, begun)?;
        let manager = us.may(Role::Manager)?;
        let id = vetting::assessment_start(tx, &manager, &partner, begun)?;
        let revision = store::assessment_fetch(tx, &us.org, &id)?.revision;
        vetting::intake_save(tx, &manager, (&id, revision), &self.intake(), begun)?;
        let revision = store::assessment_fetch(tx, &us.org, &id)?.revision;
        vetting::assessment_send(tx, &manager, (&id, revision), (link, 30), begun.plus_days(1))?;
        self.answer(tx, (link, master), begun.plus_days(4))?;
        if let Stage::Decided { condition_days } = self.stage {
            self.review(tx, us, &id, begun.plus_days(9))?;
            decide(tx, us, &id, condition_days, begun.plus_days(10))?;
        }
        Ok(partner)
    }

    fn intake(&self) -> Intake {
        Intake {
            data: self.data.iter().copied().collect::<BTreeSet<_>>(),
            people: self.people,
            purpose: self.purpose,
            access: Access::CleanRoom,
            geography: Geography::SccTia,
        }
    }

    /// The respondent opens the link, answers, and submits if this partner has come so far.
    fn answer(
        &self,
        tx: &mut WriteTx,
        (link, master): (&LinkToken, &MasterKey),
        at: Timestamp,
    ) -> Result<(), ServiceError> {
        let session = LinkToken::fresh("")?.hash();
        answering::begin(tx, &link.hash(), &session, at)?;
        let who = answering::respondent(tx, &session, at)?.ok_or(ServiceError::NotFound)?;
        let questions = Questionnaire::built_in()
            .map_err(|e| ServiceError::Internal(format!("built-in questions: {e}")))?;
        let share = if let Stage::Answering(share) = self.stage { share } else { 100 };
        answering::answers_save(tx, &who, &self.temper.answers(&questions, share), at)?;
        for (question, input) in self.temper.documents(at) {
            evidence::evidence_add(tx, &who, master, (&question, &input), at)?;
        }
        if share == 100 {
            answering::submit(tx, &who, self.contact.0, "en", at.plus_days(2))?;
        }
        Ok(())
    }

    /// The reviewer looks at every answer's evidence.
    fn review(
        &self,
        tx: &mut WriteTx,
        us: &Troupe,
        id: &AssessmentId,
        at: Timestamp,
    ) -> Result<(), ServiceError> {
        let reviewer = us.may(Role::Reviewer)?;
        let dossier = vetting::dossier(tx, &us.may(Role::Reviewer)?, id)?;
        for (number, (_, question)) in dossier.questionnaire.questions().enumerate() {
            if !question.scored || !dossier.answers.contains_key(question.id.as_str()) {
                continue;
            }
            let shown = self.temper == Temper::Careful || number % 4 != 1;
            let level = if shown { question.expected_evidence.to_string() } else { "E1".to_owned() };
            let input =
                ReviewInput { question: question.id.as_str().to_owned(), level, ..ReviewInput::default() };
            vetting::review_save(tx, &reviewer, id, &input, at)?;
        }
        Ok(())
    }
}

/// The manager follows the score; a condition is named where the score asks for one.
fn decide(
    tx: &mut WriteTx,
    us: &Troupe,
    id: &AssessmentId,
    condition_days: i64,
    at: Timestamp,
) -> Result<(), ServiceError> {
    let dossier = vetting::dossier(tx, &us.may(Role::Manager)?, id)?;
    let none = || ServiceError::Internal("a sample has no score".to_owned());
    let decided = dossier.score().ok_or_else(none)?.decision;
    let conditions = if decided == Decision::ApproveWithConditions {
        vec![ConditionInput {
            title: "Show that a deletion reaches every recipient".to_owned(),
            question: "D2".to_owned(),
            owner: "Nadia Quinn".to_owned(),
            due: Some(at.plus_days(condition_days)),
        }]
    } else {
        Vec::new()
    };
    let digest = dossier.digest().ok_or_else(none)?;
    let input = DecisionInput { decided, reason: String::new(), until: None, conditions, digest };
    vetting::decision_make(tx, &us.may(Role::Manager)?, id, &input, at)?;
    Ok(())
}
