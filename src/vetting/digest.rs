//! A fingerprint of what a score was computed from, so that a decision can be bound to its inputs.

use serde::Serialize;

use super::{intake::Intake, questionnaire::Questionnaire, sheet::Sheet};

#[derive(Serialize)]
struct Inputs<'a> {
    questionnaire: &'a Questionnaire,
    intake: &'a Intake,
    sheet: &'a Sheet,
}

/// SHA-256, in lower-case hex, over the inputs as JSON. The JSON is canonical because fields have a fixed order, maps and
/// sets are sorted, and every number is an integer.
pub fn inputs_digest(questionnaire: &Questionnaire, intake: &Intake, sheet: &Sheet) -> String {
    let json = serde_json::to_vec(&Inputs { questionnaire, intake, sheet }).unwrap_or_default();
    let digest = ring::digest::digest(&ring::digest::SHA256, &json);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
