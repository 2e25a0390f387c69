"""State: the ties between factions at a point, and what the claims say of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property

from libya_tracker.analysis.evidence import Affirmations, Evidence
from libya_tracker.analysis.pair_spells import Spell, Tie
from libya_tracker.analysis.runs import End
from libya_tracker.analysis.spells import Spells, spells_at
from libya_tracker.model.dates import ONE_DAY, next_day
from libya_tracker.model.frozen import frozen
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Period, Point
from libya_tracker.model.records import Claim, Pair, Registry
from libya_tracker.model.vocabulary import Relation, Status

__all__ = ["End", "Pair", "State", "Tie", "spells_at", "state"]


class _Denials:
    """The denials visible at a point by the two factions, looked up when first needed."""

    def __init__(self, perspective: Perspective) -> None:
        self._perspective = perspective

    def of(self, pair: Pair) -> list[Claim]:
        """Return the denials of a tie of one faction toward another."""
        return self._by_pair.get(pair, [])

    @cached_property
    def _by_pair(self) -> dict[Pair, list[Claim]]:
        denials: dict[Pair, list[Claim]] = {}
        for claim in self._perspective.denials():
            denials.setdefault((claim.faction, claim.to), []).append(claim)
        return denials


@frozen(frozen=True)
class State:
    """The ties at a point, and what is said of them and of those before."""

    perspective: Perspective
    spells: Spells = field(repr=False)
    _denials: _Denials = field(repr=False)
    #: The pairs whose ties are meant, where not all are.
    pairs: Collection[Pair] | None = None

    @cached_property
    def ties(self) -> Mapping[Pair, Tie]:
        """The ties of the day, looked up when they are first asked for."""
        ties = self.spells.ties(self.point.day)
        if self.pairs is None:
            return ties
        return {pair: tie for pair, tie in ties.items() if pair in self.pairs}

    def tie(self, pair: Pair) -> Tie | None:
        """Return the tie of one faction toward another, without looking at all pairs."""
        if self.pairs is not None and pair not in self.pairs:
            return None
        return self.spells.tie(pair, self.point.day)

    def on(self, day: dt.date) -> State:
        """Return the state of an earlier day, of which no denial of a later day speaks."""
        return State(self.perspective.on(day), self.spells, self._denials, self.pairs)

    @property
    def registry(self) -> Registry:
        """The registry."""
        return self.perspective.registry

    @property
    def point(self) -> Point:
        """The point."""
        return self.perspective.point

    def end(self, pair: Pair, relation: Relation | None = None) -> End | None:
        """Return how the last tie of a pair, or the last of a relation, had ended."""
        spells, side = self.spells.of(pair) or (None, 0)
        if spells is None:
            return None
        day = self.point.day.toordinal()
        spell = spells.last_over(side, day, relation)
        if spell is None:
            return None
        return spells.end(side, spell.tie.run, day) or spell.end

    def status_of(self, tie: Tie) -> Status:
        """Return how sure a tie is: as sure as its surest claim."""
        return self.perspective.status_of(self.strongest(tie))

    def past(self, pair: Pair) -> Sequence[Spell]:
        """Return the spells of a pair up to the day."""
        return self.spells.between(pair, self.point.day)

    def strongest(self, tie: Tie) -> Claim:
        """Return the surest claim of a tie: of several the best graded, then the last."""
        return tie.run[0] if len(tie.run) == 1 else self.evidence(tie).strongest

    def age(self, tie: Tie) -> int:
        """Return the days since a tie was last cited, from the first that this can mean."""
        day = self.point.day
        return max(0, (day - self.evidence(tie).last_cited(day).day).days)

    def evidence(self, tie: Tie) -> Evidence:
        """Return what the claims of a tie say together."""
        return Evidence(self.perspective, tie.run)

    def mutual(self, pair: Pair) -> bool:
        """Tell whether a two-way tie of a pair stands on both sides.

        It stands on one alone where the other has a one-way tie of the same sign since.
        """
        own, other = self.tie(pair), self.tie(pair[::-1])
        if own is None or other is None:
            return False
        return own.relation.two_way and own.relation is other.relation

    def counts(self, pair: Pair) -> bool:
        """Tell whether a tie counts on this side: a mutual one does on its first only.

        That is the side of the faction that is first in the file.
        """
        order = self.registry.order
        return order[pair[0]] < order[pair[1]] or not self.mutual(pair)

    def denials_of(self, tie: Tie) -> list[Claim]:
        """Return the denials that dispute a tie on the day."""
        return [denial for denial, period in self.disputes(tie) if self.point.day in period]

    def disputes(
        self, tie: Tie, affirmed: Affirmations | None = None
    ) -> list[tuple[Claim, Period]]:
        """Return the denials of a tie, each with the days of which it speaks.

        ``affirmed`` has the claims of the tie, where a caller keeps them.
        """
        denials = self._denials.of((tie.faction, tie.to))
        if tie.relation.two_way:
            denials = denials + self._denials.of((tie.to, tie.faction))
        if not denials:
            return []
        since = tie.since.first
        denials = [
            d for d in denials if d.relation is tie.relation and d.date.last >= since
        ]
        if not denials:
            return []
        if affirmed is None:
            affirmed = Affirmations(self.perspective.index.known_since, tie.run)
        return [(d, Period(d.date.first, affirmed.last_day(d))) for d in denials]

    def disputed_parts(self, spell: Spell) -> list[tuple[Period, bool]]:
        """Return the parts of a spell, each with whether it was disputed then."""
        last = spell.last or self.point.day
        periods = [
            period
            for _, period in self.disputes(spell.tie)
            if period.overlaps(spell.first, last)
        ]
        if not periods:
            return [(Period(spell.first, spell.last), False)]
        starts = {spell.first} | {
            day
            for period in periods
            for day in (period.since, period.until and next_day(period.until))
            if day is not None and spell.first <= day <= last
        }
        days = sorted(starts)
        ends = [*(day - ONE_DAY for day in days[1:]), spell.last]
        return [
            (Period(day, end), any(day in period for period in periods))
            for day, end in zip(days, ends, strict=True)
        ]

    def disputed_by(self, tie: Tie) -> tuple[str, ...]:
        """Return who denies a tie: the speakers, or the sources where none is named."""
        return self.deniers(self.denials_of(tie))

    def deniers(self, denials: Iterable[Claim]) -> tuple[str, ...]:
        """Return whose some denials are: the speakers, or the sources."""
        out = self.perspective.sources_out
        voices = [[d.by] if d.by else out(d) for d in denials]
        return tuple(dict.fromkeys(name for names in voices for name in names))

    def divided(self) -> frozenset[str]:
        """Return the factions that, with their own units, take more than one side."""
        return divided((tie.faction, tie.relation, tie.to) for tie in self.ties.values())


def divided(ties: Iterable[tuple[str, Relation | None, str]]) -> frozenset[str]:
    """Return the factions that, with their own units, take more than one side."""
    sides: dict[str, set[str]] = {}
    commanders: list[tuple[str, str]] = []
    for faction, relation, to in ties:
        if relation is Relation.ALIGNED:
            sides.setdefault(faction, set()).add(to)
        elif relation is Relation.SUBORDINATE:
            commanders.append((faction, to))
    units: dict[str, set[str]] = {name: {*ids} for name, ids in sides.items()}
    for faction, to in commanders:
        if faction in sides:
            units.setdefault(to, set()).update(sides[faction])
    return frozenset(faction for faction, ids in units.items() if len(ids) > 1)


def state(perspective: Perspective) -> State:
    """Return the state at a point."""
    return State(perspective, spells_at(perspective), _Denials(perspective))
