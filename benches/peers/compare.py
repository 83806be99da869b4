"""The comparisons, one function each: ours first, then everybody else on the same data. `run` calls this."""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import data
from measure import once, table, timed_inside, timed_whole

HERE = Path(__file__).parent
ENTENTE = os.environ["ENTENTE_BINARY"]
ONE_THREAD = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Bench:
    """Where things are and how much is asked."""

    def __init__(self, options):
        self.rows = 100_000 if options.quick else options.rows
        self.times = 1 if options.quick else options.times
        self.folder = Path(options.folder)
        self.data = self.folder / "data"
        self.scratch = self.folder / "scratch"
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.data.mkdir(exist_ok=True)
        self.scratch.mkdir()

    def peer(self, script, *words, environment="engines"):
        """The command of a contestant of `peers/`."""
        python = self.folder / environment / "bin/python"
        return [str(python), "-B", str(HERE / "peers" / f"{script}.py"), *map(str, words)]

    def lists(self, rows, name="tokens"):
        """Two lists of tokens as Parquet; every other person of each is in the other one."""
        paths = [self.data / f"{name}-{rows}-{side}.parquet" for side in "ab"]
        for seed, path in enumerate(paths, start=1):
            if not path.exists():
                segments = data.segments(rows, seed) if name == "segments" else None
                data.parquet(path, data.token_rows(rows, seed, rows // 2), segments)
        return paths

    def stored(self, path):
        """The stored set of a client file, made if need be."""
        out = path.with_suffix(".entset")
        if not out.exists():
            once([ENTENTE, "set", "build", path, "-o", out])
        return out

    def lines(self, rows):
        """The same two lists as lines of hexadecimal digits."""
        paths = [self.data / f"tokens-{rows}-{side}.txt" for side in "ab"]
        for seed, path in enumerate(paths, start=1):
            if not path.exists():
                data.hex_lines(path, data.token_rows(rows, seed, rows // 2))
        return paths


def compare_hash(bench):
    """A CSV of addresses to a file of tokens."""
    rows = bench.rows // 2
    csv, key = bench.data / f"emails-{rows}.csv", bench.scratch / "room.key"
    data.emails(csv, rows)
    subprocess.run([ENTENTE, "key", "new", "--room", "bench", "-o", key], check=True, capture_output=True)
    out = bench.scratch / "tokens.csv"
    ours = [ENTENTE, "hash", "--key", key, "--id", "email=email", csv, "-o", out, "--json", "--threads", "1"]
    cost = timed_whole("entente hash, one thread", ours, lambda said: said["people"], bench.times)
    answer = digest_of_file(out)
    cost.answer = answer
    others = []
    for name, how in [("Python, hmac.new", "new"), ("Python, hmac.digest (OpenSSL)", "digest")]:
        command = bench.peer("python_hmac", how, key, csv, bench.scratch / "theirs.csv")
        other = timed_whole(name, command, lambda said: said["rows"], max(1, bench.times // 2))
        other.answer = digest_of_file(bench.scratch / "theirs.csv")
        others.append(other)
    table(f"Hash: {rows:,} addresses from CSV to CSV", cost, others, rows)
    few = 500
    shell = timed_whole("", bench.peer("openssl_lines", key, csv, few), lambda said: said["answer"], 1)
    print(f"\nA shell script that starts `openssl` for every address: {shell.wall / few * 1e3:.1f} ms each, measured on {few}.")
    if os.cpu_count() > 1:
        threads = timed_whole("", ours[:-1] + [str(os.cpu_count())], lambda said: said["people"], bench.times)
        print(f"\nOn {os.cpu_count()} threads `entente hash` takes {cost.wall / threads.wall:.2f} times less wall time; same file:"
              f" {digest_of_file(out) == answer}.")


def digest_of_file(path):
    """What a file of hexadecimal tokens holds, in no order."""
    with open(path, "rb") as lines:
        lines.readline()
        return data.digest_of_tokens(bytes.fromhex(lines.read().decode()))


def compare_build(bench):
    """Unsorted tokens to a sorted, distinct, durable set."""
    rows = bench.rows
    a, _ = bench.lists(rows)
    text, _ = bench.lines(rows)
    out = bench.scratch / "built"
    ours = [ENTENTE, "set", "build", a, "-o", out, "--json"]
    cost = timed_whole("entente set build", ours, lambda said: said["people"], bench.times)
    others = [
        timed_inside("DuckDB, distinct and order by", bench.peer("duckdb_peer", "build", bench.times, a, out)),
        timed_inside("Polars, unique and sort", bench.peer("polars_peer", "build", bench.times, a, out), ONE_THREAD),
        timed_inside("numpy, unique of S16", bench.peer("numpy_peer", "build", bench.times, a, out)),
        timed_whole(
            "sort -u of hexadecimal lines", bench.peer("gnu", "build", text, out), lambda said: said["answer"],
            max(1, bench.times // 2), {"LC_ALL": "C"}, "children's CPU time counted"
        ),
    ]
    table(f"Build: {rows:,} unsorted tokens from Parquet to a sorted set on disk", cost, others, rows)


def compare_bounded(bench):
    """The same where memory is short: ours needs little at any size, an engine that is held to little goes to the disk."""
    rows = bench.rows
    a, _ = bench.lists(rows)
    out = bench.scratch / "built"
    ours = [ENTENTE, "set", "build", a, "-o", out, "--json"]
    cost = timed_whole("entente set build", ours, lambda said: said["people"], bench.times)
    held = bench.peer("duckdb_peer", "build", bench.times, a, out, "512MB")
    try:
        others = [timed_inside("DuckDB, distinct and order by, memory_limit 512 MB", held)]
    except SystemExit as refusal:
        # At 100 million rows it runs out of what it may take, which is an answer, too.
        if "Out of Memory" not in str(refusal):
            raise
        others = []
    table(f"Build in little memory: {rows:,} unsorted tokens from Parquet to a sorted set on disk", cost, others, rows)
    if not others:
        print("\nDuckDB, held to 512 MB, ran out of memory and gave up.")


def compare_count(bench):
    """What two stored lists share, each stored as its engine likes it."""
    rows = bench.rows
    a, b = bench.lists(rows)
    text_a, text_b = bench.lines(rows)
    sets = [bench.stored(path) for path in (a, b)]
    cost = ours_inside("entente, one thread", bench, sets)
    work = bench.scratch
    once(bench.peer("gnu", "order", text_a, text_b, work), {"LC_ALL": "C"})
    others = [
        *(
            timed_inside(f"DuckDB, {form}", bench.peer("duckdb_peer", "count", bench.times, form, a, b, work))
            for form in ("UHUGEINT", "UUID", "BLOB", "two UBIGINT")
        ),
        timed_inside("Polars, semi join", bench.peer("polars_peer", "count", bench.times, a, b), ONE_THREAD),
        timed_inside("DataFusion", bench.peer("datafusion_peer", bench.times, a, b)),
        timed_inside("ClickHouse (chdb)", bench.peer("chdb_peer", bench.times, a, b, work)),
        timed_inside("SQLite, two clustered indexes", bench.peer("sqlite_peer", bench.times, a, b, work)),
        without_memory(timed_inside("PostgreSQL", bench.peer("postgres_peer", bench.times, a, b, work), note="wall time of the server")),
        timed_inside("numpy, sorted 8-byte prefixes", bench.peer("numpy_peer", "count", bench.times, a, b)),
        timed_inside("Python sets, already built", bench.peer("python_sets", bench.times, a, b)),
        timed_whole(
            "GNU comm of sorted lines", bench.peer("gnu", "count", work), lambda said: said["answer"],
            1, {"LC_ALL": "C"}, "children's CPU time counted"
        ),
    ]
    table(f"Count: two stored lists of {rows:,}, one thread each", cost, others, 2 * rows)
    limit = timed_inside("", bench.peer("numpy_peer", "read", bench.times, *sets))
    print(f"\nReading the same bytes once and adding them up (numpy): {limit.cpu * 1e3:.1f} ms of CPU time.")
    if os.cpu_count() > 1:
        two = ours_inside("", bench, sets, threads=2)
        print(f"\nOn two threads the count alone takes {cost.wall / two.wall:.2f} times less wall time.")


def without_memory(cost):
    """A contestant that works in another process than the one that was started."""
    cost.peak = 0
    return cost


def ours_inside(name, bench, sets, threads=1):
    """`entente overlap` as it times itself: the count alone, reading and checking the files left out, as for the engines.

    Its CPU time is the processor's, as that of the engines is. Each run is a process that counts once and has counted nothing
    before, where an engine that repeats its question finds caches and tables warm.
    """
    command = [ENTENTE, "overlap", *sets, "--exact", "--json", "--in-memory", "--threads", str(threads)]
    cost, runs = counted_inside(name, command, lambda said: said["exact"], bench)
    whole = statistics.median(run[1] for run in runs)
    cost.note = f"with reading and checking both files {whole * 1000:.0f} ms of CPU time"
    return cost


def counted_inside(name, command, answer, bench):
    """The count alone, as `entente overlap` times it; and all of its runs."""
    runs = [once(command) for _ in range(max(5, bench.times))]
    cost = timed_whole(name, command, answer, 1)
    cost.cpu = statistics.median(run[0]["seconds"]["processor"] for run in runs)
    cost.wall = statistics.median(run[0]["seconds"]["count"] for run in runs)
    return cost, runs


def compare_rows(bench):
    """From unsorted rows on the disk to the count, all included."""
    rows = bench.rows
    a, b = bench.lists(rows)
    command = [ENTENTE, "overlap", a, b, "--exact", "--json", "--threads", "1"]
    cost = timed_whole("entente overlap, one thread", command, lambda said: said["exact"], bench.times)
    others = [
        timed_inside("DuckDB", bench.peer("duckdb_peer", "rows", bench.times, a, b)),
        timed_inside("Polars", bench.peer("polars_peer", "rows", bench.times, a, b), ONE_THREAD),
        timed_inside("DataFusion", bench.peer("datafusion_peer", bench.times, a, b, "rows")),
    ]
    table(f"Rows to count: two unsorted Parquet files of {rows:,}", cost, others, 2 * rows)


def compare_small(bench):
    """A small list against a big one, both stored."""
    rows = bench.rows
    a, _ = bench.lists(rows)
    small = bench.data / f"small-{rows}.parquet"
    if not small.exists():
        tokens = data.token_rows(rows, 1, rows // 2)
        data.parquet(small, tokens[: max(1, rows // 1000)].copy())
    sets = [bench.stored(path) for path in (small, a)]
    cost = ours_inside("entente, one thread", bench, sets)
    other = timed_inside("DuckDB, UHUGEINT", bench.peer("duckdb_peer", "count", bench.times, "UHUGEINT", small, a, bench.scratch))
    table(f"Small against big: {max(1, rows // 1000):,} and {rows:,}, both stored", cost, [other], rows)


def compare_matrix(bench):
    """Two stored lists whose people are in one of 50 segments: how many are in each of the 2,500 pairs."""
    rows = bench.rows // 2
    a, b = bench.lists(rows, "segments")
    sets = [bench.stored(path) for path in (a, b)]
    command = [ENTENTE, "overlap", *sets, "--exact", "--by-segment", "--json", "--in-memory", "--threads", "1"]
    cost, _ = counted_inside("entente, one thread", command, lambda said: data.digest_of_cells(cells(said)), bench)
    others = [
        *(
            timed_inside(f"DuckDB, {form}", bench.peer("duckdb_peer", "matrix", bench.times, form, a, b))
            for form in ("UHUGEINT", "two UBIGINT")
        ),
        timed_inside("Polars", bench.peer("polars_peer", "matrix", bench.times, a, b), ONE_THREAD),
    ]
    table(f"Matrix: two stored lists of {rows:,}, 50 segments each", cost, others, 2 * rows)


def cells(said):
    """The cells of a printed table that somebody is in."""
    for name, row in zip(said["first"], said["people"]):
        for other, people in zip(said["second"], row):
            if people:
                yield int(name), int(other), people


def compare_trust(bench):
    """What it costs not to need a trusted server: private set intersection by elliptic curves and by oblivious transfer."""
    rows = min(100_000, bench.rows // 10)
    a, b = bench.lists(rows)
    command = [ENTENTE, "overlap", a, b, "--exact", "--json", "--threads", "1"]
    cost = timed_whole("entente overlap, from Parquet", command, lambda said: said["exact"], bench.times)
    others = [
        timed_inside("openmined-psi, ECDH, size only", bench.peer("openmined", a, b)),
        *(
            timed_inside(
                f"SecretFlow spu, {protocol}", bench.peer("secretflow", protocol, *bench.lines(rows), bench.scratch, environment="trust"),
                note="reveals the intersection to one side"
            )
            for protocol in ("ECDH", "KKRT", "RR22")
        ),
    ]
    table(f"The price of trusting nobody: {rows:,} by {rows:,}", cost, others, 2 * rows)
    print(
        "\nNot the same promise: these protocols hide both lists from any third party; Entente's standard mode trusts the server"
        "\nto stay apart from either company, and gives a noised count where these give an exact one."
    )


COMPARISONS = {
    "hash": compare_hash,
    "build": compare_build,
    "bounded": compare_bounded,
    "count": compare_count,
    "rows": compare_rows,
    "small": compare_small,
    "matrix": compare_matrix,
    "trust": compare_trust,
}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--folder", required=True)
    options.add_argument("--rows", type=int, default=10_000_000)
    options.add_argument("--times", type=int, default=5)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--only", action="append", choices=list(COMPARISONS))
    options = options.parse_args()
    if options.rows < 10_000:
        sys.exit("--rows: at least 10000, or the clock says more than the work")
    bench = Bench(options)
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    print(f"{model}, {os.cpu_count()} cores; medians of {bench.times}; seed {data.SEED}.")
    for name in options.only or COMPARISONS:
        COMPARISONS[name](bench)
    shutil.rmtree(bench.scratch)


if __name__ == "__main__":
    main()
