"""The process of a command: ``libya-tracker``, or ``python -m libya_tracker``."""

from __future__ import annotations

import gc

# A command is over soon; to look through all that it loads and reads for cycles is not.
gc.disable()

from libya_tracker.cli.app import program  # noqa: E402  all that is loaded, too

if __name__ == "__main__":
    program()
