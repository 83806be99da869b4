//! The exports, called natively as JavaScript calls them.

use super::*;
use crate::matching::IdentifierType;
use crate::matching::client_file::Extra;
use crate::matching::pipeline::{Mapping, Pipeline, PipelineError, Plan, SegmentNames};
use crate::matching::token::{KeyRing, RoomKey, TokenRow};

/// Copies the argument in, calls, and reads the answer.
fn call<T>(argument: &[u8], export: unsafe extern "C" fn(*const u8, usize) -> T) -> (T, String) {
    let pointer = entente_alloc(argument.len());
    // SAFETY: freshly allocated for exactly this length.
    let result = unsafe {
        std::ptr::copy_nonoverlapping(argument.as_ptr(), pointer, argument.len());
        let result = export(pointer, argument.len());
        entente_free(pointer, argument.len());
        result
    };
    (result, text())
}

fn text() -> String {
    // SAFETY: the buffer stays until the next answer.
    let text = unsafe { bytes(entente_text_pointer(), entente_text_length()) };
    String::from_utf8(text.to_vec()).unwrap()
}

fn arguments(parts: &[&str]) -> Vec<u8> {
    [&[7; 32][..], parts.join("\0").as_bytes()].concat()
}

/// Hashes a file in pieces; the client file and the report, or the refusal.
fn hash(parts: &[&str], file: &[u8]) -> Result<(String, String), String> {
    let (hasher, refusal) = call(&arguments(parts), entente_hasher_new);
    if hasher.is_null() {
        return Err(refusal);
    }
    let mut output = Vec::new();
    // SAFETY: a live hasher, given back at the end.
    unsafe {
        let mut take = || {
            let length = entente_hasher_output_length(hasher);
            output.extend_from_slice(bytes(entente_hasher_output_pointer(hasher), length));
            entente_hasher_taken(hasher);
        };
        let mut failed = 0;
        for piece in file.chunks(5) {
            failed |= entente_hasher_feed(hasher, piece.as_ptr(), piece.len());
            take();
            if failed != 0 {
                break;
            }
        }
        if failed == 0 {
            failed = entente_hasher_finish(hasher);
            take();
        }
        let refusal = text();
        entente_hasher_report(hasher);
        let report = text();
        entente_hasher_free(hasher);
        if failed != 0 { Err(refusal) } else { Ok((String::from_utf8(output).unwrap(), report)) }
    }
}

#[test]
fn a_file_hashes_as_on_the_command_line() {
    let file = b"mail,tel\nA@x.org,06 12 34 56 78\nb@x.org,\na@X.org,+33612345678\nnobody,\n";
    let parts = ["room-1", "entente", "FR", "", "", "phone", "tel", "email", "mail"];
    let (output, report) = hash(&parts, file).unwrap();
    let ids = vec![(IdentifierType::Email, "mail".to_owned()), (IdentifierType::Phone, "tel".to_owned())];
    let plan = Plan {
        mapping: Mapping { ids, ..Mapping::default() },
        profile: crate::matching::Profile::Entente,
        country: Some("FR".parse().unwrap()),
        segments: SegmentNames::default(),
    };
    let ring = KeyRing::derive(&RoomKey::from_bytes([7; 32]), "room-1");
    let mut pipeline = Pipeline::new(ring, plan).unwrap();
    let mut expected = b"email,phone\n".to_vec();
    let kinds = [IdentifierType::Email, IdentifierType::Phone];
    let mut sink = |row: &TokenRow| -> Result<(), PipelineError> {
        crate::matching::client_file::write_csv_row(row, &kinds, Extra::default(), &mut expected);
        Ok(())
    };
    pipeline.feed(file, &mut sink).unwrap();
    pipeline.finish(&mut sink).unwrap();
    assert_eq!(output.as_bytes(), expected);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(
        (&report["rows"], &report["people"], &report["duplicates"]),
        (&4.into(), &2.into(), &1.into())
    );
    assert_eq!(report["columns"][0]["refused"][0]["lines"][0], 5);
}

#[test]
fn segments_are_indexes_in_the_order_of_their_names() {
    let file = "mail,tier,stop\na@x.org,Silver,\nb@x.org,Gold,yes\nc@x.org,,\nb@X.org,Gold,\n".as_bytes();
    let parts = ["room-1", "entente", "", "tier", "stop", "email", "mail"];
    let (hasher, _) = call(&arguments(&parts), entente_hasher_new);
    // SAFETY: a live hasher, given back at the end.
    let (output, report) = unsafe {
        assert_eq!(entente_hasher_feed(hasher, file.as_ptr(), file.len()), 0);
        assert_eq!(entente_hasher_scanned(hasher), 0);
        assert_eq!(entente_hasher_feed(hasher, file.as_ptr(), file.len()), 0);
        assert_eq!(entente_hasher_finish(hasher), 0);
        let length = entente_hasher_output_length(hasher);
        let output =
            String::from_utf8(bytes(entente_hasher_output_pointer(hasher), length).to_vec()).unwrap();
        entente_hasher_report(hasher);
        let report: serde_json::Value = serde_json::from_str(&text()).unwrap();
        entente_hasher_free(hasher);
        (output, report)
    };
    let rows: Vec<&str> = output.lines().map(|line| line.get(32..).unwrap_or(line)).collect();
    assert_eq!(rows, ["email,segment,opt_out", ",1,", ",0,true", ",,", ",0,"]);
    assert_eq!(report["segments"], serde_json::json!(["Gold", "Silver"]));
    assert_eq!(report["optedOut"], 1);
}

#[test]
fn a_key_has_its_check_value() {
    let (_, answer) = call(&arguments(&["room-1"]), entente_key_check);
    let check = KeyRing::derive(&RoomKey::from_bytes([7; 32]), "room-1").check();
    assert_eq!(answer, format!("{{\"check\":\"{check}\"}}"));
}

#[test]
fn a_preview_shows_columns_rows_and_guesses() {
    let file = "\u{FEFF}Nom;Adresse mail;Portable;\"x\"\"y\"\nJané;jane@x.org;0612345678;1\n";
    let (_, answer) = call(file.as_bytes(), entente_preview);
    let preview: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(preview["columns"][1], serde_json::json!({ "name": "Adresse mail", "guess": "email" }));
    assert_eq!(preview["columns"][2]["guess"], "phone");
    assert_eq!(preview["columns"][3], serde_json::json!({ "name": "x\"y", "guess": "" }));
    assert_eq!(preview["rows"][0][0], "Jané");
    let fault = |file: &[u8]| call(file, entente_preview).1;
    assert_eq!(fault(b"a\0b"), r#"{"error":{"code":"binary","line":1}}"#);
    assert_eq!(fault(b"PK\x03\x04"), r#"{"error":{"code":"is_zip"}}"#);
    assert!(fault(b"a,b\n1,2\n\"cut off").starts_with(r#"{"columns""#));
}

#[test]
fn refusals_are_codes_with_lines_and_never_values() {
    let parts = ["room-1", "entente", "", "", "", "email", "mail"];
    let refusal = |file: &[u8]| hash(&parts, file).unwrap_err();
    assert_eq!(
        refusal(b"mail,x\nsecret@x.org\n"),
        r#"{"error":{"code":"ragged","line":2,"fields":1,"expected":2}}"#
    );
    assert_eq!(refusal(b"mail\n\"secret"), r#"{"error":{"code":"unclosed_quote","line":2}}"#);
    assert_eq!(refusal(b"address\n"), r#"{"error":{"code":"column_missing","column":"mail"}}"#);
    assert_eq!(refusal(b""), r#"{"error":{"code":"empty"}}"#);
    assert_eq!(hash(&parts[..6], b"").unwrap_err(), r#"{"error":{"code":"bad_call"}}"#);
}

#[test]
fn null_is_refused() {
    // SAFETY: null is what these calls must survive.
    unsafe {
        assert_eq!(entente_hasher_feed(std::ptr::null_mut(), std::ptr::null(), 9), 1);
        assert_eq!(entente_hasher_output_length(std::ptr::null()), 0);
        entente_hasher_free(std::ptr::null_mut());
        entente_free(std::ptr::null_mut(), 3);
    }
}

#[test]
fn values_normalise_as_natively() {
    let one = |parts: &[&str]| call(parts.join("\0").as_bytes(), entente_normalise).1;
    assert_eq!(one(&["email", "meta", "", " A@x.org"]), r#"{"canonical":"a@x.org"}"#);
    assert_eq!(one(&["email", "entente", "", "n/a"]), r#"{"canonical":"!not_an_email"}"#);
    assert_eq!(
        one(&["phone", "entente", "XX", "1"]),
        r#"{"error":{"code":"unknown_country","country":"XX"}}"#
    );
}
