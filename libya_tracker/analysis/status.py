"""The ties of each faction at a point."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from libya_tracker.analysis.evidence import Evidence
from libya_tracker.analysis.state import State, Tie
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Certainty, Relation, Sign, Status
from libya_tracker.named_tuples import NamedTuple


class StatusRow(NamedTuple):
    """One tie of one faction on a day; without ties it has one row without a relation."""

    faction: str
    name: str
    relation: Relation | None = None
    to: str | None = None
    to_name: str | None = None
    sign: Sign | None = None
    since: FuzzyDate | None = None
    until: FuzzyDate | None = None
    certainty: Certainty | None = None
    status: Status | None = None
    grade: str | None = None
    corroboration: int | None = None
    disputed: bool | None = None
    disputed_by: tuple[str, ...] = ()
    divided: bool = False
    last_cited: FuzzyDate | None = None
    sources: tuple[str, ...] = ()
    change: str | None = None
    #: Days since the tie was last cited.
    age: int | None = None


def status(state: State, factions: Collection[str] = ()) -> list[StatusRow]:
    """Return the ties of all factions, or of some, in the order of the file."""
    divided = state.divided()
    ties = _by_faction(state)
    rows: list[StatusRow] = []
    for faction in state.registry.factions.values():
        if factions and faction.id not in factions:
            continue
        split = faction.id in divided
        own = [status_row(state, tie, divided=split) for tie in ties.get(faction.id, ())]
        rows += own or [StatusRow(faction.id, faction.name, divided=split)]
    return rows


def stale(rows: Iterable[StatusRow], days: int) -> list[StatusRow]:
    """Return the ties that nobody has cited for so many days."""
    return [row for row in rows if row.age is not None and row.age >= days]


def _by_faction(state: State) -> dict[str, list[Tie]]:
    order = state.registry.order
    ties: dict[str, list[Tie]] = {}
    for tie in sorted(state.ties.values(), key=lambda tie: order[tie.to]):
        ties.setdefault(tie.faction, []).append(tie)
    return ties


def status_row(state: State, tie: Tie, *, divided: bool = False) -> StatusRow:
    """Return a tie of a state with what is said of it."""
    evidence, day = state.evidence(tie), state.point.day
    age = max(0, (day - evidence.last_cited(day).day).days)
    denials = state.denials_of(tie)
    return row_of(state, tie, (evidence, denials), divided=divided, age=age)


def row_of(
    state: State,
    tie: Tie,
    said: tuple[Evidence, Collection[Claim]],
    *,
    divided: bool = False,
    age: int | None = None,
) -> StatusRow:
    """Return a tie of a state with what its claims and its denials of the day say."""
    registry = state.registry
    evidence, denials = said
    return StatusRow(
        faction=tie.faction,
        name=registry.factions[tie.faction].name,
        relation=tie.relation,
        to=tie.to,
        to_name=registry.factions[tie.to].name,
        sign=tie.relation.sign,
        since=tie.since,
        until=tie.until,
        certainty=tie.certainty,
        status=evidence.status,
        grade=evidence.grade,
        corroboration=evidence.corroboration,
        disputed=bool(denials),
        disputed_by=state.deniers(denials) if denials else (),
        divided=divided,
        last_cited=evidence.last_cited(state.point.day).claim.date,
        sources=evidence.sources,
        change=tie.latest.id,
        age=age,
    )
