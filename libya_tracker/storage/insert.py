"""Inserts records into the text of a registry; no other byte changes.

Places are those of the parser's marks. The end marks of block collections and of block
scalars lie behind the comments below them, so the end of content is tracked by event.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import yaml

from libya_tracker.errors import UnreadableError
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import brackets
from libya_tracker.storage.emitter import Child, Pair, Word
from libya_tracker.storage.problems import LINE_END, HasPosition
from libya_tracker.storage.yaml_events import Event, event_reader, is_null

Path = tuple[str, ...]

_OPEN = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSE = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class _Below(NamedTuple):
    """A collection that is still to be made, under its key, with its first children."""

    key: str
    children: Sequence[Child]

    def block(self, indent: str) -> list[str]:
        if all(isinstance(child, Word) for child in self.children):
            return [f"{indent}{self.flow()}"]
        lines = [line for child in self.children for line in child.block(indent + "  ")]
        return [f"{indent}{self.key}:", *lines]

    def flow(self) -> str:
        return f"{self.key}: {brackets.between(self.children, brackets.FLOW)}"

    def json(self) -> str:
        return f'"{self.key}": {brackets.between(self.children, brackets.JSON)}'


@dataclass(slots=True)
class _Collection:
    """A collection of the file, or the place for one, which is empty or says null."""

    path: Path
    start: int
    column: int
    #: Behind its last character that is content, closing bracket included.
    end: int
    kind: str  # "block", "flow", or "empty" where nothing is written, or null
    mapping: bool = False
    #: Where the last thing inside it begins and ends; None while there is none.
    last: int | None = None
    inside: int | None = None
    count: int = 0
    #: The key whose value comes next, in a mapping.
    key: str | None = None


def add_near(text: str, key: str, children: Sequence[Child], line: int) -> str:
    """Do as ``add`` does to a top-level list, whose last item but one is on this line.

    Only the text from there on is parsed, which is far quicker in a large file.
    """
    start = _line_start(text, line)
    if start is None or not _ITEM.match(text, start):
        return add(text, (key,), children)
    head = f"{key}:{newline_of(text)}"
    try:
        tail = add(head + text[start:], (key,), children)
    except yaml.YAMLError:  # it makes sense only with what is above
        return add(text, (key,), children)
    return text[:start] + tail.removeprefix(head)


def add(text: str, path: Path, children: Sequence[Child]) -> str:
    """Return the text with children added at the end of the collection at a path.

    The collection and those around it are made where they are missing.
    """
    collections = _Collections(text, path).by_path
    while (collection := collections.get(path)) is None:
        path, children = path[:-1], [_Below(path[-1], children)]
    parent = collections.get(path[:-1])
    return _added(text, collection, parent, children, brackets.form_of(text))


def add_pair(text: str, at: HasPosition, pair: Pair) -> str:
    """Return the text with a key added to the record that begins at a place."""
    line = (
        0
        if at.line == 1
        else next(islice(LINE_END.finditer(text), at.line - 2, None)).end()
    )
    start = line + at.column - 1
    return text[:start] + with_pair(text[start:], at.column, pair, brackets.form_of(text))


def with_pair(record: str, column: int, pair: Pair, form: brackets.Form) -> str:
    """Return the text of a record, and what follows it, with a key added to the record."""
    # Whatever surrounds a record, alone it is a document with the same meaning.
    indent = " " * (column - 1)
    collection = _Collections(indent + record, ()).by_path[()]
    added = _added(indent + record, collection, None, [pair], form)
    return added.removeprefix(indent)


def _added(
    text: str,
    collection: _Collection,
    parent: _Collection | None,
    children: Sequence[Child],
    form: brackets.Form,
) -> str:
    """Return the text with children added at the end of a collection in another one."""
    if collection.kind == "block":
        return _below(text, collection, children)
    if collection.inside is not None:
        added = brackets.behind(text, collection.last, children, form)
        return f"{text[: collection.inside]}{added}{text[collection.inside :]}"
    if (
        parent is not None
        and parent.kind == "block"
        and "#" not in text[collection.start : collection.end]
    ):
        return _instead(text, collection, parent, children)
    if collection.kind == "flow":  # before the closing bracket, so below any comment inside
        flow = ", ".join(map(form, children))
        return f"{text[: collection.end - 1]}{flow}{text[collection.end - 1 :]}"
    before = text[: collection.start].rstrip(" ")
    return f"{before} {brackets.between(children, form)}{text[collection.end :]}"


def _below(text: str, collection: _Collection, children: Sequence[Child]) -> str:
    """Add children to a block collection, with blank lines between as the others have."""
    blank = [""] if _spaced(text, collection) else []
    indent = " " * collection.column
    lines = [line for child in children for line in [*blank, *child.block(indent)]]
    return _inserted(text, _own_comments_end(text, collection), lines)


def _instead(
    text: str, collection: _Collection, parent: _Collection, children: Sequence[Child]
) -> str:
    """Write children below a key in place of no value or of empty brackets."""
    indent = " " * (parent.column + 2)
    lines = [line for child in children for line in child.block(indent)]
    before, end = text[: collection.start], collection.end
    before = before if collection.start == end else before.rstrip(" ")
    return _inserted(before + text[end:], len(before), lines)


def _inserted(text: str, end: int, lines: Sequence[str]) -> str:
    """Insert lines below the line in which content ends, in the file's own line ends."""
    newline = newline_of(text)
    block = "".join(line + newline for line in lines)
    if text[end - 1 : end] in _ENDS:
        return text[:end] + block + text[end:]
    ending = LINE_END.search(text, end)
    if ending is None:
        return f"{text}{newline}{block}"
    return text[: ending.end()] + block + text[ending.end() :]


def newline_of(text: str) -> str:
    """Return the line end of a file."""
    # Nearly always without, which is told far quicker of one character.
    return "\r\n" if "\r" in text and "\r\n" in text else "\n"


def _line_start(text: str, line: int) -> int | None:
    """Return where a line, counted from 1, starts; None where lone CRs end lines."""
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        return None
    start = len(text) + 1
    for _ in range(text.count("\n") + 2 - line):
        start = text.rfind("\n", 0, start - 1) + 1
    return start


def _own_comments_end(text: str, collection: _Collection) -> int:
    """Return the end of the last child's own comments: those below it, further in."""
    end = collection.end
    if text[end - 1 : end] in _ENDS:
        return end
    while comment := _COMMENT_BELOW.match(text, end):
        if len(comment["indent"]) <= collection.column:
            break
        end = comment.end()
    return end


def _spaced(text: str, collection: _Collection) -> bool:
    """Tell whether blank lines separate the children of a block collection."""
    if text[collection.end - 1 : collection.end] in _ENDS:
        return False
    if collection.count < 2 or collection.last is None:
        return collection.path == ()
    line = text.rfind("\n", 0, collection.last) + 1
    while line:
        line, below = text.rfind("\n", 0, line - 1) + 1, line
        above = text[line:below].strip()
        if not above.startswith("#"):
            return not above
    return False


class _Collections:
    """The collections on the way to a path, by their own paths."""

    def __init__(self, text: str, path: Path) -> None:
        self.by_path: dict[Path, _Collection] = {}
        self._text = text
        self._path = path
        self._stack: list[_Collection] = []
        next_event = event_reader(text)
        while () not in self.by_path and not isinstance(
            event := next_event(), yaml.StreamEndEvent
        ):
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, _OPEN):
                self._open(event)
            elif isinstance(event, _CLOSE):
                self._close(event)

    def _open(self, event: Event) -> None:
        start = int(event.start_mark.index)
        kind = "flow" if event.flow_style else "block"
        path = self._enter(start, None)
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._stack.append(
            _Collection(path, start, event.start_mark.column, start, kind, mapping)
        )

    def _close(self, event: Event) -> None:
        collection = self._stack.pop()
        if collection.kind == "flow":
            collection.end = int(event.end_mark.index)
        if collection.path == self._path[: len(collection.path)]:
            self.by_path[collection.path] = collection
        self._leave(collection.end)

    def _scalar(self, event: Event) -> None:
        start, end = int(event.start_mark.index), content_end(self._text, event)
        path = self._enter(start, event.value)
        if is_null(event) and path == self._path[: len(path)]:
            self.by_path[path] = _Collection(
                path, start, event.start_mark.column, end, "empty"
            )
        self._leave(end)

    def _enter(self, start: int, text: str | None) -> Path:
        """Return the path of a node that begins, and count it as key, value or item."""
        if not self._stack:
            return ()
        collection = self._stack[-1]
        if collection.mapping and collection.key is not None:
            path, collection.key = (*collection.path, collection.key), None
            return path
        collection.last, collection.count = start, collection.count + 1
        if collection.mapping:
            collection.key = text or ""
        return (*collection.path, "\0")  # no path to anywhere: a key, or an item of a list

    def _leave(self, end: int) -> None:
        if self._stack:
            self._stack[-1].inside = self._stack[-1].end = end


def content_end(text: str, event: Event) -> int:
    """Return where a scalar ends: a text block does before the comments below it."""
    start, end = int(event.start_mark.index), int(event.end_mark.index)
    if event.style not in {"|", ">"}:
        return end
    scalar = text[start:end]
    header = LINE_END.split(scalar, maxsplit=1)[0].partition("#")[0]
    if "-" not in header and not LINE_END.search(text, start + len(scalar.rstrip())):
        message = "the file ends in a text block without a final line break"
        raise UnreadableError(f"{message}; nothing written: add one and try again")
    return end if "+" in header else start + len(scalar.rstrip())


#: Content ends in these only where a block scalar keeps the blank lines below it.
_ENDS = frozenset("\r\n")
_ITEM = re.compile(r" *- ")
_COMMENT_BELOW = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)(?P<indent> *)#[^\r\n]*")
