"""Spells: which tie stood from when to when, for each pair, by the claims that count.

The word is that of event-history analysis and of GEXF. The ties of a pair follow from the
claims about that pair alone, and are computed once for all days: every question looks
them up here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple
from weakref import WeakKeyDictionary

from libya_tracker.analysis import contested
from libya_tracker.analysis.course import OPEN, Course, End, Run
from libya_tracker.analysis.readings import Pair, Readings, Standing
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens, Period
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Cause, Certainty, Relation


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Spell:
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
        #: By side and by the day up to which they are asked for.
        self._spells: dict[tuple[int, int], list[Spell]] = {}

    def tie(self, side: int, day: int) -> Tie | None:
        """Return the tie of a side on a day."""
        standing = self.readings.standing(side, day)
        return None if standing is None else self._tie(side, standing, standing.claims)

    def spells(self, side: int, until: int) -> Sequence[Spell]:
        """Return the spells of a side up to a day."""
        key = side, until
        if key not in self._spells:
            self._spells[key] = list(self._up_to(side, until))
        return self._spells[key]

    def end(self, side: int, run: Sequence[Claim], day: int) -> End | None:
        """Return how a tie of before had ended by a day; None where that is unclear."""
        course, latest = self.readings.course(day), run[-1]
        for other in reversed(course.runs[side]):
            if any(member.claim is latest for member in other.members):
                return _end(other, course, side, day)
        return None

    def _up_to(self, side: int, until: int) -> Iterator[Spell]:
        current: list[Segment] = []
        for segment in self._segments(side):
            if segment.first > until:
                break
            if current and not current[-1].goes_on(segment):
                yield self._spell(side, current, until)
                current = []
            current.append(segment)
        if current:
            yield self._spell(side, current, until)

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

    def _tie(self, side: int, standing: Standing, run: tuple[Claim, ...]) -> Tie:
        faction, to = self.readings.pair if side == 0 else self.readings.pair[::-1]
        return Tie(faction, to, standing.run.relation, run, standing.certainty)

    def _spell(self, side: int, segments: list[Segment], until: int) -> Spell:
        _, last, standing = segments[-1]
        stands = last >= until
        run = standing.run.by(until) if stands else standing.claims
        parts = [
            (Period(_day(s.first), None if s.last >= until else _day(s.last)), s.certainty)
            for s in segments
        ]
        end = None
        if not stands and self.readings.settled:
            end = _end(standing.run, self.readings.whole, side, last + 1)
        elif not stands:
            end = self.end(side, run, last + 1)
        return Spell(
            tie=self._tie(side, standing, run),
            first=_day(segments[0].first),
            last=None if stands else _day(last),
            end=end,
            parts=tuple(parts if len(parts) == 1 else _joined(parts)),
        )


class Spells:
    """The spells of every pair, by the claims that count for what is known and asked."""

    def __init__(self, perspective: Perspective) -> None:
        factions, persist = perspective.registry.factions, perspective.lens.persist
        dissolved = {f.id: f.dissolved for f in factions.values() if f.dissolved}
        #: The spells by the two factions, whose ids are in the order of the alphabet.
        self.pairs: dict[Pair, PairSpells] = {}
        for pair, claims in _by_pair(perspective.on(dt.date.max).effective()).items():
            own = {name: dissolved[name] for name in pair if name in dissolved}
            self.pairs[pair] = PairSpells(Readings(pair, claims, own, persist))

    def of(self, pair: Pair) -> tuple[PairSpells, int] | None:
        """Return the spells of two factions, and which side the first of them is."""
        key = pair if pair[0] < pair[1] else pair[::-1]
        spells = self.pairs.get(key)
        return None if spells is None else (spells, int(pair != key))

    def tie(self, pair: Pair, day: dt.date) -> Tie | None:
        """Return the tie of one faction toward another on a day."""
        spells, side = self.of(pair) or (None, 0)
        return None if spells is None else spells.tie(side, day.toordinal())

    def ties(self, day: dt.date) -> dict[Pair, Tie]:
        """Return the ties of a day."""
        ordinal = day.toordinal()
        ties = (
            tie
            for spells in self.pairs.values()
            for side in (0, 1)
            if (tie := spells.tie(side, ordinal)) is not None
        )
        return {(tie.faction, tie.to): tie for tie in ties}

    def between(self, pair: Pair, until: dt.date) -> Sequence[Spell]:
        """Return the spells of one faction's ties toward another, up to a day."""
        spells, side = self.of(pair) or (None, 0)
        return () if spells is None else spells.spells(side, until.toordinal())


_LAST_DAY = dt.date.max.toordinal()

#: The spells by what they hang on, for as long as the claims are in use.
_TABLES: WeakKeyDictionary[ClaimIndex, dict[tuple[dt.date, str | None, Lens], Spells]] = (
    WeakKeyDictionary()
)


def spells_at(perspective: Perspective) -> Spells:
    """Return the spells for what is known at a point, of any day."""
    tables = _TABLES.setdefault(perspective.index, {})
    key = perspective.point.known, perspective.point.scenario, perspective.lens
    if key not in tables:
        tables[key] = Spells(perspective)
    return tables[key]


def spells(perspective: Perspective) -> list[Spell]:
    """Return every spell of every tie up to a point's day, in order of days.

    A tie that was ended and begins again is another spell, even on the following day.
    """
    order, day = perspective.registry.order, perspective.day.toordinal()
    return sorted(
        (
            spell
            for pair in spells_at(perspective).pairs.values()
            for side in (0, 1)
            for spell in pair.spells(side, day)
        ),
        key=lambda s: (s.first, order[s.tie.faction], order[s.tie.to]),
    )


def contested_runs(perspective: Perspective) -> Iterator[Run]:
    """Yield the runs whose claims may disagree on when the tie began or ended."""
    day = perspective.day.toordinal()
    for pair in spells_at(perspective).pairs.values():
        course = pair.readings.course(day)
        for run in (*course.runs[0], *course.runs[1]):
            if run.contested and run.begin <= day:
                yield run


def _by_pair(claims: Sequence[Claim]) -> dict[Pair, list[Claim]]:
    """Return the claims that make or end ties, in order, by the two factions."""
    pairs: defaultdict[Pair, list[Claim]] = defaultdict(list)
    for claim in claims:
        faction, to, other = claim.faction, claim.to, claim.ends_tie_with
        if not claim.relation.lineage:
            pairs[(faction, to) if faction < to else (to, faction)].append(claim)
        if other is not None and (other != to or claim.relation.lineage):
            pairs[(faction, other) if faction < other else (other, faction)].append(claim)
    return pairs


def _end(run: Run, course: Course, side: int, day: int) -> End | None:
    """Return how a run had ended by a day, or what lies over it."""
    if run.end < day:
        return run.how_it_ended()
    over = course.standing(side, day)
    if over is None or over is run:
        return None
    claim = over.by(day)[-1]
    return End(claim, claim.date, Cause.OVERLAID)


def _joined(
    parts: Sequence[tuple[Period, Certainty]],
) -> Iterator[tuple[Period, Certainty]]:
    """Yield periods of one certainty that follow each other as one."""
    current: tuple[Period, Certainty] | None = None
    for period, certainty in parts:
        if current is not None and current[1] is certainty:
            current = Period(current[0].since, period.until), certainty
            continue
        if current is not None:
            yield current
        current = period, certainty
    if current is not None:
        yield current


def _day(ordinal: int) -> dt.date:
    if 0 < ordinal <= _LAST_DAY:
        return dt.date.fromordinal(ordinal)
    return dt.date.max if ordinal > 0 else dt.date.min
