"""Polars on one thread (by environment variable)."""

import sys
from pathlib import Path

import polars as pl
from timing import repeat

sys.path.append(str(Path(__file__).parent.parent))


def build(times, source, out):
    def work():
        frame = pl.scan_parquet(source).select("email").unique().sort("email").collect()
        frame.write_parquet(out, compression="uncompressed")
        return frame.height

    repeat(times, work)


def count(times, a, b):
    left, right = pl.read_parquet(a, columns=["email"]).sort("email"), pl.read_parquet(b, columns=["email"]).sort("email")
    repeat(times, lambda: left.join(right, on="email", how="semi").height)


def matrix(times, a, b):
    from data import digest_of_cells

    def read(path):
        frame = pl.read_parquet(path, columns=["email", "segment"])
        return frame.with_columns(pl.col("segment").cast(pl.UInt8)).sort("email")

    left, right = read(a), read(b)
    work = lambda: left.join(right, on="email").group_by("segment", "segment_right").len().sort("segment", "segment_right").rows()
    repeat(times, work, digest_of_cells)


def rows(times, a, b):
    def work():
        left, right = (pl.scan_parquet(path).select("email").unique() for path in (a, b))
        return left.join(right, on="email", how="semi").select(pl.len()).collect().item()

    repeat(times, work)


{"build": build, "count": count, "rows": rows, "matrix": matrix}[sys.argv[1]](*sys.argv[2:])
