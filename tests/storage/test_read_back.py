"""What is read back after a write is what was there and what was meant, or is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from libya_tracker.errors import UnreadableError
from libya_tracker.model.records import Claim, Registry
from libya_tracker.storage import files, read_back
from tests.support.registries import HEAD

WHOLE = files.parse(
    "title: All\nx-key: 1\n"
    + HEAD
    + "  - {date: 2017, faction: a, relation: allied, to: b, note: It is said}\n"
    "  - {date: 2018, faction: b, relation: opposed, to: c}\n"
    "scenarios:\n  hold: {title: It holds}\n",
    "f",
)
FIRST = WHOLE.entries[0]
assert isinstance(FIRST, Claim)

#: How a registry can be read otherwise, and what is said of it.
DIFFERENT: list[tuple[Callable[[Registry], Registry], str]] = [
    (lambda r: replace(r, title="Some"), "the title"),
    (lambda r: replace(r, own_keys=()), "the title"),
    (lambda r: replace(r, entries=r.entries[1:]), "2017-a-b"),
    (
        lambda r: replace(r, entries=(FIRST._replace(note="No"), *r.entries[1:])),
        "2017-a-b",
    ),
    (
        lambda r: replace(
            r, factions={**r.factions, "a": r.factions["a"]._replace(name="X")}
        ),
        "a",
    ),
    (lambda r: replace(r, factions={k: f for k, f in r.factions.items() if k != "c"}), "c"),
]


@pytest.mark.parametrize(("change", "name"), DIFFERENT)
def test_what_is_read_otherwise_than_meant_is_refused(
    change: Callable[[Registry], Registry], name: str
) -> None:
    read_back.refuse_misreading(WHOLE, WHOLE)
    with pytest.raises(UnreadableError, match=f"nothing written.*{name} would be"):
        read_back.refuse_misreading(WHOLE, change(WHOLE))


@pytest.mark.parametrize(
    "change",
    [
        *(change for change, _ in DIFFERENT),
        lambda r: replace(r, sources={"s1": r.sources["s1"]}),
        lambda r: replace(r, scenarios={}),
    ],
)
def test_what_was_there_and_is_read_otherwise_is_refused(
    change: Callable[[Registry], Registry],
) -> None:
    read_back.refuse_losses(WHOLE, WHOLE)
    with pytest.raises(
        UnreadableError, match=r"nothing written.*would be read differently"
    ):
        read_back.refuse_losses(WHOLE, change(WHOLE))


def test_new_records_that_are_read_otherwise_are_refused() -> None:
    item = {"date": "2017", "faction": "a", "relation": "allied", "to": "b"}
    read_back.refuse_misread_claims([{**item, "note": "It is said"}], [FIRST])
    with pytest.raises(UnreadableError, match="2 claims were to be added, but 1 were read"):
        read_back.refuse_misread_claims([item, item], [FIRST])
    with pytest.raises(UnreadableError, match="a new claim would be read differently"):
        read_back.refuse_misread_claims([{**item, "note": "No"}], [FIRST])
    one, source = WHOLE.factions["a"], WHOLE.sources["s1"]
    read_back.refuse_misread_records([one, source], WHOLE)
    for record in (
        *(one._replace(name="X"), source._replace(title="X")),
        *(one._replace(id="missing"), source._replace(id="missing")),
    ):
        with pytest.raises(UnreadableError, match=f"{record.id} would be read differently"):
            read_back.refuse_misread_records([record], WHOLE)
