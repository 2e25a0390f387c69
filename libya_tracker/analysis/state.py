"""State: the ties between factions at a point, and what the claims say of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from libya_tracker.analysis.course import End
from libya_tracker.analysis.readings import Pair
from libya_tracker.analysis.spells import Spell, Spells, Tie, spells_at
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Claim, Registry
from libya_tracker.model.vocabulary import Relation, Status

__all__ = ["End", "Pair", "State", "Tie", "state"]


@dataclass(frozen=True, slots=True)
class State:
    """The ties at a point."""

    perspective: Perspective
    ties: dict[Pair, Tie]
    spells: Spells = field(repr=False)
    _denials: dict[Pair, list[Claim]] = field(repr=False)

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
        for spell in reversed(self.past(pair)):
            if spell.end is not None and relation in {None, spell.tie.relation}:
                return spell.end
        return None

    def past(self, pair: Pair) -> list[Spell]:
        """Return the spells of a pair up to the day."""
        return self.spells.between(pair, self.point.day)

    def strongest(self, tie: Tie) -> Claim:
        """Return the surest claim of a tie: of several, the best graded, then the latest."""
        perspective = self.perspective

        def strength(item: tuple[int, Claim]) -> tuple[int, str, int]:
            place, claim = item
            grade = (perspective.grade(claim) or "--").replace("-", "~")
            return perspective.status_of(claim).rank, grade, -place

        return min(enumerate(tie.run), key=strength)[1]

    def sources(self, tie: Tie) -> tuple[str, ...]:
        """Return the sources of a tie that are out, once, in the order of its claims."""
        out = self.perspective.sources_out
        return tuple(dict.fromkeys(name for claim in tie.run for name in out(claim)))

    def corroboration(self, tie: Tie) -> int:
        """Return how many voices carry a tie."""
        return len({voice for claim in tie.run for voice in self.perspective.voices(claim)})

    def last_cited(self, tie: Tie) -> Claim:
        """Return the claim of a tie that was the last to cite it by the day."""
        return max(enumerate(tie.run), key=lambda item: (self._cited(item[1]), item[0]))[1]

    def age(self, tie: Tie) -> int:
        """Return the days since a tie was last cited, from the first that this can mean."""
        return max(0, (self.point.day - self._cited(self.last_cited(tie))).days)

    def _cited(self, claim: Claim) -> dt.date:
        """Return the last day on which a claim cites its tie, taken early."""
        if claim.until is None:
            return claim.date.last if claim.date.open_start else claim.date.first
        return min(self.point.day, max(claim.date.first, claim.until.first))

    def denials_of(self, tie: Tie) -> list[Claim]:
        """Return the denials that dispute a tie on the day."""
        denials = list(self._denials.get((tie.faction, tie.to), ()))
        if tie.relation.two_way:
            denials += self._denials.get((tie.to, tie.faction), ())
        return [denial for denial in denials if self._disputes(denial, tie)]

    def _disputes(self, denial: Claim, tie: Tie) -> bool:
        """Tell whether a denial speaks of a tie and of the day."""
        if denial.relation is not tie.relation or denial.date.last < tie.since.first:
            return False
        if denial.until is not None:
            return self.point.day <= denial.until.last
        known_since = self.perspective.index.known_since
        return not any(
            known_since[denial.id] < known_since[claim.id] <= self.point.day
            for claim in tie.run
            if _same_speaker(denial, claim)
        )

    def disputed_by(self, tie: Tie) -> tuple[str, ...]:
        """Return who denies a tie: the speakers, or the sources where none is named."""
        out = self.perspective.sources_out
        voices = [[d.by] if d.by else out(d) for d in self.denials_of(tie)]
        return tuple(dict.fromkeys(name for names in voices for name in names))

    def divided(self) -> frozenset[str]:
        """Return the factions that, with their own units, take more than one side."""
        sides: dict[str, set[str]] = {}
        for tie in self.ties.values():
            if tie.relation is Relation.ALIGNED:
                sides.setdefault(tie.faction, set()).add(tie.to)
        units: dict[str, set[str]] = {name: {*ids} for name, ids in sides.items()}
        for tie in self.ties.values():
            if tie.relation is Relation.SUBORDINATE and tie.faction in sides:
                units.setdefault(tie.to, set()).update(sides[tie.faction])
        return frozenset(faction for faction, ids in units.items() if len(ids) > 1)


def state(perspective: Perspective) -> State:
    """Return the state at a point."""
    table = spells_at(perspective)
    denials: dict[Pair, list[Claim]] = {}
    for claim in perspective.denials():
        denials.setdefault((claim.faction, claim.to), []).append(claim)
    return State(perspective, table.ties(perspective.day), table, denials)


def _same_speaker(denial: Claim, claim: Claim) -> bool:
    """Tell whether who denied something asserts it: the speaker, else a source."""
    if denial.by is not None:
        return claim.by == denial.by
    return claim.by is None and not {*denial.sources}.isdisjoint(claim.sources)
