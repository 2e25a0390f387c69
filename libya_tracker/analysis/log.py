"""The claims as they were made, those retracted since included."""

from __future__ import annotations

import datetime as dt

from libya_tracker.analysis.claim_texts import ClaimTexts
from libya_tracker.analysis.rows import row_of
from libya_tracker.model.dates import FuzzyDate, Moment
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ClaimFilter, Lens
from libya_tracker.model.records import Claim, grade
from libya_tracker.model.vocabulary import Relation, Status
from libya_tracker.named_tuples import NamedTuple


class LogRow(NamedTuple):
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
    #: Whether the tie began on the date; else it stood then, since when is not said.
    begins: bool
    tags: tuple[str, ...]
    #: Which entry of the file it is, from 0: of claims of one day the higher is the later.
    sequence: int


def log(perspective: Perspective, query: ClaimFilter) -> list[LogRow]:
    """Return the claims known at a point, retracted or not, in order of effect."""
    return [log_row(perspective, claim) for claim in claims(perspective, query)]


def claims(perspective: Perspective, query: ClaimFilter) -> list[Claim]:
    """Return the claims of which ``log`` has the rows."""
    known = [
        claim
        for claim in perspective.known_claims(query)
        if _as_sure(claim, perspective.lens)
    ]
    if query.words:
        texts = ClaimTexts(perspective.registry, query.words)
        known = [claim for claim in known if texts.hold_all(claim)]
    return known


def log_row(perspective: Perspective, claim: Claim) -> LogRow:
    """Return a claim as it was made."""
    registry = perspective.registry
    return row_of(
        LogRow,
        claim,
        change=claim.id,
        name=registry.factions[claim.faction].name,
        to_name=registry.factions[claim.to].name,
        from_=claim.ends_tie_with,
        grade=grade(registry.sources, claim.sources, claim.credibility),
        known=perspective.index.known_since(claim),
        sequence=claim.place,
        retracted=not perspective.is_visible(claim),
    )


def _as_sure(claim: Claim, lens: Lens) -> bool:
    return lens.min_status is None or claim.status.rank <= lens.min_status.rank
