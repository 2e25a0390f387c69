"""The timeline drawn in a terminal: nothing hidden, nothing too wide, and legible."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from libya_tracker.analysis.sides import Side
from libya_tracker.analysis.timeline import Segment
from libya_tracker.model.query import Period, Point
from libya_tracker.model.records import Entry
from libya_tracker.model.vocabulary import Certainty, Sign
from libya_tracker.output.axis import BarLayout, Scale, arrange, ticks
from libya_tracker.output.terminal import chart as charts
from libya_tracker.output.terminal import tables
from libya_tracker.output.terminal.screen import Screen
from libya_tracker.views.chart import MEANINGS, Chart, Key, Kind, Lane, LaneBar, kind_of
from libya_tracker.views.page import Page
from libya_tracker.views.palette import PALETTE, colour_of
from tests.conftest import FEWER, Run
from tests.support.answers import Snapshot
from tests.support.charts import ALL_TIES, BUSY, FIRST, LAST, charted
from tests.support.registries import claim, entries, point, points
from tests.support.terminal import (
    HOSTILE,
    STEERING,
    InTerminal,
    hostile,
    visible_lines,
)

_COLOURED = re.compile(r"\x1b\[[0-9;]*m([^\x1b]*)\x1b\[0m")


def chart_lines(chart: Chart, screen: Screen) -> list[str]:
    """Return the lines of a chart as they are seen."""
    return visible_lines(tables.text(Page("", chart=chart), screen))[1:]


@st.composite
def lane_bars(draw: st.DrawFn) -> LaneBar:
    """A bar of some segments, within the year that the axis shows; no two meet alike."""
    days = sorted(draw(st.lists(st.integers(0, 364), min_size=2, max_size=6, unique=True)))
    certainties = list(Certainty)
    segments = [
        Segment(
            FIRST + dt.timedelta(days=start),
            FIRST + dt.timedelta(days=end - 1),
            draw(st.sampled_from(certainties)),
            draw(st.booleans()),
        )
        for start, end in itertools.pairwise(days)
    ]
    alike = (list(group) for _, group in itertools.groupby(segments, kind_of))
    return LaneBar(
        letter=draw(st.sampled_from(["A", "B", "AB", "ABCD"])),
        colour=PALETTE[0],
        sign=draw(st.sampled_from([Sign.PLUS, Sign.PLUS, Sign.MINUS, Sign.ZERO])),
        words="",
        segments=tuple(group[0]._replace(last=group[-1].last) for group in alike),
    )


LANES = st.builds(
    lambda bars: Lane("", tuple(sorted(bars, key=lambda bar: bar.segments[0].first))),
    st.lists(lane_bars(), min_size=1, max_size=8),
)
SCALES = st.sampled_from(
    [Scale(FIRST, LAST, columns) for columns in (10, 11, 38, 60, 365, 900)]
    + [Scale(FIRST, LAST, 700, character=13, least=10, spacing=160)]
)


@given(LANES, SCALES)
def test_no_bar_covers_another_and_each_is_there_once(lane: Lane, scale: Scale) -> None:
    lines = arrange(lane, scale)

    layout = [id(layout.bar) for layout in itertools.chain(*lines)]
    assert sorted(layout) == sorted(map(id, lane.bars))
    for line in lines:
        assert min(layout.start for layout in line) >= 0
        assert max(layout.end for layout in line) <= scale.columns
        assert all(one.end <= other.start for one, other in itertools.pairwise(line))
        for one, other in itertools.pairwise(line):
            lettered = one.letters[-1] + scale.label(one.bar)
            assert lettered < other.letters[0]  # else two letters read as one of both
            space = scale.label(other.bar) + scale.least
            # else its letter may be the end of the one before
            if lettered < one.end == other.start <= other.blocks[0].end - space:
                assert other.letters[0] - other.start < space


@given(LANES, SCALES)
def test_a_bar_stands_where_its_days_are(lane: Lane, scale: Scale) -> None:
    for layout in itertools.chain(*arrange(lane, scale)):
        segments = layout.bar.segments
        start = scale.column(segments[0].first.toordinal())
        end = scale.column(segments[-1].last.toordinal() + 1)
        unsure = sum(kind_of(segment) != "certain" for segment in segments)
        least = scale.label(layout.bar) + scale.least * max(unsure, 1)
        if end - start >= least:
            assert (layout.start, layout.end) == (start, end)
        else:
            assert layout.end - layout.start <= least
            assert layout.start <= start < max(layout.end, start + 1)


@given(LANES, SCALES)
def test_no_rounding_hides_what_is_not_certain(lane: Lane, scale: Scale) -> None:
    for layout in itertools.chain(*arrange(lane, scale)):
        kinds = [kind_of(segment) for segment in layout.bar.segments]
        unsure = [kind for kind in kinds if kind != "certain"]
        visible = list(visible_kinds(layout, scale))
        assert [kind for kind in visible if kind != "certain"] == unsure
        if layout.bar.sign != "+":
            assert visible  # its fill says that it follows nobody


def visible_kinds(layout: BarLayout, scale: Scale) -> Iterator[Kind]:
    """Yield the kind of each block of which a least part is not under a letter."""
    label = scale.label(layout.bar)
    covered = {x for place in layout.letters for x in range(place, place + label)}
    for block in layout.blocks:
        if len({*range(block.start, block.end)} - covered) >= scale.least:
            yield block.kind


@given(LANES, SCALES)
def test_every_bar_has_its_letter_and_a_long_one_again(lane: Lane, scale: Scale) -> None:
    for layout in itertools.chain(*arrange(lane, scale)):
        label = scale.label(layout.bar)
        assert layout.letters
        assert layout.start <= layout.letters[0]
        assert layout.letters[-1] + label <= layout.end
        certain = [block for block in layout.blocks if block.kind == "certain"]
        if certain:
            assert certain[0].start in layout.letters
        for block in layout.blocks:  # nowhere is one further away than twice the usual
            inside = [place for place in layout.letters if block.start <= place < block.end]
            edges = [block.start, *inside, block.end]
            assert max(b - a for a, b in itertools.pairwise(edges)) <= 2 * scale.spacing + (
                label + 4 * scale.least
            )


def test_more_kinds_than_columns_leave_the_letter() -> None:
    days = [FIRST + dt.timedelta(days=n) for n in range(0, 24, 2)]
    segments = tuple(
        Segment(
            day,
            day,
            Certainty.POSSIBLE if n % 2 else Certainty.CERTAIN,
            disputed=n % 4 == 1,
        )
        for n, day in enumerate(days)
    )
    bar = LaneBar("AB", PALETTE[0], Sign.PLUS, "", segments)

    ((layout,),) = arrange(Lane("", (bar,)), Scale(FIRST, LAST, 5))

    assert (layout.start, layout.end) == (0, 5)
    assert layout.letters[0] + layout.label <= layout.end
    assert {"possible", "doubtful"} & {*visible_kinds(layout, Scale(FIRST, LAST, 5))}


def test_a_possible_begin_has_a_letter_where_another_bar_ends() -> None:
    claims = [
        claim("2017-01-01 a aligned b", 0, until="2017-06-30"),
        claim("2017-07..2017-09 a aligned c", 1),
    ]
    chart = charted([*claims], point("2017-12-31"), period=Period(FIRST, LAST))

    lane = next(
        line for line in chart_lines(chart, Screen(width=60)) if line.startswith("A ")
    )

    assert re.fullmatch(r"A +B━+B━+C┄+C━+", lane)


@given(st.dates(), st.integers(0, 4_000_000), st.integers(10, 300), st.sampled_from([1, 8]))
def test_labels_of_days_never_touch_each_other(
    first: dt.date, days: int, columns: int, width: int
) -> None:
    last = dt.date.fromordinal(min(first.toordinal() + days, dt.date.max.toordinal()))
    scale = Scale(first, last, columns * width)

    marks = ticks(scale, lambda text: (len(text) + 1) * width)

    assert [label for _, label in marks if label]
    for (one, label), (other, _) in itertools.pairwise(marks):
        assert one + len(label) * width < other
    assert all(c + len(label) * width <= scale.columns for c, label in marks if label)
    for column, label in marks:
        if label:
            day = dt.date.fromisoformat(label + "0001-01-01"[len(label) :])
            assert column == scale.column(day.toordinal())


@pytest.mark.parametrize(
    ("first", "last", "columns", "labels"),
    [
        (
            "2017-11-08",
            "2017-11-12",
            60,
            "2017-11-08 2017-11-09 2017-11-10 2017-11-11 2017-11-12",
        ),
        ("2017-11-01", "2017-11-30", 60, "2017-11-06 2017-11-13 2017-11-20"),
        ("2017-10-20", "2017-12-10", 38, "2017-11 2017-12"),
        ("2017-01-01", "2017-12-31", 38, "2017-01 2017-04 2017-07 2017-10"),
        ("2016-01-01", "2018-01-01", 38, "2016-01 2016-07 2017-01 2017-07"),
        ("2011-01-01", "2018-01-01", 38, "2011 2012 2013 2014 2015 2016 2017"),
        ("0001-01-01", "9999-12-31", 38, "2000 4000 6000 8000"),
        ("9999-12-25", "9999-12-31", 38, "9999-12-27"),
        ("2017-06-15", "2018-06-14", 10, "2018"),
        ("2017-06-15", "2017-06-15", 10, "2017-06-15"),
    ],
)
def test_the_axis_is_labelled_in_days_weeks_months_or_years(
    first: str, last: str, columns: int, labels: str
) -> None:
    scale = Scale(dt.date.fromisoformat(first), dt.date.fromisoformat(last), columns)

    marks = ticks(scale, lambda text: len(text) + 1)

    assert " ".join(label for _, label in marks if label) == labels


@FEWER
@given(entries(max_size=8), points(), st.integers(18, 200), st.booleans(), st.booleans())
def test_a_drawing_is_never_wider_than_its_screen(
    claims: list[Entry], where: Point, width: int, ascii_only: bool, colour: bool
) -> None:
    chart = charted(claims, where)
    if chart.lanes:
        lines = chart_lines(chart, Screen(width, colour, ascii=ascii_only))
        assert [line for line in lines if not 0 <= wcswidth(line) <= width] == []
        if ascii_only:
            assert [line for line in lines if not line.isascii()] == []


@FEWER
@given(entries(max_size=8), points())
def test_a_terminal_shows_each_bar_with_its_letter_and_fill(
    claims: list[Entry], where: Point
) -> None:
    chart = charted(claims, where)
    if not chart.lanes:
        return
    text = tables.text(Page("", chart=chart), Screen(90, True, palette="truecolor"))

    parts = _COLOURED.findall(text)
    legend = [LaneBar(key.letter, key.colour, Sign.PLUS, "", ()) for key in chart.keys]
    bars = [bar for lane in chart.lanes for bar in lane.bars]
    assert sorted(
        letters[0] for part in parts if (letters := re.findall("[A-Z]+", part))
    ) == (sorted(bar.letter for bar in (*bars, *legend)))
    assert len(parts) == len(bars) + len(legend)
    fills = {charts.GLYPHS.fills[fill] for fill in chart.fills}
    assert {*"".join(parts)} - {*"ABCDEFGHIJKLMNOPQRSTUVWXYZ"} <= fills


def test_a_side_beyond_the_colours_has_one_on_a_terminal_with_sixteen() -> None:
    chart = charted([claim("2017 a aligned b")], point("2017-11-08"))
    beyond = Key("Z", colour_of(Side("z", "Z", "Z", len(PALETTE))), "Z")

    text = tables.text(Page("", chart=chart._replace(keys=(beyond,))), Screen(90, True))

    assert "Z\x1b[0m Z" in text


@pytest.mark.parametrize(
    ("words", "first"),
    [
        pytest.param(["2014-05-20 a aligned b"], "2014-01-01", id="years ago"),
        pytest.param(["2017-05-20 a aligned b"], "2017-05-01", id="months ago"),
        pytest.param(["2017-12-09 a aligned b"], "2017-12-09", id="days ago"),
        pytest.param(["2017-12-30 a aligned b"], "2017-12-25", id="never less than a week"),
        pytest.param(["..2017-05-20 a aligned b"], "2017-05-01", id="an open start"),
        pytest.param(
            ["..2014-05-20 a aligned b", "2017-12-09 c aligned b"], "2014-01-01", id="both"
        ),
        pytest.param(["0001-01-01 a aligned b"], "0001-01-01", id="the first day there is"),
    ],
)
def test_the_axis_begins_with_what_is_shown(words: list[str], first: str) -> None:
    claims: list[Entry] = [claim(line, place) for place, line in enumerate(words)]

    chart = charted(claims, point("2017-12-31"))

    assert (chart.first.isoformat(), chart.last.isoformat()) == (first, "2017-12-31")
    assert chart.mark is None
    period = Period(dt.date(2017, 12, 20), dt.date(2018, 1, 9))
    chart = charted(claims, point("2017-12-31"), period=period)
    assert (chart.first, chart.last) == (period.since, period.until)
    assert str(chart.mark) == "2017-12-31: ties are shown up to this day"


@pytest.mark.parametrize("form", ["table", "svg", "csv"])
def test_the_axis_may_end_with_the_last_day_there_is(run: Run, form: str) -> None:
    options = ("--since", "2018-01-02", "--until", "9999-12-31", "-f", form)

    result = run("timeline", *options)

    title = "timeline from 2018-01-02 to 9999-12-31, as it stood on 2018-01-01"
    assert (result.exit_code, title in result.stdout) == (0, form != "csv")


def test_bars_are_cut_off_at_the_axis_and_at_the_day() -> None:
    claims: list[Entry] = [
        claim("2016 a aligned b", 0),
        claim("2017-04-01 a aligned b", 1, status="denied"),
        claim("2017-03 c aligned b", 2, status="expected"),
        claim("2017-01-01 d fighting b", 3, until="2017-02-10"),
        claim("2017-01-01 d aligned c", 4, until="2017-02-20"),
    ]
    period = Period(dt.date(2017, 2, 15), dt.date(2017, 3, 10))

    chart = charted(claims, point("2017-03-05"), period=period)

    assert [
        (
            lane.label,
            bar.letter,
            bar.sign,
            [(kind_of(s), s.first.isoformat(), s.last.isoformat()) for s in bar.segments],
        )
        for lane in chart.lanes
        for bar in lane.bars
    ] == [
        ("A", "B", "+", [("certain", "2017-02-15", "2017-03-05")]),
        ("C", "B", "+", [("expected", "2017-03-01", "2017-03-10")]),
        ("D", "C", "+", [("certain", "2017-02-15", "2017-02-20")]),
    ]
    assert [key.name for key in chart.keys] == ["B", "C"]
    assert chart.fills == (("+", "certain"), ("+", "expected"))


@pytest.mark.parametrize(
    ("words", "day", "expected"),
    [
        (
            ["2017-01 a aligned b"],
            "2018",
            "aligned with B: since 2017-01, stands, reported",
        ),
        (
            ["2017-01-01 a member b | until=2017-06 | status=alleged"],
            "2017-02",
            "member of B: since 2017-01-01, stands, until 2017-06, alleged",
        ),
        (
            ["2017-01-01 a opposed b", "2017-03 a none b"],
            "2018",
            "opposed to B: since 2017-01-01, ended 2017-03-30, reported",
        ),
        (
            ["2017-01-01 a supports b", "2017-03 a supports b | status=denied"],
            "2018",
            "supporter of B: since 2017-01-01, stands, reported, disputed from 2017-03-01",
        ),
        (
            ["..2017-03 a supports b", "..2017-02 a supports b | status=denied"],
            "2018",
            "supporter of B: since ..2017-03, stands, reported, disputed",
        ),
        (
            ["2018-03 a supports b | status=expected | until=2018-06"],
            "2017",
            "supporter of B: since 2018-03, pending, until 2018-06, expected",
        ),
    ],
)
def test_a_bar_in_words(words: list[str], day: str, expected: str) -> None:
    claims: list[Entry] = []
    for place, line in enumerate(words):
        text, *rest = line.split(" | ")
        claims.append(claim(text, place, **dict(part.split("=") for part in rest)))

    chart = charted(claims, point(day), period=Period(until=dt.date(2020, 1, 1)))

    assert [bar.words for lane in chart.lanes for bar in lane.bars] == [expected]


def test_each_fill_has_a_sign_of_its_own_one_cell_wide() -> None:
    for glyphs in (charts.GLYPHS, charts.ASCII):
        signs = [*glyphs.fills.values()]
        assert [*glyphs.fills] == [*MEANINGS]
        assert len(signs) == len({*signs, " "}) - 1
        assert all(wcswidth(sign) == 1 and not sign.isalnum() for sign in str(glyphs))
    assert str(charts.ASCII).isascii()


@pytest.mark.parametrize("width", [60, 80, 200])
def test_the_sample_in_a_terminal(
    width: int, in_terminal: InTerminal, snapshot: Snapshot
) -> None:
    page, busy = in_terminal(
        ("timeline",), ("timeline", *BUSY, *ALL_TIES), width=width, env={"NO_COLOR": "1"}
    )

    assert [line for line in visible_lines(page + busy) if wcswidth(line) > width] == []
    snapshot(page + "\n" + busy)


def test_where_there_is_no_more_than_ascii_ascii_draws(
    in_terminal: InTerminal, snapshot: Snapshot
) -> None:
    poor: list[dict[str, str]] = [
        {"TERM": "dumb"},
        {"LC_ALL": "C", "TERM": "linux"},
        {"LANG": ""},
        {"PYTHONIOENCODING": "latin-1"},
    ]
    pages = [
        in_terminal(("timeline", *BUSY, *ALL_TIES), env={"NO_COLOR": "1", **env})[0]
        for env in poor
    ]

    assert pages == pages[:1] * len(poor)
    assert pages[0].isascii()
    snapshot(pages[0])


@pytest.mark.parametrize(
    ("env", "colours"),
    [
        ({"TERM": "xterm-256color"}, r"48;5;\d+"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, r"48;2;\d+;\d+;\d+"),
        ({"TERM": "xterm-direct"}, r"48;2;\d+;\d+;\d+"),
        ({"TERM": "xterm"}, r"4[2-5]"),
    ],
    ids=str,
)
def test_a_terminal_gets_the_colours_that_it_can_show(
    env: dict[str, str], colours: str, in_terminal: InTerminal
) -> None:
    page, status = in_terminal(("timeline",), ("status",), env=env)

    colour_codes = re.findall(rf"\x1b\[\d+(?:;\d+)*;{colours}m", page)
    assert len(colour_codes) == 11 + 4  # bars, and letters in the legend
    assert "48;" not in status


def test_colour_says_nothing_that_the_signs_do_not(in_terminal: InTerminal) -> None:
    [coloured] = in_terminal(("timeline", *ALL_TIES))
    [plain] = in_terminal(("timeline", *ALL_TIES), env={"NO_COLOR": "1"})

    assert [line.rstrip() for line in visible_lines(coloured)] == visible_lines(plain)


@pytest.mark.parametrize("width", [60, 200])
def test_hostile_names_leave_the_lanes_true(
    width: int, in_terminal: InTerminal, run: Run
) -> None:
    run("schema", registry=hostile())

    [page] = in_terminal(("timeline",), width=width, env={"NO_COLOR": "1"})

    lines = visible_lines(page)
    assert [line for line in lines if not 0 <= wcswidth(line) <= width] == []
    assert STEERING.findall(page) == []
    starts = {wcswidth(line[: line.index("┄")]) for line in lines if "┄┄┄" in line}
    assert len(starts) == 1
    if width == 200:
        assert [name for name in HOSTILE.values() if name not in "\n".join(lines)] == []


def test_a_very_narrow_screen_folds_names_without_empty_lines(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")

    lines = run("timeline", "trb", "--since", "2017-11").stdout.splitlines()

    assert lines[4:12] == [
        "Trip    G━━━━━━━━━━━",
        "  oli   T",
        *("  Revo", "  luti", "  onar", "  ies'", "  Brig", "  ade"),
    ]


def test_off_a_terminal_it_is_as_wide_as_columns_says_else_eighty(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def width() -> int:
        lines = run("timeline", "--since", "2016", registry=None).stdout.splitlines()
        return max(map(wcswidth, lines[2:-1]))

    run("check")
    widths = []
    for columns in ("60", "150", "0", "wide", "9" * 5000, None):
        if columns is None:
            monkeypatch.delenv("COLUMNS")
        else:
            monkeypatch.setenv("COLUMNS", columns)
        widths.append(width())
    assert widths == [60, 150, 80, 80, 80, 80]


def test_a_file_is_drawn_in_full_letters_without_colour(run: Run) -> None:
    assert run("timeline", "-o", "bars.txt").stdout == ""

    with open("bars.txt", encoding="utf-8") as file:  # noqa: PTH123  the folder is its own
        assert file.read() == run("timeline").stdout


DAY = "factions: {a: {name: A}, b: {name: B}}\nchanges:\n"
CLAIM = "  - {{date: {}, faction: a, relation: aligned, to: b}}\n"


@pytest.mark.parametrize(
    ("registry", "args"),
    [
        pytest.param("factions: {a: {name: A}}\n", (), id="nobody follows"),
        pytest.param("title: Nothing\n", (), id="nobody"),
        pytest.param(DAY + CLAIM.format("2017-05-01"), ("b", "a"), id="by name"),
        pytest.param(
            DAY + CLAIM.format("2017-05-01"), ("a", "--until", "2016"), id="too early"
        ),
        pytest.param(DAY + CLAIM.format("2018-01-01"), (), id="one day"),
        pytest.param(
            DAY.replace("b:", "c: {name: C}, b:") + CLAIM.format("2018-01-01"),
            (),
            id="two more",
        ),
        pytest.param(
            DAY + CLAIM.format("0001-01-01"), ("--as-of", "9999-12-31"), id="all days"
        ),
        pytest.param(DAY + CLAIM.format("..2017-12-30"), (), id="open start"),
        pytest.param(
            DAY + CLAIM.format("2017-12-30"), ("--until", "2018-01-20"), id="beyond the day"
        ),
        pytest.param(
            DAY + CLAIM.format("2018-02-01"), ("--until", "2018-03-01"), id="not yet"
        ),
    ],
)
def test_little_to_draw(
    registry: str, args: tuple[str, ...], run: Run, snapshot: Snapshot
) -> None:
    result = run("timeline", *args, registry=registry)

    assert (result.exit_code, result.stderr) == (0, "")
    snapshot(result.stdout)


LATER = (
    "  - {{date: {}, faction: a, relation: {}, to: b, status: expected, "
    "recorded: 2017-12-01}}\n"
)


@pytest.mark.parametrize(
    ("claims", "args", "note"),
    [
        (
            [("2018-02", "aligned")],
            (),
            "1 expectation lies after 2018-01-01: --until 2018-02-28 shows it.",
        ),
        (
            [("2018-02", "aligned"), ("2018-03-05", "member")],
            (),
            "2 expectations lie after 2018-01-01: --until 2018-03-05 shows them.",
        ),
        (
            [("2018-02", "allied")],  # a bar on both sides, yet one expectation
            ("--relation", "allied"),
            "1 expectation lies after 2018-01-01: --until 2018-02-28 shows it.",
        ),
        ([("2018-02", "allied")], (), None),
        ([("2018-02", "aligned")], ("b",), None),
        ([("2018-02", "aligned")], ("--until", "2018-01-31"), None),
        ([("2017-12-20..2018-02-28", "aligned")], (), None),
    ],
)
def test_expectations_after_the_last_day_are_counted_by_default(
    run: Run, claims: list[tuple[str, str]], args: tuple[str, ...], note: str | None
) -> None:
    registry = DAY + CLAIM.format("2017-05-01") + "".join(LATER.format(*c) for c in claims)
    result = run("timeline", *args, registry=registry)

    assert [line for line in result.stdout.splitlines() if "expectation" in line] == [
        *([note] if note else [])
    ]
    if note:
        answer = run("timeline", *args, "--until", note.split()[-3], registry=registry)
        assert "?? only expected" in answer.stdout
        rows = run("timeline", *args, "-f", "csv", registry=registry).stdout
        assert "expected" not in rows


def test_sixty_sides_differ_by_their_letters(run: Run) -> None:
    numbers = range(60)
    factions = "".join(f"  s{n}: {{name: Side {n}}}\n" for n in numbers)
    claims = "".join(
        f"  - {{date: 2017-{1 + n % 12:02}, faction: a, relation: aligned, to: s{n}}}\n"
        for n in numbers
    )

    page = run(
        "timeline", registry=f"factions:\n  a: {{name: A}}\n{factions}changes:\n{claims}"
    ).stdout

    letters = re.findall(r"(?:^|   )([A-Za-z]+) Side \d+", page, re.MULTILINE)
    assert len({*letters}) == len(letters) == len(numbers)
    assert {"AA", "AB"} <= {*letters}
    lanes = [line[3:] for line in page.splitlines() if re.match(r"(?:A| ) {2}.*[━┄]", line)]
    assert len(lanes) == len(numbers)
    first = {part[0] for lane in lanes if (part := re.search("[A-Za-z]+", lane))}
    assert first == {*letters}


@pytest.mark.parametrize("since", ["2017-10", "2017-11-05"])
def test_a_short_tie_beside_a_long_one_has_a_line_of_its_own(run: Run, since: str) -> None:
    page = run("timeline", "trb", "--since", since).stdout

    lanes = [line for line in page.splitlines() if "━" in line and "certain" not in line]
    assert [re.findall("[A-Z](?=[━ ]|$)", line[28:])[:1] for line in lanes] == [
        ["G"],
        ["T"],
    ]
