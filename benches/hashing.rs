//! From a list to tokens: each kernel on the way, and beside the keyed hash what the hardware could do at best.
//!
//! `cargo bench --no-default-features --features native --bench hashing`. Every input is in the caches before it is timed.
//! `sha256rnds2` can begin every two cycles, and a short HMAC needs 64 of them: 128 cycles are the limit of the keyed hash
//! on one core of x86-64, and a chain of 128 dependent operations takes as long.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot be set up fails, and it prints"
)]

use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write as _};
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use entente::matching::client_file::{About, CsvTokenReader, Extra, FileError, ParquetTokens, ParquetWriter};
use entente::matching::normalise::Normaliser;
use entente::matching::pipeline::{Mapping, Pipeline, PipelineError, Plan, SegmentNames};
use entente::matching::records::CsvReader;
use entente::matching::set::SpooledBuilder;
use entente::matching::token::{KeyRing, Messages, Pepper, RoomKey, Token, TokenRow};
use entente::matching::{IdentifierType, Profile};

/// Values of a kernel: what stays in the first caches.
const VALUES: usize = 256;
/// Rows of a list.
const ROWS: usize = 200_000;

fn ring() -> KeyRing {
    KeyRing::derive(&RoomKey::from_bytes([7; 32]), "room")
}

fn address(n: usize) -> String {
    const HOSTS: [&str; 5] = ["gmail.com", "example.com", "gmail.com", "mail.example.org", "outlook.com"];
    const NAMES: [&str; 4] = ["jane", "Ravi", "maria", "lars"];
    let (host, name) = (HOSTS.get(n % 5).unwrap(), NAMES.get(n / 5 % 4).unwrap());
    format!("{name}.{}@{host}", n.wrapping_mul(2_654_435_761) % 1_000_000_007)
}

fn list(rows: usize) -> Vec<u8> {
    (0..rows).fold(b"email\n".to_vec(), |mut list, n| {
        list.extend_from_slice(address(n).as_bytes());
        list.push(b'\n');
        list
    })
}

fn keyed_hash(criterion: &mut Criterion) {
    let values: Vec<String> = (0..VALUES).map(address).collect();
    let mut messages = Messages::new();
    values.iter().for_each(|value| messages.push(value.as_bytes()));
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &[7; 32]);
    let (ring, pepper) = (ring(), Pepper::new(&[9; 32]));
    let mut group = criterion.benchmark_group("keyed hash");
    group.throughput(Throughput::Elements(VALUES.try_into().unwrap()));
    group.bench_function("limit: 128 cycles each", |bench| {
        bench.iter(limit);
    });
    group.bench_function("limit: reading the values", |bench| {
        bench.iter(|| {
            black_box(&values).iter().flat_map(|value| value.bytes()).fold(0_u8, |all, byte| all ^ byte)
        });
    });
    group.bench_function("ring, one by one", |bench| {
        bench.iter(|| {
            let sign = |value: &String| {
                *ring::hmac::sign(&key, value.as_bytes()).as_ref().first_chunk::<16>().unwrap()
            };
            black_box(&values).iter().map(sign).fold(0, |all, token| all ^ u128::from_be_bytes(token))
        });
    });
    let mut tokens = Vec::with_capacity(VALUES);
    group.bench_function("many at a time", |bench| {
        bench.iter(|| {
            tokens.clear();
            ring.keyed_hash_many(IdentifierType::Email, black_box(&messages), &mut tokens);
        });
    });
    group.bench_function("re-key, one by one", |bench| {
        bench.iter(|| tokens.iter_mut().for_each(|token| *token = pepper.rekey(*token)));
    });
    group.bench_function("re-key, many at a time", |bench| {
        bench.iter(|| pepper.rekey_many(black_box(&mut tokens)))
    });
    group.finish();
    let times = ratio(
        || {
            tokens.clear();
            ring.keyed_hash_many(IdentifierType::Email, black_box(&messages), &mut tokens);
        },
        || {
            black_box(limit());
        },
    );
    println!("keyed hash, many at a time: {times:.2} times its limit");
}

/// 128 cycles for each value, by a chain in which each operation waits for the one before.
fn limit() -> u64 {
    let (mut x, step) = (black_box(1_u64), black_box(0x9e37_u64));
    (0..VALUES * 64).for_each(|_| x = x.rotate_left(1).wrapping_add(step));
    x
}

/// How many times as long the first takes as the second: both in turns, so that what else the machine does meets both.
fn ratio(mut first: impl FnMut(), mut second: impl FnMut()) -> f64 {
    let timed = |work: &mut dyn FnMut()| {
        let began = Instant::now();
        (0..20).for_each(|_| work());
        began.elapsed().as_secs_f64()
    };
    let mut ratios: Vec<f64> = (0..201).map(|_| timed(&mut first) / timed(&mut second)).collect();
    ratios.sort_by(f64::total_cmp);
    *ratios.get(100).unwrap()
}

fn normalise(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("normalise");
    group.throughput(Throughput::Elements(VALUES.try_into().unwrap()));
    let addresses: Vec<String> = (0..VALUES).map(address).collect();
    let rules = Normaliser::new(IdentifierType::Email, Profile::Entente, None).unwrap();
    let mut canonical = String::new();
    group.bench_function("e-mail, as most are written", |bench| {
        bench.iter(|| {
            black_box(&addresses)
                .iter()
                .filter(|value| rules.plain(value.as_bytes(), &mut [0; 64]).is_some())
                .count()
        });
    });
    group.bench_function("e-mail, by all rules", |bench| {
        bench.iter(|| {
            black_box(&addresses)
                .iter()
                .filter(|value| rules.normalise(value, &mut canonical).is_ok())
                .count()
        });
    });
    let rules =
        Normaliser::new(IdentifierType::Phone, Profile::Entente, Some("FR".parse().unwrap())).unwrap();
    let numbers: Vec<String> =
        (0..VALUES).map(|n| format!("06 12 34 {:02} {:02}", n / 100, n % 100)).collect();
    group.bench_function("phone number", |bench| {
        bench.iter(|| {
            black_box(&numbers).iter().filter(|value| rules.normalise(value, &mut canonical).is_ok()).count()
        });
    });
    group.finish();
}

fn records(criterion: &mut Criterion) {
    let list = list(ROWS);
    let mut group = criterion.benchmark_group("records");
    group.sample_size(20).throughput(Throughput::Elements(ROWS.try_into().unwrap()));
    group.bench_function("limit: reading the bytes", |bench| {
        bench.iter(|| black_box(&list).iter().fold(0_u8, |all, byte| all ^ byte));
    });
    group.bench_function("CSV", |bench| {
        bench.iter(|| {
            let (mut csv, mut rest, mut count) = (CsvReader::at_record(b','), black_box(&list[..]), 0);
            while csv.next_record(&mut rest).unwrap() {
                count += csv.record().len();
            }
            count
        });
    });
    let hex: Vec<u8> = (0..ROWS).fold(b"email\n".to_vec(), |mut text, n| {
        text.extend_from_slice(&Token::from(u128::try_from(n).unwrap().to_be_bytes()).hex_digits());
        text.push(b'\n');
        text
    });
    group.bench_function("client file, CSV", |bench| {
        bench.iter(|| {
            let (mut reader, mut rest) = (CsvTokenReader::new(), black_box(&hex[..]));
            while reader.next_row(&mut rest).unwrap() {}
            reader.rows()
        });
    });
    group.finish();
}

fn pipeline(criterion: &mut Criterion) {
    let list = list(ROWS);
    let mut group = criterion.benchmark_group("pipeline");
    group.sample_size(10).throughput(Throughput::Elements(ROWS.try_into().unwrap()));
    for lanes in [1, 2] {
        group.bench_function(format!("{lanes} lanes"), |bench| {
            bench.iter(|| {
                let ids = vec![(IdentifierType::Email, "email".to_owned())];
                let mapping = Mapping { ids, segment: None, opt_out: None };
                let segments = SegmentNames::default();
                let plan = Plan { mapping, profile: Profile::Entente, country: None, segments };
                let mut pipeline = Pipeline::new(ring(), plan).unwrap();
                let mut rest = black_box(&list[..]);
                let read =
                    |piece: &mut [u8]| Ok::<_, PipelineError>(std::io::Read::read(&mut rest, piece).unwrap());
                let mut people = 0_u64;
                let mut sink = |_: &TokenRow| {
                    people += 1;
                    Ok(())
                };
                let length = u64::try_from(list.len()).unwrap();
                pipeline.hash_text(lanes, Some(length), read, &mut sink).unwrap();
                people
            });
        });
    }
    group.finish();
}

/// A file without a name.
fn nameless() -> File {
    let path = std::env::temp_dir().join(format!("entente-bench-{}", std::process::id()));
    let file = File::options().read(true).write(true).create_new(true).open(&path).unwrap();
    std::fs::remove_file(path).unwrap();
    file
}

/// What a server does with an upload: reads it, re-keys every token and stores the sorted set.
fn receive(upload: &bytes::Bytes, rekey: impl Fn(&mut [Token])) -> u64 {
    let mut builder = SpooledBuilder::new(&[IdentifierType::Email], nameless());
    let mut waiting: Vec<Token> = Vec::with_capacity(512);
    let mut put = |waiting: &mut Vec<Token>| {
        rekey(waiting);
        waiting.drain(..).for_each(|token| builder.person([(IdentifierType::Email, token)], None).unwrap());
    };
    let read = ParquetTokens::open(upload.clone()).unwrap().for_each(|row| {
        waiting.extend(row.get(IdentifierType::Email));
        if waiting.len() == 512 {
            put(&mut waiting);
        }
        Ok::<_, FileError>(())
    });
    read.unwrap();
    put(&mut waiting);
    let mut out = BufWriter::with_capacity(1 << 18, nameless());
    let finished = builder.finish(&mut out).unwrap();
    out.flush().unwrap();
    finished.summary.people
}

fn ingest(criterion: &mut Criterion) {
    const UPLOAD: u64 = 1_000_000;
    let kinds = [IdentifierType::Email];
    let about = About { check: ring().check(), profile: Profile::Entente, segments: None };
    let mut writer = ParquetWriter::new(Vec::new(), &kinds, Extra::default(), &about).unwrap();
    let mut row = TokenRow::default();
    for n in 0..UPLOAD {
        let spread = u128::from(n.wrapping_mul(0x9e37_79b9_7f4a_7c15)) << 64 | u128::from(n);
        row.set(IdentifierType::Email, Some(Token::from(spread.to_be_bytes())));
        writer.push(&row).unwrap();
    }
    let upload = bytes::Bytes::from(writer.finish().unwrap());
    let pepper = Pepper::new(&[9; 32]);
    let mut group = criterion.benchmark_group("ingest: read, re-key, store");
    group.sample_size(10).throughput(Throughput::Elements(UPLOAD));
    group.bench_function("with ring, one by one", |bench| {
        bench.iter(|| {
            receive(&upload, |tokens| tokens.iter_mut().for_each(|token| *token = pepper.rekey(*token)))
        });
    });
    group.bench_function("many at a time", |bench| {
        bench.iter(|| receive(&upload, |tokens| pepper.rekey_many(tokens)));
    });
    group.finish();
}

criterion_group!(benches, keyed_hash, normalise, records, pipeline, ingest);
criterion_main!(benches);
