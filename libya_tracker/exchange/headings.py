"""Which column of a table is which of ours, however its heading is spelt or called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

from libya_tracker.errors import UsageError, quoted
from libya_tracker.exchange.delimited import HEAD, Grid
from libya_tracker.model import spelling
from libya_tracker.named_tuples import NamedTuple

#: How many headings a message lists.
_MOST = 10
#: How what parts the cells is called.
_CALLED = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_MAP_HINT = (
    "say in --map FILE what each is (`{}: date`), or that it is left out (`{}: ignore`)"
)


class ColumnMap(NamedTuple):
    """What the headings of others are called here; None is a column to be left out."""

    columns: Mapping[str, str | None] = {}
    #: Whether headings that neither we nor the map know are left out.
    leaves_rest: bool = False


class Vocabulary(NamedTuple):
    """The columns that a table may have, and those that it needs."""

    keys: Collection[str]
    #: Other words for some of them.
    synonyms: Mapping[str, str]
    required: Sequence[str]
    #: What begins a column of the keeper's own; nothing where there may be none.
    own: str = ""
    #: More columns, which only a table may have that has the first of them.
    more: Sequence[str] = ()

    def of(self, row: Sequence[str], others: ColumnMap) -> Vocabulary:
        """Return the columns that a table of these headings may have."""
        whole = self._replace(keys=[*self.keys, *self.more], more=())
        has_more = self.more and self.more[0] in {
            whole.key_of(cell, others) for cell in row
        }
        return whole if has_more else self

    def key_of(self, heading: str, others: ColumnMap) -> str | None:
        """Return the column of ours that a heading means; None for none or to leave it."""
        name = folded(heading)
        if name in others.columns:
            return others.columns[name]
        ours = {folded(key): key for key in self.keys}
        if self.own and (key := bare(heading)).startswith(self.own):
            return key
        return ours.get(name) or self.synonyms.get(name)


class Head(NamedTuple):
    """The headings of a table: where they stand, and the place of each of our columns."""

    #: The index of their row.
    row: int
    columns: Mapping[str, int]
    #: How the heading of each is written there.
    headings: Mapping[str, str]


def folded(heading: str) -> str:
    """Return a heading without case, accents, blanks, hyphens and underscores."""
    bare = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(char for char in bare if char.isalnum())


def known(row: Sequence[str], ours: Vocabulary, others: ColumnMap) -> int:
    """Return how many different columns the cells of a row name."""
    return len({ours.key_of(cell, others) for cell in row} - {None})


def head(grid: Grid, ours: Vocabulary, others: ColumnMap) -> Head | None:
    """Return the headings of a table; None of a table without any cell.

    They are the first of the rows at the top that name all columns needed. Raises
    UsageError where there are none, or they cannot be used.
    """
    at = _row_of(grid, ours, others)
    if at is None:
        return None
    row, where = grid.rows[at], f"{grid.name}:{grid.above + at + 1}"
    ours = ours.of(row, others)
    columns: dict[str, int] = {}
    unknown: list[str] = []
    for place, heading in enumerate(row):
        key = ours.key_of(heading, others)
        if key is None:
            if not _is_left_out(heading, others):
                unknown.append(heading)
        elif key in columns:
            message = f"{quoted(row[columns[key]])} and {quoted(heading)} are both {key}"
            raise UsageError(f"{where}:{place + 1}: {message}; rename one, or leave it out")
        else:
            columns[key] = place
    missing = [key for key in ours.required if key not in columns]
    if unknown or missing:
        raise UsageError(f"{where}: {_complaint(unknown, missing, ours)}")
    _refuse_nameless(grid, at)
    return Head(at, columns, {key: row[place] for key, place in columns.items()})


def description(grid: Grid, head: Head) -> str:
    """Return how a table was understood; nothing where it is written as ours are."""
    parts = []
    if grid.separator in ";|":
        parts.append(f"cells are parted by {_CALLED[grid.separator]}")
    if head.row and any(map(is_filled, grid.rows[: head.row])):
        parts.append(f"the headings are in row {grid.above + head.row + 1}")
    renamed = [
        f"{' '.join(heading.split())} → {key}"
        for key, heading in head.headings.items()
        if heading != key
    ]
    return "; ".join([*parts, f"read as {', '.join(renamed)}"] if renamed else parts)


def is_filled(row: Sequence[str]) -> bool:
    """Tell whether any cell of a row holds more than blanks."""
    return any(map(bare, row))


def bare(cell: str) -> str:
    """Return a cell without the blanks and the invisible characters around it."""
    if cell.isascii():
        return cell.strip()
    return _AROUND.sub("", cell)


#: Blanks of any width, marks of direction, and others that nobody sees.
_BLANK = r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u180e\u2800]+"
_AROUND = re.compile(rf"\A{_BLANK}|{_BLANK}\Z")


def _row_of(grid: Grid, ours: Vocabulary, others: ColumnMap) -> int | None:
    """Return the index of the row of headings: the first with all needed, else the best."""
    best, most = None, -1
    filled = (n for n, row in enumerate(grid.rows) if is_filled(row))
    for _, at in zip(range(HEAD), filled, strict=False):
        keys = {ours.key_of(cell, others) for cell in grid.rows[at]}
        if keys.issuperset(ours.required):
            return at
        if (count := len(keys - {None})) > most:
            best, most = at, count
    return best


def _is_left_out(heading: str, others: ColumnMap) -> bool:
    return not bare(heading) or others.leaves_rest or folded(heading) in others.columns


def _complaint(unknown: Sequence[str], missing: Sequence[str], ours: Vocabulary) -> str:
    """Return the one message on the headings that are not as they should be."""
    if message := _without_sign(unknown, ours):
        return message
    parts = []
    if missing:
        parts.append(f"there is no column {', '.join(missing)}")
    if unknown:
        some = ", ".join(_with_nearest(heading, ours) for heading in unknown[:_MOST])
        more = f" and {len(unknown) - _MOST} more" if len(unknown) > _MOST else ""
        verb = "is no heading" if len(unknown) == 1 else "are no headings"
        example = " ".join(unknown[0].split())[:30]
        hint = _MAP_HINT.format(example, example)
        parts.append(f"{some}{more} {verb} of ours: {hint}")
    else:
        parts.append(f"a table needs the headings {', '.join(ours.required)}")
    return "; ".join(parts)


def _without_sign(unknown: Sequence[str], ours: Vocabulary) -> str:
    """Return what is wrong with a review that lost the column which tells that it is one.

    Were its other columns left out, each of its rows would be a claim. A table of one's own
    can have one heading like theirs, such as `file`.
    """
    more = {folded(key) for key in ours.more}
    some = [heading for heading in unknown if folded(heading) in more]
    if len(some) < 2:
        return ""
    count = f" and {len(some) - _MOST} more" if len(some) > _MOST else ""
    names = ", ".join(map(bare, some[:_MOST]))
    return (
        f"{names}{count} are columns of a review, but its column `{ours.more[0]}` is "
        "missing, which tells that only the rows with a mark are claims: put it back"
    )


def _with_nearest(heading: str, ours: Vocabulary) -> str:
    words = [*ours.keys, *ours.synonyms]
    near = spelling.nearest(folded(heading), words, 1, 0.65)
    name = quoted(" ".join(heading.split()))
    return f"{name} ({ours.synonyms.get(near[0], near[0])}?)" if near else name


def _refuse_nameless(grid: Grid, at: int) -> None:
    """Raise UsageError where a column without a heading holds something."""
    row = grid.rows[at]
    named = [bool(bare(heading)) for heading in row]
    if all(named) and all(len(other) <= len(row) for other in grid.rows):
        return
    cells = list(_nameless(grid, at, named))
    if cells:
        number, column, cell = cells[0]
        where = f"{grid.name}:{number + grid.above + 1}:{column + 1}"
        rows = len({number for number, _, _ in cells})
        more = f"; so in {rows} rows" if rows > 1 else ""
        message = f"{quoted(cell)} stands in a column without a heading{more}"
        raise UsageError(f"{where}: {message}; give the column one, or empty it")


def _nameless(grid: Grid, at: int, named: Sequence[bool]) -> Iterator[tuple[int, int, str]]:
    """Yield the cells below no heading: the index of the row and column, and the text."""
    for number, row in enumerate(grid.rows[at + 1 :], at + 1):
        for column, cell in enumerate(row):
            if not (column < len(named) and named[column]) and (text := bare(cell)):
                yield number, column, text
