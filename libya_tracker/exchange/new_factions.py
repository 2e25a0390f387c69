"""Factions that a sheet names and the registry does not have: proposed, not added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from libya_tracker.errors import NoSuchError, TrackerError, UsageError, quoted
from libya_tracker.exchange import slugs, tables
from libya_tracker.exchange.tables import Row
from libya_tracker.model.folding import folded
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Kind
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import value_types
from libya_tracker.storage.emitter import Fields
from libya_tracker.storage.input import Context, ValueOf, word


class Role(NamedTuple):
    """The columns that say of one of the two factions of a claim what it is."""

    id: str
    name: str
    kind: str
    area: str
    aliases: str


ROLES = (
    Role("faction", "name", "kind", "area", "aliases"),
    Role("to", "to_name", "to_kind", "to_area", "to_aliases"),
)


@dataclass(slots=True)
class NewFaction:
    """A faction that is proposed."""

    noun = "faction"
    #: Empty while none is made, or where none can be.
    id: str = ""
    #: What the cells and the columns of names call it, the first of each.
    cell: str = ""
    name: str = ""
    details: dict[str, str] = field(default_factory=dict)
    other_names: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    approved: bool = False

    @property
    def aliases(self) -> list[str]:
        """Its other names: those given, and what the cells call it if that is no id."""
        taken = {folded(self.name or self.cell), folded(self.id)}
        names = dict[str, str]()
        for name in [self.cell, *self.other_names]:
            names.setdefault(folded(name), name)
        return [name for key, name in names.items() if key not in taken]

    @property
    def fields(self) -> Fields:
        """What is to be written of it."""
        aliases: Mapping[str, list[str]] = {"aliases": self.aliases} if self.aliases else {}
        return {"name": self.name or self.cell, **aliases, **self._in_order()}

    def __str__(self) -> str:
        values = [self.name or self.cell, *self.aliases]
        values += self._in_order().values()
        return f"new faction {self.id}: {', '.join(values)}"

    def _in_order(self) -> dict[str, str]:
        return {key: self.details[key] for key in ("kind", "area") if key in self.details}


class NewFactions:
    """The factions of a sheet that the registry does not have."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._context = Context(registry)
        self._by_name: dict[str, NewFaction] = {}
        self._states: dict[tuple[str, dt.date | None], str] = {}

    def add(self, row: Row, role: Role, day: dt.date | None, *, marked: bool) -> None:
        """Take up a faction of a row where it is new: unlike any other, or marked so.

        Rows with marks come before the others, in which the names need none.
        Raises UsageError, with the key, where what is said of it cannot be.
        """
        cell = row.cells.get(role.id, "")
        state = self._state(cell, day) if cell else "known"
        is_near = state == "near" and not marked
        if state == "known" or (is_near and folded(cell) not in self._by_name):
            return
        name = row.cells.get(role.name, "")
        if name and self._state(name, day) == "known":
            with ValueOf(role.name):
                owner = self._context.faction(name, day)
                message = (
                    f"{quoted(name)} is a name of {owner!r}, and {quoted(cell)} is not"
                )
                raise UsageError(f"{message}; write one that is, or another name")
        new = self._of(cell, name)
        if name and (other := self._by_name[folded(name)]) is not new:
            with ValueOf(role.name):
                where = f"another that is new, in row {other.rows[0]}"
                raise UsageError(
                    f"{quoted(name)} is a name of {where}; write one that is not"
                )
        new.rows.append(row.number)
        new.approved = new.approved or marked
        new.cell = new.cell or cell
        new.name = new.name or name
        aliases = tables.items(row.cells.get(role.aliases, ""))
        for alias in aliases:
            self._by_name.setdefault(folded(alias), new)
        new.other_names += [text for text in (cell, name, *aliases) if text]
        if value_types.ID.fullmatch(cell):
            new.id = new.id or cell
        for key, column in (("kind", role.kind), ("area", role.area)):
            with ValueOf(column):
                _describe(new, key, row.cells.get(column, ""))

    def settle(self) -> None:
        """Give each of them an id; those stay without one for which none can be made."""
        free = slugs.FreeIds([*self._registry.factions, *(new.id for new in self)])
        for new in self:
            if not new.id and (name := slugs.slug(new.name) or slugs.slug(new.cell)):
                new.id = free.like(name)

    def id_of(self, cell: str, day: dt.date | None) -> str | None:
        """Return the id of the new faction that a cell means; None where it is no new one.

        Raises UsageError where it is one, but no id can be made of its name.
        """
        new = self._by_name.get(folded(cell))
        if new is None or self._state(cell, day) == "known":
            return None
        if not new.id:
            message = f"no id can be made of {quoted(cell)}: write one here, of a-z, 0-9"
            raise UsageError(f"{message} and '-', and the name in the column beside it")
        return new.id

    def __iter__(self) -> Iterator[NewFaction]:
        """Iterate over them, each once, in the order of the rows."""
        return iter({id(new): new for new in self._by_name.values()}.values())

    def _of(self, cell: str, name: str) -> NewFaction:
        """Return the new faction of a cell, else of a name; another id makes another."""
        alike = self._by_name.get(folded(name)) if folded(name) else None
        if alike and alike.id and alike.id != cell and value_types.ID.fullmatch(cell):
            alike = None
        new = self._by_name.get(folded(cell)) or alike or NewFaction()
        for text in filter(None, (folded(cell), folded(name))):
            self._by_name.setdefault(text, new)
        return new

    def _state(self, cell: str, day: dt.date | None) -> str:
        """Return whether a name is known, near to one that is, or free."""
        key = (cell, day if self._context.has_periods else None)
        if key not in self._states:
            self._states[key] = self._looked_up(cell, day)
        return self._states[key]

    def _looked_up(self, cell: str, day: dt.date | None) -> str:
        try:
            self._context.faction(cell, day)
        except NoSuchError as error:
            return "near" if error.similar or type(error) is not NoSuchError else "free"
        except TrackerError:
            return "near"
        return "known"


def _describe(new: NewFaction, key: str, text: str) -> None:
    if not text:
        return
    value = word(Kind, text.lower()) if key == "kind" else text
    if (earlier := new.details.setdefault(key, value)) != value:
        where = f"row {new.rows[0]} or below"
        raise UsageError(f"its {key} is {quoted(earlier)} in {where}, {quoted(value)} here")
