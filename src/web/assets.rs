//! The files that pages load: our own style, scripts and drawings, embedded in the binary.
//!
//! An address carries the hash of the content (`/assets/app.css?v=…`), so that browsers may keep a file for ever and
//! still get a new one after an upgrade. Nothing here is read from disk.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::headers;

struct File {
    content_type: &'static str,
    bytes: &'static [u8],
    hash: String,
    url: String,
}

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const SVG: &str = "image/svg+xml";
const WASM: &str = "application/wasm";
/// The one script whose own response may compile WebAssembly.
const WORKER: &str = "hash-worker.js";

/// Name, content type, content.
const EMBEDDED: &[(&str, &str, &[u8])] = &[
    ("app.css", CSS, include_bytes!("../../templates/assets/app.css")),
    ("app.js", JS, include_bytes!("../../templates/assets/app.js")),
    ("authoring.js", JS, include_bytes!("../../templates/assets/authoring.js")),
    ("answering.js", JS, include_bytes!("../../templates/assets/answering.js")),
    ("hash-page.js", JS, include_bytes!("../../templates/assets/hash-page.js")),
    (WORKER, JS, include_bytes!("../../templates/assets/hash-worker.js")),
    ("matching.js", JS, include_bytes!("../../templates/assets/matching.js")),
    ("matching.wasm", WASM, include_bytes!("../../templates/assets/matching.wasm")),
    ("matching-phone.wasm", WASM, include_bytes!("../../templates/assets/matching-phone.wasm")),
    ("room-key.js", JS, include_bytes!("../../templates/assets/room-key.js")),
    ("words.txt", TEXT, include_bytes!("../../templates/assets/words.txt")),
    ("agreement.js", JS, include_bytes!("../../templates/assets/agreement.js")),
    ("browser-store.js", JS, include_bytes!("../../templates/assets/browser-store.js")),
    ("key-store.js", JS, include_bytes!("../../templates/assets/key-store.js")),
    ("key-exchange.js", JS, include_bytes!("../../templates/assets/key-exchange.js")),
    ("labels.js", JS, include_bytes!("../../templates/assets/labels.js")),
    ("labels-key.js", JS, include_bytes!("../../templates/assets/labels-key.js")),
    ("run.js", JS, include_bytes!("../../templates/assets/run.js")),
    ("upload.js", JS, include_bytes!("../../templates/assets/upload.js")),
    ("upload-keep.js", JS, include_bytes!("../../templates/assets/upload-keep.js")),
    ("icons.svg", SVG, include_bytes!("../../templates/assets/icons.svg")),
    ("mark.svg", SVG, include_bytes!("../../templates/assets/mark.svg")),
];

/// Every embedded file: name, content type, content.
pub fn embedded() -> &'static [(&'static str, &'static str, &'static [u8])] {
    EMBEDDED
}

static FILES: LazyLock<BTreeMap<&'static str, File>> = LazyLock::new(|| {
    EMBEDDED.iter().map(|(name, content_type, bytes)| (*name, file(name, content_type, bytes))).collect()
});

fn file(name: &str, content_type: &'static str, bytes: &'static [u8]) -> File {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    let hash: String = digest.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let url = format!("/assets/{name}?v={hash}");
    File { content_type, bytes, hash, url }
}

/// The address of the embedded file `name`; a name that is not embedded leads nowhere (and fails a test).
pub fn asset(name: &str) -> &'static str {
    FILES.get(name).map_or("/assets/missing", |file| file.url.as_str())
}

/// The digest of the embedded file `name` as subresource integrity writes it: a browser refuses any other content.
pub fn integrity(name: &str) -> String {
    use base64::Engine as _;
    let bytes = FILES.get(name).map_or(&[][..], |file| file.bytes);
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(digest))
}

/// Every script that the embedded script `name` imports, itself or through another, each once: a page names them beforehand with
/// the digest each must have, since an `import` alone carries none.
pub fn imports(name: &str) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = own_imports(name).collect();
    let mut next = 0;
    while let Some(script) = found.get(next) {
        let further: Vec<_> = own_imports(script).filter(|name| !found.contains(name)).collect();
        found.extend(further);
        next += 1;
    }
    found
}

/// What stands in the script's lines that end an import, `from "./NAME";`.
fn own_imports(name: &str) -> impl Iterator<Item = &'static str> {
    let bytes: &'static [u8] = FILES.get(name).map_or(&[], |file| file.bytes);
    let lines = std::str::from_utf8(bytes).unwrap_or_default().lines();
    lines.filter_map(|line| line.split_once("from \"./")?.1.strip_suffix("\";"))
}

/// The SHA-256 of the embedded file `name`, in hexadecimal digits, for people who compare it with the published one.
pub fn sha256(name: &str) -> String {
    let bytes = FILES.get(name).map_or(&[][..], |file| file.bytes);
    ring::digest::digest(&ring::digest::SHA256, bytes)
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Answers `GET /assets/{name}`.
pub async fn serve(name: web::Path<String>, request: HttpRequest) -> HttpResponse {
    let Some(file) = FILES.get(name.as_str()) else {
        return HttpResponse::NotFound().finish();
    };
    if name.as_str() == WORKER {
        headers::allow_wasm(&request);
    }
    let tag = header::EntityTag::new_strong(file.hash.clone());
    let cache = (header::CACHE_CONTROL, cache_for(&request, file));
    if unchanged(&request, &tag) {
        return HttpResponse::NotModified().insert_header(header::ETag(tag)).insert_header(cache).finish();
    }
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, file.content_type))
        .insert_header(header::ETag(tag))
        .insert_header(cache)
        .body(file.bytes)
}

/// For ever when the address names this very content, else ask again each time.
fn cache_for(request: &HttpRequest, file: &File) -> &'static str {
    if request.query_string() == format!("v={}", file.hash) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

fn unchanged(request: &HttpRequest, tag: &header::EntityTag) -> bool {
    use actix_web::HttpMessage as _;
    match request.get_header::<header::IfNoneMatch>() {
        Some(header::IfNoneMatch::Any) => true,
        Some(header::IfNoneMatch::Items(tags)) => tags.iter().any(|held| held.weak_eq(tag)),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{App, http::StatusCode, test};

    use super::*;

    async fn get(uri: &str, tag: Option<&str>) -> actix_web::dev::ServiceResponse {
        let app = test::init_service(App::new().route("/assets/{name}", web::get().to(serve))).await;
        let mut request = test::TestRequest::get().uri(uri);
        if let Some(tag) = tag {
            request = request.insert_header((header::IF_NONE_MATCH, tag));
        }
        test::call_service(&app, request.to_request()).await
    }

    #[actix_web::test]
    async fn the_hashed_address_may_be_kept_for_ever() {
        let answer = get(asset("app.css"), None).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let cache = answer.headers().get(header::CACHE_CONTROL).unwrap();
        assert!(cache.to_str().unwrap().contains("immutable"));
        let kind = answer.headers().get(header::CONTENT_TYPE).unwrap();
        assert_eq!(kind, CSS);
    }

    #[::core::prelude::v1::test]
    fn every_import_of_every_script_is_found_and_is_embedded() {
        for (name, _, bytes) in EMBEDDED.iter().filter(|(name, ..)| name.ends_with(".js")) {
            let text = std::str::from_utf8(bytes).unwrap();
            let written = text.matches("from \"./").count() + text.matches("import(").count();
            assert_eq!(own_imports(name).count(), written, "{name}");
            assert!(imports(name).iter().all(|other| FILES.contains_key(other) && other != name), "{name}");
        }
        assert_eq!(imports("labels-key.js"), ["matching.js"]);
        assert_eq!(
            imports("labels.js"),
            ["key-store.js", "labels-key.js", "matching.js", "browser-store.js"]
        );
    }

    #[actix_web::test]
    async fn an_old_address_is_asked_again_and_an_unchanged_file_is_not_sent() {
        let answer = get("/assets/app.js?v=0", None).await;
        assert_eq!(answer.headers().get(header::CACHE_CONTROL).unwrap(), "no-cache");
        let tag = answer.headers().get(header::ETAG).unwrap().to_str().unwrap().to_owned();
        assert_eq!(get("/assets/app.js", Some(&tag)).await.status(), StatusCode::NOT_MODIFIED);
    }

    #[actix_web::test]
    async fn a_name_that_is_not_embedded_is_not_found() {
        assert_eq!(get("/assets/other.css", None).await.status(), StatusCode::NOT_FOUND);
    }
}
