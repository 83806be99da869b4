//! `entente serve`: the web app and the API.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use url::Url;

use super::CliError;
use crate::access::LinkToken;
use crate::clock::SystemClock;
use crate::config::{Config, Settings};
use crate::jobs::{Counts, Runner};
use crate::rooms::custody::MasterKey;
use crate::secret::Secret;
use crate::services::ServiceError;
use crate::services::access::setup_link;
use crate::services::mail::{Post, mail_server_check};
use crate::services::rooms::{Kit, rooms_destroy_again, uploads_sweep};
use crate::store::{AudienceFiles, DestroyedRooms, FolderLock, Store, engine_open, master_key_load};
use crate::web::app::{App, Parts};
use crate::web::{WORDING, server};

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub(super) place: PlaceArgs,
    /// The address to listen on, such as 127.0.0.1:8080; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<SocketAddr>,
    /// The address that people use, such as `https://entente.example.com`
    #[arg(long, value_name = "URL")]
    pub(super) public_url: Option<Url>,
}

/// Where the settings and the data are; shared by the verbs that open the database.
#[derive(Debug, Clone, Default, Args)]
pub struct PlaceArgs {
    /// A settings file (TOML)
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// The data folder [default: ./data]
    #[arg(long, value_name = "FOLDER")]
    pub(super) data: Option<PathBuf>,
}

impl PlaceArgs {
    /// The settings of file, environment and options, checked; the data folder exists afterwards.
    pub(super) fn config(&self, change: impl FnOnce(&mut Settings)) -> Result<Config, CliError> {
        let mut settings = Settings::load(self.config.as_deref()).map_err(CliError::usage)?;
        if let Some(folder) = &self.data {
            settings.data = Some(folder.clone());
        }
        change(&mut settings);
        let config = settings.check().map_err(CliError::usage)?;
        make_private(&config.data)?;
        Ok(config)
    }
}

/// Makes the folder, readable by this user alone.
fn make_private(folder: &Path) -> Result<(), CliError> {
    use std::os::unix::fs::DirBuilderExt as _;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|e| CliError::Failed(format!("{}: {e}", folder.display())))
}

/// A server that has taken its address and opened its data, and is about to serve.
pub(super) struct Ready {
    pub(super) app: App,
    pub(super) store: Store,
    pub(super) config: Config,
    listener: TcpListener,
    /// Nobody else serves from the data folder meanwhile.
    lock: FolderLock,
}

/// Opens everything that serving needs.
pub(super) fn prepare(config: Config) -> Result<Ready, CliError> {
    let lock = FolderLock::take(&config.data).map_err(CliError::failed)?;
    let listener = server::bind(config.listen).map_err(CliError::failed)?;
    let address = listener.local_addr().map_err(CliError::failed)?;
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    let own = Url::parse(&format!("{scheme}://{address}")).map_err(CliError::failed)?;
    let store = Store::open(&config.database).map_err(CliError::failed)?;
    let master = master_key_load(&config.master_key_file).map_err(CliError::failed)?;
    let audiences = AudienceFiles::open(&config.data.join("audiences")).map_err(CliError::failed)?;
    let destroyed = DestroyedRooms::open(&config.data).map_err(CliError::failed)?;
    let now = crate::clock::Clock::now(&SystemClock);
    uploads_sweep(&store, &audiences, now).map_err(CliError::failed)?;
    let counting = engine_open(&config.engine, &audiences).map_err(CliError::failed)?;
    let public_url = config.public_url.clone().unwrap_or(own);
    let kit = Kit::new(MasterKey::from_bytes(*master.expose()), counting, destroyed).with_post(Post::new(
        config.mail.clone(),
        WORDING,
        public_url.as_str(),
    ));
    // Before anybody is served: what an older database brought back is gone again.
    rooms_destroy_again(&store, &kit, now).map_err(CliError::failed)?;
    let app = App::new(Parts {
        store: store.clone(),
        clock: Arc::new(SystemClock),
        public_url,
        csrf_secret: derive(&master, b"form tokens"),
        limits: config.limits.clone(),
        kit,
        audiences,
        behind_proxy: config.behind_proxy,
        program: std::env::current_exe().map_err(CliError::failed)?,
    });
    Ok(Ready { app, store, config, listener, lock })
}

/// A key for one use, so that the master key itself is used for nothing but deriving and wrapping.
fn derive(master: &Secret<[u8; 32]>, purpose: &[u8]) -> Secret<[u8; 32]> {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, master.expose());
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(ring::hmac::sign(&key, purpose).as_ref()).for_each(|(to, from)| *to = *from);
    Secret::new(bytes)
}

impl Ready {
    /// Serves until the process is told to end, with a thread beside it that runs jobs.
    pub(super) fn serve(self) -> Result<(), CliError> {
        let (kit, files) = (self.app.kit().clone(), self.app.audiences().clone());
        let runner = Runner::open(self.store.clone(), kit, files, Arc::new(SystemClock));
        let _jobs = runner.map_err(CliError::failed)?.start().map_err(CliError::failed)?;
        let counts = Counts {
            store: self.store.clone(),
            kit: self.app.kit().clone(),
            clock: Arc::new(SystemClock),
            beat: Duration::from_secs(u64::from(self.app.limits().release_tick_seconds)),
        };
        let _counts = counts.start().map_err(CliError::failed)?;
        let _taken = self.lock;
        say_whether_mail_works(self.app.kit().clone());
        let system = actix_web::rt::System::new();
        let tls = self.config.tls.clone();
        system.block_on(async move {
            let server = server::serve(self.app, self.listener, tls.as_ref()).map_err(CliError::failed)?;
            server.await.map_err(CliError::failed)
        })
    }
}

/// Tries the mail server, without keeping anybody waiting: mail that cannot go out now is tried again later.
fn say_whether_mail_works(kit: Kit) {
    std::thread::spawn(move || match mail_server_check(&kit) {
        None => {}
        Some(Ok(())) => tracing::info!("the mail server answers"),
        Some(Err(why)) => tracing::warn!(%why, "the mail server does not answer; see [mail] in the settings"),
    });
}

/// Runs the verb.
pub fn run(args: &ServeArgs, out: &mut dyn Write) -> Result<(), CliError> {
    start_logs("info");
    let config = args.place.config(|settings| {
        settings.listen = args.listen.or(settings.listen);
        if args.public_url.is_some() {
            settings.public_url.clone_from(&args.public_url);
        }
    })?;
    let ready = prepare(config)?;
    writeln!(out, "Entente is at {}", ready.app.link("/")).map_err(CliError::failed)?;
    if let Some(link) = first_link(&ready)? {
        writeln!(
            out,
            "First run: open this link once, within 24 hours, to make the first account:\n  {link}"
        )
        .map_err(CliError::failed)?;
    }
    out.flush().map_err(CliError::failed)?;
    ready.serve()
}

/// The one-time set-up link, while there is no organisation.
fn first_link(ready: &Ready) -> Result<Option<String>, CliError> {
    let token = LinkToken::fresh("").map_err(CliError::failed)?;
    let now = ready.app.now();
    let needed = ready.store.write("setup_link", |tx| setup_link(tx, &token, now));
    let needed: bool = needed.map_err(|e: ServiceError| CliError::failed(e))?;
    Ok(needed.then(|| ready.app.link(&format!("/setup/{}", token.expose()))))
}

/// Logs go to standard error; `RUST_LOG` chooses which, and `ENTENTE_LOG=json` makes them JSON.
pub(super) fn start_logs(level: &str) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first one's logs.
    let _ = if crate::config::json_logs() { logs.json().try_init() } else { logs.try_init() };
}
