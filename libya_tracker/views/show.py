"""The page of ``show``: a faction's dossier, section by section."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from libya_tracker.analysis.show import Section, ShowRow
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.vocabulary import Relation
from libya_tracker.views.log import sureness, with_voices
from libya_tracker.views.page import Cell, Page, Sheet, heading, remarks, tone_of
from libya_tracker.views.words import commas, present

_ONWARD = {Section.ANCESTOR: "Before, it was", Section.DESCENDANT: "Later, it went on as"}
Line = Callable[[ShowRow, str], tuple[Cell, ...]]


def page(rows: Sequence[ShowRow], perspective: Perspective, faction: str) -> Page:
    """Return the sections with rows, and notes on predecessors and successors."""
    name = perspective.registry.factions[faction].name
    sheets = [
        Sheet(columns, [line(row, name) for row in part])
        for sections, columns, line in _SECTIONS
        if (part := [row for row in rows if row.section in sections])
    ]
    return Page(heading(perspective, f"{name} on "), tuple(sheets), _onward(rows))


def _onward(rows: Sequence[ShowRow]) -> tuple[str, ...]:
    """Return notes on what the same group was before and became after."""
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
    sign = row.relation.sign if row.relation else None
    return (
        Cell(f"{sign} {_words(row)}", tone_of(sign)),
        Cell(str(row.since or "")),
        Cell(
            remarks(
                row.status,
                f"until {row.until}" if row.until else None,
                None if row.by else row.note,
                disputed=row.by,
            )
        ),
    )


def _claim(row: ShowRow, _name: str) -> tuple[Cell, ...]:
    return (
        Cell(str(row.since or "")),
        Cell(with_voices(_words(row), row)),
        sureness(row.status or "", row.retracted),
    )


def _relative(row: ShowRow, _name: str) -> tuple[Cell, ...]:
    how = (f"{row.value_name}, {row.item}", row.note or "")
    doubt = f", disputed by {row.by}" if row.by else ""
    return Cell(str(row.since or "")), Cell(how), Cell(f"{row.status}{doubt}")


def _source(row: ShowRow, _name: str) -> tuple[Cell, ...]:
    words = f"{row.item}: {commas(row.value, row.value_name)}"
    return Cell(str(row.since or "")), Cell(words, below=present(row.note))


def _words(row: ShowRow) -> str:
    """Return the relation of the faction to another, or of another to it."""
    reads, other = (row.relation or Relation.NONE).reads, row.value_name or row.value
    return f"{other} {reads} it" if row.of_others else f"{reads} {other}"


def _time(row: ShowRow) -> str:
    if row.since and row.until:
        return f"{row.since} to {row.until}"
    return str(row.since or (f"until {row.until}" if row.until else ""))


_SECTIONS: tuple[tuple[tuple[Section, ...], tuple[str, ...], Line], ...] = (
    ((Section.TIE, Section.TIE_OF_OTHERS), ("Ties", "Since", "Status"), _tie),
    ((Section.FACT,), ("About", "", ""), _fact),
    ((Section.NAME,), ("Names", "", "Time"), _fact),
    ((Section.LEADER,), ("Leaders", "", "Time"), _leader),
    ((Section.HISTORY,), ("Date", "History", "Status"), _claim),
    ((Section.LINEAGE,), ("Date", "Lineage", "Status"), _claim),
    ((Section.ANCESTOR,), ("Date", "Came from", "Status"), _relative),
    ((Section.DESCENDANT,), ("Date", "Went on as", "Status"), _relative),
    ((Section.SOURCE,), ("Date", "Sources"), _source),
)
