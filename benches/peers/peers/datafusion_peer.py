"""DataFusion on one partition: two tables in memory, or two files with everything included."""

import sys

from datafusion import SessionConfig, SessionContext
from timing import repeat

times, a, b, *how = sys.argv[1:]
context = SessionContext(SessionConfig().with_target_partitions(1))
for name, path in (("a", a), ("b", b)):
    context.register_parquet(f"file_{name}", path)
    if not how:
        batches = context.sql(f"SELECT email FROM file_{name} ORDER BY email").collect()
        context.register_record_batches(name, [batches])
if how:
    query = """SELECT count(*) AS n FROM (SELECT DISTINCT email FROM file_a) a
               JOIN (SELECT DISTINCT email FROM file_b) b ON a.email = b.email"""
else:
    query = "SELECT count(*) AS n FROM a JOIN b ON a.email = b.email"
repeat(times, lambda: context.sql(query).collect()[0].column(0)[0].as_py())
