"""The smallest change of text that adds a record to a registry; no other byte moves.

Where things stand is read off the parser's marks. The end marks of block collections and
block scalars lie beyond what they seem to end, so the end of content is tracked by event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Protocol

import yaml

from libya_tracker import rendering
from libya_tracker.errors import UnreadableError
from libya_tracker.rendering import Fields

Path = tuple[str, ...]

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPEN = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSE = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class Child(Protocol):
    """Something to be added to a collection, in either of YAML's two styles."""

    def block(self, indent: str) -> list[str]:
        """Return its lines, at an indentation."""

    def flow(self) -> str:
        """Return it on one line, to stand between brackets."""


@dataclass(frozen=True, slots=True)
class Item:
    """A record in a list."""

    fields: Fields

    def block(self, indent: str) -> list[str]:
        """Return the lines of the item."""
        return rendering.item(self.fields, indent)

    def flow(self) -> str:
        """Return the item between braces."""
        return rendering.flow(self.fields)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record under a key of its own."""

    key: str
    fields: Fields

    def block(self, indent: str) -> list[str]:
        """Return the key and the record's lines below it."""
        return [f"{indent}{self.key}:", *rendering.block(self.fields, indent + "  ")]

    def flow(self) -> str:
        """Return the key and the record between braces."""
        return f"{self.key}: {rendering.flow(self.fields)}"


@dataclass(frozen=True, slots=True)
class Word:
    """A plain text in a list, or a small record written on one line."""

    value: str | dict[str, str]

    def block(self, indent: str) -> list[str]:
        """Return the item's line."""
        return [f"{indent}- {self.flow()}"]

    def flow(self) -> str:
        """Return the item alone."""
        if isinstance(self.value, str):
            return rendering.scalar(self.value, flow=True)
        return rendering.flow(self.value)


@dataclass(frozen=True, slots=True)
class _Below:
    """A collection that is not there yet, under its key, with its first child."""

    key: str
    child: Child

    def block(self, indent: str) -> list[str]:
        if isinstance(self.child, Word):
            return [f"{indent}{self.key}: [{self.child.flow()}]"]
        return [f"{indent}{self.key}:", *self.child.block(indent + "  ")]

    def flow(self) -> str:
        keyed = isinstance(self.child, Entry | _Below)
        return (
            f"{self.key}: {{{self.child.flow()}}}"
            if keyed
            else f"{self.key}: [{self.child.flow()}]"
        )


@dataclass(slots=True)
class _Spot:
    """A collection of the file, or the place for one, and where content ends in it."""

    path: Path
    flow: bool
    start: int
    column: int
    end: int
    #: Where the last thing inside it ends; None while there is none.
    inside: int | None = None
    starts: list[int] = field(default_factory=list)
    key: str | None = None

    @property
    def mapping(self) -> bool:
        return self.key is not None


def add(text: str, path: Path, child: Child) -> str:
    """Return the text with a child added at the end of the collection at a path.

    The collection and those around it are made where they are missing.
    """
    spots = _spots(text, path)
    while (spot := spots.get(path)) is None:
        path, child = path[:-1], _Below(path[-1], child)
    parent = spots.get(path[:-1])
    if spot.inside is not None and not spot.flow:
        return _below(text, spot.end, child.block(" " * spot.column), _spaced(text, spot))
    if spot.inside is not None:
        return f"{text[: spot.inside]}, {child.flow()}{text[spot.inside :]}"
    if parent is None or parent.flow or "#" in text[spot.start : spot.end]:
        return _between(text, spot, child)
    cut = text[: spot.start].rstrip(" ") + text[spot.end :]
    column = parent.column + 2
    return _below(
        cut, len(text[: spot.start].rstrip(" ")), child.block(" " * column), False
    )


def _between(text: str, spot: _Spot, child: Child) -> str:
    if not spot.flow:
        message = "this part of the file is written between braces and cannot be added to; "
        raise UnreadableError(message + "give it a line of its own and try again")
    if "#" in text[spot.start : spot.end]:
        message = "an empty list with a comment in it cannot be added to; move the comment"
        raise UnreadableError(message)
    return f"{text[: spot.start + 1]}{child.flow()}{text[spot.end - 1 :]}"


def _below(text: str, end: int, lines: list[str], spaced: bool) -> str:
    """Insert lines below the line in which content ends, in the file's own line ends."""
    newline = "\r\n" if "\r\n" in text else "\n"
    ending = re.compile(r"\r\n|\r|\n").search(text, end)
    added = "".join(line + newline for line in ([""] if spaced else []) + lines)
    if ending is None:
        return f"{text}{newline}{added}"
    return text[: ending.end()] + added + text[ending.end() :]


def _spaced(text: str, spot: _Spot) -> bool:
    """Tell whether the children of a block collection stand apart by blank lines."""
    if len(spot.starts) < 2:
        return spot.path == ()
    above = text[: spot.starts[-1]].splitlines()[:-1]
    while above and above[-1].lstrip().startswith("#"):
        above.pop()
    return bool(above) and not above[-1].strip()


def _spots(text: str, path: Path) -> dict[Path, _Spot]:
    """Return the collections on the way to a path, by their own paths."""
    found: dict[Path, _Spot] = {}
    stack: list[_Spot] = []
    parser = _PARSER(text)
    event: Any
    while not isinstance(event := parser.get_event(), yaml.StreamEndEvent):
        if isinstance(event, _OPEN):
            stack.append(_opened(event, _child_path(stack, event)))
        elif isinstance(event, _CLOSE):
            spot = stack.pop()
            if spot.flow:
                spot.end = _index(event.end_mark)
            _passed(stack, spot.end)
            if path[: len(spot.path)] == spot.path:
                found[spot.path] = spot
        elif isinstance(event, yaml.ScalarEvent):
            here, end = _child_path(stack, event), _content_end(text, event)
            if not event.value and not event.style and path[: len(here)] == here:
                found[here] = _Spot(here, False, _index(event.start_mark), 0, end)
            _passed(stack, end)
    return found


def _opened(event: Any, path: Path) -> _Spot:
    mark = event.start_mark
    key = "" if isinstance(event, yaml.MappingStartEvent) else None
    return _Spot(
        path, bool(event.flow_style), _index(mark), mark.column, _index(mark), key=key
    )


def _child_path(stack: list[_Spot], event: Any) -> Path:
    """Return the path of what an event begins, taking note of it as key or item."""
    if not stack:
        return ()
    spot = stack[-1]
    if spot.key == "" and isinstance(event, yaml.ScalarEvent):
        spot.key = event.value or " "
        spot.starts.append(_index(event.start_mark))
        return (*spot.path, "\0key")
    if not spot.mapping:
        spot.starts.append(_index(event.start_mark))
        return (*spot.path, "\0item")
    path, spot.key = (*spot.path, spot.key or ""), ""
    return path


def _index(mark: Any) -> int:
    return int(mark.index)


def _passed(stack: list[_Spot], end: int) -> None:
    for spot in stack:
        spot.inside = spot.end = end


def _content_end(text: str, event: Any) -> int:
    start, end = _index(event.start_mark), _index(event.end_mark)
    if event.style not in {"|", ">"}:
        return int(end)
    header = text[start:end].split("\n", 1)[0].split("#", 1)[0]
    written = text[start:end]
    return int(end if "+" in header else start + len(written.rstrip("\r\n \t")))
