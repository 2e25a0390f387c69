"""The pages of ``switches``: each faction's loyalties, and the flows between sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from libya_tracker.analysis.switches import FlowRow, LoyaltyRow
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Period
from libya_tracker.model.records import Registry
from libya_tracker.views.page import Cell, Page, Sheet, TableLine, Tone, heading, remarks

_COLUMNS = ("Since", "Until", "Days", "Afterwards")
_WHOLE = frozenset({"Since", "Until", "First", "Last", "Times"})
_MEANING = (
    "A switch: it left a side, and then stood with one that it had taken later. "
    "A..B: one of these days, or so many."
)


def page(rows: Sequence[LoyaltyRow], perspective: Perspective, period: Period) -> Page:
    """Return each faction with the sides that it followed, in order of days."""
    lines = list(_lines(rows, perspective.registry))
    notes = (_MEANING,) if rows else ("Nobody followed anybody.",)
    sheets = (Sheet(_COLUMNS, lines, _WHOLE),)
    return Page(_heading(perspective, period, "who followed whom"), sheets, notes)


def flows(rows: Sequence[FlowRow], perspective: Perspective, period: Period) -> Page:
    """Return how often factions went over from each side to each."""
    factions = perspective.registry.factions
    lines: list[TableLine] = []
    for row in rows:
        lines.append(Cell(f"from {row.from_name} to {row.to_name}"))
        lines.append(
            (
                Cell(str(row.count_), indent=2),
                Cell(str(row.first)),
                Cell(str(row.last)),
                Cell(tuple(factions[name].name for name in row.factions)),
            )
        )
    sheets = (Sheet(("Times", "First", "Last", "Who"), lines, _WHOLE),)
    notes = () if rows else ("Nobody changed sides.",)
    return Page(_heading(perspective, period, "who changed sides"), sheets, notes)


def _heading(perspective: Perspective, period: Period, what: str) -> str:
    since = f" from {period.since}" if period.since else ""
    return heading(perspective, f"{what}{since} up to ")


def _lines(rows: Sequence[LoyaltyRow], registry: Registry) -> Iterator[TableLine]:
    """Yield each faction, below it each side, and below that the days."""
    counts = Counter(row.faction for row in rows)
    for place, row in enumerate(rows):
        if not place or rows[place - 1].faction != row.faction:
            yield _head(row)
        tone: Tone = "good" if row.ended is None else "plain"
        yield Cell(f"{row.relation.reads} {row.to_name}", tone, indent=2)
        longest = "its longest" if row.longest and counts[row.faction] > 1 else None
        words = remarks(_switch(registry, row), longest, certainty=row.certainty)
        yield (
            Cell(str(row.since), indent=4),
            Cell(str(row.ended or "stands")),
            Cell(_days(row)),
            Cell(words),
        )


def _head(row: LoyaltyRow) -> Cell:
    times = f"{row.switches} switch{'es' if row.switches != 1 else ''}"
    return Cell(f"{row.name} ({times})" if row.switches else row.name, "strong")


def _days(row: LoyaltyRow) -> str:
    """Return how many days it lasted: at least those that are certain."""
    if row.days is None:
        return f"{row.certain_days}.."
    same = row.days == row.certain_days
    return str(row.days) if same else f"{row.certain_days}..{row.days}"


def _switch(registry: Registry, row: LoyaltyRow) -> str | None:
    if row.switched is None:
        return None
    sides = ", ".join(registry.factions[name].name for name in row.next)
    return f"over to {sides} {'on' if row.switched.exact else 'in'} {row.switched}"
