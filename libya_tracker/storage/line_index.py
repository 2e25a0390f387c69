"""Where the lines of a large text begin, without a list of them all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

#: Line feeds are counted once for each stretch of so many characters.
_STRIDE = 1 << 11


class LineIndex:
    """The lines of a text, counted from 0, each of which ends with a line feed."""

    def __init__(self, text: str) -> None:
        self._text = text
        #: How many line feeds are before the end of each stretch that was needed.
        self._counts: list[int] = []
        self._later = self._each_count()

    def _each_count(self) -> Iterator[int]:
        """Count the line feeds of one stretch more, and yield those up to its end."""
        count = 0
        for start in range(0, len(self._text), _STRIDE):
            count += self._text.count("\n", start, start + _STRIDE)
            self._counts.append(count)
            yield count

    def __len__(self) -> int:
        """How many lines there are; text behind the last line feed is one, too."""
        for _ in self._later:
            pass
        count = self._counts[-1] if self._counts else 0
        return count + (self._text[-1:] not in {"", "\n"})

    def start(self, line: int) -> int:
        """Return the index at which a line begins; of one behind the text, its end."""
        if line <= 0:
            return 0
        if not self._counts or self._counts[-1] < line:
            next((count for count in self._later if count >= line), None)
        stretch = bisect_left(self._counts, line)
        if stretch == len(self._counts):
            return len(self._text)
        remaining = line - (self._counts[stretch - 1] if stretch else 0)
        at = stretch * _STRIDE
        for _ in range(remaining):
            at = self._text.find("\n", at) + 1
        return at

    def line_of(self, index: int) -> int:
        """Return the line in which a character stands."""
        stretch = index // _STRIDE
        for _ in islice(self._later, max(0, stretch - len(self._counts))):
            pass
        before = self._counts[stretch - 1] if stretch else 0
        return before + self._text.count("\n", stretch * _STRIDE, index)

    def lines(self, first: int, end: int) -> list[str]:
        """Return the lines from one on and before another, each with its line feed."""
        *lines, last = self._text[self.start(first) : self.start(end)].split("\n")
        return [*(f"{line}\n" for line in lines), *([last] if last else [])]
