"""Runs one contestant as a process of its own and reads what it cost.

A contestant prints one line of JSON. Either it says nothing of time, and the whole process is what counts, or it times the
work itself (`cpu` and `wall`, seconds, one figure a repetition), after preparing what is not part of the work.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass


@dataclass
class Cost:
    """Medians over the repetitions, in seconds."""

    name: str
    answer: object
    cpu: float
    wall: float
    note: str = ""


def once(command, environment=None):
    """Runs a command; its last line of output as JSON, its CPU and wall seconds."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=errors, env={**os.environ, **(environment or {})})
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        if process.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}\nfailed with {process.returncode}:\n{errors.read().decode()[-2000:]}")
        # Some libraries log to standard output, too.
        lines = [line for line in out.read().decode().splitlines() if line.startswith("{")]
    said = json.loads(lines[-1]) if lines else {}
    return said, usage.ru_utime + usage.ru_stime, wall


def timed_inside(name, command, environment=None, note=""):
    """A contestant that times itself."""
    said, _, _ = once(command, environment)
    return Cost(name, said["answer"], statistics.median(said["cpu"]), statistics.median(said["wall"]), note)


def timed_whole(name, command, answer, repetitions, environment=None, note=""):
    """A contestant whose every second counts; `answer` reads the answer from what it said."""
    runs = [once(command, environment) for _ in range(repetitions)]
    answers = [answer(run[0]) for run in runs]
    if any(other != answers[0] for other in answers):
        sys.exit(f"{name} does not agree with itself: {answers}")
    return Cost(
        name,
        answers[0],
        statistics.median(run[1] for run in runs),
        statistics.median(run[2] for run in runs),
        note,
    )


def table(title, ours, others, rows):
    """The comparison as Markdown. Stops the run if any answer differs from ours."""
    for other in others:
        if other.answer != ours.answer:
            sys.exit(f"{title}: {other.name} says {other.answer}, Entente says {ours.answer}")
    print(f"\n### {title}\n")
    print(f"All {len(others) + 1} say {ours.answer}.\n" if not isinstance(ours.answer, str) else f"All {len(others) + 1} agree.\n")
    print("| | CPU | a row | CPU, times ours | wall, times ours |")
    print("|---|---:|---:|---:|---:|")
    for cost in [ours, *sorted(others, key=lambda cost: cost.cpu)]:
        first = cost is ours
        name = f"**{cost.name}**" if first else cost.name
        name += f" ({cost.note})" if cost.note else ""
        ratio = "1" if first else f"{cost.cpu / ours.cpu:.1f}"
        wall = "1" if first else f"{cost.wall / ours.wall:.1f}"
        print(
            f"| {name} | {show(cost.cpu)} | {cost.cpu / rows * 1e9:.1f} ns | {ratio} | {wall} |"
        )
    sys.stdout.flush()


def show(seconds):
    """Seconds, or milliseconds where that reads better."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
