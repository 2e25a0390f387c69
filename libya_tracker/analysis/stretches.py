"""Stretches: claims about a pair whose dates overlap or touch, apart from all others.

What the dates of one stretch mean does not hang on those of another, so that the readings
of a pair are tried a stretch at a time, each after what those before it left standing.
Readings that left the same standing go on as one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, combinations, product
from math import prod

from libya_tracker.analysis.course import Cost, Course
from libya_tracker.analysis.pair_dates import PairDates
from libya_tracker.analysis.runs import Run
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.query import Persistence
from libya_tracker.model.records import Claim
from libya_tracker.named_tuples import NamedTuple

#: The most readings of a stretch that are tried; beyond, only the leading one is.
MOST_READINGS = 5_000


class Stretch(NamedTuple):
    """Claims, and ends of factions, whose dates overlap or touch."""

    claims: tuple[Claim, ...]
    dissolved: Mapping[str, FuzzyDate]
    #: The last day that any of its dates can mean.
    last: int


class Outcome(NamedTuple):
    """What a reading left standing, and what it takes to read it so."""

    course: Course
    cost: Cost = (0, 0)
    #: How far it is from the leading reading: in all, then date by date.
    distance: tuple[int, tuple[int, ...]] = (0, ())
    #: The days that it gives the dates of each stretch.
    days: tuple[Sequence[int], ...] = ()


class Outcomes(NamedTuple):
    """The outcomes of all readings of some stretches."""

    all: Sequence[Outcome]
    #: Whether every reading was tried.
    complete: bool = True


def stretches(
    claims: Sequence[Claim], dissolved: Mapping[str, FuzzyDate], persist: Persistence
) -> Iterator[Stretch]:
    """Yield the stretches of a pair in order of time; claims are in order of first days.

    Who asks whether a tie is cited again asks of all claims at once.
    """
    if persist == "cited":
        yield Stretch(tuple(claims), dissolved, 0)
        return
    items: list[tuple[int, int, Claim | str]] = [
        (claim.date.first.toordinal(), _last(claim, persist), claim) for claim in claims
    ]
    items += [
        (date.first.toordinal(), date.last.toordinal(), name)
        for name, date in dissolved.items()
    ]
    items.sort(key=lambda item: item[0])
    part: list[Claim | str] = []
    hull = 0
    for first, last, item in items:
        if part and first > hull + 1:
            yield _stretch(part, dissolved, hull)
            part, hull = [], 0
        part.append(item)
        hull = max(hull, last)
    if part:
        yield _stretch(part, dissolved, hull)


def _stretch(
    part: Sequence[Claim | str], dissolved: Mapping[str, FuzzyDate], last: int
) -> Stretch:
    claims = tuple(item for item in part if isinstance(item, Claim))
    names = [item for item in part if isinstance(item, str)]
    return Stretch(claims, {name: dissolved[name] for name in names}, last)


def _last(claim: Claim, persist: Persistence) -> int:
    """Return the last day on which it hangs what a claim's dates mean."""
    last = claim.date.last.toordinal()
    if claim.until is not None:
        return last if claim.until.exact else max(last, claim.until.last.toordinal())
    if isinstance(persist, int) and not claim.date.exact:
        return last + persist + 1
    return last


class Trials:
    """The readings of a pair that are tried, a stretch at a time."""

    def __init__(
        self, dates: PairDates, turns: Sequence[int], persist: Persistence
    ) -> None:
        self._pair, self._turns, self._persist = dates.pair, turns, persist
        self._ends = sorted(dates.ends())
        #: The days of known ends, which may lie in the days of another stretch.
        self._untils = [
            claim.until.last.toordinal() for claim in dates.claims if claim.until
        ]
        self._whole_dates = dates
        self._kept: dict[Hashable, Outcomes] = {}

    def outcomes(self, parts: Sequence[Stretch], day: int | None) -> Outcomes:
        """Return the readings that make the most sense, nearest to the leading first."""
        before = self._before(parts[:-1]) if parts else Outcomes([Outcome(Course())])
        if not parts:
            return before
        result = self._after(before, parts[-2].last if parts[1:] else 0, parts[-1], day)
        least = min(outcome.cost for outcome in result.all)
        best = [outcome for outcome in result.all if outcome.cost == least]
        best.sort(key=lambda outcome: outcome.distance)
        return Outcomes(best, result.complete)

    def leading(self, parts: Sequence[Stretch], outcome: Outcome) -> Course:
        """Return the whole course of a reading, all its stretches one after the other."""
        if len(parts) == 1:
            return outcome.course
        expiry = self._persist if isinstance(self._persist, int) else None
        course = Course(expiry=expiry)
        for part, days in zip(parts, outcome.days, strict=True):
            self._dates(part).play(course, days)
        return course

    def left_open(
        self, parts: Sequence[Stretch], leading: Outcome, side: int, day: int
    ) -> Run | None:
        """Return what stands where one date means its latest day by a day, or nothing.

        That day may not have been tried. Of the readings that differ from the leading one
        in a single date and make no less sense, the nearest that has a tie is taken.
        """
        dates, base = self._whole(parts, leading)
        others = {
            place: min(date.last, day)
            for place, date in enumerate(dates.all)
            if date.first <= day
        }
        for place in sorted(others, key=lambda place: abs(others[place] - base[place])):
            days = [*base[:place], others[place], *base[place + 1 :]]
            if not dates.in_order(days):
                continue
            course = dates.course(days)
            run = course.standing(side, day)
            if run is not None and course.cost <= leading.cost:
                return run
        return None

    def _whole(
        self, parts: Sequence[Stretch], outcome: Outcome
    ) -> tuple[PairDates, list[int]]:
        """Return the dates of all stretches together, and the days that they are given."""
        claims: list[Claim] = []
        dissolved: dict[str, FuzzyDate] = {}
        beginnings: list[int] = []
        ends: list[int] = []
        for part, days in zip(parts, outcome.days, strict=True):
            count = len(days) - len(part.dissolved)
            claims += part.claims
            dissolved |= part.dissolved
            beginnings += days[:count]
            ends += days[count:]
        return PairDates(self._pair, claims, dissolved, self._persist), beginnings + ends

    def _before(self, parts: Sequence[Stretch]) -> Outcomes:
        """Return what the readings of all stretches but the last left standing."""
        expiry = self._persist if isinstance(self._persist, int) else None
        outcomes = Outcomes([Outcome(Course(expiry=expiry))])
        claims = ends = last = 0
        for part in parts:
            claims, ends = claims + len(part.claims), ends + len(part.dissolved)
            key = claims, ends
            if key not in self._kept:
                result = self._after(outcomes, last, part, None)
                self._kept[key] = _merged(result, part.last)
            outcomes, last = self._kept[key], part.last
        return outcomes

    def _after(
        self, before: Outcomes, last: int, part: Stretch, day: int | None
    ) -> Outcomes:
        """Return the outcomes of each reading of a stretch after each of those before."""
        dates = self._dates(part)
        ideal = dates.ideal
        free = self._free(dates, part, day)
        choices, complete = self._choices(dates, free, len(before.all))
        if len(choices) > 1 and day is None and self._persist is None:
            choices = self._unlike(dates, choices)
        outcomes = []
        for earlier in before.all:
            for days in choices:
                course = dates.course(days, earlier.course.continued(last))
                total, each = earlier.distance
                far = tuple(abs(d - i) for d, i in zip(days, ideal, strict=True))
                idle, overruling = course.cost
                cost = earlier.cost[0] + idle, earlier.cost[1] + overruling
                distance = total + sum(far), each + far
                outcomes.append(Outcome(course, cost, distance, (*earlier.days, days)))
        return Outcomes(outcomes, before.complete and complete)

    def _choices(
        self, dates: PairDates, free: Collection[int], times: int
    ) -> tuple[list[tuple[int, ...]], bool]:
        """Return the choices of days that are tried so many times, and if those are all."""
        if not free:
            return [tuple(dates.ideal)], True
        most = MOST_READINGS // times
        options = dates.options(self._turns, free)
        if self._persist is not None and _count(options) > most:
            options = dates.options(self._fewer, free)
        if _count(options) > most:
            return [tuple(dates.ideal)], False
        return [days for days in product(*options) if dates.in_order(days)], True

    @cached_property
    def _fewer(self) -> list[int]:
        """The days that are tried where all turns are too many."""
        return self._whole_dates.turns(middles=False)

    def _unlike(
        self, dates: PairDates, choices: Sequence[tuple[int, ...]]
    ) -> list[tuple[int, ...]]:
        """Return of the choices that leave the same standing the nearest to the leading.

        After a stretch it hangs on no more than which of two days is the earlier one, and
        whether they are the same, or follow each other.
        """
        fixed = [date.last for date in dates.all if date.date.open_start]
        fixed += self._untils
        ideal = dates.ideal
        best: dict[Hashable, tuple[int, tuple[int, ...], tuple[int, ...]]] = {}
        for days in choices:
            pairs = chain(combinations(days, 2), product(days, fixed))
            order = tuple(
                [
                    gap if -2 < (gap := other - one) < 2 else 2 if gap > 0 else -2
                    for one, other in pairs
                ]
            )
            each = tuple([abs(d - i) for d, i in zip(days, ideal, strict=True)])
            choice = sum(each), each, days
            best[order] = min(choice, best.get(order, choice))
        return [days for *_, days in best.values()]

    def _free(self, dates: PairDates, part: Stretch, day: int | None) -> Collection[int]:
        """Return the places of the dates on whose days it hangs what stands on a day.

        Without a day: on any day after the stretch.
        """
        if self._persist == "cited" and day is not None:
            return dates.free(day)
        fuzzy = dates.fuzzy()
        return () if fuzzy and day is None and self._alone(dates, part) else fuzzy

    def _alone(self, dates: PairDates, part: Stretch) -> bool:
        """Tell whether a stretch leaves the same standing whatever its dates mean.

        It does where it is one claim, and nothing else begins or ends in its days.
        """
        if len(part.claims) + len(part.dissolved) > 1:
            return False
        first, last = min(date.first for date in dates.all) - 1, part.last + 1
        inside = bisect_right(self._ends, last) - bisect_left(self._ends, first)
        return inside == sum(first <= end <= last for end in dates.ends())

    def _dates(self, part: Stretch) -> PairDates:
        return PairDates(self._pair, part.claims, part.dissolved, self._persist)


def _count(options: Sequence[Sequence[int]]) -> int:
    """Return how many choices there are of a day for each date."""
    return prod(map(len, options))


def _merged(outcomes: Outcomes, day: int) -> Outcomes:
    """Return the best outcome of those that leave the same standing after a day."""
    if len(outcomes.all) == 1:
        return outcomes
    best: dict[Hashable, Outcome] = {}
    for outcome in outcomes.all:
        signature = outcome.course.signature(day)
        other = best.get(signature)
        if other is None or (outcome.cost, outcome.distance) < (other.cost, other.distance):
            best[signature] = outcome
    return Outcomes([*best.values()], outcomes.complete)
