"""The rows of an answer for scripts: named tuples of what Python itself has."""

from __future__ import annotations

import datetime as dt
from collections import namedtuple
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, SupportsIndex, overload

from libya_tracker.output import formats


class Rows(list[Any]):
    """The rows of an answer: named tuples of texts, numbers, days and tuples of them.

    ``columns`` are those of the command's rows (docs/rows.md); as an attribute of a row,
    ``from`` is ``from_``. ``pandas.DataFrame(rows, columns=rows.columns)`` is a table.
    """

    def __init__(self, rows: Iterable[Any], columns: Sequence[str], name: str) -> None:
        super().__init__(rows)
        self.columns = list(columns)
        self._name = name

    @overload
    def __getitem__(self, key: SupportsIndex) -> Any: ...
    @overload
    def __getitem__(self, key: slice) -> Rows: ...
    def __getitem__(self, key: SupportsIndex | slice) -> Any:
        found = super().__getitem__(key)
        return Rows(found, self.columns, self._name) if isinstance(key, slice) else found

    def copy(self) -> Rows:
        """Return the same rows in another list."""
        return self[:]

    def __repr__(self) -> str:
        return f"<{len(self):,} rows of {self._name}: {' '.join(self.columns[:6])} …>"


def rows_of(answer: Sequence[Any], kind: type[Any], name: str) -> Rows:
    """Return the rows of an answer, which are of one kind."""
    grid = formats.grid(answer, kind)
    row_type = _row_type(kind.__name__, tuple(grid.columns))
    return Rows((row_type(*map(_plain, row)) for row in grid.rows), grid.columns, name)


@cache
def _row_type(name: str, columns: tuple[str, ...]) -> Any:
    of_fields: Any = namedtuple  # mypy wants to see the fields
    base = of_fields(name, [_attribute(column) for column in columns])

    def reduced(row: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return how a row is made again, elsewhere: no module has its type by name."""
        return _row, (name, columns, (*row,))

    return type(name, (base,), {"__slots__": (), "__reduce__": reduced})


def _row(name: str, columns: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    return _row_type(name, columns)(*values)


def _attribute(column: str) -> str:
    return "from_" if column == "from" else column


def _plain(value: Any) -> Any:
    """Return a value of a row as what Python itself has: dates as written are texts."""
    if value is None or isinstance(value, bool | int | float | dt.date):
        return value
    return tuple(map(_plain, value)) if isinstance(value, tuple) else str(value)
