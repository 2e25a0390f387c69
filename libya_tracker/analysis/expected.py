"""Expectations: whether each came true, after how many days, and who expected it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace
from enum import StrEnum

from libya_tracker.analysis.pair_spells import Spell, Tie
from libya_tracker.analysis.rows import NoColumn
from libya_tracker.analysis.spells import spells_at
from libya_tracker.model.dates import FuzzyDate, next_day
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens
from libya_tracker.model.records import Claim, Entry, Pair
from libya_tracker.model.vocabulary import Cause, Relation, Status
from libya_tracker.named_tuples import NamedTuple


class ExpectationState(StrEnum):
    """What has become of an expectation; it has exactly one at any point."""

    #: Its last day has not passed, and nothing has settled it.
    PENDING = "pending"
    #: Its last day has passed, and nothing has settled it.
    OVERDUE = "overdue"
    FULFILLED = "fulfilled"
    REFUTED = "refuted"
    WITHDRAWN = "withdrawn"


class ExpectedRow(NamedTuple):
    """One expectation, its state, and what settled it: an entry, or a faction's end."""

    change: str
    faction: str
    relation: Relation
    to: str
    date: FuzzyDate
    state: ExpectationState
    settled_by: str | None
    sources: tuple[str, ...]
    name: str
    to_name: str
    by: str | None
    settled: FuzzyDate | dt.date | None
    days: int | None
    late: bool | None
    #: How sure, and by whose word, it was settled.
    settled_status: Status | None
    settled_speaker: str | None
    #: Of a refuted one: when it came true all the same, and by which claim.
    came_true: FuzzyDate | None
    came_true_by: str | None
    claim: NoColumn[Claim]
    #: The faction whose end settled it, where that was dissolved.
    dissolved: NoColumn[str | None]


def expected(
    perspective: Perspective, relations: Collection[Relation] = tuple(Relation)
) -> list[ExpectedRow]:
    """Return each expectation known at a point with its state there, in order of dates.

    ``relations`` are those that are asked for. The lens says whose expectations, and how
    sure a claim must be to settle one; whoever makes that claim. An expectation is
    *withdrawn* where it is retracted. Else the first claim in effect settles it that is
    dated from its first day on, up to the day asked about: it is *fulfilled* by the same
    relation, *refuted* by one of another sign, or by the end of the tie (`none`, `from`). A
    claim that repeats the relation that stood before refutes nothing. What was refuted
    stays so; the row has when it came true all the same. What stood already, or had
    happened, fulfils it at once. An expected end is fulfilled when the tie that stood is
    gone, whatever ended it. Where one of the two factions was dissolved, claims of later
    days count no more: an expected tie is refuted by that, and an expected end fulfilled.
    An expectation with an open start begins when its first source appeared.
    """
    expectations = [
        claim for claim in perspective.expectations() if claim.relation in relations
    ]
    unrestricted = replace(perspective, lens=Lens(perspective.lens.min_status))
    resolver = _Resolver(unrestricted, {(c.faction, c.to) for c in expectations})
    return [resolver.row(claim) for claim in expectations]


class _Settlement(NamedTuple):
    """The entry that settled an expectation, if one did, and when."""

    entry: Entry | None
    date: FuzzyDate | dt.date | None
    #: The faction that was dissolved, where that did it.
    dissolved: str | None = None
    #: The claim by which it came true after it was refuted.
    reversal: Claim | None = None

    @classmethod
    def by(cls, claim: Claim) -> _Settlement:
        """Return how a claim settled it: on its own date."""
        return cls(claim, claim.date)


_Verdict = tuple[ExpectationState, _Settlement]


class _Resolver:
    """Settles expectations by the claims in effect at a point."""

    def __init__(self, perspective: Perspective, pairs: Collection[Pair]) -> None:
        self._perspective = perspective
        self._registry = perspective.registry
        self._spells = spells_at(perspective)
        #: The claims in effect, in order, by the two that they are about, either way.
        self._claims: dict[Pair, list[Claim]] = {}
        for pair in pairs:
            self._claims[pair] = self._claims[pair[::-1]] = []
        for claim in perspective.effective() if pairs else ():
            other = claim.ends_tie_with
            if (claims := self._claims.get((claim.faction, claim.to))) is not None:
                claims.append(claim)
            if (
                other is not None
                and other != claim.to
                and (claim.faction, other) in self._claims
            ):
                self._claims[claim.faction, other].append(claim)

    def row(self, expectation: Claim) -> ExpectedRow:
        """Return what has become of an expectation."""
        state, settlement = self._settled(expectation)
        entry, settled = settlement.entry, settlement.date
        claim = entry if isinstance(entry, Claim) else None
        days = late = None
        if isinstance(settled, FuzzyDate):
            days = max(0, (settled.first - self._begins(expectation)).days)
        if isinstance(settled, FuzzyDate) and state is ExpectationState.FULFILLED:
            late = settled.first > expectation.date.last
        return ExpectedRow(
            change=expectation.id,
            faction=expectation.faction,
            relation=expectation.relation,
            to=expectation.to,
            date=expectation.date,
            state=state,
            settled_by=entry.id if entry else settlement.dissolved,
            sources=self._perspective.sources_out(expectation),
            name=self._registry.factions[expectation.faction].name,
            to_name=self._registry.factions[expectation.to].name,
            by=expectation.by,
            settled=settled,
            days=days,
            late=late,
            settled_status=self._perspective.status_of(claim) if claim else None,
            settled_speaker=claim.by if claim else None,
            came_true=settlement.reversal.date if settlement.reversal else None,
            came_true_by=settlement.reversal.id if settlement.reversal else None,
            claim=expectation,
            dissolved=settlement.dissolved,
        )

    def _settled(self, expectation: Claim) -> tuple[ExpectationState, _Settlement]:
        perspective = self._perspective
        for retraction in perspective.retractions_of(expectation):
            day = perspective.index.known_since(retraction)
            return ExpectationState.WITHDRAWN, _Settlement(retraction, day)
        if perspective.rests_on_nothing(expectation):
            day = max(perspective.index.withdrawn[name] for name in expectation.sources)
            return ExpectationState.WITHDRAWN, _Settlement(None, day)
        begins = self._begins(expectation)
        if begins <= perspective.day:
            ends = expectation.relation is Relation.NONE
            verdict = self._end if ends else self._verdict
            if result := verdict(expectation, begins):
                return result
        if gone := self._dissolution(expectation):
            date, faction = gone
            ends = expectation.relation is Relation.NONE
            state = ExpectationState.FULFILLED if ends else ExpectationState.REFUTED
            return state, _Settlement(None, date, faction)
        overdue = expectation.date.last < perspective.day
        state = ExpectationState.OVERDUE if overdue else ExpectationState.PENDING
        return state, _Settlement(None, None)

    def _end(self, expectation: Claim, begins: dt.date) -> _Verdict | None:
        """Return what became of an expected end: whether the tie that stood is gone."""
        pair, day = (expectation.faction, expectation.to), self._perspective.day
        spells = self._spells.between(pair, day)
        for place, spell in enumerate(spells):
            if spell.last is None:
                return None
            end = spell.end
            if end is None or next_day(spell.last) < begins or _goes_on(spells, place):
                continue
            claim = None if end.cause is Cause.DISSOLVED else end.claim
            settlement = _Settlement(claim, end.date, end.dissolved)
            return ExpectationState.FULFILLED, settlement
        return self._verdict(expectation, begins)  # of a tie that nobody told of

    def _verdict(self, expectation: Claim, begins: dt.date) -> _Verdict | None:
        pair = expectation.faction, expectation.to
        claims, place = self._claims[pair], 0
        if not expectation.relation.lineage:  # an event is for good
            place = bisect_left(claims, begins, key=lambda claim: claim.date.first)
        before = self._before(pair, begins)
        if before is not None and before.relation is expectation.relation:
            return ExpectationState.FULFILLED, _Settlement.by(before.latest)
        mutual = expectation.relation.two_way or (
            before is not None and before.relation.two_way
        )
        gone = self._dissolution(expectation)
        refuted: Claim | None = None
        for claim in claims[place:]:
            if gone and claim.date.first > gone[0].last:
                break
            relation = _relation(claim, expectation, mutual)
            if relation is expectation.relation:
                if refuted is None:
                    return ExpectationState.FULFILLED, _Settlement.by(claim)
                reversed_by = _Settlement(refuted, refuted.date, reversal=claim)
                return ExpectationState.REFUTED, reversed_by
            goes_on = before is not None and relation is before.relation
            if refuted is None and not goes_on and _contrary(relation, expectation):
                refuted = claim
        return (ExpectationState.REFUTED, _Settlement.by(refuted)) if refuted else None

    def _dissolution(self, expectation: Claim) -> tuple[FuzzyDate, str] | None:
        """Return when the first of two factions was dissolved, if one was before the day.

        It ends what is expected to stand, and not an event such as a merger.
        """
        dates = [
            (date, name)
            for name in (expectation.faction, expectation.to)
            if (date := self._registry.factions[name].dissolved)
            and date.last < self._perspective.day
        ]
        if not dates or expectation.relation.lineage:
            return None
        return min(dates, key=lambda item: item[0].last)

    def _before(self, pair: Pair, day: dt.date) -> Tie | None:
        """Return the tie that stood before a day and had not ended by itself."""
        for spell in reversed(self._spells.between(pair, day)):
            if spell.first < day:
                by_itself = {Cause.RAN_OUT, Cause.DISSOLVED, Cause.NOT_CITED}
                ended = spell.end is not None and spell.end.cause in by_itself
                stood = spell.last is None or next_day(spell.last) == day
                return spell.tie if stood and not ended else None
        return None

    def _begins(self, expectation: Claim) -> dt.date:
        """Return the first day on which an expectation can come true."""
        if expectation.date.first > dt.date.min:
            return expectation.date.first
        dates = (self._registry.sources[name].date for name in expectation.sources)
        recorded = expectation.recorded.day if expectation.recorded else dt.date.min
        return min((date.first for date in dates if date), default=recorded)


def _goes_on(spells: Sequence[Spell], place: int) -> bool:
    """Tell whether a spell is overlaid, or lay over a tie that stands again after it."""
    below = {claim.id for s in spells[: place + 1] if _overlaid(s) for claim in s.tie.run}
    after = spells[place + 1 : place + 2]
    return _overlaid(spells[place]) or any(c.id in below for s in after for c in s.tie.run)


def _overlaid(spell: Spell) -> bool:
    return spell.end is not None and spell.end.cause is Cause.OVERLAID


def _relation(claim: Claim, expectation: Claim, mutual: bool) -> Relation | None:
    """Return what a claim about the two says of the tie expected, if anything.

    Of a mutual tie either side speaks.
    """
    parties = {expectation.faction, expectation.to}
    speaks = mutual or claim.faction == expectation.faction
    if claim.to in parties and (speaks or claim.relation.two_way):
        return claim.relation
    return Relation.NONE if speaks and claim.ends_tie_with in parties else None


def _contrary(relation: Relation | None, expectation: Claim) -> bool:
    if relation is None or expectation.relation.sign is None:
        return False
    signs = {None, expectation.relation.sign}
    return relation is Relation.NONE or relation.sign not in signs
