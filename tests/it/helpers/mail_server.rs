//! A mail server on a loopback port: a real conversation on a real socket, with the answers that a test wants; in the clear, by
//! STARTTLS (RFC 3207) or in TLS from the first byte (RFC 8314), with an account to sign in to (RFC 4954).

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What becomes of the next mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It is taken.
    Take,
    /// It is put off: 451.
    Defer,
    /// It is refused for good: 550.
    Refuse,
    /// Nobody is served who has not signed in: 530.
    SignIn,
    /// The connection ends in the middle.
    Drop,
}

/// How one comes in.
#[derive(Debug, Clone)]
pub enum Door {
    /// In the clear.
    Plain,
    /// In the clear, and TLS is offered.
    Starttls(Arc<ServerConfig>),
    /// As before, but somebody between took the offer out.
    Stripped,
    /// In TLS from the first byte.
    Tls(Arc<ServerConfig>),
}

/// A mail that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    pub to: String,
    /// The headers, unfolded.
    pub head: String,
    /// The text, decoded.
    pub text: String,
    /// Whether it came in TLS.
    pub in_tls: bool,
    /// Who had signed in.
    pub by: Option<String>,
}

/// What the server knows of all conversations.
#[derive(Debug, Default)]
struct Shared {
    moods: Mutex<VecDeque<Mood>>,
    taken: Mutex<Vec<Taken>>,
    /// Every command that was said in the clear.
    clear: Mutex<Vec<String>>,
    /// The name and password of the one account; nobody need sign in without one.
    account: Option<(String, String)>,
}

/// The server; it runs until the test's process ends.
pub struct MailServer {
    pub port: u16,
    shared: Arc<Shared>,
}

impl MailServer {
    /// A server that takes everything in the clear, unless told otherwise.
    pub fn start() -> Self {
        Self::start_behind(Door::Plain, None)
    }

    /// A server behind that door, for whoever signs in to the account if there is one.
    pub fn start_behind(door: Door, account: Option<(&str, &str)>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let account = account.map(|(name, password)| (name.to_owned(), password.to_owned()));
        let shared = Arc::new(Shared { account, ..Shared::default() });
        let own = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A conversation that breaks off is one of the things to be tried.
                let _ = converse(stream, &door, &own);
            }
        });
        Self { port, shared }
    }

    /// What becomes of the next mails, in their order, whatever was said of them before; the rest are taken.
    pub fn next(&self, moods: &[Mood]) {
        *self.shared.moods.lock().unwrap() = moods.iter().copied().collect();
    }

    /// What was taken since this was last asked.
    pub fn taken(&self) -> Vec<Taken> {
        std::mem::take(&mut *self.shared.taken.lock().unwrap())
    }

    /// The commands that were said in the clear since this was last asked.
    pub fn said_in_the_clear(&self) -> Vec<String> {
        std::mem::take(&mut *self.shared.clear.lock().unwrap())
    }
}

trait Wire: Read + Write {}
impl<T: Read + Write> Wire for T {}

fn in_tls(stream: TcpStream, config: &Arc<ServerConfig>) -> std::io::Result<Box<dyn Wire>> {
    let connection = ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
    Ok(Box::new(StreamOwned::new(connection, stream)))
}

fn converse(stream: TcpStream, door: &Door, shared: &Shared) -> std::io::Result<()> {
    let same = stream.try_clone()?;
    let mut talk = match door {
        Door::Tls(config) => Talk::new(in_tls(stream, config)?, true, shared),
        Door::Plain | Door::Starttls(_) | Door::Stripped => Talk::new(Box::new(stream), false, shared),
    };
    talk.say("220 mail.test ESMTP")?;
    let offers = matches!(door, Door::Starttls(_));
    if talk.serve(offers)? == End::Starttls
        && let Door::Starttls(config) = door
    {
        drop(talk);
        Talk::new(in_tls(same, config)?, true, shared).serve(false)?;
    }
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
enum End {
    Over,
    Starttls,
}

/// One conversation, as far as it goes over one wire.
struct Talk<'a> {
    wire: Box<dyn Wire>,
    in_tls: bool,
    shared: &'a Shared,
    by: Option<String>,
    to: String,
}

impl<'a> Talk<'a> {
    fn new(wire: Box<dyn Wire>, in_tls: bool, shared: &'a Shared) -> Self {
        Self { wire, in_tls, shared, by: None, to: String::new() }
    }

    fn say(&mut self, line: &str) -> std::io::Result<()> {
        self.wire.write_all(format!("{line}\r\n").as_bytes())?;
        self.wire.flush()
    }

    /// The next line; none at the end. Byte by byte: what follows STARTTLS belongs to another wire.
    fn hear(&mut self) -> std::io::Result<Option<String>> {
        let mut line = Vec::new();
        let mut byte = [0];
        while self.wire.read(&mut byte)? == 1 {
            if byte[0] == b'\n' {
                let text = String::from_utf8_lossy(&line);
                return Ok(Some(text.trim_end_matches('\r').to_owned()));
            }
            line.push(byte[0]);
        }
        Ok(None)
    }

    fn serve(&mut self, offers_tls: bool) -> std::io::Result<End> {
        while let Some(line) = self.hear()? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            if !self.in_tls {
                self.shared.clear.lock().unwrap().push(verb.clone());
            }
            let answer = match verb.as_str() {
                "EHLO" => {
                    let tls = if offers_tls { "250-STARTTLS\r\n" } else { "" };
                    // Nobody is asked for a password in the clear.
                    let auth = if self.in_tls { "250-AUTH PLAIN\r\n" } else { "" };
                    format!("250-mail.test\r\n{tls}{auth}250 8BITMIME")
                }
                "STARTTLS" if offers_tls => {
                    self.say("220 go on in TLS")?;
                    return Ok(End::Starttls);
                }
                "AUTH" => self.sign_in(&line).to_owned(),
                "MAIL" if self.shared.account.is_some() && self.by.is_none() => {
                    "530 5.7.0 sign in first".to_owned()
                }
                "RCPT" => match self.recipient(&line) {
                    Some(answer) => answer.to_owned(),
                    None => return Ok(End::Over),
                },
                "DATA" => {
                    self.say("354 go on")?;
                    self.take()?;
                    "250 taken".to_owned()
                }
                "QUIT" => {
                    self.say("221 bye")?;
                    return Ok(End::Over);
                }
                _ => "250 fine".to_owned(),
            };
            self.say(&answer)?;
        }
        Ok(End::Over)
    }

    /// AUTH PLAIN with its answer in the same line (RFC 4616).
    fn sign_in(&mut self, line: &str) -> &'static str {
        let sent = line.split(' ').nth(2).and_then(|code| STANDARD.decode(code).ok()).unwrap_or_default();
        let parts: Vec<String> =
            sent.split(|byte| *byte == 0).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
        let given = parts.get(1).cloned().zip(parts.get(2).cloned());
        match given {
            Some((name, password)) if self.shared.account == Some((name.clone(), password.clone())) => {
                self.by = Some(name);
                "235 2.7.0 welcome"
            }
            _ => "535 5.7.8 that is not the password",
        }
    }

    fn recipient(&mut self, line: &str) -> Option<&'static str> {
        self.to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        match self.shared.moods.lock().unwrap().pop_front().unwrap_or(Mood::Take) {
            Mood::Take => Some("250 fine"),
            Mood::Defer => Some("451 4.7.1 come back later"),
            Mood::Refuse => Some("550 5.1.1 no such user here"),
            Mood::SignIn => Some("530 5.7.0 sign in first"),
            Mood::Drop => None,
        }
    }

    fn take(&mut self) -> std::io::Result<()> {
        let mut raw = String::new();
        while let Some(line) = self.hear()? {
            if line == "." {
                break;
            }
            raw.push_str(line.strip_prefix('.').unwrap_or(&line));
            raw.push('\n');
        }
        let (head, text) = raw.split_once("\n\n").unwrap_or((&raw, ""));
        let head = head.replace("\n ", " ");
        let text = if head.contains("quoted-printable") { unquoted(text) } else { text.to_owned() };
        let mail = Taken { to: self.to.clone(), head, text, in_tls: self.in_tls, by: self.by.clone() };
        self.shared.taken.lock().unwrap().push(mail);
        Ok(())
    }
}

/// Quoted-printable (RFC 2045, 6.7), read back.
fn unquoted(text: &str) -> String {
    let joined = text.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| *first == b'=') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
