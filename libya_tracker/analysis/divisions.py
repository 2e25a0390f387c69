"""Divisions: on which days a faction and its units take more than one side."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from libya_tracker.analysis.versions import Step, Ties, Version, steps_at
from libya_tracker.model.records import Pair
from libya_tracker.model.vocabulary import Relation

#: Whether a faction is divided, by both clocks.
Divided = tuple[Version[bool], ...]


def divisions(ties: Mapping[Pair, Ties]) -> dict[str, Divided]:
    """Return when each faction takes more than one side, itself or with its units."""
    concerned = _concerned(ties)
    #: The factions of which something is learned on a day of knowledge.
    learning: defaultdict[dt.date, set[str]] = defaultdict(set)
    for faction, pairs in concerned.items():
        for pair in pairs:
            for version in ties[pair]:
                learning[version.known].add(faction)
    result: dict[str, list[Version[bool]]] = {faction: [] for faction in concerned}
    for known in sorted(learning):
        pairs = set().union(*(concerned[faction] for faction in learning[known]))
        steps = _steps(_turning({pair: ties[pair] for pair in pairs}, known))
        for faction in learning[known]:
            own, versions = tuple(steps.get(faction, ())), result[faction]
            if (own or versions) and not (versions and versions[-1].steps == own):
                versions.append(Version(known, own))
    return {faction: tuple(versions) for faction, versions in result.items() if versions}


def _concerned(ties: Mapping[Pair, Ties]) -> dict[str, Collection[Pair]]:
    """Return the pairs by whose ties each faction can be divided: its own, its units'."""
    ever = {pair: {*_relations(versions)} for pair, versions in ties.items()}
    concerned: dict[str, set[Pair]] = {}
    for pair, relations in ever.items():
        if Relation.ALIGNED in relations:
            concerned.setdefault(pair[0], set()).add(pair)
    own = {faction: {*aligned} for faction, aligned in concerned.items()}
    for pair, relations in ever.items():
        if Relation.SUBORDINATE in relations and pair[0] in own:
            concerned.setdefault(pair[1], set()).update(own[pair[0]], {pair})
    return {**concerned}


def _relations(versions: Ties) -> Iterator[Relation | None]:
    for version in versions:
        for step in version.steps:
            if step.answer is not None:
                yield step.answer.row.relation


def _turning(
    ties: Mapping[Pair, Ties], known: dt.date
) -> list[tuple[dt.date, Pair, Relation | None]]:
    """Return the days on which ties change as known on a day, and what they become."""
    return sorted(
        (
            (step.first, pair, step.answer and step.answer.row.relation)
            for pair, versions in ties.items()
            for step in steps_at(versions, known)
        ),
        key=itemgetter(0),
    )


def _steps(
    turning: Iterable[tuple[dt.date, Pair, Relation | None]],
) -> dict[str, list[Step[bool]]]:
    """Return on which days each faction begins and ceases to be divided."""
    sides, steps = _Sides(), defaultdict[str, list[Step[bool]]](list)
    for day, turns in groupby(turning, itemgetter(0)):
        touched = {
            name for _, pair, relation in turns for name in sides.turn(pair, relation)
        }
        for faction in touched:
            is_divided, own = len(sides.of(faction)) > 1, steps[faction]
            if is_divided is not (bool(own) and own[-1].answer):
                own.append(Step(day, is_divided))
    return steps


class _Sides:
    """The sides that each faction takes with its units, as ties come and go."""

    def __init__(self) -> None:
        self._ties: dict[Pair, Relation | None] = {}
        #: With whom a faction itself is aligned, and under whose command it is.
        self._aligned: defaultdict[str, set[str]] = defaultdict(set)
        self._commanders: defaultdict[str, set[str]] = defaultdict(set)
        #: How many of a faction and its units take each side.
        self._count: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def of(self, faction: str) -> Collection[str]:
        """Return the sides that a faction takes, itself or with its units."""
        return self._count[faction]

    def turn(self, pair: Pair, relation: Relation | None) -> Iterator[str]:
        """Let the tie of a pair become another; yield whose sides that can change."""
        before, self._ties[pair] = self._ties.get(pair), relation
        if before is relation:
            return
        faction, to = pair
        if before is Relation.ALIGNED:
            self._aligned[faction].remove(to)
            yield from self._add({to}, -1, {faction, *self._commanders[faction]})
        elif before is Relation.SUBORDINATE:
            self._commanders[faction].remove(to)
            yield from self._add(self._aligned[faction], -1, {to})
        if relation is Relation.ALIGNED:
            self._aligned[faction].add(to)
            yield from self._add({to}, 1, {faction, *self._commanders[faction]})
        elif relation is Relation.SUBORDINATE:
            self._commanders[faction].add(to)
            yield from self._add(self._aligned[faction], 1, {to})

    def _add(
        self, sides: Collection[str], number: int, factions: Collection[str]
    ) -> Collection[str]:
        """Count sides once more, or once less, of some factions; return these."""
        for faction in factions:
            count = self._count[faction]
            for side in sides:
                count[side] += number
                if not count[side]:
                    del count[side]
        return factions
