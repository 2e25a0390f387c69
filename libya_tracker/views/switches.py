"""The pages of ``switches``: each faction's loyalties, and the flows between sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from functools import partial

from libya_tracker.analysis.switches import FlowRow, LoyaltyRow
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Period
from libya_tracker.model.records import Registry
from libya_tracker.views.page import Cell, Page, Sheet, grouped, heading, remarks

_COLUMNS = ("Faction and its sides", "Since", "To", "Days", "Afterwards")
_WHOLE = frozenset({"Since", "First", "Last"})
_MEANING = (
    "A switch: it left a side, and then stood with one that it had taken later. "
    "Days in brackets: those on which the dates leave no doubt."
)


def page(rows: Sequence[LoyaltyRow], perspective: Perspective, period: Period) -> Page:
    """Return each faction with the sides that it took, in order of days."""
    counts = Counter(row.faction for row in rows)
    several = {faction for faction, count in counts.items() if count > 1}
    lines = list(grouped(rows, _head, partial(_line, perspective.registry, several)))
    sheets = (Sheet(_COLUMNS, lines, _WHOLE),)
    notes = (_MEANING,) if rows else ("Nobody took a side.",)
    return Page(_heading(perspective, period, "who took sides"), sheets, notes)


def flows(rows: Sequence[FlowRow], perspective: Perspective, period: Period) -> Page:
    """Return how often factions went over from each side to each."""
    factions = perspective.registry.factions
    lines = [
        (
            Cell(row.from_name),
            Cell(row.to_name),
            Cell(str(row.count)),
            Cell(str(row.first)),
            Cell(str(row.last)),
            Cell(tuple(factions[name].name for name in row.factions)),
        )
        for row in rows
    ]
    columns = ("From", "To", "Times", "First", "Last", "Who")
    sheets = (Sheet(columns, lines, _WHOLE - {"To"}),)
    notes = () if rows else ("Nobody changed sides.",)
    return Page(_heading(perspective, period, "who changed sides"), sheets, notes)


def _heading(perspective: Perspective, period: Period, what: str) -> str:
    since = f" from {period.since}" if period.since else ""
    return heading(perspective, f"{what}{since} up to ")


def _head(row: LoyaltyRow) -> Cell:
    times = f"{row.switches} switch{'es' if row.switches != 1 else ''}"
    return Cell(f"{row.name} ({times})" if row.switches else row.name, "strong")


def _line(registry: Registry, several: Set[str], row: LoyaltyRow) -> tuple[Cell, ...]:
    days = "?" if row.days is None else str(row.days)
    if row.days != row.certain_days:
        days += f" ({row.certain_days})"
    descendants = ", ".join(registry.factions[name].name for name in row.next)
    successors = f"over to {descendants} on {row.switched}" if descendants else None
    longest = "its longest" if row.longest and row.faction in several else None
    return (
        Cell(row.to_name, "good" if row.ended is None else "plain", indent=2),
        Cell(str(row.since)),
        Cell(str(row.ended or "stands")),
        Cell(days),
        Cell(remarks(successors, longest)),
    )
