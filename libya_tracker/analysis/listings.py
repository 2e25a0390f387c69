"""The other two tables of a registry, as rows: its factions and its sources."""

from __future__ import annotations

from collections import Counter

from libya_tracker.analysis.rows import joined, row_of
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Kind
from libya_tracker.named_tuples import NamedTuple


class FactionRow(NamedTuple):
    """One faction as its keeper describes it."""

    faction: str
    name: str
    kind: Kind | None
    area: str | None
    aliases: tuple[str, ...]
    leaders: tuple[str, ...]
    founded: FuzzyDate | None
    dissolved: FuzzyDate | None
    claims: int
    note: str | None
    #: Its ids in other registers, such as ``wikidata=Q1016``.
    ids: tuple[str, ...]
    tags: tuple[str, ...]


class SourceRow(NamedTuple):
    """One source, the voice behind it, and how many claims cite it."""

    source: str
    title: str | None
    publisher: str | None
    date: FuzzyDate | None
    reliability: str | None
    origin: str
    claims: int
    url: str | None
    archive_url: str | None
    accessed: FuzzyDate | None
    withdrawn: FuzzyDate | None
    note: str | None
    ids: tuple[str, ...]
    tags: tuple[str, ...]


def factions(registry: Registry) -> list[FactionRow]:
    """Return every faction, in the order of the file."""
    claims = Counter(
        name
        for claim in registry.claims.values()
        for name in {claim.faction, claim.to, claim.ends_tie_with}
    )
    return [
        row_of(
            FactionRow,
            faction,
            faction=faction.id,
            aliases=tuple(alias.name for alias in faction.aliases),
            leaders=tuple(leader.name for leader in faction.leaders),
            claims=claims[faction.id],
            ids=joined(faction.ids),
        )
        for faction in registry.factions.values()
    ]


def sources(registry: Registry) -> list[SourceRow]:
    """Return every source, in the order of the file."""
    claims = Counter(name for claim in registry.claims.values() for name in claim.sources)
    return [
        row_of(
            SourceRow,
            source,
            source=source.id,
            origin=registry.origins[source.id],
            claims=claims[source.id],
            ids=joined(source.ids),
        )
        for source in registry.sources.values()
    ]
