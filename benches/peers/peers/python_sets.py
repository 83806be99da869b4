"""Two Python sets of bytes, built beforehand."""

import sys

import pyarrow.parquet as pq
from timing import repeat

times, a, b = sys.argv[1:]
left, right = (set(pq.read_table(path, columns=["email"]).column(0).to_pylist()) for path in (a, b))
repeat(times, lambda: len(left & right))
