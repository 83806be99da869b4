"""What one machine takes: the same work at several sizes, and what each size costs. `benches/capacity` calls this."""

import argparse
import os
import platform
import shutil
import subprocess
from pathlib import Path

import data
from measure import once

ENTENTE = os.environ["ENTENTE_BINARY"]
BLOCK = 1 << 20
# Above every number of rows, and prime: a multiple of a number that is none of its own gives each remainder once.
PRIME = 2_147_483_647


def addresses(path, rows):
    """A CSV of distinct addresses in no order, `rows` of them."""
    hosts = ["Example.com", "mail.example.org", "post.example.net", "Shop.Example.co.uk", "example.fr"]
    names = ["jane", "Omar", "li.wei", "sofia", "BJORN", "amelie", "kofi", "maria-jose", "tom", "yuki", "ana"]
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("id,email\n")
        for start in range(0, rows, BLOCK):
            block = range(start, min(start + BLOCK, rows))
            out.write("".join(f"{at},{names[at % 11]}.{at * data.SEED % PRIME}@{hosts[at % 5]}\n" for at in block))


def line(rows, work, cost, disk):
    """One row of the table."""
    _, cpu, wall, peak = cost
    print(f"| {rows:,} | {work} | {wall:.2f} s | {cpu:.2f} s | {cpu / rows * 1e9:.0f} ns | {peak / (1 << 20):,.0f} MiB | {disk} |", flush=True)


def sized(*paths):
    """How much the files take."""
    size = sum(Path(path).stat().st_size for path in paths)
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"


def check(said, name, wanted):
    """Stops the run at a wrong count."""
    if said[name] != wanted:
        raise SystemExit(f"{name} is {said[name]}, and {wanted} is right")


def measure(rows, folder):
    """Every step at one size."""
    csv, key, hashed = folder / "list.csv", folder / "room.key", folder / "list.parquet"
    subprocess.run([ENTENTE, "key", "new", "--room", "capacity", "-o", key], check=True, capture_output=True)
    addresses(csv, rows)
    for threads in sorted({1, os.cpu_count()}):
        command = [ENTENTE, "hash", "--key", key, "--id", "email=email", csv, "-o", hashed, "--json", "--threads", threads]
        cost = once(command)
        check(cost[0], "people", rows)
        line(rows, f"`hash`, {threads} thread{'s' if threads > 1 else ''}", cost, f"{sized(csv)} in, {sized(hashed)} out")
    csv.unlink()
    hashed.unlink()
    sets = []
    for seed, side in enumerate("ab", start=1):
        tokens, stored = folder / f"{side}.parquet", folder / f"{side}.entset"
        data.parquet(tokens, data.token_rows(rows, seed, rows // 2))
        cost = once([ENTENTE, "set", "build", tokens, "-o", stored, "--json"])
        check(cost[0], "people", rows)
        tokens.unlink()
        sets.append(stored)
    line(rows, "`set build`", cost, f"{sized(stored)} out")
    for threads in sorted({1, os.cpu_count()}):
        cost = once([ENTENTE, "overlap", *sets, "--exact", "--json", "--threads", threads])
        check(cost[0], "exact", rows // 2)
        line(rows, f"`overlap`, {threads} thread{'s' if threads > 1 else ''}", cost, f"{sized(*sets)} in")
    for path in [*sets, key]:
        path.unlink()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--folder", required=True)
    options.add_argument("--rows", type=int, action="append")
    options = options.parse_args()
    folder = Path(options.folder) / "capacity"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    print(f"{model}, {os.cpu_count()} cores; seed {data.SEED}.\n")
    print("| rows | work | wall | CPU | CPU a row | peak memory | disk |")
    print("|---:|---|---:|---:|---:|---:|---|")
    for rows in options.rows or (1_000_000, 10_000_000, 100_000_000):
        measure(rows, folder)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
