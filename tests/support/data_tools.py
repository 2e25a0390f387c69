"""Programs that read what we write: those of this Python, or of the folder ``$DATA_TOOLS``.

The latter is one into which ``pip install --target`` put them. They run in processes of
their own, since what they bring along may be of other versions than what the tests use.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

import pytest

from tests.support.places import TOP

_FOLDER = os.environ.get("DATA_TOOLS", "")


def needs_tools(*modules: str) -> pytest.MarkDecorator:
    """Return what skips a test where any of these modules is missing."""
    return pytest.mark.needs_tools(*modules)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tools are not here, and say which these are."""
    modules = [name for mark in item.iter_markers("needs_tools") for name in mark.args]
    if missing := [name for name in modules if not _is_here(name)]:
        where = f"{_FOLDER} ($DATA_TOOLS)" if _FOLDER else "$DATA_TOOLS, which is not set"
        pytest.skip(f"{', '.join(missing)}: neither in this Python nor in {where}")


@cache
def _is_here(module: str) -> bool:
    """Tell whether a module can be imported; what is for another Python cannot."""
    if PathFinder.find_spec(module, [*sys.path, *filter(None, [_FOLDER])]) is None:
        return False
    return _run(f"import {module}").returncode == 0


def surroundings() -> dict[str, str]:
    """Return the environment of a process that finds the program and the tools."""
    path = os.pathsep.join(filter(None, (str(TOP), _FOLDER)))
    return {**os.environ, "PYTHONPATH": path}


def with_tools(code: str, folder: Path | None = None) -> str:
    """Return what code prints that uses them, run in a process of its own."""
    result = _run(code, folder)
    assert result.returncode == 0, result.stderr
    return result.stdout


def _run(code: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        env=surroundings(),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
