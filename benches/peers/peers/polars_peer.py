"""Polars on one thread (by environment variable)."""

import sys

import polars as pl
from timing import repeat


def build(times, source, out):
    def work():
        frame = pl.scan_parquet(source).select("email").unique().sort("email").collect()
        frame.write_parquet(out, compression="uncompressed")
        return frame.height

    repeat(times, work)


def count(times, a, b):
    left, right = pl.read_parquet(a, columns=["email"]).sort("email"), pl.read_parquet(b, columns=["email"]).sort("email")
    repeat(times, lambda: left.join(right, on="email", how="semi").height)


def rows(times, a, b):
    def work():
        left, right = (pl.scan_parquet(path).select("email").unique() for path in (a, b))
        return left.join(right, on="email", how="semi").select(pl.len()).collect().item()

    repeat(times, work)


{"build": build, "count": count, "rows": rows}[sys.argv[1]](*sys.argv[2:])
