"""YAML as plain text with places: from the parser's events to nodes, nothing guessed.

Every scalar stays text. What a registry has no use for and what hides data (tags, anchors,
aliases, merge keys, keys given twice) is a problem at its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from libya_tracker.errors import Location, Problem

#: The deepest a registry nests is 7; libyaml and PyYAML both break on far deeper files.
DEEPEST = 20
LONGEST_LINE = 1_000_000
# LibYAML's parser where the wheel has it; PyYAML's own is about twenty times slower.
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What YAML forbids raw, and the line breaks that only YAML 1.1 knows: they would make two
# readers of one file count its lines differently.
_CONTROL = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LINE_END = re.compile("\r\n|\r|\n")


class Scalar(NamedTuple):
    """A piece of text; ``null`` when nothing was written at all."""

    text: str
    null: bool
    line: int
    column: int


class Sequence(NamedTuple):
    """A list of nodes."""

    items: list[Any]
    line: int
    column: int


class Mapping(NamedTuple):
    """Keys with their values, in the order written, each key once."""

    pairs: list[tuple[Scalar, Any]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


class Unreadable(Exception):  # noqa: N818  a signal within this package, never shown
    """The text cannot be read further; the problem that says why is already noted."""


class Findings:
    """The problems of one text, gathered as it is read."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._text = text
        self._lines: list[str] | None = None

    def add(self, at: Node | tuple[int, int], rule: str, message: str) -> None:
        """Note an error at a node, or at a line and column counted from 1."""
        line, column = (at.line, at.column) if isinstance(at, Node) else at
        where = Location(self.file, line, column)
        self.problems.append(Problem(where, rule, message, "error", self.excerpt(line)))

    def excerpt(self, line: int) -> str:
        """Return a line of the text, shortened where nobody could read it."""
        if self._lines is None:
            self._lines = _LINE_END.split(self._text)
        return self._lines[line - 1][:200] if line <= len(self._lines) else ""


class Events:
    """The events of one document, composed into nodes on demand."""

    def __init__(self, text: str, findings: Findings) -> None:
        self._findings = findings
        self._parser = _PARSER(text)
        self._depth = 0
        self._next = self._parser.get_event

    def top(self) -> Iterator[tuple[Scalar, Any]]:
        """Yield the top-level keys, each with its first event, to read on from.

        Raises Unreadable when the text is no single YAML mapping.
        """
        self.event()
        if isinstance(self.event(), yaml.StreamEndEvent):
            self._stop(
                (1, 1), "empty", "the file holds no data; `libya-tracker init` writes one"
            )
        start = self.event()
        if not isinstance(start, yaml.MappingStartEvent):
            self._stop(
                _place(start), "not-a-mapping", "a registry is a mapping: `factions:` …"
            )
        self._refuse_extras(start)
        self._depth = 1
        yield from self._pairs()
        self.event()
        if not isinstance(after := self.event(), yaml.StreamEndEvent):
            self._stop(
                _place(after), "several-documents", "a registry is one YAML document"
            )

    def rest(self, event: Any) -> Any:
        """Return the whole node that an event begins."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            mark = event.start_mark
            if event.anchor is not None or event.tag is not None:
                self._refuse_extras(event)
            text = event.value
            # LibYAML leaves the style of a plain scalar empty, PyYAML has None.
            return Scalar(text, not (text or event.style), mark.line + 1, mark.column + 1)
        line, column = _place(event)
        self._refuse_extras(event)
        if kind is yaml.AliasEvent:
            return Scalar("", True, line, column)
        self._deeper((line, column))
        node: Node
        if kind is yaml.SequenceStartEvent:
            node = Sequence([self.rest(item) for item in self.items()], line, column)
        else:
            node = Mapping(
                [(key, self.rest(value)) for key, value in self._pairs()], line, column
            )
        self._depth -= 1
        return node

    def begins_list(self, event: Any) -> bool:
        """Tell whether an event begins a list, noting what it should not bring along."""
        if not isinstance(event, yaml.SequenceStartEvent):
            return False
        self._refuse_extras(event)
        return True

    def items(self) -> Iterator[Any]:
        """Yield the first event of each item of the sequence just begun."""
        event_of = self.event
        while type(event := event_of()) is not yaml.SequenceEndEvent:
            yield event

    def event(self) -> Any:
        """Return the next event; a syntax error is noted and raises Unreadable."""
        try:
            return self._next()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            said = error.problem or error.context or "cannot be parsed"
            self._stop(place, "syntax", f"not valid YAML: {said}")
        except yaml.YAMLError as error:
            self._stop((1, 1), "syntax", f"not valid YAML: {error}")

    def _pairs(self) -> Iterator[tuple[Scalar, Any]]:
        seen: set[str] = set()
        while type(event := self.event()) is not yaml.MappingEndEvent:
            key = self.rest(event)
            value = self.event()
            if self._usable(key, seen):
                seen.add(key.text)
                yield key, value
            else:
                self.rest(value)

    def _usable(self, key: Any, seen: set[str]) -> bool:
        if not isinstance(key, Scalar):
            self._findings.add(key, "not-text", "a key must be plain text")
        elif key.text == "<<":
            self._findings.add(
                key, "merge-key", "merge keys are not used here; write it out"
            )
        elif key.text in seen:
            self._findings.add(key, "duplicate-key", f"the key {key.text!r} is given twice")
        else:
            return True
        return False

    def _refuse_extras(self, event: Any) -> None:
        place = _place(event)
        if isinstance(event, yaml.AliasEvent):
            self._findings.add(
                place, "alias", f"aliases (*{event.anchor}) are not used here"
            )
        elif event.anchor is not None:
            self._findings.add(
                place, "anchor", f"anchors (&{event.anchor}) are not used here"
            )
        if getattr(event, "tag", None) is not None:
            self._findings.add(place, "tag", f"tags ({event.tag}) are not used here")

    def _deeper(self, place: tuple[int, int]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            self._stop(place, "too-deep", f"nested more than {DEEPEST} levels deep")

    def _stop(self, place: tuple[int, int], rule: str, message: str) -> Any:
        self._findings.add(place, rule, message)
        raise Unreadable


def screen(text: str, findings: Findings) -> None:
    """Note what no parser should be shown: control characters and endless lines."""
    if len(text) > LONGEST_LINE:
        for number, line in enumerate(_LINE_END.split(text), 1):
            if len(line) > LONGEST_LINE:
                findings.add((number, 1), "line-too-long", _LONG_LINE)
    for found in _CONTROL.finditer(text):
        code = f"U+{ord(found[0]):04X}"
        message = f"the control character {code} may not stand in a registry; take it out"
        findings.add(_place_of(text, found.start()), "control-character", message)
        if len(findings.problems) >= 20:  # a binary file: the rest says nothing new
            break
    if findings.problems:
        raise Unreadable


_LONG_LINE = f"a line of more than {LONGEST_LINE:,} characters; is this a registry?"


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _place_of(text: str, index: int) -> tuple[int, int]:
    before = _LINE_END.split(text[:index])
    return len(before), len(before[-1]) + 1
