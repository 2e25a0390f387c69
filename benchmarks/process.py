"""One command as a process of its own: its CPU time, its memory, how it ended."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took, as the system counts it."""

    #: Seconds, of the user and of the system together.
    cpu: float
    #: The peak of its memory, in KiB.
    peak: int
    code: int
    #: The last line that it wrote on standard error.
    complaint: str


def options(
    description: str | None, size: str, default: int, runs: int = 5
) -> argparse.ArgumentParser:
    """Return a reader of the options that each benchmark of commands has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(size, type=int, default=default)
    parser.add_argument("--runs", type=int, default=runs)
    parser.add_argument("--only", default="", help="the commands that begin so")
    return parser


def environment(tree: Path, scratch: Path) -> dict[str, str]:
    """Return the same surroundings for every version of the program.

    Bytecode is cached below ``scratch``, whether or not a tree may be written to.
    """
    rest = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LIBYA_TRACKER_", "PYTHON"))
    }
    return rest | {
        "LIBYA_TRACKER_TODAY": "2022-01-01",
        "PYTHONPATH": str(tree),
        "PYTHONPYCACHEPREFIX": str(scratch / "bytecode"),
    }


def tracker(question: str, registry: Path) -> list[str]:
    """Return the command line that asks a registry."""
    return program(*question.split(), "-r", str(registry))


def program(*words: str) -> list[str]:
    """Return the command line of the program itself."""
    return [sys.executable, "-m", "libya_tracker", *words]


def run(command: Sequence[str], env: dict[str, str], folder: Path) -> Run:
    """Run a command in a folder that holds no package, and drop its answer."""
    with TemporaryFile() as errors:
        process = subprocess.Popen(
            command, env=env, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu = usage.ru_utime + usage.ru_stime
        return Run(cpu, usage.ru_maxrss, process.returncode, complaint(errors))


def complaint(errors: IO[bytes]) -> str:
    """Return the last line that a process wrote into a file, as its standard error."""
    errors.seek(0)
    lines = errors.read().decode("utf-8", "replace").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "")
