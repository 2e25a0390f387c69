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
from libya_tracker.model.claims import Chronicle
from libya_tracker.model.query import EVERYTHING, Lens, Point
from libya_tracker.model.records import Change, Entry, Registry
from libya_tracker.model.vocabulary import Relation, Status


class Fate(StrEnum):
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


def expected(
    chronicle: Chronicle, point: Point, lens: Lens = EVERYTHING
) -> list[ExpectedRow]:
    """Return each expectation known at a point with its state there, in order of dates.

    The lens says whose expectations are asked for, and how sure a claim must be to settle
    one; whoever makes that claim. An expectation is *withdrawn* where it is taken back.
    Else the first claim in effect settles it that is dated from its first day on, up to the
    day asked about: it is *fulfilled* by the same relation, *refuted* by one of another
    sign, or by the end of the tie (`none`, `from`). What merely goes on refutes nothing: a
    claim that repeats the relation that stood before. What stood already, or had happened,
    fulfils it at once. An expectation with an open start begins when it was first said.
    """
    judge = _Judge(chronicle, point, Lens(lens.min_status))
    return [
        judge.row(change)
        for change in chronicle.heard_of(point, lens)
        if change.status is Status.EXPECTED
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
    days = [r.days for r in rows if r.state == Fate.FULFILLED and r.days is not None]
    return ScoreRow(
        source=source,
        title=registry.sources[source].title if source else None,
        origin=registry.origins[source] if source else None,
        expected=len(rows),
        fulfilled=fates[Fate.FULFILLED],
        late=sum(row.late is True for row in rows),
        days=median_low(days) if days else None,
        refuted=fates[Fate.REFUTED],
        overdue=fates[Fate.OVERDUE],
        pending=fates[Fate.PENDING],
        withdrawn=fates[Fate.WITHDRAWN],
    )


class _Judge:
    """Settles expectations by the claims in effect at a point."""

    def __init__(self, chronicle: Chronicle, point: Point, lens: Lens) -> None:
        self._chronicle, self._point = chronicle, point
        self._registry = chronicle.registry
        #: The claims in effect by the two that they are about, in order.
        self._claims: dict[frozenset[str], list[Change]] = {}
        for claim in chronicle.effective(point, lens):
            for other in {claim.to, claim.leaves or claim.to}:
                self._claims.setdefault(frozenset((claim.faction, other)), []).append(claim)

    def row(self, hope: Change) -> ExpectedRow:
        """Return what has become of an expectation."""
        fate, settler = self._settled(hope)
        settled = days = late = None
        if fate is Fate.WITHDRAWN and settler:
            settled = self._chronicle.known[settler.id].isoformat()
        elif isinstance(settler, Change):
            settled = settler.date.text
            days = max(0, (settler.date.first - self._begins(hope)).days)
        if isinstance(settler, Change) and fate is Fate.FULFILLED:
            late = settler.date.first > hope.date.last
        return ExpectedRow(
            change=hope.id,
            faction=hope.faction,
            relation=hope.relation,
            to=hope.to,
            date=hope.date.text,
            state=fate,
            settled_by=settler.id if settler else None,
            sources=hope.sources,
            name=self._registry.factions[hope.faction].name,
            to_name=self._registry.factions[hope.to].name,
            by=hope.by,
            settled=settled,
            days=days,
            late=late,
        )

    def _settled(self, hope: Change) -> tuple[Fate, Entry | None]:
        for taker in self._chronicle.retractions.get(hope.id, ()):
            if self._chronicle.heard(taker, self._point):
                return Fate.WITHDRAWN, taker
        begins = self._begins(hope)
        if begins <= self._point.day and (verdict := self._verdict(hope, begins)):
            return verdict
        overdue = hope.date.last < self._point.day
        return (Fate.OVERDUE if overdue else Fate.PENDING), None

    def _verdict(self, hope: Change, begins: dt.date) -> tuple[Fate, Change] | None:
        claims = self._claims.get(frozenset((hope.faction, hope.to)), [])
        before = self._before(hope, begins, claims)
        if before is not None and before.relation is hope.relation:
            return Fate.FULFILLED, before.holder
        mutual = hope.relation.two_way or (before is not None and before.relation.two_way)
        for claim in claims:
            said = _said(claim, hope, mutual)
            if said is hope.relation and (
                said.lineage or claim.date.first >= begins  # an event is for good
            ):
                return Fate.FULFILLED, claim
            goes_on = before is not None and said is before.relation
            if claim.date.first >= begins and not goes_on and _contrary(said, hope):
                return Fate.REFUTED, claim
        return None

    def _before(self, hope: Change, begins: dt.date, claims: list[Change]) -> Tie | None:
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
            factions={name: known.factions[name] for name in (hope.faction, hope.to)},
            sources={name: known.sources[name] for name in cited},
        )
        then = history.state(Chronicle(part), replace(self._point, day=begins))
        return then.ties.get((hope.faction, hope.to))

    def _begins(self, hope: Change) -> dt.date:
        """Return the first day on which an expectation can come true."""
        if hope.date.first > dt.date.min:
            return hope.date.first
        cited = (self._registry.sources[name].date for name in hope.sources)
        said = [date.first for date in cited if date is not None]
        return min(said, default=hope.recorded.day if hope.recorded else dt.date.min)


def _said(claim: Change, hope: Change, mutual: bool) -> Relation | None:
    """Return what a claim says of the tie expected; of a mutual one either side speaks."""
    here, back = (hope.faction, hope.to), (hope.to, hope.faction)
    own = {here, back} if mutual else {here}
    if (claim.faction, claim.to) in (own | {back} if claim.relation.two_way else own):
        return claim.relation
    if claim.leaves is not None and (claim.faction, claim.leaves) in own:
        return Relation.NONE
    return None


def _contrary(said: Relation | None, hope: Change) -> bool:
    if said is None or hope.relation.sign is None:
        return False
    return said is Relation.NONE or said.sign not in {None, hope.relation.sign}
