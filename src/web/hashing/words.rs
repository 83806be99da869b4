//! The sentences of the hashing page's script: it holds none of its own. `%name%` in a sentence is filled by the script.

use crate::web::page::Chrome;
use crate::web::words::Arg;

/// What the script calls a sentence, and the sentence.
pub type Sentence = (&'static str, String);

/// Every sentence.
pub fn sentences(c: &Chrome) -> Vec<Sentence> {
    let mut all = steps(c);
    all.extend(refusals(c));
    all.extend(reasons(c));
    all.extend(findings(c));
    all
}

/// An argument that the script fills.
fn blank(name: &'static str) -> (&'static str, Arg<'static>) {
    let text = match name {
        "line" => "%line%",
        "fields" => "%fields%",
        "expected" => "%expected%",
        "column" => "%column%",
        "count" => "%count%",
        "type" => "%type%",
        "reason" => "%reason%",
        "lines" => "%lines%",
        "people" => "%people%",
        "size" => "%size%",
        "sent" => "%sent%",
        "date" => "%date%",
        "speed" => "%speed%",
        "left" => "%left%",
        "percent" => "%percent%",
        _ => "",
    };
    (name, Arg::from(text))
}

fn steps(c: &Chrome) -> Vec<Sentence> {
    vec![
        ("module", c.t("hash-no-module")),
        ("key_malformed", c.t("key-malformed")),
        ("key_mismatch", c.t("hash-key-mismatch")),
        ("key_matches", c.t("key-matches")),
        ("key_kept", c.t("hash-key-kept")),
        ("ask_words", c.t("key-ask-words")),
        ("words_fault", c.t("key-words-fault")),
        ("words_mismatch", c.t("key-words-mismatch")),
        ("no_column", c.t("hash-no-column")),
        ("no_country", c.t("hash-no-country")),
        ("hashing", c.t("hash-running")),
        ("scanning", c.t("hash-scanning")),
        ("client_file", c.t("hash-client-file")),
        ("to_send_file", c.with("hash-to-send-file", &[blank("size")])),
        ("hashed", c.t("hash-done")),
        ("nobody", c.t("hash-nobody")),
        ("to_send", c.with("hash-to-send", &[blank("people"), blank("size")])),
        ("sending", c.t("hash-sending")),
        ("sent", c.with("hash-sent", &["sent", "size", "speed", "left"].map(blank))),
        ("send_again", c.t("hash-send-again")),
        ("storing", c.t("hash-storing")),
        ("kept", c.with("hash-kept", &[blank("date")])),
        ("kept_found", c.with("hash-kept-found", &["sent", "size", "date"].map(blank))),
        ("send_failed", c.t("hash-send-failed")),
    ]
}

/// Why a file cannot be hashed, by the module's codes.
fn refusals(c: &Chrome) -> Vec<Sentence> {
    let line = [blank("line")];
    let column = [blank("column")];
    vec![
        ("unreadable", c.t("hash-fault-unreadable")),
        ("empty", c.t("hash-fault-empty")),
        ("unclosed_quote", c.with("hash-fault-unclosed", &line)),
        ("after_quote", c.with("hash-fault-after-quote", &line)),
        ("too_long", c.with("hash-fault-too-long", &line)),
        ("binary", c.with("hash-fault-binary", &line)),
        ("not_utf8", c.with("hash-fault-utf8", &line)),
        ("ragged", c.with("hash-fault-ragged", &[blank("line"), blank("fields"), blank("expected")])),
        ("is_zip", c.t("hash-fault-zip")),
        ("is_gzip", c.t("hash-fault-gzip")),
        ("is_damaged", c.t("hash-fault-damaged")),
        ("many_segments", c.with("hash-fault-many-segments", &line)),
        ("segment_long", c.with("hash-fault-segment-long", &line)),
        ("changed", c.t("hash-fault-changed")),
        ("bad_opt_out", c.with("hash-fault-opt-out", &line)),
        ("is_utf16", c.t("hash-fault-utf16")),
        ("is_other", c.t("hash-fault-other")),
        ("no_ids", c.t("hash-fault-no-ids")),
        ("kind_twice", c.t("hash-fault-no-ids")),
        ("column_missing", c.with("hash-fault-missing", &column)),
        ("column_ambiguous", c.with("hash-fault-ambiguous", &column)),
        ("phone_not_built", c.t("hash-no-module")),
        ("unknown_country", c.t("hash-fault-country")),
        ("bad_call", c.t("hash-no-module")),
    ]
}

/// Why a value was left out, by the codes of [`crate::matching::normalise::Reject`], and the kinds of identifier.
fn reasons(c: &Chrome) -> Vec<Sentence> {
    let line = [blank("count"), blank("type"), blank("reason"), blank("lines")];
    vec![
        ("reason_line", c.with("hash-reason-line", &line)),
        ("type_email", c.t("hash-type-email")),
        ("type_phone", c.t("hash-type-phone")),
        ("type_maid", c.t("hash-type-maid")),
        ("type_custom", c.t("hash-type-custom")),
        ("reason_empty", c.t("hash-reason-empty")),
        ("reason_not_an_email", c.t("hash-reason-not-an-email")),
        ("reason_control_characters", c.t("hash-reason-control")),
        ("reason_too_long", c.t("hash-reason-too-long")),
        ("reason_too_short", c.t("hash-reason-too-short")),
        ("reason_no_country", c.t("hash-reason-no-country")),
        ("reason_not_a_phone", c.t("hash-reason-not-a-phone")),
        ("reason_letters", c.t("hash-reason-letters")),
        ("reason_extension", c.t("hash-reason-extension")),
        ("reason_unknown_country_code", c.t("hash-reason-country-code")),
        ("reason_not_a_device_id", c.t("hash-reason-not-a-device")),
        ("reason_zero_id", c.t("hash-reason-zero")),
        ("reason_placeholder_id", c.t("hash-reason-placeholder")),
        ("reason_already_hashed", c.t("hash-reason-hashed")),
    ]
}

/// What to look at, by the codes of [`crate::matching::pipeline::Finding`].
fn findings(c: &Chrome) -> Vec<Sentence> {
    let (count, share) = ([blank("count"), blank("type")], [blank("percent"), blank("type")]);
    vec![
        ("finding_hashed", c.with("hash-finding-hashed", &count)),
        ("finding_no_country", c.with("hash-finding-no-country", &count)),
        ("finding_unparsed", c.with("hash-finding-unparsed", &share)),
        ("finding_gmail_changed", c.with("hash-finding-gmail", &share)),
        ("finding_mostly_duplicates", c.with("hash-finding-duplicates", &share)),
        ("finding_empty_column", c.with("hash-finding-empty", &share)),
        ("finding_other_profile", c.t("hash-finding-profile")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::normalise::Reject;
    use crate::web::words::Words;

    #[test]
    fn every_reason_has_its_sentence_and_every_blank_is_filled() {
        let all = sentences(&Chrome::bare(Words::default(), "hash-title"));
        for reject in Reject::ALL {
            let name = format!("reason_{}", reject.code());
            assert!(all.iter().any(|(key, _)| *key == name), "{name}");
        }
        for (name, sentence) in all {
            assert!(!sentence.contains('{') && !sentence.contains('⟦'), "{name}: {sentence}");
        }
    }
}
