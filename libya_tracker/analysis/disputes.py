"""Where claims disagree: asserted and denied, told differently, or one who says both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from libya_tracker.analysis import state
from libya_tracker.analysis.state import Lost, Pair, State, Tie, Trace
from libya_tracker.model.claims import Chronicle
from libya_tracker.model.query import EVERYTHING, Lens, Point
from libya_tracker.model.records import Change, Registry
from libya_tracker.model.vocabulary import Status


class Dispute(StrEnum):
    """How claims disagree."""

    DENIED = "denied"
    RELATIONS = "relations"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """Two things said of one pair, side by side, which cannot both be so.

    The lists of a side are as long as each other, a claim in each place. Of a denial the
    other side is ``denied``, and denies the ``relation``.
    """

    faction: str
    name: str
    to: str
    to_name: str
    dispute: str
    speaker: str | None
    relation: str
    dates: tuple[str, ...]
    voices: tuple[str, ...]
    changes: tuple[str, ...]
    other: str
    other_dates: tuple[str, ...]
    other_voices: tuple[str, ...]
    other_changes: tuple[str, ...]


@dataclass(slots=True)
class _Sides:
    """The claims on either side of one disagreement, each once, in order."""

    one: dict[str, Change] = field(default_factory=dict)
    other: dict[str, Change] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Key:
    """What a disagreement is about; the same for all claims that take part in it."""

    pair: Pair
    dispute: Dispute
    relation: str
    other: str
    speaker: str | None = None


def disputes(
    chronicle: Chronicle, point: Point, lens: Lens = EVERYTHING, of: Collection[str] = ()
) -> list[DisputeRow]:
    """Return the disagreements among the claims known at a point, in file order of pairs.

    A denial speaks against a tie of its own time, standing or ended; different relations
    disagree where they are claimed of overlapping days by different voices, or by one.
    """
    found = _Found(chronicle.registry)
    trace: Trace = {}
    now = state.state(chronicle, point, lens, trace)
    found.denials(now, trace)
    for claims in _by_pair(chronicle, point, lens).values():
        found.relations(claims)
    return [row for row in found.rows() if not of or {row.faction, row.to} & {*of}]


def _by_pair(chronicle: Chronicle, point: Point, lens: Lens) -> dict[Pair, list[Change]]:
    """Return the claims in effect about each pair, whichever side they begin with."""
    order = chronicle.registry.order
    pairs: dict[Pair, list[Change]] = {}
    for change in chronicle.effective(point, lens):
        if not change.relation.lineage:
            pair = change.faction, change.to
            if order[pair[0]] > order[pair[1]]:
                pair = change.to, change.faction
            pairs.setdefault(pair, []).append(change)
    return pairs


class _Found:
    """The disagreements found so far."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._sides: dict[_Key, _Sides] = {}

    def denials(self, now: State, trace: Trace) -> None:
        """Add what is denied of the ties that stand, and of those that stood before."""
        for tie in now.ties.values():
            self._denied(tie, now.denials_of(tie))
        for losses in trace.values():
            for lost in losses:
                self._denied(lost.tie, _in_time(lost, now.denials_of(lost.tie)))

    def relations(self, claims: list[Change]) -> None:
        """Add the claims of one pair that tell different relations of the same days."""
        open_: list[Change] = []
        for later in claims:
            open_ = [change for change in open_ if _last(change) >= later.date.first]
            for change in open_:
                if change.relation is not later.relation and _same_tie(change, later):
                    self._differ(change, later)
            open_.append(later)

    def rows(self) -> list[DisputeRow]:
        """Return what was found, in the order of the factions in the file, then of days."""
        order = self._registry.order
        keys = sorted(self._sides, key=lambda key: tuple(order[name] for name in key.pair))
        return [self._row(key, self._sides[key]) for key in keys]

    def _denied(self, tie: Tie, denials: list[Change]) -> None:
        for denial in denials:
            pair = self._pair(tie.run[-1], denial)
            own = [change for change in tie.run if change.by and change.by == denial.by]
            about = pair, tie.relation.value, Status.DENIED.value
            self._add(_Key(pair, Dispute.DENIED, *about[1:]), tie.run, denial)
            if own:
                key = _Key(pair, Dispute.SPEAKER, *about[1:], denial.by)
                self._add(key, own, denial)

    def _differ(self, one: Change, other: Change) -> None:
        speaker = one.by if one.by == other.by else None
        if speaker is None and self._voice(one) == self._voice(other):
            return
        sort = Dispute.SPEAKER if speaker else Dispute.RELATIONS
        pair = self._pair(one, other)
        key = _Key(pair, sort, one.relation, other.relation, speaker)
        turned = _Key(pair, sort, other.relation, one.relation, speaker)
        if turned in self._sides:
            key, one, other = turned, other, one
        self._add(key, [one], other)

    def _add(self, key: _Key, one: Collection[Change], other: Change) -> None:
        sides = self._sides.setdefault(key, _Sides())
        sides.one |= {change.id: change for change in one}
        sides.other[other.id] = other

    def _pair(self, one: Change, other: Change) -> Pair:
        """Return the direction that claims speak of; the file's where both ways will do."""
        for change in (one, other):
            if not change.relation.two_way:
                return change.faction, change.to
        first, second = sorted(
            (one.faction, one.to), key=lambda name: self._registry.order[name]
        )
        return first, second

    def _voice(self, change: Change) -> tuple[str | None, frozenset[str]]:
        origins = self._registry.origins
        return change.by, frozenset(origins[source] for source in change.sources)

    def _row(self, key: _Key, sides: _Sides) -> DisputeRow:
        factions, (faction, to) = self._registry.factions, key.pair
        one, other = _ordered(sides.one), _ordered(sides.other)
        return DisputeRow(
            faction=faction,
            name=factions[faction].name,
            to=to,
            to_name=factions[to].name,
            dispute=key.dispute,
            speaker=key.speaker,
            relation=key.relation,
            dates=tuple(change.date.text for change in one),
            voices=tuple(map(_who, one)),
            changes=tuple(change.id for change in one),
            other=key.other,
            other_dates=tuple(change.date.text for change in other),
            other_voices=tuple(map(_who, other)),
            other_changes=tuple(change.id for change in other),
        )


def _in_time(lost: Lost, denials: list[Change]) -> list[Change]:
    """Return the denials of a tie that are not of a day after its end."""
    return [denial for denial in denials if denial.date.first <= lost.end.date.last]


def _same_tie(one: Change, other: Change) -> bool:
    both_ways = one.relation.two_way or other.relation.two_way
    return both_ways or one.faction == other.faction


def _last(change: Change) -> dt.date:
    """Return the last day of which a claim speaks."""
    return (change.until or change.date).last


def _ordered(claims: dict[str, Change]) -> list[Change]:
    return sorted(claims.values(), key=lambda c: (c.date.first, c.place))


def _who(change: Change) -> str:
    """Return who says so: the speaker, else the sources."""
    return change.by or ", ".join(change.sources)
