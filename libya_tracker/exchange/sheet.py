"""Sheets of claims that may bring factions and sources of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from libya_tracker.errors import NewNamesError, TrackerError, UsageError
from libya_tracker.exchange import json_lines, new_sources, review_marks, tables, texts
from libya_tracker.exchange.batches import Reading
from libya_tracker.exchange.headings import Vocabulary
from libya_tracker.exchange.new_factions import ROLES, NewFaction, NewFactions
from libya_tracker.exchange.new_sources import NewSource, NewSources
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.exchange.tables import CLAIMS, Row, Table
from libya_tracker.model import dates
from libya_tracker.model.dates import DateError
from libya_tracker.model.records import Registry
from libya_tracker.storage import batch, own_keys
from libya_tracker.storage.drafts import Draft
from libya_tracker.storage.input import ValueOf
from libya_tracker.storage.new_records import NewRecords

New = NewFaction | NewSource
#: The column that says which of a row's names are new; it is for people to fill in.
MARK = "new"
#: What a review says of a row; it is not read.
REMARK = "remark"
_OWN = (
    *(MARK, REMARK, "kind", "area", "aliases", "to_kind", "to_area", "to_aliases"),
    *new_sources.COLUMNS,
)
#: A source is new where a row has more of it than its id.
_REMEDIES = {"source": "`--add-new` adds a source that `source_title` describes in its row"}
_MARKS = {"faction", "to", "source"}
#: The columns of a sheet: those of claims, and what is said of the new ones.
COLUMNS = Vocabulary(
    [*CLAIMS.keys, *_OWN],
    {
        **{**CLAIMS.synonyms, "alias": "aliases", "toalias": "to_aliases"},
        **{"title": "source_title", "publisher": "source_publisher"},
        **{"published": "source_date", "url": "source_url", "link": "source_url"},
    },
    CLAIMS.required,
    CLAIMS.own,
    [key for key in review_marks.COLUMNS if key not in {*CLAIMS.keys, *_OWN}],
)


@dataclass(slots=True)
class Sheet:
    """A sheet that was read: a draft for each row, and the records that are new."""

    table: Table
    drafts: list[Draft] = field(default_factory=list)
    new: list[New] = field(default_factory=list)
    #: The new ones that each row names, by its number.
    names: dict[int, list[New]] = field(default_factory=dict)
    #: The ids of the sources of each row, also where something else is wrong with it.
    sources: dict[int, list[str]] = field(default_factory=dict)

    @property
    def records(self) -> NewRecords:
        """The claims, and the new factions and sources as they are to be written."""
        return NewRecords(
            self.drafts,
            {new.id: new.fields for new in self.new if isinstance(new, NewFaction)},
            {new.id: new.fields for new in self.new if isinstance(new, NewSource)},
            _REMEDIES,
        )

    @property
    def approved(self) -> bool:
        """Whether all that is new is marked as such."""
        return all(new.approved for new in self.new)

    def refuse_unapproved(self) -> None:
        """Raise NewNamesError where something is new that nobody marked as such."""
        pending = [new for new in self.new if not new.approved]
        if pending:
            counts = [_count(pending, noun) for noun in ("faction", "source")]
            verb = "is" if len(pending) == 1 else "are"
            raise NewNamesError(
                f"nothing written, since {' and '.join(filter(None, counts))} {verb} new: "
                "--add-new adds them; --review FILE writes the rows for you to look through"
            )


def table(data: bytes, name: str, reading: Reading) -> Table:
    """Return the table that a file holds; raise UnreadableError or UsageError for none."""
    text = texts.text(data, name)
    if json_lines.is_json(text):
        raise UsageError(f"{name}: this is JSON, and no table: `record --batch` reads it")
    whole = tables.table(text, name, COLUMNS, reading.others)
    return review_marks.chosen(whole, COLUMNS.keys)


def sheet(table: Table, registry: Registry, order: DateOrder | None) -> Sheet:
    """Return what the rows of a table say, by the names that a registry has."""
    factions, sources = NewFactions(registry), NewSources(registry, order)
    faults = _take_up(table, factions, sources, order)
    result = Sheet(table)
    for row in table.rows:
        cited = sources.of(row.number)
        if ids := new_sources.ids_of(cited):
            result.sources[row.number] = ids
        values = faults.get(row.number) or _claim(row, factions, cited, order)
        result.drafts.append(batch.draft(values, table.origin(row)))
    result.new = [
        *sorted((new for new in factions if new.id), key=_first_row),
        *sorted((new for new in sources if new.id), key=_first_row),
    ]
    for new in result.new:
        new.rows.sort()
        for number in new.rows:
            result.names.setdefault(number, []).append(new)
    return result


def day_of(row: Row, order: DateOrder | None) -> dt.date | None:
    """Return the day on which the names of a row are to be understood."""
    try:
        return dates.parse(tables.date("date", row.cells.get("date", ""), order)).last
    except (DateError, TrackerError):
        return None


def marks(row: Row) -> set[str]:
    """Return which names of a row are marked as new, by the words for their columns."""
    return {*tables.items(row.cells.get(MARK, "").replace(" ", ";").lower())}


def _take_up(
    table: Table, factions: NewFactions, sources: NewSources, order: DateOrder | None
) -> dict[int, TrackerError]:
    """Take up what is new in the rows; return what is wrong with each, by its number."""
    faults: dict[int, TrackerError] = {}
    for row in table.rows:
        try:
            _refuse(row)
        except TrackerError as error:
            faults[row.number] = error
        else:
            sources.add(row, marked="source" in marks(row))
    for row in sorted(table.rows, key=lambda row: MARK not in row.cells):
        if row.number not in faults and (fault := _factions(row, factions, order)):
            faults[row.number] = fault
    factions.settle()
    sources.settle()
    return faults | sources.faults


def _refuse(row: Row) -> None:
    """Raise UsageError for a row of which nothing is to be taken up."""
    tables.refuse_errors(row.cells)
    if unknown := marks(row) - _MARKS:
        with ValueOf(MARK):
            words = ", ".join(sorted(_MARKS))
            raise UsageError(f"{sorted(unknown)[0]!r} is none of the words {words}")


def _factions(
    row: Row, factions: NewFactions, order: DateOrder | None
) -> TrackerError | None:
    """Take up the factions that are new in a row; return what is wrong with the first."""
    day, new = day_of(row, order), marks(row)
    faults: dict[str, TrackerError] = {}
    for role in sorted(ROLES, key=lambda role: role.id not in new):
        try:
            factions.add(row, role, day, marked=role.id in new)
        except TrackerError as error:
            faults[role.id] = error
    return next((faults[role.id] for role in ROLES if role.id in faults), None)


def _claim(
    row: Row,
    factions: NewFactions,
    cited: Sequence[str | NewSource],
    order: DateOrder | None,
) -> Mapping[str, Any] | TrackerError:
    cells = {key: cell for key, cell in row.cells.items() if _is_of_claim(key)}
    try:
        values = tables.claim(cells, order)
        day = day_of(row, order)
        for role in ROLES:
            with ValueOf(role.id):
                if name := factions.id_of(cells.get(role.id, ""), day):
                    values[role.id] = name
        if cited:
            values["sources"] = [new_sources.id_of(source) for source in cited]
    except TrackerError as error:
        return error
    return values


def _first_row(new: New) -> tuple[int, str]:
    return min(new.rows), new.id


def _is_of_claim(key: str) -> bool:
    return key in CLAIMS.keys or own_keys.is_own(key)


def _count(pending: Iterable[New], noun: str) -> str:
    number = sum(new.noun == noun for new in pending)
    return f"{number:,} {noun}{'s' * (number != 1)}" if number else ""
