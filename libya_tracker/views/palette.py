"""The colours of pictures: one for each side, one for the sign of each tie."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from libya_tracker.analysis.sides import Side
from libya_tracker.named_tuples import NamedTuple


class Colour(NamedTuple):
    """A colour to fill with, and one for legible text on it, both as ``#rrggbb``.

    ``dashes`` are those of the line along the foot of what is filled: the lengths of a dash
    and of the gap after it, none where there is no line.
    """

    fill: str
    ink: str
    dashes: tuple[int, ...] = ()


#: The lines at the foot of areas: none, solid, dashed, dotted.
PATTERNS: tuple[tuple[int, ...], ...] = ((), (1, 0), (6, 3), (2, 3))

#: Distinct in any kind of colour vision: Okabe and Ito, Color Universal Design (2008),
#: without black; then those that are farthest from them and from each other as seen with
#: protanopia, deuteranopia and tritanopia, by the matrices of Machado, Oliveira and
#: Fernandes (2009). Those that are about as light as each other, and so alike in black and
#: white, have different patterns. Where there are more sides than colours, the colours come
#: again with other patterns; the letter decides.
PALETTE = (
    Colour("#0072b2", "#ffffff", PATTERNS[0]),
    Colour("#e69f00", "#000000", PATTERNS[3]),
    Colour("#009e73", "#000000", PATTERNS[0]),
    Colour("#cc79a7", "#000000", PATTERNS[1]),
    Colour("#56b4e9", "#000000", PATTERNS[2]),
    Colour("#d55e00", "#000000", PATTERNS[3]),
    Colour("#f0e442", "#000000", PATTERNS[1]),
    Colour("#442200", "#ffffff", PATTERNS[1]),
    Colour("#8800ee", "#ffffff", PATTERNS[3]),
    Colour("#cceecc", "#000000", PATTERNS[3]),
    Colour("#220088", "#ffffff", PATTERNS[0]),
    Colour("#00ee88", "#000000", PATTERNS[0]),
    Colour("#880066", "#ffffff", PATTERNS[2]),
    Colour("#ee0044", "#000000", PATTERNS[1]),
    Colour("#8866ee", "#000000", PATTERNS[2]),
    Colour("#aaeeee", "#000000", PATTERNS[2]),
)
#: What stands for any side, or for none.
GREY = Colour("#999999", "#000000")

#: The colour of a tie by its sign, on white and on black; lines differ by dashes too.
TIE_COLOURS: Mapping[str, str] = MappingProxyType(
    {"+": "#1f5c99", "-": "#b3261e", "0": "#5c6570"}
)
TIE_COLOURS_ON_BLACK: Mapping[str, str] = MappingProxyType(
    {"+": "#79b8f3", "-": "#ff8a7d", "0": "#a6aeb8"}
)


def colour_number(side: Side) -> int:
    """Return the place in the palette of a side's colour."""
    return side.number % len(PALETTE)


def colour_of(side: Side) -> Colour:
    """Return the colour of a side, with another pattern where the colours come again."""
    colour = PALETTE[colour_number(side)]
    if side.number < len(PALETTE):
        return colour
    pattern = PATTERNS.index(colour.dashes) + side.number // len(PALETTE)
    return colour._replace(dashes=PATTERNS[pattern % len(PATTERNS)])
