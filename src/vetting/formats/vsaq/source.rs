//! From VSAQ's own notation to JSON, in the order that vetting.md gives: join strings written with `+` over line ends, spell
//! `\x41` as JSON spells it, drop lines that are comments.

/// The JSON that a file's text means.
pub(super) fn to_json(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let kept = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut out = String::with_capacity(text.len());
    for line in kept {
        let line = line.trim_end();
        // The second half of a string that the line before left open with a plus.
        let joined = out.ends_with('+') && line.trim_start().starts_with('"');
        if joined && strip_open_end(&mut out) {
            out.push_str(&hex_escapes(line.trim_start().get(1..).unwrap_or_default()));
        } else {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&hex_escapes(line));
        }
    }
    out
}

/// Takes `" +` off the end; false, and nothing changed, if the text ends otherwise.
fn strip_open_end(out: &mut String) -> bool {
    let Some(open) = out.strip_suffix('+').map(str::trim_end).and_then(|text| text.strip_suffix('"')) else {
        return false;
    };
    out.truncate(open.len());
    true
}

/// `\x41` as `\u0041`; a backslash that is itself escaped stays.
fn hex_escapes(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        out.push(c);
        if c != '\\' {
            continue;
        }
        match rest.next() {
            Some('x') => out.push_str("u00"),
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::to_json;

    #[test]
    fn the_three_liberties_are_read() {
        let text = "// licence\n{\"text\": \"one \" +\n    \"two\\x41 // no comment\",\n  // note\n  \"b\": \"\\\\x\"}\n";
        let value: serde_json::Value = serde_json::from_str(&to_json(text)).unwrap();
        assert_eq!(value["text"], "one twoA // no comment");
        assert_eq!(value["b"], "\\x");
    }

    #[test]
    fn plain_json_stays_itself() {
        let text = "{\n  \"a\": \"1 +\",\n  \"b\": [1, 2]\n}";
        let value: serde_json::Value = serde_json::from_str(&to_json(text)).unwrap();
        assert_eq!(value, serde_json::json!({"a": "1 +", "b": [1, 2]}));
    }
}
