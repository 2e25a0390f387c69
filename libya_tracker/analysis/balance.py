"""Structural balance of a signed network: its triads, its parts, and its frustration.

A network is balanced when its nodes fall into two camps, friends within and foes between
(Cartwright and Harary, "Structural balance", 1956). The frustration index is the least
number of edges against any such division (Harary 1959; Aref and Wilson, "Balance and
frustration in signed networks", 2019). What is said here hangs on names and signs alone,
never on the order in which the edges come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import combinations

Edge = tuple[str, str]
#: Each pair of nodes that has an edge, once, in either order: 1 for friends, -1 for foes.
Signs = Mapping[Edge, int]
#: From each node to its neighbours, with the sign; both ways, in the order of names.
Graph = dict[str, dict[str, int]]

#: Up to so many nodes the frustration index of a connected part is exact.
EXACT_UP_TO = 24
#: Up to so many it is so too where the search ends within its steps, as it mostly does.
SEARCHED_UP_TO, STEPS = 64, 200_000
_STARTS = 16  # from how many nodes the search beyond that sets out


@dataclass(frozen=True, slots=True)
class Frustration:
    """How far a network is from balance, and the best division into two camps found.

    ``high`` edges stand against that division, and at least ``low`` against any.
    """

    low: int
    high: int
    camp: frozenset[str]
    against: frozenset[Edge]

    @property
    def exact(self) -> bool:
        """Whether no division can be better."""
        return self.low == self.high


def triads(signs: Signs) -> Iterator[tuple[str, str, str]]:
    """Yield every three nodes that all have edges with each other, in order of names."""
    graph = _graph(signs)
    for a, others in graph.items():
        for b, c in combinations([name for name in others if name > a], 2):
            if c in graph[b]:
                yield a, b, c


def components(signs: Signs) -> list[frozenset[str]]:
    """Return the sets of nodes that edges connect, in the order of their first names."""
    graph = _graph(signs)
    found: list[frozenset[str]] = []
    seen: set[str] = set()
    for name in graph:
        if name not in seen:
            part = frozenset(_spread(graph, name))
            seen |= part
            found.append(part)
    return found


def within(signs: Signs, nodes: Set[str]) -> dict[Edge, int]:
    """Return the edges between some of the nodes."""
    return {edge: sign for edge, sign in signs.items() if nodes >= {*edge}}


def frustration(
    signs: Signs, exact_up_to: int = EXACT_UP_TO, steps: int = STEPS
) -> Frustration:
    """Return the frustration index of a network, or bounds where a part is too large.

    The parts are independent of each other, so that theirs add up.
    """
    parts = [
        _of_connected(
            within(signs, part), float("inf") if len(part) <= exact_up_to else steps
        )
        for part in components(signs)
    ]
    return Frustration(
        low=sum(part.low for part in parts),
        high=sum(part.high for part in parts),
        camp=frozenset[str]().union(*(part.camp for part in parts)),
        against=frozenset[Edge]().union(*(part.against for part in parts)),
    )


def _of_connected(signs: Signs, steps: float) -> Frustration:
    graph = _graph(signs)
    sides = min(
        (_settled(graph, _spread(graph, start)) for start in [*graph][:_STARTS]),
        key=lambda found: len(_against(signs, found)),
    )
    high = len(_against(signs, sides))
    low = min(high, _disjoint_cycles(graph, signs))
    if low < high and len(graph) <= SEARCHED_UP_TO:
        search = _Search(graph, steps)
        sides = search.sides() or sides
        low = max(low, search.low)
    camp = frozenset(name for name, side in sides.items() if side > 0)
    against = _against(signs, sides)
    return Frustration(low, len(against), camp, frozenset(against))


def _graph(signs: Signs) -> Graph:
    graph: Graph = {}
    for (a, b), sign in signs.items():
        graph.setdefault(a, {})[b] = sign
        graph.setdefault(b, {})[a] = sign
    return {name: dict(sorted(graph[name].items())) for name in sorted(graph)}


def _against(signs: Signs, sides: Mapping[str, int]) -> list[Edge]:
    return [(a, b) for (a, b), sign in signs.items() if sides[a] * sides[b] != sign]


def _spread(graph: Graph, start: str) -> dict[str, int]:
    """Return the side of every node that can be reached, as the nearest way has it."""
    sides, queue = {start: 1}, [start]
    for name in queue:
        for other, sign in graph[name].items():
            if other not in sides:
                sides[other] = sides[name] * sign
                queue.append(other)
    return sides


def _settled(graph: Graph, sides: dict[str, int]) -> dict[str, int]:
    """Move nodes to the other side for as long as that sets fewer edges against it."""
    moved = True
    while moved:
        moved = False
        for name, others in graph.items():
            agreeing = sum(sign * sides[name] * sides[o] for o, sign in others.items())
            if agreeing < 0:
                sides[name], moved = -sides[name], True
    return sides


def _disjoint_cycles(graph: Graph, signs: Signs) -> int:
    """Return a number of unbalanced cycles without a common edge; each costs one edge."""
    rest: Graph = {name: dict(others) for name, others in graph.items()}
    count = 0
    for a, b, c in triads(signs):
        edges = [(a, b), (b, c), (a, c)]
        unbalanced = graph[a][b] * graph[b][c] * graph[a][c] < 0
        if unbalanced and all(there in rest[here] for here, there in edges):
            count += _take(rest, edges)
    for start in graph:
        while cycle := _unbalanced_cycle(rest, start):
            count += _take(rest, cycle)
    return count


def _take(rest: Graph, edges: Iterable[Edge]) -> int:
    for a, b in edges:
        del rest[a][b], rest[b][a]
    return 1


def _unbalanced_cycle(graph: Graph, start: str) -> list[Edge]:
    """Return the edges of a shortest way back to a node that makes it its own foe.

    None where that way uses an edge twice: it then hangs on a cycle of other nodes.
    """
    came: dict[tuple[str, int], tuple[str, int]] = {}
    queue = [(start, 1)]
    for name, side in queue:
        for other, sign in graph[name].items():
            step = (other, side * sign)
            if step not in came and step != (start, 1):
                came[step] = (name, side)
                queue.append(step)
    edges: list[Edge] = []
    step = (start, -1)
    while step in came:
        edges.append((came[step][0], step[0]))
        step = came[step]
    simple = len({frozenset(edge) for edge in edges}) == len(edges)
    return edges if simple else []


class _Search:
    """Branch and bound over the sides of the nodes, the last ones first by themselves.

    The bound is what stands against the sides taken so far, for each node to come the fewer
    of its edges to those that stand against either of its own, and what the nodes to come
    cost among themselves, known from before (the Russian dolls of Verfaillie, Lemaitre and
    Schiex, 1996).
    """

    def __init__(self, graph: Graph, steps: float) -> None:
        #: What the network costs at least, as far as is known yet.
        self.low = 0
        self._steps = steps
        self._order = _most_bound_first(graph)
        size, place = len(self._order), {name: n for n, name in enumerate(self._order)}
        self._later = [
            [(place[o], sign > 0) for o, sign in graph[name].items() if place[o] > n]
            for n, name in enumerate(self._order)
        ]
        #: For each node the edges against it on the one side, and on the other.
        self._costs = [[0, 0] for _ in range(size)]
        self._sides, self._best = [1] * size, [1] * size
        self._high = 0
        #: What the nodes from each one on cost among themselves.
        self._tails = [0] * (size + 1)

    def sides(self) -> dict[str, int]:
        """Return the best side for every node; none where the steps did not suffice."""
        for first in range(len(self._order) - 1, -1, -1):
            friends = sum(
                1 if good == self._best[o] else -1 for o, good in self._later[first]
            )
            self._best[first] = int(friends >= 0)
            wrong = sum(
                (good == self._best[o]) != self._best[first]
                for o, good in self._later[first]
            )
            self._high = self._tails[first + 1] + wrong
            if wrong:
                self._place(first, 0, 0, first)
            if self._steps < 0:
                return {}
            self._tails[first] = self.low = self._high
        return {
            name: 1 if side else -1
            for name, side in zip(self._order, self._best, strict=True)
        }

    def _place(self, depth: int, cost: int, ahead: int, first: int) -> None:
        """Try both sides for the node at a depth and for all after it."""
        self._steps -= 1
        if self._steps < 0:
            return
        if depth == len(self._order):
            self._high = cost
            self._best[first:] = self._sides[first:]
            return
        own, tail = self._costs[depth], self._tails[depth + 1]
        ahead -= min(own)
        likely = int(own[1] <= own[0])
        for side in (likely, 1 - likely) if depth > first else (1,):
            here = cost + own[side]
            if here + ahead + tail >= self._high:
                continue
            self._sides[depth] = side
            more = self._weigh(depth, side)
            if here + ahead + more + tail < self._high:
                self._place(depth + 1, here, ahead + more, first)
            for other, friends in self._later[depth]:
                self._costs[other][1 - side if friends else side] -= 1

    def _weigh(self, depth: int, side: int) -> int:
        """Count a node's side against its later neighbours; return what the bound gains."""
        more = 0
        for other, friends in self._later[depth]:
            costs, wrong = self._costs[other], 1 - side if friends else side
            more += costs[wrong] < costs[1 - wrong]
            costs[wrong] += 1
        return more


def _most_bound_first(graph: Graph) -> list[str]:
    """Return the nodes, each time the one with most edges to those before it."""
    bound, order = dict.fromkeys(graph, 0), list[str]()
    while bound:
        name = max(bound, key=lambda node: (bound[node], len(graph[node])))
        del bound[name]
        order.append(name)
        for other in graph[name]:
            if other in bound:
                bound[other] += 1
    return order
