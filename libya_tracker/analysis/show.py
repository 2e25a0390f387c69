"""All about one faction: names, leaders, ties, its whole history, lineage, sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from libya_tracker.analysis import status as standing
from libya_tracker.analysis.lineage import Lineage, Relative
from libya_tracker.analysis.log import log
from libya_tracker.analysis.state import State
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.query import ClaimFilter
from libya_tracker.model.records import Faction, Registry
from libya_tracker.model.vocabulary import Status


@dataclass(frozen=True, slots=True)
class ShowRow:
    """One thing about a faction.

    ``section`` is fact, name, leader, tie, tie of others, history, lineage, ancestor, heir
    or source; ``item`` is the key, role, relation or id in it, ``value`` what it says.
    """

    faction: str
    section: str
    item: str | None
    value: str
    value_name: str | None = None
    since: FuzzyDate | None = None
    until: FuzzyDate | None = None
    status: Status | None = None
    by: str | None = None
    sources: tuple[str, ...] = ()
    note: str | None = None
    change: str | None = None
    retracted: bool | None = None


def show(state: State, faction: str) -> list[ShowRow]:
    """Return the rows of one faction, section by section; ties are those of the state."""
    record = state.registry.factions[faction]
    said = list(_said(state, faction))
    history = [row for row in said if row.section == "history"]
    return [
        *_facts(record),
        *_names(record),
        *_leaders(record),
        *_ties(state, faction),
        *history,
        *(row for row in said if row.section == "lineage"),
        *_kin(state, faction),
        *_sources(state.registry, said),
    ]


def _facts(record: Faction) -> Iterator[ShowRow]:
    facts = {
        "kind": record.kind,
        "area": record.area,
        "founded": record.founded,
        "dissolved": record.dissolved,
        "note": record.note,
    }
    for item, value in facts.items():
        if value is not None:
            yield ShowRow(record.id, "fact", item, str(value))


def _names(record: Faction) -> Iterator[ShowRow]:
    yield ShowRow(record.id, "name", "name", record.name)
    for alias in record.aliases:
        yield ShowRow(
            record.id, "name", "alias", alias.name, since=alias.since, until=alias.until
        )


def _leaders(record: Faction) -> Iterator[ShowRow]:
    for leader in record.leaders:
        yield ShowRow(
            *(record.id, "leader", leader.role, leader.name),
            since=leader.since,
            until=leader.until,
        )


def _ties(state: State, faction: str) -> Iterator[ShowRow]:
    """Yield its own ties, and those toward it that it does not share."""
    for row in standing.status(state):
        if row.relation is None or faction not in {row.faction, row.to}:
            continue
        own = row.faction == faction
        if not own and row.relation.two_way:
            continue
        yield ShowRow(
            faction,
            "tie" if own else "tie of others",
            row.relation,
            (row.to if own else row.faction) or "",
            row.to_name if own else row.name,
            row.since,
            row.until,
            row.status,
            "; ".join(row.disputed_by) or None,
            row.sources,
            "disputed" if row.disputed else None,
            row.change,
        )


def _said(state: State, faction: str) -> Iterator[ShowRow]:
    query = ClaimFilter(factions=(faction,), until=state.point.day)
    for row in log(state.perspective, query):
        own = row.faction == faction
        yield ShowRow(
            faction,
            "lineage" if row.relation.lineage else "history",
            row.relation if own else f"{row.relation} (of others)",
            row.to if own else row.faction,
            row.to_name if own else row.name,
            row.date,
            row.until,
            row.status,
            row.by,
            row.sources,
            row.note,
            row.change,
            row.retracted,
        )


def _kin(state: State, faction: str) -> Iterator[ShowRow]:
    """Yield those it came from and those that came from it, through however many steps."""
    lineage = Lineage(state.perspective)
    for section, found in (
        ("ancestor", lineage.ancestors(faction)),
        ("heir", lineage.descendants(faction)),
    ):
        for kin in found:
            denied = "; ".join(lineage.denied_by(kin.step.claim))
            row = _kin_row(state.registry, section, faction, kin)
            yield replace(row, by=denied or None)


def _kin_row(registry: Registry, section: str, faction: str, kin: Relative) -> ShowRow:
    claim = kin.step.claim
    names = [registry.factions[name].name for name in (claim.faction, claim.to)]
    return ShowRow(
        faction,
        section,
        "same group" if kin.continues else "offshoot",
        kin.faction,
        registry.factions[kin.faction].name,
        since=claim.date,
        status=claim.status,
        sources=claim.sources,
        note=f"{names[0]} {claim.relation.reads} {names[1]}",
        change=claim.id,
    )


def _sources(registry: Registry, said: list[ShowRow]) -> Iterator[ShowRow]:
    faction = said[0].faction if said else ""
    for name in dict.fromkeys(name for row in said for name in row.sources):
        source = registry.sources[name]
        yield ShowRow(
            *(faction, "source", name, source.title or name, source.publisher, source.date),
            note=source.url,
        )
