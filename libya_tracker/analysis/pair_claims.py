"""The claims about two factions, as a registry of their own: when what they say changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from libya_tracker.analysis.spells import spells_at
from libya_tracker.model.claims import ClaimIndex, in_file
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim, Entry, Pair, Registry


@dataclass(frozen=True, slots=True)
class PairClaims:
    """The claims about two factions, as a registry of their own."""

    pair: Pair
    index: ClaimIndex

    @property
    def claims(self) -> list[Claim]:
        """The claims about the pair."""
        return self.index.ordered

    @property
    def scenarios(self) -> frozenset[str]:
        """The what-ifs that say something of the pair."""
        entries = self.index.registry.entries
        return frozenset(entry.scenario for entry in entries if entry.scenario)

    def knowledge(self, until: dt.date) -> list[dt.date]:
        """Return the days up to one on which what is known of the pair changes."""
        return knowledge(self.index, until)


def knowledge(index: ClaimIndex, until: dt.date) -> list[dt.date]:
    """Return the days up to one on which what is known of some claims changes."""
    days = {
        *(index.known_since(entry) for entry in index.registry.entries),
        *index.appeared.values(),
        *index.withdrawn.values(),
    }
    return sorted(day for day in days if day <= until)


def by_pair(registry: Registry) -> Iterator[PairClaims]:
    """Yield the claims about each pair, with the entries that retract them."""
    entries: dict[Pair, dict[str, Entry]] = {}
    for claim in registry.claims.values():
        for other in {claim.to: None, claim.ends_tie_with or claim.to: None}:
            first, second = sorted((claim.faction, other), key=registry.order.__getitem__)
            entries.setdefault((first, second), {})[claim.id] = claim
    retractions = ClaimIndex(registry).retractions
    for pair, claims in entries.items():
        own = dict(claims)
        for name in claims:
            own |= {entry.id: entry for entry in retractions.get(name, ())}
        yield PairClaims(pair, ClaimIndex(registry_of(registry, [*own.values()])))


def at(perspective: Perspective, part: PairClaims, known: dt.date) -> Perspective:
    """Return the same perspective on the claims about a pair, as known on a day."""
    point = replace(perspective.point, known=known)
    return Perspective(part.index, point, perspective.lens)


def first_affected(
    perspective: Perspective, part: PairClaims, before: dt.date
) -> dt.date | None:
    """Return the first day of which anything was learned since another day, if it was."""
    index = part.index

    def is_new(day: dt.date | None) -> bool:
        return day is not None and before < day <= perspective.point.known

    def is_affected(claim: Claim) -> bool:
        return (
            is_new(index.known_since(claim))
            or any(
                is_new(index.known_since(r)) for r in index.retractions.get(claim.id, ())
            )
            or any(is_new(index.appeared.get(name)) for name in claim.sources)
            or any(is_new(index.withdrawn.get(name)) for name in claim.sources)
        )

    affected = [claim for claim in part.claims if is_affected(claim)]
    if affected and perspective.lens.persist is not None:  # it goes by what came later
        return dt.date.min
    return min((claim.date.first for claim in affected), default=None)


def days_of(perspective: Perspective, part: PairClaims) -> set[int]:
    """Return the days up to the last on which an answer about a pair can change."""
    days = {day for claim in part.claims for day in _turns(claim)}
    for faction in part.index.registry.factions.values():
        if faction.dissolved is not None:
            days |= {faction.dissolved.first.toordinal(), _after(faction.dissolved)}
    if part.index.denials:  # who denies a tie may say otherwise later
        days |= {
            part.index.known_since(entry).toordinal()
            for entry in part.index.registry.entries
        }
    if (spells := spells_at(perspective).of(part.pair)) is not None:
        readings = spells[0].readings
        if not readings.settled or perspective.lens.persist is not None:
            days.update(readings.turns)
    first, last = dt.date.min.toordinal(), perspective.day.toordinal()
    return {first} | {day for day in days if first <= day <= last}


def _turns(claim: Claim) -> Iterator[int]:
    """Yield the days on which it can change what is answered that a claim speaks of."""
    yield claim.date.first.toordinal()
    if not (claim.date.exact and claim.status.effective):
        yield _after(claim.date)
    if claim.until is not None:
        yield from (claim.until.first.toordinal(), _after(claim.until))


def _after(date: FuzzyDate) -> int:
    """Return the day after all that a date can mean."""
    return date.last.toordinal() + 1


def registry_of(registry: Registry, entries: Sequence[Entry]) -> Registry:
    """Return a registry of some entries, with the factions and the sources in them."""
    names: set[str] = set()
    sources: set[str] = set()
    for entry in entries:
        if isinstance(entry, Claim):
            names |= {entry.faction, entry.to, entry.ends_tie_with or entry.to}
            sources |= {link.id for name in entry.sources for link in registry.chain(name)}
    order = registry.order
    return replace(
        registry,
        entries=tuple(sorted(entries, key=in_file)),
        factions={
            name: registry.factions[name] for name in sorted(names, key=order.__getitem__)
        },
        sources={name: registry.sources[name] for name in sorted(sources)},
    )
