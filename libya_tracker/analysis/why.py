"""Why a tie stands or does not: the claims that carry it, and those set aside, each why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from libya_tracker.analysis.state import EndedTie, Pair, State, Trace, state
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim, grade
from libya_tracker.model.vocabulary import Cause, Relation, Status


class Reason(StrEnum):
    """Why a claim does not carry the tie asked about; of several, the first holds."""

    SCENARIO = "other scenario"
    UNKNOWN = "not yet known"
    RETRACTED = "retracted"
    VOICE = "other voice"
    DENIED = "denied"
    EXPECTED = "only expected"
    WEAKER = "below min-status"
    LATER = "after the day"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    RAN_OUT = "ran out"
    DISSOLVED = "dissolved"
    FADED = "not cited since"
    ENDS = "ends a tie"
    LINEAGE = "lineage"
    REVERSE = "other direction"


_LOSSES = {
    Cause.REPLACED: Reason.SUPERSEDED,
    Cause.ENDED: Reason.ENDED,
    Cause.RAN_OUT: Reason.RAN_OUT,
    Cause.DISSOLVED: Reason.DISSOLVED,
    Cause.NOT_CITED: Reason.FADED,
}


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One claim about two factions, as it bears on how the first stands to the second.

    ``carries`` tells the claims of the tie that stands from those set aside, which have a
    ``reason`` and, where something else is to blame, its id: ``because``.
    """

    faction: str
    name: str
    to: str
    to_name: str
    tie: Relation | None
    carries: bool
    reason: Reason | None
    because: str | None
    change: str
    date: FuzzyDate
    subject: str
    subject_name: str
    relation: Relation
    object: str
    object_name: str
    from_: str | None
    until: FuzzyDate | None
    status: Status
    grade: str | None
    by: str | None
    sources: tuple[str, ...]
    origins: tuple[str, ...]
    note: str | None
    known: dt.date


def why(perspective: Perspective, faction: str, to: str | None = None) -> list[WhyRow]:
    """Return every claim about a faction and another, those that carry the tie first.

    Without ``to``: one block per counterpart.
    """
    trace: Trace = {}
    now = state(perspective, trace)
    claims = _claims(perspective, faction)
    order = perspective.registry.order
    if to is None:
        others = [
            name
            for name in sorted(claims, key=lambda name: order[name])
            if any(_toward(claim, (faction, name)) for claim in claims[name])
        ]
    else:
        others = [to]
    explainer = _Explainer(now, trace)
    return [
        row
        for name in others
        for row in explainer.rows((faction, name), claims.get(name, []))
    ]


def _claims(perspective: Perspective, faction: str) -> dict[str, list[Claim]]:
    """Return, in order, the claims about a faction by the others that they name."""
    claims: dict[str, list[Claim]] = {}
    for claim in perspective.index.ordered:
        others = {claim.to, claim.ends_tie_with} if claim.faction == faction else set()
        if faction in {claim.to, claim.ends_tie_with}:
            others = {claim.faction}
        for other in others:
            if other is not None:
                claims.setdefault(other, []).append(claim)
    return claims


def _toward(claim: Claim, pair: Pair) -> bool:
    """Tell whether a claim says how the first of a pair stands to the second."""
    if claim.faction == pair[0]:
        return pair[1] in {claim.to, claim.ends_tie_with}
    return claim.relation.two_way and (claim.to, claim.faction) == pair


class _Explainer:
    """Says of each claim about a pair whether it carries the tie, or why it does not."""

    def __init__(self, now: State, trace: Trace) -> None:
        self._now, self._trace = now, trace
        self._perspective = now.perspective

    def rows(self, pair: Pair, claims: list[Claim]) -> Iterator[WhyRow]:
        """Yield the claims that carry a pair's tie, then the others, both in order."""
        tie = self._now.ties.get(pair)
        carrying = {claim.id for claim in tie.run} if tie else set()
        loss_of = {c.id: loss for loss in self._trace.get(pair, ()) for c in loss.tie.run}
        for claim in claims:
            if claim.id in carrying:
                yield self._row(pair, claim)
        for claim in claims:
            if claim.id not in carrying:
                reason, because = self._ignored(claim) or self._outlived(
                    claim, pair, loss_of.get(claim.id)
                )
                yield self._row(pair, claim, reason, because)

    def _ignored(self, claim: Claim) -> tuple[Reason, str | None] | None:
        """Return why a claim takes no effect at the point, if it takes none."""
        perspective = self._perspective
        point, lens = perspective.point, perspective.lens
        retractions = [entry.id for entry in perspective.retractions_of(claim)]
        weakest = (lens.min_status or Status.DENIED).rank
        tests = {
            Reason.SCENARIO: claim.scenario not in {None, point.scenario},
            Reason.UNKNOWN: not perspective.is_known(claim),
            Reason.RETRACTED: bool(retractions),
            Reason.VOICE: not lens.admits(claim),
            Reason.DENIED: claim.status is Status.DENIED,
            Reason.EXPECTED: claim.status is Status.EXPECTED,
            Reason.WEAKER: claim.status.rank > weakest,
            Reason.LATER: claim.date.first > point.day,
        }
        because = {
            Reason.SCENARIO: claim.scenario,
            Reason.RETRACTED: next(iter(retractions), None),
        }
        reason = next((reason for reason, applies in tests.items() if applies), None)
        return None if reason is None else (reason, because.get(reason))

    def _outlived(
        self, claim: Claim, pair: Pair, loss: EndedTie | None
    ) -> tuple[Reason, str | None]:
        """Return why a claim in effect carries no tie of a pair."""
        if loss is not None:
            end = loss.end
            by_claim = end.cause in {Cause.REPLACED, Cause.ENDED}
            return _LOSSES[end.cause], end.claim.id if by_claim else end.dissolved
        ends_tie_with = claim.relation is Relation.NONE or pair[1] == claim.ends_tie_with
        if ends_tie_with and claim.faction == pair[0]:
            return Reason.ENDS, None
        if any(loss.end.claim is claim for loss in self._trace.get(pair, ())):
            return Reason.ENDS, None
        event = claim.relation.lineage and {claim.faction, claim.to} == {*pair}
        return (Reason.LINEAGE if event else Reason.REVERSE), None

    def _row(
        self,
        pair: Pair,
        claim: Claim,
        reason: Reason | None = None,
        because: str | None = None,
    ) -> WhyRow:
        registry, tie = self._perspective.registry, self._now.ties.get(pair)
        return WhyRow(
            faction=pair[0],
            name=registry.factions[pair[0]].name,
            to=pair[1],
            to_name=registry.factions[pair[1]].name,
            tie=tie.relation if tie else None,
            carries=reason is None,
            reason=reason,
            because=because,
            change=claim.id,
            date=claim.date,
            subject=claim.faction,
            subject_name=registry.factions[claim.faction].name,
            relation=claim.relation,
            object=claim.to,
            object_name=registry.factions[claim.to].name,
            from_=claim.ends_tie_with,
            until=claim.until,
            status=claim.status,
            grade=grade(registry.sources, claim.sources, claim.credibility),
            by=claim.by,
            sources=claim.sources,
            origins=tuple(dict.fromkeys(registry.origins[s] for s in claim.sources)),
            note=claim.note,
            known=self._perspective.index.known_since[claim.id],
        )
