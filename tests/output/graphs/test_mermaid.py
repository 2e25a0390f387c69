"""The flowchart, read and drawn by Mermaid itself in a browser.

Mermaid is that of the mermaid-cli on the path (``npm install --global --ignore-scripts
@mermaid-js/mermaid-cli``), or the file ``mermaid.min.js`` that ``$MERMAID_JS`` names.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from libya_tracker.analysis.graph import Graph, Node
from libya_tracker.model.query import Point
from libya_tracker.model.records import Faction, Registry
from libya_tracker.output.graphs.mermaid import flowchart
from libya_tracker.output.xml import clean
from libya_tracker.storage import files
from tests.conftest import FEWER, SAMPLE, Run
from tests.support.answers import Snapshot
from tests.support.browser import answer, needs_chromium
from tests.support.networks import HOSTILE, IDS, graph_at, hostile, ring
from tests.support.registries import HERE, claim, point, points, registry


def library() -> Path | None:
    """Return Mermaid as one file, where it is installed."""
    if path := os.environ.get("MERMAID_JS"):
        return Path(path)
    if (command := shutil.which("mmdc")) is None:
        return None
    parents = Path(command).resolve().parents
    candidates = (
        folder / part / "dist" / "mermaid.min.js"
        for folder in parents
        for part in ("mermaid", "node_modules/mermaid")
    )
    return next((file for file in candidates if file.is_file()), None)


MERMAID = library()
needs_mermaid = pytest.mark.skipif(
    MERMAID is None, reason="neither mermaid-cli is on the path nor $MERMAID_JS set"
)
READ = """
mermaid.initialize({startOnLoad: false});
const read = [];
for (const text of given) {
  const box = document.body.appendChild(document.createElement("div"));
  try {
    await mermaid.parse(text);
    const flow = (await mermaid.mermaidAPI.getDiagramFromText(text)).db;
    box.innerHTML = (await mermaid.render("drawn" + read.length, text)).svg;
    read.push({
      nodes: Object.fromEntries([...box.querySelectorAll(".node")].map(
        node => [node.id.replace(/^.*?flowchart-|-\\d+$/g, ""), node.textContent])),
      edges: flow.getEdges().map(e => [e.start, e.end, e.text, e.type]),
      scripts: box.querySelectorAll("script, a, img").length,
    });
  } catch (error) {
    read.push({error: String(error)});
  }
  box.remove();
}
return read;
"""


def read_back(texts: list[str], folder: Path) -> list[dict[str, Any]]:
    """Return what Mermaid makes of flowcharts: its nodes as drawn, its edges as read."""
    head = f'<script src="{MERMAID.as_uri()}"></script>' if MERMAID else ""
    results: list[dict[str, Any]] = answer(folder, READ, texts, head=head)
    return results


def expected(graph: Graph) -> dict[str, Any]:
    ids = {
        node.faction.id: f"f_{node.faction.id.replace('-', '_')}" for node in graph.nodes
    }
    kinds = {"+": "arrow_point", "0": "arrow_circle", "-": "arrow_cross"}
    return {
        "nodes": {ids[node.faction.id]: label_of(node) for node in graph.nodes},
        "edges": [
            [
                ids[edge.faction],
                ids[edge.to],
                edge.words,
                ("double_" if edge.two_way else "") + kinds[edge.sign],
            ]
            for edge in graph.edges
        ],
        "scripts": 0,
    }


def label_of(node: Node) -> str:
    letter = f" ({node.side.letter})" if node.side else ""
    divided = ", divided" if node.divided else ""
    return " ".join(f"{clean(node.faction.name)}{letter}{divided}".split())


def oddly_named() -> Registry:
    """Return a registry whose ids are words of Mermaid or look like its operators."""
    claims = [claim(f"2017 {one} allied {IDS[0]}", n) for n, one in enumerate(IDS[1:])]
    factions = {name: Faction(name, HERE, name) for name in IDS}
    return replace(registry(claims), factions=factions)


@pytest.mark.slow
@needs_mermaid
@needs_chromium
def test_mermaid_reads_and_draws_what_was_written(tmp_path: Path) -> None:
    few = [HOSTILE[n : n + 4] for n in range(0, len(HOSTILE), 4)]
    networks = [graph_at(ring(names), point("2018")) for names in few]
    networks.append(graph_at(oddly_named(), point("2018")))
    networks.append(graph_at(files.parse(SAMPLE, "sample.yaml"), point("2017-11-08")))

    *read, wrong = read_back([*map(flowchart, networks), "flowchart X[["], tmp_path)

    for chart in read:
        chart["nodes"] = {
            key: " ".join(name.split()) for key, name in chart["nodes"].items()
        }
    assert read == [expected(graph) for graph in networks]
    assert "error" in wrong  # or this test would see nothing


@FEWER
@given(hostile(), points())
def test_each_faction_and_each_tie_has_a_line_whatever_they_are_called(
    record: Registry, where: Point
) -> None:
    graph = graph_at(record, where)

    lines = flowchart(graph).splitlines()

    assert lines[0] == lines[2] == "---"
    assert lines[1].startswith('title: "')
    assert lines[3] == "flowchart BT"
    own = lines[4 : 4 + len(graph.nodes) + len(graph.edges)]
    assert all(line.startswith("  f_") and line.count('"') == 2 for line in own)
    assert not [line for line in own if {*line.split('"')[1]} & {*"<>[]{}`;:|"} - {*"#;"}]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("- item", "#45; item"),
        ("1) item", "#49;) item"),
        ("1. item", "1#46; item"),
        ("_a_ *b*", "#95;a#95; #42;b#42;"),
        ("A-1 (b), c/d's", "A-1 (b), c/d's"),
        ("كتيبة", "كتيبة"),
    ],
)
def test_no_version_of_mermaid_finds_markdown_in_a_name(name: str, label: str) -> None:
    record = registry([claim("2017 a allied b")], a=Faction("a", HERE, name))

    assert f'  f_a["{label}"]' in flowchart(graph_at(record, point("2018"))).splitlines()


def test_the_flowchart_of_a_day(run: Run, snapshot: Snapshot) -> None:
    snapshot(run("graph", "--as-of", "2017-11-08", "-f", "mermaid").stdout)
