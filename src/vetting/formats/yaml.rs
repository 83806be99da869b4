//! YAML from outside, read with bounds: depth, nodes, aliases and bytes are counted while it is parsed, and a key that
//! stands twice is refused. A fault carries its line and column.

use serde::de::DeserializeOwned;
use serde_saphyr::options::DuplicateKeyPolicy;

use crate::vetting::format::FormatError;
use crate::vetting::sentence::Sentence;

/// The longest file that is parsed.
const LONGEST: usize = 16 << 20;
/// The largest library that is published has 80,000 requirements' worth of nodes; no questionnaire comes near.
const MOST_NODES: usize = 500_000;
const DEEPEST: usize = 32;

/// The document's value, or the first fault with its place.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, FormatError> {
    if text.len() > LONGEST {
        let what = Sentence::of("note-yaml-large", "larger than {n} MiB").with("n", LONGEST >> 20);
        return Err(FormatError::at("$", what));
    }
    let options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::Error,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: DEEPEST,
            flow_nesting_limit: DEEPEST,
            max_nodes: MOST_NODES,
            max_documents: 1,
            max_aliases: 100,
            max_anchors: 100,
        },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|fault| {
        let place = fault
            .location()
            .map_or_else(|| "$".to_owned(), |at| format!("line {}, column {}", at.line(), at.column()));
        let what =
            Sentence::of("note-yaml", "{what}").with("what", one_line(&fault.without_snippet().render()));
        FormatError::at(place, what)
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::Value;

    #[test]
    fn a_repeated_key_is_refused_with_its_line() {
        let fault = read::<Value>("a: 1\nb: 2\na: 3\n").unwrap_err();
        assert!(fault.path.starts_with("line 3"), "{fault}");
    }

    #[test]
    fn depth_and_aliases_end_early() {
        assert!(read::<Value>(&"[".repeat(100_000)).is_err());
        assert!(read::<Value>(&"- ".repeat(100_000)).is_err());
        let deep: String = (0..3_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
        assert!(read::<Value>(&deep).is_err());
        let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..12 {
            let of = format!("*a{}, ", n - 1).repeat(9);
            laughs.push_str(&format!("a{n}: &a{n} [{of}]\n"));
        }
        assert!(read::<Value>(&laughs).is_err());
    }
}
