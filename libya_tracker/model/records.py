"""The records of a registry, as its keeper wrote them: sources, factions, claims, what-ifs.

The words are those of the field: grades after the Admiralty system (NATO AJP-2.1:
reliability A to F, credibility 1 to 6), claims that each carry date and sources after
Security Force Monitor, two clocks after Snodgrass (valid time and transaction time).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from operator import attrgetter

from libya_tracker.errors import Location
from libya_tracker.model.dates import FuzzyDate, Moment
from libya_tracker.model.frozen import frozen
from libya_tracker.model.vocabulary import (
    Credibility,
    Kind,
    Outcome,
    Relation,
    Reliability,
    Status,
)
from libya_tracker.named_tuples import NamedTuple

#: Of ``ids``, the names of other registers with the id there, such as of ``wikidata``;
#: of ``own_keys``, the keeper's own (``x-…``), each with its value as JSON.
Pairs = tuple[tuple[str, str], ...]


class Source(NamedTuple):
    """Somebody who says something: an article, a report, a statement."""

    id: str
    where: Location
    title: str | None = None
    publisher: str | None = None
    date: FuzzyDate | None = None
    url: str | None = None
    archive_url: str | None = None
    accessed: FuzzyDate | None = None
    reliability: Reliability | None = None
    #: The source that this one repeats; both count as one voice.
    origin: str | None = None
    #: When its publisher took it back: from then on nothing rests on it or its copies.
    withdrawn: FuzzyDate | None = None
    note: str | None = None
    ids: Pairs = ()
    tags: tuple[str, ...] = ()
    own_keys: Pairs = ()


class Alias(NamedTuple):
    """Another name of a faction, valid for good or from ``since`` to ``until``."""

    name: str
    since: FuzzyDate | None = None
    until: FuzzyDate | None = None

    def covers(self, day: dt.date) -> bool:
        """Tell whether the name can have been in use on a day."""
        return _covers(self, day)

    @property
    def period(self) -> str:
        """When it was in use, in words; nothing for good."""
        return _time(self)


class Leader(NamedTuple):
    """Somebody who led a faction, and when."""

    name: str
    role: str | None = None
    since: FuzzyDate | None = None
    until: FuzzyDate | None = None

    def covers(self, day: dt.date) -> bool:
        """Tell whether that can have been so on a day."""
        return _covers(self, day)

    @property
    def period(self) -> str:
        """When that was, in words; nothing where it is not said."""
        return _time(self)


class Faction(NamedTuple):
    """An actor that takes sides: a group, a state, an operation, a commander."""

    id: str
    where: Location
    name: str
    aliases: tuple[Alias, ...] = ()
    kind: Kind | None = None
    area: str | None = None
    leaders: tuple[Leader, ...] = ()
    founded: FuzzyDate | None = None
    dissolved: FuzzyDate | None = None
    note: str | None = None
    ids: Pairs = ()
    tags: tuple[str, ...] = ()
    own_keys: Pairs = ()


class Claim(NamedTuple):
    """A claim about the relation of one faction to another on a day.

    Claims are never edited: history is corrected by adding.
    """

    id: str
    where: Location
    #: Position among all entries of the file: decides between claims of one day.
    place: int
    faction: str
    relation: Relation
    to: str
    date: FuzzyDate
    #: The faction a tie with which this claim ends.
    ends_tie_with: str | None = None
    until: FuzzyDate | None = None
    status: Status = Status.REPORTED
    credibility: Credibility | None = None
    by: str | None = None
    sources: tuple[str, ...] = ()
    note: str | None = None
    recorded: Moment | None = None
    retracts: tuple[str, ...] = ()
    scenario: str | None = None
    #: Whether the tie began on ``date``; else it stood then, and since when is not said.
    begins: bool = False
    #: Whether the file has its id. One that is derived shifts with the claims above it.
    own_id: bool = False
    tags: tuple[str, ...] = ()
    own_keys: Pairs = ()


class Retraction(NamedTuple):
    """A statement that earlier claims no longer stand, from ``recorded`` on."""

    id: str
    where: Location
    place: int
    retracts: tuple[str, ...]
    recorded: Moment
    note: str | None = None
    scenario: str | None = None
    own_keys: Pairs = ()


class Scenario(NamedTuple):
    """A what-if: claims laid over the record, never mixed into it."""

    id: str
    where: Location
    title: str | None = None
    outcome: Outcome = Outcome.PENDING
    resolved_by: str | None = None
    own_keys: Pairs = ()


Entry = Claim | Retraction
Record = Entry | Faction | Source | Scenario
#: Two factions, by their ids, the one whose tie is meant first.
Pair = tuple[str, str]

#: What an entry does not say: how it is referred to, where it stands, when it was recorded,
#: and what its keeper keeps beside it.
_NO_CONTENT = {"id", "own_id", "where", "place", "recorded", "own_keys"}
_CONTENT = {
    kind: attrgetter(*(key for key in kind._fields if key not in _NO_CONTENT))
    for kind in (Claim, Retraction)
}


def content(entry: Entry) -> Hashable:
    """Return what an entry says, lists as sets: every key but some."""
    return tuple(
        frozenset(value) if isinstance(value, tuple) else value
        for value in _CONTENT[type(entry)](entry)
    )


def says_the_same(a: Entry, b: Entry) -> bool:
    """Tell whether two entries say the same, in the record or in the same what-if."""
    return a is b or content(a) == content(b)


#: Relations by which the first faction came out of the second.
ORIGINS = frozenset({Relation.SPLINTER, Relation.SUCCEEDS})
#: Relations by which one of the two factions went on as the other.
ENDS = frozenset({Relation.MERGED, Relation.SUCCEEDS})


class LineageStep(NamedTuple):
    """One event of lineage: the faction before it, the one after, and the claim."""

    before: str
    after: str
    claim: Claim

    @classmethod
    def of(cls, claim: Claim) -> LineageStep:
        """Return the step that a claim of lineage asserts."""
        if claim.relation is Relation.MERGED:
            return cls(claim.faction, claim.to, claim)
        return cls(claim.to, claim.faction, claim)


@frozen(frozen=True)
class Registry:
    """A registry in hand, which is a valid one: every reference in it resolves."""

    file: str
    title: str | None
    sources: Mapping[str, Source]
    factions: Mapping[str, Faction]
    #: The record first, then the scenarios', each in file order.
    entries: tuple[Entry, ...]
    scenarios: Mapping[str, Scenario]
    own_keys: Pairs = ()

    @property
    def name(self) -> str:
        """What it is called: its title, else its file."""
        return self.title or self.file

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Every claim by its id, those of scenarios included."""
        return {entry.id: entry for entry in self.entries if type(entry) is Claim}

    def claim(self, name: str) -> Claim | None:
        """Return the claim of an id, without looking at the ids of all."""
        claims = (entry for entry in self.entries if entry.id == name)
        return next((entry for entry in claims if isinstance(entry, Claim)), None)

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each faction in the file."""
        return {faction: place for place, faction in enumerate(self.factions)}

    def counts(self, faction: str, relation: Relation, to: str) -> bool:
        """Tell whether a tie counts on this side: a two-way one does on its first only.

        That is the side of the faction that is first in the file.
        """
        return not relation.two_way or self.order[faction] < self.order[to]

    def chain(self, source: str) -> Iterator[Source]:
        """Yield a source, the one it repeats, and so on to the one that spoke first."""
        name: str | None = source
        while name is not None:
            yield self.sources[name]
            name = self.sources[name].origin

    @cached_property
    def origins(self) -> Mapping[str, str]:
        """The voice behind each source: itself, or at the root the one that it repeats."""
        roots: dict[str, str] = {}
        for source in self.sources:
            chain = [source]
            while chain[-1] not in roots and (origin := self.sources[chain[-1]].origin):
                chain.append(origin)
            roots |= dict.fromkeys(chain, roots.get(chain[-1], chain[-1]))
        return roots


def _covers(holder: Alias | Leader, day: dt.date) -> bool:
    return not (
        (holder.since is not None and day < holder.since.first)
        or (holder.until is not None and day > holder.until.last)
    )


def _time(holder: Alias | Leader) -> str:
    words = ("from", holder.since), ("to" if holder.since else "until", holder.until)
    return " ".join(f"{word} {date}" for word, date in words if date is not None)


def sources_of(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Return every source that claims cite, once, in the order of the claims."""
    return tuple(dict.fromkeys(name for claim in claims for name in claim.sources))


def grade(
    sources: Mapping[str, Source], names: Iterable[str], credibility: Credibility | None
) -> str | None:
    """Return the Admiralty grade: best reliability, credibility; ``-`` where missing."""
    letters = [r for name in names if (r := sources[name].reliability)]
    if not letters and credibility is None:
        return None
    return min(letters, default="-") + (credibility or "-")
