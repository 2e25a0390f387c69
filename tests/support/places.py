"""Where things are that tests read."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent.parent
TOP = TESTS.parent
PACKAGE = TOP / "libya_tracker"
#: Research and outside data beside the checkout; tests of it are skipped where it is not.
SHARED = TOP.parent / "shared"
