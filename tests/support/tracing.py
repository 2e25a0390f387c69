"""System calls that fail, for real: the program under strace, which makes them fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import TOP


def failing(
    calls: str, error: str, *args: str, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command line with system calls, or those on a path alone, that fail."""
    strace = shutil.which("strace")
    if strace is None or subprocess.run([strace, "-qq", "true"], check=False).returncode:
        pytest.skip("strace is not here, or may not trace")
    return subprocess.run(
        [strace, "-qq", "-o", os.devnull, *(["-P", str(path)] if path else []),
         "-e", f"inject={calls}:error={error}",
         sys.executable, "-m", "libya_tracker", *args],
        env=os.environ | {"PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )  # fmt: skip
