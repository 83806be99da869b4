//! What is known of the structures in a Parquet file (parquet.thrift): the kinds of their fields, by their ids from 1.
//! <https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift>

/// What is known of a structure's fields, and which of them are structures, or lists of structures, that are known too.
/// `parquet` reads a field that it knows as what it should be, whatever it says it is, so that other kinds are refused.
pub(super) struct Fields {
    pub(super) of: Of,
    kinds: &'static [u8],
    within: &'static [(i64, &'static Fields)],
}

/// Whose fields they are, where their numbers matter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Other,
    Page,
    Dictionary,
    Element,
}

/// Kinds that stand for truths of either value, whole numbers of any width, texts, lists and structures.
const TRUTH: u8 = 1;
const NUMBER: u8 = 5;
const TEXT: u8 = 8;
pub(super) const LIST: u8 = 9;
pub(super) const STRUCTURE: u8 = 12;

/// Of a structure that is not known.
pub(super) static ANY: Fields = Fields { of: Of::Other, kinds: &[], within: &[] };

const fn other(kinds: &'static [u8], within: &'static [(i64, &'static Fields)]) -> Fields {
    Fields { of: Of::Other, kinds, within }
}

static STATISTICS: Fields = other(&[TEXT, TEXT, NUMBER, NUMBER, TEXT, TEXT, TRUTH, TRUTH], &[]);
static DATA: Fields = other(&[NUMBER, NUMBER, NUMBER, NUMBER, STRUCTURE], &[(5, &STATISTICS)]);
static DICTIONARY: Fields = Fields { of: Of::Dictionary, kinds: &[NUMBER, NUMBER, TRUTH], within: &[] };
static DATA_V2: Fields =
    other(&[NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, TRUTH, STRUCTURE], &[(8, &STATISTICS)]);
/// The header of a page.
pub(super) static PAGE: Fields = Fields {
    of: Of::Page,
    kinds: &[NUMBER, NUMBER, NUMBER, NUMBER, STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE],
    within: &[(5, &DATA), (7, &DICTIONARY), (8, &DATA_V2)],
};

static ELEMENT: Fields = Fields {
    of: Of::Element,
    kinds: &[NUMBER, NUMBER, NUMBER, TEXT, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, STRUCTURE],
    within: &[],
};
static PAIR: Fields = other(&[TEXT, TEXT], &[]);
static ENCODING: Fields = other(&[NUMBER, NUMBER, NUMBER], &[]);
static SIZES: Fields = other(&[NUMBER, LIST, LIST], &[]);
static CHUNK: Fields = other(
    &[
        NUMBER, LIST, LIST, NUMBER, NUMBER, NUMBER, NUMBER, LIST, NUMBER, NUMBER, NUMBER, STRUCTURE, LIST,
        NUMBER, NUMBER, STRUCTURE, STRUCTURE,
    ],
    &[(8, &PAIR), (12, &STATISTICS), (13, &ENCODING), (16, &SIZES)],
);
static COLUMN: Fields =
    other(&[TEXT, NUMBER, STRUCTURE, NUMBER, NUMBER, NUMBER, NUMBER, STRUCTURE, TEXT], &[(3, &CHUNK)]);
static SORTING: Fields = other(&[NUMBER, TRUTH, TRUTH], &[]);
static GROUP: Fields =
    other(&[LIST, NUMBER, NUMBER, LIST, NUMBER, NUMBER, NUMBER], &[(1, &COLUMN), (4, &SORTING)]);
/// The index of a file.
pub(super) static INDEX: Fields = other(
    &[NUMBER, LIST, NUMBER, LIST, LIST, TEXT, LIST, STRUCTURE, TEXT],
    &[(2, &ELEMENT), (4, &GROUP), (5, &PAIR)],
);

impl Fields {
    /// What is known of what a field holds; none if it must not be of that kind.
    pub(super) fn field(&self, id: i64, kind: u8) -> Option<&'static Fields> {
        let place = usize::try_from(id).ok().and_then(|id| id.checked_sub(1));
        let known = place.and_then(|place| self.kinds.get(place)).copied();
        let kind = match kind {
            2 => TRUTH,
            4 | 6 => NUMBER,
            other => other,
        };
        if known.is_some_and(|known| known != kind) {
            return None;
        }
        Some(self.within.iter().find(|(within, _)| *within == id).map_or(&ANY, |(_, fields)| *fields))
    }

    /// Whether elements of that kind may be in a list of these; a list of structures must not hold anything else.
    pub(super) fn takes(&self, kind: u8) -> bool {
        std::ptr::eq(self, &raw const ANY) || kind == STRUCTURE
    }
}
