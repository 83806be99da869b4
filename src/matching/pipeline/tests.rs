//! Lists in, people out.

use super::*;
use crate::matching::IdentifierType;
use crate::matching::normalise::Reject;
use crate::matching::token::RoomKey;

fn ring() -> KeyRing {
    KeyRing::derive(&RoomKey::from_bytes([1; 32]), "room")
}

fn plan(ids: &[(IdentifierType, &str)], segment: Option<&str>) -> Plan {
    let ids = ids.iter().map(|(kind, name)| (*kind, (*name).to_owned())).collect();
    let mapping = Mapping { ids, segment: segment.map(str::to_owned), opt_out: None };
    let country = Some("FR".parse().unwrap());
    Plan { mapping, profile: Profile::Entente, country, segments: SegmentNames::default() }
}

fn run(text: &[u8], plan: Plan) -> Result<(Vec<TokenRow>, Report), PipelineError> {
    let mut pipeline = Pipeline::new(ring(), plan)?;
    let mut rows = Vec::new();
    let mut sink = |row: &TokenRow| -> Result<(), PipelineError> {
        rows.push(row.clone());
        Ok(())
    };
    for piece in text.chunks(7) {
        pipeline.feed(piece, &mut sink)?;
    }
    pipeline.finish(&mut sink)?;
    Ok((rows, pipeline.report().clone()))
}

const EMAIL: (IdentifierType, &str) = (IdentifierType::Email, "mail");
const PHONE: (IdentifierType, &str) = (IdentifierType::Phone, "tel");

#[test]
fn a_row_becomes_its_tokens() {
    let list = b"name,mail,tel\nJane,Jane@Example.com ,06 12 34 56 78\n";
    let (rows, report) = run(list, plan(&[EMAIL, PHONE], None)).unwrap();
    let expected = |kind, canonical| Some(ring().keyed_hash(kind, canonical));
    assert_eq!(rows[0].get(IdentifierType::Email), expected(IdentifierType::Email, "jane@example.com"));
    assert_eq!(rows[0].get(IdentifierType::Phone), expected(IdentifierType::Phone, "+33612345678"));
    assert_eq!((report.rows, report.people), (1, 1));
}

#[test]
fn rows_are_people_duplicates_or_unusable() {
    let list = "mail;tel\na@x.org;\nA@X.ORG;\nb@x.org;0612345678\nb@x.org;0612345679\nnobody;\n;\n";
    let (rows, report) = run(list.as_bytes(), plan(&[EMAIL, PHONE], None)).unwrap();
    assert_eq!((report.rows, report.people, report.duplicates, report.unusable), (6, 3, 1, 2));
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[2].get(IdentifierType::Email), None, "the first row keeps the address");
    assert_eq!(report.refused(Reject::NotAnEmail), 1);
    let refused = &report.column(IdentifierType::Phone).refused;
    assert_eq!(refused, &[Refused { reason: Reject::Empty, count: 4, lines: vec![2, 3, 6, 7] }]);
}

fn scanned(list: &[u8], column: &str) -> Result<SegmentNames, PipelineError> {
    let mut scan = SegmentScan::new(column);
    for piece in list.chunks(5) {
        scan.feed(piece)?;
    }
    scan.finish()
}

#[test]
fn a_segment_is_the_place_of_its_name_in_the_alphabet() {
    let list = b"mail,region\na@x.org,South\nb@x.org, North\nc@x.org,\nd@x.org,South\n";
    let mut plan = plan(&[EMAIL], Some("Region"));
    plan.segments = scanned(list, "Region").unwrap();
    assert_eq!(plan.segments.names(), ["North", "South"]);
    let (rows, _) = run(list, plan).unwrap();
    let segments: Vec<_> = rows.iter().map(|row| row.segment.as_deref()).collect();
    assert_eq!(segments, [Some("1"), Some("0"), None, Some("1")]);
}

#[test]
fn more_than_fifty_segments_or_a_long_name_are_refused() {
    let list = |count: u32| {
        let rows = (0..count).map(|n| format!("p{n}@x.org,region {n}\n"));
        rows.fold("mail,region\n".to_owned(), |text, row| text + &row)
    };
    assert_eq!(scanned(list(50).as_bytes(), "region").unwrap().names().len(), 50);
    assert_eq!(scanned(list(51).as_bytes(), "region"), Err(PipelineError::TooManySegments { line: 52 }));
    let long = format!("mail,region\na@x.org,{}\n", "x".repeat(65));
    assert_eq!(scanned(long.as_bytes(), "region"), Err(PipelineError::SegmentTooLong { line: 2 }));
    let mut plan = plan(&[EMAIL], Some("region"));
    plan.segments = scanned(list(3).as_bytes(), "region").unwrap();
    assert_eq!(run(list(4).as_bytes(), plan).unwrap_err(), PipelineError::Changed { line: 5 });
}

#[test]
fn whoever_opted_out_is_named_by_every_identifier_also_when_met_before() {
    let list = b"mail,tel,stop\na@x.org,0612345678,\nA@X.org,0612345679,yes\nb@x.org,,no\n";
    let mut plan = plan(&[EMAIL, PHONE], None);
    plan.mapping.opt_out = Some("stop".to_owned());
    let (rows, report) = run(list, plan).unwrap();
    let marks: Vec<_> = rows.iter().map(|row| row.opt_out).collect();
    assert_eq!(marks, [false, true, false]);
    assert_eq!(rows[0].get(IdentifierType::Email), rows[1].get(IdentifierType::Email));
    assert_eq!((report.people, report.opted_out), (3, 1));
    let mut plan = self::plan(&[EMAIL], None);
    plan.mapping.opt_out = Some("stop".to_owned());
    let error = run(b"mail,stop\na@x.org,maybe\n", plan).unwrap_err();
    assert_eq!(error, PipelineError::BadOptOut { line: 2 });
}

fn found(list: &str, profile: Profile, country: Option<&str>) -> Vec<Finding> {
    let mut plan = plan(&[EMAIL, PHONE], None);
    (plan.profile, plan.country) = (profile, country.map(|code| code.parse().unwrap()));
    let (_, report) = run(list.as_bytes(), plan).unwrap();
    findings(&report, &[IdentifierType::Email, IdentifierType::Phone], profile)
}

#[test]
fn the_doctor_finds_each_cause_of_zero_and_nothing_in_a_good_list() {
    let entente = Profile::Entente;
    assert_eq!(found("mail,tel\na@x.org,+33612345678\n", entente, None), []);
    let digest = "b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514";
    let hashed = found(&format!("mail,tel\n{digest},0612345678\n"), entente, None);
    assert_eq!(hashed[0], Finding::Hashed { kind: IdentifierType::Email, count: 1, digits: 64 });
    assert!(hashed.contains(&Finding::NoCountry { count: 1 }), "{hashed:?}");
    assert!(hashed[0].to_string().contains("SHA-256"), "{}", hashed[0]);
    let gmail = found("mail,tel\nj.doe+x@gmail.com,\nJDoe@GMAIL.com,\na@x.org,\nb@x.org,\n", entente, None);
    assert_eq!(gmail[0], Finding::GmailChanged { per_mille: 250 });
    let wrong = found("mail,tel\nJane,\nJoe,\nc@x.org,\n", entente, None);
    assert_eq!(wrong[0], Finding::Unparsed { kind: IdentifierType::Email, per_mille: 666 });
    let other = found("mail,tel\na@x.org,+33612345678\n", Profile::Meta, None);
    assert_eq!(other, [Finding::OtherProfile { profile: Profile::Meta }]);
    let again = found("mail,tel\na@x.org,\na@x.org,\na@x.org,\n", entente, None);
    assert!(again.contains(&Finding::MostlyDuplicates { per_mille: 666 }), "{again:?}");
    assert!(again.contains(&Finding::EmptyColumn { kind: IdentifierType::Phone }), "{again:?}");
}

#[test]
fn faults_say_where() {
    let error = |list: &[u8]| run(list, plan(&[EMAIL], None)).unwrap_err().to_string();
    assert_eq!(error(b"name,email\n"), "there is no column \"mail\"; the columns are \"name\", \"email\"");
    assert_eq!(error(b"mail,Mail,mail\n"), "there are two columns \"mail\"; rename one");
    assert_eq!(error(b"mail,x\na@x.org\n"), "line 2: this row has 1 fields, but the first line has 2");
    assert_eq!(
        error(b"mail\na@x.org\n\xe9@x.org\n"),
        "line 3: the text is not UTF-8; save the file again with that encoding"
    );
    assert_eq!(error(b"\n"), "the file is empty; its first line must name the columns");
    assert!(!error(b"jane@x.org,5\n").contains("jane"), "a first line of data is not repeated");
}

#[test]
fn a_plan_names_each_kind_once() {
    assert_eq!(Pipeline::new(ring(), plan(&[], None)).err(), Some(ColumnError::NoIds.into()));
    let twice = plan(&[EMAIL, EMAIL], None);
    assert_eq!(
        Pipeline::new(ring(), twice).err(),
        Some(ColumnError::KindTwice(IdentifierType::Email).into())
    );
}
