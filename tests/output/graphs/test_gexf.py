"""The network over time: its spells by themselves, as GEXF, and as networkx reads that."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from libya_tracker.analysis import state as history
from libya_tracker.analysis import temporal_graph
from libya_tracker.analysis.graph import graph
from libya_tracker.analysis.temporal_graph import Dynamic, Neighbourhood, dynamic
from libya_tracker.model import dates
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ALWAYS, EVERYTHING, Lens, Period, Point
from libya_tracker.model.records import Entry, Registry
from libya_tracker.model.vocabulary import Status
from libya_tracker.output.graphs.gexf import gexf
from libya_tracker.output.xml import clean
from tests.conftest import FEWER, Run
from tests.support.answers import Snapshot
from tests.support.networks import hostile
from tests.support.places import TESTS
from tests.support.registries import DAYS, claim, entries, point, points, registry

SCHEMA = etree.RelaxNG(etree.parse(TESTS / "gexf.rng"))
LENSES = st.sampled_from(
    [
        EVERYTHING,
        Lens(min_status=Status.REPORTED),
        Lens(source="s1"),
        Lens(persist=60),
        Lens(persist="cited"),
    ]
)
NS = {"g": "http://gexf.net/1.3"}


def as_xml(network: Dynamic) -> etree._Element:
    """Return a network as GEXF, which the schema has nothing against."""
    root = etree.fromstring(gexf(network).encode())
    SCHEMA.assertValid(root)
    return root


def over_time(
    record: Registry,
    where: Point,
    lens: Lens = EVERYTHING,
    around: Neighbourhood = Neighbourhood(),  # noqa: B008
) -> Dynamic:
    return dynamic(Perspective(ClaimIndex(record), where, lens), around)


@dataclass(frozen=True)
class Interval:
    """Days as GEXF has them: up to the one before the end."""

    start: dt.date | None
    end: dt.date | None

    def __contains__(self, on: dt.date) -> bool:
        return (self.start is None or self.start <= on) and (
            self.end is None or on < self.end
        )


def intervals(element: etree._Element, path: str) -> list[Interval]:
    """Return the intervals of an element's spells or values; always, without any."""
    bounded = [
        Interval(*(day(part.get(side)) for side in ("start", "end")))
        for part in element.iterfind(path, NS)
    ]
    return bounded or [Interval(None, None)]


def day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


@given(entries(), points(), LENSES, DAYS)
def test_on_every_day_the_edges_are_the_ties_of_that_day(
    claims: list[Entry], where: Point, lens: Lens, on: dt.date
) -> None:
    record = registry(claims)
    on = min(on, where.day)
    state = history.state(Perspective(ClaimIndex(record), replace(where, day=on), lens))
    expected = {edge.id: (edge.status, edge.disputed) for edge in graph(state).edges}

    root = as_xml(over_time(record, where, lens))

    standing = {}
    for edge in root.iterfind(".//g:edge", NS):
        if any(on in spell for spell in intervals(edge, "g:spells/g:spell")):
            standing[edge.get("id")] = (
                value(edge, "status", on),
                value(edge, "disputed", on),
            )
    assert standing == {
        key: (status, str(disputed).lower()) for key, (status, disputed) in expected.items()
    }


def value(edge: etree._Element, name: str, on: dt.date) -> str | None:
    """Return the one value that an attribute of an edge has on a day."""
    (only,) = (
        part.get("value")
        for part in edge.iterfind(f"g:attvalues/g:attvalue[@for='{name}']", NS)
        if on in Interval(day(part.get("start")), day(part.get("end")))
    )
    return only


@FEWER
@given(entries(), points(), LENSES)
def test_spells_are_disjoint_and_never_empty_and_values_fill_them(
    claims: list[Entry], where: Point, lens: Lens
) -> None:
    root = as_xml(over_time(registry(claims), where, lens))

    for edge in root.iterfind(".//g:edge", NS):
        spells = intervals(edge, "g:spells/g:spell")
        assert all(before(one.end, two.start) for one, two in pairwise(spells))
        for name in ("status", "disputed"):
            values = intervals(edge, f"g:attvalues/g:attvalue[@for='{name}']")
            assert joined(values) == spells
            assert all(filled(one) for one in values)
        assert all(filled(spell) for spell in spells)


def before(end: dt.date | None, start: dt.date | None) -> bool:
    return end is not None and start is not None and end < start


def filled(interval: Interval) -> bool:
    return None in {interval.start, interval.end} or before(interval.start, interval.end)


def joined(parts: list[Interval]) -> list[Interval]:
    """Return intervals with those made one that touch; None touches nothing."""
    result: list[Interval] = []
    for part in parts:
        if result and result[-1].end is not None and result[-1].end == part.start:
            part = Interval(result.pop().start, part.end)  # noqa: PLW2901  it is longer now
        result.append(part)
    return result


@FEWER
@given(entries(), points())
def test_no_tie_lies_outside_of_the_time_of_those_who_have_it(
    claims: list[Entry], where: Point
) -> None:
    root = as_xml(over_time(registry(claims), where))

    lives = {
        node.get("id"): intervals(node, "g:spells/g:spell")[0]
        for node in root.iterfind(".//g:node", NS)
    }
    for edge in root.iterfind(".//g:edge", NS):
        for name in (edge.get("source"), edge.get("target")):
            life = lives[name]
            for spell in intervals(edge, "g:spells/g:spell"):
                assert life.start is None or (spell.start and life.start <= spell.start)
                assert life.end is None or (spell.end and spell.end <= life.end)


@FEWER
@given(hostile(), points())
def test_networkx_reads_it_with_all_names_and_spells(
    record: Registry, where: Point
) -> None:
    network = over_time(record, where)

    read = nx.read_gexf(io.BytesIO(gexf(network).encode()), version="1.3")

    as_xml(network)
    assert {name: node["label"] for name, node in read.nodes(data=True)} == {
        node.faction.id: clean(node.faction.name) for node in network.nodes
    }
    edges: Any = read.edges(data=True)
    assert {edge["id"]: (a, b, spans(edge)) for a, b, edge in edges} == {
        strand.id: (
            strand.faction,
            strand.to,
            [span(spell) for spell in strand.spells],
        )
        for strand in network.edges
    }


def span(period: Period) -> tuple[str, str]:
    return str(period.since), str(period.until and dates.next_day(period.until))


def spans(edge: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    return edge.get("spells", [("None", "None")])  # its way to say that an end is open


def strand(*claims: Entry, on: str = "2018") -> temporal_graph.TemporalEdge:
    (edge,) = over_time(registry(claims), point(on)).edges
    return edge


def test_a_tie_of_one_day_has_that_day() -> None:
    edge = strand(claim("2017-03-01 a aligned b", until="2017-03-01"))

    assert edge.spells == (Period(dt.date(2017, 3, 1), dt.date(2017, 3, 1)),)


def test_spells_that_touch_are_one_and_others_are_not() -> None:
    edge = strand(
        claim("2017-03-01 a aligned b", 0, until="2017-03-10"),
        claim(
            *("2017-03-11 a aligned b", 1),
            until="2017-03-20",
            status="confirmed",
            sources=("s1", "s2"),
        ),
        claim("2017-03-22 a aligned b", 2),
    )

    first, second = edge.spells
    assert first == Period(dt.date(2017, 3, 1), dt.date(2017, 3, 20))
    assert second == Period(dt.date(2017, 3, 22), None)
    assert edge.statuses == (
        (Period(dt.date(2017, 3, 1), dt.date(2017, 3, 10)), "reported"),
        (Period(dt.date(2017, 3, 11), dt.date(2017, 3, 20)), "confirmed"),
        (second, "reported"),
    )


def test_a_start_that_nobody_knows_and_an_end_to_come_are_left_out() -> None:
    network = over_time(registry([claim("..2017-03 a aligned b")]), point("2018"))

    assert network.edges[0].spells == (ALWAYS,)
    assert not list(as_xml(network).iter("{*}spells"))


def test_another_relation_of_the_same_two_is_another_edge() -> None:
    claims = [
        claim("2017-01-01 a aligned b", 0),
        claim("2017-03-01 a opposed b", 1),
        claim("2017-05-01 a aligned b", 2),
        claim("2017-06-01 b fighting a", 3),
    ]

    network = over_time(registry(claims), point("2018"))

    assert [(strand.id, len(strand.spells)) for strand in network.edges] == [
        ("a:aligned:b", 2),
        ("a:fighting:b", 1),
        ("a:opposed:b", 1),
    ]


def test_it_is_disputed_from_the_denial_on() -> None:
    edge = strand(
        claim("2017-03-01 a aligned b", 0),
        claim("2017-05-01 a aligned b", 1, status="denied"),
    )

    assert edge.disputes == (
        (Period(dt.date(2017, 3, 1), dt.date(2017, 4, 30)), False),
        (Period(dt.date(2017, 5, 1), None), True),
    )


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        (Neighbourhood(), ["a:aligned:b", "b:fighting:c", "c:aligned:d"]),
        (Neighbourhood(frozenset({"a"})), ["a:aligned:b"]),
        (Neighbourhood(frozenset({"b"})), ["a:aligned:b", "b:fighting:c"]),
        (
            Neighbourhood(since=dt.date(2017, 2, 10)),
            ["a:aligned:b", "b:fighting:c", "c:aligned:d"],
        ),
        (Neighbourhood(since=dt.date(2017, 2, 11)), ["b:fighting:c", "c:aligned:d"]),
        (Neighbourhood(frozenset({"a"}), since=dt.date(2017, 2, 11)), []),
    ],
)
def test_a_part_of_it(around: Neighbourhood, expected: list[str]) -> None:
    claims = [
        claim("2017-01 a aligned b", 0, until="2017-02-10"),
        claim("2017-03 b fighting c", 1),
        claim("2017-05 c aligned d", 2),
    ]

    network = over_time(registry(claims), point("2018"), EVERYTHING, around)

    assert [strand.id for strand in network.edges] == expected
    assert {*around.factions} <= {node.faction.id for node in network.nodes}


def test_the_file_for_gephi(run: Run, snapshot: Snapshot) -> None:
    result = run("graph", "gna", "--as-of", "2017-12", "-f", "gexf")

    SCHEMA.assertValid(etree.fromstring(result.stdout_bytes))
    snapshot(result.stdout)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('start="2017-11-01"', 'start="2017-11"'),
        ('weight="3"', 'weight="-3"'),
        ('version="1.3"', 'version="1.2"'),
        ('kind="aligned"', 'kinds="aligned"'),
        ("<spell start=", "<spell begin="),
        ("viz:color", "viz:colour"),
        (' type="string"', ' type="text"'),
    ],
)
def test_the_schema_sees_a_mistake(right: str, wrong: str, run: Run) -> None:
    text = run("graph", "-f", "gexf").stdout
    assert right in text

    changed = etree.fromstring(text.replace(right, wrong).encode())

    assert not SCHEMA.validate(changed)
