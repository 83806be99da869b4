//! A mail server on a loopback port: a real conversation on a real socket, with the answers that a test wants.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

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

/// A mail that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    pub to: String,
    /// The headers, unfolded.
    pub head: String,
    /// The text, decoded.
    pub text: String,
}

/// The server; it runs until the test's process ends.
pub struct MailServer {
    pub port: u16,
    moods: Arc<Mutex<VecDeque<Mood>>>,
    taken: Arc<Mutex<Vec<Taken>>>,
}

impl MailServer {
    /// A server that takes everything, unless told otherwise.
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (moods, taken) = (Arc::<Mutex<VecDeque<Mood>>>::default(), Arc::<Mutex<Vec<Taken>>>::default());
        let (own_moods, own_taken) = (Arc::clone(&moods), Arc::clone(&taken));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A conversation that breaks off is one of the things to be tried.
                let _ = converse(stream, &own_moods, &own_taken);
            }
        });
        Self { port, moods, taken }
    }

    /// What becomes of the next mails, in their order, whatever was said of them before; the rest are taken.
    pub fn next(&self, moods: &[Mood]) {
        *self.moods.lock().unwrap() = moods.iter().copied().collect();
    }

    /// What was taken since this was last asked.
    pub fn taken(&self) -> Vec<Taken> {
        std::mem::take(&mut *self.taken.lock().unwrap())
    }
}

fn converse(
    mut stream: TcpStream,
    moods: &Mutex<VecDeque<Mood>>,
    taken: &Mutex<Vec<Taken>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let mut to = String::new();
    stream.write_all(b"220 mail.test ESMTP\r\n")?;
    while let Some(line) = lines.next() {
        let line = line?;
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let answer = match verb.as_str() {
            "EHLO" => "250-mail.test\r\n250 8BITMIME",
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                match moods.lock().unwrap().pop_front().unwrap_or(Mood::Take) {
                    Mood::Take => "250 fine",
                    Mood::Defer => "451 4.7.1 come back later",
                    Mood::Refuse => "550 5.1.1 no such user here",
                    Mood::SignIn => "530 5.7.0 sign in first",
                    Mood::Drop => return Ok(()),
                }
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n")?;
                let mut raw = String::new();
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                    raw.push('\n');
                }
                let (head, text) = raw.split_once("\n\n").unwrap_or((&raw, ""));
                let head = head.replace("\n ", " ");
                let text = if head.contains("quoted-printable") { unquoted(text) } else { text.to_owned() };
                taken.lock().unwrap().push(Taken { to: to.clone(), head, text });
                "250 taken"
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => "250 fine",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
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
