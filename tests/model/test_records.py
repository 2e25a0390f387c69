"""What two entries have in common: when they say the same."""

from __future__ import annotations

from typing import Any

from libya_tracker.model import dates
from libya_tracker.model.records import Claim, says_the_same
from libya_tracker.model.vocabulary import Relation, Status
from tests.support.registries import claim, retraction
from tests.support.tables import each

A = claim("2017-02 a allied b", sources=("s1", "s2"), until="2017-06")
NO_CONTENT: dict[str, Any] = {
    "id": "x",
    "own_id": True,
    "where": A.where._replace(line=7),
    "place": 7,
    "recorded": dates.parse_moment("2018-01-01"),
    "sources": ("s2", "s1"),
    "own_keys": (("x-a", '"b"'),),
}
CONTENT: dict[str, Any] = {
    "faction": "c",
    "relation": Relation.OPPOSED,
    "to": "c",
    "date": dates.parse("2017-02~"),
    "ends_tie_with": "c",
    "until": None,
    "status": Status.CONFIRMED,
    "credibility": "2",
    "by": "c",
    "sources": ("s1",),
    "note": "x",
    "retracts": ("x",),
    "scenario": "what-if",
    "begins": True,
    "tags": ("t",),
}


@each("key", NO_CONTENT)
def test_entries_say_the_same_whatever_their_id_and_place(key: str) -> None:
    assert says_the_same(A, A._replace(**{key: NO_CONTENT[key]}))


@each("key", CONTENT)
def test_entries_that_differ_in_a_key_say_something_else(key: str) -> None:
    assert not says_the_same(A, A._replace(**{key: CONTENT[key]}))


def test_each_field_of_a_claim_is_content_or_not() -> None:
    assert {*Claim._fields} == NO_CONTENT.keys() | CONTENT.keys()


def test_a_retraction_says_what_it_retracts_and_why() -> None:
    one = retraction("x", "2017-01-01")

    assert says_the_same(one, retraction("x", "2018-01-01", place=1))
    assert not says_the_same(one, retraction("y", "2017-01-01"))
    assert not says_the_same(one, one._replace(note="why"))
    assert not says_the_same(one, A)
