"""The attributes of networks, nodes and edges, listed once for all formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from libya_tracker.analysis.graph import Graph, GraphRow, Node
from libya_tracker.analysis.temporal_graph import TemporalEdge, TemporalNode
from libya_tracker.model.vocabulary import Relation
from libya_tracker.views.palette import colour_of

Item_contra = TypeVar("Item_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Attribute(Generic[Item_contra]):
    """One attribute: its name, the type of its values in XML, and how to find its value."""

    name: str
    value_type: type[object]
    value: Callable[[Item_contra], object]


def types(attributes: Iterable[Attribute[Any]]) -> dict[str, type[object]]:
    """Return the types of attributes by their names."""
    return {attribute.name: attribute.value_type for attribute in attributes}


def values(
    attributes: Iterable[Attribute[Item_contra]], item: Item_contra
) -> dict[str, object]:
    """Return the values of an item's attributes by their names."""
    return {attribute.name: attribute.value(item) for attribute in attributes}


def as_text(value: object) -> str | None:
    """Return a value as text: lists joined, None for an empty list."""
    if isinstance(value, tuple):
        return ";".join(value) or None
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


AnyNode = Node | TemporalNode
AnyEdge = GraphRow | TemporalEdge

_IDENTITY: tuple[Attribute[AnyNode], ...] = (
    Attribute("kind", str, lambda node: node.faction.kind),
    Attribute("area", str, lambda node: node.faction.area),
    Attribute("letter", str, lambda node: node.side.letter if node.side else None),
)
_LIFETIME: tuple[Attribute[AnyNode], ...] = (
    Attribute("founded", str, lambda node: node.faction.founded),
    Attribute("dissolved", str, lambda node: node.faction.dissolved),
)
#: What is the same of all edges of a relation.
RELATION: tuple[Attribute[Relation], ...] = (
    Attribute("relation", str, lambda relation: relation),
    Attribute("sign", str, lambda relation: relation.sign),
    Attribute("valence", int, lambda relation: relation.valence),
    Attribute("two_way", bool, lambda relation: relation.two_way),
)


def _of_edge(attribute: Attribute[Relation]) -> Attribute[AnyEdge]:
    value = attribute.value
    return Attribute(
        attribute.name, attribute.value_type, lambda edge: value(edge.relation)
    )


_RELATION = tuple(map(_of_edge, RELATION))
_SINCE: Attribute[AnyEdge] = Attribute("since", str, lambda edge: edge.since)
_SOURCES: Attribute[AnyEdge] = Attribute("sources", str, lambda edge: edge.sources)

GRAPH: tuple[Attribute[Graph], ...] = (
    Attribute("title", str, lambda graph: graph.perspective.registry.title),
    Attribute("day", str, lambda graph: graph.perspective.point.day),
    Attribute("known", str, lambda graph: graph.perspective.point.known),
    Attribute("scenario", str, lambda graph: graph.perspective.point.scenario),
    Attribute("conditions", str, lambda graph: graph.conditions),
)
NODE: tuple[Attribute[Node], ...] = (
    *_IDENTITY,
    Attribute("colour", str, lambda node: colour_of(node.side).fill if node.side else None),
    Attribute("follows", str, lambda node: tuple(side.faction for side in node.follows)),
    Attribute("divided", bool, lambda node: node.divided),
    *_LIFETIME,
)
EDGE: tuple[Attribute[GraphRow], ...] = (
    *_RELATION,
    _SINCE,
    Attribute("until", str, lambda edge: edge.until),
    Attribute("certainty", str, lambda edge: edge.certainty),
    Attribute("status", str, lambda edge: edge.status),
    Attribute("weight", float, lambda edge: edge.weight),
    Attribute("grade", str, lambda edge: edge.grade),
    Attribute("corroboration", int, lambda edge: edge.corroboration),
    Attribute("disputed", bool, lambda edge: edge.disputed),
    Attribute("disputed_by", str, lambda edge: edge.disputed_by),
    Attribute("last_cited", str, lambda edge: edge.last_cited),
    _SOURCES,
    Attribute("change", str, lambda edge: edge.change),
    Attribute("age", int, lambda edge: edge.age),
)

#: Of a network over time, what stays the same on all its days.
NODE_OVER_TIME: tuple[Attribute[TemporalNode], ...] = (*_IDENTITY, *_LIFETIME)
EDGE_ITSELF: tuple[Attribute[TemporalEdge], ...] = (
    _SINCE,
    _SOURCES,
    Attribute("changes", str, lambda edge: edge.changes),
)
EDGE_OVER_TIME: tuple[Attribute[TemporalEdge], ...] = (*_RELATION, *EDGE_ITSELF)
