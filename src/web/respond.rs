//! Answers that are not pages: going elsewhere, and files to be saved, ours and partners'.

use actix_web::http::header::{
    self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
};
use actix_web::{HttpRequest, HttpResponse};

use super::app::App;
use super::cookies::Jar;
use super::headers;
use crate::services::evidence::OpenedEvidence;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Goes to `path` after something was done (303, so that a reload does not do it again).
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}

/// Goes to `path`, where the catalogue's sentence `flash` (an id that starts with `flash-`) is shown once.
pub fn see_other_saying(app: &App, path: &str, flash: &'static str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, path))
        .cookie(Jar::Flash.set(app, flash, Some(60)))
        .finish()
}

/// The kinds of files that are handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attachment {
    /// JSON documents, one a line.
    Log,
    /// One JSON document.
    Json,
    /// Plain text.
    Text,
    /// A table.
    Csv,
}

/// A file to be saved. `name` is ours: plain letters, no quotes.
pub fn attachment(kind: Attachment, name: &str, body: String) -> HttpResponse {
    let kind = match kind {
        Attachment::Log => "application/jsonl; charset=utf-8",
        Attachment::Json => "application/json; charset=utf-8",
        Attachment::Text => "text/plain; charset=utf-8",
        Attachment::Csv => "text/csv; charset=utf-8; header=present",
    };
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body)
}

/// A partner's document, to be saved and never to be run (security.md T8): always an attachment, under its own name as RFC 6266 and
/// RFC 8187 write it.
pub fn file(request: &HttpRequest, opened: &OpenedEvidence) -> HttpResponse {
    headers::sandbox(request);
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: opened.name.clone().into_bytes(),
        })],
    };
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, opened.media_type.as_str()))
        .insert_header(disposition)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(opened.bytes.to_vec())
}

/// A workbook to be saved. `name` is ours: plain letters, no quotes.
pub fn workbook(name: &str, body: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, XLSX))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body)
}

/// A path of this server to go on to, as somebody else gave it: anything but a plain local path becomes `/`
/// (ASVS 3.7.2: `//` and `\` are refused).
pub fn local_path(next: Option<&str>) -> &str {
    let plain = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            && !path.chars().any(char::is_control)
    };
    next.filter(plain).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_local_paths_are_followed() {
        assert_eq!(local_path(Some("/partners?x=1")), "/partners?x=1");
        for evil in ["//evil.example", "/\\evil.example", "https://evil.example", "", "/a\nb"] {
            assert_eq!(local_path(Some(evil)), "/");
        }
    }
}
