//! A wire between the browser and the server that remembers every byte the browser sends.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Where browsers connect to; passes everything on to the server.
pub struct Recorder {
    /// The origin that browsers see.
    pub origin: String,
    server: Arc<Mutex<String>>,
    /// After how many bytes the next connection that carries a part of an upload breaks; 0: none does.
    cut: Arc<AtomicUsize>,
    /// Whether nothing gets through: from a break on, until the server is named again.
    down: Arc<AtomicBool>,
    sent: Arc<Mutex<Vec<Vec<u8>>>>,
}

/// A request as it went over the wire.
#[derive(Debug, Clone)]
pub struct Sent {
    pub method: String,
    pub path: String,
    pub head: String,
    /// Without transfer encoding and compression.
    pub body: Vec<u8>,
}

impl Recorder {
    /// Takes a free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (cut, down) = (Arc::default(), Arc::default());
        let recorder = Self { origin, server: Arc::default(), cut, down, sent: Arc::default() };
        let (server, sent) = (Arc::clone(&recorder.server), Arc::clone(&recorder.sent));
        let (cut, down) = (Arc::clone(&recorder.cut), Arc::clone(&recorder.down));
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (server, sent) = (Arc::clone(&server), Arc::clone(&sent));
                let (cut, down) = (Arc::clone(&cut), Arc::clone(&down));
                std::thread::spawn(move || pass_on(client, &server, &sent, (&cut, &down)));
            }
        });
        recorder
    }

    /// Where the server is, as `http://127.0.0.1:port`; connections made from now on go there.
    pub fn pass_on_to(&self, server: &str) {
        *self.server.lock().unwrap() = server.trim_start_matches("http://").to_owned();
        self.down.store(false, Ordering::SeqCst);
    }

    /// Breaks the next connection that carries a part of an upload, after that many bytes of it; from then on nothing gets
    /// through until [`Recorder::pass_on_to`].
    pub fn break_next_part(&self, after: usize) {
        self.cut.store(after, Ordering::SeqCst);
    }

    /// Whether the connection that was to break has broken.
    pub fn has_broken(&self) -> bool {
        self.cut.load(Ordering::SeqCst) == 0
    }

    /// All bytes that browsers have sent so far, as they were.
    pub fn bytes(&self) -> Vec<Vec<u8>> {
        self.sent.lock().unwrap().clone()
    }

    /// All requests that browsers have sent so far.
    pub fn requests(&self) -> Vec<Sent> {
        self.bytes().iter().flat_map(|bytes| parse(bytes)).collect()
    }

    /// How many requests each connection has carried so far.
    pub fn mark(&self) -> Vec<usize> {
        self.bytes().iter().map(|bytes| parse(bytes).len()).collect()
    }

    /// The requests since `mark`, connection by connection: browsers keep connections, so new requests are not the last ones
    /// of [`Recorder::requests`].
    pub fn requests_since(&self, mark: &[usize]) -> Vec<Sent> {
        let known = |at: usize| mark.get(at).copied().unwrap_or_default();
        let bytes = self.bytes();
        bytes.iter().enumerate().flat_map(|(at, bytes)| parse(bytes).into_iter().skip(known(at))).collect()
    }

    /// Whether any of the browsers' bytes, compressed or not, hold `text`, in any letter case.
    pub fn saw(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase().contains(&text);
        self.bytes().iter().any(|bytes| holds(bytes)) || self.requests().iter().any(|sent| holds(&sent.body))
    }
}

fn pass_on(
    client: TcpStream,
    server: &Mutex<String>,
    sent: &Mutex<Vec<Vec<u8>>>,
    (cut, down): (&AtomicUsize, &AtomicBool),
) {
    if down.load(Ordering::SeqCst) {
        return;
    }
    let address = server.lock().unwrap().clone();
    let Ok(server) = TcpStream::connect(address) else { return };
    let (mut from_server, mut to_client) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    let back = std::thread::spawn(move || {
        let _ = std::io::copy(&mut from_server, &mut to_client);
        let _ = to_client.shutdown(Shutdown::Both);
    });
    let at = {
        let mut sent = sent.lock().unwrap();
        sent.push(Vec::new());
        sent.len() - 1
    };
    let (mut client, mut server) = (client, server);
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = client.read(&mut buffer) {
        let mut read = read;
        let armed = cut.load(Ordering::SeqCst);
        let breaks = armed > 0 && buffer[..read].starts_with(b"PATCH ");
        if down.load(Ordering::SeqCst) {
            let _ = client.shutdown(Shutdown::Both);
            break;
        }
        if breaks {
            down.store(true, Ordering::SeqCst);
            cut.store(0, Ordering::SeqCst);
            // The head may come alone: what follows belongs to the part as well.
            while read < armed {
                let Ok(more @ 1..) = client.read(&mut buffer[read..]) else { break };
                read += more;
            }
            read = read.min(armed);
        }
        sent.lock().unwrap()[at].extend_from_slice(&buffer[..read]);
        if server.write_all(&buffer[..read]).is_err() || breaks {
            let _ = client.shutdown(Shutdown::Both);
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Both);
    let _ = back.join();
}

/// The requests in one connection's bytes, up to the first that is not complete.
fn parse(mut bytes: &[u8]) -> Vec<Sent> {
    let mut out = Vec::new();
    while let Some(end) = position(bytes, b"\r\n\r\n") {
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        bytes = &bytes[end + 4..];
        let header = |name: &str| {
            let found = head.lines().filter_map(|line| line.split_once(':'));
            found
                .filter(|(n, _)| n.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.trim().to_owned())
                .next()
        };
        let mut body = if header("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
            let Some((body, rest)) = chunks(bytes) else { break };
            bytes = rest;
            body
        } else {
            let length = header("content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
            let Some(body) = bytes.get(..length) else { break };
            bytes = &bytes[length..];
            body.to_vec()
        };
        if body.starts_with(&[0x1f, 0x8b]) {
            let mut plain = Vec::new();
            flate2::read::MultiGzDecoder::new(&body[..]).read_to_end(&mut plain).unwrap();
            body = plain;
        }
        let mut line = head.split_whitespace();
        let (method, path) = (line.next().unwrap_or_default(), line.next().unwrap_or_default());
        out.push(Sent { method: method.to_owned(), path: path.to_owned(), head: head.clone(), body });
    }
    out
}

fn chunks(mut bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut body = Vec::new();
    loop {
        let end = position(bytes, b"\r\n")?;
        let size =
            usize::from_str_radix(std::str::from_utf8(&bytes[..end]).ok()?.split(';').next()?, 16).ok()?;
        bytes = bytes.get(end + 2..)?;
        body.extend_from_slice(bytes.get(..size)?);
        bytes = bytes.get(size + 2..)?;
        if size == 0 {
            return Some((body, bytes));
        }
    }
}

fn position(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[test]
fn requests_are_read_back_from_the_wire() {
    let wire = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n\
                 POST /c HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi";
    let found: Vec<(String, Vec<u8>)> = parse(wire).into_iter().map(|sent| (sent.path, sent.body)).collect();
    let expected = [("/a", ""), ("/b", "abc"), ("/c", "hi")];
    assert_eq!(found, expected.map(|(path, body)| (path.to_owned(), body.as_bytes().to_vec())));
}

#[test]
fn a_word_is_seen_through_compression_and_letter_case() {
    let recorder = Recorder::start();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(b"Ada@Example.com").unwrap();
    let packed = packed.finish().unwrap();
    let head = format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n", packed.len());
    recorder.sent.lock().unwrap().push([head.as_bytes(), &packed].concat());
    assert!(recorder.saw("ada@example.com"));
    assert!(!recorder.saw("grace@example.com"));
}
