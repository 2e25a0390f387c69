"""The parser of YAML, and its events, typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import yaml

from libya_tracker.storage.nodes import NULL
from libya_tracker.storage.problems import Position

# LibYAML's parser where the wheel has it; PyYAML's own is about twenty times slower.
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: What the parsers raise where a text is no YAML. ValueError and OverflowError: PyYAML's
#: own parser on an escape such as "\\UFFFFFFFF".
NOT_YAML = (yaml.YAMLError, ValueError, OverflowError)


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


def is_null(event: Event) -> bool:
    """Tell whether a scalar is nothing: not written at all, or a plain null."""
    # LibYAML leaves the style of a plain scalar empty, PyYAML has None.
    return event.value in NULL and not event.style
