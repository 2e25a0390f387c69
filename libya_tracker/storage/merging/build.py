"""From the text of a registry to its tree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from libya_tracker.storage import spans
from libya_tracker.storage.merging.tree import Branch, Child, Leaf, Node
from libya_tracker.storage.problems import LINE_END
from libya_tracker.storage.spans import Span

#: Items by their text: versions of one registry have most of them in common.
Items = dict[str, tuple[str, Node, str]]


def tree(text: str, items: Items | None = None) -> Branch:
    """Return the tree of a text, which is a valid registry and ends with a line end.

    Items that are known are taken as they are, and those that are not become known.
    """
    top = spans.at(text, ())
    if top is None or top.flow:  # as JSON has it
        return _flow_document(text, top)
    return _Builder(text, items).document(top)


def _flow_document(text: str, top: Span | None) -> Branch:
    assert top is not None
    branch = _Builder(text).flow(top)
    opening = text[: top.start] + branch.opening
    closing = branch.closing + text[top.end :]
    return Branch(
        branch.children, branch.mapping, flow=True, opening=opening, closing=closing
    )


class _Builder:
    """Cuts one text into pieces."""

    def __init__(self, text: str, items: Items | None = None) -> None:
        self._text = text
        self._items: Items = {} if items is None else items
        self._ends = [end for end in "\r\n" if end in text]

    def document(self, top: Span) -> Branch:
        """Return the tree of a whole text: what heads the file stays where it is."""
        first = self._line_start(top.start)
        start = _header_end(self._text[:first])
        branch = self._block(top, start, len(self._text), inline=False)
        return Branch(
            branch.children,
            mapping=True,
            flow=False,
            opening=self._text[:start],
            closing=branch.closing,
        )

    def _node(self, span: Span) -> Node:
        if span.collection:
            return self.flow(span)
        return Leaf(self._text[span.start : span.end], span.text)

    def flow(self, span: Span) -> Branch:
        """Return what stands between brackets."""
        mapping = self._text[span.start] == "{"
        pairs: list[tuple[Span, Span]]
        pairs = span.pairs if mapping else [(item, item) for item in span.items]
        children: list[Child] = []
        done = span.start + 1
        for number, (key, value) in enumerate(pairs):
            last = number == len(pairs) - 1
            end = value.end if last else self._comma(value.end)
            children.append(
                Child(
                    key=key.text if mapping else None,
                    lead=self._text[done : key.start],
                    head=self._text[key.start : value.start],
                    value=self._node(value),
                    rest=self._text[value.end : end],
                    first=not number,
                )
            )
            done = end if last else end + 1
        opening, closing = self._text[span.start], self._text[done : span.end]
        return Branch(tuple(children), mapping, True, opening=opening, closing=closing)

    def _comma(self, index: int) -> int:
        """Return where the comma behind an item stands; a comment may hold others."""
        while self._text[index] != ",":
            if self._text[index] == "#":
                index = self._line_end(index)
            else:
                index += 1
        return index

    def _block(self, span: Span, start: int, end: int, *, inline: bool) -> Branch:
        """Return a collection in lines of its own, to which a stretch of text belongs."""
        column = span.start - self._line_start(span.start)
        children: list[Child] = []
        done = start
        places = [*self._places(span, column, inline)]
        limits = [*(place[0] for place in places[1:]), end]
        for (at, key, value), limit in zip(places, limits, strict=True):
            below = self._line_below(value.end)
            owned = self._comments_end(min(below, limit), column, limit)
            name = None if key is None else key.text
            lead = self._text[done:at] if done <= at else ""
            if key is None and (item := self._text[at:owned]) in self._items:
                head, node, rest = self._items[item]
            else:
                head, node, rest = self._parts(at, value, owned)
            if key is None:
                self._items[self._text[at:owned]] = head, node, rest
            if inline and not children:
                head = " " * column + head
            children.append(Child(name, lead, head, node, rest, first=not children))
            done = owned
        closing = self._text[done:end]
        mapping = bool(span.pairs)
        return Branch(tuple(children), mapping, False, column, inline, closing=closing)

    def _places(
        self, span: Span, column: int, inline: bool
    ) -> Iterator[tuple[int, Span | None, Span]]:
        """Yield where each child begins, with its key and its value."""
        done = span.start
        for key, value in span.pairs:
            at = key.start if inline and key.start == span.start else None
            yield (self._line_start(key.start) if at is None else at), key, value
        dash = re.compile(rf"(?:\A|(?<=[\r\n])) {{{column}}}-(?=[ \t\r\n]|\Z)")
        for number, item in enumerate(span.items):
            region = self._text[self._line_start(done) if not number else done : item.start]
            offset = item.start - len(region)
            at = [match.start() for match in dash.finditer(region)][-1] + offset
            yield at, None, item
            done = self._line_start(item.end)

    def _parts(self, at: int, value: Span, owned: int) -> tuple[str, Node, str]:
        """Return what is before a value, the value, and what is behind it."""
        if not value.collection or value.flow:
            return (
                self._text[at : value.start],
                self._node(value),
                self._text[value.end : owned],
            )
        if self._line_start(value.start) <= at:  # behind the dash
            branch = self._block(value, value.start, owned, inline=True)
            return self._text[at : value.start], branch, ""
        start = self._next_line(at)
        branch = self._block(value, start, owned, inline=False)
        return self._text[at:start], branch, ""

    def _comments_end(self, index: int, column: int, limit: int) -> int:
        """Return where the comments end that are further in than a column."""
        end = index
        while index < limit:
            following = self._next_line(index)
            line = self._text[index:following]
            comment = line.strip()
            index = following
            if comment.startswith("#") and len(line) - len(line.lstrip(" ")) > column:
                end = index
            elif comment:
                break
        return end

    def _line_start(self, index: int) -> int:
        # To look for what is nowhere would go through the whole text each time.
        return max((self._text.rfind(end, 0, index) for end in self._ends), default=-1) + 1

    def _line_end(self, index: int) -> int:
        match = LINE_END.search(self._text, index)
        return match.start() if match else len(self._text)

    def _line_below(self, index: int) -> int:
        """Return where the first line at or behind an index begins."""
        if index and self._text[index - 1] in "\r\n":
            return index
        return self._next_line(index)

    def _next_line(self, index: int) -> int:
        """Return where the line below that of an index begins."""
        match = LINE_END.search(self._text, index)
        return match.end() if match else len(self._text)


def _header_end(before: str) -> int:
    """Return where what heads a file ends: with the last blank line, or `---`."""
    end = 0
    index = 0
    for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", before):
        index += len(line)
        if not line.strip() or line.startswith(("---", "%")):
            end = index
    return end
