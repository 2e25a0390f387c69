"""A registry's text, cut at its top-level keys, so that each part can be read apart."""

from __future__ import annotations

import re
from itertools import pairwise

from libya_tracker.named_tuples import NamedTuple

#: What is behind the margin, blank, or a comment. A dash at the margin begins an item of
#: the list under the key above; that of `---` is left to the parser.
_WITHIN = " \n#-"
_AT_MARGIN = re.compile(rf"\n[^{_WITHIN}]")
_KEY = re.compile(r"([A-Za-z][\w-]*):(?=[ \n])")
#: Blank lines and comments.
BETWEEN = r"(?:[ ]*(?:#[^\n]*)?\n)*+"
_BETWEEN = re.compile(BETWEEN)
_HEADING = re.compile(r"[\w-]+:[ ]*(?:#[^\n]*)?\n")
_VALUE = re.compile(r"[\w-]+:([^\n]*(?:\n [^\n]*)*+)\n(?:(?:#[^\n]*)?\n)*+")


class Part(NamedTuple):
    """Lines of a text, which can be too large to be copied."""

    whole: str
    #: Where they begin and end in it.
    start: int
    end: int
    #: The line of the file on which they begin.
    line: int

    @classmethod
    def of(cls, text: str, line: int) -> Part:
        """Return a text that begins on some line of the file as a part of itself."""
        return cls(text, 0, len(text), line)

    @property
    def text(self) -> str:
        """The lines."""
        return self.whole[self.start : self.end]


class Section(NamedTuple):
    """A top-level key with all below it, up to the next one."""

    key: str
    part: Part

    @property
    def value(self) -> str | None:
        """What stands behind the colon of its key, and on deeper lines below it."""
        match = _VALUE.fullmatch(self.part.text)
        return match[1] if match else None

    @property
    def below(self) -> Part | None:
        """What is below the line of its key; None where that line has more than the key."""
        whole, start, end, line = self.part
        match = _HEADING.match(whole, start, end)
        return Part(whole, match.end(), end, line + 1) if match else None


def sections(text: str) -> list[Section] | None:
    """Return the sections of a text; None where they are not plain to see.

    Line ends are those of Unix in them. What only looks like a key, such as text in quotes
    that goes on at the margin, is cut as well; neither part is YAML by itself then.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if "\r" in text or not text.endswith("\n"):
        return None
    starts = [0] if text[0] not in _WITHIN else []
    starts += [match.end() - 1 for match in _AT_MARGIN.finditer(text)]
    if not starts or not _BETWEEN.fullmatch(text, 0, starts[0]):
        return None
    cut: list[Section] = []
    line, here = 1, 0
    for start, end in pairwise([*starts, len(text)]):
        key = _KEY.match(text, start)
        if key is None:
            return None
        line += text.count("\n", here, start)
        here = start
        cut.append(Section(key[1], Part(text, start, end, line)))
    return cut if len({section.key for section in cut}) == len(cut) else None
