"""The page of ``blocs``: each side with those who follow it."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.model import Point, Registry
from libya_tracker.standing import BlocRow
from libya_tracker.views.page import Cell, Page, Sheet, grouped, heading
from libya_tracker.vocabulary import Relation

_COLUMNS = ("Side and its followers", "Since", "Status", "Remarks")


def page(rows: Sequence[BlocRow], registry: Registry, point: Point) -> Page:
    """Return each side with its followers below it."""
    sheets = (Sheet(_COLUMNS, list(grouped(rows, _head, _line))),) if rows else ()
    notes = () if rows else ("Nobody follows anybody on this day.",)
    return Page(heading(registry, point, "who follows whom on "), sheets, notes)


def _head(row: BlocRow) -> Cell:
    return Cell(row.bloc_name, "strong")


def _line(row: BlocRow) -> tuple[Cell, ...]:
    remarks = [
        "disputed" if row.disputed else "",
        "only possible on this day" if row.certainty == "possible" else "",
    ]
    return (
        Cell(f"{row.name} {_word(row.relation)}", "good", indent=2),
        Cell(row.since),
        Cell(row.status),
        Cell("; ".join(filter(None, remarks)), "middling"),
    )


def _word(relation: str) -> str:
    return f"{Relation(relation).reads} it"
