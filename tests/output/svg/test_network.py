"""The network as SVG: nothing hides anything, and it can be read without colour or eyes."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import combinations, pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from libya_tracker.analysis.graph import Graph
from libya_tracker.model.query import Point
from libya_tracker.model.records import Faction, Registry
from libya_tracker.output.svg import circle, network, network_marks, status_marks
from libya_tracker.output.svg.circle import Place
from libya_tracker.output.xml import clean, fragment
from libya_tracker.storage import files
from tests.conftest import FEWER, SAMPLE
from tests.support.browser import answer, needs_chromium
from tests.support.contrast import AA_TEXT, DARK, LIGHT, contrast
from tests.support.networks import HOSTILE, graph_at, hostile, ring
from tests.support.places import TOP
from tests.support.registries import HERE, claim, point, points, registry

SVG = "{http://www.w3.org/2000/svg}"
CORE = f"{SVG}path[@class='net-core']"


def root_of(graph: Graph, width: int | None = None) -> etree._Element:
    return etree.fromstring(network.svg(graph, width).encode())


def groups(root: etree._Element, kind: str) -> list[etree._Element]:
    return [g for g in root.iter(f"{SVG}g") if (g.get("class") or "").split()[:1] == [kind]]


def ties(root: etree._Element) -> list[etree._Element]:
    return [g for group in groups(root, "net-ties") for g in group.iterfind(f"{SVG}g")]


def line_of(tie: etree._Element) -> etree._Element:
    """Return the line of a tie, without what makes it hollow."""
    return next(path for path in tie.iter(f"{SVG}path") if path.get("class") == "net-line")


def words(element: etree._Element) -> str:
    return element.findtext(f"{SVG}title") or ""


@FEWER
@given(hostile(), points())
def test_each_tie_is_a_line_and_each_faction_a_mark_whatever_they_are_called(
    record: Registry, where: Point
) -> None:
    graph = graph_at(record, where)

    root = root_of(graph)

    assert len(ties(root)) == len(graph.edges)
    assert len(groups(root, "net-faction")) == len(graph.nodes)
    doubtful = [e for e in graph.edges if e.disputed or e.certainty == "possible"]
    assert len(groups(root, "net-doubts")[0]) == 2 * len(doubtful)
    assert len(groups(root, "net-signs")[0]) == sum(e.weight < 3 for e in graph.edges)
    heads = [path for path in root.iter(f"{SVG}path") if path.get("class") == "net-head"]
    one_way = sum(not edge.two_way for edge in graph.edges)
    assert len(heads) == one_way + 1  # and the one in the legend
    assert not {*root.iter(f"{SVG}script", f"{SVG}image", f"{SVG}use", f"{SVG}a")}
    given_to = [(str(name), str(value)) for e in root.iter() for name, value in e.items()]
    assert not [name for name, _ in given_to if re.match("id$|on|href|src|{", name)]
    assert not [value for _, value in given_to if re.search(r"http|url\(", value)]
    styles = "".join(style.text or "" for style in root.iter(f"{SVG}style"))
    assert styles
    assert not re.search(r"@import|url\(|http", styles)


def test_lines_show_sign_status_and_dispute() -> None:
    claims = [
        claim("2017 a aligned b", 0, status="confirmed", sources=("s1", "s2")),
        claim("2017 b opposed c", 1, status="alleged"),
        claim("2017 c truce d", 2, status="assessed"),
        claim("2017 d aligned a", 3, sources=("s1",)),
        claim("2017 d aligned a", 4, status="denied", by="c"),
        claim("2018-12-01..2019-02-01 c aligned a", 5),
    ]

    root = root_of(graph_at(registry(claims), point("2018")))

    lines = {words(tie): tie for tie in ties(root)}
    assert {
        name: (tie.get("class"), line_of(tie).get("stroke-width"))
        for name, tie in lines.items()
    } == {
        "B opposed to C: since 2017, alleged": ("net-tie net-minus net-alleged", "1"),
        "C in a truce with D: since 2017, assessed": (
            "net-tie net-zero net-assessed",
            "1.3",
        ),
        "D aligned with A: since 2017, reported, disputed by c, in s1": (
            "net-tie net-plus net-reported",
            "1.9",
        ),
        "A aligned with B: since 2017, confirmed, in s1, s2": (
            "net-tie net-plus net-confirmed",
            "4.6",
        ),
        "C aligned with A: since 2018-12-01..2019-02-01, reported, possible": (
            "net-tie net-plus net-reported",
            "1.9",
        ),
    }
    (marks,) = groups(root, "net-doubts")
    assert sorted(text.text or "" for text in marks.iter(f"{SVG}text")) == ["?", "~"]
    hollow = [tie.get("class") for tie in ties(root) if len(tie.findall(CORE)) == 1]
    assert hollow == ["net-tie net-plus net-confirmed"]
    (signs,) = groups(root, "net-signs")
    assert {sign.get("class"): sign[0].get("d") for sign in signs} == {
        "net-minus": status_marks.ON_LINES["alleged"],
        "net-zero": status_marks.ON_LINES["assessed"],
    }
    for kind in ("net-minus", "net-zero"):
        assert re.search(
            rf"{kind} \.net-line[^{{}}]*{{ stroke-dasharray", network_marks.STYLE
        )


def test_the_picture_has_a_description_in_words() -> None:
    root = root_of(
        graph_at(files.parse(SAMPLE, "sample.yaml"), point("2017-11-08@2018-01-01"))
    )

    title, description = (root.findtext(f"{SVG}{tag}") or "" for tag in ("title", "desc"))
    assert root.get("role") == "img"
    assert title == "Western Libya, a sample: who stands with whom, 2017-11-08"
    assert description.startswith("8 factions, 12 ties, as known on 2018-01-01. Operation ")
    assert "Libyan National Army opposed to Operation 'Tidings of Security'." in description
    mark = next(g for g in groups(root, "net-faction") if words(g).startswith("Zintan"))
    assert words(mark) == (
        "Zintan Military Council (divided): council, Zintan, follows "
        "Operation 'Tidings of Security', Government of National Accord"
    )


def test_text_is_legible_and_lines_are_visible_in_light_and_dark() -> None:
    light, dark = network_marks.STYLE.split(
        "@media screen and (prefers-color-scheme: dark)"
    )

    for papers, rules in ((LIGHT, light), (DARK, dark)):
        inks = {
            (selector, what): colour
            for selector, rule in re.findall(r"(\.net [^{}]+?) {([^}]*)}", rules)
            for what, colour in re.findall(r"(fill|stroke): (#\w{6})", rule)
            if not re.search("(fill|ink)[0-9]", selector)
        }
        hollow = {key for key, colour in inks.items() if colour == papers[0]}
        assert {selector.removeprefix(".net .net-") for selector, _ in hollow} == {
            *("core", "status", "doubt", "numbered")
        }
        for (selector, what), paper in product(inks.keys() - hollow, papers):
            least = AA_TEXT if "text" in selector or "soft" in selector else 3
            least = 2 if "leader" in selector else least
            assert contrast(inks[selector, what], paper) >= least, (selector, what)
        assert {(".net text", "fill"), (".net .net-soft", "fill")} <= {*inks}
        assert len(inks) - len(hollow) >= 12


def test_a_picture_has_no_box_and_is_dark_by_itself_where_its_reader_is() -> None:
    root = root_of(graph_at(ring("abc"), point("2018")))

    assert not root.findall(f"{SVG}rect")
    # Else a browser shows the light letters of the dark on the white of a file.
    assert ".net:root { color-scheme: light dark; }" in network_marks.STYLE


def control(root: etree._Element) -> list[str]:
    """Return the points to which the lines between factions bend."""
    paths = [line_of(tie).get("d") or "" for tie in ties(root)]
    return [path.partition(" Q")[2].rsplit(" ", 2)[0] for path in paths]


def test_a_tie_alone_takes_the_middle_and_two_a_side_each() -> None:
    there, back = (claim(f"2017 {words}") for words in ("a aligned b", "b opposed a"))

    one, other, both = (
        control(root_of(graph_at(registry(claims), point("2018"))))
        for claims in ([there], [back], [there, back])
    )

    assert one == other
    assert len({*one, *both}) == 3


@FEWER
@given(hostile(), points(), st.sampled_from([None, 390]))
def test_names_and_badges_are_inside_the_picture(
    record: Registry, where: Point, width: int | None
) -> None:
    root = root_of(graph_at(record, where), width)

    right = float((root.get("viewBox") or "").split()[2])
    assert width is None or right == width
    _, middle, _ = root.iterfind(f"{SVG}g[@transform]")  # between heading and legend
    centre = float(re.split("[( ]", middle.get("transform") or "")[1])
    for group in groups(root, "net-faction"):
        for badge in group.iterfind(f"{SVG}rect"):
            left = centre + float(badge.get("x") or "nan")
            assert 0 <= left < left + network_marks.BADGE <= right
        for text in group.iterfind(f"{SVG}text[@class]"):
            if "net-name" in (text.get("class") or ""):
                x, wide = (
                    centre + float(text.get("x") or "nan"),
                    circle.width(text.text or ""),
                )
                backward = text.get("direction") == "rtl"
                begins = (text.get("text-anchor") == "start") is not backward
                assert (x + wide <= right) if begins else (x - wide >= 0)


def test_no_two_of_32_sides_look_alike_so_no_two_neighbours_do() -> None:
    names = [f"f{n}" for n in range(33)]
    claims = [claim(f"2017 {a} aligned {b}", n) for n, (a, b) in enumerate(pairwise(names))]
    factions = {name: Faction(name, HERE, name) for name in names}
    record = replace(registry(claims), factions=factions)

    for width in (None, 390):
        marks = groups(root_of(graph_at(record, point("2018")), width), "net-factions")[0]
        looks = {
            disc.get("class")
            for group in marks
            for disc in group.findall(f"{SVG}circle")
            if "net-rim" in (disc.get("class") or "")
        }
        assert len(looks) == 32


@given(st.integers(1, 120))
def test_nodes_do_not_touch(count: int) -> None:
    places = circle.ring(count, circle.radius(count))

    assert all(abs(math.hypot(p.x, p.y) - circle.radius(count)) < 1e-6 for p in places)
    for one, other in combinations(places, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > 26


@given(st.lists(st.tuples(st.floats(-300, 300), st.floats(4, 60)), max_size=30).map(sorted))
def test_labels_in_a_column_do_not_hide_each_other(
    boxes: list[tuple[float, float]],
) -> None:
    tops = circle.spread(boxes)

    for (top, (_, height)), (below, _) in pairwise(zip(tops, boxes, strict=True)):
        assert below >= top + height - 1e-6


@given(st.lists(st.floats(-300, 300), min_size=1, max_size=8, unique=True).map(sorted))
def test_labels_that_have_room_stay_where_they_should_be(middles: list[float]) -> None:
    boxes = [(middle * 100, 10.0) for middle in middles]
    free = all(two - one >= 10 for (one, _), (two, _) in pairwise(boxes))

    tops = circle.spread(boxes)

    assert not free or tops == [middle - 5 for middle, _ in boxes]
    shift = sum(top + 5 - middle for top, (middle, _) in zip(tops, boxes, strict=True))
    assert abs(shift) < 1e-3  # pushed to both sides alike


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Kani militias", ["Kani militias"]),
        ("Tripoli Revolutionaries' Brigade", ["Tripoli", "Revolutionaries'", "Brigade"]),
        ("", [""]),
        ("x" * 300, 3),
        ("many words " * 30, 3),
    ],
)
def test_long_names_are_broken_and_the_longest_cut(
    name: str, lines: list[str] | int
) -> None:
    wrapped = circle.wrapped(name)

    if isinstance(lines, int):
        assert len(wrapped) == lines
        assert wrapped[-1].endswith(" …")
    else:
        assert " ".join(wrapped) == " ".join(lines)
    assert all(circle.width(line) <= 17.5 * circle.FONT for line in wrapped)


@pytest.mark.parametrize(
    ("text", "backward"),
    [
        ("Kani", False),
        ("كتيبة ثوار طرابلس", True),
        ("(2) كتيبة", True),
        ("301 كتيبة", True),
        ("TRB كتيبة", False),
        ("17", False),
        ("", False),
    ],
)
def test_the_first_letter_says_where_a_text_begins(text: str, backward: bool) -> None:
    assert circle.runs_right(text) is backward


def test_two_ties_between_the_same_two_part_on_their_way() -> None:
    one, other = Place(-100, 0), Place(0, 100)

    there, back = (circle.curve(*ends, 100, 14) for ends in ((one, other), (other, one)))

    assert math.hypot(
        there.control.x - back.control.x, there.control.y - back.control.y
    ) == pytest.approx(28)


LOOK = """
const box = element => {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return [left, top, right, bottom];
};
return [...document.querySelectorAll("svg")].map(svg => ({
  paper: box(svg),
  names: [...svg.querySelectorAll(".net-name")].map(box),
  discs: [...svg.querySelectorAll(".net-factions circle")].map(box),
  badges: [...svg.querySelectorAll(".net-factions rect")].map(box),
  keys: [...svg.querySelectorAll(".net-legend text")].map(box),
  sides: svg.querySelectorAll(".net-factions circle.net-rim").length,
  smallest: Math.min(...[...svg.querySelectorAll("text")].map(text =>
    parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)),
}));
"""
#: The width of a phone, and the most factions that it can show as large as they are drawn.
PHONE, FITS_A_PHONE = 390, 43
DAYS = ("2012-06-01", "2017-11-10", "2021-06-01")


@pytest.mark.slow
@needs_chromium
def test_in_a_browser_no_name_covers_another_nor_a_mark(tmp_path: Path) -> None:
    shipped = files.read(TOP / "factions.yaml")
    graphs = [graph_at(shipped, point(day)) for day in DAYS]
    graphs += [graph_at(shipped, point("2019-05-01"), include_all=True)]
    graphs += [graph_at(ring(names), point("2018")) for names in (HOSTILE, HOSTILE * 2)]
    pictures: list[tuple[Graph, int | None]] = [(graph, None) for graph in graphs]
    pictures += [(graph, PHONE) for graph in (graphs[1], *graphs[3:5])]
    drawn = ((fragment(network.element(*picture)), picture[1]) for picture in pictures)
    body = "".join(f"<div style='width: {wide or 1100}px'>{x}</div>" for x, wide in drawn)

    answers = answer(tmp_path, LOOK, body=body)

    for (graph, width), boxes in zip(pictures, answers, strict=True):
        names, marks = boxes["names"], [*boxes["discs"], *boxes["badges"]]
        named = sum(node.side is None for node in graph.nodes)
        listed = 0 if width is None else named + boxes["sides"] // 2
        assert len(boxes["discs"]) == len(graph.nodes) + listed
        for one, other in combinations(names, 2):
            assert apart(one, other, 1.5)
        for name in names:
            assert all(apart(name, mark, 0) for mark in marks)
        for one, other in combinations(boxes["discs"], 2):
            assert distance(one, other) >= (one[2] - one[0] + other[2] - other[0]) / 2
        for text in [*names, *boxes["keys"]]:
            assert inside(text, boxes["paper"])
        if width == PHONE and len(graph.nodes) <= FITS_A_PHONE:
            assert boxes["paper"][2] - boxes["paper"][0] == PHONE
            assert boxes["smallest"] >= 10


Box = list[float]


def apart(one: Box, other: Box, slack: float) -> bool:
    """Tell whether two boxes do not overlap, but for a line's own blank above and below."""
    return (
        one[2] <= other[0] + slack
        or other[2] <= one[0] + slack
        or one[3] <= other[1] + slack + 3
        or other[3] <= one[1] + slack + 3
    )


def distance(one: Box, other: Box) -> float:
    """Return how far the middles of two boxes are apart."""
    across = (one[0] + one[2] - other[0] - other[2]) / 2
    return math.hypot(across, (one[1] + one[3] - other[1] - other[3]) / 2)


def inside(one: Box, paper: Box) -> bool:
    return (
        paper[0] <= one[0]
        and paper[1] <= one[1]
        and one[2] <= paper[2] + 1
        and one[3] <= paper[3] + 1
    )


def test_names_are_whole_in_the_tooltips() -> None:
    graph = graph_at(ring(HOSTILE), point("2018"))

    names = {words(group).split(": ")[0] for group in groups(root_of(graph), "net-faction")}

    assert names == {clean(node.faction.name).split(": ")[0] for node in graph.nodes}
