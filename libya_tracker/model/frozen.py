"""Records that do not change once they are made, and that no named tuple can be.

They are cells of rows, where a tuple is a list; or keep what they have worked out; or have
an equality, or an ``in``, of their own. Most others are named tuples.

mypy holds that nothing assigns to them. Python's own check makes each of them five times as
slow to make, and there are as many dates as claims; and the methods that dataclasses write
are compiled at each start, for each kind of record: here one serves all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as frozen
else:
    from dataclasses import dataclass, fields
    from operator import attrgetter

    def frozen(**options: bool):
        """Return a decorator for a record; ``frozen`` is for mypy alone."""
        options |= {"frozen": False, "repr": False, "eq": False}

        def decorate(cls: type) -> type:
            record = dataclass(**options)(cls)
            values = attrgetter(*(one.name for one in fields(record) if one.compare))

            def equal(self: object, other: object) -> bool:
                if other.__class__ is not self.__class__:
                    return NotImplemented
                return values(self) == values(other)

            record.__eq__ = equal
            record.__hash__ = lambda self: hash(values(self))
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
