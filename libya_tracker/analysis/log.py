"""The claims as they were made, those retracted since included."""

from __future__ import annotations

from dataclasses import dataclass

from libya_tracker.model import dates
from libya_tracker.model.claims import Chronicle
from libya_tracker.model.query import EVERYTHING, ClaimFilter, Lens, Point
from libya_tracker.model.records import Change, grade


@dataclass(frozen=True, slots=True)
class LogRow:
    """One claim, as it was made."""

    change: str
    date: str
    faction: str
    name: str
    relation: str
    to: str
    to_name: str
    from_: str | None
    until: str | None
    status: str
    grade: str | None
    by: str | None
    sources: tuple[str, ...]
    note: str | None
    recorded: str | None
    known: str
    retracted: bool
    #: The what-if it belongs to, if it is not of the record.
    scenario: str | None


def log(
    chronicle: Chronicle, point: Point, query: ClaimFilter, lens: Lens = EVERYTHING
) -> list[LogRow]:
    """Return the claims known at a point, in the order in which they take effect.

    Claims taken back are there too, and say so.
    """
    return [
        _log_row(chronicle, change, point)
        for change in chronicle.heard_of(point, lens)
        if query.wants(change) and _as_sure(change, lens)
    ]


def _log_row(chronicle: Chronicle, change: Change, point: Point) -> LogRow:
    registry = chronicle.registry
    return LogRow(
        change=change.id,
        date=change.date.text,
        faction=change.faction,
        name=registry.factions[change.faction].name,
        relation=change.relation,
        to=change.to,
        to_name=registry.factions[change.to].name,
        from_=change.leaves,
        until=dates.written(change.until),
        status=change.status,
        grade=grade(registry.sources, change.sources, change.credibility),
        by=change.by,
        sources=change.sources,
        note=change.note,
        recorded=dates.written(change.recorded),
        known=chronicle.known[change.id].isoformat(),
        retracted=not chronicle.visible(change, point),
        scenario=change.scenario,
    )


def _as_sure(change: Change, lens: Lens) -> bool:
    return lens.min_status is None or change.status.rank <= lens.min_status.rank
