"""What changed between two points: it happened, was learned, corrected or supposed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from libya_tracker.analysis.log import LogRow, log
from libya_tracker.analysis.state import Pair, State, state
from libya_tracker.model.dates import next_day
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import EVERYTHING, ClaimFilter, Lens
from libya_tracker.model.records import Claim, Entry, Registry, Retraction
from libya_tracker.model.vocabulary import Status


class Why(StrEnum):
    """What made two points differ."""

    HAPPENED = "happened"
    LEARNED = "learned"
    CORRECTED = "corrected"
    SUPPOSED = "supposed"
    #: Only between two lenses: the one takes other claims into account than the other.
    TOLD = "told otherwise"


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One pair of factions between which the relation differs."""

    faction: str
    name: str
    to: str
    to_name: str
    difference: str
    before: str | None
    after: str | None
    why: str
    date: str | None
    status: str | None
    sources: tuple[str, ...]
    change: str | None


def diff(a: Perspective, b: Perspective) -> list[DiffRow]:
    """Return the pairs whose relation differs from ``a`` to ``b``, in file order.

    ``diff(b, a)`` is the same with before and after exchanged: the reasons are always those
    that lead from the earlier point to the later.
    """
    if _moment(b) < _moment(a):
        return [_mirrored(row) for row in diff(b, a)]
    return list(_Comparison(a, b).rows())


def meanwhile(a: Perspective, b: Perspective) -> list[LogRow]:
    """Return the claims that take no effect and were news between two views.

    They are the expected and the denied ones of a day that can lie after ``a``'s and up to
    ``b``'s, and those that were not known at ``a``.
    """
    statuses = (Status.EXPECTED, Status.DENIED)
    until, since = b.day, next_day(a.day)
    old = {row.change for row in log(a, ClaimFilter())}
    said = log(b, ClaimFilter(until=until, statuses=statuses))
    fresh = {
        row.change for row in log(replace(b, lens=EVERYTHING), ClaimFilter(since=since))
    }
    if b.day > a.day:
        old -= fresh
    return [row for row in said if not row.retracted and row.change not in old]


#: The steps from one view to another, in their order.
_LIFTED, _RETOLD, _LEARNED, _PASSED, _LAID = range(5)


class _Comparison:
    """The way from one view to another in steps, each of which has one reason to differ.

    First a what-if is lifted, then another lens is taken, then knowledge grows (or the
    registry is another one), then days pass, then the other what-if is laid on. The last
    step that changed a pair is the reason.
    """

    def __init__(self, a: Perspective, b: Perspective) -> None:
        self._a, self._b = a, b
        lifted = a.point.scenario if a.point.scenario == b.point.scenario else None
        bare = a.supposing(lifted)
        retold = replace(bare, lens=b.lens)
        grown = b.supposing(lifted).on(a.day)
        later = b.supposing(lifted)
        self._views = (a, bare, retold, grown, later, b)
        self._states = tuple(_states(self._views))

    def rows(self) -> Iterator[DiffRow]:
        start, end = self._states[0].ties, self._states[-1].ties
        pairs = [
            pair
            for pair in {**start, **end}
            if pair not in start
            or pair not in end
            or start[pair].relation != end[pair].relation
        ]
        places = _places(self._a.registry, self._b.registry)
        for pair in sorted(pairs, key=lambda pair: (places[pair[0]], places[pair[1]])):
            yield self._row(pair)

    def _row(self, pair: Pair) -> DiffRow:
        start, end = self._states[0].ties.get(pair), self._states[-1].ties.get(pair)
        before, after = (str(tie.relation) if tie else None for tie in (start, end))
        why, entry, date = self._reason(pair)
        claim = entry if isinstance(entry, Claim) else None
        difference = "changed" if before and after else "added" if after else "removed"
        return DiffRow(
            faction=pair[0],
            name=self._name(pair[0]),
            to=pair[1],
            to_name=self._name(pair[1]),
            difference=difference,
            before=before,
            after=after,
            why=why,
            date=date,
            status=claim.status if claim else None,
            sources=claim.sources if claim else (),
            change=entry.id if entry else None,
        )

    def _reason(self, pair: Pair) -> tuple[Why, Entry | None, str | None]:
        step = max(step for step in range(5) if self._differs(step, pair))
        earlier, later = self._states[step], self._states[step + 1]
        entry, date = self._decider(step, pair)
        supposed = isinstance(entry, Claim) and entry.scenario is not None
        if step in {_LIFTED, _LAID} or supposed:
            why = Why.SUPPOSED
        elif step == _RETOLD:
            why = Why.TOLD
        elif step == _PASSED:
            why = Why.HAPPENED
        elif retraction := self._correction(pair, entry):
            return Why.CORRECTED, retraction, _dated(retraction)
        else:
            vanished = pair in earlier.ties and entry is None and pair not in later.ties
            why = Why.CORRECTED if vanished and self._two_registries else Why.LEARNED
        if entry is None and pair in earlier.ties:
            entry = earlier.ties[pair].holder  # it is gone because this claim is not there
            date = _dated(entry)
        return why, entry, date

    def _decider(self, step: int, pair: Pair) -> tuple[Entry | None, str | None]:
        """Return the claim that made a pair what it is after a step, and its date."""
        later = self._states[step + 1]
        if (tie := later.ties.get(pair)) is not None:
            new = [claim for claim in tie.run if self._is_new(step, claim)]
            claim = (new or list(tie.run))[0]
            return claim, claim.date.text
        if (end := later.ends.get(pair)) is not None:
            return end.claim, end.date.text
        return None, None

    def _is_new(self, step: int, claim: Claim) -> bool:
        view = self._views[step]
        here = view.registry.claims.get(claim.id)
        return (
            here is None
            or not view.lens.admits(here)
            or not view.is_visible(here)
            or claim.date.first > view.day
        )

    def _correction(self, pair: Pair, entry: Entry | None) -> Entry | None:
        """Return the retraction that changed a pair while knowledge grew, if one did."""
        old, new = self._views[_LEARNED], self._views[_LEARNED + 1]
        takers = [
            taker
            for claim, retractions in new.index.retractions.items()
            if _concerns(change := new.registry.claims[claim], pair)
            and _counts(new.lens, change)
            for taker in retractions
            if new.is_known(taker) and not _heard(old, taker)
        ]
        tie = self._states[_LEARNED].ties.get(pair)
        for taker in reversed(takers):
            if isinstance(entry, Claim) and self._is_new(_LEARNED, entry):
                gone = tie is not None and tie.holder.id in taker.retracts
                outranked = tie is not None and _rank(tie.holder) > _rank(entry)
                if not (gone and (outranked or taker is entry)):
                    continue
            return taker
        return None

    @property
    def _two_registries(self) -> bool:
        return self._a.index is not self._b.index

    def _differs(self, step: int, pair: Pair) -> bool:
        one, other = (self._states[n].ties.get(pair) for n in (step, step + 1))
        return (one and one.relation) != (other and other.relation)

    def _name(self, faction: str) -> str:
        registries = (self._b.registry, self._a.registry)
        return next(r.factions[faction].name for r in registries if faction in r.factions)


def _states(views: tuple[Perspective, ...]) -> Iterator[State]:
    """Yield the state of each view, folding once where neighbours are the same view."""
    last: tuple[Perspective, State] | None = None
    for view in views:
        if last is None or last[0] != view:
            last = view, state(view)
        yield last[1]


def _moment(view: Perspective) -> tuple[object, ...]:
    point = view.point
    return point.day, point.known, point.scenario or ""


def _mirrored(row: DiffRow) -> DiffRow:
    swapped = {"added": "removed", "removed": "added"}
    difference = swapped.get(row.difference, row.difference)
    return replace(row, difference=difference, before=row.after, after=row.before)


def _places(a: Registry, b: Registry) -> dict[str, int]:
    return {name: place for place, name in enumerate({**b.factions, **a.factions})}


def _heard(view: Perspective, entry: Entry) -> bool:
    return entry.id in view.index.known_since and view.is_known(entry)


def _concerns(claim: Claim, pair: Pair) -> bool:
    parties = {claim.faction, claim.to, claim.ends_tie_with}
    return parties.issuperset(pair)


def _counts(lens: Lens, claim: Claim) -> bool:
    weakest = (lens.min_status or Status.ALLEGED).rank
    return lens.admits(claim) and claim.status.rank <= weakest


def _rank(claim: Claim) -> tuple[object, ...]:
    return claim.date.first, claim.scenario is not None, claim.place


def _dated(entry: Entry) -> str:
    return (
        entry.recorded.day.isoformat() if isinstance(entry, Retraction) else entry.date.text
    )
