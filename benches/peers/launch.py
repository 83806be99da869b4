"""Starts one contestant and writes to a file descriptor what it cost: CPU seconds, wall seconds, peak memory in bytes.

A process of its own, and a small one: what a program's peak memory is counted from is the memory of whoever started it, which
here is some 10 MB and not what the comparisons have loaded.
"""

import json
import os
import sys
import time

began = time.monotonic()
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
cost = {"cpu": usage.ru_utime + usage.ru_stime, "wall": time.monotonic() - began, "peak": usage.ru_maxrss * 1024}
os.write(int(sys.argv[1]), json.dumps(cost).encode())
sys.exit(1 if os.waitstatus_to_exitcode(status) else 0)
