//! The same lists in both engines, and what happens to a count when parts of a cluster go away.
//!
//! These need clusters, so they are ignored where nobody started any; `tests/run` does, and runs them all:
//! `ENTENTE_TEST_SAIL` and `ENTENTE_TEST_SPARK` are addresses (`sc://…`), `ENTENTE_SAIL` is the program of the first,
//! `ENTENTE_TEST_SPARK_FOLDER` the folder in which `tests/spark/cluster` runs the second.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::time::{Duration, Instant};

use super::*;
use crate::matching::engine::Progress;
use crate::matching::engine::sql::Query;
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
        let folder = std::env::temp_dir().join(format!("entente-spark-{}", RoomId::fresh()));
        let settings = SparkSettings {
            connect: Secret::new(address.to_owned()),
            storage: folder.join("shared").to_string_lossy().into_owned(),
            storage_in_spark: None,
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
    agree_on_random_lists(&sail(), 0..12, 6_000);
}

#[test]
#[ignore = "needs Spark, which tests/run starts"]
fn spark_counts_as_the_local_engine_does() {
    agree_on_random_lists(&spark(), 1..5, 6_000);
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

/// Looks on, and does something once the work is this far.
struct When<F: Fn() + Send + Sync> {
    at: Progress,
    act: F,
    done: AtomicBool,
    cancel: bool,
    furthest: AtomicU16,
}

impl<F: Fn() + Send + Sync> When<F> {
    fn new(per_mille: u64, cancel: bool, act: F) -> Self {
        let at = Progress::of(per_mille, 1000);
        Self { at, act, done: AtomicBool::new(false), cancel, furthest: AtomicU16::new(0) }
    }
}

impl<F: Fn() + Send + Sync> Watch for When<F> {
    fn progress(&self, progress: Progress) {
        let before = self.furthest.fetch_max(progress.per_mille(), Ordering::SeqCst);
        assert!(progress.per_mille() >= before, "progress goes forward");
        if progress >= self.at && !self.done.swap(true, Ordering::SeqCst) {
            (self.act)();
        }
    }

    fn cancelled(&self) -> bool {
        self.cancel && self.done.load(Ordering::SeqCst)
    }
}

/// A question that takes a cluster of this size minutes.
fn endless() -> Query {
    Query::of_text(
        "SELECT CAST(0 AS BIGINT) AS x, CAST(0 AS BIGINT) AS y, COUNT(DISTINCT id * 7919 % 1000003) AS n \
         FROM range(0, 20000000000, 1, 2000)",
    )
}

fn short() -> Query {
    Query::of_text(
        "SELECT CAST(0 AS BIGINT) AS x, CAST(0 AS BIGINT) AS y, COUNT(*) AS n FROM range(0, 1000, 1, 2)",
    )
}

#[test]
#[ignore = "needs Spark, which tests/run starts"]
fn a_count_that_is_called_off_or_late_stops_in_the_cluster_too() {
    let address = Secret::new(spark());
    let cluster = Cluster::new(&address, Duration::from_secs(600));
    let began = Instant::now();
    let watch = When::new(1, true, || ());
    assert!(matches!(cluster.ask(&endless(), &watch), Err(CountingError::Cancelled(_))));
    assert!(watch.furthest.load(Ordering::SeqCst) < 1000 && began.elapsed() < Duration::from_secs(90));
    // Both cores are free again, or this would wait for minutes.
    let began = Instant::now();
    assert_eq!(cluster.ask(&short(), &Unwatched).unwrap().len(), 1);
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    let hasty = Cluster::new(&address, Duration::from_secs(3));
    let late = hasty.ask(&endless(), &Unwatched).unwrap_err();
    assert_eq!(late, CountingError::Failed("no answer within 3 s".to_owned()));
}

#[test]
fn an_engine_that_is_not_there_is_a_clear_failure_in_bounded_time() {
    let nobody = Cluster::new(&Secret::new("sc://127.0.0.1:1".to_owned()), Duration::from_secs(60));
    let began = Instant::now();
    assert!(nobody.greet().is_err());
    let failed = nobody.ask(&short(), &Unwatched).unwrap_err().to_string();
    assert!(failed.contains("failed 3 times"), "{failed}");
    assert!(began.elapsed() < Duration::from_secs(50), "{:?}", began.elapsed());
}

#[test]
#[ignore = "needs Spark, which tests/run starts; takes a worker away"]
fn a_worker_lost_in_mid_count_makes_no_count_wrong() {
    let twins = Twins::new(&spark());
    let mut random = fastrand::Rng::with_seed(11);
    let mut list = || {
        twins.bring(
            &[Email, Phone],
            ListKind::Audience,
            &random_list(&mut random, &[Email, Phone], true, 200_000),
        )
    };
    let (a, b) = (list(), list());
    let (a, b) = (Version { audience: &a, opt_outs: &[] }, Version { audience: &b, opt_outs: &[] });
    for ask in [Ask::BySegment, Ask::Overlap] {
        let killed = When::new(20, false, || cluster_script("kill-worker"));
        let counted = twins.count(&twins.spark, (&a, &b), (&[Email, Phone], ask), &killed);
        assert!(killed.done.load(Ordering::SeqCst), "no worker was lost: the count was over too soon");
        let local = twins.count(&twins.local, (&a, &b), (&[Email, Phone], ask), &Unwatched).unwrap();
        match counted {
            Ok(counted) => assert!(same(&counted, &local), "{ask:?}"),
            Err(error) => assert!(matches!(error, CountingError::Failed(_)), "{error}"),
        }
        cluster_script("mend");
        let again = twins.count(&twins.spark, (&a, &b), (&[Email, Phone], ask), &Unwatched).unwrap();
        assert!(same(&again, &local), "{ask:?} once the worker is back");
    }
}

fn cluster_script(verb: &str) {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/spark/cluster");
    let done = Command::new(script).arg(verb).arg(given("ENTENTE_TEST_SPARK_FOLDER")).status().unwrap();
    assert!(done.success(), "{verb}");
}

/// A Sail of this test's own, which it may kill.
struct OwnSail {
    port: u16,
    child: Mutex<Child>,
}

impl OwnSail {
    fn spawn(port: u16) -> Child {
        let mut sail = Command::new(given("ENTENTE_SAIL"));
        sail.args(["spark", "server", "--ip", "127.0.0.1", "--port", &port.to_string()]);
        sail.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    fn start() -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let own = Self { port, child: Mutex::new(Self::spawn(port)) };
        let until = Instant::now() + Duration::from_secs(60);
        while own.cluster().greet().is_err() {
            assert!(Instant::now() < until, "Sail did not start");
        }
        own
    }

    fn cluster(&self) -> Cluster {
        Cluster::new(&Secret::new(format!("sc://127.0.0.1:{}", self.port)), Duration::from_secs(120))
    }

    fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

impl Drop for OwnSail {
    fn drop(&mut self) {
        self.kill();
    }
}

#[test]
#[ignore = "needs Sail, which tests/run fetches"]
fn an_engine_lost_in_mid_count_is_asked_again_or_clearly_failed() {
    let own = OwnSail::start();
    let ask = || own.cluster().ask(&endless(), &Unwatched);
    std::thread::scope(|scope| {
        let asking = scope.spawn(ask);
        std::thread::sleep(Duration::from_secs(2));
        own.kill();
        let failed = asking.join().unwrap().unwrap_err();
        assert!(matches!(failed, CountingError::Failed(_)), "{failed}");
    });
    // Back before the last try: the question is put again and answered.
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| own.cluster().ask(&short(), &Unwatched));
        std::thread::sleep(Duration::from_millis(500));
        *own.child.lock().unwrap() = OwnSail::spawn(own.port);
        assert_eq!(asking.join().unwrap().unwrap().len(), 1);
    });
}
