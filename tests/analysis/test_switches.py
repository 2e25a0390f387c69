"""Spells, as the states have them; who followed whom, switches, and the flows."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis import spells, state, switches
from libya_tracker.analysis.followings import followings
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens, Period, Point
from libya_tracker.model.records import Claim, Entry, Faction
from libya_tracker.model.vocabulary import FOLLOWING
from tests.conftest import Run
from tests.support.answers import Snapshot, answer
from tests.support.lenses import ENDED, LENSES
from tests.support.places import TOP
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

    for ask in (spells.spells, followings):
        one, other = ask(Perspective.of(plain, where)), ask(Perspective(turned, where))
        assert sorted(map(repr, one)) == sorted(map(repr, other))


def index_of_words(*words: str) -> ClaimIndex:
    """Return claims in words, which may end with ``leaving FACTION`` and ``until DAY``."""
    claims: list[Claim] = []
    for place, line in enumerate(words):
        rest, _, until = line.partition(" until ")
        text, _, ends_tie_with = rest.partition(" leaving ")
        claims.append(
            claim(text, place, until=until or None, ends_tie_with=ends_tie_with or None)
        )
    return index_of(*claims, **ENDED)


def switched(*words: str) -> list[str]:
    """Return the switches that claims in words amount to; b is dissolved in May 2017."""
    by_faction = followings(Perspective(index_of_words(*words), point("2018")))
    return [
        f"{switch.faction} {switch.from_}>{switch.to} {switch.date}"
        for own in by_faction.values()
        for one in own
        for switch in switches.switches(own, one)
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["2017-01-01 a aligned c"], [], id="loyal"),
        pytest.param(
            ["2017-01-01 a aligned c", "2017-03-01 a aligned d leaving c"],
            ["a c>d 2017-03-01"],
            id="at once",
        ),
        pytest.param(
            ["2017-01-01 a aligned c until 2017-02-01", "2017-03-01 a aligned d"],
            ["a c>d 2017-03-01"],
            id="after a time without a side",
        ),
        pytest.param(
            ["2017-01-01 a aligned c", "2017-03-01 a opposed c", "2017-05-01 a aligned d"],
            ["a c>d 2017-05-01"],
            id="after turning against it",
        ),
        pytest.param(
            ["2017-01-01 a aligned c until 2017-02-01", "2017-03-01 a aligned c"],
            [],
            id="it came back",
        ),
        pytest.param(
            ["2017-01-01 a aligned c", "2017-03-01 a aligned d"], [], id="a second side"
        ),
        pytest.param(
            ["2017-01-01 a aligned c", "2017-03-01 a aligned d", "2017-05-01 a none c"],
            ["a c>d 2017-05-01"],
            id="by way of a second side",
        ),
        pytest.param(
            ["2017-01-01 a aligned c", "2017-03-01 a aligned d", "2017-05-01 a none d"],
            [],
            id="the second side was given up",
        ),
        pytest.param(
            [
                "2017-01-01 a aligned c",
                "2017-03-01 a aligned d leaving c",
                "2017-05-01 a aligned c leaving d",
            ],
            ["a c>d 2017-03-01", "a d>c 2017-05-01"],
            id="there and back",
        ),
        pytest.param(
            ["2017-01-01 a member c", "2017-03-01 a subordinate d leaving c"],
            ["a c>d 2017-03-01"],
            id="from a coalition under a command",
        ),
        pytest.param(
            ["2017-01-01 a supports c", "2017-03-01 a allied d leaving c"],
            [],
            id="an ally follows nobody",
        ),
        pytest.param(
            ["2017-01-01 a aligned c", "2017-03-01 a subordinate c"],
            [],
            id="another tie to the same side",
        ),
        pytest.param(
            [
                "2017-01-01 a aligned c",
                "2017-02-01 a aligned d",
                "2017-03-01 a subordinate c",
                "2017-05-01 a none c",
            ],
            ["a c>d 2017-05-01"],
            id="a side is taken with the first tie to it",
        ),
        pytest.param(
            [
                "2017-01-01 a supports d",
                "2017-02-01 a aligned c",
                "2017-03-01 a aligned d",
                "2017-05-01 a none c",
            ],
            [],
            id="a side that it had taken before",
        ),
        pytest.param(
            ["2017-01-01 a member b", "2017-07-01 a aligned c"],
            ["a b>c 2017-07-01"],
            id="after the side was dissolved",
        ),
        pytest.param(
            ["2017-01-01 a member b", "2017-02-01 a aligned c"],
            [],
            id="another side while the one that was dissolved lasted",
        ),
        pytest.param(
            [
                "2017-01-01 a aligned c",
                "2017-02-01 a aligned d",
                "2017-03-01 a truce c until 2017-03-03",
            ],
            [],
            id="a truce of three days is no leaving",
        ),
        pytest.param(
            ["2017-01-01 a aligned c", "2017-03 a aligned d leaving c"],
            ["a c>d 2017-03"],
            id="in some month",
        ),
        pytest.param(
            ["2017-01-01 a aligned c until 2017-02", "2017-02-10 a aligned d"],
            ["a c>d 2017-02-10..2017-03-01"],
            id="from a side held until some day",
        ),
        pytest.param(
            ["2017-01-01 a aligned c until 2017-02-01", "2017-03 a aligned d"],
            ["a c>d 2017-03"],
            id="to a side since some day",
        ),
    ],
)
def test_what_a_switch_is(words: list[str], expected: list[str]) -> None:
    assert switched(*words) == expected


def test_a_tie_under_another_that_lasts_for_a_time_was_not_left() -> None:
    index = index_of_words(
        "2017-01-01 a aligned c",
        "2017-02-01 a aligned d",
        "2017-03-01 a truce c until 2017-03-03",
    )

    own = followings(Perspective(index, point("2017-03-02")))["a"]

    assert [switches.switches(own, one) for one in own] == [[], []]


CLAIMS = index_of(
    claim("2017-01 a aligned b", 0, id="c1"),
    claim("2017-03-01 a aligned c", 1, id="c2", ends_tie_with="b", status="confirmed"),
    claim("2017-03-05 d member b", 2, id="c3", until="2017-03-10..2017-03-12"),
    claim("2017-04-01 d subordinate c", 3, id="c4", status="alleged"),
    claim("..2017-04-10 b supports c", 4, id="c5"),
    claim("2017-04-05 d subordinate c", 5, id="c6", status="assessed"),
)


def test_each_row_has_the_days_that_its_dates_allow() -> None:
    where = point("2017-04-10")
    rows = switches.loyalty(
        CLAIMS.registry, followings(Perspective(CLAIMS, where)), Period(until=where.day)
    )

    columns = ("faction", "relation", "to", "since", "began", "ended")
    assert printed(rows, *columns) == [
        ("a", "aligned", "b", "2017-01", "2017-01", "2017-02-28"),
        ("a", "aligned", "c", "2017-03-01", "2017-03-01", None),
        ("b", "supports", "c", "..2017-04-10", "..2017-04-10", None),
        ("d", "member", "b", "2017-03-05", "2017-03-05", "2017-03-10..2017-03-12"),
        ("d", "subordinate", "c", "2017-04-01", "2017-04-01", None),
    ]
    assert printed(rows, "days", "certain_days", "longest") == [
        (59, 29, False),
        (41, 41, False),
        (None, 1, False),
        (8, 6, False),
        (10, 10, True),
    ]
    assert printed(rows, "next", "switched", "switches") == [
        (["c"], "2017-03-01", 1),
        ([], None, 1),
        ([], None, 0),
        (["c"], "2017-04-01", 1),
        ([], None, 1),
    ]
    assert printed(rows, "status", "certainty", "change") == [
        ("reported", None, "c1"),
        ("reported", "certain", "c2"),  # confirmed takes two voices
        ("reported", "certain", "c5"),
        ("reported", None, "c3"),
        ("assessed", "certain", "c4"),  # as sure as its surest claim
    ]


@pytest.mark.parametrize(
    ("words", "day", "began", "ended", "days"),
    [
        pytest.param(
            ["2016 a aligned c", "2017 a subordinate c"],
            "2018",
            "2016",
            "2016-12-31..2017-12-30",
            (1, 730),
            id="another tie begins in some year",
        ),
        pytest.param(
            ["2017-10-02 a member c", "2017-10 a none c"],
            "2018",
            "2017-10-02",
            "2017-10-02..2017-10-30",
            (0, 29),
            id="it ends in the month in which it began",
        ),
        pytest.param(
            ["2012 a aligned c", "..2017-10-31 a opposed c"],
            "2018",
            "2012",
            "2012-01-01..2017-10-30",
            (0, 2130),
            id="it had ended by some day",
        ),
        pytest.param(
            ["2017 a aligned c", "2017-03-01 a none c"],
            "2018",
            "2017-01-01..2017-02-28",
            "2017-02-28",
            (0, 59),
            id="it ended in the year in which it began",
        ),
        pytest.param(
            ["2017 a aligned c"], "2017-06-30", "2017", None, (0, 181), id="not yet certain"
        ),
        pytest.param(
            ["2017-01-01 a aligned c", "2017-03-01 a truce c until 2017-03-03"],
            "2017-03-31",
            "2017-01-01",
            None,
            (87, 87),
            id="a truce of three days lay over it",
        ),
        pytest.param(
            ["2017-01-01 a aligned c", "2017-03-01 a truce c until 2017-03-03"],
            "2017-03-02",
            "2017-01-01",
            "2017-02-28",
            (59, 59),
            id="a truce lies over it",
        ),
        pytest.param(
            ["2017-01-01 a aligned b"],
            "2018",
            "2017-01-01",
            "2017-05",
            (121, 151),
            id="the side was dissolved",
        ),
        pytest.param(
            ["0001-01-01 a aligned c", "0001 a none c"],
            "2018",
            "..0001-01-01",
            "..0001-12-30",
            (0, None),
            id="the first day there is",
        ),
    ],
)
def test_beginnings_and_ends_are_as_open_as_their_dates(
    words: list[str],
    day: str,
    began: str,
    ended: str | None,
    days: tuple[int, int | None],
) -> None:
    where = Perspective(index_of_words(*words), point(day))

    first, *_ = followings(where)["a"]

    last = first.ended.text if first.ended else None
    assert (first.began.text, last) == (began, ended)
    assert (first.certain_days(where.day), first.most_days(where.day)) == days


def test_another_kind_of_tie_for_a_time_does_not_end_the_first() -> None:
    index = index_of_words(
        "2017-01-01 a aligned c", "2017-03-01 a subordinate c until 2017-03-31"
    )
    where = point("2017-04-10")

    rows = switches.loyalty(
        index.registry, followings(Perspective(index, where)), Period(until=where.day)
    )

    assert printed(rows, "relation", "began", "ended", "days") == [
        ("aligned", "2017-01-01", None, 69),
        ("subordinate", "2017-03-01", "2017-03-31", 31),
    ]


def test_one_is_the_longest_only_where_the_dates_leave_no_doubt() -> None:
    index = index_of_words(
        "2015-01-01 a aligned c until 2015-12-31",
        "2016 a aligned d until 2016-11-30",
        "2017-01-01 b aligned c until 2017-01-10",
        "2017-02 b aligned d until 2017-02-20",
    )

    rows = switches.loyalty(index.registry, followings(Perspective(index, point("2018"))))

    assert printed(rows, "faction", "to", "longest") == [
        ("a", "c", True),
        ("a", "d", False),
        ("b", "c", False),
        ("b", "d", False),
    ]


@pytest.mark.parametrize(
    ("since", "until", "flows", "count"),
    [
        ("2017-01-01", "2017-12-31", [("b", "c", 2, ("a", "d"))], 5),
        ("2017-03-02", "2017-12-31", [("b", "c", 1, ("d",))], 4),
        ("2017-01-01", "2017-03-31", [("b", "c", 1, ("a",))], 4),
        ("2017-04-02", "2017-12-31", [], 3),
    ],
)
def test_a_period_holds_what_reaches_into_it(
    since: str, until: str, flows: list[tuple[str, str, int, tuple[str, ...]]], count: int
) -> None:
    period = Period(dt.date.fromisoformat(since), dt.date.fromisoformat(until))
    by_faction = followings(Perspective(CLAIMS, point(until)))

    flow_rows = switches.flows(CLAIMS.registry, by_faction, period)

    assert [(row.from_, row.to, row.count_, row.factions) for row in flow_rows] == flows
    assert len(switches.loyalty(CLAIMS.registry, by_faction, period)) == count


def test_a_switch_of_some_month_is_in_each_period_with_a_day_of_it() -> None:
    index = index_of_words("2017-01-01 a aligned c", "2017-03 a aligned d leaving c")
    by_faction = followings(Perspective(index, point("2018")))

    def count(since: str, until: str) -> int:
        period = Period(dt.date.fromisoformat(since), dt.date.fromisoformat(until))
        return sum(row.count_ for row in switches.flows(index.registry, by_faction, period))

    assert count("2017-03-31", "2017-04-30") == count("2017-02-01", "2017-03-01") == 1
    assert count("2017-04-01", "2017-04-30") == count("2017-02-01", "2017-02-28") == 0


def test_the_first_and_the_last_switch_are_as_open_as_their_dates() -> None:
    index = index_of_words(
        "2017-01-01 a aligned c",
        "2017-01-01 b aligned c",
        "2017-03 a aligned d leaving c",
        "2017-03-10 b aligned d leaving c",
    )

    flows = switches.flows(index.registry, followings(Perspective(index, point("2018"))))

    assert printed(flows, "count", "first", "last") == [(2, "2017-03", "2017-03")]


@given(entries(), points())
def test_flows_and_loyalties_have_the_same_switches(
    record: list[Entry], where: Point
) -> None:
    index = index_of(*record)
    by_faction = followings(Perspective(index, where))

    rows = switches.loyalty(index.registry, by_faction, Period(until=where.day))
    flows = switches.flows(index.registry, by_faction)

    assert sum(len(row.next) for row in rows) == sum(flow.count_ for flow in flows)
    assert all(flow.from_ != flow.to for flow in flows)
    for row in rows:
        assert row.days is None or 0 <= row.certain_days <= row.days
        assert row.switches <= sum(r.faction == row.faction for r in rows) - 1


@given(entries(), points(), st.sampled_from([{}, ENDED]))
def test_followings_are_the_spells_of_the_ties_by_which_one_follows(
    record: list[Entry], where: Point, more: dict[str, Faction]
) -> None:
    perspective = Perspective(index_of(*record, **more), where)

    by_faction = followings(perspective)

    merged = [spell for own in by_faction.values() for one in own for spell in one.spells]
    all_spells = spells.spells(perspective)
    assert sorted(map(repr, merged)) == sorted(
        repr(spell) for spell in all_spells if spell.tie.relation in FOLLOWING
    )
    for one in (one for own in by_faction.values() for one in own):
        assert one.taken <= one.first
        assert one.began.first <= one.first
        assert (one.last is None) == (one.ended is None)
        if one.last is not None and one.ended is not None:
            assert one.ended.first <= one.last <= one.ended.last
            assert one.began.first <= one.ended.first
            assert one.began.last <= one.ended.last


def test_known_changes_of_sides_are_in_the_shipped_registry(run: Run) -> None:
    asked = ("Special Operations Force", "kaniat", "--until", "2021-12-31")
    known = ("--known-at", "2026-11-23", "-r", str(TOP / "factions.yaml"))
    rows = answer(run, "switches", *asked, *known)

    columns = ("faction", "relation", "to", "began", "ended", "next", "switched")
    shown = [tuple(row[name] for name in columns) for row in rows]
    sof, kani = "special-operations-force", "kani-militias"
    assert {faction for faction, *_ in shown} == {sof, kani}
    assert (
        *(sof, "aligned", "lna", "2017-03"),
        *("2018-07-05", ["gna"], "2018-07-06"),
    ) in shown
    assert (
        *(kani, "subordinate", "gna", "2018-08-01..2018-08-27"),
        *("2019-03-31..2019-04-29", ["lna", "9th-brigade"], "2019-04"),
    ) in shown


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


def test_a_page_of_every_kind_of_tie(run: Run, snapshot: Snapshot) -> None:
    result = run("switches", "kani", "4th-division", "--until", "2017-11-08")

    assert (result.exit_code, result.stderr) == (0, "")
    snapshot(result.stdout)


def test_only_ties_of_one_relation(run: Run) -> None:
    def ties(*args: str) -> list[tuple[str, str]]:
        rows = answer(run, "switches", *args)
        return [(row["faction"], row["relation"]) for row in rows]

    assert ties("trb", "4th-division", "--relation", "aligned") == [
        ("trb", "aligned"),
        ("4th-division", "aligned"),
    ]
    both = ("--relation", "member", "--relation", "supports")
    assert {relation for _, relation in ties(*both)} == {"member", "supports"}
    ran = run("switches", "--relation", "allied")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr == (
        "error: --relation: 'allied' is none of aligned, member, subordinate, supports\n"
    )


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
        "first_first": "2017-12-01",
        "first_last": "2017-12-01",
        "last_first": "2017-12-01",
        "last_last": "2017-12-01",
    }
    assert none == []


def test_pages_say_where_there_is_nothing(run: Run) -> None:
    head = "Western Libya, a sample: who"
    assert run("switches", "--until", "2010").stdout == (
        f"{head} followed whom up to 2010-12-31\n\nNobody followed anybody.\n"
    )
    assert run("switches", "--flows", "--since", "2015").stdout == (
        f"{head} changed sides from 2015-01-01 up to 2018-01-01\n\nNobody changed sides.\n"
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
