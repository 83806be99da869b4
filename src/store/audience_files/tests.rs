//! Uploads that arrive, that break off, and that are not what they say.

use std::io::Cursor;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use crate::matching::IdentifierType;
use crate::matching::client_file::{Extra, FileError, write_csv_header, write_csv_row};
use crate::matching::engine::Unwatched;
use crate::matching::token::{Pepper, Token, TokenRow};
use crate::rooms::Sides;
use crate::rooms::lists::ListKind;
use std::io::{Read, Write as _};

const KINDS: [IdentifierType; 2] = [IdentifierType::Email, IdentifierType::Phone];

struct Place {
    folder: PathBuf,
    files: AudienceFiles,
    room: RoomId,
}

impl Place {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("entente-audiences-{}", RoomId::fresh()));
        Self { files: AudienceFiles::open(&folder).unwrap(), folder, room: RoomId::fresh() }
    }

    fn receive(&self, body: impl Read) -> Result<(AudienceId, StoredList), ReceiveError> {
        let audience = AudienceId::fresh();
        let pepper = Pepper::new(&[3; 32]);
        let limits = ReceiveLimits { rows: 100_000, bytes: 10_000_000 };
        let to = Incoming {
            room: &self.room,
            audience: &audience,
            list: ListKind::Audience,
            opt_outs: &AudienceId::fresh(),
            kinds: &KINDS,
            pepper: &pepper,
            check: None,
            limits,
        };
        let received = self.files.receive(&to, body)?;
        Ok((audience, received.list))
    }

    fn refuse(&self, body: impl Read) -> ReceiveError {
        let error = self.receive(body).unwrap_err();
        assert_eq!(self.names(), Vec::<String>::new(), "nothing is left");
        error
    }

    /// The people both share, as far as the engine gets.
    fn count(&self, host: &AudienceId, guest: &AudienceId) -> Result<Counted, CountingError> {
        self.count_without(host, guest, &[])
    }

    fn count_without(
        &self,
        host: &AudienceId,
        guest: &AudienceId,
        opt_outs: &[AudienceId],
    ) -> Result<Counted, CountingError> {
        let sides = Sides {
            host: Version { audience: host, opt_outs },
            guest: Version { audience: guest, opt_outs: &[] },
        };
        self.files.count(&Inputs { room: &self.room, sides, order: &KINDS }, Ask::Overlap, &Unwatched)
    }

    fn apart(&self, a: (&AudienceId, &[AudienceId]), b: (&AudienceId, &[AudienceId]), ask: Ask) -> u64 {
        let version = |(audience, opt_outs)| Version { audience, opt_outs };
        self.files.difference(&self.room, (&version(a), &version(b)), ask, &Unwatched).unwrap()
    }

    fn refuse_beside(&self, body: &[u8]) -> ReceiveError {
        let before = self.names().len();
        let error = self.receive(Cursor::new(body.to_vec())).unwrap_err();
        assert_eq!(self.names().len(), before, "nothing is added");
        error
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.join(self.room.as_str()));
        let names =
            entries.into_iter().flatten().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

fn token(n: u32) -> Token {
    Token::from(crate::matching::token::sha256(&n.to_le_bytes()).first_chunk::<16>().copied().unwrap())
}

fn csv(values: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut text = Vec::new();
    write_csv_header(&KINDS, Extra::default(), &mut text);
    for n in values {
        let mut row = TokenRow::default();
        row.set(IdentifierType::Email, Some(token(n)));
        row.set(IdentifierType::Phone, n.is_multiple_of(2).then(|| token(n + 1_000_000)));
        write_csv_row(&row, &KINDS, Extra::default(), &mut text);
    }
    text
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text).unwrap();
    packed.finish().unwrap()
}

#[test]
fn an_upload_is_kept_and_counted() {
    let place = Place::new();
    let (a, received) = place.receive(Cursor::new(csv((0..30_000).chain(0..10)))).unwrap();
    assert_eq!(
        (received.summary.rows, received.summary.people, received.summary.duplicates),
        (30_010, 30_000, 10)
    );
    let (b, _) = place.receive(Cursor::new(gzip(&csv(20_000..50_000)))).unwrap();
    assert!(place.count(&a, &b).is_ok());
    // 30,000 + 30,000 - 2 * 10,000 shared.
    assert_eq!(place.apart((&a, &[]), (&b, &[]), Ask::Overlap), 40_000);
    assert_eq!(place.apart((&a, &[]), (&a, &[]), Ask::Overlap), 0);
    assert_eq!(received.bytes, fs::metadata(place.files.path(&place.room, &a).unwrap()).unwrap().len());
    place.files.remove(&place.room, &a).unwrap();
    place.files.remove(&place.room, &a).unwrap();
    let gone = place.count(&a, &b).err();
    assert_eq!(gone, Some(CountingError::Missing(a)));
}

#[test]
fn no_sent_token_is_on_the_disk() {
    let place = Place::new();
    let (id, _) = place.receive(Cursor::new(csv(0..100))).unwrap();
    let bytes = fs::read(place.files.path(&place.room, &id).unwrap()).unwrap();
    // A set holds tokens as numbers, lowest byte first.
    let stored = |token: Token| {
        let turned: Vec<u8> = token.as_bytes().iter().rev().copied().collect();
        bytes.windows(16).any(|window| window == token.as_bytes() || window == turned)
    };
    assert!((0..100).all(|n| !stored(token(n))));
    assert!((0..100).all(|n| stored(Pepper::new(&[3; 32]).rekey(token(n)))));
}

#[test]
fn a_stream_that_breaks_off_leaves_nothing() {
    struct Breaks(Cursor<Vec<u8>>);
    impl Read for Breaks {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            match self.0.read(out)? {
                0 => Err(io::ErrorKind::ConnectionReset.into()),
                length => Ok(length),
            }
        }
    }
    let place = Place::new();
    assert!(matches!(place.refuse(Breaks(Cursor::new(csv(0..5_000)))), ReceiveError::Broken));
    assert!(matches!(place.refuse(Breaks(Cursor::new(Vec::new()))), ReceiveError::Broken));
    let packed = gzip(&csv(0..5_000));
    assert!(matches!(place.refuse(&packed[..packed.len() / 2]), ReceiveError::Broken));
}

#[test]
fn what_is_no_client_file_is_refused() {
    let place = Place::new();
    let file = |body: &[u8]| match place.refuse(body) {
        ReceiveError::File(error) => error,
        other => panic!("{other}"),
    };
    assert_eq!(file(b""), FileError::Empty);
    assert!(matches!(file(b"email\njane@example.com\n"), FileError::NotAToken { row: 1, .. }));
    assert!(matches!(file(b"PAR1...PAR1"), FileError::Csv(_)));
    assert!(matches!(file(b"PK\x03\x04..."), FileError::Csv(_)));
    assert!(matches!(file(b"<!doctype html><p>x"), FileError::Csv(_)));
    assert!(matches!(place.refuse(&b"email\n"[..]), ReceiveError::Nobody));
    let maid = format!("maid\n{}\n", "ab".repeat(16));
    assert!(matches!(place.refuse(maid.as_bytes()), ReceiveError::OtherKind(IdentifierType::Maid)));
    assert!(matches!(place.refuse(&b"\x1f\x8bnot gzip at all"[..]), ReceiveError::BadCompression));
}

#[test]
fn limits_hold() {
    let place = Place::new();
    assert!(matches!(place.refuse(Cursor::new(csv(0..100_001))), ReceiveError::TooManyRows(100_000)));
    let long = b"email\n".chain(io::repeat(b'\n').take(20_000_000));
    assert!(matches!(place.refuse(long), ReceiveError::TooLarge(10_000_000)));
    let bomb = gzip(&[&b"email\n"[..], &vec![b'\n'; 50_000_000]].concat());
    assert!(matches!(place.refuse(&bomb[..]), ReceiveError::Bomb));
}

#[test]
fn a_start_removes_what_a_crash_left() {
    let place = Place::new();
    let (id, _) = place.receive(Cursor::new(csv(0..10))).unwrap();
    let left = place.folder.join(place.room.as_str()).join("x.part");
    fs::write(&left, b"half").unwrap();
    AudienceFiles::open(&place.folder).unwrap();
    assert_eq!(place.names(), [format!("{id}.set")]);
}

#[test]
fn a_damaged_file_is_never_counted() {
    let place = Place::new();
    let (id, _) = place.receive(Cursor::new(csv(0..1_000))).unwrap();
    let path = place.files.path(&place.room, &id).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes[5_000] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert_eq!(place.count(&id, &id).err(), Some(CountingError::Damaged(id)));
}

#[test]
fn an_id_cannot_climb_out_of_the_folder() {
    let place = Place::new();
    for bad in ["", "..", "../x", "a/b", "a.b"] {
        assert!(place.files.path(&RoomId::from(bad), &AudienceId::fresh()).is_err(), "{bad}");
        assert!(place.files.path(&place.room, &AudienceId::from(bad)).is_err(), "{bad}");
    }
}

fn lines(rows: impl Iterator<Item = (u32, &'static str, bool)>) -> Vec<u8> {
    let hex = |n: u32| -> String { token(n).as_bytes().iter().map(|byte| format!("{byte:02x}")).collect() };
    let line = |(n, segment, out): (u32, &str, bool)| format!("{},{segment},{out}\n", hex(n));
    rows.map(line).fold("email,segment,opt_out\n".to_owned(), |text, line| text + &line).into_bytes()
}

#[test]
fn marked_people_become_a_list_of_their_own() {
    let place = Place::new();
    let (id, opt_outs) = (AudienceId::fresh(), AudienceId::fresh());
    let body = lines((0..1_000).map(|n| (n, "", n < 100)));
    let limits = ReceiveLimits { rows: 100_000, bytes: 10_000_000 };
    let pepper = Pepper::new(&[3; 32]);
    let to = Incoming {
        room: &place.room,
        audience: &id,
        list: ListKind::Audience,
        opt_outs: &opt_outs,
        kinds: &KINDS,
        pepper: &pepper,
        check: None,
        limits,
    };
    let received = place.files.receive(&to, Cursor::new(body)).unwrap();
    assert_eq!(received.list.summary.people, 900);
    assert_eq!(received.opt_outs.unwrap().summary.people, 100);
    let (other, _) = place.receive(Cursor::new(csv(0..500))).unwrap();
    let people = |counted| match counted {
        Ok(Counted::People(raw)) => raw.total,
        _ => panic!("not counted"),
    };
    // 500 shared at first sight, 100 of whom opted out on one side: they leave both.
    let same = |a: crate::matching::intersect::RawCount, n: u64| a.same_as(n);
    assert!(same(people(place.count_without(&id, &other, std::slice::from_ref(&opt_outs))), 400));
    assert!(same(people(place.count_without(&other, &other, &[])), 500));
    assert!(same(people(place.count_without(&other, &other, std::slice::from_ref(&opt_outs))), 400));
    let left = place.files.remaining(
        &place.room,
        &Version { audience: &other, opt_outs: std::slice::from_ref(&opt_outs) },
        &Unwatched,
    );
    assert_eq!(left.unwrap().people, 400);
    assert_eq!(place.apart((&id, &[]), (&id, &[opt_outs]), Ask::Overlap), 100);
}

#[test]
fn segments_are_stored_sized_and_compared() {
    let place = Place::new();
    let body = |moved: u32| {
        lines((0..300).map(move |n| (n, if n < 100 || n >= 300 - moved { "0" } else { "7" }, false)))
    };
    let (a, received) = place.receive(Cursor::new(body(0))).unwrap();
    let sizes = received.segments.unwrap();
    assert_eq!((sizes.of(0), sizes.of(7), sizes.unsegmented()), (100, 200, 0));
    let (b, _) = place.receive(Cursor::new(body(10))).unwrap();
    assert_eq!(place.apart((&a, &[]), (&b, &[]), Ask::Overlap), 0);
    assert_eq!(
        place.apart((&a, &[]), (&b, &[]), Ask::BySegment),
        20,
        "ten left one segment and came to another"
    );
    let bad = lines(std::iter::once((1, "Gold", false)));
    assert!(matches!(place.refuse_beside(&bad), ReceiveError::File(FileError::BadSegment { row: 1 })));
}
