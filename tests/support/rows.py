"""Rows as programs read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output.formats import Format, plain_grid, text


def printed(rows: Sequence[NamedTuple], *columns: str) -> list[Any]:
    """Return the rows as JSON has them, but for the days beside dates.

    With columns, a tuple of these for each row.
    """
    objects = json.loads(text(plain_grid(rows, type(rows[0])), Format.JSON)) if rows else []
    return [tuple(row[name] for name in columns) for row in objects] if columns else objects


def as_written(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows that a command wrote without the days that stand beside their dates."""
    return [
        {
            key: value
            for key, value in row.items()
            if key.removesuffix("_first").removesuffix("_last") not in {*row} - {key}
        }
        for row in rows
    ]
