"""Comments and blank lines of three versions, of which none is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from libya_tracker.storage.merging import tree


def merged(base: str, ours: str, theirs: str) -> str:
    """Return the lines of two versions: both, where both changed the same ones."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    texts = [tree.lines(text) for text in (base, ours, theirs)]
    return "".join(_merged(*texts))


def added(base: str, side: str) -> str:
    """Return the lines that a version has and the base has not."""
    there = tree.lines(base)
    return "".join(line for line in tree.lines(side) if line not in there)


def not_beyond(text: str, column: int | None) -> str:
    """Return comments of which none begins beyond a column; None is for no limit.

    Further in, they might be read as a part of a text that stands above them.
    """
    if column is None:
        return text
    return "".join(_moved(line, column) for line in tree.lines(text))


def closing(base: str, ours: str, theirs: str, column: int) -> str:
    """Return the comments below a list, of which none gets beyond its column."""
    text = merged(base, ours, theirs)
    return text if text in {ours, theirs} else not_beyond(text, column)


def _moved(line: str, column: int) -> str:
    beyond = line.strip() and line[: column + 1].isspace()
    return " " * column + line.lstrip(" ") if beyond else line


def _merged(base: list[str], ours: list[str], theirs: list[str]) -> Iterator[str]:
    here, there = _places(base, ours), _places(base, theirs)
    at_base = at_ours = at_theirs = 0
    for place in [*(n for n in range(len(base)) if n in here and n in there), len(base)]:
        ends = here.get(place, len(ours)), there.get(place, len(theirs))
        yield from _stretch(
            base[at_base:place], ours[at_ours : ends[0]], theirs[at_theirs : ends[1]]
        )
        yield from base[place : place + 1]
        at_base, at_ours, at_theirs = place + 1, ends[0] + 1, ends[1] + 1


def _stretch(base: list[str], ours: list[str], theirs: list[str]) -> Iterator[str]:
    if ours in (base, theirs):
        yield from theirs
    elif theirs == base:
        yield from ours
    else:
        yield from (line for line in ours if line not in base or line in theirs)
        yield from (line for line in theirs if line not in base and line not in ours)


def _places(base: Sequence[str], side: Sequence[str]) -> dict[int, int]:
    """Return where lines of the base are in a side."""
    blocks = SequenceMatcher(None, base, side, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}
