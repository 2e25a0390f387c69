"""Structural balance of a signed network: its triads, its parts, and its frustration.

A network is balanced when its nodes fall into two camps, friends within and foes between
(Cartwright and Harary, "Structural balance", 1956). The frustration index is the least
number of edges that any division into two camps violates (Harary 1959; Aref and Wilson,
"Balance and frustration in signed networks", 2019). Answers depend on names and signs
alone, never on the order of the edges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from itertools import combinations

from libya_tracker.named_tuples import NamedTuple

Edge = tuple[str, str]
#: Each pair of nodes that has an edge, once, in either order: 1 for friends, -1 for foes.
Signs = Mapping[Edge, int]
#: From each node to its neighbours, with the sign; both ways, in the order of names.
Graph = dict[str, dict[str, int]]

#: From each node to its side, 1 or -1: a division into two camps.
Division = dict[str, int]

#: Up to so many nodes the frustration index of a connected part is exact.
EXACT_UP_TO = 24
#: Up to so many nodes it is also exact if the search ends within its steps.
SEARCHED_UP_TO, STEPS = 64, 200_000
_STARTS = 16  # how many divisions the local search starts from


class Frustration(NamedTuple):
    """The best known division into two camps, and the edges ``against`` it.

    It violates ``high`` edges, and every division at least ``low``.
    """

    low: int
    high: int
    camp: frozenset[str]
    against: frozenset[Edge]

    @property
    def exact(self) -> bool:
        """Whether no division is better."""
        return self.low == self.high


def triads(signs: Signs) -> Iterator[tuple[str, str, str]]:
    """Yield every three nodes with edges between all of them, in order of names."""
    graph = _graph(signs)
    for a, others in graph.items():
        for b, c in combinations([name for name in others if name > a], 2):
            if c in graph[b]:
                yield a, b, c


def squares(signs: Signs) -> Iterator[tuple[str, str, str, str]]:
    """Yield every cycle of four nodes without an edge across it, in the order of the cycle.

    It begins with the first of the names, and goes on to the earlier of its neighbours.
    Where an edge lies across, the cycle is two triads.
    """
    graph = _graph(signs)
    for a, others in graph.items():
        for b, d in combinations([name for name in others if name > a], 2):
            if d in graph[b]:
                continue
            for c in graph[b]:
                if c > a and c in graph[d] and c not in others:
                    yield a, b, c, d


def components(signs: Signs) -> list[frozenset[str]]:
    """Return the sets of nodes that edges connect, in the order of their first names."""
    graph = _graph(signs)
    parts: list[frozenset[str]] = []
    reached: set[str] = set()
    for name in graph:
        if name not in reached:
            parts.append(frozenset(_tree_division(graph, name)))
            reached |= parts[-1]
    return parts


def parts(signs: Signs) -> list[tuple[frozenset[str], dict[Edge, int]]]:
    """Return the connected sets of nodes, each with the edges between them."""
    nodes = components(signs)
    place = {name: number for number, part in enumerate(nodes) for name in part}
    edges: list[dict[Edge, int]] = [{} for _ in nodes]
    for edge, sign in signs.items():
        edges[place[edge[0]]][edge] = sign
    return list(zip(nodes, edges, strict=True))


def within(signs: Signs, nodes: Set[str]) -> dict[Edge, int]:
    """Return the edges between some of the nodes."""
    return {edge: sign for edge, sign in signs.items() if nodes >= {*edge}}


def frustration(
    signs: Signs, exact_up_to: int = EXACT_UP_TO, steps: int = STEPS
) -> Frustration:
    """Return the frustration index of a network, or bounds where a part is too large.

    The parts are independent of each other, so their results add up.
    """
    results = [
        _of_connected(edges, float("inf") if len(part) <= exact_up_to else steps)
        for part, edges in parts(signs)
    ]
    return Frustration(
        low=sum(part.low for part in results),
        high=sum(part.high for part in results),
        camp=frozenset[str]().union(*(part.camp for part in results)),
        against=frozenset[Edge]().union(*(part.against for part in results)),
    )


def _of_connected(signs: Signs, steps: float) -> Frustration:
    graph = _graph(signs)
    division = min(
        (_improved(graph, _tree_division(graph, start)) for start in [*graph][:_STARTS]),
        key=lambda division: len(_violated(signs, division)),
    )
    high = len(_violated(signs, division))
    low = max(min(1, high), _disjoint_triads(signs))
    if low < high and len(graph) <= SEARCHED_UP_TO:
        search = _Search(graph, steps)
        division = search.run() or division
        low = max(low, search.low)
    against = _violated(signs, division)
    camp = frozenset(name for name, side in division.items() if side > 0)
    return Frustration(low, len(against), camp, against)


def _graph(signs: Signs) -> Graph:
    graph: Graph = {}
    for (a, b), sign in signs.items():
        graph.setdefault(a, {})[b] = sign
        graph.setdefault(b, {})[a] = sign
    return {name: dict(sorted(graph[name].items())) for name in sorted(graph)}


def _violated(signs: Signs, division: Division) -> frozenset[Edge]:
    """Return the edges between friends in different camps, and between foes in one."""
    return frozenset(
        (a, b) for (a, b), sign in signs.items() if division[a] * division[b] != sign
    )


def _disjoint_triads(signs: Signs) -> int:
    """Return a number of unbalanced triads without a common edge; each costs one edge."""
    graph, used_edges = _graph(signs), set[Edge]()
    count = 0
    for a, b, c in triads(signs):
        edges = {(a, b), (b, c), (a, c)}
        if graph[a][b] * graph[b][c] * graph[a][c] < 0 and used_edges.isdisjoint(edges):
            used_edges |= edges
            count += 1
    return count


def _tree_division(graph: Graph, start: str) -> Division:
    """Divide the nodes that can be reached, no edge of a breadth-first tree violated."""
    division, queue = {start: 1}, [start]
    for name in queue:
        for other, sign in graph[name].items():
            if other not in division:
                division[other] = division[name] * sign
                queue.append(other)
    return division


def _improved(graph: Graph, division: Division) -> Division:
    """Return a division that moving any single node does not improve."""
    division, moved = dict(division), True
    while moved:
        moved = False
        for name, near in graph.items():
            agreement = sum(sign * division[name] * division[o] for o, sign in near.items())
            if agreement < 0:
                division[name], moved = -division[name], True
    return division


class _Search:
    """Branch and bound over the sides of the nodes, for the division with most agreement.

    Agreement is the number of edges that a division keeps, less those that it violates.
    The upper bound of a partial division is its own agreement, plus what the better side
    adds for each node not yet placed, plus the optimum of those nodes alone. That optimum
    is known because the last node is solved first, then the last two, and so on (Russian
    doll search: Verfaillie, Lemaitre and Schiex, 1996).
    """

    def __init__(self, graph: Graph, steps: float) -> None:
        self._steps, self._order = steps, _most_bound_first(graph)
        place = {name: number for number, name in enumerate(self._order)}
        #: For each place in the order, the edges from its node to the nodes after it.
        self._later = [
            [(other, sign) for other, sign in graph[name].items() if place[other] > number]
            for number, name in enumerate(self._order)
        ]
        #: For each place in the order, the most agreement of the nodes from there on.
        self._tails = [0] * (len(graph) + 1)
        self._best: Division = {}
        self._most = 0
        #: How many edges any division violates at least, as far as the search has come.
        self.low = 0

    def run(self) -> Division | None:
        """Return the best division; None where the steps did not suffice."""
        edges = 0
        for first in range(len(self._order) - 1, -1, -1):
            gain = len(self._later[first])
            edges += gain
            # Until it is known: one more node adds its edges at most, and nothing at least.
            self._tails[first] = self._tails[first + 1] + gain
            self._most = self._tails[first + 1] - 1
            self._place(first, {}, 0, dict.fromkeys(self._order, 0))
            if self._steps < 0:
                return None
            self._tails[first] = self._most
            self.low = (edges - self._most) // 2
        return self._best

    def _place(
        self, place: int, division: Division, reach: int, pulls: dict[str, int]
    ) -> None:
        """Try both sides for the node at a place, and for all after it.

        ``pulls`` has for each node to come what side 1 adds to the agreement with the
        nodes already placed; side -1 takes as much away. ``reach`` is the agreement of
        those placed, plus what the better side of each node to come adds.
        """
        self._steps -= 1
        if place == len(self._order):
            self._best, self._most = division, reach
            return
        name, later = self._order[place], self._later[place]
        pull = pulls[name]
        likely = 1 if pull >= 0 else -1
        for side in (likely, -likely) if division else (1,):
            if reach + self._tails[place] <= self._most or self._steps < 0:
                return
            rest = pulls | {other: pulls[other] + side * sign for other, sign in later}
            gain = sum(abs(rest[other]) - abs(pulls[other]) for other, _ in later)
            now = reach + side * pull - abs(pull) + gain
            if now + self._tails[place + 1] > self._most:
                self._place(place + 1, division | {name: side}, now, rest)


def _most_bound_first(graph: Graph) -> list[str]:
    """Return the nodes, each time the one with most edges to those before it."""
    links, order = dict.fromkeys(graph, 0), list[str]()
    while links:
        name = max(links, key=lambda node: (links[node], len(graph[node])))
        del links[name]
        order.append(name)
        for other in graph[name]:
            if other in links:
                links[other] += 1
    return order
