//! JSON, written by hand: the module would be twice as large with a library for these few objects.

/// Appends a JSON string.
pub(super) fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c < ' ' || matches!(c, '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// The items with commas between them.
pub(super) fn list<T>(
    items: impl IntoIterator<Item = T>,
    out: &mut String,
    mut write: impl FnMut(T, &mut String),
) {
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(item, out);
    }
}

/// `{"error":{"code":…,…}}` with numbers and texts.
pub(super) fn error(code: &str, numbers: &[(&str, u64)], texts: &[(&str, &str)]) -> String {
    let mut out = String::from("{\"error\":{\"code\":");
    string(code, &mut out);
    for (name, number) in numbers {
        out.push_str(&format!(",\"{name}\":{number}"));
    }
    for (name, text) in texts {
        out.push_str(&format!(",\"{name}\":"));
        string(text, &mut out);
    }
    out.push_str("}}");
    out
}
