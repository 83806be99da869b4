//! The partner's own link for announcing changes, "we use none", and taking a company off.

use entente::access::Role;
use entente::config::Limits;
use entente::ids::PartnerId;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::chain::{DAY, LIST, actions, begun, company_fields, day, listed, names, sent};
use crate::helpers::{Browser, MailServer, Setup, TestApp, Until, each_database, each_database_with};
use crate::mail::{deliver, with_mail};

fn announcing(app: &TestApp, path: &str) -> Browser {
    let browser = app.browser();
    browser.submit_here(path, &[]).expect_redirect("/answer/notices");
    browser
}

fn path_of(link: &str) -> String {
    format!("/changes/{}", link.split("/changes/").nth(1).unwrap())
}

#[test]
fn a_partner_announces_by_a_link_of_its_own_when_the_questionnaires_has_ended() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        // Sessions and tokens end sooner than this link.
        let manager = || app.signed_in(company.member(Role::Manager));
        let api = || app.api(company.member(Role::Manager), true);
        let links = format!("/api/v1/partners/{partner}/change-links");
        let page = format!("/partners/{partner}/change-links");
        // Nobody gets a link who was never asked anything.
        api().post_json(&links, &json!({})).expect_status(409);
        let vetting = app.vetting(&company, &partner, Until::Decided);
        for days in ["0", "731", "soon"] {
            let refused = manager().submit(&page, &page, &[("days", days)]).expect_status(422);
            refused.expect_words("1 to 730 days");
        }
        let shown = manager().submit(&page, &page, &[("days", "365")]).expect_status(200);
        let link = shown.body.split(&format!("{}/changes/", app.origin)).nth(1).unwrap();
        let link = format!("/changes/{}", link.split('"').next().unwrap());
        // The questionnaire's link has ended, the other works.
        app.wait_minutes(200 * DAY);
        app.browser().visit(&format!("/a/{}", vetting.link.expose())).expect_status(410);
        app.browser().visit(&link).expect_words("Announce a change to Northwind");
        let respondent = announcing(app, &link);
        let mut fields = company_fields("Skywell Ltd", "IN", "scc_tia");
        fields.retain(|(field, _)| !["since", "revision"].contains(field));
        let starts = day(app, 60);
        fields.extend([("change", "add"), ("starts", starts.as_str())]);
        respondent.submit("/answer/notices", "/answer/notices", &fields).expect_redirect("/answer/notices");
        let lines: Value = api().visit(&format!("/api/v1/partners/{partner}/notices")).json();
        assert_eq!((&lines[0]["name"], lines.as_array().map(Vec::len)), (&json!("Skywell Ltd"), Some(1)));
        // It reaches the announcements alone.
        for other in ["/answer", "/answer/receipt", "/answer/section/A", "/answer/file/own", LIST] {
            respondent.visit(other).expect_status(409).expect_words("for announcing changes alone");
        }
        app.browser().visit(&link.replace("/changes/", "/a/")).expect_status(409);
        app.browser().visit(&format!("/changes/{}", vetting.link.expose())).expect_status(404);
        // Neither the questionnaire's links nor what ends them touch it.
        assert!(
            !manager().visit(&format!("/assessments/{}/send", vetting.assessment)).body.contains("year from")
        );
        // It can be extended, and ended; another takes the place of the earlier ones.
        let list: Value = api().visit(&links).json();
        let id = list[0]["id"].as_str().unwrap().to_owned();
        app.wait_minutes(170 * DAY);
        app.browser().visit(&link).expect_status(410);
        manager().submit(&page, &format!("/change-links/{id}/extend"), &[]).expect_redirect(&page);
        app.browser().visit(&link).expect_status(200);
        let second = api().post_json(&links, &json!({ "days": 90 })).expect_status(201).json();
        app.browser().visit(&link).expect_status(410);
        let second_path = path_of(second["link"].as_str().unwrap());
        let respondent = announcing(app, &second_path);
        let extend = format!("/api/v1/change-links/{id}/extend");
        api().post_json(&extend, &json!({ "days": 365 })).expect_status(404);
        let own = format!("/api/v1/change-links/{}", second["id"].as_str().unwrap());
        api().call(Method::DELETE, &own, &json!({})).expect_status(204);
        respondent.visit("/answer/notices").expect_status(410);
        // A link to a questionnaire is none of these.
        let other = format!("/api/v1/change-links/{}", vetting.link_id.unwrap());
        api().call(Method::DELETE, &other, &json!({})).expect_status(404);
        let made = ["change_link.make", "change_link.begin", "change_link.extend", "change_link.make"];
        let made: Vec<&str> = made.into_iter().chain(["change_link.begin", "change_link.revoke"]).collect();
        assert_eq!(actions(app, "change_link.%"), made);
    });
}

#[test]
fn a_link_for_changes_is_made_for_a_partner_that_was_asked_and_touches_no_other() {
    each_database(|app| {
        let company = app.company("Northwind");
        let [otter, heron] = ["Otter", "Heron"].map(|name| app.partner(&company, name));
        let api = app.api(company.member(Role::Manager), true);
        let of = |partner: &PartnerId| format!("/api/v1/partners/{partner}/change-links");
        // Describing the sharing asks nobody anything.
        app.vetting(&company, &heron, Until::Intake);
        api.post_json(&of(&heron), &json!({})).expect_status(409);
        let asked = app.vetting(&company, &otter, Until::Sent);
        let mine = api.post_json(&of(&otter), &json!({})).expect_status(201).json();
        let path = path_of(mine["link"].as_str().unwrap());
        // Neither another partner's link nor another one to the questionnaire ends it.
        let other = app.partner(&company, "Plover");
        app.vetting(&company, &other, Until::Sent);
        api.post_json(&of(&other), &json!({})).expect_status(201);
        assert_eq!(api.visit(&of(&otter)).json().as_array().map(Vec::len), Some(1));
        let assessment = format!("/api/v1/assessments/{}", asked.assessment);
        let links = api.visit(&format!("{assessment}/links")).json();
        assert_eq!(links.as_array().map(Vec::len), Some(1), "it is none of those to the questionnaire");
        let revision = api.visit(&assessment).json()["revision"].clone();
        let again = json!({ "revision": revision });
        api.post_json(&format!("{assessment}/links"), &again).expect_status(201);
        app.browser().visit(&format!("/a/{}", asked.link.expose())).expect_status(410);
        app.browser().visit(&path).expect_status(200);
        // It is no other organisation's.
        let stranger = app.api(app.company("Tidewater").member(Role::Manager), true);
        let own = format!("/api/v1/change-links/{}", mine["id"].as_str().unwrap());
        stranger.visit(&of(&otter)).expect_status(404);
        stranger.post_json(&of(&otter), &json!({})).expect_status(404);
        stranger.post_json(&format!("{own}/extend"), &json!({ "days": 9 })).expect_status(404);
        stranger.call(Method::DELETE, &own, &json!({})).expect_status(404);
        stranger.visit(&format!("{assessment}/links")).expect_status(404);
        app.browser().visit(&path).expect_status(200);
        // Who is put away is given none.
        api.post_json(&format!("/api/v1/partners/{otter}/archive"), &json!({})).expect_status(204);
        api.post_json(&of(&otter), &json!({})).expect_status(409);
    });
}

#[test]
fn the_door_of_a_link_for_changes_and_what_lies_behind_it_are_not_tried_without_end() {
    let limits = Limits { sign_in_burst: 5, sign_in_refill_seconds: 3_600, ..Setup::default().limits };
    each_database_with(&Setup { limits, ..Setup::default() }, |app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        app.vetting(&company, &partner, Until::Sent);
        let (_, token) = app.change_link(&company, &partner);
        let path = format!("/changes/{}", token.expose());
        let browser = announcing(app, &path);
        let csrf = browser.visit("/answer/notices").form_token("").unwrap();
        let tries = (0..400).map(|_| browser.post_form("/answer/notices", &[("csrf", &csrf)]).status);
        let tries = tries.take_while(|status| *status != 429).count();
        assert!((100..399).contains(&tries), "{tries} announcements at once");
        let begun = (0..9).filter(|_| app.browser().submit_here(&path, &[]).status == 303).count();
        assert_eq!(begun, 4, "five at once, and one was used");
    });
}

#[test]
fn the_link_for_changes_is_mailed_in_the_partners_language() {
    with_mail(|app, server: &MailServer| {
        let (company, vetting) = sent(app);
        let page = format!("/partners/{}/change-links", vetting.partner);
        let manager = app.signed_in(company.member(Role::Manager));
        let bad = [("days", "365"), ("email", "a@b.example\r\nBcc: c@d.example"), ("language", "fr")];
        manager.submit(&page, &page, &bad).expect_status(422);
        let bad = [("days", "365"), ("email", "ines@otter.example"), ("language", "tlh")];
        manager.submit(&page, &page, &bad).expect_status(422);
        let fields = [("days", "365"), ("email", "ines@otter.example"), ("language", "fr")];
        manager.submit(&page, &page, &fields).expect_status(200);
        deliver(app);
        let taken = server.taken();
        assert_eq!(taken.len(), 1, "a refused form mails nothing: {taken:?}");
        assert_eq!(taken[0].to, "ines@otter.example");
        assert!(
            taken[0].text.contains("d'engager") || taken[0].text.contains("prévenir"),
            "{}",
            taken[0].text
        );
        let link = path_of(taken[0].text.split_whitespace().find(|word| word.contains("/changes/")).unwrap());
        announcing(app, &link);
        assert!(!taken[0].text.contains('⟦') && !taken[0].text.contains("{$"));
    });
}

#[test]
fn we_use_none_empties_the_kept_list_and_an_empty_list_alone_does_not() {
    each_database(|app| {
        let (company, vetting) = sent(app);
        let kept = format!("partners/{}", vetting.partner);
        let manager = app.api(company.member(Role::Manager), true);
        let one = json!([{ "name": "Old Host", "purpose": "x", "data": ["aggregate"], "country": "DE", "transfer": "bcr" }]);
        manager.call(Method::PUT, &format!("/api/v1/{kept}/sub-processors"), &one).expect_status(204);
        let partner = begun(app, &vetting);
        let none = format!("{LIST}/none");
        // Said, taken back, said again; a company on the list says otherwise by itself.
        partner.submit(LIST, &none, &[]).expect_redirect(LIST);
        partner.visit(LIST).expect_words("You have said that you use none.");
        partner.visit("/answer/section/G").expect_words("You have said that you use none.");
        partner.submit(LIST, &none, &[("back", "yes")]).expect_redirect(LIST);
        partner.submit(LIST, &none, &[]).expect_redirect(LIST);
        let token = partner.visit(LIST).form_token(LIST).unwrap();
        partner.submit(LIST, LIST, &company_fields("Cloud Nine GmbH", "DE", "bcr")).expect_redirect(LIST);
        partner.post_form(&none, &[("csrf", &token)]).expect_status(409);
        let list = listed(app, &company, &format!("assessments/{}", vetting.assessment));
        assert_eq!((names(&list), &list["nobody"]), (vec!["Cloud Nine GmbH"], &json!(false)));
        // Taking it off asks first.
        let id = list["list"][0]["id"].as_str().unwrap();
        let page = partner.visit(LIST).expect_words("Cloud Nine GmbH leaves the list");
        assert!(page.body.contains("<details class=\"confirm\">"), "{}", page.body);
        partner.submit(LIST, &format!("{LIST}/{id}/remove"), &[]).expect_redirect(LIST);
        app.answer_all(&vetting);
        assert_eq!(names(&listed(app, &company, &kept)), ["Old Host"], "nothing was said of who is there");
        let printed = partner.visit("/answer/print").expect_words("Your list is empty.");
        assert!(!printed.body.contains("Old Host"));

        // The same with these words; a table that names somebody says otherwise.
        let again = app.vetting(&company, &app.partner(&company, "Heron"), Until::Sent);
        let kept = format!("partners/{}", again.partner);
        manager.call(Method::PUT, &format!("/api/v1/{kept}/sub-processors"), &one).expect_status(204);
        let partner = begun(app, &again);
        partner.submit(LIST, &none, &[]).expect_redirect(LIST);
        let table = b"name,purpose,data,country,transfer\nCloud Nine,Hosting,aggregate,DE,not_needed\n";
        partner.submit_file(LIST, &format!("{LIST}/load"), &[], table).expect_redirect(LIST);
        let list = listed(app, &company, &format!("assessments/{}", again.assessment));
        assert_eq!((names(&list), &list["nobody"]), (vec!["Cloud Nine"], &json!(false)));
        let id = list["list"][0]["id"].as_str().unwrap();
        partner.submit(LIST, &format!("{LIST}/{id}/remove"), &[]).expect_redirect(LIST);
        partner.submit(LIST, &none, &[]).expect_redirect(LIST);
        app.answer_all(&again);
        assert_eq!(names(&listed(app, &company, &kept)), Vec::<&str>::new());
        let receipt = partner.visit("/answer/receipt.json").expect_status(200).json();
        let g1 = receipt["answers"].as_array().unwrap().iter().find(|one| one["id"] == "G1").unwrap();
        assert_eq!(g1["no_sub_processors"], json!(true));
        partner.visit("/answer/receipt").expect_words("You have said that you use none.");
        let token = partner.visit("/answer/notices").form_token("/answer/notices").unwrap();
        partner.post_form(&none, &[("csrf", &token)]).expect_status(409);
        let manager = app.signed_in(company.member(Role::Manager));
        let stated = format!("/assessments/{}/sub-processors", again.assessment);
        manager.visit(&stated).expect_words("The partner says that it uses none.");
        let said = ["none", "none_back", "none", "none", "none"].map(|act| format!("sub_processor.{act}"));
        assert_eq!(actions(app, "sub_processor.none%"), said);
    });
}

#[test]
fn the_list_stands_in_the_copy_to_print() {
    each_database(|app| {
        let (_, vetting) = sent(app);
        let partner = begun(app, &vetting);
        partner.submit(LIST, LIST, &company_fields("Cloud Nine GmbH", "DE", "scc_tia")).expect_redirect(LIST);
        let open = partner.visit("/answer/print").expect_words("Cloud Nine GmbH").expect_words("Germany");
        assert!(!open.body.contains("confirm-panel"), "nothing is pressed on paper");
        app.answer_all(&vetting);
        partner.visit("/answer/print").expect_words("Cloud Nine GmbH").expect_words("Hosting");
        partner.visit("/answer/receipt").expect_words("One company is on your list.");
    });
}
