"""What is found wrong with a text, and what is wrong with it before any parser sees it."""

from __future__ import annotations

import re
from typing import NamedTuple, Protocol

from libya_tracker.errors import Location, Problem

LONGEST_LINE = 1_000_000
LINE_END = re.compile("\r\n|\r|\n")

# What YAML forbids raw, and the line breaks that only YAML 1.1 knows: they would make two
# readers of one file count its lines differently.
_CONTROL = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
#: How many control characters are told: of a binary file the rest says nothing new.
_ENOUGH = 20


class Placed(Protocol):
    """What stands somewhere in a text; line and column count from 1."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column, in characters."""


class Spot(NamedTuple):
    """A bare place."""

    line: int
    column: int


class Refused(NamedTuple):
    """Where something stood that is noted already; nothing else is said of it."""

    line: int
    column: int


class Unreadable(Exception):  # noqa: N818  a signal within this package, never shown
    """The text cannot be read further; the problem that says why is already noted."""


class Findings:
    """The problems of one text, gathered as it is read."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._text = text
        self._lines: list[str] | None = None

    def add(self, at: Placed, rule: str, message: str) -> None:
        """Note an error at a place."""
        if isinstance(at, Refused):
            return
        where = Location(self.file, at.line, at.column)
        self.problems.append(Problem(where, rule, message, "error", self.excerpt(at.line)))

    def excerpt(self, line: int) -> str:
        """Return a line of the text."""
        if self._lines is None:
            self._lines = LINE_END.split(self._text)
        return self._lines[line - 1] if line <= len(self._lines) else ""


def screen(text: str, findings: Findings) -> None:
    """Note what no parser should be shown: endless lines and control characters.

    Raises Unreadable when there are any.
    """
    if _maybe_too_long(text):
        for number, line in enumerate(LINE_END.split(text), 1):
            if len(line) > LONGEST_LINE:
                message = f"a line of {len(line):,} characters; is this a registry?"
                findings.add(Spot(number, 1), "line-too-long", message)
    if not findings.problems:
        for found in _CONTROL.finditer(text):
            code = f"U+{ord(found[0]):04X}"
            message = (
                f"the control character {code} may not stand in a registry; take it out"
            )
            findings.add(spot(text, found.start()), "control-character", message)
            if len(findings.problems) >= _ENOUGH:
                break
    if findings.problems:
        raise Unreadable


def _maybe_too_long(text: str) -> bool:
    """Tell, fast, whether a stretch of half the longest line holds no line feed."""
    half = LONGEST_LINE // 2
    starts = range(0, len(text) - half, half)
    return any(text.find("\n", start, start + half) < 0 for start in starts)


def spot(text: str, index: int) -> Spot:
    """Return the place of a character of a text."""
    before = LINE_END.split(text[:index])
    return Spot(len(before), len(before[-1]) + 1)
