//! `entente demo`: the whole product on sample data, on this machine only.
//!
//! The companies, people and numbers are made up by seeded code and marked as sample data on every page. Everything goes
//! through the same services that a person's clicks go through; nothing is written behind their back.

mod answers;
mod cast;
mod chain;
mod findings;
mod paper;
mod people;
mod pilot;
mod story;

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;

use super::CliError;
use super::serve::{self, PlaceArgs, Ready};
use crate::access::{ManageAssessments, ManagePartners, ReviewAnswers, Role};
use crate::clock::Timestamp;
use crate::services::ServiceError;
use crate::services::mail::{self, ContactInput};
use crate::services::reports::{self, SnoozeInput, Task};
use crate::services::vetting::{self, PartnerInput};
use crate::store::{self, Store, StoreError};
use crate::web::format;
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
        // Sample people have no mailboxes.
        settings.mail = None;
    })?;
    let ready = serve::prepare(config)?;
    let answering = if is_told(&ready.store, &folder.path)? {
        // The link itself is not kept anywhere, only its hash.
        format!("as Maya, open {} and make another link for its respondent", story::ANSWERING)
    } else {
        writeln!(out, "Making the sample data …").and_then(|()| out.flush()).map_err(CliError::failed)?;
        let story = make(&ready, &folder.path)?;
        ready.app.link(&format!("/a/{}", story.respondent.expose()))
    };
    write_tour(out, &ready, &folder.path, &answering).and_then(|()| out.flush()).map_err(CliError::failed)?;
    ready.serve()
}

/// Whether the folder holds the sample already. A folder with anything else in it is no place for one.
fn is_told(store: &Store, folder: &Path) -> Result<bool, CliError> {
    let counted = store.read(|tx| {
        Ok::<_, StoreError>((store::organisation_count(tx)?, store::organisation_count_samples(tx)?))
    });
    let (all, samples) = counted.map_err(CliError::failed)?;
    if all > samples {
        let words =
            format!("{} holds data that is no sample; give `demo` a folder of its own", folder.display());
        return Err(CliError::Failed(words));
    }
    Ok(samples > 0)
}

/// Makes the sample: lists, companies, partners, and the room that has been counted.
fn make(ready: &Ready, folder: &Path) -> Result<Story, CliError> {
    people::write(folder).map_err(CliError::failed)?;
    let now = ready.app.now();
    let story = story::tell(&ready.store, ready.app.kit().master(), now).map_err(CliError::failed)?;
    pilot::play(ready, &story, folder, now).map_err(CliError::failed)?;
    due(ready, &story, now).map_err(CliError::failed)?;
    put_off(ready, &story, now).map_err(CliError::failed)?;
    Ok(story)
}

/// A partner that waits for its first assessment, and why that can wait: what a snoozed entry of the inbox looks like.
fn put_off(ready: &Ready, story: &Story, now: Timestamp) -> Result<(), ServiceError> {
    ready.store.write("demo_put_off", |tx| {
        let manager = story.northwind.may::<ManagePartners>(Role::Manager)?;
        let input = PartnerInput {
            name: "Lantern Local".to_owned(),
            contact_name: "Noor Haddad".to_owned(),
            contact_email: "noor@lantern.example".to_owned(),
            ..PartnerInput::default()
        };
        let partner = vetting::partner_add(tx, &manager, &input, now.plus_days(-6))?;
        let reviewer = story.northwind.may::<ReviewAnswers>(Role::Manager)?;
        let snooze = SnoozeInput {
            task: Task::Start.as_str().to_owned(),
            reason: "They sign with us in spring at the earliest; Noor calls when it is settled.".to_owned(),
            until: Some(now.plus_days(45)),
            ..SnoozeInput::default()
        };
        reports::snooze(tx, &reviewer, (&partner, &snooze), now.plus_days(-2)).map(|_id| ())
    })
}

/// Until when the partner that answers just now is to be done; sample people get no mail.
fn due(ready: &Ready, story: &Story, now: Timestamp) -> Result<(), ServiceError> {
    let kit = ready.app.kit();
    ready.store.write("demo_due", |tx| {
        let manager = story.northwind.may::<ManageAssessments>(Role::Manager)?;
        let link =
            store::respondent_link_find(tx, &story.respondent.hash())?.ok_or(ServiceError::NotFound)?;
        let contact = ContactInput {
            email: "jonas@brightside.example".to_owned(),
            language: "en".to_owned(),
            due: Some(now.plus_days(12)),
            due_unreadable: false,
        };
        mail::contact_save(tx, &manager, kit, (&link.assessment_id, &story.respondent, &contact), now)
    })
}

/// What to click first.
fn write_tour(out: &mut dyn Write, ready: &Ready, folder: &Path, answering: &str) -> std::io::Result<()> {
    let [olga, maya, ravi, ana, lars] = &cast::NORTHWIND.1;
    let [hugo, ines] = &cast::HARBOUR.1;
    let [ours, theirs] = people::FILES.map(|name| folder.join(name).display().to_string());
    writeln!(out, "\nEntente is at  {}\n", ready.app.link("/"))?;
    writeln!(out, "Everybody's password:  {}\n", cast::PASSWORD)?;
    writeln!(out, "  {}", cast::NORTHWIND.0)?;
    for (player, does) in [
        (maya, "manages partners and rooms: start here"),
        (ravi, "reviews answers, approves as the second person"),
        (ana, "brings audiences and runs the overlap"),
        (lars, "leadership: the portfolio"),
        (olga, "owner: people, settings, the audit log"),
    ] {
        writeln!(out, "    {:<28} {does}", player.email)?;
    }
    writeln!(out, "  {}", cast::HARBOUR.0)?;
    for (player, does) in [(hugo, "owner, in another browser or a private window"), (ines, "analyst")] {
        writeln!(out, "    {:<28} {does}", player.email)?;
    }
    writeln!(
        out,
        "\nA tour of ten minutes:\n\
         1. As Maya: Inbox, then Meridian Media: review its answers, see the score, decide.\n\
         2. Answer as a partner, without an account:\n   {answering}\n\
         3. As Maya: Rooms, the room with {}: sign the terms, make the room key, copy its link.\n\
         4. As Hugo, in a private window: sign the same terms, open the link, check the key.\n\
         5. Each side hashes its list in the browser (the file stays on this computer):\n   {ours}\n   {theirs}\n\
         6. Either side runs the overlap. {} people are in both lists; read what is released.\n\
         7. As Lars: the portfolio.\n\nStop with Ctrl-C.",
        cast::HARBOUR.0,
        format::group_digits(&people::SHARED.to_string()),
    )
}
