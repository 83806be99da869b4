//! A part's body: from the network, which is async, to a reader, which waits. A bounded channel joins the two, so that a
//! slow disk slows the sender down, and a body that breaks off reaches the reader as an error, never as an end.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use actix_web::web::{Bytes, Payload};
use futures_util::StreamExt as _;
use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;

/// Pieces on their way from the network to the reader.
const PIECES: usize = 8;
/// The longest silence, and the slowest pace once a minute has passed (security.md T21).
const SILENCE: Duration = Duration::from_secs(30);
const GRACE: Duration = Duration::from_secs(60);
const SLOWEST_PER_SECOND: u64 = 1024;
/// How much of a refused body is still read, so that the sender gets to the answer.
const DRAIN: usize = 64 << 20;

/// How sending the body to the reader ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// All of it, or as much as the reader wanted.
    Done,
    /// The network failed.
    Broken,
    /// The sender was too slow.
    TooSlow,
    /// Somebody else asked for the upload.
    Stopped,
}

enum Piece {
    Bytes(Bytes),
    End,
}

/// The sending end.
pub(super) struct Outlet(mpsc::Sender<Piece>);

/// The body as the reader reads it.
pub(super) struct Inlet {
    pieces: mpsc::Receiver<Piece>,
    piece: Bytes,
    ended: bool,
}

pub(super) fn pipe() -> (Outlet, Inlet) {
    let (sender, pieces) = mpsc::channel(PIECES);
    (Outlet(sender), Inlet { pieces, piece: Bytes::new(), ended: false })
}

impl Outlet {
    /// Sends the body until its end, or until `stop` says that it shall end here.
    pub(super) async fn send(self, mut body: Payload, stop: &Notify) -> Sent {
        let started = Instant::now();
        let mut total: u64 = 0;
        loop {
            let next = tokio::select! {
                biased;
                () = stop.notified() => return Sent::Stopped,
                next = timeout(SILENCE, body.next()) => next,
            };
            let piece = match next {
                Err(_silent) => return Sent::TooSlow,
                Ok(Some(Ok(piece))) => piece,
                Ok(Some(Err(_broken))) => return Sent::Broken,
                // The reader is told about an end, so that a channel that merely closes is none.
                Ok(None) => {
                    let _ = self.0.send(Piece::End).await;
                    return Sent::Done;
                }
            };
            total = total.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            let passed = started.elapsed();
            if passed > GRACE && total / passed.as_secs().max(1) < SLOWEST_PER_SECOND {
                return Sent::TooSlow;
            }
            if self.0.send(Piece::Bytes(piece)).await.is_err() {
                drain(body).await;
                return Sent::Done;
            }
        }
    }
}

/// Reads on for a while after a refusal: a sender that is cut off sees a broken line instead of the reason.
pub(super) async fn drain(mut body: Payload) {
    let mut left = DRAIN;
    while let Ok(Some(Ok(piece))) = timeout(SILENCE, body.next()).await {
        let Some(rest) = left.checked_sub(piece.len()) else { return };
        left = rest;
    }
}

impl Read for Inlet {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.pieces.blocking_recv() {
                Some(Piece::Bytes(piece)) => self.piece = piece,
                Some(Piece::End) => {
                    self.ended = true;
                    return Ok(0);
                }
                None if self.ended => return Ok(0),
                None => return Err(io::ErrorKind::ConnectionAborted.into()),
            }
        }
        let piece = self.piece.split_to(out.len().min(self.piece.len()));
        let (filled, _) = out.split_at_mut(piece.len());
        filled.copy_from_slice(&piece);
        Ok(piece.len())
    }
}
