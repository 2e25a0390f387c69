"""A drawing of lanes over time, before its width is known.

The drawing in a terminal and the picture are made of the same chart.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from libya_tracker.analysis.timeline import Novelty, Segment
from libya_tracker.model.vocabulary import Certainty, Sign, Status
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.views.palette import Colour

#: ``doubtful`` is what is both possible and disputed.
Kind = Literal["certain", "possible", "disputed", "doubtful", "expected"]


def kind_of(segment: Segment) -> Kind:
    """Return how a segment is drawn."""
    if not segment.disputed:
        return segment.certainty.value
    return "doubtful" if segment.certainty is Certainty.POSSIBLE else "disputed"


class LaneBar(NamedTuple):
    """A bar in a lane: the side's letter and colour, the sign of the tie, its segments."""

    letter: str
    colour: Colour
    sign: Sign
    #: The tie in words, for a tooltip or a screen reader.
    words: str
    #: In order, all of them within the axis.
    segments: tuple[Segment, ...]
    status: Status = Status.REPORTED
    #: Why it is news in the days that the drawing is about, if it is.
    novelty: Novelty | None = None


class Lane(NamedTuple):
    """What one faction was to others: its bars, by the day on which they begin."""

    label: str
    bars: tuple[LaneBar, ...] = ()


class Key(NamedTuple):
    """A line of the legend: a side's letter and its name."""

    letter: str
    colour: Colour
    name: str


class Mark(NamedTuple):
    """A day marked on the axis, and what it means."""

    day: dt.date
    words: str
    #: Whether it is marked where the day ends.
    at_end: bool = False

    @property
    def ordinal(self) -> int:
        """The day, by its number, at whose begin it is marked."""
        return self.day.toordinal() + self.at_end

    def __str__(self) -> str:
        return f"{self.day}: {self.words}"


class Chart(NamedTuple):
    """Lanes below a time axis from one day to another, and what its letters mean."""

    title: str
    first: dt.date
    last: dt.date
    mark: Mark | None
    lanes: tuple[Lane, ...]
    keys: tuple[Key, ...]
    #: The last of the days that it is about, where pictures show later ones.
    end: Mark | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All days that a picture marks."""
        return tuple(mark for mark in (self.mark, self.end) if mark is not None)

    @property
    def novelties(self) -> tuple[Novelty, ...]:
        """Why any bars are news, in the order of a legend."""
        reasons = {bar.novelty for lane in self.lanes for bar in lane.bars}
        return tuple(reason for reason in Novelty if reason in reasons)

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses that occur, the strongest first."""
        statuses = {bar.status for lane in self.lanes for bar in lane.bars}
        return tuple(status for status in Status if status in statuses)

    @property
    def fills(self) -> tuple[tuple[Sign, Kind], ...]:
        """The signs and kinds that occur, in the order of a legend."""
        fills = {
            (bar.sign, kind_of(segment))
            for lane in self.lanes
            for bar in lane.bars
            for segment in bar.segments
        }
        return tuple(fill for fill in MEANINGS if fill in fills)


#: The same in a word.
NEW: dict[Novelty, str] = {Novelty.HAPPENED: "new", Novelty.LEARNED: "learned"}
#: What the frame around a bar that is news means.
NOVELTIES: dict[Novelty, str] = {
    Novelty.HAPPENED: "new: it began in these days",
    Novelty.LEARNED: "learned: not known before these days",
}

_KINDS: dict[Kind, str] = {
    "certain": "certain by its dates",
    "possible": "possible: the dates leave it open",
    "disputed": "disputed: somebody denies it",
    "doubtful": "disputed and possible",
    "expected": "only expected",
}
_SIGNS: dict[Sign, str] = {Sign.PLUS: "", Sign.ZERO: "neutral, ", Sign.MINUS: "hostile, "}

#: What each fill means, in the order of a legend.
MEANINGS: dict[tuple[Sign, Kind], str] = {
    (sign, kind): who + words
    for sign, who in _SIGNS.items()
    for kind, words in _KINDS.items()
}
