"""Where sources disagree on when one tie began or ended, so that it is only possible."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from libya_tracker.analysis.course import Course
from libya_tracker.analysis.runs import Member, Run


def on(run: Run, side: int, day: int, whole: Course) -> bool:
    """Tell whether claims of a run disagree on whether it stood on a day.

    ``whole`` is the course of all claims of the pair, those of later days too: a source
    may say that the tie began later only.
    """
    if not run.contested:
        return False
    for one, other in ends(run):
        first, last = sorted((one.end, other.end))
        if first < day <= last and not _covered(run, day, (one, other)):
            return True
    later = _continued(run, side, whole)
    return any(
        min(one.begin, other.begin) <= day < max(one.begin, other.begin)
        for one, other in beginnings(later)
    )


def ends(run: Run) -> Iterator[tuple[Member, Member]]:
    """Yield the claims of one date that give a run two ends."""
    for one, other in combinations((m for m in run.members if m.bounded), 2):
        a, b = one.claim, other.claim
        same_date = (a.date.first, a.date.last) == (b.date.first, b.date.last)
        if same_date and a.until and b.until and not a.until.may_equal(b.until):
            yield one, other


def beginnings(run: Run) -> Iterator[tuple[Member, Member]]:
    """Yield the claims that give a run two beginnings."""
    for one, other in combinations((m for m in run.members if m.claim.begins), 2):
        if not one.claim.date.may_equal(other.claim.date):
            yield one, other


def _covered(run: Run, day: int, but: tuple[Member, Member]) -> bool:
    return any(
        member.bounded and member not in but and member.begin <= day <= member.end
        for member in run.members
    )


def _continued(run: Run, side: int, whole: Course) -> Run:
    """Return a run as all claims of the pair make it."""
    first = run.members[0].claim
    for other in whole.runs[side]:
        if any(member.claim is first for member in other.members):
            return other
    return run
