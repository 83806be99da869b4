//! The real server on a free port, with a data folder and a clock of its own.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use entente::clock::{FixedClock, Timestamp};
use entente::config::Limits;
use entente::jobs::{Counts, CountsRunning};
use entente::rooms::counting::Counting;
use entente::rooms::custody::MasterKey;
use entente::rooms::release::Noise;
use entente::secret::Secret;
use entente::services::rooms::Kit;
use entente::store::{
    AudienceFiles, DatabaseUrl, DestroyedRooms, Engine, MailSecurity, MailSettings, SparkSettings, Store,
    engine_open,
};
use entente::web::app::{App, Parts};
use entente::web::server;

use super::client::Browser;
use super::database::Database;

/// 15 January 2027, 08:00 UTC: where every test begins.
const START: i64 = 1_800_000_000_000_000;

/// What counts instead of the server itself.
pub type OtherEngine = fn(&AudienceFiles) -> Arc<dyn Counting>;

/// What a test may want otherwise.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The origin that people use; the listening address if none.
    pub public_url: Option<String>,
    /// Limits; passwords may be tried as often as a test likes.
    pub limits: Limits,
    /// Where noise comes from; OpenDP if none.
    pub noise: Option<fn() -> Box<dyn Noise>>,
    /// What counts instead of this program itself.
    pub counting: Option<OtherEngine>,
    /// Whether runs are counted from the beginning; else once [`TestApp::start_counts`] is called.
    pub counts: bool,
    /// The Connect server of a cluster that counts; this program itself if none.
    pub spark: Option<String>,
    /// A mail server on this machine; no mail if none.
    pub mail: Option<MailAt>,
}

/// How a mail server on this machine is spoken to.
#[derive(Debug, Clone)]
pub struct MailAt {
    /// By which name.
    pub host: &'static str,
    pub port: u16,
    pub security: MailSecurity,
    /// The certificate of an authority that is trusted.
    pub certificate: Option<PathBuf>,
    /// A name and its password.
    pub account: Option<(&'static str, &'static str)>,
}

impl MailAt {
    /// In the clear, as this machine may be spoken to.
    pub fn plain(port: u16) -> Self {
        Self { host: "127.0.0.1", port, security: MailSecurity::None, certificate: None, account: None }
    }
}

impl Default for Setup {
    fn default() -> Self {
        let limits = Limits {
            sign_in_burst: 100_000,
            sign_in_refill_seconds: 1,
            release_tick_seconds: 0,
            ..Limits::default()
        };
        Self { public_url: None, limits, noise: None, counting: None, counts: true, spark: None, mail: None }
    }
}

/// A running server. Stops, and takes its database and folder away, when it goes.
pub struct TestApp {
    /// Where the server listens, as `http://127.0.0.1:port`.
    pub address: String,
    /// The origin that people use: links and `Origin` headers have it.
    pub origin: String,
    pub store: Store,
    pub clock: Arc<FixedClock>,
    pub database: Database,
    /// The server's state.
    pub state: App,
    folder: PathBuf,
    server: Option<(actix_web::dev::ServerHandle, JoinHandle<()>)>,
    counts: Mutex<Option<CountsRunning>>,
}

/// Runs `test` on SQLite, then on PostgreSQL; each time on a fresh server.
pub fn each_database(test: impl Fn(&TestApp)) {
    each_database_with(&Setup::default(), test);
}

/// The same, set up otherwise.
pub fn each_database_with(setup: &Setup, test: impl Fn(&TestApp)) {
    eprintln!("on SQLite");
    test(&TestApp::sqlite(setup));
    if let Some(database) = Database::postgres() {
        eprintln!("on PostgreSQL");
        test(&TestApp::start(setup, fresh_folder(), database));
    }
}

/// An empty folder for one test's data.
fn fresh_folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("entente-it-{}", entente::ids::OrgId::fresh()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

impl TestApp {
    /// A server on a fresh SQLite file.
    pub fn sqlite(setup: &Setup) -> Self {
        let folder = fresh_folder();
        let database = Database::sqlite(&folder);
        Self::start(setup, folder, database)
    }

    fn start(setup: &Setup, folder: PathBuf, database: Database) -> Self {
        let store = Store::open(&database.url).expect("the database opens");
        let clock = Arc::new(FixedClock::at(Timestamp::from_micros(START)));
        let listener = server::bind(([127, 0, 0, 1], 0).into()).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let origin = setup.public_url.as_ref().unwrap_or(&address).trim_end_matches('/').to_owned();
        let audiences = AudienceFiles::open(&folder.join("audiences")).unwrap();
        let shared: Arc<dyn entente::clock::Clock> = clock.clone();
        let counting = match setup.counting {
            Some(counting) => counting(&audiences),
            None => engine_open(&engine(setup, &folder), &audiences).expect("the engine answers"),
        };
        let kit = Kit::new(MasterKey::from_bytes([9; 32]), counting, destroyed(&folder));
        let kit = match setup.noise {
            Some(noise) => kit.with_noise(noise),
            None => kit,
        };
        let kit = kit.with_post(post(setup.mail.as_ref(), &origin));
        let parts = Parts {
            store: store.clone(),
            clock: shared,
            public_url: origin.parse().unwrap(),
            csrf_secret: Secret::new([7; 32]),
            limits: setup.limits.clone(),
            kit,
            audiences,
            behind_proxy: false,
            program: env!("CARGO_BIN_EXE_entente").into(),
        };
        let state = App::new(parts);
        let server = Some(run(state.clone(), listener));
        let counts = Mutex::new(None);
        let app = Self { address, origin, store, clock, database, state, folder, server, counts };
        if setup.counts {
            app.start_counts();
        }
        app
    }

    /// The address of another server on the same data, with nothing of this one's memory: as after a restart. It runs
    /// until the test ends.
    pub fn restarted(&self) -> String {
        let listener = server::bind(([127, 0, 0, 1], 0).into()).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let audiences = AudienceFiles::open(&self.folder.join("audiences")).unwrap();
        let shared: Arc<dyn entente::clock::Clock> = self.clock.clone();
        let parts = Parts {
            store: self.store.clone(),
            clock: shared,
            public_url: self.origin.parse().unwrap(),
            csrf_secret: Secret::new([7; 32]),
            limits: self.state.limits().clone(),
            kit: Kit::new(
                MasterKey::from_bytes([9; 32]),
                Arc::new(audiences.clone()),
                destroyed(&self.folder),
            ),
            audiences,
            behind_proxy: false,
            program: env!("CARGO_BIN_EXE_entente").into(),
        };
        std::mem::forget(run(App::new(parts), listener));
        address
    }

    /// Counts the runs that wait.
    pub fn start_counts(&self) {
        let counts = Counts {
            store: self.store.clone(),
            kit: self.state.kit().clone(),
            clock: self.clock.clone(),
            beat: std::time::Duration::from_secs(u64::from(self.state.limits().release_tick_seconds)),
        };
        *self.counts.lock().unwrap() = Some(counts.start().unwrap());
    }

    /// Counts no more runs, as when the server is told to end.
    pub fn stop_counts(&self) {
        drop(self.counts.lock().unwrap().take());
    }

    /// Waits until no run waits or is counted.
    pub fn runs_over(&self) {
        let open = "SELECT id AS line FROM run_requests WHERE state IN ('queued', 'running')";
        super::until("every run is over", || self.database.lines(open).is_empty());
    }

    /// A browser with no cookies.
    pub fn browser(&self) -> Browser {
        Browser::at(&self.address, &self.origin)
    }

    /// Runs the jobs that are due now; how many were run.
    pub fn run_jobs(&self) -> usize {
        let clock: Arc<dyn entente::clock::Clock> = self.clock.clone();
        let files = self.state.audiences().clone();
        let runner = entente::jobs::Runner::open(self.store.clone(), self.state.kit().clone(), files, clock);
        runner.unwrap().run_due()
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        entente::clock::Clock::now(&*self.clock)
    }

    /// Lets time pass.
    pub fn wait_minutes(&self, minutes: i64) {
        self.clock.set(self.now().plus_seconds(minutes * 60));
    }

    /// How many lists the engine keeps.
    pub fn kept_lists(&self) -> usize {
        self.state.kit().counting().kept().unwrap().len()
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The database's URL.
    pub fn database_url(&self) -> &DatabaseUrl {
        &self.database.url
    }
}

/// Mail by that server, if there is one.
fn post(at: Option<&MailAt>, origin: &str) -> entente::services::mail::Post {
    let smtp = at.map(|at| {
        let settings = MailSettings {
            host: at.host.to_owned(),
            port: Some(at.port),
            security: at.security,
            username: at.account.map(|(name, _)| name.to_owned()),
            password: at.account.map(|(_, password)| Secret::new(password.to_owned())),
            certificate: at.certificate.clone(),
            from: "Entente <entente@server.example>".to_owned(),
            reply_to: Some("partners@server.example".to_owned()),
            ..MailSettings::default()
        };
        Arc::new(entente::store::Smtp::new(settings).unwrap())
    });
    entente::services::mail::Post::new(smtp, entente::web::WORDING, origin)
}

/// The engine that a test wants, with its storage in the test's folder.
fn engine(setup: &Setup, folder: &Path) -> Engine {
    let Some(address) = &setup.spark else { return Engine::Local };
    Engine::Spark(SparkSettings {
        connect: Secret::new(address.clone()),
        storage: folder.join("shared").to_string_lossy().into_owned(),
        storage_in_spark: None,
        timeout_seconds: 300,
    })
}

/// The list of destroyed rooms in a data folder.
fn destroyed(folder: &Path) -> DestroyedRooms {
    DestroyedRooms::open(folder).unwrap()
}

/// Serves on a thread of its own.
fn run(app: App, listener: std::net::TcpListener) -> (actix_web::dev::ServerHandle, JoinHandle<()>) {
    let (started, handle) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let running = server::serve(app, listener, None).expect("the server starts");
            started.send(running.handle()).unwrap();
            running.await.unwrap();
        });
    });
    (handle.recv().expect("the server starts"), thread)
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.stop_counts();
        if let Some((handle, thread)) = self.server.take() {
            // The command is sent by the call; the future would only wait for it.
            drop(handle.stop(false));
            let _ = thread.join();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
