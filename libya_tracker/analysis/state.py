"""State: the ties between factions at a point, and the claims that carry each.

One slot for each ordered pair of factions; claims are folded into the slots, in order.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from libya_tracker.model.dates import FuzzyDate, days_after
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Claim, Registry, sources_of
from libya_tracker.model.vocabulary import Cause, Certainty, Relation

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tie:
    """A standing relation of one faction toward another, with the claims that carry it.

    ``run`` holds the claims of one relation that followed each other unbroken: the first
    says since when, the last was the latest to say so and holds the tie.
    """

    faction: str
    to: str
    relation: Relation
    run: tuple[Claim, ...]

    def __str__(self) -> str:
        return f"{self.faction} {self.relation} {self.to}"

    @property
    def since(self) -> FuzzyDate:
        """The date of the first claim of the run."""
        return self.run[0].date

    @property
    def holder(self) -> Claim:
        """The claim that holds the tie now."""
        return self.run[-1]

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source of the run, once, in the order of the claims."""
        return sources_of(self.run)

    def age(self, day: dt.date) -> int:
        """Return the days since the tie was last cited, 0 where that can be the day."""
        return max(0, (day - self.holder.date.last).days)

    def certain(self, day: dt.date) -> bool:
        """Tell whether the tie stands on a day, whichever days its dates mean."""
        until = self.holder.until
        return self.since.last <= day and (until is None or day <= until.first)

    def certainty(self, day: dt.date) -> Certainty:
        """Return whether the tie is certain or only possible on a day."""
        return Certainty.CERTAIN if self.certain(day) else Certainty.POSSIBLE


@dataclass(frozen=True, slots=True)
class End:
    """How a tie ended, and when."""

    #: The claim that ended it; where none did, the last one that carried it.
    claim: Claim
    date: FuzzyDate
    cause: Cause
    #: The faction with which it ended.
    dissolved: str | None = None


@dataclass(frozen=True, slots=True)
class EndedTie:
    """A tie that stood before, as it was then, and how it ended."""

    tie: Tie
    end: End


#: The ties that each pair lost, in order.
Trace = dict[Pair, list[EndedTie]]


@dataclass(frozen=True, slots=True)
class State:
    """The ties at a point, the ends of those that stood before, and what was denied."""

    perspective: Perspective
    ties: dict[Pair, Tie]
    ends: dict[Pair, End]
    denials: dict[Pair, list[Claim]]

    @property
    def registry(self) -> Registry:
        """The registry."""
        return self.perspective.registry

    @property
    def point(self) -> Point:
        """The point."""
        return self.perspective.point

    def denials_of(self, tie: Tie) -> list[Claim]:
        """Return the denials that dispute a tie: of its own time, or later."""
        denials = list(self.denials.get((tie.faction, tie.to), ()))
        if tie.relation.two_way:
            denials += self.denials.get((tie.to, tie.faction), ())
        first = tie.since.first
        return [d for d in denials if d.relation is tie.relation and d.date.last >= first]

    def disputed_by(self, tie: Tie) -> tuple[str, ...]:
        """Return who denies a tie: the speakers, or the sources where none is named."""
        voices = [[d.by] if d.by else d.sources for d in self.denials_of(tie)]
        return tuple(dict.fromkeys(name for names in voices for name in names))

    def divided(self) -> frozenset[str]:
        """Return the factions that, with their own units, take more than one side."""
        sides: dict[str, set[str]] = {}
        for tie in self.ties.values():
            if tie.relation is Relation.ALIGNED:
                sides.setdefault(tie.faction, set()).add(tie.to)
        units: dict[str, set[str]] = {name: {*ids} for name, ids in sides.items()}
        for tie in self.ties.values():
            if tie.relation is Relation.SUBORDINATE and tie.faction in sides:
                units.setdefault(tie.to, set()).update(sides[tie.faction])
        return frozenset(faction for faction, ids in units.items() if len(ids) > 1)


def state(perspective: Perspective, trace: Trace | None = None) -> State:
    """Return the state at a point; a trace, if given, receives the ties that ended."""
    persist = perspective.lens.persist
    lasting = persist if isinstance(persist, int) else None
    fold = _Fold(lasting, trace)
    fold.post(perspective.effective())
    fold.close(perspective.day, perspective.registry)
    if persist == "cited":
        _fade(fold, perspective)
    denials: dict[Pair, list[Claim]] = {}
    for claim in perspective.denials():
        denials.setdefault((claim.faction, claim.to), []).append(claim)
    return State(perspective, fold.ties(), fold.ends, denials)


def tie_between(
    pair: Pair, claims: Iterable[Claim], day: dt.date, registry: Registry
) -> Tie | None:
    """Return a pair's tie on a day, out of the claims in effect about the two, in order."""
    fold = _Fold()
    fold.post(claims)
    fold.close(day, registry)
    return fold.ties().get(pair)


def course(perspective: Perspective, days: Sequence[dt.date]) -> Iterator[dict[Pair, Tie]]:
    """Yield the ties on each of some days, in order, folding each claim but once."""
    persist = perspective.lens.persist
    if persist == "cited":  # it depends on later claims
        yield from (state(perspective.on(day)).ties for day in days)
        return
    fold = _Fold(persist)
    last = max(days, default=perspective.day)
    claims = deque(perspective.on(last).effective())
    for day in days:
        while claims and claims[0].date.first <= day:
            fold.post([claims.popleft()])
        fold.close(day, perspective.registry)
        yield fold.ties()


def _fade(fold: _Fold, perspective: Perspective) -> None:
    """End the ties that nobody cites on the day or after it."""
    claims = perspective.on(dt.date.max).effective()
    copies = {pair: list(run) for pair, run in fold.slots.items()}
    ahead = _Fold()
    ahead.slots = dict(copies)
    ahead.post(claim for claim in claims if claim.date.first > perspective.day)
    for pair, copy in copies.items():
        run = fold.slots[pair]
        cited_again = len(copy) > len(run)
        if not cited_again and run[-1].date.last < perspective.day:
            fold.drop(pair, End(run[-1], run[-1].date, Cause.NOT_CITED))


class _Fold:
    """The slots while claims are posted to them."""

    def __init__(self, lasting: int | None = None, trace: Trace | None = None) -> None:
        #: The days for which a claim holds after its date; None for as long as it stands.
        self._lasting = lasting
        self._trace = trace
        self.slots: dict[Pair, list[Claim]] = {}
        self.ends: dict[Pair, End] = {}

    def post(self, changes: Iterable[Claim]) -> None:
        for claim in changes:
            relation = claim.relation
            pair, reverse = (claim.faction, claim.to), (claim.to, claim.faction)
            if claim.ends_tie_with is not None:
                self._clear((claim.faction, claim.ends_tie_with), claim)
            if relation.lineage:
                continue
            if relation is Relation.NONE:
                self._clear(pair, claim)
            elif relation.two_way:
                self._set(pair, claim)
                self._set(reverse, claim)
            else:
                if pair in self.slots and self.slots[pair][-1].relation.two_way:
                    self._clear(reverse, claim)
                self._set(pair, claim)

    def ties(self) -> dict[Pair, Tie]:
        """Return what stands in the slots."""
        return {
            pair: Tie(*pair, run[-1].relation, tuple(run))
            for pair, run in self.slots.items()
        }

    def close(self, day: dt.date, registry: Registry) -> None:
        """End what has run out by a day, and the ties of the dissolved."""
        dissolved = {
            faction.id: faction.dissolved
            for faction in registry.factions.values()
            if faction.dissolved is not None and faction.dissolved.last < day
        }
        for pair, run in list(self.slots.items()):
            parties = [name for name in pair if name in dissolved]
            if self._over(run, day):
                self.drop(pair, self._expiry(run))
            elif parties:
                first = min(parties, key=lambda name: dissolved[name].last)
                self.drop(pair, End(run[-1], dissolved[first], Cause.DISSOLVED, first))

    def _set(self, pair: Pair, claim: Claim) -> None:
        run = self.slots.get(pair)
        if (
            run
            and run[-1].relation is claim.relation
            and not self._over(run, claim.date.first)
        ):
            run.append(claim)
            return
        if run and self._trace is not None:
            self._lose(pair, self._end(pair, run, claim))
        self.slots[pair] = [claim]

    def _clear(self, pair: Pair, claim: Claim) -> None:
        run = self.slots.get(pair)
        if run is None:
            return
        self.drop(pair, self._end(pair, run, claim))
        reverse = pair[1], pair[0]
        if run[-1].relation.two_way and reverse in self.slots:
            self.drop(reverse, self._end(reverse, self.slots[reverse], claim))

    def drop(self, pair: Pair, end: End) -> None:
        """End a tie."""
        self._lose(pair, end)
        del self.slots[pair]
        self.ends[pair] = end

    def _lose(self, pair: Pair, end: End) -> None:
        if self._trace is not None:
            run = self.slots[pair]
            tie = Tie(*pair, run[-1].relation, tuple(run))
            self._trace.setdefault(pair, []).append(EndedTie(tie, end))

    def _end(self, pair: Pair, run: Sequence[Claim], claim: Claim) -> End:
        """Return how a pair's run ended by a claim, or before it if it had run out."""
        if self._over(run, claim.date.first):
            return self._expiry(run)
        relation, way = claim.relation, (claim.faction, claim.to)
        speaks = pair == way or (relation.two_way and pair == (way[1], way[0]))
        ties = not relation.lineage and relation not in {Relation.NONE, run[-1].relation}
        return End(claim, claim.date, Cause.REPLACED if speaks and ties else Cause.ENDED)

    def _over(self, run: Sequence[Claim], day: dt.date) -> bool:
        """Tell whether a run has ended by itself before a day: by its until, or uncited."""
        last = run[-1]
        if last.until is not None and last.until.last < day:
            return True
        return self._lasting is not None and (day - last.date.last).days > self._lasting

    def _expiry(self, run: Sequence[Claim]) -> End:
        last = run[-1]
        ends = [] if last.until is None else [End(last, last.until, Cause.RAN_OUT)]
        if self._lasting is not None:
            day = days_after(last.date, self._lasting)
            ends.append(End(last, day, Cause.NOT_CITED))
        return min(ends, key=lambda end: end.date.last)
