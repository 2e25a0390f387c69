"""Who each faction came from and went on as, for every day and every day of knowledge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial

from libya_tracker.analysis.lineage import Lineage
from libya_tracker.analysis.pair_claims import knowledge, registry_of
from libya_tracker.analysis.show import ShowRow, relatives
from libya_tracker.analysis.versions import Step, Version, merged
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Claim, Entry
from libya_tracker.named_tuples import NamedTuple

#: The most answers that are worked out: beyond, the relatives are those of the last day.
MOST = 20_000

_OfDay = Mapping[str, tuple[ShowRow, ...]]


class Relatives(NamedTuple):
    """The relatives of each faction that ever has any."""

    by_faction: Mapping[str, tuple[Version[tuple[ShowRow, ...]], ...]]
    #: Whether they are those of each day, or of the point's alone.
    by_day: bool = True


def relatives_by_day(perspective: Perspective) -> Relatives:
    """Return the relatives of each faction up to a point, under its what-if."""
    index = _index(perspective)
    claims, last = index.ordered, perspective.point
    days = sorted(
        {dt.date.min} | {c.date.first for c in claims if c.date.first <= last.day}
    )
    known = knowledge(index, last.known)
    names = {name for claim in claims for name in (claim.faction, claim.to)}
    by_day = len(days) * len(known) * len(names) <= MOST
    if not by_day:
        days, known = [last.day], [last.known]

    def at(day: dt.date, known: dt.date) -> Perspective:
        return Perspective(index, Point(day, known, last.scenario), perspective.lens)

    versions = [
        Version(one, tuple(Step(day, dict(_of(at(day, one)))) for day in days))
        for one in known
    ]
    if not by_day:  # they stand for each day
        versions = [Version(dt.date.min, (Step(dt.date.min, versions[0].steps[0].answer),))]
    return Relatives(
        {
            name: own
            for name in perspective.registry.factions
            if name in names and (own := merged(versions, partial(_rows, name)))
        },
        by_day,
    )


def _rows(name: str, answers: _OfDay) -> tuple[ShowRow, ...]:
    return answers.get(name, ())


def _of(at: Perspective) -> Iterator[tuple[str, tuple[ShowRow, ...]]]:
    lineage = Lineage(at)
    for name in at.registry.factions:
        if rows := tuple(relatives(at.registry, lineage, name)):
            yield name, rows


def _index(perspective: Perspective) -> ClaimIndex:
    """Return a registry of the claims of lineage, with the entries that retract them."""
    index = perspective.index
    entries: dict[str, Entry] = {}
    for entry in index.registry.entries:
        if isinstance(entry, Claim) and entry.relation.lineage:
            entries[entry.id] = entry
            entries |= {other.id: other for other in index.retractions.get(entry.id, ())}
    return ClaimIndex(registry_of(index.registry, [*entries.values()]))
