//! "We use none": an empty list that says something. Without these words an empty list leaves open who is there.

use serde_json::json;

use super::entry::Hand;
use crate::access::Respondent;
use crate::clock::Timestamp;
use crate::services::ServiceError;
use crate::services::audit::{self, Act};
use crate::store::{self, WriteTx};
use crate::vetting::code::QuestionId;

/// The respondent says that no other company handles the data; only an empty list can say so.
pub fn nobody_say(
    tx: &mut WriteTx,
    who: &Respondent,
    question: &QuestionId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let hand = Hand::of_respondent(tx, who, question)?;
    if !store::sub_processor_list(tx, who.org(), who.assessment())?.is_empty() {
        return Err(ServiceError::conflict("conflict-chain-somebody"));
    }
    store::sub_processors_none_put(tx, who.org(), who.assessment(), Some(now))?;
    note(tx, (&hand, "sub_processor.none"), who, now)
}

/// The respondent takes these words back.
pub fn nobody_take_back(
    tx: &mut WriteTx,
    who: &Respondent,
    question: &QuestionId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let hand = Hand::of_respondent(tx, who, question)?;
    store::sub_processors_none_put(tx, who.org(), who.assessment(), None)?;
    note(tx, (&hand, "sub_processor.none_back"), who, now)
}

fn note(
    tx: &mut WriteTx,
    (hand, action): (&Hand, &'static str),
    who: &Respondent,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (object_id, detail) = (who.assessment().as_str(), json!({}));
    let act = Act { action, object_kind: "assessment", object_id, detail };
    Ok(audit::done(tx, hand.author.clone(), &act, now)?)
}
