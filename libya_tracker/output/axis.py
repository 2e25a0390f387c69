"""Where the bars and the ticks of a chart stand in a drawing so many columns wide.

A column is a cell of a terminal, or a unit of a picture: the same rules place both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from libya_tracker.model.vocabulary import Status
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output.fit import fit
from libya_tracker.views.chart import Kind, Lane, LaneBar, kind_of

_WITH_SIGN = frozenset({Status.CONFIRMED, Status.ASSESSED, Status.ALLEGED})


class Scale(NamedTuple):
    """Days on columns, and how much even the shortest bar shows."""

    first: dt.date
    last: dt.date
    columns: int
    #: The columns that one character of a side's letter takes.
    character: int = 1
    #: The columns that the sign of a status takes, where its bar has one.
    sign: int = 0
    #: The least columns of a segment that is not certain, however short.
    least: int = 1
    #: The columns from one letter of a bar to its next.
    spacing: int = 16

    def column(self, ordinal: int) -> int:
        """Return the column at which a day begins, given as its ordinal."""
        start = self.first.toordinal()
        days = self.last.toordinal() - start + 1
        return (ordinal - start) * self.columns // days

    def label(self, bar: LaneBar) -> int:
        """Return the columns that a side's letter takes, with the sign of the status."""
        sign = self.sign if bar.status in _WITH_SIGN else 0
        return len(bar.letter) * self.character + sign


class Block(NamedTuple):
    """A segment of a bar in the drawing; ``end`` is the first column after it."""

    kind: Kind
    start: int
    end: int


class BarLayout(NamedTuple):
    """A bar in the drawing, and the columns at which its letter stands."""

    bar: LaneBar
    blocks: tuple[Block, ...]
    letters: tuple[int, ...]
    #: The columns that its letter takes.
    label: int

    @property
    def start(self) -> int:
        """The first column."""
        return self.blocks[0].start

    @property
    def end(self) -> int:
        """The first column after it."""
        return self.blocks[-1].end

    @property
    def letters_end(self) -> int:
        """The first column after its last letter."""
        return self.letters[-1] + self.label


def arrange(lane: Lane, scale: Scale) -> list[list[BarLayout]]:
    """Return the bars of a lane on as few lines as possible, none hiding another.

    Each is placed on the first line where it fits and no two letters touch.
    """
    lines: list[list[BarLayout]] = []
    for layout in (_place(bar, scale) for bar in lane.bars):
        line = next((line for line in lines if _can_follow(line[-1], layout)), None)
        if line is None:
            lines.append([layout])
        else:
            line.append(_with_first_letter(line[-1], layout, scale))
    return lines


def ticks(scale: Scale, width: Callable[[str], int]) -> list[tuple[int, str]]:
    """Return the columns of the axis to mark, with labels that do not touch each other.

    The finest of days, weeks, months and years that fit. A label stands to the right of
    its mark; it is empty where it does not fit before the edge.
    """
    for unit in _units(scale):
        marks = [(scale.column(day.toordinal()), label) for day, label in unit]
        ends = [column + width(label) for column, label in marks]
        if all(end <= mark[0] for end, mark in zip(ends, marks[1:], strict=False)):
            fits = [end <= scale.columns + 1 for end in ends]
            if any(fits):
                return [
                    (c, t if fit else "") for (c, t), fit in zip(marks, fits, strict=True)
                ]
    return [(0, scale.first.isoformat())]


def _can_follow(before: BarLayout, after: BarLayout) -> bool:
    """Tell whether a bar fits after another: letters that touch would read as one."""
    if before.end != after.start:
        return before.end < after.start
    return not before.letters_end == after.start == after.letters[0]


def _with_first_letter(before: BarLayout, after: BarLayout, scale: Scale) -> BarLayout:
    """Return a bar with a letter at its start too, if it directly follows another.

    Without it, an uncertain segment there could belong to either bar.
    """
    space = min(after.letters[0], after.blocks[0].end) - after.start
    if (
        before.letters_end < before.end == after.start
        and space >= after.label + scale.least
    ):
        return after._replace(letters=(after.start, *after.letters))
    return after


def _place(bar: LaneBar, scale: Scale) -> BarLayout:
    """Return a bar as long as its days, or as it takes to show its letter and its kinds.

    The letter stands on the first certain segment. A bar shown as a letter only means:
    certain, and its sign is positive. Any other kind needs columns beside the letter.
    """
    label, kinds = scale.label(bar), [kind_of(segment) for segment in bar.segments]
    if len(kinds) == 1:
        return _place_whole(bar, kinds[0], label, scale)
    holder = kinds.index("certain") if "certain" in kinds else 0
    letter_alone = [label if n == holder else 0 for n in range(len(kinds))]
    minima = [
        least + (0 if kind == "certain" else scale.least)
        for least, kind in zip(letter_alone, kinds, strict=True)
    ]
    turns = [scale.column(segment.first.toordinal()) for segment in bar.segments]
    turns.append(scale.column(bar.segments[-1].last.toordinal() + 1))
    width = min(max(turns[-1] - turns[0], sum(minima)), scale.columns)
    sizes = [end - start for start, end in pairwise(turns)]
    for least in (minima, letter_alone):  # the latter where not even the minima fit
        sizes = fit(sizes, least, width)
    edges = list(accumulate(sizes, initial=min(turns[0], scale.columns - width)))
    blocks = tuple(
        Block(kind, start, end)
        for kind, (start, end) in zip(kinds, pairwise(edges), strict=True)
        if start < end
    )
    letters = tuple(_letters(blocks, edges[holder], label, scale))
    return BarLayout(bar, blocks, letters, label)


def _place_whole(bar: LaneBar, kind: Kind, label: int, scale: Scale) -> BarLayout:
    """Return a bar of one segment, as most are, as long as ``_place`` has it."""
    segment = bar.segments[0]
    start = scale.column(segment.first.toordinal())
    end = scale.column(segment.last.toordinal() + 1)
    least = label + (0 if kind == "certain" and bar.sign == "+" else scale.least)
    width = min(max(end - start, least), scale.columns)
    start = min(start, scale.columns - width)
    blocks = (Block(kind, start, start + max(width, label)),)
    return BarLayout(bar, blocks, tuple(_letters(blocks, start, label, scale)), label)


def _letters(
    blocks: Sequence[Block], anchor: int, label: int, scale: Scale
) -> Iterator[int]:
    """Yield where the letter stands: at one column, and again where a block is long."""
    first = anchor - (anchor - blocks[0].start) // scale.spacing * scale.spacing
    for place in range(first, blocks[-1].end, scale.spacing):
        start, end = place - 2 * scale.least, place + label + 2 * scale.least
        if place == anchor or any(b.start <= start and end <= b.end for b in blocks):
            yield place


Unit = Iterable[tuple[dt.date, str]]


def _units(scale: Scale) -> Iterator[Unit]:
    """Yield the days to mark by unit, the finest first that are not too many to try."""
    first, last = scale.first, scale.last
    days = (last - first).days + 1
    if days <= scale.columns:
        yield [(day, day.isoformat()) for day in _days(first, last, 1)]
    if days <= 7 * scale.columns:
        monday = first + dt.timedelta(days=min(-first.weekday() % 7, days - 1))
        yield [(day, day.isoformat()) for day in _days(monday, last, 7)]
    for months in (1, 3, 6):
        if days <= 31 * months * scale.columns:
            yield [
                (day, f"{day.year:04}-{day.month:02}")
                for day in _months(first, last, months)
            ]
    for power in (1, 10, 100, 1000):
        for years in (power, 2 * power, 5 * power):
            if days <= 366 * years * scale.columns:
                yield [(day, f"{day.year:04}") for day in _months(first, last, 12 * years)]


def _days(first: dt.date, last: dt.date, step: int) -> Iterator[dt.date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1, step):
        yield dt.date.fromordinal(ordinal)


def _months(first: dt.date, last: dt.date, step: int) -> Iterator[dt.date]:
    """Yield the first days of every so many months, counted from the year 0."""
    begin = first.year * 12 + first.month - (first.day == 1)
    for month in range(-(-begin // step) * step, last.year * 12 + last.month, step):
        if month >= 12:
            yield dt.date(month // 12, month % 12 + 1, 1)
