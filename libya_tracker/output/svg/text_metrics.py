"""The width of a text in ems, estimated: a picture cannot measure its font."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_NARROW, _MIDDLING, _BROAD = 0.36, 0.58, 0.82
_THIN = frozenset("iljtfr.,:;'|![]()I ")
_FAT = frozenset("mwMWQO@%&")


def width(text: str) -> float:
    """Return the greatest width of a text, in ems of a common sans serif."""
    # The sum() of floats differs between Python 3.11 and 3.12, and so would pictures.
    return math.fsum(map(_character, text))


def folded(text: str, space: float) -> list[str]:
    """Return a text in lines of at most so many ems, broken between words if possible."""
    lines = [""]
    for word in _words(text, space):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width(longer) <= space or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _words(text: str, space: float) -> Iterator[str]:
    """Yield the words of a text, those that are too long split."""
    for word in text.split():
        piece = ""
        # A letter and its combining marks stay together.
        for cluster in re.findall(r".[\u0300-\u036f\u064b-\u065f\u0670]*", word):
            if piece and width(piece + cluster) > space:
                yield piece
                piece = ""
            piece += cluster
        yield piece


@lru_cache(maxsize=4096)  # a picture measures the same few letters again and again
def _character(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Me", "Mn"}:
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char in _THIN:
        return _NARROW
    return _BROAD if char in _FAT or char.isupper() else _MIDDLING
