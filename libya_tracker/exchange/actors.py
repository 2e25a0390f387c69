"""The actors of other data sets, and which faction of ours each of them is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from libya_tracker.model.query import Period
from libya_tracker.model.records import Faction, Registry
from libya_tracker.model.spelling import folded
from libya_tracker.model.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class DataSet:
    """Another data set, such as UCDP: what it is called, and how it names actors."""

    #: What its ids stand under in the ``ids`` of a faction.
    register: str
    title: str
    #: What it puts before the name of a state for its government, or its army.
    state_prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of a data set: its id there, where that is known, and what it is called."""

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


class Matcher:
    """Tells which faction an actor is: by its id there, else by a name in full."""

    def __init__(
        self, registry: Registry, data_set: DataSet, shared: frozenset[str] = frozenset()
    ) -> None:
        """Take up a registry; ``shared`` are the folded names of more actors than one."""
        self._data_set, self._shared = data_set, shared
        self._by_id: dict[str, list[str]] = {}
        self._by_name: dict[str, list[tuple[str, str, Period]]] = {}
        for faction in registry.factions.values():
            for register, number in faction.ids:
                if register == data_set.register:
                    self._by_id.setdefault(number, []).append(faction.id)
            for name, how, period in self._names(faction):
                self._by_name.setdefault(folded(name), []).append((faction.id, how, period))

    @property
    def numbered(self) -> set[str]:
        """The factions that have an id of the data set."""
        return {faction for ids in self._by_id.values() for faction in ids}

    def match(
        self, actor: Actor, first: dt.date | None, last: dt.date | None
    ) -> Match | None:
        """Return the faction that an actor is in some days; None for none, or several."""
        if actor.id is not None and (ids := self._by_id.get(actor.id)):
            how = f"{self._data_set.register} id"
            return Match(ids[0], how) if len(ids) == 1 else None
        ways: dict[str, str] = {}
        for name in actor.names:
            if not (_is_abbreviation(name) or folded(name) in self._shared):
                for faction, how, period in self._by_name.get(folded(name), ()):
                    if first is None or period.overlaps(first, last):
                        ways.setdefault(faction, how)
        if actor.id is not None:
            # A faction with another id is another actor, whatever both are called.
            ways = {f: how for f, how in ways.items() if f not in self.numbered}
        return Match(*ways.popitem()) if len(ways) == 1 else None

    def _names(self, faction: Faction) -> Iterator[tuple[str, str, Period]]:
        """Yield the names of a faction, of which kind each is, and when it was in use."""
        yield faction.name, "name", Period()
        for alias in faction.aliases:
            since = None if alias.since is None else alias.since.first
            until = None if alias.until is None else alias.until.last
            yield alias.name, "alias", Period(since, until)
        if faction.kind is Kind.STATE:
            for prefix in self._data_set.state_prefixes:
                yield f"{prefix}{faction.name}", "name of a state", Period()


def _is_abbreviation(name: str) -> bool:
    """Tell whether a name is an abbreviation, which others elsewhere may have as well."""
    return name.isupper() and name.isalnum()
