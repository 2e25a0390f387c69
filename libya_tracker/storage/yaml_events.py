"""The parser of YAML: its events, typed, and its errors with what to do about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import yaml

from libya_tracker.storage.problems import Position

# LibYAML's parser where the wheel has it; PyYAML's own is about twenty times slower.
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: What the parsers raise where a text is no YAML. ValueError and OverflowError: PyYAML's
#: own parser on an escape such as "\\UFFFFFFFF".
NOT_YAML = (yaml.YAMLError, ValueError, OverflowError)
#: What the parsers say, and what to do about it.
_ADVICE = {
    "mapping values are not allowed": "quote a value that holds ': '",
    "cannot start any token": "indent with spaces, not tabs; quote what begins with @ ` %",
    "expected key": "check the indentation, and the quotes above",
    "expected <block end>": "check the indentation, and the quotes above",
    "unexpected end of stream": "a quote is opened here and not closed",
    "expected ','": "a comma is missing, or the bracket that closes line {line}",
    "expected ':'": "a key ends with ': ', and stands on one line",
}


class Mark(Protocol):
    """A place in the text, as the parser counts: from 0."""

    index: int
    line: int
    column: int


class Event(Protocol):
    """An event of the parser; no kind has all of these, and only those it has are read."""

    start_mark: Mark
    end_mark: Mark
    #: Of an alias, the anchor that it repeats.
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    flow_style: bool | None


def event_reader(text: str) -> Callable[[], Event]:
    """Return a function that returns the next event of a text; it may raise NOT_YAML."""
    reader: Callable[[], Event] = _PARSER(text).get_event
    return reader


def place_of(event: Event) -> Position:
    """Return where an event begins."""
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)


def syntax_error(error: Exception) -> tuple[Position, str, str]:
    """Return place, rule and message of an error of the parser."""
    place, reason = Position(1, 1), str(error)
    if isinstance(error, yaml.MarkedYAMLError):
        reason = error.problem or error.context or "cannot be parsed"
        unclosed = "end of stream" in reason  # then where it was opened tells more
        mark = (unclosed and error.context_mark) or error.problem_mark or error.context_mark
        if mark is not None:
            place = Position(mark.line + 1, mark.column + 1)
    start = getattr(error, "context_mark", None)
    line = start.line + 1 if start else place.line
    advice = next((f"; {text}" for words, text in _ADVICE.items() if words in reason), "")
    return place, "syntax", f"not valid YAML: {reason}{advice.format(line=line)}"
