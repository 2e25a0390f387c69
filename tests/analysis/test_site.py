"""Every answer for every day: what is looked up of a day is what the questions answer."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libya_tracker.analysis.diff import Why, diff
from libya_tracker.analysis.disputes import disputes
from libya_tracker.analysis.expected import expected
from libya_tracker.analysis.lineage import Lineage
from libya_tracker.analysis.scenarios import scenarios
from libya_tracker.analysis.show import relatives
from libya_tracker.analysis.site import Site, as_known_now, site, year_before
from libya_tracker.analysis.state import state
from libya_tracker.analysis.status import status
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.dates import parse
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens, Point
from libya_tracker.model.records import Claim, Entry
from libya_tracker.storage import files
from tests.conftest import EXAMPLES, SAMPLE
from tests.support.lenses import ENDED, LENSES
from tests.support.registries import (
    claim,
    entries,
    index_of,
    point,
    points,
    registry,
    retraction,
)
from tests.support.sites import (
    disputes_at,
    expected_at,
    relatives_at,
    ties_at,
    turns,
    what_ifs_at,
    why_at,
)

LAST = dt.date(2018, 12, 31)


def assert_the_same(whole: Site, at: Point) -> None:
    perspective = replace(whole.perspective, point=at)
    rows = [row for row in status(state(perspective)) if row.relation is not None]
    expectations = sorted(expected(perspective), key=lambda row: row.change)
    lineage = Lineage(perspective)
    kin = {
        name: (*relatives(perspective.registry, lineage, name),)
        for name in perspective.registry.factions
    }

    assert ties_at(whole, at) == rows
    assert disputes_at(whole, at) == disputes(perspective)
    assert sorted(expected_at(whole, at), key=lambda row: row.change) == expectations
    assert what_ifs_at(whole, at) == scenarios(perspective)
    assert relatives_at(whole, at) == {name: rows for name, rows in kin.items() if rows}


@settings(max_examples=(EXAMPLES + 2) // 3)
@given(entries=entries(6), at=st.lists(points(), min_size=4, max_size=4), lens=LENSES)
def test_what_is_looked_up_of_a_point_is_what_the_questions_answer(
    entries: Sequence[Entry], at: Sequence[Point], lens: Lens
) -> None:
    whole = site(Perspective(index_of(*entries, **ENDED), Point(LAST, LAST), lens))

    for some in at:
        assert_the_same(whole, some)


def assert_the_same_reasons(whole: Site, a: Point, b: Point) -> list[Why]:
    """Assert that what differs between two points is what ``diff`` says, and why."""
    one, other = (replace(whole.perspective, point=at) for at in (a, b))
    factions = whole.perspective.registry.factions
    reasons = {
        (name, to): why
        for name in factions
        for to in factions
        if (why := why_at(whole, (name, to), a, b)) is not None
    }
    assert reasons == {(row.faction, row.to): row.why for row in diff(one, other)}
    return [*reasons.values()]


def of_one_pair(chance: random.Random) -> ClaimIndex:
    """Return a registry about a pair, in which much is taken back and some is supposed."""
    dates = "2016 2017-02-01 2017-03-01 2017-03-15 ..2017-04-10 2017-05-01 2017-05-20"
    relations = ["aligned", "allied", "allied", "fighting", "opposed", "truce", "none"]
    moments = [f"2017-{month:02}-01" for month in (1, 3, 4, 6)]
    own: list[Entry] = []
    for place in range(chance.randint(2, 5)):
        pair = chance.choice(("a {} b", "b {} a", "a {} c"))
        words = f"{chance.choice(dates.split())} {pair.format(chance.choice(relations))}"
        more = {
            "sources": chance.choice(((), ("s1",), ("s2",), ("s1", "s2"))),
            "recorded": chance.choice((None, *moments)),
            "scenario": chance.choice((None, None, "what-if")),
            "ends_tie_with": "b" if pair.endswith("c") else None,
            "until": chance.choice((None, None, "2017-06-15")),
        }
        own.append(claim(words, place, id=str(place), **more))
    for place in chance.sample(range(len(own)), len(own) // 2):
        own.append(retraction(str(place), chance.choice(moments), len(own)))
    whole = registry(own)
    gone = whole.sources["s1"]._replace(withdrawn=parse("2017-05"))
    return ClaimIndex(replace(whole, sources={**whole.sources, "s1": gone}))


def test_two_points_differ_for_the_reasons_that_diff_gives() -> None:
    chance = random.Random(12)
    days = [dt.date(2017, 1, 1) + dt.timedelta(days=n) for n in range(0, 220, 11)]
    reasons: Counter[Why] = Counter()
    for _ in range(12):
        whole = site(Perspective(of_one_pair(chance), Point(LAST, LAST)))
        for scenario in (None, "what-if"):
            for _ in range(9):
                a, b = (
                    Point(chance.choice(days), chance.choice(days), scenario)
                    for _ in range(2)
                )
                reasons.update(assert_the_same_reasons(whole, a, b))
    assert min(reasons[why] for why in [*Why][:4]) > 4, reasons


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Site:
    file = tmp_path_factory.mktemp("site") / "factions.yaml"
    file.write_text(SAMPLE, encoding="utf-8")
    day = dt.date(2018, 1, 1)
    return site(Perspective.of(files.read(Path(file)), Point(day, day)))


def test_the_sample_on_every_day_of_both_clocks_and_the_days_before(sample: Site) -> None:
    days, knowledge = turns(sample)
    near = {day - dt.timedelta(days=1) for day in days if day > dt.date.min} | {*days}

    assert len(days) > 15
    assert len(knowledge) > 3
    for known in knowledge:
        for scenario in (None, *sample.supposed):
            for day in near:
                assert_the_same(sample, Point(day, known, scenario))


def test_a_claim_has_the_day_from_which_on_it_no_longer_stands(sample: Site) -> None:
    perspective = sample.perspective
    for known in turns(sample)[1]:
        for own in sample.claims:
            at = replace(perspective, point=Point(perspective.day, known, own.row.scenario))
            stands = own.row.known <= known and not (own.gone and own.gone <= known)
            assert stands is at.is_visible(perspective.registry.claims[own.row.change])


def test_a_retraction_of_a_what_if_does_not_touch_the_record() -> None:
    own = claim("2017-01-01 a aligned b", id="1")
    doubt = retraction("1", "2017-03-01", 1, scenario="what-if")
    whole = site(Perspective(index_of(own, doubt), Point(LAST, LAST)))

    assert [c.gone for c in whole.claims] == [None]
    assert ties_at(whole, point("2018")) != []
    assert ties_at(whole, point("2018+what-if")) == []


def test_a_tie_that_is_cited_on_each_day_has_no_step_on_which_nothing_changes() -> None:
    open_start = claim("..2017-03-01 a aligned b", id="1")
    bounded = claim("2017-04-01 a fighting c", 1, id="2", until="2017-04-30")
    whole = site(Perspective(index_of(open_start, bounded), Point(LAST, LAST)))

    assert turns(whole)[0] == [
        dt.date.min,  # possible
        dt.date(2017, 3, 1),  # certain
        dt.date(2017, 4, 1),
        dt.date(2017, 5, 1),
        LAST,
    ]


def test_without_the_second_clock_only_what_is_known_now_is_left() -> None:
    late: list[Claim] = [
        claim("2017-01-01 a aligned b", id="1", recorded="2017-02-01"),
        claim("2017-01-01 a aligned c", 1, id="2", recorded="2017-05-01"),
        claim("2017-01-01 a opposed b", 2, id="3", recorded="2017-06-01"),
    ]
    whole = site(Perspective(index_of(*late), Point(LAST, LAST)))

    now = as_known_now(whole)

    assert (whole.second_clock, now.second_clock) == (True, False)
    assert ties_at(now, Point(LAST, LAST)) == ties_at(whole, Point(LAST, LAST)) != []
    assert ties_at(whole, Point(LAST, dt.date(2017, 3, 1))) != []
    assert ties_at(now, Point(LAST, dt.date(2017, 3, 1))) == []


def test_who_runs_no_script_reads_of_the_year_up_to_the_last_claim() -> None:
    some = Perspective(index_of(claim("2017-06-10 a aligned b", id="1")), Point(LAST, LAST))
    none = Perspective(index_of(), Point(LAST, LAST))
    first = Perspective(
        index_of(claim("..0001-02-01 a aligned b", id="1")), point("0001-02")
    )

    assert year_before(some).point == Point(dt.date(2016, 6, 10), dt.date(2016, 6, 10))
    assert year_before(none).point == Point(dt.date(2017, 12, 31), dt.date(2017, 12, 31))
    assert year_before(first).point.day == dt.date.min
