"""Edits: data goes down, the edit comes back with what there is to say about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from libya_tracker.errors import (
    AmbiguousNameError,
    NoSuchError,
    RejectedClaimsError,
    TrackerError,
    UnknownNamesError,
    UsageError,
)
from libya_tracker.model import dates
from libya_tracker.storage import edits, insert
from libya_tracker.storage.drafts import Draft, Origin

TEXT = """\
sources:
  s: {title: S}
  t: {title: T}
factions:
  a: {name: Alpha}
  b: {name: Beta, aliases: [Twin]}
  c: {name: Gamma, aliases: [Twin]}
changes:
  - {date: 2012, faction: a, relation: allied, to: b, sources: [s, t], id: one}
"""
CLAIM = "  - {date: 2013, faction: b, relation: opposed, to: c, sources: [s]}  # a note\n"
LIST = TEXT[TEXT.index("changes:") :]
NOW = dates.parse_moment("2018-01-01T00:00:00Z")
TIE = {"date": "2012", "faction": "a", "relation": "allied", "to": "b"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "factions.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_an_edit_names_what_was_added(path: Path) -> None:
    edit = edits.record(path, [Draft(TIE)], NOW)

    assert (edit.before, edit.after) == (TEXT, path.read_text(encoding="utf-8"))
    assert [record.id for record in edit.added] == ["2012-a-b"]
    assert edit.remarks == ()


def test_a_claim_that_says_the_same_in_another_order_stands_already(path: Path) -> None:
    draft = Draft({**TIE, "sources": ("t", "s")}, Origin(1))

    edit = edits.record(path, [draft, Draft(TIE, Origin(2)), Draft(TIE, Origin(3))], NOW)

    assert edit.remarks == (
        "line 1: stands already, at factions.yaml:9:5: one",
        "line 3: stands already, at line 2",
    )
    assert [record.id for record in edit.added] == ["2012-a-b"]


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        # The last two claims alone are looked at to find the place.
        (TEXT, LIST),
        (TEXT + CLAIM, LIST + CLAIM),
        (TEXT + CLAIM + CLAIM, "changes:\n" + CLAIM + CLAIM),
        # Where no claim is on a line of its own, all of the file is.
        (TEXT.replace(LIST, "changes: []\n"), TEXT.replace(LIST, "changes: []\n")),
    ],
)
def test_a_claim_is_inserted_without_parsing_what_is_far_above(
    path: Path, monkeypatch: pytest.MonkeyPatch, text: str, parsed: str
) -> None:
    texts = []

    class Recorder(insert._Collections):
        def __init__(self, text: str, path: insert.Path) -> None:
            texts.append(text)
            super().__init__(text, path)

    monkeypatch.setattr(insert, "_Collections", Recorder)
    path.write_text(text, encoding="utf-8")

    edits.record(path, [Draft(TIE)], NOW)

    assert texts == [parsed]


@pytest.mark.parametrize(
    ("drafts", "kind", "message"),
    [
        ([Draft({**TIE, "to": "x"})], NoSuchError, "no faction 'x'"),
        (
            [Draft({**TIE, "to": "twin"})],
            AmbiguousNameError,
            "'twin' fits 2: b, c; give the id of the one meant",
        ),
        (
            [Draft({**TIE, "to": "x"}, Origin(1))],
            UnknownNamesError,
            "line 1: no faction 'x'",
        ),
        (
            [Draft({**TIE, "date": "soon"}, Origin(1))],
            RejectedClaimsError,
            f"line 1: 'soon' is no date: {dates.FORMS}",
        ),
        (
            [Draft({**TIE, "to": "x"}), Draft({**TIE, "sources": ("y",)})],
            UnknownNamesError,
            "2 claims cannot be recorded; nothing written",
        ),
        (
            [Draft({**TIE, "to": "x"}), Draft({**TIE, "to": "a"})],
            RejectedClaimsError,
            "2 claims cannot be recorded; nothing written",
        ),
    ],
)
def test_what_cannot_be_recorded_is_told_by_kind(
    path: Path, drafts: list[Draft], kind: type[TrackerError], message: str
) -> None:
    with pytest.raises(TrackerError) as caught:
        edits.record(path, drafts, NOW)

    assert (type(caught.value), str(caught.value)) == (kind, message)
    assert path.read_text(encoding="utf-8") == TEXT


def test_a_retraction_twice_is_a_remark(path: Path) -> None:
    edits.retract(path, "one", "Wrong.", NOW)

    again = edits.retract(path, "one", "Wrong.", NOW)

    assert again.before == again.after
    assert again.remarks == (
        "retracted already, at factions.yaml:10:5: 2018-01-01-retracts-one",
    )


def test_a_bad_id_is_refused_before_the_file_is_read() -> None:
    for add in (edits.add_faction, edits.add_source):
        with pytest.raises(UsageError, match="'B!' is not allowed: an id is of a-z"):
            add(Path("nowhere"), "B!", {"name": "B"})
