"""Claims of entries that are set as usual, read without the parser of YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import count, repeat
from operator import eq
from typing import Any

from libya_tracker.errors import Location
from libya_tracker.model import dates, many
from libya_tracker.model.dates import DateError
from libya_tracker.model.records import Claim
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import plain_values
from libya_tracker.storage.plain_entries import (
    Stretch,
    keys_of,
    layout_of,
    stretches,
)
from libya_tracker.storage.plain_values import NotPlain
from libya_tracker.storage.schema import CLAIM, FIELDS, as_fields
from libya_tracker.storage.sections import Part
from libya_tracker.storage.value_types import CLAIM_ID

Read = Callable[[str], Any]
#: Returns the ids of entries on some lines: their own where they have one, else those that
#: are derived from their data, if these are still free.
ChangeIds = Callable[[Sequence[str | None], Sequence[str], Sequence[int]], list[str]]

_HEAD = re.compile(r"changes:[ ]*(?:#[^\n]*)?\n")
_NEXT_KEY = re.compile(r"\n[^ \n#]")
_DASH = re.compile(r"(?:[ ]*(?:#[^\n]*)?\n)*( +)- ")


class NotFastPath(Exception):  # noqa: N818  a signal within this package, never shown
    """The text must be parsed as YAML after all."""


class Fragment(NamedTuple):
    """Text that holds one entry of another form, and the line on which it begins."""

    line: int
    text: str


def extent(text: str) -> tuple[int, int] | None:
    """Return where the list of changes begins and ends; None where that is not plain."""
    key = 0 if text.startswith("changes:") else text.find("\nchanges:") + 1
    head = _HEAD.match(text, key)
    if (
        head is None
        or "\r" in text
        or "\t" in text
        or text.find("\nchanges:", head.end() - 1) >= 0
    ):
        return None
    start = head.end()
    following = _NEXT_KEY.search(text, start - 1)
    end = following.start() + 1 if following else len(text)
    if following and following[0][1] in "-.":
        return None  # a list at the margin, or the end of a document
    return (start, end) if text.endswith("\n", start, end) else None


def indent_of(text: str, start: int, end: int) -> str | None:
    """Return what is before the dash of the first entry of a list of changes."""
    first = _DASH.match(text, start, end)
    return first[1] if first else None


class _Setting(NamedTuple):
    """What all entries of a list share: where they begin in a line, and the what-if."""

    column: int
    scenario: str | None


class Reader:
    """Reads the text of a list of changes, given the ids that they may refer to."""

    def __init__(
        self, file: str, tables: Mapping[str, Collection[str]], change_ids: ChangeIds
    ) -> None:
        self._file, self._change_ids = file, change_ids
        #: Returns the value of a key as it is written, for each that may be plain.
        self._read = _readers(tables)
        day = self._read["date"]
        self._written_day = _Values(lambda raw: dates.plain(day(raw).text), {}).__getitem__

    def entries(
        self, part: Part, scenario: str | None = None, first: int = 0
    ) -> Iterator[list[Claim] | Fragment]:
        """Yield the entries of the list, in order; those of another form as text.

        The list may be that of a scenario, and its first entry not the first of all.
        Raises NotFastPath where the list is not set in lines.
        """
        if (layout := layout_of(part, in_list=True)) is None:
            raise NotFastPath
        setting = _Setting(layout.column, scenario)
        few = scenario is not None
        for stretch in stretches(part, layout, keys_of(CLAIM), few=few):
            yield from self._each(stretch, setting, first)
            first += len(stretch.entries)

    def _each(
        self, stretch: Stretch, setting: _Setting, first: int
    ) -> Iterator[list[Claim] | Fragment]:
        """Yield the entries of a stretch; where one of them is refused, by halves."""
        lines, entries = stretch
        try:
            claims = self._claims(stretch, setting, first)
        except (NotPlain, DateError, KeyError):
            if len(entries) == 1:
                yield Fragment(lines[0], entries[0][0])
                return
            half = len(entries) // 2
            yield from self._each(Stretch(lines[:half], entries[:half]), setting, first)
            later = Stretch(lines[half:], entries[half:])
            yield from self._each(later, setting, first + half)
        else:
            yield claims

    def _claims(self, stretch: Stretch, setting: _Setting, first: int) -> list[Claim]:
        """Return the claims of a stretch: column by column, which is much the fastest."""
        _, *columns = zip(*stretch.entries, strict=True)
        values = {
            # Most entries lack most keys.
            key: [*map(read, column)] if any(column) else [read("")] * len(column)
            for (key, read), column in zip(self._read.items(), columns, strict=True)
        }
        _refuse_nonsense(values)
        # As derived_ids has them.
        days = map(self._written_day, columns[0])
        parts = zip(days, values["faction"], values["to"], strict=True)
        derived = [*map("-".join, parts)]
        # Nothing is refused from here on: an id is taken once.
        own, lines = values["id"], stretch.lines
        where = zip(repeat(self._file), lines, repeat(setting.column))
        fields = as_fields(values) | {
            "id": self._change_ids(own, derived, lines),
            "own_id": [name is not None for name in own],
            "where": many.records(Location, where),
            "place": count(first),
            "scenario": repeat(setting.scenario),
        }
        absent = {key: repeat(value) for key, value in Claim._field_defaults.items()}
        in_order = map((absent | fields).__getitem__, Claim._fields)
        # Some of them have no end.
        return many.records(Claim, zip(*in_order, strict=False))


def _refuse_nonsense(values: Mapping[str, Sequence[Any]]) -> None:
    """Raise NotPlain where a tie is one with itself, or ends before it begins."""
    factions = values["faction"]
    if any(any(map(eq, factions, values[key])) for key in ("to", "from")):
        raise NotPlain
    ends = values["until"]
    periods = zip(values["date"], ends, strict=True) if any(ends) else ()
    if any(end is not None and end.last < begin.first for begin, end in periods):
        raise NotPlain


class _Values(dict[str, Any]):
    """The values of one key by how they are written: each form is read once."""

    def __init__(self, read: Read, absent: Mapping[str, Any]) -> None:
        super().__init__(absent)
        self._read = read

    def __missing__(self, raw: str) -> Any:
        value = self[raw] = self._read(raw)
        return value


def _readers(ids: Mapping[str, Collection[str]]) -> dict[str, Read]:
    """Return what reads the value of each key that may be plain, in the usual order."""
    faction = _known(ids["faction"])
    checked = {
        **dict.fromkeys(("faction", "to", "from"), faction),
        "sources": _cited(ids["source"]),
        "id": _own_id,
    }
    return {key: _reader(key, checked.get(key)) for key in keys_of(CLAIM).usual}


def _reader(key: str, checked: Read | None) -> Read:
    read = checked or CLAIM.keys[key].plain
    assert read is not None, key
    default = Claim._field_defaults.get(FIELDS.get(key, key))
    if key == "note":  # hardly two are the same
        return lambda raw: read(raw) if raw else default
    return _Values(read, {} if key in CLAIM.required else {"": default}).__getitem__


def _known(ids: Collection[str]) -> Read:
    def read(raw: str) -> str:
        if (name := plain_values.text(raw)) not in ids:
            raise NotPlain
        return name

    return read


def _cited(ids: Collection[str]) -> Read:
    def read(raw: str) -> tuple[str, ...]:
        names = tuple(plain_values.texts(raw))
        if not all(name in ids for name in names):
            raise NotPlain
        return names

    return read


def _own_id(raw: str) -> str:
    if not CLAIM_ID.fullmatch(name := plain_values.text(raw)):
        raise NotPlain
    return name
