//! The deletion receipt of a closed room.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::present::{close_reason, inside, path};
use crate::access::ViewRooms;
use crate::ids::RoomId;
use crate::rooms::receipt::SignedReceipt;
use crate::services::ServiceError;
use crate::services::rooms::{self, Facts};
use crate::web::app::App;
use crate::web::components::{KeyValue, Link};
use crate::web::error::WebError;
use crate::web::page::{Chrome, Page};
use crate::web::respond::{Attachment, attachment};
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// One list that is gone.
#[derive(Debug, Clone)]
pub struct GoneRow {
    /// Whose it was.
    pub owner: String,
    /// "About 18,600 people".
    pub people: String,
    /// When it had come.
    pub received: String,
    /// The digest of its tokens.
    pub digest: String,
}

/// GET /rooms/{id}/receipt
#[derive(Debug, Template)]
#[template(path = "rooms/receipt.html")]
pub struct ReceiptPage {
    /// The frame.
    pub c: Chrome,
    /// "On 12 March 2027, 10:32 UTC, everything that this room held was destroyed."
    pub lead: String,
    /// Closing, pepper, key and signature.
    pub facts: Vec<KeyValue>,
    /// The lists.
    pub rows: Vec<GoneRow>,
    /// The file and the key.
    pub downloads: Vec<Link>,
}

impl ReceiptPage {
    /// The page of a receipt.
    pub fn new(c: Chrome, facts: &Facts, signed: &SignedReceipt) -> Self {
        let receipt = &signed.receipt;
        let at = ("date", Arg::from(c.moment(receipt.destroyed_at)));
        let pepper = receipt.pepper.clone().unwrap_or_else(|| c.t("receipt-no-pepper"));
        let row = |list: &crate::rooms::receipt::DestroyedList| GoneRow {
            owner: receipt.parties.get(list.by).clone(),
            people: c.tn("receipt-people", list.people_rounded),
            received: c.moment(list.received_at),
            digest: list.digest.to_string(),
        };
        Self {
            lead: c.with("receipt-lead", &[at]),
            facts: vec![
                KeyValue::new(c.t("receipt-closed"), c.moment(receipt.closed_at)),
                KeyValue::new(c.t("receipt-because"), close_reason(&c, facts, receipt.because)),
                KeyValue::new(c.t("receipt-pepper"), pepper),
                KeyValue::new(c.t("receipt-key"), signed.key.clone()),
                KeyValue::new(c.t("receipt-signature"), signed.signature.clone()),
            ],
            rows: receipt.lists.iter().map(row).collect(),
            downloads: vec![
                Link::new(c.t("download-receipt"), path(facts, "/receipt/file")),
                Link::new(c.t("download-key"), "/verify-key"),
                Link::new(c.t("room-ledger-link"), path(facts, "/ledger")),
            ],
            c: inside(c, facts),
        }
    }
}

/// GET /rooms/{id}/receipt
pub async fn page(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let (facts, signed) = app.read(move |tx, now| rooms::receipt_read(tx, &proof, &id, now)).await?;
    let page = ReceiptPage::new(who.chrome(&app, "receipt-room-title"), &facts, &signed);
    Ok(Page(page).with_status(StatusCode::OK))
}

/// GET /rooms/{id}/receipt/file
pub async fn file(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let (_, signed) = app.read(move |tx, now| rooms::receipt_read(tx, &proof, &id, now)).await?;
    let text = serde_json::to_string_pretty(&signed).map_err(|e| ServiceError::Internal(e.to_string()))?;
    Ok(attachment(Attachment::Json, "deletion-receipt.json", text))
}
