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
            Cell(row.name, below=(row.faction,)),
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
            _source(row),
            Cell(str(row.date or "")),
            Cell(row.reliability or ""),
            Cell(str(row.claims)),
        )
        for row in rows
    ]
    sheet = Sheet(("Source and its id", "Date", "Grade", "Claims"), cells)
    return Page(f"{registry.name}: {counted(len(rows), 'source')}", (sheet,))


def _source(row: SourceRow) -> Cell:
    words = present(commas(row.title, row.publisher), row.source)
    withdrawn = f"withdrawn {row.withdrawn}" if row.withdrawn else ""
    more = present(*words[1:], one_voice(row.source, row.origin), withdrawn)
    return Cell(words[0], below=more)


def _time(row: FactionRow) -> str:
    if row.dissolved:
        return f"{row.founded or ''} to {row.dissolved}".strip()
    return str(row.founded or "")
