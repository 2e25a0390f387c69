"""Runs: the claims of one relation that make one tie, in one reading of their dates.

Days are proleptic Gregorian ordinals, as ``datetime.date.toordinal`` has them, so that the
day before and the day after always exist.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable
from dataclasses import dataclass
from operator import attrgetter

from libya_tracker.model.dates import FuzzyDate, days_after
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Cause, Relation
from libya_tracker.named_tuples import NamedTuple

#: The last day of what has no end.
OPEN = 10_000_000


class Event(NamedTuple):
    """A claim about a pair on the days that a reading gives it."""

    claim: Claim
    day: int
    #: The last day of which it speaks.
    until: int | None
    #: 0 where the claim is of the first of the pair, 1 where it is of the second.
    side: int
    #: Whether it ends what stands, by ``none`` or ``from``, instead of making a tie.
    ends: bool


def citation(claim: Claim, day: int) -> int:
    """Return the day for which a claim vouches that begins on a day.

    One "by" a day vouches for that day, whenever the tie began.
    """
    return claim.date.last.toordinal() if claim.date.open_start else day


class Dissolution(NamedTuple):
    """The last day of one of the two factions."""

    faction: str
    date: FuzzyDate
    day: int


class End(NamedTuple):
    """How a tie ended, and when."""

    #: The claim that ended it; where none did, the last one that carried it.
    claim: Claim
    date: FuzzyDate
    cause: Cause
    #: The faction with which it ended.
    dissolved: str | None = None


@dataclass(slots=True, eq=False)
class Member:
    """A claim in a run, with the days on which it stands."""

    claim: Claim
    begin: int
    end: int
    #: Whether it says itself until when it stands.
    bounded: bool
    #: Its place among all events of the reading.
    order: int
    #: The last day on which it would stand if the run had no known end.
    limit: int = OPEN


_BEGIN = attrgetter("begin")


@dataclass(slots=True, eq=False)
class Run:
    """Claims of one relation that overlap or touch: one tie of one side of the pair."""

    relation: Relation
    members: list[Member]
    #: The last day on which it stands.
    end: int
    #: The latest ``until`` in it.
    known_end: int = 0
    #: What ended it, if it did not run out.
    ending: End | None = None
    #: Whether sources may disagree on when it began or ended.
    contested: bool = False

    @classmethod
    def of(cls, event: Event, order: int, expiry: int) -> Run:
        """Return the run that begins with a claim."""
        claim, until = event.claim, event.until
        bounded = until is not None
        end = until if until is not None else expiry
        member = Member(claim, event.day, end, bounded, order, end)
        known_end = end if bounded else 0
        return cls(claim.relation, [member], end, known_end, None, claim.begins or bounded)

    @property
    def begin(self) -> int:
        """The first day on which it stands."""
        return self.members[0].begin

    def copy(self) -> Run:
        """Return the same run, which may go on otherwise."""
        members = [
            Member(m.claim, m.begin, m.end, m.bounded, m.order, m.limit)
            for m in self.members
        ]
        relation, ending = self.relation, self.ending
        return Run(relation, members, self.end, self.known_end, ending, self.contested)

    def signature(self, *, ordered: bool) -> Hashable:
        """Return on what it hangs how the run goes on, and how it is shown."""
        members = tuple(
            (
                *(m.claim.id, m.end, m.limit),
                m.begin if self.contested else 0,
                m.order if ordered else 0,
            )
            for m in self.members
        )
        return self.relation, self.end, self.known_end, members

    def stands(self, day: int) -> bool:
        """Tell whether it stands on a day."""
        return self.members[0].begin <= day <= self.end

    def latest(self, day: int) -> Member | None:
        """Return the member that began last among those that stand on a day."""
        members = self.members
        for place in range(bisect_right(members, day, key=_BEGIN) - 1, -1, -1):
            if day <= members[place].end:
                return members[place]
        return None

    def by(self, day: int) -> tuple[Claim, ...]:
        """Return the claims that have begun by a day."""
        return tuple([member.claim for member in self.members if member.begin <= day])

    def how_it_ended(self) -> End:
        """Return how it ended, which it has."""
        if self.ending is not None:
            return self.ending
        last = max(self.members, key=lambda m: (m.end, m.bounded, m.order))
        if last.bounded and last.claim.until is not None:
            return End(last.claim, last.claim.until, Cause.RAN_OUT)
        cited = citation(last.claim, last.begin)
        date = days_after(last.claim.date, last.end - cited)
        return End(last.claim, date, Cause.NOT_CITED)

    def add(self, event: Event, order: int, expiry: int) -> None:
        """Add a claim; a known end closes what began by then without an end of its own."""
        claim, day, until = event.claim, event.day, event.until
        if until is None:
            within = day <= self.known_end
            end = min(expiry, self.known_end) if within else expiry
        else:
            end = until
            if until > self.known_end:
                self.known_end = until
                for member in self.members:
                    if not member.bounded:
                        member.end = min(member.limit, until)
        self.contested = self.contested or claim.begins or until is not None
        limit = expiry if until is None else until
        self.members.append(Member(claim, day, end, until is not None, order, limit))
        # With a known end, no claim that began before the last of it stands beyond that.
        self.end = max(self.end, end) if until is None else self.known_end

    def cut(self, day: int, end: End) -> None:
        """End it on the day before a day."""
        self.ending = end
        self.end = last = min(self.end, day - 1)
        for member in self.members:
            member.end = min(member.end, last)
