"""SQLite: two tables whose primary key is the token, so that both are sorted already."""

import sqlite3
import sys

import pyarrow.parquet as pq
from timing import repeat

times, a, b, folder = sys.argv[1:]
db = sqlite3.connect(f"{folder}/peer.sqlite")
db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000; PRAGMA mmap_size = 4000000000")
for name, path in (("a", a), ("b", b)):
    db.execute(f"CREATE TABLE {name} (t BLOB PRIMARY KEY) WITHOUT ROWID")
    tokens = sorted(pq.read_table(path, columns=["email"]).column(0).to_pylist())
    db.executemany(f"INSERT INTO {name} VALUES (?)", ((token,) for token in tokens))
    del tokens
db.commit()
repeat(times, lambda: db.execute("SELECT count(*) FROM a WHERE t IN (SELECT t FROM b)").fetchone()[0])
