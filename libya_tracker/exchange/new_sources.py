"""Sources that a sheet describes and the registry does not have: proposed, not added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from libya_tracker.errors import TrackerError, UsageError, quoted
from libya_tracker.exchange import slugs, tables
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.exchange.tables import Row
from libya_tracker.model.records import Registry, Source
from libya_tracker.named_tuples import NamedTuple
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

    def differing(self, details: Mapping[str, str]) -> list[str]:
        """Return the keys of which something else was said."""
        return [key for key, one in details.items() if self.details.get(key, one) != one]

    def __str__(self) -> str:
        return f"new source {self.id}: {', '.join(map(str, self.fields.values()))}"


class _Mention(NamedTuple):
    """What a row says of its sources: their ids, and what describes one of them."""

    row: int
    ids: list[str]
    details: dict[str, str]
    marked: bool


class NewSources:
    """The sources of a sheet that the registry does not have, and what each row cites."""

    def __init__(self, registry: Registry, order: DateOrder | None) -> None:
        self._registry, self._order = registry, order
        self._existing = _existing(registry)
        self._mentions: list[_Mention] = []
        self._all: list[NewSource] = []
        #: The sources of each row, and what is wrong with them, by its number.
        self._cited: dict[int, list[str | NewSource]] = {}
        self.faults: dict[int, TrackerError] = {}

    def add(self, row: Row, *, marked: bool) -> None:
        """Take up the sources of a row; the rows come in the order of the sheet."""
        try:
            ids, details = self._read(row)
        except TrackerError as error:
            self.faults[row.number] = error
        else:
            self._mentions.append(_Mention(row.number, ids, details, marked))

    def settle(self) -> None:
        """Find out which rows mean the same source, and give an id to each that is new.

        What a row adds to a source can make another row mean it, too. So the rows are
        gone through, as a review of them would have them, until that changes nothing:
        the review is then read as the sheet was. It ends, since a row that has an id
        keeps it, and details are only added. Those stay without an id for which none
        can be made.
        """
        while True:
            latest = _Round(self._registry, self._existing, self._mentions)
            mentions = [_settled(one, latest.cited) for one in self._mentions]
            if mentions == self._mentions:
                break
            self._mentions = mentions
        self._all, self._cited = latest.all, latest.cited
        self.faults |= latest.faults

    def of(self, number: int) -> list[str | NewSource]:
        """Return the sources of a row: by id, or as proposed."""
        return self._cited.get(number, [])

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


class _Round:
    """The sources that mentions mean, when each is compared to those before it."""

    def __init__(
        self,
        registry: Registry,
        existing: Mapping[object, str],
        mentions: Sequence[_Mention],
    ) -> None:
        self._registry, self._existing = registry, existing
        self._by_id: dict[str, NewSource] = {}
        self._by_sign: dict[object, NewSource] = {}
        self.all: list[NewSource] = []
        self.cited: dict[int, list[str | NewSource]] = {}
        self.faults: dict[int, TrackerError] = {}
        for mention in mentions:
            try:
                self.cited[mention.row] = self._sources(mention)
            except TrackerError as error:
                self.faults[mention.row] = error
        self._give_ids()

    def _sources(self, mention: _Mention) -> list[str | NewSource]:
        """Return the sources of a row; take up the one that it describes, if new.

        Raises UsageError, with the key, where that cannot be a source.
        """
        ids, details = mention.ids, mention.details
        unknown = [name for name in ids if name not in self._registry.sources]
        is_described = details and (unknown or not ids)
        if not is_described or len(unknown) > 1:
            return [*ids]
        if not unknown:
            signs = _signs(details)
            if known := next((self._existing[s] for s in signs if s in self._existing), ""):
                return [known]
        new = self._new(unknown[0] if unknown else "", details)
        new.rows.append(mention.row)
        new.approved = new.approved or mention.marked
        return [*(name for name in ids if name not in unknown), new]

    def _new(self, given: str, details: dict[str, str]) -> NewSource:
        """Return the new source of an id, or of these details; the same one each time."""
        if given:
            _refuse_bad_id(given)
        signs = _signs(details)
        alike = [self._by_sign[sign] for sign in signs if sign in self._by_sign]
        if given:  # another id, or another value, makes another source
            alike = [new for new in alike if not new.id and not new.differing(details)]
        new = self._by_id.get(given) or next(iter(alike), None)
        if new is None:
            new = NewSource("", {})
            self.all.append(new)
        for key in new.differing(details):
            _refuse_difference(new, key, details[key])
        new.details.update(details)
        if given:
            new.id = given
            self._by_id[given] = new
        self._by_sign.update({sign: new for sign in signs if sign not in self._by_sign})
        return new

    def _give_ids(self) -> None:
        free = slugs.FreeIds([*self._registry.sources, *self._by_id])
        for new in self.all:
            parts = [
                new.details.get(key, "") for key in ("publisher", "url", "title", "date")
            ]
            if not new.id and (name := slugs.of_source(*parts)):
                new.id = free.like(name)


def known(registry: Registry, source: NewSource) -> str | None:
    """Return the id by which a registry has a source already; None where it has it not."""
    if source.id in registry.sources:
        return source.id
    existing = _existing(registry)
    ids = (existing[s] for s in _signs(source.details) if s in existing)
    return next(ids, None)


def _existing(registry: Registry) -> dict[object, str]:
    """Return the ids of a registry's sources by what tells them apart."""
    existing: dict[object, str] = {}
    for source in registry.sources.values():
        for sign in _signs(_details_of(source)):
            existing.setdefault(sign, source.id)
    return existing


def _settled(mention: _Mention, cited: Mapping[int, Sequence[str | NewSource]]) -> _Mention:
    """Return a mention with the ids and all details of its sources, as far as they are."""
    sources = cited.get(mention.row, [])
    ids = ids_of(sources)
    if len(ids) < len(sources) or not ids:
        return mention
    details = mention.details
    for new in sources:
        if not isinstance(new, str):
            details = {**new.details}
    return _Mention(mention.row, ids, details, mention.marked)


def _refuse_difference(new: NewSource, key: str, value: str) -> None:
    column = next(column for column, one in COLUMNS.items() if one == key)
    with ValueOf(column):
        where = f"row {new.rows[0]} or below"
        raise UsageError(
            f"its {key} is {quoted(new.details[key])} in {where}, {quoted(value)} here"
        )


def ids_of(sources: Sequence[str | NewSource]) -> list[str]:
    """Return the ids of sources, without those for which none can be made."""
    names = [one if isinstance(one, str) else one.id for one in sources]
    return [name for name in names if name]


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
