//! The respondent: in by link, answering without an account, submitting once.

use std::collections::BTreeSet;

use entente::access::{LinkToken, ManageAssessments, ManagePartners, Role};
use entente::ids::{AssessmentId, RespondentLinkId};
use entente::services::ServiceError;
use entente::services::vetting::{
    PartnerInput, assessment_cancel, assessment_send, assessment_start, intake_save, link_revoke, partner_add,
};
use entente::store;
use entente::vetting::intake::{Access, DataCategory, Geography, Intake, People, Purpose};
use entente::vetting::questionnaire::Questionnaire;

use crate::helpers::{Browser, Company, TestApp, each_database};

/// An assessment that was sent, and its link.
struct Sent {
    token: LinkToken,
    link: RespondentLinkId,
    assessment: AssessmentId,
}

impl Sent {
    fn path(&self) -> String {
        format!("/a/{}", self.token.expose())
    }
}

fn sent(app: &TestApp, company: &Company, partner: &str) -> Sent {
    let manager = company.member(Role::Manager);
    let (manages, assesses) = (manager.proof::<ManagePartners>(), manager.proof::<ManageAssessments>());
    let (token, now) = (LinkToken::fresh("").unwrap(), app.now());
    let input = PartnerInput { name: partner.to_owned(), ..PartnerInput::default() };
    let intake = Intake {
        data: BTreeSet::from([DataCategory::DirectIdentifiers]),
        people: People::Under100k,
        purpose: Purpose::AggregateMeasurement,
        access: Access::CleanRoom,
        geography: Geography::Adequate,
    };
    let made = app.store.write("test", |tx| -> Result<_, ServiceError> {
        let partner = partner_add(tx, &manages, &input, now)?;
        let id = assessment_start(tx, &assesses, &partner, now)?;
        let at =
            |tx: &mut store::WriteTx| store::assessment_fetch(tx, &company.id, &id).map(|row| row.revision);
        let revision = at(tx)?;
        intake_save(tx, &assesses, (&id, revision), &intake, now)?;
        let revision = at(tx)?;
        let link = assessment_send(tx, &assesses, (&id, revision), (&token, 60), now)?;
        Ok((id, link))
    });
    let (assessment, link) = made.unwrap();
    Sent { token, link, assessment }
}

/// A respondent's browser that has begun.
fn begun(app: &TestApp, sent: &Sent) -> Browser {
    let browser = app.browser();
    browser.submit_here(&sent.path(), &[]).expect_redirect("/answer");
    browser
}

/// Fills a whole section in with each question's best option and saves it.
fn fill(browser: &Browser, section: &str) {
    let built_in = Questionnaire::built_in().unwrap();
    let path = format!("/answer/section/{section}");
    let page = browser.visit(&path).expect_status(200);
    let mut fields: Vec<(String, String)> = page
        .form_fields(&path)
        .into_iter()
        .filter(|(name, _)| name.ends_with(":revision") || name == "csrf")
        .collect();
    for question in &built_in.sections().iter().find(|s| s.id.as_str() == section).unwrap().questions {
        // The last option of a scope question is "no", which leaves what it scopes out.
        let option = if question.scored { question.options.first() } else { question.options.last() };
        fields.push((format!("{}:option", question.id), option.unwrap().id.to_string()));
    }
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    browser.post_form(&path, &pairs).expect_redirect("/answer");
}

#[test]
fn looking_at_the_link_starts_nothing_and_the_button_does() {
    each_database(|app| {
        let company = app.company("Northwind");
        let sent = sent(app, &company, "Meridian");
        for _ in 0..2 {
            let page = app.browser().visit(&sent.path()).expect_status(200);
            page.expect_words("Northwind has some questions");
        }
        let browser = app.browser();
        browser.visit(&sent.path());
        browser
            .visit("/answer")
            .expect_status(401)
            .expect_words("Open the link from your invitation once more");
        begun(app, &sent).visit("/answer").expect_status(200).expect_words("A Governance and accountability");
    });
}

#[test]
fn unknown_links_look_alike_and_ended_ones_say_why() {
    each_database(|app| {
        let company = app.company("Northwind");
        let good = sent(app, &company, "Meridian");
        let browser = app.browser();
        let unknown =
            browser.visit(&format!("/a/{}", LinkToken::fresh("").unwrap().expose())).expect_status(404);
        let malformed = browser.visit("/a/x").expect_status(404);
        assert_eq!(unknown.words(), malformed.words());
        let respondent = begun(app, &good);
        let proof = company.member(Role::Manager).proof::<ManageAssessments>();
        app.store.write("test", |tx| link_revoke(tx, &proof, &good.link, app.now())).unwrap();
        browser.visit(&good.path()).expect_status(410).expect_words("withdrawn");
        respondent.visit("/answer").expect_status(410);
        let late = sent(app, &company, "Lumen");
        app.wait_minutes(61 * 24 * 60);
        browser.visit(&late.path()).expect_status(410).expect_words("run out");
    });
}

#[test]
fn a_questionnaire_is_answered_without_script_and_submitted_once() {
    each_database(|app| {
        let company = app.company("Northwind");
        let sent = sent(app, &company, "Meridian");
        let browser = begun(app, &sent);
        for section in ["A", "B", "C", "D", "E", "F", "G", "H", "I"] {
            fill(&browser, section);
        }
        browser
            .visit("/answer/submit")
            .expect_status(200)
            .expect_words("3 required questions are still open");
        let token = browser.visit("/answer/section/J").form_token("").unwrap();
        browser
            .post_form("/answer/submit", &[("csrf", &token), ("name", "Ines Laurent")])
            .expect_status(409)
            .expect_words("still open");
        fill(&browser, "J");
        browser.submit_here("/answer/submit", &[("name", " ")]).expect_status(422);
        browser.submit_here("/answer/submit", &[("name", "Ines Laurent")]).expect_redirect("/answer/receipt");
        let receipt = browser.visit("/answer/receipt").expect_status(200).expect_words("Ines Laurent");
        let file = browser.visit("/answer/receipt.json").expect_status(200);
        let digest = ring::digest::digest(&ring::digest::SHA256, file.body.as_bytes());
        assert!(receipt.words().contains(&entente::ids::hex(digest.as_ref())));
        let after = browser
            .post_form("/answer/section/A", &[("csrf", &token), ("A1:option", "none"), ("A1:revision", "1")]);
        after.expect_status(409).expect_words("can no longer be changed");
        browser.visit("/answer/section/A").expect_status(200).expect_words("Submitted by Ines Laurent");
    });
}

#[test]
fn two_tabs_cannot_overwrite_each_other() {
    each_database(|app| {
        let company = app.company("Northwind");
        let sent = sent(app, &company, "Meridian");
        let (one, two) = (begun(app, &sent), begun(app, &sent));
        let tokens = [&one, &two].map(|browser| browser.visit("/answer/section/A").form_token("").unwrap());
        let answer = |browser: &Browser, token: &str, option: &str, revision: &str| {
            browser.post_form(
                "/answer/q/A1",
                &[("csrf", token), ("option", option), ("revision", revision), ("comment", "")],
            )
        };
        let saved = answer(&one, &tokens[0], "full", "0").expect_status(200).json();
        assert_eq!((&saved["revision"], &saved["answered"]), (&1.into(), &1.into()));
        answer(&two, &tokens[1], "none", "0").expect_status(409);
        let form = [("csrf", tokens[1].as_str()), ("A1:option", "none"), ("A1:revision", "0")];
        let page = two.post_form("/answer/section/A", &form).expect_status(409);
        let page = page.expect_words("Somebody else changed this answer");
        assert!(
            page.form_fields("").contains(&("A1:revision".to_owned(), "1".to_owned())),
            "to save again is possible"
        );
        answer(&two, &tokens[1], "none", "1").expect_status(200);
    });
}

#[test]
fn answers_go_to_the_questionnaire_of_the_link_and_none_without_one() {
    each_database(|app| {
        let company = app.company("Northwind");
        let (ours, theirs) = (sent(app, &company, "Meridian"), sent(app, &company, "Lumen"));
        let browser = begun(app, &ours);
        fill(&browser, "A");
        let of = |id| app.store.read(|tx| store::answer_list(tx, &company.id, id)).unwrap().len();
        assert_eq!((of(&ours.assessment), of(&theirs.assessment)), (6, 0));
        let page = browser.visit("/answer/section/Z");
        page.expect_status(404);
        app.browser().visit("/answer/section/A").expect_status(401);
    });
}

#[test]
fn a_questionnaire_that_was_called_off_says_so() {
    each_database(|app| {
        let company = app.company("Northwind");
        let sent = sent(app, &company, "Meridian");
        let browser = begun(app, &sent);
        let proof = company.member(Role::Manager).proof::<ManageAssessments>();
        let cancelled = app.store.write("test", |tx| {
            let revision = store::assessment_fetch(tx, &company.id, &sent.assessment)?.revision;
            assessment_cancel(tx, &proof, (&sent.assessment, revision), app.now())
        });
        cancelled.unwrap();
        browser.visit("/answer").expect_status(410);
        app.browser().visit(&sent.path()).expect_status(410);
    });
}
