"""DuckDB and pandas, which read our rows: those of this Python, or of ``$DATA_TOOLS``.

The latter is a folder into which ``pip install --target`` put them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.support.places import TOP

_FOLDER = os.environ.get("DATA_TOOLS", "")


def _run(code: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, (str(TOP), _FOLDER)))
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@cache
def _there() -> bool:
    return _run("import duckdb, pandas").returncode == 0


@pytest.fixture
def data_tools() -> None:
    """Skip where DuckDB and pandas are not there: they take long to be looked for."""
    if not _there():
        pytest.skip("neither are DuckDB and pandas here nor is $DATA_TOOLS set")


needs_tools = pytest.mark.usefixtures("data_tools")


def with_tools(code: str, folder: Path | None = None) -> str:
    """Return what code prints that uses them, run in a process of its own."""
    result = _run(code, folder)
    assert result.returncode == 0, result.stderr
    return result.stdout
