//! The respondent's way through a real database: in by link, answering, submitting.

use super::*;
use crate::access::{LinkToken, Respondent, TokenHash};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, PartnerId, RespondentLinkId, UserId};
use crate::services::ServiceError;
use crate::store::{self, AssessmentState, DatabaseUrl, Store};

const QUESTIONS: &str = r#"{"format":"entente-questionnaire/1","id":"tiny","version":1,"languages":["en"],"sections":[
  {"id":"B","title":{"en":"Choice"},"weight":100,"questions":[
    {"id":"SB1","scored":false,"text":{"en":"Legitimate interest?"},"required":true,
     "options":[{"id":"yes","label":{"en":"Yes"}},{"id":"no","label":{"en":"No"}}]},
    {"id":"B5","text":{"en":"Is there a test?"},"weight":2,"na_allowed":true,"required":true,"when":"SB1 == 'yes'",
     "options":[{"id":"full","label":{"en":"Yes"},"value":100},{"id":"none","label":{"en":"No"},"value":0}]}]}]}"#;

/// A database with one assessment that was sent, and the link to it.
struct Desk {
    store: Store,
    folder: std::path::PathBuf,
    token: TokenHash,
    session: TokenHash,
    assessment: AssessmentId,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn at(day: i64) -> Timestamp {
    Timestamp::from_micros(1_800_000_000_000_000).plus_days(day)
}

fn sent() -> Desk {
    let assessment = AssessmentId::fresh();
    let folder = std::env::temp_dir().join(format!("entente-answering-{assessment}"));
    std::fs::create_dir_all(&folder).unwrap();
    let store = Store::open(&DatabaseUrl::Sqlite(folder.join("db.sqlite"))).unwrap();
    let token = LinkToken::fresh("").unwrap().hash();
    let session = LinkToken::fresh("").unwrap().hash();
    let desk = Desk { store, folder, token, session, assessment };
    desk.store.write("seed", |tx| seed(tx, &desk)).unwrap();
    desk
}

fn seed(tx: &mut store::WriteTx, desk: &Desk) -> Result<(), ServiceError> {
    let (org, user, partner) = (OrgId::fresh(), UserId::fresh(), PartnerId::fresh());
    let name = "Northwind".to_owned();
    store::organisation_insert(
        tx,
        &store::Organisation { id: org.clone(), name, sample: false, created_at: at(0) },
    )?;
    let person = store::User {
        id: user.clone(),
        email: "maya@northwind.example".to_owned(),
        name: "Maya".to_owned(),
        password_hash: String::new(),
        created_at: at(0),
        disabled_at: None,
    };
    store::user_insert(tx, &person)?;
    let text = String::new;
    store::partner_insert(
        tx,
        &store::Partner {
            id: partner.clone(),
            org_id: org.clone(),
            name: "Meridian".to_owned(),
            website: text(),
            contact_name: text(),
            contact_email: text(),
            notes: text(),
            linked_org_id: None,
            created_by: user.clone(),
            created_at: at(0),
            archived_at: None,
        },
    )?;
    store::assessment_insert(tx, &assessment(desk, &org, &user, partner))?;
    let link = store::RespondentLink {
        id: RespondentLinkId::fresh(),
        token_hash: desk.token.as_str().to_owned(),
        org_id: org,
        assessment_id: desk.assessment.clone(),
        created_by: user,
        created_at: at(0),
        expires_at: at(60),
        opened_at: None,
        revoked_at: None,
        section_id: None,
        parent_id: None,
        purpose: crate::access::LinkPurpose::Answers.as_str().to_owned(),
    };
    Ok(store::respondent_link_insert(tx, &link)?)
}

fn assessment(desk: &Desk, org: &OrgId, user: &UserId, partner: PartnerId) -> store::Assessment {
    store::Assessment {
        id: desk.assessment.clone(),
        org_id: org.clone(),
        partner_id: partner,
        questionnaire_id: "tiny".to_owned(),
        questionnaire_version: 1,
        questionnaire: QUESTIONS.to_owned(),
        policy: "{}".to_owned(),
        intake: None,
        state: AssessmentState::Sent,
        revision: 1,
        created_by: user.clone(),
        created_at: at(0),
        sent_at: Some(at(0)),
        submitted_at: None,
        submitted_by: None,
        tailoring: None,
    }
}

impl Desk {
    fn enter(&self, now: Timestamp) -> Result<(), ServiceError> {
        self.store.write("begin", |tx| begin(tx, &self.token, &self.session, now))
    }

    fn who(&self, now: Timestamp) -> Result<Option<Respondent>, ServiceError> {
        self.store.read(|tx| respondent(tx, &self.session, now))
    }

    fn entered(&self) -> Respondent {
        self.enter(at(1)).unwrap();
        self.who(at(1)).unwrap().unwrap()
    }

    fn save(&self, who: &Respondent, change: &Change) -> Result<Saved, ServiceError> {
        self.store.write("save", |tx| answers_save(tx, who, std::slice::from_ref(change), at(1)))
    }

    fn submit(&self, who: &Respondent, by: &str) -> Result<Receipt, ServiceError> {
        self.store.write("submit", |tx| submit(tx, who, by, "en", at(2)))
    }
}

fn choice(question: &str, option: &str, revision: i64) -> Change {
    Change { question: question.to_owned(), option: Some(option.to_owned()), revision, ..Change::default() }
}

#[test]
fn looking_at_a_link_uses_nothing_up() {
    let desk = sent();
    for _ in 0..2 {
        let landing = desk.store.read(|tx| landing(tx, &desk.token, at(1))).unwrap();
        assert_eq!(landing.contact_name, "Maya");
    }
    assert!(desk.who(at(1)).unwrap().is_none());
    assert!(desk.enter(at(1)).is_ok());
    assert!(desk.who(at(1)).unwrap().is_some());
}

#[test]
fn a_link_that_is_unknown_or_over_lets_nobody_in() {
    let desk = sent();
    let unknown = LinkToken::presented("nonsense").hash();
    let found = desk.store.read(|tx| landing(tx, &unknown, at(1)));
    assert!(matches!(found, Err(ServiceError::NotFound)));
    assert!(matches!(desk.enter(at(60)), Err(ServiceError::Gone(_))));
    desk.entered();
    assert!(desk.who(at(2)).unwrap().is_none(), "a session lasts twelve hours");
    desk.store
        .write("revoke", |tx| -> Result<(), ServiceError> {
            let link = store::respondent_link_find(tx, &desk.token)?.unwrap();
            Ok(store::respondent_link_revoke(tx, &link.org_id, &link.id, at(1))?)
        })
        .unwrap();
    assert!(matches!(desk.who(at(1)), Err(ServiceError::Gone(_))), "an open session ends with its link");
}

#[test]
fn the_second_of_two_tabs_is_told_and_overwrites_nothing() {
    let desk = sent();
    let who = desk.entered();
    assert_eq!(desk.save(&who, &choice("SB1", "yes", 0)).unwrap().changed, [("SB1".to_owned(), 1)]);
    assert_eq!(desk.save(&who, &choice("SB1", "no", 0)).unwrap().stale, ["SB1"]);
    let same = desk.save(&who, &choice("SB1", "yes", 0)).unwrap();
    assert!(same.stale.is_empty() && same.changed.is_empty(), "the same words are no conflict");
    assert_eq!(desk.save(&who, &choice("SB1", "no", 1)).unwrap().changed, [("SB1".to_owned(), 2)]);
}

#[test]
fn a_condition_decides_what_is_asked() {
    let desk = sent();
    let who = desk.entered();
    let asked = || desk.store.read(|tx| super::desk(tx, &who)).unwrap().progress()[0].asked;
    assert_eq!(asked(), 1);
    desk.save(&who, &choice("SB1", "yes", 0)).unwrap();
    assert_eq!(asked(), 2);
}

#[test]
fn only_a_complete_questionnaire_is_submitted_and_then_stays() {
    let desk = sent();
    let who = desk.entered();
    desk.save(&who, &choice("SB1", "yes", 0)).unwrap();
    assert!(matches!(desk.submit(&who, "Ines"), Err(ServiceError::Refused(_))));
    desk.save(&who, &choice("B5", "full", 0)).unwrap();
    assert!(matches!(desk.submit(&who, "  "), Err(ServiceError::Invalid(_))));
    let made = desk.submit(&who, "Ines").unwrap();
    assert_eq!((made.answers, made.by.as_str(), made.at), (2, "Ines", at(2)));
    assert!(matches!(desk.save(&who, &choice("B5", "none", 1)), Err(ServiceError::Conflict(_))));
    assert!(matches!(desk.submit(&who, "Ines"), Err(ServiceError::Conflict(_))));
    let kept = desk.store.read(|tx| receipts(tx, &who)).unwrap();
    assert_eq!(kept, [made], "the receipt is kept");
}
