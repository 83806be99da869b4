//! Respondents against each other: whoever answers for one partner reaches nothing of another's, whichever route of the table is
//! tried (security.md, T7 and goal A). Members are in `permissions.rs`.

use entente::web::route::{Access, Route, Verb};
use entente::web::routes;

use crate::helpers::{Browser, Page, TestApp, Until, Vetting, World, bodies, each_database};

/// Rows that the asking itself writes.
const ASKING: &[&str] = &["audit_log", "respondent_sessions"];
/// Under these a path names somebody's object; elsewhere it names a part of the questionnaire that is asked.
const OBJECTS: [&str; 6] = ["/findings/{", "/evidence/{", "/carried/{", "/list/{", "/notices/{", "/links/{"];

fn begun(app: &TestApp, vetting: &Vetting) -> Browser {
    let browser = app.browser();
    browser.submit_here(&format!("/a/{}", vetting.link.expose()), &[]).expect_redirect("/answer");
    browser
}

fn ask(route: &Route, browser: &Browser, path: &str) -> Page {
    if route.verb == Verb::Get {
        return browser.visit(path);
    }
    let token = browser.visit("/sign-in").form_token("").unwrap();
    let fields = [("csrf", token.as_str())];
    // A form that carries a file says so; any other one is refused as it is.
    let form = browser.post_form(path, &fields);
    if form.status == 415 || bodies::has_file(route) {
        browser.post_file(path, &fields, b"%PDF-1.4 ")
    } else {
        form
    }
}

#[test]
fn a_respondent_reaches_nothing_of_another_partners() {
    each_database(|app| {
        let world = World::new(app, "Northwind");
        app.database.execute("UPDATE findings SET shared = TRUE").unwrap();
        // One who answers for another partner of the same company, one who answers to another company.
        let strangers = [&world.company, &world.other].map(|company| {
            let partner = app.partner(company, "Heron");
            begun(app, &app.vetting(company, &partner, Until::Sent))
        });
        let before = app.database.contents(ASKING);
        let mut faults = Vec::new();
        let mut tried = 0;
        for route in routes::table().filter(|route| matches!(route.access, Access::Respondent)) {
            let path = world.path(route, None).unwrap();
            let names_an_object = OBJECTS.iter().any(|part| route.path.contains(part));
            for stranger in &strangers {
                if names_an_object {
                    let (page, nothing) =
                        (ask(route, stranger, &path), ask(route, stranger, &World::random_path(route)));
                    tried += 1;
                    if (page.status, nothing.status) != (404, 404) {
                        faults
                            .push(format!("{:?} {path}: {} and {}", route.verb, page.status, nothing.status));
                    }
                } else if route.verb == Verb::Get {
                    let page = ask(route, stranger, &path);
                    let told = ["Brightside", "log.csv", "Cloud Nine"]
                        .iter()
                        .find(|name| page.body.contains(**name));
                    faults.extend(told.map(|name| format!("{path} tells of {name}")));
                }
            }
        }
        assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
        assert!(tried >= 20, "only {tried} requests were made");
        for (before, after) in before.iter().zip(app.database.contents(ASKING)) {
            assert_eq!(before, &after, "a stranger changed something");
        }
    });
}
