"""A drawing of lanes over time, before anybody knows how wide it is to be.

The terminal's drawing and the picture are made of the same chart, placed the same way.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from libya_tracker.model.vocabulary import Sign
from libya_tracker.views.palette import Colour

#: ``doubtful`` is what is both possible and disputed.
Kind = Literal["certain", "possible", "disputed", "doubtful", "expected"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Days in a row of one kind; both ends are within the axis."""

    kind: Kind
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Strip:
    """One bar in a lane: the side's marks, the sign of the tie, and its pieces in order."""

    letter: str
    colour: Colour
    sign: Sign
    #: What it says in words, for those who point at it or do not see it.
    words: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """What one faction was to others: its strips, by the day on which they begin."""

    label: str
    strips: tuple[Strip, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend that says whose a letter is."""

    letter: str
    colour: Colour
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that is marked on the axis, and what of it."""

    day: dt.date
    words: str

    def __str__(self) -> str:
        return f"{self.day}, {self.words}"


@dataclass(frozen=True, slots=True)
class Chart:
    """Lanes below a time axis from one day to another, and what its letters mean."""

    title: str
    first: dt.date
    last: dt.date
    mark: Mark | None
    lanes: tuple[Lane, ...]
    keys: tuple[Key, ...]

    @property
    def fills(self) -> tuple[tuple[Sign, Kind], ...]:
        """The signs and kinds that occur, in the order of a legend."""
        used = {
            (strip.sign, piece.kind)
            for lane in self.lanes
            for strip in lane.strips
            for piece in strip.pieces
        }
        return tuple(fill for fill in MEANINGS if fill in used)


_KINDS: dict[Kind, str] = {
    "certain": "certain by its dates",
    "possible": "possible: the dates leave it open",
    "disputed": "disputed: somebody denies it",
    "doubtful": "disputed and possible",
    "expected": "only expected",
}
_SIGNS: dict[Sign, str] = {
    Sign.PLUS: "",
    Sign.ZERO: "neutral, ",
    Sign.MINUS: "hostile, ",
}

#: What each fill means, in the order of a legend.
MEANINGS: dict[tuple[Sign, Kind], str] = {
    (sign, kind): who + words
    for sign, who in _SIGNS.items()
    for kind, words in _KINDS.items()
}
