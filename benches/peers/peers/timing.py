"""What every contestant shares: timing a piece of work, and the one line it prints."""

import json
import time


def repeat(times, work, shorter=lambda answer: answer):
    """Runs `work` once to warm up and then `times` times; prints what it came to and what it cost. All threads' CPU time counts.

    An answer of many parts is made `shorter` outside the time that counts.
    """
    answer = shorter(work())
    cpu, wall = [], []
    for _ in range(int(times)):
        began, used = time.monotonic(), time.process_time()
        found = work()
        cpu.append(time.process_time() - used)
        wall.append(time.monotonic() - began)
        again = shorter(found)
        assert again == answer, (again, answer)
    say(answer, cpu, wall)


def say(answer, cpu, wall):
    """The line that `measure.py` reads."""
    print(json.dumps({"answer": answer, "cpu": cpu, "wall": wall}))

