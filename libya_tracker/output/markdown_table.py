"""A table of Markdown, in which each row is one line and no line is too long for a mail.

A row cannot be broken. A cell for which it has no room stands in a note below the table,
and a table with too many columns becomes several, each with the first column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from libya_tracker import sanitize
from libya_tracker.output import mail

#: The octets for which each cell has room: a word, a date, "see note 1234".
_ROOM = 16
#: The octets for which the name of a column has room.
_ROOM_OF_NAME = 200

_Row = Sequence[str]


def table(heads: _Row, rows: Sequence[_Row]) -> str:
    """Return rows below the names of their columns: one table, if that is not too wide."""
    lines = [heads, ["---"] * len(heads), *([*map(_escaped, row)] for row in rows)]
    whole = "".join(map(_line, lines))
    if mail.longest(whole) <= mail.LIMIT:
        return whole
    notes: list[str] = []
    tables = [
        "".join(_line(_short([line[n] for n in part], notes)) for line in lines)
        for part in _parts(lines)
    ]
    below = [f"Note {number}: {note}\n" for number, note in enumerate(notes, 1)]
    return mail.markdown("\n".join([*tables, *below]))


def _line(cells: _Row) -> str:
    return f"| {' | '.join(cells)} |\n"


def _short(cells: list[str], notes: list[str]) -> list[str]:
    """Return cells for a row; of what is too long, the longest move to the notes."""
    while mail.longest(_line(cells)) > mail.LIMIT:
        sizes = [sanitize.octets(cell) for cell in cells]
        longest = sizes.index(max(sizes))
        notes.append(cells[longest])
        cells[longest] = f"see note {len(notes)}"
    return cells


def _parts(lines: Sequence[_Row]) -> Iterator[list[int]]:
    """Yield the columns of each table, with the first of all in each."""
    needs = [
        3
        + max(
            min(sanitize.octets(head), _ROOM_OF_NAME),
            min(max(map(sanitize.octets, rest)), _ROOM),
        )
        for head, *rest in zip(*lines, strict=True)
    ]
    part, size = [0], needs[0]
    for n in range(1, len(needs)):
        if size + needs[n] >= mail.LIMIT:
            yield part
            part, size = [0], needs[0]
        part, size = [*part, n], size + needs[n]
    yield part


def _escaped(text: str) -> str:
    with_escapes = "".join(f"\\{char}" if char in r"\`*_[]<>|#~" else char for char in text)
    return sanitize.one_line(with_escapes.replace("&", "&amp;"))
