//! VSAQ's conditions: `&&` and `||` have no precedence and are evaluated from left to right, which brackets make plain in
//! ours. Functions over free text have no counterpart, for our questionnaires decide by choices alone.

use super::super::build::start_of;
use super::names::{Names, Target};
use crate::vetting::condition::Condition;
use crate::vetting::sentence::Sentence;

/// How deep brackets, negations and changes between `&&` and `||` may nest; our own conditions take no more.
const DEEPEST: usize = 16;
/// How many items one condition may speak of.
const MOST_REFERENCES: usize = 500;
/// The longest name of an item, in bytes.
const LONGEST_NAME: usize = 200;

/// A condition as a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Reference(String),
    Not(Box<Node>),
    /// All of these; flat, so that the length of a condition is no depth.
    And(Vec<Node>),
    /// Any of these.
    Or(Vec<Node>),
}

/// Why a condition could not be carried over, as the end of a sentence.
pub(super) type Trouble = Sentence;

/// Reads a condition.
pub(super) fn parse(source: &str) -> Result<Node, Trouble> {
    let mut reader = Reader { rest: source.trim(), depth: 0, references: 0 };
    let node = reader.expression()?;
    if reader.rest.is_empty() {
        return Ok(node);
    }
    Err(Sentence::of("note-when-over", "\"{text}\" is left over").with("text", start_of(reader.rest)))
}

struct Reader<'s> {
    rest: &'s str,
    depth: usize,
    references: usize,
}

impl<'s> Reader<'s> {
    fn takes(&mut self, sign: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(sign) else { return false };
        self.rest = rest.trim_start();
        true
    }

    fn expression(&mut self) -> Result<Node, Trouble> {
        let depth = self.depth;
        let mut left = self.operand()?;
        loop {
            let all = self.takes("&&");
            if !all && !self.takes("||") {
                self.depth = depth;
                return Ok(left);
            }
            let right = self.operand()?;
            left = match (left, all) {
                (Node::And(mut parts), true) => {
                    parts.push(right);
                    Node::And(parts)
                }
                (Node::Or(mut parts), false) => {
                    parts.push(right);
                    Node::Or(parts)
                }
                (other, _) => {
                    // What was read so far stands one deeper.
                    self.deeper()?;
                    if all { Node::And(vec![other, right]) } else { Node::Or(vec![other, right]) }
                }
            };
        }
    }

    fn deeper(&mut self) -> Result<(), Trouble> {
        self.depth = self.depth.saturating_add(1);
        if self.depth <= DEEPEST {
            return Ok(());
        }
        Err(Sentence::of("note-when-too-deep", "it nests too deeply"))
    }

    fn operand(&mut self) -> Result<Node, Trouble> {
        self.deeper()?;
        let node = if self.takes("!") {
            Node::Not(Box::new(self.operand()?))
        } else if self.takes("(") {
            let inner = self.expression()?;
            if !self.takes(")") {
                return Err(Sentence::of("note-when-bracket", "a bracket is not closed"));
            }
            inner
        } else {
            self.reference()?
        };
        self.depth = self.depth.saturating_sub(1);
        Ok(node)
    }

    fn reference(&mut self) -> Result<Node, Trouble> {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || "_-.:/^".contains(c)));
        let (name, rest): (&'s str, &'s str) =
            end.and_then(|end| self.rest.split_at_checked(end)).unwrap_or((self.rest, ""));
        if name.is_empty() {
            return Err(Sentence::of("note-when-no-id", "an id is missing"));
        }
        if name.len() > LONGEST_NAME {
            let what = Sentence::of("note-when-long-id", "it names \"{text}\", which is too long for an id");
            return Err(what.with("text", start_of(name)));
        }
        self.references = self.references.saturating_add(1);
        if self.references > MOST_REFERENCES {
            let what = Sentence::of("note-when-items", "it speaks of more than {n} items");
            return Err(what.with("n", MOST_REFERENCES));
        }
        self.rest = rest.trim_start();
        if self.rest.starts_with('(') {
            let what = Sentence::of("note-when-function", "it uses {text}(…), which looks into free text");
            return Err(what.with("text", name));
        }
        Ok(Node::Reference(name.to_owned()))
    }
}

impl Node {
    /// An item that the condition names and that is nowhere in the file.
    pub(super) fn missing<'n>(&'n self, names: &Names) -> Option<&'n str> {
        match self {
            Self::Reference(name) => {
                let item = name.trim_start_matches('^');
                let item = item.strip_suffix("/value").unwrap_or(item);
                names.target(item).is_none().then_some(name.as_str())
            }
            Self::Not(inner) => inner.missing(names),
            Self::And(parts) | Self::Or(parts) => parts.iter().find_map(|part| part.missing(names)),
        }
    }

    /// The same condition in our notation, if that can hold it.
    pub(super) fn in_ours(&self, names: &Names) -> Result<String, Trouble> {
        let ours = self.written(names)?;
        Condition::parse(&ours).map(|_| ours).map_err(|fault| fault.problem)
    }

    fn written(&self, names: &Names) -> Result<String, Trouble> {
        let joined = |parts: &[Self], sign: &str| {
            let each: Result<Vec<String>, Trouble> = parts.iter().map(|part| part.written(names)).collect();
            each.map(|each| format!("({})", each.join(sign)))
        };
        Ok(match self {
            Self::Reference(name) => reference(name, names)?,
            Self::Not(inner) => format!("!({})", inner.written(names)?),
            Self::And(parts) => joined(parts, " && ")?,
            Self::Or(parts) => joined(parts, " || ")?,
        })
    }
}

/// That the file has no such item.
pub(super) fn no_item(name: &str) -> Sentence {
    Sentence::of("note-no-item", "there is no item {text}").with("text", name)
}

fn reference(name: &str, names: &Names) -> Result<String, Trouble> {
    if name.starts_with('^') || name.ends_with("/value") {
        let what = Sentence::of("note-when-words", "{text} asks for visibility or free text");
        return Err(what.with("text", name));
    }
    let options = match names.target(name) {
        Some(Target::Options(options)) => options,
        Some(Target::Words) => {
            let what = Sentence::of("note-when-no-choice", "{text} is no choice, so it is never true");
            return Err(what.with("text", name));
        }
        None => return Err(no_item(name)),
    };
    let each: Vec<String> = options.iter().map(|(q, o)| format!("{q} == '{o}'")).collect();
    Ok(if each.len() == 1 { each.concat() } else { format!("({})", each.join(" || ")) })
}

#[cfg(test)]
mod tests {
    use super::{MOST_REFERENCES, Node, parse};

    fn item(name: &str) -> Node {
        Node::Reference(name.to_owned())
    }

    #[test]
    fn signs_are_read_from_left_to_right() {
        let both = Node::Or(vec![item("a"), item("b")]);
        assert_eq!(parse("a || b && c"), Ok(Node::And(vec![both.clone(), item("c")])));
        assert_eq!(parse("c && (a || b)"), Ok(Node::And(vec![item("c"), both])));
        assert_eq!(parse("a && b && c"), Ok(Node::And(vec![item("a"), item("b"), item("c")])));
    }

    /// Each sign made the tree one deeper, and a long condition ended the program.
    #[test]
    fn a_long_condition_is_no_deep_one() {
        let long = |n: usize| vec!["a"; n].join("||");
        assert!(
            matches!(parse(&long(MOST_REFERENCES)), Ok(Node::Or(parts)) if parts.len() == MOST_REFERENCES)
        );
        assert!(parse(&long(MOST_REFERENCES + 1)).unwrap_err().contains("500 items"));
        assert!(parse(&long(1_000_000)).is_err());
        assert!(parse(&"a||a&&".repeat(100_000)).unwrap_err().contains("nests too deeply"));
        for deep in ["!", "("] {
            assert!(parse(&deep.repeat(1_000_000)).unwrap_err().contains("nests too deeply"));
        }
    }
}
