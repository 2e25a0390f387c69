"""The network as node-link JSON, which networkx and d3 read."""

from __future__ import annotations

import json

from libya_tracker import sanitize
from libya_tracker.analysis.graph import Graph
from libya_tracker.output.graphs.attributes import EDGE, GRAPH, NODE, values


def nodelink(graph: Graph) -> str:
    """Return a network as one JSON object; there is one tie at most each way.

    A tie that holds both ways is one edge whose ``two_way`` is true.
    """
    content = {
        "directed": True,
        "multigraph": False,
        "graph": values(GRAPH, graph),
        "nodes": [
            {"id": node.faction.id, "name": node.faction.name} | values(NODE, node)
            for node in graph.nodes
        ],
        "edges": [
            {"source": edge.faction, "target": edge.to} | values(EDGE, edge)
            for edge in graph.edges
        ],
    }
    return sanitize.json_text(
        json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"
    )
