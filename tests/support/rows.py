"""Rows as programs read them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from libya_tracker.output.formats import Format, grid, text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance as Row


def printed(rows: Sequence[Row], *columns: str) -> list[Any]:
    """Return the rows as JSON has them; with columns, a tuple of these for each row."""
    objects = json.loads(text(grid(rows, type(rows[0])), Format.JSON)) if rows else []
    return [tuple(row[name] for name in columns) for row in objects] if columns else objects
