"""The network over time as GEXF 1.3, for Gephi's timeline.

Time is continuous there, and a date means the midnight at its beginning. So what stood up
to some day ends on the next: otherwise a tie of one day would have no time at all. An end
that is open is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from xml.etree import ElementTree as ET

from libya_tracker.analysis import graph
from libya_tracker.analysis.temporal_graph import Dynamic, TemporalEdge, TemporalNode
from libya_tracker.model.dates import next_day
from libya_tracker.model.query import ALWAYS, Period
from libya_tracker.output.graphs.attributes import (
    EDGE_OVER_TIME,
    NODE_OVER_TIME,
    as_text,
    types,
    values,
)
from libya_tracker.output.xml import add, document, element
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
    root = element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    root.set("xmlns:viz", "http://gexf.net/1.3/viz")
    meta = add(root, "meta", lastmodifieddate=network.perspective.point.known)
    add(meta, "creator", "libya-tracker")
    add(meta, "description", f"{network.title}, {network.conditions}")
    body = add(
        root,
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
    nodes = add(body, "nodes", count=len(network.nodes))
    for node in network.nodes:
        _node(nodes, node)
    edges = add(body, "edges", count=len(network.edges))
    for edge in network.edges:
        _edge(edges, edge)
    return document(root)


def _declare(
    parent: ET.Element, kind: str, mode: str, attributes: Mapping[str, type[object]]
) -> None:
    group = add(parent, "attributes", class_=kind, mode=mode)
    for name, value_type in attributes.items():
        add(group, "attribute", id=name, title=name, type=_TYPES[value_type])


def _node(parent: ET.Element, node: TemporalNode) -> None:
    node_element = add(parent, "node", id=node.faction.id, label=node.faction.name)
    attvalues = add(node_element, "attvalues")
    for name, value in values(NODE_OVER_TIME, node).items():
        _value(attvalues, name, value)
    _spells(node_element, [node.lifetime])
    _colour(node_element, colour_of(node.side).fill if node.side else _NO_SIDE)


def _edge(parent: ET.Element, edge: TemporalEdge) -> None:
    relation = edge.relation
    edge_element = add(
        parent,
        "edge",
        id=edge.id,
        source=edge.faction,
        target=edge.to,
        type="directed",
        kind=relation,
        label=relation,
        weight=graph.weight(edge.status),
    )
    attvalues = add(edge_element, "attvalues")
    for name, value in values(EDGE_OVER_TIME, edge).items():
        _value(attvalues, name, value)
    for period, status in edge.statuses:
        _value(attvalues, "status", status, period)
    for period, disputed in edge.disputes:
        _value(attvalues, "disputed", disputed, period)
    _spells(edge_element, edge.spells)
    _colour(edge_element, TIE_COLOURS[relation.sign or ""])


def _value(
    parent: ET.Element, name: str, value: object, period: Period | None = None
) -> None:
    text = as_text(value)
    if text is None:
        return
    attvalue = add(parent, "attvalue", for_=name, value=text)
    if period is not None:
        _bound(attvalue, period)


def _spells(parent: ET.Element, periods: Iterable[Period]) -> None:
    bounded = [period for period in periods if period != ALWAYS]
    if bounded:  # without any, it is always there
        group = add(parent, "spells")
        for period in bounded:
            _bound(add(group, "spell"), period)


def _bound(interval: ET.Element, period: Period) -> None:
    if period.since is not None:
        interval.set("start", period.since.isoformat())
    if period.until is not None and period.until < dt.date.max:
        interval.set("end", next_day(period.until).isoformat())


def _colour(parent: ET.Element, colour: str) -> None:
    parts = (str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    parent.append(ET.Element("viz:color", dict(zip("rgb", parts, strict=True))))
