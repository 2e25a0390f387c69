"""The dates of the claims about a pair: the days each can mean, and a choice of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, product

from libya_tracker.analysis.course import Course
from libya_tracker.analysis.runs import Dissolution, Event
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.query import Persistence
from libya_tracker.model.records import Claim, Pair
from libya_tracker.named_tuples import NamedTuple


class PairDate(NamedTuple):
    """A date of a pair, and the day that the leading reading gives it."""

    date: FuzzyDate
    first: int
    last: int
    ideal: int
    #: For how many days its claim is taken to stand, where that is limited.
    expiry: int | None = None

    @classmethod
    def of(cls, date: FuzzyDate, *, late: bool, expiry: int | None = None) -> PairDate:
        """Return a date that the leading reading takes late, or early."""
        first, last = date.first.toordinal(), date.last.toordinal()
        return cls(date, first, last, last if late else first, expiry)

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield the days that it can mean, and those on which its claim can expire."""
        yield self.first, self.last
        if self.expiry is not None:
            cited = self.last if self.date.open_start else self.first
            yield cited + self.expiry, self.last + self.expiry

    def meets(self, other: PairDate) -> bool:
        """Tell whether the days of both overlap or touch."""
        return any(
            first <= other_last + 1 and other_first <= last + 1
            for first, last in self.spans()
            for other_first, other_last in other.spans()
        )

    def concerns(self, day: int) -> bool:
        """Tell whether what stands on a day can hang on what it means."""
        return any(first <= day <= last + 1 for first, last in self.spans())


class PairDates:
    """The dates of some claims about a pair, and the course that a choice of days makes."""

    def __init__(
        self,
        pair: Pair,
        claims: Sequence[Claim],
        dissolved: Mapping[str, FuzzyDate],
        persist: Persistence,
    ) -> None:
        self.claims = claims
        self.pair = pair
        self._dissolved = dissolved
        self._expiry = persist if isinstance(persist, int) else None
        self._cited = persist == "cited"
        self.all: list[PairDate] = []
        #: For each claim, the places of its date and of its until among all dates.
        self._places: list[tuple[int, int | None]] = []
        for claim in claims:
            self._add(claim)
        self.all += [PairDate.of(date, late=True) for date in dissolved.values()]

    def _add(self, claim: Claim) -> None:
        late = ends_tie(claim, self.pair) or claim.date.open_start
        expiry = self._expiry if claim.until is None else None
        place = len(self.all)
        self.all.append(PairDate.of(claim.date, late=late, expiry=expiry))
        if claim.until is None:
            self._places.append((place, None))
            return
        self.all.append(PairDate.of(claim.until, late=True))
        self._places.append((place, place + 1))

    @property
    def ideal(self) -> list[int]:
        """The days of the leading reading, before it is asked whether that counts."""
        days = [date.ideal for date in self.all]
        for begin, end in self._places:
            if end is not None:  # nothing ends before it begins
                days[begin] = min(days[begin], days[end])
        return days

    def ends(self) -> Iterator[int]:
        """Yield the first and the last day that each date can mean, or its claim expire."""
        return (end for date in self.all for span in date.spans() for end in span)

    def turns(self, *, middles: bool) -> list[int]:
        """Return the days around the end points of the dates, on which answers can change.

        ``middles`` adds the days half way between those of two dates that overlap: where
        two ties of a few days are possible, another one becomes the nearer there.
        """
        fuzzy = [date for date in self.all if date.first < date.last]
        reach = 1 if len(fuzzy) < 3 else 2
        days = {*self.ends()}
        if middles:
            days.update(day for pair in combinations(fuzzy, 2) for day in _middles(*pair))
        near = range(-reach, reach + 2) if fuzzy else range(2)
        turns = {day + step for day in days for step in near}
        for date in fuzzy:  # each day that counts for a claim is one on which it may expire
            if date.expiry is not None:
                begun = [day for day in turns if date.first <= day <= date.last]
                turns.update(day + date.expiry + step for day in begun for step in near)
        return sorted(turns)

    def free(self, day: int) -> tuple[int, ...]:
        """Return the places of the dates on whose days it hangs what stands on a day."""
        return tuple(
            place
            for place, date in enumerate(self.all)
            if date.first < date.last
            and (
                date.concerns(day)
                or any(date.meets(other) for other in self.all if other is not date)
            )
        )

    def in_order(self, days: Sequence[int]) -> bool:
        """Tell whether no claim ends before it begins."""
        return all(end is None or days[begin] <= days[end] for begin, end in self._places)

    def options(self, turns: Sequence[int], free: Collection[int]) -> list[list[int]]:
        """Return for each date the days that stand for all that it can mean.

        ``turns`` are the days on which what stands can change; dates that are not ``free``
        mean what the leading reading takes them for.
        """
        return [
            _days_of(date, turns) if place in free else [ideal]
            for place, (date, ideal) in enumerate(zip(self.all, self.ideal, strict=True))
        ]

    def fuzzy(self) -> Collection[int]:
        """Return the places of the dates that leave days open."""
        return {place for place, date in enumerate(self.all) if date.first < date.last}

    def course(self, days: Sequence[int], before: Course | None = None) -> Course:
        """Return what stood when, with a day for each date, after what stood before."""
        course = Course(expiry=self._expiry) if before is None else before
        self.play(course, days)
        if self._cited:
            course.keep_cited()
        return course

    def play(self, course: Course, days: Sequence[int]) -> None:
        """Let a course take in the claims, with a day for each date."""
        first = self.pair[0]
        events = [
            Event(
                claim,
                days[begin],
                None if end is None else days[end],
                int(claim.faction != first),
                ends_tie(claim, self.pair),
            )
            for claim, (begin, end) in zip(self.claims, self._places, strict=True)
        ]
        events.sort(key=lambda e: (e.day, e.claim.scenario is not None, e.claim.place))
        count = len(days) - len(self._dissolved)
        last_days = zip(self._dissolved.items(), days[count:], strict=True)
        dissolutions = [Dissolution(name, date, day) for (name, date), day in last_days]
        course.play(events, dissolutions)
        course.check_open_starts(events)


def _middles(one: PairDate, other: PairDate) -> Iterator[int]:
    """Yield the days half way between the end points of two dates that overlap."""
    if one.meets(other):
        for a, b in product(one.spans(), other.spans()):
            yield from ((day + end) // 2 for day, end in product(a, b))


def _days_of(date: PairDate, turns: Sequence[int]) -> list[int]:
    days = {*turns[bisect_left(turns, date.first) : bisect_right(turns, date.last)]}
    if date.expiry is not None and not date.date.open_start:
        first, last = (day + date.expiry for day in (date.first, date.last))
        later = turns[bisect_left(turns, first) : bisect_right(turns, last)]
        days |= {day - date.expiry for day in later}
    return sorted(days)


def ends_tie(claim: Claim, pair: Pair) -> bool:
    """Tell whether a claim about a pair ends what stands, instead of making a tie."""
    # Only a state has a sign; the end of a tie and an event of lineage have none.
    return claim.relation.sign is None or claim.to not in pair
