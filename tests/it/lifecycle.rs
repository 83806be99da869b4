//! The end of a room: what closes it by itself, what is gone afterwards, and the receipt for it.

use entente::access::Role;
use entente::ids::{AudienceId, RoomId};
use entente::rooms::custody::SealedPepper;
use entente::rooms::lifecycle::CloseReason;
use entente::rooms::receipt::SignedReceipt;
use entente::rooms::release::Ask;
use entente::rooms::terms::{Ending, LegalBasis, TermsDraft};
use entente::rooms::{Sides, budget::Budget};
use entente::services::audit::Author;
use entente::services::rooms::{self, Closing, Signing, room_close_because};
use entente::store::{self, Room, WriteTx};

use crate::helpers::{Company, TestApp, each_database, every_form, found, tokens};

fn room(app: &TestApp, company: &Company, id: &RoomId) -> Room {
    app.store.read(|tx| store::room_fetch(tx, &company.id, id)).unwrap()
}

fn receipt(app: &TestApp, company: &Company, id: &RoomId) -> SignedReceipt {
    let api = app.api(company.member(Role::Leader), false);
    let page = api.visit(&format!("/api/v1/rooms/{id}/receipt")).expect_status(200);
    serde_json::from_str(&page.body).unwrap()
}

fn jobs(app: &TestApp, kind: &str) -> usize {
    let jobs = app.store.read(store::job_list).unwrap();
    jobs.iter().filter(|job| job.kind == kind).count()
}

fn close(app: &TestApp, by: &Company, id: &RoomId) {
    let browser = app.signed_in(by.member(Role::Manager));
    let path = format!("/rooms/{id}/close");
    browser.submit_here(&path, &[("reason", "The season is over.")]).expect_redirect(&format!("/rooms/{id}"));
}

/// Every form of the tokens of these people.
pub fn needles(pepper: &[u8; 32], people: std::ops::Range<u64>) -> Vec<Vec<u8>> {
    every_form(pepper, tokens(people).lines().skip(1))
}

#[test]
fn after_closing_no_token_is_left_anywhere() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (id, _) = app.counted_room(&host, &guest);
        let sealed = room(app, &host, &id).pepper_wrapped.unwrap();
        let pepper = app.state.kit().master().open(&id, &SealedPepper::from_bytes(sealed.clone())).unwrap();
        // Both audiences, three forms of each token; not the first person, whose token is all zeros.
        let mut needles = needles(pepper.expose(), 1..2_200);
        assert!(!found(app.folder(), &needles).is_empty(), "the search would find tokens that are there");
        needles.push(sealed.clone());
        if !app.database.is_postgres() {
            let pepper = vec![sealed];
            assert!(!found(app.folder(), &pepper).is_empty(), "the search would find the sealed pepper");
        }
        close(app, &guest, &id);
        assert_eq!(found(app.folder(), &needles), Vec::<String>::new());
        if !app.database.is_postgres() {
            let copy = app.folder().join("backup.sqlite");
            app.database.execute(&format!("VACUUM INTO '{}'", copy.display())).unwrap();
            assert!(copy.is_file());
            assert_eq!(found(app.folder(), &needles), Vec::<String>::new());
        }
        assert!(!app.folder().join("audiences").join(id.as_str()).exists());
        assert_eq!(jobs(app, "destroy_room"), 0, "nothing is left to do");
    });
}

#[test]
fn the_receipt_names_what_is_gone_and_both_sides_read_it() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (id, _) = app.counted_room(&host, &guest);
        let path = format!("/rooms/{id}/receipt");
        let browser = app.signed_in(host.member(Role::Leader));
        browser.visit(&path).expect_status(409).expect_words("once the room is closed");
        let digests: Vec<String> = app
            .store
            .read(|tx| store::audience_list(tx, &host.id, &id))
            .unwrap()
            .into_iter()
            .rev()
            .map(|audience| audience.digest)
            .collect();
        let sealed = room(app, &host, &id).pepper_wrapped.unwrap();
        close(app, &host, &id);
        let ours = receipt(app, &host, &id);
        assert_eq!(ours, receipt(app, &guest, &id));
        ours.verify(&app.state.kit().signing_key().unwrap().verifying()).unwrap();
        assert_eq!(ours.receipt.because, CloseReason::HostLeft);
        assert_eq!(ours.receipt.pepper, Some(SealedPepper::from_bytes(sealed).id()));
        let named: Vec<String> = ours.receipt.lists.iter().map(|list| list.digest.to_string()).collect();
        assert_eq!(named, digests);
        assert_eq!(ours.receipt.parties.guest, guest.name);
        browser.visit(&path).expect_status(200).expect_words("was gone from this server");
        let file = browser.visit(&format!("{path}/file")).expect_status(200);
        assert_eq!(serde_json::from_str::<SignedReceipt>(&file.body).unwrap(), ours);
        assert!(file.header("content-disposition").unwrap().contains("deletion-receipt.json"));
        browser.visit(&format!("/rooms/{id}")).expect_words("Host closed the room");
        app.signed_in(app.company("Stranger").member(Role::Owner)).visit(&path).expect_status(404);
    });
}

/// Proposes terms like those of the room, changed, and has these sides sign them.
fn propose(app: &TestApp, id: &RoomId, by: &[&Company], draft: TermsDraft) {
    let basis = Some(LegalBasis::Consent);
    let purpose = "How many people do we both reach? Asked once more, in summer.".to_owned();
    let draft = TermsDraft { purpose, legal_basis: Sides { host: basis, guest: basis }, ..draft };
    let who = by[0].member(Role::Manager).proof();
    let terms = app.tell(|tx| rooms::terms_propose(tx, &who, id, &draft, app.now()));
    for company in by {
        let who = company.member(Role::Manager).proof();
        app.tell(|tx: &mut WriteTx| {
            let row = store::terms_latest(tx, &company.id, id)?.unwrap();
            let signing = Signing { terms: terms.clone(), terms_sha256: row.terms_sha256 };
            rooms::terms_sign(tx, &who, id, &signing, app.now())
        });
    }
}

const DAY: i64 = 24 * 60;

#[test]
fn a_room_closes_when_its_agreed_terms_run_out() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (id, _) = app.counted_room(&host, &guest);
        app.wait_minutes(30 * DAY - 1);
        app.run_jobs();
        assert!(room(app, &host, &id).closed_at.is_none(), "not a minute early");
        // A proposal that one side signed prolongs nothing.
        propose(app, &id, &[&host], TermsDraft::default());
        app.wait_minutes(1);
        app.run_jobs();
        assert_eq!(room(app, &host, &id).closed(), Some(CloseReason::Expired));
        assert_eq!(receipt(app, &guest, &id).receipt.because, CloseReason::Expired);
        assert!(!app.folder().join("audiences").join(id.as_str()).exists());
        app.signed_in(guest.member(Role::Leader))
            .visit(&format!("/rooms/{id}"))
            .expect_words("The room closed because its terms had run out.");
    });
}

#[test]
fn a_room_without_co_signed_terms_closes_thirty_days_after_it_was_opened() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let id = app.room(&host, &guest);
        app.wait_minutes(29 * DAY);
        // Terms that only one side signs agree on nothing, however long they would last.
        propose(app, &id, &[&host], TermsDraft::default());
        app.signed_in(host.member(Role::Manager))
            .visit(&format!("/rooms/{id}"))
            .expect_words("On 14 February 2027, unless both sides sign terms before.");
        let manager = app.api(guest.member(Role::Manager), false);
        let state = manager.visit(&format!("/api/v1/rooms/{id}")).expect_status(200).json();
        assert_eq!(state["closes_at"], "2027-02-14T08:00:00.000000Z");
        app.wait_minutes(DAY - 1);
        app.run_jobs();
        assert!(room(app, &host, &id).closed_at.is_none(), "not a minute early");
        app.wait_minutes(1);
        app.run_jobs();
        assert_eq!(room(app, &host, &id).closed(), Some(CloseReason::NeverSigned));
        assert_eq!(receipt(app, &guest, &id).receipt.because, CloseReason::NeverSigned);
        app.signed_in(guest.member(Role::Leader))
            .visit(&format!("/rooms/{id}"))
            .expect_words("both sides had not signed terms within 30 days")
            // No step is ticked that the room never went through.
            .expect_words("Terms (later) Not reached. Key (later) Not reached.");
    });
}

#[test]
fn terms_that_both_renewed_keep_the_room_open() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (id, _) = app.counted_room(&host, &guest);
        app.wait_minutes(29 * DAY);
        propose(app, &id, &[&host, &guest], TermsDraft::default());
        app.wait_minutes(5 * DAY);
        app.run_jobs();
        assert!(room(app, &host, &id).closed_at.is_none());
    });
}

#[test]
fn a_room_whose_terms_say_so_closes_after_its_last_answer() {
    each_database(|app| {
        for (ending, closes) in [(Ending::AtExpiry, false), (Ending::AfterLastRelease, true)] {
            let (host, guest) =
                (app.company(&format!("Host {closes}")), app.company(&format!("Guest {closes}")));
            let id = app.keyed_room(&host, &guest);
            propose(app, &id, &[&host, &guest], TermsDraft { ending, ..TermsDraft::default() });
            app.audience(&host, &id, 0..1_500);
            app.audience(&guest, &id, 700..2_200);
            let nine = Budget { epsilon_micro: 1_800_000, releases: 9 };
            app.store.write("test", |tx| store::budget_save(tx, &host.id, &guest.id, &nine)).unwrap();
            app.wait_minutes(2);
            app.run_jobs();
            assert!(room(app, &host, &id).closed_at.is_none(), "one answer is left");
            let who = host.member(Role::Analyst).proof();
            rooms::overlap_run(&app.store, &who, app.state.kit(), (&id, Ask::Overlap), app.now()).unwrap();
            let held = "UPDATE releases SET standing = 'held'";
            app.database.execute(held).unwrap();
            app.wait_minutes(2);
            app.run_jobs();
            assert!(room(app, &host, &id).closed_at.is_none(), "a held answer keeps the room open");
            app.database.execute("UPDATE releases SET standing = 'released'").unwrap();
            app.wait_minutes(2);
            app.run_jobs();
            let wanted = closes.then_some(CloseReason::Finished);
            assert_eq!(room(app, &host, &id).closed(), wanted);
        }
    });
}

#[test]
fn a_service_closes_a_room_and_the_job_destroys_it() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (id, _) = app.counted_room(&host, &guest);
        let found = room(app, &host, &id);
        let because = CloseReason::DecisionWithdrawn;
        let closing = || Closing { because, by: None, author: Author::System("decision lapsed"), note: "" };
        app.tell(|tx| room_close_because(tx, &found, &closing(), app.now()));
        assert!(room(app, &host, &id).pepper_wrapped.is_none(), "the pepper goes with the transaction");
        assert!(app.folder().join("audiences").join(id.as_str()).exists(), "the files follow");
        let browser = app.signed_in(guest.member(Role::Leader));
        browser.visit(&format!("/rooms/{id}/receipt")).expect_status(409).expect_words("is being destroyed");
        let again = app.store.write("test", |tx| {
            let now_closed = store::room_fetch(tx, &host.id, &id)?;
            room_close_because(tx, &now_closed, &closing(), app.now())
        });
        assert!(again.is_err(), "a room closes once");
        app.run_jobs();
        browser.visit(&format!("/rooms/{id}/receipt")).expect_status(200);
        assert!(!app.folder().join("audiences").join(id.as_str()).exists());
        assert_eq!(jobs(app, "destroy_room"), 0);
        for company in [&host, &guest] {
            let rows = app.store.read(|tx| store::audit_list(tx, &company.id, None, 1000)).unwrap();
            let acts: Vec<&str> = rows.iter().map(|(_, row)| row.action.as_str()).collect();
            assert!(acts.contains(&"room.close") && acts.contains(&"room.destroy"), "{acts:?}");
        }
    });
}

/// A file where the room's folder should be cannot be removed as a folder.
#[test]
fn a_destruction_that_fails_is_tried_again_until_it_is_done() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (id, _) = app.counted_room(&host, &guest);
        let (folder, aside) = (app.folder().join("audiences").join(id.as_str()), app.folder().join("aside"));
        std::fs::rename(&folder, &aside).unwrap();
        std::fs::write(&folder, "in the way").unwrap();
        close(app, &host, &id);
        assert_eq!(jobs(app, "destroy_room"), 1);
        let path = format!("/rooms/{id}/receipt");
        let browser = app.signed_in(guest.member(Role::Leader));
        browser.visit(&path).expect_status(409);
        app.run_jobs();
        let waiting = app.store.read(store::job_list).unwrap();
        let job = waiting.iter().find(|job| job.kind == "destroy_room").unwrap();
        assert!(job.attempts == 1 && !job.last_error.is_empty() && job.state == "queued", "{job:?}");
        std::fs::remove_file(&folder).unwrap();
        std::fs::rename(&aside, &folder).unwrap();
        app.run_jobs();
        browser.visit(&path).expect_status(409);
        app.wait_minutes(2);
        app.run_jobs();
        browser.visit(&path).expect_status(200);
        assert_eq!(jobs(app, "destroy_room"), 0);
    });
}

#[test]
fn a_job_that_a_dead_server_had_is_taken_up_when_its_lease_runs_out() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (id, _) = app.counted_room(&host, &guest);
        let found = room(app, &host, &id);
        let closing =
            Closing { because: CloseReason::Expired, by: None, author: Author::System("x"), note: "" };
        app.tell(|tx| room_close_because(tx, &found, &closing, app.now()));
        let job = app.store.read(|tx| store::job_due(tx, app.now())).unwrap().unwrap();
        let until = app.now().plus_seconds(900);
        app.store.write("test", |tx| store::job_take(tx, &job, until)).unwrap();
        let twice = app.store.write("test", |tx| store::job_take(tx, &job, until));
        assert!(twice.is_err(), "one runner has it alone");
        app.run_jobs();
        assert_eq!(jobs(app, "destroy_room"), 1, "it is somebody else's");
        app.wait_minutes(16);
        app.run_jobs();
        assert_eq!(jobs(app, "destroy_room"), 0);
    });
}

#[test]
fn a_file_without_a_row_is_swept_once_it_is_old() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (id, _) = app.counted_room(&host, &guest);
        let folder = app.folder().join("audiences").join(id.as_str());
        let kept = || std::fs::read_dir(&folder).unwrap().count();
        assert_eq!(kept(), 2);
        let orphan = folder.join(format!("{}.set", AudienceId::fresh()));
        std::fs::write(&orphan, "tokens of an upload that a crash ended").unwrap();
        let written = |seconds_ago: i64| {
            let at = u64::try_from(app.now().plus_seconds(-seconds_ago).micros()).unwrap();
            let at = std::time::UNIX_EPOCH + std::time::Duration::from_micros(at);
            let file = std::fs::File::options().append(true).open(&orphan).unwrap();
            file.set_modified(at).unwrap();
        };
        written(3_599);
        app.run_jobs();
        assert_eq!(kept(), 3, "an upload may still be on its way to its row");
        app.wait_minutes(11);
        written(3_601);
        app.run_jobs();
        assert_eq!(kept(), 2);
        assert!(!orphan.exists());
    });
}
