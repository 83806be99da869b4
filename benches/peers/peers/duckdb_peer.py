"""DuckDB on one thread: building a sorted set, and counting what two tables share in each 16-byte form."""

import sys
from pathlib import Path

import duckdb
from timing import repeat

sys.path.append(str(Path(__file__).parent.parent))

# How a token is kept, made from the file's 16-byte blob.
FORMS = {
    "BLOB": ["email AS t"],
    "UHUGEINT": ["('0x' || hex(email))::UHUGEINT AS t"],
    "UUID": ["hex(email)::UUID AS t"],
    "two UBIGINT": ["('0x' || hex(email[1:8]))::UBIGINT AS t", "('0x' || hex(email[9:16]))::UBIGINT AS u"],
}


def connect(memory="16GB"):
    db = duckdb.connect()
    db.execute(f"SET threads = 1; SET memory_limit = '{memory}'; SET preserve_insertion_order = false")
    return db


def columns(form, path, extra=""):
    return f"SELECT {', '.join(FORMS[form])}{extra} FROM read_parquet('{path}')"


def build(times, source, out, memory="16GB"):
    db = connect(memory)
    db.execute(f"SET temp_directory = '{out}.tmp'")

    def work():
        db.execute(f"COPY (SELECT DISTINCT email FROM read_parquet('{source}') ORDER BY email) TO '{out}' (FORMAT parquet)")
        return db.execute(f"SELECT count(*) FROM read_parquet('{out}')").fetchone()[0]

    repeat(times, work)


def count(times, form, a, b, _folder):
    db = connect()
    for name, path in (("a", a), ("b", b)):
        db.execute(f"CREATE TABLE {name} AS {columns(form, path)} ORDER BY ALL")
    using = "t, u" if len(FORMS[form]) == 2 else "t"
    repeat(times, lambda: db.execute(f"SELECT count(*) FROM a JOIN b USING ({using})").fetchone()[0])


def matrix(times, form, a, b):
    from data import digest_of_cells

    db = connect()
    for name, path in (("a", a), ("b", b)):
        db.execute(f"CREATE TABLE {name} AS {columns(form, path, ', segment::UTINYINT AS s')} ORDER BY ALL")
    using = "t, u" if len(FORMS[form]) == 2 else "t"
    query = f"SELECT a.s, b.s, count(*) FROM a JOIN b USING ({using}) GROUP BY ALL"
    repeat(times, lambda: db.execute(query).fetchall(), digest_of_cells)


def rows(times, a, b):
    db = connect()
    query = f"""SELECT count(*) FROM (SELECT DISTINCT email FROM read_parquet('{a}'))
                JOIN (SELECT DISTINCT email FROM read_parquet('{b}')) USING (email)"""
    repeat(times, lambda: db.execute(query).fetchone()[0])


{"build": build, "count": count, "rows": rows, "matrix": matrix}[sys.argv[1]](*sys.argv[2:])
