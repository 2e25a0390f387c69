"""``python -m libya_tracker`` is ``libya-tracker``."""

from __future__ import annotations

from libya_tracker.cli.app import program

if __name__ == "__main__":
    program()
