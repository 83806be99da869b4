//! Settings: a TOML file, then `ENTENTE_*` variables, then the command line. The only reader of the environment.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use url::Url;

use crate::secret::Secret;
use crate::store::{DatabaseUrl, Engine, MailSecurity, MailSettings, Smtp, SparkSettings};

/// What an operator may write; every field has a default.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the database, the audiences and the keys live. Default: `data` in the working folder.
    pub data: Option<PathBuf>,
    /// `postgres://…`, or a path of an SQLite file. Default: `entente.sqlite` in the data folder.
    pub database: Option<Secret<String>>,
    /// The address to listen on. Default: `127.0.0.1:8080`; port 0 takes a free one.
    pub listen: Option<SocketAddr>,
    /// The address that people use, for links and cookies. Default: `http://` and the listening address.
    pub public_url: Option<Url>,
    /// The file of the master key. Default: `master.key` in the data folder; keep its backup elsewhere.
    pub master_key_file: Option<PathBuf>,
    /// The certificate chain and private key (PEM) to serve https with.
    pub tls: Option<TlsSettings>,
    /// Whether a proxy in front of this server speaks https; then plain http may listen beyond loopback.
    pub behind_proxy: Option<bool>,
    /// What counts: `local`, this program by itself, or `spark`, a cluster.
    pub engine: Option<EngineName>,
    /// Where the cluster is, if it counts.
    pub spark: Option<SparkSettings>,
    /// The mail server, for links and reminders; without it, no mail.
    pub mail: Option<MailSettings>,
    /// Limits on tries and sizes.
    #[serde(default)]
    pub limits: Limits,
}

/// The name of an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EngineName {
    /// This program, on this machine.
    #[default]
    Local,
    /// Apache Spark, through Spark Connect.
    Spark,
}

/// Where the certificate is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsSettings {
    /// The certificate chain, PEM.
    pub certificate: PathBuf,
    /// Its private key, PEM.
    pub key: PathBuf,
}

/// Limits that an operator may want to move.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Passwords that may be tried per account and per address before waiting, 1 or more.
    pub sign_in_burst: u32,
    /// Seconds until one more try is allowed.
    pub sign_in_refill_seconds: u32,
    /// Rows an audience may have.
    pub audience_rows: u64,
    /// Bytes an upload may have, as it arrives.
    pub upload_bytes: u64,
    /// The beat, in seconds, on which results appear; longer than any difference that a count makes in time. 0: at once.
    pub release_tick_seconds: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sign_in_burst: 10,
            sign_in_refill_seconds: 30,
            audience_rows: 200_000_000,
            upload_bytes: 20 * 1024 * 1024 * 1024,
            release_tick_seconds: 5,
        }
    }
}

/// Settings that have been checked.
#[derive(Debug)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// The database.
    pub database: DatabaseUrl,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The address that people use, if it was given; else it follows from the listening one.
    pub public_url: Option<Url>,
    /// The master key's file.
    pub master_key_file: PathBuf,
    /// The certificate, if this server speaks https itself.
    pub tls: Option<TlsSettings>,
    /// Whether a proxy of ours is in front.
    pub behind_proxy: bool,
    /// What counts.
    pub engine: Engine,
    /// The mail server, if there is one.
    pub mail: Option<Arc<Smtp>>,
    /// Limits.
    pub limits: Limits,
}

/// Why settings cannot be used; each names the setting.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file could not be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not what it should be; the text names line and field.
    #[error("{path}: {message}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What and where.
        message: String,
    },
    /// A variable or option cannot be taken.
    #[error("{name}: {message}")]
    Invalid {
        /// The setting.
        name: &'static str,
        /// What is wrong and what to do.
        message: String,
    },
}

impl Settings {
    /// Reads the file, if one is given, and lays the environment over it.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut settings = match file {
            Some(path) => Self::from_file(path)?,
            None => Self::default(),
        };
        settings.overlay(|name| std::env::var(name).ok())?;
        Ok(settings)
    }

    fn from_file(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        toml::from_str(&text)
            .map_err(|e| ConfigError::Malformed { path: path.to_owned(), message: e.to_string() })
    }

    /// Lays variables over the file's values.
    fn overlay(&mut self, read: impl Fn(&str) -> Option<String>) -> Result<(), ConfigError> {
        if let Some(path) = read("ENTENTE_DATA") {
            self.data = Some(path.into());
        }
        if let Some(url) = read("ENTENTE_DATABASE") {
            self.database = Some(Secret::new(url));
        }
        if let Some(text) = read("ENTENTE_LISTEN") {
            self.listen = Some(parse("ENTENTE_LISTEN", &text)?);
        }
        if let Some(text) = read("ENTENTE_PUBLIC_URL") {
            self.public_url = Some(parse("ENTENTE_PUBLIC_URL", &text)?);
        }
        if let Some(path) = read("ENTENTE_MASTER_KEY_FILE") {
            self.master_key_file = Some(path.into());
        }
        if let Some(text) = read("ENTENTE_BEHIND_PROXY") {
            self.behind_proxy = Some(parse("ENTENTE_BEHIND_PROXY", &text)?);
        }
        self.overlay_mail(&read)
    }

    /// The same for the mail server: any of these variables begins `[mail]`.
    fn overlay_mail(&mut self, read: &dyn Fn(&str) -> Option<String>) -> Result<(), ConfigError> {
        const NAMES: [&str; 9] = [
            "ENTENTE_MAIL_HOST",
            "ENTENTE_MAIL_PORT",
            "ENTENTE_MAIL_SECURITY",
            "ENTENTE_MAIL_USERNAME",
            "ENTENTE_MAIL_PASSWORD",
            "ENTENTE_MAIL_PASSWORD_FILE",
            "ENTENTE_MAIL_FROM",
            "ENTENTE_MAIL_REPLY_TO",
            "ENTENTE_MAIL_CERTIFICATE",
        ];
        for name in NAMES {
            let Some(text) = read(name) else { continue };
            let mail = self.mail.get_or_insert_default();
            match name {
                "ENTENTE_MAIL_HOST" => mail.host = text,
                "ENTENTE_MAIL_PORT" => mail.port = Some(parse(name, &text)?),
                "ENTENTE_MAIL_SECURITY" => mail.security = security(name, &text)?,
                "ENTENTE_MAIL_USERNAME" => mail.username = Some(text),
                "ENTENTE_MAIL_PASSWORD" => mail.password = Some(Secret::new(text)),
                "ENTENTE_MAIL_PASSWORD_FILE" => mail.password_file = Some(text.into()),
                "ENTENTE_MAIL_FROM" => mail.from = text,
                "ENTENTE_MAIL_REPLY_TO" => mail.reply_to = Some(text),
                _ => mail.certificate = Some(text.into()),
            }
        }
        Ok(())
    }

    /// Checks everything and fills in the defaults.
    pub fn check(self) -> Result<Config, ConfigError> {
        let data = self.data.unwrap_or_else(|| PathBuf::from("data"));
        let listen = self.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let https = self.public_url.as_ref().is_some_and(|url| url.scheme() == "https");
        let covered = self.tls.is_some() || (self.behind_proxy == Some(true) && https);
        if !listen.ip().is_loopback() && !covered {
            return Err(ConfigError::Invalid {
                name: "listen",
                message: format!(
                    "{listen} is not a loopback address, and plain http is served on loopback only; set `tls`, or \
                     put an https proxy in front and set `behind_proxy = true` and an https `public_url`"
                ),
            });
        }
        if let Some(url) = &self.public_url {
            check_public_url(url)?;
        }
        let database = match self.database {
            Some(url) => DatabaseUrl::parse(url.expose()),
            None => DatabaseUrl::Sqlite(data.join("entente.sqlite")),
        };
        Ok(Config {
            master_key_file: self.master_key_file.unwrap_or_else(|| data.join("master.key")),
            database,
            data,
            listen,
            public_url: self.public_url,
            tls: self.tls,
            behind_proxy: self.behind_proxy == Some(true),
            engine: engine(self.engine.unwrap_or_default(), self.spark)?,
            mail: self.mail.map(mail_server).transpose()?,
            limits: self.limits,
        })
    }
}

/// The engine with its settings, which stand there exactly if they are used.
fn engine(name: EngineName, spark: Option<SparkSettings>) -> Result<Engine, ConfigError> {
    let invalid = |name, message: &str| Err(ConfigError::Invalid { name, message: message.to_owned() });
    match (name, spark) {
        (EngineName::Local, None) => Ok(Engine::Local),
        (EngineName::Local, Some(_)) => {
            invalid("spark", "these settings are not used; set `engine = \"spark\"`, or remove `[spark]`")
        }
        (EngineName::Spark, None) => {
            invalid("engine", "\"spark\" needs `connect` and `storage` under `[spark]`")
        }
        (EngineName::Spark, Some(settings)) => match settings.fault() {
            Some(fault) => invalid("spark", &fault),
            None => Ok(Engine::Spark(settings)),
        },
    }
}

fn security(name: &'static str, text: &str) -> Result<MailSecurity, ConfigError> {
    let message = || format!("`{text}` must be tls, starttls or none");
    MailSecurity::named(text).ok_or_else(|| ConfigError::Invalid { name, message: message() })
}

fn mail_server(settings: MailSettings) -> Result<Arc<Smtp>, ConfigError> {
    let invalid = |(name, message)| ConfigError::Invalid { name, message };
    Smtp::new(settings).map(Arc::new).map_err(invalid)
}

/// Whether logs are JSON: `ENTENTE_LOG=json`.
pub fn json_logs() -> bool {
    std::env::var("ENTENTE_LOG").is_ok_and(|form| form == "json")
}

fn check_public_url(url: &Url) -> Result<(), ConfigError> {
    let invalid =
        |message: &str| Err(ConfigError::Invalid { name: "public_url", message: message.to_owned() });
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return invalid("must be an origin only, such as https://entente.example.com");
    }
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match url.scheme() {
        "https" => Ok(()),
        "http" if local => Ok(()),
        _ => invalid("must be https, or http on localhost"),
    }
}

fn parse<T: std::str::FromStr>(name: &'static str, text: &str) -> Result<T, ConfigError>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|e| ConfigError::Invalid { name, message: format!("`{text}`: {e}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_stays_on_loopback() {
        let open = Settings { listen: Some(([0, 0, 0, 0], 80).into()), ..Settings::default() };
        assert!(open.check().unwrap_err().to_string().contains("loopback"));
        let proxied = Settings {
            listen: Some(([0, 0, 0, 0], 80).into()),
            behind_proxy: Some(true),
            public_url: Some("https://entente.example.com".parse().unwrap()),
            ..Settings::default()
        };
        assert!(proxied.check().is_ok());
    }

    #[test]
    fn an_unknown_setting_is_named() {
        let fault = toml::from_str::<Settings>("dta = \"x\"").unwrap_err().to_string();
        assert!(fault.contains("dta"), "{fault}");
    }

    #[test]
    fn a_cluster_is_named_whole_or_not_at_all() {
        let check = |text: &str| toml::from_str::<Settings>(text).unwrap().check().map_err(|e| e.to_string());
        let spark = "[spark]\nconnect = \"sc://spark:15002\"\nstorage = \"/shared\"\n";
        assert!(matches!(check(&format!("engine = \"spark\"\n{spark}")).unwrap().engine, Engine::Spark(_)));
        assert!(matches!(check("engine = \"local\"").unwrap().engine, Engine::Local));
        assert!(check("engine = \"spark\"").unwrap_err().contains("`[spark]`"));
        assert!(check(spark).unwrap_err().contains("not used"));
        let bad = spark.replace("/shared", "shared");
        assert!(check(&format!("engine = \"spark\"\n{bad}")).unwrap_err().contains("`storage`"));
    }

    #[test]
    fn a_mail_server_is_checked_before_anything_starts() {
        let check = |text: &str| toml::from_str::<Settings>(text).unwrap().check().map_err(|e| e.to_string());
        let mail = "[mail]\nhost = \"mail.example.com\"\nfrom = \"Entente <entente@example.com>\"\n";
        assert!(check(mail).unwrap().mail.is_some() && check("").unwrap().mail.is_none());
        assert!(check("[mail]\nhost = \"mail.example.com\"").unwrap_err().starts_with("mail.from:"));
        assert!(check(&format!("{mail}security = \"none\"")).unwrap_err().contains("in the clear"));
        let unknown = toml::from_str::<Settings>("[mail]\nhots = \"x\"").unwrap_err().to_string();
        assert!(unknown.contains("hots"), "{unknown}");
        let mut settings: Settings = toml::from_str(mail).unwrap();
        let read = |name: &str| (name == "ENTENTE_MAIL_PORT").then(|| "2525".to_owned());
        settings.overlay(read).unwrap();
        let mail = settings.check().unwrap().mail.unwrap();
        assert_eq!(mail.facts().server, "mail.example.com:2525");
    }

    #[test]
    fn variables_win_over_the_file() {
        let mut settings: Settings = toml::from_str("data = \"a\"").unwrap();
        settings.overlay(|name| (name == "ENTENTE_DATA").then(|| "b".to_owned())).unwrap();
        assert_eq!(settings.data, Some(PathBuf::from("b")));
    }

    #[test]
    fn the_container_serves_behind_a_proxy_once_it_knows_its_address() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Containerfile");
        let recipe = std::fs::read_to_string(file).unwrap();
        let line = recipe.lines().find_map(|line| line.strip_prefix("ENV ")).unwrap();
        let own: Vec<(&str, &str)> = line.split(' ').map(|pair| pair.split_once('=').unwrap()).collect();
        let checked = |more: &[(&str, &str)]| {
            let mut settings = Settings::default();
            let all = [own.as_slice(), more].concat();
            let read = |wanted: &str| {
                all.iter().find(|(name, _)| *name == wanted).map(|(_, value)| (*value).to_owned())
            };
            settings.overlay(read).unwrap();
            settings.check()
        };
        assert!(matches!(checked(&[]), Err(ConfigError::Invalid { name: "listen", .. })));
        let config = checked(&[("ENTENTE_PUBLIC_URL", "https://entente.example.com")]).unwrap();
        assert!(config.behind_proxy && config.data == Path::new("/var/lib/entente"));
    }
}
