"""Claims of entries that are set as usual, without the parser of YAML.

The list of changes can be split off the text of a registry, and read by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from libya_tracker.errors import Location
from libya_tracker.model import dates
from libya_tracker.model.dates import DateError
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Status
from libya_tracker.storage import plain_values
from libya_tracker.storage.plain_entries import (
    PlainEntry,
    keys_of,
    layout_of,
    plain_entries,
)
from libya_tracker.storage.plain_values import NotPlain
from libya_tracker.storage.schema import CLAIM
from libya_tracker.storage.value_types import CLAIM_ID

Read = Callable[[str], Any]

_HEAD = re.compile(r"changes:[ ]*(?:#[^\n]*)?\n")
_NEXT_KEY = re.compile(r"\n[^ \n#]")
_DASH = re.compile(r"(?:[ ]*(?:#[^\n]*)?\n)*( +)- ")


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
    return None if place is None else cut_at(text, *place)


def cut_at(text: str, start: int, end: int) -> Extracted:
    """Split the list of changes off a text, given where it begins and ends."""
    changes = text[start:end]
    rest = text[:start] + "\n" * changes.count("\n") + text[end:]
    return Extracted(rest, changes, text.count("\n", 0, start) + 1)


def indent_of(changes: str) -> str | None:
    """Return what is before the dash of the first entry of a list of changes."""
    first = _DASH.match(changes)
    return first[1] if first else None


class Reader:
    """Reads the text of a list of changes, given the ids that they may refer to."""

    def __init__(
        self,
        file: str,
        tables: Mapping[str, Collection[str]],
        change_id: Callable[[str | None, str, int], str],
    ) -> None:
        self._file, self._tables = file, tables
        #: Returns the id of an entry on a line: its own, or one derived from its data.
        self._change_id = change_id

    def entries(
        self, part: Extracted, scenario: str | None = None, first: int = 0
    ) -> Iterator[Claim | Fragment]:
        """Return each entry of the list, in order; those of another form as text.

        The list may be that of a scenario, and its first entry not the first of all.
        Raises NotFastPath where the list is not set in lines.
        """
        if (layout := layout_of(part.changes, in_list=True)) is None:
            raise NotFastPath
        entries = plain_entries(part.changes, part.line, layout, keys_of(CLAIM))
        return self._read(enumerate(entries, first), layout.column, scenario)

    def _read(
        self,
        entries: Iterable[tuple[int, tuple[int, PlainEntry]]],
        column: int,
        scenario: str | None,
    ) -> Iterator[Claim | Fragment]:
        """Yield each entry, given with its place and line: all in one loop, for speed."""
        days, untils, moments, ties, statuses, grades, begun, tagged, words = _columns()
        factions, others, cited, names = _references(self._tables)
        # That of the named tuple takes twice as long.
        file, change_id, new = self._file, self._change_id, tuple.__new__
        # A key that is added to the table and not here cannot be unpacked.
        for place, (line, (
            text, date, faction, relation, to, other, until, begins, status, credibility,
            by, sources, tags, note, recorded, name,
        )) in entries:  # fmt: skip
            try:
                one, another, ended = factions[faction], factions[to], others[other]
                day, last, tie = days[date], untils[until], ties[relation]
                if one in (another, ended) or (last is not None and last.last < day.first):
                    raise NotPlain
                standing, grade, speaker = statuses[status], grades[credibility], words[by]
                cites, labels, known = cited[sources], tagged[tags], moments[recorded]
                remark = plain_values.text(note) if note else None
                own, starts = names[name], begun[begins]
            except (NotPlain, DateError, KeyError):
                yield Fragment(line, text)
                continue
            # Nothing is refused from here on: an id is taken once.
            base = f"{dates.plain(day.text)}-{one}-{another}"
            yield Claim(
                change_id(own, base, line), new(Location, (file, line, column)), place,
                one, tie, another, day, ended, last, standing, grade, speaker, cites,
                remark, known, (), scenario, starts, own is not None, labels,
            )  # fmt: skip


class _Values(dict[str, Any]):
    """The values of one key by how they are written: each form is read once."""

    def __init__(self, read: Read, absent: Any = None, *, required: bool = False) -> None:
        super().__init__({} if required else {"": absent})
        self._read = read

    def __missing__(self, raw: str) -> Any:
        value = self[raw] = self._read(raw)
        return value


def _columns() -> tuple[_Values, ...]:
    """Return the values of keys that need no more than what is written."""
    return (
        *(_of("date"), _of("until"), _of("recorded")),
        *(_of("relation"), _of("status", Status.REPORTED), _of("credibility")),
        *(_of("begins", False), _of("tags", ()), _of("by")),
    )


def _references(ids: Mapping[str, Collection[str]]) -> tuple[_Values, ...]:
    """Return the values of keys that name a record: factions, sources, the claim itself."""
    factions, sources = ids["faction"], ids["source"]
    known = _known(factions, required=True), _known(factions)
    return *known, _cited(sources), _Values(_own_id)


def _of(key: str, absent: Any = None) -> _Values:
    read = CLAIM.keys[key].plain
    assert read is not None, key
    return _Values(read, absent, required=key in CLAIM.required)


def _known(ids: Collection[str], *, required: bool = False) -> _Values:
    def read(raw: str) -> str:
        if (name := plain_values.text(raw)) not in ids:
            raise NotPlain
        return name

    return _Values(read, required=required)


def _cited(ids: Collection[str]) -> _Values:
    def read(raw: str) -> tuple[str, ...]:
        names = tuple(plain_values.texts(raw))
        if not all(name in ids for name in names):
            raise NotPlain
        return names

    return _Values(read, ())


def _own_id(raw: str) -> str:
    if not CLAIM_ID.fullmatch(name := plain_values.text(raw)):
        raise NotPlain
    return name
