"""Which spellings are near each other: by letters, and how far apart they may be."""

from __future__ import annotations

from difflib import get_close_matches

from hypothesis import example, given
from hypothesis import strategies as st

from libya_tracker.model import spelling
from tests.support.tables import each


@each(
    ("one", "other", "count"),
    [
        ("trbb", "trb", 1),
        ("tidngs", "tidings", 1),
        ("tidigns", "tidings", 1),
        ("alfa", "alpha", 0),
        ("trp", "trb", 1),
        ("zintan", "britain", None),
        ("zintan", "zliten", None),
        ("xx", "xy", None),
        ("national liberation army", "libyan national army", None),
        ("", "", 0),
    ],
)
def test_words_are_near_where_few_letters_are_slips(
    one: str, other: str, count: int | None
) -> None:
    assert spelling.slips(one, other) == spelling.slips(other, one) == count


@example("abcba", "abbaaa").via("past the limit only with the last letter")
@given(one=st.text("abc", max_size=6), other=st.text("abc", max_size=6))
def test_a_distance_is_the_same_from_both_sides_and_within_the_longer_word(
    one: str, other: str
) -> None:
    count = spelling.distance(one, other, 9)

    assert count == spelling.distance(other, one, 9)
    assert (count == 0) == (one == other)
    assert abs(len(one) - len(other)) <= count <= max(len(one), len(other))
    assert spelling.distance(one, other, 1) == min(count, 2)


@given(
    name=st.text("ab-", max_size=40),
    words=st.lists(st.text("ab-", max_size=8), max_size=5),
    least=st.sampled_from([0.5, 0.6]),
)
def test_what_is_too_long_to_be_like_a_word_is_like_none(
    name: str, words: list[str], least: float
) -> None:
    assert spelling.nearest(name, words, 3, least) == get_close_matches(
        name, words, 3, least
    )
