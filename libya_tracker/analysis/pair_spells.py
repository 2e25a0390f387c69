"""The spells of a pair: which tie of each side stood when, and how it ended."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise
from operator import attrgetter

from libya_tracker.analysis import contested
from libya_tracker.analysis.course import Course
from libya_tracker.analysis.latest import Carriers
from libya_tracker.analysis.readings import Readings, Standing
from libya_tracker.analysis.runs import OPEN, End, Run
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.frozen import frozen
from libya_tracker.model.query import Period
from libya_tracker.model.records import Claim, Pair
from libya_tracker.model.vocabulary import Cause, Certainty, Relation
from libya_tracker.named_tuples import NamedTuple

_LAST_DAY = dt.date.max.toordinal()


@frozen(frozen=True, slots=True)
class Tie:
    """A standing relation of one faction toward another, with the claims that carry it.

    ``run`` holds the claims of one relation that overlap or touch, as far as they had
    begun: the first says since when.
    """

    faction: str
    to: str
    relation: Relation
    run: tuple[Claim, ...]
    certainty: Certainty

    def __str__(self) -> str:
        return f"{self.faction} {self.relation} {self.to}"

    @property
    def since(self) -> FuzzyDate:
        """The date of the first claim of the run."""
        return self.run[0].date

    @property
    def latest(self) -> Claim:
        """The claim of the run that began last."""
        return self.run[-1]

    @property
    def until(self) -> FuzzyDate | None:
        """The known end of the run; None where there is none, or a claim goes on beyond."""
        ends = [claim.until for claim in self.run if claim.until is not None]
        if not ends:
            return None
        end = max(ends, key=lambda date: date.last)
        goes_on = any(c.until is None and c.date.first > end.last for c in self.run)
        return None if goes_on else end


class Spell(NamedTuple):
    """A tie from the first day on which it stood to the last."""

    #: As it stood on the last day.
    tie: Tie
    first: dt.date
    #: None where it stands on the day asked about.
    last: dt.date | None
    #: How it ended, where it did.
    end: End | None
    #: The days on which it is certain, and those on which it is possible.
    parts: tuple[tuple[Period, Certainty], ...]

    @property
    def period(self) -> Period:
        """Its days; open where its begin is not known, or where it stands."""
        return Period(None if self.first == dt.date.min else self.first, self.last)


class Segment(NamedTuple):
    """Consecutive days on which the same stands on a side, as certain."""

    first: int
    last: int
    standing: Standing

    @property
    def certainty(self) -> Certainty:
        """Whether it is certain."""
        return self.standing.certainty

    def goes_on(self, following: Segment) -> bool:
        """Tell whether the next segment is of the same spell."""
        one, other = self.standing, following.standing
        if self.last + 1 != following.first or one.run.relation is not other.run.relation:
            return False
        return one.run is other.run or bool({*one.claims} & {*other.claims})


class PairSpells:
    """What stood when between two factions."""

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        #: The segments of each spell of a side, in order of days.
        self._groups: dict[int, list[list[Segment]]] = {}
        #: The spells that are over, by their side and place.
        self._over: dict[tuple[int, int], Spell] = {}

    def tie(self, side: int, day: int) -> Tie | None:
        """Return the tie of a side on a day."""
        return self._tie_on(side, day, self.readings.carriers(day))

    def ties(self, day: int) -> Iterator[Tie]:
        """Yield the ties of both sides on a day."""
        carriers = self.readings.carriers(day)
        for side in (0, 1):
            if (tie := self._tie_on(side, day, carriers)) is not None:
                yield tie

    def spells(
        self,
        side: int,
        until: int,
        counts: Callable[[str, Relation, str], bool] | None = None,
    ) -> Sequence[Spell]:
        """Return the spells of a side up to a day, or those of the relations that count."""
        faction, to = self._parties(side)
        spells: list[Spell] = []
        for place, segments in enumerate(self._grouped(side)):
            if segments[0].first > until:
                break
            if counts and not counts(faction, segments[0].standing.run.relation, to):
                continue
            if segments[-1].last >= until:
                begun = [segment for segment in segments if segment.first <= until]
                spells.append(self._spell(side, begun, until))
                break
            spells.append(self._spell_over(side, place))
        return spells

    def last_over(
        self, side: int, day: int, relation: Relation | None = None
    ) -> Spell | None:
        """Return the last spell of a side, or of its relation, that is over by a day."""
        groups = self._grouped(side)
        for place in range(len(groups) - 1, -1, -1):
            last = groups[place][-1]
            if last.last < day and relation in {None, last.standing.run.relation}:
                return self._spell_over(side, place)
        return None

    def segments(self, side: int) -> Iterator[Segment]:
        """Yield what stood on a side from which day to which, in order of days."""
        return chain.from_iterable(self._grouped(side))

    def growing(self, side: int, segment: Segment) -> Iterator[tuple[int, int, Tie]]:
        """Yield the days of a segment, parted where a claim joins its tie."""
        first, last, standing = segment
        if not self.readings.settled:  # there a segment ends where a claim joins
            yield first, last, self._tie(side, standing, standing.claims)
            return
        claims = standing.run.by(last)
        begins = [member.begin for member in standing.run.members[: len(claims)]]
        joining = sorted({day for day in begins if first < day <= last})
        for start, following in pairwise([first, *joining, last + 1]):
            begun = claims[: bisect_right(begins, start)]
            yield start, following - 1, self._tie(side, standing, begun)

    def end(self, side: int, run: Sequence[Claim], day: int) -> End | None:
        """Return how a tie of before had ended by a day; None where that is unclear."""
        course, latest = self.readings.course(day), run[-1]
        for other in reversed(course.runs[side]):
            if any(member.claim is latest for member in other.members):
                return _end(other, course, side, day)
        return None

    def _grouped(self, side: int) -> list[list[Segment]]:
        """Return the segments of each spell of a side, worked out once."""
        if side not in self._groups:
            self._groups[side] = list(_grouped(self._segments(side)))
        return self._groups[side]

    def _segments(self, side: int) -> Iterator[Segment]:
        """Yield what stood on a side from which day to which, where it is the same."""
        readings = self.readings
        if not readings.settled:
            yield from self._by_turns(side, 0, OPEN)
            return
        for first, last, run in readings.whole.stays[side]:
            if run.contested and (
                any(contested.ends(run)) or any(contested.beginnings(run))
            ):
                yield from self._by_turns(side, first, last)
            else:
                yield Segment(first, last, Standing(run, run.by(last), True))

    def _by_turns(self, side: int, first: int, last: int) -> Iterator[Segment]:
        turns = [day for day in self.readings.turns if first < day <= last]
        for start, following in pairwise([first, *turns, last + 1]):
            standing = self.readings.standing(side, start)
            if standing is not None:
                yield Segment(start, following - 1, standing)

    def _tie_on(self, side: int, day: int, carriers: Carriers | None) -> Tie | None:
        if carriers is None:
            standing = self.readings.standing(side, day)
            return None if standing is None else self._tie(side, standing, standing.claims)
        if not (run := carriers[side]):
            return None
        faction, to = self._parties(side)
        return Tie(faction, to, run[0].relation, (*run,), Certainty.CERTAIN)

    def _tie(self, side: int, standing: Standing, run: tuple[Claim, ...]) -> Tie:
        faction, to = self._parties(side)
        return Tie(faction, to, standing.run.relation, run, standing.certainty)

    def _parties(self, side: int) -> Pair:
        return self.readings.pair if side == 0 else self.readings.pair[::-1]

    def _spell_over(self, side: int, place: int) -> Spell:
        """Return a spell that is over, worked out once."""
        if (side, place) not in self._over:
            segments = self._grouped(side)[place]
            self._over[side, place] = self._spell(side, segments, segments[-1].last + 1)
        return self._over[side, place]

    def _spell(self, side: int, segments: list[Segment], until: int) -> Spell:
        _, last, standing = segments[-1]
        stands = last >= until
        run = standing.run.by(until) if stands else standing.claims
        begin, last_day = _day(segments[0].first), None if stands else _day(last)
        end = None
        if not stands and self.readings.settled:
            end = _end(standing.run, self.readings.whole, side, last + 1)
        elif not stands:
            end = self.end(side, run, last + 1)
        return Spell(
            tie=self._tie(side, standing, run),
            first=begin,
            last=last_day,
            end=end,
            parts=tuple(_parts(segments, until))
            if len(segments) > 1
            else ((Period(begin, last_day), standing.certainty),),
        )


def _grouped(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Yield the segments of each spell."""
    current: list[Segment] = []
    for segment in segments:
        if current and not current[-1].goes_on(segment):
            yield current
            current = []
        current.append(segment)
    if current:
        yield current


def _end(run: Run, course: Course, side: int, day: int) -> End | None:
    """Return how a run had ended by a day, or what lies over it."""
    if run.end < day:
        return run.how_it_ended()
    over = course.standing(side, day)
    if over is None or over is run:
        return None
    claim = over.by(day)[-1]
    return End(claim, claim.date, Cause.OVERLAID)


def _parts(segments: Iterable[Segment], until: int) -> Iterator[tuple[Period, Certainty]]:
    """Yield the days of segments up to a day, those of one certainty in a row as one."""
    for certainty, alike in groupby(segments, attrgetter("certainty")):
        days = [day for segment in alike for day in (segment.first, segment.last)]
        end = None if days[-1] >= until else _day(days[-1])
        yield Period(_day(days[0]), end), certainty


def _day(ordinal: int) -> dt.date:
    if 0 < ordinal <= _LAST_DAY:
        return dt.date.fromordinal(ordinal)
    return dt.date.max if ordinal > 0 else dt.date.min
