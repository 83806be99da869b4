//! The tie between vetting and counting, over HTTP: what a decision does to a room that is open already.

use std::collections::BTreeSet;

use entente::access::Role;
use entente::ids::AssessmentId;
use entente::rooms::lifecycle::CloseReason;
use entente::services::ServiceError;
use entente::services::vetting::{self, ConditionInput, DecisionInput, ReviewInput};
use entente::store::{self, WriteTx};
use entente::vetting::decision::Decision;
use entente::vetting::intake::{Access, DataCategory, Geography, Intake, People, Purpose};
use serde_json::{Value, json};

use crate::helpers::{Company, KCV, Pair, Room, TestApp, each_database, terms};

const REASON: &str = "They sold a list that they had promised to delete; we end this now.";
const DAY: i64 = 24 * 60;

/// A room with an audience on each side.
fn stocked(app: &TestApp, pair: &Pair, terms: &Value) -> Room {
    let room = Room::under(app, pair, terms, KCV);
    room.upload(&room.host, 0..2_000, KCV).expect_status(201);
    room.upload(&room.guest, 1_000..4_000, KCV).expect_status(201);
    room
}

/// The company's owner decides about the assessment; `until` counts where the score is not followed.
fn decide(app: &TestApp, company: &Company, id: &AssessmentId, decided: Decision, days: i64) {
    let owner = company.member(Role::Owner);
    let until = app.now().plus_days(days);
    let condition = ConditionInput {
        title: "The documents behind the answers".to_owned(),
        owner: "Sam Bakker".to_owned(),
        due: Some(until),
        ..ConditionInput::default()
    };
    let conditions = if decided == Decision::ApproveWithConditions { vec![condition] } else { Vec::new() };
    app.tell(|tx| {
        let digest = vetting::dossier(tx, &owner.proof(), id)?.digest().unwrap();
        let (reason, conditions) = (REASON.to_owned(), conditions.clone());
        let input = DecisionInput { decided, reason, until: Some(until), conditions, digest };
        vetting::decision_make(tx, &owner.proof(), id, &input, app.now()).map(|_made| ())
    });
}

fn closed(app: &TestApp, pair: &Pair, room: &Room) -> Option<CloseReason> {
    let id = room.id.as_str().into();
    app.store.read(|tx| store::room_fetch(tx, &pair.host.id, &id)).unwrap().closed()
}

#[test]
fn the_guests_decision_counts_once_there_is_one_and_its_rejection_ends_the_room() {
    each_database(|app| {
        let pair = Pair::new(app, "Both ways");
        let room = stocked(app, &pair, &terms());
        assert_eq!(room.state()["open"], true, "the guest need not have decided");
        let theirs = app.approved(&pair.guest, &pair.host);
        assert_eq!(room.run(&room.host).expect_status(201).json()["kind"], "fresh");

        decide(app, &pair.guest, &theirs.assessment, Decision::Reject, 60);
        assert_eq!(closed(app, &pair, &room), Some(CloseReason::DecisionWithdrawn));
        for (company, api) in [(&pair.host, &room.host), (&pair.guest, &room.guest)] {
            room.run(api).expect_status(409);
            let page = app.signed_in(company.member(Role::Leader)).visit(&room.page(""));
            assert!(!page.body.contains(REASON), "the reason stays with whoever gave it");
            page.expect_words("the decision that it stood on no longer holds");
        }
    });
}

#[test]
fn a_decision_that_lapses_closes_the_room_while_its_terms_still_run() {
    each_database(|app| {
        let pair = Pair::new(app, "Lapsing");
        let room = stocked(app, &pair, &terms());
        decide(app, &pair.host, &pair.vetted.assessment, Decision::ApproveWithConditions, 10);
        app.wait_minutes(10 * DAY - 1);
        app.run_jobs();
        assert_eq!(closed(app, &pair, &room), None, "not a minute early");
        app.wait_minutes(1);
        // Nothing is counted from that moment on, whether the job ran or not.
        let (host, guest) = pair.apis(app);
        let room = Room { id: room.id, host, guest };
        room.run(&room.guest).expect_status(409);
        app.run_jobs();
        assert_eq!(closed(app, &pair, &room), Some(CloseReason::DecisionWithdrawn));
        let page = app.signed_in(pair.guest.member(Role::Leader)).visit(&room.page(""));
        page.expect_words("the decision that it stood on no longer holds");
        room.host.visit(&room.api("/receipt")).expect_status(200);
    });
}

/// A sharing of more risk, answered with less proof: a moderate residual risk.
fn riskier(tx: &mut WriteTx, app: &TestApp, pair: &Pair) -> Result<(), ServiceError> {
    let (manager, reviewer) = (pair.host.member(Role::Manager), pair.host.member(Role::Reviewer));
    let id = &pair.vetted.assessment;
    let intake = Intake {
        data: BTreeSet::from([DataCategory::DirectIdentifiers, DataCategory::PreciseLocation]),
        people: People::Over1m,
        purpose: Purpose::Enrichment,
        access: Access::CleanRoom,
        geography: Geography::None,
    };
    let revision = store::assessment_fetch(tx, &pair.host.id, id)?.revision;
    vetting::intake_save(tx, &manager.proof(), (id, revision), &intake, app.now())?;
    let dossier = vetting::dossier(tx, &reviewer.proof(), id)?;
    for (_, question) in dossier.questionnaire.questions().filter(|(_, question)| question.scored) {
        if dossier.answers.contains_key(question.id.as_str()) {
            let (question, level) = (question.id.as_str().to_owned(), "E1".to_owned());
            let input = ReviewInput { question, level, ..ReviewInput::default() };
            vetting::review_save(tx, &reviewer.proof(), id, &input, app.now())?;
        }
    }
    Ok(())
}

#[test]
fn a_rise_of_risk_tightens_the_next_run() {
    each_database(|app| {
        let pair = Pair::new(app, "Rising");
        let room = stocked(app, &pair, &terms());
        let figures = |room: &Room| {
            let effective = room.state()["effective"].clone();
            (effective["k"].clone(), effective["releases"].clone(), effective["tightened_by"].clone())
        };
        assert_eq!(figures(&room), (json!(50), json!(10), json!([])));
        assert_eq!(room.run(&room.host).expect_status(201).json()["kind"], "fresh");

        app.tell(|tx| riskier(tx, app, &pair));
        room.run(&room.host).expect_status(409);
        decide(app, &pair.host, &pair.vetted.assessment, Decision::ApproveWithConditions, 60);
        let score = room.host.visit(&format!("/api/v1/assessments/{}/score", pair.vetted.assessment)).json();
        assert!((2_000..4_000).contains(&score["residual"].as_u64().unwrap()), "{score}");
        assert_eq!(figures(&room), (json!(100), json!(5), json!(["host"])));
        assert_eq!(room.state()["budget"]["releases_left"], 4, "one of five was used before");
        // Seventy people are in both: fewer than fifty they are not, fewer than a hundred they are.
        room.upload(&room.guest, 1_930..4_930, KCV).expect_status(201);
        let run = room.run(&room.guest).expect_status(201).json();
        assert_eq!(run["released"], json!({ "band": "below", "lt": 100 }));
        let page = app.signed_in(pair.guest.member(Role::Leader)).visit(&room.page("/terms"));
        page.expect_words("groups of 100 or more, 5 releases");
    });
}

#[test]
fn a_lower_risk_loosens_nothing_that_was_signed() {
    each_database(|app| {
        let pair = Pair::new(app, "Strict");
        let mut strict = terms();
        strict["rules"] = json!({ "k": 120, "round_to": 10, "n_min": 1000, "near_duplicate": 120,
            "epsilon_micro": 200_000, "epsilon_total_micro": 2_000_000, "releases": 4 });
        let room = stocked(app, &pair, &strict);
        let effective = room.state()["effective"].clone();
        assert_eq!((&effective["k"], &effective["releases"]), (&json!(120), &json!(4)));
        assert_eq!(effective["tightened_by"], json!([]));
    });
}
