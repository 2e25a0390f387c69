"""Rows made out of records, or out of other rows."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import Any, TypeVar

from libya_tracker.model.records import Pairs

Row = TypeVar("Row")


def row_of(row_type: type[Row], record: object, /, **values: Any) -> Row:
    """Return a row with these values; the others are those of the record by name."""
    types: tuple[Any, Any] = row_type, type(record)
    shared = {name: getattr(record, name) for name in _shared(*types)}
    return row_type(**(shared | values))


@lru_cache
def _shared(row_type: Any, record_type: Any) -> tuple[str, ...]:
    return tuple(
        field.name for field in fields(row_type) if hasattr(record_type, field.name)
    )


def joined(pairs: Pairs) -> tuple[str, ...]:
    """Return ids elsewhere as rows and the command line have them: ``wikidata=Q1016``."""
    return tuple(f"{scheme}={one}" for scheme, one in pairs)
