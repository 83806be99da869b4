//! The built-in questionnaire in a new version: rounds that run keep theirs, and the next round loses no answer by it.

use entente::access::Role;
use entente::ids::AssessmentId;
use entente::store::{self, Assessment};
use entente::vetting::questionnaire::Questionnaire;
use serde_json::{Value, json};

use crate::helpers::{Browser, Company, TestApp, Until, each_database};

/// A respondent who came in by a page in French.
fn begun(app: &TestApp, link: &str) -> Browser {
    let browser = app.browser();
    let token = browser.visit(&format!("{link}?language=fr")).form_token("").unwrap();
    browser.post_form(link, &[("csrf", &token), ("language", "fr")]).expect_redirect("/answer");
    browser
}

/// Puts an assessment back to version 2 of the built-in questionnaire, which was in English alone.
fn with_version_2(app: &TestApp, company: &Company, id: &AssessmentId) {
    fn without_french(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.remove("fr");
                fields.values_mut().for_each(without_french);
            }
            Value::Array(list) => list.iter_mut().for_each(without_french),
            _ => {}
        }
    }
    let mut document = serde_json::to_value(Questionnaire::built_in().unwrap()).unwrap();
    without_french(&mut document);
    document["version"] = json!(2);
    document["languages"] = json!(["en"]);
    let old = Questionnaire::parse(&document.to_string()).unwrap();
    let questionnaire = serde_json::to_string(&old).unwrap();
    app.tell(|tx| {
        let row = store::assessment_fetch(tx, &company.id, id)?;
        let row = Assessment { questionnaire: questionnaire.clone(), questionnaire_version: 2, ..row };
        assert!(store::assessment_put(tx, &Assessment { revision: row.revision + 1, ..row })?);
        Ok(())
    });
}

#[test]
fn a_running_round_keeps_its_version_and_the_next_takes_french_with_the_answers() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let old = app.vetting(&company, &partner, Until::Sent);
        with_version_2(app, &company, &old.assessment);
        // The page turns French; the questions are in the one language that this round has.
        let browser = begun(app, &format!("/a/{}", old.link.expose()));
        let page = browser.visit("/answer/section/A").expect_words("A Governance and accountability");
        assert!(page.body.contains("<html lang=\"fr\"") && !page.body.contains("question_language"));
        let partner = app.partner(&company, "Heron");
        let old = app.vetting(&company, &partner, Until::Decided);
        with_version_2(app, &company, &old.assessment);
        let manager = app.signed_in(company.member(Role::Manager));
        let next = app.vetting(&company, &partner, Until::Intake);
        let send = format!("/assessments/{}/send", next.assessment);
        let asked = app.store.read(|tx| store::assessment_fetch(tx, &company.id, &next.assessment)).unwrap();
        assert_eq!(asked.questionnaire_version, 3);
        let shown = manager.visit(&send);
        let fields = shown.form_as_shown(&send);
        assert!(fields.contains(&("carry".to_owned(), "yes".to_owned())), "{fields:?}");
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let sent = manager.post_form(&send, &fields).expect_status(200);
        let link = format!("/a/{}", sent.body.split("/a/").nth(1).unwrap().split('"').next().unwrap());
        begun(app, &link).visit("/answer/section/A").expect_words("A Gouvernance et responsabilité");
        let rows = app.store.read(|tx| store::answer_list(tx, &company.id, &next.assessment)).unwrap();
        // As many as the tier of this round is asked.
        assert!(rows.len() > 25 && rows.iter().all(|row| row.carried_over), "{} came along", rows.len());
        let was = app.store.read(|tx| store::assessment_fetch(tx, &company.id, &old.assessment)).unwrap();
        assert_eq!(was.questionnaire_version, 2, "what was answered stays as it was asked");
    });
}
