//! The main job by keyboard alone: nothing is clicked, and at every stop one sees where one is.

use entente::access::Role;
use entente::services::answering::{self, Change};
use entente::store;
use serde_json::json;

use crate::chromium::Tab;
use crate::helpers::{PASSWORD, TestApp, best_answers};
use crate::stage::Stage;

// WebDriver's alphabet (W3C WebDriver, level 2, "Keyboard actions").
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const DOWN: &str = "\u{e015}";
const SPACE: &str = " ";
/// No page needs more stops than this to get anywhere on it.
const MOST_STOPS: usize = 90;

/// Whether the element with the focus is the wanted one, and whether one sees that it has the focus: an outline or a shadow of its
/// own, or of the choice that it stands in.
const LOOK: &str = "const at = document.activeElement; \
    if (!at || at === document.body) return [false, true, 'body']; \
    const drawn = (e) => { const s = getComputedStyle(e); \
        return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'; }; \
    const box = at.closest('.choice, .check'); \
    return [at.matches(arguments[0]), drawn(at) || (box !== null && drawn(box)), at.outerHTML.slice(0, 120)]";

/// Tabs on until the wanted element has the focus.
#[track_caller]
fn tab_to(tab: &Tab<'_>, css: &str) {
    tab.wait_for(css);
    for _ in 0..MOST_STOPS {
        tab.press(TAB);
        let seen = tab.run(LOOK, &[json!(css)]);
        assert_eq!(seen[1], true, "nothing shows the focus on {}", seen[2]);
        if seen[0] == true {
            return;
        }
    }
    panic!("no way to {css} by keyboard on {}", tab.url());
}

/// Chooses a radio of a group by the arrow keys; Tab reaches the group.
#[track_caller]
fn arrow_to(tab: &Tab<'_>, name: &str, value: &str) {
    tab_to(tab, &format!("input[name='{name}']"));
    tab.press(SPACE);
    for _ in 0..12 {
        if tab.run(LOOK, &[json!(format!("input[name='{name}'][value='{value}']"))])[0] == true {
            return;
        }
        tab.press(DOWN);
    }
    panic!("the arrow keys do not reach {value} of {name}");
}

#[test]
fn the_main_job_needs_no_mouse() {
    let stage = Stage::set();
    let company = stage.app.company("Northwind");
    let tab = stage.driver.open();
    tab.goto(&stage.at("/sign-in"));
    tab_to(&tab, "input[name=email]");
    tab.press(&company.member(Role::Manager).email);
    tab_to(&tab, "input[name=password]");
    tab.press(&format!("{PASSWORD}{ENTER}"));
    tab_to(&tab, ".rail a[href='/partners']");
    tab.press(ENTER);
    tab_to(&tab, "a[href='/partners/new']");
    tab.press(ENTER);
    tab_to(&tab, "input[name=name]");
    tab.press(&format!("Tidewater Media{ENTER}"));
    tab_to(&tab, "form[action$='/assessments'] button");
    tab.press(ENTER);
    tab_to(&tab, "input[name=data][value=direct_identifiers]");
    tab.press(SPACE);
    for (name, value) in [
        ("people", "10k_100k"),
        ("purpose", "aggregate_measurement"),
        ("access", "clean_room"),
        ("geography", "scc_tia"),
    ] {
        arrow_to(&tab, name, value);
    }
    tab_to(&tab, "main form.form button[type=submit]");
    tab.press(ENTER);
    tab.wait_for_url("/send");
    tab_to(&tab, "main form.form button[type=submit]");
    tab.press(ENTER);
    tab.wait_for("input[data-copy-from]");
    let link = tab.property("input[data-copy-from]", "value");
    respond(&stage, &link);
}

/// The respondent answers one section and submits; colleagues have answered the others.
fn respond(stage: &Stage, link: &str) {
    others_answered(&stage.app, link.rsplit('/').next().unwrap());
    let tab = stage.driver.open();
    tab.goto(link);
    tab_to(&tab, "main form.form button[type=submit]");
    tab.press(ENTER);
    tab_to(&tab, "ol.section-list a");
    tab.press(ENTER);
    tab.wait_for("article.question");
    let asked = tab.run(
        "return [...document.querySelectorAll('article.question:not([hidden])')].map(q => q.dataset.question)",
        &[],
    );
    for question in asked.as_array().unwrap() {
        tab_to(&tab, &format!("input[name='{}:option']", question.as_str().unwrap()));
        tab.press(SPACE);
    }
    tab_to(&tab, "button[name=go][value=overview]");
    tab.press(ENTER);
    tab_to(&tab, "a[href='/answer/submit']");
    tab.press(ENTER);
    tab_to(&tab, "main form input[type=text]");
    tab.press(&format!("Sam Bakker{ENTER}"));
    tab.wait_for(".fingerprint");
}

/// Answers every section but the first.
fn others_answered(app: &TestApp, token: &str) {
    let link = entente::access::LinkToken::presented(token).hash();
    let session = entente::access::LinkToken::fresh("").unwrap().hash();
    app.tell(|tx| {
        answering::begin(tx, &link, &session, app.now())?;
        let who = answering::respondent(tx, &session, app.now())?.unwrap();
        // What was chosen may bring further questions into view; those that are not asked are passed over.
        let desk = answering::desk(tx, &who)?;
        let first = desk.progress().first().map(|section| section.id.clone());
        let asked = desk.questionnaire.questions().filter(|(section, _)| Some(&section.id) != first.as_ref());
        let asked: Vec<String> = asked.map(|(_, question)| question.id.to_string()).collect();
        let changes: Vec<Change> =
            best_answers().into_iter().filter(|change| asked.contains(&change.question)).collect();
        answering::answers_save(tx, &who, &changes, app.now())?;
        store::answer_list(tx, who.org(), who.assessment()).map_err(Into::into)
    });
}
