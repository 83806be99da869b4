//! A respondent in a real browser: two tabs on the same section, and a connection that goes while words are typed.

use entente::store;

use crate::chromium::Tab;
use crate::helpers::{Company, Until, Vetting};
use crate::stage::Stage;

fn came_in<'s>(stage: &'s Stage, vetting: &Vetting) -> Tab<'s> {
    let tab = stage.driver.open();
    tab.goto(&stage.at(&format!("/a/{}", vetting.link.expose())));
    tab.click("main form.form button[type=submit]");
    tab.wait_for("ol.section-list");
    tab
}

/// What is kept for a question: the option and the comment.
fn kept(stage: &Stage, company: &Company, vetting: &Vetting, question: &str) -> (Option<String>, String) {
    let rows = stage.app.store.read(|tx| store::answer_list(tx, &company.id, &vetting.assessment)).unwrap();
    let row = rows.into_iter().find(|row| row.question_id == question);
    row.map(|row| (row.option_id, row.comment)).unwrap_or_default()
}

fn choose(tab: &Tab<'_>, question: &str, option: &str) {
    tab.click(&format!("#q-{question} label:has(input[name='{question}:option'][value='{option}'])"));
}

#[test]
fn two_tabs_never_overwrite_each_other_silently() {
    let stage = Stage::set();
    let company = stage.app.company("Northwind");
    let partner = stage.app.partner(&company, "Otter");
    let sent = stage.app.vetting(&company, &partner, Until::Sent);
    let tab = came_in(&stage, &sent);
    let section = stage.at("/answer/section/D");
    tab.goto(&section);
    let (first, second) = tab.another();
    tab.goto(&section);
    choose(&tab, "D1", "full");
    tab.wait_for_text("Saved at");
    // The first tab still shows the page as it was.
    tab.switch(&first);
    choose(&tab, "D1", "none");
    tab.wait_for_text("Somebody else changed this answer meanwhile");
    tab.photograph("answering-conflict");
    assert_eq!(kept(&stage, &company, &sent, "D1").0.as_deref(), Some("full"), "nothing is overwritten");
    // The button of the form, as without script: the page comes back with what was chosen here, and says why.
    tab.click("button[name=go][value=overview]");
    tab.wait_for_text("Yours is shown, and not saved");
    assert!(tab.has("#q-D1 input[value=none]:checked"), "what was chosen here is not lost");
    assert_eq!(kept(&stage, &company, &sent, "D1").0.as_deref(), Some("full"));
    // Saved once more it takes the place of the other: that is now somebody's wish.
    tab.click("button[name=go][value=overview]");
    tab.wait_for("ol.section-list");
    assert_eq!(kept(&stage, &company, &sent, "D1").0.as_deref(), Some("none"));
    tab.switch(&second);
}

#[test]
fn a_connection_that_drops_in_mid_typing_loses_nothing_and_the_page_says_so() {
    let stage = Stage::set();
    let company = stage.app.company("Northwind");
    let partner = stage.app.partner(&company, "Otter");
    let sent = stage.app.vetting(&company, &partner, Until::Sent);
    let tab = came_in(&stage, &sent);
    tab.goto(&stage.at("/answer/section/D"));
    let comment = "#q-D2 textarea[name='D2:comment']";
    tab.click("#q-D2 details:has(textarea[name='D2:comment']) > summary");
    tab.keys(comment, "Deletion reaches ");
    tab.connection(false);
    tab.keys(comment, "every recipient.");
    tab.wait_for_text("Not saved: there is no connection");
    tab.photograph("answering-offline");
    assert_eq!(tab.property(comment, "value"), "Deletion reaches every recipient.");
    tab.connection(true);
    tab.wait_for_text("Saved at");
    let (_, words) = kept(&stage, &company, &sent, "D2");
    assert_eq!(words, "Deletion reaches every recipient.", "all of it arrived");
}
