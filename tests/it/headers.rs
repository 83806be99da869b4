//! Security headers, on whatever the server answers (security.md T22, R).

use entente::access::Role;
use entente::web::route::{Access, Verb};
use entente::web::routes;

use crate::helpers::{Page, World, each_database};

/// What every answer carries.
fn check(page: &Page) {
    let header = |name: &str| page.header(name).unwrap_or_else(|| panic!("{}: no {name}", page.request));
    let policy = header("content-security-policy");
    // A partner's document may do nothing at all; the preview is a page of ours with its words.
    let document = page.request.contains("/evidence/") && !page.request.ends_with("/preview");
    let is_file = document && page.status == 200;
    let file = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    assert_eq!(policy == file, is_file, "{}: {policy}", page.request);
    let parts = [
        "default-src 'none'",
        "base-uri 'none'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ];
    for part in parts.into_iter().filter(|_| !is_file) {
        assert!(policy.contains(part), "{}: {policy}", page.request);
    }
    for weak in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"] {
        assert!(!policy.contains(weak), "{}: {policy}", page.request);
    }
    assert_eq!(header("x-content-type-options"), "nosniff", "{}", page.request);
    assert_eq!(header("referrer-policy"), "no-referrer", "{}", page.request);
    assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{}", page.request);
    assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{}", page.request);
    assert!(page.header("access-control-allow-origin").is_none(), "{}", page.request);
    assert!(page.header("server").is_none() && page.header("x-powered-by").is_none(), "{}", page.request);
    let kind = page.header("content-type").unwrap_or_default();
    if kind.starts_with("text/") {
        assert!(kind.contains("charset=utf-8"), "{}: {kind}", page.request);
    }
    let shared = page.request.contains("/assets/") && page.status == 200;
    let cache = header("cache-control");
    assert!(shared || cache.contains("no-store"), "{}: {cache}", page.request);
    if kind.starts_with("text/html") {
        for inline in ["<style", " style=\"", " onclick=", "javascript:"] {
            assert!(!page.body.contains(inline), "{}: {inline} in the page", page.request);
        }
        let scripts = page.body.split("<script").skip(1);
        assert!(
            scripts.into_iter().all(|tag| tag.starts_with(" ")
                && tag.contains("src=")
                && tag.contains("integrity=\"sha256-")),
            "{}: a script that is inline, or whose content nothing pins",
            page.request
        );
        for tag in page.body.split("<link rel=\"modulepreload\"").skip(1) {
            assert!(tag.split('>').next().unwrap().contains("integrity=\"sha256-"), "{}", page.request);
        }
    }
}

#[test]
fn every_page_carries_them() {
    each_database(|app| {
        let world = World::new(app, "Northwind");
        let owner = app.signed_in(world.company.member(Role::Owner));
        let program = app.api(world.company.member(Role::Owner), true);
        for route in routes::table().filter(|route| route.verb == Verb::Get) {
            let path = world.path(route, None).unwrap();
            let page = match route.access {
                Access::Api { .. } => program.visit(&path),
                Access::Public | Access::Respondent | Access::Announcer | Access::Member(..) => {
                    owner.visit(&path)
                }
            };
            assert!(page.status < 500, "{}: {}", page.request, page.status);
            check(&page);
        }
    });
}

#[test]
fn refusals_carry_them_too() {
    each_database(|app| {
        let world = World::new(app, "Northwind");
        let browser = app.browser();
        for path in
            ["/no/such/address", "/settings", "/api/v1/me", "/api/v1/none", "/invite/none", "/assets/none"]
        {
            let page = browser.visit(path);
            assert!((300..500).contains(&page.status), "{path}: {}", page.status);
            check(&page);
        }
        check(
            &app.signed_in(world.company.member(Role::Leader)).visit("/settings/people").expect_status(403),
        );
        check(&browser.post_form("/sign-in", &[]).expect_status(403));
        check(&browser.post_raw("/sign-in", &[("content-type", "text/plain")], "x").expect_status(415));
        check(&browser.post_raw("/assets/app.css", &[], "").expect_status(405));
    });
}

#[test]
fn compiling_webassembly_is_for_the_hashing_page_and_its_worker_alone() {
    each_database(|app| {
        let world = World::new(app, "Northwind");
        let owner = app.signed_in(world.company.member(Role::Owner));
        let compiles = |path: &str| {
            let page = owner.visit(path);
            page.header("content-security-policy").unwrap().contains("wasm-unsafe-eval")
        };
        for route in routes::table().filter(|route| route.verb == Verb::Get) {
            let hashing = route.path == "/rooms/{id}/audience";
            let path = world.path(route, None).unwrap();
            assert_eq!(compiles(&path), hashing, "{}", route.path);
        }
        for (name, ..) in entente::web::assets::embedded() {
            assert_eq!(compiles(&format!("/assets/{name}")), *name == "hash-worker.js", "{name}");
        }
    });
}
