//! The same lists in both engines, and what happens to a count when parts of a cluster go away.
//!
//! These need clusters, so they are ignored where nobody started any; `tests/run` does, and runs them all:
//! `ENTENTE_TEST_SAIL` and `ENTENTE_TEST_SPARK` are addresses (`sc://…`), `ENTENTE_SAIL` is the program of the first,
//! `ENTENTE_TEST_SPARK_FOLDER` the folder in which `tests/spark/cluster` runs the second.

mod lost;

use std::fmt::Write as _;
use std::path::PathBuf;

use super::*;
use crate::matching::token::Pepper;
use crate::rooms::Sides;
use crate::rooms::lists::ListKind;
use crate::secret::Secret;
use crate::store::{Incoming, ReceiveLimits};

use IdentifierType::{Email, Maid, Phone};

fn given(variable: &str) -> String {
    std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set; tests/run starts clusters and sets it"))
}

fn sail() -> String {
    given("ENTENTE_TEST_SAIL")
}

fn spark() -> String {
    given("ENTENTE_TEST_SPARK")
}

/// Both engines over the same lists.
struct Twins {
    folder: PathBuf,
    local: AudienceFiles,
    spark: Spark,
    room: RoomId,
}

impl Twins {
    fn new(address: &str) -> Self {
        Self::with(address, None)
    }

    /// The same with the storage at that place, which the cluster names alike, instead of in a folder.
    fn with(address: &str, storage: Option<&str>) -> Self {
        let folder = std::env::temp_dir().join(format!("entente-spark-{}", RoomId::fresh()));
        let shared = folder.join("shared").to_string_lossy().into_owned();
        let settings = SparkSettings {
            connect: Secret::new(address.to_owned()),
            storage: storage.map_or(shared, str::to_owned),
            storage_in_spark: storage.map(str::to_owned),
            timeout_seconds: 300,
        };
        let transit = AudienceFiles::open(&folder.join("transit")).unwrap();
        let spark = Spark::open(&settings, transit).unwrap();
        let local = AudienceFiles::open(&folder.join("local")).unwrap();
        Self { folder, local, spark, room: RoomId::fresh() }
    }

    /// Brings a list to both.
    fn bring(&self, kinds: &[IdentifierType], list: ListKind, csv: &str) -> AudienceId {
        let id = AudienceId::fresh();
        for files in [&self.local, &self.spark.files] {
            let to = Incoming {
                room: &self.room,
                audience: &id,
                list,
                opt_outs: &AudienceId::fresh(),
                kinds,
                pepper: &Pepper::new(&[3; 32]),
                check: None,
                limits: ReceiveLimits { rows: 10_000_000, bytes: 1 << 40 },
            };
            files.receive(&to, csv.as_bytes()).unwrap();
        }
        self.local.keep(&self.room, &id).unwrap();
        self.spark.keep(&self.room, &id).unwrap();
        id
    }

    fn count(
        &self,
        engine: &dyn Counting,
        sides: (&Version<'_>, &Version<'_>),
        asked: (&[IdentifierType], Ask),
        watch: &dyn Watch,
    ) -> Result<Counted, CountingError> {
        let sides = Sides { host: *sides.0, guest: *sides.1 };
        engine.count(&Inputs { room: &self.room, sides, order: asked.0 }, asked.1, watch)
    }

    /// Fails unless both engines answer everything about these versions alike.
    fn agree(&self, a: &Version<'_>, b: &Version<'_>, order: &[IdentifierType]) {
        for ask in Ask::ALL {
            let local = self.count(&self.local, (a, b), (order, ask), &Unwatched).unwrap();
            let spark = self.count(&self.spark, (a, b), (order, ask), &Unwatched).unwrap();
            assert!(same(&local, &spark), "{ask:?} by {order:?}");
        }
        for version in [a, b] {
            let local = self.local.remaining(&self.room, version, &Unwatched).unwrap();
            assert_eq!(self.spark.remaining(&self.room, version, &Unwatched).unwrap(), local);
        }
        for ask in [Ask::Overlap, Ask::BySegment] {
            let local = self.local.difference(&self.room, (a, b), ask, &Unwatched).unwrap();
            assert_eq!(self.spark.difference(&self.room, (a, b), ask, &Unwatched).unwrap(), local, "{ask:?}");
        }
    }
}

impl Drop for Twins {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.folder);
    }
}

fn same(a: &Counted, b: &Counted) -> bool {
    match (a, b) {
        (Counted::People(a), Counted::People(b)) => {
            a.total.same(&b.total)
                && a.by_type.len() == b.by_type.len()
                && a.by_type.iter().zip(&b.by_type).all(|(a, b)| a.0 == b.0 && a.1.same(&b.1))
        }
        (Counted::Segments(a), Counted::Segments(b)) => a.same(b),
        _ => false,
    }
}

/// A list of rows that hold some of the kinds, now and then a token of somebody else's, sometimes twice.
fn random_list(random: &mut fastrand::Rng, kinds: &[IdentifierType], segments: bool, rows: u64) -> String {
    let mut csv = kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(",");
    csv.push_str(if segments { ",segment\n" } else { "\n" });
    for _ in 0..rows {
        let person = random.u64(0..rows * 2);
        for (at, kind) in kinds.iter().enumerate() {
            let whose = if random.u8(0..10) == 0 { random.u64(0..rows * 2) } else { person };
            let comma = if at == 0 { "" } else { "," };
            if kinds.len() > 1 && random.u8(0..4) == 0 {
                csv.push_str(comma);
            } else {
                write!(csv, "{comma}{:016x}{:016x}", whose.wrapping_mul(0x9E37_79B9_7F4A_7C15), kind.index())
                    .unwrap();
            }
        }
        match (segments, random.u8(0..5)) {
            (true, 0) => csv.push_str(",\n"),
            (true, _) => writeln!(csv, ",{}", random.u8(0..50)).unwrap(),
            (false, _) => csv.push('\n'),
        }
    }
    csv
}

/// Random lists of one kind to three, with and without segments and opt-outs, in both engines.
fn agree_on_random_lists(address: &str, seeds: std::ops::Range<u64>, rows: u64) {
    let twins = Twins::new(address);
    for seed in seeds {
        let mut random = fastrand::Rng::with_seed(seed);
        let kinds = &[Email, Phone, Maid][..usize::try_from(seed % 3).unwrap() + 1];
        let mut list = |of: ListKind, rows| {
            let segments = of == ListKind::Audience && random.bool();
            twins.bring(kinds, of, &random_list(&mut random, kinds, segments, rows))
        };
        let (a, b) = (list(ListKind::Audience, rows), list(ListKind::Audience, rows / 2));
        let opt_outs = [list(ListKind::OptOut, rows / 20), list(ListKind::OptOut, rows / 10)];
        let mut order = kinds.to_vec();
        order.reverse();
        let (first, second) = opt_outs.split_at(usize::try_from(seed / 3 % 3).unwrap().min(2));
        let (a, b) = (Version { audience: &a, opt_outs: first }, Version { audience: &b, opt_outs: second });
        eprintln!("seed {seed}, {kinds:?}, opt-outs {} and {}", first.len(), second.len());
        twins.agree(&a, &b, &order);
        let none = (Version { opt_outs: &[], ..a }, Version { opt_outs: &[], ..b });
        let total = |engine: &dyn Counting| {
            twins.count(engine, (&none.0, &none.1), (&order[..1], Ask::Overlap), &Unwatched).unwrap()
        };
        assert!(same(&total(&twins.local), &total(&twins.spark)), "one kind of {kinds:?}, nobody left out");
    }
}

#[test]
#[ignore = "needs Sail, which tests/run starts"]
fn sail_counts_as_the_local_engine_does() {
    agree_on_random_lists(&sail(), 0..9, 6_000);
}

#[test]
#[ignore = "needs Spark, which tests/run starts"]
fn spark_counts_as_the_local_engine_does() {
    agree_on_random_lists(&spark(), 2..4, 4_500);
}

#[test]
#[ignore = "needs Sail, which tests/run starts"]
fn a_list_that_is_not_whole_is_refused_before_anybody_counts() {
    let twins = Twins::new(&sail());
    let mut random = fastrand::Rng::with_seed(7);
    let id = twins.bring(&[Email], ListKind::Audience, &random_list(&mut random, &[Email], false, 20_000));
    let version = Version { audience: &id, opt_outs: &[] };
    let asked = || twins.spark.remaining(&twins.room, &version, &Unwatched);
    assert!(asked().is_ok());
    let below = twins.spark.storage.list(twins.room.as_str()).unwrap();
    assert!(below.len() > 4, "the list is in parts: {below:?}");
    assert!(!twins.folder.join("transit").join(twins.room.as_str()).join(format!("{id}.set")).exists());
    let root = twins.folder.join("shared");
    let part = below.iter().find(|stored| stored.name.ends_with("tokens.parquet")).unwrap();
    // A part that is gone, a part more, a part of another length, no manifest, another form of it.
    let moved = root.join("elsewhere");
    std::fs::rename(root.join(&part.name), &moved).unwrap();
    assert_eq!(asked(), Err(CountingError::Damaged(id.clone())));
    std::fs::rename(&moved, root.join(&part.name)).unwrap();
    let more = root.join(part.name.replace("tokens.parquet", "more.parquet"));
    std::fs::copy(root.join(&part.name), &more).unwrap();
    assert_eq!(asked(), Err(CountingError::Damaged(id.clone())));
    std::fs::remove_file(&more).unwrap();
    let bytes = std::fs::read(root.join(&part.name)).unwrap();
    std::fs::write(root.join(&part.name), &bytes[..bytes.len() - 1]).unwrap();
    assert_eq!(asked(), Err(CountingError::Damaged(id.clone())));
    std::fs::write(root.join(&part.name), &bytes).unwrap();
    assert!(asked().is_ok());
    // Of the right length and with fewer rows: the engine reads less than was written, and that is no count.
    let two = below.iter().filter(|stored| stored.name.ends_with("tokens.parquet")).nth(1).unwrap();
    let manifest = root.join(twins.room.as_str()).join(id.as_str()).join("_list.json");
    let said = std::fs::read_to_string(&manifest).unwrap();
    let other = std::fs::read(root.join(&two.name)).unwrap();
    std::fs::write(root.join(&part.name), &other).unwrap();
    let name = |stored: &str| stored.split('/').skip(2).collect::<Vec<_>>().join("/");
    let lie = said.replace(
        &format!("\"{}\":{}", name(&part.name), part.bytes),
        &format!("\"{}\":{}", name(&part.name), other.len()),
    );
    std::fs::write(&manifest, &lie).unwrap();
    let misread = asked().unwrap_err().to_string();
    assert!(misread.contains("did not read what was stored") || other.len() == bytes.len(), "{misread}");
    std::fs::write(&manifest, said.replace("\"version\":1", "\"version\":2")).unwrap();
    assert_eq!(asked(), Err(CountingError::Damaged(id.clone())));
    std::fs::remove_file(&manifest).unwrap();
    assert_eq!(asked(), Err(CountingError::Missing(id.clone())));
    // Half a list is swept like a list.
    assert_eq!(twins.spark.kept().unwrap().iter().map(|list| &list.audience).collect::<Vec<_>>(), [&id]);
    assert!(twins.spark.holds(&twins.room).unwrap());
    twins.spark.remove_room(&twins.room).unwrap();
    assert!(!twins.spark.holds(&twins.room).unwrap());
    twins.spark.remove_room(&twins.room).unwrap();
    assert!(twins.spark.kept().unwrap().is_empty());
}

#[test]
#[ignore = "needs Sail and a double of S3, which tests/run starts"]
fn a_bucket_serves_as_a_folder_does() {
    assert!(given("AWS_ENDPOINT").starts_with("http://127.0.0.1:"), "a double of S3");
    let twins = Twins::with(&sail(), Some("s3://lists/of/entente"));
    let mut random = fastrand::Rng::with_seed(5);
    let kinds = [Email, Phone];
    let mut list =
        |rows| twins.bring(&kinds, ListKind::Audience, &random_list(&mut random, &kinds, true, rows));
    let (a, b) = (list(20_000), list(9_000));
    let version = |audience| Version { audience, opt_outs: &[] };
    twins.agree(&version(&a), &version(&b), &kinds);
    assert_eq!(twins.spark.kept().unwrap().len(), 2);
    twins.spark.remove(&twins.room, &a).unwrap();
    twins.spark.remove(&twins.room, &a).unwrap();
    let gone = twins.spark.remaining(&twins.room, &version(&a), &Unwatched);
    assert_eq!(gone, Err(CountingError::Missing(a.clone())));
    assert!(twins.spark.holds(&twins.room).unwrap());
    twins.spark.remove_room(&twins.room).unwrap();
    assert!(!twins.spark.holds(&twins.room).unwrap());
    assert!(twins.spark.kept().unwrap().is_empty());
}
