"""Text that YAML reads in another way than it looks: what is cut, and what parts nothing.

A ` #` ends a plain value, since it begins a comment. An Arabic comma does not part a list,
and curly quotes do not keep a comma in one. The lines that git leaves in a conflict may
be read as values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from libya_tracker.errors import quoted
from libya_tracker.storage.problems import Position, ProblemList

if TYPE_CHECKING:  # which would load the parser of YAML, and not every file needs that
    from libya_tracker.storage.yaml_events import Event

# The patterns are compiled where they are used, which few files need.
#: `#7` and `# 7` belong to a value, as far as one can tell; `# seven` is a comment.
_HASH = r"(?m)(?<=[ \t])#(?=\w| \d+[ \t\r]*$)"
#: Commas of other scripts.
_COMMA = "[\u060c\u066c\u3001\ufe10\ufe11\ufe50\ufe51\uff0c]"
#: Quotes that come in pairs.
_CURLY, _GUILLEMETS = "[\u201c-\u201f]", "[\u00ab\u00bb]"
_OPENING, _CLOSING = "\u2018", "\u2019"
_ODD = f"{_COMMA}|[\u2018\u2019\u201c-\u201f\u00ab\u00bb]"


class HiddenData:
    """Finds the values of a text that are not what they look.

    The text may be part of a file, from a line on.
    """

    def __init__(self, text: str, first_line: int) -> None:
        self._first_line = first_line
        #: The first blank before each `#` that may cut a value, and the place of that `#`.
        self._cuts: dict[int, int] = {}
        hashes = re.finditer(_HASH, text) if " #" in text or "\t#" in text else ()
        for match in hashes:
            start = match.start()
            while start and text[start - 1] in " \t":
                start -= 1
            self._cuts[start] = match.start()
        #: Whether it has any comma or quote that could be taken for another.
        self.has_odd_marks = not text.isascii() and re.search(_ODD, text) is not None

    def cut(self, scalar: Event) -> Position | None:
        """Return where a `#` ends a plain value that probably belongs to it."""
        if not self._cuts or scalar.style:
            return None
        end = scalar.end_mark
        if (start := self._cuts.get(end.index)) is None:
            return None
        return Position(end.line + self._first_line, end.column + start - end.index + 1)

    def check_list(self, items: Sequence[Event], problems: ProblemList) -> None:
        """Warn of what was to part the plain items of a list in brackets, and does not."""
        for item in items:
            if (comma := re.search(_COMMA, item.value)) is not None:
                message = (
                    f"{comma[0]} does not part a list, so this is one item, "
                    f"{quoted(item.value)}; write , between items, or quote this one"
                )
                place = self._place(item, comma.start())
                problems.warn(place, "foreign-comma", message)
        for index, item in enumerate(items):
            following = items[index + 1].value if index + 1 < len(items) else ""
            if _is_unpaired(item.value, following):
                message = (
                    f"one of a pair of quotes is missing in {quoted(item.value)}: curly "
                    "quotes do not keep a comma in an item; use ' or \", or quote this item"
                )
                problems.warn(self._place(item, 0), "unpaired-quotes", message)
                return  # the other one is in an item further on

    def _place(self, item: Event, offset: int) -> Position:
        """Return the place of a character of an item; of a folded one, where it begins."""
        start = item.start_mark
        folded = start.line != item.end_mark.line
        column = start.column + 1 + (0 if folded else offset)
        return Position(start.line + self._first_line, column)


def cut(line: str) -> int | None:
    """Return the column of a `#` that cuts a plain value of a line, counted from 0."""
    match = re.search(_HASH, line)
    before = line[: match.start()] if match else ""
    is_plain = before.strip() and not set(before) & {"'", '"'}
    return match.start() if match and is_plain else None


def plain_commas(text: str) -> str:
    """Return a text with plain commas in place of those of other scripts."""
    return re.sub(_COMMA, ",", text)


def is_odd_item(text: str) -> bool:
    """Tell whether a text would be warned of as a plain item of a list in brackets."""
    return re.search(_COMMA, text) is not None or _is_unpaired(text, "")


def foreign_comma(text: str) -> str | None:
    """Return the first comma of another script in a text."""
    match = re.search(_COMMA, text)
    return None if match is None else match[0]


def _is_unpaired(item: str, following: str) -> bool:
    if len(re.findall(_CURLY, item)) % 2 or len(re.findall(_GUILLEMETS, item)) % 2:
        return True
    # A single one is an apostrophe or a letter of Arabic, unless the next item closes it.
    begins = item.startswith(_OPENING) and _CLOSING not in item
    return begins and following.endswith(_CLOSING) and _OPENING not in following
