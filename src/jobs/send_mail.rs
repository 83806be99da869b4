//! Sends what is in the outbox.

use super::{Desk, Kind};
use crate::services::ServiceError;
use crate::services::mail::mails_send;

pub(super) const KIND: Kind = Kind { name: "send_mail", every: Some(30), work };

fn work(desk: &Desk<'_>, _: &str) -> Result<(), ServiceError> {
    mails_send(desk.store, desk.kit, desk.now).map(|_tried| ())
}
