//! The two sides of a room, and a value for each.

use serde::{Deserialize, Serialize};

/// One of the two organisations of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The organisation that opened the room; its decision about the other is required.
    Host,
    /// The organisation that was invited to it.
    Guest,
}

impl Side {
    /// Both sides, the host first.
    pub const BOTH: [Self; 2] = [Self::Host, Self::Guest];

    /// The side across the table.
    pub fn other(self) -> Self {
        match self {
            Self::Host => Self::Guest,
            Self::Guest => Self::Host,
        }
    }

    /// The word that databases and JSON use for this side.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Guest => "guest",
        }
    }

    /// The side of that name, if it names one.
    pub fn named(name: &str) -> Option<Self> {
        Self::BOTH.into_iter().find(|side| side.as_str() == name)
    }
}

impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One value for each side of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sides<T> {
    /// The host's.
    pub host: T,
    /// The guest's.
    pub guest: T,
}

impl<T> Sides<T> {
    /// The value of one side.
    pub fn get(&self, side: Side) -> &T {
        match side {
            Side::Host => &self.host,
            Side::Guest => &self.guest,
        }
    }

    /// The value of one side, to be changed.
    pub fn get_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Host => &mut self.host,
            Side::Guest => &mut self.guest,
        }
    }

    /// Each side with its value, the host first.
    pub fn each(&self) -> [(Side, &T); 2] {
        [(Side::Host, &self.host), (Side::Guest, &self.guest)]
    }

    /// The same pair with every value replaced by what `change` makes of it.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> Sides<U> {
        Sides { host: change(self.host), guest: change(self.guest) }
    }

    /// The same pair, borrowed.
    pub fn as_ref(&self) -> Sides<&T> {
        Sides { host: &self.host, guest: &self.guest }
    }

    /// True if `test` holds for both sides.
    pub fn both(&self, mut test: impl FnMut(&T) -> bool) -> bool {
        test(&self.host) && test(&self.guest)
    }

    /// "Ours" and "theirs", for a reader who sits on `side`.
    pub fn seen_by(&self, side: Side) -> (&T, &T) {
        (self.get(side), self.get(side.other()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_sees_its_own_value_first() {
        let sides = Sides { host: 1, guest: 2 };
        assert_eq!(sides.seen_by(Side::Host), (&1, &2));
        assert_eq!(sides.seen_by(Side::Guest), (&2, &1));
    }

    #[test]
    fn names_lead_back_to_sides() {
        for side in Side::BOTH {
            assert_eq!(Side::named(side.as_str()), Some(side));
        }
        assert_eq!(Side::named("operator"), None);
    }
}
