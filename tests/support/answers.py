"""What commands answer, for tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.conftest import Run

Snapshot = Callable[[str], None]


def answer(run: Run, *args: str, **more: Any) -> list[dict[str, Any]]:
    result = run(*args, "-f", "json", **more)
    assert (result.exit_code, result.stderr) == (0, "")
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    return rows
