"""ClickHouse in this process, tables of FixedString(16) ordered by token, one thread."""

import sys

from chdb import session
from timing import repeat

times, a, b, folder = sys.argv[1:]
db = session.Session(f"{folder}/clickhouse")
db.query("CREATE DATABASE peers ENGINE = Atomic")
for name, path in (("a", a), ("b", b)):
    db.query(f"CREATE TABLE peers.{name} (t FixedString(16)) ENGINE = MergeTree ORDER BY t")
    db.query(f"INSERT INTO peers.{name} SELECT email FROM file('{path}', Parquet, 'email FixedString(16)')")
    db.query(f"OPTIMIZE TABLE peers.{name} FINAL")
query = "SELECT count() FROM peers.a WHERE t IN (SELECT t FROM peers.b) SETTINGS max_threads = 1"
joined = """SELECT count() FROM peers.a AS a INNER JOIN peers.b AS b ON a.t = b.t
            SETTINGS max_threads = 1, join_algorithm = 'full_sorting_merge'"""
first = int(str(db.query(query, "CSV")).strip())
assert first == int(str(db.query(joined, "CSV")).strip())
repeat(times, lambda: int(str(db.query(query, "CSV")).strip()))
