"""What each writing command costs against reading the same registry, in one run.

Each command writes in a copy of its own of a large registry, in a process of its own; so
does `source list -f json`, which reads it and prints little. They run in turn, several
times; the figures are medians of CPU seconds (user and system), and of each command the
part that it is of reading.
"""

from __future__ import annotations

import shlex
import shutil
import statistics
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import process
from against import TOP
from generate import changes, registry, write

READING = "source list -f json"
#: What the editor of `edit` does: it adds a key to the last entry.
EDITOR = """sh -c 'echo "    tags: [tripoli]" >>"$1"'"""
_COLUMNS = ("date", "faction", "relation", "to", "sources")


def commands(count: int, folder: Path) -> dict[str, str]:
    """Return the words of each writing command, by what it is called in the table."""
    claims = [(one.date, one.faction, one.to) for one in changes(count)]
    first, middle = _id(claims, 0), _id(claims, len(claims) // 2)
    factions = sorted({faction for claim in claims for faction in claim[1:]})
    parties = {frozenset(claim[1:]) for claim in claims}
    strangers = next(p for p in combinations(factions, 2) if frozenset(p) not in parties)
    rows = [f"2021-12-{day:02},f0,allied,f1,s1" for day in range(1, 29)]
    batch = write(folder / "batch.csv", [",".join(_COLUMNS), *rows])
    return {
        "record": "record f0 allied f1 --date 2021-12-30 --source s1",
        "record --batch, 28 claims": f"record --batch {batch}",
        "retract, the first claim": f"retract {first} --note wrong",
        "retract, one in the middle": f"retract {middle} --note wrong",
        "correct": f"correct {middle} --date 2021-12-30 --note better",
        "edit": f"edit {middle}",
        "source add": "source add new --title New --date 2021-12-30",
        "source edit": "source edit s100 --title Other",
        "source withdraw": "source withdraw s100 --date 2021-12-30 --note erratum",
        "faction add": "faction add new --name New",
        "faction edit": "faction edit f100 --area Tripoli",
        "faction alias": "faction alias f100 Other",
        "faction rename": "faction rename f100 new",
        "faction merge": f"faction merge {strangers[0]} {strangers[1]}",
        "scenario add": "scenario add new --title New",
    }


def _id(claims: Sequence[tuple[str, ...]], place: int) -> str:
    """Return the id of a claim, which is derived from its day and its parties."""
    count = Counter(claims[: place + 1])[claims[place]]
    return "-".join(claims[place]) + (f"-{count}" if count > 1 else "")


def main() -> None:
    """Print a line for each command."""
    options = process.options(__doc__, "--changes", 100_000).parse_args()
    count = options.changes
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        original = write(folder / "original.yaml", registry(count))
        every = {READING: READING} | {
            label: words
            for label, words in commands(count, folder).items()
            if label.startswith(options.only)
        }
        size = original.stat().st_size / 1e6
        print(f"{count:,} changes, {size:.1f} MB, runs: {options.runs}")
        _measure(every, options.runs, original)


def _measure(every: Mapping[str, str], runs: int, original: Path) -> None:
    """Print a line for each command: CPU, memory, ratio."""
    env = process.environment(TOP, original.parent) | {"VISUAL": EDITOR}
    figures: dict[str, list[process.Run]] = {label: [] for label in every}
    copy = original.parent / "factions.yaml"
    for number in range(runs + 1):
        for label, words in every.items():
            shutil.copyfile(original, copy)
            command = process.program(*shlex.split(words), "-r", str(copy))
            run = process.run(command, env, original.parent)
            if run.code:
                raise SystemExit(f"{label}: exit {run.code}, {run.complaint}")
            if label != READING and copy.read_bytes() == original.read_bytes():
                raise SystemExit(f"{label}: nothing written, {run.complaint}")
            if number:  # the first fills the caches
                figures[label].append(run)
    base = statistics.median(run.cpu for run in figures[READING])
    for label, tries in figures.items():
        cpu = statistics.median(run.cpu for run in tries)
        peak = max(run.peak for run in tries)
        figure = f"{cpu:6.2f} s CPU {peak / 1024:6.0f} MiB"
        print(f"{label:30} {figure} {cpu / base:6.2f} of reading", flush=True)


if __name__ == "__main__":
    main()
