"""Claims of entries that are set as usual, without the parser of YAML.

The list of changes can be split off the text of a registry, and read by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from libya_tracker.errors import Location
from libya_tracker.model import dates
from libya_tracker.model.dates import DateError
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Status
from libya_tracker.storage import plain_values
from libya_tracker.storage.plain_entries import Values, keys_of, layout_of, plain_entries
from libya_tracker.storage.plain_values import NotPlain
from libya_tracker.storage.schema import CLAIM
from libya_tracker.storage.value_types import CLAIM_ID

Read = Callable[[str | None], Any]

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
        self._file = file
        # Given what returns the id of an entry on a line: its own, or a derived one.
        self._claim = _maker(tables, change_id)

    def entries(
        self, part: Extracted, scenario: str | None = None, first: int = 0
    ) -> Iterator[Claim | Fragment]:
        """Yield each entry of the list, in order; those of another form as text.

        The list may be that of a scenario, and its first entry not the first of all.
        Raises NotFastPath where the list is not set in lines.
        """
        if (layout := layout_of(part.changes, in_list=True)) is None:
            raise NotFastPath
        file, column, make = self._file, layout.column, self._claim
        entries = plain_entries(part.changes, part.line, layout, keys_of(CLAIM))
        for place, (line, values, text) in enumerate(entries, first):
            try:
                if values is None:
                    raise NotPlain
                yield make(values, Location(file, line, column), place, scenario)
            except (NotPlain, DateError, KeyError):
                yield Fragment(line, text)


class _Values(dict[str | None, Any]):
    """The values of one key by how they are written: each form is read once."""

    def __init__(self, read: Read, absent: Any = None, *, required: bool = False) -> None:
        super().__init__({} if required else {None: absent})
        self._read = read

    def __missing__(self, raw: str | None) -> Any:
        value = self[raw] = self._read(raw)
        return value


def _maker(
    ids: Mapping[str, Collection[str]], change_id: Callable[[str | None, str, int], str]
) -> Callable[[Values, Location, int, str | None], Claim]:
    """Return a function that makes a claim of an entry: its values, places and what-if.

    What is not as it should be raises what values raise.
    """
    days, untils, moments, relations, statuses, credibilities, begun, tagged = _columns()
    factions, others = _known(ids["faction"], required=True), _known(ids["faction"])
    cited, names = _cited(ids["source"]), _Values(_own_id)
    words, plain = _of("by"), dates.plain

    def make(values: Values, where: Location, place: int, scenario: str | None) -> Claim:
        # A key that is added to the table and not here cannot be unpacked.
        (
            date, faction, relation, to, other, until, begins, status, credibility, by,
            sources, tags, note, recorded, name,
        ) = values  # fmt: skip
        one, another, ended = factions[faction], factions[to], others[other]
        day, last, own = days[date], untils[until], names[name]
        if one in (another, ended) or (last is not None and last.last < day.first):
            raise NotPlain
        claim = (
            *(one, relations[relation], another, day, ended, last),
            *(statuses[status], credibilities[credibility], words[by], cited[sources]),
            *(None if note is None else plain_values.text(note), moments[recorded]),
            *((), scenario, begun[begins], own is not None, tagged[tags]),
        )
        # Nothing is refused from here on: an id is taken once.
        base = f"{plain(day.text)}-{one}-{another}"
        return Claim(change_id(own, base, where.line), where, place, *claim)

    return make


def _columns() -> tuple[_Values, ...]:
    """Return the values of keys that need no more than what is written."""
    return (
        *(_of("date"), _of("until"), _of("recorded")),
        *(_of("relation"), _of("status", Status.REPORTED), _of("credibility")),
        *(_of("begins", False), _of("tags", ())),
    )


def _of(key: str, absent: Any = None) -> _Values:
    read = CLAIM.keys[key].plain
    assert read is not None, key
    return _Values(read, absent, required=key in CLAIM.required)


def _known(ids: Collection[str], *, required: bool = False) -> _Values:
    def read(raw: str | None) -> str:
        if (name := plain_values.text(raw)) not in ids:
            raise NotPlain
        return name

    return _Values(read, required=required)


def _cited(ids: Collection[str]) -> _Values:
    def read(raw: str | None) -> tuple[str, ...]:
        names = tuple(plain_values.texts(raw))
        if not all(name in ids for name in names):
            raise NotPlain
        return names

    return _Values(read, ())


def _own_id(raw: str | None) -> str:
    if not CLAIM_ID.fullmatch(name := plain_values.text(raw)):
        raise NotPlain
    return name
