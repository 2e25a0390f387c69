"""The program inside the process of a test: quick enough for hundreds of thousands of runs.

It is all of it, with its doors for streams, its exit codes and its one place for bugs.
"""

from __future__ import annotations

import gc
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from libya_tracker.cli.app import main


class Ended(NamedTuple):
    """How a run ended, and what it wrote."""

    code: int
    stdout: str
    stderr: str


Inside = Callable[..., Ended]


@pytest.fixture
def inside() -> Iterator[Inside]:
    """Run a command line; its streams are files."""
    before = sys.argv, sys.stdin, sys.stdout, sys.stderr
    with (
        open(os.devnull, encoding="utf-8") as nothing,  # noqa: PTH123  not always a path
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
    ):

        def run(*args: str) -> Ended:
            sys.argv = ["libya-tracker", *args]
            streams = [_emptied(output), _emptied(errors)]
            sys.stdin, sys.stdout, sys.stderr = nothing, *streams
            try:
                main()
                code = 0
            except SystemExit as end:
                code = int(end.code or 0)
            finally:
                sys.argv, sys.stdin, sys.stdout, sys.stderr = before
                gc.enable()
            for stream in streams:
                stream.detach()  # and so left open for the next run
            return Ended(code, _text(output), _text(errors))

        yield run


def _emptied(file: io.BufferedRandom) -> io.TextIOWrapper:
    file.seek(0)
    file.truncate()
    return io.TextIOWrapper(file, "utf-8")


def _text(file: io.BufferedRandom) -> str:
    file.seek(0)
    return file.read().decode("utf-8")
