"""Tie steps: what is answered of one side of a pair on each day, from its spells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from itertools import pairwise

from libya_tracker.analysis.pair_spells import PairSpells, Segment, Tie
from libya_tracker.analysis.state import State
from libya_tracker.analysis.status import status_row
from libya_tracker.analysis.versions import Step, TieAnswer
from libya_tracker.model.dates import next_day
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
    cited = sorted(_turns_of_citations(segment.standing.claims))
    for first, last, tie in spells.growing(side, segment):
        turns = {
            day for day in (*cited, *_turns_of_denials(now, tie)) if first < day <= last
        }
        for start, following in pairwise([first, *sorted(turns), last + 1]):
            yield start, _answer(now.on(dt.date.fromordinal(following - 1)), tie)


def _answer(evening: State, tie: Tie) -> TieAnswer:
    cited = evening.point.day - dt.timedelta(days=evening.age(tie))
    return TieAnswer(status_row(evening, tie, aged=False), cited)


def _turns_of_citations(claims: Collection[Claim]) -> Iterator[int]:
    """Yield the days on which another of some claims can be the last to cite their tie.

    Where none cites it on more than one day, that is always the same one.
    """
    if not any(claim.until for claim in claims):
        return
    for claim in claims:
        if claim.until is not None:
            yield max(claim.date.first, claim.until.first).toordinal() + 1
        else:
            cited = claim.date.last if claim.date.open_start else claim.date.first
            yield from (cited.toordinal(), cited.toordinal() + 1)


def _turns_of_denials(now: State, tie: Tie) -> Iterator[int]:
    """Yield the days on which the denials of a tie begin and end."""
    for _, period in now.disputes(tie):
        for day in (period.since, period.until and next_day(period.until)):
            if day is not None:
                yield day.toordinal()
