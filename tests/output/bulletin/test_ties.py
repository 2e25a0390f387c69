"""One item a tie: its claims below it, why it left nothing, and who printed it."""

from __future__ import annotations

import pytest

from tests.conftest import Run

START = """\
sources:
  g1: {title: One, publisher: The Gazette, date: 2017-11-03, url: https://example.org/1}
  g2: {title: Two, publisher: The Gazette, date: 2017-11-03, origin: g1}
  m: {title: Three, publisher: The Monitor, date: 2017-11-04, origin: voice}
  voice: {title: All pages of the Monitor}
factions:
  ash: {name: Ash}
  bay: {name: Bay}
  war: {name: War, dissolved: 2017-11-20}
changes:
"""
PERIOD = ("report", "--since", "2017-11-01", "--until", "2017-11-30")


def page(run: Run, changes: str, form: str = "table") -> str:
    return run(*PERIOD, "-f", form, registry=START + changes).stdout


def test_the_claims_of_one_tie_are_one_item_with_the_note_of_the_decider(run: Run) -> None:
    text = page(
        run,
        "  - {date: 2017-11-01, faction: ash, relation: aligned, to: bay, sources: [g1],\n"
        "     status: alleged, note: It made the tie.}\n"
        "  - {date: 2017-11-03, faction: ash, relation: aligned, to: bay,\n"
        "     sources: [m, g2], status: confirmed, note: Not shown.}\n"
        "  - {date: 2017-11-05, faction: ash, relation: aligned, to: bay, by: bay,\n"
        "     status: denied, note: And this.}\n",
    )

    start = text.index("What happened")
    assert text[start : text.index("   New disputes")].rstrip().splitlines()[2:] == [
        "+  Ash aligned with Bay",
        "   2017-11-01, alleged, disputed by Bay: The Gazette, 2017-11-03, “One”",
        "   It made the tie.",
        "   2017-11-03, confirmed: The Monitor, 2017-11-04; The Gazette, 2017-11-03,",
        "     “Two”",
        "!  2017-11-05, denied by Bay",
        "   And this.",
    ]


def test_outlets_are_links_and_a_mere_voice_is_not_repeated(run: Run) -> None:
    text = page(
        run,
        "  - {date: 2017-11-03, faction: ash, relation: aligned, to: bay,"
        " sources: [g1, g2, m]}\n",
        "markdown",
    )

    assert (
        "2017-11-03, reported: [The Gazette, 2017-11-03, “One”](<https://example.org/1>); "
        "The Gazette, 2017-11-03, “Two”; The Monitor, 2017-11-04\n"
    ) in text
    sources = text[text.index("## Sources") :].splitlines()[2:5]
    assert sources == [
        "- [The Gazette, 2017-11-03, “One”](<https://example.org/1>)",
        "- The Gazette, 2017-11-03, “Two”, repeats The Gazette, 2017-11-03, “One”",
        "- The Monitor, 2017-11-04: Three",
    ]


@pytest.mark.parametrize(
    ("claims", "head"),
    [
        (["ash, relation: member, to: war"], "Ash member of War, dissolved"),
        (["war, relation: opposed, to: ash"], "War opposed to Ash; ended 2017-11-20, with"),
        (["ash, relation: none, to: bay"], "Ash no tie with Bay; there was no tie for it"),
        (
            [
                "ash, relation: aligned, to: bay",
                "ash, relation: none, to: bay",
                "ash, relation: none, to: bay, status: alleged",
            ],
            "Ash no tie with Bay\n   2017-11-02, reported, before: aligned with\n"
            "   2017-11-03, alleged, the tie had ended already, 2017-11-02",
        ),
        (
            [
                "ash, relation: fighting, to: bay, until: 2017-11-01",
                "ash, relation: fighting, to: bay, until: 2017-11-05",
            ],
            "Ash fighting Bay; its last day was 2017-11-05\n   2017-11-01, until",
        ),
        (
            [
                "ash, relation: fighting, to: bay, until: 2017-11-01",
                "bay, relation: neutral, to: ash",
                "ash, relation: fighting, to: bay, until: 2017-11-05",
            ],
            "Ash fighting Bay\n   2017-11-01, until 2017-11-01, reported\n"
            "   2017-11-03, until 2017-11-05, reported\n",
        ),
        (
            ["ash, relation: member, to: bay", "ash, relation: none, to: bay"],
            "Ash no tie with Bay (before: member of)",
        ),
        (["ash, relation: splinter, to: bay"], "Ash split from Bay\n"),
        (
            ["ash, relation: aligned, to: bay, until: 2017-11-04"],
            "Ash aligned with Bay; its last day was 2017-11-04",
        ),
        (
            ["ash, relation: aligned, to: bay", "ash, relation: opposed, to: bay"],
            "Ash aligned with Bay; ended 2017-11-02: Ash opposed to Bay",
        ),
    ],
)
def test_what_left_no_tie_says_why(run: Run, claims: list[str], head: str) -> None:
    changes = "".join(
        f"  - {{date: 2017-11-0{day}, faction: {claim}}}\n"
        for day, claim in enumerate(claims, 1)
    )

    assert f"*  {head}" in page(run, changes)
