"""Texts in lines that fit a column; all lines but the first of a text are indented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

from rich.cells import cell_len, chop_cells

#: How far the lines after the first are indented.
HANG = 2
#: The narrowest column in which they are.
_ROOM = 12
#: A range of days, which may be broken behind its dots.
_RANGE = re.compile(r"(\W*\d{4}[-\d?~%]*\.\.)(\d{4}[-\d?~%]*\W*)")


class Unbroken(Enum):
    """What is not broken, from most to least: after blanks, each text may be."""

    RANGES = auto()
    WORDS = auto()
    ADDRESSES = auto()
    NOTHING = auto()


def wrapped(text: str, width: int, *, fold: bool = True) -> list[str]:
    """Return a text in lines of a width.

    A range of days that is longer than a line is broken behind its dots, and another word
    where ``fold`` says so.
    """
    if cell_len(text) <= width:
        return [text]
    indent = " " * hang(text, width)
    lines, line, size = [], "", 0
    for piece in _pieces(text, width - len(indent)):
        word = piece.rstrip()
        blanks, need = piece[len(word) :], cell_len(word)
        if line.strip() and size + need > width:
            lines.append(line.rstrip())
            line, size = indent, len(indent)
        line, size = line + word, size + need
        if fold and size > width:
            *broken, line = _broken(line, width, indent)
            lines += broken
            size = cell_len(line)
        line, size = line + blanks, size + len(blanks)
    return [*lines, line.rstrip()]


def _broken(line: str, width: int, indent: str) -> list[str]:
    """Return a line with a word that is too long in lines of a width."""
    first = chop_cells(line, width)[0]
    rest = chop_cells(line[len(first) :], width - len(indent))
    return [first, *(indent + piece for piece in rest)]


def _pieces(text: str, width: int) -> Iterator[str]:
    """Yield the words of a text with the blanks behind them, too long ranges in two."""
    for word in re.findall(r"\S+\s*|^\s+", text):
        days = cell_len(word.rstrip()) > width and _RANGE.fullmatch(word)
        yield from days.groups() if days else (word,)


def hang(text: str, width: int) -> int:
    """Return how far the lines of a text after the first are indented in a column.

    A single word is copied more easily where they are not.
    """
    return HANG if width >= _ROOM and " " in text else 0


def longest(text: str, unbroken: Unbroken) -> int:
    """Return how wide a column is at least in which some of a text is not broken."""
    if unbroken is Unbroken.NOTHING:
        return 0
    whole = unbroken is Unbroken.RANGES
    pieces = text.split() if whole else list(_pieces(text, 0))
    widths = [
        (place, cell_len(piece.rstrip()))
        for place, piece in enumerate(pieces)
        if unbroken is not Unbroken.ADDRESSES or "://" in piece
    ]
    return max(
        (width + hang(text, width + HANG) * bool(place) for place, width in widths),
        default=0,
    )
