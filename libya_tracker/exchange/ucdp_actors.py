"""UCDP's actors: what each is called in a table, and which faction of ours it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from libya_tracker.exchange.ucdp_tables import Kind, Row, Table
from libya_tracker.model.query import Period
from libya_tracker.model.records import Faction, Registry
from libya_tracker.model.spelling import folded
from libya_tracker.model.vocabulary import Kind as FactionKind

#: The register by whose name ``ids`` has the number of an actor.
REGISTER = "ucdp"
_GOVERNMENT = "Government of "
_NEXT_GOVERNMENT = re.compile(rf",\s*(?={_GOVERNMENT})")
_COMMA = re.compile(r",\s*")
_NO_NAMES = {"", "n/a"}


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of UCDP: its number, where that is known, and what it is called."""

    id: str | None
    names: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What to call it."""
        return self.names[0] if self.names else f"actor {self.id}"


class Match(NamedTuple):
    """A faction of ours, and how an actor was matched with it."""

    faction: str
    how: str


def numbers(cell: str) -> list[str]:
    """Return the numbers of a list, in the order of numbers: theirs means nothing."""
    parts = {part for part in re.split(r"[\s,;]+", cell) if part.isdecimal()}
    return sorted(parts, key=int)


def members(row: Row, side: str) -> list[str]:
    """Return the numbers of those on a side; of a fighting coalition, its members."""
    return numbers(row[f"{side}_components"]) or numbers(row[f"{side}_id"])


def governments(cell: str) -> list[str]:
    """Return the governments of a list of names, which may have commas in them."""
    return [name for part in _NEXT_GOVERNMENT.split(cell) if (name := part.strip())]


class Actors:
    """The actors of a table.

    Where a side has several, its numbers and its names are sorted differently. So a number
    has a name where it stands alone, or where all others of its side are known.
    """

    def __init__(self, table: Table) -> None:
        self._names: dict[str, list[str]] = {}
        self._collect(table)
        self._numbers: dict[str, set[str]] = {}
        for number, names in self._names.items():
            for name in names:
                self._numbers.setdefault(folded(name), set()).add(number)

    def of(self, number: str) -> Actor:
        """Return the actor of a number."""
        return Actor(number, tuple(self._names.get(number, ())))

    def named(self, name: str) -> Actor:
        """Return the actor of a name, with its number where the table has just one."""
        numbers = self._numbers.get(folded(name), set())
        return self.of(*numbers) if len(numbers) == 1 else Actor(None, (name,))

    def is_shared(self, name: str) -> bool:
        """Tell whether several actors of the table have a name."""
        return len(self._numbers.get(folded(name), ())) > 1

    def _collect(self, table: Table) -> None:
        """Collect what each number is called."""
        several = []
        for row in table.rows:
            for ids, names in _sides(table.kind, row):
                if len(ids) == 1:
                    self._add(ids[0], names)
                elif ids:
                    several.append((ids, _COMMA.split(names[0])))
        added = True
        while added:  # what one side shows may be what another lacks
            added = False
            for side in several:
                added |= self._add_last(*side)

    def _add(self, number: str, names: Iterable[str]) -> None:
        known = self._names.setdefault(number, [])
        known += dict.fromkeys(n for n in names if n not in {*_NO_NAMES, *known})

    def _add_last(self, ids: Sequence[str], names: Sequence[str]) -> bool:
        """Give the last name of a side to its last number, if all others are known."""
        unnamed = [number for number in ids if number not in self._names]
        known = {name for number in ids for name in self._names.get(number, ())}
        others = [name for name in names if name not in known]
        if len(ids) != len(names) or len(unnamed) != 1 or len(others) != 1:
            return False
        self._add(unnamed[0], others)
        return True


class Matcher:
    """Tells which faction an actor is: by number, else by a name in full."""

    def __init__(self, registry: Registry, actors: Actors) -> None:
        self._registry, self._actors = registry, actors
        self._by_number: dict[str, list[str]] = {}
        self._by_name: dict[str, list[tuple[str, str, Period]]] = {}
        for faction in registry.factions.values():
            for register, number in faction.ids:
                if register == REGISTER:
                    self._by_number.setdefault(number, []).append(faction.id)
            for name, how, period in _names(faction):
                self._by_name.setdefault(folded(name), []).append((faction.id, how, period))

    @property
    def numbered(self) -> set[str]:
        """The factions that have a number of UCDP's."""
        return {faction for ids in self._by_number.values() for faction in ids}

    def match(
        self, actor: Actor, first: dt.date | None, last: dt.date | None
    ) -> Match | None:
        """Return the faction that an actor is in some days; None for none, or several."""
        if actor.id is not None and (ids := self._by_number.get(actor.id)):
            return Match(ids[0], f"{REGISTER} id") if len(ids) == 1 else None
        ways: dict[str, str] = {}
        for name in actor.names:
            if not (_is_abbreviation(name) or self._actors.is_shared(name)):
                for faction, how, period in self._by_name.get(folded(name), ()):
                    if first is None or period.overlaps(first, last):
                        ways.setdefault(faction, how)
        if actor.id is not None:
            # A faction with another number is another actor, whatever both are called.
            ways = {f: how for f, how in ways.items() if f not in self.numbered}
        return Match(*ways.popitem()) if len(ways) == 1 else None


def _is_abbreviation(name: str) -> bool:
    """Tell whether a name is an abbreviation, which others elsewhere may have as well."""
    return name.isupper() and name.isalnum()


def _names(faction: Faction) -> Iterator[tuple[str, str, Period]]:
    """Yield the names of a faction, of which kind each is, and when it was in use."""
    yield faction.name, "name", Period()
    for alias in faction.aliases:
        since = None if alias.since is None else alias.since.first
        until = None if alias.until is None else alias.until.last
        yield alias.name, "alias", Period(since, until)
    if faction.kind is FactionKind.STATE:
        yield f"{_GOVERNMENT}{faction.name}", "name of a state", Period()


def _sides(kind: Kind, row: Row) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the numbers and the names of each side of a row."""
    if kind is Kind.ACTORS:
        columns = ["NameData", "NameOrigFullEng", "NameOrigFull", "NameOrig"]
        yield numbers(row["ActorId"]), [row[column] for column in columns]
        return
    for side in ("side_a", "side_b"):
        own = side if kind is Kind.ARMED else f"{side}_name"
        columns = [own, f"{side}_name_fulltext", f"{side}_name_mothertongue"]
        yield members(row, side), [row[column] for column in columns]
