"""The actors of other data sets, and which faction of ours each of them is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from libya_tracker.model.folding import folded
from libya_tracker.model.query import Period
from libya_tracker.model.records import Faction, Registry
from libya_tracker.model.vocabulary import Kind
from libya_tracker.named_tuples import NamedTuple


class DataSet(NamedTuple):
    """Another data set, such as UCDP: what it is called, and how it names actors."""

    #: What its ids stand under in the ``ids`` of a faction.
    register: str
    title: str
    #: What it puts before the name of a state for its government, or its army.
    state_prefixes: tuple[str, ...] = ()
    #: Why some of what it says is for a person to review: it …
    unclear: str = "gives no day"

    @property
    def id_name(self) -> str:
        """What its ids are called."""
        return f"{self.register} id"


class Actor(NamedTuple):
    """An actor of a data set: its id there, where that is known, and what it is called."""

    id: str | None
    names: tuple[str, ...] = ()
    #: Its name without a period or a place in brackets, where it has such.
    bare: str | None = None
    #: Whether others there are called the same without brackets: it may be any of them.
    is_bare_shared: bool = False

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
        self._numbered = numbered(registry, data_set)
        self._by_id: dict[str, list[str]] = {}
        self._by_name: dict[str, list[tuple[str, str, Period]]] = {}
        self._bearers_of: dict[str, list[tuple[str, str, Period]]] = {}
        for faction in registry.factions.values():
            for register, number in faction.ids:
                if register == data_set.register:
                    self._by_id.setdefault(number, []).append(faction.id)
            for name, how, period in self._names(faction):
                self._by_name.setdefault(folded(name), []).append((faction.id, how, period))

    def match(
        self, actor: Actor, first: dt.date | None, last: dt.date | None
    ) -> Match | None:
        """Return the faction that an actor is in some days; None for none, or several."""
        if actor.id is not None and (ids := self._by_id.get(actor.id)):
            return Match(ids[0], self._data_set.id_name) if len(ids) == 1 else None
        ways: dict[str, str] = {}
        for name in actor.names:
            for faction, how, period in self._bearers(name):
                # A faction with another id is another actor, though both have one name; but
                # who wrote down an alias said whom it means, as with an id.
                if actor.id and how != "alias" and faction in self._numbered:
                    continue
                if first is None or period.overlaps(first, last):
                    ways.setdefault(faction, how)
        if not ways and actor.bare is not None and not actor.is_bare_shared:
            ways = {
                faction: f"{how} without brackets"
                for faction, how, _ in self._bearers(actor.bare)
                if how != "alias" and faction not in self._numbered
            }
        return Match(*ways.popitem()) if len(ways) == 1 else None

    def candidates(self, actor: Actor) -> set[str]:
        """Return the factions that an actor could be, though it may match none of them.

        They have its id, or one of its names: at another time, as others do, or beside
        another id.
        """
        names = filter(None, (*actor.names, actor.bare))
        alike = [one for name in names for one in self._by_name.get(folded(name), ())]
        return {*self._by_id.get(actor.id or "", ()), *(faction for faction, _, _ in alike)}

    def _bearers(self, name: str) -> Sequence[tuple[str, str, Period]]:
        """Return who has a name, of which kind it is, and when it was in use."""
        if name not in self._bearers_of:  # a data set repeats the same names over and over
            key = folded(name)
            is_vague = _is_abbreviation(name) or key in self._shared
            self._bearers_of[name] = [] if is_vague else self._by_name.get(key, [])
        return self._bearers_of[name]

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


def numbered(registry: Registry, data_set: DataSet) -> set[str]:
    """Return the factions that have an id of a data set."""
    return {
        faction.id
        for faction in registry.factions.values()
        if any(register == data_set.register for register, _ in faction.ids)
    }


def _is_abbreviation(name: str) -> bool:
    """Tell whether a name is an abbreviation, which others elsewhere may have as well."""
    return name.isupper() and name.isalnum()
