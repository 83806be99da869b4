"""Runs one contestant as a process of its own and reads what it cost.

A contestant prints one line of JSON. Either it says nothing of time, and the whole process is what counts, or it times the
work itself (`cpu` and `wall`, seconds, one figure a repetition), after preparing what is not part of the work. Peak memory is
always that of the whole process.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = [sys.executable, "-S", "-E", str(Path(__file__).parent / "launch.py")]


@dataclass
class Cost:
    """Medians over the repetitions, in seconds; the peak of memory in bytes, if it is the contestant's own."""

    name: str
    answer: object
    cpu: float
    wall: float
    note: str = ""
    peak: int = 0


def once(command, environment=None):
    """Runs a command; its last line of output as JSON, its CPU and wall seconds, its peak memory in bytes."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as costs:
        launched = [*LAUNCHER, str(costs.fileno()), *map(str, command)]
        settings = {**os.environ, **(environment or {})}
        ended = subprocess.run(launched, stdout=out, stderr=errors, env=settings, pass_fds=[costs.fileno()], check=False)
        for file in (out, errors, costs):
            file.seek(0)
        if ended.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}\nfailed:\n{errors.read().decode()[-2000:]}")
        cost = json.loads(costs.read())
        # Some libraries log to standard output, too.
        lines = [line for line in out.read().decode().splitlines() if line.startswith("{")]
    said = json.loads(lines[-1]) if lines else {}
    return said, cost["cpu"], cost["wall"], cost["peak"]


def timed_inside(name, command, environment=None, note=""):
    """A contestant that times itself."""
    said, _, _, peak = once(command, environment)
    return Cost(name, said["answer"], statistics.median(said["cpu"]), statistics.median(said["wall"]), note, peak)


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
        max(run[3] for run in runs),
    )


def table(title, ours, others, rows):
    """The comparison as Markdown. Stops the run if any answer differs from ours."""
    for other in others:
        if other.answer != ours.answer:
            sys.exit(f"{title}: {other.name} says {other.answer}, Entente says {ours.answer}")
    print(f"\n### {title}\n")
    print(f"All {len(others) + 1} say {ours.answer}.\n" if not isinstance(ours.answer, str) else f"All {len(others) + 1} agree.\n")
    print("| | CPU | a row | CPU, times ours | wall, times ours | peak memory |")
    print("|---|---:|---:|---:|---:|---:|")
    for cost in [ours, *sorted(others, key=lambda cost: cost.cpu)]:
        first = cost is ours
        name = f"**{cost.name}**" if first else cost.name
        name += f" ({cost.note})" if cost.note else ""
        ratio = "1" if first else f"{cost.cpu / ours.cpu:.1f}"
        wall = "1" if first else f"{cost.wall / ours.wall:.1f}"
        print(
            f"| {name} | {show(cost.cpu)} | {cost.cpu / rows * 1e9:.1f} ns | {ratio} | {wall} | {show_memory(cost.peak)} |"
        )
    sys.stdout.flush()


def show(seconds):
    """Seconds, or milliseconds where that reads better."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def show_memory(peak):
    """Bytes as MiB; nothing where they are not the contestant's own."""
    return f"{peak / (1 << 20):,.0f} MiB" if peak else ""
