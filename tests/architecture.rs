//! The shape of the code, checked: who imports whom (layout.md), how long a file may grow, where the libraries with
//! opinions (diesel, actix, askama) may appear, and who may open a sealed count.
//!
//! Each rule is a function of one file's path and text; the tests below run it on every file, and on a sample that
//! breaks it.

#![expect(clippy::unwrap_used, reason = "a file that cannot be read fails the test")]

use std::path::{Path, PathBuf};

/// The modules a file may name, by the module that the file belongs to. `ids`, `clock` and `secret` are everybody's, but for
/// those that are built without them (features `native`, `browser` and `vetting`).
const MAY_USE: &[(&str, &[&str])] = &[
    ("ids", &[]),
    ("clock", &[]),
    ("secret", &[]),
    ("config", &["store"]),
    ("access", &[]),
    ("matching", &[]),
    ("vetting", &[]),
    ("rooms", &["vetting", "matching"]),
    ("browser", &["matching"]),
    ("store", &["access", "vetting", "rooms", "matching"]),
    ("services", &["access", "vetting", "rooms", "matching", "store"]),
    ("jobs", &["access", "vetting", "rooms", "matching", "store", "services"]),
    ("web", &["access", "vetting", "rooms", "matching", "store", "services", "config"]),
    ("cli", &["access", "vetting", "rooms", "matching", "store", "services", "jobs", "web", "config"]),
    ("main", &["cli"]),
    ("lib", &[]),
];
const EVERYBODYS: &[&str] = &["ids", "clock", "secret"];
/// What is built without the server, and what of everybody's it may name.
const BUILT_ALONE: &[(&str, &[&str])] =
    &[("matching", &[]), ("browser", &[]), ("clock", &[]), ("vetting", &["clock"])];

/// Where a word may stand in the code: prefixes of paths below `src/`.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("diesel", &["store/", "ids.rs", "clock.rs"]),
    ("diesel_migrations", &["store/"]),
    ("actix_web", &["web/", "cli/serve.rs"]),
    ("askama", &["web/"]),
    ("askama_web", &["web/"]),
    ("lettre", &["store/smtp.rs", "store/smtp_fault.rs"]),
    ("spark_connect_core", &["store/spark/"]),
    ("spark_connect_proto", &["store/spark/"]),
    ("object_store", &["store/spark/"]),
    // The calls into instructions that not every processor has, and the C interface of the browser's module.
    ("unsafe", &["matching/token/lanes.rs", "browser/mod.rs", "browser/tests.rs"]),
    ("unsafe_code", &["matching/token/lanes.rs", "browser/mod.rs", "browser/tests.rs"]),
    ("reveal_for_release", &["rooms/release", "cli/overlap.rs", "matching/intersect/"]),
];

/// Lines a file may have; one list of every table is exempt.
const LONGEST_FILE: usize = 400;
const EXEMPT: &[&str] = &["store/schema.rs"];

type Rule = fn(&str, &str) -> Vec<String>;
const RULES: &[(&str, Rule)] = &[
    ("layers", layers),
    ("supers", supers),
    ("store functions", store_functions),
    ("places", places),
    ("length", length),
    ("doc", doc),
    ("allow", allow),
];

#[test]
fn the_source_follows_every_rule() {
    let files = sources();
    assert!(files.len() > 50, "only {} files were found", files.len());
    let mut broken = Vec::new();
    for (path, text) in &files {
        for (name, rule) in RULES {
            broken.extend(rule(path, text).into_iter().map(|what| format!("src/{path}: {name}: {what}")));
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// The module a file belongs to must be in the table, and may only name those that the table allows.
fn layers(path: &str, text: &str) -> Vec<String> {
    let own = top(path);
    let Some((_, allowed)) = MAY_USE.iter().find(|(module, _)| *module == own) else {
        return vec![format!("`{own}` is not in the table of layers")];
    };
    let alone = BUILT_ALONE.iter().find(|(module, _)| *module == own);
    let everybodys = alone.map_or(EVERYBODYS, |(_, names)| *names);
    let foreign = |name: &&String| {
        name.as_str() != own && !allowed.contains(&name.as_str()) && !everybodys.contains(&name.as_str())
    };
    let named = named_after(&code(text), root(path));
    let mut out: Vec<String> = named.iter().filter(foreign).map(|name| format!("names {name}")).collect();
    out.dedup();
    out
}

/// `super::` chains stay inside the module, so that `layers` sees every step out of it.
fn supers(path: &str, text: &str) -> Vec<String> {
    let depth = depth(path);
    let mut inside_tests = 0;
    let mut out = Vec::new();
    for line in code(text).lines() {
        if line.trim_start().starts_with("mod tests {") {
            inside_tests = 1;
        }
        let longest = line.split("super::super").count().saturating_sub(1);
        let chain = longest_chain(line);
        if longest > 0 && chain >= depth + inside_tests {
            out.push(format!("`{}` leaves the module by super, write crate::", line.trim()));
        }
    }
    out
}

/// The web holds the store's handle and its types; what is done with them is a service.
fn store_functions(path: &str, text: &str) -> Vec<String> {
    if top(path) != "web" {
        return Vec::new();
    }
    let code = code(text);
    let mut out = Vec::new();
    for item in items_after(&code, "crate::store") {
        if !item.starts_with(char::is_uppercase) {
            out.push(format!("names store::{item}, which belongs in a service"));
        }
    }
    out
}

/// Words that only some files may hold.
fn places(path: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let broken = ONLY_IN.iter().filter(|(word, homes)| {
        let at_home = homes.iter().any(|home| path.starts_with(home));
        !at_home && words(&code).any(|found| found == *word)
    });
    broken.map(|(word, _)| format!("holds `{word}`")).collect()
}

fn length(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().count();
    let long = lines > LONGEST_FILE && !EXEMPT.contains(&path);
    long.then(|| format!("{lines} lines, of {LONGEST_FILE}")).into_iter().collect()
}

fn doc(_: &str, text: &str) -> Vec<String> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    (!first.starts_with("//! ")).then(|| "does not begin with `//!`".to_owned()).into_iter().collect()
}

/// `#[expect]` says when it is no longer needed; `#[allow]` never does.
fn allow(_: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let found = code.lines().filter(|line| line.contains("[allow(") || line.contains(", allow("));
    found.map(|line| format!("`{}`", line.trim())).collect()
}

// --- reading ------------------------------------------------------------------------------------------------------

/// Every file of `src/`, by its path below it.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// The text without comments, and with strings emptied.
fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("r#\"") {
            out.push_str("\"\"");
            rest = rest.find("\"#").map_or("", |end| &rest[end + 2..]);
        } else if rest.starts_with("'\"'") {
            rest = &rest[3..];
        } else if c == '"' {
            out.push_str("\"\"");
            rest = after_string(&rest[1..]);
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn after_string(text: &str) -> &str {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return &text[at + 1..],
            _ => {}
        }
    }
    ""
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// The module of `src/` that a file belongs to.
fn top(path: &str) -> &str {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// What the crate is called in this file: the binary sees the library by its name.
fn root(path: &str) -> &'static str {
    if path == "main.rs" { "entente" } else { "crate" }
}

/// How many modules deep the file's own module is.
fn depth(path: &str) -> usize {
    let below = path.trim_end_matches("/mod.rs").trim_end_matches(".rs");
    below.split('/').count()
}

/// The length of the longest chain of `super::` in a line.
fn longest_chain(line: &str) -> usize {
    let mut longest = 0;
    let mut rest = line;
    while let Some(at) = rest.find("super::") {
        let mut chain = 0;
        rest = &rest[at..];
        while let Some(next) = rest.strip_prefix("super::") {
            chain += 1;
            rest = next;
        }
        // The last link may stand without a path behind it.
        chain += usize::from(rest.starts_with("super"));
        longest = longest.max(chain);
    }
    longest
}

/// The modules that follow `root::`, also in a group: `crate::{store, web::app}`.
fn named_after(code: &str, root: &str) -> Vec<String> {
    items_after(code, root)
}

/// The names that stand directly after `path::`, one level of braces opened; `{self}` is the path itself.
fn items_after(code: &str, path: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(path) {
        let whole = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '$');
        rest = &rest[at + path.len()..];
        if !whole {
            continue;
        }
        match rest.strip_prefix("::") {
            Some(group) if group.starts_with('{') => out.extend(group_names(&group[1..])),
            Some(after) => out.extend(first_word(after)),
            None if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') => {
                out.push("self".to_owned())
            }
            None => {}
        }
    }
    // `pub(crate)` and `in crate` name nothing.
    out.retain(|name| path != "crate" && path != "entente" || name != "self");
    out
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

/// The first name of each entry of a group, up to its closing brace.
fn group_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut level = 0;
    let mut entry = String::new();
    for c in text.chars() {
        match c {
            '{' => level += 1,
            '}' if level == 0 => break,
            '}' => level -= 1,
            ',' if level == 0 => names.extend(first_word(std::mem::take(&mut entry).trim())),
            c if level == 0 => entry.push(c),
            _ => {}
        }
    }
    names.extend(first_word(entry.trim()));
    names
}

// --- every rule can fail --------------------------------------------------------------------------------------------

#[test]
fn a_layer_that_names_another_is_found() {
    for sample in [
        "use crate::store::Store;",
        "fn f() { crate::store::partner_fetch() }",
        "use crate::{clock::Timestamp, store::{Store, ReadTx}};",
        "use crate::{\n    clock,\n    web,\n};",
    ] {
        assert_eq!(layers("vetting/scoring.rs", sample).len(), 1, "{sample}");
    }
    assert_eq!(layers("services/x.rs", "use crate::web::app::App;"), ["names web"]);
    assert_eq!(layers("matching/x.rs", "use crate::access::Role;"), ["names access"]);
    assert_eq!(layers("vetting/x.rs", "use crate::{clock::Timestamp, ids::UserId};"), ["names ids"]);
    assert_eq!(layers("main.rs", "use entente::store::Store;"), ["names store"]);
    assert_eq!(layers("somewhere/x.rs", ""), ["`somewhere` is not in the table of layers"]);
}

#[test]
fn a_layer_that_keeps_to_itself_is_not() {
    for sample in [
        "use crate::vetting::Band;\nuse crate::ids::RoomId;",
        "// crate::store is named in a comment",
        "/// [`crate::web`] too",
        "const X: &str = \"crate::store\";",
        "pub(crate) fn f() {}",
    ] {
        assert!(layers("rooms/release.rs", sample).is_empty(), "{sample}");
    }
}

#[test]
fn leaving_by_super_is_found() {
    assert_eq!(supers("vetting/scoring/mod.rs", "use super::super::store::Store;").len(), 1);
    assert_eq!(supers("web/app.rs", "use super::super::{store};").len(), 1);
    assert!(supers("vetting/formats/csv.rs", "use super::super::Question;").is_empty());
    assert!(supers("web/app.rs", "mod tests {\n    use super::super::words;\n").is_empty());
}

#[test]
fn a_page_that_queries_is_found() {
    assert_eq!(store_functions("web/x.rs", "store::y(); use crate::store;").len(), 1);
    assert_eq!(store_functions("web/x.rs", "use crate::store::{Store, user_fetch};").len(), 1);
    assert_eq!(store_functions("web/x.rs", "crate::store::user_fetch(tx)").len(), 1);
    assert!(store_functions("web/x.rs", "use crate::store::{ReadTx, Store};").is_empty());
    assert!(store_functions("services/x.rs", "use crate::store;").is_empty());
}

#[test]
fn a_library_out_of_its_place_is_found() {
    assert_eq!(places("services/x.rs", "use diesel::prelude::*;"), ["holds `diesel`"]);
    assert_eq!(places("cli/user.rs", "#[actix_web::main]"), ["holds `actix_web`"]);
    assert_eq!(places("cli/user.rs", "#[derive(askama::Template)]"), ["holds `askama`"]);
    assert_eq!(places("web/rooms/x.rs", "count.reveal_for_release()"), ["holds `reveal_for_release`"]);
    assert_eq!(places("matching/engine/sql.rs", "use object_store::path::Path;"), ["holds `object_store`"]);
    assert!(places("rooms/release.rs", "count.reveal_for_release()").is_empty());
    assert!(places("services/x.rs", "// diesel does this").is_empty());
    assert_eq!(places("matching/token/x.rs", "unsafe { f() }"), ["holds `unsafe`"]);
    assert_eq!(places("matching/token/lanes/x86.rs", "#![expect(unsafe_code)]"), ["holds `unsafe_code`"]);
}

#[test]
fn a_file_that_is_too_long_undocumented_or_lenient_is_found() {
    assert_eq!(length("web/x.rs", &"x\n".repeat(401)).len(), 1);
    assert!(length("web/x.rs", &"x\n".repeat(400)).is_empty());
    assert!(length("store/schema.rs", &"x\n".repeat(900)).is_empty());
    assert_eq!(doc("web/x.rs", "use std::fmt;\n").len(), 1);
    assert!(doc("web/x.rs", "//! What this owns.\n").is_empty());
    assert_eq!(allow("web/x.rs", "#[allow(dead_code)]\n").len(), 1);
    assert_eq!(allow("web/x.rs", "#![allow(dead_code)]\n").len(), 1);
    assert!(allow("web/x.rs", "#[expect(dead_code, reason = \"x\")]\n").is_empty());
}

#[test]
fn strings_and_comments_are_not_code() {
    let text = "let a = \"crate::web \\\" //\"; // crate::store\nlet b = '\"'; crate::ids";
    assert_eq!(named_after(&code(text), "crate"), ["ids"]);
}
