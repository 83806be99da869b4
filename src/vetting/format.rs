//! Reading a JSON document from outside: one clear error that carries the path of the fault.
//!
//! A path reads like `sections[0].questions[3].weight`; the whole document is `$`.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _, MapAccess, Visitor},
};
use serde_json::error::Category;

use super::sentence::Sentence;

/// What is wrong with a document, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct FormatError {
    /// The JSON path of the fault; `$` is the whole document.
    pub path: String,
    /// One sentence, lower case, without a full stop.
    pub problem: Sentence,
}

impl FormatError {
    /// A fault at a path.
    pub fn at(path: impl Into<String>, problem: Sentence) -> Self {
        Self { path: path.into(), problem }
    }

    /// A fault of a file that only the command line reads, where English is spoken.
    pub fn in_english(path: impl Into<String>, problem: impl Into<Sentence>) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }
}

/// The document's value, or the first fault with its path.
pub(super) fn read<T: DeserializeOwned>(json: &str) -> Result<T, FormatError> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|fault| {
        let path = fault.path().to_string();
        // An unknown last step reads "?": the fault then stands in what holds it.
        let known = path.trim_end_matches('?').trim_end_matches('.');
        let path = if known.is_empty() { "$" } else { known };
        FormatError::at(path, told(&fault.into_inner()))
    })?;
    reader.end().map_err(|fault| FormatError::at("$", told(&fault)))?;
    Ok(value)
}

/// What the reader of JSON says; in other languages, which kind of fault it is and on which line.
fn told(fault: &serde_json::Error) -> Sentence {
    let sentence = match fault.classify() {
        Category::Data => Sentence::of("file-json-data", "{what}"),
        Category::Io | Category::Syntax | Category::Eof => Sentence::of("file-json-syntax", "{what}"),
    };
    sentence.with("what", fault).with("line", fault.line()).with("column", fault.column())
}

/// A map in which each key may stand once: JSON lets a key repeat, and then one of two answers would be lost silently.
pub(super) fn each_key_once<'de, D, K, V>(from: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    struct Once<K, V>(PhantomData<(K, V)>);
    impl<'de, K, V> Visitor<'de> for Once<K, V>
    where
        K: Deserialize<'de> + Ord + fmt::Display,
        V: Deserialize<'de>,
    {
        type Value = BTreeMap<K, V>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some(key) = entries.next_key::<K>()? {
                if map.contains_key(&key) {
                    return Err(A::Error::custom(format_args!("\"{key}\" stands twice")));
                }
                map.insert(key, entries.next_value()?);
            }
            Ok(map)
        }
    }
    from.deserialize_map(Once(PhantomData))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Doc {
        #[serde(deserialize_with = "each_key_once")]
        #[expect(dead_code, reason = "read by serde alone")]
        items: BTreeMap<String, Vec<u8>>,
    }

    #[test]
    fn a_fault_carries_its_path() {
        let fault = read::<Doc>(r#"{"items":{"a":[1,"x"]}}"#).unwrap_err();
        assert_eq!(fault.path, "items.a[1]");
        assert_eq!(read::<Doc>("{").unwrap_err().path, "$");
        assert_eq!(read::<Doc>(r#"{"items":{}} x"#).unwrap_err().path, "$");
    }

    #[test]
    fn a_repeated_key_is_refused() {
        let fault = read::<Doc>(r#"{"items":{"a":[1],"a":[2]}}"#).unwrap_err();
        assert!(fault.problem.contains("\"a\" stands twice"), "{fault}");
    }
}
