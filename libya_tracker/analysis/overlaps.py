"""Which claims of one pair state different relations on the same days.

A claim is compared with groups of those before it, not with each of them, so that the work
grows with the claims and not with their square.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from libya_tracker.model.records import Claim, Pair
from libya_tracker.model.vocabulary import Relation
from libya_tracker.named_tuples import NamedTuple


class Difference(NamedTuple):
    """Claims of one relation and of another, each of which speaks of a day of the other."""

    pair: Pair
    #: The relation of the earlier of the first two claims that differ.
    one: Relation
    other: Relation
    #: Who states both; None where different voices do.
    speaker: str | None
    #: The claims of each relation, by their ids.
    claims: dict[Relation, dict[str, Claim]]


class _Statement(NamedTuple):
    """A claim, with its place among those of its pair and whose word it is."""

    place: int
    claim: Claim
    voice: Hashable


class _Match(NamedTuple):
    """A difference in which a claim has a part, and the earlier claims new in it."""

    pair: Pair
    relation: Relation
    speaker: str | None
    statements: list[_Statement]


@dataclass(slots=True)
class _Group:
    """The claims of one faction and relation so far."""

    faction: str
    relation: Relation
    statements: list[_Statement] = field(default_factory=list)
    by_speaker: dict[str, list[_Statement]] = field(default_factory=dict)
    #: How many of them still last, by voice and in all.
    voices: Counter[Hashable] = field(default_factory=Counter)
    lasting: int = 0

    def add(self, statement: _Statement) -> None:
        """Add a claim, which lasts."""
        self.statements.append(statement)
        if statement.claim.by is not None:
            self.by_speaker.setdefault(statement.claim.by, []).append(statement)
        self.count(statement, 1)

    def count(self, statement: _Statement, number: int) -> None:
        """Count a claim as lasting, or by -1 as over."""
        self.voices[statement.voice] += number
        self.lasting += number

    def comparable(self, claim: Claim) -> bool:
        """Tell whether its claims state another relation of the same tie as a claim."""
        if not self.lasting or self.relation is claim.relation:
            return False
        both_ways = self.relation.two_way or claim.relation.two_way
        return both_ways or self.faction == claim.faction


@dataclass(slots=True)
class _Waiting:
    """Which statements of a list have no part in a difference yet."""

    #: Those from here on have not been looked at.
    place: int = 0
    #: Those before that were left, which are all of one voice.
    left: list[_Statement] = field(default_factory=list)

    def taken(self, statements: Sequence[_Statement], but: Hashable) -> list[_Statement]:
        """Return those of any voice but one, which wait no longer."""
        if self.place == len(statements) and (not self.left or self.left[0].voice == but):
            return []
        waiting = [*self.left, *statements[self.place :]]
        self.place = len(statements)
        self.left = [statement for statement in waiting if statement.voice == but]
        return [statement for statement in waiting if statement.voice != but]


#: A difference whichever of its relations came first.
_Key = tuple[Pair, frozenset[Relation], str | None]


class _Comparison:
    """Compares each claim of a pair, in order, with those before it."""

    def __init__(
        self, direction: Callable[[Claim, Claim], Pair], voice: Callable[[Claim], Hashable]
    ) -> None:
        #: In the order in which they came up.
        self.differences: dict[_Key, Difference] = {}
        self._direction, self._voice = direction, voice
        self._groups: dict[tuple[str, Relation], _Group] = {}
        self._waiting: dict[tuple[_Key, str, Relation], _Waiting] = {}
        #: The claims that still last, the one that ends first in front.
        self._lasting: list[tuple[dt.date, int, _Statement, _Group]] = []
        self._over: set[int] = set()

    def add(self, place: int, claim: Claim) -> None:
        """Compare a claim with those before it that last into its days."""
        self._drop_before(claim.date.first)
        later = _Statement(place, claim, self._voice(claim))
        matches = [
            match
            for group in self._groups.values()
            if group.comparable(claim)
            for match in self._matches(group, later)
        ]
        # Of new differences, that with the earliest claim comes first.
        matches.sort(key=lambda m: m.statements[0].place if m.statements else place)
        for match in matches:
            self._join(match, claim)
        group = self._groups.setdefault(
            (claim.faction, claim.relation), _Group(claim.faction, claim.relation)
        )
        group.add(later)
        heappush(self._lasting, ((claim.until or claim.date).last, place, later, group))

    def _drop_before(self, day: dt.date) -> None:
        while self._lasting and self._lasting[0][0] < day:
            _, place, statement, group = heappop(self._lasting)
            group.count(statement, -1)
            self._over.add(place)

    def _matches(self, group: _Group, later: _Statement) -> Iterator[_Match]:
        """Yield in which differences a claim has a part with the claims of a group."""
        claim, voice = later.claim, later.voice
        alike = group.voices[voice]
        parts: list[tuple[str | None, Sequence[_Statement], Hashable]] = []
        if group.lasting > alike:
            parts.append((None, group.statements, voice))
        if alike and claim.by is not None:
            parts.append((claim.by, group.by_speaker[claim.by], None))
        for speaker, statements, but in parts:
            pair = self._direction(statements[0].claim, claim)
            key = pair, frozenset((group.relation, claim.relation)), speaker
            waiting = self._waiting.setdefault(
                (key, group.faction, group.relation), _Waiting()
            )
            fresh = [
                statement
                for statement in waiting.taken(statements, but)
                if statement.place not in self._over
            ]
            yield _Match(pair, group.relation, speaker, fresh)

    def _join(self, match: _Match, claim: Claim) -> None:
        relations = match.relation, claim.relation
        key = match.pair, frozenset(relations), match.speaker
        if key not in self.differences:
            sides: dict[Relation, dict[str, Claim]] = {name: {} for name in relations}
            self.differences[key] = Difference(match.pair, *relations, match.speaker, sides)
        claims = self.differences[key].claims
        claims[match.relation] |= {s.claim.id: s.claim for s in match.statements}
        claims[claim.relation][claim.id] = claim


def differences(
    claims: Iterable[Claim],
    direction: Callable[[Claim, Claim], Pair],
    voice: Callable[[Claim], Hashable],
) -> Iterable[Difference]:
    """Return the differences among the claims of one pair, given in order.

    ``direction`` returns which way two claims speak, ``voice`` whose word a claim is. Two
    claims without a speaker do not differ where they are the word of one voice.
    """
    comparison = _Comparison(direction, voice)
    for place, claim in enumerate(claims):
        comparison.add(place, claim)
    return comparison.differences.values()
