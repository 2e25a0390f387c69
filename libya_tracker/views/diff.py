"""The page of ``diff``: what began, changed and ended, and what was only said."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from libya_tracker import compare
from libya_tracker.compare import DiffRow, View
from libya_tracker.history import Pair
from libya_tracker.standing import LogRow
from libya_tracker.views.log import sentence
from libya_tracker.views.page import Cell, Page, Sheet, Tone
from libya_tracker.vocabulary import Relation

_TITLES = {"added": "New ties", "changed": "Changed ties", "removed": "Ended ties"}
_MARKS: dict[str, tuple[str, Tone]] = {
    "added": ("+", "good"),
    "changed": ("~", "middling"),
    "removed": ("-", "bad"),
}


def page(a: View, b: View, rows: Sequence[DiffRow], said: Sequence[LogRow]) -> Page:
    """Return the differences by sort, then what was expected or denied meanwhile.

    ``said`` are the claims of the period that took no effect. A tie that holds both sides
    alike is one line.
    """
    once = _one_side(rows)
    disputed = compare.disputed(b)
    sheets = [
        Sheet(
            ("", "Tie", "Date", "Why", "Status"),
            [_line(row, disputed) for row in part],
            title,
        )
        for difference, title in _TITLES.items()
        if (part := [row for row in once if row.difference == difference])
    ]
    sheets += [
        Sheet(
            ("", "Claim", "Date", "Status", "According to"),
            [_said(row) for row in claims],
            title,
        )
        for status, title in (("expected", "Only expected"), ("denied", "Denied"))
        if (claims := [row for row in said if row.status == status])
    ]
    notes = () if rows else ("No tie differs.",)
    return Page(f"{_named(a)}: from {_point(a)} to {_point(b)}", tuple(sheets), notes)


def _line(row: DiffRow, disputed: Collection[Pair]) -> tuple[Cell, ...]:
    mark, tone = _MARKS[row.difference]
    relation = row.after or row.before or ""
    words = sentence(row.name, relation, row.to_name)
    if row.difference == "changed" and row.before:
        words += f" (before: {Relation(row.before).reads})"
    status = row.status or ""
    if (row.faction, row.to) in disputed and row.after:
        status += ", disputed"
    return (
        Cell(mark, tone),
        Cell(words),
        Cell(row.date or ""),
        Cell(row.why, "faint" if row.why == "happened" else "middling"),
        Cell(status, "middling" if "," in status else "plain"),
    )


def _said(row: LogRow) -> tuple[Cell, ...]:
    return (
        Cell("?" if row.status == "expected" else "!", "middling"),
        Cell(sentence(row.name, row.relation, row.to_name)),
        Cell(row.date),
        Cell(row.status),
        Cell(row.by or ", ".join(row.sources)),
    )


def _one_side(rows: Sequence[DiffRow]) -> list[DiffRow]:
    """Leave out the second row of a tie that changed on both sides alike."""
    shown: set[tuple[str, str, str | None, str | None]] = set()
    kept = []
    for row in rows:
        if (row.to, row.faction, row.before, row.after) in shown:
            words = row.after or row.before or ""
            if Relation(words).two_way:
                continue
        shown.add((row.faction, row.to, row.before, row.after))
        kept.append(row)
    return kept


def _named(view: View) -> str:
    registry = view.chronicle.registry
    return registry.title or registry.file


def _point(view: View) -> str:
    point = view.point
    supposed = f", supposing {point.scenario!r}" if point.scenario else ""
    return f"{point.day} (as known on {point.known}{supposed})"
