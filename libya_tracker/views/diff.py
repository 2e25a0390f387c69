"""The page of ``diff``: what began, changed and ended, and what was only said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from libya_tracker import compare
from libya_tracker.compare import DiffRow, View
from libya_tracker.history import Pair
from libya_tracker.standing import LogRow
from libya_tracker.views.page import Cell, Page, Sheet, Tone, grouped
from libya_tracker.vocabulary import Relation

_TITLES = {"added": "New ties", "changed": "Changed ties", "removed": "Ended ties"}
_SAID = {"expected": "Only expected", "denied": "Denied"}
_MARKS: dict[str, tuple[str, Tone]] = {
    "added": ("+", "good"),
    "changed": ("~", "middling"),
    "removed": ("-", "bad"),
    "expected": ("?", "middling"),
    "denied": ("!", "middling"),
}


def page(a: View, b: View, rows: Sequence[DiffRow], said: Sequence[LogRow]) -> Page:
    """Return the differences by sort, then what was expected or denied meanwhile.

    ``said`` are the claims of the period that took no effect. A tie that holds both sides
    alike is one line.
    """
    once = _one_side(rows)
    line = partial(_line, compare.disputed(b))
    sheets = [
        Sheet((title, "Date", "Status"), grouped(part, _head, line))
        for difference, title in _TITLES.items()
        if (part := [row for row in once if row.difference == difference])
    ]
    sheets += [
        Sheet((title, "Date", "According to"), grouped(claims, _subject, _claim))
        for status, title in _SAID.items()
        if (claims := [row for row in said if row.status == status])
    ]
    return Page(_title(a, b), tuple(sheets), tuple(_notes(rows)))


def _notes(rows: Sequence[DiffRow]) -> list[str]:
    reasons = {row.why for row in rows}
    if not reasons:
        return ["No tie differs."]
    if reasons == {"happened"}:
        return []
    return ["Learned, corrected, supposed: why it differs; all else happened in between."]


def _head(row: DiffRow) -> tuple[Cell, ...]:
    words = _tie(row.after or row.before, row.to_name)
    if row.difference == "changed" and row.before:
        words += f" (before: {Relation(row.before).reads})"
    return Cell(words), Cell(""), Cell("")


def _line(disputed: Collection[Pair], row: DiffRow) -> tuple[Cell, ...]:
    remarks = [
        row.status or "",
        "disputed" if row.after and (row.faction, row.to) in disputed else "",
        "" if row.why == "happened" else row.why,
    ]
    doubtful = len(list(filter(None, remarks))) > 1
    return (
        _marked(row.difference, row.name),
        Cell(row.date or ""),
        Cell(", ".join(filter(None, remarks)), "middling" if doubtful else "plain"),
    )


def _subject(row: LogRow) -> tuple[Cell, ...]:
    return Cell(_tie(row.relation, row.to_name)), Cell(""), Cell("")


def _claim(row: LogRow) -> tuple[Cell, ...]:
    who = row.by or ", ".join(row.sources)
    return _marked(row.status, row.name), Cell(row.date), Cell(who)


def _tie(relation: str | None, to_name: str) -> str:
    return f"{Relation(relation or '').reads} {to_name}"


def _marked(sort: str, name: str) -> Cell:
    mark, tone = _MARKS[sort]
    return Cell(f"{mark} {name}", tone, indent=2)


def _one_side(rows: Sequence[DiffRow]) -> list[DiffRow]:
    """Leave out the second row of a tie that changed on both sides alike."""
    shown: set[tuple[str, str, str | None, str | None]] = set()
    kept = []
    for row in rows:
        mirrored = (row.to, row.faction, row.before, row.after)
        if not (mirrored in shown and Relation(row.after or row.before or "").two_way):
            kept.append(row)
        shown.add((row.faction, row.to, row.before, row.after))
    return kept


def _title(a: View, b: View) -> str:
    registry = b.chronicle.registry
    return f"{registry.title or registry.file}: from {_point(a)} to {_point(b)}"


def _point(view: View) -> str:
    point = view.point
    supposed = f", supposing {point.scenario!r}" if point.scenario else ""
    return f"{point.day} (as known on {point.known}{supposed})"
