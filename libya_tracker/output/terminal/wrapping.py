"""Texts in lines that fit a column; all lines but the first of a text are indented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

from libya_tracker.output.terminal.measure import chopped, narrow, width

#: How far the lines after the first are indented.
HANG = 2
#: The narrowest column in which they are.
_ROOM = 12
#: A range of days, which may be broken behind its dots.
_RANGE = r"(\W*\d{4}[-\d?~%]*\.\.)(\d{4}[-\d?~%]*\W*)"


class Unbroken(Enum):
    """What is not broken, from most to least: after blanks, each text may be."""

    RANGES = auto()
    WORDS = auto()
    ADDRESSES = auto()
    NOTHING = auto()


def wrapped(text: str, room: int, *, fold: bool = True) -> list[str]:
    """Return a text in lines of a width.

    A range of days that is longer than a line is broken behind its dots, and another word
    where ``fold`` says so.
    """
    if width(text) <= room:
        return [text]
    if narrow(text) and (lines := _between_words(text, room)):
        return lines
    return _anywhere(text, room, fold=fold)


def _between_words(text: str, room: int) -> list[str]:
    """Return a text of narrow characters in lines; nothing where a word is too long."""
    lines, lead, indent = [], "", " " * hang(text, room)
    while len(lead) + len(text) > room:
        end = text.rfind(" ", 0, max(room - len(lead) + 1, 0))
        line = text[: max(end, 0)].rstrip()
        if not line:
            return []
        lines.append(lead + line)
        text, lead = text[end:].lstrip(), indent
    return [*lines, lead + text.rstrip()] if text else lines


def _anywhere(text: str, room: int, *, fold: bool) -> list[str]:
    """Return a text in lines; a word that is too long is broken where it must be."""
    indent = " " * hang(text, room)
    lines, line, size = [], "", 0
    for piece in _pieces(text, room - len(indent)):
        word = piece.rstrip()
        blanks, need = piece[len(word) :], width(word)
        if line.strip() and size + need > room:
            lines.append(line.rstrip())
            line, size = indent, len(indent)
        line, size = line + word, size + need
        if fold and size > room:
            *broken, line = _broken(line, room, indent)
            lines += broken
            size = width(line)
        line, size = line + blanks, size + len(blanks)
    return [*lines, line.rstrip()]


def _broken(line: str, room: int, indent: str) -> list[str]:
    """Return a line with a word that is too long in lines of a width."""
    first = chopped(line, room)[0]
    rest = chopped(line[len(first) :], room - len(indent))
    return [first, *(indent + piece for piece in rest)]


def _pieces(text: str, room: int) -> Iterator[str]:
    """Yield the words of a text with the blanks behind them, too long ranges in two."""
    for word in re.findall(r"\S+\s*|^\s+", text):
        days = width(word.rstrip()) > room and re.fullmatch(_RANGE, word)
        yield from days.groups() if days else (word,)


def hang(text: str, room: int) -> int:
    """Return how far the lines of a text after the first are indented in a column.

    A single word is copied more easily where they are not.
    """
    return HANG if room >= _ROOM and " " in text else 0


def longest(text: str, unbroken: Unbroken) -> int:
    """Return how wide a column is at least in which some of a text is not broken."""
    if unbroken is Unbroken.NOTHING:
        return 0
    if unbroken is Unbroken.ADDRESSES and "://" not in text:
        return 0
    plain = ".." not in text and text[:1] != " "
    whole = plain or unbroken is Unbroken.RANGES
    pieces = text.split() if whole else [piece.rstrip() for piece in _pieces(text, 0)]
    if unbroken is Unbroken.ADDRESSES:
        pieces = [piece if "://" in piece else "" for piece in pieces]
    if not pieces:
        return 0
    first, *others = map(len if narrow(text) else width, pieces)
    most = max(others, default=0)
    return max(first, most + hang(text, most + HANG))
