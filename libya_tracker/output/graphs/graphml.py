"""The network as GraphML, for Gephi, Cytoscape, igraph, networkx and their like."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from libya_tracker.analysis.graph import Graph, Node
from libya_tracker.output.graphs.attributes import (
    EDGE,
    GRAPH,
    NODE,
    Attribute,
    as_text,
    types,
    values,
)
from libya_tracker.output.xml import Element, document

_TYPES: Mapping[type[object], str] = MappingProxyType(
    {str: "string", int: "int", bool: "boolean", float: "double"}
)
_LABELLED_NODE: tuple[Attribute[Node], ...] = (
    Attribute("label", str, lambda node: node.faction.name),
    *NODE,
)


def graphml(graph: Graph) -> str:
    """Return a network as GraphML; every edge is directed.

    Most tools read no network that is partly directed. So a tie that holds both ways is
    one directed edge too, and its attribute ``two_way`` says what it is.
    """
    root = Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    _declare(root, "graph", types(GRAPH))
    _declare(root, "node", types(_LABELLED_NODE))
    _declare(root, "edge", types(EDGE))
    body = root.add("graph", edgedefault="directed")
    _add_values(body, values(GRAPH, graph))
    for node in graph.nodes:
        _add_values(body.add("node", id=node.faction.id), values(_LABELLED_NODE, node))
    for edge in graph.edges:
        ends = {"id": edge.id, "source": edge.faction, "target": edge.to}
        _add_values(body.add("edge", **ends), values(EDGE, edge))
    return document(root)


def _declare(root: Element, kind: str, attributes: Mapping[str, type[object]]) -> None:
    for name, value_type in attributes.items():
        key = {"id": f"{kind}_{name}", "for": kind, "attr.name": name}
        root.add("key", **key, **{"attr.type": _TYPES[value_type]})


def _add_values(parent: Element, attributes: Mapping[str, object]) -> None:
    for name, value in attributes.items():
        text = as_text(value)
        if text is not None:
            parent.add("data", text, key=f"{parent.name}_{name}")
