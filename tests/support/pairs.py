"""Claims about one pair with days that are numbers, for the program and for the oracle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from math import prod

from hypothesis import assume
from hypothesis import strategies as st

from libya_tracker.analysis.readings import Readings
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.query import Persistence
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Relation, Status
from tests.support import oracle
from tests.support.oracle import Answer, Statement
from tests.support.registries import HERE

#: The day that is 0.
BASE = dt.date(2017, 1, 1).toordinal()
#: How many days the dates of a pair lie in, and the last day that is asked about.
WIDTH = 14
LAST = WIDTH + 10
#: The most readings that the oracle tries: it is slow.
MOST = 1_500

_RELATIONS = ("aligned", "member", "allied", "truce", "neutral", "opposed", "fighting")


@st.composite
def ranges(draw: st.DrawFn, first: int = 0, last: int = WIDTH) -> tuple[int, int]:
    day = draw(st.integers(first, last))
    return day, day + draw(st.sampled_from((0, 0, 0, 1, 2, 4, 7)))


@st.composite
def statements(draw: st.DrawFn, name: int, width: int = WIDTH) -> Statement:
    """A statement of either side, with dates that may leave days open."""
    relation = draw(st.sampled_from((*_RELATIONS, "none")))
    date = draw(ranges(0, width))
    leaves = draw(st.integers(0, 6)) == 0
    until = None
    if relation != "none":
        until = draw(st.none() | ranges(date[0], date[0] + width))
        until = until and (until[0], max(until[1], date[0]))
    open_start = until is None and draw(st.integers(0, 6)) == 0
    if open_start:
        date = (-3, date[1])
    side, status = draw(st.integers(0, 1)), draw(st.sampled_from(oracle.RANKS))
    begins = relation != "none" and draw(st.integers(0, 2)) == 0
    return Statement(name, side, relation, date, until, status, open_start, begins, leaves)


@st.composite
def pairs(draw: st.DrawFn, most: int = 4, width: int = WIDTH) -> list[Statement]:
    """Statements about one pair, in the order of a file, not too many to try all."""
    count = draw(st.integers(1, most))
    result = [draw(statements(name, width)) for name in range(count)]
    assume(readings_of(result) <= MOST)
    return result


def readings_of(claims: Iterable[Statement]) -> int:
    """Return how many readings claims have at most."""
    ranges = [r for claim in claims for r in (claim.date, claim.until) if r is not None]
    return prod(last - first + 1 for first, last in ranges)


def readings(
    claims: Sequence[Statement],
    base: int = BASE,
    dissolved: tuple[int, int] | None = None,
    persist: Persistence = None,
) -> Readings:
    """Return the readings of statements as the program has them."""
    ordered = [claim_of(claim, base) for claim in claims]
    ordered.sort(key=lambda claim: (claim.date.first, claim.place))
    ends = {"b": _date(dissolved, base)} if dissolved else {}
    return Readings(("a", "b"), ordered, ends, persist)


def answers(claims: Sequence[Statement], day: int, base: int = BASE) -> list[Answer | None]:
    """Return what the program says of either side on a day."""
    return [answer(readings(claims, base), side, base + day) for side in (0, 1)]


def answer(table: Readings, side: int, day: int) -> Answer | None:
    """Return what stands on a side, as the oracle puts it."""
    standing = table.standing(side, day)
    if standing is None:
        return None
    return Answer(str(standing.run.relation), standing.certain, int(standing.claims[0].id))


def claim_of(statement: Statement, base: int = BASE) -> Claim:
    """Return a statement as a claim."""
    faction, other = ("a", "b") if statement.side == 0 else ("b", "a")
    return Claim(
        id=str(statement.name),
        where=HERE,
        place=statement.name,
        faction=faction,
        relation=Relation(statement.relation),
        to="c" if statement.leaves else other,
        ends_tie_with=other if statement.leaves else None,
        date=_date(statement.date, base, open_start=statement.open_start),
        until=_date(statement.until, base) if statement.until else None,
        status=Status(statement.status),
        begins=statement.begins,
    )


def _date(days: tuple[int, int], base: int, *, open_start: bool = False) -> FuzzyDate:
    first, last = (dt.date.fromordinal(base + day) for day in days)
    if open_start:
        return FuzzyDate(f"..{last}", dt.date.min, last)
    return FuzzyDate(f"{first}" if first == last else f"{first}..{last}", first, last)
