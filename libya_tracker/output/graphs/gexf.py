"""The network over time as GEXF 1.3, for Gephi's timeline.

Time is continuous there, and a date means the midnight at its beginning. So what stood up
to some day ends on the next: otherwise a tie of one day would have no time at all. An end
that is open is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from libya_tracker.analysis import graph
from libya_tracker.analysis.temporal_graph import Dynamic, TemporalEdge, TemporalNode
from libya_tracker.model.dates import next_day
from libya_tracker.model.query import ALWAYS, Period
from libya_tracker.model.vocabulary import Relation
from libya_tracker.output.graphs.attributes import (
    EDGE_ITSELF,
    EDGE_OVER_TIME,
    NODE_OVER_TIME,
    RELATION,
    as_text,
    types,
    values,
)
from libya_tracker.output.xml import Element, document, empty
from libya_tracker.views.palette import TIE_COLOURS, colour_of

_TYPES: Mapping[type[object], str] = MappingProxyType(
    {str: "string", int: "integer", bool: "boolean"}
)
#: What changes while a tie stands.
_DYNAMIC: Mapping[str, type[object]] = MappingProxyType({"status": str, "disputed": bool})
_NO_SIDE = "#c8ccd0"


def gexf(network: Dynamic) -> str:
    """Return a network over time as GEXF; every edge is directed.

    Several tools read no network that is partly directed. So a tie that holds both ways
    is one directed edge too, and its attribute ``two_way`` says what it is.
    """
    root = Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    root.set(**{"xmlns:viz": "http://gexf.net/1.3/viz"})
    meta = root.add("meta", lastmodifieddate=network.perspective.point.known)
    meta.add("creator", "libya-tracker")
    meta.add("description", f"{network.title}, {network.conditions}")
    body = root.add(
        "graph",
        mode="dynamic",
        defaultedgetype="directed",
        timeformat="date",
        timerepresentation="interval",
        timezone="UTC",
        idtype="string",
    )
    _declare(body, "node", "static", types(NODE_OVER_TIME))
    _declare(body, "edge", "static", types(EDGE_OVER_TIME))
    _declare(body, "edge", "dynamic", _DYNAMIC)
    nodes = body.add("nodes", count=len(network.nodes))
    for node in network.nodes:
        _node(nodes, node)
    edges = body.add("edges", count=len(network.edges))
    for edge in network.edges:
        _edge(edges, edge)
    return document(root)


def _declare(
    parent: Element, kind: str, mode: str, attributes: Mapping[str, type[object]]
) -> None:
    group = parent.add("attributes", class_=kind, mode=mode)
    for name, value_type in attributes.items():
        group.add("attribute", id=name, title=name, type=_TYPES[value_type])


def _node(parent: Element, node: TemporalNode) -> None:
    node_element = parent.add("node", id=node.faction.id, label=node.faction.name)
    attvalues = node_element.add("attvalues")
    _values(attvalues, values(NODE_OVER_TIME, node))
    _spells(node_element, [node.lifetime])
    node_element.append(_colour(colour_of(node.side).fill if node.side else _NO_SIDE))


def _edge(parent: Element, edge: TemporalEdge) -> None:
    relation = edge.relation
    edge_element = parent.add(
        "edge",
        id=edge.id,
        source=edge.faction,
        target=edge.to,
        type="directed",
        kind=relation,
        label=relation,
        weight=graph.weight(edge.status),
    )
    attvalues = edge_element.add("attvalues")
    for line in _of_relation(relation):
        attvalues.append(line)
    _values(attvalues, values(EDGE_ITSELF, edge))
    for period, status in edge.statuses:
        attvalues.append(f'<attvalue for="status" value="{status}"{_days(period)} />')
    for period, disputed in edge.disputes:
        value = as_text(disputed)
        attvalues.append(f'<attvalue for="disputed" value="{value}"{_days(period)} />')
    _spells(edge_element, edge.spells)
    edge_element.append(_colour(TIE_COLOURS[relation.sign or ""]))


def _values(parent: Element, attributes: Mapping[str, object]) -> None:
    for name, value in attributes.items():
        text = as_text(value)
        if text is not None:
            parent.append(_static(name, text))


@cache  # most edges have the same few relations
def _of_relation(relation: Relation) -> tuple[str, ...]:
    texts = ((a.name, as_text(a.value(relation))) for a in RELATION)
    return tuple(_static(name, text) for name, text in texts if text is not None)


@lru_cache(maxsize=65_536)
def _static(name: str, text: str) -> str:
    return empty("attvalue", for_=name, value=text)


def _spells(parent: Element, periods: Iterable[Period]) -> None:
    bounded = [period for period in periods if period != ALWAYS]
    if bounded:  # without any, it is always there
        group = parent.add("spells")
        for period in bounded:
            group.append(f"<spell{_days(period)} />")


@lru_cache(maxsize=65_536)  # a spell, its status and its disputes mostly have the same
def _days(period: Period) -> str:
    start = "" if period.since is None else f' start="{period.since}"'
    if period.until is None or period.until == dt.date.max:
        return start
    return f'{start} end="{next_day(period.until)}"'


@cache
def _colour(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return empty("viz:color", r=red, g=green, b=blue)
