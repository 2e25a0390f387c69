"""The pages of ``faction list`` and ``source list``."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.analysis.listings import FactionRow, SourceRow
from libya_tracker.model.records import Registry
from libya_tracker.views.page import Cell, Page, Sheet
from libya_tracker.views.words import commas, counted, one_voice, present


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
    return Page(f"{registry.name}: {counted(len(rows), 'faction')}", (sheet,))


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
    return Page(f"{registry.name}: {counted(len(rows), 'source')}", (sheet,))


def _source(row: SourceRow) -> tuple[str, ...]:
    title = commas(row.title, row.publisher)
    withdrawn = f"withdrawn {row.withdrawn}" if row.withdrawn else ""
    return present(row.source, title, one_voice(row.source, row.origin), withdrawn)


def _time(row: FactionRow) -> str:
    if row.dissolved:
        return f"{row.founded or ''} to {row.dissolved}".strip()
    return str(row.founded or "")
