"""A sheet as it was understood, to be looked through, edited and read again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from libya_tracker.errors import TrackerError
from libya_tracker.exchange import sheet, tables
from libya_tracker.exchange.new_factions import ROLES, NewFaction, Role
from libya_tracker.exchange.new_sources import COLUMNS as SOURCE_COLUMNS
from libya_tracker.exchange.sheet import MARK, REMARK, Sheet
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.exchange.tables import Row
from libya_tracker.model.dates import Moment
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Relation
from libya_tracker.storage import new_records, own_keys
from libya_tracker.storage.drafts import Draft
from libya_tracker.storage.emitter import Item
from libya_tracker.storage.input import Context, DraftChecker

#: The columns in their order; of those that are not needed, only what holds something.
_NEEDED = (MARK, REMARK, "date", "faction", "relation", "to", "status", "sources", "note")
_ORDER = (
    *(MARK, REMARK, "date", "faction", "name", "kind", "area", "aliases"),
    *("relation", "to", "to_name", "to_kind", "to_area", "to_aliases", "from", "until"),
    *(
        "begins",
        "status",
        "credibility",
        "by",
        "sources",
        *SOURCE_COLUMNS,
        "note",
        "recorded",
    ),
    *("tags", "retracts", "id", "change", "grade", "retracted", "scenario"),
)
#: The columns of names beside those of ids.
_NAMES = {role.id: role.name for role in ROLES}
#: The remark on a row that can be written as it is.
_FINE = ""


class Review:
    """The rows of a sheet with what was understood, and a remark where that is needed."""

    def __init__(
        self, one: Sheet, registry: Registry, now: Moment, order: DateOrder | None
    ) -> None:
        self._sheet, self._order = one, order
        self._registry = new_records.with_new(registry, one.records)
        self._context = Context(self._registry)
        self._checker = DraftChecker(self._registry, one.drafts, now, None)
        pairs = zip(one.table.rows, one.drafts, strict=True)
        self.rows = [self._row(row, draft) for row, draft in pairs]

    @property
    def separator(self) -> str:
        """What parts the cells of the sheet, where a file for it can have that."""
        return self._sheet.table.separator

    @property
    def remarks(self) -> int:
        """How many rows have a remark."""
        return sum(bool(row[REMARK]) for row in self.rows)

    def text(self, separator: str) -> str:
        """Return the rows as a table, which begins with a mark so that Excel reads it."""
        used = {key for row in self.rows for key, value in row.items() if value}
        columns = [key for key in _ORDER if key in used or key in _NEEDED]
        columns += sorted(filter(own_keys.is_own, used))
        text = io.StringIO()
        writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([row.get(key, "") for key in columns] for row in self.rows)
        return f"\ufeff{text.getvalue()}"

    def _row(self, row: Row, draft: Draft) -> dict[str, str]:
        names = self._sheet.names.get(row.number, [])
        cells = {**row.cells, **dict(self._understood(row, draft))}
        for role in ROLES:
            self._name(cells, role, names)
        for new in names:
            for column, key in SOURCE_COLUMNS.items() if new.noun == "source" else ():
                cells.setdefault(column, new.details.get(key, ""))
        marks = {role.id for role in ROLES if cells.get(role.id) in _ids(names)}
        marks |= {"source" for new in names if new.noun == "source"} | sheet.marks(row)
        return {**cells, MARK: " ".join(sorted(marks)), REMARK: self._remark(draft)}

    def _understood(self, row: Row, draft: Draft) -> Iterator[tuple[str, str]]:
        """Yield the values that could be understood, whatever is wrong with the others."""
        for key, cell in row.cells.items():
            if key in {*tables.DATE_KEYS, "source_date"}:
                yield key, self._date(key, cell)
            elif key in {"faction", "to", "from"}:
                if draft.fault is None or draft.fault.key != _NAMES.get(key):
                    yield key, self._faction(str(draft.values.get(key, cell)), row)
            elif key == "relation" and (relation := Relation.parse(cell)):
                yield key, str(relation)
            elif key == "status":
                yield key, cell.lower()
        if sources := self._sheet.sources.get(row.number):
            yield "sources", ";".join(sources)

    def _date(self, key: str, cell: str) -> str:
        try:
            return tables.date(key, cell, self._order)
        except TrackerError:
            return cell

    def _faction(self, cell: str, row: Row) -> str:
        try:
            return self._context.faction(cell, sheet.day_of(row, self._order))
        except TrackerError:
            return cell

    def _name(self, cells: dict[str, str], role: Role, names: Iterable[sheet.New]) -> None:
        """Fill in who a faction is: its name, and of a new one what is said of it."""
        faction = self._registry.factions.get(cells.get(role.id, ""))
        if faction is not None:
            cells.setdefault(role.name, faction.name)
        for new in names:
            if isinstance(new, NewFaction) and new.id == cells.get(role.id):
                for column, key in ((role.kind, "kind"), (role.area, "area")):
                    value = new.details.get(key, "")
                    if cells.get(column, "").lower() in {"", value}:
                        cells[column] = value
                cells[role.aliases] = ";".join(new.aliases)

    def _remark(self, draft: Draft) -> str:
        try:
            outcome = self._checker.check(draft)
        except TrackerError as error:
            faults = (error, *error.others)
            return "; ".join(f"{one.key}: {one}" if one.key else str(one) for one in faults)
        return _FINE if isinstance(outcome, Item) else outcome.text


def _ids(names: Sequence[sheet.New]) -> set[str]:
    return {new.id for new in names if isinstance(new, NewFaction)}
