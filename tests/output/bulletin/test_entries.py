"""The words of a bulletin for how a tie ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Run

ENDS = """\
factions:
  ash: {name: Ash}
  bay: {name: Bay}
  cob: {name: Cob}
  dew: {name: Dew, dissolved: 2017-11}
  elm: {name: Elm}
  fig: {name: Fig}
  gum: {name: Gum}
changes:
  - {date: 2017-09-20, faction: ash, relation: member, to: bay, until: 2017-11-10}
  - {date: 2017-09-20, faction: ash, relation: opposed, to: cob}
  - {date: 2017-09-20, faction: cob, relation: member, to: dew}
  - {date: 2017-09-05, faction: elm, relation: allied, to: fig}
  - {date: 2017-09-20, faction: elm, relation: supports, to: gum}
  - {date: 2017-09-20, faction: fig, relation: aligned, to: gum}
  - {date: 2017-09-20, faction: gum, relation: opposed, to: ash}
  - {date: 2017-11-08, faction: elm, relation: none, to: gum}
  - {date: 2017-11-09, faction: fig, relation: opposed, to: gum}
  - {date: 2017-11-20, faction: gum, relation: fighting, to: ash, until: 2017-12-05}
"""
PERIOD = ("report", "--since", "2017-11-01", "--until", "2017-11-30")


@pytest.mark.parametrize("policy", ["until-changed", "75d", "cited"])
def test_each_tie_that_ended_says_how_and_when(
    run: Run, snapshot: Callable[[str], None], policy: str
) -> None:
    result = run(*PERIOD, "--persist", policy, registry=ENDS)

    assert (result.exit_code, result.stderr) == (0, "")
    snapshot(result.stdout)


@pytest.mark.parametrize(
    ("day", "policy", "line"),
    [
        ("2017-11-11", "until-changed", "ended on its last day"),
        ("2017-12-01", "until-changed", "ended 2017-11, with the dissolution of Dew"),
        ("2017-11-20", "75d", "ended 2017-11-19, not cited since"),
    ],
)
def test_the_report_of_the_day_after_has_the_line_too(
    run: Run, day: str, policy: str, line: str
) -> None:
    args = ("report", "--since", day, "--until", day, "--persist", policy)

    page = run(*args, "-f", "markdown", registry=ENDS).stdout

    assert page.count(line) == 1


CITING = """\
sources:
  early: {title: Early, publisher: The Early, date: 2017-11-03, url: https://example.org/1}
  late: {title: Late, publisher: The Late, date: 2018-02, url: https://example.org/2}
factions:
  ash: {name: Ash}
  bay: {name: Bay}
  cob: {name: Cob}
changes:
  - {date: 2017-11-02, faction: ash, relation: aligned, to: bay, status: confirmed,
     sources: [early, late]}
  - {date: 2017-11-02, faction: ash, relation: aligned, to: bay, status: denied, by: cob,
     sources: [late, early]}
  - {date: 2017-11-02, faction: bay, relation: opposed, to: ash, sources: [early, late],
     status: confirmed}
"""


def test_what_was_not_out_yet_is_neither_cited_nor_counted(run: Run) -> None:
    for form in ("table", "markdown", "html", "atom", "csv"):
        text = run(*PERIOD, "-f", form, registry=CITING).stdout.lower()

        assert "early" in text, form
        assert "2018-02" not in text, form
        assert "confirmed" not in text.partition("<svg")[0], form
    later = run(*PERIOD, "--known-at", "2018-03", registry=CITING).stdout
    assert "confirmed" in later
    assert "The Late, 2018-02" in later


def test_each_side_of_a_dispute_has_its_claims_with_dates_and_outlets(run: Run) -> None:
    page = run(*PERIOD, registry=CITING).stdout
    markdown = run(*PERIOD, "-f", "markdown", registry=CITING).stdout

    assert (
        "o  Ash aligned with Bay: asserted and denied\n"
        "   2017-11-02, reported: The Early, 2017-11-03\n"
        "!  2017-11-02, denied by Cob: The Early, 2017-11-03\n"
    ) in page
    denial = (
        "**!** 2017-11-02, denied by Cob: [The Early, 2017-11-03](<https://example.org/1>)"
    )
    assert denial in markdown.partition("## New disputes")[2]


def test_an_address_in_arabic_can_be_copied_from_any_page(run: Run) -> None:
    address = "https://example.org/أخبار/فجر-ليبيا"
    registry = CITING.replace("https://example.org/1", address)
    registry = registry.replace("name: Ash", "name: فجر ليبيا")

    for page in (PERIOD, ("source", "show", "early"), ("why", "ash", "bay")):
        text = run(*page, registry=registry).stdout

        assert address in text, page
        assert text.count("\u2068") == text.count("\u2069")
    assert (
        "\u2068فجر ليبيا\u2069 aligned with Bay" in run(*PERIOD, registry=registry).stdout
    )


DISSOLVED = """\
sources:
  old: {title: Old, publisher: The Old, date: 2015}
  new: {title: New, publisher: The New, date: 2017-06}
factions:
  ash: {name: Ash militias}
  bay: {name: Bay}
  cob: {name: Cob}
  dew: {name: Dew, dissolved: 2017-09}
  elm: {name: Elm, dissolved: 2017-11-10}
changes:
  - {date: 2015, faction: ash, relation: aligned, to: dew, sources: [old], note: Long ago.}
  - {date: 2015, faction: bay, relation: aligned, to: dew, sources: [old], note: Long ago.}
  - {date: 2015, faction: cob, relation: fighting, to: dew, sources: [old], note: Ago.}
  - {date: 2015, faction: elm, relation: supports, to: cob, sources: [old], note: Alone.}
  - {date: 2017-08, faction: ash, relation: opposed, to: bay, sources: [new]}
"""


def test_ties_that_ended_with_one_faction_are_one_item_on_its_day(run: Run) -> None:
    asked = ("report", "--since", "2017", "--until", "2017")

    page = run(*asked, registry=DISSOLVED).stdout
    items = page.partition("What happened\n")[2].partition("\n\n")[0].splitlines()[1:]

    assert items == [
        "+  Ash militias opposed to Bay",
        "   2017-08, reported: The New, 2017-06",
        "-  Dew dissolved 2017-09; 3 ties ended with it",
        "   Ash militias and Bay no longer aligned with Dew",
        "   Cob no longer fighting Dew",
        "-  Elm no longer supporter of Cob",
        "   2015, reported, ended 2017-11-10, with the dissolution of Elm: The Old, 2015",
        "   Alone.",
    ]
    rows = run(*asked, "-f", "csv", registry=DISSOLVED).stdout.splitlines()[1:]
    ended = [row.split(",")[3] for row in rows if ",removed," in row]
    assert sorted(ended) == ["ash", "bay", "cob", "elm"]
    feed = run(*asked, "-f", "atom", registry=DISSOLVED).stdout
    assert "/dissolution/happened/dew/2017-09</id>" in feed
    assert "<title>Dew dissolved 2017-09; 3 ties ended with it</title>" in feed
    of_one = run(*asked, "ash", registry=DISSOLVED).stdout
    assert "-  Ash militias no longer aligned with Dew\n" in of_one


def test_the_words_of_a_tension_agree_with_one_and_with_many(run: Run) -> None:
    claims = {
        "ash, relation: allied, to: bay": "",
        "ash, relation: allied, to: cob": "",
        "bay, relation: opposed, to: cob": "Ash militias: ties with both Bay and Cob,",
        "elm, relation: aligned, to: bay": "",
        "elm, relation: aligned, to: cob": "Elm: aligned with both Bay and Cob",
    }
    changes = "".join(f"  - {{date: 2017-11-02, faction: {c}}}\n" for c in claims)
    registry = DISSOLVED.partition("  - ")[0].replace(", dissolved: 2017-11-10", "")

    text = " ".join(run(*PERIOD, registry=registry + changes).stdout.split())

    for words in claims.values():
        assert words in text, words
