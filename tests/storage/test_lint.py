"""The warnings of ``check``: which claims they look at."""

from __future__ import annotations

import datetime as dt

import pytest

from libya_tracker.storage import files, lint

TEXT = """\
sources:
  s: {title: S}
  t: {title: T}
factions:
  a: {name: A}
  b: {name: B}
changes:
  - {date: 2012, faction: a, relation: allied, to: b, sources: [s, t], id: one}
"""
AGAIN = "  - {date: 2012, faction: a, relation: allied, to: b, sources: [t, s]}\n"
RETRACTION = "  - {retracts: [one], recorded: 2013-01-01}\n"


def rules(text: str) -> list[str]:
    registry = files.parse(text, "factions.yaml")
    return [rule for _, rule, _ in lint.remarks(registry, dt.date(2018, 1, 1))]


@pytest.mark.parametrize(
    ("more", "warned"),
    [
        (AGAIN, ["repeated-claim"]),
        (AGAIN.replace("}", ", recorded: 2014-01-01, id: two}"), ["repeated-claim"]),
        (AGAIN.replace("}", ", note: x}"), []),
        (AGAIN.replace("}", ", credibility: 2}"), []),
        (AGAIN.replace("}", ", until: 2014}"), []),
        (RETRACTION + AGAIN, []),  # as one records a claim again that was retracted
        (AGAIN + "scenarios:\n  w:\n    changes:\n    " + RETRACTION, ["repeated-claim"]),
        ("scenarios:\n  w:\n    changes:\n    " + AGAIN, []),
    ],
)
def test_a_claim_is_repeated_where_another_says_the_same_and_stands(
    more: str, warned: list[str]
) -> None:
    assert rules(TEXT + more) == warned


def test_a_source_is_used_where_a_note_names_it() -> None:
    head = TEXT.replace("  t: {title: T}", "  t: {title: T}\n  a-list: {title: L}")
    note = "note: 'Its leader is named (a-list), and since when.'"
    supposed = AGAIN.replace("}", f", {note}}}")
    places = (
        head.replace("{name: B}", f"{{name: B, {note}}}"),
        head.replace("{title: T}", f"{{title: T, {note}}}"),
        head.replace("[s, t], id", f"[s, t], {note}, id"),
        head + RETRACTION.replace("}", f", {note}}}"),
        f"{head}scenarios:\n  w:\n    changes:\n    {supposed}",
    )

    assert rules(head) == ["unused-source"]
    assert [rules(text) for text in places] == [[]] * len(places)
    for other in ("a-list-2", "not-a-list", "a list", "A-List"):
        text = places[0].replace("(a-list)", other)
        assert rules(text) == ["unused-source"], other
    own = head.replace("{title: L}", f"{{title: L, {note}}}")
    assert rules(own) == ["unused-source"]  # it does not cite itself


def test_a_confirmed_claim_may_have_its_second_voice_later_where_it_is_not_recorded() -> (
    None
):
    dated = TEXT.replace("{title: S}", "{title: S, date: 2012}").replace(
        "{title: T}", "{title: T, date: 2014}"
    )
    confirmed = dated.replace("id: one", "status: confirmed, id: one")

    assert rules(confirmed) == []
    for day, warned in {"2013-01-01": ["confirmed-later"], "2014-12-31": []}.items():
        assert rules(confirmed.replace("id: one", f"recorded: {day}, id: one")) == warned
