//! The lists that a side brings: its audience, and those who opted out.
//!
//! A list of opt-outs has the same form as an audience and is read in the same way. It can also come marked in the audience's
//! own file. Whoever is on any list of either side is in neither audience of a run (product.md, practice one).
//!
//! Names of segments are sealed in the client under the room's label key, so that what is kept here are boxes: all of one
//! length, since lengths would tell names apart.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::matching::token::SEGMENTS;

/// What a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// The people to be counted.
    #[default]
    Audience,
    /// The people not to be counted.
    OptOut,
}

impl ListKind {
    /// The word that databases, headers and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Audience => "audience",
            Self::OptOut => "opt_out",
        }
    }

    /// The kind of that name, if it names one.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Audience, Self::OptOut].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// The shortest box that holds anything, and the longest that is taken: a nonce of 12 bytes, a tag of 16, a name.
const SHORTEST_BOX: usize = 12 + 16 + 1;
const LONGEST_BOX: usize = 256;

/// Names of segments in the order of their indexes, each sealed by the owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedNames(Vec<String>);

/// The text is no list of sealed names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a JSON list of at most {SEGMENTS} base64url boxes of one length")]
pub struct NotSealedNames;

impl SealedNames {
    /// The names that `text` holds: a JSON list of base64url boxes, as the client file's metadata `entente.segments` has it.
    pub fn parse(text: &str) -> Result<Self, NotSealedNames> {
        let boxes: Vec<String> = serde_json::from_str(text).map_err(|_cause| NotSealedNames)?;
        let length = |sealed: &String| URL_SAFE_NO_PAD.decode(sealed).ok().map(|bytes| bytes.len());
        let lengths: Option<Vec<usize>> = boxes.iter().map(length).collect();
        let lengths = lengths.ok_or(NotSealedNames)?;
        let first = lengths.first().copied().unwrap_or(SHORTEST_BOX);
        let fits = boxes.len() <= SEGMENTS
            && (SHORTEST_BOX..=LONGEST_BOX).contains(&first)
            && lengths.iter().all(|length| *length == first);
        if fits { Ok(Self(boxes)) } else { Err(NotSealedNames) }
    }

    /// The boxes in order.
    pub fn boxes(&self) -> &[String] {
        &self.0
    }

    /// The same as JSON.
    pub fn to_json(&self) -> String {
        serde_json::Value::from(self.0.clone()).to_string()
    }

    /// The box of a segment, if it has one.
    pub fn of(&self, index: u8) -> Option<&str> {
        self.0.get(usize::from(index)).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(lengths: &[usize]) -> String {
        let boxes = lengths.iter().map(|length| URL_SAFE_NO_PAD.encode(vec![7; *length]));
        serde_json::Value::from(boxes.collect::<Vec<_>>()).to_string()
    }

    #[test]
    fn boxes_of_one_length_are_names() {
        let names = SealedNames::parse(&list(&[92, 92, 92])).unwrap();
        assert_eq!(names.boxes().len(), 3);
        assert!(names.of(2).is_some() && names.of(3).is_none());
        assert_eq!(SealedNames::parse(&names.to_json()), Ok(names));
        assert!(SealedNames::parse("[]").is_ok());
    }

    #[test]
    fn anything_else_is_refused() {
        let plain = r#"["Gold members"]"#.to_owned();
        for bad in [
            plain,
            list(&[92, 93]),
            list(&[10]),
            list(&[300]),
            list(&[92; 51]),
            "{}".to_owned(),
            String::new(),
        ] {
            assert_eq!(SealedNames::parse(&bad), Err(NotSealedNames), "{bad}");
        }
    }
}
