//! The counts of [`intersect`](crate::matching::intersect) as queries for an engine that speaks Spark's SQL.
//!
//! A query returns cells only: three whole numbers a row, never a token. It also returns how many rows it found in each
//! relation that it read, and [`Query::cells`] compares these with what was written there: an engine that reads less than
//! everything is noticed and not counted over.
//!
//! The waterfall needs no loop over rows. Within a kind matches never compete (see [`super`]), so all matches of all kinds
//! are joined once, and each later kind drops those of which either person was met on an earlier one: two window functions a
//! kind, over the matches alone.

use std::fmt::Write as _;

use crate::matching::IdentifierType;
#[cfg(feature = "server")]
use crate::matching::intersect::RawMatrix;
use crate::matching::intersect::{RawCount, RawOverlap};
use crate::matching::set::{PLACES, SegmentSizes};

/// One kind of one list, as the engine reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The kind.
    pub kind: IdentifierType,
    /// The relation in the engine's SQL, with a column `token`.
    pub relation: String,
    /// How many tokens were written there.
    pub tokens: u64,
}

/// One list, as the engine reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its kinds.
    pub sources: Vec<Source>,
    /// Whether its relations have a column `person`, a number; else the token is the person.
    pub persons: bool,
    /// Whether its relations have a column `segment`, a place of a table over segments; else all are in none.
    pub segments: bool,
}

impl Listed {
    fn source(&self, kind: IdentifierType) -> Option<&Source> {
        self.sources.iter().find(|source| source.kind == kind)
    }

    fn tokens_of(&self, kind: IdentifierType) -> u64 {
        self.source(kind).map_or(0, |source| source.tokens)
    }

    /// The relation with the columns `token`, `person` and `segment`.
    fn read(&self, source: &Source) -> String {
        let person = if self.persons { "person" } else { "token" };
        let none = PLACES.saturating_sub(1);
        let segment = if self.segments { "segment".to_owned() } else { none.to_string() };
        format!("(SELECT token, {person} AS person, {segment} AS segment FROM {})", source.relation)
    }
}

/// A row of an answer.
pub type Row = [i64; 3];

/// The engine read something else than was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the engine did not read what was stored")]
pub struct Misread;

/// A query and what its answer must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The SQL: a table of three BIGINT columns.
    pub text: String,
    /// How many tokens each relation holds, by the number under which the answer names it.
    tokens: Vec<u64>,
}

/// The first number of a row that tells how much was read.
const READ: i64 = -1;

impl Query {
    /// A query whose `WITH` clauses and cells are these, over these relations.
    fn new(with: &[(String, String)], cells: &[String], sources: &[&Source]) -> Self {
        let mut text = String::new();
        for (at, (name, body)) in with.iter().enumerate() {
            let lead = if at == 0 { "WITH " } else { ",\n" };
            let _infallible = write!(text, "{lead}{name} AS ({body})");
        }
        let reads = sources.iter().enumerate().map(|(at, source)| {
            format!(
                "SELECT CAST({READ} AS BIGINT) AS x, CAST({at} AS BIGINT) AS y, COUNT(*) AS n FROM {}",
                source.relation
            )
        });
        let selects: Vec<String> = cells.iter().cloned().chain(reads).collect();
        let _infallible = write!(text, "\n{}", selects.join("\nUNION ALL "));
        Self { text, tokens: sources.iter().map(|source| source.tokens).collect() }
    }

    /// A question of a test's own, over nothing stored.
    #[cfg(all(test, feature = "spark"))]
    pub(crate) fn of_text(text: &str) -> Self {
        Self { text: text.to_owned(), tokens: Vec::new() }
    }

    /// The cells of an answer, if everything was read that was written.
    pub fn cells(&self, rows: &[Row]) -> Result<Vec<Cell>, Misread> {
        let mut read = vec![None; self.tokens.len()];
        let mut cells = Vec::new();
        for [x, y, n] in rows {
            let n = u64::try_from(*n).map_err(|_negative| Misread)?;
            let y = usize::try_from(*y).map_err(|_negative| Misread)?;
            if *x == READ {
                *read.get_mut(y).ok_or(Misread)? = Some(n);
            } else {
                cells.push(Cell { x: usize::try_from(*x).map_err(|_negative| Misread)?, y, n });
            }
        }
        let whole = read.iter().zip(&self.tokens).all(|(read, written)| *read == Some(*written));
        if whole { Ok(cells) } else { Err(Misread) }
    }
}

/// One number of an answer and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    x: usize,
    y: usize,
    n: u64,
}

/// Two lists of two companies, and everybody who is to be left out.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    /// The lists.
    pub lists: (&'a Listed, &'a Listed),
    /// The lists of opt-outs of both.
    pub opt_outs: &'a [Listed],
    /// The kinds by which people meet, in this order.
    pub order: &'a [IdentifierType],
}

impl Sides<'_> {
    /// The kinds of the order, each once.
    fn kinds(&self) -> Vec<IdentifierType> {
        let mut kinds = Vec::new();
        for kind in self.order {
            if !kinds.contains(kind) {
                kinds.push(*kind);
            }
        }
        kinds
    }

    /// The kinds by which somebody can meet, with their places in the order.
    fn common(&self) -> Vec<(usize, &Source, &Source)> {
        let kinds = self.kinds().into_iter().enumerate();
        kinds
            .filter_map(|(at, kind)| Some((at, self.lists.0.source(kind)?, self.lists.1.source(kind)?)))
            .collect()
    }

    fn sources(&self) -> Vec<&Source> {
        let opt_outs = self.opt_outs.iter().flat_map(|list| &list.sources);
        self.lists.0.sources.iter().chain(&self.lists.1.sources).chain(opt_outs).collect()
    }

    /// The people that both share, by the kind on which they met.
    pub fn people(&self) -> Query {
        match self.common().as_slice() {
            [] => Query::new(&[], &[], &self.sources()),
            [(at, left, right)] if self.opt_outs.is_empty() => {
                let count = format!(
                    "SELECT CAST({at} AS BIGINT) AS x, CAST(0 AS BIGINT) AS y, COUNT(*) AS n FROM {} AS a \
                     LEFT SEMI JOIN {} AS b ON a.token = b.token",
                    left.relation, right.relation
                );
                Query::new(&[], &[count], &self.sources())
            }
            common => {
                let (with, last) = self.waterfall(common);
                let cells = format!(
                    "SELECT CAST(k AS BIGINT) AS x, CAST(0 AS BIGINT) AS y, COUNT(*) AS n FROM {last} WHERE met = 1 GROUP BY k"
                );
                Query::new(&with, &[cells], &self.sources())
            }
        }
    }

    /// The same people by the segments of both sides.
    pub fn matrix(&self) -> Query {
        let common = self.common();
        if common.is_empty() {
            return Query::new(&[], &[], &self.sources());
        }
        let (with, last) = self.waterfall(&common);
        let cells = format!(
            "SELECT CAST(sa AS BIGINT) AS x, CAST(sb AS BIGINT) AS y, COUNT(*) AS n FROM {last} WHERE met = 1 GROUP BY sa, sb"
        );
        Query::new(&with, &[cells], &self.sources())
    }

    /// The steps to a relation of all matches, `met` where they count, and its name.
    fn waterfall(&self, common: &[(usize, &Source, &Source)]) -> (Vec<(String, String)>, String) {
        let (a, b) = self.lists;
        let joins = common.iter().map(|(at, left, right)| {
            format!(
                "SELECT {at} AS k, a.person AS pa, b.person AS pb, a.segment AS sa, b.segment AS sb FROM {} AS a \
                 JOIN {} AS b ON a.token = b.token",
                a.read(left),
                b.read(right)
            )
        });
        let mut with = vec![("matched".to_owned(), joins.collect::<Vec<_>>().join("\nUNION ALL "))];
        let mut last = "matched".to_owned();
        for (list, person, name) in [(a, "pa", "a"), (b, "pb", "b")] {
            let Some(gone) = gone(list, self.opt_outs) else { continue };
            with.push((format!("gone_{name}"), gone));
            let left = format!(
                "SELECT m.* FROM {last} AS m LEFT ANTI JOIN gone_{name} AS g ON m.{person} = g.person"
            );
            last = format!("left_{name}");
            with.push((last.clone(), left));
        }
        let first = common.first().map_or(0, |(at, ..)| *at);
        with.push((
            "met_0".to_owned(),
            format!("SELECT *, CASE WHEN k = {first} THEN 1 ELSE 0 END AS met FROM {last}"),
        ));
        last = "met_0".to_owned();
        for (pass, (at, ..)) in common.iter().enumerate().skip(1) {
            let seen = format!(
                "SELECT *, MAX(met) OVER (PARTITION BY pa) AS ta, MAX(met) OVER (PARTITION BY pb) AS tb FROM {last}"
            );
            let met = format!(
                "SELECT k, pa, pb, sa, sb, CASE WHEN k = {at} AND ta = 0 AND tb = 0 THEN 1 ELSE met END AS met FROM ({seen}) AS s"
            );
            last = format!("met_{pass}");
            with.push((last.clone(), met));
        }
        (with, last)
    }

    /// What [`Self::people`] came to, sealed.
    pub fn overlap(&self, cells: &[Cell]) -> RawOverlap {
        let met = |at: usize| cells.iter().filter(|cell| cell.x == at).map(|cell| cell.n).sum::<u64>();
        let by_type = self.kinds().into_iter().enumerate().map(|(at, kind)| (kind, RawCount::seal(met(at))));
        RawOverlap {
            total: RawCount::seal(cells.iter().map(|cell| cell.n).sum()),
            by_type: by_type.collect(),
        }
    }
}

/// What [`Sides::matrix`] came to, sealed.
#[cfg(feature = "server")]
pub fn sealed_matrix(cells: &[Cell]) -> RawMatrix {
    let cells: Vec<_> = cells.iter().map(|cell| (cell.x, cell.y, cell.n)).collect();
    RawMatrix::seal(&cells)
}

/// Everybody of a list who has any token of a list of opt-outs; none if nobody can.
fn gone(list: &Listed, opt_outs: &[Listed]) -> Option<String> {
    let mut parts = Vec::new();
    for source in &list.sources {
        for listed in opt_outs.iter().filter_map(|listed| listed.source(source.kind)) {
            parts.push(format!(
                "SELECT a.person AS person FROM {} AS a LEFT SEMI JOIN {} AS o ON a.token = o.token",
                list.read(source),
                listed.relation
            ));
        }
    }
    (!parts.is_empty()).then(|| parts.join("\nUNION ALL "))
}

/// The people of a list less those who opted out, by segment.
pub fn remaining(list: &Listed, opt_outs: &[Listed]) -> Query {
    let rows: Vec<String> = list
        .sources
        .iter()
        .map(|source| format!("SELECT person, segment FROM {}", list.read(source)))
        .collect();
    let sources: Vec<&Source> =
        list.sources.iter().chain(opt_outs.iter().flat_map(|listed| &listed.sources)).collect();
    if rows.is_empty() {
        return Query::new(&[], &[], &sources);
    }
    // A person of several kinds has a row in each; with one kind the token is the person and stands once.
    let distinct = if list.persons { "DISTINCT " } else { "" };
    let people = format!("SELECT {distinct}person, segment FROM ({}) AS r", rows.join("\nUNION ALL "));
    let mut with = vec![("people".to_owned(), people)];
    let mut from = "people AS p".to_owned();
    if let Some(gone) = gone(list, opt_outs) {
        with.push(("gone".to_owned(), gone));
        from.push_str(" LEFT ANTI JOIN gone AS g ON p.person = g.person");
    }
    let cells = format!(
        "SELECT CAST(segment AS BIGINT) AS x, CAST(0 AS BIGINT) AS y, COUNT(*) AS n FROM {from} GROUP BY segment"
    );
    Query::new(&with, &[cells], &sources)
}

/// What [`remaining`] came to: people, and the sizes of the segments of a list that has any.
pub fn remaining_of(list: &Listed, cells: &[Cell]) -> (u64, Option<SegmentSizes>) {
    let people = cells.iter().map(|cell| cell.n).sum();
    let mut sizes = vec![0; PLACES];
    for cell in cells {
        if let Some(size) = sizes.get_mut(cell.x) {
            *size = cell.n;
        }
    }
    (people, (list.segments && people > 0).then(|| SegmentSizes::from_list(&sizes)))
}

/// What two versions of one list share, kind by kind; by segment, those who are in the same one stand apart.
pub fn shared(a: &Listed, b: &Listed, by_segment: bool) -> Query {
    let same = if by_segment { "CASE WHEN a.segment = b.segment THEN 1 ELSE 0 END" } else { "1" };
    let group = if by_segment { format!(" GROUP BY {same}") } else { String::new() };
    let common = a.sources.iter().filter_map(|left| Some((left, b.source(left.kind)?)));
    let cells: Vec<String> = common
        .map(|(left, right)| {
            format!(
                "SELECT CAST({} AS BIGINT) AS x, CAST({same} AS BIGINT) AS y, COUNT(*) AS n FROM {} AS a JOIN {} AS b \
                 ON a.token = b.token{group}",
                left.kind.index(),
                a.read(left),
                b.read(right)
            )
        })
        .collect();
    let sources: Vec<&Source> = a.sources.iter().chain(&b.sources).collect();
    Query::new(&[], &cells, &sources)
}

/// How far apart two versions are whose [`shared`] came to these cells: see
/// [`symmetric_difference`](crate::matching::intersect::symmetric_difference) and
/// [`segment_difference`](crate::matching::intersect::segment_difference).
pub fn apart_of(a: &Listed, b: &Listed, cells: &[Cell]) -> u64 {
    let apart = |kind: &IdentifierType| {
        let here = usize::from(kind.index());
        let same: u64 = cells.iter().filter(|cell| cell.x == here && cell.y == 1).map(|cell| cell.n).sum();
        let both = a.tokens_of(*kind).saturating_add(b.tokens_of(*kind));
        both.saturating_sub(same.saturating_mul(2))
    };
    IdentifierType::ALL.iter().map(apart).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use IdentifierType::{Email, Phone};

    fn listed(name: &str, kinds: &[(IdentifierType, u64)]) -> Listed {
        let source = |(kind, tokens): &(IdentifierType, u64)| Source {
            kind: *kind,
            relation: format!("{name}_{}", kind.name()),
            tokens: *tokens,
        };
        let sources = kinds.iter().map(source).collect();
        Listed { sources, persons: kinds.len() > 1, segments: false }
    }

    #[test]
    fn a_single_count_is_one_semi_join() {
        let (a, b) = (listed("a", &[(Email, 3)]), listed("b", &[(Email, 4)]));
        let sides = Sides { lists: (&a, &b), opt_outs: &[], order: &[Email, Phone] };
        let text = sides.people().text;
        assert!(text.contains("LEFT SEMI JOIN b_email"), "{text}");
        assert!(!text.contains("SELECT token"), "{text}");
    }

    #[test]
    fn an_answer_that_read_less_more_or_nothing_is_refused() {
        let (a, b) = (listed("a", &[(Email, 3)]), listed("b", &[(Email, 4)]));
        let sides = Sides { lists: (&a, &b), opt_outs: &[], order: &[Email] };
        let query = sides.people();
        let good = [[0, 0, 2], [READ, 0, 3], [READ, 1, 4]];
        let cells = query.cells(&good).unwrap();
        assert!(sides.overlap(&cells).total.same_as(2));
        for bad in [
            vec![[0, 0, 2], [READ, 0, 2], [READ, 1, 4]],
            vec![[0, 0, 2], [READ, 0, 3], [READ, 1, 5]],
            vec![[0, 0, 2], [READ, 0, 3]],
            vec![],
            vec![[0, 0, -2], [READ, 0, 3], [READ, 1, 4]],
            vec![[READ, 0, 3], [READ, 1, 4], [READ, 2, 1]],
        ] {
            assert_eq!(query.cells(&bad), Err(Misread), "{bad:?}");
        }
    }

    #[test]
    fn versions_are_apart_by_the_kind_that_differs_most() {
        let (a, b) = (listed("a", &[(Email, 10), (Phone, 10)]), listed("b", &[(Email, 12), (Phone, 10)]));
        let cell = |x, y, n| Cell { x, y, n };
        assert_eq!(apart_of(&a, &b, &[cell(0, 1, 10), cell(1, 1, 10)]), 2);
        assert_eq!(apart_of(&a, &b, &[cell(0, 1, 10), cell(1, 1, 7), cell(1, 0, 3)]), 6);
        assert_eq!(apart_of(&a, &b, &[]), 22);
    }
}
