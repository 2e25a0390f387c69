"""The pages of ``faction list`` and ``source list``."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.model import Registry
from libya_tracker.tables import FactionRow, SourceRow
from libya_tracker.views.page import Cell, Page, Sheet


def factions(rows: Sequence[FactionRow], registry: Registry) -> Page:
    """Return one faction a line."""
    cells = [
        (
            Cell(row.faction, "strong"),
            Cell(row.name),
            Cell(row.kind or ""),
            Cell(row.area or ""),
            Cell(_time(row)),
            Cell(str(row.claims)),
        )
        for row in rows
    ]
    sheet = Sheet(("Id", "Name", "Kind", "Area", "Time", "Claims"), cells)
    return Page(f"{_title(registry)}: {len(rows)} factions", (sheet,) if rows else ())


def sources(rows: Sequence[SourceRow], registry: Registry) -> Page:
    """Return one source a line."""
    cells = [
        (
            Cell(row.source, "strong"),
            Cell(row.title or ""),
            Cell(row.publisher or ""),
            Cell(row.date or ""),
            Cell(row.reliability or ""),
            Cell("" if row.origin == row.source else row.origin),
            Cell(str(row.claims)),
        )
        for row in rows
    ]
    heads = ("Id", "Title", "Publisher", "Date", "Grade", "Repeats", "Claims")
    return Page(
        f"{_title(registry)}: {len(rows)} sources", (Sheet(heads, cells),) if rows else ()
    )


def _time(row: FactionRow) -> str:
    if row.dissolved:
        return f"{row.founded or ''} to {row.dissolved}".strip()
    return row.founded or ""


def _title(registry: Registry) -> str:
    return registry.title or registry.file
