"""The network over time as GEXF 1.3, for Gephi's timeline.

Time is continuous there, and a date means the midnight at its beginning. So what stood up
to some day ends on the next: otherwise a tie of one day would have no time at all. An end
that is open is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
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
from libya_tracker.output.xml import Element, document, empty, filled
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
    nodes.extend(map(_node, network.nodes))
    edges = body.add("edges", count=len(network.edges))
    edges.extend(map(_edge, network.edges))
    return document(root)


def _declare(
    parent: Element, kind: str, mode: str, attributes: Mapping[str, type[object]]
) -> None:
    group = parent.add("attributes", class_=kind, mode=mode)
    for name, value_type in attributes.items():
        group.add("attribute", id=name, title=name, type=_TYPES[value_type])


def _node(node: TemporalNode) -> str:
    faction = node.faction
    colour = _colour(colour_of(node.side).fill if node.side else _NO_SIDE)
    return filled(
        "node",
        filled("attvalues", *_static(values(NODE_OVER_TIME, node))),
        *_spells([node.lifetime]),
        colour,
        id=faction.id,
        label=faction.name,
    )


def _edge(edge: TemporalEdge) -> str:
    relation = edge.relation
    attvalues = [*_of_relation(relation), *_static(values(EDGE_ITSELF, edge))]
    for period, status in edge.statuses:
        attvalues.append(f'<attvalue for="status" value="{status}"{_days(period)} />')
    for period, disputed in edge.disputes:
        value = as_text(disputed)
        attvalues.append(f'<attvalue for="disputed" value="{value}"{_days(period)} />')
    return filled(
        "edge",
        filled("attvalues", *attvalues),
        *_spells(edge.spells),
        _colour(TIE_COLOURS[relation.sign or ""]),
        id=edge.id,
        source=edge.faction,
        target=edge.to,
        type="directed",
        kind=relation,
        label=relation,
        weight=graph.weight(edge.status),
    )


@cache  # most edges have the same few relations
def _of_relation(relation: Relation) -> tuple[str, ...]:
    return tuple(_static(values(RELATION, relation)))


def _static(attributes: Mapping[str, object]) -> Iterator[str]:
    """Yield the values that an element has at all times."""
    for name, value in attributes.items():
        text = as_text(value)
        if text is not None:
            yield _attvalue(name, text)


@lru_cache(maxsize=65_536)
def _attvalue(name: str, text: str) -> str:
    return empty("attvalue", for_=name, value=text)


def _spells(periods: Iterable[Period]) -> Iterator[str]:
    """Yield the element of periods; what has no spells is always there."""
    spells = [f"<spell{_days(period)} />" for period in periods if period != ALWAYS]
    if spells:
        yield filled("spells", *spells)


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
