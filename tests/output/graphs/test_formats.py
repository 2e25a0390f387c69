"""What is written for other programs, read back by them: Graphviz, networkx, XML tools."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from lxml import etree

from libya_tracker.analysis.graph import Graph, GraphRow
from libya_tracker.model.query import Point
from libya_tracker.model.records import Registry
from libya_tracker.output.graphs import dot, graphml, nodelink
from libya_tracker.output.graphs.attributes import EDGE
from libya_tracker.output.xml import clean
from libya_tracker.storage import files
from tests.conftest import FEWER, Run
from tests.support.answers import Snapshot
from tests.support.networks import HOSTILE, digraph, graph_at, hostile, ring, same_network
from tests.support.registries import claim, point, points, registry

GRAPHVIZ = shutil.which("dot")
needs_graphviz = pytest.mark.skipif(GRAPHVIZ is None, reason="Graphviz is not installed")
SVG = "{http://www.w3.org/2000/svg}"


def graphviz(text: str, form: str) -> bytes:
    """Return what Graphviz makes of a network; it is silent where it takes no offence."""
    process = subprocess.run(
        ["dot", f"-T{form}"], input=text.encode(), capture_output=True, check=False
    )
    assert (process.returncode, process.stderr.decode()) == (0, "")
    return process.stdout


def of_graphviz(graph: Graph) -> nx.DiGraph[str]:
    """Return a network as Graphviz understood it."""
    read = json.loads(graphviz(dot.dot(graph), "dot_json"))
    names = [node["name"] for node in read.get("objects", ())]
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_nodes_from(names)
    for edge in read.get("edges", ()):
        attributes = {key: edge[key] for key in ("relation", "sign", "status")}
        attributes |= {
            "disputed": edge["disputed"] == "true",
            "two_way": edge["dir"] == "both",
        }
        network.add_edge(names[edge["tail"]], names[edge["head"]], **attributes)
    return network


def of_graphml(graph: Graph) -> nx.DiGraph[str]:
    read = nx.read_graphml(io.BytesIO(graphml.graphml(graph).encode()))
    assert isinstance(read, nx.DiGraph)
    return read


def of_json(graph: Graph) -> nx.DiGraph[str]:
    read = nx.node_link_graph(json.loads(nodelink.nodelink(graph)), edges="edges")
    assert isinstance(read, nx.DiGraph)
    assert not read.is_multigraph()
    return read


@pytest.mark.parametrize("read", [of_graphml, of_json])
@FEWER
@given(record=hostile(), where=points())
def test_networkx_reads_back_the_network_that_was_written(
    read: Callable[[Graph], nx.DiGraph[str]], record: Registry, where: Point
) -> None:
    graph = graph_at(record, where)

    assert same_network(read(graph), digraph(graph))


@needs_graphviz
@FEWER
@given(record=hostile(), where=points())
def test_graphviz_reads_back_the_network_that_was_written(
    record: Registry, where: Point
) -> None:
    graph = graph_at(record, where)

    assert same_network(of_graphviz(graph), digraph(graph))


@needs_graphviz
@pytest.mark.slow
@pytest.mark.parametrize("day", ["2017-11-30", "2018-06-01", "2019-03-31"])
def test_graphviz_draws_the_shipped_registry_without_a_warning(day: str) -> None:
    assert b"<svg" in graphviz(
        dot.dot(graph_at(files.read(files.shipped()), point(day))), "svg"
    )


@needs_graphviz
def test_graphviz_shows_every_name_as_it_is() -> None:
    graph = graph_at(ring(HOSTILE), point("2018"))

    root = etree.fromstring(graphviz(dot.dot(graph), "svg"))

    def labels(kind: str) -> dict[str, str]:
        return {
            group.findtext(f"{SVG}title", "").replace("\u00a0", " "): " ".join(
                " ".join(text.text or "" for text in group.iter(f"{SVG}text")).split()
            )
            for group in root.iter(f"{SVG}g")
            if group.get("class") == kind
        }

    names = {
        node.faction.id: " ".join(clean(node.faction.name).split()) for node in graph.nodes
    }
    letters = {
        node.faction.id: f" ({node.side.letter})" for node in graph.nodes if node.side
    }
    assert labels("node") == {
        key: f"{name}{letters.get(key, '')}".strip() for key, name in names.items()
    }
    assert labels("edge") == {f"{e.faction}->{e.to}": e.relation for e in graph.edges}
    assert not list(root.iter(f"{SVG}script"))


@needs_graphviz
def test_signs_and_statuses_differ_in_more_than_colour() -> None:
    claims = [
        claim("2017 a aligned b", 0),
        claim("2017 a opposed c", 1),
        claim("2017 b neutral c", 2),
        claim("2017 d aligned a", 3, status="confirmed", sources=("s1", "s2")),
        claim("2017 d aligned b", 4, status="alleged"),
        claim("2017 d aligned c", 5),
        claim("2017 d aligned c", 6, status="denied"),
        claim("2018-12-01..2019-02-01 c aligned a", 7),
    ]
    read = json.loads(
        graphviz(dot.dot(graph_at(registry(claims), point("2018"))), "dot_json")
    )

    looks = [
        (edge["label"], edge["style"], edge["arrowhead"], edge["penwidth"])
        for edge in read["edges"]
    ]

    assert looks == [
        ("aligned", "solid", "normal", "1.7"),
        ("opposed", "dashed", "tee", "1.7"),
        ("neutral", "dotted", "odot", "1.7"),
        ("aligned, possible", "solid", "normal", "1.7"),
        ("aligned, confirmed", "solid", "normal", "2.5"),
        ("aligned, alleged", "solid", "normal", "0.7"),
        ("aligned, disputed", "solid", "normal", "1.7"),
    ]


def test_the_file_for_graphviz(run: Run, snapshot: Snapshot) -> None:
    snapshot(run("graph", "zintan", "gna", "--as-of", "2017-11-08").stdout)


def test_graphml_says_the_types_of_its_attributes() -> None:
    claims = [
        claim("2017-01-02 a fighting b", 0, sources=("s1", "s2")),
        claim("2017 a fighting b", 1, status="denied", by="c"),
    ]

    read = of_graphml(graph_at(registry(claims), point("2018")))

    assert read.graph["day"] == "2018-12-31"
    assert read.nodes["a"] == {"label": "A", "divided": False}
    assert read.edges["a", "b"] == {
        "id": "a:fighting:b",
        "relation": "fighting",
        "sign": "-",
        "valence": -1,
        "two_way": True,
        "since": "2017-01-02",
        "certainty": "certain",
        "status": "reported",
        "weight": 3.0,
        "corroboration": 2,
        "disputed": True,
        "disputed_by": "c",
        "last_cited": "2017-01-02",
        "sources": "s1;s2",
        "change": "2017-01-02-a-b-0",
        "age": 728,
    }


def test_an_edge_has_an_attribute_for_each_column_of_its_row() -> None:
    columns = GraphRow._fields

    ends = {"faction", "name", "to", "to_name"}
    assert [one.name for one in EDGE] == [name for name in columns if name not in ends]


@FEWER
@given(record=hostile(), where=points())
def test_graphml_declares_each_attribute_once_and_no_other(
    record: Registry, where: Point
) -> None:
    root = etree.fromstring(graphml.graphml(graph_at(record, where)).encode())

    keys = {key.get("id"): key.get("for") for key in root.iterfind("{*}key")}
    assert len(keys) == len(root.findall("{*}key"))
    for data in root.iter("{*}data"):
        parent = data.getparent()
        assert parent is not None
        assert keys[data.get("key")] == etree.QName(parent).localname
    ids = [edge.get("id") for edge in root.iter("{*}edge")]
    assert len({*ids}) == len(ids)


@FEWER
@given(record=hostile(), where=points())
def test_json_holds_all_that_is_known_of_nodes_and_edges(
    record: Registry, where: Point
) -> None:
    graph = graph_at(record, where)

    read: dict[str, Any] = json.loads(nodelink.nodelink(graph))

    assert [(node["id"], node["name"]) for node in read["nodes"]] == [
        (node.faction.id, node.faction.name) for node in graph.nodes
    ]
    assert [
        (edge["source"], edge["target"], edge["sources"], edge["age"])
        for edge in read["edges"]
    ] == [(e.faction, e.to, [*e.sources], e.age) for e in graph.edges]


@pytest.mark.parametrize("form", ["dot", "mermaid", "graphml", "gexf", "json", "svg"])
def test_nothing_that_steers_a_terminal_is_in_any_format(form: str, run: Run) -> None:
    name = '"\\e[31m\\u202e\\u2028 \\x9b"'
    text = f"factions:\n  a: {{name: {name}}}\n  b: {{name: {name}}}\n"
    claims = "changes:\n  - {date: 2017, faction: a, relation: allied, to: b}\n"

    result = run("graph", "-f", form, registry=text + claims)

    assert result.exit_code == 0
    assert not {*result.stdout} & {"\x1b", "\u202e", "\u2028", "\x9b"}
