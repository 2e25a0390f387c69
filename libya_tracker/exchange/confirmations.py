"""Who is who, as a person confirmed it in a review of another data set's claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from libya_tracker.errors import TrackerError, UsageError, quoted
from libya_tracker.exchange import json_lines, review_marks, tables, texts
from libya_tracker.exchange.headings import ColumnMap
from libya_tracker.exchange.review_marks import CONFIRM
from libya_tracker.exchange.tables import CLAIMS
from libya_tracker.storage.drafts import Draft, Origin
from libya_tracker.storage.other_ids import OtherId

_ROLES = ("faction", "to")
_REGISTER = "data_set"
_IDS = {role: f"their_{role}_id" for role in _ROLES}
_NEEDED = (CONFIRM, _REGISTER, *_ROLES, *_IDS.values())
_COLUMNS = CLAIMS._replace(
    keys=[*CLAIMS.keys, *review_marks.COLUMNS], required=_NEEDED, more=()
)
Cells = Mapping[str, str]


def read(data: bytes, name: str) -> list[OtherId]:
    """Return the ids of the actors whose match is confirmed, those with a fault included.

    Raises UsageError where a file is no review.
    """
    text = texts.text(data, name)
    rows = _lines(text, name) if json_lines.is_json(text) else _rows(text, name)
    return [one for cells, origin in rows for one in _ids(cells, origin)]


def _rows(text: str, name: str) -> Iterator[tuple[Cells, Origin]]:
    table = tables.table(text, name, _COLUMNS, ColumnMap(leaves_rest=True))
    for row in table.rows:
        yield row.cells, table.origin(row)


def _lines(text: str, name: str) -> Iterator[tuple[Cells, Origin]]:
    for number, row in json_lines.rows(text, name):
        if isinstance(row, TrackerError):
            raise UsageError(f"{name}:{number}: {row}")
        yield {key: str(value) for key, value in row.items()}, Origin(number)


def _ids(cells: Cells, origin: Origin) -> Iterator[OtherId]:
    """Yield the ids that a row confirms."""
    for role in _confirmed(cells, origin):
        ours, theirs = cells.get(role, ""), tables.whole(cells.get(_IDS[role], ""))
        register = cells.get(_REGISTER, "")
        who = cells.get(f"their_{role}") or "an actor"
        fault = None
        if not (ours and register):
            fault = UsageError(
                f"type into `{role}` who {quoted(who)} is, or take the mark away"
            )
        elif not theirs:
            fault = UsageError(
                f"{quoted(who)} has no id in this table; give the faction that name as an "
                f"alias: `faction alias {ours} NAME`"
            )
        if fault is not None:
            fault.key = role
        yield OtherId(Draft({}, origin, fault), role, ours, register, theirs)


def _confirmed(cells: Cells, origin: Origin) -> tuple[str, ...]:
    """Return whose match a row confirms: that of one actor, of both, or of none.

    Of both, one may have no id to keep, as states that send troops have none.
    """
    mark = cells.get(CONFIRM, "")
    words = {*tables.items(mark.replace(" ", ";").casefold())}
    if words and words <= {*_ROLES}:
        return tuple(role for role in _ROLES if role in words)
    try:
        if not review_marks.is_marked(mark):
            return ()
        return tuple(role for role in _ROLES if cells.get(_IDS[role])) or _ROLES
    except UsageError:
        raise UsageError(
            f"{origin.place(CONFIRM)}: {quoted(mark)} is neither `faction` nor `to`, nor x "
            "for both"
        ) from None
