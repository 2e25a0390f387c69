"""Where sources disagree on when one tie began or ended, so that it is only possible."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from libya_tracker.analysis.runs import Member, Run
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.records import Claim

#: Claims of a run that begin, or end, on the same date as written.
Group = list[Member]


def on(run: Run, day: int) -> bool:
    """Tell whether claims of a run disagree on whether it stood on a day."""
    if not run.contested:
        return False
    covering = [m for m in run.members if m.bounded and m.begin <= day <= m.end]
    # Of two ends the later one covers the day itself; any other settles it.
    if len(covering) < 2 and any(
        _ends_around(day, one, other, covering) or _ends_around(day, other, one, covering)
        for one, other in ends(run)
    ):
        return True
    return any(
        _begins_around(day, one, other) or _begins_around(day, other, one)
        for one, other in beginnings(run)
    )


def begins_later(run: Run, day: int, later: Sequence[Run]) -> bool:
    """Tell whether a claim of a later day says that a tie of a day began only then.

    ``later`` are the runs of its side by all claims of the pair, those of later days too.
    """
    began = [m.claim.date for m in run.members if m.claim.begins and m.begin <= day]
    if not began:
        return False
    # A date after the day lies after one that had come by then, or may equal it.
    earliest = min(date.last for date in began)
    return any(
        claim.begins and day < claim.date.first.toordinal() and earliest < claim.date.first
        for claim in _continued(run, later)
    )


def ends(run: Run) -> Iterator[tuple[Group, Group]]:
    """Yield the claims of one date that give a run two ends, those of each end together."""
    groups: dict[Hashable, dict[FuzzyDate, list[tuple[int, Member]]]] = {}
    for place, member in enumerate(run.members):
        claim = member.claim
        if member.bounded and claim.until:
            alike = groups.setdefault((claim.date.first, claim.date.last), {})
            alike.setdefault(claim.until, []).append((place, member))
    yield from _apart(groups.values())


def beginnings(run: Run) -> Iterator[tuple[Group, Group]]:
    """Yield the claims that give a run two beginnings, those of each together."""
    groups: dict[FuzzyDate, list[tuple[int, Member]]] = {}
    for place, member in enumerate(run.members):
        if member.claim.begins:
            groups.setdefault(member.claim.date, []).append((place, member))
    yield from _apart([groups])


def _apart(
    tables: Iterable[dict[FuzzyDate, list[tuple[int, Member]]]],
) -> Iterator[tuple[Group, Group]]:
    """Yield any two groups of a table whose dates cannot be the same day.

    They come in the order of their first members.
    """
    pairs = [
        (one, other)
        for groups in tables
        if len(groups) > 1
        for (date, one), (another, other) in combinations(groups.items(), 2)
        if not date.may_equal(another)
    ]
    for one, other in sorted(pairs, key=lambda pair: (pair[0][0][0], pair[1][0][0])):
        yield [member for _, member in one], [member for _, member in other]


def _ends_around(day: int, early: Group, late: Group, covering: Group) -> bool:
    """Tell whether a day lies between the end of one and that of another, uncovered."""
    return any(m.end < day for m in early) and any(
        day <= m.end and all(m is other for other in covering) for m in late
    )


def _begins_around(day: int, early: Group, late: Group) -> bool:
    """Tell whether one has begun by a day, and another begins after it."""
    return any(m.begin <= day for m in early) and any(day < m.begin for m in late)


def _continued(run: Run, later: Sequence[Run]) -> Iterator[Claim]:
    """Yield the claims of a run as it went on."""
    first = run.members[0].claim
    for other in later:
        claims = [member.claim for member in other.members]
        if any(claim is first for claim in claims):
            yield from claims
