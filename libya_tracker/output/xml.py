"""XML for pictures and networks, in which every text is escaped.

A network over time can have 400,000 elements. ElementTree takes three times as long for
those: it makes a dictionary for each, and looks for namespaces in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from xml.sax.saxutils import escape

from libya_tracker import sanitize

# What XML 1.0 cannot hold (section 2.2), besides what ``sanitize`` replaces anyway.
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


class Element:
    """An element with other elements in it, or with a text.

    ``_`` in the name of an attribute stands for ``-``; a trailing one is for Python's
    keywords. An attribute that is None is left out.
    """

    __slots__ = ("_attributes", "_children", "_text", "name")

    def __init__(self, name: str, text: str | None = None, **attributes: object) -> None:
        self.name = name
        self._text = None if text is None else _escaped(text)
        self._attributes = _written(attributes) if attributes else ""
        self._children: list[Element | str] | None = None

    def add(self, name: str, text: str | None = None, **attributes: object) -> Element:
        """Add an element at the end, and return it."""
        child = Element(name, text, **attributes)
        self.append(child)
        return child

    def append(self, child: Element | str) -> None:
        """Add an element at the end, or what one of the functions below returned."""
        if self._children is None:
            self._children = []
        self._children.append(child)

    def extend(self, children: Iterable[Element | str]) -> None:
        """Add elements at the end."""
        for child in children:
            self.append(child)

    def insert(self, place: int, *children: Element) -> None:
        """Add elements before the one that is at a place."""
        if self._children is None:
            self._children = []
        self._children[place:place] = children

    def set(self, **attributes: object) -> None:
        """Add attributes."""
        self._attributes += _written(attributes)

    def write(self, write: Callable[[str], object], indent: str = "") -> None:
        """Write it in lines, each with its line break, and each element on its own."""
        head = f"{indent}<{self.name}{self._attributes}"
        if self._children is not None:
            write(f"{head}>\n")
            deeper = f"{indent}  "
            for child in self._children:
                if isinstance(child, str):
                    write(f"{deeper}{_indented(child, deeper)}\n")
                else:
                    child.write(write, deeper)
            write(f"{indent}</{self.name}>\n")
        elif self._text is not None:
            write(f"{head}>{self._text}</{self.name}>\n")
        else:
            write(f"{head} />\n")


def empty(name: str, **attributes: object) -> str:
    """Return an element with nothing in it, of which there can be very many."""
    return f"<{name}{_written(attributes)} />"


def worded(name: str, text: str, **attributes: object) -> str:
    """Return an element with a text, of which there can be very many."""
    return f"<{name}{_written(attributes)}>{_escaped(text)}</{name}>"


def filled(name: str, *children: str, **attributes: object) -> str:
    """Return an element with others in it, of which there can be very many."""
    inner = _indented("\n".join(children), "  ")
    return f"<{name}{_written(attributes)}>\n  {inner}\n</{name}>"


def style(rules: str) -> Element:
    """Return an element with rules of CSS, whose lines are kept."""
    element = Element("style")
    element._text = escape(rules)
    return element


def document(root: Element) -> str:
    """Return a whole document with its declaration."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{fragment(root)}\n'


def fragment(root: Element) -> str:
    """Return an element as text, for inside another document."""
    lines: list[str] = []
    root.write(lines.append)
    return "".join(lines).removesuffix("\n")


def clean(text: str) -> str:
    """Return text without control and invisible characters, and fit for XML."""
    if text.isascii() and text.isprintable():
        return text
    return _NOT_IN_XML.sub("\ufffd", sanitize.one_line(text))


def _indented(lines: str, indent: str) -> str:
    """Return lines of which all but the first are indented."""
    return lines.replace("\n", f"\n{indent}")


def _written(attributes: dict[str, object]) -> str:
    if None in attributes.values():
        attributes = {name: v for name, v in attributes.items() if v is not None}
    return _pattern(tuple(attributes)) % tuple(map(_quoted, attributes.values()))


@cache
def _pattern(names: tuple[str, ...]) -> str:
    attributes = (name.rstrip("_").replace("_", "-") for name in names)
    return "".join(f' {attribute}="%s"' for attribute in attributes)


@lru_cache(maxsize=65_536, typed=True)  # numbers, ids and words come again and again
def _quoted(value: object) -> str:
    return escape(clean(_text(value)), {'"': "&quot;"})


def _escaped(text: str) -> str:
    return escape(clean(text))


@lru_cache(maxsize=65_536)
def number(value: float) -> str:
    """Return a number in a picture: 12.0 as 12, 1/3 as 0.33, which is exact enough."""
    return f"{value + 0.0:.2f}".rstrip("0").rstrip(".")  # -0.0 is 0


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value) if isinstance(value, float) else str(value)
