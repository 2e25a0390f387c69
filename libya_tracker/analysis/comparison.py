"""What a registry says to a claim of another data set: the same, another tie, nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum

from libya_tracker.analysis.pair_spells import Spell
from libya_tracker.analysis.spells import spells_at
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Period
from libya_tracker.model.records import Pair
from libya_tracker.model.vocabulary import Certainty, Relation
from libya_tracker.named_tuples import NamedTuple


class Verdict(StrEnum):
    """What a registry says to a claim of another data set, or that to a tie of ours."""

    AGREES = "agrees"
    AGAINST = "against"
    NEW = "new"
    UNMATCHED = "unmatched"
    #: It has no day, or no relation, so that only a person can compare it.
    REVIEW = "review"
    ONLY_HERE = "only here"


class ComparisonRow(NamedTuple):
    """A claim of another data set beside what the registry has, or a tie of ours alone.

    ``record``, ``years`` and ``rows`` say where it stands there; ``first`` to ``last`` are
    the days on which it can have been so.
    """

    verdict: Verdict
    record: str | None
    years: tuple[int, ...]
    rows: tuple[int, ...]
    file: str
    release: str | None
    their_faction: str | None
    their_faction_id: str | None
    relation: Relation | None
    their_to: str | None
    their_to_id: str | None
    faction: str | None
    name: str | None
    matched: str | None
    to: str | None
    to_name: str | None
    to_matched: str | None
    first: dt.date | None
    last: dt.date | None
    since: FuzzyDate | None
    until: FuzzyDate | None
    our_relation: Relation | None
    certainty: Certainty | None
    changes: tuple[str, ...]
    #: What they call the events that it is made of, and write of them in their words.
    events: tuple[str, ...] = ()
    wording: str | None = None


class Answer(NamedTuple):
    """What a registry says to a claim: the verdict, and the tie on which it rests."""

    verdict: Verdict
    relation: Relation | None = None
    certainty: Certainty | None = None
    changes: tuple[str, ...] = ()


def answer(
    perspective: Perspective, pair: Pair, relation: Relation | None, days: Period | None
) -> Answer:
    """Return what the registry says to a claim about two factions in some days.

    Without a relation or days it is for a person to review.
    """
    if relation is None or days is None:
        claims = [
            claim
            for claim in perspective.visible_claims()
            if {claim.faction, claim.to} == {*pair} and claim.status.effective
        ]
        latest = claims[-1].relation if claims else None
        return Answer(Verdict.REVIEW, latest, None, tuple(claim.id for claim in claims))
    standing = [spell for spell in _between(perspective, pair) if overlaps(spell, days)]
    alike = [s for s in standing if s.tie.relation.sign is relation.sign]
    if not standing:
        return Answer(Verdict.NEW)
    # A tie that is certain on some day says more than one that is only possible.
    best = min(
        alike or standing,
        key=lambda spell: certainty(spell, days) is not Certainty.CERTAIN,
    )
    return Answer(
        Verdict.AGREES if alike else Verdict.AGAINST,
        best.tie.relation,
        certainty(best, days),
        tuple(claim.id for claim in best.tie.run),
    )


def _between(perspective: Perspective, pair: Pair) -> Iterator[Spell]:
    """Yield the spells of the ties of two factions toward each other."""
    table = spells_at(perspective)
    yield from table.between(pair, perspective.day)
    yield from table.between((pair[1], pair[0]), perspective.day)


def overlaps(spell: Spell, days: Period) -> bool:
    """Tell whether a tie stood on one of some days."""
    return days.overlaps(spell.first, spell.last)


def certainty(spell: Spell, days: Period) -> Certainty:
    """Return how certain a tie is on the surest of some days."""
    sure = any(
        how is Certainty.CERTAIN and days.overlaps(part.since or dt.date.min, part.until)
        for part, how in spell.parts
    )
    return Certainty.CERTAIN if sure else Certainty.POSSIBLE
