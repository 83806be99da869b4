//! `entente key exchange`: both sides run it, or one of them has the key page open; each compares six words with the other on
//! the phone, and only then writes its key.

use std::io::{BufRead as _, Write};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Args;
use ring::agreement::{self, EphemeralPrivateKey, UnparsedPublicKey};
use ring::rand::SystemRandom;
use url::Url;

use super::relay::{Relay, Standing};
use super::{KeyOut, describe, staged_key, write_key};
use crate::cli::CliError;
use crate::cli::files::read_secret;
use crate::matching::token::{KeyRing, KeyText};
use crate::rooms::agreement::{Agreed, Curve, Opening, Transcript, key_print};
use crate::secret::random_bytes;

/// How often the server is asked.
const EVERY: Duration = Duration::from_millis(1500);

/// Options of `key exchange`.
#[derive(Debug, Args)]
pub(super) struct ExchangeArgs {
    /// The server, such as `https://entente.example.com`
    #[arg(long, value_name = "URL")]
    server: Url,
    /// The room
    #[arg(long, value_name = "ID")]
    room: String,
    /// The file with your API token
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
    /// How many minutes to wait for the other side
    #[arg(long, value_name = "MINUTES", default_value_t = 15)]
    patience: u64,
    #[command(flatten)]
    out: KeyOut,
}

/// Runs the verb; the answer to its question comes from standard input.
pub(super) fn run(args: &ExchangeArgs, out: &mut dyn Write) -> Result<(), CliError> {
    if !args.out.force && args.out.output.exists() {
        let name = args.out.output.display();
        return Err(CliError::usage(format!("{name} exists already; choose another name, or add --force")));
    }
    let relay = Relay::new(&args.server, &args.room, &read_secret(&args.token_file)?)?;
    let wait =
        Wait { relay: &relay, until: Instant::now() + Duration::from_secs(args.patience.saturating_mul(60)) };
    let host = relay.is_host()?;
    let (id, agreed) = if host { as_host(args, &wait, out)? } else { as_guest(args, &wait, out)? };
    writeln!(out, "Compare these words with the other side, on the phone:\n\n  {}\n", agreed.words)
        .map_err(CliError::failed)?;
    if !ask("Are they the same? [yes/no] ", out)? {
        relay.void(&id)?;
        return Err(CliError::failed(
            "the words differ: somebody is between you. The agreement is void for both sides and no key was kept; tell both \
             sides' security people",
        ));
    }
    let print = key_print(&agreed.key);
    let key = KeyText::new(&args.room, agreed.key).map_err(CliError::usage)?;
    let kcv = KeyRing::derive(&key.key, &args.room).check().to_hex();
    if host {
        // The file appears once the server took the key: where the other side has voided the exchange, none may stay.
        let file = staged_key(&key, &args.out.output)?;
        relay.set(&id, &kcv, &print)?;
        if args.out.force {
            file.commit()?
        } else {
            file.commit_new()?
        };
    } else {
        writeln!(out, "Waiting for the other side to say so too…").map_err(CliError::failed)?;
        let set = wait.of(&id, |standing| standing.kcv)?;
        if set != kcv {
            return Err(CliError::failed("the other side set another key; nothing was kept. Begin again"));
        }
        write_key(&key, (&args.out.output, args.out.force))?;
        relay.confirm(&kcv)?;
    }
    describe(&key, out)
}

fn ask(question: &str, out: &mut dyn Write) -> Result<bool, CliError> {
    write!(out, "{question}").and_then(|()| out.flush()).map_err(CliError::failed)?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(CliError::failed)?;
    Ok(matches!(line.trim().to_lowercase().as_str(), "yes" | "y"))
}

/// Waiting for the other side, for a while.
struct Wait<'a> {
    relay: &'a Relay,
    until: Instant,
}

impl Wait<'_> {
    fn any<T>(&self, ready: impl Fn(Standing) -> Option<T>) -> Result<T, CliError> {
        loop {
            if let Some(found) = ready(self.relay.standing()?) {
                return Ok(found);
            }
            if Instant::now() > self.until {
                return Err(CliError::failed("the other side did not come; nothing was kept"));
            }
            sleep(EVERY);
        }
    }

    /// Of this very exchange; another one, or none, is its end.
    fn of<T>(&self, id: &str, ready: impl Fn(Standing) -> Option<T>) -> Result<T, CliError> {
        let found = self.any(|standing| {
            if standing.exchange.as_deref() == Some(id) || standing.kcv.is_some() {
                return ready(standing).map(Ok);
            }
            let voided = standing.voided.is_some_and(|voided| voided.exchange == id);
            Some(Err(CliError::failed(if voided {
                "the other side says that the words differ: somebody may be between you. The agreement is void and no key was \
                 kept; tell both sides' security people"
            } else {
                "the exchange has ended without a key; begin again"
            })))
        });
        found?
    }
}

/// A key pair whose secret half is used once.
struct Pair {
    curve: Curve,
    secret: EphemeralPrivateKey,
    public: String,
}

impl Pair {
    fn fresh(curve: Curve) -> Result<Self, CliError> {
        let failed = |_: ring::error::Unspecified| CliError::failed("no key pair could be made");
        let secret = EphemeralPrivateKey::generate(algorithm(curve), &SystemRandom::new()).map_err(failed)?;
        let public = URL_SAFE_NO_PAD.encode(secret.compute_public_key().map_err(failed)?);
        Ok(Self { curve, secret, public })
    }

    fn agree(self, theirs: &str, transcript: &Transcript<'_>) -> Result<Agreed, CliError> {
        let bad = || CliError::failed("the other side's key is no key; begin again");
        let bytes = URL_SAFE_NO_PAD.decode(theirs).map_err(|_not_base64| bad())?;
        let peer = UnparsedPublicKey::new(algorithm(self.curve), bytes);
        let agreed = agreement::agree_ephemeral(self.secret, &peer, |secret| transcript.agree(secret));
        agreed.map_err(|_refused| bad())?.ok_or_else(bad)
    }
}

fn algorithm(curve: Curve) -> &'static agreement::Algorithm {
    match curve {
        Curve::X25519 => &agreement::X25519,
        Curve::P256 => &agreement::ECDH_P256,
    }
}

fn as_host(args: &ExchangeArgs, wait: &Wait<'_>, out: &mut dyn Write) -> Result<(String, Agreed), CliError> {
    let (x25519, p256) = (Pair::fresh(Curve::X25519)?, Pair::fresh(Curve::P256)?);
    let nonce: [u8; 32] = random_bytes().map_err(CliError::failed)?;
    let opening = Opening {
        x25519: Some(x25519.public.clone()),
        p256: p256.public.clone(),
        nonce: URL_SAFE_NO_PAD.encode(nonce),
    };
    let id = wait.relay.start(&opening.commitment(&args.room))?;
    writeln!(out, "Waiting for the other side: they open the room's key page, or run the same command…")
        .map_err(CliError::failed)?;
    let (curve, guest) = wait.of(&id, |standing| standing.curve.zip(standing.guest))?;
    let own = if Curve::named(&curve) == Some(Curve::X25519) { x25519 } else { p256 };
    let host = own.public.clone();
    let transcript = Transcript { room: &args.room, curve: own.curve, host: &host, guest: &guest };
    let agreed = own.agree(&guest, &transcript)?;
    wait.relay.open(&id, &opening)?;
    Ok((id, agreed))
}

fn as_guest(args: &ExchangeArgs, wait: &Wait<'_>, out: &mut dyn Write) -> Result<(String, Agreed), CliError> {
    writeln!(out, "Waiting for the other side to begin…").map_err(CliError::failed)?;
    let (id, committed, curves) = wait.any(|standing| {
        let open = standing.guest.is_none();
        let begun = standing.exchange.zip(standing.commitment).filter(|_| open);
        begun.map(|(id, committed)| (id, committed, standing.curves))
    })?;
    let curve = if curves.iter().any(|name| name == "x25519") { Curve::X25519 } else { Curve::P256 };
    let own = Pair::fresh(curve)?;
    wait.relay.answer(&id, curve.as_str(), &own.public)?;
    let opening: Opening = wait.of(&id, |standing| standing.opening)?.into();
    let host = opening.public(curve).map(str::to_owned);
    let Some(host) = host.filter(|_| opening.commitment(&args.room) == committed) else {
        wait.relay.end()?;
        return Err(CliError::failed(
            "what was passed on was changed on the way; no key was kept. Begin again, and tell your security people",
        ));
    };
    let guest = own.public.clone();
    let transcript = Transcript { room: &args.room, curve, host: &host, guest: &guest };
    let agreed = own.agree(&host, &transcript)?;
    Ok((id, agreed))
}
