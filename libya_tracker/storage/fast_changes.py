"""A fast path for large registries: claims in the form in which ``record`` writes them.

Parsing YAML takes most of the time of reading a large file, and nearly all of such a file
is claims of one form: a key and a plain value on each line, in the usual order. A regular
expression reads those. It accepts less than YAML: an entry of another form is returned as
text, to be parsed; and where anything is wrong, the whole file is parsed as YAML, which
alone reports problems.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from libya_tracker.errors import Location
from libya_tracker.model import dates
from libya_tracker.model.dates import DateError
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Status
from libya_tracker.storage.labels import LISTS
from libya_tracker.storage.schema import CLAIM, FIELDS

#: Below this many characters the events are fast enough.
WORTHWHILE = 500_000

_HEAD = re.compile(r"changes:[ ]*(?:#[^\n]*)?\n")
_NEXT_KEY = re.compile(r"\n[^ \n#]")
_BETWEEN = r"(?:[ ]*(?:#[^\n]*)?\n)*"
_SKIPPED = re.compile(_BETWEEN)
_DASH = re.compile(_BETWEEN + r"( +)- ")

_RELATION, _CREDIBILITY = CLAIM.keys["relation"].parse, CLAIM.keys["credibility"].parse
_STATUS, _SOURCES = CLAIM.keys["status"].parse, CLAIM.keys["sources"].parse
_BEGINS, _TAGS = CLAIM.keys["begins"].parse, CLAIM.keys["tags"].parse


class NotFastPath(Exception):  # noqa: N818  a signal within this package, never shown
    """The text must be parsed as YAML after all."""


class Fragment(NamedTuple):
    """Text that holds one entry of another form, and the line on which it begins."""

    line: int
    text: str


class Extracted(NamedTuple):
    """A registry's text with blank lines for its changes, and the text of its changes."""

    rest: str
    changes: str
    line: int


def extent(text: str) -> tuple[int, int] | None:
    """Return where the list of changes begins and ends; None where that is not plain."""
    key = 0 if text.startswith("changes:") else text.find("\nchanges:") + 1
    head = _HEAD.match(text, key)
    if (
        head is None
        or "\r" in text
        or "\t" in text
        or "\nchanges:" in text[head.end() - 1 :]
    ):
        return None
    start = head.end()
    following = _NEXT_KEY.search(text, start - 1)
    end = following.start() + 1 if following else len(text)
    if following and following[0][1] in "-.":
        return None  # a list at the margin, or the end of a document
    return (start, end) if text.endswith("\n", start, end) else None


def cut(text: str) -> Extracted | None:
    """Split the list of changes off a text; return None where its extent is not plain."""
    place = extent(text)
    if place is None:
        return None
    start, end = place
    changes = text[start:end]
    rest = text[:start] + "\n" * changes.count("\n") + text[end:]
    return Extracted(rest, changes, text.count("\n", 0, start) + 1)


class Reader:
    """Reads the text of a list of changes, given the ids that they may refer to."""

    def __init__(
        self,
        file: str,
        tables: Mapping[str, dict[str, Any]],
        change_id: Callable[[str | None, str, int], str],
    ) -> None:
        self._file = file
        self._factions, self._sources = tables["faction"], tables["source"]
        self._citations: dict[str, tuple[str, ...]] = {}
        #: Returns the id of an entry on a line: its own, or one derived from its data.
        self._change_id = change_id

    def entries(self, part: Extracted) -> Iterator[Claim | Fragment]:
        """Yield each entry of the list, in order; those of another form as text.

        Raises NotFastPath where a value is not as it should be.
        """
        text, line, here, place = part.changes, part.line, 0, 0
        first = _DASH.match(text)
        indent = first[1] if first else " "
        dash = f"\n{indent}- "
        plain, skip, column = _pattern(indent).match, _SKIPPED.match, len(indent) + 3
        while here < len(text):
            if not text.startswith(dash, here - 1):
                gap = skip(text, here)
                begin = gap.end() if gap else here
                line += text.count("\n", here, begin)
                here = begin
            if match := plain(text, here):
                where = Location(self._file, line, column)
                try:
                    yield self._claim(match, where, place)
                except (DateError, KeyError) as error:  # no date, or no word we know
                    raise NotFastPath from error
                line += text.count("\n", here, match.end())
                here = match.end()
            elif here < len(text):
                following = text.find(dash, here) + 1 or len(text)
                yield Fragment(line, text[here:following])
                line += text.count("\n", here, following)
                here = following
            place += 1

    def _claim(self, match: re.Match[str], where: Location, place: int) -> Claim:
        # A key that is added to the table and not here cannot be unpacked.
        (
            date, faction, relation, to, other, until, begins, status, credibility, by,
            sources, tags, note, recorded, name,
        ) = match.groups()  # fmt: skip
        factions = self._factions
        if faction == to or faction not in factions or to not in factions:
            raise NotFastPath
        if other is not None and (other == faction or other not in factions):
            raise NotFastPath
        day, last = dates.parse(date), dates.parse(until) if until else None
        if last is not None and last.last < day.first:
            raise NotFastPath
        return Claim(
            self._change_id(name, f"{dates.plain(date)}-{faction}-{to}", where.line),
            where,
            place,
            faction,
            _RELATION(relation),
            to,
            day,
            other,
            last,
            _STATUS(status) if status else Status.REPORTED,
            _CREDIBILITY(credibility) if credibility else None,
            by,
            self._cite(sources) if sources else (),
            note,
            dates.parse_moment(recorded) if recorded else None,
            (),
            None,
            _BEGINS(begins) if begins else False,
            name is not None,
            _TAGS(tags) if tags else (),
        )

    def _cite(self, written: str) -> tuple[str, ...]:
        if (sources := self._citations.get(written)) is None:
            self._citations[written] = sources = _SOURCES(written)
            if not all(source in self._sources for source in sources):
                raise NotFastPath
        return sources


def _pattern(indent: str) -> re.Pattern[str]:
    """Return the expression of a plain entry, which ends before the dash of the next."""
    lead, lines = f"{indent}- ", ""
    for key, value_type in CLAIM.keys.items():
        if value_type.plain is None:
            continue
        group = f"(?P<{FIELDS.get(key, key)}>{value_type.plain})"
        value = rf"\[{group}\]" if value_type in LISTS else group
        line = f"{lead}{key}: {value}\n"
        lines += line if key in CLAIM.required else f"(?:{line})?"
        lead = f"{indent}  "
    return re.compile(rf"{lines}(?={_BETWEEN}(?:{indent}- |\Z))")
