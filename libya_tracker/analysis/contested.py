"""Where sources disagree on when one tie began or ended, so that it is only possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from libya_tracker.analysis.runs import Member, Run
from libya_tracker.model.records import Claim


def on(run: Run, day: int) -> bool:
    """Tell whether claims of a run disagree on whether it stood on a day."""
    if not run.contested:
        return False
    for one, other in ends(run):
        first, last = sorted((one.end, other.end))
        if first < day <= last and not _covered(run, day, (one, other)):
            return True
    return any(
        min(one.begin, other.begin) <= day < max(one.begin, other.begin)
        for one, other in beginnings(run)
    )


def begins_later(run: Run, day: int, later: Sequence[Run]) -> bool:
    """Tell whether a claim of a later day says that a tie of a day began only then.

    ``later`` are the runs of its side by all claims of the pair, those of later days too.
    """
    began = [m.claim for m in run.members if m.claim.begins and m.begin <= day]
    return any(
        day < claim.date.first.toordinal() and not claim.date.may_equal(own.date)
        for own in began
        for claim in _continued(run, later)
        if claim.begins
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


def _continued(run: Run, later: Sequence[Run]) -> Iterator[Claim]:
    """Yield the claims of a run as it went on."""
    first = run.members[0].claim
    for other in later:
        claims = [member.claim for member in other.members]
        if any(claim is first for claim in claims):
            yield from claims
