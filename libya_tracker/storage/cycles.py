"""Cycles in what refers to each other, by the standard library's topological sort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

Edge = tuple[str, str]


def find_cycle(edges: Iterable[Edge]) -> list[Edge]:
    """Return the edges of one cycle, in their order; none where there is no cycle."""
    edges = [*edges]
    begins = {before for before, _ in edges}
    # Hardly any edge leads on to another, and without one there is no cycle.
    if begins.isdisjoint(after for _, after in edges):
        return []
    from graphlib import CycleError, TopologicalSorter  # noqa: PLC0415  deferred: see above

    sorter: TopologicalSorter[str] = TopologicalSorter()
    for before, after in edges:
        sorter.add(after, before)
    try:
        sorter.prepare()
    except CycleError as error:
        # The standard library names each node's predecessor before the node, and closes
        # the cycle with the node that it began with.
        return list(pairwise(error.args[1]))
    return []


def cycles(edges: Iterable[Edge]) -> Iterator[list[Edge]]:
    """Yield a cycle from its first edge on, remove that edge, and look for the next one."""
    remaining = dict.fromkeys(edges)
    while cycle := find_cycle(remaining):
        first = next(edge for edge in remaining if edge in cycle)
        start = cycle.index(first)
        yield [*cycle[start:], *cycle[:start]]
        del remaining[first]
