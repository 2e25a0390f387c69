"""The page of ``show``: a faction's dossier, section by section."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from libya_tracker.dossier import ShowRow
from libya_tracker.model import Point, Registry
from libya_tracker.views.log import sentence
from libya_tracker.views.page import Cell, Page, Sheet, heading, tone_of
from libya_tracker.vocabulary import Relation

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
    remark = f"disputed by {row.by}" if row.by else row.note or ""
    return (
        Cell(f"{relation.sign} {_words(row, name)}", tone_of(relation.sign)),
        Cell(_time(row)),
        Cell(row.status or ""),
        Cell(remark, "middling"),
    )


def _claim(row: ShowRow, name: str) -> tuple[Cell, ...]:
    words = _words(row, name) + (f"\n{row.note}" if row.note else "")
    status = f"{row.status}, taken back" if row.retracted else row.status or ""
    who = ": ".join(filter(None, (row.by, ", ".join(row.sources))))
    return Cell(_time(row)), Cell(words), Cell(status), Cell(who)


def _source(row: ShowRow, _name: str) -> tuple[Cell, ...]:
    return (
        Cell(row.item or ""),
        Cell(row.value),
        Cell(row.value_name or ""),
        Cell(row.since or ""),
    )


def _words(row: ShowRow, name: str) -> str:
    relation = (row.item or "").removesuffix(" (of others)")
    other = row.value_name or row.value
    turned = row.section == "tie of others" or relation != row.item
    return sentence(other, relation, name) if turned else sentence(name, relation, other)


def _time(row: ShowRow) -> str:
    if row.since and row.until:
        return f"{row.since} to {row.until}"
    return row.since or (f"until {row.until}" if row.until else "")


_SECTIONS: tuple[tuple[tuple[str, ...], tuple[str, ...], Line], ...] = (
    (("fact",), ("About", "", ""), _fact),
    (("name",), ("Names", "", "Time"), _fact),
    (("leader",), ("Leaders", "", "Time"), _leader),
    (("tie", "tie of others"), ("Ties", "Since", "Status", "Remarks"), _tie),
    (("history",), ("Date", "History", "Status", "According to"), _claim),
    (("lineage",), ("Date", "Lineage", "Status", "According to"), _claim),
    (("source",), ("Sources", "Title", "Publisher", "Date"), _source),
)
