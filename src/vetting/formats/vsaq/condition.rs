//! VSAQ's conditions: `&&` and `||` have no precedence and are evaluated from left to right, which brackets make plain in
//! ours. Functions over free text have no counterpart, for our questionnaires decide by choices alone.

use super::names::{Names, Target};

/// How deep brackets and negations may nest; our own conditions end at the same depth.
const DEEPEST: usize = 16;

/// A condition as a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Reference(String),
    Not(Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
}

/// Why a condition could not be carried over, as the end of a sentence.
pub(super) type Trouble = String;

/// Reads a condition.
pub(super) fn parse(source: &str) -> Result<Node, Trouble> {
    let mut reader = Reader { rest: source.trim(), depth: 0 };
    let node = reader.expression()?;
    if reader.rest.is_empty() { Ok(node) } else { Err(format!("\"{}\" is left over", reader.rest)) }
}

struct Reader<'s> {
    rest: &'s str,
    depth: usize,
}

impl<'s> Reader<'s> {
    fn takes(&mut self, sign: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(sign) else { return false };
        self.rest = rest.trim_start();
        true
    }

    fn expression(&mut self) -> Result<Node, Trouble> {
        let mut left = self.operand()?;
        loop {
            if self.takes("&&") {
                left = Node::And(Box::new(left), Box::new(self.operand()?));
            } else if self.takes("||") {
                left = Node::Or(Box::new(left), Box::new(self.operand()?));
            } else {
                return Ok(left);
            }
        }
    }

    fn operand(&mut self) -> Result<Node, Trouble> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEEPEST {
            return Err("it nests too deeply".to_owned());
        }
        let node = if self.takes("!") {
            Node::Not(Box::new(self.operand()?))
        } else if self.takes("(") {
            let inner = self.expression()?;
            if !self.takes(")") {
                return Err("a bracket is not closed".to_owned());
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
            return Err("an id is missing".to_owned());
        }
        self.rest = rest.trim_start();
        if self.rest.starts_with('(') {
            return Err(format!("it uses {name}(…), which looks into free text"));
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
            Self::And(left, right) | Self::Or(left, right) => {
                left.missing(names).or_else(|| right.missing(names))
            }
        }
    }

    /// The same condition in our notation.
    pub(super) fn in_ours(&self, names: &Names) -> Result<String, Trouble> {
        Ok(match self {
            Self::Reference(name) => reference(name, names)?,
            Self::Not(inner) => format!("!({})", inner.in_ours(names)?),
            Self::And(left, right) => format!("({} && {})", left.in_ours(names)?, right.in_ours(names)?),
            Self::Or(left, right) => format!("({} || {})", left.in_ours(names)?, right.in_ours(names)?),
        })
    }
}

fn reference(name: &str, names: &Names) -> Result<String, Trouble> {
    if name.starts_with('^') || name.ends_with("/value") {
        return Err(format!("{name} asks for visibility or free text"));
    }
    let options = match names.target(name) {
        Some(Target::Options(options)) => options,
        Some(Target::Words) => return Err(format!("{name} is no choice, so it is never true")),
        None => return Err(format!("there is no item {name}")),
    };
    let each: Vec<String> = options.iter().map(|(q, o)| format!("{q} == '{o}'")).collect();
    Ok(if each.len() == 1 { each.concat() } else { format!("({})", each.join(" || ")) })
}
