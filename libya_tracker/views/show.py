"""The page of ``show``: a faction's dossier, section by section."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from libya_tracker.dossier import ShowRow
from libya_tracker.model import Point, Registry
from libya_tracker.views.log import sentence, sureness, told
from libya_tracker.views.page import Cell, Page, Sheet, heading, tone_of
from libya_tracker.vocabulary import Relation

_OF_OTHERS = " (of others)"
Line = Callable[[ShowRow, str], tuple[Cell, ...]]


def page(rows: Sequence[ShowRow], registry: Registry, point: Point, faction: str) -> Page:
    """Return the sections that have anything in them."""
    name = registry.factions[faction].name
    sheets = [
        Sheet(columns, [line(row, name) for row in part])
        for sections, columns, line in _SECTIONS
        if (part := [row for row in rows if row.section in sections])
    ]
    return Page(heading(registry, point, f"{name} on "), tuple(sheets))


def _fact(row: ShowRow, _name: str) -> tuple[Cell, ...]:
    return Cell(row.item or ""), Cell(row.value), Cell(_time(row))


def _leader(row: ShowRow, _name: str) -> tuple[Cell, ...]:
    return Cell(row.value), Cell(row.item or ""), Cell(_time(row))


def _tie(row: ShowRow, name: str) -> tuple[Cell, ...]:
    relation = Relation(row.item or "")
    disputed = f", disputed by {row.by}" if row.by else ", disputed" if row.note else ""
    words = sentence(*_parties(row, relation, name))
    return (
        Cell(f"{relation.sign} {words}", tone_of(relation.sign)),
        Cell(_time(row)),
        Cell(f"{row.status}{disputed}"),
    )


def _claim(row: ShowRow, name: str) -> tuple[Cell, ...]:
    relation = Relation((row.item or "").removesuffix(_OF_OTHERS))
    claim = told(*_parties(row, relation, name), row)
    return Cell(row.since or ""), Cell(claim), sureness(row.status or "", row.retracted)


def _source(row: ShowRow, _name: str) -> tuple[Cell, ...]:
    words = ", ".join(filter(None, (row.value, row.value_name)))
    return Cell(row.since or ""), Cell("\n".join(filter(None, (words, row.item, row.note))))


def _parties(row: ShowRow, relation: Relation, name: str) -> tuple[str, str, str]:
    other = row.value_name or row.value
    of_others = row.section == "tie of others" or (row.item or "").endswith(_OF_OTHERS)
    return (other, relation, name) if of_others else (name, relation, other)


def _time(row: ShowRow) -> str:
    if row.since and row.until:
        return f"{row.since} to {row.until}"
    return row.since or (f"until {row.until}" if row.until else "")


_SECTIONS: tuple[tuple[tuple[str, ...], tuple[str, ...], Line], ...] = (
    (("fact",), ("About", "", ""), _fact),
    (("name",), ("Names", "", "Time"), _fact),
    (("leader",), ("Leaders", "", "Time"), _leader),
    (("tie", "tie of others"), ("Ties", "Since", "Status"), _tie),
    (("history",), ("Date", "History", "Status"), _claim),
    (("lineage",), ("Date", "Lineage", "Status"), _claim),
    (("source",), ("Date", "Sources"), _source),
)
