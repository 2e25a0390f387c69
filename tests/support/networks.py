"""Networks for tests of the formats: hostile names and ids, and what must be read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import networkx as nx
from hypothesis import strategies as st

from libya_tracker.analysis import state
from libya_tracker.analysis.graph import Graph, graph
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import EVERYTHING, Lens, Point
from libya_tracker.model.records import Claim, Entry, Faction, Registry
from tests.support import registries
from tests.support.registries import FACTIONS, HERE

#: Names that some format could take for a sign of its own.
HOSTILE = (
    "<script>alert(1)</script>",
    '"; }',
    'a\\"b\\',
    r"\N \G \E \n \l",
    "x -->|y| z",
    "]]> & -->",
    "&lt;b&gt; &amp; &#60;",
    "#quot; #35;",
    "`md` **bold** _it_ $$x^2$$ ~~no~~",
    "1. list",
    "1) list",
    "- item",
    "+ item",
    "# head",
    "%%{init: {'theme': 'dark'}}%%",
    "end",
    "graph TD",
    "my direction LR, your direction  TB",
    "style a:b#c;",
    "classDef x:y#z;",
    "fa:fa-ban",
    "https://example.org/x_y?a=b&c",
    "line\nbreak\r\n\ttab",
    "  wide   blanks  ",
    "كتيبة ثوار طرابلس (2)",
    "👩‍👩‍👧 🜏 e\u0301",
    "\x00\x1b[31m\x7f",
    "\u202eevil\u200b\ufffe",
    "<b>bold</b><br/>",
    "[x]{y}(z)",
    '"""',
    "x" * 300,
    "=cmd()",
)
#: Ids that are words of some format, or begin with a digit, or are like operators.
IDS = ("end", "graph", "4th", "o-", "style", "node", "a--b", "x")
NAMES = st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=12).filter(str.strip)


def graph_at(
    registry: Registry, where: Point, lens: Lens = EVERYTHING, **more: Any
) -> Graph:
    """Return the network of a registry at a point, through a lens."""
    return graph(state.state(Perspective(ClaimIndex(registry), where, lens)), **more)


def ring(names: Sequence[str]) -> Registry:
    """Return a registry in which each faction has a tie with the next, of every sign."""
    ids = [f"f{n}" for n in range(len(names))]
    words = ("aligned", "fighting", "neutral", "allied", "opposed")
    claims = [
        registries.claim(f"2017 {one} {words[n % 5]} {other}", n)
        for n, (one, other) in enumerate(zip(ids, [*ids[1:], ids[0]], strict=True))
    ]
    factions = {key: Faction(key, HERE, name) for key, name in zip(ids, names, strict=True)}
    return replace(registries.registry(claims), title=names[0], factions=factions)


@st.composite
def hostile(draw: st.DrawFn) -> Registry:
    """A registry of claims between factions of hostile ids and names."""
    entries_drawn = draw(registries.entries())
    ids = dict(zip(FACTIONS, draw(st.permutations(IDS)), strict=False))
    factions = {key: Faction(key, HERE, draw(NAMES)) for key in ids.values()}
    return replace(
        registries.registry([_renamed(entry, ids) for entry in entries_drawn]),
        title=draw(NAMES),
        factions=factions,
    )


def _renamed(entry: Entry, ids: dict[str, str]) -> Entry:
    if not isinstance(entry, Claim):
        return entry
    ends_tie_with = entry.ends_tie_with and ids[entry.ends_tie_with]
    return entry._replace(
        faction=ids[entry.faction], to=ids[entry.to], ends_tie_with=ends_tie_with
    )


def digraph(graph: Graph) -> nx.DiGraph[str]:
    """Return a network as networkx is to read it, each edge with the words of its tie."""
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_nodes_from(node.faction.id for node in graph.nodes)
    for edge in graph.edges:
        attributes = {"relation": edge.relation, "sign": edge.sign, "status": edge.status}
        attributes |= {"disputed": edge.disputed, "two_way": edge.two_way}  # type: ignore[dict-item]
        network.add_edge(edge.faction, edge.to, **attributes)
    return network


def same_network(one: nx.DiGraph[str], other: nx.DiGraph[str]) -> bool:
    """Tell whether two networks have the same nodes, and edges of the same words."""
    words = ("relation", "sign", "status", "disputed", "two_way")
    edges = [
        {
            (a, b): [attributes.get(word) for word in words]
            for a, b, attributes in g.edges(data=True)
        }
        for g in (one, other)
    ]
    return {*one} == {*other} and edges[0] == edges[1]
