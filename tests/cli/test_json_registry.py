"""A registry that is JSON, which is YAML too, stays JSON whatever is added to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.storage import files, insert
from libya_tracker.storage.emitter import Item
from tests.conftest import Run

DATA: dict[str, Any] = {
    "title": "T",
    "factions": {"a": {"name": "A", "aliases": None}, "b": {"name": "B"}},
    "changes": [{"date": "2012", "faction": "a", "relation": "allied", "to": "b"}],
    "scenarios": {"s": {"title": "S"}},
}
NAME = "registry.json"
CLAIM = ("a", "opposed", "b", "--date", "2013")
CLAIMED = {"date": "2013", "faction": "a", "relation": "opposed", "to": "b"}
NOW = "2018-01-01T00:00:00Z"


def changed(**parts: Any) -> dict[str, Any]:
    return {**DATA, **parts}


EDITS: dict[tuple[str, ...], dict[str, Any]] = {
    ("record", *CLAIM, "--note", 'x #7: "y"\n[z]'): changed(
        changes=[*DATA["changes"], CLAIMED | {"note": 'x #7: "y"\n[z]', "recorded": NOW}]
    ),
    ("record", *CLAIM, "--scenario", "s"): changed(
        scenarios={"s": {"title": "S", "changes": [CLAIMED | {"recorded": NOW}]}}
    ),
    ("retract", "2012-a-b", "--note", "n"): changed(
        changes=[
            DATA["changes"][0] | {"id": "2012-a-b"},
            {"retracts": ["2012-a-b"], "recorded": NOW, "note": "n"},
        ]
    ),
    ("correct", "2012-a-b", "--to", "b", "--note", "x"): changed(
        changes=[
            DATA["changes"][0] | {"id": "2012-a-b"},
            DATA["changes"][0] | {"note": "x", "recorded": NOW, "retracts": ["2012-a-b"]},
        ]
    ),
    ("faction", "edit", "a", "--name", 'A "1"', "--area", "x, y"): changed(
        factions={
            **DATA["factions"],
            "a": {"name": 'A "1"', "aliases": None, "area": "x, y"},
        }
    ),
    ("faction", "edit", "b", "--add-leader", "L", "--since", "2012"): changed(
        factions={
            **DATA["factions"],
            "b": {"name": "B", "leaders": [{"name": "L", "since": "2012"}]},
        }
    ),
    ("faction", "rename", "b", "z"): changed(
        factions={"a": DATA["factions"]["a"], "z": {"name": "B"}},
        changes=[DATA["changes"][0] | {"to": "z", "id": "2012-a-b"}],
    ),
    ("scenario", "close", "s", "--outcome", "lapsed"): changed(
        scenarios={"s": {"title": "S", "outcome": "lapsed"}}
    ),
    ("faction", "add", "c", "--name", "Sea", "--alias", "ألف، باء"): changed(
        factions={**DATA["factions"], "c": {"name": "Sea", "aliases": ["ألف، باء"]}}
    ),
    ("faction", "alias", "a", "yes"): changed(
        factions={**DATA["factions"], "a": {"name": "A", "aliases": ["yes"]}}
    ),
    ("faction", "alias", "b", "Bee", "--since", "2012"): changed(
        factions={
            **DATA["factions"],
            "b": {"name": "B", "aliases": [{"name": "Bee", "since": "2012"}]},
        }
    ),
    ("source", "add", "s", "--title", "null", "--date", "2012"): changed(
        sources={"s": {"title": "null", "date": "2012"}}
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "dos"])
@pytest.mark.parametrize("indent", [None, 2, "\t"], ids=["one line", "lines", "tabs"])
@pytest.mark.parametrize("edit", EDITS, ids=" ".join)
def test_it_stays_json(
    run: Run, edit: tuple[str, ...], indent: int | str | None, end: str
) -> None:
    path = Path(NAME)
    before = json.dumps(DATA, indent=indent, ensure_ascii=False) + "\n"
    path.write_bytes(before.replace("\n", end).encode())

    result = run(*edit, "-r", NAME, registry=None)

    assert (result.exit_code, result.stdout) == (0, "")
    text = path.read_bytes().decode()
    assert json.loads(text) == EDITS[edit]
    assert (text.count("\r"), "\r\r" in text) == (text.count("\n") * (end == "\r\n"), False)
    lines = before.splitlines()
    kept = [line for line in text.splitlines() if line in lines]
    assert len(lines) - len(kept) <= 3  # commas, a key, empty brackets, an id
    assert run("check", "-r", NAME, registry=None).exit_code == 0


@pytest.mark.parametrize("text", ["{}", "{\n}\n", '{"factions": {}}', '{"factions":null}'])
def test_an_empty_one_does_too(run: Run, text: str) -> None:
    Path(NAME).write_text(text, encoding="utf-8")

    result = run("faction", "add", "c", "--name", "Sea", "-r", NAME, registry=None)

    assert result.exit_code == 0
    data = json.loads(Path(NAME).read_text(encoding="utf-8"))
    assert data == {"factions": {"c": {"name": "Sea"}}}


def test_what_only_looks_like_json_is_yaml(run: Run) -> None:
    text = '{"factions": {a: {name: A}}}\n'
    Path(NAME).write_text(text, encoding="utf-8")

    run("faction", "add", "c", "--name", "Sea", "-r", NAME, registry=None)

    assert Path(NAME).read_text(encoding="utf-8") == (
        '{"factions": {a: {name: A}, c: {name: Sea}}}\n'
    )


#: Astral characters that steer a terminal have no escape that both JSON and YAML know.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF))


@given(ANY_TEXT.filter(str.strip))
def test_any_text_is_read_as_it_was_given(note: str) -> None:
    item = Item(CLAIMED | {"note": note})

    text = insert.add(json.dumps(DATA, indent=1), ("changes",), [item])

    assert json.loads(text)["changes"][-1]["note"] == note
    assert files.parse(text, "f").entries[-1].note == note
