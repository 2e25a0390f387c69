"""The claims as they were made, those retracted since included."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from libya_tracker.model.dates import FuzzyDate, Moment
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ClaimFilter, Lens
from libya_tracker.model.records import Claim, grade
from libya_tracker.model.vocabulary import Relation, Status


@dataclass(frozen=True, slots=True)
class LogRow:
    """One claim, as it was made."""

    change: str
    date: FuzzyDate
    faction: str
    name: str
    relation: Relation
    to: str
    to_name: str
    from_: str | None
    until: FuzzyDate | None
    status: Status
    grade: str | None
    by: str | None
    sources: tuple[str, ...]
    note: str | None
    recorded: Moment | None
    #: From when on it counts as known.
    known: dt.date
    retracted: bool
    #: The what-if it belongs to, if it is not of the record.
    scenario: str | None


def log(perspective: Perspective, query: ClaimFilter) -> list[LogRow]:
    """Return the claims known at a point, retracted or not, in order of effect."""
    return [
        _log_row(perspective, claim)
        for claim in perspective.known_claims()
        if query.wants(claim) and _as_sure(claim, perspective.lens)
    ]


def _log_row(perspective: Perspective, claim: Claim) -> LogRow:
    registry = perspective.registry
    return LogRow(
        change=claim.id,
        date=claim.date,
        faction=claim.faction,
        name=registry.factions[claim.faction].name,
        relation=claim.relation,
        to=claim.to,
        to_name=registry.factions[claim.to].name,
        from_=claim.ends_tie_with,
        until=claim.until,
        status=claim.status,
        grade=grade(registry.sources, claim.sources, claim.credibility),
        by=claim.by,
        sources=claim.sources,
        note=claim.note,
        recorded=claim.recorded,
        known=perspective.index.known_since[claim.id],
        retracted=not perspective.is_visible(claim),
        scenario=claim.scenario,
    )


def _as_sure(claim: Claim, lens: Lens) -> bool:
    return lens.min_status is None or claim.status.rank <= lens.min_status.rank
