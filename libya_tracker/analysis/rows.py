"""Rows made out of records, or out of other rows."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, TypeVar

from libya_tracker.model.records import Pairs

Row = TypeVar("Row")
Value = TypeVar("Value")
#: The type of a field that is for pages, and is no column of the rows for programs.
NoColumn = Annotated[Value, "no column"]


def row_of(row_type: type[Row], record: object, /, **values: Any) -> Row:
    """Return a row with these values; the others are those of the record by name."""
    types: tuple[Any, Any] = row_type, type(record)
    shared = {name: getattr(record, name) for name in _shared(*types)}
    return row_type(**(shared | values))


@lru_cache
def _shared(row_type: Any, record_type: Any) -> tuple[str, ...]:
    return tuple(name for name in row_type._fields if hasattr(record_type, name))


def joined(pairs: Pairs) -> tuple[str, ...]:
    """Return ids elsewhere as rows and the command line have them: ``wikidata=Q1016``."""
    return tuple(f"{scheme}={one}" for scheme, one in pairs)
