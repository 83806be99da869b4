//! Lists in, people out.

use super::*;
use crate::matching::normalise::Reject;
use crate::matching::token::RoomKey;

fn ring() -> KeyRing {
    KeyRing::derive(&RoomKey::from_bytes([1; 32]), "room")
}

fn plan(ids: &[(IdentifierType, &str)], segment: Option<&str>) -> Plan {
    let ids = ids.iter().map(|(kind, name)| (*kind, (*name).to_owned())).collect();
    let mapping = Mapping { ids, segment: segment.map(str::to_owned) };
    Plan { mapping, profile: Profile::Entente, country: Some("FR".parse().unwrap()) }
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

#[test]
fn segments_are_labels_without_names() {
    let list = b"mail,region\na@x.org,North\nb@x.org, North\nc@x.org,\n";
    let (rows, _) = run(list, plan(&[EMAIL], Some("Region"))).unwrap();
    assert_eq!(rows[0].segment, rows[1].segment);
    assert!(rows[0].segment.as_ref().is_some_and(|label| label.len() == 16));
    assert_eq!(rows[2].segment, None);
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
