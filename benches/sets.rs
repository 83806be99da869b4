//! Stored sets: building, counting, and beside each what the hardware could do at best.
//!
//! `cargo bench --no-default-features --features native --bench sets`; `ENTENTE_BENCH_ROWS` (10000000) is the size of a set.
//! Every count is of lists that share three in ten; that all ways count the same is in the unit tests.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that cannot be set up fails")]

use std::fs::File;
use std::hint::black_box;
use std::io::{self, BufWriter, Cursor, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use entente::matching::IdentifierType;
use entente::matching::intersect::{count, matrix};
use entente::matching::set::{AudienceSet, ReadAt as _, SpooledBuilder};
use entente::matching::token::Token;

const EMAIL: [IdentifierType; 1] = [IdentifierType::Email];

fn rows() -> u64 {
    std::env::var("ENTENTE_BENCH_ROWS").map_or(10_000_000, |rows| rows.parse().unwrap())
}

/// A number that looks like a keyed hash (SplitMix64, twice).
fn token(n: u64) -> Token {
    let mix = |n: u64| {
        let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        n ^ (n >> 31)
    };
    let seed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let number = u128::from(mix(seed)) << 64 | u128::from(mix(seed ^ 0x5851_f42d_4c95_7f2d));
    Token::from(number.to_be_bytes())
}

/// A set in a file without a name, in the cache.
fn stored(people: std::ops::Range<u64>, segments: bool) -> Arc<File> {
    let path: PathBuf = std::env::temp_dir().join(format!("entente-bench-{}", std::process::id()));
    let file = File::options().read(true).write(true).create_new(true).open(&path).unwrap();
    std::fs::remove_file(path).unwrap();
    let mut builder = SpooledBuilder::new(&EMAIL, Cursor::new(Vec::new()));
    for n in people {
        let segment = segments.then(|| u8::try_from(n % 50).unwrap());
        builder.person([(IdentifierType::Email, token(n))], segment).unwrap();
    }
    let mut out = BufWriter::new(&file);
    builder.finish(&mut out).unwrap();
    out.flush().unwrap();
    drop(out);
    Arc::new(file)
}

fn open(file: &Arc<File>) -> AudienceSet {
    let file: Arc<File> = Arc::clone(file);
    AudienceSet::open(file).unwrap()
}

fn loaded(file: &Arc<File>) -> AudienceSet {
    open(file).loaded().unwrap()
}

fn counting(criterion: &mut Criterion) {
    let rows = rows();
    let files = [stored(0..rows, false), stored(rows * 7 / 10..rows * 17 / 10, false)];
    let mut group = criterion.benchmark_group("count");
    group.sample_size(15).measurement_time(Duration::from_secs(5)).throughput(Throughput::Elements(2 * rows));
    let numbers: Vec<Vec<u128>> = [0..rows, rows * 7 / 10..rows * 17 / 10]
        .into_iter()
        .map(|people| people.map(|n| u128::from_be_bytes(*token(n).as_bytes())).collect())
        .collect();
    group.bench_function("limit: read both in memory", |b| {
        b.iter(|| numbers.iter().map(|list| sum(black_box(list))).fold(0, u64::wrapping_add));
    });
    let mut copy = numbers.clone();
    group.bench_function("limit: copy both in memory", |b| {
        b.iter(|| {
            copy.iter_mut().zip(&numbers).for_each(|(to, from)| to.copy_from_slice(black_box(from)));
            black_box(&mut copy);
        });
    });
    drop((numbers, copy));
    let [a, b] = files.each_ref().map(loaded);
    for threads in [1, 2] {
        group.bench_function(BenchmarkId::new("in memory, threads", threads), |bench| {
            bench.iter(|| black_box(count((&a).into(), (&b).into(), &EMAIL, threads).is_ok()));
        });
    }
    let few = loaded(&stored(rows - 5_000..rows + 5_000, false));
    group.bench_function("10,000 against all, in memory and in the caches", |bench| {
        bench.iter(|| black_box(count((&few).into(), (&a).into(), &EMAIL, 1).is_ok()));
    });
    // Each time another list: together they touch more than caches hold.
    let many: Vec<_> =
        (0..rows / 20_000).map(|n| loaded(&stored(n * 20_000..n * 20_000 + 10_000, false))).collect();
    let mut next = many.iter().cycle();
    group.bench_function("10,000 against all, in memory", |bench| {
        bench.iter(|| {
            let few = next.next().unwrap();
            black_box(count(few.into(), (&a).into(), &EMAIL, 1).is_ok())
        });
    });
    drop((a, b));
    group.bench_function("limit: read both files", |bench| {
        let mut block = vec![0; 1 << 16];
        bench.iter(|| files.iter().map(|file| read_through(file, &mut block)).fold(0, u64::wrapping_add));
    });
    let [a, b] = files.each_ref().map(open);
    for threads in [1, 2] {
        group.bench_function(BenchmarkId::new("from files, threads", threads), |bench| {
            bench.iter(|| black_box(count((&a).into(), (&b).into(), &EMAIL, threads).is_ok()));
        });
    }
    group.bench_function("10,000 against all, from a file", |bench| {
        bench.iter(|| black_box(count((&few).into(), (&a).into(), &EMAIL, 1).is_ok()));
    });
    group.finish();
}

fn sum(list: &[u128]) -> u64 {
    list.iter().fold(0, |sum, n| sum ^ u64::try_from(n >> 64).unwrap_or_default() ^ u64::from(n & 1 == 1))
}

fn read_through(file: &File, block: &mut [u8]) -> u64 {
    let (mut at, size, mut sum) = (0, file.size().unwrap(), 0u64);
    while at < size {
        let length = usize::try_from(size - at).unwrap().min(block.len());
        let part = &mut block[..length];
        file.read_exact_at(part, at).unwrap();
        let (words, _) = part.as_chunks::<8>();
        sum = words.iter().fold(sum, |sum, word| sum ^ u64::from_le_bytes(*word));
        at += u64::try_from(length).unwrap();
    }
    sum
}

fn matrices(criterion: &mut Criterion) {
    let rows = rows() / 2;
    let [a, b] = [stored(0..rows, true), stored(rows * 7 / 10..rows * 17 / 10, true)];
    let mut group = criterion.benchmark_group("matrix 50 x 50");
    group.sample_size(15).measurement_time(Duration::from_secs(5)).throughput(Throughput::Elements(2 * rows));
    for (name, [a, b]) in [("in memory", [loaded(&a), loaded(&b)]), ("from files", [open(&a), open(&b)])] {
        for threads in [1, 2] {
            group.bench_function(BenchmarkId::new(format!("{name}, threads"), threads), |bench| {
                bench.iter(|| black_box(matrix((&a).into(), (&b).into(), &EMAIL, threads).is_ok()));
            });
        }
    }
    group.finish();
}

fn building(criterion: &mut Criterion) {
    let rows = rows();
    let tokens: Vec<Token> = (0..rows).map(token).collect();
    let numbers: Vec<u128> = tokens.iter().map(|token| u128::from_be_bytes(*token.as_bytes())).collect();
    let mut group = criterion.benchmark_group("build");
    group.sample_size(10).measurement_time(Duration::from_secs(10)).throughput(Throughput::Elements(rows));
    let mut copy = numbers.clone();
    group.bench_function("sort_unstable and dedup", |bench| {
        bench.iter(|| {
            copy.resize(numbers.len(), 0);
            copy.copy_from_slice(&numbers);
            copy.sort_unstable();
            copy.dedup();
            black_box(copy.len())
        });
    });
    drop((numbers, copy));
    let mut scratch = Cursor::new(vec![1; tokens.len() * 16 + (1 << 20)]);
    group.bench_function("parts, sort, check, digest", |bench| {
        bench.iter(|| {
            let mut builder = SpooledBuilder::new(&EMAIL, &mut scratch);
            for token in &tokens {
                builder.person([(IdentifierType::Email, *token)], None).unwrap();
            }
            black_box(builder.finish(io::sink()).unwrap())
        });
    });
    group.finish();
}

criterion_group!(sets, counting, matrices, building);
criterion_main!(sets);
