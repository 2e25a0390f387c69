"""A merged tree as text, in which marks stand around each clash, as git writes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from libya_tracker.errors import Location
from libya_tracker.storage.merging.clashes import Clash
from libya_tracker.storage.merging.tree import Branch, Child
from libya_tracker.storage.problems import LINE_END

#: How long the marks are unless git says otherwise.
SIZE = 7


@dataclass(frozen=True, slots=True)
class Place:
    """A clash in the text that came of a merge."""

    where: Location
    #: What it is about: the keys on the way to it.
    subject: str
    reason: str


@dataclass
class Writer:
    """Writes a tree, and remembers the clashes in it."""

    size: int
    clashes: list[tuple[Clash, tuple[str, ...]]] = field(default_factory=list)

    def branch(self, branch: Branch, path: tuple[str, ...] = ()) -> str:
        """Return the text of a collection."""
        return branch.joined([self._child(child, path) for child in branch.children])

    def _child(self, child: Child, path: tuple[str, ...]) -> str:
        if isinstance(child, Clash):
            self.clashes.append((child, (*path, child.name)))
            return child.lead + self._around(child)
        if not isinstance(child.value, Branch) or child.value.flow:
            return child.text
        value = self.branch(child.value, (*path, *_key(child)))
        return child.lead + child.head + value + child.rest

    def _around(self, clash: Clash) -> str:
        newline = "\r\n" if "\r\n" in clash.ours + clash.theirs else "\n"
        parts = (
            f"{'<' * self.size} ours{newline}",
            _whole_lines(clash.ours, newline),
            f"{'=' * self.size}{newline}",
            _whole_lines(clash.theirs, newline),
            f"{'>' * self.size} theirs{newline}",
        )
        return "".join(parts)


def marked(tree: Branch, size: int, file: str) -> tuple[str, list[Place]]:
    """Return a tree as text with marks, and where they are."""
    writer = Writer(size)
    text = writer.branch(tree)
    lines = [*_marked_lines(text, size)]
    return text, [
        Place(Location(file, line, 1), " > ".join(path), clash.reason)
        for line, (clash, path) in zip(lines, writer.clashes, strict=True)
    ]


def _marked_lines(text: str, size: int) -> Iterator[int]:
    mark = f"{'<' * size} ours"
    for number, line in enumerate(LINE_END.split(text), 1):
        if line == mark:
            yield number


def _key(child: Child) -> tuple[str, ...]:
    return () if child.key is None else (child.key,)


def _whole_lines(text: str, newline: str) -> str:
    return text if not text or text.endswith(("\n", "\r")) else text + newline
