"""The claims of a registry in order, the day each became known, and what retracts it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from libya_tracker.model.query import ClaimFilter
from libya_tracker.model.records import Claim, Entry, Registry
from libya_tracker.model.vocabulary import Status


class ClaimIndex:
    """A registry's claims in the order of their effect, with the day each was known.

    The order is that of the first day a claim can mean, then of the file; a scenario's
    claims come after the record's on the same day.
    """

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._sources_out: dict[dt.date, _SourcesOut] = {}
        self._by_statuses: dict[tuple[Status, ...], list[Claim]] = {}

    @cached_property
    def ordered(self) -> list[Claim]:
        """Every claim of the registry, in order, whether it is known or not."""
        return in_order(self.claims)

    @cached_property
    def claims(self) -> list[Claim]:
        """The same claims, in the order of the file."""
        return [entry for entry in self.registry.entries if type(entry) is Claim]

    def those(self, query: ClaimFilter) -> list[Claim]:
        """Return, in order, the claims that a query wants, whether they are known or not.

        Those of some statuses are kept apart: a comparison asks for them several times.
        """
        if query.statuses:
            return [*filter(query.wants, self._of_statuses(tuple(query.statuses)))]
        return in_order(filter(query.wants, self.claims))

    @cached_property
    def appeared(self) -> dict[str, dt.date]:
        """The day by which each dated source had appeared for certain."""
        return {
            source.id: source.date.last
            for source in self.registry.sources.values()
            if source.date is not None
        }

    @cached_property
    def withdrawn(self) -> dict[str, dt.date]:
        """From when on nothing rests on a source: it, or what it repeats, was withdrawn."""
        days: dict[str, dt.date] = {}
        for name in self.registry.sources:
            chain = [
                source.withdrawn.last
                for source in self.registry.chain(name)
                if source.withdrawn is not None
            ]
            if chain:
                days[name] = min(chain)
        return days

    def known_since(self, entry: Entry) -> dt.date:
        """Return the day on which an entry became known.

        That is when it was recorded; else when the earliest of its sources can last have
        appeared; else the first day it can mean.
        """
        if entry.recorded is not None:
            return entry.recorded.day
        return self._earliest[entry.sources] or entry.date.first

    def all_known(self, day: dt.date) -> bool:
        """Tell whether every entry is known on a day."""
        return self._known_at_the_latest <= day or self._last_known <= day

    @cached_property
    def _known_at_the_latest(self) -> dt.date:
        """When all were recorded, all sources had appeared and all claims had begun.

        That is quicker to tell than when the last entry became known, and hardly later.
        """
        moments = {entry.recorded for entry in self.registry.entries}
        recorded = [moment.day for moment in moments if moment is not None]
        begun = {claim.date.first for claim in self.claims}
        return max([*recorded, *self.appeared.values(), *begun], default=dt.date.min)

    @cached_property
    def _last_known(self) -> dt.date:
        return max(map(self.known_since, self.registry.entries), default=dt.date.min)

    @cached_property
    def _earliest(self) -> _Earliest:
        return _Earliest(self.appeared)

    def sources_out(self, known: dt.date) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        """Return which of some sources are out by a day and not withdrawn, for any list."""
        if known not in self._sources_out:
            self._sources_out[known] = _SourcesOut(self, known)
        return self._sources_out[known]

    @cached_property
    def retractions(self) -> dict[str, list[Entry]]:
        """The entries that retract each claim, by the claim's id."""
        retractions: dict[str, list[Entry]] = {}
        for entry in self.registry.entries:
            for claim in entry.retracts:
                retractions.setdefault(claim, []).append(entry)
        return retractions

    @cached_property
    def taken_back(self) -> set[str]:
        """The claims that may no longer stand: retracted, or of a withdrawn source."""
        taken_back = {*self.retractions}
        if withdrawn := self.withdrawn.keys():
            taken_back |= {
                claim.id for claim in self.claims if not withdrawn.isdisjoint(claim.sources)
            }
        return taken_back

    @property
    def expectations(self) -> list[Claim]:
        """The claims that something is to come, in order."""
        return self._of_statuses((Status.EXPECTED,))

    @property
    def denials(self) -> list[Claim]:
        """The claims that something is not so, in order."""
        return self._of_statuses((Status.DENIED,))

    def _of_statuses(self, statuses: tuple[Status, ...]) -> list[Claim]:
        if statuses not in self._by_statuses:
            claims = [claim for claim in self.claims if claim.status in statuses]
            self._by_statuses[statuses] = in_order(claims)
        return self._by_statuses[statuses]


def in_file(entry: Entry) -> tuple[bool, int]:
    """Return by what entries are in the order in which a registry has them.

    The record comes first, then the what-ifs, each in the order of the file.
    """
    return entry.scenario is not None, entry.place


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims that are in the order of the file in that of their effect."""
    # There are far fewer days than claims: only the days are compared.
    by_day: defaultdict[dt.date, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_day[claim.date.first].append(claim)
    return [claim for day in sorted(by_day) for claim in by_day[day]]


class _Earliest(dict[tuple[str, ...], "dt.date | None"]):
    """The day by which the earliest of some sources had appeared, kept for each list."""

    def __init__(self, appeared: dict[str, dt.date]) -> None:
        super().__init__()
        self._appeared = appeared

    def __missing__(self, sources: tuple[str, ...]) -> dt.date | None:
        days = [self._appeared[name] for name in sources if name in self._appeared]
        self[sources] = min(days, default=None)
        return self[sources]


class _SourcesOut(dict[tuple[str, ...], tuple[str, ...]]):
    """Which of some sources are out by a day and not withdrawn, kept for each list."""

    def __init__(self, index: ClaimIndex, known: dt.date) -> None:
        super().__init__()
        self._appeared, self._withdrawn = index.appeared, index.withdrawn
        self._known = known

    def __missing__(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        appeared, withdrawn, known = self._appeared, self._withdrawn, self._known
        self[sources] = out = tuple(
            name
            for name in sources
            if appeared.get(name, known) <= known
            and not (name in withdrawn and withdrawn[name] <= known)
        )
        return out
