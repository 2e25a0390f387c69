"""The program as it is here against an earlier version of it, in one run.

Both get the same registry, surroundings and interpreter. Each command is run once by each
to fill the caches, then by both in turn; of each, the run with the least CPU time counts.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import process

TOP = Path(__file__).resolve().parent.parent
QUESTIONS = (
    "status -f json",
    "timeline -f svg",
    "graph -f gexf",
    "diff 2015 2018 -f json",
    "check",
    "why f0 -f json",
)


def compare(questions: Sequence[str], version: str, runs: int, registry: Path) -> None:
    """Print a line for each command: both times, and what part the one is of the other.

    The version is a revision of git, or a folder that holds the package.
    """
    folder = registry.parent
    trees = {"here": TOP, "before": _tree(version, folder)}
    print(f"{'':30}{'here':>10}{'before':>10}{'ratio':>8}")
    for words in questions:
        best = _best(process.tracker(words, registry), trees, runs, folder)
        print(f"{words:30}{_line(best)}", flush=True)


def _tree(version: str, folder: Path) -> Path:
    """Return where the package of a version is, taken from git where it is a revision."""
    if Path(version, "libya_tracker", "__init__.py").is_file():
        return Path(version).resolve()
    archive, tree = folder / "before.zip", folder / "before"
    command = ["git", "-C", str(TOP), "archive", "--format=zip", "-o", str(archive)]
    result = subprocess.run([*command, version, "libya_tracker"], check=False)
    if result.returncode:
        raise SystemExit(
            f"{version!r} is no revision of git, and no folder, that holds libya_tracker"
        )
    shutil.unpack_archive(archive, tree)
    return tree


def _best(
    command: list[str], trees: dict[str, Path], runs: int, folder: Path
) -> dict[str, process.Run]:
    """Return the quickest run of each version, or the first where that fails."""
    environments = {name: process.environment(tree, folder) for name, tree in trees.items()}
    first = {name: process.run(command, env, folder) for name, env in environments.items()}
    able = [name for name, run in first.items() if run.code == 0]
    figures: dict[str, list[process.Run]] = {name: [] for name in able}
    for number in range(runs):
        # Who goes first changes: a machine may slow down or speed up meanwhile.
        for name in able[:: -1 if number % 2 else 1]:
            figures[name].append(process.run(command, environments[name], folder))
    best = {name: min(tries, key=lambda run: run.cpu) for name, tries in figures.items()}
    return first | best


def _line(best: dict[str, process.Run]) -> str:
    failures = {name: run for name, run in best.items() if run.code}
    times = "".join(
        f"{'-':>10}" if name in failures else f"{run.cpu:8.2f} s"
        for name, run in best.items()
    )
    if not failures:
        here, before = (run.cpu for run in best.values())
        return f"{times}{here / before:8.2f}"
    reasons = (
        f"{name}: exit {run.code}, {run.complaint}" for name, run in failures.items()
    )
    return f"{times}{'-':>8}  {'; '.join(reasons)}"
