//! Which engine counts: chosen by configuration, opened once at the start. Whoever is behind it afterwards is nobody's
//! business (see [`crate::matching::engine`]).

use std::sync::Arc;

use serde::Deserialize;

use super::AudienceFiles;
use crate::rooms::counting::Counting;
use crate::secret::Secret;

/// The engine that was chosen.
#[derive(Debug, Default)]
pub enum Engine {
    /// Sets in files beside the database, counted by this program.
    #[default]
    Local,
    /// Apache Spark, through Spark Connect.
    Spark(SparkSettings),
}

/// Where the cluster is, and where the lists lie that it reads.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SparkSettings {
    /// The Connect server: `sc://host:port`, with `/;token=…;use_ssl=true` where it asks for that.
    pub connect: Secret<String>,
    /// A folder that this server and every worker reach by the same path, or `s3://bucket/prefix`.
    pub storage: String,
    /// How Spark names the same place, where that differs: by default a folder is `file://…` and S3 is `s3a://…`.
    pub storage_in_spark: Option<String>,
    /// How long one question may take, retries included.
    #[serde(default = "half_an_hour")]
    pub timeout_seconds: u64,
}

fn half_an_hour() -> u64 {
    1_800
}

impl SparkSettings {
    /// What is wrong with the settings, and what to write instead.
    pub fn fault(&self) -> Option<String> {
        let connect = self.connect.expose();
        if connect.strip_prefix("sc://").is_none_or(|rest| rest.is_empty() || rest.starts_with(['/', ':'])) {
            return Some(
                "`connect` must name a Spark Connect server, such as sc://spark.example.com:15002".to_owned(),
            );
        }
        let bucket = self.storage.strip_prefix("s3://");
        if bucket.is_none_or(|rest| rest.is_empty() || rest.starts_with('/'))
            && !self.storage.starts_with('/')
        {
            return Some(
                "`storage` must be a folder by its full path, or s3://bucket/prefix, that Spark reaches too"
                    .to_owned(),
            );
        }
        // The place stands between backticks in a query, and each list's name is appended to it.
        let odd = |c: char| c == '`' || c == '\\' || c.is_control();
        if self.storage.contains(odd)
            || self.storage_in_spark.as_ref().is_some_and(|place| place.contains(odd))
        {
            return Some(
                "`storage` must not contain backticks, backslashes or control characters".to_owned(),
            );
        }
        (self.timeout_seconds == 0).then(|| "`timeout_seconds` must be 1 or more".to_owned())
    }
}

/// Why the chosen engine cannot be had; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The program was built without it.
    #[error(
        "`engine = \"spark\"` needs a program that was built with it: build with `--features spark`, or remove `engine` \
         to count on this machine"
    )]
    NotBuilt,
    /// The cluster does not answer.
    #[error("the Spark Connect server does not answer: {0}; start it, or correct `connect` under `[spark]`")]
    Unreachable(String),
    /// The storage cannot be used from here.
    #[error(
        "the storage of audiences cannot be used: {0}; correct `storage` under `[spark]`, or its permissions"
    )]
    Storage(String),
    /// The cluster answers, and does not read from the storage what was written there.
    #[error(
        "Spark does not read what was written to its storage: {0}; every worker must reach the same place, see `storage` and \
         `storage_in_spark` under `[spark]`"
    )]
    NotShared(String),
}

/// The engine over these files, ready to be asked: a cluster has answered and read from the storage.
pub fn engine_open(engine: &Engine, files: &AudienceFiles) -> Result<Arc<dyn Counting>, EngineError> {
    match engine {
        Engine::Local => Ok(Arc::new(files.clone())),
        #[cfg(feature = "spark")]
        Engine::Spark(settings) => Ok(Arc::new(super::spark::Spark::open(settings, files.clone())?)),
        #[cfg(not(feature = "spark"))]
        Engine::Spark(_) => Err(EngineError::NotBuilt),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(connect: &str, storage: &str) -> SparkSettings {
        SparkSettings {
            connect: Secret::new(connect.to_owned()),
            storage: storage.to_owned(),
            storage_in_spark: None,
            timeout_seconds: half_an_hour(),
        }
    }

    #[test]
    fn settings_that_cannot_work_are_named() {
        for (connect, storage, named) in [
            ("http://x:15002", "/shared", "`connect`"),
            ("sc://", "/shared", "`connect`"),
            ("sc://:15002", "/shared", "`connect`"),
            ("sc://x", "shared", "`storage`"),
            ("sc://x", "s3://", "`storage`"),
            ("sc://x", "s3:///prefix", "`storage`"),
            ("sc://x", "gs://bucket", "`storage`"),
            ("sc://x", "/a`b", "`storage`"),
        ] {
            let fault = settings(connect, storage).fault().unwrap_or_default();
            assert!(fault.starts_with(named), "{connect} {storage}: {fault}");
        }
        for (connect, storage) in
            [("sc://x", "/shared"), ("sc://x:1/;token=t", "s3://bucket"), ("sc://x", "s3://b/p")]
        {
            assert_eq!(settings(connect, storage).fault(), None);
        }
    }

    #[cfg(not(feature = "spark"))]
    #[test]
    fn an_engine_that_was_not_built_is_refused_with_the_way_out() {
        let files = AudienceFiles::open(&std::env::temp_dir().join("entente-no-engine")).unwrap();
        let refused = engine_open(&Engine::Spark(settings("sc://x", "/shared")), &files).err();
        assert!(refused.is_some_and(|error| error.to_string().contains("--features spark")));
    }
}
