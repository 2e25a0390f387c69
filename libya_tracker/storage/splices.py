"""Changes of values in place: of a record's text, only what has to differ differs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from libya_tracker.errors import UnreadableError
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import brackets, emitter, insert, spans
from libya_tracker.storage.emitter import Pair, Word
from libya_tracker.storage.insert import Path
from libya_tracker.storage.problems import LINE_END, Position
from libya_tracker.storage.spans import Span


class Splice(NamedTuple):
    """A stretch of text, and what is to stand in its place."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Return a text with stretches of it replaced; no two of them overlap."""
    parts, done = [], 0
    for start, end, new in sorted(splices):
        parts += [text[done:start], new]
        done = end
    return "".join([*parts, text[done:]])


def with_values(text: str, path: Path, values: Mapping[str, str | None]) -> str:
    """Return the text with keys of the record at a path set, or removed where None."""
    for key, value in values.items():
        record = spans.at(text, path)
        pair = None if record is None else record.pair(key)
        if record is None or pair is None:
            if value is not None:
                text = insert.add(text, path, [Pair(key, value)])
        elif value is None:
            text = spliced(text, without(text, record, key))
        else:
            text = spliced(text, replacing(text, record, pair, value))
    return text


def with_end(text: str, path: Path, keys: Mapping[str, str]) -> str:
    """Return a text with an `until` in an item of a list, which may be its name alone."""
    item = spans.at(text, path)
    if item is None:
        raise UnreadableError(f"{path[-1]} is not where it should be; edit it by hand")
    if item.collection:
        line = len(LINE_END.findall(text, 0, item.start)) + 1
        column = item.start - _line_start(text, item.start) + 1
        pair = Pair("until", keys["until"])
        return insert.add_pair(text, Position(line, column), pair)
    new = brackets.form_of(text)(Word({**keys}))
    return spliced(text, [Splice(item.start, item.end, new)])


def replacing(text: str, record: Span, pair: tuple[Span, Span], value: str) -> list[Splice]:
    """Return the splices by which a text takes the place of one in a record."""
    key, old = pair
    if record.flow:
        return [Splice(old.start, old.end, inline(text, old, value))]
    column = key.start - _line_start(text, key.start)
    first, *body = emitter.block({"": value}, " " * column)
    head = first.removeprefix(f"{' ' * column}: ")
    if not body:
        head = emitter.requoted(value, old.style, flow=False)
    ending = _line_ending(text, old.start if _is_block(old) else old.end)
    newline = insert.newline_of(text)
    lines = "".join(f"{line}{newline}" for line in body)
    if not _is_block(old):
        if body and ending[0] == ending[1]:
            lines = newline + lines.removesuffix(newline)
        below = [Splice(ending[1], ending[1], lines)] if lines else []
        return [Splice(old.start, old.end, head), *below]
    header = text[old.start : ending[0]]
    indicator = header.partition("#")[0].rstrip()
    return [
        Splice(old.start, old.start + len(indicator), head),
        Splice(ending[1], _body_end(text, old), lines),
    ]


def inline(text: str, old: Span, value: str) -> str:
    """Return a text between brackets, as its neighbours are written there."""
    if brackets.form_of(text) is brackets.JSON:
        return emitter.as_json(value)
    return emitter.requoted(value, old.style, flow=True)


def without(text: str, record: Span, key: str) -> list[Splice]:
    """Return the splices that remove a key from a record; comments beside it stay."""
    place = next(n for n, (name, _) in enumerate(record.pairs) if name.text == key)
    name, value = record.pairs[place]
    if record.flow:
        stretches = [(first.start, last.end) for first, last in record.pairs]
        return [_cut_from_brackets(text, stretches, place, key)]
    start = _line_start(text, name.start)
    indent = text[start : name.start]
    if indent.strip(" "):
        raise UnreadableError(f"{key} begins its entry; remove it by hand")
    if _is_block(value):
        header = text[value.start : _line_ending(text, value.start)[0]]
        comment, below = "".join(header.partition("#")[1:]), _body_end(text, value)
    else:
        end, below = _line_ending(text, value.end)
        comment = text[value.end : end].strip()
    kept = f"{indent}{comment}{insert.newline_of(text)}" if comment else ""
    return [Splice(start, below, kept)]


def without_item(text: str, path: Path, place: int) -> str:
    """Return a text without an item of a list; comments in its lines stay.

    The key of the list goes with its last item.
    """
    items = spans.at(text, path)
    if items is None or len(items.items) <= place:
        raise UnreadableError(f"{path[-1]} is not where it should be; edit it by hand")
    if len(items.items) == 1:
        return without_entry(text, path)
    item = items.items[place]
    if items.flow:
        stretches = [(one.start, one.end) for one in items.items]
        return spliced(text, [_cut_from_brackets(text, stretches, place, path[-1])])
    start = _line_start(text, item.start)
    before = text[start : item.start]
    if before.strip(" ") != "-":
        raise UnreadableError(f"{path[-1]} begin in another line; remove it by hand")
    end = _body_end(text, item) if _is_block(item) else _line_ending(text, item.end)[1]
    cut, indent = Splice(start, end, ""), before.partition("-")[0]
    lines = (
        f"{indent}{one}{insert.newline_of(text)}" for one in _comments(text, cut, [item])
    )
    return spliced(text, [cut._replace(text="".join(lines))])


def without_entry(text: str, path: Path) -> str:
    """Return a text without the record at a path; comments inside it stay in its place."""
    parent = spans.at(text, path[:-1])
    if parent is None or (pair := parent.pair(path[-1])) is None:
        raise UnreadableError(f"{path[-1]} is not where it should be; edit it by hand")
    (cut,) = without(text, parent, path[-1])
    comments = [*_comments(text, cut, pair)]
    if parent.flow:
        if comments:
            raise UnreadableError(f"a comment stands in {path[-1]}; remove it by hand")
        return spliced(text, [cut])
    indent, newline = text[cut.start : pair[0].start], insert.newline_of(text)
    lines = "".join(f"{indent}{comment}{newline}" for comment in comments)
    return spliced(text, [Splice(cut.start, cut.end, lines)])


def _comments(text: str, stretch: Splice, records: Sequence[Span]) -> Iterator[str]:
    """Yield the comments in a stretch of text, which are where no scalar is."""
    scalars = [span for record in records for span in record.scalars()]
    for match in _COMMENT.finditer(text, stretch.start, stretch.end):
        at = match.start(1)
        if not any(
            span.start <= at < span.end and not _in_header(text, span, at)
            for span in scalars
        ):
            yield match[1].rstrip()


def _in_header(text: str, span: Span, index: int) -> bool:
    """Tell whether an index is on the line that begins a text block."""
    return _is_block(span) and index < _line_ending(text, span.start)[0]


_COMMENT = re.compile(r"(?:(?<=[ \t\r\n])|\A)(#[^\r\n]*)")


def _cut_from_brackets(
    text: str, stretches: Sequence[tuple[int, int]], place: int, name: str
) -> Splice:
    """Return the splice that removes one of what stands between brackets."""
    start, end = stretches[place]
    if place + 1 < len(stretches):
        following = stretches[place + 1][0]
        if "#" not in text[end:following]:
            return Splice(start, following, "")
    if place:
        before = stretches[place - 1][1]
        if "#" not in text[before:start]:
            return Splice(before, end, "")
    elif len(stretches) == 1:
        return Splice(start, end, "")
    raise UnreadableError(f"a comment stands beside {name}; remove it by hand")


def _is_block(span: Span) -> bool:
    return span.style in {"|", ">"}


def _line_start(text: str, index: int) -> int:
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def _line_ending(text: str, index: int) -> tuple[int, int]:
    """Return where the line of an index ends, before and behind its line break."""
    match = LINE_END.search(text, index)
    return match.span() if match else (len(text), len(text))


def _body_end(text: str, block: Span) -> int:
    """Return where the next line below a text block begins."""
    if text[block.end - 1 : block.end] in {"\n", "\r"}:
        return block.end
    return _line_ending(text, block.end)[1]
