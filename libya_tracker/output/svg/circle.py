"""Places of the nodes on a circle, of the labels around it, of the lines across it."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence

from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output.svg import text_metrics

FONT = 13
LINE = 16  # from one line of text to the next
#: The most ems in a line of a label, and its most lines; the tooltip has the whole name.
_EMS, _LINES = 16, 3
_RIGHT = {"R", "AL", "AN"}  # Unicode's classes of letters that run from right to left


class Place(NamedTuple):
    """A point, in pixels from the centre of the circle; y grows downward."""

    x: float
    y: float

    def toward(self, other: Place, distance: float) -> Place:
        """Return the point at a distance from here, in the direction of another."""
        length = math.hypot(other.x - self.x, other.y - self.y) or 1.0
        part = distance / length
        return Place(self.x + (other.x - self.x) * part, self.y + (other.y - self.y) * part)


class Curve(NamedTuple):
    """A quadratic curve between two points."""

    start: Place
    control: Place
    end: Place

    def at(self, t: float) -> Place:
        """Return the point at a share of the way, from 0 to 1."""
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        return Place(
            a * self.start.x + b * self.control.x + c * self.end.x,
            a * self.start.y + b * self.control.y + c * self.end.y,
        )


def radius(count: int) -> float:
    """Return the radius of a circle for so many nodes."""
    return max(150.0, 120.0 + 7.0 * count)


def ring(count: int, size: float) -> list[Place]:
    """Return evenly spaced places on a circle of a radius, clockwise, none at the top."""
    turns = [(n + 0.5) / count * math.tau for n in range(count)]
    return [Place(size * math.sin(turn), -size * math.cos(turn)) for turn in turns]


def curve(start: Place, end: Place, size: float, aside: float = 0.0) -> Curve:
    """Return a line across the circle, bent toward its centre, the more the longer it is.

    ``aside`` shifts its middle to the right, in pixels, so that two lines between the same
    nodes do not cover each other.
    """
    length = math.hypot(end.x - start.x, end.y - start.y) or 1.0
    inward = 0.92 - 0.55 * min(1.0, length / (2 * size))
    right = Place(-(end.y - start.y) / length, (end.x - start.x) / length)
    control = Place(
        (start.x + end.x) / 2 * inward + right.x * aside,
        (start.y + end.y) / 2 * inward + right.y * aside,
    )
    return Curve(start, control, end)


def spread(boxes: Sequence[tuple[float, float]]) -> list[float]:
    """Return the tops of boxes in a column that do not overlap, near their ideal middles.

    Each box is its ideal middle and its height, in the order of the middles. Overlapping
    boxes move together, with the least sum of squared distances (isotonic regression).
    """
    piles: list[tuple[float, int, float]] = []  # the top, how many boxes, the height
    for middle, height in boxes:
        pile = (middle - height / 2, 1, height)
        while piles and piles[-1][0] + piles[-1][2] > pile[0]:
            top, count, below = piles.pop()
            both = count + pile[1]
            centre = (top * count + (pile[0] - below) * pile[1]) / both
            pile = (centre, both, below + pile[2])
        piles.append(pile)
    return list(_tops(piles, [height for _, height in boxes]))


def _tops(
    piles: Sequence[tuple[float, int, float]], heights: Sequence[float]
) -> Iterator[float]:
    offsets = iter(heights)
    for top, count, _ in piles:
        place = top
        for _ in range(count):
            yield place
            place += next(offsets)


def width(text: str) -> float:
    """Return the greatest width that a label's line can have, in pixels."""
    return text_metrics.width(text) * FONT


def folded(name: str, ems: float) -> list[str]:
    """Return a name in lines of at most so many ems, cut off after the last allowed."""
    whole = text_metrics.folded(name, ems)
    if len(whole) > _LINES:
        return [*whole[: _LINES - 1], f"{whole[_LINES - 1]} …"]
    return whole


def wrapped(name: str) -> list[str]:
    """Return a name in lines of about equal length, cut off after the last allowed."""
    whole = folded(name, _EMS)
    for narrow in range(4, _EMS):
        if len(lines := text_metrics.folded(name, narrow)) <= len(whole):
            return lines
    return whole


def runs_right(text: str) -> bool:
    """Tell whether a text is written from right to left, by its first letter."""
    classes = (unicodedata.bidirectional(letter) for letter in text)
    return next((name for name in classes if name in {"L", *_RIGHT}), "L") in _RIGHT
