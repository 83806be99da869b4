//! Creates that a client may send twice: `Idempotency-Key`.
//!
//! The answer is kept in the transaction of the act, so a repeat with the same key and body gets the first answer and
//! creates nothing; the same key with another body is a conflict. Keys are forgotten after a day.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Timestamp;
use crate::ids::{OrgId, hex};
use crate::services::{ServiceError, idempotency};
use crate::store::{IdempotentAnswer, WriteTx};
use crate::web::app::App;
use crate::web::error::WebError;

/// The id of what was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeJson {
    /// The id.
    pub id: String,
}

/// A link that is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkJson {
    /// Its id.
    pub id: String,
    /// The link.
    pub link: String,
}

/// The longest key.
const LONGEST_KEY: usize = 200;

/// A create, as the client sent it: its key, if it gave one, and what it asked for.
#[derive(Debug, Clone)]
pub struct Create {
    org: OrgId,
    key: Option<String>,
    request_sha256: String,
    secret: bool,
}

impl Create {
    /// The create of this request with this body.
    pub fn of(request: &HttpRequest, org: &OrgId, body: &impl Serialize) -> Result<Self, WebError> {
        let key = request.headers().get("idempotency-key");
        let key = key.map(|value| value.to_str().unwrap_or_default().to_owned());
        if key.as_ref().is_some_and(|key| key.is_empty() || key.len() > LONGEST_KEY) {
            return Err(ServiceError::field("Idempotency-Key", "fault-idempotency-key").into());
        }
        let body = serde_json::to_string(body).map_err(|e| ServiceError::Internal(e.to_string()))?;
        let text = format!("{} {}\n{body}", request.method(), request.path());
        let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
        Ok(Self { org: org.clone(), key, request_sha256: hex(digest.as_ref()), secret: false })
    }

    /// The same create, whose answer holds a secret: it is shown once and never kept, so a repeat is a conflict.
    #[must_use]
    pub fn shown_once(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Does the work once and answers 201 with its JSON.
    pub async fn answer<T: Serialize + 'static>(
        self,
        app: &App,
        name: &'static str,
        work: impl FnMut(&mut WriteTx, Timestamp) -> Result<T, ServiceError> + Send + 'static,
    ) -> Result<HttpResponse, WebError> {
        let json = self.json(app, name, work).await?;
        Ok(HttpResponse::Created().content_type("application/json").body(web::Bytes::from(json)))
    }

    /// Does the work once; the JSON of what came of it, now or the first time.
    pub async fn json<T: Serialize + 'static>(
        self,
        app: &App,
        name: &'static str,
        mut work: impl FnMut(&mut WriteTx, Timestamp) -> Result<T, ServiceError> + Send + 'static,
    ) -> Result<String, WebError> {
        Ok(app.write(name, move |tx, now| self.once(tx, now, &mut work)).await?)
    }

    fn once<T: Serialize>(
        &self,
        tx: &mut WriteTx,
        now: Timestamp,
        work: &mut impl FnMut(&mut WriteTx, Timestamp) -> Result<T, ServiceError>,
    ) -> Result<String, ServiceError> {
        if let Some(key) = &self.key
            && let Some(earlier) = idempotency::answer_find(tx, &self.org, key)?
        {
            return match (earlier.request_sha256 == self.request_sha256, self.secret) {
                (false, _) => Err(ServiceError::conflict("conflict-idempotency-key")),
                (true, true) => Err(ServiceError::conflict("conflict-shown-once")),
                (true, false) => Ok(earlier.response),
            };
        }
        let value = work(tx, now)?;
        let response = serde_json::to_string(&value).map_err(|e| ServiceError::Internal(e.to_string()))?;
        if let Some(key) = &self.key {
            let row = IdempotentAnswer {
                org_id: self.org.clone(),
                key: key.clone(),
                request_sha256: self.request_sha256.clone(),
                response: if self.secret { String::new() } else { response.clone() },
                created_at: now,
            };
            idempotency::answer_keep(tx, &row, now)?;
        }
        Ok(response)
    }
}
