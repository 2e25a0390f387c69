"""The dates of the claims about a pair: the days each can mean, and a choice of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from libya_tracker.analysis.course import Course
from libya_tracker.analysis.runs import Dissolution, Event
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.query import Persistence
from libya_tracker.model.records import Claim, Pair
from libya_tracker.model.vocabulary import Relation


@dataclass(slots=True)
class PairDate:
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
            yield self.first + self.expiry, self.last + self.expiry

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
        self._pair = pair
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
        late = ends_tie(claim, self._pair) or claim.date.open_start
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
        return [date.ideal for date in self.all]

    def reach(self) -> int:
        """Return how many days around an end point can differ in what stands."""
        fuzzy = sum(date.first < date.last for date in self.all)
        return 1 if fuzzy < 3 else 2

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

    def course(self, days: Sequence[int], *, judged: bool = True) -> Course:
        """Return what stood when, with a day for each date."""
        first = self._pair[0]
        events = [
            Event(
                claim,
                days[begin],
                None if end is None else days[end],
                int(claim.faction != first),
                ends_tie(claim, self._pair),
            )
            for claim, (begin, end) in zip(self.claims, self._places, strict=True)
        ]
        events.sort(key=lambda e: (e.day, e.claim.scenario is not None, e.claim.place))
        count = len(days) - len(self._dissolved)
        last_days = zip(self._dissolved.items(), days[count:], strict=True)
        dissolutions = [Dissolution(name, date, day) for (name, date), day in last_days]
        course = Course(events, dissolutions, self._expiry)
        if judged:
            course.check_open_starts(events)
        if self._cited:
            course.keep_cited()
        return course


def ends_tie(claim: Claim, pair: Pair) -> bool:
    """Tell whether a claim about a pair ends what stands, instead of making a tie."""
    relation = claim.relation
    return relation is Relation.NONE or relation.lineage or claim.to not in pair
