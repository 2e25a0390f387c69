"""The pages of ``faction list`` and ``source list``."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.analysis.listings import FactionRow, SourceRow
from libya_tracker.model.records import Registry
from libya_tracker.views.page import Cell, Page, Sheet


def factions(rows: Sequence[FactionRow], registry: Registry) -> Page:
    """Return one faction a line."""
    cells = [
        (
            Cell((row.name, row.faction)),
            Cell(row.kind or ""),
            Cell(_time(row)),
            Cell(str(row.claims)),
        )
        for row in rows
    ]
    sheet = Sheet(("Faction and its id", "Kind", "Time", "Claims"), cells)
    heading = f"{_title(registry)}: {_count(rows, 'faction')}"
    return Page(heading, (sheet,) if rows else ())


def sources(rows: Sequence[SourceRow], registry: Registry) -> Page:
    """Return one source a line."""
    cells = [
        (
            Cell(_source(row)),
            Cell(str(row.date or "")),
            Cell(row.reliability or ""),
            Cell(str(row.claims)),
        )
        for row in rows
    ]
    sheet = Sheet(("Source", "Date", "Grade", "Claims"), cells)
    return Page(f"{_title(registry)}: {_count(rows, 'source')}", (sheet,) if rows else ())


def _source(row: SourceRow) -> tuple[str, ...]:
    words = ", ".join(filter(None, (row.title, row.publisher)))
    repeats = "" if row.origin == row.source else f"one voice with {row.origin}"
    return tuple(filter(None, (row.source, words, repeats)))


def _count(rows: Sequence[object], noun: str) -> str:
    return f"{len(rows)} {noun}{'s' if len(rows) != 1 else ''}"


def _time(row: FactionRow) -> str:
    if row.dissolved:
        return f"{row.founded or ''} to {row.dissolved}".strip()
    return str(row.founded or "")


def _title(registry: Registry) -> str:
    return registry.name
