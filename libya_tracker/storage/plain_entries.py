"""The entries of a table or list, each read by one match of a regular expression.

That takes the form in which the program writes: keys in the usual order, a value on the
line of its key or on deeper lines below it. Keys in another order, and comments between
them, take a second look. All else is for the parser of YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage.schema import Shape
from libya_tracker.storage.sections import BETWEEN, Part

_BETWEEN = re.compile(BETWEEN)
_LIST, _TABLE = re.compile("( *)- "), re.compile(r"( +)\w[^\n]*\n( +)\w")
_ID = "([a-z0-9][a-z0-9-]*)"

#: How much text is read at once: its entries are in memory a second time.
_STRETCH = 100_000

#: The text of an entry, its key in a table, and its values in the order of the keys, each
#: as it stands behind the colon, and empty for a key that the entry lacks. Where it must be
#: parsed, all is empty but the text.
PlainEntry = Sequence[str]


class Stretch(NamedTuple):
    """Entries that follow each other, and the line of the file on which each begins."""

    lines: Sequence[int]
    entries: Sequence[PlainEntry]


class Keys(NamedTuple):
    """The keys of entries that may be plain, in the usual order; and those none lacks."""

    usual: tuple[str, ...]
    required: tuple[str, ...]


class Layout(NamedTuple):
    """How the entries of a section are set."""

    in_list: bool
    #: Where in the text the first entry begins.
    start: int
    #: The indentation of entries, and that of their keys.
    indent: str
    key_indent: str

    @property
    def column(self) -> int:
        """Where an entry of a table begins, or the first key of an item of a list."""
        return len(self.key_indent if self.in_list else self.indent) + 1


def keys_of(shape: Shape) -> Keys:
    """Return the keys of a shape that may be plain."""
    plain = (key for key, value_type in shape.keys.items() if value_type.plain)
    return Keys(tuple(plain), shape.required)


def layout_of(part: Part, *, in_list: bool) -> Layout | None:
    """Return how the entries of a text are set; None where not as usual, in lines."""
    text, start, end, _ = part
    gap = _BETWEEN.match(text, start, end)
    start = gap.end() if gap else start
    if start == end:
        return Layout(in_list, start, "", "  ")
    match = (_LIST if in_list else _TABLE).match(text, start, end)
    if match is None:
        return None
    indent = match[1]
    key_indent = f"{indent}  " if in_list else match[2]
    usual = len(key_indent) > len(indent)
    return Layout(in_list, start, indent, key_indent) if usual else None


def plain_entries(
    part: Part, layout: Layout, keys: Keys, *, few: bool = False
) -> Iterator[tuple[int, PlainEntry]]:
    """Yield each entry of a text, and its line in the file.

    Where they are said to be few, none is worth an expression that takes long to compile.
    """
    for stretch in stretches(part, layout, keys, few=few):
        yield from zip(*stretch, strict=True)


def stretches(
    part: Part, layout: Layout, keys: Keys, *, few: bool = False
) -> Iterator[Stretch]:
    """Yield the same entries, many at a time."""
    text, start, end, line = part
    here = layout.start
    assert here == end or text[end - 1] == "\n", "an entry is at least one line"
    line += text.count("\n", start, here)
    first = _first(layout.indent)
    every = (_any_entry(layout) if few else _entry(layout, keys)).findall
    while here < end:
        following = first.search(text, min(here + _STRETCH, end), end)
        stop = following.start() if following else end
        found = every(text, here, stop)
        lengths = [entry[0].count("\n") for entry in found]
        *lines, line = accumulate(lengths, initial=line)
        # One of the usual form has its key, or the first value of an item.
        entries = [e if e[1] else read_entry(e[0], layout, keys) for e in found]
        yield Stretch(lines, entries)
        here = stop


def read_entry(entry: str, layout: Layout, keys: Keys) -> PlainEntry:
    """Read an entry that may have some of the keys, each once, in any order."""
    blank = (entry, *([""] * (len(keys.usual) + (not layout.in_list))))
    head = re.match(_head(layout), entry)
    if head is None:
        return blank
    whole, pair = _pairs(layout.key_indent)
    body = (layout.key_indent if layout.in_list else "") + entry[head.end() :]
    if not whole.fullmatch(body):
        return blank
    pairs = pair.findall(body)
    values = dict(pairs)
    if len(values) < len(pairs) or not values.keys() <= {*keys.usual}:
        return blank
    return entry, *head.groups(), *(values.get(key, "") for key in keys.usual)


def is_deeper(text: str, layout: Layout) -> bool:
    """Tell whether a text has only lines that are below a key of an entry, and comments."""
    return not re.search(rf"^ {{,{len(layout.key_indent)}}}[^ \n#]", text, re.MULTILINE)


@lru_cache
def _entry(layout: Layout, keys: Keys) -> re.Pattern[str]:
    """Return the expression of an entry up to the next: all of it, and the values.

    What no entry lacks is on one line; in a list the first of it is on that of the dash.
    Of an entry of whatever other form it has no values.
    """
    indent, key_indent, long = layout.indent, layout.key_indent, _value(layout.key_indent)
    lines = "".join(
        rf"{key_indent}{key}:( .*)\n"
        if key in keys.required
        else rf"(?:{key_indent}{key}:({long})\n)?+"
        for key in keys.usual
    )
    if layout.in_list:
        lines = lines.removeprefix(key_indent)
    following = rf"(?={indent}[^ \n#]|\Z)"
    usual = f"{_head(layout)}{lines}(?:{following}|{_gap(key_indent)}{following})"
    return re.compile(f"({usual}|{_any(indent)})")


@lru_cache
def _any_entry(layout: Layout) -> re.Pattern[str]:
    """Return the expression of an entry of whatever form up to the next, and no values."""
    return re.compile(f"({_any(layout.indent)})()")


def _any(indent: str) -> str:
    return rf".*\n(?:(?!{indent}[^ \n#]).*\n)*+"


@lru_cache
def _first(indent: str) -> re.Pattern[str]:
    """Return the expression of what an entry begins with."""
    return re.compile(f"^{indent}[^ \n#]", re.MULTILINE)


@lru_cache
def _pairs(key_indent: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the expressions of all below the head of an entry, and of one key there."""
    pair, between = rf"{key_indent}([a-z_]+):({_value(key_indent)})\n", _gap(key_indent)
    return re.compile(rf"(?:{between}{pair})+{between}"), re.compile(
        rf"^{pair}", re.MULTILINE
    )


def _gap(key_indent: str) -> str:
    """Return the expression of blank lines and comments that end the value above them.

    What is deeper may belong to it: a block goes on below an empty line.
    """
    return rf"(?: {{,{len(key_indent)}}}(?:#.*)?\n)*+"


def _head(layout: Layout) -> str:
    return f"{layout.indent}- " if layout.in_list else f"{layout.indent}{_ID}:\n"


def _value(key_indent: str) -> str:
    """Return the expression of a value: the rest of a line, or the deeper lines below."""
    deeper = rf"\n{key_indent} "
    return rf"(?: |{deeper}).*(?:{deeper}.*)*+"
