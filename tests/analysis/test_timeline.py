"""Bars over time: on every day as sure, and as disputed, as ``status`` says."""

from __future__ import annotations

import datetime as dt
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis import spells, state, timeline
from libya_tracker.analysis.expected import expected
from libya_tracker.model import dates
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens, Period, Point
from libya_tracker.model.records import Entry, Faction
from libya_tracker.model.vocabulary import FOLLOWING
from tests.conftest import Run
from tests.support.answers import answer
from tests.support.charts import TIES
from tests.support.lenses import ENDED, LENSES
from tests.support.registries import DAYS, HERE, claim, entries, index_of, point, points
from tests.support.rows import printed


def on(bar: timeline.Bar, day: dt.date) -> timeline.Segment | None:
    """Return the segment of a bar in which a day lies."""
    segments_there = [s for s in bar.segments if s.first <= day <= s.last]
    assert len(segments_there) <= 1
    return segments_there[0] if segments_there else None


@given(entries(), points(), LENSES, DAYS, st.sampled_from([{}, ENDED]))
def test_a_bar_is_on_every_day_what_status_says(
    record: list[Entry], where: Point, lens: Lens, day: dt.date, more: dict[str, Faction]
) -> None:
    index = index_of(*record, **more)
    day = min(day, where.day)

    ends = {
        (bar.faction, bar.to, bar.relation, bar.since): (
            segment.certainty,
            segment.disputed,
        )
        for bar in timeline.bars(Perspective(index, where, lens), relations=TIES)
        if bar.state in {"stands", "ended"} and (segment := on(bar, day))
    }

    then = state.state(Perspective(index, Point(day, where.known, where.scenario), lens))
    assert ends == {
        (tie.faction, tie.to, tie.relation, tie.since): (
            tie.certainty,
            bool(then.denials_of(tie)),
        )
        for tie in then.ties.values()
    }


@given(entries(), points(), LENSES)
def test_every_spell_has_its_bar_and_every_open_expectation_too(
    record: list[Entry], where: Point, lens: Lens
) -> None:
    index = index_of(*record)

    bars = timeline.bars(Perspective(index, where, lens), relations=TIES)

    stood = [bar for bar in bars if bar.state in {"stands", "ended"}]
    assert sorted(
        (b.faction, b.to, b.first, b.last, b.state, b.run[0].id) for b in stood
    ) == (
        sorted(
            (
                spell.tie.faction,
                spell.tie.to,
                spell.first,
                spell.last or where.day,
                "ended" if spell.last else "stands",
                spell.tie.run[0].id,
            )
            for spell in spells.spells(Perspective(index, where, lens))
        )
    )
    expectation_rows = [
        row
        for row in expected(Perspective(index, where, lens))
        if row.state in {"pending", "overdue"}
    ]
    assert {(bar.run[0].id, bar.state) for bar in bars if bar not in stood} == {
        (row.change, row.state) for row in expectation_rows if row.relation in TIES
    }


@given(entries(), points(), LENSES)
def test_the_segments_of_a_bar_follow_each_other_and_differ(
    record: list[Entry], where: Point, lens: Lens
) -> None:
    for bar in timeline.bars(Perspective(index_of(*record), where, lens), relations=TIES):
        assert all(segment.first <= segment.last for segment in bar.segments)
        for one, other in itertools.pairwise(bar.segments):
            assert other.first == one.last + dt.timedelta(days=1)
            assert (one.certainty, one.disputed) != (other.certainty, other.disputed)
        disputed = [segment.disputed for segment in bar.segments]
        assert disputed == sorted(disputed)


@given(entries(), points(), DAYS, DAYS)
def test_a_period_keeps_the_bars_that_reach_into_it_whole(
    record: list[Entry], where: Point, one: dt.date, other: dt.date
) -> None:
    index, (first, last) = index_of(*record), sorted((one, other))

    kept = timeline.bars(Perspective(index, where), period=Period(first, last))

    assert kept == [
        bar
        for bar in timeline.bars(Perspective(index, where))
        if any(s.first <= last and s.last >= first for s in bar.segments)
    ]
    order = index.registry.order
    assert kept == sorted(kept, key=lambda bar: (order[bar.faction], bar.first))
    assert all(bar.relation in FOLLOWING for bar in kept)


def stretches_of(*words: str, day: str = "2017-12-31", **more: Faction) -> list[str]:
    """Return the bars of claims in words, each as ``FACTION RELATION TO: STRETCHES``."""
    claims = []
    for place, line in enumerate(words):
        text, *rest = line.split(" | ")
        keys = dict(part.split("=") for part in rest)
        claims.append(claim(text, place, id=f"c{place}", **keys))
    index = index_of(*claims, **more)
    return [
        f"{row.faction} {row.relation} {row.to}: {', '.join(row.stretches)}"
        for row in timeline.rows(
            index.registry, timeline.bars(Perspective(index, point(day)), relations=TIES)
        )
    ]


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        pytest.param(
            ["2017-03 a aligned b"],
            ["a aligned b: 2017-03-01..2017-03-30 possible, 2017-03-31.. certain"],
            id="it began some day of a month",
        ),
        pytest.param(
            ["..2017-03 a aligned b | until=2017-06"],
            [
                "a aligned b: ..2017-03-30 possible, 2017-03-31..2017-06-01 certain, "
                "2017-06-02..2017-06-30 possible"
            ],
            id="nobody says when it began, and it ended some day of a month",
        ),
        pytest.param(
            ["2017-03-01 a aligned b | until=2017-04", "2017-04-20 a aligned b"],
            [
                "a aligned b: 2017-03-01..2017-04-01 certain, "
                "2017-04-02..2017-04-19 possible, 2017-04-20..2017-04-20 certain, "
                "2017-04-21.. possible"
            ],
            id="sighted while it may have run out",
        ),
        pytest.param(
            ["2017-03-01 a aligned b", "2017-05 a aligned b | status=denied"],
            ["a aligned b: 2017-03-01..2017-04-30 certain, 2017-05-01.. certain disputed"],
            id="denied from the first day on that the denial can mean",
        ),
        pytest.param(
            [
                "2017-03-01 a aligned b",
                "2017-05-01 a none b",
                "2017-06-01 a aligned b | status=denied",
                "2017-07-01 a aligned b",
            ],
            [
                "a aligned b: 2017-03-01..2017-04-30 certain",
                "a aligned b: 2017-07-01.. certain",
            ],
            id="a denial disputes no spell that is over, nor one that begins after it",
        ),
        pytest.param(
            ["2017-03-01 a fighting b", "2017-04-01 b fighting a | status=denied"],
            [
                "a fighting b: 2017-03-01..2017-03-31 certain, "
                "2017-04-01.. certain disputed",
                "b fighting a: 2017-03-01..2017-03-31 certain, "
                "2017-04-01.. certain disputed",
            ],
            id="a denial of what holds both ways disputes both",
        ),
        pytest.param(
            [
                "2018-02 a allied b | status=expected",
                "2017-02 c member d | status=expected",
            ],
            [
                "a allied b: 2018-02-01..2018-02-28 expected",
                "b allied a: 2018-02-01..2018-02-28 expected",
                "c member d: 2017-02-01..2017-02-28 expected",
            ],
            id="expected, pending or overdue",
        ),
        pytest.param(
            ["2017-03-01 a aligned b", "2017-02-01 a aligned b | status=expected"],
            ["a aligned b: 2017-03-01.. certain"],
            id="what was fulfilled has the bar of what came true",
        ),
        pytest.param(
            ["2017-02-01 a aligned b | status=expected", "2017-03-01 a opposed b"],
            ["a opposed b: 2017-03-01.. certain"],
            id="what was refuted has none",
        ),
        pytest.param(
            ["2017-05-31 a merged b", "2017-05-31 c splinter d | status=expected"],
            [],
            id="lineage is no tie",
        ),
    ],
)
def test_what_bars_are_made_of(words: list[str], pieces: list[str]) -> None:
    assert stretches_of(*words) == pieces


def test_the_end_of_a_faction_ends_its_bars() -> None:
    gone = Faction("b", HERE, "B", dissolved=dates.parse("2017-05"))

    assert stretches_of("2017-03-01 a aligned b", b=gone) == [
        "a aligned b: 2017-03-01..2017-05-01 certain, 2017-05-02..2017-05-31 possible"
    ]


def test_a_row_says_all_there_is_about_a_bar() -> None:
    claims = (
        claim("..2017-03 a aligned b", 0, id="c0", sources=("s1",)),
        claim("2017-04 a aligned b", 1, id="c1", sources=("s2", "s1"), status="confirmed"),
        claim("2017-05-01 a aligned b", 2, id="c2", status="denied"),
        claim("2017-06-01 a aligned b", 3, id="c3", until="2017-08", status="alleged"),
    )
    index = index_of(*claims)

    def rows(day: str) -> list[tuple[object, ...]]:
        bars = timeline.bars(Perspective(index, point(day)))
        printed_rows = printed(timeline.rows(index.registry, bars))
        return [tuple(row.values())[7:] for row in printed_rows]

    voices = ["s1", "s2"], ["c0", "c1", "c3"]
    first = ("..2017-03-30 possible", "2017-03-31..2017-04-30 certain")
    third = "2017-05-01..2017-08-01 certain disputed"
    fourth = "2017-08-02..2017-08-31 possible disputed"
    disputed = (True, "2017-05-01")
    assert rows("2017-06-30") == [
        (
            *(
                "..2017-03",
                "2017-08",
                None,
                None,
                "2017-03-31",
                None,
                "stands",
                "confirmed",
            ),
            *(*disputed, [*first, "2017-05-01.. certain disputed"], *voices),
        )
    ]
    ended = ("2017-08-31", "2017-03-31", "2017-08-01", "ended", "confirmed")
    assert rows("2017-09-30") == [
        ("..2017-03", "2017-08", None, *ended, *disputed, [*first, third, fourth], *voices)
    ]


def test_the_sample_in_rows(run: Run) -> None:
    rows = answer(run, "timeline", "TRB", "janzour", "--relation", "member")

    assert [
        (r["faction"], r["to"], r["letter"], r["began"], r["ended"], r["state"])
        for r in rows
    ] == [
        ("trb", "tidings", "T", "2017-11-01", "2017-11-10", "ended"),
        ("janzour", "gna", "G", "2017-11-01", "2017-11-30", "overdue"),
    ]
    assert rows[0]["sources"] == ["gazette", "mirror"]


def test_without_relations_the_bars_are_those_of_the_sides(run: Run) -> None:
    day = ("--as-of", "2017-11-08")
    standing = {
        (row["faction"], row["relation"], row["to"])
        for row in answer(run, "timeline", *day)
        if row["state"] == "stands"
    }

    assert standing == {
        (row["faction"], row["relation"], row["bloc"]) for row in answer(run, "blocs", *day)
    }


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ((), 11),
        (("--known-at", "2017-11-07"), 9),
        (("--scenario", "stand-ground"), 12),
        (("--min-status", "confirmed"), 2),
        (("--according-to", "herald"), 2),
        (("--persist", "30d", "--since", "2017-12-02"), 2),
        (("--relation", "fighting", "--relation", "opposed"), 3),
        (("--since", "2017-12", "--until", "2017-12-05"), 5),
        (("--as-of", "2017-11-10", "--until", "2017-10"), 6),
    ],
)
def test_options_choose_the_bars(run: Run, options: tuple[str, ...], count: int) -> None:
    assert len(answer(run, "timeline", *options)) == count


def test_every_format_has_the_same_bars(run: Run) -> None:
    lines = run("timeline", "-f", "jsonl").stdout.splitlines()

    assert [json.loads(line) for line in lines] == answer(run, "timeline")
    for form in ("csv", "tsv", "markdown"):
        heads = 2 if form == "markdown" else 1
        assert len(run("timeline", "-f", form).stdout.splitlines()) == len(lines) + heads


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["nobody"], 4, "error: no faction 'nobody'\n"),
        (["--since", "soon"], 2, None),
        (["--until", "2017-02-30"], 2, None),
        (
            ["--relation", "alied"],
            2,
            "error: --relation: 'alied' is none of aligned, member, subordinate, supports, "
            "allied, truce, neutral, opposed, fighting\n",
        ),
        (["-f", "dot"], 2, None),
        (
            ["--relation", "merged"],
            2,
            "error: --relation: 'merged' is none of aligned, member, subordinate, "
            "supports, allied, truce, neutral, opposed, fighting\n",
        ),
        (
            ["--since", "2017-03", "--until", "2017-02"],
            2,
            "error: --since: 2017-03-01 is after 2017-02-28, where it ends\n",
        ),
        (
            ["-o", "bars.html"],
            2,
            "error: --output bars.html: this command writes no html; choose with -f: "
            "table, csv, tsv, json, jsonl, markdown, svg\n",
        ),
    ],
)
def test_what_cannot_be_drawn_says_why(
    run: Run, args: list[str], code: int, message: str | None
) -> None:
    result = run("timeline", *args)

    assert (result.exit_code, result.stdout) == (code, "")
    assert message is None or result.stderr == message
