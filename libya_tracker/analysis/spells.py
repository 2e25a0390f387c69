"""Spells: from which day to which each tie stood, as in ``status``.

The word is that of event-history analysis and of GEXF. The ties of a pair depend on the
claims about that pair alone, so each pair's are folded by themselves, on the days on which
anything about it can change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from libya_tracker.analysis.state import Pair, Tie, course
from libya_tracker.model.dates import next_day
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens, Period, Persistence
from libya_tracker.model.records import Claim, Registry


@dataclass(frozen=True, slots=True)
class Spell:
    """A tie from the first day on which it stood to the last."""

    #: As it stood on the last day.
    tie: Tie
    first: dt.date
    #: None where it stands on the day asked about.
    last: dt.date | None

    @property
    def period(self) -> Period:
        """Its days; open where its begin is not known, or where it stands."""
        return Period(None if self.first == dt.date.min else self.first, self.last)


def spells(perspective: Perspective) -> list[Spell]:
    """Return every spell of every tie up to a point's day, in order of days.

    A tie that was ended and begins again is another spell, even on the following day.
    """
    order = perspective.registry.order
    return sorted(
        (
            spell
            for pair, claims in _by_pair(perspective).items()
            for spell in _of_pair(_alone(perspective, pair, claims), pair, perspective.day)
        ),
        key=lambda s: (s.first, order[s.tie.faction], order[s.tie.to]),
    )


def _by_pair(perspective: Perspective) -> dict[Pair, list[Claim]]:
    """Return the claims that make or end ties, by the two factions between which."""
    by_pair: dict[Pair, list[Claim]] = {}
    # Those of later days too: how long a tie lasts may hang on when it is cited again.
    for claim in perspective.on(dt.date.max).effective():
        others = {claim.to, claim.ends_tie_with} - {None, claim.faction}
        for other in others:
            first, second = sorted((claim.faction, other or ""))
            by_pair.setdefault((first, second), []).append(claim)
    return by_pair


def _alone(perspective: Perspective, pair: Pair, claims: Sequence[Claim]) -> Perspective:
    """Return the perspective on the claims of one pair, which are all in effect."""
    registry = perspective.registry
    factions = {name: registry.factions[name] for name in pair}
    part = replace(registry, sources={}, factions=factions, entries=tuple(claims))
    point = replace(perspective.point, known=dt.date.max)
    return Perspective.of(part, point, Lens(persist=perspective.lens.persist))


def _of_pair(part: Perspective, pair: Pair, until: dt.date) -> Iterator[Spell]:
    days = _days(part.registry, until, part.lens.persist)
    states = list(zip(days, course(part, days), strict=True))
    for slot in (pair, (pair[1], pair[0])):
        yield from _runs(slot, states)


def _runs(slot: Pair, states: Sequence[tuple[dt.date, dict[Pair, Tie]]]) -> Iterator[Spell]:
    """Yield the spells of one slot out of the ties of the days on which it may change."""
    current: Spell | None = None
    for day, ties in states:
        tie = ties.get(slot)
        if current is not None:
            if tie is not None and tie.run[0] is current.tie.run[0]:
                current = replace(current, tie=tie)
                continue
            yield replace(current, last=day - dt.timedelta(days=1))
        current = Spell(tie, day, None) if tie is not None else None
    if current is not None:
        yield current


def _days(registry: Registry, until: dt.date, persist: Persistence) -> list[dt.date]:
    """Return the days, up to one, on which a pair's ties can begin, change or end."""
    days = {day for claim in registry.claims.values() for day in _turns(claim, persist)}
    days |= {
        next_day(faction.dissolved.last)
        for faction in registry.factions.values()
        if faction.dissolved is not None
    }
    return sorted(day for day in days if day <= until)


def _turns(claim: Claim, persist: Persistence) -> Iterator[dt.date]:
    yield claim.date.first
    if claim.until is not None:
        yield next_day(claim.until.last)
    if persist is not None:  # from here on it may be too long ago
        days = 0 if persist == "cited" else persist
        days_left = (dt.date.max - claim.date.last).days
        yield next_day(claim.date.last + dt.timedelta(days=min(days, days_left)))
