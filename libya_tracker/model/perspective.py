"""The subject of a question: a registry, seen from a point, through a lens."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter

from libya_tracker.model.claims import ClaimIndex, in_order
from libya_tracker.model.frozen import frozen
from libya_tracker.model.query import (
    EVERYTHING,
    ClaimFilter,
    Lens,
    Point,
    describe_persistence,
)
from libya_tracker.model.records import Claim, Entry, Registry, grade
from libya_tracker.model.vocabulary import Status

#: Python 3.11 looks the member of an enumeration up in three steps, each time.
_CONFIRMED = Status.CONFIRMED


@frozen(frozen=True, slots=True)
class Perspective:
    """A registry seen from a point through a lens.

    It answers which claims count there; what follows from them is the analysis.
    """

    index: ClaimIndex
    point: Point
    lens: Lens = EVERYTHING

    @classmethod
    def of(cls, registry: Registry, point: Point, lens: Lens = EVERYTHING) -> Perspective:
        """Return the perspective on a registry that has no index yet."""
        return cls(ClaimIndex(registry), point, lens)

    @property
    def registry(self) -> Registry:
        """The registry."""
        return self.index.registry

    @property
    def day(self) -> dt.date:
        """The day of the point."""
        return self.point.day

    def on(self, day: dt.date) -> Perspective:
        """Return the same perspective on another day."""
        return Perspective(self.index, replace(self.point, day=day), self.lens)

    def supposing(self, scenario: str | None) -> Perspective:
        """Return the same perspective under another what-if, or under none."""
        return replace(self, point=replace(self.point, scenario=scenario))

    def describe(self) -> str:
        """Return in words as of when an answer is true, and what was left out of it."""
        return ", ".join([f"as known on {self.point.known}", *self.conditions()])

    def conditions(self) -> list[str]:
        """Return in words what is supposed, and what was left out of an answer."""
        point, lens = self.point, self.lens
        words = []
        if point.scenario:
            words.append(f"supposing {point.scenario!r}")
        if lens.min_status:
            words.append(f"claims at least {lens.min_status}")
        if lens.source or lens.speaker in self.registry.factions:
            words.append(f"according to {lens.source or lens.speaker}")
        elif lens.speaker:
            words.append(f"according to {lens.speaker!r}")
        if lens.persist is not None:
            words.append(describe_persistence(lens.persist))
        return words

    def is_known(self, entry: Entry) -> bool:
        """Tell whether an entry was known at the point, even if it was retracted later."""
        scenarios = {None, self.point.scenario}
        known = self.index.known_since(entry) <= self.point.known
        return known and entry.scenario in scenarios

    def retractions_of(self, entry: Entry) -> list[Entry]:
        """Return the entries known at the point that retract an entry."""
        retracting = self.index.retractions.get(entry.id, ())
        return [retraction for retraction in retracting if self.is_known(retraction)]

    def is_visible(self, entry: Entry) -> bool:
        """Tell whether an entry is known at the point, and still stands there."""
        return (
            self.is_known(entry)
            and not self.retractions_of(entry)
            and not (isinstance(entry, Claim) and self.rests_on_nothing(entry))
        )

    def rests_on_nothing(self, claim: Claim) -> bool:
        """Tell whether every source of a claim was withdrawn by the point."""
        withdrawn, known = self.index.withdrawn, self.point.known
        return bool(claim.sources) and all(
            name in withdrawn and withdrawn[name] <= known for name in claim.sources
        )

    def sources_out(self, claim: Claim) -> tuple[str, ...]:
        """Return the sources of a claim that are out at the point, and not withdrawn."""
        return self.index.sources_out(self.point.known)[claim.sources]

    def voices(self, claim: Claim) -> frozenset[tuple[str, str]]:
        """Return who makes a claim: its speaker, else the origins of its sources."""
        sources = self.sources_out(claim)
        if claim.by is not None:
            silent = claim.sources and not sources
            return frozenset() if silent else frozenset({("by", claim.by)})
        origins = self.registry.origins
        return frozenset(("source", origins[name]) for name in sources)

    def status_of(self, claim: Claim) -> Status:
        """Return how sure a claim is at the point: confirmed takes two voices."""
        if claim.status is _CONFIRMED and len(self.voices(claim)) < 2:
            return Status.REPORTED
        return claim.status

    def grade(self, claim: Claim) -> str | None:
        """Return the Admiralty grade of a claim, by its sources that are out."""
        return grade(self.registry.sources, self.sources_out(claim), claim.credibility)

    def known_claims(self, query: ClaimFilter) -> list[Claim]:
        """Return, in order, the claims known at the point that a query wants, of any day.

        They may have been retracted.
        """
        index, known = self.index, self.point.known
        claims = index.those(query)
        claims = [claim for claim in claims if index.known_since(claim) <= known]
        return self._admitted(claims)

    def visible_claims(self) -> Iterator[Claim]:
        """Yield, in order, the claims visible at the point, of any day."""
        yield from self._standing(self._known(self.index.ordered))

    def _known(self, claims: list[Claim]) -> list[Claim]:
        """Return those of some claims that are known at the point, retracted or not.

        What can leave none of them out is not asked of each: there can be a million.
        """
        index, known = self.index, self.point.known
        if not index.all_known(known):
            claims = [claim for claim in claims if index.known_since(claim) <= known]
        return self._admitted(claims)

    def _admitted(self, claims: list[Claim]) -> list[Claim]:
        """Return those of the record or the what-if that the lens lets through."""
        if self.registry.scenarios:
            scenarios = (None, self.point.scenario)
            claims = [claim for claim in claims if claim.scenario in scenarios]
        lens = self.lens
        return claims if lens.unrestricted else [*filter(lens.admits, claims)]

    def _begun(self, claims: list[Claim]) -> list[Claim]:
        """Return those of some claims, in order, whose first day is by the point's."""
        return claims[: bisect_right(claims, self.day, key=attrgetter("date.first"))]

    def _standing(self, claims: list[Claim]) -> list[Claim]:
        """Return those of some claims known at the point that were not taken back."""
        if not (doubtful := self.index.taken_back):
            return claims
        return [c for c in claims if c.id not in doubtful or self.is_visible(c)]

    def latest(self) -> tuple[Claim, dt.date] | None:
        """Return the claim that speaks of the latest day by the point's, and that day.

        One with an ``until`` speaks of each day up to it, one ``..D`` of D.
        """
        best: tuple[Claim, dt.date] | None = None
        for claim in reversed(self.index.ordered):
            day = (claim.until or claim.date).last
            later = best is None or best[1] < day
            if later and claim.date.first <= self.day and self.is_visible(claim):
                best = claim, min(day, self.day)
                if best[1] == self.day:
                    break
        return best

    def effective(self) -> list[Claim]:
        """Return, in order, the claims that make the state at the point."""
        return in_order(self.effective_in_file())

    def effective_in_file(self) -> list[Claim]:
        """Return the same claims, in the order of the file."""
        weakest, day = (self.lens.min_status or Status.ALLEGED).rank, self.day
        claims = [
            claim
            for claim in self._known(self.index.claims)
            if claim.status.rank <= weakest and claim.date.first <= day
        ]
        if weakest == _CONFIRMED.rank:
            claims = [c for c in claims if self.status_of(c) is _CONFIRMED]
        return self._standing(claims)

    def expectations(self) -> Iterator[Claim]:
        """Yield, in order, the expectations known at the point, retracted or not."""
        for claim in self.index.expectations:
            if self.lens.admits(claim) and self.is_known(claim):
                yield claim

    def denials(self) -> list[Claim]:
        """Return, in order, the visible denials of a day up to the point's."""
        return self._standing(self._known(self._begun(self.index.denials)))
