"""Records that do not change once they are made: rows, ties, pages.

mypy holds that nothing assigns to them. Python's own check makes each of them five times as
slow to make, and there are as many rows as claims; and the methods that it takes are
compiled at each start, for each kind of record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as frozen
else:
    from dataclasses import dataclass, fields

    def frozen(**options: bool):
        """Return a decorator for a record; ``frozen`` is for mypy alone."""
        options |= {"frozen": False, "repr": False, "unsafe_hash": True}

        def decorate(cls: type) -> type:
            record = dataclass(**options)(cls)
            if "__repr__" not in cls.__dict__:
                record.__repr__ = _shown
            return record

        return decorate

    def _shown(record: object) -> str:
        """Return a record as a call that would make it, as dataclasses show themselves."""
        shown = (
            f"{one.name}={getattr(record, one.name)!r}"
            for one in fields(record)
            if one.repr
        )
        return f"{type(record).__qualname__}({', '.join(shown)})"


__all__ = ["frozen"]
