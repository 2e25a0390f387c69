"""Where two large texts differ: a few stretches of whole lines, without a list of them all.

What lies between the stretches is the same in both, character for character.
"""

from __future__ import annotations

from collections.abc import Iterator

from libya_tracker.named_tuples import NamedTuple

#: How many lines that are the same end a stretch, and within how many they are looked for.
_ALIKE, _REACH = 3, 30
#: How many characters are compared at first; then twice as many each time.
_FIRST_STEP = 1 << 8


class Stretch(NamedTuple):
    """A stretch in which two texts differ, as indexes at which lines begin, or as lines."""

    old: int
    old_end: int
    new: int
    new_end: int


def differences(old: str, new: str) -> Iterator[Stretch]:
    """Yield the stretches in which two texts differ, few and short ones, as indexes."""
    here = there = _alike(old, new, Stretch(0, len(old), 0, len(new)))
    ends = _ends(old, new, min(len(old), len(new)) - here)
    while (here, there) != ends:
        fewer, more = _until_alike(
            _lines(old, here, ends[0]), _lines(new, there, ends[1])
        ) or (ends[0] - here, ends[1] - there)
        yield Stretch(here, here + fewer, there, there + more)
        here, there = here + fewer, there + more
        length = _alike(old, new, Stretch(here, ends[0], there, ends[1]))
        here, there = here + length, there + length


def _ends(old: str, new: str, most: int) -> tuple[int, int]:
    """Return where the last lines begin that are the same in two texts, in each.

    They have at most so many characters.
    """
    length, step = 0, _FIRST_STEP
    while step:
        far = length + step
        if far <= most and _before(old, length, step) == _before(new, length, step):
            length, step = far, step * 2
        else:
            step = min(step, most - length + 1) // 2
    begin = len(old) - length, len(new) - length
    while length and not all(
        at == 0 or text[at - 1] == "\n" for text, at in zip((old, new), begin, strict=True)
    ):
        line_end = old.find("\n", begin[0])
        skipped = length if line_end < 0 else line_end + 1 - begin[0]
        length -= skipped
        begin = begin[0] + skipped, begin[1] + skipped
    return begin


def _before(text: str, distance: int, length: int) -> str:
    """Return a piece of a text that ends in a distance from its end."""
    end = len(text) - distance
    return text[end - length : end]


def _alike(old: str, new: str, within: Stretch) -> int:
    """Return how many characters of whole lines are the same at the start of a stretch."""
    most = min(within.old_end - within.old, within.new_end - within.new)
    length, step = 0, _FIRST_STEP
    while step:
        far = length + step
        if far <= most and (
            old[within.old + length : within.old + far]
            == new[within.new + length : within.new + far]
        ):
            length, step = far, step * 2
        else:
            step = min(step, most - length + 1) // 2
    if length == within.old_end - within.old == within.new_end - within.new:
        return length
    line_end = old.rfind("\n", within.old, within.old + length)
    return line_end + 1 - within.old if line_end >= 0 else 0


def _lines(text: str, start: int, end: int) -> list[str]:
    """Return as many lines from an index on as are compared."""
    lines: list[str] = []
    while start < end and len(lines) < _REACH + _ALIKE:
        line_end = text.find("\n", start, end) + 1 or end
        lines.append(text[start:line_end])
        start = line_end
    return lines


def _until_alike(old: list[str], new: list[str]) -> tuple[int, int] | None:
    """Return after how many characters of each, the fewest lines, two texts go on alike."""
    for total in range(1, _REACH):
        for fewer in range(total + 1):
            more = total - fewer
            following = old[fewer : fewer + _ALIKE]
            if len(following) == _ALIKE and following == new[more : more + _ALIKE]:
                return len("".join(old[:fewer])), len("".join(new[:more]))
    return None
