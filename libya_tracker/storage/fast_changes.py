"""The plain part of a large registry: changes in the very form in which they are recorded.

Parsing YAML event by event takes most of the time of reading a large file, and nearly all
of such a file is entries of one shape: a key and a plain value a line, in the usual order.
Those are recognised here as text. The recognition is narrower than YAML: what it does not
know it hands back as text, to be parsed; and where anything at all is wrong, the whole file
is read again event by event, which alone reports problems.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from libya_tracker.errors import Location
from libya_tracker.model import dates
from libya_tracker.model.dates import DateError
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Relation, Status

#: Below this many characters the events are fast enough.
WORTHWHILE = 500_000

_HEAD = re.compile(r"changes:[ ]*(?:#[^\n]*)?\n")
_NEXT_KEY = re.compile(r"\n[^ \n#]")
_BETWEEN = r"(?:[ ]*(?:#[^\n]*)?\n)*"
_SKIPPED = re.compile(_BETWEEN)
_DASH = re.compile(_BETWEEN + r"( +)- ")

_DATE = r"[0-9][0-9.~?%-]*"
_ID = r"[a-z0-9][a-z0-9.-]*"
# Plain in YAML beyond doubt: a letter or digit in front; no comment, key or tab inside.
_WORDS = r"[^\W_](?:[^\n\r\t#:]*[^\s#:])?"
_LIST = rf"\[({_ID}(?:, ?{_ID})*)\]"
_SHAPE = (
    ("date", _DATE, True),
    ("faction", _ID, True),
    ("relation", _ID, True),
    ("to", _ID, True),
    ("from", _ID, False),
    ("until", _DATE, False),
    ("status", _ID, False),
    ("credibility", _ID, False),
    ("by", _WORDS, False),
    ("sources", None, False),
    ("note", _WORDS, False),
    ("recorded", r"[0-9][0-9TZ:+-]*", False),
    ("id", _ID, False),
)
_RELATIONS = {str(word): word for word in Relation}
_GRADES = {None, *"123456"}
_STATUSES: dict[str | None, Status] = {
    None: Status.REPORTED,
    **{str(word): word for word in Status},
}


class NotFastPath(Exception):  # noqa: N818  a signal within this package, never shown
    """The text is not what it looked like; it must be read event by event."""


class Fragment(NamedTuple):
    """Text that holds one entry of another form, and the line on which it begins."""

    line: int
    text: str


class Extracted(NamedTuple):
    """A registry's text without its changes, their lines left blank, and they alone."""

    rest: str
    changes: str
    line: int


def cut(text: str) -> Extracted | None:
    """Return the text with its list of changes apart; None where that is not plain."""
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
    changes = text[start:end]
    if not changes.endswith("\n"):
        return None
    rest = text[:start] + "\n" * changes.count("\n") + text[end:]
    return Extracted(rest, changes, text.count("\n", 0, start) + 1)


class Reader:
    """Reads a list of changes that stands apart, given the ids it may refer to."""

    def __init__(
        self,
        file: str,
        tables: Mapping[str, dict[str, Any]],
        named: Callable[[str, int], str],
    ) -> None:
        self._file = file
        self._factions, self._sources = tables["faction"], tables["source"]
        self._ids = tables["change"]
        #: Names an entry on a line whose derived id is taken.
        self._named = named
        self._cited: dict[str | None, tuple[str, ...]] = {None: ()}

    def entries(self, part: Extracted) -> Iterator[Claim | Fragment]:
        """Yield each entry of the list, in order; those of another form as text.

        Raises NotPlain where a value is not as it should be.
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
                said = match.groups()
                where = Location(self._file, line, column)
                try:
                    claim = self._change(said, where, place)
                except (DateError, KeyError) as error:  # a date or a word of another sort
                    raise NotFastPath from error
                yield claim
                here = match.end()
                line += len(said) - said.count(None)  # a line each
            elif here < len(text):
                following = text.find(dash, here) + 1 or len(text)
                yield Fragment(line, text[here:following])
                line += text.count("\n", here, following)
                here = following
            place += 1

    def _change(self, said: tuple[Any, ...], where: Location, place: int) -> Claim:
        date, faction, relation, to, ends_tie_with, until, status, credibility, by = said[
            :9
        ]
        sources, note, recorded, name = said[9:]
        parties = (faction, to) if ends_tie_with is None else (faction, to, ends_tie_with)
        if faction in parties[1:]:
            raise NotFastPath
        for party in parties:
            if party not in self._factions:
                raise NotFastPath
        day, last = dates.parse(date), dates.parse(until) if until else None
        if (last and last.last < day.first) or credibility not in _GRADES:
            raise NotFastPath
        return Claim(
            self._id(name, f"{dates.plain(date)}-{faction}-{to}", where.line),
            where,
            place,
            faction,
            _RELATIONS[relation],
            to,
            day,
            ends_tie_with,
            last,
            _STATUSES[status],
            credibility,
            by,
            self._cited.get(sources) or self._citation(sources),
            note,
            dates.parse_moment(recorded) if recorded else None,
        )

    def _id(self, given: str | None, base: str, line: int) -> str:
        name = given or base
        if name not in self._ids:
            self._ids[name] = line
            return name
        if given:
            raise NotFastPath
        return self._named(base, line)

    def _citation(self, said: str | None) -> tuple[str, ...]:
        if said is None:
            return ()
        cited = tuple(said.replace(" ", "").split(","))
        if not all(source in self._sources for source in cited):
            raise NotFastPath
        self._cited[said] = cited
        return cited


def _pattern(indent: str) -> re.Pattern[str]:
    """Return what an entry of the plain form looks like, up to the dash of the next."""
    lines = []
    for place, (key, value, required) in enumerate(_SHAPE):
        lead = f"{indent}- " if place == 0 else f"{indent}  "
        line = f"{lead}{key}: {_LIST if value is None else f'({value})'}\n"
        lines.append(line if required else f"(?:{line})?")
    following = rf"(?={_BETWEEN}(?:{indent}- |\Z))"
    return re.compile("".join(lines) + following)
