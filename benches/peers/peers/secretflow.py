"""SecretFlow's private set intersection, both parties in this process over its in-memory link; one of them learns the list."""

import sys
import threading
import time
from pathlib import Path

import spu.libspu.link as link
import spu.psi as psi
from timing import say

protocol, a, b, folder = sys.argv[1:]
inputs = []
for name, path in (("a", a), ("b", b)):
    csv = Path(folder) / f"psi-{name}.csv"
    csv.write_text("token\n" + Path(path).read_text())
    inputs.append(str(csv))

description = link.Desc()
description.recv_timeout_ms = 600_000
for rank in (0, 1):
    description.add_party(f"party{rank}", f"thread_{rank}")
reports = [None, None]


def party(rank):
    how = psi.PsiProtocolConfig(protocol=psi.parse_protocol(f"PROTOCOL_{protocol}"), receiver_rank=0, broadcast_result=False)
    if protocol == "ECDH":
        how.ecdh_params = psi.EcdhParams(curve=psi.EllipticCurveType.CURVE_25519)
    config = psi.PsiExecuteConfig(
        protocol_conf=how,
        input_params=psi.InputParams(path=inputs[rank], selected_keys=["token"], keys_unique=True),
        output_params=psi.OutputParams(path=f"{folder}/psi-{rank}.out"),
    )
    reports[rank] = psi.psi_execute(config, link.create_mem(description, rank))


began, used = time.monotonic(), time.process_time()
threads = [threading.Thread(target=party, args=(rank,), daemon=True) for rank in (0, 1)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
say(int(reports[0].intersection_count), [time.process_time() - used], [time.monotonic() - began])
