"""How long a large registry takes, whole process, against PyYAML on the same file.

Each command runs in a process of its own, in turn, several times; the figures are the
medians of the CPU seconds (user and system) and the largest peak of memory, as the system
counts them. The ratio to PyYAML's event parser tells what a machine's speed does not.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from generate import registry

EVENTS = """
import sys, yaml
parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(open(sys.argv[1], "rb").read())
while not isinstance(parser.get_event(), yaml.StreamEndEvent):
    pass
"""
TRACKER = [sys.executable, "-m", "libya_tracker"]
ASKED = (
    "status -f json",
    "diff 2015 2018 -f json",
    "log -f csv",
    "check",
    "matrix -f csv",
    "timeline -f svg",
    "graph -f svg",
    "graph -f gexf",
    "report --since 2018-06-24 --until 2018-06-30",
)


def main() -> None:
    """Print a line for each command: CPU, memory, ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "factions.yaml")
        file.write_text("\n".join(registry(asked.changes)) + "\n", encoding="utf-8")
        size = file.stat().st_size
        print(f"{asked.changes:,} changes, {size / 1e6:.1f} MB, {asked.runs} runs")
        name = str(file)
        commands = {"PyYAML, events only": [sys.executable, "-c", EVENTS, name]}
        commands |= {said: [*TRACKER, *said.split(), "-r", name] for said in ASKED}
        commands["--version"] = [*TRACKER, "--version"]
        figures: dict[str, list[tuple[float, int]]] = {name: [] for name in commands}
        for _ in range(asked.runs):
            for label, command in commands.items():
                figures[label].append(_run(command))
    base = statistics.median(cpu for cpu, _ in figures["PyYAML, events only"])
    for label, runs in figures.items():
        cpu, peak = statistics.median(cpu for cpu, _ in runs), max(peak for _, peak in runs)
        figure = f"{cpu:6.2f} s CPU {peak / 1024:6.0f} MiB"
        print(f"{label:46} {figure} {cpu / base:6.2f} of PyYAML")


def _run(command: list[str]) -> tuple[float, int]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


if __name__ == "__main__":
    main()
