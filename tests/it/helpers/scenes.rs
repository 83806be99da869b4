//! How far things have come when a test begins: told by the services, as a click would.

use std::collections::BTreeSet;

use entente::access::{LinkToken, Role};
use entente::ids::{
    AssessmentId, AudienceId, DecisionId, EvidenceId, FindingId, NoticeId, PartnerId, QuestionnaireId,
    ReleaseId, ReopenRequestId, RespondentLinkId, RoomId, SessionId, SubProcessorId, UploadId,
};
use entente::rooms::Sides;
use entente::rooms::lists::ListKind;
use entente::rooms::release::Ask;
use entente::rooms::terms::{LegalBasis, TermsDraft};
use entente::services::ServiceError;
use entente::services::answering::{self, Change};
use entente::services::authoring;
use entente::services::chain::{self, ChangeLinkInput, NoticeInput};
use entente::services::evidence::{self, EvidenceInput};
use entente::services::rooms::{self, Door, NewRoom, NewUpload, Receiving, Signing, Upload};
use entente::services::transparency::{self, PageInput};
use entente::services::vetting::{self, ConditionInput, DecisionInput, PartnerInput, ReviewInput};
use entente::store::{self, ReceiveLimits, WriteTx};
use entente::vetting::chain::EntryInput;
use entente::vetting::code::QuestionId;
use entente::vetting::decision::Decision;
use entente::vetting::intake::{Access, DataCategory, Geography, Intake, People, Purpose};
use entente::vetting::questionnaire::{Question, Questionnaire};

use super::app::TestApp;
use super::people::{Company, Person};

/// How far an assessment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Until {
    /// The intake is filled in.
    Intake,
    /// The link is out.
    Sent,
    /// Every question has its best answer, and the partner has submitted.
    Submitted,
    /// Every answer has the evidence it should.
    Reviewed,
    /// Approved, as the score says.
    Decided,
}

/// An assessment that has come so far.
pub struct Vetting {
    pub partner: PartnerId,
    pub assessment: AssessmentId,
    pub link: LinkToken,
    /// The link's own id, once it is sent.
    pub link_id: Option<RespondentLinkId>,
}

impl TestApp {
    pub fn tell<T>(&self, mut story: impl FnMut(&mut WriteTx) -> Result<T, ServiceError>) -> T {
        self.store.write("test", |tx| story(tx)).unwrap()
    }

    /// A partner of the company.
    pub fn partner(&self, company: &Company, name: &str) -> PartnerId {
        let input = PartnerInput { name: name.to_owned(), ..PartnerInput::default() };
        let who = company.member(Role::Manager).proof();
        self.tell(|tx| vetting::partner_add(tx, &who, &input, self.now()))
    }

    /// A questionnaire of the company: a copy of the built-in one, published once, with a draft open.
    pub fn questionnaire(&self, company: &Company) -> QuestionnaireId {
        let who = company.member(Role::Manager).proof();
        let start = ("Our questions", &authoring::Start::BuiltIn);
        let id = self.tell(|tx| authoring::questionnaire_create(tx, &who, start, self.now()));
        self.tell(|tx| authoring::draft_publish(tx, &who, (&id, 1), self.now()));
        self.tell(|tx| authoring::draft_begin(tx, &who, (&id, 2), self.now()));
        id
    }

    /// An assessment of that partner; harmless data, and the best answers everywhere.
    pub fn vetting(&self, company: &Company, partner: &PartnerId, until: Until) -> Vetting {
        let now = self.now();
        let manager = company.member(Role::Manager).proof();
        let link = LinkToken::fresh("").unwrap();
        let assessment = self.tell(|tx| vetting::assessment_start(tx, &manager, partner, now));
        let revision = |tx: &mut WriteTx| {
            Ok::<_, ServiceError>(store::assessment_fetch(tx, &company.id, &assessment)?.revision)
        };
        self.tell(|tx| {
            let at = revision(tx)?;
            vetting::intake_save(tx, &manager, (&assessment, at), &harmless(), now)
        });
        let link_id = (until >= Until::Sent).then(|| {
            self.tell(|tx| {
                let at = revision(tx)?;
                vetting::assessment_send(tx, &manager, (&assessment, at), (&link, 30), now)
            })
        });
        if until >= Until::Submitted {
            self.tell(|tx| answer(tx, &link, self));
        }
        if until >= Until::Reviewed {
            self.tell(|tx| review(tx, company, &assessment, self));
        }
        if until >= Until::Decided {
            self.tell(|tx| decide(tx, company, &assessment, self));
        }
        Vetting { partner: partner.clone(), assessment, link, link_id }
    }

    /// Every question answered and submitted by that link.
    pub fn answer_all(&self, vetting: &Vetting) {
        self.tell(|tx| answer(tx, &vetting.link, self));
    }

    /// Every question answered by that link, and nothing submitted.
    pub fn answer_only(&self, vetting: &Vetting) {
        self.tell(|tx| {
            let session = LinkToken::fresh("")?.hash();
            answering::begin(tx, &vetting.link.hash(), &session, self.now())?;
            let who = answering::respondent(tx, &session, self.now())?.unwrap();
            answering::answers_save(tx, &who, &best_answers(), self.now()).map(|_saved| ())
        });
    }

    /// A document that the respondent attached to question D2.
    pub fn evidence(&self, vetting: &Vetting) -> EvidenceId {
        self.evidence_until(vetting, "")
    }

    /// The same with a last day on which it holds.
    pub fn evidence_until(&self, vetting: &Vetting, expires: &str) -> EvidenceId {
        let question = QuestionId::new("D2").unwrap();
        let input = EvidenceInput {
            kind: "record".to_owned(),
            effective: "2024-01-31".to_owned(),
            expires: expires.to_owned(),
            name: "log.csv".to_owned(),
            bytes: b"day;n\n2024-01-03;4\n".to_vec(),
        };
        self.tell(|tx| {
            let session = LinkToken::fresh("")?.hash();
            answering::begin(tx, &vetting.link.hash(), &session, self.now())?;
            let who = answering::respondent(tx, &session, self.now())?.unwrap();
            evidence::evidence_add(tx, &who, self.state.kit().master(), (&question, &input), self.now())
        })
    }

    /// A submission that was sent in once, and a request to change it, as rows: the answers are open again.
    pub fn submitted_once(&self, company: &Company, vetting: &Vetting) -> ReopenRequestId {
        let link = vetting.link_id.clone().unwrap();
        let submission = store::SubmissionRow {
            assessment_id: vetting.assessment.clone(),
            number: 1,
            org_id: company.id.clone(),
            link_id: link.clone(),
            submitted_at: self.now(),
            submitted_by: "Sam Bakker".to_owned(),
            answers: 0,
            sha256: "0".repeat(64),
            document: "{}".to_owned(),
        };
        let request = store::ReopenRequestRow {
            id: ReopenRequestId::fresh(),
            org_id: company.id.clone(),
            assessment_id: vetting.assessment.clone(),
            link_id: link,
            reason: "A date is wrong.".to_owned(),
            asked_at: self.now(),
            verdict: None,
            word: String::new(),
            answered_by: None,
            answered_at: None,
        };
        self.tell(|tx| {
            store::submission_insert(tx, &submission)?;
            Ok(store::reopen_request_insert(tx, &request)?)
        });
        request.id
    }

    /// A company on the kept list of that partner, and a notice that another one joins.
    pub fn chain(&self, company: &Company, partner: &PartnerId) -> (SubProcessorId, NoticeId) {
        let who = company.member(Role::Manager).proof();
        let entry = self.tell(|tx| {
            chain::entry_add(tx, &who, partner, &sub_processor("Cloud Nine GmbH", "DE"), self.now())
        });
        let input = NoticeInput {
            change: "add".to_owned(),
            company: sub_processor("Skywell Ltd", "GB"),
            starts: self.now().plus_days(40).to_utc().date_naive().to_string(),
            ..NoticeInput::default()
        };
        (entry, self.tell(|tx| chain::notice_record(tx, &who, partner, (&input, 30), self.now())))
    }

    /// A link by which that partner announces changes.
    pub fn change_link(&self, company: &Company, partner: &PartnerId) -> (RespondentLinkId, LinkToken) {
        let (who, token) = (company.member(Role::Manager).proof(), LinkToken::fresh("").unwrap());
        let input = ChangeLinkInput { days: 365, ..ChangeLinkInput::default() };
        let kit = self.state.kit();
        let made =
            self.tell(|tx| chain::change_link_make(tx, (&who, kit), partner, (&token, &input), self.now()));
        (made, token)
    }

    /// An override of the host about another partner that waits for a second person, with its one condition.
    pub fn overridden(&self, host: &Company, guest: &Company) -> (DecisionId, FindingId) {
        let partner = self.partner(host, &format!("{} Overridden", guest.name));
        let vetting = self.vetting(host, &partner, Until::Submitted);
        let owner = host.member(Role::Owner);
        let made = self.tell(|tx| {
            let dossier = vetting::dossier(tx, &owner.proof(), &vetting.assessment)?;
            let condition = ConditionInput {
                title: "The documents behind the answers".to_owned(),
                owner: "Sam Bakker".to_owned(),
                due: Some(self.now().plus_days(30)),
                ..ConditionInput::default()
            };
            let input = DecisionInput {
                decided: Decision::ApproveWithConditions,
                reason: "The documents were seen at a visit and follow by post within the month.".to_owned(),
                until: Some(self.now().plus_days(60)),
                conditions: vec![condition],
                digest: dossier.digest().unwrap(),
            };
            vetting::decision_make(tx, &owner.proof(), &vetting.assessment, &input, self.now())
        });
        let findings = self.store.read(|tx| store::finding_list(tx, &host.id, &partner)).unwrap();
        let finding = findings.iter().find(|row| row.decision_id.as_ref() == Some(&made.id)).unwrap();
        (made.id, finding.id.clone())
    }

    /// The host's approved record of the guest, tied to the guest's own organisation.
    pub fn approved(&self, host: &Company, guest: &Company) -> Vetting {
        let partner = self.partner(host, &guest.name);
        self.tell(|tx| Ok(store::partner_link(tx, &host.id, &partner, &guest.id)?));
        self.vetting(host, &partner, Until::Decided)
    }

    /// A room of the two, opened on an approval.
    pub fn room(&self, host: &Company, guest: &Company) -> RoomId {
        let vetting = self.approved(host, guest);
        self.open_room(host, guest, vetting.partner)
    }

    fn open_room(&self, host: &Company, guest: &Company, partner: PartnerId) -> RoomId {
        let input = NewRoom { partner, name: format!("{} and {}", host.name, guest.name) };
        let who = host.member(Role::Manager).proof();
        self.tell(|tx| rooms::room_open(tx, &who, &input, self.now()))
    }

    /// The same room with terms that both have signed.
    pub fn signed_room(&self, host: &Company, guest: &Company) -> RoomId {
        let room = self.room(host, guest);
        self.sign_terms(host, guest, &room, &TermsDraft::default());
        room
    }

    fn sign_terms(&self, host: &Company, guest: &Company, room: &RoomId, draft: &TermsDraft) {
        let basis = Some(LegalBasis::Consent);
        let draft = TermsDraft {
            purpose: "How many people do we both reach? Asked once, before the spring campaign.".to_owned(),
            legal_basis: Sides { host: basis, guest: basis },
            ..draft.clone()
        };
        let who = host.member(Role::Manager).proof();
        let terms = self.tell(|tx| rooms::terms_propose(tx, &who, room, &draft, self.now()));
        for company in [host, guest] {
            let who = company.member(Role::Manager).proof();
            self.tell(|tx| {
                let row = store::terms_latest(tx, &company.id, room)?.unwrap();
                let signing = Signing { terms: terms.clone(), terms_sha256: row.terms_sha256 };
                rooms::terms_sign(tx, &who, room, &signing, self.now())
            });
        }
    }

    /// The same room with a key that both have.
    pub fn keyed_room(&self, host: &Company, guest: &Company) -> RoomId {
        let room = self.signed_room(host, guest);
        self.agree_on_key(host, guest, &room);
        room
    }

    /// A room with these terms, but for their purpose and ground, and a key that both have.
    pub fn keyed_room_under(&self, host: &Company, guest: &Company, draft: &TermsDraft) -> RoomId {
        let room = self.room(host, guest);
        self.sign_terms(host, guest, &room, draft);
        self.agree_on_key(host, guest, &room);
        room
    }

    /// Another room with the same partner, as far as a key that both have.
    pub fn keyed_room_again(&self, host: &Company, guest: &Company) -> RoomId {
        let sql = format!(
            "SELECT id AS line FROM partners WHERE org_id = '{}' AND linked_org_id = '{}'",
            host.id, guest.id
        );
        let partner = PartnerId::from(self.database.lines(&sql).remove(0).as_str());
        let room = self.open_room(host, guest, partner);
        self.sign_terms(host, guest, &room, &TermsDraft::default());
        self.agree_on_key(host, guest, &room);
        room
    }

    fn agree_on_key(&self, host: &Company, guest: &Company, room: &RoomId) {
        let value = key_check_value(room);
        let ours = host.member(Role::Manager).proof();
        self.tell(|tx| rooms::key_create(tx, &ours, self.state.kit(), (room, &value), self.now()));
        let theirs = guest.member(Role::Manager).proof();
        self.tell(|tx| rooms::key_check(tx, &theirs, room, &value, self.now()));
    }

    /// Brings a list of the people with these numbers.
    pub fn audience(&self, company: &Company, room: &RoomId, people: std::ops::Range<u64>) -> AudienceId {
        let at = Receiving {
            store: &self.store,
            kit: self.state.kit(),
            files: self.state.audiences(),
            limits: ReceiveLimits { rows: 1_000_000, bytes: 1 << 30 },
            clock: &*self.clock,
        };
        let label = format!("People of {}", company.name);
        let upload = Upload {
            room: room.clone(),
            key_check_value: key_check_value(room),
            label,
            list: ListKind::Audience,
            segments: String::new(),
        };
        let who = company.member(Role::Analyst).proof();
        rooms::audience_receive(&at, &who, &upload, tokens(people).as_bytes()).unwrap().audience
    }

    /// The company's transparency page, for the public to read; its address.
    pub fn published(&self, company: &Company) -> String {
        let slug = format!("org-{}", company.id);
        let input = PageInput {
            slug: slug.clone(),
            published: true,
            contact: "privacy@example.com".to_owned(),
            opt_out: "Write to us.".to_owned(),
            ..PageInput::default()
        };
        let who = company.member(Role::Owner).proof();
        self.tell(|tx| transparency::page_save(tx, &who, &input, self.now()));
        slug
    }

    /// An upload of the person, of which nothing has arrived.
    pub fn upload_begun(&self, person: &Person, room: &RoomId) -> UploadId {
        use base64::Engine as _;
        let text = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
        let new = NewUpload {
            door: Door::session(&SessionId::fresh()),
            room: room.clone(),
            length: 10,
            metadata: format!("kcv {}", text(&key_check_value(room))),
        };
        let who = person.proof();
        let row =
            self.store.write("test", |tx| rooms::upload_create(tx, &who, self.state.kit(), &new, self.now()));
        row.unwrap().id
    }

    /// A room with two audiences of 1,500 people, 800 of them in both, counted once.
    pub fn counted_room(&self, host: &Company, guest: &Company) -> (RoomId, ReleaseId) {
        let room = self.keyed_room(host, guest);
        self.audience(host, &room, 0..1500);
        self.audience(guest, &room, 700..2200);
        let who = host.member(Role::Analyst).proof();
        let outcome =
            rooms::overlap_run(&self.store, &who, self.state.kit(), (&room, Ask::Overlap), self.now())
                .unwrap();
        (room, outcome.release)
    }
}

/// A company that hosts data, as it is typed.
pub fn sub_processor(name: &str, country: &str) -> EntryInput {
    EntryInput {
        name: name.to_owned(),
        purpose: "Hosting".to_owned(),
        data: vec!["direct_identifiers".to_owned()],
        country: country.to_owned(),
        transfer: if country == "DE" { "not_needed" } else { "scc_tia" }.to_owned(),
        ..EntryInput::default()
    }
}

/// A check value that no other room has.
pub fn key_check_value(room: &RoomId) -> String {
    room.as_str().replace('-', "").split_off(16)
}

/// A client file of keyed-hash tokens, as the browser sends it.
pub fn tokens(people: std::ops::Range<u64>) -> String {
    let token = |person: u64| format!("{:016x}{person:016x}\n", person.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    people.map(token).fold("email\n".to_owned(), |text, line| text + &line)
}

impl TestApp {
    /// The company's latest assessment of the partner.
    pub fn latest_assessment(&self, company: &Company, partner: &str) -> AssessmentId {
        let sql = format!(
            "SELECT id AS line FROM assessments WHERE org_id = '{}' AND partner_id = '{partner}' ORDER BY id DESC",
            company.id
        );
        AssessmentId::from(self.database.lines(&sql).remove(0).as_str())
    }

    /// The number of the latest release; a test fails where it was no number.
    pub fn latest_release(&self) -> u64 {
        let released =
            self.database.lines("SELECT released AS line FROM releases ORDER BY id DESC").remove(0);
        let released: serde_json::Value = serde_json::from_str(&released).unwrap();
        released["n"].as_u64().unwrap_or_else(|| panic!("no number was released: {released}"))
    }
}

/// Gives every answer the evidence it should have.
pub fn review_all(app: &TestApp, company: &Company, assessment: &AssessmentId) {
    app.tell(|tx| review(tx, company, assessment, app));
}

/// An intake of little risk.
pub fn harmless() -> Intake {
    Intake {
        data: BTreeSet::from([DataCategory::DirectIdentifiers]),
        people: People::Under100k,
        purpose: Purpose::AggregateMeasurement,
        access: Access::CleanRoom,
        geography: Geography::SccTia,
    }
}

/// The best answer to each question; scope questions are answered so that no special case applies.
pub fn best_answers() -> Vec<Change> {
    let questionnaire = Questionnaire::built_in().unwrap();
    let best = |question: &Question| {
        let option = if question.scored {
            question.options.iter().max_by_key(|option| (option.points(), !option.plan)).unwrap()
        } else {
            let wanted = if question.id.as_str() == "SF1" { "yes" } else { "no" };
            question.options.iter().find(|option| option.id.as_str() == wanted).unwrap()
        };
        Change {
            question: question.id.as_str().to_owned(),
            option: Some(option.id.as_str().to_owned()),
            ..Change::default()
        }
    };
    questionnaire.questions().map(|(_, question)| best(question)).collect()
}

fn answer(tx: &mut WriteTx, link: &LinkToken, app: &TestApp) -> Result<(), ServiceError> {
    let session = LinkToken::fresh("")?.hash();
    answering::begin(tx, &link.hash(), &session, app.now())?;
    let who = answering::respondent(tx, &session, app.now())?.unwrap();
    let saved = answering::answers_save(tx, &who, &best_answers(), app.now())?;
    assert!(saved.faults.is_empty(), "{:?}", saved.faults);
    answering::submit(tx, &who, "Sam Bakker", "en", app.now())?;
    Ok(())
}

fn review(tx: &mut WriteTx, company: &Company, id: &AssessmentId, app: &TestApp) -> Result<(), ServiceError> {
    let reviewer = company.member(Role::Reviewer);
    let dossier = vetting::dossier(tx, &reviewer.proof(), id)?;
    for (_, question) in dossier.questionnaire.questions() {
        if question.scored && dossier.answers.contains_key(question.id.as_str()) {
            let level = question.expected_evidence.to_string();
            let question = question.id.as_str().to_owned();
            let input = ReviewInput { question, level, ..ReviewInput::default() };
            vetting::review_save(tx, &reviewer.proof(), id, &input, app.now())?;
        }
    }
    Ok(())
}

fn decide(tx: &mut WriteTx, company: &Company, id: &AssessmentId, app: &TestApp) -> Result<(), ServiceError> {
    let manager = company.member(Role::Manager);
    let dossier = vetting::dossier(tx, &manager.proof(), id)?;
    let input = DecisionInput {
        decided: dossier.score().unwrap().decision,
        reason: String::new(),
        until: None,
        conditions: Vec::new(),
        digest: dossier.digest().unwrap(),
    };
    vetting::decision_make(tx, &manager.proof(), id, &input, app.now())?;
    Ok(())
}
