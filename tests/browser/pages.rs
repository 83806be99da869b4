//! Pages that stand, looked at by a real browser.

use entente::access::Role;

use crate::stage::Stage;

#[test]
fn a_person_signs_in_and_out_with_the_keyboard() {
    let stage = Stage::set();
    let company = stage.app.company("Northwind");
    let tab = stage.driver.open();
    tab.goto(&stage.at("/account"));
    tab.wait_for("input[name=email]");
    assert!(tab.url().contains("/sign-in?next="), "{}", tab.url());
    tab.photograph("sign-in");
    tab.fill("input[name=email]", &company.member(Role::Owner).email);
    // Enter, in WebDriver's alphabet.
    tab.keys("input[name=password]", &format!("{}\u{e007}", crate::helpers::PASSWORD));
    tab.wait_for_url("/account");
    tab.wait_for(".topbar");
    tab.photograph("account");
    assert_eq!(tab.complaints(), Vec::<String>::new());
    let elsewhere: Vec<_> = tab
        .requests()
        .into_iter()
        .filter(|(_, url)| url.starts_with("http") && !url.starts_with(&stage.recorder.origin))
        .collect();
    assert!(elsewhere.is_empty(), "the page asked elsewhere: {elsewhere:?}");
}

#[test]
fn a_clickjacking_frame_and_an_inline_script_do_not_run() {
    let stage = Stage::set();
    let tab = stage.driver.open();
    tab.goto(&stage.at("/sign-in"));
    let ran = tab.run(
        "const script = document.createElement('script'); script.textContent = 'window.ran = true'; \
         document.body.append(script); return window.ran === true",
        &[],
    );
    assert_eq!(ran, false);
    let complaints = tab.complaints();
    assert!(complaints.iter().any(|text| text.contains("Content Security Policy")), "{complaints:?}");
}
