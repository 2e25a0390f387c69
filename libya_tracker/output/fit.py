"""Sizes beside each other, such as the columns of a table, made to fit a width."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


def fit(needs: Sequence[int], minima: Sequence[int], width: int) -> list[int]:
    """Return sizes that fit a width: the largest shrink first, none below its minimum.

    A need below the minimum is raised to it. Where the minima themselves are too much, the
    sizes are the minima. Of several that are the largest, the first ones shrink.
    """
    sizes = [max(need, least) for need, least in zip(needs, minima, strict=True)]
    if sum(sizes) <= width:
        return sizes
    if sum(minima) >= width:
        return [*minima]

    def capped(cap: int) -> list[int]:
        return [
            max(least, min(size, cap)) for size, least in zip(sizes, minima, strict=True)
        ]

    # The greatest cap that leaves room, and one more for as many of the last as fit.
    cap = bisect_right(range(max(sizes)), width, key=lambda cap: sum(capped(cap))) - 1
    result, larger = capped(cap), capped(cap + 1)
    room = width - sum(result)
    grown = [place for place, size in enumerate(larger) if size > result[place]]
    for place in grown[len(grown) - room :]:
        result[place] += 1
    return result
