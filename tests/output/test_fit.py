"""Sizes that are made to fit shrink one at a time, the largest first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.output.fit import fit

_SIZES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), max_size=6)


def shrunk(needs: list[int], minima: list[int], width: int) -> list[int]:
    """Shrink the first of the largest by one, again and again."""
    sizes = [max(need, least) for need, least in zip(needs, minima, strict=True)]
    while sum(sizes) > width:
        able = [n for n, least in enumerate(minima) if sizes[n] > least]
        if not able:
            break
        sizes[max(able, key=sizes.__getitem__)] -= 1
    return sizes


@given(_SIZES, st.integers(-1, 60))
def test_they_fit_as_if_shrunk_one_at_a_time(
    sizes: list[tuple[int, int]], width: int
) -> None:
    needs, minima = [need for need, _ in sizes], [least for _, least in sizes]

    assert fit(needs, minima, width) == shrunk(needs, minima, width)


def test_a_size_of_a_million_is_no_longer_work_than_one_of_ten() -> None:
    assert fit([10**12, 10, 3], [1, 1, 1], 30) == [17, 10, 3]
