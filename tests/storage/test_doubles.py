"""What was entered twice: sources, factions and claims that are probably one."""

from __future__ import annotations

import datetime as dt

import pytest

from libya_tracker.storage import files, lint
from tests.support.places import case

TODAY = dt.date(2018, 1, 1)


def warnings(text: str) -> list[tuple[int, str, str]]:
    remarks = lint.remarks(files.parse(text, "f"), TODAY)
    doubles = {"same-source", "same-id", "similar-names", "repeated-claim"}
    return sorted(
        (w.line, rule, message) for w, rule, message in remarks if rule in doubles
    )


def test_the_case_of_one_url_in_two_sources() -> None:
    (source, names, claim) = warnings(case("same-url-twice"))

    assert source == (
        4,
        "same-source",
        "'b' has the `url` of 'a', at line 3, and both count as voices; if they are one, "
        "cite one of them alone and remove the other",
    )
    assert names == (
        7,
        "similar-names",
        "'Misurata Brigade' and 'Misrata Brigade', a name of 'misrata', differ only as "
        "transliterations do; if they are one, `faction merge` makes them one, else give "
        "them names that tell them apart",
    )
    assert claim == (
        12,
        "repeated-claim",
        "this says what the claim at line 11 says, under another name: 'misurata' for "
        "'misrata', 'n2' for 'n1'; if they are one, `faction merge` makes them one",
    )


#: Two sources, and whether they are one.
SOURCES = {
    "{url: 'https://example.org/x'} {url: 'http://www.Example.org/x/'}": True,
    "{url: 'https://example.org/x'} {url: 'https://example.org/X'}": False,
    "{url: 'https://example.org/x'} {url: 'https://example.org/x?page=2'}": False,
    "{archive_url: a} {archive_url: a}": True,
    "{archive_url: a} {url: a}": False,
    "{title: T, date: 2017, publisher: P} {title: t, date: 2017, publisher: p}": True,
    "{title: T, date: 2017} {title: T, date: 2017}": True,
    "{title: T, date: 2017, publisher: P} {title: T, date: 2017}": False,
    "{title: T, date: 2017} {title: T, date: 2018}": False,
    "{title: T, publisher: P} {title: T, publisher: P}": False,
    "{title: —, date: 2017} {title: —, date: 2017}": False,
}


@pytest.mark.parametrize("pair", SOURCES)
def test_sources_are_one_by_address_or_by_title_date_and_publisher(pair: str) -> None:
    first, second = pair.split("} ")
    text = f"sources:\n  a: {first}}}\n  b: {second}\nfactions:\n  x: {{name: X}}\n"

    assert [rule for _, rule, _ in warnings(text)] == ["same-source"] * SOURCES[pair]


def test_a_source_that_is_three_times_the_same_is_named_once_each() -> None:
    one = "{title: T, date: 2017, url: u, archive_url: v}"
    text = f"sources:\n  a: {one}\n  b: {one}\n  c: {one}\nfactions:\n  x: {{name: X}}\n"

    assert [line for line, *_ in warnings(text)] == [3, 4]


#: Two names, and whether they cannot be told apart but by a transliteration.
NAMES = {
    ("Misrata Brigade", "Misurata Brigade"): True,
    ("Zintan Council", "Zentan Council"): True,
    ("7th Brigade", "9th Brigade"): False,
    ("Libyan National Army", "National Liberation Army"): False,
    ("Northern Coast", "Northern Cast"): False,
    ("Al-Nur", "Nur"): False,  # which `ambiguous-name` says
    ("Niger", "Nigeria"): False,
}


@pytest.mark.parametrize("pair", NAMES)
def test_names_that_cannot_be_told_apart(pair: tuple[str, str]) -> None:
    text = f"factions:\n  a: {{name: {pair[0]}}}\n  b: {{name: {pair[1]}}}\n"

    assert [rule for _, rule, _ in warnings(text)] == ["similar-names"] * NAMES[pair]


def test_names_of_other_times_can_be_told_apart() -> None:
    text = """\
factions:
  a: {name: A, aliases: [{name: Misrata, until: 2012}]}
  b: {name: B, aliases: [{name: Misurata, since: 2013}]}
"""

    assert warnings(text) == []


CLAIMS = """\
factions:
  misrata: {name: Misrata}
  misurata: {name: Misurata}
  b: {name: Beta}
changes:
  - {date: 2017, faction: misrata, relation: allied, to: b}
  - {date: 2017, faction: b, relation: allied, to: misurata, until: 2018}
  - {date: 2017, faction: misurata, relation: opposed, to: b}
  - {date: 2018, faction: misurata, relation: allied, to: b}
  - {date: 2017, faction: b, relation: opposed, to: misrata}
"""


def test_claims_that_differ_in_more_are_two() -> None:
    assert [rule for _, rule, _ in warnings(CLAIMS)] == ["similar-names"]


@pytest.mark.parametrize(
    "entry",
    [
        "{date: 2017, faction: misurata, relation: allied, to: b, status: confirmed}",
        "{date: 2017, faction: b, relation: allied, to: misurata}",
    ],
)
def test_claims_that_differ_in_the_name_alone_are_one(entry: str) -> None:
    (_, (line, rule, _)) = warnings(f"{CLAIMS}  - {entry}\n")

    assert (line, rule) == (11, "repeated-claim")


def test_ids_elsewhere_are_those_of_one_record() -> None:
    text = """\
sources:
  s: {title: S, ids: {doi: 1}}
  t: {title: T, ids: {doi: 1}}
factions:
  a: {name: A, ids: {doi: 1, wikidata: Q1}}
  b: {name: B, ids: {wikidata: Q2, ucdp: Q1}}
"""

    assert warnings(text) == [
        (
            3,
            "same-id",
            "doi '1' is the id of 's' too, at line 2; correct one of the two, or make them "
            "one source",
        )
    ]


def test_nothing_in_the_shipped_registry_was_entered_twice() -> None:
    assert warnings(files.shipped().read_text(encoding="utf-8")) == []
