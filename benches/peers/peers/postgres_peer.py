"""PostgreSQL, a private server on a socket: tokens as uuid, sorted and analysed. The server works in processes of its own, so
what it says of its own time is what counts (EXPLAIN ANALYZE would add to it; `\\timing` of the client does not)."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
from timing import say

times, a, b, folder = sys.argv[1:]
found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
if not found:
    sys.exit("PostgreSQL is not installed under /usr/lib/postgresql (Debian: postgresql)")
binaries = found[-1].parent
home = Path(folder) / "postgres"
home.mkdir(mode=0o755)
# PostgreSQL refuses to run as root.
user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
if user:
    subprocess.run(["chown", "postgres:", home], check=True)
socket = subprocess.run([*user, "mktemp", "-d", "/tmp/entente-peers.XXXXXX"], check=True, capture_output=True, text=True).stdout.strip()
psql = [*user, str(binaries / "psql"), "-h", socket, "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-qAt"]


def ask(sql, data=None):
    return subprocess.run([*psql, "-c", sql], check=True, input=data, capture_output=True).stdout.decode().strip()


run = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
subprocess.run([*user, binaries / "initdb", "-D", home / "data", "-U", "postgres", "-A", "trust", "--no-sync"], **run)
settings = f"-c listen_addresses='' -c unix_socket_directories={socket} -c fsync=off -c shared_buffers=4GB -c work_mem=4GB"
settings += " -c max_parallel_workers_per_gather=0 -c jit=off"
subprocess.run([*user, binaries / "pg_ctl", "-D", home / "data", "-w", "-o", settings, "start"], **run)
try:
    for name, path in (("a", a), ("b", b)):
        ask(f"CREATE UNLOGGED TABLE {name} (t uuid)")
        tokens = sorted(pq.read_table(path, columns=["email"]).column(0).to_pylist())
        ask(f"COPY {name} FROM STDIN", "\n".join(token.hex() for token in tokens).encode())
        del tokens
        ask(f"ALTER TABLE {name} ADD PRIMARY KEY (t)")
        ask(f"VACUUM ANALYZE {name}")
    query = "SELECT count(*) FROM a JOIN b USING (t)"
    answer, wall = int(ask(query)), []
    for _ in range(int(times)):
        began = time.monotonic()
        assert int(ask(query)) == answer
        wall.append(time.monotonic() - began)
finally:
    subprocess.run([*user, binaries / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop"], **run)
    subprocess.run([*user, "rmdir", socket], stderr=subprocess.DEVNULL)
say(answer, wall, wall)
