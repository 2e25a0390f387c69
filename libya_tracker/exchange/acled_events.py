"""ACLED's events: what happened, on which days, and who is named on each side.

What says nothing of a tie between two named groups is passed over, with the reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from enum import StrEnum

from libya_tracker.errors import UsageError
from libya_tracker.exchange import acled_dates, tables, texts
from libya_tracker.exchange.headings import ColumnMap, Vocabulary
from libya_tracker.exchange.statements import Release
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.exchange.tables import Row
from libya_tracker.named_tuples import NamedTuple

_READ = (
    *("event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2"),
    *("notes", "timestamp"),
)
#: What no claim has: first what a reader may miss.
_NOT_KEPT = (
    *("source", "fatalities", "location", "latitude", "longitude", "admin1", "admin2"),
    *("admin3", "civilian_targeting", "tags", "source_scale", "geo_precision"),
)
COLUMNS = Vocabulary(
    (*_READ, *_NOT_KEPT),
    {"allyactor1": "assoc_actor_1", "allyactor2": "assoc_actor_2"},  # until 2017
    ("event_date", "event_type", "actor1", "actor2"),
)
#: What R writes for an empty cell.
_MISSING = "NA"
_BATTLES = re.compile(r"battles|battle-.*")  # the latter until 2018
_REMOTE_VIOLENCE = {"explosions/remote violence", "remote violence"}
_STRATEGIC = re.compile(r"strategic developments?")
_FOR_REVIEW = {"agreement", "change to group/activity"}
#: Why events of other types say nothing of a tie between two groups.
_PASSED_OVER = {
    **dict.fromkeys(("protests", "riots", "riots/protests"), "a protest or a riot"),
    "violence against civilians": "violence against civilians",
    "non-violent transfer of territory": "a non-violent transfer of territory",
    "headquarters or base established": "another strategic development",
}
_DIFFERS = (
    "an event of which another row says otherwise (no timestamp tells which is later)"
)
_NOBODY = re.compile(r"(?:civilians|protesters|rioters)\b", re.IGNORECASE)
_UNIDENTIFIED = re.compile(r"unidentified\b", re.IGNORECASE)
#: The sorts of actors that are no groups, by the number or the words of ``inter1``.
_NO_GROUPS = {"5", "6", "7", "rioters", "protesters", "civilians"}
_TIME = re.compile("[0-9]{1,10}")


class Sort(StrEnum):
    """What an event is to us."""

    VIOLENCE = "violence"
    REVIEW = "review"


class Side(NamedTuple):
    """Who is named on one side of an event."""

    actor: str
    #: Its allies there, or what it belongs to: ACLED does not tell these apart. Each is
    #: named once, and the actor itself is none of them.
    associated: tuple[str, ...] = ()


class Event(NamedTuple):
    """An event that two groups take part in, or that is about one."""

    row: int
    id: str
    sort: Sort
    #: What ACLED calls it.
    kind: str
    #: The day that is coded, and the days on which it can have been.
    day: dt.date
    first: dt.date
    last: dt.date
    sides: tuple[Side, ...]
    wording: str


def read(data: bytes, name: str) -> list[Row]:
    """Return the rows of a file; raise UsageError where it has no headings of ACLED's."""
    table = tables.table(texts.text(data, name), name, COLUMNS, ColumnMap({}, True))
    if not table.columns:
        raise UsageError(f"{name}: there are no headings of ACLED's")
    return [
        Row(row.number, {key: cell for key, cell in row.cells.items() if cell != _MISSING})
        for row in table.rows
    ]


def events(rows: list[Row], release: Release, order: DateOrder | None) -> Iterator[Event]:
    """Yield the events that say something of a tie; note in a release why others do not."""
    latest = _latest(rows)
    for row in rows:
        other = latest.get(row.cells.get("event_id_cnty", ""), row)
        event = _event(row, order) if other is row else _repetition(row, other)
        if isinstance(event, str):
            release.pass_over(row.number, event)
        else:
            yield event


def not_kept(rows: list[Row]) -> tuple[str, ...]:
    """Return the columns that hold something which no claim has."""
    return tuple(key for key in _NOT_KEPT if any(key in row.cells for row in rows))


def days(rows: list[Row], order: DateOrder | None) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of which any row is."""
    dates = [acled_dates.day(row.cells.get("event_date", ""), order) for row in rows]
    known = [date for date in dates if isinstance(date, dt.date)]
    return (min(known), max(known)) if known else None


def newest(rows: list[Row]) -> str | None:
    """Return the day on which the newest row was entered: the export is not older."""
    time = max(map(_time, rows), default=0)
    return f"{dt.datetime.fromtimestamp(time, dt.UTC):%Y-%m-%d}" if time else None


def _latest(rows: list[Row]) -> dict[str, Row]:
    """Return which row of an event to read: the one that was entered last, or first."""
    latest: dict[str, Row] = {}
    for row in rows:
        other = latest.get(key := row.cells.get("event_id_cnty", ""))
        if key and (other is None or _time(row) > _time(other)):
            latest[key] = row
    return latest


def _repetition(row: Row, other: Row) -> str:
    """Return why a row of an event is not read, of which another one is."""
    if 0 < _time(row) < _time(other):
        return "an event that another row has in a later version"
    differ = any(row.cells.get(key) != other.cells.get(key) for key in _READ)
    return _DIFFERS if differ else "an event that another row has as well"


def _time(row: Row) -> int:
    """Return when a row was entered, in seconds since 1970; 0 where it does not say."""
    text = tables.whole(row.cells.get("timestamp", ""))
    return int(text) if _TIME.fullmatch(text) else 0


def _event(row: Row, order: DateOrder | None) -> Event | str:
    """Return the event of a row, or why it says nothing of a tie."""
    sort = _sort(row)
    if not isinstance(sort, Sort):
        return sort
    sides = _sides(row)
    if isinstance(sides, str):
        return sides
    if sort is Sort.VIOLENCE and len(sides) == 1:
        return "one actor only"
    date = acled_dates.day(row.cells.get("event_date", ""), order)
    if isinstance(date, str):
        return date
    window = acled_dates.window(date, row.cells.get("time_precision", ""))
    if window is None:
        return "a time_precision that is none of ACLED's codes"
    kind = row.cells.get("sub_event_type") or row.cells["event_type"]
    number = row.cells.get("event_id_cnty") or f"row {row.number}"
    wording = " ".join(row.cells.get("notes", "").split())
    return Event(row.number, number, sort, kind, date, *window, sides, wording)


def _sort(row: Row) -> Sort | str:
    """Return what an event is to us, or why it is nothing."""
    kind = row.cells.get("event_type", "").casefold()
    detail = row.cells.get("sub_event_type", "").casefold()
    if _BATTLES.fullmatch(kind) or kind in _REMOTE_VIOLENCE:
        return Sort.VIOLENCE
    if _STRATEGIC.fullmatch(kind):
        if detail in _FOR_REVIEW:
            return Sort.REVIEW
        return _PASSED_OVER.get(detail, "another strategic development")
    return _PASSED_OVER.get(kind, "a type of event that is not known")


def _sides(row: Row) -> tuple[Side, ...] | str:
    """Return who is named on the sides of an event, or why nobody is."""
    sides = []
    for number in ("1", "2"):
        name = " ".join(row.cells.get(f"actor{number}", "").split())
        if not name:
            continue
        if reason := _no_group(name, row.cells.get(f"inter{number}", "")):
            return reason
        names = row.cells.get(f"assoc_actor_{number}", "").split(";")
        others = dict.fromkeys(" ".join(one.split()) for one in names)
        # Some events name the actor itself as its own associate.
        groups = [one for one in others if one not in {"", name} and not _no_group(one)]
        sides.append(Side(name, tuple(groups)))
    if not sides:
        return "no actor"
    if len(sides) == 2 and sides[0].actor == sides[1].actor:
        return "one actor on both sides"
    return tuple(sides)


def _no_group(name: str, sort: str = "") -> str:
    """Return why an actor is nobody in particular; nothing where it is a group."""
    if _UNIDENTIFIED.match(name):
        return "an actor that is not identified"
    if _NOBODY.match(name) or tables.whole(sort).casefold() in _NO_GROUPS:
        return "civilians, protesters or rioters as an actor"
    return ""
