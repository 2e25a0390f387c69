"""Keys of the keeper's own: whatever they hold is read back as it was written."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.storage import emitter, files, insert, own_keys
from libya_tracker.storage.emitter import Item, Pair, Value

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
KEYS = TEXTS.filter(lambda key: key != "<<")  # which YAML keeps for merging
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS,
    lambda some: st.lists(some, max_size=3) | st.dictionaries(KEYS, some, max_size=3),
    max_leaves=8,
)
OWN = st.dictionaries(KEYS.map(lambda key: f"x-{key}"), VALUES, max_size=3)
BLOCK = """\
factions:
  a:
    name: A
  b: {name: B}
changes:
  - date: 2014
    faction: a
    relation: none
    to: b
"""
ARRAY = json.dumps(
    {
        "factions": {"a": {"name": "A"}, "b": {"name": "B"}},
        "changes": [{"date": "2014", "faction": "a", "relation": "none", "to": "b"}],
    }
)


@given(OWN)
def test_they_are_read_back_as_they_were_written(own: dict[str, Value]) -> None:
    claim = Item({"date": "2015", "faction": "a", "relation": "none", "to": "b", **own})
    for text in (BLOCK, BLOCK.replace("\n", "\r\n"), ARRAY):
        added = insert.add(text, ("changes",), [claim])
        for faction in "ab":
            for pair in own.items():
                added = insert.add(added, ("factions", faction), [Pair(*pair)])
        registry = files.parse(added, "f")
        _, entry = registry.claims.values()
        kept = [entry.own_keys, *(one.own_keys for one in registry.factions.values())]
        assert [*map(own_keys.values_of, kept)] == [own] * 3


def test_they_keep_their_order_and_stand_in_lines() -> None:
    own: dict[str, Value] = {"x-b": "1", "x-a": {"k: y": ["no", ""]}, "x-c": "one\ntwo\n"}

    lines = emitter.block(own, "")

    assert lines == ["x-b: 1", "x-a: {'k: y': [no, \"\"]}", "x-c: |", "  one", "  two"]
    registry = files.parse(BLOCK + "\n".join(lines) + "\n", "f")
    assert [*own_keys.values_of(registry.own_keys).items()] == [*own.items()]
