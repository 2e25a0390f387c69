"""System calls that fail, for real: the program under strace, which makes them fail."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.support.places import TOP


def failing(
    calls: str, error: str, *args: str, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command line with system calls, or those on a path alone, that fail."""
    return subprocess.run(
        [_strace(), "-qq", "-o", os.devnull, *(["-P", str(path)] if path else []),
         "-e", f"inject={calls}:error={error}",
         sys.executable, "-m", "libya_tracker", *args],
        env=os.environ | {"PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )  # fmt: skip


class Call(NamedTuple):
    """A system call of a run: the how manieth of its name, and how strace writes it."""

    name: str
    number: int
    text: str


def calls(folder: Path, *args: str, **more: Any) -> list[Call]:
    """Run a command line; return its calls on what is in a folder, and what it prints."""
    log = folder.with_suffix(".strace")
    traced(["-y", "-s", "0", "-o", str(log)], *args, **more).check_returncode()
    numbers: Counter[str] = Counter()
    result = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if match := re.match(r"\d+ +(\w+)\(", line):
            numbers[match[1]] += 1
            text = re.sub(r"^\d+ +|AT_FDCWD<.*?>", "", line)
            if str(folder) in text or re.match(r"write\([12]<", text):
                result.append(Call(match[1], numbers[match[1]], text))
    return result


def struck(
    call: Call, fault: str, *args: str, **more: Any
) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run a command line with a fault at a call; return how it went and what was hit."""
    with tempfile.NamedTemporaryFile("r", suffix=".strace") as log:
        # The filter is faster, but no signal comes with it.
        quick = ["--seccomp-bpf"] if fault.startswith("error") else []
        options = ["-y", "-s", "0", "-o", log.name, "-e", f"trace={call.name}", *quick]
        options += ["-e", f"inject={call.name}:{fault}:when={call.number}"]
        result = traced(options, *args, **more)
        lines = [line for line in log if line.endswith("(INJECTED)\n")]
    return result, lines[0] if lines else ""


def traced(options: list[str], *args: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a command line under strace, each time with the same calls."""
    fixed = {"PYTHONPATH": str(TOP), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [_strace(), "-f", "-qq", *options, sys.executable, "-Pm", "libya_tracker", *args],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        **{**more, "env": more.get("env", os.environ) | fixed},
    )


@cache
def _strace() -> str:
    strace = shutil.which("strace")
    may_trace = (
        strace
        and not subprocess.run(
            [strace, "-qq", "true"], capture_output=True, check=False
        ).returncode
    )
    if not strace or not may_trace:
        pytest.skip("strace is not here, or may not trace")
    return strace
