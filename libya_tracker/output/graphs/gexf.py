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
from libya_tracker.analysis.temporal_graph import (
    Dynamic,
    TemporalEdge,
    TemporalNode,
)
from libya_tracker.model.dates import next_day
from libya_tracker.model.query import ALWAYS, Period
from libya_tracker.output.xml import add, document, element
from libya_tracker.views.palette import TIE_COLOURS, colour_of

_NODE: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("kind", "area", "letter", "founded", "dissolved"), "string")
)
_EDGE: Mapping[str, str] = MappingProxyType(
    {
        "relation": "string",
        "sign": "string",
        "valence": "integer",
        "two_way": "boolean",
        "since": "string",
        "sources": "string",
        "changes": "string",
    }
)
#: What changes while a tie stands.
_DYNAMIC: Mapping[str, str] = MappingProxyType({"status": "string", "disputed": "boolean"})
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
    _declared(body, "node", "static", _NODE)
    _declared(body, "edge", "static", _EDGE)
    _declared(body, "edge", "dynamic", _DYNAMIC)
    nodes = add(body, "nodes", count=len(network.nodes))
    for node in network.nodes:
        _node(nodes, node)
    edges = add(body, "edges", count=len(network.edges))
    for edge in network.edges:
        _edge(edges, edge)
    return document(root)


def _declared(parent: ET.Element, kind: str, mode: str, types: Mapping[str, str]) -> None:
    group = add(parent, "attributes", class_=kind, mode=mode)
    for name, sort in types.items():
        add(group, "attribute", id=name, title=name, type=sort)


def _node(parent: ET.Element, node: TemporalNode) -> None:
    faction, side = node.faction, node.side
    made = add(parent, "node", id=faction.id, label=faction.name)
    told = {"letter": side.letter if side else None}
    values = add(made, "attvalues")
    for name in _NODE:
        _value(values, name, told[name] if name in told else getattr(faction, name))
    _spells(made, [node.lifetime])
    _colour(made, colour_of(side).fill if side else _NO_SIDE)


def _edge(parent: ET.Element, edge: TemporalEdge) -> None:
    relation = edge.relation
    made = add(
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
    static = {
        "relation": relation,
        "sign": relation.sign,
        "valence": relation.valence,
        "two_way": relation.two_way,
        "since": edge.since,
        "sources": ";".join(edge.sources) or None,
        "changes": ";".join(edge.changes),
    }
    values = add(made, "attvalues")
    for name in _EDGE:
        _value(values, name, static[name])
    for period, status in edge.statuses:
        _value(values, "status", status, period)
    for period, disputed in edge.disputes:
        _value(values, "disputed", disputed, period)
    _spells(made, edge.spells)
    _colour(made, TIE_COLOURS[relation.sign or ""])


def _value(
    parent: ET.Element, name: str, value: object, period: Period | None = None
) -> None:
    if value is None:
        return
    made = add(parent, "attvalue", for_=name, value=value)
    if period is not None:
        _bound(made, period)


def _spells(parent: ET.Element, periods: Iterable[Period]) -> None:
    bounded = [period for period in periods if period != ALWAYS]
    if bounded:  # without any, it is always there
        group = add(parent, "spells")
        for period in bounded:
            _bound(add(group, "spell"), period)


def _bound(made: ET.Element, period: Period) -> None:
    if period.since is not None:
        made.set("start", period.since.isoformat())
    if period.until is not None and period.until < dt.date.max:
        made.set("end", next_day(period.until).isoformat())


def _colour(parent: ET.Element, colour: str) -> None:
    parts = (str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    parent.append(ET.Element("viz:color", dict(zip("rgb", parts, strict=True))))
