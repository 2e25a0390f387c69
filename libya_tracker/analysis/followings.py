"""Followings: from when to when one faction followed another, by which kind of tie.

A spell over which another tie lies for a time, and which stands again after it, is one
following with the part that comes after. A date that leaves days open is a range of days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from libya_tracker.analysis.pair_spells import Spell, Tie
from libya_tracker.analysis.runs import End
from libya_tracker.analysis.spells import spells
from libya_tracker.analysis.state import state
from libya_tracker.model.dates import ONE_DAY, FuzzyDate, between, next_day
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Period
from libya_tracker.model.vocabulary import FOLLOWING, Cause, Certainty, Relation, Status
from libya_tracker.named_tuples import NamedTuple

#: What ends a tie from its own day on; by anything else that day is the last.
_FROM_ITS_DAY_ON = {Cause.ENDED, Cause.REPLACED, Cause.OVERLAID}


class Following(NamedTuple):
    """A tie by which one faction follows another."""

    spells: tuple[Spell, ...]
    status: Status
    #: The first day of the ties to the same side that precede it without a break.
    taken: dt.date
    #: The days that can be its first.
    began: FuzzyDate
    #: The days that can be its last; None where it stands.
    ended: FuzzyDate | None

    @property
    def tie(self) -> Tie:
        """The tie, as it stood last."""
        return self.spells[-1].tie

    @property
    def first(self) -> dt.date:
        """The first day on which it is shown."""
        return self.spells[0].first

    @property
    def last(self) -> dt.date | None:
        """The last day on which it is shown; None where it stands."""
        return self.spells[-1].last

    @property
    def end(self) -> End | None:
        """How it ended, where it did."""
        return self.spells[-1].end

    def most_days(self, until: dt.date) -> int | None:
        """Return on how many days it can have stood; None where nobody says its first."""
        if self.began.first == dt.date.min:
            return None
        last = min(self.ended.last, until) if self.ended else until
        breaks = sum(
            (later.first - next_day(earlier.last)).days
            for earlier, later in zip(self.spells, self.spells[1:], strict=False)
            if earlier.last is not None
        )
        return (last - self.began.first).days + 1 - breaks

    def certain_days(self, until: dt.date) -> int:
        """Return on how many of its days it is certain, as ``status`` has it."""
        return sum(
            ((period.until or until) - (period.since or dt.date.min)).days + 1
            for period in _certain(self.spells)
        )


def followings(
    perspective: Perspective, relations: Collection[Relation] = FOLLOWING
) -> dict[str, list[Following]]:
    """Return for each faction what it followed up to a point, in order of days."""
    now = state(perspective)
    by_pair: dict[tuple[str, str], list[list[Spell]]] = {}
    for spell in spells(perspective):
        if spell.tie.relation in relations:
            _add(by_pair.setdefault((spell.tie.faction, spell.tie.to), []), spell)
    by_faction: dict[str, list[Following]] = {}
    for (faction, _), groups in by_pair.items():
        taken, last = dt.date.min, None
        for group in groups:
            if last is None or group[0].first > next_day(last):
                taken = group[0].first
            last = max(last or dt.date.min, group[-1].last or dt.date.max)
            status = now.status_of(group[-1].tie)
            following = Following(tuple(group), status, taken, _began(group), _ended(group))
            by_faction.setdefault(faction, []).append(following)
    order = perspective.registry.order
    return {
        faction: sorted(by_faction[faction], key=lambda f: (f.first, order[f.tie.to]))
        for faction in perspective.registry.factions
        if faction in by_faction
    }


def _add(groups: list[list[Spell]], spell: Spell) -> None:
    """Add a spell of a pair to the one of which it is the part after a tie for a time."""
    ids = {claim.id for claim in spell.tie.run}
    for group in groups:
        before = group[-1]
        if (
            before.end is not None
            and before.end.cause is Cause.OVERLAID
            and before.tie.relation is spell.tie.relation
            and not ids.isdisjoint(claim.id for claim in before.tie.run)
        ):
            group.append(spell)
            return
    groups.append([spell])


def _began(group: Sequence[Spell]) -> FuzzyDate:
    """Return the days that can be the first: at the latest that on which it is certain."""
    spell = group[0]
    since, certain = spell.tie.since, _certain(group)
    first = spell.first if since.last < spell.first else min(since.first, spell.first)
    last = (certain[0].since or dt.date.min) if certain else since.last
    return between(first, max(first, min(last, group[-1].last or last)))


def _ended(group: Sequence[Spell]) -> FuzzyDate | None:
    """Return the days that can be the last: at the earliest the last certain one."""
    spell = group[-1]
    if spell.last is None:
        return None
    certain = [period.until for period in _certain(group) if period.until]
    earliest, latest = certain[-1] if certain else group[0].first, spell.last
    days = (latest,) if spell.end is None else (latest, *_last_days(spell.end))
    return between(max(earliest, min(days)), max(days))


def _last_days(end: End) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that an end can leave as the last of a tie."""
    if end.cause not in _FROM_ITS_DAY_ON:
        return end.date.first, end.date.last
    first = max(end.date.first, next_day(dt.date.min)) - ONE_DAY
    return first, max(end.date.last, next_day(dt.date.min)) - ONE_DAY


def _certain(group: Sequence[Spell]) -> list[Period]:
    return [
        period
        for spell in group
        for period, certainty in spell.parts
        if certainty is Certainty.CERTAIN
    ]
