//! Chromium through the WebDriver protocol (W3C WebDriver, level 2), as far as the tests need it.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::{Value, json};

/// How long a page may take to show what a test waits for; generous, for the machine has few cores.
const PATIENCE: Duration = Duration::from_secs(60);
/// The key under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A running chromedriver. It and its browsers end with this value, also when a test panics.
pub struct Driver {
    process: Child,
    address: String,
    agent: ureq::Agent,
    profiles: PathBuf,
}

impl Driver {
    /// Starts chromedriver on a free port of its own choice.
    pub fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is needed for this test: install chromium-driver");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = loop {
            let line = lines.next().expect("chromedriver says where it listens").unwrap();
            if let Some((_, rest)) = line.split_once("started successfully on port ") {
                break rest.trim_end_matches('.').parse::<u16>().unwrap();
            }
        };
        // What it says later must go somewhere, or it stops.
        std::thread::spawn(move || lines.for_each(drop));
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(180)))
            .build();
        let profiles =
            std::env::temp_dir().join(format!("entente-chromium-{}", entente::ids::OrgId::fresh()));
        std::fs::create_dir_all(&profiles).unwrap();
        Self { process, address: format!("http://127.0.0.1:{port}"), agent: config.into(), profiles }
    }

    /// A browser with a profile of its own, which starts on an empty page.
    pub fn open(&self) -> Tab<'_> {
        self.open_with(&[])
    }

    /// The same with further switches of Chromium's command line.
    pub fn open_with(&self, switches: &[&str]) -> Tab<'_> {
        let profile = self.profiles.join(entente::ids::OrgId::fresh().as_str());
        let user_data = format!("--user-data-dir={}", profile.display());
        let mut arguments = vec![
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            "--window-size=1280,900",
            // No name resolves: whatever a page would send elsewhere has nowhere to go, and is seen in the log.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            user_data.as_str(),
        ];
        arguments.extend(switches);
        let body = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "performance": "ALL", "browser": "ALL" },
        }}});
        let session = self.call("POST", "/session", &body).expect("Chromium starts");
        let id = session["sessionId"].as_str().unwrap().to_owned();
        Tab { driver: self, session: format!("/session/{id}") }
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let url = format!("{}{path}", self.address);
        let request = ureq::http::Request::builder().method(method).uri(url);
        let answer = if method == "POST" {
            let request = request.header("content-type", "application/json");
            self.agent.run(request.body(body.to_string()).unwrap())
        } else {
            self.agent.run(request.body(()).unwrap())
        };
        let mut answer = answer.map_err(|e| format!("{method} {path}: {e}"))?;
        let text = answer.body_mut().with_config().limit(256 * 1024 * 1024).read_to_string().unwrap();
        let mut value: Value = serde_json::from_str(&text).map_err(|e| format!("{path}: {e}: {text}"))?;
        let value = value["value"].take();
        match value["error"].as_str() {
            Some(error) if answer.status() != 200 => Err(format!("{path}: {error}: {}", value["message"])),
            _ => Ok(value),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.profiles);
    }
}

/// A browser with one tab.
pub struct Tab<'a> {
    driver: &'a Driver,
    session: String,
}

impl Drop for Tab<'_> {
    /// Ends Chromium itself, which would outlive its driver.
    fn drop(&mut self) {
        let _ = self.driver.call("DELETE", &self.session, &Value::Null);
    }
}

impl Tab<'_> {
    fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        self.driver.call("POST", &format!("{}{path}", self.session), &body)
    }

    fn get(&self, path: &str) -> Result<Value, String> {
        self.driver.call("GET", &format!("{}{path}", self.session), &Value::Null)
    }

    /// A command of the browser's own debugging protocol.
    pub fn cdp(&self, command: &str, params: Value) -> Value {
        self.post("/goog/cdp/execute", json!({ "cmd": command, "params": params })).unwrap()
    }

    /// Goes to an address and waits until the page has loaded.
    pub fn goto(&self, url: &str) {
        self.post("/url", json!({ "url": url })).unwrap();
    }

    /// The present address.
    pub fn url(&self) -> String {
        self.get("/url").unwrap().as_str().unwrap().to_owned()
    }

    /// Runs a script's body in the page and gives back what it returns; `arguments` are its arguments.
    pub fn run(&self, script: &str, args: &[Value]) -> Value {
        self.post("/execute/sync", json!({ "script": script, "args": args })).unwrap()
    }

    fn find(&self, css: &str) -> Result<String, String> {
        let found = self.post("/element", json!({ "using": "css selector", "value": css }))?;
        Ok(format!("/element/{}", found[ELEMENT].as_str().unwrap()))
    }

    /// Tries until it succeeds or patience ends; pages may be loading.
    #[track_caller]
    fn patiently<T>(&self, what: &str, mut attempt: impl FnMut() -> Result<T, String>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            match attempt() {
                Ok(value) => return value,
                Err(error) if Instant::now() > end => {
                    panic!("{what}: {error}\non {}:\n{}\n{:?}", self.url(), self.text(), self.complaints())
                }
                Err(_) => std::thread::sleep(Duration::from_millis(100)),
            }
        }
    }

    /// Waits for an element.
    #[track_caller]
    pub fn wait_for(&self, css: &str) {
        self.patiently(css, || self.find(css));
    }

    /// Waits until there is no such element any more.
    #[track_caller]
    pub fn wait_until_gone(&self, css: &str) {
        self.patiently(css, || if self.has(css) { Err("it is still there".to_owned()) } else { Ok(()) });
    }

    /// Waits until the page's text has these words.
    #[track_caller]
    pub fn wait_for_text(&self, words: &str) {
        self.patiently(words, || {
            if self.text().contains(words) { Ok(()) } else { Err("the page does not say so".to_owned()) }
        });
    }

    /// Waits until the page's address has this in it.
    #[track_caller]
    pub fn wait_for_url(&self, part: &str) {
        self.patiently(part, || {
            let url = self.url();
            if url.contains(part) { Ok(()) } else { Err(url) }
        });
    }

    /// Whether the page has such an element now.
    pub fn has(&self, css: &str) -> bool {
        self.find(css).is_ok()
    }

    /// Clicks, as soon as it can be; scrolls it to the middle first, as a person does with what a bar at the edge covers.
    #[track_caller]
    pub fn click(&self, css: &str) {
        self.patiently(css, || {
            let element = self.find(css)?;
            self.run(
                "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })",
                &[json!(css)],
            );
            self.post(&format!("{element}/click"), json!({}))
        });
    }

    /// Types into a field what a person would; replaces what it holds.
    #[track_caller]
    pub fn fill(&self, css: &str, text: &str) {
        self.patiently(css, || {
            let element = self.find(css)?;
            self.post(&format!("{element}/clear"), json!({}))?;
            self.post(&format!("{element}/value"), json!({ "text": text }))
        });
    }

    /// Types keys into an element as they are: a file's path, or a key such as Enter.
    #[track_caller]
    pub fn keys(&self, css: &str, text: &str) {
        self.patiently(css, || {
            let element = self.find(css)?;
            self.post(&format!("{element}/value"), json!({ "text": text }))
        });
    }

    /// Chooses a file for an `<input type=file>`.
    #[track_caller]
    pub fn choose_file(&self, css: &str, path: &Path) {
        self.keys(css, &path.display().to_string());
    }

    /// Chooses an option of a `<select>` by its value.
    #[track_caller]
    pub fn choose(&self, css: &str, value: &str) {
        self.click(&format!("{css} option[value=\"{value}\"]"));
    }

    /// Presses keys one after the other, wherever the focus is: letters, or keys in WebDriver's alphabet.
    pub fn press(&self, keys: &str) {
        let stroke = |key: char| {
            let value = key.to_string();
            [json!({ "type": "keyDown", "value": value }), json!({ "type": "keyUp", "value": value })]
        };
        let strokes: Vec<Value> = keys.chars().flat_map(stroke).collect();
        let source = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.post("/actions", json!({ "actions": [source] })).unwrap();
    }

    /// Opens another tab of the same browser and goes there; both have the same cookies.
    pub fn another(&self) -> (String, String) {
        let first = self.get("/window").unwrap().as_str().unwrap().to_owned();
        let made = self.post("/window/new", json!({ "type": "tab" })).unwrap();
        let second = made["handle"].as_str().unwrap().to_owned();
        self.switch(&second);
        (first, second)
    }

    /// Goes to a tab of this browser.
    pub fn switch(&self, window: &str) {
        self.post("/window", json!({ "handle": window })).unwrap();
    }

    /// Takes the connection away, or gives it back, as a phone in a tunnel has it.
    pub fn connection(&self, there: bool) {
        self.cdp("Network.enable", json!({}));
        let none =
            json!({ "offline": !there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.emulateNetworkConditions", none);
    }

    /// The text that a person sees.
    pub fn text(&self) -> String {
        let body = self.find("body").and_then(|element| self.get(&format!("{element}/text")));
        body.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The text of one element.
    #[track_caller]
    pub fn text_of(&self, css: &str) -> String {
        let text = self.patiently(css, || {
            let element = self.find(css)?;
            self.get(&format!("{element}/text"))
        });
        text.as_str().unwrap().to_owned()
    }

    /// A property of one element, such as `value` or `href`.
    #[track_caller]
    pub fn property(&self, css: &str, name: &str) -> String {
        let value = self.patiently(css, || {
            let element = self.find(css)?;
            self.get(&format!("{element}/property/{name}"))
        });
        value.as_str().unwrap_or_default().to_owned()
    }

    /// What the browser complained about since the last call: errors of scripts, violations of the security policy.
    pub fn complaints(&self) -> Vec<String> {
        let log = self.post("/se/log", json!({ "type": "browser" })).unwrap_or_default();
        let entries = log.as_array().cloned().unwrap_or_default();
        let severe = entries.iter().filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        severe.filter_map(|entry| entry["message"].as_str().map(str::to_owned)).collect()
    }

    /// The requests that the page's own context began since the last call: method and address.
    pub fn requests(&self) -> Vec<(String, String)> {
        let log = self.post("/se/log", json!({ "type": "performance" })).unwrap();
        let entries = log.as_array().cloned().unwrap_or_default();
        let messages =
            entries.iter().filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok());
        let sent = messages.filter(|m| m["message"]["method"] == "Network.requestWillBeSent");
        sent.map(|m| {
            let request = &m["message"]["params"]["request"];
            (
                request["method"].as_str().unwrap_or("?").to_owned(),
                request["url"].as_str().unwrap_or("?").to_owned(),
            )
        })
        .collect()
    }

    /// Photographs the whole page in both widths and both themes, if the run asks for pictures.
    pub fn photograph(&self, name: &str) {
        let Ok(folder) = std::env::var("ENTENTE_SHOTS") else { return };
        std::fs::create_dir_all(&folder).unwrap();
        for width in [1280, 390] {
            for theme in ["light", "dark"] {
                let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
                self.cdp("Emulation.setEmulatedMedia", scheme);
                self.resize(width, 900);
                let height =
                    self.run("return document.documentElement.scrollHeight", &[]).as_u64().unwrap_or(900);
                self.resize(width, height.clamp(400, 8000));
                let shot = self.cdp("Page.captureScreenshot", json!({ "format": "png" }));
                let bytes =
                    base64::engine::general_purpose::STANDARD.decode(shot["data"].as_str().unwrap()).unwrap();
                std::fs::write(Path::new(&folder).join(format!("{name}-{width}-{theme}.png")), bytes)
                    .unwrap();
            }
        }
        self.cdp("Emulation.clearDeviceMetricsOverride", json!({}));
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": [] }));
    }

    /// Makes the page this large, as on a screen of that size.
    pub fn resize(&self, width: u64, height: u64) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", size);
    }
}
