"""The program as a process, with the sample in its folder and something on its input."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.conftest import SAMPLE, TODAY
from tests.support.launcher import PROGRAM
from tests.support.places import TOP

Ran = subprocess.CompletedProcess[str]
Tracker = Callable[..., Ran]


@pytest.fixture
def tracker(tmp_path: Path, launcher: tuple[str, ...]) -> Tracker:
    """Run the program as a process, with bytes or text on its standard input."""
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")

    def run(
        *args: str, stdin: str | bytes = b"", env: Mapping[str, str] | None = None
    ) -> Ran:
        fixed = {"PATH": "/usr/bin:/bin", "LIBYA_TRACKER_TODAY": TODAY}
        state = {"XDG_STATE_HOME": str(tmp_path / "state"), "PYTHONPATH": str(TOP)}
        result = subprocess.run(
            [*launcher, PROGRAM, *args],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            env={**fixed, **state, "LANG": "C.UTF-8", **(env or {})},
            capture_output=True,
            check=False,
            timeout=60,
        )
        return Ran(
            result.args,
            result.returncode,
            result.stdout.decode(),
            result.stderr.decode(),
        )

    return run
