//! Who may do what: every route of the table, tried by everybody (security.md, goal A).
//!
//! | who | on a page | on the API |
//! |---|---|---|
//! | nobody, a suspended member, a token on a page, a cookie on the API | to the sign-in (GET), 401 | 401 |
//! | a member whose role lacks the permission; a reading token that would write | 403, and it is in the audit log | 403 |
//! | the owner of another organisation, with a body that is well formed | 404, as for an id that names nothing | the same |
//! | a member whose role holds the permission | anything but 401, 403, 404 or a failure | the same |
//!
//! None of the refused requests changes a row. The route table says what to expect, so a new route is tried without
//! being written down here; `helpers/world.rs` must know an object for each id in its path.

use entente::access::Role;
use entente::web::route::{Access, Route, Verb};
use entente::web::routes;
use ureq::http::Method;

use crate::helpers::{Browser, Page, Person, TestApp, World, bodies, each_database};

/// Rows that the asking itself writes: the log, and when a session or a token was last used.
const ASKING: &[&str] = &["audit_log", "sessions", "api_tokens"];

/// Somebody at the door.
struct Asker {
    who: String,
    person: Option<Person>,
    browser: Browser,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nobody,
    Session(Role),
    Token { role: Role, writes: bool },
    Foreign,
    ForeignToken,
}

fn askers(app: &TestApp, world: &World) -> Vec<Asker> {
    let mut askers = vec![
        Asker { who: "nobody".to_owned(), person: None, browser: app.browser(), kind: Kind::Nobody },
        Asker {
            who: "a suspended owner".to_owned(),
            person: Some(world.suspended.clone()),
            browser: app.signed_in(&world.suspended),
            kind: Kind::Nobody,
        },
        Asker {
            who: "a suspended owner's token".to_owned(),
            person: Some(world.suspended.clone()),
            browser: app.api(&world.suspended, true),
            kind: Kind::Nobody,
        },
    ];
    for role in Role::ALL {
        let person = world.company.member(role);
        let who = format!("the {}", role.as_str());
        askers.push(asker(who, person, app.signed_in(person), Kind::Session(role)));
        for writes in [false, true] {
            let word = if writes { "writing" } else { "reading" };
            let who = format!("the {}'s {word} token", role.as_str());
            askers.push(asker(who, person, app.api(person, writes), Kind::Token { role, writes }));
        }
    }
    let foreign = world.other.member(Role::Owner);
    askers.push(asker("another owner".to_owned(), foreign, app.signed_in(foreign), Kind::Foreign));
    let token = app.api(foreign, true);
    askers.push(asker("another owner's token".to_owned(), foreign, token, Kind::ForeignToken));
    askers
}

fn asker(who: String, person: &Person, browser: Browser, kind: Kind) -> Asker {
    Asker { who, person: Some(person.clone()), browser, kind }
}

/// What a route should say to an asker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    SignIn,
    Forbidden,
    AsIfNothing,
    Served,
    /// Public routes, and those of a respondent, are not about members.
    NotAboutMembers,
}

fn expected(route: &Route, kind: Kind) -> Expected {
    match (route.access, kind) {
        (Access::Public | Access::Respondent | Access::Announcer, _) => Expected::NotAboutMembers,
        (_, Kind::Nobody) | (Access::Member(..), Kind::Token { .. } | Kind::ForeignToken) => Expected::SignIn,
        (Access::Api { .. }, Kind::Session(_) | Kind::Foreign) => Expected::SignIn,
        (Access::Member(..), Kind::Foreign) | (Access::Api { .. }, Kind::ForeignToken) => {
            if route.path.contains('{') { Expected::AsIfNothing } else { Expected::Served }
        }
        (Access::Member(_, roles), Kind::Session(role)) => held(roles.contains(&role)),
        (Access::Api { roles, writes, .. }, Kind::Token { role, writes: token }) => {
            held(roles.contains(&role) && (token || !writes))
        }
    }
}

fn held(held: bool) -> Expected {
    if held { Expected::Served } else { Expected::Forbidden }
}

/// Asks as a browser with our page open, or as a program, would: with the form's token, or with JSON.
fn ask(route: &Route, asker: &Asker, path: &str) -> Page {
    let method = match route.verb {
        Verb::Get => return asker.browser.visit(path),
        Verb::Post => Method::POST,
        Verb::Put => Method::PUT,
        Verb::Delete => Method::DELETE,
        Verb::Patch => Method::PATCH,
        Verb::Head => Method::HEAD,
        Verb::Options => Method::OPTIONS,
    };
    let api = matches!(route.access, Access::Api { .. });
    let headers = bodies::script_headers(route);
    if api && headers.is_none() {
        return asker.browser.call(method, path, &bodies::json_body(route));
    }
    let token = if api { String::new() } else { asker.browser.visit("/sign-in").form_token("").unwrap() };
    if let Some(headers) = headers {
        let ours = [("origin", asker.browser.origin()), ("x-csrf-token", token.as_str())];
        let headers = headers.iter().map(|(name, value)| (*name, value.as_str()));
        let headers: Vec<_> = headers.chain(ours.into_iter().filter(|_| !api)).collect();
        let uploads = route.path.contains("/uploads");
        let body = if uploads { String::new() } else { bodies::json_body(route).to_string() };
        return asker.browser.send(method, path, &headers, body.into_bytes());
    }
    let fields = bodies::form_fields(route);
    let fields = fields.iter().map(|(name, value)| (*name, value.as_str()));
    if bodies::has_file(route) {
        let fields: Vec<_> = [("csrf", token.as_str())].into_iter().chain(fields).collect();
        return asker.browser.post_file(path, &fields, b"{}");
    }
    asker.browser.post_form(path, &fields.chain([("csrf", token.as_str())]).collect::<Vec<_>>())
}

fn fault(route: &Route, asker: &Asker, page: &Page, nothing: impl FnOnce() -> Page) -> Option<String> {
    let api = matches!(route.access, Access::Api { .. });
    let right = match expected(route, asker.kind) {
        Expected::NotAboutMembers => page.status < 500,
        Expected::Forbidden => page.status == 403 && about_role(page),
        // An upload is its session's alone, whatever the role: tests/it/uploads.rs.
        Expected::Served if route.path.contains("/uploads") => {
            ![401, 403].contains(&page.status) && page.status < 500
        }
        Expected::Served => ![401, 403, 404].contains(&page.status) && page.status < 500,
        Expected::SignIn if api || route.verb != Verb::Get => page.status == 401,
        Expected::SignIn => page.status == 303 && page.location().starts_with("/sign-in"),
        Expected::AsIfNothing => {
            let nothing = nothing();
            page.status == 404
                && nothing.status == 404
                && without_ids(&page.body) == without_ids(&nothing.body)
        }
    };
    let wanted = expected(route, asker.kind);
    (!right).then(|| {
        format!(
            "{:?} {} as {}: {} instead of {wanted:?}: {:.200}",
            route.verb,
            route.path,
            asker.who,
            page.status,
            page.words()
        )
    })
}

/// Refused for the role, not for the form.
fn about_role(page: &Page) -> bool {
    let json = page.header("content-type").is_some_and(|kind| kind.contains("json"));
    !json || page.body.is_empty() || page.json()["code"] == "role_lacks_permission"
}

/// The text with each UUID and each form token as a sign: the request's own, and the one asked for.
fn without_ids(text: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_hexdigit() || c == '-' {
            word.push(c);
            continue;
        }
        let is_id = word.len() == 36 && word.matches('-').count() == 4;
        out.push_str(if is_id { "ID" } else { &word });
        word.clear();
        out.push(c);
    }
    out
}

#[test]
fn every_route_refuses_whoever_it_should_and_changes_nothing() {
    each_database(|app| {
        let world = World::new(app, "Northwind");
        let askers = askers(app, &world);
        let before = app.database.contents(ASKING);
        let mut faults = Vec::new();
        let mut asked = 0;
        for route in routes::table() {
            for asker in &askers {
                let wanted = expected(route, asker.kind);
                let harmless = route.verb == Verb::Get;
                if matches!(wanted, Expected::Served | Expected::NotAboutMembers) && !harmless {
                    continue;
                }
                let path = world.path(route, asker.person.as_ref()).unwrap();
                let denials = denials(app, &world);
                let page = ask(route, asker, &path);
                asked += 1;
                faults.extend(fault(route, asker, &page, || ask(route, asker, &World::random_path(route))));
                if wanted == Expected::Forbidden && self::denials(app, &world) != denials + 1 {
                    faults.push(format!(
                        "{:?} {} as {}: not in the audit log",
                        route.verb, route.path, asker.who
                    ));
                }
            }
        }
        assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
        assert!(asked > 200, "only {asked} requests were made");
        for (before, after) in before.iter().zip(app.database.contents(ASKING)) {
            assert_eq!(before, &after, "a refused request changed something");
        }
    });
}

fn denials(app: &TestApp, world: &World) -> usize {
    logged(app, world, "denied")
}

fn done(app: &TestApp, world: &World) -> usize {
    logged(app, world, "done")
}

fn logged(app: &TestApp, world: &World, outcome: &str) -> usize {
    let all = format!(
        "SELECT CAST(count(*) AS TEXT) AS line FROM audit_log WHERE outcome = '{outcome}' AND org_id = '{}'",
        world.company.id
    );
    app.database.lines(&all)[0].parse().unwrap()
}

#[test]
fn every_route_serves_whoever_it_should() {
    each_database(|app| {
        let mut faults = Vec::new();
        let mut stage = None;
        for (at, route) in routes::table().enumerate().filter(|(_, route)| route.verb != Verb::Get) {
            let (world, askers, before) = stage.take().unwrap_or_else(|| {
                let world = World::new(app, &format!("Northwind {at}"));
                let askers = askers(app, &world);
                (world, askers, app.database.contents(ASKING))
            });
            let mut first = true;
            let logged = done(app, &world);
            for asker in &askers {
                if expected(route, asker.kind) != Expected::Served || asker.kind == Kind::Foreign {
                    continue;
                }
                let path = world.path(route, asker.person.as_ref()).unwrap();
                let page = ask(route, asker, &path);
                // What one person has removed is gone for the next.
                if page.status != 404 || first {
                    faults.extend(fault(route, asker, &page, || page.clone()));
                }
                first = false;
            }
            // A route that did something gets the next one a world of its own.
            let ends_session = route.path == "/sign-out" || route.path.starts_with("/account");
            let same = app.database.contents(ASKING) == before;
            if !same && done(app, &world) == logged {
                faults.push(format!("{:?} {} changes a row and is not in the log", route.verb, route.path));
            }
            if !ends_session && same {
                stage = Some((world, askers, before));
            }
        }
        assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    });
}

#[test]
fn every_form_refuses_other_sites_and_stale_tokens() {
    each_database(|app| {
        let world = World::new(app, "Northwind");
        let before = app.database.contents(ASKING);
        let mut faults = Vec::new();
        for route in routes::table().filter(|route| route.verb != Verb::Get) {
            let role = match route.access {
                Access::Api { .. } => continue,
                Access::Member(_, roles) => roles.first().copied().unwrap(),
                Access::Public | Access::Respondent | Access::Announcer => Role::Owner,
            };
            let person = world.company.member(role);
            let browser = app.signed_in(person);
            let path = world.path(route, Some(person)).unwrap();
            let token = browser.visit("/sign-in").form_token("").unwrap();
            let other = app.browser().visit("/sign-in").form_token("").unwrap();
            // A script's request carries its token in a header; asking how far an upload came changes nothing.
            let streams = bodies::is_scripts(route);
            if streams && matches!(route.verb, Verb::Head | Verb::Options) {
                continue;
            }
            let kind =
                if streams { "application/offset+octet-stream" } else { "application/x-www-form-urlencoded" };
            let ask = |kind: &str, headers: &[(&str, &str)], token: &str| {
                let mut all = vec![("content-type", kind)];
                all.extend(headers);
                if streams {
                    all.push(("x-csrf-token", token));
                }
                let method = match route.verb {
                    Verb::Patch => Method::PATCH,
                    Verb::Delete => Method::DELETE,
                    Verb::Get | Verb::Post | Verb::Put | Verb::Head | Verb::Options => Method::POST,
                };
                browser.send(method, &path, &all, crate::helpers::form(&[("csrf", token)]))
            };
            let ours = ("origin", app.origin.as_str());
            let tries = [
                ("no token", ask(kind, &[ours], ""), 403),
                ("another's token", ask(kind, &[ours], &other), 403),
                ("another site", ask(kind, &[("origin", "https://evil.example")], &token), 403),
                ("a site beside", ask(kind, &[ours, ("sec-fetch-site", "same-site")], &token), 403),
                ("plain text", ask("text/plain", &[ours], &token), 415),
            ];
            let tries = tries.into_iter().filter(|(what, _, _)| !streams || *what != "plain text");
            for (what, page, status) in tries {
                // An upload's body is not a form, whoever sends one.
                let refused = [status, 415].contains(&page.status)
                    || (matches!(route.access, Access::Respondent | Access::Announcer)
                        && page.status < 500
                        && page.status >= 400);
                if !refused {
                    faults.push(format!("{} {what}: {} instead of {status}", route.path, page.status));
                }
            }
        }
        assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
        for (before, after) in before.iter().zip(app.database.contents(ASKING)) {
            assert_eq!(before, &after, "a refused form changed something");
        }
    });
}

#[test]
fn no_route_stands_twice_in_the_table() {
    let mut seen: Vec<(Verb, &str)> = Vec::new();
    for route in routes::table() {
        assert!(!seen.contains(&(route.verb, route.path)), "{:?} {} stands twice", route.verb, route.path);
        seen.push((route.verb, route.path));
    }
}
