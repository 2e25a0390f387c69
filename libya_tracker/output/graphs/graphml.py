"""The network as GraphML, for Gephi, Cytoscape, igraph, networkx and their like."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from xml.etree import ElementTree as ET

from libya_tracker.analysis.graph import Graph, GraphRow, Node
from libya_tracker.output.xml import add, document, element
from libya_tracker.views.palette import colour_of

#: The attributes of nodes and of edges with their types, in their order.
_NODE: Mapping[str, str] = MappingProxyType(
    {
        "label": "string",
        "kind": "string",
        "area": "string",
        "letter": "string",
        "colour": "string",
        "follows": "string",
        "divided": "boolean",
        "founded": "string",
        "dissolved": "string",
    }
)
_EDGE: Mapping[str, str] = MappingProxyType(
    {
        "relation": "string",
        "sign": "string",
        "valence": "int",
        "two_way": "boolean",
        "since": "string",
        "until": "string",
        "certainty": "string",
        "status": "string",
        "weight": "double",
        "grade": "string",
        "corroboration": "int",
        "disputed": "boolean",
        "disputed_by": "string",
        "last_cited": "string",
        "sources": "string",
        "change": "string",
        "age": "int",
    }
)
_GRAPH: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("title", "day", "known", "scenario", "conditions"), "string")
)


def graphml(graph: Graph) -> str:
    """Return a network as GraphML; every edge is directed.

    Most tools read no network that is partly directed. So a tie that holds both ways is
    one directed edge too, and its attribute ``two_way`` says what it is.
    """
    root = element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for kind, types in (("graph", _GRAPH), ("node", _NODE), ("edge", _EDGE)):
        for name, sort in types.items():
            key = {"id": f"{kind}_{name}", "for": kind, "attr.name": name}
            root.append(ET.Element("key", key | {"attr.type": sort}))
    body = add(root, "graph", edgedefault="directed")
    _data(body, "graph", _graph(graph))
    for node in graph.nodes:
        _data(add(body, "node", id=node.faction), "node", _node(node))
    for edge in graph.edges:
        ends = {"id": edge.id, "source": edge.faction, "target": edge.to}
        _data(add(body, "edge", **ends), "edge", _edge(edge))
    return document(root)


def _data(parent: ET.Element, kind: str, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        if value is not None:
            words = str(value).lower() if isinstance(value, bool) else str(value)
            add(parent, "data", words, key=f"{kind}_{name}")


def _graph(graph: Graph) -> dict[str, object]:
    told = {
        "title": graph.perspective.registry.title,
        "day": graph.perspective.point.day,
        "known": graph.perspective.point.known,
        "scenario": graph.perspective.point.scenario,
        "conditions": graph.conditions,
    }
    return {name: told[name] for name in _GRAPH}


def _node(node: Node) -> dict[str, object]:
    told = {
        "label": node.name,
        "letter": node.side.letter if node.side else None,
        "colour": colour_of(node.side).fill if node.side else None,
        "follows": ";".join(side.faction for side in node.follows) or None,
    }
    return {name: told[name] if name in told else getattr(node, name) for name in _NODE}


def _edge(edge: GraphRow) -> dict[str, object]:
    values = {name: getattr(edge, name) for name in _EDGE}
    return {
        name: (";".join(value) or None) if isinstance(value, tuple) else value
        for name, value in values.items()
    }
