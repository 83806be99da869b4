//! `entente user`: accounts, from the server's own machine; for whoever can read the data folder anyway.

use std::io::{BufRead as _, Write};

use clap::{Args, Subcommand};

use super::CliError;
use super::serve::PlaceArgs;
use crate::access::Role;
use crate::clock::{Clock as _, SystemClock};
use crate::services::access::{
    NewPerson, PasswordHash, check_person, hash_password, operator_disable, operator_password,
    operator_people, organisation_start,
};
use crate::services::{FieldFault, ServiceError};
use crate::store::Store;
use crate::web::error::say;
use crate::web::words::Words;

/// Options of `user`.
#[derive(Debug, Args)]
pub struct UserArgs {
    #[command(flatten)]
    place: PlaceArgs,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// List all accounts with their organisations and roles
    List,
    /// Start an organisation with its first owner; the password is read from standard input
    Add {
        /// The organisation's name
        #[arg(long)]
        organisation: String,
        /// The person's name
        #[arg(long)]
        name: String,
        /// The address to sign in with
        #[arg(long)]
        email: String,
    },
    /// Give an account another password, read from standard input, and end its sessions
    Password {
        /// The account's address
        email: String,
    },
    /// Switch an account off and end its sessions
    Disable {
        /// The account's address
        email: String,
    },
}

/// Runs the verb.
pub fn run(args: &UserArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let config = args.place.config(|_| {})?;
    let store = Store::open(&config.database).map_err(CliError::failed)?;
    let now = SystemClock.now();
    match &args.act {
        Act::List => list(&store, out),
        Act::Add { organisation, name, email } => {
            let person = NewPerson { name: name.clone(), email: email.clone() };
            let hash = new_password(&person)?;
            store
                .write("user_add", |tx| organisation_start(tx, organisation, (&person, &hash), false, now))
                .map_err(fault)?;
            writeln!(out, "{email} is the owner of {organisation}.").map_err(CliError::failed)
        }
        Act::Password { email } => {
            let hash = new_password(&NewPerson { name: "x".to_owned(), email: email.clone() })?;
            store.write("user_password", |tx| operator_password(tx, email, &hash, now)).map_err(fault)?;
            writeln!(out, "{email} has a new password; open sessions have ended.").map_err(CliError::failed)
        }
        Act::Disable { email } => {
            store.write("user_disable", |tx| operator_disable(tx, email, now)).map_err(fault)?;
            writeln!(out, "{email} can no longer sign in.").map_err(CliError::failed)
        }
    }
}

fn list(store: &Store, out: &mut dyn Write) -> Result<(), CliError> {
    for person in store.read(operator_people).map_err(fault)? {
        let role = person.role.map_or("-", Role::as_str);
        let org = person.organisation.as_deref().unwrap_or("-");
        let state = if person.disabled { "disabled" } else { "active" };
        writeln!(out, "{}\t{}\t{org}\t{role}\t{state}", person.email, person.name)
            .map_err(CliError::failed)?;
    }
    Ok(())
}

/// One line of standard input, checked and hashed.
fn new_password(person: &NewPerson) -> Result<PasswordHash, CliError> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(CliError::failed)?;
    let password = line.trim_end_matches(['\r', '\n']);
    let faults = check_person(person, password);
    if faults.is_empty() { hash_password(password).map_err(fault) } else { Err(in_words(&faults)) }
}

fn in_words(faults: &[FieldFault]) -> CliError {
    let words = Words::default();
    let line = |fault: &FieldFault| format!("{}: {}", fault.field, say(&words, &fault.message));
    CliError::Usage(faults.iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn fault(error: ServiceError) -> CliError {
    match error {
        ServiceError::Invalid(faults) => in_words(&faults),
        ServiceError::NotFound => CliError::Usage("there is no account with this address".to_owned()),
        other => CliError::failed(other),
    }
}
