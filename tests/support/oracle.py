"""What stands between two factions, computed naively: every day of every date, in turn.

It shares no code with the program and is as slow as it looks. It follows the rules word by
word (docs/semantics.md), with days that are numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product

SIGNS = {
    **dict.fromkeys(("aligned", "member", "subordinate", "supports", "allied"), 1),
    **dict.fromkeys(("truce", "neutral"), 0),
    **dict.fromkeys(("opposed", "fighting"), -1),
}
TWO_WAY = {"allied", "truce", "fighting"}
#: A day after all others.
END_OF_DAYS = 10_000
#: How long a claim without an end stands: None is until changed; "cited", or so many days.
Persist = int | str | None
RANKS = ("confirmed", "reported", "assessed", "alleged")


@dataclass(frozen=True)
class Statement:
    """A claim of one of two factions, 0 or 1, toward the other; its dates are ranges."""

    name: int
    side: int
    relation: str
    date: tuple[int, int]
    until: tuple[int, int] | None = None
    status: str = "reported"
    open_start: bool = False
    begins: bool = False
    #: Whether it is about a third faction, and ends the tie to the other of the two.
    leaves: bool = False

    @property
    def ends(self) -> bool:
        """Whether it ends a tie of the two, instead of making one."""
        return self.relation == "none" or self.leaves


@dataclass
class Stand:
    """A claim that stands on one side, or stood."""

    claim: Statement
    begin: int
    until: int | None
    run: int
    last: int | None = None  # the day on which something else ended it
    closed: bool = False  # whether its run was ended, so that no claim joins it


@dataclass
class Answer:
    """What stands on a side: since the day of which claim, and whether for certain."""

    relation: str
    certain: bool
    since: int


class Reading:
    """One choice of days, and what stands by it."""

    def __init__(
        self,
        claims: Sequence[Statement],
        days: Sequence[tuple[int, int | None]],
        end: int | None = None,
        persist: Persist = None,
    ) -> None:
        self.days = days
        self.persist = persist
        #: The last day of one of the two factions.
        self.end = end
        self.idle: set[int] = set()
        self.overruling: set[int] = set()
        self.stands: tuple[list[Stand], list[Stand]] = ([], [])
        self._runs = 0
        events = sorted(
            zip(claims, days, strict=True), key=lambda item: (item[1][0], item[0].name)
        )
        for claim, (day, until) in events:
            self._take(claim, day, until)
        self.idle |= {c.name for c in claims if c.open_start and not self._holds(c)}
        if persist == "cited":  # what makes sense does not hang on what is cited again
            self._keep_cited()

    def _holds(self, claim: Statement) -> bool:
        """Whether a claim holds on the last day of its date."""
        standing = self._standing(claim.side, claim.date[1])
        if claim.ends:
            return not standing
        return any(s.claim is claim for s in standing)

    def last_day(self, side: int, stand: Stand) -> float:
        """The last day of a claim: its own, that of a known end it is within, or an end."""
        ends = (self._own_last(side, stand), stand.last, self.end)
        return min(end for end in ends if end is not None)

    def _own_last(self, side: int, stand: Stand) -> float:
        if stand.until is not None:
            return stand.until
        untils = [
            s.until
            for s in self.stands[side]
            if s.run == stand.run and s.until is not None and stand.begin <= s.until
        ]
        known_end = max(untils, default=float("inf"))
        if isinstance(self.persist, int):
            return min(known_end, _citation(stand) + self.persist)
        return known_end

    def _keep_cited(self) -> None:
        """Let each claim without an end stand to the last citation of its run."""
        for side in (0, 1):
            cited: dict[int, float] = {}
            for stand in self.stands[side]:
                bounded = stand.until is not None
                last = self.last_day(side, stand) if bounded else _citation(stand)
                cited[stand.run] = max(last, cited.get(stand.run, last))
            for stand in self.stands[side]:
                if stand.until is None:
                    stand.last = int(min(self.last_day(side, stand), cited[stand.run]))

    def _standing(self, side: int, day: int) -> list[Stand]:
        return [s for s in self.stands[side] if s.begin <= day <= self.last_day(side, s)]

    def _end(self, side: int, stand: Stand, day: int) -> None:
        for other in self.stands[side]:
            if other.run == stand.run:
                other.closed = True
                other.last = day - 1 if other.last is None else min(other.last, day - 1)

    def _replace(self, side: int, stand: Stand, claim: Statement, day: int) -> None:
        if SIGNS[stand.claim.relation] != SIGNS[claim.relation]:
            surest = min(
                RANKS.index(s.claim.status) for s in self.stands[side] if s.run == stand.run
            )
            if surest < RANKS.index(claim.status):
                self.overruling.add(claim.name)
        self._end(side, stand, day)

    def _take(self, claim: Statement, day: int, until: int | None) -> None:
        if claim.ends:
            self._end_all(claim, day)
            return
        both = claim.relation in TWO_WAY
        for side in (claim.side, 1 - claim.side) if both else (claim.side,):
            self._lay(side, claim, day, until)
        if not both:
            self._turn(1 - claim.side, claim, day, until)

    def _end_all(self, claim: Statement, day: int) -> None:
        """End all on the side of a claim, and on the other what holds both ways."""
        standing = self._standing(claim.side, day)
        if not standing:
            self.idle.add(claim.name)
        both = {s.claim.relation for s in standing} & TWO_WAY
        mirror = [
            s for s in self._standing(1 - claim.side, day) if s.claim.relation in both
        ]
        for side, stands in ((claim.side, standing), (1 - claim.side, mirror)):
            for stand in stands:
                self._end(side, stand, day)

    def _lay(self, side: int, claim: Statement, day: int, until: int | None) -> None:
        """Lay a claim over what stands on a side."""
        sign = SIGNS[claim.relation]
        for stand in self._standing(side, day):
            if stand.claim.relation == claim.relation:
                continue
            differ = SIGNS[stand.claim.relation] != sign
            if until is None or (differ and sign != 0):
                self._replace(side, stand, claim, day)
        self._join(side, claim, day, until)

    def _turn(self, side: int, claim: Statement, day: int, until: int | None) -> None:
        """End the two-way ties of a side on which the other turns."""
        sign = SIGNS[claim.relation]
        for stand in self._standing(side, day):
            other = stand.claim.relation
            differ = SIGNS[other] != sign
            if other in TWO_WAY and differ and (until is None or sign != 0):
                self._replace(side, stand, claim, day)

    def _join(self, side: int, claim: Statement, day: int, until: int | None) -> None:
        run = None
        for stand in self.stands[side]:
            over = self.end is not None and day > self.end
            touches = (
                self.last_day(side, stand) >= day - 1 and not stand.closed and not over
            )
            if stand.claim.relation == claim.relation and touches:
                run = stand.run
        if run is None:
            self._runs += 1
            run = self._runs
        self.stands[side].append(Stand(claim, day, until, run))

    def tie(self, side: int, day: int) -> tuple[str, int, bool] | None:
        """The relation, the claim since when, and whether its sources agree on the day."""
        standing = self._standing(side, day)
        if not standing:
            return None
        order = self.stands[side]
        top = max(standing, key=lambda s: (s.begin, order.index(s)))
        run = [s for s in order if s.run == top.run]
        doubt = any(
            (_differ(a, b, day) and not _covers(run, (a, b), day))
            or (begin_apart(a.claim, b.claim) and a.begin <= day < b.begin)
            for a, b in permutations(run, 2)
        )
        return top.claim.relation, run[0].claim.name, not doubt

    def run_of(self, side: int, name: int) -> list[Stand]:
        """Return the run of a side in which a claim is."""
        own = next(s.run for s in self.stands[side] if s.claim.name == name)
        return [s for s in self.stands[side] if s.run == own]


def _citation(stand: Stand) -> int:
    """The day for which a claim vouches: by a day, that day, whenever the tie began."""
    return stand.claim.date[1] if stand.claim.open_start else stand.begin


def begin_apart(a: Statement, b: Statement) -> bool:
    """Whether two claims say that the tie began, the first of them before the other."""
    return a.begins and b.begins and a.date[1] < b.date[0]


def _differ(a: Stand, b: Stand, day: int) -> bool:
    """Whether two claims of one date have ends that differ, a day between them."""
    if a.claim.until is None or b.claim.until is None or a.claim.date != b.claim.date:
        return False
    apart = a.claim.until[1] < b.claim.until[0]
    return apart and (a.until or 0) < day <= (b.until or 0)


def _covers(run: Sequence[Stand], but: Sequence[Stand], day: int) -> bool:
    """Whether another claim with an end stands on a day."""
    others = [s for s in run if s.until is not None and not any(s is b for b in but)]
    return any(s.begin <= day <= (s.until or 0) for s in others)


def readings(claims: Sequence[Statement]) -> Iterator[list[tuple[int, int | None]]]:
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


def distance(
    claims: Sequence[Statement], days: Sequence[tuple[int, int | None]]
) -> list[int]:
    """How far a reading is from each beginning early and each end late."""
    far: list[int] = []
    for claim, (day, until) in zip(claims, days, strict=True):
        late = claim.ends or claim.open_start
        far.append(abs(day - claim.date[late]))
        if claim.until is not None and until is not None:
            far.append(claim.until[1] - until)
    return far


def counting(
    claims: Sequence[Statement], dissolved: tuple[int, int] | None, persist: Persist
) -> list[Reading]:
    """The readings that make the most sense, the leading one first."""
    ends = range(dissolved[0], dissolved[1] + 1) if dissolved else [None]
    everything = [
        Reading(claims, days, end, persist) for days in readings(claims) for end in ends
    ]
    least = min((len(r.idle), len(r.overruling)) for r in everything)

    def far(reading: Reading) -> tuple[int, list[int]]:
        days = distance(claims, reading.days)
        if dissolved and reading.end is not None:
            days.append(dissolved[1] - reading.end)
        return sum(days), days

    best = [r for r in everything if (len(r.idle), len(r.overruling)) == least]
    return sorted(best, key=far)


class Oracle:
    """What stands on each side of a pair on any day."""

    def __init__(
        self,
        claims: Sequence[Statement],
        dissolved: tuple[int, int] | None = None,
        persist: Persist = None,
    ) -> None:
        self._claims, self._dissolved, self._persist = claims, dissolved, persist
        self._by_day: dict[tuple[int, bool], list[Reading]] = {}

    def answers(self, day: int) -> list[Answer | None]:
        """What stands on each side on a day."""
        best = self._counting(day)
        result: list[Answer | None] = []
        for side in (0, 1):
            ties = [reading.tie(side, day) for reading in best]
            leading = next((tie for tie in ties if tie is not None), None)
            certain = leading is not None and all(
                tie is not None
                and tie[0] == leading[0]
                and tie[2]
                and not self._begins_later(reading, side, day)
                for reading, tie in zip(best, ties, strict=True)
            )
            result.append(leading and Answer(leading[0], certain, leading[1]))
        return result

    def _counting(self, day: int) -> list[Reading]:
        """The readings that count by what can have begun by a day."""
        cited = self._persist == "cited"  # which hangs on later claims
        claims = [claim for claim in self._claims if cited or claim.date[0] <= day]
        over = self._dissolved is not None and self._dissolved[0] <= day
        key = len(claims), over
        if key not in self._by_day:
            dissolved = self._dissolved if over else None
            self._by_day[key] = counting(claims, dissolved, self._persist)
        return self._by_day[key]

    def _begins_later(self, reading: Reading, side: int, day: int) -> bool:
        """Whether a claim of a later day says that the tie of a day began only then.

        It does where it is of the same run in the leading reading of all claims.
        """
        tie = reading.tie(side, day)
        later = [c for c in self._claims if c.begins and c.date[0] > day]
        if tie is None or not later:
            return False
        whole = self._counting(END_OF_DAYS)[0]
        names = {s.claim.name for s in whole.run_of(side, tie[1])}
        return any(
            stand.begin <= day and begin_apart(stand.claim, claim) and claim.name in names
            for stand in reading.run_of(side, tie[1])
            for claim in later
        )
