"""Spells: which tie stood from when to when, for each pair, by the claims that count.

The word is that of event-history analysis and of GEXF. The ties of a pair follow from the
claims about that pair alone, and are computed once for all days: every question looks
them up here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from weakref import WeakKeyDictionary

from libya_tracker.analysis import contested
from libya_tracker.analysis.course import OPEN, End, Run
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


class PairSpells:
    """What stood when between two factions."""

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        self._segments: dict[int, list[tuple[int, int, Standing]]] = {}

    def tie(self, side: int, day: int) -> Tie | None:
        """Return the tie of a side on a day."""
        standing = self.readings.standing(side, day)
        return None if standing is None else self._tie(side, standing)

    def spells(self, side: int, until: int) -> Iterator[Spell]:
        """Yield the spells of a side up to a day."""
        current: list[tuple[int, int, Standing]] = []
        for segment in self.segments(side):
            if segment[0] > until:
                break
            if current and not _goes_on(current[-1], segment):
                yield self._spell(side, current, until)
                current = []
            current.append(segment)
        if current:
            yield self._spell(side, current, until)

    def end(self, side: int, run: Sequence[Claim], day: int) -> End | None:
        """Return how a tie of before had ended by a day; None where that is unclear."""
        course = self.readings.course(day)
        latest = run[-1]
        for known in reversed(course.runs[side]):
            if all(member.claim is not latest for member in known.members):
                continue
            if known.end < day:
                return known.how_it_ended()
            over = course.standing(side, day)
            if over is None or over is known:
                return None
            claim = over.by(day)[-1]
            return End(claim, claim.date, Cause.OVERLAID)
        return None

    def segments(self, side: int) -> list[tuple[int, int, Standing]]:
        """Return what stood on a side from which day to which, where it is the same."""
        if side not in self._segments:
            self._segments[side] = list(self._parts(side))
        return self._segments[side]

    def _parts(self, side: int) -> Iterator[tuple[int, int, Standing]]:
        readings = self.readings
        if readings.settled:
            for first, last, run in readings.whole.stays[side]:
                if not run.contested or not _disputed(run):
                    yield first, last, Standing(run, run.by(last), True)
                else:
                    yield from self._by_turns(side, first, last)
        else:
            yield from self._by_turns(side, 0, OPEN)

    def _by_turns(
        self, side: int, first: int, last: int
    ) -> Iterator[tuple[int, int, Standing]]:
        turns = [day for day in self.readings.turns if first < day <= last]
        for start, following in pairwise([first, *turns, last + 1]):
            standing = self.readings.standing(side, start)
            if standing is not None:
                yield start, following - 1, standing

    def _tie(self, side: int, standing: Standing) -> Tie:
        faction, to = self.readings.pair if side == 0 else self.readings.pair[::-1]
        certainty = Certainty.CERTAIN if standing.certain else Certainty.POSSIBLE
        relation = standing.run.relation
        return Tie(faction, to, relation, standing.claims, certainty)

    def _spell(
        self, side: int, segments: list[tuple[int, int, Standing]], until: int
    ) -> Spell:
        last_day = segments[-1][1]
        stands = last_day >= until
        standing = segments[-1][2]
        if standing.claims and stands:
            standing = replace(standing, claims=standing.run.by(until))
        parts = [
            (Period(_day(first), None if last >= until else _day(last)), _certainty(part))
            for first, last, part in segments
        ]
        return Spell(
            tie=self._tie(side, standing),
            first=_day(segments[0][0]),
            last=None if stands else _day(last_day),
            end=None if stands else self.end(side, standing.claims, last_day + 1),
            parts=tuple(_joined(parts)),
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

    def between(self, pair: Pair, until: dt.date) -> list[Spell]:
        """Return the spells of one faction's ties toward another, up to a day."""
        spells, side = self.of(pair) or (None, 0)
        return [] if spells is None else [*spells.spells(side, until.toordinal())]


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


def _goes_on(one: tuple[int, int, Standing], other: tuple[int, int, Standing]) -> bool:
    """Tell whether two segments are of one spell."""
    a, b = one[2], other[2]
    if one[1] + 1 != other[0] or a.run.relation is not b.run.relation:
        return False
    return a.run is b.run or not {c.id for c in a.claims}.isdisjoint(c.id for c in b.claims)


def _disputed(run: Run) -> bool:
    return any(contested.ends(run)) or any(contested.beginnings(run))


def _certainty(standing: Standing) -> Certainty:
    return Certainty.CERTAIN if standing.certain else Certainty.POSSIBLE


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
    return dt.date.fromordinal(max(1, min(ordinal, dt.date.max.toordinal())))
