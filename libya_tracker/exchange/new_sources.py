"""Sources that a sheet describes and the registry does not have: proposed, not added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from libya_tracker.errors import UsageError, quoted
from libya_tracker.exchange import slugs, tables
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.exchange.tables import Row
from libya_tracker.model.records import Registry, Source
from libya_tracker.storage import value_types
from libya_tracker.storage.emitter import Fields
from libya_tracker.storage.input import ValueOf

#: The columns that describe a source, and the keys that they fill.
COLUMNS = {
    "source_title": "title",
    "source_publisher": "publisher",
    "source_date": "date",
    "source_url": "url",
}
_KEY = "sources"


@dataclass(slots=True)
class NewSource:
    """A source that is proposed."""

    noun = "source"
    #: Empty while none is made, or where none can be.
    id: str
    details: dict[str, str]
    rows: list[int] = field(default_factory=list)
    approved: bool = False

    @property
    def fields(self) -> Fields:
        """What is to be written of it."""
        keys = COLUMNS.values()
        return {key: self.details[key] for key in keys if key in self.details}

    def __str__(self) -> str:
        return f"new source {self.id}: {', '.join(map(str, self.fields.values()))}"


class NewSources:
    """The sources of a sheet that the registry does not have."""

    def __init__(self, registry: Registry, order: DateOrder | None) -> None:
        self._registry, self._order = registry, order
        self._existing: dict[object, str] = {}
        for source in registry.sources.values():
            for sign in _signs(_details_of(source)):
                self._existing.setdefault(sign, source.id)
        self._all: list[NewSource] = []
        self._by_id: dict[str, NewSource] = {}
        self._by_sign: dict[object, NewSource] = {}

    def of(self, row: Row, *, marked: bool) -> list[str | NewSource]:
        """Return the sources of a row, by id; take up the one that it describes, if new.

        Raises UsageError, with the key, where that cannot be a source.
        """
        items, details = self._read(row)
        unknown = [item for item in items if item not in self._registry.sources]
        is_described = details and (unknown or not items)
        if not is_described or len(unknown) > 1:
            return [*items]
        if not unknown:
            signs = _signs(details)
            if known := next((self._existing[s] for s in signs if s in self._existing), ""):
                return [known]
        new = self._new(unknown[0] if unknown else "", details)
        new.rows.append(row.number)
        new.approved = new.approved or marked
        return [*(item for item in items if item not in unknown), new]

    def settle(self) -> None:
        """Give each of them an id; those stay without one for which none can be made."""
        free = slugs.FreeIds([*self._registry.sources, *self._by_id])
        for new in self._all:
            parts = [
                new.details.get(key, "") for key in ("publisher", "url", "title", "date")
            ]
            if not new.id and (name := slugs.of_source(*parts)):
                new.id = free.like(name)

    def __iter__(self) -> Iterator[NewSource]:
        """Iterate over them in the order of the rows."""
        return iter(self._all)

    def _read(self, row: Row) -> tuple[list[str], dict[str, str]]:
        """Return the ids of a row's sources, and what it says of one."""
        cell = row.cells.get(_KEY, "")
        details = {key: row.cells[col] for col, key in COLUMNS.items() if col in row.cells}
        if "date" in details:
            details["date"] = tables.date("source_date", details["date"], self._order)
        if "://" in cell and not any(char.isspace() for char in cell):
            return [], {"url": cell, **details}
        return tables.items(cell), details

    def _new(self, given: str, details: dict[str, str]) -> NewSource:
        """Return the new source of an id, or of these details; the same one each time."""
        if given:
            _refuse_bad_id(given)
        signs = _signs(details)
        alike = (self._by_sign[sign] for sign in signs if sign in self._by_sign)
        new = self._by_id.get(given) or next(alike, None)
        if new is None or (given and new.id not in {"", given}):
            new = NewSource("", {})
            self._all.append(new)
        for key, value in details.items():
            _describe(new, key, value)
        if given:
            new.id = given
            self._by_id[given] = new
        self._by_sign.update({sign: new for sign in signs if sign not in self._by_sign})
        return new


def _describe(new: NewSource, key: str, value: str) -> None:
    if (earlier := new.details.setdefault(key, value)) != value:
        column = next(column for column, one in COLUMNS.items() if one == key)
        with ValueOf(column):
            where = f"row {new.rows[0]} or below"
            raise UsageError(
                f"its {key} is {quoted(earlier)} in {where}, {quoted(value)} here"
            )


def id_of(source: str | NewSource) -> str:
    """Return the id of a source; raise UsageError where it is new and none can be made."""
    name = source if isinstance(source, str) else source.id
    if not name:
        with ValueOf(_KEY):
            raise UsageError(
                "no id can be made of what is said of this source; give it one"
            )
    return name


def _refuse_bad_id(given: str) -> None:
    if not value_types.ID.fullmatch(given):
        with ValueOf(_KEY):
            raise UsageError(f"{quoted(given)} is no id; leave it out, and one is made")


def _details_of(source: Source) -> dict[str, str]:
    values = {key: getattr(source, key) for key in COLUMNS.values()}
    return {key: str(value) for key, value in values.items() if value is not None}


def _signs(details: dict[str, str]) -> list[object]:
    """Return what tells a source from others: its address; its title, outlet and date."""
    signs: list[object] = [details["url"]] if "url" in details else []
    if "title" in details:
        signs.append(tuple(details.get(key) for key in ("title", "publisher", "date")))
    return signs
