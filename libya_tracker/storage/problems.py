"""The problems of a text, and those that keep it from being given to a parser."""

from __future__ import annotations

import re
from typing import Protocol

from libya_tracker.errors import Location, Problem
from libya_tracker.named_tuples import NamedTuple

LONGEST_LINE = 1_000_000
LINE_END = re.compile("\r\n|\r|\n")

# What YAML forbids raw, and the line breaks that only YAML 1.1 knows: they would make two
# readers of one file count its lines differently.
_CONTROL = "[\\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
_CONTROL_IN_ASCII = bytes({*range(32), 127} - set(b"\t\n\r"))
#: How much text is looked at together for control characters.
_STRETCH = 1 << 14
#: The lines that git leaves where it cannot merge.
_CONFLICT = r"(?:\A|(?<=[\r\n]))([<|=>])\1{6}(?=[ \r\n]|\Z)"
#: Of a binary file, the first control characters say enough.
_MAX_REPORTED = 20


class HasPosition(Protocol):
    """Something with a place in a text; line and column count from 1."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column, in characters."""


class Position(NamedTuple):
    """A place in a text."""

    line: int
    column: int


class BadNode(NamedTuple):
    """Placeholder for a node already reported as an error; ``add`` ignores it."""

    line: int
    column: int


class ParsingStopped(Exception):  # noqa: N818  a signal within this package, never shown
    """The text cannot be read further; the problem that says why is in the list."""


class ProblemList(list[Problem]):
    """The problems of one text, in the order in which they were met."""

    def __init__(self, file: str, text: str) -> None:
        super().__init__()
        self.file = file
        #: What is allowed and probably a mistake, of a text without errors.
        self.warnings: list[Problem] = []
        self._text = text
        self._lines: list[str] | None = None

    def add(self, at: HasPosition, rule: str, message: str) -> None:
        """Add an error at a place."""
        if isinstance(at, BadNode):
            return
        where = Location(self.file, at.line, at.column)
        self.append(Problem(where, rule, message, "error", self._excerpt(at.line)))

    def warn(self, at: HasPosition, rule: str, message: str) -> None:
        """Add a warning at a place."""
        where = Location(self.file, at.line, at.column)
        warning = Problem(where, rule, message, "warning", self._excerpt(at.line))
        self.warnings.append(warning)

    def character(self, at: HasPosition) -> str:
        """Return the character at a place, or nothing behind the end of a line."""
        return self._excerpt(at.line)[at.column - 1 : at.column]

    def _excerpt(self, line: int) -> str:
        if self._lines is None:
            self._lines = LINE_END.split(self._text)
        return self._lines[line - 1] if line <= len(self._lines) else ""


def screen(text: str, problems: ProblemList) -> None:
    """Add what no parser should be given: long lines, control characters, conflicts.

    Raises ParsingStopped when there are any.
    """
    for refuse in (_refuse_long_lines, _refuse_control_characters, _refuse_conflicts):
        refuse(text, problems)
        if problems:
            raise ParsingStopped


def _refuse_long_lines(text: str, problems: ProblemList) -> None:
    if _maybe_too_long(text):
        for number, line in enumerate(LINE_END.split(text), 1):
            if len(line) > LONGEST_LINE:
                message = f"a line of {len(line):,} characters; is this a registry?"
                problems.add(Position(number, 1), "line-too-long", message)


def _refuse_control_characters(text: str, problems: ProblemList) -> None:
    if not _has_control_characters(text):
        return
    for match in re.finditer(_CONTROL, text):
        code = f"U+{ord(match[0]):04X}"
        message = f"the control character {code} is not allowed here; remove it"
        problems.add(position(text, match.start()), "control-character", message)
        if len(problems) >= _MAX_REPORTED:
            break


def _has_control_characters(text: str) -> bool:
    """Tell whether there are any; in most stretches without looking for each."""
    for start in range(0, len(text), _STRETCH):
        stretch = text[start : start + _STRETCH]
        if stretch.isascii():
            data = stretch.encode()
            if len(data.translate(None, _CONTROL_IN_ASCII)) < len(data):
                return True
        # Nearly always all of it is printable, which is quicker to ask.
        elif not stretch.replace("\n", "").isprintable() and re.search(_CONTROL, stretch):
            return True
    return False


def _refuse_conflicts(text: str, problems: ProblemList) -> None:
    """Add a problem for each merge conflict, or for what is left of one."""
    # Nearly always, and quicker to ask; quickest of a single character.
    if not any(sign in text and 7 * sign in text for sign in "<|>"):
        return
    inside = False
    for match in re.finditer(_CONFLICT, text):
        sign = match[1]
        # A line of = alone may be anything.
        if sign == "<" or (sign != "=" and not inside):
            message = (
                "a merge conflict is not settled; keep what is right of the two sides, "
                "and remove the lines of <<<<<<<, ======= and >>>>>>>"
            )
            problems.add(position(text, match.start()), "merge-conflict", message)
        inside = sign != ">" and (inside or sign == "<")


def _maybe_too_long(text: str) -> bool:
    """Tell, fast, whether a stretch of half the longest line holds no line feed."""
    half = LONGEST_LINE // 2
    starts = range(0, len(text) - half, half)
    return any(text.find("\n", start, start + half) < 0 for start in starts)


def position(text: str, index: int) -> Position:
    """Return the place of a character of a text."""
    before = LINE_END.split(text[:index])
    return Position(len(before), len(before[-1]) + 1)
