"""The page of ``show``: a faction's dossier, section by section."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from libya_tracker.analysis.show import ShowRow
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.vocabulary import Relation
from libya_tracker.views.log import sureness, told
from libya_tracker.views.page import Cell, Page, Sheet, heading, tone_of

_OF_OTHERS = " (of others)"
_ONWARD = {"ancestor": "Before, it was", "heir": "Later, it went on as"}
Line = Callable[[ShowRow, str], tuple[Cell, ...]]


def page(rows: Sequence[ShowRow], perspective: Perspective, faction: str) -> Page:
    """Return the sections that have anything in them, and where its story goes on."""
    name = perspective.registry.factions[faction].name
    sheets = [
        Sheet(columns, [line(row, name) for row in part])
        for sections, columns, line in _SECTIONS
        if (part := [row for row in rows if row.section in sections])
    ]
    return Page(heading(perspective, f"{name} on "), tuple(sheets), _onward(rows))


def _onward(rows: Sequence[ShowRow]) -> tuple[str, ...]:
    """Return under which names the same group is told of before and after."""
    return tuple(
        f"{_ONWARD[row.section]} {row.value_name} ({row.since}: {row.note}); "
        f"see: show {row.value}"
        for row in rows
        if row.section in _ONWARD and row.item == "same group"
    )


def _fact(row: ShowRow, _name: str) -> tuple[Cell, ...]:
    return Cell(row.item or ""), Cell(row.value), Cell(_time(row))


def _leader(row: ShowRow, _name: str) -> tuple[Cell, ...]:
    return Cell(row.value), Cell(row.item or ""), Cell(_time(row))


def _tie(row: ShowRow, _name: str) -> tuple[Cell, ...]:
    relation = Relation(row.item or "")
    remarks = [
        row.status or "",
        f"until {row.until}" if row.until else "",
        f"disputed by {row.by}" if row.by else row.note or "",
    ]
    return (
        Cell(f"{relation.sign} {_words(row, relation)}", tone_of(relation.sign)),
        Cell(str(row.since or "")),
        Cell(", ".join(filter(None, remarks))),
    )


def _claim(row: ShowRow, _name: str) -> tuple[Cell, ...]:
    relation = Relation((row.item or "").removesuffix(_OF_OTHERS))
    claim = told(_words(row, relation), row)
    return (
        Cell(str(row.since or "")),
        Cell(claim),
        sureness(row.status or "", row.retracted),
    )


def _kin(row: ShowRow, _name: str) -> tuple[Cell, ...]:
    how = (f"{row.value_name}, {row.item}", row.note or "")
    doubt = f", disputed by {row.by}" if row.by else ""
    return Cell(str(row.since or "")), Cell(how), Cell(f"{row.status}{doubt}")


def _source(row: ShowRow, _name: str) -> tuple[Cell, ...]:
    words = ", ".join(filter(None, (row.value, row.value_name)))
    lines = tuple(filter(None, (f"{row.item}: {words}", row.note)))
    return Cell(str(row.since or "")), Cell(lines)


def _words(row: ShowRow, relation: Relation) -> str:
    """Return what the faction does toward another, or another toward it."""
    other = row.value_name or row.value
    if row.section == "tie of others" or (row.item or "").endswith(_OF_OTHERS):
        return f"{other} {relation.reads} it"
    return f"{relation.reads} {other}"


def _time(row: ShowRow) -> str:
    if row.since and row.until:
        return f"{row.since} to {row.until}"
    return str(row.since or (f"until {row.until}" if row.until else ""))


_SECTIONS: tuple[tuple[tuple[str, ...], tuple[str, ...], Line], ...] = (
    (("fact",), ("About", "", ""), _fact),
    (("name",), ("Names", "", "Time"), _fact),
    (("leader",), ("Leaders", "", "Time"), _leader),
    (("tie", "tie of others"), ("Ties", "Since", "Status"), _tie),
    (("history",), ("Date", "History", "Status"), _claim),
    (("lineage",), ("Date", "Lineage", "Status"), _claim),
    (("ancestor",), ("Date", "Came from", "Status"), _kin),
    (("heir",), ("Date", "Went on as", "Status"), _kin),
    (("source",), ("Date", "Sources"), _source),
)
