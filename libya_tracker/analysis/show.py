"""All about one faction: names, leaders, ties, its whole history, lineage, sources."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from libya_tracker.analysis.lineage import Lineage, Relative
from libya_tracker.analysis.log import log
from libya_tracker.analysis.rows import NoColumn, joined, row_of
from libya_tracker.analysis.state import State
from libya_tracker.analysis.status import status
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.query import ClaimFilter
from libya_tracker.model.records import Faction, Registry
from libya_tracker.model.vocabulary import Relation, Status
from libya_tracker.named_tuples import NamedTuple


class Section(StrEnum):
    """The parts of what is known about a faction, in their order."""

    TIE = "tie"
    TIE_OF_OTHERS = "tie of others"
    FACT = "fact"
    NAME = "name"
    LEADER = "leader"
    HISTORY = "history"
    LINEAGE = "lineage"
    ANCESTOR = "ancestor"
    DESCENDANT = "heir"
    SOURCE = "source"


class ShowRow(NamedTuple):
    """One thing about a faction.

    ``item`` is the key, role, relation or id, ``value`` its value.
    """

    faction: str
    section: Section
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
    #: Of a tie or a claim.
    relation: NoColumn[Relation | None] = None
    #: Whether that is the relation of the other faction to this one.
    of_others: NoColumn[bool] = False


def show(state: State, faction: str) -> list[ShowRow]:
    """Return the rows of one faction, section by section; ties are those of the state."""
    record = state.registry.factions[faction]
    claims = list(_claims(state, faction))
    return [
        *_ties(state, faction),
        *_facts(record),
        *_names(record),
        *_leaders(record),
        *(row for row in claims if row.section is Section.HISTORY),
        *(row for row in claims if row.section is Section.LINEAGE),
        *relatives(state.registry, Lineage(state.perspective), faction),
        *_sources(state.registry, faction, claims),
    ]


def _facts(record: Faction) -> Iterator[ShowRow]:
    facts = {
        "kind": record.kind,
        "area": record.area,
        "founded": record.founded,
        "dissolved": record.dissolved,
        "ids": "; ".join(joined(record.ids)),
        "tags": "; ".join(record.tags),
        "note": record.note,
    }
    for item, value in facts.items():
        if value:
            yield ShowRow(record.id, Section.FACT, item, str(value))


def _names(record: Faction) -> Iterator[ShowRow]:
    yield ShowRow(record.id, Section.NAME, "name", record.name)
    for alias in record.aliases:
        dates = (alias.since, alias.until)
        yield ShowRow(record.id, Section.NAME, "alias", alias.name, None, *dates)


def _leaders(record: Faction) -> Iterator[ShowRow]:
    for leader in record.leaders:
        dates = (leader.since, leader.until)
        yield ShowRow(record.id, Section.LEADER, leader.role, leader.name, None, *dates)


def _ties(state: State, faction: str) -> Iterator[ShowRow]:
    """Yield its own ties, and those toward it that it does not share."""
    for row in status(state):
        if row.relation is None or faction not in {row.faction, row.to}:
            continue
        own = row.faction == faction
        if not own and row.relation.two_way:
            continue
        yield row_of(
            ShowRow,
            row,
            faction=faction,
            section=Section.TIE if own else Section.TIE_OF_OTHERS,
            item=row.relation,
            value=row.to if own else row.faction,
            value_name=row.to_name if own else row.name,
            by="; ".join(row.disputed_by) or None,
            note="disputed" if row.disputed else None,
            of_others=not own,
        )


def _claims(state: State, faction: str) -> Iterator[ShowRow]:
    query = ClaimFilter(factions=(faction,), until=state.point.day)
    for row in log(state.perspective, query):
        own = row.faction == faction
        yield row_of(
            ShowRow,
            row,
            faction=faction,
            section=Section.LINEAGE if row.relation.lineage else Section.HISTORY,
            item=row.relation if own else f"{row.relation} (of others)",
            value=row.to if own else row.faction,
            value_name=row.to_name if own else row.name,
            since=row.date,
            of_others=not own,
        )


def relatives(registry: Registry, lineage: Lineage, faction: str) -> Iterator[ShowRow]:
    """Yield those it came from and those that came from it, in any number of steps."""
    for section, own in (
        (Section.ANCESTOR, lineage.ancestors(faction)),
        (Section.DESCENDANT, lineage.descendants(faction)),
    ):
        for relative in own:
            denied_by = "; ".join(lineage.denied_by(relative.step.claim))
            row = _relative_row(registry, section, faction, relative)
            yield row._replace(by=denied_by or None)


def _relative_row(
    registry: Registry, section: Section, faction: str, relative: Relative
) -> ShowRow:
    claim = relative.step.claim
    names = [registry.factions[name].name for name in (claim.faction, claim.to)]
    return ShowRow(
        faction,
        section,
        "same group" if relative.continues else "offshoot",
        relative.faction,
        registry.factions[relative.faction].name,
        since=claim.date,
        status=claim.status,
        sources=claim.sources,
        note=f"{names[0]} {claim.relation.reads} {names[1]}",
        change=claim.id,
    )


def _sources(registry: Registry, faction: str, claims: list[ShowRow]) -> Iterator[ShowRow]:
    for name in dict.fromkeys(name for row in claims for name in row.sources):
        source = registry.sources[name]
        yield ShowRow(
            *(faction, Section.SOURCE, name, source.title or name),
            *(source.publisher, source.date),
            note=source.url,
        )
