"""The page of ``blocs``: each side with those who follow it."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.analysis.blocs import BlocRow
from libya_tracker.model.perspective import Perspective
from libya_tracker.views.page import (
    Cell,
    Page,
    Sheet,
    age,
    grouped,
    heading,
    possible_note,
    remarks,
)

_NOBODY = "Nobody follows anybody"
_COLUMNS = ("Side and its followers", "Since", "Age", "Status")


def page(
    rows: Sequence[BlocRow], perspective: Perspective, ids: Sequence[str] = ()
) -> Page:
    """Return each side with its followers below it, of all factions or of some."""
    sheet = Sheet(_COLUMNS, list(grouped(rows, _head, _line)))
    nobody = "Nobody follows them, and they follow nobody" if ids else _NOBODY
    notes = [] if rows else [f"{nobody} on this day."]
    notes += possible_note(row.certainty for row in rows)
    return Page(heading(perspective, "who follows whom on "), (sheet,), tuple(notes))


def _head(row: BlocRow) -> Cell:
    return Cell(row.bloc_name, "strong")


def _line(row: BlocRow) -> tuple[Cell, ...]:
    return (
        Cell(f"{row.name} {row.relation.reads} it", indent=2),
        Cell(str(row.since)),
        Cell(age(row.age)),
        Cell(remarks(row.status, disputed=row.disputed, certainty=row.certainty)),
    )
