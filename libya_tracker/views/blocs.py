"""The page of ``blocs``: each side with those who follow it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from libya_tracker.model import Point, Registry
from libya_tracker.standing import BlocRow
from libya_tracker.views.page import Cell, Page, Sheet, heading
from libya_tracker.vocabulary import Relation

COLUMNS = ("Faction", "Tie", "Since", "Status", "Remarks")


def page(rows: Sequence[BlocRow], registry: Registry, point: Point) -> Page:
    """Return one table a side."""
    sheets = tuple(
        Sheet(COLUMNS, [_line(row) for row in followers], title=name)
        for name, followers in groupby(rows, key=lambda row: row.bloc_name)
    )
    notes = () if sheets else ("Nobody follows anybody on this day.",)
    return Page(heading(registry, point, "who follows whom on "), sheets, notes)


def _line(row: BlocRow) -> tuple[Cell, ...]:
    remarks = [
        "disputed" if row.disputed else "",
        "possibly not yet or no longer" if row.certainty == "possible" else "",
    ]
    return (
        Cell(row.name, "strong"),
        Cell(Relation(row.relation).reads, "good"),
        Cell(row.since),
        Cell(row.status),
        Cell("; ".join(filter(None, remarks)), "middling"),
    )
