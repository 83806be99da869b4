//! What is known of the structures in a Parquet file (parquet.thrift): the kinds of their fields, by their ids from 1.
//! <https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift>

/// What is known of a structure's fields, and which of them are structures or lists that are known too; of a list, the kind of
/// its elements. `parquet` reads what it knows as what it should be, whatever it says it is, so that other kinds are refused.
pub(super) struct Fields {
    pub(super) of: Of,
    kinds: &'static [u8],
    within: &'static [(i64, &'static Fields)],
    elements: u8,
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
/// A number of one byte, and one of eight.
const BYTE: u8 = 3;
const DOUBLE: u8 = 7;
const TEXT: u8 = 8;
pub(super) const LIST: u8 = 9;
pub(super) const STRUCTURE: u8 = 12;
/// What is passed over as what it says it is.
const ANYTHING: u8 = 0;

/// Of a structure or a list that is not known.
pub(super) static ANY: Fields = Fields { of: Of::Other, kinds: &[], within: &[], elements: ANYTHING };
/// A list of numbers.
static NUMBERS: Fields = Fields { of: Of::Other, kinds: &[], within: &[], elements: NUMBER };

const fn of(of: Of, kinds: &'static [u8], within: &'static [(i64, &'static Fields)]) -> Fields {
    Fields { of, kinds, within, elements: STRUCTURE }
}

const fn other(kinds: &'static [u8], within: &'static [(i64, &'static Fields)]) -> Fields {
    of(Of::Other, kinds, within)
}

static STATISTICS: Fields = other(&[TEXT, TEXT, NUMBER, NUMBER, TEXT, TEXT, TRUTH, TRUTH], &[]);
static DATA: Fields = other(&[NUMBER, NUMBER, NUMBER, NUMBER, STRUCTURE], &[(5, &STATISTICS)]);
static DICTIONARY: Fields = of(Of::Dictionary, &[NUMBER, NUMBER, TRUTH], &[]);
static DATA_V2: Fields =
    other(&[NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, TRUTH, STRUCTURE], &[(8, &STATISTICS)]);
/// The header of a page.
pub(super) static PAGE: Fields = of(
    Of::Page,
    &[NUMBER, NUMBER, NUMBER, NUMBER, STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE],
    &[(5, &DATA), (7, &DICTIONARY), (8, &DATA_V2)],
);

static DECIMAL: Fields = other(&[NUMBER, NUMBER], &[]);
static UNIT: Fields = other(&[STRUCTURE; 3], &[]);
static TIME: Fields = other(&[TRUTH, STRUCTURE], &[(2, &UNIT)]);
static INTEGER: Fields = other(&[BYTE, TRUTH], &[]);
static VARIANT: Fields = other(&[BYTE], &[]);
static GEOMETRY: Fields = other(&[TEXT], &[]);
static GEOGRAPHY: Fields = other(&[TEXT, NUMBER], &[]);
static LOGICAL: Fields = other(
    &[
        STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE, ANYTHING,
        STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE,
    ],
    &[
        (5, &DECIMAL),
        (7, &TIME),
        (8, &TIME),
        (10, &INTEGER),
        (16, &VARIANT),
        (17, &GEOMETRY),
        (18, &GEOGRAPHY),
    ],
);
static ELEMENT: Fields = of(
    Of::Element,
    &[NUMBER, NUMBER, NUMBER, TEXT, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, STRUCTURE],
    &[(10, &LOGICAL)],
);
static PAIR: Fields = other(&[TEXT, TEXT], &[]);
static ENCODING: Fields = other(&[NUMBER, NUMBER, NUMBER], &[]);
static SIZES: Fields = other(&[NUMBER, LIST, LIST], &[(2, &NUMBERS), (3, &NUMBERS)]);
static BOX: Fields = other(&[DOUBLE; 8], &[]);
static PLACES: Fields = other(&[STRUCTURE, LIST], &[(1, &BOX), (2, &NUMBERS)]);
static CHUNK: Fields = other(
    &[
        NUMBER, LIST, LIST, NUMBER, NUMBER, NUMBER, NUMBER, LIST, NUMBER, NUMBER, NUMBER, STRUCTURE, LIST,
        NUMBER, NUMBER, STRUCTURE, STRUCTURE,
    ],
    &[(2, &NUMBERS), (8, &PAIR), (12, &STATISTICS), (13, &ENCODING), (16, &SIZES), (17, &PLACES)],
);
static COLUMN: Fields =
    other(&[TEXT, NUMBER, STRUCTURE, NUMBER, NUMBER, NUMBER, NUMBER, STRUCTURE, TEXT], &[(3, &CHUNK)]);
static SORTING: Fields = other(&[NUMBER, TRUTH, TRUTH], &[]);
static GROUP: Fields =
    other(&[LIST, NUMBER, NUMBER, LIST, NUMBER, NUMBER, NUMBER], &[(1, &COLUMN), (4, &SORTING)]);
static ORDER: Fields = other(&[STRUCTURE], &[]);
/// The index of a file.
pub(super) static INDEX: Fields = other(
    &[NUMBER, LIST, NUMBER, LIST, LIST, TEXT, LIST, STRUCTURE, TEXT],
    &[(2, &ELEMENT), (4, &GROUP), (5, &PAIR), (7, &ORDER)],
);

impl Fields {
    /// What is known of what a field holds; none if it must not be of that kind.
    pub(super) fn field(&self, id: i64, kind: u8) -> Option<&'static Fields> {
        let place = usize::try_from(id).ok().and_then(|id| id.checked_sub(1));
        let known = place.and_then(|place| self.kinds.get(place)).copied();
        if known.is_some_and(|known| known != ANYTHING && known != one_of(kind)) {
            return None;
        }
        Some(self.within.iter().find(|(within, _)| *within == id).map_or(&ANY, |(_, fields)| *fields))
    }

    /// Whether elements of that kind may be in a list of these; one whose elements are known must not hold anything else.
    pub(super) fn takes(&self, kind: u8) -> bool {
        self.elements == ANYTHING || self.elements == one_of(kind)
    }
}

/// The kind that stands for this one.
fn one_of(kind: u8) -> u8 {
    match kind {
        2 => TRUTH,
        4 | 6 => NUMBER,
        other => other,
    }
}
