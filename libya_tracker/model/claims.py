"""Which claims count at a point: known by then, not taken back, of those asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from operator import attrgetter

from libya_tracker.model.query import Lens, Point
from libya_tracker.model.records import Claim, Entry, Registry
from libya_tracker.model.vocabulary import Status


class ClaimIndex:
    """A registry's claims in the order of their effect, with the day each was known.

    The order is that of the first day a claim can mean, then of the file; a scenario's
    claims come after the record's on the same day.
    """

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    @cached_property
    def ordered(self) -> list[Claim]:
        """Every claim of the registry, in order, whether it is known or not."""
        changes = list(self.registry.claims.values())
        # Two stable sorts by one key each are quicker than one by a key made of several.
        changes.sort(key=lambda claim: (claim.scenario is not None, claim.place))
        changes.sort(key=attrgetter("date.first"))
        return changes

    @cached_property
    def known_since(self) -> dict[str, dt.date]:
        """The day on which each entry became known, by its id.

        That is when it was recorded; else when the earliest of its sources can last have
        appeared; else the first day it can mean.
        """
        published = {
            source.id: source.date.last
            for source in self.registry.sources.values()
            if source.date is not None
        }
        first = _Earliest(published)
        return {
            entry.id: entry.recorded.day
            if entry.recorded is not None
            else first[entry.sources] or entry.date.first
            for entry in self.registry.entries
        }

    @cached_property
    def retractions(self) -> dict[str, list[Entry]]:
        """The entries that take each claim back, by the claim's id."""
        found: dict[str, list[Entry]] = {}
        for entry in self.registry.entries:
            for claim in entry.retracts:
                found.setdefault(claim, []).append(entry)
        return found

    @cached_property
    def denials(self) -> list[Claim]:
        """The claims that something is not so, in order."""
        return [claim for claim in self.ordered if claim.status is Status.DENIED]

    def visible_claims(self, point: Point, lens: Lens) -> Iterator[Claim]:
        """Yield, in order, the claims known at a point and not taken back, of any day."""
        retracted = self.retractions
        for claim in self.known_claims(point, lens):
            if claim.id not in retracted or self.is_visible(claim, point):
                yield claim

    def known_claims(self, point: Point, lens: Lens) -> Iterator[Claim]:
        """Yield, in order, every claim made by a point, those taken back since included."""
        admitted = self.ordered if lens.unrestricted else filter(lens.admits, self.ordered)
        known, by, scenarios = self.known_since, point.known, {None, point.scenario}
        for claim in admitted:
            if known[claim.id] <= by and claim.scenario in scenarios:
                yield claim

    def effective(self, point: Point, lens: Lens) -> list[Claim]:
        """Return, in order, the claims that make the state at a point."""
        weakest, day = (lens.min_status or Status.ALLEGED).rank, point.day
        known, by, scenarios = self.known_since, point.known, (None, point.scenario)
        claims = [
            claim
            for claim in self.ordered
            if claim.date.first <= day
            and claim.status.rank <= weakest
            and known[claim.id] <= by
            and claim.scenario in scenarios
        ]
        if not lens.unrestricted:
            claims = [claim for claim in claims if lens.admits(claim)]
        taken = self.retractions
        if not taken:
            return claims
        return [c for c in claims if c.id not in taken or self.is_visible(c, point)]

    def is_visible(self, entry: Entry, point: Point) -> bool:
        """Tell whether an entry is known at a point, and none known then takes it back."""
        return self.is_known(entry, point) and not any(
            self.is_known(retraction, point)
            for retraction in self.retractions.get(entry.id, ())
        )

    def is_known(self, entry: Entry, point: Point) -> bool:
        """Tell whether an entry had been made by a point, taken back since or not."""
        return self.known_since[entry.id] <= point.known and entry.scenario in {
            None,
            point.scenario,
        }


class _Earliest(dict[tuple[str, ...], "dt.date | None"]):
    """The day by which the earliest of some sources had appeared, found once a list."""

    def __init__(self, published: dict[str, dt.date]) -> None:
        super().__init__()
        self._published = published

    def __missing__(self, sources: tuple[str, ...]) -> dt.date | None:
        days = [self._published[name] for name in sources if name in self._published]
        self[sources] = min(days, default=None)
        return self[sources]
