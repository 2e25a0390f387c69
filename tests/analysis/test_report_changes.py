"""Entries of two versions of the file: which are the same, edited, new or removed."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.analysis.report_changes import ChangeKind, match
from libya_tracker.model.records import Entry
from tests.support.registries import claim, retraction


def matched(
    old: Sequence[Entry], new: Sequence[Entry]
) -> list[tuple[str | None, str | None, str | None]]:
    """Return the ids of each match, and how it is news."""
    return [(_id(pair.old), _id(pair.new), pair.change) for pair in match(old, new)]


def _id(entry: Entry | None) -> str | None:
    return entry.id if entry else None


A = claim("2017-01 a aligned b", 0, id="a")
B = claim("2017-02 a aligned c", 1, id="b")
C = claim("2017-03 a aligned d", 2, id="c")


def test_equal_content_is_the_same_entry_where_ids_shift() -> None:
    shifted = [C._replace(id="a"), A._replace(id="b"), B._replace(id="c")]

    assert matched([A, B, C], shifted) == [
        ("c", "a", None),
        ("a", "b", None),
        ("b", "c", None),
    ]


def test_an_equal_id_with_other_content_was_edited() -> None:
    assert matched([A, B], [A, C._replace(id="b")]) == [
        ("a", "a", None),
        ("b", "b", ChangeKind.EDITED),
    ]


def test_content_goes_before_the_id() -> None:
    assert matched([A, B], [C._replace(id="a"), A._replace(id="x")]) == [
        (None, "a", ChangeKind.NEW),
        ("a", "x", None),
        ("b", None, ChangeKind.REMOVED),
    ]


def test_of_equal_entries_each_is_matched_once_its_own_id_first() -> None:
    twin = A._replace(id="twin")

    assert matched([A, twin], [twin, A._replace(id="x"), A._replace(id="y")]) == [
        ("twin", "twin", None),
        ("a", "x", None),
        (None, "y", ChangeKind.NEW),
    ]


def test_when_it_was_recorded_is_no_content_and_a_retraction_is_no_claim() -> None:
    back = retraction("a", "2017-05-01", 3)
    again = retraction("a", "2017-06-01", 3)

    assert matched([A, back], [again, A]) == [(back.id, again.id, None), ("a", "a", None)]
