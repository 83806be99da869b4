"""OpenMined's private set intersection, both parties in this process: ECDH, only the size is learned."""

import sys
import time

import private_set_intersection.python as psi
import pyarrow.parquet as pq
from timing import say

a, b = ([token.hex() for token in pq.read_table(path, columns=["email"]).column(0).to_pylist()] for path in sys.argv[1:])
began, used = time.monotonic(), time.process_time()
client, server = psi.client.CreateWithNewKey(False), psi.server.CreateWithNewKey(False)
setup = server.CreateSetupMessage(1e-9, len(a), b)
response = server.ProcessRequest(client.CreateRequest(a))
answer = client.GetIntersectionSize(setup, response)
say(answer, [time.process_time() - used], [time.monotonic() - began])
