"""Divisions: on which days a faction and its units take more than one side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from libya_tracker.analysis.pair_answers import Step, Ties, Version, steps_at
from libya_tracker.analysis.state import divided
from libya_tracker.model.records import Pair
from libya_tracker.model.vocabulary import Relation

#: The relations by which a faction, or a unit of it, takes a side.
_SIDES = {Relation.ALIGNED, Relation.SUBORDINATE}
#: Whether a faction is divided, by both clocks.
Divided = tuple[Version[bool], ...]


def divisions(ties: Mapping[Pair, Ties]) -> dict[str, Divided]:
    """Return when each faction takes more than one side, itself or with its units."""
    ever = {pair: {*_relations(versions)} for pair, versions in ties.items()}
    concerned: dict[str, set[Pair]] = {}
    for pair, relations in ever.items():
        if Relation.ALIGNED in relations:
            concerned.setdefault(pair[0], set()).add(pair)
    own = {faction: {*aligned} for faction, aligned in concerned.items()}
    for pair, relations in ever.items():
        if Relation.SUBORDINATE in relations and pair[0] in own:
            concerned.setdefault(pair[1], set()).update(own[pair[0]], {pair})
    return {
        faction: versions
        for faction, names in concerned.items()
        if (versions := _when_divided(faction, {pair: ties[pair] for pair in names}))
    }


def _relations(versions: Ties) -> Iterator[Relation | None]:
    for version in versions:
        for step in version.steps:
            if step.answer is not None:
                yield step.answer.row.relation


def _when_divided(faction: str, ties: Mapping[Pair, Ties]) -> Divided:
    """Return when a faction is divided by some ties; nothing where it never is."""
    result: list[Version[bool]] = []
    for known in sorted({version.known for tie in ties.values() for version in tie}):
        steps: list[Step[bool]] = []
        sides: dict[Pair, Relation] = {}
        for day, turning in groupby(_turning(ties, known), itemgetter(0)):
            before = dict(sides)
            for _, pair, relation in turning:
                sides.pop(pair, None)
                if relation in _SIDES:
                    sides[pair] = relation
            if sides == before:
                continue
            is_divided = faction in divided((a, own, b) for (a, b), own in sides.items())
            if is_divided is not (bool(steps) and steps[-1].answer):
                steps.append(Step(day, is_divided))
        if (steps or result) and not (result and result[-1].steps == tuple(steps)):
            result.append(Version(known, tuple(steps)))
    return tuple(result)


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
