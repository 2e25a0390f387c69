"""Tie steps: what is answered of one side of a pair on each day, from its spells."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from libya_tracker.analysis.evidence import Affirmations, Evidence, last_day_cited
from libya_tracker.analysis.pair_spells import PairSpells, Segment
from libya_tracker.analysis.state import State
from libya_tracker.analysis.status import row_of
from libya_tracker.analysis.versions import Step, TieAnswer
from libya_tracker.model.dates import next_day
from libya_tracker.model.query import Period
from libya_tracker.model.records import Claim, Pair

_FIRST = dt.date.min.toordinal()


def tie_steps(now: State, pair: Pair) -> Iterator[Step[TieAnswer | None]]:
    """Yield what ``status`` answers of a tie on each day up to that of a state.

    A step may answer the same as that before it.
    """
    spells, side = now.spells.of(pair) or (None, 0)
    if spells is None:
        return
    following, until = _FIRST, now.point.day.toordinal()
    for segment in spells.segments(side):
        first, last = max(segment.first, _FIRST), min(segment.last, until)
        if first > last:
            continue
        if first > following:
            yield Step(dt.date.fromordinal(following), None)
        following = last + 1
        for day, answer in _answers(
            now, spells, side, segment._replace(first=first, last=last)
        ):
            yield Step(dt.date.fromordinal(day), answer)
    if following <= until:
        yield Step(dt.date.fromordinal(following), None)


def _answers(
    now: State, spells: PairSpells, side: int, segment: Segment
) -> Iterator[tuple[int, TieAnswer]]:
    """Yield the answers of the days of a segment, each with its first day."""
    cited = sorted({*_turns_of_citations(segment.standing.claims)})
    evidence = Evidence(now.perspective)
    affirmed = Affirmations(now.perspective.index.known_since)
    known = 0
    for first, last, tie in spells.growing(side, segment):
        for claim in tie.run[known:]:
            evidence.add(claim)
            affirmed.add(claim)
        known = len(tie.run)
        disputes = now.disputes(tie, affirmed)
        turns = {
            *cited[bisect_right(cited, first) : bisect_right(cited, last)],
            *(day for day in _turns_of_denials(disputes) if first < day <= last),
        }
        for start, following in pairwise([first, *sorted(turns), last + 1]):
            day = dt.date.fromordinal(following - 1)
            denials = [denial for denial, period in disputes if day in period]
            row = row_of(now.on(day), tie, (evidence, denials))
            yield start, TieAnswer(row, min(day, evidence.last_cited(day).day))


def _turns_of_citations(claims: Collection[Claim]) -> Iterator[int]:
    """Yield the days on which another of some claims can be the last to cite their tie.

    Where none cites it on more than one day, that is always the same one.
    """
    if not any(claim.until for claim in claims):
        return
    for claim in claims:
        day = last_day_cited(claim).toordinal()
        yield from (day + 1,) if claim.until is not None else (day, day + 1)


def _turns_of_denials(disputes: Iterable[tuple[Claim, Period]]) -> Iterator[int]:
    """Yield the days on which denials begin and end."""
    for _, period in disputes:
        for day in (period.since, period.until and next_day(period.until)):
            if day is not None:
                yield day.toordinal()
