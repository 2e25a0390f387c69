"""The page of ``status``: each faction with its ties, and what is doubtful about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from libya_tracker.model import Point, Registry
from libya_tracker.standing import StatusRow
from libya_tracker.views.page import Cell, Page, Sheet, heading, tone_of
from libya_tracker.vocabulary import Relation

COLUMNS = ("Faction", "Tie", "With", "Since", "Status", "Remarks")


def page(rows: Sequence[StatusRow], registry: Registry, point: Point) -> Page:
    """Return one line a tie; factions that have none are named below the table."""
    cells = list(_lines(rows))
    without = [row.name for row in rows if row.relation is None]
    notes = []
    if without:
        notes.append(f"No tie on this day: {', '.join(without)}.")
    if any(row.disputed for row in rows):
        notes.append("Disputed: somebody denies the tie; it still stands.")
    sheets = (Sheet(COLUMNS, cells),) if cells else ()
    return Page(heading(registry, point), sheets, tuple(notes))


def _lines(rows: Sequence[StatusRow]) -> Iterator[tuple[Cell, ...]]:
    last = None
    for row in rows:
        if row.relation is None:
            continue
        name = "" if row.faction == last else row.name
        last = row.faction
        yield (
            Cell(name, "strong"),
            Cell(f"{row.sign} {_word(row.relation)}", tone_of(row.sign)),
            Cell(row.to_name or ""),
            Cell(row.since or ""),
            Cell(_sureness(row)),
            Cell("; ".join(_remarks(row, bool(name))), "middling"),
        )


def _word(relation: str) -> str:
    return Relation(relation).reads.removeprefix("is ").removeprefix("has a ")


def _sureness(row: StatusRow) -> str:
    parts = [
        row.status or "",
        row.grade or "",
        f"({row.corroboration})" if row.corroboration else "",
    ]
    return " ".join(part for part in parts if part)


def _remarks(row: StatusRow, first: bool) -> Iterator[str]:
    if row.divided and first:
        yield "divided"
    if row.disputed:
        yield f"disputed by {', '.join(row.disputed_by)}" if row.disputed_by else "disputed"
    if row.certainty == "possible":
        yield "possibly not yet or no longer"
    if row.until:
        yield f"until {row.until}"
