"""Sizes beside each other, such as the columns of a table, made to fit a width."""

from __future__ import annotations

from collections.abc import Sequence


def fit(needs: Sequence[int], minima: Sequence[int], width: int) -> list[int]:
    """Return sizes that fit a width: the largest shrink first, none below its minimum.

    A need below the minimum is raised to it. Where the minima themselves are too much, the
    sizes are the minima.
    """
    sizes = [max(need, least) for need, least in zip(needs, minima, strict=True)]
    for _ in range(sum(sizes) - width):
        able = [n for n, least in enumerate(minima) if sizes[n] > least]
        if not able:
            break
        sizes[max(able, key=sizes.__getitem__)] -= 1
    return sizes
