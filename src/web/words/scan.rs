//! Reads the sources and the templates: every message that is named must exist, and no template may hold prose.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Lang, Words};

fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_str().is_some_and(|name| name.ends_with(ending)) {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

/// What stands in quotes right after `call` (spaces and line breaks between are skipped).
fn quoted_after<'a>(text: &'a str, call: &str) -> Vec<&'a str> {
    let after = |at: usize| text[at + call.len()..].trim_start().strip_prefix('"')?.split('"').next();
    text.match_indices(call).filter_map(|(at, _)| after(at)).collect()
}

fn is_id(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn without_tests_and_comments(source: &str) -> String {
    let code = source.split("#[cfg(test)]\nmod tests").next().unwrap_or(source);
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn missing(calls: &[&str], sources: &[(PathBuf, String)]) -> BTreeSet<String> {
    let words = Words::new(Lang::En);
    let mut out = BTreeSet::new();
    for (path, text) in sources {
        let text = without_tests_and_comments(text);
        for call in calls {
            let ids = quoted_after(&text, call).into_iter();
            for id in ids.filter(|id| is_id(id) && !words.has(id)) {
                out.insert(format!("{id} ({})", path.file_name().unwrap().display()));
            }
        }
    }
    out
}

#[test]
fn every_message_that_a_template_names_exists() {
    let missing = missing(&[".t(", ".tn(", ".ts(", ".with("], &files("templates", ".html"));
    assert!(missing.is_empty(), "not in the catalogue: {missing:#?}");
}

#[test]
fn every_message_that_the_web_names_exists() {
    let calls = [".t(", ".tn(", ".ts(", ".with(", "Chrome::bare(words,", "Message::new(", ".chrome(&app,"];
    let missing = missing(&calls, &files("src/web", ".rs"));
    assert!(missing.is_empty(), "not in the catalogue: {missing:#?}");
}

#[test]
fn every_refusal_of_a_service_has_its_sentence() {
    let calls = ["Message::new(", "refused(", "conflict(", "gone(", "or_conflict(", "FieldFault::new("];
    let sources = files("src/services", ".rs");
    let mut all = missing(&calls, &sources);
    // The second argument of a field's fault.
    let words = Words::new(Lang::En);
    for (_, text) in &sources {
        let ids = text.split('"').filter(|piece| piece.starts_with("fault-") && is_id(piece));
        all.extend(ids.filter(|id| !words.has(id)).map(str::to_owned));
    }
    assert!(all.is_empty(), "not in the catalogue: {all:#?}");
}

/// The template without `{# #}`, `{% %}` and `{{ }}`.
fn without_code(template: &str) -> String {
    let mut out = template.to_owned();
    // The block `width` holds the name of a class.
    while let Some(from) = out.find("{% block width %}") {
        let to = out[from..].find("{% endblock %}").map_or(out.len(), |at| from + at);
        out.replace_range(from..to, "");
    }
    for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}")] {
        while let Some(from) = out.find(open) {
            let to = out[from..].find(close).map_or(out.len(), |at| from + at + close.len());
            out.replace_range(from..to, "");
        }
    }
    out
}

/// The text between tags, and the values of attributes that a person reads.
fn readable(html: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push(rest[..open].to_owned());
        let tag_end = rest[open..].find('>').map_or(rest.len(), |at| open + at + 1);
        for name in [" title=", " aria-label=", " placeholder=", " alt="] {
            out.extend(quoted_after(&rest[open..tag_end], name).into_iter().map(str::to_owned));
        }
        rest = &rest[tag_end..];
    }
    out.push(rest.to_owned());
    out
}

/// Without character references such as `&nbsp;`, and without the attributes of a macro that writes only those.
fn has_letters(text: &str) -> bool {
    if text.split_whitespace().all(|piece| piece.contains("=\"")) {
        return false;
    }
    let mut plain = text.to_owned();
    while let Some(from) = plain.find('&') {
        let Some(len) = plain[from..].find(';') else { break };
        plain.replace_range(from..=from + len, "");
    }
    plain.chars().any(char::is_alphabetic)
}

#[test]
fn no_template_holds_prose() {
    let mut prose = Vec::new();
    for (path, template) in files("templates", ".html") {
        let found = readable(&without_code(&template)).into_iter().filter(|text| has_letters(text));
        prose.extend(found.map(|text| format!("{}: {}", path.display(), text.trim())));
    }
    assert!(prose.is_empty(), "words belong in templates/words: {prose:#?}");
}

#[test]
fn no_template_holds_inline_style_or_script() {
    for (path, template) in files("templates", ".html") {
        let code = without_code(&template);
        for refused in [" style=", "<style", "javascript:", "|safe", " onclick=", " onchange="] {
            assert!(!code.contains(refused) && !template.contains("|safe"), "{}: {refused}", path.display());
        }
        for tag in code.split("<script").skip(1) {
            assert!(tag.contains("src="), "{}: a script without src", path.display());
        }
    }
}

#[test]
fn prose_is_seen() {
    let seen = |html: &str| readable(&without_code(html)).iter().any(|text| has_letters(text));
    assert!(seen("<p>Hello {{ name }}</p>"));
    assert!(seen("<a title=\"More\">{{ x }}</a>"));
    assert!(!seen("<a href=\"/a\" title=\"{{ c.t(\"x\") }}\">{{ x }}&nbsp;· 0 / 100</a>"));
}

#[test]
fn every_act_of_the_audit_log_has_its_words() {
    let words = Words::new(Lang::En);
    let mut missing = BTreeSet::new();
    for (_, text) in files("src/services", ".rs") {
        for action in quoted_after(&without_tests_and_comments(&text), "action:") {
            let id = crate::web::settings::action_word(action);
            if !words.has(&id) {
                missing.insert(id);
            }
        }
    }
    assert!(missing.is_empty(), "not in the catalogue: {missing:#?}");
}

#[test]
fn what_the_pure_part_says_stands_in_the_catalogue_word_for_word() {
    let sources = files("src/vetting", ".rs");
    let lines = sources.iter().flat_map(|(_, text)| text.lines());
    let code: String = lines.filter(|line| !line.trim_start().starts_with("//")).collect();
    let catalogue = concat!(
        include_str!("../../../templates/words/en/files.ftl"),
        include_str!("../../../templates/words/en/notes.ftl")
    );
    let said_so = catalogue.lines().filter_map(|line| line.split_once(" = "));
    // What the pure part never says itself.
    let other = |id: &str| id == "file-plain" || id.starts_with("file-place-");
    let mut known = BTreeSet::new();
    for (id, words) in said_so.filter(|(id, _)| !other(id)) {
        let template = words.replace("{ $", "{").replace(" }", "}").replace('"', "\\\"");
        assert!(code.contains(&format!("\"{template}\"")), "{id}: nothing says: {template}");
        assert!(code.contains(&format!("\"{id}\"")), "{id} is never said");
        known.insert(id);
    }
    let ours = |piece: &&str| ["file-", "note-", "diff-"].iter().any(|start| piece.starts_with(start));
    let said = code.split('"').filter(|piece| ours(piece) && is_id(piece));
    let missing: Vec<&str> = said.filter(|id| !known.contains(id)).collect();
    assert!(missing.is_empty(), "not in the catalogue: {missing:?}");
}

/// What the pure part says to a person has a name in the catalogue: its types ask for it. What is in English alone is named here.
#[test]
fn what_is_said_in_english_alone_never_reaches_a_page() {
    // Only the command line reads files of answers that come with their intake, policies, and extensions of VSAQ.
    let for_operators =
        ["answers.rs", "policy/mod.rs", "vsaq/extension.rs", "vetting/format.rs", "vetting/sentence.rs"];
    for (path, text) in files("src", ".rs") {
        let code = without_tests_and_comments(&text);
        let own = path.to_str().unwrap();
        let english =
            [".in_english(", "::in_english(", "Sentence::from("].iter().any(|call| code.contains(call));
        let here = own.ends_with("words/scan.rs") || for_operators.iter().any(|end| own.ends_with(end));
        assert!(here || !english, "{own} says something that has no name in the catalogue");
    }
}
