"""The targets of speed: the program beside ledger and hledger, its growth, and its start.

Ratios of CPU seconds inside one run, each with the most that it should be. ledger and
hledger read the same claims as a journal (generate.py says how) and are asked for the same:
the ties of a day as balances, the log of a faction as a register, and the ties of two days
as the balances of both. Of each command the run with the least CPU time counts.

With --growth the registry is also made ten times as large. The start is that of a process
which answers at once, beside one of Python that only loads typer.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import against
import process
from generate import FORMS, write

#: What the program is asked, and what ledger and hledger are, in one or two commands.
QUESTIONS: Mapping[str, Sequence[str]] = {
    "status -f json": ("bal --flat --no-total -e 2022-01-02",),
    "log f7 -f json": ("reg ^f7:|:f7$",),
    "diff 2015 2018 -f json": (
        "bal --flat --no-total -e 2016-01-01",
        "bal --flat --no-total -e 2019-01-01",
    ),
}
#: The most that the program may take, as a part of what each of them takes.
PEERS = {"ledger": 0.5, "hledger": 0.1}
GROWTH = 11.0
TYPER = "python -c 'import typer'"
STARTS = {"--version": 1.1, "status": 2.0, "status -f json": 2.0}


class Times:
    """The least CPU seconds of commands that are run in turn."""

    def __init__(self, runs: int, folder: Path) -> None:
        self._runs, self._folder = runs, folder
        self._env = process.environment(against.TOP, folder)

    def of(self, commands: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, float]:
        """Return the seconds of each: of the command, or of several together."""
        best: dict[str, float] = {}
        for number in range(self._runs + 1):
            for name, parts in commands.items():
                seconds = sum(map(self._seconds, parts))
                if number:  # the first run fills the caches
                    best[name] = min(seconds, best.get(name, seconds))
        return best

    def _seconds(self, command: Sequence[str]) -> float:
        run = process.run(command, self._env, self._folder)
        if run.code:
            raise SystemExit(f"{' '.join(command)}: exit {run.code}, {run.complaint}")
        return run.cpu


def main() -> None:
    """Print a line for each target."""
    parser = process.options(__doc__, "--changes", 100_000)
    parser.add_argument("--growth", action="store_true", help="ten times the changes, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        times = Times(options.runs, folder)
        if starts := [words for words in STARTS if words.startswith(options.only)]:
            _start(times, starts)
        if asked := [words for words in QUESTIONS if words.startswith(options.only)]:
            _peers(times, asked, folder, options.changes)
        if asked and options.growth:
            _growth(times, asked, folder, options.changes)


def _start(times: Times, starts: Sequence[str]) -> None:
    shipped = against.TOP / "factions.yaml"
    commands = {
        words: [
            process.program(words)
            if words == "--version"
            else process.tracker(words, shipped)
        ]
        for words in starts
    }
    seconds = times.of({TYPER: [[sys.executable, "-c", "import typer"]], **commands})
    base = seconds[TYPER]
    print(f"Start: {TYPER} {base:.3f} s")
    for words in starts:
        _print_ratio(
            f"{words:30}{seconds[words]:8.3f} s",
            "typer",
            seconds[words] / base,
            STARTS[words],
        )


def _peers(times: Times, asked: Sequence[str], folder: Path, changes: int) -> None:
    registry = _written("registry", changes, folder)
    journal = _written("journal", changes, folder)
    print(f"{changes:,} changes")
    peers = [name for name in PEERS if shutil.which(name)]
    for name in (name for name in PEERS if name not in peers):
        print(f"{name} is not installed here")
    for words in asked:
        commands = {words: [process.tracker(words, registry)]}
        for name in peers:
            commands[name] = [
                [name, "-f", str(journal), *part.split()] for part in QUESTIONS[words]
            ]
        seconds = times.of(commands)
        here = seconds[words]
        print(f"{words:30}{here:8.2f} s", flush=True)
        for name in peers:
            line = f"{f'  {name}':30}{seconds[name]:8.2f} s"
            _print_ratio(line, name, here / seconds[name], PEERS[name])


def _growth(times: Times, asked: Sequence[str], folder: Path, changes: int) -> None:
    few = _written("registry", changes, folder)
    many = _written("registry", 10 * changes, folder)
    print(f"{10 * changes:,} changes")
    for words in asked:
        commands = {
            "few": [process.tracker(words, few)],
            "many": [process.tracker(words, many)],
        }
        seconds = times.of(commands)
        ratio = seconds["many"] / seconds["few"]
        _print_ratio(f"{words:30}{seconds['many']:8.2f} s", "a tenth", ratio, GROWTH)


def _written(form: str, changes: int, folder: Path) -> Path:
    return write(folder / f"{form}-{changes}", FORMS[form](changes))


def _print_ratio(line: str, base: str, ratio: float, limit: float) -> None:
    verdict = "" if ratio <= limit else "  MISSED"
    print(f"{line}{ratio:8.2f} of {base}, at most {limit}{verdict}", flush=True)


if __name__ == "__main__":
    main()
