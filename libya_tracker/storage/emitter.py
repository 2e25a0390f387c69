"""Records as YAML text, in the style of a registry kept by hand."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Protocol

from libya_tracker import sanitize
from libya_tracker.errors import UsageError
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import hidden_data
from libya_tracker.storage.nodes import NULL

#: A text, or a list or a mapping of them, however nested.
Value = str | Sequence["Value"] | Mapping[str, "Value"]
#: What a new record holds, by key.
Fields = Mapping[str, Value]

_WIDTH = 92
# Plain where every YAML reader agrees: no indicator in front, nothing that ends it.
_PLAIN_START = re.compile(r"[^\W_]|\.\.[0-9]")
_BREAKS_PLAIN = re.compile(r":(?:\s|$)|\s#|^(?:---|\.\.\.)|\s$")
_FLOW_MARK = re.compile(r"[,\[\]{}?]|:")  # PyYAML alone stops at the ?
_FOLDABLE = re.compile(r"\S+(?: \S+)*")
_PARAGRAPHS = re.compile(r"\S(?:.*\S)?(?:\n(?:.*\S)?)*\n(?:.*\S)\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NONCHARACTER = re.compile("[\ufffe\uffff]")  # what YAML takes only as an escape


class Child(Protocol):
    """Something to be added to a collection, in either of YAML's two styles."""

    def block(self, indent: str) -> list[str]:
        """Return its lines, at an indentation."""

    def flow(self) -> str:
        """Return it on one line, to stand between brackets."""

    def json(self) -> str:
        """Return it as JSON, to stand between brackets of a file that is JSON."""


class Item(NamedTuple):
    """A record in a list."""

    fields: Fields

    def block(self, indent: str) -> list[str]:
        """Return the lines of the item."""
        return item(self.fields, indent)

    def flow(self) -> str:
        """Return the item between braces."""
        return flow(self.fields)

    def json(self) -> str:
        """Return the item as a JSON object."""
        return as_json(self.fields)


class Entry(NamedTuple):
    """A record under a key of its own."""

    key: str
    fields: Fields

    def block(self, indent: str) -> list[str]:
        """Return the key and the record's lines below it."""
        return [f"{indent}{self.key}:", *block(self.fields, indent + "  ")]

    def flow(self) -> str:
        """Return the key and the record between braces."""
        return f"{self.key}: {flow(self.fields)}"

    def json(self) -> str:
        """Return the key and the record as a JSON object."""
        return f"{as_json(self.key)}: {as_json(self.fields)}"


class Pair(NamedTuple):
    """A key of a record, with its value."""

    key: str
    value: Value

    def block(self, indent: str) -> list[str]:
        """Return the lines of the pair."""
        return block({self.key: self.value}, indent)

    def flow(self) -> str:
        """Return the pair to stand between braces."""
        return flow({self.key: self.value})[1:-1]

    def json(self) -> str:
        """Return the pair to stand in a JSON object."""
        return f"{as_json(self.key)}: {as_json(self.value)}"


class Word(NamedTuple):
    """A plain text in a list, or a small record written on one line."""

    value: str | Mapping[str, str]

    def block(self, indent: str) -> list[str]:
        """Return the item's line."""
        return [f"{indent}- {self.flow()}"]

    def flow(self) -> str:
        """Return the item alone."""
        if isinstance(self.value, str):
            return scalar(self.value, flow=True)
        return flow(self.value)

    def json(self) -> str:
        """Return the item alone."""
        return as_json(self.value)


def item(fields: Fields, indent: str) -> list[str]:
    """Return the lines of a list's item, its dash at an indentation."""
    first, *rest = block(fields, indent + "  ")
    return [f"{indent}- {first.lstrip(' ')}", *rest]


def block(fields: Fields, indent: str) -> list[str]:
    """Return the lines of a mapping, its keys at an indentation."""
    lines = []
    for name, value in fields.items():
        key = name and scalar(name, flow=True)
        if not isinstance(value, str):
            lines.append(f"{indent}{key}: {_inline(value)}")
        elif _clean(value.replace("\n", "")) and _PARAGRAPHS.fullmatch(value):
            lines.append(f"{indent}{key}: {'|' if value.endswith(chr(10)) else '|-'}")
            lines += textwrap.indent(value, indent + "  ").split("\n")
            lines = lines[:-1] if value.endswith("\n") else lines
        elif len(f"{indent}{key}: {scalar(value)}") > _WIDTH and _foldable(value):
            lines.append(f"{indent}{key}: >-")
            lines += _folded(value, indent + "  ")
        else:
            lines.append(f"{indent}{key}: {scalar(value)}")
    return lines


def flow(fields: Fields) -> str:
    """Return a mapping on one line."""
    pairs = (f"{scalar(key, flow=True)}: {_inline(value)}" for key, value in fields.items())
    return "{" + ", ".join(pairs) + "}"


def as_json(value: Value) -> str:
    """Return a value as JSON that YAML reads the same."""
    text = sanitize.json_text(json.dumps(value, ensure_ascii=False))
    return _NONCHARACTER.sub(lambda match: _escaped(match[0]), text)


def scalar(text: str, *, flow: bool = False) -> str:
    """Return text as a YAML scalar: plain where that is safe, else in quotes."""
    if not _clean(text):
        return _double_quoted(text)
    plain = _PLAIN_START.match(text) and not _BREAKS_PLAIN.search(text)
    if plain and text not in NULL and not (flow and _breaks_list(text)):
        return text
    return "'" + text.replace("'", "''") + "'"


def requoted(text: str, style: str | None, *, flow: bool) -> str:
    """Return text as a YAML scalar, in the quotes that an earlier one had."""
    if style == '"':
        return _double_quoted(text)
    if style == "'" and _clean(text):
        return "'" + text.replace("'", "''") + "'"
    return scalar(text, flow=flow)


def refuse_unwritable(text: str) -> None:
    """Raise UsageError where a text holds a lone surrogate, which UTF-8 has no form for."""
    if _SURROGATE.search(text):
        raise UsageError(f"{text!r} is not UTF-8 text")


def _breaks_list(text: str) -> bool:
    """Tell whether a plain text would not be one item of a list, or not look like one."""
    return _FLOW_MARK.search(text) is not None or hidden_data.is_odd_item(text)


def _inline(value: Value) -> str:
    """Return a value to stand between brackets, or behind a key."""
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, Mapping):
        return flow(value)
    return f"[{', '.join(map(_inline, value))}]"


def _clean(text: str) -> bool:
    """Tell whether text needs no escape: no blank ends, no control or bidi characters."""
    odd = text != sanitize.one_line(text) or _NONCHARACTER.search(text)
    return not odd and bool(text) and text == text.strip()


def _foldable(text: str) -> bool:
    return _FOLDABLE.fullmatch(text) is not None and _clean(text)


def _folded(text: str, indent: str) -> list[str]:
    width = max(40, _WIDTH - len(indent))
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return [indent + line for line in lines]


def _double_quoted(text: str) -> str:
    refuse_unwritable(text)
    return '"' + "".join(_NAMED.get(char) or _escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if _NONCHARACTER.match(char) else sanitize.one_line(char)


_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
