//! `entente demo`: the whole product on sample data, on this machine only.
//!
//! The companies, people and numbers are made up by seeded code and marked as sample data on every page. Everything goes
//! through the same services that a person's clicks go through; nothing is written behind their back.

mod people;
mod story;

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;

use super::CliError;
use super::serve::{self, PlaceArgs, Ready};
use story::Story;

/// Options of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Keep the sample in this folder and find it again next time; without it, it is gone afterwards
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
}

/// The folder of the sample; a temporary one is removed when the server stops.
struct Folder {
    path: PathBuf,
    temporary: bool,
}

impl Folder {
    fn of(args: &DemoArgs) -> Self {
        match &args.data {
            Some(path) => Self { path: path.clone(), temporary: false },
            None => {
                let name = format!("entente-demo-{}", crate::ids::OrgId::fresh());
                Self { path: std::env::temp_dir().join(name), temporary: true }
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.temporary {
            // What is left behind is sample data in the system's folder for such things.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

/// Runs the verb.
pub fn run(args: &DemoArgs, out: &mut dyn Write) -> Result<(), CliError> {
    serve::start_logs("warn");
    let folder = Folder::of(args);
    let place = PlaceArgs { config: None, data: Some(folder.path.clone()) };
    let config = place.config(|settings| {
        settings.listen = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, args.port)));
        settings.public_url = None;
        settings.database = None;
    })?;
    let ready = serve::prepare(config)?;
    writeln!(out, "Making the sample data …").and_then(|()| out.flush()).map_err(CliError::failed)?;
    people::write(&folder.path).map_err(CliError::failed)?;
    let story = story::tell(&ready, &folder.path)?;
    write_tour(out, &ready, &folder.path, &story).and_then(|()| out.flush()).map_err(CliError::failed)?;
    ready.serve()
}
