//! Counts that are called off, that take too long, and of which a part of the cluster goes away.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::time::{Duration, Instant};

use super::super::*;
use super::{Twins, given, random_list, same, spark};
use crate::matching::engine::Progress;
use crate::matching::engine::sql::Query;
use crate::rooms::lists::ListKind;
use crate::secret::Secret;

use IdentifierType::{Email, Phone};

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
