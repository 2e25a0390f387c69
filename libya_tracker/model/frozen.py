"""Records that do not change once they are made, of which there can be 100,000.

mypy holds that nothing assigns to them. Python's own check makes each of them five times as
slow to make, which is a sixth of the time that a large registry takes to be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as frozen
else:
    from dataclasses import dataclass

    def frozen(**options: bool):
        """Return a decorator for a record; ``frozen`` is for mypy alone."""
        return dataclass(**{**options, "frozen": False}, unsafe_hash=True)


__all__ = ["frozen"]
