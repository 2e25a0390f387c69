"""The timeline as SVG: the same lanes, legible in light and dark, and harmless anywhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from libya_tracker.analysis.timeline import Segment
from libya_tracker.model.query import Period, Point
from libya_tracker.model.records import Entry
from libya_tracker.model.vocabulary import Certainty, Sign
from libya_tracker.output import xml
from libya_tracker.output.svg import text_metrics, timeline_marks
from libya_tracker.output.svg import timeline as picture
from libya_tracker.storage import files
from libya_tracker.views.chart import MEANINGS, Chart, Key, Lane, LaneBar
from libya_tracker.views.palette import PALETTE
from tests.conftest import FEWER, Run
from tests.support.charts import ALL_TIES, BUSY, FIRST, LAST, charted
from tests.support.contrast import DARK, LIGHT, contrast
from tests.support.registries import claim, entries, point, points
from tests.support.terminal import HOSTILE, STEERING, hostile

SVG = "{http://www.w3.org/2000/svg}"
INK = ("#1b2026", "#eceff2")
WIDTHS = st.sampled_from([picture.WIDTH, 390, 280])
AA_GRAPHICS = 3.0  # WCAG 2.1, success criterion 1.4.11


def root_of(chart: Chart, width: int | None = None) -> ET.Element:
    """Return the picture of a chart, as a reader finds it in the file."""
    text = picture.svg(chart, width)
    etree.fromstring(text.encode())
    return ET.fromstring(text)


def texts(root: ET.Element, kind: str | None = None) -> list[str]:
    """Return the texts that are shown, all or those of a class."""
    return [
        text.text or ""
        for text in root.iter(f"{SVG}text")
        if kind is None or text.get("class") == kind
    ]


def bars_of(root: ET.Element) -> list[ET.Element]:
    return [group for group in root.iter(f"{SVG}g") if group.get("class") == "tl-bar"]


@FEWER
@given(entries(max_size=8), points())
def test_the_picture_has_the_lanes_the_bars_and_the_letters_of_the_chart(
    claims: list[Entry], where: Point
) -> None:
    chart = charted(claims, where)
    root = root_of(chart)

    lane_bars = [bar for lane in chart.lanes for bar in lane.bars]
    bars = bars_of(root)
    titles = [f"{lane.label} {bar.words}" for lane in chart.lanes for bar in lane.bars]
    assert sorted(bar.findtext(f"{SVG}title") or "" for bar in bars) == sorted(titles)
    assert sorted(texts(bar, "tl-letter")[0] for bar in bars) == sorted(
        bar.letter for bar in lane_bars
    )
    for lane in chart.lanes:
        assert lane.label in texts(root)
    kinds = {rect.get("class") for bar in bars for rect in bar.iter(f"{SVG}rect")}
    signs = [
        [
            path.get("d")
            for path in bar.iter(f"{SVG}path")
            if path.get("class") == "tl-status"
        ]
        for bar in bars
    ]
    outlines = {"confirmed", "assessed", "alleged"}
    assert sum(map(bool, signs)) == sum(bar.status in outlines for bar in lane_bars)
    assert len({*chain(*signs)}) == len(outlines & {bar.status for bar in lane_bars})
    unsure = {kind for _, kind in chart.fills if kind != "certain"}
    assert {f"tl-rim tl-{kind}" for kind in unsure} <= kinds


@FEWER
@given(entries(max_size=8), points(), WIDTHS)
def test_nothing_is_drawn_outside_of_the_picture(
    claims: list[Entry], where: Point, page: int
) -> None:
    root = root_of(charted(claims, where), page)

    _, _, width, height = map(float, root.get("viewBox", "").split())
    assert width == page
    assert [root.get("width"), root.get("height")] == [str(page), f"{height:.0f}"]
    for rect in root.iter(f"{SVG}rect"):
        x, y, wide, high = (
            float(rect.get(key, "0")) for key in ("x", "y", "width", "height")
        )
        assert min(x, y) >= 0
        assert min(wide, high) > 0
        assert x + wide <= width
        assert y + high <= height
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("y", "0")) <= height


def test_a_picture_says_what_it_is_to_those_who_do_not_see_it(run: Run) -> None:
    root = ET.fromstring(run("timeline", "-f", "svg").stdout)

    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "Western Libya, a sample: timeline from 2016-01-01 to 2018-01-01"
    assert (root[1].tag, root[1].text) == (
        f"{SVG}desc",
        "8 lanes from 2016-01-01 to 2018-01-01, one a faction, with 11 bars. The letters "
        "in the bars: T Operation 'Tidings of Security', Z Zintan Military Council, "
        "G Government of National Accord, L Libyan National Army.",
    )
    titles = [bar.findtext(f"{SVG}title") for bar in bars_of(root)]
    assert titles[:3] == [
        "Tripoli Revolutionaries' Brigade aligned with Government of National Accord: "
        "since 2016-03-30, stands, reported",
        "Tripoli Revolutionaries' Brigade member of Operation 'Tidings of Security': "
        "since 2017-11-01, ended 2017-11-10, reported",
        "Kani militias member of Operation 'Tidings of Security': "
        "since 2017-11-01..2017-11-07, ended 2017-11-10, confirmed",
    ]
    assert titles[8:10] == [
        "Janzour militias member of Government of National Accord: "
        "since 2017-11, overdue, expected",
        "Government of National Accord supporter of Operation 'Tidings of Security': "
        "since 2017-11-01, ended 2017-11-10, assessed, disputed from 2017-11-02",
    ]


def test_the_marks_of_the_axis_stand_where_the_bars_of_their_days_begin() -> None:
    months = ("2017-03-01", "2017-06-01", "2017-09-01")
    claims: list[Entry] = [
        claim(f"{day} {one} aligned d", place)
        for place, (day, one) in enumerate(zip(months, "abc", strict=True))
    ]
    root = root_of(charted(claims, point("2017-12-31"), period=Period(FIRST, LAST)))

    marks = {
        text.text: float(text.get("x", "nan"))
        for text in root.iter(f"{SVG}text")
        if text.get("dir") == "ltr"
    }
    starts = [
        min(float(rect.get("x", "nan")) for rect in bar.iter(f"{SVG}rect"))
        for bar in bars_of(root)
    ]
    # A label stands 2 to the right of its mark, a rim half a unit inside of its box.
    assert [marks[day[:7]] - 2 for day in months] == [start - 0.5 for start in starts]
    ruled = [path.get("d", "") for path in root.iter(f"{SVG}path")]
    (axis,) = (path for path in ruled if "H" in path)
    assert all(f"M{marks[day[:7]] - 2:.0f} " in axis for day in months)


def test_the_same_question_has_the_same_picture(run: Run) -> None:
    first = run("timeline", "-f", "svg", *ALL_TIES).stdout
    run("timeline", "-o", "bars.svg", *ALL_TIES)

    assert Path("bars.svg").read_text(encoding="utf-8") == first
    assert first.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ')


def test_a_picture_refers_to_nothing_and_runs_nothing(run: Run) -> None:
    text = run("timeline", "-f", "svg", *BUSY, *ALL_TIES).stdout
    root = ET.fromstring(text)

    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags == {"svg", "title", "desc", "style", "g", "rect", "path", "text"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not {"id", "href"} & names
    assert [name for name in names if name.startswith("on") or "}" in name] == []
    assert "url(" not in text
    assert "@import" not in text
    assert re.findall(r"[a-z]+://[^\"]*", text) == ["http://www.w3.org/2000/svg"]


def test_a_fragment_takes_the_colours_of_its_page_and_shares_no_name_with_it() -> None:
    text = xml.fragment(picture.element(Chart("A", FIRST, LAST, None, (), ())))
    element = etree.fromstring(text)
    style = next(element.iter(f"{SVG}style")).text or ""

    assert re.findall(r"#[0-9a-f]{3,6}|prefers", style) == []
    selectors = re.findall(r"^([^{}@\"]+)\{", style, re.MULTILINE)
    assert selectors
    assert [rule for rule in selectors if not rule.strip().startswith(".tl")] == []
    classes = {name for part in element.iter() for name in part.get("class", "").split()}
    assert [name for name in classes if not name.startswith("tl")] == []
    page = f"<div>{text}{text}</div>"
    assert etree.fromstring(page) is not None


def test_what_is_drawn_stands_out_in_light_and_dark() -> None:
    text = picture.svg(Chart("A", FIRST, LAST, None, (), ()))

    assert re.findall(r"color:(#\w+)", text) == list(INK)
    assert ".tl:root{color-scheme:light dark}" in text  # else light on a file's white
    for papers, ink in zip((LIGHT, DARK), INK, strict=True):
        assert all(contrast(paper, ink) >= 7 for paper in papers)
    whole = picture.svg(charted([claim("2017-01-01 a aligned b")], point("2018")))
    shown = ET.fromstring(whole)
    rects = [rect for rect in shown.iter(f"{SVG}rect") if rect.get("class") is not None]
    assert {rect.get("class") for rect in rects} == {
        "tl-band",
        "tl-rim tl-certain",
        "tl-rim",
    }
    assert ".tl .tl-rim{stroke:currentColor}" in text
    for colour in PALETTE:  # the strokes of what is disputed or hostile
        assert contrast(colour.fill, colour.ink) >= AA_GRAPHICS


def test_every_kind_has_its_own_strokes_and_outline() -> None:
    looks = set()
    for fill in MEANINGS:
        group = xml.Element("g")
        group.extend(timeline_marks.segment(timeline_marks.Box(0, 0, 40), PALETTE[0], fill))
        parent = ET.fromstring(xml.fragment(group))
        shape = [(part.tag, part.get("d"), part.text) for part in parent]
        outline = parent[0].get("class", "").removeprefix("tl-rim tl-")
        dashes = re.search(rf"\.tl-{outline}\{{[^}}]*dasharray:([\d ]+)", picture.STYLE)
        looks.add((str(shape), dashes and dashes[1]))

    assert len(looks) == len(MEANINGS)


def test_letters_are_as_large_on_a_phone_as_on_a_page_and_names_stand_above() -> None:
    name = "Tripoli Revolutionaries' Brigade"
    bar = LaneBar(
        "A", PALETTE[0], Sign.PLUS, "", (Segment(FIRST, LAST, Certainty.CERTAIN),)
    )
    chart = Chart("A", FIRST, LAST, None, (Lane(name, (bar,)),), ())

    wide, narrow = root_of(chart), root_of(chart, 390)

    sizes = re.findall(r"font-size:([\d.]+)px", picture.STYLE)
    assert sizes
    assert min(map(float, sizes)) >= 11  # pixels, as the picture is shown as it is drawn
    for root, below in ((wide, False), (narrow, True)):
        (label,) = (text for text in root.iter(f"{SVG}text") if text.text == name)
        (letter, *_) = (t for t in root.iter(f"{SVG}text") if t.get("class") == "tl-letter")
        assert (float(letter.get("y", "0")) - float(label.get("y", "0")) > 12) is below


def test_hostile_names_are_text_and_nothing_else(run: Run) -> None:
    registry = hostile().replace(
        "changes:", '  x: {name: "]]>\\"\'<script>alert(1)</script>&amp;"}\nchanges:', 1
    )
    text = run("timeline", "x", "-f", "svg", *ALL_TIES, registry=registry).stdout
    include_all = run("timeline", "-f", "svg", registry=None).stdout

    root, others = etree.fromstring(text.encode()), etree.fromstring(include_all.encode())
    name = "]]>\"'<script>alert(1)</script>&amp;"
    assert name in texts(ET.fromstring(text))
    assert list(root.iter(f"{SVG}script")) == []
    assert STEERING.findall(include_all.replace("\t", "")) == []
    visible = "".join(map(str, others.itertext())).replace(" ", "")
    assert [n for n in HOSTILE.values() if n.replace(" ", "") not in visible] == []


@given(
    st.text("abc mMW.،بتكé 利́", max_size=80).map(str.strip).filter(bool),
    st.floats(4, 30),
)
def test_text_is_folded_between_words_and_nothing_is_lost(text: str, limit: float) -> None:
    lines = text_metrics.folded(text, limit)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_metrics.width(line) <= limit for line in lines)
    if max(map(text_metrics.width, text.split())) <= limit:
        assert " ".join(lines) == " ".join(text.split())


def test_long_names_are_folded_and_not_cut_off() -> None:
    name = (
        "The Very Long Name of an Armed Faction of the Western Region, Second of That Name"
    )
    bar = LaneBar(
        "A", PALETTE[0], Sign.PLUS, "follows", (Segment(FIRST, LAST, Certainty.CERTAIN),)
    )
    chart = Chart("A", FIRST, LAST, None, (Lane(name, (bar,)),), ())

    root = root_of(chart)

    labels = [t for t in root.iter(f"{SVG}text") if t.get("text-anchor") == "end"]
    assert " ".join(label.text or "" for label in labels) == name
    assert len(labels) > 1
    for label in labels:
        right = float(label.get("x", "0"))
        assert right - text_metrics.width(label.text or "") * 13 >= 0
    letter = next(t for t in root.iter(f"{SVG}text") if t.get("class") == "tl-letter")
    assert float(letter.get("x", "0")) > right


def test_hundreds_of_lanes_have_an_axis_below_too() -> None:
    bar = LaneBar(
        "A", PALETTE[0], Sign.PLUS, "follows", (Segment(FIRST, LAST, Certainty.CERTAIN),)
    )
    key = Key("A", PALETTE[0], "Everybody's side")

    def years(count: int) -> int:
        lanes = tuple(Lane(f"Faction {n}", (bar,)) for n in range(count))
        return texts(root_of(Chart("A", FIRST, LAST, None, lanes, (key,)))).count("2017-03")

    assert (years(10), years(500)) == (1, 2)


@pytest.mark.skipif(not shutil.which("xmllint"), reason="there is no xmllint here")
def test_another_reader_takes_the_picture_of_the_shipped_registry(run: Run) -> None:
    text = run("timeline", "-r", str(files.shipped()), "-f", "svg", *ALL_TIES).stdout

    read = subprocess.run(
        ["xmllint", "--noout", "-"], input=text.encode(), capture_output=True, check=False
    )

    assert (read.returncode, read.stderr) == (0, b"")
    assert len(bars_of(ET.fromstring(text))) > 50
