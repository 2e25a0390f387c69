"""Cycles of lineage: claims that make a group its own origin or its own successor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from libya_tracker.model.records import ENDS, ORIGINS, Claim, Entry, LineageStep
from libya_tracker.model.vocabulary import Relation
from libya_tracker.storage.cycles import find_cycle

#: How many claims are looked through in what-ifs: each is laid over the whole record.
_MAX_EXAMINED = 100_000
_LINEAGE = frozenset(relation for relation in Relation if relation.lineage)


def lineage_cycles(entries: Iterable[Entry]) -> Iterator[list[LineageStep]]:
    """Yield cycles of lineage, each beginning with its claim that is last in the file.

    A group may split off and merge back. But it cannot be its own ancestor by splits and
    successions, nor its own descendant by mergers and successions. Claims that are denied,
    only expected or retracted make no cycle.
    The claims and the retractions of a what-if count only in it, over those of the record.
    """
    reported: set[frozenset[str]] = set()
    for layer in _layers(list(entries)):
        retracted = {claim for entry in layer for claim in entry.retracts}
        steps = [
            LineageStep.of(entry)
            for entry in layer
            if isinstance(entry, Claim)
            and entry.relation.lineage
            and entry.status.effective
            and entry.id not in retracted
        ]
        for relations in (ORIGINS, ENDS):
            for cycle in _cycles([s for s in steps if s.claim.relation in relations]):
                if (claims := frozenset(step.claim.id for step in cycle)) not in reported:
                    reported.add(claims)
                    yield cycle


def _layers(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Yield the record, then the record under each what-if that speaks of lineage."""
    relevant = [
        entry
        for entry in entries
        if entry.retracts or (isinstance(entry, Claim) and entry.relation in _LINEAGE)
    ]
    record = [entry for entry in relevant if entry.scenario is None]
    yield record
    by_scenario: dict[str, list[Entry]] = {}
    for entry in relevant:
        if entry.scenario is not None:
            by_scenario.setdefault(entry.scenario, []).append(entry)
    steps_examined = 0
    for more in by_scenario.values():
        steps_examined += len(record) + len(more)
        if steps_examined > _MAX_EXAMINED:
            return
        if any(isinstance(entry, Claim) and entry.relation.lineage for entry in more):
            yield [*record, *more]


def _cycles(steps: Sequence[LineageStep]) -> Iterator[list[LineageStep]]:
    """Yield a cycle, remove its claim that is last in the file, and look for the next."""
    remaining = list(steps)
    while cycle := _cycle(remaining):
        last = max(cycle, key=lambda step: step.claim.place)
        start = cycle.index(last)
        yield [*cycle[start:], *cycle[:start]]
        remaining.remove(last)


def _cycle(steps: Sequence[LineageStep]) -> list[LineageStep]:
    """Return the steps of one cycle, in their order; none where there is no cycle."""
    by_ends = {(step.before, step.after): step for step in reversed(steps)}
    return [by_ends[edge] for edge in find_cycle(by_ends)]
