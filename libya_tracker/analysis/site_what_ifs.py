"""What became of each what-if, for every day and every day of knowledge."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from libya_tracker.analysis.pair_answers import PairAnswers
from libya_tracker.analysis.pair_claims import PairClaims, knowledge, registry_of
from libya_tracker.analysis.scenarios import ScenarioRow, is_known, scenario_row
from libya_tracker.analysis.versions import Step, Ties, Version, lookup, turns
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Entry, Pair, Scenario
from libya_tracker.model.vocabulary import Difference, Relation

Answers = Mapping[Pair, PairAnswers]
WhatIf = tuple[Version[ScenarioRow | None], ...]


def what_if(
    perspective: Perspective,
    name: str,
    parts: Sequence[PairClaims],
    ties: tuple[Answers, Answers],
) -> WhatIf:
    """Return the rows of ``scenarios`` of one what-if, for all days up to a point.

    ``parts`` are the claims about the pairs that it concerns, ``ties`` the answers about
    these pairs in the record and under the what-if.
    """
    index = _index(perspective, name, parts)
    sides = [*_sides(*ties)]
    own = [tie for both in sides for tie in both]
    resolver = index.registry.claims.get(index.registry.scenarios[name].resolved_by or "")
    days = {dt.date.min} | ({resolver.date.first} if resolver else set())
    result: list[Version[ScenarioRow | None]] = []
    for known in sorted({dt.date.min, *knowledge(index, perspective.point.known)}):
        changing = days | {day for tie in own for day in turns(tie, known)}
        steps: list[Step[ScenarioRow | None]] = []
        for day in sorted(day for day in changing if day <= perspective.day):
            at = Perspective(index, Point(day, known), perspective.lens)
            row = _row(at, index.registry.scenarios[name], sides)
            if not steps or steps[-1].answer != row:
                steps.append(Step(day, row))
        if not result or result[-1].steps != tuple(steps):
            result.append(Version(known, tuple(steps)))
    return tuple(result)


def _row(
    at: Perspective, scenario: Scenario, sides: Sequence[tuple[Ties, Ties]]
) -> ScenarioRow | None:
    if not is_known(at, scenario.id):
        return None
    differences: dict[object, Difference] = {}
    for both in sides:
        rows = [lookup(tie, at.day, at.point.known) for tie in both]
        before, after = (answer and answer.row for answer in rows)
        relations = [row and row.relation for row in (before, after)]
        row = after or before
        if row is None or relations[0] is relations[1]:
            continue
        relation = row.relation or Relation.NONE
        pair = row.faction, row.to
        parties = frozenset(pair) if relation.two_way else pair
        difference = (
            Difference.CHANGED
            if before and after
            else (Difference.ADDED if after else Difference.REMOVED)
        )
        differences.setdefault((parties, *relations), difference)
    return scenario_row(at, scenario, Counter(differences.values()))


def _sides(record: Answers, supposed: Answers) -> Iterator[tuple[Ties, Ties]]:
    """Yield the ties of each side of the pairs, in the record and under the what-if."""
    for pair, answers in supposed.items():
        for side in (pair, pair[::-1]):
            yield record[pair].ties.get(side, ()), answers.ties.get(side, ())


def _index(perspective: Perspective, name: str, parts: Sequence[PairClaims]) -> ClaimIndex:
    """Return a registry of the claims that a what-if concerns, and of what resolved it."""
    registry = perspective.registry
    scenario = registry.scenarios[name]
    entries: dict[str, Entry] = {}
    for part in parts:
        entries |= {entry.id: entry for entry in part.index.registry.entries}
    if (resolver := registry.claims.get(scenario.resolved_by or "")) is not None:
        entries[resolver.id] = resolver
        retractions = perspective.index.retractions.get(resolver.id, ())
        entries |= {entry.id: entry for entry in retractions}
    own = registry_of(registry, [*entries.values()])
    return ClaimIndex(replace(own, scenarios={name: scenario}))
