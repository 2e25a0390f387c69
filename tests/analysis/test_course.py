"""The rules of exact dates: which tie of a pair stands from which day to which."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from libya_tracker.analysis.pair_spells import PairSpells, Spell
from libya_tracker.analysis.readings import Readings
from libya_tracker.model import dates
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Certainty
from tests.support.registries import claim

LAST = dates.parse("2017-12-31").last


def claims_of(text: str) -> list[Claim]:
    """Return claims of 2017, each ``MM-DD[..MM-DD] FACTION RELATION TO; key=value``."""
    claims = []
    for place, line in enumerate(filter(None, map(str.strip, text.splitlines()))):
        words, *options = line.split(";")
        days, rest = words.split(maxsplit=1)
        begin, _, until = days.partition("..")
        more = dict(option.strip().split("=") for option in options)
        if until:
            more["until"] = f"2017-{until}"
        begins = bool(more.pop("begins", ""))
        claims.append(claim(f"2017-{begin} {rest}", place, begins=begins, **more))
    claims.sort(key=lambda claim: (claim.date.first, claim.place))
    return claims


def ties(text: str, side: int, dissolved: Mapping[str, str] | None = None) -> list[str]:
    """Return the ties of a toward b, or of b toward a, with their days."""
    ends = {name: dates.parse(f"2017-{day}") for name, day in (dissolved or {}).items()}
    spells = PairSpells(Readings(("a", "b"), claims_of(text), ends))
    return [words(spell) for spell in spells.spells(side, LAST.toordinal())]


def words(spell: Spell) -> str:
    days = (
        f"{spell.first:%m-%d}..{spell.last:%m-%d}"
        if spell.last
        else f"{spell.first:%m-%d}.."
    )
    doubts = [
        f" possible {period.since:%m-%d}..{period.until:%m-%d}"
        for period, certainty in spell.parts
        if certainty is Certainty.POSSIBLE and period.since and period.until
    ]
    return f"{spell.tie.relation} {days}{''.join(doubts)}"


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param(
            "02-01 a aligned b", ["aligned 02-01.."], id="until something ends it"
        ),
        pytest.param(
            "02-01..03-01 a aligned b", ["aligned 02-01..03-01"], id="to its until"
        ),
        pytest.param(
            "02-01 a aligned b\n03-01 a member b",
            ["aligned 02-01..02-28", "member 03-01.."],
            id="another relation without until ends what stands, of the same sign too",
        ),
        pytest.param(
            "02-01 a opposed b\n03-01..03-01 a fighting b",
            ["opposed 02-01..02-28", "fighting 03-01..03-01", "opposed 03-02.."],
            id="a clash lies over an enmity",
        ),
        pytest.param(
            "02-01 a fighting b\n03-01..03-03 a truce b",
            ["fighting 02-01..02-28", "truce 03-01..03-03", "fighting 03-04.."],
            id="a truce of three days lies over a war",
        ),
        pytest.param(
            "02-01 a fighting b\n03-01 a truce b",
            ["fighting 02-01..02-28", "truce 03-01.."],
            id="a truce without until ends it",
        ),
        pytest.param(
            "02-01 a aligned b\n03-01..06-30 a subordinate b",
            ["aligned 02-01..02-28", "subordinate 03-01..06-30", "aligned 07-01.."],
            id="some months under the command of an ally",
        ),
        pytest.param(
            "02-01 a aligned b\n03-01..06-30 a opposed b",
            ["aligned 02-01..02-28", "opposed 03-01..06-30"],
            id="some months of another sign end what stood",
        ),
        pytest.param(
            "02-01 a neutral b\n03-01..06-30 a opposed b",
            ["neutral 02-01..02-28", "opposed 03-01..06-30"],
            id="neutrality is of another sign",
        ),
        pytest.param(
            "02-01..09-30 a aligned b\n03-01..06-30 a subordinate b",
            ["aligned 02-01..02-28", "subordinate 03-01..06-30", "aligned 07-01..09-30"],
            id="what stands again keeps its end",
        ),
        pytest.param(
            "02-01 a aligned b\n03-01..06-30 a subordinate b\n04-01..04-30 a member b",
            [
                *("aligned 02-01..02-28", "subordinate 03-01..03-31"),
                *("member 04-01..04-30", "subordinate 05-01..06-30", "aligned 07-01.."),
            ],
            id="the claim that began last is on top",
        ),
        pytest.param(
            "02-01 a aligned b\n03-01 a none b\n04-01 a aligned b",
            ["aligned 02-01..02-28", "aligned 04-01.."],
            id="none ends it, and it can begin anew",
        ),
        pytest.param(
            "02-01 a aligned b\n03-01..06-30 a subordinate b\n04-01 a none b",
            ["aligned 02-01..02-28", "subordinate 03-01..03-31"],
            id="none ends all that stands, and what lies under it",
        ),
        pytest.param(
            "02-01 a aligned b\n03-01 a aligned c; ends_tie_with=b",
            ["aligned 02-01..02-28"],
            id="from ends it",
        ),
        pytest.param(
            "02-01 a aligned b\n03-01 a splinter c; ends_tie_with=b",
            ["aligned 02-01..02-28"],
            id="so does the from of an event",
        ),
        pytest.param(
            "02-01..02-28 a aligned b\n03-01..03-31 a aligned b",
            ["aligned 02-01..03-31"],
            id="claims that touch are one run",
        ),
        pytest.param(
            "02-01..02-28 a aligned b\n03-02..03-31 a aligned b",
            ["aligned 02-01..02-28", "aligned 03-02..03-31"],
            id="claims a day apart are two",
        ),
        pytest.param(
            "02-01..06-30 a aligned b\n03-01 a aligned b",
            ["aligned 02-01..06-30"],
            id="a sighting within a known spell does not lift its end",
        ),
        pytest.param(
            "02-01..06-30 a aligned b\n07-01 a aligned b",
            ["aligned 02-01.."],
            id="a sighting on the day after it does",
        ),
        pytest.param(
            "02-01 a aligned b\n03-01..06-30 a aligned b",
            ["aligned 02-01..06-30"],
            id="a known end told later ends what began before",
        ),
        pytest.param(
            "02-01..09-30 a aligned b\n03-01..06-30 a aligned b",
            ["aligned 02-01..09-30"],
            id="a short pact within a long one does not cut it",
        ),
        pytest.param(
            "02-01..06-30 a aligned b\n03-01..09-30 a aligned b",
            ["aligned 02-01..09-30"],
            id="the latest until of a run is its end",
        ),
        pytest.param(
            "02-01..06-30 a aligned b\n02-01..09-30 a aligned b",
            ["aligned 02-01..09-30 possible 07-01..09-30"],
            id="two ends of one spell",
        ),
        pytest.param(
            "02-01..06-30 a aligned b\n02-01..09-30 a aligned b\n06-01..08-31 a aligned b",
            ["aligned 02-01..09-30 possible 09-01..09-30"],
            id="another claim with an end covers the days between",
        ),
        pytest.param(
            "02-01..06-30 a aligned b\n02-02..09-30 a aligned b",
            ["aligned 02-01..09-30"],
            id="claims of two dates are no two ends of one spell",
        ),
        pytest.param(
            "02-01 a aligned b; begins=yes\n04-01 a aligned b; begins=yes",
            ["aligned 02-01.. possible 02-01..03-31"],
            id="two beginnings of one tie",
        ),
        pytest.param(
            "02-01 a aligned b; begins=yes\n04-01 a aligned b",
            ["aligned 02-01.."],
            id="a later sighting is no beginning",
        ),
        pytest.param(
            "01-10 a aligned b\n02-01 a aligned b; begins=yes\n04 a aligned b; begins=yes",
            ["aligned 01-10.. possible 02-01..04-29"],
            id="the second beginning is some day of a month",
        ),
    ],
)
def test_what_stands_of_one_side(claims: str, expected: list[str]) -> None:
    assert ties(claims, 0) == expected

    upside_down = "\n".join(reversed(claims.splitlines()))
    assert ties(upside_down, 0) == expected


@pytest.mark.parametrize(
    ("claims", "of_a", "of_b"),
    [
        pytest.param(
            "02-01 a allied b\n03-01 b none a",
            ["allied 02-01..02-28"],
            ["allied 02-01..02-28"],
            id="none ends a two-way tie on both sides",
        ),
        pytest.param(
            "02-01 a allied b\n03-01 b aligned c; ends_tie_with=a",
            ["allied 02-01..02-28"],
            ["allied 02-01..02-28"],
            id="so does from",
        ),
        pytest.param(
            "02-01 a aligned b\n02-01 b aligned a\n03-01 b none a",
            ["aligned 02-01.."],
            ["aligned 02-01..02-28"],
            id="none ends one of two one-way ties",
        ),
        pytest.param(
            "02-01 a allied b\n03-01 b opposed a",
            ["allied 02-01..02-28"],
            ["allied 02-01..02-28", "opposed 03-01.."],
            id="whoever turns on an ally has none",
        ),
        pytest.param(
            "02-01 a allied b\n03-01 b supports a",
            ["allied 02-01.."],
            ["allied 02-01..02-28", "supports 03-01.."],
            id="whoever backs an ally has one",
        ),
        pytest.param(
            "02-01 a allied b\n03-01..03-31 b neutral a",
            ["allied 02-01.."],
            ["allied 02-01..02-28", "neutral 03-01..03-31", "allied 04-01.."],
            id="a month of neutrality lies over the ally's side alone",
        ),
        pytest.param(
            "02-01 a allied b\n03-01..03-31 b opposed a",
            ["allied 02-01..02-28"],
            ["allied 02-01..02-28", "opposed 03-01..03-31"],
            id="a month of enmity ends it on both",
        ),
        pytest.param(
            "02-01 b aligned a\n03-01 a fighting b",
            ["fighting 03-01.."],
            ["aligned 02-01..02-28", "fighting 03-01.."],
            id="a two-way claim is of both sides",
        ),
        pytest.param(
            "02-01 a opposed b\n02-01 b aligned a\n03-01..03-03 b truce a",
            ["opposed 02-01..02-28", "truce 03-01..03-03", "opposed 03-04.."],
            ["aligned 02-01..02-28", "truce 03-01..03-03", "aligned 03-04.."],
            id="a truce lies over the tie of each side",
        ),
    ],
)
def test_what_stands_of_both_sides(claims: str, of_a: list[str], of_b: list[str]) -> None:
    assert (ties(claims, 0), ties(claims, 1)) == (of_a, of_b)


@pytest.mark.parametrize(
    ("claims", "dissolved", "expected"),
    [
        ("02-01 a aligned b", {"b": "06-30"}, ["aligned 02-01..06-30"]),
        ("02-01..03-31 a aligned b", {"b": "06-30"}, ["aligned 02-01..03-31"]),
        ("02-01 a aligned b", {"a": "08-31", "b": "06-30"}, ["aligned 02-01..06-30"]),
        ("02-01 a aligned b\n07-01 a opposed b", {"b": "06-30"}, ["aligned 02-01..06-30"]),
        (
            "02-01 a aligned b\n03-01..09-30 a subordinate b",
            {"b": "06-30"},
            ["aligned 02-01..02-28", "subordinate 03-01..06-30"],
        ),
    ],
)
def test_no_tie_outlives_either_faction(
    claims: str, dissolved: dict[str, str], expected: list[str]
) -> None:
    assert ties(claims, 0, dissolved) == expected
