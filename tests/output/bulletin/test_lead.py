"""The first lines of a bulletin: who did what, before any detail."""

from __future__ import annotations

from libya_tracker.analysis.report import bulletin
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.storage import files
from libya_tracker.views.document import plain
from libya_tracker.views.report import document
from tests.conftest import Run
from tests.support.registries import point

FACTIONS = "".join(
    f"  {name}: {{name: {name.capitalize()}}}\n"
    for name in ("ash", "bay", "cob", "dew", "elm", "fig", "gum")
)
BEFORE = """\
  - {date: 2017-01-01, faction: ash, relation: allied, to: bay}
  - {date: 2017-01-01, faction: cob, relation: aligned, to: bay}
"""
PERIOD = "2017-10-31@2017-10-31", "2017-11-30@2017-11-30"


def lead(changes: str, *, kinds: str = "") -> list[str]:
    """Return the sentences on November 2017 about claims added to the earlier ones."""
    text = f"factions:\n{FACTIONS}{kinds}changes:\n{BEFORE}{changes}"
    index = ClaimIndex(files.parse(text, "factions.yaml"))
    a, b = (Perspective(index, point(day)) for day in PERIOD)
    return [plain(words) for words in document(bulletin(a, b)).lead]


def line(faction: str, relation: str, to: str, more: str = "", date: str = "05") -> str:
    day = f"2017-11-{date}"
    keys = f"date: {day}, faction: {faction}, relation: {relation}, to: {to}"
    return f"  - {{{keys}{more and f', {more}'}}}\n"


def test_the_first_screen_says_who_began_joined_condemned_denied_and_was_expected(
    run: Run,
) -> None:
    period = ("--since", "2017-10-24", "--until", "2017-11-11")

    screen = run("report", *period, registry=None).stdout.splitlines()[:24]

    words = " ".join(" ".join(screen).split())
    for part in (
        "Operation 'Tidings of Security' began 2017-11-01, fighting 4th Division;",
        "Joined it: Tripoli Revolutionaries' Brigade, Kani militias,",
        "Condemned it: Libyan National Army and House of Representatives.",
        "Denied: support from Government of National Accord (by itself and al-Tawil,",
        "Expected to join it: Janzour militias (refuted 2017-11-10) and Zawiya armed",
        "Turned: Zintan Military Council fighting Wershefana until 2017-11-10 (before:",
    ):
        assert part in words
    assert max(map(len, screen)) <= 80


def test_a_campaign_has_its_participants_by_how_sure_they_are() -> None:
    kinds = (
        "  war: {name: War, kind: operation, founded: 2017-11-02, dissolved: 2017-11-20}\n"
    )

    assert lead(
        line("ash", "member", "war", "status: alleged")
        + line("bay", "member", "war")
        + line("war", "fighting", "dew")
        + line("elm", "opposed", "war", "by: elm")
        + line("fig", "opposed", "war", "by: gum")
        + line("ash", "member", "war", "by: ash, status: denied")
        + line("gum", "supports", "war", "status: expected", date="25"),
        kinds=kinds,
    ) == [
        "War began 2017-11-02, fighting Dew; it ended 2017-11-20.",
        "Joined it: Bay and Ash (alleged, denied).",
        "Condemned it: Elm. Opposed it: Fig. Denied: membership of Ash (by itself).",
        "Expected: Gum supporter of War (refuted 2017-11-20).",
    ]


def test_a_coalition_that_was_named_before_is_not_new() -> None:
    kinds = "  war: {name: War, kind: coalition}\n"
    old = line("ash", "member", "war").replace("2017-11", "2017-10")

    assert lead(
        old
        + line("bay", "member", "war")
        + line("cob", "member", "war")
        + line("dew", "member", "war"),
        kinds=kinds,
    ) == ["New: Bay member of War, Cob member of War and Dew member of War."]


def test_without_a_campaign_it_is_who_turned_what_is_new_and_what_ended() -> None:
    assert lead(
        line("ash", "fighting", "bay", "until: 2017-11-07, status: alleged")
        + line("dew", "aligned", "elm")
        + line("cob", "none", "bay")
        + line("fig", "allied", "gum", "by: fig, status: denied")
    ) == [
        "Turned: Ash fighting Bay until 2017-11-07 (before: allied with, alleged).",
        "New: Dew aligned with Elm.",
        "Ended: Cob aligned with Bay.",
        "Denied: Fig allied with Gum (by itself).",
    ]


def test_who_left_one_side_for_another_turned() -> None:
    assert lead(
        line("cob", "aligned", "elm", "from: bay, status: assessed")
        + line("dew", "aligned", "elm")
        + line("fig", "aligned", "elm")
    ) == [
        "Turned: Cob aligned with Elm (before: aligned with Bay, assessed).",
        "New: Dew aligned with Elm and Fig aligned with Elm.",
    ]


def test_a_bulletin_of_two_items_is_its_own_summary() -> None:
    assert lead(line("dew", "aligned", "elm") + line("cob", "none", "bay")) == []


def test_of_many_the_first_are_named_and_the_others_counted() -> None:
    names = ("ash", "bay", "cob", "dew", "elm", "fig", "gum")
    kinds = "  war: {name: War, kind: operation}\n"

    assert lead("".join(line(name, "member", "war") for name in names), kinds=kinds) == [
        "War is new in the record, from 2017-11-05.",
        "Joined it: Ash, Bay, Cob, Dew, Elm and 2 more.",
    ]
