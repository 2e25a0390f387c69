"""The page of ``log``: the claims as sentences, with who says so."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.model import Point, Registry
from libya_tracker.standing import LogRow, Query
from libya_tracker.views.page import Cell, Page, Sheet, Tone
from libya_tracker.vocabulary import Relation

_COLUMNS = ("Date", "Claim", "Status", "According to")
_TONES: dict[str, Tone] = {"denied": "bad", "expected": "middling", "alleged": "middling"}


def page(rows: Sequence[LogRow], registry: Registry, point: Point, query: Query) -> Page:
    """Return one claim a line, its note below it."""
    count = f"{len(rows)} claim{'s' if len(rows) != 1 else ''}"
    since = f" from {query.since}" if query.since else ""
    until = f" to {query.until}" if query.until else ""
    supposed = f", supposing {point.scenario!r}" if point.scenario else ""
    title = registry.title or registry.file
    line = f"{title}: {count}{since}{until}, as known on {point.known}{supposed}"
    return Page(line, (Sheet(_COLUMNS, [_line(row) for row in rows]),) if rows else ())


def sentence(name: str, relation: str, to_name: str) -> str:
    """Return a claim in words."""
    return f"{name} {Relation(relation).reads} {to_name}"


def _line(row: LogRow) -> tuple[Cell, ...]:
    claim = sentence(row.name, row.relation, row.to_name)
    if row.from_:
        claim += f", leaving {row.from_}"
    if row.until:
        claim += f", until {row.until}"
    if row.note:
        claim += f"\n{row.note}"
    status = f"{row.status}, taken back" if row.retracted else row.status
    tone = "faint" if row.retracted else _TONES.get(row.status, "plain")
    voices = [row.by or "", ", ".join(row.sources)]
    return (
        Cell(row.date),
        Cell(claim, "faint" if row.retracted else "plain"),
        Cell(status, tone),
        Cell(": ".join(filter(None, voices))),
    )
