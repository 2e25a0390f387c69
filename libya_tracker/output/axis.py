"""Where a chart's strips and ticks stand in a drawing so many columns wide.

A column is a cell of a terminal, or a unit of a picture: the same rules place both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from libya_tracker.views.chart import Kind, Lane, Strip


@dataclass(frozen=True, slots=True)
class Scale:
    """Days laid on columns, and what is to be seen of even the shortest strip."""

    first: dt.date
    last: dt.date
    columns: int
    #: The columns that one character of a side's letter takes.
    character: int = 1
    #: The least that a stretch that is not certain takes, however short.
    least: int = 1
    #: How far the letters of one strip are from each other.
    apart: int = 16

    def column(self, ordinal: int) -> int:
        """Return where a day begins, counted as ``date.toordinal`` does."""
        start = self.first.toordinal()
        days = self.last.toordinal() - start + 1
        return (ordinal - start) * self.columns // days

    def label(self, letter: str) -> int:
        """Return the columns that a side's letter takes."""
        return len(letter) * self.character


@dataclass(frozen=True, slots=True)
class Block:
    """A piece where it stands; ``end`` is the first column that is no longer its own."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Placing:
    """A strip where it stands, and the columns at which its letter does."""

    strip: Strip
    blocks: tuple[Block, ...]
    letters: tuple[int, ...]

    @property
    def start(self) -> int:
        """The first column."""
        return self.blocks[0].start

    @property
    def end(self) -> int:
        """The first column that is no longer its own."""
        return self.blocks[-1].end


def laid_out(lane: Lane, scale: Scale) -> list[list[Placing]]:
    """Return the strips of a lane on as many lines as it takes for none to cover another.

    Each takes the first line on which it has room, so that no two letters touch.
    """
    made: list[list[Placing]] = []
    for placing in (_placing(strip, scale) for strip in lane.strips):
        room = (line for line in made if _apart(line[-1], placing, scale))
        line = next(room, None)
        if line is None:
            made.append([placing])
        else:
            line.append(_named(line[-1], placing, scale))
    return made


def ticks(scale: Scale, width: Callable[[str], int]) -> list[tuple[int, str]]:
    """Return the columns of the axis to mark, with labels that do not touch each other.

    The finest of days, weeks, months and years that fit. A label stands to the right of
    its mark; it is empty where there is no room up to the edge.
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


def _apart(before: Placing, after: Placing, scale: Scale) -> bool:
    """Tell whether one strip can follow another on a line.

    It may begin where that ends, unless their letters would read as one of two letters.
    """
    lettered = before.letters[-1] + scale.label(before.strip.letter)
    touching = lettered == before.end == after.start == after.letters[0]
    return before.end <= after.start and not touching


def _named(before: Placing, after: Placing, scale: Scale) -> Placing:
    """Return a strip with its letter at its begin too, where it follows at once.

    What is not certain would else be anybody's: the end of the one, or the other's begin.
    """
    label = scale.label(after.strip.letter)
    room = min(after.letters[0], after.blocks[0].end) - after.start
    lettered = before.letters[-1] + scale.label(before.strip.letter)
    if before.end < after.start or room < label + scale.least or lettered == before.end:
        return after
    return replace(after, letters=(after.start, *after.letters))


def _placing(strip: Strip, scale: Scale) -> Placing:
    label, kinds = scale.label(strip.letter), [piece.kind for piece in strip.pieces]
    # What the letter alone means is a certain tie of a follower; all else must show.
    sure = set(kinds) == {"certain"}
    plain = sure and strip.sign == "+"
    turns = [scale.column(piece.first.toordinal()) for piece in strip.pieces]
    turns.append(scale.column(strip.pieces[-1].last.toordinal() + 1))
    width = max(turns[-1] - turns[0], label + (0 if plain else scale.least))
    width = min(width, scale.columns)
    start = min(turns[0], scale.columns - width)
    holder = kinds.index("certain") if "certain" in kinds else 0
    floors = [scale.least] * len(kinds)
    bare = plain or (not sure and kinds[holder] == "certain")
    floors[holder] = label + (0 if bare else scale.least)
    natural = [after - before for before, after in pairwise(turns)]
    sizes = _sizes(natural, _affordable(floors, kinds, holder, width), width, holder)
    blocks = tuple(_blocks(kinds, sizes, start))
    anchor = start + sum(sizes[:holder])
    return Placing(strip, blocks, tuple(_letters(blocks, anchor, label, scale)))


def _affordable(
    floors: Sequence[int], kinds: Sequence[Kind], holder: int, width: int
) -> list[int]:
    """Return the least sizes that there is room for; what is certain yields first."""
    kept = list(floors)
    yielding = sorted(
        (n for n in range(len(kinds)) if n != holder), key=lambda n: kinds[n] != "certain"
    )
    for n in yielding:
        if sum(kept) > width:
            kept[n] = 0
    return kept


def _sizes(
    natural: Sequence[int], floors: Sequence[int], width: int, holder: int
) -> list[int]:
    """Return sizes that make up a width: as natural as can be, none below its floor."""
    sizes = [max(pair) for pair in zip(natural, floors, strict=True)]
    while (over := sum(sizes) - width) > 0:
        slack = [size - floor for size, floor in zip(sizes, floors, strict=True)]
        if max(slack) <= 0:  # no room even for the letter
            sizes[holder] = max(0, sizes[holder] - over)
            break
        most = slack.index(max(slack))
        sizes[most] -= min(over, slack[most])
    sizes[holder] += max(0, width - sum(sizes))
    return sizes


def _blocks(kinds: Sequence[Kind], sizes: Sequence[int], start: int) -> Iterator[Block]:
    for kind, size in zip(kinds, sizes, strict=True):
        if size:
            yield Block(kind, start, start + size)
            start += size


def _letters(
    blocks: Sequence[Block], anchor: int, label: int, scale: Scale
) -> Iterator[int]:
    """Yield where the letter stands: first where it is certain, again where it is long."""
    begin, end = blocks[0].start, blocks[-1].end
    first = anchor - (anchor - begin) // scale.apart * scale.apart
    for place in range(first, end, scale.apart):
        around = (place - 2 * scale.least, place + label + 2 * scale.least)
        clear = any(b.start <= around[0] and around[1] <= b.end for b in blocks)
        if place == anchor or clear:
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
