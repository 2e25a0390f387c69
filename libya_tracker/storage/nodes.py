"""Nodes of a registry's YAML: plain text with its place, never typed."""

from __future__ import annotations

from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage.problems import BadNode, Position

#: The plain texts that are nothing in YAML, as editors know them.
NULL = frozenset({"", "~", "null", "Null", "NULL"})


class Scalar(NamedTuple):
    """A piece of text; ``null`` when it is nothing: not written, or a plain null."""

    text: str
    null: bool
    line: int
    column: int
    #: Where a ` #` ends it that probably belongs to it.
    cut: Position | None = None


class Sequence(NamedTuple):
    """A list of nodes."""

    items: list[Node]
    line: int
    column: int


class Mapping(NamedTuple):
    """Keys with their values, in the order written."""

    pairs: list[tuple[Scalar, Node]]
    line: int
    column: int
    #: Whether keys were left out that could not be read: what it lacks is not known.
    incomplete: bool = False


Node = Scalar | Sequence | Mapping | BadNode
