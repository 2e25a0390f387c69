"""Which words are spelt nearly like another: what a misspelt one was probably meant as."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(
    name: str, words: Iterable[str], most: int = 3, least: float = 0.7
) -> list[str]:
    """Return the words that are spelt most like a name, by at least a share of it."""
    words = list(words)
    # One that is far longer is like none of them, and to compare it would take long.
    if len(name) * least > max(map(len, words), default=0) * (2 - least):
        return []
    return get_close_matches(name, words, most, least)


def distance(one: str, other: str, limit: int) -> int:
    """Return how many slips of the pen lie between two words; past a limit, one more.

    A slip is a letter too many, too few or another one, or two that changed places.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    two_before: list[int] = []
    before: list[int] = []
    row: list[int] = [*range(len(other) + 1)]
    for n, letter in enumerate(one, 1):
        two_before, before, row = before, row, [n]
        for m, counterpart in enumerate(other, 1):
            same = letter == counterpart
            least: int = min(before[m] + 1, row[-1] + 1, before[m - 1] + (not same))
            if n > 1 < m and letter == other[m - 2] and one[n - 2] == counterpart:
                least = min(least, two_before[m - 2] + 1)
            row.append(least)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def slips(one: str, other: str) -> int | None:
    """Return the distance of two words that are near; None where it is large.

    It is large where more than every fourth letter, or the third of three, would be a slip.
    """
    one, other = one.replace("ph", "f"), other.replace("ph", "f")
    limit = (max(len(one), len(other)) + 1) // 4
    count = distance(one, other, limit)
    return count if count <= limit else None
