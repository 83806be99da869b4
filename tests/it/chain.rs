//! The partner's chain: the list beside the question, what becomes of it, notices with the right to object, and who depends on
//! whom.

use entente::access::Role;
use entente::ids::PartnerId;
use entente::rooms::Side;
use entente::rooms::lifecycle::CloseReason;
use entente::services::chain;
use entente::services::vetting::{answers_carry, assessment_start};
use entente::store;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::helpers::{Browser, Company, TestApp, Until, Vetting, each_database, form, sub_processor};

pub const LIST: &str = "/answer/q/G1/list";
pub const DAY: i64 = 24 * 60;

pub fn begun(app: &TestApp, vetting: &Vetting) -> Browser {
    let browser = app.browser();
    browser.submit_here(&format!("/a/{}", vetting.link.expose()), &[]).expect_redirect("/answer");
    browser
}

pub fn company_fields<'a>(name: &'a str, country: &'a str, transfer: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("purpose", "Hosting"),
        ("data", "direct_identifiers"),
        ("data", "purchase_history"),
        ("country", country),
        ("transfer", transfer),
        ("since", "2023-02-01"),
        ("website", "https://cloudnine.example"),
        ("revision", "0"),
    ]
}

pub fn sent(app: &TestApp) -> (Company, Vetting) {
    let company = app.company("Northwind");
    let partner = app.partner(&company, "Otter");
    let sent = app.vetting(&company, &partner, Until::Sent);
    (company, sent)
}

pub fn listed(app: &TestApp, company: &Company, of: &str) -> Value {
    let api = app.api(company.member(Role::Leader), false);
    api.visit(&format!("/api/v1/{of}/sub-processors")).expect_status(200).json()
}

pub fn names(list: &Value) -> Vec<&str> {
    list["list"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

pub fn day(app: &TestApp, days: i64) -> String {
    app.now().plus_days(days).to_utc().date_naive().to_string()
}

pub fn actions(app: &TestApp, like: &str) -> Vec<String> {
    app.database
        .lines(&format!("SELECT action AS line FROM audit_log WHERE action LIKE '{like}' ORDER BY seq"))
}

#[test]
fn the_list_is_written_beside_its_question_sent_with_the_answers_and_then_stays() {
    each_database(|app| {
        let (company, vetting) = sent(app);
        let partner = begun(app, &vetting);
        partner.visit("/answer/section/G").expect_words("Your list is empty.");
        let go = [("G1:option", "full"), ("G1:revision", "0"), ("go", "list:G1")];
        partner.submit_here("/answer/section/G", &go).expect_redirect(LIST);
        // What cannot be taken is told field by field, and what was typed stays.
        let mut wrong = company_fields("Cloud Nine GmbH", "UK", "handshake");
        wrong[6].1 = "yesterday";
        let page = partner.submit(LIST, LIST, &wrong).expect_status(422).expect_words("Choose a country.");
        page.expect_words("Choose the ground.")
            .expect_words("Give a day as 2027-03-12")
            .expect_words("Hosting");
        partner
            .submit(LIST, LIST, &company_fields("Cloud Nine GmbH", "DE", "not_needed"))
            .expect_redirect(LIST);
        let twice = partner.submit(LIST, LIST, &company_fields("CLOUD-NINE GmbH", "DE", "bcr"));
        twice.expect_status(422).expect_words("on the list with that country already");
        // Outside the area without a tool: taken, and flagged.
        partner
            .submit(LIST, LIST, &company_fields("Mailbird Inc.", "US", "not_needed"))
            .expect_redirect(LIST);
        partner.visit(LIST).expect_words("Outside the EEA: name the tool").expect_words("United States");
        let list = listed(app, &company, &format!("assessments/{}", vetting.assessment));
        assert_eq!(list["list"][1]["flags"], json!(["outside_eea"]));
        // Changing it on a revision that is no more changes nothing.
        let id = list["list"][1]["id"].as_str().unwrap();
        let edit = format!("{LIST}/{id}/edit");
        let mut fields = company_fields("Mailbird Inc.", "US", "scc_tia");
        fields[8].1 = "7";
        partner.submit(&edit, &edit, &fields).expect_status(409);
        fields[8].1 = "1";
        partner.submit(&edit, &edit, &fields).expect_redirect(LIST);
        partner.visit("/answer/section/G").expect_words("2 companies are on your list.");

        app.answer_all(&vetting);
        let receipt = partner.visit("/answer/receipt.json").expect_status(200).json();
        let answers = receipt["answers"].as_array().unwrap();
        let g1 = answers.iter().find(|answer| answer["id"] == "G1").unwrap();
        assert_eq!(g1["sub_processors"][0]["name"], "Cloud Nine GmbH");
        assert_eq!(g1["sub_processors"][1]["transfer"], "scc_tia");
        assert!(
            answers.iter().filter(|answer| answer["id"] != "G1").all(|a| a.get("sub_processors").is_none())
        );
        // It stays as it was sent: no form, and no door behind it.
        assert!(!partner.visit(LIST).expect_words("Cloud Nine GmbH").body.contains("<textarea"));
        let token = partner.visit("/answer/notices").form_token("/answer/notices").unwrap();
        let late: Vec<_> =
            [("csrf", token.as_str())].into_iter().chain(company_fields("Late Ltd", "FR", "bcr")).collect();
        partner.post_form(LIST, &late).expect_status(409);
        partner.post_form(&format!("{LIST}/{id}/remove"), &[("csrf", &token)]).expect_status(409);
        // The manager reads it on both pages.
        let manager = app.signed_in(company.member(Role::Manager));
        let page = format!("/assessments/{}", vetting.assessment);
        manager.visit(&page).expect_words("Sub-processors as stated");
        manager.visit(&format!("{page}/sub-processors")).expect_words("Mailbird Inc.");
        manager.visit(&format!("/partners/{}", vetting.partner)).expect_words("Cloud Nine GmbH");
        assert_eq!(names(&listed(app, &company, &format!("partners/{}", vetting.partner))).len(), 2);
    });
}

#[test]
fn a_list_is_nobody_elses() {
    each_database(|app| {
        let (company, vetting) = sent(app);
        let partner = begun(app, &vetting);
        partner
            .submit(LIST, LIST, &company_fields("Cloud Nine GmbH", "DE", "not_needed"))
            .expect_redirect(LIST);
        // A question without a list, a colleague with another section, another partner's respondent.
        partner.visit("/answer/q/A1/list").expect_status(404);
        let made = partner.submit("/answer/section/A", "/answer/section/A/delegate", &[]);
        let colleague = app.browser();
        let link = made.body.split("/a/").nth(1).unwrap().split('"').next().unwrap();
        colleague.submit_here(&format!("/a/{link}"), &[]).expect_redirect("/answer");
        colleague.visit(LIST).expect_status(404);
        colleague.visit("/answer/notices").expect_status(409);
        let list = listed(app, &company, &format!("assessments/{}", vetting.assessment));
        let id = list["list"][0]["id"].as_str().unwrap().to_owned();
        let another = app.vetting(&company, &app.partner(&company, "Heron"), Until::Sent);
        let stranger = begun(app, &another);
        stranger.visit(&format!("{LIST}/{id}/edit")).expect_status(404);
        let token = stranger.visit(LIST).form_token(LIST).unwrap();
        stranger.post_form(&format!("{LIST}/{id}/remove"), &[("csrf", &token)]).expect_status(404);
        // The round's entry is not on the kept list, for the members of the organisation either.
        let api = app.api(company.member(Role::Manager), true);
        let path = format!("/api/v1/partners/{}/sub-processors/{id}", vetting.partner);
        api.call(Method::DELETE, &path, &json!({})).expect_status(404);
        assert_eq!(names(&listed(app, &company, &format!("assessments/{}", vetting.assessment))).len(), 1);
    });
}

const TABLE: &str = "name;purpose;data;country;transfer\nCloud Nine GmbH;Hosting;direct_identifiers;DE;not_needed\n\
    =HYPERLINK(1);Mail;children;US;adequacy\n";

#[test]
fn a_table_takes_the_place_of_the_list_whole_or_not_at_all() {
    each_database(|app| {
        let (company, vetting) = sent(app);
        let partner = begun(app, &vetting);
        partner.submit(LIST, LIST, &company_fields("Old Host", "FR", "not_needed")).expect_redirect(LIST);
        let load = format!("{LIST}/load");
        let token = partner.visit(LIST).form_token(&load).unwrap();
        let wrong = format!("{TABLE}X;;children;XX;bcr\n");
        let page = partner.post_form(&load, &[("csrf", &token), ("table", &wrong)]).expect_status(422);
        page.expect_words("Line 4, column country: Choose a country.").expect_words("Line 4, column purpose");
        partner.visit(LIST).expect_words("Old Host");
        // As a browser sends a file.
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--b\r\nContent-Disposition: form-data; \
             name=\"table\"\r\n\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"l.csv\"\r\n\
             Content-Type: text/csv\r\n\r\n{TABLE}\r\n--b--\r\n"
        );
        let origin = partner.origin().to_owned();
        let kind = ("content-type", "multipart/form-data; boundary=b");
        partner.post_raw(&load, &[kind, ("origin", &origin)], body.into_bytes()).expect_redirect(LIST);
        let file = partner.visit(&format!("{LIST}/file")).expect_status(200).body;
        assert!(file.contains("'=HYPERLINK(1),Mail,children,US,adequacy"), "{file}");
        assert!(!file.contains("Old Host"));
        app.answer_all(&vetting);
        // A member does the same with the kept list, and the saved table reads back as it was.
        let manager = app.signed_in(company.member(Role::Manager));
        let own = format!("/partners/{}/sub-processors", vetting.partner);
        let saved = manager.visit(&format!("{own}/file")).expect_status(200).body;
        assert_eq!(saved, file);
        let load = format!("{own}/load");
        let token = manager.visit(&load).form_token(&load).unwrap();
        manager.post_form(&load, &[("csrf", &token), ("table", &saved)]).expect_redirect(&own);
        assert_eq!(manager.visit(&format!("{own}/file")).body, file);
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let none = form(&[("csrf", &token), ("table", "")]);
        manager.post_raw(&load, &[kind, ("origin", &origin)], none).expect_status(422);
    });
}

#[test]
fn the_next_round_begins_with_the_kept_list_and_says_what_is_new_and_what_is_gone() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let first = app.vetting(&company, &partner, Until::Sent);
        let respondent = begun(app, &first);
        for name in ["Cloud Nine GmbH", "Old Host"] {
            respondent.submit(LIST, LIST, &company_fields(name, "DE", "not_needed")).expect_redirect(LIST);
        }
        app.answer_all(&first);
        crate::helpers::review_all(app, &company, &first.assessment);
        crate::vetting::decide(app, Role::Reviewer, &company, &first.assessment, &[("decided", "approve")])
            .expect_redirect(&format!("/partners/{partner}"));
        // By hand between the rounds.
        let manager = app.signed_in(company.member(Role::Manager));
        let own = format!("/partners/{partner}/sub-processors");
        let new = format!("{own}/new");
        manager.submit(&new, &new, &company_fields("Mailbird Inc.", "US", "none")).expect_redirect(&own);
        let shown = manager.visit(&own).expect_words("New since the last round");
        shown.expect_words("No transfer tool");
        app.wait_minutes(1);
        let who = company.member(Role::Manager).proof();
        let second = app.tell(|tx| assessment_start(tx, &who, &partner, app.now()));
        let api = app.api(company.member(Role::Manager), true);
        let revision: Value = api.visit(&format!("/api/v1/assessments/{second}")).json();
        let link = api
            .post_json(
                &format!("/api/v1/assessments/{second}/links"),
                &json!({ "revision": revision["revision"] }),
            )
            .expect_status(201)
            .json();
        assert!(app.tell(|tx| answers_carry(tx, &who, &second, app.now())) > 0);
        let list = listed(app, &company, &format!("assessments/{second}"));
        assert_eq!(names(&list), ["Cloud Nine GmbH", "Mailbird Inc.", "Old Host"]);
        assert!(list["list"].as_array().unwrap().iter().all(|one| one["carried_over"] == json!(true)));
        let respondent = app.browser();
        let path = link["link"].as_str().unwrap().split("/a/").nth(1).unwrap().to_owned();
        respondent.submit_here(&format!("/a/{path}"), &[]).expect_redirect("/answer");
        respondent.visit(LIST).expect_words("From the last round");
        let old = list["list"][2]["id"].as_str().unwrap();
        respondent.submit(LIST, &format!("{LIST}/{old}/remove"), &[]).expect_redirect(LIST);
        let list = listed(app, &company, &format!("assessments/{second}"));
        assert_eq!(list["gone"], json!(["Old Host"]));
        assert_eq!(list["list"][1]["is_new"], json!(true), "{list}");
        assert_eq!(list["list"][0]["is_new"], json!(false));
    });
}

/// A partner in a counted room, with a respondent who can still come in.
fn in_a_room(app: &TestApp) -> (Company, PartnerId, impl Fn() -> Option<CloseReason> + '_) {
    let (host, guest) = (app.company("Host"), app.company("Guest"));
    let (room, _) = app.counted_room(&host, &guest);
    let found = app.store.read(|tx| store::room_fetch(tx, &host.id, &room)).unwrap();
    let partner =
        app.store.read(|tx| store::room_partner(tx, &host.id, found.org(Side::Guest))).unwrap().unwrap();
    let id = host.id.clone();
    let closed = move || app.store.read(|tx| store::room_fetch(tx, &id, &room)).unwrap().closed();
    (host, partner, closed)
}

fn record(app: &TestApp, company: &Company, partner: &PartnerId, starts: i64) -> String {
    let api = app.api(company.member(Role::Manager), true);
    let body = json!({
        "change": "add", "starts": day(app, starts),
        "company": { "name": "Skywell Ltd", "purpose": "E-mail", "data": ["direct_identifiers"], "country": "GB", "transfer": "adequacy" },
    });
    let made = api.post_json(&format!("/api/v1/partners/{partner}/notices"), &body).expect_status(201).json();
    made["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_accepted_company_ends_the_decision_at_once_and_enters_the_list_on_its_day() {
    each_database(|app| {
        let (host, partner, closed) = in_a_room(app);
        let notice = record(app, &host, &partner, 40);
        let manager = app.signed_in(host.member(Role::Manager));
        manager.visit("/").expect_words("Changes of a partner").expect_words("Skywell Ltd · object until");
        let own = format!("/partners/{partner}/sub-processors");
        manager
            .visit(&format!("/partners/{partner}"))
            .expect_words("One announced change waits for an answer.");
        assert_eq!(closed(), None, "a notice alone ends nothing");
        manager
            .submit(&own, &format!("/notices/{notice}/accept"), &[])
            .expect_redirect(&format!("{own}#notices"));
        assert_eq!(closed(), Some(CloseReason::EarlyTrigger));
        let page = manager.visit(&format!("/partners/{partner}")).expect_words("Void: an input changed");
        page.expect_words("Skywell Ltd (GB) · E-mail");
        let told = app.api(host.member(Role::Leader), false);
        let told: Value = told.visit(&format!("/api/v1/partners/{partner}/triggers")).json();
        assert!(
            told[0]["by"].is_string() && told[0]["came_from"].is_null(),
            "who accepted reports it: {told}"
        );
        assert!(!manager.visit("/").body.contains("Changes of a partner"));
        // Not on the list before its day, and once on it.
        app.run_jobs();
        assert_eq!(names(&listed(app, &host, &format!("partners/{partner}"))), Vec::<&str>::new());
        app.wait_minutes(40 * DAY);
        app.run_jobs();
        app.run_jobs();
        let list = listed(app, &host, &format!("partners/{partner}"));
        assert_eq!((names(&list), &list["list"][0]["since"]), (vec!["Skywell Ltd"], &json!(day(app, 0))));
        let acts = ["notice.announce", "notice.accept", "notice.list"];
        assert_eq!(actions(app, "notice.%"), acts);
        // What is settled stays settled.
        let api = app.api(host.member(Role::Manager), true);
        api.post_json(&format!("/api/v1/notices/{notice}/accept"), &json!({})).expect_status(409);
        let reason = json!({ "reason": "We have changed our mind about it." });
        api.post_json(&format!("/api/v1/notices/{notice}/object"), &reason).expect_status(409);
        // A removal ends no decision.
        let id = list["list"][0]["id"].as_str().unwrap();
        let body = json!({ "change": "remove", "leaves": id, "starts": day(app, 0) });
        let made =
            api.post_json(&format!("/api/v1/partners/{partner}/notices"), &body).expect_status(201).json();
        let path = format!("/api/v1/notices/{}/accept", made["id"].as_str().unwrap());
        api.post_json(&path, &json!({})).expect_status(204);
        assert_eq!(names(&listed(app, &host, &format!("partners/{partner}"))), Vec::<&str>::new());
        assert_eq!(actions(app, "partner.trigger").len(), 1);
    });
}

#[test]
fn silence_until_the_end_counts_as_acceptance_and_the_log_says_so() {
    each_database(|app| {
        let (host, partner, closed) = in_a_room(app);
        let owner = app.api(host.member(Role::Owner), true);
        owner.call(Method::PUT, "/api/v1/objection-period", &json!({ "days": 3 })).expect_status(204);
        let notice = record(app, &host, &partner, 1);
        app.wait_minutes(3 * DAY);
        app.run_jobs();
        assert_eq!(closed(), None, "the last day is not over");
        app.wait_minutes(DAY);
        // Over, though no job has run yet: it is too late to object.
        let api = app.api(host.member(Role::Manager), true);
        let reason = json!({ "reason": "Their country has no adequate law." });
        api.post_json(&format!("/api/v1/notices/{notice}/object"), &reason).expect_status(409);
        app.run_jobs();
        assert_eq!(closed(), Some(CloseReason::EarlyTrigger));
        let lines: Value = api.visit(&format!("/api/v1/partners/{partner}/notices")).json();
        assert_eq!(lines[0]["state"], json!("tacit"));
        assert_eq!(lines[0]["starts_early"], json!(true), "it started before the period was over");
        assert_eq!(names(&listed(app, &host, &format!("partners/{partner}"))), ["Skywell Ltd"]);
        let by =
            "SELECT actor_kind AS line FROM audit_log WHERE action IN ('notice.lapse', 'partner.trigger')";
        assert_eq!(app.database.lines(by), ["system", "system"]);
        let manager = app.signed_in(host.member(Role::Manager));
        let page = manager.visit(&format!("/partners/{partner}/sub-processors"));
        page.expect_words("Nobody objected until").expect_words("Accepted by silence");
        // No member reported it.
        let told: Value = api.visit(&format!("/api/v1/partners/{partner}/triggers")).json();
        assert_eq!((&told[0]["by"], &told[0]["came_from"]), (&Value::Null, &json!("silence")));
        let page = manager.visit(&format!("/partners/{partner}"));
        page.expect_words("reported by the server, because nobody objected");
    });
}

#[test]
fn the_partner_announces_reads_the_objection_and_says_what_it_does() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let vetting = app.vetting(&company, &partner, Until::Decided);
        let respondent = begun(app, &vetting);
        respondent.visit("/answer").expect_words("Announce a change");
        let starts = day(app, 60);
        let announce = |name: &str, starts: &str| {
            let mut fields = company_fields(name, "IN", "scc_tia");
            fields.retain(|(field, _)| !["since", "revision"].contains(field));
            let fields: Vec<_> = fields.into_iter().chain([("change", "add"), ("starts", starts)]).collect();
            respondent.submit("/answer/notices", "/answer/notices", &fields)
        };
        announce("Skywell Ltd", "soon").expect_status(422).expect_words("Give the day");
        announce("Skywell Ltd", &starts).expect_redirect("/answer/notices");
        announce("SKYWELL, Ltd", &starts).expect_status(409);
        announce("Brightmail", &starts).expect_redirect("/answer/notices");
        let api = app.api(company.member(Role::Manager), true);
        let of = |n: usize| {
            let lines: Value = api.visit(&format!("/api/v1/partners/{partner}/notices")).json();
            (lines[n]["id"].as_str().unwrap().to_owned(), lines[n]["state"].as_str().unwrap().to_owned())
        };
        let (brightmail, skywell) = (of(0).0, of(1).0);
        let manager = app.signed_in(company.member(Role::Manager));
        for id in [&brightmail, &skywell] {
            let path = format!("/notices/{id}/object");
            manager
                .submit(&path, &path, &[("reason", "No, not those.")])
                .expect_status(422)
                .expect_words("20 to 2,000");
            let reason = "Their support reads our data from abroad.";
            let done = manager.submit(&path, &path, &[("reason", reason)]);
            done.expect_redirect(&format!("/partners/{partner}/sub-processors#notices"));
        }
        let page =
            respondent.visit("/answer/notices").expect_words("Their support reads our data from abroad.");
        assert!(!page.body.contains("Objected to by"), "who objected is not theirs to know");
        let outcome = |id: &str, what: &str| {
            let action = format!("/answer/notices/{id}/outcome");
            respondent.submit("/answer/notices", &action, &[("outcome", what)])
        };
        outcome(&brightmail, "withdrawn").expect_redirect("/answer/notices");
        assert_eq!(of(0).1, "withdrawn");
        assert_eq!(actions(app, "partner.trigger").len(), 0, "what is withdrawn ends nothing");
        outcome(&skywell, "proceeding").expect_redirect("/answer/notices");
        assert_eq!((of(1).1.as_str(), actions(app, "partner.trigger").len()), ("proceeding", 1));
        let page = manager.visit(&format!("/partners/{partner}")).expect_words("Void: an input changed");
        page.expect_words("Skywell Ltd (IN)").expect_words("by the partner, who goes on");
        let acts = ["announce", "announce", "object", "object", "withdraw", "proceed"];
        assert_eq!(actions(app, "notice.%"), acts.map(|act| format!("notice.{act}")));
        // Another partner's respondent does not see them, and cannot answer for this one.
        let another = app.vetting(&company, &app.partner(&company, "Heron"), Until::Sent);
        let stranger = begun(app, &another);
        let theirs = stranger.visit("/answer/notices");
        assert!(!theirs.body.contains("Skywell"));
        let token = theirs.form_token("/answer/notices").unwrap();
        let fields = [("csrf", token.as_str()), ("outcome", "withdrawn")];
        stranger.post_form(&format!("/answer/notices/{skywell}/outcome"), &fields).expect_status(404);
    });
}

#[test]
fn who_depends_on_whom_counts_partners_and_a_merger_can_be_taken_back() {
    each_database(|app| {
        let company = app.company("Northwind");
        let who = company.member(Role::Manager).proof();
        for (partner, names) in [
            ("Otter", &["Cloud Nine GmbH", "Mailbird Inc."][..]),
            ("Heron", &["CLOUD NINE, GmbH"]),
            ("Plover", &["C9 Hosting"]),
            ("Wren", &[]),
        ] {
            let partner = app.partner(&company, partner);
            for name in names {
                app.tell(|tx| chain::entry_add(tx, &who, &partner, &sub_processor(name, "DE"), app.now()));
            }
        }
        let other = app.company("Stranger");
        let foreign = app.partner(&other, "Otter");
        let theirs = other.member(Role::Manager).proof();
        app.tell(|tx| {
            chain::entry_add(tx, &theirs, &foreign, &sub_processor("Foreign Host", "DE"), app.now())
        });
        let page = "/portfolio/sub-processors";
        let leader = app.signed_in(company.member(Role::Leader));
        let shown = leader.visit(page).expect_words("2 of 4 partners depend on Cloud Nine GmbH.");
        let shown = shown.expect_words("One partner has no list yet");
        assert!(!shown.body.contains("Foreign Host") && !shown.body.contains("Count them as one"));
        let manager = app.signed_in(company.member(Role::Manager));
        let merge = format!("{page}/merge");
        let both = [("name", "c9 hosting"), ("same_as", "cloud nine gmbh")];
        manager
            .submit(page, &merge, &[("name", "c9 hosting"), ("same_as", "foreign host")])
            .expect_status(422);
        manager.submit(page, &merge, &both).expect_redirect(page);
        manager.submit(page, &merge, &both).expect_status(422).expect_words("count as one already");
        // The other way round would be a circle.
        let back = [("name", "cloud nine gmbh"), ("same_as", "c9 hosting")];
        manager.submit(page, &merge, &back).expect_status(422);
        manager
            .visit(page)
            .expect_words("3 of 4 partners depend on Cloud Nine GmbH.")
            .expect_words("Also C9 Hosting");
        let split = format!("{page}/split");
        manager.submit(page, &split, &[("name", "c9 hosting")]).expect_redirect(page);
        manager.visit(page).expect_words("2 of 4 partners depend on Cloud Nine GmbH.");
        assert_eq!(actions(app, "company.%"), ["company.merge", "company.split"]);
        let api = app.api(company.member(Role::Leader), false);
        let found: Value = api.visit("/api/v1/portfolio/sub-processors").json();
        assert_eq!((&found["partners"], &found["partners_with_a_list"]), (&json!(4), &json!(3)));
        assert_eq!(found["companies"][0]["used_by"].as_array().map(Vec::len), Some(2));
    });
}

#[test]
fn a_program_replaces_the_list_whole_or_not_at_all_and_sets_the_period() {
    each_database(|app| {
        let company = app.company("Northwind");
        let partner = app.partner(&company, "Otter");
        let api = app.api(company.member(Role::Owner), true);
        let path = format!("/api/v1/partners/{partner}/sub-processors");
        let one = |name: &str, country: &str| json!({ "name": name, "purpose": "x", "data": ["aggregate"], "country": country, "transfer": "bcr" });
        api.call(Method::PUT, &path, &json!([one("A", "DE"), one("B", "FR")])).expect_status(204);
        let wrong = api.call(Method::PUT, &path, &json!([one("C", "DE"), one("D", "ZZ"), one("C", "DE")]));
        let wrong = wrong.expect_status(422);
        assert!(wrong.body.contains("1.country") && wrong.body.contains("2.name"), "{}", wrong.body);
        assert_eq!(names(&listed(app, &company, &format!("partners/{partner}"))), ["A", "B"]);
        api.call(Method::PUT, "/api/v1/objection-period", &json!({ "days": 0 })).expect_status(422);
        api.call(Method::PUT, "/api/v1/objection-period", &json!({ "days": 10 })).expect_status(204);
        assert_eq!(actions(app, "organisation.objection_period").len(), 1);
        let settings = app.signed_in(company.member(Role::Owner)).visit("/settings/objections");
        assert!(settings.body.contains("value=\"10\""), "{}", settings.body);
        record(app, &company, &partner, 20);
        let lines: Value = api.visit(&format!("/api/v1/partners/{partner}/notices")).json();
        let ends = lines[0]["objection_ends_at"].as_str().unwrap().to_owned();
        assert!(ends.starts_with(&day(app, 11)), "{ends}");
        assert_eq!(lines[0]["starts_early"], json!(false));
    });
}
