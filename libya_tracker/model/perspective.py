"""The subject of a question: a registry, seen from a point, through a lens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.frozen import frozen
from libya_tracker.model.query import EVERYTHING, Lens, Point, describe_persistence
from libya_tracker.model.records import Claim, Entry, Registry, grade
from libya_tracker.model.vocabulary import Status


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
        known = self.index.known_since[entry.id] <= self.point.known
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
        index, known = self.index, self.point.known
        return tuple(
            name
            for name in claim.sources
            if index.appeared.get(name, known) <= known
            and not (name in index.withdrawn and index.withdrawn[name] <= known)
        )

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
        if claim.status is Status.CONFIRMED and len(self.voices(claim)) < 2:
            return Status.REPORTED
        return claim.status

    def grade(self, claim: Claim) -> str | None:
        """Return the Admiralty grade of a claim, by its sources that are out."""
        return grade(self.registry.sources, self.sources_out(claim), claim.credibility)

    def known_claims(
        self, wanted: Callable[[Claim], bool] | None = None
    ) -> Iterator[Claim]:
        """Yield, in order, the claims known at the point, of any day, retracted or not.

        They are all, or those wanted.
        """
        lens = self.lens
        ordered: Iterable[Claim] = self.index.ordered
        if wanted is not None:
            ordered = filter(wanted, ordered)
        candidates = ordered if lens.unrestricted else filter(lens.admits, ordered)
        known_since, known = self.index.known_since, self.point.known
        scenarios = {None, self.point.scenario}
        for claim in candidates:
            if known_since[claim.id] <= known and claim.scenario in scenarios:
                yield claim

    def visible_claims(self) -> Iterator[Claim]:
        """Yield, in order, the claims visible at the point, of any day."""
        doubtful = self.index.taken_back
        for claim in self.known_claims():
            if claim.id not in doubtful or self.is_visible(claim):
                yield claim

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
        weakest, day = (self.lens.min_status or Status.ALLEGED).rank, self.point.day
        known_since, known = self.index.known_since, self.point.known
        scenarios = (None, self.point.scenario)
        claims = [
            claim
            for claim in self.index.ordered
            if claim.date.first <= day
            and claim.status.rank <= weakest
            and known_since[claim.id] <= known
            and claim.scenario in scenarios
        ]
        if not self.lens.unrestricted:
            claims = [claim for claim in claims if self.lens.admits(claim)]
        if weakest == Status.CONFIRMED.rank:
            claims = [c for c in claims if self.status_of(c) is Status.CONFIRMED]
        doubtful = self.index.taken_back
        if not doubtful:
            return claims
        return [c for c in claims if c.id not in doubtful or self.is_visible(c)]

    def expectations(self) -> Iterator[Claim]:
        """Yield, in order, the expectations known at the point, retracted or not."""
        for claim in self.index.expectations:
            if self.lens.admits(claim) and self.is_known(claim):
                yield claim

    def denials(self) -> Iterator[Claim]:
        """Yield, in order, the visible denials of a day up to the point's."""
        for claim in self.index.denials:
            if (
                claim.date.first <= self.point.day
                and self.lens.admits(claim)
                and self.is_visible(claim)
            ):
                yield claim
