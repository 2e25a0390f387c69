"""Where the values of a registry stand in its text, for edits in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import yaml

from libya_tracker.storage.insert import Path, content_end
from libya_tracker.storage.yaml_events import Event, event_reader

_OPEN = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSE = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


@dataclass(slots=True)
class Span:
    """A node of the text: a scalar, a mapping or a list, from its first character on."""

    start: int
    #: Behind its last character that is content, closing bracket included.
    end: int
    #: Of a scalar: what it says, and how it is quoted; `|` and `>` begin a text block.
    text: str = ""
    style: str | None = None
    #: Of a collection: whether it is one, and stands between brackets.
    collection: bool = False
    flow: bool = False
    #: Of a mapping.
    pairs: list[tuple[Span, Span]] = field(default_factory=list)
    #: Of a list.
    items: list[Span] = field(default_factory=list)

    def pair(self, key: str) -> tuple[Span, Span] | None:
        """Return a key and its value in a mapping; None where it has no such key."""
        return next((pair for pair in self.pairs if pair[0].text == key), None)

    def scalars(self) -> Iterator[Span]:
        """Yield every scalar in it, or it itself."""
        if not self.collection:
            yield self
        for key, value in self.pairs:
            yield key
            yield from value.scalars()
        for item in self.items:
            yield from item.scalars()

    def value(self, key: str) -> Span | None:
        """Return the value of a key in a mapping."""
        pair = self.pair(key)
        return None if pair is None else pair[1]


def at(text: str, path: Path) -> Span | None:
    """Return the node at a path from the top, or None where there is none.

    A path is of keys, and of places in lists, counted from 0.

    Only what is there is kept in memory, whatever stands above it.
    """
    reader = _Reader(text)
    event = reader.first()
    for name in path:
        following = reader.below(event, name)
        if following is None:
            return None
        event = following
    return reader.node(event)


def pair_at(text: str, path: Path) -> tuple[Span, Span] | None:
    """Return the key at the end of a path, and its value."""
    parent = at(text, path[:-1])
    return None if parent is None else parent.pair(path[-1])


def items(text: str, path: Path) -> Iterator[Span]:
    """Yield each item of the list at a path, one at a time."""
    reader = _Reader(text)
    event: Event | None = reader.first()
    for name in path:
        event = event and reader.below(event, name)
    if isinstance(event, yaml.SequenceStartEvent):
        while not isinstance(event := reader.next(), yaml.SequenceEndEvent):
            yield reader.node(event)


class _Reader:
    """Reads nodes off the events of a text that was parsed before, so it is valid YAML."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.next: Callable[[], Event] = event_reader(text)

    def first(self) -> Event:
        """Return the event that begins the document's only node."""
        while not isinstance(event := self.next(), (yaml.ScalarEvent, *_OPEN)):
            pass
        return event

    def below(self, event: Event, name: str) -> Event | None:
        """Return the event that begins a value, or an item, of a collection just begun."""
        if isinstance(event, yaml.MappingStartEvent):
            return self._value_of(name)
        if isinstance(event, yaml.SequenceStartEvent) and name.isdecimal():
            return self._item(int(name))
        return None

    def _value_of(self, name: str) -> Event | None:
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            if isinstance(event, yaml.ScalarEvent) and event.value == name:
                return self.next()
            self._pass(event)
            self._pass(self.next())
        return None

    def _item(self, place: int) -> Event | None:
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            if not place:
                return event
            self._pass(event)
            place -= 1
        return None

    def _pass(self, event: Event) -> None:
        depth = int(isinstance(event, _OPEN))
        while depth:
            event = self.next()
            depth += isinstance(event, _OPEN) - isinstance(event, _CLOSE)

    def node(self, event: Event) -> Span:
        """Return the node that an event begins."""
        start = int(event.start_mark.index)
        if isinstance(event, yaml.ScalarEvent):
            end = content_end(self._text, event)
            return Span(start, end, event.value, event.style or None)
        span = Span(start, start, collection=True, flow=bool(event.flow_style))
        mapping = isinstance(event, yaml.MappingStartEvent)
        while not isinstance(event := self.next(), _CLOSE):
            child = self.node(event)
            if mapping:
                value = self.node(self.next())
                span.pairs.append((child, value))
                child = value
            else:
                span.items.append(child)
            span.end = child.end
        if span.flow:
            span.end = int(event.end_mark.index)
        return span
