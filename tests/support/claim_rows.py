"""What Spark is compared with: rows of claims by pair, and the answers of a registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from libya_tracker.analysis import log
from libya_tracker.exchange.claim_rows import ClaimRow
from libya_tracker.model import dates
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ClaimFilter, Point
from libya_tracker.model.records import Claim, Entry, Faction, Pair, Registry, Source
from libya_tracker.model.vocabulary import Reliability
from libya_tracker.output.python_rows import Rows
from libya_tracker.tracker import Tracker
from tests.support.registries import HERE, registry

#: Sources that repeat each other, one of them withdrawn; factions that ended.
_SOURCES = (
    Source("s1", HERE, date=dates.parse("2017-03"), reliability=Reliability.B),
    Source("s2", HERE, date=dates.parse("2017-06-10"), origin="s1"),
    Source("s3", HERE, reliability=Reliability.D, withdrawn=dates.parse("2017-12")),
)
_DISSOLVED = Faction("d", HERE, "D", dissolved=dates.parse("2017-09..2018-02"))


def varied(entries: Sequence[Entry]) -> Registry:
    """Return a registry with copies, a withdrawn source, and a faction that ended."""
    sources = {source.id: source for source in _SOURCES}
    return replace(registry(entries, d=_DISSOLVED), sources=sources)


def ties_of(tracker_rows: Rows) -> set[tuple[Any, ...]]:
    """Return rows of `status` as Spark has them: without what other pairs say."""
    return _without(tracker_rows, "divided")


def spells_of(tracker_rows: Rows) -> set[tuple[Any, ...]]:
    """Return rows of `spells` as Spark has them: without the letters of pictures."""
    return _without(tracker_rows, "letter")


def _without(rows: Rows, column: str) -> set[tuple[Any, ...]]:
    place = rows.columns.index(column)
    return {(*row[:place], *row[place + 1 :]) for row in rows if row.relation is not None}


def tracker(registry: Registry) -> Tracker:
    """Return what answers for a registry that is in no file."""
    return Tracker(Path("factions.yaml"), ClaimIndex(registry))


def rows_by_pair(registry: Registry, *, joined: bool) -> dict[Pair, list[ClaimRow]]:
    """Return the rows of the claims about each pair, with what is joined to them."""
    index, end = ClaimIndex(registry), dt.date.max
    pairs: dict[Pair, list[ClaimRow]] = {}
    for scenario in (None, *registry.scenarios):
        view = Perspective(index, Point(end, end, scenario))
        for row in log.log(view, ClaimFilter()):
            if row.scenario != scenario:
                continue
            claim_row = _row(index, row)
            if joined:
                claim_row = _joined(index, claim_row)
            for other in dict.fromkeys((row.to, row.from_ or row.to)):
                one, two = sorted((row.faction, other))
                pairs.setdefault((one, two), []).append(claim_row)
    return pairs


def _row(index: ClaimIndex, row: log.LogRow) -> ClaimRow:
    texts: dict[str, Any] = {
        name: _text(getattr(row, name)) for name in ClaimRow._fields if hasattr(row, name)
    }
    return ClaimRow(**texts | {"sources": [*row.sources], "sequence": row.sequence})


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def _joined(index: ClaimIndex, row: ClaimRow) -> ClaimRow:
    registry = index.registry
    claim: Claim = registry.claims[row.change or ""]
    parties = (claim.faction, claim.to, claim.ends_tie_with)
    return row._replace(
        retractions=[
            {"known": str(index.known_since(entry)), "scenario": entry.scenario}
            for entry in index.retractions.get(claim.id, ())
        ],
        citations=[_citation(registry, name) for name in claim.sources],
        dissolutions=[
            {"faction": name, "dissolved": str(registry.factions[name].dissolved)}
            for name in parties
            if name and registry.factions[name].dissolved
        ],
    )


def _citation(registry: Registry, name: str) -> dict[str, str | None]:
    source, origin = registry.sources[name], registry.sources[registry.origins[name]]
    return {
        "source": name,
        "date": _text(source.date),
        "reliability": source.reliability,
        "origin": origin.id,
        "withdrawn": _text(source.withdrawn),
        "origin_withdrawn": _text(origin.withdrawn),
    }
