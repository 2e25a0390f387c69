"""What was said to be coming: whether it came true, in how many days, and who said so."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median_low

from libya_tracker.analysis import state as history
from libya_tracker.analysis.state import Tie
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens
from libya_tracker.model.records import Claim, Entry, Registry
from libya_tracker.model.vocabulary import Relation, Status


class ExpectationState(StrEnum):
    """What has become of an expectation; it has exactly one at any point."""

    #: Its last day has not passed, and nothing has settled it.
    PENDING = "pending"
    #: Its last day has passed, and nothing has settled it.
    OVERDUE = "overdue"
    FULFILLED = "fulfilled"
    REFUTED = "refuted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """One expectation, its state, and the entry that settled it."""

    change: str
    faction: str
    relation: str
    to: str
    date: str
    state: str
    settled_by: str | None
    sources: tuple[str, ...]
    name: str
    to_name: str
    by: str | None
    settled: str | None
    days: int | None
    late: bool | None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """How often the expectations of one source came true; a copy counts for itself."""

    source: str | None
    title: str | None
    origin: str | None
    expected: int
    fulfilled: int
    late: int
    days: int | None
    refuted: int
    overdue: int
    pending: int
    withdrawn: int


def expected(perspective: Perspective) -> list[ExpectedRow]:
    """Return each expectation known at a point with its state there, in order of dates.

    The lens says whose expectations are asked for, and how sure a claim must be to settle
    one; whoever makes that claim. An expectation is *withdrawn* where it is taken back.
    Else the first claim in effect settles it that is dated from its first day on, up to the
    day asked about: it is *fulfilled* by the same relation, *refuted* by one of another
    sign, or by the end of the tie (`none`, `from`). What merely goes on refutes nothing: a
    claim that repeats the relation that stood before. What stood already, or had happened,
    fulfils it at once. An expectation with an open start begins when it was first said.
    """
    resolver = _Resolver(replace(perspective, lens=Lens(perspective.lens.min_status)))
    return [
        resolver.row(claim)
        for claim in perspective.known_claims()
        if claim.status is Status.EXPECTED
    ]


def scores(registry: Registry, rows: Iterable[ExpectedRow]) -> list[ScoreRow]:
    """Return how the expectations of each source fared, in the order of the file.

    Those that name no source share the last row.
    """
    made: dict[str | None, list[ExpectedRow]] = {}
    for row in rows:
        for source in row.sources or (None,):
            made.setdefault(source, []).append(row)
    return [
        _score(registry, source, made[source])
        for source in (*registry.sources, None)
        if source in made
    ]


def _score(registry: Registry, source: str | None, rows: Sequence[ExpectedRow]) -> ScoreRow:
    fates = Counter(row.state for row in rows)
    days = [
        r.days for r in rows if r.state == ExpectationState.FULFILLED and r.days is not None
    ]
    return ScoreRow(
        source=source,
        title=registry.sources[source].title if source else None,
        origin=registry.origins[source] if source else None,
        expected=len(rows),
        fulfilled=fates[ExpectationState.FULFILLED],
        late=sum(row.late is True for row in rows),
        days=median_low(days) if days else None,
        refuted=fates[ExpectationState.REFUTED],
        overdue=fates[ExpectationState.OVERDUE],
        pending=fates[ExpectationState.PENDING],
        withdrawn=fates[ExpectationState.WITHDRAWN],
    )


class _Resolver:
    """Settles expectations by the claims in effect at a point."""

    def __init__(self, perspective: Perspective) -> None:
        self._perspective = perspective
        self._registry = perspective.registry
        #: The claims in effect by the two that they are about, in order.
        self._claims: dict[frozenset[str], list[Claim]] = {}
        for claim in perspective.effective():
            for other in {claim.to, claim.ends_tie_with or claim.to}:
                self._claims.setdefault(frozenset((claim.faction, other)), []).append(claim)

    def row(self, expectation: Claim) -> ExpectedRow:
        """Return what has become of an expectation."""
        fate, settler = self._settled(expectation)
        settled = days = late = None
        if fate is ExpectationState.WITHDRAWN and settler:
            settled = self._perspective.index.known_since[settler.id].isoformat()
        elif isinstance(settler, Claim):
            settled = settler.date.text
            days = max(0, (settler.date.first - self._begins(expectation)).days)
        if isinstance(settler, Claim) and fate is ExpectationState.FULFILLED:
            late = settler.date.first > expectation.date.last
        return ExpectedRow(
            change=expectation.id,
            faction=expectation.faction,
            relation=expectation.relation,
            to=expectation.to,
            date=expectation.date.text,
            state=fate,
            settled_by=settler.id if settler else None,
            sources=expectation.sources,
            name=self._registry.factions[expectation.faction].name,
            to_name=self._registry.factions[expectation.to].name,
            by=expectation.by,
            settled=settled,
            days=days,
            late=late,
        )

    def _settled(self, expectation: Claim) -> tuple[ExpectationState, Entry | None]:
        for retraction in self._perspective.retractions_of(expectation):
            return ExpectationState.WITHDRAWN, retraction
        begins = self._begins(expectation)
        if begins <= self._perspective.day and (
            verdict := self._verdict(expectation, begins)
        ):
            return verdict
        overdue = expectation.date.last < self._perspective.day
        return (ExpectationState.OVERDUE if overdue else ExpectationState.PENDING), None

    def _verdict(
        self, expectation: Claim, begins: dt.date
    ) -> tuple[ExpectationState, Claim] | None:
        claims = self._claims.get(frozenset((expectation.faction, expectation.to)), [])
        before = self._before(expectation, begins, claims)
        if before is not None and before.relation is expectation.relation:
            return ExpectationState.FULFILLED, before.holder
        mutual = expectation.relation.two_way or (
            before is not None and before.relation.two_way
        )
        for claim in claims:
            said = _said(claim, expectation, mutual)
            if said is expectation.relation and (
                said.lineage or claim.date.first >= begins  # an event is for good
            ):
                return ExpectationState.FULFILLED, claim
            goes_on = before is not None and said is before.relation
            if claim.date.first >= begins and not goes_on and _contrary(said, expectation):
                return ExpectationState.REFUTED, claim
        return None

    def _before(
        self, expectation: Claim, begins: dt.date, claims: list[Claim]
    ) -> Tie | None:
        """Return the tie that earlier claims had left on the first day expected.

        Only claims about the two are folded, since no other can matter to their slots.
        """
        earlier = tuple(claim for claim in claims if claim.date.first < begins)
        if not earlier:
            return None
        known = self._registry
        cited = {name for claim in earlier for name in claim.sources}
        part = replace(
            known,
            entries=earlier,
            factions={
                name: known.factions[name] for name in (expectation.faction, expectation.to)
            },
            sources={name: known.sources[name] for name in cited},
        )
        then = history.state(Perspective.of(part, self._perspective.point).on(begins))
        return then.ties.get((expectation.faction, expectation.to))

    def _begins(self, expectation: Claim) -> dt.date:
        """Return the first day on which an expectation can come true."""
        if expectation.date.first > dt.date.min:
            return expectation.date.first
        cited = (self._registry.sources[name].date for name in expectation.sources)
        said = [date.first for date in cited if date is not None]
        return min(
            said, default=expectation.recorded.day if expectation.recorded else dt.date.min
        )


def _said(claim: Claim, expectation: Claim, mutual: bool) -> Relation | None:
    """Return what a claim says of the tie expected; of a mutual one either side speaks."""
    here, back = (
        (expectation.faction, expectation.to),
        (expectation.to, expectation.faction),
    )
    own = {here, back} if mutual else {here}
    if (claim.faction, claim.to) in (own | {back} if claim.relation.two_way else own):
        return claim.relation
    if claim.ends_tie_with is not None and (claim.faction, claim.ends_tie_with) in own:
        return Relation.NONE
    return None


def _contrary(said: Relation | None, expectation: Claim) -> bool:
    if said is None or expectation.relation.sign is None:
        return False
    return said is Relation.NONE or said.sign not in {None, expectation.relation.sign}
