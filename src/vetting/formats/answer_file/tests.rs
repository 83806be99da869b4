//! Files of answers in every format: what is read, what is listed, what is refused and where; and what we write is read again.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Formula, Workbook as Writer};
use serde_json::{Value, json};

use super::super::answer_book::{Asked, Line};
use super::super::companies::{List, ListStep, Listed};
use super::super::{About, Format, Note, import};
use super::own::{self, ReviewLine, Reviewed};
use super::{AnswerFormat, Reading, Standing, compare, read, write};
use crate::vetting::chain::EntryInput;
use crate::vetting::code::{OptionId, QuestionId, SectionId};
use crate::vetting::evidence::EvidenceLevel;
use crate::vetting::questionnaire::Questionnaire;
use crate::vetting::questionnaire::schema_tests::fits;
use crate::vetting::sheet::Given;

/// What a questionnaire's SHA-256 looks like.
const DIGEST: &str = "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592";

fn question(id: &str, framework: &str, reference: &str) -> Value {
    json!({"id": id, "text": {"en": format!("Is {id} so?")}, "weight": 1, "na_allowed": true,
        "maps": [{"framework": framework, "ref": reference}],
        "options": [{"id": "yes", "label": {"en": "Yes"}, "value": 100}, {"id": "no", "label": {"en": "No"}, "value": 0}]})
}

fn of(questions: &[Value]) -> Questionnaire {
    let text = json!({"format": "entente-questionnaire/1", "id": "q", "version": 2, "languages": ["en"], "title": {"en": "Q"},
        "sections": [{"id": "A", "title": {"en": "A"}, "weight": 100, "questions": questions}]});
    Questionnaire::parse(&text.to_string()).unwrap()
}

fn asked<'a>(questionnaire: &'a Questionnaire, answers: &[(&str, Line)]) -> Asked<'a> {
    let answers: BTreeMap<String, Line> =
        answers.iter().map(|(id, line)| ((*id).to_owned(), line.clone())).collect();
    Asked { assessment: "a", digest: DIGEST, questionnaire, section: None, answers, list: None }
}

fn line(option: &str, comment: &str) -> Line {
    let given = Given::Option(OptionId::new(option).unwrap());
    Line {
        given,
        comment: comment.to_owned(),
        evidence_note: String::new(),
        revision: 3,
        carried_over: false,
    }
}

fn na(reason: &str) -> Line {
    Line { given: Given::NotApplicable { reason: reason.to_owned() }, revision: 1, ..Line::default() }
}

fn taken(reading: &Reading) -> Vec<String> {
    let each = reading.filled.iter().map(|answer| match &answer.given {
        Given::Nothing => format!("{} - {}", answer.question, answer.comment),
        Given::Option(option) => format!("{} {option} {}", answer.question, answer.comment),
        Given::NotApplicable { reason } => format!("{} n/a {reason}", answer.question),
    });
    each.map(|text| text.trim_end().to_owned()).collect()
}

fn paths(notes: &[Note]) -> Vec<&str> {
    notes.iter().map(|note| note.path.as_str()).collect()
}

fn book(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Writer::new();
    let sheet = book.add_worksheet().set_name("S").unwrap();
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(*cells) {
            match text.strip_prefix("f:") {
                Some(formula) => {
                    sheet.write_formula(row, column, Formula::new(formula).set_result("Yes")).unwrap()
                }
                None => sheet.write_string(row, column, *text).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn what_is_written_is_read_again_as_it_is() {
    let ccm = of(&[question("IAM-01.1", "CCM", "IAM-01"), question("A-A-01.1", "CCM", "A&A-01")]);
    let hecvat = of(&[question("DPAI-01", "HECVAT", "DPAI-01"), question("DPAI-02", "HECVAT", "DPAI-02")]);
    for (questionnaire, formats) in [
        (&ccm, &[AnswerFormat::Own, AnswerFormat::Vsaq, AnswerFormat::Caiq][..]),
        (
            &hecvat,
            &[AnswerFormat::Own, AnswerFormat::Vsaq, AnswerFormat::Hecvat, AnswerFormat::HecvatBook][..],
        ),
    ] {
        let ids: Vec<&str> = questionnaire.questions().map(|(_, question)| question.id.as_str()).collect();
        let answers = [(ids[0], line("yes", "=1+1")), (ids[1], na("None of it."))];
        let asked = asked(questionnaire, &answers);
        for format in formats {
            let written = write(&asked, *format).unwrap();
            let (found, reading) = read(&asked, &written.file).unwrap();
            // Whichever kind of file it is, it is HECVAT's.
            let known = if *format == AnswerFormat::HecvatBook { AnswerFormat::Hecvat } else { *format };
            assert_eq!(found, known);
            let steps = compare(&asked, reading.filled);
            // VSAQ has neither words nor "not applicable", and says so.
            let count = if *format == AnswerFormat::Vsaq { 1 } else { 2 };
            assert_eq!(
                (steps.len(), written.notes.len()),
                (count, 2 - 2 * usize::from(count == 2)),
                "{format:?}"
            );
            assert!(steps.iter().all(|step| step.standing == Standing::Same), "{format:?} {steps:?}");
        }
        let other = if std::ptr::eq(questionnaire, &ccm) { AnswerFormat::Hecvat } else { AnswerFormat::Caiq };
        assert!(!AnswerFormat::written_for(questionnaire).contains(&other));
    }
}

#[test]
fn our_own_answers_are_refused_by_path_and_bound_to_their_questionnaire() {
    let questionnaire = of(&[question("A1", "x", "1"), question("A2", "x", "2")]);
    let asked = asked(&questionnaire, &[]);
    let of = |more: &str| format!(r#"{{"format":"entente-answers/1",{more}}}"#);
    for (bad, path) in [
        (r#""answers":{"A1":{"option":"yes"},"A1":{"option":"no"}}"#, "answers"),
        (r#""answers":{"Z9":{"option":"yes"}}"#, "answers.Z9"),
        (r#""answers":{"A1":{"option":"maybe"}}"#, "answers.A1.option"),
        (r#""answers":{"A1":{"option":"yes","na":true}}"#, "answers.A1.na"),
        (r#""answers":{"A1":{"na":true}}"#, "answers.A1.reason"),
        (r#""answers":{"A1":{"opinion":"yes"}}"#, "answers.A1"),
        (r#""questionnaire":{"id":"other"},"answers":{}"#, "questionnaire.id"),
    ] {
        let faults = read(&asked, of(bad).as_bytes()).unwrap_err();
        assert!(faults[0].path.starts_with(path), "{bad}: {faults:?}");
    }
    let long = json!({"format": "entente-answers/1", "answers": {"A1": {"comment": "x".repeat(5_000)}}});
    assert_eq!(paths(&read(&asked, long.to_string().as_bytes()).unwrap_err()), ["answers.A1"]);
    // Every entry that does not fit is told at once.
    let two = of(r#""answers":{"A1":{"option":"maybe"},"A2":{"na":true}}"#);
    assert_eq!(read(&asked, two.as_bytes()).unwrap_err().len(), 2);
    let told = of(
        r#""questionnaire":{"id":"q","version":1},"intake":{},"answers":{"A1":{"option":"yes","evidence":"E3"}}"#,
    );
    let (_, reading) = read(&asked, told.as_bytes()).unwrap();
    assert_eq!(paths(&reading.notes), ["questionnaire", "intake", "answers"]);
}

#[test]
fn what_no_answers_can_be_is_refused_in_any_depth() {
    let questionnaire = of(&[question("A1", "x", "1")]);
    let asked = asked(&questionnaire, &[]);
    let deep = format!("{{\"format\":{}", "[".repeat(100_000));
    let nested = format!("{{\"a\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for bad in [
        "",
        "[]",
        "{",
        deep.as_str(),
        nested.as_str(),
        r#"{"A1":"yes","A1":"no"}"#,
        r#"{"format":"other","answers":{}}"#,
        r#"{"questionnaire":[]}"#,
        r#"{"responses":{"A-1":{"value":1}}}"#,
    ] {
        assert!(read(&asked, bad.as_bytes()).is_err(), "{bad:.60}");
    }
    assert!(read(&asked, &[0xff, 0xfe]).is_err());
    assert!(read(&asked, &book(&[&["no", "header"]])).is_err());
}

#[test]
fn saved_vsaq_answers_find_boxes_yes_or_no_and_choices() {
    let file = r#"{"questionnaire":[{"type":"block","text":"T","items":[{"type":"block","text":"B","items":[
        {"type":"radiogroup","id":"mfa","text":"M","choices":[{"mfa_yes":"Yes"},{"mfa_no":"No"}]},
        {"type":"checkgroup","text":"K","choices":[{"logs":"Logs"},{"ns:late":"Late"}]},
        {"type":"yesno","id":"dpo","text":"D"},{"type":"box","id":"why","text":"W"}]}]}]}"#;
    let questionnaire =
        import(Format::Vsaq, file.as_bytes(), About { id: "q", language: "en" }).unwrap().questionnaire;
    let asked = asked(&questionnaire, &[("dpo", line("no", "words that stay"))]);
    let saved = r#"{"mfa_yes":"","mfa_no":"checked","logs":"checked","ns:late":"","dpo":"yes","why":"because","empty":""}"#;
    let (format, reading) = read(&asked, saved.as_bytes()).unwrap();
    assert_eq!(format, AnswerFormat::Vsaq);
    let mut said = taken(&reading);
    said.sort();
    assert_eq!(said, ["dpo yes words that stay", "logs checked", "mfa mfa_no", "ns-late unchecked"]);
    assert_eq!(paths(&reading.notes), ["why"]);
    let faults = read(&asked, br#"{"mfa_yes":"checked","mfa_no":"checked","dpo":"perhaps"}"#).unwrap_err();
    assert_eq!(paths(&faults), ["dpo", "mfa_no, mfa_yes"]);
}

#[test]
fn a_caiq_is_read_cell_by_cell() {
    let questionnaire = of(&[question("IAM-01.1", "CCM", "IAM-01"), question("IAM-01.2", "CCM", "IAM-01")]);
    let asked = asked(&questionnaire, &[]);
    let head: &[&str] = &["Question ID", "Question", "CSP CAIQ Answer", "CSP Implementation Description"];
    let good = book(&[
        head,
        &["IAM-01.1", "?", "Yes", "We do."],
        &["IAM-01.2", "?", "NA", "None."],
        &["IAM-09.1", "?", "No", ""],
    ]);
    let (format, reading) = read(&asked, &good).unwrap();
    assert_eq!(format, AnswerFormat::Caiq);
    assert_eq!(taken(&reading), ["IAM-01.1 yes We do.", "IAM-01.2 n/a None."]);
    assert_eq!(paths(&reading.notes), ["S!C4"]);
    let bad = book(&[head, &["IAM-01.1", "?", "f:=1+1", ""], &["IAM-01.2", "?", "NA", ""]]);
    assert_eq!(paths(&read(&asked, &bad).unwrap_err()), ["S!C2", "S!C3"]);
    let words = book(&[head, &["IAM-01.1", "?", "Perhaps", "f:=1+1"]]);
    assert_eq!(paths(&read(&asked, &words).unwrap_err()), ["S!C2", "S!D2"]);
}

#[test]
fn hecvat_answers_come_alone_in_json() {
    let questionnaire = of(&[question("DPAI-01", "HECVAT", "DPAI-01")]);
    let asked = asked(&questionnaire, &[]);
    let file = br#"{"meta":{},"responses":{"DPAI-01":{"value":"No","notes":"Not yet."},"GNRL-01":{"value":"Otter"}}}"#;
    let (format, reading) = read(&asked, file).unwrap();
    assert_eq!((format, taken(&reading)), (AnswerFormat::Hecvat, vec!["DPAI-01 no Not yet.".to_owned()]));
    assert_eq!(paths(&reading.notes), ["responses.GNRL-01"]);
    let faults = read(&asked, br#"{"responses":{"DPAI-01":{"value":"Maybe"}}}"#).unwrap_err();
    assert_eq!(paths(&faults), ["responses.DPAI-01"]);
}

const LIBRARY: &str = r#"
urn: urn:x:risk:library:l
locale: en
objects:
  framework:
    ref_id: L
    name: L
    requirement_nodes:
    - {urn: "urn:x:r:top", assessable: false, ref_id: T, name: Top}
    - {urn: "urn:x:r:a", parent_urn: "urn:x:r:top", assessable: true, ref_id: A.1, name: Policy}
    - urn: "urn:x:r:b"
      parent_urn: "urn:x:r:top"
      assessable: true
      ref_id: B.1
      questions:
        "urn:x:r:b:question:1":
          type: unique_choice
          text: Is it so?
          choices:
          - {urn: "urn:x:r:b:question:1:choice:1", value: "Yes", add_score: 1}
          - {urn: "urn:x:r:b:question:1:choice:2", value: "No", add_score: 0}
        "urn:x:r:b:question:2":
          type: multiple_choice
          text: Which?
          choices:
          - {urn: "urn:x:r:b:question:2:choice:1", value: Red}
          - {urn: "urn:x:r:b:question:2:choice:2", value: Blue}
"#;

#[test]
fn an_audit_of_ciso_assistant_is_known_by_its_words() {
    let about = About { id: "q", language: "en" };
    let questionnaire = import(Format::CisoAssistant, LIBRARY.as_bytes(), about).unwrap().questionnaire;
    let asked = asked(&questionnaire, &[]);
    let head: &[&str] = &["urn", "assessable", "ref_id", "compliance_result", "observations", "answers"];
    let audit = |result: &str, answers: &str| {
        book(&[
            head,
            &["urn:x:r:a", "True", "A.1", result, "Seen.", ""],
            &["urn:x:r:b", "True", "B.1", "not_assessed", "", answers],
            &["urn:x:r:z", "True", "Z.9", "compliant", "", ""],
        ])
    };
    let (format, reading) =
        read(&asked, &audit("partially_compliant", "Is it so? >> Yes\n\nWhich? >> Blue")).unwrap();
    assert_eq!(format, AnswerFormat::CisoAssistant);
    let said = taken(&reading);
    assert_eq!(
        said,
        ["A.1 partially_compliant Seen.", "B.1.1 choice-1", "B.1.2.1 unchecked", "B.1.2.2 checked"]
    );
    assert_eq!(paths(&reading.notes), ["S!D4"]);
    // What was not answered shows its choices.
    let (_, reading) =
        read(&asked, &audit("not_assessed", "Is it so? >> [Yes / No]\n\nOther? >> x")).unwrap();
    assert_eq!((taken(&reading).len(), paths(&reading.notes)), (0, vec!["S!E2", "S!F3", "S!D4"]));
    let faults = read(&asked, &audit("excellent", "Is it so? >> Perhaps\n\nWhich? >> Green")).unwrap_err();
    assert_eq!(paths(&faults), ["S!D2", "S!F3", "S!F3"]);
}

#[test]
fn a_colleague_loads_the_own_section_alone() {
    let questionnaire = of(&[question("A1", "x", "1")]);
    let other = SectionId::new("Z").unwrap();
    let asked = Asked { section: Some(&other), ..asked(&questionnaire, &[]) };
    let file = br#"{"format":"entente-answers/1","answers":{"A1":{"option":"yes"}}}"#;
    let (_, reading) = read(&asked, file).unwrap();
    assert_eq!((taken(&reading).len(), paths(&reading.notes)), (0, vec!["answers.A1"]));
}

fn company(name: &str, country: &str) -> Listed {
    let input = EntryInput {
        name: name.to_owned(),
        purpose: "Hosting".to_owned(),
        data: vec!["direct_identifiers".to_owned()],
        country: country.to_owned(),
        transfer: "scc_tia".to_owned(),
        ..EntryInput::default()
    };
    Listed { entry: input.checked().unwrap(), carried_over: true }
}

#[test]
fn what_our_side_made_of_the_answers_is_exported_fits_the_schema_and_is_not_loaded_back() {
    let questionnaire = of(&[question("A1", "x", "1"), question("A2", "x", "2"), question("A3", "x", "3")]);
    let asked = Asked {
        list: Some(List { companies: vec![company("Cloud Nine GmbH", "DE")], nobody: false }),
        ..asked(&questionnaire, &[("A1", line("yes", "Look.")), ("A2", na("We have none."))])
    };
    let reviewed = Reviewed {
        intake: Some(crate::vetting::intake::Intake {
            data: [crate::vetting::intake::DataCategory::Aggregate].into(),
            people: crate::vetting::intake::People::Under10k,
            purpose: crate::vetting::intake::Purpose::FirstParty,
            access: crate::vetting::intake::Access::CleanRoom,
            geography: crate::vetting::intake::Geography::Adequate,
        }),
        reviews: [
            (
                "A1",
                ReviewLine {
                    evidence: Some(EvidenceLevel::E2),
                    evidence_expired: true,
                    corrected: OptionId::new("no").ok(),
                    note: "Seen at a visit.".to_owned(),
                    ..ReviewLine::default()
                },
            ),
            ("A2", ReviewLine { na_accepted: Some(true), ..ReviewLine::default() }),
        ]
        .into_iter()
        .map(|(id, line)| (QuestionId::new(id).unwrap(), line))
        .collect(),
    };
    let text = String::from_utf8(own::write(&asked, Some(&reviewed)).unwrap().file).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let schema: Value = serde_json::from_str(crate::vetting::answers::SCHEMA).unwrap();
    assert!(fits(&document, &schema, &schema), "{text}");
    let a1 = &document["answers"]["A1"];
    assert_eq!((&a1["evidence"], &a1["evidence_expired"]), (&json!("E2"), &json!(true)));
    assert_eq!((&a1["corrected"], &a1["review_note"]), (&json!("no"), &json!("Seen at a visit.")));
    assert_eq!(document["answers"]["A2"]["na_accepted"], json!(true));
    // A score reads all of it.
    let scored = crate::vetting::answers::Answers::parse(&text, &questionnaire).unwrap();
    let entry = scored.sheet.entry(&QuestionId::new("A1").unwrap()).unwrap();
    assert_eq!(entry.review.evidence, EvidenceLevel::E2);
    // Loaded, it is the same answers, and says what was left out.
    let (_, reading) = read(&asked, text.as_bytes()).unwrap();
    assert_eq!(paths(&reading.notes), ["intake", "answers"]);
    assert!(compare(&asked, reading.filled).iter().all(|step| step.standing == Standing::Same));
    // Without it nothing of ours is in the file, which fits the schema too.
    let text = String::from_utf8(own::write(&asked, None).unwrap().file).unwrap();
    assert!(["intake", "E2", "na_accepted", "visit"].iter().all(|word| !text.contains(word)), "{text}");
    assert!(fits(&serde_json::from_str(&text).unwrap(), &schema, &schema));
}

#[test]
fn a_list_in_our_json_is_taken_whole_or_not_at_all() {
    let questionnaire = of(&[question("A1", "x", "1")]);
    let now = List { companies: vec![company("Cloud Nine GmbH", "DE")], nobody: false };
    let asked = Asked { list: Some(now.clone()), ..asked(&questionnaire, &[]) };
    let file = |list: Value| {
        json!({"format": "entente-answers/1", "answers": {}, "sub_processors": list}).to_string().into_bytes()
    };
    let one = |name: &str, country: &str| json!({"name": name, "purpose": "Hosting", "data": ["direct_identifiers"], "country": country, "transfer": "scc_tia"});
    let step = |list: Value| {
        let (_, reading) = read(&asked, &file(list)).unwrap();
        ListStep::of(reading.list.unwrap(), &now)
    };
    let same = step(json!({"companies": [one("Cloud Nine GmbH", "de")], "seen": now.mark()}));
    assert_eq!((same.standing, same.is_stale()), (Standing::Same, false));
    let other = step(json!({"companies": [one("Mailbird Inc.", "US")], "seen": now.mark()}));
    assert_eq!((other.standing, other.is_stale()), (Standing::Different, false));
    assert!(step(json!({"companies": [], "seen": List::default().mark()})).is_stale());
    assert!(step(json!({"nobody": true})).filled.list.nobody);
    let faults = read(
        &asked,
        &file(json!({"nobody": true, "companies": [one("A", "ZZ"), one("B", "DE"), one("b", "DE"),
            {"name": "C", "purpose": "", "data": ["all"], "country": "DE", "transfer": "hope"}]})),
    )
    .unwrap_err();
    assert_eq!(
        paths(&faults),
        [
            "sub_processors.nobody",
            "sub_processors.companies[0].country",
            "sub_processors.companies[3].purpose",
            "sub_processors.companies[3].data",
            "sub_processors.companies[3].transfer",
            "sub_processors.companies[2].name",
        ]
    );
    let none = Asked { list: None, ..asked };
    let (_, reading) = read(&none, &file(json!({"companies": [one("A", "DE")]}))).unwrap();
    assert_eq!((reading.list, paths(&reading.notes)), (None, vec!["sub_processors"]));
}
