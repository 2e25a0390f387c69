"""Where things are that tests read."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent.parent
TOP = TESTS.parent
PACKAGE = TOP / "libya_tracker"
#: Research and outside data beside the checkout; tests of it are skipped where it is not.
SHARED = TOP.parent / "shared"


def case(name: str) -> str:
    """Return the text of a registry with known answers."""
    return (TESTS / "cases" / f"{name}.yaml").read_text(encoding="utf-8")
