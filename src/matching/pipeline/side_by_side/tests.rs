//! However many lanes a list goes through, and in whatever pieces it comes, the same people, report and fault come out.

use std::io::Read as _;

use proptest::prelude::*;

use super::aside::scratch;
use super::*;
use crate::matching::IdentifierType;
use crate::matching::token::RoomKey;

/// Everything that can be seen of a list: the people, the report, the fault.
type Seen = (Vec<TokenRow>, String, Option<PipelineError>);

/// A pipeline for all columns, or for the addresses alone.
fn pipeline(alone: bool) -> Pipeline {
    let mut ids = vec![(IdentifierType::Email, "mail".to_owned())];
    if !alone {
        ids.insert(0, (IdentifierType::Phone, "tel".to_owned()));
    }
    let mut scan = SegmentScan::new("at");
    scan.feed(b"at\nN\nS\n").unwrap();
    let plan = Plan {
        mapping: Mapping {
            ids,
            segment: (!alone).then(|| "at".to_owned()),
            opt_out: (!alone).then(|| "out".to_owned()),
        },
        profile: Profile::Entente,
        country: Some("FR".parse().unwrap()),
        segments: scan.finish().unwrap(),
    };
    Pipeline::new(KeyRing::derive(&RoomKey::from_bytes([1; 32]), "room"), plan).unwrap()
}

fn seen(
    alone: bool,
    run: impl FnOnce(
        &mut Pipeline,
        &mut dyn FnMut(&TokenRow) -> Result<(), PipelineError>,
    ) -> Result<(), PipelineError>,
) -> Seen {
    let (mut pipeline, mut rows) = (pipeline(alone), Vec::new());
    let mut sink = |row: &TokenRow| {
        rows.push(row.clone());
        Ok(())
    };
    let fault = run(&mut pipeline, &mut sink).err();
    let report = format!("{:?}", pipeline.report());
    (rows, if fault.is_some() { String::new() } else { report }, fault)
}

fn in_pieces(alone: bool, list: &[u8], piece: usize) -> Seen {
    seen(alone, |pipeline, mut sink| {
        for piece in list.chunks(piece) {
            pipeline.feed(piece, &mut sink)?;
        }
        pipeline.finish(&mut sink)
    })
}

fn in_lanes(alone: bool, list: &[u8], lanes: usize, length: Option<u64>) -> Seen {
    seen(alone, |pipeline, mut sink| {
        let mut list = list;
        let read = |piece: &mut [u8]| -> Result<usize, PipelineError> {
            let most = piece.len().min(29);
            Ok(list.read(&mut piece[..most]).unwrap())
        };
        pipeline.hash_text(lanes, length, read, &mut sink)
    })
}

/// The same where the tokens may take so much memory: what does not fit waits on disk.
fn bounded(alone: bool, list: &[u8], lanes: usize, memory: usize) -> Seen {
    seen(alone, |pipeline, mut sink| {
        pipeline.bounded(memory, scratch(usize::MAX));
        let mut list = list;
        let length = u64::try_from(list.len()).ok();
        let read = |piece: &mut [u8]| -> Result<usize, PipelineError> { Ok(list.read(piece).unwrap()) };
        pipeline.hash_text(lanes, length, read, &mut sink)
    })
}

fn bounded_in_pieces(alone: bool, list: &[u8], piece: usize) -> Seen {
    seen(alone, |pipeline, mut sink| {
        pipeline.bounded(0, scratch(usize::MAX));
        for piece in list.chunks(piece) {
            pipeline.feed(piece, &mut sink)?;
        }
        pipeline.finish(&mut sink)
    })
}

/// The bytes of one smallest table, and of two.
const FEW: [usize; 3] = [0, 256 * 64, 2 * 256 * 64];

fn agree_on_disk(alone: bool, list: &[u8], expected: &Seen) {
    let results = FEW.map(|memory| bounded(alone, list, 2, memory));
    for got in results.into_iter().chain([bounded(alone, list, 1, 0), bounded_in_pieces(alone, list, 11)]) {
        if expected.2.is_some() {
            // Rows that wait when a list turns out to be broken are not given out any more.
            assert_eq!(got.2, expected.2);
            assert!(expected.0.starts_with(&got.0));
        } else {
            assert_eq!(&got, expected);
        }
    }
}

fn agree(list: &[u8]) {
    for alone in [false, true] {
        let expected = in_pieces(alone, list, 7);
        assert_eq!(in_pieces(alone, list, list.len().max(1)), expected);
        for lanes in [1, 2, 3, 8] {
            assert_eq!(in_lanes(alone, list, lanes, None), expected, "{lanes} lanes");
        }
        assert_eq!(in_lanes(alone, list, 2, u64::try_from(list.len()).ok()), expected);
        agree_on_disk(alone, list, &expected);
    }
}

fn list() -> impl Strategy<Value = Vec<u8>> {
    let mail = prop_oneof![
        4 => "[a-d]@x\\.org",
        1 => "\"[a-d]@x\\.org\"",
        1 => "[a-c. ]{0,3}@gmail\\.com",
        1 => "\"[a-c\n\r\"\"]{0,2}\"",
        1 => Just("é@x.org".to_owned()),
        1 => "[a-z0-9]{0,60}",
    ];
    let tel = prop_oneof![2 => Just(String::new()), 2 => "\\+3361234567[0-9]", 1 => "0612 34 56 7[0-9]", 1 => "[0-9x]{0,9}"];
    let at = prop_oneof![6 => Just("N"), 3 => Just("S"), 3 => Just(""), 1 => Just("\"S\"")];
    let out = prop_oneof![8 => Just(""), 1 => Just("yes"), 1 => Just("no")];
    let end = prop_oneof![8 => Just("\n"), 2 => Just("\r\n"), 1 => Just("\r"), 1 => Just("\n\n")];
    let row = (mail, tel, at, out, end).prop_map(|(m, t, a, o, end)| format!("{m};{t};{a};{o}{end}"));
    let rows = prop::collection::vec(row, 0..40);
    (prop_oneof![Just("\n"), Just("\r\n"), Just("\r")], any::<bool>(), rows).prop_map(|(end, mark, rows)| {
        let mark = if mark { "\u{feff}" } else { "" };
        format!("{mark}mail;tel;at;out{end}{}", rows.concat()).into_bytes()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_list_is_the_same_through_any_number_of_lanes(list in list()) {
        agree(&list);
    }

    #[test]
    fn its_fault_is_too(list in list(), fault: prop::sample::Index, which in 0..6usize) {
        let faults: [&[u8]; 6] = [b"\0", b"\xff", b"\"", b";;;maybe\n", b"x\n", b"z@x.org;;Middle;\n"];
        let (before, after) = list.split_at(fault.index(list.len() + 1));
        agree(&[before, faults[which], after].concat());
    }
}

#[test]
fn records_are_the_same_through_any_number_of_lanes() {
    let rows: Vec<[String; 4]> = (0..50)
        .map(|n| {
            [
                format!("{}@x.org", n % 20),
                String::new(),
                "N".to_owned(),
                if n == 7 { "yes" } else { "" }.to_owned(),
            ]
        })
        .collect();
    let text = rows.iter().fold("mail,tel,at,out\n".to_owned(), |text, row| text + &row.join(",") + "\n");
    let expected = in_pieces(false, text.as_bytes(), 1000);
    for lanes in [1, 2, 3, 8] {
        let got = seen(false, |pipeline, mut sink| {
            let mut header = Record::default();
            header.refill(1, ["mail", "tel", "at", "out"].iter().map(|name| name.as_bytes()));
            let mut rows = (2..).zip(&rows);
            let next = |record: &mut Record| -> Result<bool, PipelineError> {
                let Some((line, row)) = rows.next() else { return Ok(false) };
                record.refill(line, row.iter().map(|field| field.as_bytes()));
                Ok(true)
            };
            pipeline.hash_records(lanes, &header, next, &mut sink)
        });
        assert_eq!(got, expected, "{lanes} lanes");
    }
}

#[test]
fn an_error_of_the_reader_or_the_sink_ends_every_lane() {
    let list = (0..2_000).fold(b"mail;tel;at;out\n".to_vec(), |mut list, n| {
        list.extend_from_slice(format!("p{n}@x.org;;;\n").as_bytes());
        list
    });
    for lanes in [1, 8] {
        let mut rest = list.as_slice();
        let mut reads = 0;
        let read = |piece: &mut [u8]| {
            reads += 1;
            if reads == 100 { Err(PipelineError::Empty) } else { Ok(rest.read(piece).unwrap()) }
        };
        let broken = pipeline(false).hash_text(lanes, None, read, &mut |_: &TokenRow| Ok(()));
        assert_eq!(broken, Err(PipelineError::Empty));
        let mut rest = list.as_slice();
        let full = |row: &TokenRow| if row.is_empty() { Ok(()) } else { Err(PipelineError::Empty) };
        let read = |piece: &mut [u8]| -> Result<usize, PipelineError> { Ok(rest.read(piece).unwrap()) };
        assert_eq!(pipeline(false).hash_text(lanes, None, read, &mut { full }), Err(PipelineError::Empty));
    }
}

/// Enough for tables to be full in mid-list, with duplicates on both sides of that.
fn long_list() -> Vec<u8> {
    (0..6_000).fold(b"mail;tel;at;out\n".to_vec(), |mut list, n| {
        let (mail, out) = (n * 7 % 4_001, if n % 97 == 0 { "yes" } else { "" });
        list.extend_from_slice(format!("p{mail}@x.org;+3361234{:04};N;{out}\n", n % 1_500).as_bytes());
        list
    })
}

#[test]
fn a_list_that_fills_its_tables_in_the_middle_comes_out_the_same() {
    let list = long_list();
    for alone in [false, true] {
        let expected = in_pieces(alone, &list, 1 << 16);
        for memory in [0, 20_000, 60_000, 100_000, 150_000] {
            let got = bounded(alone, &list, 2, memory);
            assert_eq!(got, expected, "{memory} bytes");
        }
    }
}

#[test]
fn a_full_disk_ends_the_list_and_says_so() {
    let list = long_list();
    for (alone, room) in [(true, 0), (true, 3_000), (false, 20_000), (false, 0)] {
        let mut pipeline = pipeline(alone);
        pipeline.bounded(0, scratch(room));
        let mut rest = list.as_slice();
        let read = |piece: &mut [u8]| -> Result<usize, PipelineError> { Ok(rest.read(piece).unwrap()) };
        let fault = pipeline.hash_text(2, None, read, &mut |_: &TokenRow| Ok(())).unwrap_err();
        assert!(matches!(&fault, PipelineError::Scratch { .. }), "{fault}");
        assert!(fault.to_string().contains("cannot wait on disk"), "{fault}");
    }
    let mut pipeline = pipeline(true);
    pipeline.bounded(0, Box::new(|| Err(std::io::ErrorKind::PermissionDenied.into())));
    let fault = pipeline.feed(&list, &mut |_: &TokenRow| Ok::<_, PipelineError>(())).unwrap_err();
    assert!(fault.to_string().contains("permission denied"), "{fault}");
}
