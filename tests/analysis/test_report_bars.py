"""The bars around a bulletin: a week on either side, and nothing that was not known."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from libya_tracker.analysis import report_bars, timeline
from libya_tracker.analysis.report import bulletin
from libya_tracker.analysis.state import state
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.storage import files
from tests.conftest import SAMPLE
from tests.support.registries import claim, index_of, point

FIRST, LAST = dt.date(2017, 11, 1), dt.date(2017, 11, 10)


def around(
    index: ClaimIndex, known: dt.date = LAST, last: dt.date = LAST
) -> report_bars.NewsBars:
    """Return the bars of the bulletin from 1 November to a day."""
    before = FIRST - dt.timedelta(days=1)
    a, b = Point(before, before, None), Point(last, known, None)
    return report_bars.bars(bulletin(Perspective(index, a), Perspective(index, b)))


@pytest.mark.parametrize(
    ("words", "more", "shown"),
    [
        # A tie that stands, of which nobody says anything beyond the last day.
        ("2017-11-05 a aligned b", {}, "2017-11-05..2017-11-10 happened"),
        # One that is to last for so long, at most a week of it.
        (
            "2017-11-05 a aligned b",
            {"until": "2017-11-13"},
            "2017-11-05..2017-11-13 happened",
        ),
        (
            "2017-11-05 a aligned b",
            {"until": "2018-03"},
            "2017-11-05..2017-11-17 happened",
        ),
        # What is to begin, once that is known; and what was known of a longer time.
        (
            "2017-11-14 a aligned b",
            {"recorded": "2017-11-09T00:00:00Z"},
            "2017-11-14..2017-11-17 learned",
        ),
        ("2017-11-14 a aligned b", {"recorded": "2017-11-14T00:00:00Z"}, ""),
        ("2017-11-14 a aligned b", {}, ""),
        (
            "2017-10-01 a aligned b",
            {"recorded": "2017-11-09T00:00:00Z"},
            "2017-10-01..2017-11-10 learned",
        ),
        ("2017-10-01 a aligned b", {}, "2017-10-01..2017-11-10 None"),
        # What is expected.
        (
            "2017-11-15 a aligned b",
            {"status": "expected", "recorded": "2017-11-09T00:00:00Z"},
            "2017-11-15..2017-11-15 learned",
        ),
        (
            "2017-11-15 a aligned b",
            {"status": "expected", "recorded": "2017-10-09T00:00:00Z"},
            "2017-11-15..2017-11-15 None",
        ),
    ],
)
def test_the_days_after_the_last_have_what_was_known_of_them(
    words: str, more: dict[str, Any], shown: str
) -> None:
    other = claim("2017-11-06 c opposed a", 9)

    news = around(index_of(claim(words, **more), other))

    bars = [
        f"{bar.first}..{min(bar.last, dt.date(2017, 11, 17))} {news.novelty(bar)}"
        for bar in news.bars
    ]
    assert bars == ([shown] if shown else [])
    later = any(bar.last > LAST for bar in news.bars)
    assert news.period.until == (dt.date(2017, 11, 17) if later else LAST)
    assert news.period.since == dt.date(2017, 10, 25)


def test_what_ends_soon_and_what_follows_are_shown_where_that_is_known() -> None:
    soon = {"recorded": "2017-11-09T00:00:00Z"}
    index = index_of(
        claim("2017-11-05 a aligned b", 0),
        claim("2017-11-13 a none b", 1, **soon),
        claim("2017-11-05 c aligned b", 2),
        claim("2017-11-12 c opposed b", 3, recorded="2017-11-12T00:00:00Z"),
    )

    def shown(known: str) -> list[str]:
        bars = around(index, known=dt.date.fromisoformat(known)).bars
        return [f"{bar.faction} {bar.first}..{bar.last}" for bar in bars]

    assert shown("2017-11-10") == [
        "a 2017-11-05..2017-11-12",
        "c 2017-11-05..2017-11-10",
    ]
    assert shown("2017-11-12") == [
        "a 2017-11-05..2017-11-12",
        "c 2017-11-05..2017-11-11",
    ]


def test_each_day_is_as_it_is_in_status() -> None:
    index = ClaimIndex(files.parse(SAMPLE, "sample.yaml"))
    for day, known in (("11-05", "11-05"), ("11-03", "11-08"), ("11-05", "12-31")):
        here = point(f"2017-{day}@2017-{known}")
        b = Perspective(index, here)
        news = around(index, known=here.known, last=here.day)
        assert [bar for bar in news.bars if bar.state in {"pending", "overdue"}] == [
            bar
            for bar in timeline.bars(b, news.period)
            if bar.state in {"pending", "overdue"}
        ]
        for offset in range(15):
            when = here.day + dt.timedelta(days=offset - 7)
            ties = state(b.on(when)).ties
            shown = {
                (bar.faction, bar.to, segment.certainty, bar.relation)
                for bar in news.bars
                if bar.state in {"stands", "ended"}
                for segment in bar.segments
                if segment.first <= when <= segment.last
            }
            assert shown <= {
                (pair[0], pair[1], tie.certainty, tie.relation)
                for pair, tie in ties.items()
            }, when
            if when <= here.day:
                assert len(shown) >= 1


def test_of_all_there_is_nothing_is_new() -> None:
    index = index_of(claim("2017-11-05 a aligned b"))
    a, b = point("0001-01-01@0001-01-01"), point("2017-11-10@2017-11-10")

    news = report_bars.bars(bulletin(Perspective(index, a), Perspective(index, b)))

    assert [news.novelty(bar) for bar in news.bars] == [None]
    assert news.period.since is None


def test_the_last_day_there_is_has_none_after_it() -> None:
    index = index_of(claim("9999-12-30 a aligned b"))
    a, b = point("9999-12-29@9999-12-29"), point("9999-12-31@9999-12-31")

    news = report_bars.bars(bulletin(Perspective(index, a), Perspective(index, b)))

    assert [bar.last for bar in news.bars] == [dt.date.max]
