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
    id: str
    details: dict[str, str]
    rows: list[int] = field(default_factory=list)
    approved: bool = False

    @property
    def fields(self) -> Fields:
        """What is to be written of it."""
        return self.details

    def __str__(self) -> str:
        return f"new source {self.id}: {', '.join(self.details.values())}"


class NewSources:
    """The sources of a sheet that the registry does not have."""

    def __init__(self, registry: Registry, order: DateOrder | None) -> None:
        self._registry, self._order = registry, order
        self._existing: dict[object, str] = {}
        for source in registry.sources.values():
            for sign in _signs(_details_of(source)):
                self._existing.setdefault(sign, source.id)
        self._by_id: dict[str, NewSource] = {}
        self._by_sign: dict[object, NewSource] = {}

    def ids(self, row: Row, *, marked: bool) -> list[str]:
        """Return the ids of a row's sources; take up the one that it describes, if new.

        Raises UsageError, with the key, where that cannot be a source.
        """
        items, details = self._read(row)
        unknown = [item for item in items if item not in self._registry.sources]
        if (
            not details
            or len(unknown) > 1
            or (items and not unknown and "url" not in details)
        ):
            return items
        if not unknown:
            known = next(
                (self._existing[s] for s in _signs(details) if s in self._existing), ""
            )
            if known or items:
                return list(dict.fromkeys([*items, known] if known else items))
        new = self._new(unknown[0] if unknown else "", details)
        new.rows.append(row.number)
        new.approved = new.approved or marked
        return [*(item for item in items if item not in unknown), new.id]

    def __iter__(self) -> Iterator[NewSource]:
        """Iterate over them in the order of the rows."""
        return iter(self._by_id.values())

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
        signs = _signs(details)
        new = self._by_id.get(given) if given else None
        if not given:
            new = next(
                (self._by_sign[sign] for sign in signs if sign in self._by_sign), None
            )
        if new is None:
            new = NewSource(given or self._id(details), details)
            if not value_types.ID.fullmatch(new.id):
                raise _failure(f"{quoted(given)} is no id; leave it out, and one is made")
            self._by_id[new.id] = new
        for key, value in details.items():
            new.details.setdefault(key, value)
        self._by_sign.update({sign: new for sign in signs if sign not in self._by_sign})
        return new

    def _id(self, details: dict[str, str]) -> str:
        keys = ("publisher", "url", "title", "date")
        name = slugs.of_source(*(details.get(key, "") for key in keys))
        if not name:
            raise _failure("no id can be made of what is said of this source; give it one")
        return slugs.free(name, {*self._registry.sources, *self._by_id})


def _failure(message: str) -> UsageError:
    error = UsageError(message)
    error.key = _KEY
    return error


def _details_of(source: Source) -> dict[str, str]:
    values = {key: getattr(source, key) for key in COLUMNS.values()}
    return {key: str(value) for key, value in values.items() if value is not None}


def _signs(details: dict[str, str]) -> list[object]:
    """Return what tells a source from others: its address; its title, outlet and date."""
    signs: list[object] = [details["url"]] if "url" in details else []
    if "title" in details:
        signs.append(tuple(details.get(key) for key in ("title", "publisher", "date")))
    return signs
