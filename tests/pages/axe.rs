//! The accessibility checker axe-core on every page, in both themes, wide and narrow (WCAG 2.2 AA and good practice).
//!
//! `tests/run` fetches axe-core and names its `axe.min.js` in `ENTENTE_AXE`; without it there is nothing to run. One
//! headless Chromium loads the pages one after the other in a frame of a file of ours.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::chromium::Driver;

/// How long all pages together may take; less than what nextest grants the test, so that what was found is shown.
const PATIENCE: Duration = Duration::from_secs(450);

/// The runner's page: loads each page into a frame of each width and theme, runs axe there, and writes what it found.
const RUNNER: &str = r#"<!doctype html><title>axe</title><iframe></iframe><pre></pre><script>
const frame = document.querySelector("iframe"), out = document.querySelector("pre");
const load = (src) => new Promise((done) => { frame.onload = done; frame.src = src; });
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// A theme changes colours and nothing else: what is not about colour is looked at in one of them.
const kinds = {
  light: { type: "tag", values: tags }, dark: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
};
(async () => {
  let runs = 0;
  for (const page of PAGES) for (const theme of ["light", "dark"]) for (const width of [1280, 390]) {
    frame.width = width; frame.height = 900;
    await load(page + ".html");
    const inner = frame.contentDocument;
    inner.documentElement.dataset.theme = theme;
    const script = inner.createElement("script");
    await new Promise((done) => { script.onload = done; script.src = "axe.js"; inner.head.append(script); });
    const found = await frame.contentWindow.axe.run(inner, { runOnly: kinds[theme] });
    runs += 1;
    for (const v of found.violations) for (const node of v.nodes) {
      const why = (node.any[0] || node.all[0] || node.none[0] || {}).message || v.help;
      out.textContent += `FOUND ${page} ${theme} ${width}: ${v.id}: ${why}: ${node.html}\n`;
    }
  }
  out.textContent += `RUNS ${runs}\n`;
})().catch((e) => { out.textContent += `FAILED ${e}\n`; });
</script>"#;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("axe")
}

/// Runs the runner's page in a browser to its end, by the real clock: Chromium's virtual one was seen to run out
/// while a frame was loading. Gives what the page wrote.
fn run(page: &Path) -> String {
    let driver = Driver::start();
    let tab = driver.open_with(&["--allow-file-access-from-files"]);
    tab.goto(&format!("file://{}", page.display()));
    let end = Instant::now() + PATIENCE;
    loop {
        let written = tab.run("return document.querySelector('pre').textContent", &[]);
        let written = written.as_str().unwrap().to_owned();
        if written.contains("RUNS ") || written.contains("FAILED ") || Instant::now() > end {
            return written;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn axe_finds_nothing_on_any_page() {
    let Some(axe) = std::env::var_os("ENTENTE_AXE") else {
        let partial = std::env::var("ENTENTE_TEST_SQLITE_ONLY").is_ok_and(|value| value == "1");
        assert!(partial, "ENTENTE_AXE does not name axe-core's axe.min.js; tests/run fetches it");
        eprintln!("not run: this is not meant to be a complete run");
        return;
    };
    let pages = super::all();
    let folder = folder();
    super::write(&pages, &folder);
    std::fs::copy(axe, folder.join("axe.js")).unwrap();
    let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
    let list = serde_json::to_string(&names).unwrap();
    let runner = folder.join("_runner.html");
    std::fs::write(&runner, RUNNER.replace("PAGES", &list)).unwrap();
    let out = run(&runner);
    let runs = format!("RUNS {}", names.len() * 4);
    assert!(out.contains(&runs), "axe did not get through all pages: {out}");
    let found: Vec<&str> = out.lines().filter(|line| line.starts_with("FOUND")).collect();
    assert!(found.is_empty(), "{found:#?}");
}
