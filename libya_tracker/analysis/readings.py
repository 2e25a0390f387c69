"""The readings of a pair: what its dates can mean together, and which of it counts.

A date that leaves days open may mean each of them, independently of the others; a choice
for every date of a pair is a reading. Those count that make the most sense of what was
said (docs/semantics.md). Days are ordinals.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property

from libya_tracker.analysis import contested, latest
from libya_tracker.analysis.course import Course
from libya_tracker.analysis.pair_dates import PairDates, ends_tie
from libya_tracker.analysis.runs import OPEN, Event, Run
from libya_tracker.analysis.stretches import (
    Outcomes,
    Stretch,
    Trials,
    stretches,
)
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.query import Persistence
from libya_tracker.model.records import Claim, Pair
from libya_tracker.model.vocabulary import Certainty
from libya_tracker.named_tuples import NamedTuple


class Standing(NamedTuple):
    """What stands on one side of a pair on a day."""

    run: Run
    #: Its claims that had begun by the day.
    claims: tuple[Claim, ...]
    #: Whether it stands in every reading that counts.
    certain: bool

    @property
    def certainty(self) -> Certainty:
        """Whether it is certain, or only possible."""
        return Certainty.CERTAIN if self.certain else Certainty.POSSIBLE


class Readings:
    """The claims in effect between two factions, and what stands when by their dates.

    ``claims`` are all that count, of any day, in order. ``dissolved`` has the dates on
    which either faction ended.
    """

    def __init__(
        self,
        pair: Pair,
        claims: Sequence[Claim],
        dissolved: Mapping[str, FuzzyDate],
        persist: Persistence = None,
    ) -> None:
        self.pair = pair
        self.claims = claims
        self._dissolved = dissolved
        self._persist = persist
        #: Whether every date means one day, so that there is one reading.
        self.settled = _are_exact(claims) and all(date.exact for date in dissolved.values())
        self._tried: dict[Hashable, Outcomes] = {}
        self._leading: dict[Hashable, Course] = {}
        #: The stretches that were needed last.
        self._latest: tuple[list[Stretch], Hashable] | None = None

    def carriers(self, day: int) -> latest.Carriers | None:
        """Return the claims that carry the tie of each side on a day, which is certain.

        None where that is not told by the latest claims, or is worked out for all days.
        """
        if not self._simple or "whole" in self.__dict__:
            return None
        claims = latest.latest(self.claims, self.pair, day)
        if latest.without_ends(claims):
            return latest.carriers(claims, self.pair)
        course = Course(self._events(claims))
        runs = [course.standing(side, day) for side in (0, 1)]
        if any(run is not None and run.contested for run in runs):
            return None
        return [() if run is None else run.by(day) for run in runs]

    def standing(self, side: int, day: int) -> Standing | None:
        """Return what stands on a side of the pair on a day."""
        day = self._turn(day)
        courses, complete = self._counting(day)
        runs = [course.standing(side, day) for course in courses]
        run = next((run for run in runs if run is not None), None)
        if run is None and not (self.settled or (complete and self._persist != "cited")):
            parts, key = self._stretches(day)
            run = self._trials.left_open(parts, self._tried[key].all[0], side, day)
        if run is None:
            return None
        certain = all(
            other is not None
            and other.relation is run.relation
            and not (other.contested and self._contested(other, side, day))
            for other in runs
        )
        if certain and not complete:
            certain = self._beyond_doubt(run, day)
        return Standing(run, run.by(day), certain)

    def course(self, day: int) -> Course:
        """Return the leading reading on a day."""
        if self.settled:
            return self.whole
        parts, key = self._stretches(self._turn(day))
        if key not in self._leading:
            outcome = self._outcomes(self._turn(day)).all[0]
            self._leading[key] = self._trials.leading(parts, outcome)
        return self._leading[key]

    def complete(self, day: int) -> bool:
        """Tell whether every reading was tried."""
        return self._counting(self._turn(day))[1]

    @cached_property
    def whole(self) -> Course:
        """The course of all claims, each beginning taken early and each end late."""
        if self._simple:
            return Course(self._events(self.claims))
        return self._dates.course(self._dates.ideal)

    @property
    def _simple(self) -> bool:
        """Whether the order of the claims is that of their days, and nothing else ends."""
        return self.settled and self._persist is None and not self._dissolved

    def _events(self, claims: Sequence[Claim]) -> Iterator[Event]:
        """Yield claims with exact dates, whose order is that of their days."""
        pair = self.pair
        first = pair[0]
        for claim in claims:
            until = claim.until
            yield Event(
                claim,
                claim.date.first.toordinal(),
                None if until is None else until.last.toordinal(),
                0 if claim.faction == first else 1,
                ends_tie(claim, pair),
            )

    @cached_property
    def _dates(self) -> PairDates:
        return PairDates(self.pair, self.claims, self._dissolved, self._persist)

    @cached_property
    def turns(self) -> list[int]:
        """The days on which what stands can change: between two of them it does not."""
        return self._dates.turns(middles=self._persist is not None)

    def _counting(self, day: int) -> tuple[list[Course], bool]:
        """Return what counts on a day, the leading reading first, and if all were tried."""
        if self.settled:
            return [self.whole], True
        outcomes = self._outcomes(day)
        return [outcome.course for outcome in outcomes.all], outcomes.complete

    def _outcomes(self, day: int) -> Outcomes:
        parts, key = self._stretches(day)
        if key not in self._tried:
            self._tried[key] = self._trials.outcomes(parts, None if key[1] else day)
        return self._tried[key]

    def _stretches(self, day: int) -> tuple[list[Stretch], tuple[Hashable, bool]]:
        """Return the claims of a day in stretches, and what tells them from other days'.

        That is which claims have begun, and whether all that their dates mean is over.
        """
        dissolved = self._dissolved_by(day)
        key: Hashable = self._begun(day), len(dissolved)
        if self._persist == "cited":
            dates = PairDates(self.pair, self.claims, dissolved, self._persist)
            key = key, dates.free(day)
        # Most days are asked about in order, and what was claimed by them is the same.
        if self._latest is None or self._latest[1] != key:
            claims = self.claims[: self._begun(day)]
            self._latest = list(stretches(claims, dissolved, self._persist)), key
        parts, _ = self._latest
        over = bool(parts) and self._persist != "cited" and day > parts[-1].last + 1
        return parts, (key, over)

    @cached_property
    def _trials(self) -> Trials:
        return Trials(self._dates, self.turns, self._persist)

    def _turn(self, day: int) -> int:
        """Return the latest day by a day on which what stands can change."""
        if self.settled:
            return day
        place = bisect_right(self.turns, day) - 1
        return self.turns[place] if place >= 0 else day

    def _begun(self, day: int) -> int:
        """Return how many claims can have begun by a day: later ones play no part."""
        if self._persist == "cited":  # which asks whether a tie is cited again
            return len(self.claims)
        return bisect_right(self.claims, day, key=_first_day)

    def _dissolved_by(self, day: int) -> dict[str, FuzzyDate]:
        return {
            name: date
            for name, date in self._dissolved.items()
            if date.first.toordinal() <= day
        }

    def _contested(self, run: Run, side: int, day: int) -> bool:
        """Tell whether sources disagree on whether a run stood on a day."""
        if contested.on(run, day):
            return True
        if not any(claim.begins for claim in run.by(day)):
            return False
        return contested.begins_later(run, day, self.course(OPEN).runs[side])

    def _beyond_doubt(self, run: Run, day: int) -> bool:
        """Tell whether a tie stands whatever the dates mean of which not all was tried."""
        unsure = [date for date in self._dates.all if date.first < date.last]
        if all(day < date.first for date in unsure):
            return True
        latest = run.latest(day)
        return latest is not None and all(date.last < latest.begin for date in unsure)


def _are_exact(claims: Sequence[Claim]) -> bool:
    """Tell whether every date of some claims means one day."""
    for claim in claims:
        date, until = claim.date, claim.until
        if date.first != date.last or (until is not None and not until.exact):
            return False
    return True


def _first_day(claim: Claim) -> int:
    return claim.date.first.toordinal()
