"""The page of ``status``: each faction with its ties, and what is doubtful about them."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.analysis.status import StatusRow
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.vocabulary import Relation
from libya_tracker.views.page import (
    Cell,
    Page,
    Sheet,
    age,
    grouped,
    heading,
    possible_note,
    remarks,
    tone_of,
)

_COLUMNS = ("Faction and its ties", "Since", "Age", "Status")


def page(rows: Sequence[StatusRow], perspective: Perspective) -> Page:
    """Return each faction with its ties below it; those without are named in a note."""
    with_tie = [row for row in rows if row.relation is not None]
    without = [row.name for row in rows if row.relation is None]
    notes = [f"No tie on this day: {', '.join(without)}."] if without else []
    if with_tie:
        notes.append(
            "Age: since it was last cited. In brackets: how many independent sources. "
            "Disputed: somebody denies the tie, which stands all the same."
        )
    notes += possible_note(row.certainty for row in with_tie)
    if any(row.divided for row in with_tie):
        notes.append("Divided: it or its own units are aligned with more than one side.")
    sheet = Sheet(_COLUMNS, list(grouped(with_tie, _head, _line)))
    return Page(heading(perspective), (sheet,), tuple(notes))


def _head(row: StatusRow) -> Cell:
    return Cell(f"{row.name} (divided)" if row.divided else row.name, "strong")


def _line(row: StatusRow) -> tuple[Cell, ...]:
    words = (row.relation or Relation.NONE).reads
    return (
        Cell(f"{row.sign} {words} {row.to_name}", tone_of(row.sign), indent=2),
        Cell(str(row.since or "")),
        Cell(age(row.age)),
        Cell(
            remarks(
                _sureness(row),
                f"until {row.until}" if row.until else None,
                disputed="; ".join(row.disputed_by) or row.disputed,
                certainty=row.certainty,
            )
        ),
    )


def _sureness(row: StatusRow) -> str:
    count = f"({row.corroboration})" if row.corroboration else ""
    return " ".join(part for part in (row.status, row.grade, count) if part)
