"""Why a tie stands or does not: the claims that carry it, and those set aside, each why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum

from libya_tracker.analysis.course import Course
from libya_tracker.analysis.runs import Member, Run
from libya_tracker.analysis.state import Pair, State, state
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Cause, Relation, Status
from libya_tracker.named_tuples import NamedTuple


class Reason(StrEnum):
    """Why a claim does not carry the tie, or does so again; of several, the first holds."""

    SCENARIO = "other scenario"
    UNKNOWN = "not yet known"
    NOT_OUT = "not yet out"
    RETRACTED = "retracted"
    WITHDRAWN = "source withdrawn"
    VOICE = "other voice"
    DENIED = "denied"
    EXPECTED = "only expected"
    WEAKER = "below min-status"
    LATER = "after the day"
    OTHER_READING = "another reading"
    OVERLAID = "lies over it"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    RAN_OUT = "ran out"
    KNOWN_END = "known end"
    DISSOLVED = "dissolved"
    FADED = "not cited since"
    ENDS = "ends a tie"
    ENDS_NOTHING = "ends nothing"
    ENDED_BEFORE = "had ended"
    LINEAGE = "lineage"
    REVERSE = "other direction"
    #: Of a claim that carries the tie.
    STANDS_AGAIN = "stands again"


#: Why, and the entry or the faction to blame.
_Explanation = tuple[Reason, str | None]

_LOSSES = {
    Cause.REPLACED: Reason.SUPERSEDED,
    Cause.ENDED: Reason.ENDED,
    Cause.RAN_OUT: Reason.RAN_OUT,
    Cause.DISSOLVED: Reason.DISSOLVED,
    Cause.NOT_CITED: Reason.FADED,
    Cause.OVERLAID: Reason.OVERLAID,
}


class WhyRow(NamedTuple):
    """One claim about two factions, as it bears on how the first stands to the second.

    ``carries`` tells the claims of the tie that stands from those set aside, which have a
    ``reason`` and, where something else is to blame, its id: ``because``. A claim that
    stands again, after another lay over it, has a reason too.
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
    #: Of each of the sources, in their order; empty where the registry does not say.
    titles: tuple[str, ...]
    publishers: tuple[str, ...]
    links: tuple[str, ...]


def why(perspective: Perspective, faction: str, to: str | None = None) -> list[WhyRow]:
    """Return every claim about a faction and another, those that carry the tie first.

    Without ``to``: one block per counterpart.
    """
    now = state(perspective)
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
    return [
        row
        for name in others
        for row in _Explainer(now, (faction, name)).rows(claims.get(name, []))
    ]


class Reasons:
    """Why claims carry no tie of their pair; for many claims of one state."""

    def __init__(self, now: State) -> None:
        self._now = now
        self._claims: dict[frozenset[str], list[Claim]] = {}
        for claim in now.perspective.index.ordered:
            for other in {claim.to, claim.ends_tie_with or claim.to}:
                self._claims.setdefault(frozenset((claim.faction, other)), []).append(claim)

    def of(self, claim: Claim) -> tuple[Reason | None, str | None]:
        """Return the reason, and the entry or faction to blame."""
        pair = (claim.faction, claim.to)
        rows = _Explainer(self._now, pair).rows(self._claims[frozenset(pair)])
        return next((row.reason, row.because) for row in rows if row.change == claim.id)


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

    def __init__(self, now: State, pair: Pair) -> None:
        self._perspective = now.perspective
        self._day = now.point.day.toordinal()
        self._pair = pair
        self._tie = now.tie(pair)
        spells, self._side = now.spells.of(pair) or (None, 0)
        self._course = spells.readings.course(self._day) if spells else Course(())

    def rows(self, claims: list[Claim]) -> Iterator[WhyRow]:
        """Yield the claims that carry the pair's tie, then the others, both in order."""
        carrying = {claim.id for claim in self._tie.run} if self._tie else set()
        for claim in claims:
            if claim.id in carrying:
                yield self._row(claim, self._again(claim))
        for claim in claims:
            if claim.id not in carrying:
                explanation = self._ignored(claim) or self._outlived(claim)
                yield self._row(claim, explanation, carries=False)

    def _ignored(self, claim: Claim) -> _Explanation | None:
        """Return why a claim takes no effect at the point, if it takes none."""
        perspective = self._perspective
        point, lens = perspective.point, perspective.lens
        retractions = [entry.id for entry in perspective.retractions_of(claim)]
        weakest = (lens.min_status or Status.DENIED).rank
        unknown = not perspective.is_known(claim)
        tests = {
            Reason.SCENARIO: claim.scenario not in {None, point.scenario},
            Reason.NOT_OUT: unknown and claim.recorded is None and bool(claim.sources),
            Reason.UNKNOWN: unknown,
            Reason.RETRACTED: bool(retractions),
            Reason.WITHDRAWN: perspective.rests_on_nothing(claim),
            Reason.VOICE: not lens.admits(claim),
            Reason.DENIED: claim.status is Status.DENIED,
            Reason.EXPECTED: claim.status is Status.EXPECTED,
            Reason.WEAKER: perspective.status_of(claim).rank > weakest,
            Reason.LATER: claim.date.first > point.day,
        }
        because = {
            Reason.SCENARIO: claim.scenario,
            Reason.RETRACTED: next(iter(retractions), None),
        }
        reason = next((reason for reason, applies in tests.items() if applies), None)
        return None if reason is None else (reason, because.get(reason))

    def _outlived(self, claim: Claim) -> _Explanation:
        """Return why a claim in effect carries no tie of the pair."""
        pair, course, runs = self._pair, self._course, self._course.runs[self._side]
        for run in runs:
            for member in run.members:
                if member.claim is claim:
                    return self._lost(run, member)
        ends_tie_with = claim.relation is Relation.NONE or pair[1] == claim.ends_tie_with
        if ends_tie_with and claim.faction == pair[0]:
            if claim.id not in course.idle:
                return Reason.ENDS, None
            end = course.ended_before(self._side, claim.date.last.toordinal())
            return (
                (Reason.ENDED_BEFORE, end.claim.id) if end else (Reason.ENDS_NOTHING, None)
            )
        if any(run.ending and run.ending.claim is claim for run in runs):
            return Reason.ENDS, None
        event = claim.relation.lineage and {claim.faction, claim.to} == {*pair}
        return (Reason.LINEAGE if event else Reason.REVERSE), None

    def _lost(self, run: Run, member: Member) -> _Explanation:
        """Return why a claim of a run carries no tie on the day."""
        if member.begin > self._day:
            return Reason.OTHER_READING, None
        if run.end >= self._day:
            over = self._course.standing(self._side, self._day)
            return Reason.OVERLAID, over.by(self._day)[-1].id if over else None
        end = run.how_it_ended()
        if end.cause is Cause.RAN_OUT and end.claim is not member.claim:
            return Reason.KNOWN_END, end.claim.id
        by_claim = end.cause in {Cause.REPLACED, Cause.ENDED}
        return _LOSSES[end.cause], end.claim.id if by_claim else end.dissolved

    def _again(self, claim: Claim) -> _Explanation | None:
        """Return what lay over a claim for a time after which it stands again."""
        runs = self._course.runs[self._side]
        begin = next(
            (m.begin for run in runs for m in run.members if m.claim is claim),
            self._day,
        )
        for run in reversed(runs):
            if (
                begin < run.begin <= run.end < self._day
                and run.relation is not claim.relation
            ):
                return Reason.STANDS_AGAIN, run.members[-1].claim.id
        return None

    def _row(
        self, claim: Claim, explanation: _Explanation | None, *, carries: bool = True
    ) -> WhyRow:
        perspective, pair, tie = self._perspective, self._pair, self._tie
        registry, sources = perspective.registry, perspective.sources_out(claim)
        reason, because = explanation or (None, None)
        return WhyRow(
            faction=pair[0],
            name=registry.factions[pair[0]].name,
            to=pair[1],
            to_name=registry.factions[pair[1]].name,
            tie=tie.relation if tie else None,
            carries=carries,
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
            status=perspective.status_of(claim),
            grade=perspective.grade(claim),
            by=claim.by,
            sources=sources,
            origins=tuple(dict.fromkeys(registry.origins[s] for s in sources)),
            note=claim.note,
            known=perspective.index.known_since(claim),
            titles=tuple(registry.sources[s].title or "" for s in sources),
            publishers=tuple(registry.sources[s].publisher or "" for s in sources),
            links=tuple(registry.sources[s].url or "" for s in sources),
        )
