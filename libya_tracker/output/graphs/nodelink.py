"""The network as node-link JSON, which networkx and d3 read."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from libya_tracker import sanitize
from libya_tracker.analysis.graph import Graph, GraphRow, Node
from libya_tracker.views.palette import colour_of


def nodelink(graph: Graph) -> str:
    """Return a network as one JSON object; there is one tie at most each way.

    A tie that holds both ways is one edge whose ``two_way`` is true.
    """
    point = graph.perspective.point
    content = {
        "directed": True,
        "multigraph": False,
        "graph": {
            "title": graph.perspective.registry.title,
            "day": point.day.isoformat(),
            "known": point.known.isoformat(),
            "scenario": point.scenario,
            "conditions": graph.conditions,
        },
        "nodes": [_node(node) for node in graph.nodes],
        "edges": [_edge(edge) for edge in graph.edges],
    }
    return sanitize.json_text(
        json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"
    )


def _node(node: Node) -> dict[str, Any]:
    return {
        "id": node.faction,
        "name": node.name,
        "kind": node.kind,
        "area": node.area,
        "letter": node.side.letter if node.side else None,
        "colour": colour_of(node.side).fill if node.side else None,
        "follows": [side.faction for side in node.follows],
        "divided": node.divided,
        "founded": node.founded,
        "dissolved": node.dissolved,
    }


def _edge(edge: GraphRow) -> dict[str, Any]:
    named = {"faction", "name", "to", "to_name"}
    values = {f.name: getattr(edge, f.name) for f in fields(edge) if f.name not in named}
    return {"source": edge.faction, "target": edge.to} | values
