"""Spells, as the states have them; loyalties, switches, and the flows between sides."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis import spells, state, switches
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens, Period, Point
from libya_tracker.model.records import Claim, Entry, Faction
from tests.conftest import Run
from tests.support.answers import Snapshot, answer
from tests.support.lenses import ENDED, LENSES
from tests.support.registries import (
    DAYS,
    claim,
    entries,
    index_of,
    point,
    points,
    registry,
)
from tests.support.rows import printed


@given(entries(), points(), LENSES, DAYS, st.sampled_from([{}, ENDED]))
def test_spells_agree_with_the_state_of_every_day(
    record: list[Entry], where: Point, lens: Lens, day: dt.date, more: dict[str, Faction]
) -> None:
    index = index_of(*record, **more)
    day = min(day, where.day)
    there = Point(day, where.known, where.scenario)

    standing = {
        (s.tie.faction, s.tie.to, s.tie.relation, s.tie.since)
        for s in spells.spells(Perspective(index, where, lens))
        if s.first <= day and (s.last is None or day <= s.last)
    }

    ties = state.state(Perspective(index, there, lens)).ties.values()
    assert standing == {(t.faction, t.to, t.relation, t.since) for t in ties}


@given(entries(), points())
def test_a_spell_that_stands_is_the_tie_of_the_day(
    record: list[Entry], where: Point
) -> None:
    index = index_of(*record)

    standing = [s.tie for s in spells.spells(Perspective(index, where)) if s.last is None]

    ties = state.state(Perspective(index, where)).ties
    assert {(tie.faction, tie.to): tie for tie in standing} == ties
    assert len(standing) == len(ties)


def test_a_tie_does_not_outlive_a_faction_that_was_dissolved_in_some_month() -> None:
    index = index_of(claim("2017-01-01 a aligned b"), **ENDED)

    (spell,) = spells.spells(Perspective(index, point("2018")))

    assert str(spell.last) == "2017-05-31"


@given(entries(), points())
def test_spells_of_one_pair_follow_each_other(record: list[Entry], where: Point) -> None:
    all_spells = spells.spells(Perspective(index_of(*record), where))

    for pair in {(s.tie.faction, s.tie.to) for s in all_spells}:
        own = [s for s in all_spells if (s.tie.faction, s.tie.to) == pair]
        assert all(s.last is None or s.first <= s.last for s in own)
        for one, other in itertools.pairwise(own):
            assert one.last is not None
            assert one.last < other.first


@given(entries(), points())
def test_the_order_of_the_factions_is_immaterial(record: list[Entry], where: Point) -> None:
    plain = registry(record)
    backwards = {name: plain.factions[name] for name in [*plain.factions][::-1]}
    turned = ClaimIndex(dataclasses.replace(plain, factions=backwards))

    for ask in (spells.spells, switches.loyalties):
        one, other = ask(Perspective.of(plain, where)), ask(Perspective(turned, where))
        assert sorted(map(repr, one)) == sorted(map(repr, other))


def switched(*words: str) -> list[str]:
    """Return the switches that claims in words amount to."""
    claims: list[Claim] = []
    for place, line in enumerate(words):
        rest, _, until = line.partition(" until ")
        text, _, ends_tie_with = rest.partition(" leaving ")
        claims.append(
            claim(text, place, until=until or None, ends_tie_with=ends_tie_with or None)
        )
    by_faction = switches.loyalties(Perspective(index_of(*claims), point("2018")))
    return [
        f"{switch.faction} {switch.from_}>{switch.to} {switch.day}"
        for own in by_faction.values()
        for spell in own
        for switch in switches.switches(own, spell)
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["2017-01-01 a aligned b"], [], id="loyal"),
        pytest.param(
            ["2017-01-01 a aligned b", "2017-03-01 a aligned c leaving b"],
            ["a b>c 2017-03-01"],
            id="at once",
        ),
        pytest.param(
            ["2017-01-01 a aligned b until 2017-02-01", "2017-03-01 a aligned c"],
            ["a b>c 2017-03-01"],
            id="after a time without a side",
        ),
        pytest.param(
            ["2017-01-01 a aligned b", "2017-03-01 a opposed b", "2017-05-01 a aligned c"],
            ["a b>c 2017-05-01"],
            id="after turning against it",
        ),
        pytest.param(
            ["2017-01-01 a aligned b until 2017-02-01", "2017-03-01 a aligned b"],
            [],
            id="it came back",
        ),
        pytest.param(
            ["2017-01-01 a aligned b", "2017-03-01 a aligned c"], [], id="a second side"
        ),
        pytest.param(
            [
                "2017-01-01 a aligned b",
                "2017-03-01 a aligned c",
                "2017-05-01 a none b",
            ],
            ["a b>c 2017-05-01"],
            id="by way of a second side",
        ),
        pytest.param(
            [
                "2017-01-01 a aligned b",
                "2017-03-01 a aligned c",
                "2017-05-01 a none c",
            ],
            [],
            id="the second side was given up",
        ),
        pytest.param(
            [
                "2017-01-01 a aligned b",
                "2017-03-01 a aligned c leaving b",
                "2017-05-01 a aligned b leaving c",
            ],
            ["a b>c 2017-03-01", "a c>b 2017-05-01"],
            id="there and back",
        ),
        pytest.param(
            ["2017-01-01 a member b", "2017-03-01 a aligned c leaving b"],
            [],
            id="a member takes no side",
        ),
    ],
)
def test_what_a_switch_is(words: list[str], expected: list[str]) -> None:
    assert switched(*words) == expected


TOLD = index_of(
    claim("2017-01 a aligned b", 0, id="c1"),
    claim("2017-03-01 a aligned c", 1, id="c2", ends_tie_with="b", status="confirmed"),
    claim("2017-03-05 d aligned b", 2, id="c3", until="2017-03-10..2017-03-12"),
    claim("2017-04-01 d aligned c", 3, id="c4"),
    claim("..2017-04-10 b aligned c", 4, id="c5"),
)


def test_the_days_of_a_loyalty_are_counted_with_both_ends() -> None:
    where = point("2017-04-10")
    rows = switches.loyalty(
        TOLD.registry, switches.loyalties(Perspective(TOLD, where)), Period(until=where.day)
    )

    columns = ("faction", "to", "since", "began", "ended", "days", "certain_days")
    assert printed(rows, *columns) == [
        ("a", "b", "2017-01", "2017-01-01", "2017-02-28", 59, 29),
        ("a", "c", "2017-03-01", "2017-03-01", None, 41, 41),
        ("b", "c", "..2017-04-10", None, None, None, 1),
        ("d", "b", "2017-03-05", "2017-03-05", "2017-03-12", 8, 6),
        ("d", "c", "2017-04-01", "2017-04-01", None, 10, 10),
    ]
    assert [row.longest for row in rows] == [True, False, False, False, True]
    assert printed(rows, "next", "switched", "switches") == [
        (["c"], "2017-03-01", 1),
        ([], None, 1),
        ([], None, 0),
        (["c"], "2017-04-01", 1),
        ([], None, 1),
    ]
    assert [row.change for row in rows] == ["c1", "c2", "c5", "c3", "c4"]


@pytest.mark.parametrize(
    ("since", "until", "flows", "spans"),
    [
        ("2017-01-01", "2017-12-31", [("b", "c", 2, ("a", "d"))], 5),
        ("2017-03-02", "2017-12-31", [("b", "c", 1, ("d",))], 4),
        ("2017-01-01", "2017-03-31", [("b", "c", 1, ("a",))], 4),
        ("2017-04-02", "2017-12-31", [], 3),
    ],
)
def test_a_period_holds_what_reaches_into_it(
    since: str, until: str, flows: list[tuple[str, str, int, tuple[str, ...]]], spans: int
) -> None:
    period = Period(dt.date.fromisoformat(since), dt.date.fromisoformat(until))
    all_spells = switches.loyalties(Perspective(TOLD, point(until)))

    flow_rows = switches.flows(TOLD.registry, all_spells, period)

    assert [(row.from_, row.to, row.count, row.factions) for row in flow_rows] == flows
    assert len(switches.loyalty(TOLD.registry, all_spells, period)) == spans


@given(entries(), points())
def test_flows_and_loyalties_tell_the_same_switches(
    record: list[Entry], where: Point
) -> None:
    index = index_of(*record)
    all_spells = switches.loyalties(Perspective(index, where))

    rows = switches.loyalty(index.registry, all_spells, Period(until=where.day))
    flows = switches.flows(index.registry, all_spells)

    assert sum(len(row.next) for row in rows) == sum(flow.count for flow in flows)
    assert all(flow.from_ != flow.to for flow in flows)
    for row in rows:
        assert row.days is None or 0 <= row.certain_days <= row.days
        assert row.switches <= sum(r.faction == row.faction for r in rows) - 1


TURNCOAT = """
title: A turncoat
factions: {a: {name: A}, b: {name: B}, c: {name: C}, d: {name: D}}
changes:
  - {date: 2017-01, faction: a, relation: aligned, to: b}
  - {date: 2017-03-01, faction: a, relation: aligned, to: c, from: b}
  - {date: 2017-10-10, faction: a, relation: aligned, to: b, from: c}
  - {date: ..2017-10-10, faction: d, relation: aligned, to: b, until: 2017-11-03}
  - {date: 2017-12-01, faction: d, relation: aligned, to: c}
"""


@pytest.mark.parametrize("option", ["--flows", "--since=2017-02", "--until=2017-02"])
def test_a_page_of_turncoats(run: Run, snapshot: Snapshot, option: str) -> None:
    result = run("switches", option, registry=TURNCOAT)

    assert (result.exit_code, result.stderr) == (0, "")
    snapshot(result.stdout)


def test_switches_of_some_factions(run: Run) -> None:
    rows = answer(run, "switches", "A", registry=TURNCOAT)
    (flow,) = answer(run, "switches", "d", "--flows", registry=TURNCOAT)
    none = answer(run, "switches", "A", "--flows", "--until", "2017-02", registry=TURNCOAT)

    assert [(row["to"], row["days"], row["switches"]) for row in rows] == [
        ("b", 59, 2),
        ("c", 223, 2),
        ("b", 84, 2),
    ]
    assert flow == {
        "from": "b",
        "from_name": "B",
        "to": "c",
        "to_name": "C",
        "count": 1,
        "factions": ["d"],
        "first": "2017-12-01",
        "last": "2017-12-01",
    }
    assert none == []


def test_pages_say_where_there_is_nothing(run: Run) -> None:
    head, lasting = "Western Libya, a sample: who", "; ties last until changed"
    assert run("switches", "--until", "2010").stdout == (
        f"{head} took sides up to 2010-12-31, as known on 2018-01-01{lasting}\n\n"
        "Nobody took a side.\n"
    )
    assert run("switches", "--flows", "--since", "2015").stdout == (
        f"{head} changed sides from 2015-01-01 up to 2018-01-01, as known on 2018-01-01"
        f"{lasting}\n\n"
        "Nobody changed sides.\n"
    )


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["nobody"], 4, "error: no faction 'nobody'\n"),
        (["--since", "soon"], 2, None),
        (["--until", "2017-02-30"], 2, None),
        (
            ["--since", "2017-03", "--until", "2017-02"],
            2,
            "error: --since: 2017-03-01 is after 2017-02-28, where it ends\n",
        ),
    ],
)
def test_what_cannot_be_answered_says_why(
    run: Run, args: list[str], code: int, message: str | None
) -> None:
    result = run("switches", *args)

    assert (result.exit_code, result.stdout) == (code, "")
    assert message is None or result.stderr == message
