"""How long a large registry takes, whole process, against PyYAML on the same file.

Each command runs in a process of its own, in turn, several times; the figures are the
medians of the CPU seconds (user and system) and the largest peak of memory, as the system
counts them. The ratio to PyYAML's event parser tells what a machine's speed does not.

With --against, the program is compared with an earlier version of it instead.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import against
import generate
import process
from generate import registry

EVENTS = """
import sys, yaml
parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(open(sys.argv[1], "rb").read())
while not isinstance(parser.get_event(), yaml.StreamEndEvent):
    pass
"""
QUESTIONS = (
    "status -f json",
    "diff 2015 2018 -f json",
    "log -f csv",
    "check",
    "matrix -f csv",
    "timeline -f svg",
    "graph -f svg",
    "graph -f gexf",
    "export sqlite ties.db",
    "report --since 2018-06-24 --until 2018-06-30",
)


def main() -> None:
    """Print a line for each command."""
    parser = process.options(__doc__, "--changes", 100_000)
    parser.add_argument("--against", metavar="REVISION", help="or a folder with a version")
    options = parser.parse_args()
    every = QUESTIONS if options.against is None else against.QUESTIONS
    questions = [words for words in every if words.startswith(options.only)]
    with tempfile.TemporaryDirectory() as folder:
        file = generate.write(Path(folder, "factions.yaml"), registry(options.changes))
        size = file.stat().st_size / 1e6
        print(f"{options.changes:,} changes, {size:.1f} MB, runs: {options.runs}")
        if options.against is None:
            _measure(questions, options.runs, file)
        else:
            against.compare(questions, options.against, options.runs, file)


def _measure(questions: Sequence[str], runs: int, file: Path) -> None:
    """Print a line for each command: CPU, memory, ratio."""
    env = process.environment(against.TOP, file.parent)
    commands = {"PyYAML, events only": [sys.executable, "-c", EVENTS, str(file)]}
    commands |= {words: process.tracker(words, file) for words in questions}
    commands["--version"] = process.program("--version")
    figures: dict[str, list[process.Run]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for label, command in commands.items():
            run = process.run(command, env, file.parent)
            if run.code:
                raise SystemExit(f"{label}: exit {run.code}, {run.complaint}")
            if number:  # the first fills the caches
                figures[label].append(run)
    base = statistics.median(run.cpu for run in figures["PyYAML, events only"])
    for label, tries in figures.items():
        cpu = statistics.median(run.cpu for run in tries)
        peak = max(run.peak for run in tries)
        figure = f"{cpu:6.2f} s CPU {peak / 1024:6.0f} MiB"
        print(f"{label:46} {figure} {cpu / base:6.2f} of PyYAML")


if __name__ == "__main__":
    main()
