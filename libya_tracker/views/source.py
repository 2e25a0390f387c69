"""The page of ``source show``: what there is to say of one source."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.analysis.source import Section, SourceShowRow
from libya_tracker.model.records import Registry
from libya_tracker.views.log import identity, sureness
from libya_tracker.views.page import Cell, Page, Sheet
from libya_tracker.views.words import counted


def page(rows: Sequence[SourceShowRow], registry: Registry, source: str) -> Page:
    """Return what is said of a source, its copies, and the claims that cite it."""
    about, copies, claims = (
        [row for row in rows if row.section is section] for section in Section
    )
    sheets = (
        Sheet(("About", ""), [(Cell(row.item), Cell(row.value)) for row in about]),
        Sheet(
            ("Date", "Repeated by"),
            [(Cell(str(row.date or "")), Cell((row.item, row.value))) for row in copies],
        ),
        Sheet(("Date", "Claim", "Status"), [_claim(row) for row in claims]),
    )
    title = registry.sources[source].title or source
    return Page(f"{title}: {counted(len(claims), 'claim')}", sheets)


def _claim(row: SourceShowRow) -> tuple[Cell, ...]:
    return (
        Cell(str(row.date)),
        Cell(row.value, below=(identity(row.item or ""),)),
        sureness(row.status or "", row.retracted),
    )
