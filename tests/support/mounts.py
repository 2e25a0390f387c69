"""What is mounted by itself, as into a container: it may be written, but not replaced."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted_over(path: Path, other: Path) -> Iterator[None]:
    """Mount a file or folder over another while the body runs; skip where that fails."""
    mount: list[str | Path] = [shutil.which("mount") or "false", "--bind", other, path]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only who may mount a folder can try that")
    try:
        yield
    finally:
        subprocess.run(["umount", path], check=True)
