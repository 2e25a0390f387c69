"""The text of a registry as a tree, of which each character is in one piece.

What is put together again is the same text; what is moved is never written anew.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, replace

from libya_tracker.storage.problems import LINE_END


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that is taken or left as a whole."""

    text: str
    #: What it says.
    value: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping or a list, in lines of its own or between brackets."""

    children: tuple[Child, ...]
    mapping: bool
    flow: bool
    #: Where its children begin in their lines, counted from 0.
    column: int = 0
    #: Whether the first child begins behind the dash of the item that it is.
    inline: bool = False
    opening: str = ""
    closing: str = ""

    @property
    def text(self) -> str:
        """Its text, from the first child or bracket on."""
        parts = [child.text for child in self.children]
        return self.joined(parts)

    def joined(self, parts: list[str]) -> str:
        """Return its text, of those of its children."""
        text = ("," if self.flow else "").join(parts)
        if self.inline:  # its first line has the dash in place of the blanks
            text = text[self.column :]
        return self.opening + text + self.closing


Node = Leaf | Branch


@dataclass(frozen=True, slots=True)
class Child:
    """A key with its value, or an item: with all text around it that is its own."""

    #: The key of a mapping; an item has none.
    key: str | None
    #: The comments and blank lines above it; between brackets, the blanks before it.
    lead: str
    #: All up to the value: blanks, the key or dash, the line where the value has others.
    head: str
    value: Node
    #: All behind the value: the end of its line, and comments below it, further in.
    rest: str
    #: Whether it is the first of all, before which stands no comma.
    first: bool = False

    @property
    def text(self) -> str:
        """Its text."""
        return self.lead + self.own

    @property
    def own(self) -> str:
        """Its text without what is above it."""
        return self.head + self.value.text + self.rest

    def under(self, key: str) -> Node | None:
        """Return the value of a key of the mapping that it is."""
        node = self.value
        children = node.children if isinstance(node, Branch) else ()
        return next((child.value for child in children if child.key == key), None)


def says(node: Node) -> Hashable:
    """Return what a node says, however it is written; the order of keys is no matter."""
    if isinstance(node, Leaf):
        return node.value
    if node.mapping:
        return frozenset((child.key, says(child.value)) for child in node.children)
    return tuple(says(child.value) for child in node.children)


def same(a: Node | None, b: Node | None) -> bool:
    """Tell whether two nodes are there, and say the same."""
    return a is not None and b is not None and says(a) == says(b)


def moved(branch: Branch, column: int) -> Branch:
    """Return a collection in lines of its own as it is at another column."""
    delta = column - branch.column
    if branch.flow or not delta:
        return branch
    children = tuple(_moved(child, delta) for child in branch.children)
    closing = _indented(branch.closing, delta)
    return replace(branch, children=children, column=column, closing=closing)


def _moved(child: Child, delta: int) -> Child:
    value = child.value
    if isinstance(value, Branch) and not value.flow:
        value = moved(value, value.column + delta)
    elif isinstance(value, Branch):
        value = _moved_flow(value, delta)
    else:
        value = replace(value, text=_indented(value.text, delta, first=False))
    return replace(
        child,
        lead=_indented(child.lead, delta),
        head=_indented(child.head, delta),
        value=value,
        rest=_indented(child.rest, delta, first=False),
    )


def _moved_flow(branch: Branch, delta: int) -> Branch:
    children = []
    for child in branch.children:
        value = child.value
        if isinstance(value, Branch):
            value = _moved_flow(value, delta)
        else:
            value = replace(value, text=_indented(value.text, delta, first=False))
        lead, head, rest = (
            _indented(text, delta, first=False)
            for text in (child.lead, child.head, child.rest)
        )
        children.append(replace(child, lead=lead, head=head, value=value, rest=rest))
    closing = _indented(branch.closing, delta, first=False)
    return replace(branch, children=tuple(children), closing=closing)


def _indented(text: str, delta: int, *, first: bool = True) -> str:
    """Return lines further in or out; the first may be the rest of one."""
    pattern = _ANY_LINE if first else _LINE_BELOW
    if delta > 0:
        return pattern.sub(lambda match: match[0] + " " * delta, text)
    return pattern.sub(
        lambda match: match[0][: len(match[0]) + max(delta, -len(match[1]))], text
    )


#: The blanks that begin a line with anything on it.
_ANY_LINE = re.compile(r"(?:\A|(?<=[\r\n]))( *)(?=[^ \r\n])")
_LINE_BELOW = re.compile(r"(?<=[\r\n])( *)(?=[^ \r\n])")


def lines(text: str) -> list[str]:
    """Return the lines of a text, with their ends."""
    ends = [match.end() for match in LINE_END.finditer(text)]
    if not ends or ends[-1] != len(text):
        ends.append(len(text))
    starts = [0, *ends]
    return [
        text[start:end] for start, end in zip(starts, ends, strict=False) if end > start
    ]
