"""From the events of the YAML parser to nodes: plain text with its place, never typed.

Every scalar stays text. What a registry has no use for and what hides data (tags, anchors,
aliases, merge keys, keys given twice) is a problem at its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn, TypeGuard

import yaml

from libya_tracker.errors import quoted
from libya_tracker.storage.hidden_data import HiddenData
from libya_tracker.storage.nodes import Mapping, Node, Scalar, Sequence
from libya_tracker.storage.problems import BadNode, ParsingStopped, Position, ProblemList
from libya_tracker.storage.syntax_errors import syntax_error
from libya_tracker.storage.yaml_events import (
    NOT_YAML,
    Event,
    event_reader,
    is_null,
    place_of,
)

#: The deepest a registry nests is 7; libyaml and PyYAML both break on far deeper files.
DEEPEST = 20
_SURROGATE = re.compile("[\ud800-\udfff]")
_TOO_DEEP = f"nested more than {DEEPEST} deep; is this a registry?"
#: What libyaml says from 0.2.6 on about text that is nested 1,000 deep.
_PARSER_LIMIT = "exceeded maximum nesting depth"


class Events:
    """The events of one document, composed into nodes on demand.

    It may be part of a file, from a line on.
    """

    def __init__(
        self, text: str, problems: ProblemList, first_line: int = 1, depth: int = 0
    ) -> None:
        self._problems = problems
        #: How deep the text stands in the file.
        self._outside = depth
        self._text = text
        self._first_line = first_line
        self._hidden = HiddenData(text, first_line)
        self._depth = depth
        self._next = event_reader(text)

    def top(self) -> Iterator[tuple[Scalar, Event]]:
        """Yield the top-level keys, each with its first event, to read on from.

        Raises ParsingStopped when the text is no single YAML mapping.
        """
        self._begin()
        names: set[str] = set()
        incomplete = False
        while not isinstance(event := self.event(), yaml.MappingEndEvent):
            key = self.rest(event)
            value = self.event()
            if self._usable(key, names):
                yield key, value
                self._depth = self._outside + 1
            else:
                self._pass_over(value)
                incomplete = True
        self.event()
        if not isinstance(after := self.event(), yaml.StreamEndEvent):
            self._stop(
                place_of(after),
                "several-documents",
                "a registry is one YAML document; remove the `---`",
            )
        if incomplete:
            raise ParsingStopped

    def rest(self, event: Event) -> Node:
        """Return the whole node that an event begins."""
        try:
            return self._node(event)
        except NOT_YAML as error:
            self._refuse_broken(error)

    def begins_list(self, event: Event) -> bool:
        """Tell whether an event begins a list; add a problem for an anchor or tag on it."""
        if not isinstance(event, yaml.SequenceStartEvent):
            return False
        self._refuse_extras(event)
        self._depth += 1
        return True

    def items(self) -> Iterator[Event]:
        """Yield the first event of each item of the sequence just begun."""
        event_of = self.event
        while not isinstance(event := event_of(), yaml.SequenceEndEvent):
            yield event

    def event(self) -> Event:
        """Return the next event; raise ParsingStopped where the text is no YAML."""
        try:
            return self._next()
        except NOT_YAML as error:
            self._refuse_broken(error)

    def _begin(self) -> None:
        self.event()
        start = self.event()
        if isinstance(start, yaml.DocumentStartEvent):
            start = self.event()
        if isinstance(start, yaml.StreamEndEvent) or _nothing(start):
            message = "the file holds no data; `libya-tracker init` starts a registry"
            self._stop(Position(1, 1), "empty", message)
        if not isinstance(start, yaml.MappingStartEvent):
            message = "a registry is a mapping: `factions:` …"
            self._stop(place_of(start), "not-a-mapping", message)
        self._refuse_extras(start)
        self._depth = self._outside + 1

    def _node(self, event: Event) -> Node:
        mark = event.start_mark
        line, column = mark.line + self._first_line, mark.column + 1
        if event.anchor is not None or event.tag is not None:
            self._refuse_extras(event)
            if isinstance(event, yaml.AliasEvent) or _nothing(event):
                return BadNode(line, column)
        if isinstance(event, yaml.ScalarEvent):
            text = event.value
            if event.style == '"' and _SURROGATE.search(text):  # PyYAML's own parser alone
                self._stop(
                    Position(line, column), "syntax", "not valid YAML: half a character"
                )
            return Scalar(text, is_null(event), line, column, self._hidden.cut(event))
        self._depth += 1
        if self._depth > DEEPEST:
            self._stop(Position(line, column), "too-deep", _TOO_DEEP)
        node: Node
        if isinstance(event, yaml.SequenceStartEvent):
            node = Sequence(self._list(event), line, column)
        else:
            node = self._mapping(line, column)
        self._depth -= 1
        return node

    def _list(self, event: Event) -> list[Node]:
        if not (self._hidden.has_odd_marks and event.flow_style):
            return [self._node(item) for item in self.items()]
        items: list[Node] = []
        plain: list[Event] = []
        for item in self.items():
            items.append(self._node(item))
            if isinstance(item, yaml.ScalarEvent) and not item.style:
                plain.append(item)
        self._hidden.check_list(plain, self._problems)
        return items

    def _mapping(self, line: int, column: int) -> Mapping:
        pairs: list[tuple[Scalar, Node]] = []
        names: set[str] = set()
        incomplete = False
        next_event, node_of, usable = self._next, self._node, self._usable
        while not isinstance(event := next_event(), yaml.MappingEndEvent):
            key = node_of(event)
            value = next_event()
            if usable(key, names):
                pairs.append((key, node_of(value)))
            else:
                self._pass_over(value)
                incomplete = True
        return Mapping(pairs, line, column, incomplete)

    def _usable(self, key: Node, names: set[str]) -> TypeGuard[Scalar]:
        """Tell whether a key can be read; add a problem for what is wrong with it."""
        if type(key) is not Scalar:
            self._problems.add(key, "not-text", "a key must be plain text")
            return False
        name = key.text
        if name in names:
            message = f"the key {quoted(name)} is given twice; keep one of the two"
            self._problems.add(key, "duplicate-key", message)
        elif name == "<<":
            message = "merge keys are not supported; write the keys out"
            self._problems.add(key, "merge-key", message)
            return False
        names.add(name)
        return True

    def _pass_over(self, event: Event) -> None:
        """Read the value of a bad key, to report what is wrong in it; ignore an alias."""
        if not isinstance(event, yaml.AliasEvent):
            self.rest(event)

    def _refuse_extras(self, event: Event) -> None:
        place = place_of(event)
        if isinstance(event, yaml.AliasEvent):
            message = (
                f"aliases (*{event.anchor}) are not supported; write the value out, "
                "or quote a value that begins with *"
            )
            self._problems.add(place, "alias", message)
            return
        if event.anchor is not None:
            message = (
                f"anchors (&{event.anchor}) are not supported; remove it, "
                "or quote a value that begins with &"
            )
            self._problems.add(place, "anchor", message)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = (
                f"tags ({tag}) are not supported; remove it, since all values are text, "
                "or quote a value that begins with !"
            )
            self._problems.add(place, "tag", message)

    def _refuse_broken(self, error: Exception) -> NoReturn:
        """Add the parser's error as a problem, and raise ParsingStopped."""
        if getattr(error, "problem", None) == _PARSER_LIMIT:
            before = self._text[: error.problem_mark.index]  # type: ignore[attr-defined]
            self._stop(_first_too_deep(before), "too-deep", _TOO_DEEP)
        self._stop(*syntax_error(error, self._text))

    def _stop(self, place: Position, rule: str, message: str) -> NoReturn:
        self._problems.add(place, rule, message)
        raise ParsingStopped


def item(text: str, line: int, problems: ProblemList) -> Mapping:
    """Return the node of the only item of the list ``changes``, at a line of a file.

    Raises ParsingStopped when it is not one item.
    """
    events = Events(text, problems, line, depth=1)
    start = [events.event() for _ in range(3)]
    nodes = []
    if events.begins_list(start[2]):
        nodes = [events.rest(event) for event in events.items()]
    if len(nodes) != 1 or not isinstance(nodes[0], Mapping):
        raise ParsingStopped
    end = [type(events.event()) for _ in range(2)]
    if end != [yaml.DocumentEndEvent, yaml.StreamEndEvent]:
        raise ParsingStopped
    return nodes[0]


def pair(text: str, line: int, problems: ProblemList) -> tuple[Scalar, Node]:
    """Return the only key of a table, and what is below it, at a line of a file.

    Raises ParsingStopped when it is not one key.
    """
    events = Events(text, problems, line, depth=1)
    pairs = [(key, events.rest(event)) for key, event in events.top()]
    if len(pairs) != 1:
        raise ParsingStopped
    return pairs[0]


def _first_too_deep(text: str) -> Position:
    """Return where a text first nests deeper than ``DEEPEST``.

    libyaml scans ahead of the events that it hands out, and so meets its own limit before
    the event that passes ours.
    """
    next_event = event_reader(text)
    depth = 0
    while True:
        event = next_event()
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return place_of(event)


def _nothing(event: Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and is_null(event)
