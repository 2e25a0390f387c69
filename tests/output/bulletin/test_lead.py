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
        "Joined it: Zintan Military Council, Tripoli Revolutionaries' Brigade, Kani",
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
    ) == ["New: Bay, Cob and Dew member of War."]


def test_without_a_campaign_it_is_who_turned_what_is_new_and_what_ended() -> None:
    assert lead(
        line("ash", "fighting", "bay", "until: 2017-11-07, status: alleged")
        + line("dew", "aligned", "elm")
        + line("cob", "none", "bay")
        + line("fig", "allied", "gum", "by: fig, status: denied")
    ) == [
        "Turned: Ash fighting Bay until 2017-11-07 (alleged, before: allied with).",
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
        "Turned: Cob aligned with Elm (assessed, before: aligned with Bay).",
        "New: Dew and Fig aligned with Elm.",
    ]


def test_the_words_for_a_coalition_fit_one_whose_name_is_in_the_plural() -> None:
    kinds = (
        "  war: {name: Brigades of War, kind: coalition, founded: 2017-11-02,\n"
        "        dissolved: 2017-11-20}\n"
    )
    joins = "".join(line(name, "member", "war") for name in ("ash", "bay", "cob"))

    assert lead(joins, kinds=kinds)[0] == (
        "Brigades of War: founded 2017-11-02; dissolved 2017-11-20."
    )


def test_a_bulletin_of_two_items_is_its_own_summary() -> None:
    assert lead(line("dew", "aligned", "elm") + line("cob", "none", "bay")) == []


def test_of_many_the_first_are_named_and_the_others_counted() -> None:
    names = ("ash", "bay", "cob", "dew", "elm", "fig", "gum")
    kinds = "  war: {name: War, kind: operation}\n"

    assert lead("".join(line(name, "member", "war") for name in names), kinds=kinds) == [
        "War: new in the record from 2017-11-05.",
        "Joined it: Ash, Bay, Cob, Dew, Elm and 2 more.",
    ]


def test_of_several_campaigns_the_latest_is_first_and_the_others_follow_by_day() -> None:
    kinds = (
        "  war: {name: War, kind: operation, founded: 2017-11-02, dissolved: 2017-11-05}\n"
        "  pact: {name: Pact, kind: coalition, founded: 2017-11}\n"
        "  raid: {name: Raid, kind: operation, founded: 2017-11-20}\n"
    )
    raid = line("gum", "member", "raid", date="20")
    pact = line("ash", "member", "pact") + line("bay", "supports", "pact")
    war = line("war", "fighting", "dew") + "".join(
        line(name, "member", "war") for name in ("ash", "bay", "cob")
    )

    assert lead(raid + pact + war, kinds=kinds) == [
        "Raid began 2017-11-20.",
        "Joined it: Gum.",
        "Before it: Pact (2017-11, joined by 1, backed by 1) and War (2017-11-02 to "
        "2017-11-05, joined by 3).",
    ]
    assert lead(raid + pact, kinds=kinds)[2:] == [
        "Before it: Pact (2017-11, joined by Ash, backed by 1)."
    ]


def test_what_is_left_out_of_the_first_lines_is_counted() -> None:
    kinds = "  war: {name: War, kind: operation, founded: 2017-11-02}\n"

    lines = lead(
        line("ash", "member", "war")
        + line("bay", "opposed", "war", "by: bay")
        + line("gum", "member", "war", "status: expected", date="25")
        + line("ash", "opposed", "bay")
        + line("cob", "none", "bay")
        + "".join(line(name, "opposed", "elm") for name in ("ash", "bay", "cob"))
        + line("elm", "allied", "gum", "by: gum, status: denied"),
        kinds=kinds,
    )

    assert lines[4:] == [
        "Turned: Ash opposed to Bay (before: allied with). "
        "Further below: 3 new, 1 ended and 1 denied."
    ]


def test_ties_are_read_by_the_side_they_share_and_are_as_sure_as_they_are() -> None:
    names = ("ash", "bay", "cob", "dew", "elm")

    assert lead(
        line("gum", "truce", "fig")
        + line("gum", "truce", "elm")
        + line("fig", "opposed", "ash", "status: alleged")
        + line("fig", "opposed", "ash", "status: denied, by: fig")
        + line("fig", "opposed", "bay", "status: alleged")
        + line("elm", "fighting", "ash", date="01..2017-11-03"),
    ) == [
        "New: Fig and Elm in a truce with Gum; Ash fighting Elm; "
        "Fig opposed to Ash (alleged, denied); Fig opposed to Bay (alleged).",
        "Denied: Fig opposed to Ash (by itself).",
    ]
    pairs = [(one, to) for one in names for to in ("fig", "gum", "war")]
    kinds = "  war: {name: A Faction Of A Name That Is Rather Long, kind: militia}\n"
    assert lead("".join(line(one, "neutral", to) for one, to in pairs), kinds=kinds) == [
        "New: Ash, Bay and Cob neutral toward Fig; Ash, Bay and Cob neutral toward Gum; "
        "Ash and Bay neutral toward A Faction Of A Name That Is Rather Long; 7 more."
    ]


def test_what_was_learned_is_not_called_new_and_ends_have_their_reason() -> None:
    old = line("dew", "aligned", "gum").replace("2017-11", "2017-02")
    gone = "  pact: {name: Pact, kind: council, dissolved: 2017-11-09}\n"
    before = "".join(
        line(name, "member", "pact", "recorded: 2017-03-01T00:00:00Z").replace(
            "date: 2017-11", "date: 2017-02"
        )
        for name in ("ash", "bay")
    )

    assert lead(
        before + old.replace("}", ", recorded: 2017-11-05T00:00:00Z}"), kinds=gone
    ) == [
        "Dissolved: Pact (2017-11-09); its ties with Ash and Bay ended.",
        "Learned: Dew aligned with Gum.",
    ]
