//! Forms that carry one file (`multipart/form-data`, RFC 7578). The token comes first, as our pages write it, so that nothing of a
//! file is read for somebody else's page; and a file is read no further than it may be long.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt as _;

use super::app::App;
use super::csrf;
use super::error::{Typed, WebError};
use crate::services::{Message, ServiceError};
use crate::vetting::evidence::LARGEST_FILE;

/// The longest plain field.
const LARGEST_FIELD: usize = 16 * 1024;
/// All plain fields together.
const LARGEST_FIELDS: usize = 256 * 1024;
/// More fields than any form of ours has: a tick for each of a questionnaire's answers.
const MOST_FIELDS: usize = 2_000;
/// The field in which a page carries a file on that it has read already, as text.
pub const PREPARED: &str = "prepared";
/// A file that is too long is read on and thrown away up to here, so that its sender can be told; then the line is cut.
const PATIENCE: usize = 8 * LARGEST_FILE;

/// The file of a form.
#[derive(Debug, Clone, Default)]
pub struct SentFile {
    /// Its name, as sent.
    pub name: String,
    /// What is in it; of one that is longer than [`LARGEST_FILE`], that much and one byte more.
    pub bytes: Vec<u8>,
}

/// A form with a file, from our own page and this visitor.
#[derive(Debug, Default)]
pub struct FileForm {
    fields: Vec<(String, String)>,
    /// The file; empty if none was chosen.
    pub file: SentFile,
    /// What the page carried on in the field [`PREPARED`]; may be empty.
    pub prepared: String,
}

impl FileForm {
    /// A form without a file, into which a text was pasted.
    pub fn pasted(text: &str) -> Self {
        Self { prepared: text.to_owned(), ..Self::default() }
    }

    /// A plain field; nothing if it was not sent.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// Every field of this name, in the order of the form.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.fields.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl FromRequest for FileForm {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let app = App::of(&request)?;
            let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
            if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
                return Err(WebError::MediaType("multipart/form-data"));
            }
            let _turn = app.file_turn().await?;
            read(&app, &request, Multipart::new(request.headers(), payload)).await
        })
    }
}

async fn read(app: &App, request: &HttpRequest, mut parts: Multipart) -> Result<FileForm, WebError> {
    let mut form = FileForm::default();
    let (mut checked, mut room) = (false, LARGEST_FIELDS);
    while let Some(part) = parts.next().await {
        let part = part.map_err(broken)?;
        let name = part.name().unwrap_or_default().to_owned();
        if !checked {
            let sent = if name == csrf::FIELD { text(part, LARGEST_FIELD).await? } else { String::new() };
            csrf::check(app, request, Some(&sent), Typed::default)?;
            checked = true;
            continue;
        }
        let file_name = part.content_disposition().and_then(|said| said.get_filename()).map(str::to_owned);
        match file_name {
            Some(name) => form.file = SentFile { name: as_chosen(&name), bytes: content(part).await? },
            None if name == PREPARED => form.prepared = text(part, LARGEST_FILE).await?,
            None if form.fields.len() < MOST_FIELDS => {
                let value = text(part, LARGEST_FIELD.min(room)).await?;
                room = room.saturating_sub(value.len());
                form.fields.push((name, value));
            }
            None => return Err(unusable("unusable-form-large")),
        }
    }
    if checked { Ok(form) } else { Err(WebError::StaleForm(Typed::default())) }
}

/// A file's name as its owner has it: a browser writes quotes and line ends in it as `%22`, `%0D` and `%0A` (HTML, "multipart form data").
fn as_chosen(sent: &str) -> String {
    sent.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

async fn text(mut part: Field, most: usize) -> Result<String, WebError> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.next().await {
        bytes.extend_from_slice(&piece.map_err(broken)?);
        if bytes.len() > most {
            return Err(unusable("unusable-form-large"));
        }
    }
    String::from_utf8(bytes).map_err(|_not_text| unusable("unusable-form-body"))
}

async fn content(mut part: Field) -> Result<Vec<u8>, WebError> {
    let (mut bytes, mut seen) = (Vec::new(), 0_usize);
    while let Some(piece) = part.next().await {
        let piece = piece.map_err(broken)?;
        seen = seen.saturating_add(piece.len());
        if seen > PATIENCE {
            return Err(unusable("unusable-file-large"));
        }
        let room = LARGEST_FILE.saturating_add(1).saturating_sub(bytes.len());
        bytes.extend_from_slice(piece.get(..room.min(piece.len())).unwrap_or_default());
    }
    Ok(bytes)
}

fn broken(error: MultipartError) -> WebError {
    tracing::debug!(%error, "a form with a file could not be read");
    unusable("unusable-form-body")
}

fn unusable(id: &'static str) -> WebError {
    ServiceError::Unusable(Message::new(id)).into()
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
    use actix_web::web::Bytes;
    use futures_util::stream;

    use super::*;

    /// What is kept of a file of so many megabytes, as it streams in.
    fn kept(megabytes: usize) -> Result<usize, WebError> {
        let head = Bytes::from_static(
            b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n",
        );
        let piece = Bytes::from(vec![b'x'; 1_000_000]);
        let body = std::iter::once(head)
            .chain(std::iter::repeat_n(piece, megabytes))
            .chain([Bytes::from_static(b"\r\n--b--\r\n")]);
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=b"));
        let mut parts = Multipart::new(&headers, stream::iter(body.map(Ok)));
        actix_web::rt::System::new().block_on(async move {
            let part = parts.next().await.unwrap().map_err(broken)?;
            content(part).await.map(|bytes| bytes.len())
        })
    }

    #[test]
    fn of_a_long_file_as_much_is_kept_as_tells_that_it_is_too_long_and_an_endless_one_is_cut_off() {
        assert_eq!(kept(3).unwrap(), 3_000_000);
        assert_eq!(kept(13).unwrap(), LARGEST_FILE + 1);
        assert_eq!(kept(80).unwrap(), LARGEST_FILE + 1);
        assert!(kept(81).is_err());
    }
}
