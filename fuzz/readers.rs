//! What a stranger's bytes go through, one function a reader: none may panic, hang or depend on the pieces the bytes come in.
//!
//! The fuzz targets call these with bytes they make up, and `tests/corpus.rs` with the bytes that are kept.

use bytes::Bytes;
use entente::matching::client_file::{CsvTokenReader, FileError, ParquetTokens};
use entente::matching::intersect::{count, matrix};
use entente::matching::normalise::Normaliser;
use entente::matching::pipeline::{Mapping, Pipeline, PipelineError, Plan, SegmentNames, SegmentScan};
use entente::matching::records::{CsvError, CsvReader, ParquetList};
use entente::matching::set::AudienceSet;
use entente::matching::token::{KeyRing, KeyText, RoomKey, TokenRow};
use entente::matching::{IdentifierType, Profile};

/// Takes any bytes and must neither panic nor hang.
pub type Reader = fn(&[u8]);

/// The readers by name; a corpus has a folder of each.
pub const READERS: [(&str, Reader); 8] = [
    ("records", records),
    ("pipeline", pipeline),
    ("client_csv", client_csv),
    ("client_parquet", client_parquet),
    ("list_parquet", list_parquet),
    ("key_file", key_file),
    ("normalise", normalise),
    ("stored_set", stored_set),
];

/// The first byte says how long pieces are.
fn piece(data: &[u8]) -> (usize, &[u8]) {
    match data.split_first() {
        Some((first, rest)) => (usize::from(*first).max(1), rest),
        None => (1, data),
    }
}

/// A list as CSV: the same records in pieces and whole.
pub fn records(data: &[u8]) {
    let read = |text: &[u8], piece: usize| {
        let (mut reader, mut records) = (CsvReader::new(), Vec::new());
        let take = |reader: &CsvReader| {
            let fields: Vec<Vec<u8>> = reader.record().iter().map(<[u8]>::to_vec).collect();
            (reader.record().line(), fields)
        };
        for mut piece in text.chunks(piece) {
            while reader.next_record(&mut piece)? {
                records.push(take(&reader));
            }
        }
        while reader.finish()? {
            records.push(take(&reader));
        }
        Ok::<_, CsvError>(records)
    };
    let (size, text) = piece(data);
    assert_eq!(read(text, size), read(text, text.len().max(1)));
}

type Hashed = (Vec<TokenRow>, String, Option<PipelineError>);

fn hashed(
    run: impl FnOnce(
        &mut Pipeline,
        &mut dyn FnMut(&TokenRow) -> Result<(), PipelineError>,
    ) -> Result<(), PipelineError>,
) -> Hashed {
    let mut scan = SegmentScan::new("s");
    let named = scan.feed(b"s\na\nb\n").and_then(|()| scan.finish());
    let ids = vec![(IdentifierType::Email, "mail".to_owned()), (IdentifierType::Phone, "tel".to_owned())];
    let mapping = Mapping { ids, segment: Some("s".to_owned()), opt_out: Some("out".to_owned()) };
    let segments: SegmentNames = named.unwrap_or_default();
    let plan = Plan { mapping, profile: Profile::Entente, country: "FR".parse().ok(), segments };
    let ring = KeyRing::derive(&RoomKey::from_bytes([1; 32]), "room");
    let Ok(mut pipeline) = Pipeline::new(ring, plan) else { return Default::default() };
    let mut rows = Vec::new();
    let fault = run(&mut pipeline, &mut |row: &TokenRow| {
        rows.push(row.clone());
        Ok(())
    })
    .err();
    let report = if fault.is_none() { format!("{:?}", pipeline.report()) } else { String::new() };
    (rows, report, fault)
}

/// A list on its way to tokens: the same people, report and fault in pieces and through two lanes.
pub fn pipeline(data: &[u8]) {
    let (size, rows) = piece(data);
    let list = [b"mail,tel,s,out\n", rows].concat();
    let in_pieces = hashed(|pipeline, mut sink| {
        for piece in list.chunks(size) {
            pipeline.feed(piece, &mut sink)?;
        }
        pipeline.finish(&mut sink)
    });
    let side_by_side = hashed(|pipeline, mut sink| {
        let mut rest = list.as_slice();
        let read = |piece: &mut [u8]| {
            let (now, later) = rest.split_at(rest.len().min(piece.len()));
            piece.iter_mut().zip(now).for_each(|(to, from)| *to = *from);
            rest = later;
            Ok::<_, PipelineError>(now.len())
        };
        pipeline.hash_text(2, None, read, &mut sink)
    });
    assert_eq!(in_pieces, side_by_side);
}

/// A client file as CSV: the same rows in pieces and whole.
pub fn client_csv(data: &[u8]) {
    let read = |text: &[u8], piece: usize| {
        let (mut reader, mut rows) = (CsvTokenReader::new(), Vec::new());
        for mut piece in text.chunks(piece) {
            while reader.next_row(&mut piece)? {
                rows.push(reader.row().clone());
            }
        }
        while reader.finish()? {
            rows.push(reader.row().clone());
        }
        Ok::<_, FileError>(rows)
    };
    let (size, text) = piece(data);
    assert_eq!(read(text, size), read(text, text.len().max(1)));
}

/// A client file as Parquet, as the server takes it: with plain columns.
pub fn client_parquet(data: &[u8]) {
    let Ok(file) = ParquetTokens::open(Bytes::copy_from_slice(data)) else { return };
    if file.require_plain().is_ok() {
        let _ = file.for_each(|_: &TokenRow| Ok::<_, FileError>(()));
    }
}

/// A list as Parquet, as `entente hash` takes it: of any columns, plain or packed.
pub fn list_parquet(data: &[u8]) {
    let Ok(list) = ParquetList::open(Bytes::copy_from_slice(data)) else { return };
    let Ok(mut rows) = list.rows() else { return };
    let mut record = list.header();
    while matches!(rows.next_row(&mut record), Ok(true)) {}
}

/// A key file or an invitation link: what is read is written again the same.
pub fn key_file(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(key) = KeyText::parse(text) {
        let again = KeyText::parse(&key.to_text());
        assert!(
            again.is_ok_and(|again| again.room_id == key.room_id && again.key.expose() == key.key.expose())
        );
    }
}

/// A value: the short way agrees with the rules, and a canonical form is its own, but for a number without its plus.
pub fn normalise(data: &[u8]) {
    let Some(([kind, profile], raw)) = data.split_first_chunk::<2>() else { return };
    let Some(kind) = IdentifierType::from_index(kind % 4) else { return };
    let Some(profile) = Profile::ALL.get(usize::from(profile % 4)) else { return };
    let Ok(rules) = Normaliser::new(kind, *profile, "FR".parse().ok()) else { return };
    let (mut plain, mut canonical, mut again) = ([0; 64], String::new(), String::new());
    let taken = rules.plain(raw, &mut plain);
    let Ok(raw) = std::str::from_utf8(raw) else {
        assert!(taken.is_none());
        return;
    };
    let read = rules.normalise(raw, &mut canonical);
    assert!(taken.is_none_or(|length| read.is_ok() && plain.get(..length) == Some(canonical.as_bytes())));
    let settled = kind != IdentifierType::Phone || *profile != Profile::Meta;
    if read.is_ok() && settled {
        assert_eq!(rules.normalise(&canonical, &mut again), Ok(()));
        assert_eq!(again, canonical);
    }
}

/// A stored set: what opens is read whole and counted against itself, or refused; never a panic, and no count of more people
/// than there are.
pub fn stored_set(data: &[u8]) {
    let open = || AudienceSet::open(std::sync::Arc::new(data.to_vec()));
    let (Ok(a), Ok(b)) = (open(), open()) else { return };
    let kinds = a.kinds();
    let _ = count((&a).into(), (&b).into(), &kinds, 1);
    let _ = matrix((&a).into(), (&b).into(), &kinds, 1);
    if let Ok(whole) = a.loaded() {
        let _ = count((&whole).into(), (&b).into(), &kinds, 1);
        let mut again = Vec::new();
        assert!(whole.write(&mut again).is_ok());
    }
}
