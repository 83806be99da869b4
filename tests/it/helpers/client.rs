//! A browser as far as the server can tell: cookies, forms with their token, no script. It does not follow redirects by
//! itself, so that tests see them.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use base64::Engine as _;
use ureq::http::{HeaderMap, Method, Request};

/// A browser, or a program with a bearer token.
pub struct Browser {
    agent: ureq::Agent,
    address: String,
    origin: String,
    jar: Mutex<BTreeMap<String, String>>,
    bearer: Option<String>,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Page {
    pub request: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

const FORM: &str = "application/x-www-form-urlencoded";

impl Browser {
    /// A browser that reaches the server of `origin` at `address`.
    pub fn at(address: &str, origin: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(120)))
            .build();
        Self {
            agent: config.into(),
            address: address.to_owned(),
            origin: origin.to_owned(),
            jar: Mutex::default(),
            bearer: None,
        }
    }

    /// The origin that this browser's pages come from.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The same server, spoken to by a program with a token and without cookies.
    pub fn with_bearer(self, token: &str) -> Self {
        Self { bearer: Some(token.to_owned()), jar: Mutex::default(), ..self }
    }

    /// Reads a page.
    pub fn visit(&self, path: &str) -> Page {
        self.send(Method::GET, path, &[], Vec::new())
    }

    /// Fills in and sends the form with this `action` that stands on the page `at`.
    pub fn submit(&self, at: &str, action: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.visit(at);
        let token =
            page.form_token(action).unwrap_or_else(|| panic!("{at} has no form for {action}: {page:?}"));
        self.post_form(action, &[fields, &[("csrf", token.as_str())]].concat())
    }

    /// Sends the form that stands on the page of its own address.
    pub fn submit_here(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.submit(path, path, fields)
    }

    /// Posts fields as they are, as a form on our own page would.
    pub fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let origin = self.origin.clone();
        self.post_raw(path, &[("content-type", FORM), ("origin", &origin)], form(fields))
    }

    /// Fills in the form with a file that stands on the page `at` and goes to `action`, and sends it as a browser does (RFC 7578).
    pub fn submit_file(&self, at: &str, action: &str, fields: &[(&str, &str)], file: &[u8]) -> Page {
        let page = self.visit(at);
        let token =
            page.form_token(action).unwrap_or_else(|| panic!("{at} has no form for {action}: {page:?}"));
        self.post_file(action, &[&[("csrf", token.as_str())], fields].concat(), file)
    }

    /// Posts fields and a file as they are, as a form on our own page would.
    pub fn post_file(&self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Page {
        const BOUNDARY: &str = "----between-the-parts";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part =
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let (origin, kind) = (self.origin.clone(), format!("multipart/form-data; boundary={BOUNDARY}"));
        self.post_raw(path, &[("content-type", &kind), ("origin", &origin)], body)
    }

    /// Posts a body with exactly these headers (and the cookies).
    pub fn post_raw(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Page {
        self.send(Method::POST, path, headers, body.into())
    }

    /// Calls the API with a JSON body.
    pub fn call(&self, method: Method, path: &str, body: &serde_json::Value) -> Page {
        self.send(method, path, &[("content-type", "application/json")], body.to_string().into_bytes())
    }

    /// Posts JSON to the API.
    pub fn post_json(&self, path: &str, body: &serde_json::Value) -> Page {
        self.call(Method::POST, path, body)
    }

    /// A request of any method; DELETE and GET go without a body.
    pub fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Page {
        let path = path.strip_prefix(&self.origin).unwrap_or(path);
        let mut request = Request::builder().method(&method).uri(format!("{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = &self.bearer {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let cookies = self.cookies();
        if !cookies.is_empty() {
            let pairs: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", pairs.join("; "));
        }
        let bodiless = method == Method::GET
            || method == Method::DELETE
            || method == Method::HEAD
            || method == Method::OPTIONS;
        let answer = match bodiless {
            true => self.agent.run(request.body(()).unwrap()),
            false => self.agent.run(request.body(body).unwrap()),
        };
        let mut answer = answer.unwrap_or_else(|e| panic!("{method} {path}: {e}"));
        let page = Page {
            request: format!("{method} {path}"),
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            // The answer to HEAD names the encoding of a body that it does not have.
            body: match method == Method::HEAD {
                true => String::new(),
                false => String::from_utf8_lossy(&answer.body_mut().read_to_vec().unwrap()).into_owned(),
            },
        };
        self.keep_cookies(&page);
        page
    }

    /// Uploads a client file to a room, as a program; 201 with the receipt, or the first refusal.
    pub fn upload(&self, room: &str, kcv: &str, file: &[u8]) -> Page {
        self.upload_as(room, kcv, &[], file)
    }

    /// The same with more said about it.
    pub fn upload_as(&self, room: &str, kcv: &str, more: &[(&str, &str)], file: &[u8]) -> Page {
        let made = self.upload_begin_as(room, kcv, more, file.len());
        if made.status != 201 {
            return made;
        }
        let at = made.location();
        let sent = self.upload_part(&at, 0, &[], file);
        if sent.status != 204 {
            return sent;
        }
        let told = self.visit(&at);
        let body = told.json()["receipt"].to_string();
        Page { status: 201, body, ..told }
    }

    /// Begins an upload.
    pub fn upload_begin(&self, room: &str, kcv: &str, length: usize) -> Page {
        self.upload_begin_as(room, kcv, &[], length)
    }

    fn upload_begin_as(&self, room: &str, kcv: &str, more: &[(&str, &str)], length: usize) -> Page {
        let text = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
        let mut metadata = format!("room {},kcv {},label {}", text(room), text(kcv), text("A list"));
        for (name, value) in more {
            metadata.push_str(&format!(",{name} {}", text(value)));
        }
        let length = length.to_string();
        let headers =
            [("tus-resumable", "1.0.0"), ("upload-length", &length), ("upload-metadata", &metadata)];
        self.post_raw("/api/v1/uploads", &headers, "")
    }

    /// Sends a part of an upload.
    pub fn upload_part(&self, at: &str, offset: usize, more: &[(&str, &str)], part: &[u8]) -> Page {
        let offset = offset.to_string();
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("content-type", "application/offset+octet-stream"),
            ("upload-offset", &offset),
        ];
        self.send(Method::PATCH, at, &[&headers, more].concat(), part.to_vec())
    }

    /// Asks how far an upload has come.
    pub fn upload_offset(&self, at: &str) -> Page {
        self.send(Method::HEAD, at, &[("tus-resumable", "1.0.0")], Vec::new())
    }

    fn keep_cookies(&self, page: &Page) {
        let mut jar = self.jar.lock().unwrap();
        for header in page.all("set-cookie") {
            let (pair, attributes) = header.split_once(';').unwrap_or((&header, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.to_lowercase().contains("max-age=0") {
                jar.remove(name.trim());
            } else {
                jar.insert(name.trim().to_owned(), value.to_owned());
            }
        }
    }

    /// The cookies held now.
    pub fn cookies(&self) -> BTreeMap<String, String> {
        self.jar.lock().unwrap().clone()
    }

    /// Puts a cookie in.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.jar.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }
}

/// Fields in the encoding of a form.
pub fn form(fields: &[(&str, &str)]) -> Vec<u8> {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes()
}

impl Page {
    /// A header's first value.
    pub fn header(&self, name: &str) -> Option<String> {
        self.all(name).into_iter().next()
    }

    /// All values of a header.
    pub fn all(&self, name: &str) -> Vec<String> {
        let values = self.headers.get_all(name).iter();
        values.map(|value| value.to_str().unwrap_or_default().to_owned()).collect()
    }

    /// Where a redirect goes.
    pub fn location(&self) -> String {
        self.header("location").unwrap_or_else(|| panic!("no redirect: {self:?}"))
    }

    /// The same page, if it has this status; a test that goes on with another one would only confuse.
    #[track_caller]
    pub fn expect_status(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.request, self.words());
        self
    }

    /// The page, if it sends people on to `path`.
    #[track_caller]
    pub fn expect_redirect(self, path: &str) -> Self {
        let page = self.expect_status(303);
        assert_eq!(page.location(), path, "{}", page.request);
        page
    }

    /// The page, if its text has `words`.
    #[track_caller]
    pub fn expect_words(self, words: &str) -> Self {
        assert!(self.words().contains(words), "{}: no \"{words}\" in: {}", self.request, self.words());
        self
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{}: {e}: {}", self.request, self.body))
    }

    /// The token of the form with this `action`; of any form, if the action is empty.
    pub fn form_token(&self, action: &str) -> Option<String> {
        self.form_fields(action).into_iter().find(|(name, _)| name == "csrf").map(|(_, value)| value)
    }

    /// The `input` fields of the form with this `action`, as the page fills them.
    pub fn form_fields(&self, action: &str) -> Vec<(String, String)> {
        let forms = self.body.split("<form").skip(1).filter_map(|rest| rest.split_once("</form>"));
        let mut wanted = forms.map(|(form, _)| form).filter(|form| {
            let head = form.split('>').next().unwrap_or_default();
            action.is_empty() || attribute(head, "action").is_some_and(|found| found == action)
        });
        let Some(form) = wanted.next() else { return Vec::new() };
        let inputs = form.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
        let field = |tag: &str| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()));
        inputs.filter_map(field).collect()
    }

    /// What a browser would send of that form if nothing were touched: ticked boxes and chosen rows alone, the words of
    /// text fields, the chosen entry of each drop-down.
    pub fn form_as_shown(&self, action: &str) -> Vec<(String, String)> {
        let forms = self.body.split("<form").skip(1).filter_map(|rest| rest.split_once("</form>"));
        let mut wanted = forms.map(|(form, _)| form).filter(|form| {
            let head = form.split('>').next().unwrap_or_default();
            attribute(head, "action").is_some_and(|found| found == action)
        });
        let Some(form) = wanted.next() else { return Vec::new() };
        form.split('<')
            .filter_map(|piece| {
                let (tag, rest) = piece.split_once('>')?;
                let name = attribute(tag, "name");
                if tag.starts_with("input") {
                    let kind = attribute(tag, "type").unwrap_or_default();
                    let sent = !["radio", "checkbox"].contains(&kind.as_str()) || tag.contains(" checked");
                    return sent.then_some((name?, attribute(tag, "value").unwrap_or_default()));
                }
                if tag.starts_with("textarea") {
                    return Some((name?, unescape(rest.strip_prefix('\n').unwrap_or(rest))));
                }
                if !tag.starts_with("select") {
                    return None;
                }
                let list = form.split_once(piece)?.1.split("</select>").next()?;
                let options: Vec<&str> =
                    list.split("<option").skip(1).filter_map(|o| o.split('>').next()).collect();
                let chosen =
                    options.iter().find(|option| option.ends_with(" selected")).or(options.first())?;
                Some((name?, attribute(chosen, "value")?))
            })
            .collect()
    }

    /// The text that a person reads: no tags, entities resolved, runs of space as one.
    pub fn words(&self) -> String {
        let mut text = String::new();
        let mut inside = false;
        for c in self.body.chars() {
            match c {
                '<' => inside = true,
                '>' if inside => {
                    inside = false;
                    text.push(' ');
                }
                c if !inside => text.push(c),
                _ => {}
            }
        }
        unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag.get(start..)?.split('"').next().map(unescape)
}

/// Resolves the entities that askama writes.
fn unescape(text: &str) -> String {
    [("&#38;", "&"), ("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}
