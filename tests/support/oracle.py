"""What stands between two factions, reckoned naively: every day of every date, in turn.

It shares no code with the program and is as slow as it looks. It follows sections 3.2 and
3.3 of the design word by word, with days that are numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

SIGNS = {
    **dict.fromkeys(("aligned", "member", "subordinate", "supports", "allied"), 1),
    **dict.fromkeys(("truce", "neutral"), 0),
    **dict.fromkeys(("opposed", "fighting"), -1),
}
TWO_WAY = {"allied", "truce", "fighting"}
RANKS = ("confirmed", "reported", "assessed", "alleged")


@dataclass(frozen=True)
class Told:
    """A claim of one of two factions, 0 or 1, toward the other; its dates are ranges."""

    name: int
    side: int
    relation: str
    date: tuple[int, int]
    until: tuple[int, int] | None = None
    status: str = "reported"
    open_start: bool = False


@dataclass
class Stand:
    """A claim that stands on one side, or stood."""

    claim: Told
    begin: int
    until: int | None
    run: int
    last: int | None = None  # the day on which something else ended it


@dataclass
class Answer:
    relation: str
    certain: bool
    since: int


class Reading:
    """One choice of days, lived through day by day."""

    def __init__(
        self, claims: Sequence[Told], days: Sequence[tuple[int, int | None]]
    ) -> None:
        self.days = days
        self.idle: set[int] = set()
        self.overruling: set[int] = set()
        self.stands: tuple[list[Stand], list[Stand]] = ([], [])
        self._runs = 0
        told = sorted(
            zip(claims, days, strict=True), key=lambda item: (item[1][0], item[0].name)
        )
        for claim, (day, until) in told:
            self._take(claim, day, until)
        for claim, (day, until) in told:
            if claim.open_start:
                on = self._standing(claim.side, claim.date[1])
                held = (
                    not on
                    if claim.relation == "none"
                    else any(s.claim is claim for s in on)
                )
                if not held:
                    self.idle.add(claim.name)

    def last_day(self, side: int, stand: Stand) -> float:
        """The last day of a claim: its own, that of a known end it is within, or an end."""
        last = float("inf")
        if stand.until is not None:
            last = stand.until
        else:
            known = [
                s.until
                for s in self.stands[side]
                if s.run == stand.run and s.until is not None and stand.begin <= s.until
            ]
            if known:
                last = max(known)
        return last if stand.last is None else min(last, stand.last)

    def _standing(self, side: int, day: int) -> list[Stand]:
        return [s for s in self.stands[side] if s.begin <= day <= self.last_day(side, s)]

    def _end(self, side: int, stand: Stand, day: int) -> None:
        for other in self.stands[side]:
            if other.run == stand.run and (other.last is None or other.last > day - 1):
                other.last = day - 1

    def _replace(self, side: int, stand: Stand, claim: Told, day: int) -> None:
        if SIGNS[stand.claim.relation] != SIGNS[claim.relation]:
            surest = min(
                RANKS.index(s.claim.status) for s in self.stands[side] if s.run == stand.run
            )
            if surest < RANKS.index(claim.status):
                self.overruling.add(claim.name)
        self._end(side, stand, day)

    def _take(self, claim: Told, day: int, until: int | None) -> None:
        side, relation = claim.side, claim.relation
        if relation == "none":
            on = self._standing(side, day)
            if not on:
                self.idle.add(claim.name)
            both = {s.claim.relation for s in on} & TWO_WAY
            mirrored = [
                s for s in self._standing(1 - side, day) if s.claim.relation in both
            ]
            for stand in on:
                self._end(side, stand, day)
            for stand in mirrored:
                self._end(1 - side, stand, day)
            return
        for place in (side, 1 - side) if relation in TWO_WAY else (side,):
            for stand in self._standing(place, day):
                if stand.claim.relation == relation:
                    continue
                differ = SIGNS[stand.claim.relation] != SIGNS[relation]
                if until is None or (differ and SIGNS[relation] != 0):
                    self._replace(place, stand, claim, day)
            self._join(place, claim, day, until)
        if relation not in TWO_WAY:
            for stand in self._standing(1 - side, day):
                other = stand.claim.relation
                differ = SIGNS[other] != SIGNS[relation]
                if other in TWO_WAY and differ and (until is None or SIGNS[relation] != 0):
                    self._replace(1 - side, stand, claim, day)

    def _join(self, side: int, claim: Told, day: int, until: int | None) -> None:
        run = None
        for stand in self.stands[side]:
            cut = stand.last is not None and stand.last < self._own_last(side, stand)
            touches = self.last_day(side, stand) >= day - 1 and not cut
            if stand.claim.relation == claim.relation and touches:
                run = stand.run
        if run is None:
            self._runs += 1
            run = self._runs
        self.stands[side].append(Stand(claim, day, until, run))

    def _own_last(self, side: int, stand: Stand) -> float:
        last, stand.last = stand.last, None
        own = self.last_day(side, stand)
        stand.last = last
        return own

    def tie(self, side: int, day: int) -> tuple[str, int, bool] | None:
        """The relation, the claim since when, and whether its sources agree on the day."""
        on = self._standing(side, day)
        if not on:
            return None
        order = self.stands[side]
        top = max(on, key=lambda s: (s.begin, order.index(s)))
        run = [s for s in order if s.run == top.run]
        doubt = any(
            a.claim.date == b.claim.date
            and a.until is not None
            and b.until is not None
            and a.claim.until is not None
            and b.claim.until is not None
            and a.claim.until[1] < b.claim.until[0]
            and a.until < day <= b.until
            and not any(
                c.until is not None and c.begin <= day <= c.until
                for c in run
                if c is not a and c is not b
            )
            for a in run
            for b in run
        )
        return top.claim.relation, run[0].claim.name, not doubt


def readings(claims: Sequence[Told]) -> Iterator[list[tuple[int, int | None]]]:
    """Every choice of a day for every date."""
    choices: list[list[tuple[int, int | None]]] = []
    for claim in claims:
        days = range(claim.date[0], claim.date[1] + 1)
        if claim.until is None:
            choices.append([(day, None) for day in days])
            continue
        ends = range(claim.until[0], claim.until[1] + 1)
        choices.append([(day, end) for day in days for end in ends if day <= end])
    for choice in product(*choices):
        yield list(choice)


def distance(claims: Sequence[Told], days: Sequence[tuple[int, int | None]]) -> list[int]:
    """How far a reading is from each beginning early and each end late."""
    far: list[int] = []
    for claim, (day, until) in zip(claims, days, strict=True):
        late = claim.relation == "none" or claim.open_start
        far.append(abs(day - claim.date[late]))
        if claim.until is not None and until is not None:
            far.append(claim.until[1] - until)
    return far


def answers(claims: Sequence[Told], day: int) -> Mapping[int, Answer | None]:
    """What stands on each side on a day."""
    begun = [claim for claim in claims if claim.date[0] <= day]
    everything = [Reading(begun, days) for days in readings(begun)]
    least = min((len(r.idle), len(r.overruling)) for r in everything)
    counting = [r for r in everything if (len(r.idle), len(r.overruling)) == least]
    counting.sort(key=lambda r: (sum(distance(begun, r.days)), distance(begun, r.days)))
    result: dict[int, Answer | None] = {}
    for side in (0, 1):
        ties = [reading.tie(side, day) for reading in counting]
        shown = next((tie for tie in ties if tie is not None), None)
        certain = shown is not None and all(
            tie is not None and tie[0] == shown[0] and tie[2] for tie in ties
        )
        result[side] = shown and Answer(shown[0], certain, shown[1])
    return result
