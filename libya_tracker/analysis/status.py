"""Who stands with whom: the ties at a point, the sides they make, and the claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from libya_tracker.analysis.state import State, Tie
from libya_tracker.model import dates
from libya_tracker.model.claims import Chronicle
from libya_tracker.model.query import EVERYTHING, Lens, Point
from libya_tracker.model.records import Change, Source
from libya_tracker.model.vocabulary import FOLLOWING, Status


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One tie of one faction on a day; without ties it has one row without a relation."""

    faction: str
    name: str
    relation: str | None = None
    to: str | None = None
    to_name: str | None = None
    sign: str | None = None
    since: str | None = None
    until: str | None = None
    certainty: str | None = None
    status: str | None = None
    grade: str | None = None
    corroboration: int | None = None
    disputed: bool | None = None
    disputed_by: tuple[str, ...] = ()
    divided: bool = False
    last_cited: str | None = None
    sources: tuple[str, ...] = ()
    change: str | None = None
    #: Days since the tie was last cited.
    age: int | None = None


@dataclass(frozen=True, slots=True)
class BlocRow:
    """One follower of one side."""

    bloc: str
    bloc_name: str
    relation: str
    faction: str
    name: str
    since: str
    certainty: str
    status: str
    disputed: bool
    #: Days since the tie was last cited.
    age: int


@dataclass(frozen=True, slots=True)
class LogRow:
    """One claim, as it was made."""

    change: str
    date: str
    faction: str
    name: str
    relation: str
    to: str
    to_name: str
    from_: str | None
    until: str | None
    status: str
    grade: str | None
    by: str | None
    sources: tuple[str, ...]
    note: str | None
    recorded: str | None
    known: str
    retracted: bool
    #: The what-if it belongs to, if it is not of the record.
    scenario: str | None


@dataclass(frozen=True, slots=True)
class Query:
    """Which claims a log is to show; a field that is None asks for nothing."""

    factions: Collection[str] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    counterpart: str | None = None
    statuses: Collection[Status] = ()
    source: str | None = None

    def wants(self, change: Change) -> bool:
        """Tell whether a claim is asked for: its days overlap, its parties fit."""
        parties = {change.faction, change.to, change.leaves}
        return (
            (not self.factions or not parties.isdisjoint(self.factions))
            and (self.counterpart is None or self.counterpart in parties)
            and (self.since is None or change.date.last >= self.since)
            and (self.until is None or change.date.first <= self.until)
            and (not self.statuses or change.status in self.statuses)
            and (self.source is None or self.source in change.sources)
        )


def status(state: State, factions: Collection[str] = ()) -> list[StatusRow]:
    """Return the ties of all factions, or of some, in the order of the file."""
    divided = state.divided()
    ties = _by_faction(state)
    rows: list[StatusRow] = []
    for faction in state.registry.factions.values():
        if factions and faction.id not in factions:
            continue
        split = faction.id in divided
        own = [_status_row(state, tie, split) for tie in ties.get(faction.id, ())]
        rows += own or [StatusRow(faction.id, faction.name, divided=split)]
    return rows


def stale(rows: Iterable[StatusRow], days: int) -> list[StatusRow]:
    """Return the ties that nobody has cited for so many days."""
    return [row for row in rows if row.age is not None and row.age >= days]


def blocs(state: State) -> list[BlocRow]:
    """Return each side with those who follow it, both in the order of the file."""
    registry = state.registry
    ties = [tie for tie in state.ties.values() if tie.relation in FOLLOWING]
    ties.sort(key=lambda tie: (registry.order[tie.to], registry.order[tie.faction]))
    return [
        BlocRow(
            bloc=tie.to,
            bloc_name=registry.factions[tie.to].name,
            relation=tie.relation,
            faction=tie.faction,
            name=registry.factions[tie.faction].name,
            since=tie.since.text,
            certainty=_certainty(tie, state.point),
            status=tie.holder.status,
            disputed=bool(state.denials_of(tie)),
            age=tie.age(state.point.day),
        )
        for tie in ties
    ]


def log(
    chronicle: Chronicle, point: Point, query: Query, lens: Lens = EVERYTHING
) -> list[LogRow]:
    """Return the claims known at a point, in the order in which they take effect.

    Claims taken back are there too, and say so.
    """
    return [
        _log_row(chronicle, change, point)
        for change in chronicle.heard_of(point, lens)
        if query.wants(change) and _as_sure(change, lens)
    ]


def grade(
    sources: Mapping[str, Source], cited: Iterable[str], credibility: str | None
) -> str | None:
    """Return the Admiralty grade: best reliability, credibility; ``-`` where missing."""
    letters = [r for name in cited if (r := sources[name].reliability)]
    if not letters and credibility is None:
        return None
    return min(letters, default="-") + (credibility or "-")


def _by_faction(state: State) -> dict[str, list[Tie]]:
    order = state.registry.order
    ties: dict[str, list[Tie]] = {}
    for tie in sorted(state.ties.values(), key=lambda tie: order[tie.to]):
        ties.setdefault(tie.faction, []).append(tie)
    return ties


def _status_row(state: State, tie: Tie, divided: bool) -> StatusRow:
    registry, holder, sources = state.registry, tie.holder, tie.sources
    denied = state.denials_of(tie)
    return StatusRow(
        faction=tie.faction,
        name=registry.factions[tie.faction].name,
        relation=tie.relation,
        to=tie.to,
        to_name=registry.factions[tie.to].name,
        sign=tie.relation.sign,
        since=tie.since.text,
        until=dates.written(holder.until),
        certainty=_certainty(tie, state.point),
        status=holder.status,
        grade=grade(registry.sources, sources, holder.credibility),
        corroboration=len({registry.origins[name] for name in sources}),
        disputed=bool(denied),
        disputed_by=state.disputed_by(tie) if denied else (),
        divided=divided,
        last_cited=holder.date.text,
        sources=sources,
        change=holder.id,
        age=tie.age(state.point.day),
    )


def _log_row(chronicle: Chronicle, change: Change, point: Point) -> LogRow:
    registry = chronicle.registry
    return LogRow(
        change=change.id,
        date=change.date.text,
        faction=change.faction,
        name=registry.factions[change.faction].name,
        relation=change.relation,
        to=change.to,
        to_name=registry.factions[change.to].name,
        from_=change.leaves,
        until=dates.written(change.until),
        status=change.status,
        grade=grade(registry.sources, change.sources, change.credibility),
        by=change.by,
        sources=change.sources,
        note=change.note,
        recorded=dates.written(change.recorded),
        known=chronicle.known[change.id].isoformat(),
        retracted=not chronicle.visible(change, point),
        scenario=change.scenario,
    )


def _certainty(tie: Tie, point: Point) -> str:
    return "certain" if tie.certain(point.day) else "possible"


def _as_sure(change: Change, lens: Lens) -> bool:
    return lens.min_status is None or change.status.rank <= lens.min_status.rank
