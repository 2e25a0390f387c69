"""The course of a pair in one reading: which ties stood when, with every day settled.

The rules are those of exact dates (docs/semantics.md). Days are ordinals, as in ``runs``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Hashable, Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from operator import attrgetter, itemgetter

from libya_tracker.analysis.runs import OPEN, Dissolution, End, Event, Run, citation
from libya_tracker.model.vocabulary import Cause, Relation, Sign

#: The first and the last day on which a run is the tie of its side, and the run.
Stay = tuple[int, int, Run]

#: How little sense a reading makes: its idle claims, then those that overrule surer ones.
Cost = tuple[int, int]


class Course:
    """What stood between the two factions of a pair, in one reading of its dates.

    ``expiry`` is for how many days a claim without an end stands; None: until it is ended.
    """

    def __init__(
        self,
        events: Iterable[Event] = (),
        dissolutions: Iterable[Dissolution] = (),
        expiry: int | None = None,
    ) -> None:
        #: The runs of each side, in the order in which they began.
        self.runs: tuple[list[Run], list[Run]] = ([], [])
        #: The claims of which the reading makes no sense: they end nothing, or do not hold.
        self.idle: set[str] = set()
        #: The claims that replace a surer one of another sign.
        self.overruling: set[str] = set()
        self._expiry = expiry
        self._current: tuple[list[Run], list[Run]] = ([], [])
        self._closed: Dissolution | None = None
        self._count = 0
        if events or dissolutions:
            self.play(events, dissolutions)

    def play(
        self, events: Iterable[Event], dissolutions: Iterable[Dissolution] = ()
    ) -> None:
        """Take in later claims, in the order of their days, and the ends of factions."""
        ends = [] if self._closed else sorted(dissolutions, key=attrgetter("day"))[:1]
        order = self._count
        for order, event in enumerate(events, self._count):
            while ends and ends[0].day < event.day:
                self._dissolve(ends.pop())
            if event.ends:
                self._end_all(event)
            else:
                self._lay(event.side, event, order)
                if event.claim.relation.two_way:
                    self._lay(1 - event.side, event, order)
                elif self._current[1 - event.side]:
                    self._turn_on(1 - event.side, event)
        self._count = order + 1
        for dissolution in ends:
            self._dissolve(dissolution)

    def continued(self, day: int) -> Course:
        """Return a course that goes on from what stands after a day."""
        course = Course(expiry=self._expiry)
        course._closed, course._count = self._closed, self._count
        for side in (0, 1):
            runs = [run.copy() for run in self._current[side] if run.end > day]
            course.runs[side].extend(runs)
            course._current[side].extend(runs)
        return course

    def signature(self, day: int) -> Hashable:
        """Return on what it hangs how the course goes on after a day."""
        sides = [[run for run in runs if run.end > day] for runs in self._current]
        return (
            self._closed and (self._closed.faction, self._closed.day),
            *(
                tuple(run.signature(ordered=len(runs) > 1) for run in runs)
                for runs in sides
            ),
        )

    @property
    def cost(self) -> Cost:
        """How little sense the reading makes."""
        return len(self.idle), len(self.overruling)

    def standing(self, side: int, day: int) -> Run | None:
        """Return the run of a side that is its tie on a day."""
        stays = self.stays[side]
        place = bisect_right(stays, day, key=itemgetter(0)) - 1
        if place < 0 or day > stays[place][1]:
            return None
        return stays[place][2]

    def ended_before(self, side: int, day: int) -> End | None:
        """Return how a claim had ended the last tie of a side by a day, if one had."""
        last = next((run for run in reversed(self.runs[side]) if run.begin <= day), None)
        if last is None or last.ending is None or last.ending.cause is not Cause.ENDED:
            return None
        return last.ending

    @cached_property
    def stays(self) -> tuple[list[Stay], list[Stay]]:
        """For each side, from when to when which run is its tie, in order of days."""
        return _stays(self.runs[0]), _stays(self.runs[1])

    def check_open_starts(self, events: Iterable[Event]) -> None:
        """Count as idle what has an open start and yet does not hold on its last day."""
        for event in events:
            claim = event.claim
            if claim.date.open_start and not self._holds(
                event, claim.date.last.toordinal()
            ):
                self.idle.add(claim.id)

    def _holds(self, event: Event, day: int) -> bool:
        if event.ends:
            return not any(run.stands(day) for run in self.runs[event.side])
        return any(
            member.claim is event.claim and member.begin <= day <= member.end
            for run in self.runs[event.side]
            for member in run.members
        )

    def keep_cited(self) -> None:
        """End each run with its last citation."""
        for run in (*self.runs[0], *self.runs[1]):
            cited = [
                (m.end if m.bounded else citation(m.claim, m.begin), m.order, m)
                for m in run.members
            ]
            day, _, last = max(cited)
            if day < run.end:
                run.cut(day + 1, End(last.claim, last.claim.date, Cause.NOT_CITED))

    def _turn_on(self, side: int, event: Event) -> None:
        """End the two-way ties of a side on which the other turns."""
        relation = event.claim.relation
        for run in self._at(side, event.day):
            if run.relation.two_way and _ousts(relation, run.relation, event.until):
                self._end(side, run, event, Cause.ENDED)

    def _dissolve(self, dissolution: Dissolution) -> None:
        """End every tie on the day after one of the two was dissolved; none begins then."""
        self._closed = dissolution
        for side, day in ((0, dissolution.day + 1), (1, dissolution.day + 1)):
            for run in self._at(side, day):
                last = run.members[-1].claim
                end = End(last, dissolution.date, Cause.DISSOLVED, dissolution.faction)
                run.cut(day, end)
            self._current[side].clear()

    def _at(self, side: int, day: int) -> list[Run]:
        """Return the runs of a side that stand on a day."""
        return [run for run in self._current[side] if run.end >= day]

    def _lay(self, side: int, event: Event, order: int) -> None:
        """Lay a claim over what stands on a side, or join it to the run of its relation."""
        claim, day, until = event.claim, event.day, event.until
        relation, current = claim.relation, self._current[side]
        own = None
        for run in tuple(current):
            if run.end < day - 1:
                current.remove(run)
            elif run.relation is relation:
                own = run
            elif run.end >= day and (
                until is None or _ousts(relation, run.relation, until)
            ):
                self._end(side, run, event, Cause.REPLACED)
        expiry = OPEN if self._expiry is None else citation(claim, day) + self._expiry
        if own is not None:
            own.add(event, order, expiry)
            return
        run = Run.of(event, order, expiry)
        self.runs[side].append(run)
        if self._closed is None:
            current.append(run)
            return
        closed = self._closed
        end = End(claim, closed.date, Cause.DISSOLVED, closed.faction)
        run.cut(closed.day + 1, end)

    def _end(self, side: int, run: Run, event: Event, cause: Cause) -> None:
        """End a run by a claim that makes another tie."""
        claim = event.claim
        if run.relation.sign is not claim.relation.sign:
            rank = claim.status.rank
            for member in run.members:
                if member.claim.status.rank < rank:
                    self.overruling.add(claim.id)
                    break
        run.cut(event.day, End(claim, claim.date, cause))
        self._current[side].remove(run)

    def _end_all(self, event: Event) -> None:
        """End what stands on a side, a two-way tie on both."""
        side, day = event.side, event.day
        standing = self._at(side, day)
        if not standing:
            self.idle.add(event.claim.id)
            return
        both = {run.relation for run in standing if run.relation.two_way}
        mirrored = [run for run in self._at(1 - side, day) if run.relation in both]
        end = End(event.claim, event.claim.date, Cause.ENDED)
        for place, runs in ((side, standing), (1 - side, mirrored)):
            for run in runs:
                run.cut(day, end)
                self._current[place].remove(run)


def _ousts(relation: Relation, other: Relation, until: int | None) -> bool:
    """Tell whether a claim of one relation ends a tie of another sign.

    One for a time that takes no side, as a truce of three days, lies over it only.
    """
    sign = relation.sign
    return sign is not other.sign and (until is None or sign is not Sign.ZERO)


def _stays(runs: Sequence[Run]) -> list[Stay]:
    """Return from when to when which run is on top."""
    runs = [run for run in runs if run.begin <= run.end]
    if all(run.end < later.begin for run, later in pairwise(runs)):
        return [(run.begin, run.end, run) for run in runs]
    days = {day for run in runs for m in run.members for day in (m.begin, m.end + 1)}
    stays: list[Stay] = []
    coming, standing = deque(sorted(runs, key=attrgetter("begin"))), list[Run]()
    for first, following in pairwise([*sorted(days), OPEN + 1]):
        while coming and coming[0].begin <= first:
            standing.append(coming.popleft())
        standing = [run for run in standing if run.end >= first]
        run = _top(standing, first)
        if run is None:
            continue
        if stays and stays[-1][2] is run and stays[-1][1] == first - 1:
            stays[-1] = stays[-1][0], following - 1, run
        else:
            stays.append((first, following - 1, run))
    return stays


def _top(runs: Sequence[Run], day: int) -> Run | None:
    """Return the run of the claim that began last among those that stand on a day."""
    standing = [(latest.order, run) for run in runs if (latest := run.latest(day))]
    return max(standing, key=itemgetter(0))[1] if standing else None
