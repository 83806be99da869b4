//! The header fields of tus 1.0, read and written.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::http::header;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::clock::Timestamp;
use crate::services::rooms::Checksum;
use crate::services::{Message, ServiceError};
use crate::web::error::WebError;

/// The protocol's version, the only one spoken.
pub const VERSION: &str = "1.0.0";
/// What of the protocol is spoken besides its core.
pub(super) const EXTENSIONS: &str = "creation,expiration,checksum,termination";
/// The digests a part may come with.
pub(super) const CHECKSUMS: &str = "sha1,sha256";
const PART_TYPE: &str = "application/offset+octet-stream";
/// More than the names of fifty segments take.
const LONGEST_METADATA: usize = 16 << 10;

/// Refusals that tus gives a status of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UploadFault {
    /// Another version of the protocol, or none.
    #[error("the request speaks another version of tus")]
    Version,
    /// The upload is longer than this server takes, in MiB, or a part is longer than what is missing.
    #[error("the upload is too large")]
    TooLarge(u64),
    /// A part is longer than what is missing of its upload.
    #[error("the part is longer than what is missing")]
    TooLong,
    /// The part is not what its checksum says.
    #[error("the part is not what its checksum says")]
    Checksum,
    /// A checksum of a kind that is not known here, or one that cannot be read.
    #[error("the checksum is of an unknown kind")]
    ChecksumKind,
}

impl UploadFault {
    /// The status, the stable word and the sentence.
    pub fn worded(self) -> (StatusCode, &'static str, Message) {
        match self {
            Self::Version => {
                (StatusCode::PRECONDITION_FAILED, "tus_version", Message::new("unusable-upload-version"))
            }
            Self::TooLarge(mib) => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                Message::new("unusable-upload-large").arg("n", mib),
            ),
            Self::TooLong => {
                (StatusCode::PAYLOAD_TOO_LARGE, "part_too_long", Message::new("unusable-upload-part-long"))
            }
            // tus 1.0, checksum extension: 460 is the status of a mismatch.
            Self::Checksum => (
                StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST),
                "checksum_mismatch",
                Message::new("unusable-upload-checksum"),
            ),
            Self::ChecksumKind => (
                StatusCode::BAD_REQUEST,
                "checksum_kind",
                Message::new("unusable-upload-checksum-kind").arg("kinds", CHECKSUMS),
            ),
        }
    }
}

fn text<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

/// Refuses a request in another version of the protocol.
pub(super) fn require_version(request: &HttpRequest) -> Result<(), WebError> {
    match text(request, "tus-resumable") {
        Some(VERSION) => Ok(()),
        _ => Err(WebError::Upload(UploadFault::Version)),
    }
}

/// Refuses a body that is not said to be a part.
pub(super) fn require_part(request: &HttpRequest) -> Result<(), WebError> {
    match text(request, header::CONTENT_TYPE.as_str()) {
        Some(PART_TYPE) => Ok(()),
        _ => Err(WebError::MediaType(PART_TYPE)),
    }
}

fn number(request: &HttpRequest, name: &'static str) -> Result<u64, WebError> {
    let found = text(request, name).and_then(|value| value.parse().ok());
    found.ok_or_else(|| ServiceError::field(name, "fault-upload-number").into())
}

/// The length of a new upload, within `most` bytes.
pub(super) fn length(request: &HttpRequest, most: u64) -> Result<u64, WebError> {
    let length = number(request, "Upload-Length")?;
    if length > most { Err(WebError::Upload(UploadFault::TooLarge(most >> 20))) } else { Ok(length) }
}

/// Where a part belongs.
pub(super) fn offset(request: &HttpRequest) -> Result<u64, WebError> {
    number(request, "Upload-Offset")
}

/// How long the body says it is, if it does.
pub(super) fn body_length(request: &HttpRequest) -> Option<u64> {
    text(request, header::CONTENT_LENGTH.as_str()).and_then(|value| value.parse().ok())
}

/// What the sender says about a new upload.
pub(super) fn metadata(request: &HttpRequest) -> Result<String, WebError> {
    let metadata = text(request, "upload-metadata").unwrap_or_default();
    if metadata.len() > LONGEST_METADATA {
        return Err(ServiceError::field("Upload-Metadata", "fault-upload-metadata").into());
    }
    Ok(metadata.to_owned())
}

/// The digest that the part must have, if one is given.
pub(super) fn checksum(request: &HttpRequest) -> Result<Option<Checksum>, WebError> {
    let Some(field) = request.headers().get("upload-checksum") else { return Ok(None) };
    let unknown = || WebError::Upload(UploadFault::ChecksumKind);
    let (kind, digest) = field.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(unknown)?;
    let algorithm = match kind {
        "sha1" => &ring::digest::SHA1_FOR_LEGACY_USE_ONLY,
        "sha256" => &ring::digest::SHA256,
        _ => return Err(unknown()),
    };
    let expected = STANDARD.decode(digest.trim()).map_err(|_not_base64| unknown())?;
    Ok(Some(Checksum { context: ring::digest::Context::new(algorithm), expected }))
}

/// A moment as HTTP writes it (RFC 9110).
pub(super) fn http_date(at: Timestamp) -> String {
    at.to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_http_does() {
        assert_eq!(http_date(Timestamp::from_micros(784_111_777_000_000)), "Sun, 06 Nov 1994 08:49:37 GMT");
    }

    #[test]
    fn a_checksum_is_of_a_known_kind() {
        let request = |value: &str| {
            actix_web::test::TestRequest::default()
                .insert_header(("upload-checksum", value.to_owned()))
                .to_http_request()
        };
        assert_eq!(
            checksum(&request("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=")).unwrap().unwrap().expected.len(),
            20
        );
        for bad in ["md5 Kq5sNclPz7QV2+lfQIuc6Q==", "sha1", "sha1 ***", ""] {
            assert!(checksum(&request(bad)).is_err(), "{bad}");
        }
    }
}
