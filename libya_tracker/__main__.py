"""``python -m libya_tracker`` is ``libya-tracker``."""

from __future__ import annotations

from libya_tracker.cli.app import main

if __name__ == "__main__":
    main()
