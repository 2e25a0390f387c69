"""What changed between two points: it happened, was learned, corrected or supposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from libya_tracker.analysis.log import LogRow, log
from libya_tracker.analysis.state import End, Pair, State, Tie, state
from libya_tracker.model.dates import FuzzyDate, next_day
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import EVERYTHING, ClaimFilter
from libya_tracker.model.records import Claim, Entry, Faction, Retraction
from libya_tracker.model.vocabulary import Difference, Relation, Status


class Why(StrEnum):
    """What made two points differ."""

    HAPPENED = "happened"
    LEARNED = "learned"
    CORRECTED = "corrected"
    SUPPOSED = "supposed"
    #: Only where each point is according to somebody else.
    OTHER_SOURCES = "other sources"


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One pair of factions between which the relation differs."""

    faction: str
    name: str
    to: str
    to_name: str
    difference: Difference
    before: Relation | None
    after: Relation | None
    why: Why
    date: FuzzyDate | dt.date
    status: Status | None
    sources: tuple[str, ...]
    change: str
    #: The entry that decided it.
    entry: Entry = field(metadata={"column": False})
    #: How the tie ended, where none is left and that is known.
    end: End | None = field(metadata={"column": False})

    @property
    def relation(self) -> Relation:
        """The relation that it is about: the new one, else the one that is gone."""
        return self.after or self.before or Relation.NONE


def diff(a: Perspective, b: Perspective) -> list[DiffRow]:
    """Return the pairs whose relation differs from ``a`` to ``b``, in file order.

    ``diff(b, a)`` is the same with before and after exchanged: the reasons are always those
    that lead from the earlier point to the later.
    """
    if _moment(b) < _moment(a):
        return [_reversed(row) for row in diff(b, a)]
    steps = _steps(a, b)
    if not steps:
        return []
    start, end = steps[0].old.ties, steps[-1].new.ties
    factions = {**b.registry.factions, **a.registry.factions}
    order = {name: place for place, name in enumerate(factions)}
    pairs = sorted({**start, **end}, key=lambda pair: (order[pair[0]], order[pair[1]]))
    return [
        _row(pair, steps, factions)
        for pair in pairs
        if _relation(start, pair) is not _relation(end, pair)
    ]


def once(rows: Iterable[DiffRow]) -> list[DiffRow]:
    """Return the differences, a two-way tie that changed alike on both sides once."""
    first_of: dict[object, DiffRow] = {}
    for row in rows:
        pair = (row.faction, row.to)
        parties = frozenset(pair) if row.relation.two_way else pair
        first_of.setdefault((parties, row.before, row.after), row)
    return list(first_of.values())


def meanwhile(a: Perspective, b: Perspective) -> list[LogRow]:
    """Return the expected and denied claims that are news from ``a`` to ``b``.

    Their date can lie between the days of ``a`` and ``b``, or they were not known at ``a``.
    """
    statuses = (Status.EXPECTED, Status.DENIED)
    until, since = b.day, next_day(a.day)
    old = {row.change for row in log(a, ClaimFilter())}
    if b.day > a.day:
        of_these_days = log(replace(b, lens=EVERYTHING), ClaimFilter(since=since))
        old -= {row.change for row in of_these_days}
    rows = log(b, ClaimFilter(until=until, statuses=statuses))
    return [row for row in rows if not row.retracted and row.change not in old]


@dataclass(frozen=True)
class Step:
    """From one perspective to another that differs from it for one reason."""

    reason: Why
    old: State
    new: State

    def changes(self, pair: Pair) -> bool:
        """Tell whether the relation of a pair differs across the step."""
        return _relation(self.old.ties, pair) is not _relation(self.new.ties, pair)

    @property
    def other_file(self) -> bool:
        """Whether it leads to another registry, or another version of it."""
        return self.old.perspective.index is not self.new.perspective.index

    @cached_property
    def effective_before(self) -> dict[str, Claim]:
        """The claims in effect before the step, by their ids."""
        return {claim.id: claim for claim in self.old.perspective.effective()}

    @cached_property
    def retracted(self) -> dict[str, Entry]:
        """The claims that were retracted across the step, each with its last retraction."""
        later = self.new.perspective
        return {
            claim.id: retractions[-1]
            for claim in self.effective_before.values()
            if (retractions := later.retractions_of(claim))
        }


@dataclass(frozen=True, slots=True)
class _Decision:
    """What made a pair differ: the reason, the entry and its date."""

    why: Why
    entry: Entry
    date: FuzzyDate | dt.date
    end: End | None = None


def _steps(a: Perspective, b: Perspective) -> list[Step]:
    """Return the steps from one perspective to another, without those that change nothing.

    First the what-if of ``a`` is lifted, then the lens is changed, then knowledge grows (or
    the registry is another one), then days pass, then the what-if of ``b`` is laid on.
    """
    common = a.point.scenario if a.point.scenario == b.point.scenario else None
    earlier, later = a.supposing(common), b.supposing(common)
    path = (
        (Why.SUPPOSED, earlier),
        (Why.OTHER_SOURCES, replace(earlier, lens=b.lens)),
        (Why.LEARNED, later.on(a.day)),
        (Why.HAPPENED, later),
        (Why.SUPPOSED, b),
    )
    steps: list[Step] = []
    old = state(a)
    for reason, perspective in path:
        if perspective != old.perspective:
            new = state(perspective)
            steps.append(Step(reason, old, new))
            old = new
    return steps


def _row(pair: Pair, steps: list[Step], factions: dict[str, Faction]) -> DiffRow:
    before = _relation(steps[0].old.ties, pair)
    after = _relation(steps[-1].new.ties, pair)
    step = next(step for step in reversed(steps) if step.changes(pair))
    decision = _decision(step, pair)
    entry = decision.entry
    claim = entry if isinstance(entry, Claim) else None
    return DiffRow(
        faction=pair[0],
        name=factions[pair[0]].name,
        to=pair[1],
        to_name=factions[pair[1]].name,
        difference=_difference(before, after),
        before=before,
        after=after,
        why=decision.why,
        date=decision.date,
        status=claim.status if claim else None,
        sources=claim.sources if claim else (),
        change=entry.id,
        entry=entry,
        end=decision.end,
    )


def _difference(before: Relation | None, after: Relation | None) -> Difference:
    if before is None:
        return Difference.ADDED
    return Difference.REMOVED if after is None else Difference.CHANGED


def _decision(step: Step, pair: Pair) -> _Decision:
    """Return what made a pair what it is after a step."""
    old, tie, end = step.old, step.new.ties.get(pair), step.new.ends.get(pair)
    claim: Claim | None = None
    if tie is not None:
        new = [claim for claim in tie.run if claim.id not in step.effective_before]
        claim = (new or tie.run)[0]
        decision = _Decision(step.reason, claim, claim.date)
    elif end is not None:
        claim = end.claim
        decision = _Decision(step.reason, claim, end.date, end)
    else:  # nothing ended it: the claim that carried it is not there any more
        holder = old.ties[pair].holder
        decision = _Decision(step.reason, holder, holder.date)
    if claim is not None and claim.scenario is not None:
        return replace(decision, why=Why.SUPPOSED)
    if step.reason is Why.LEARNED:
        if retraction := _retraction(step, pair, claim):
            return _Decision(Why.CORRECTED, retraction, _date(retraction))
        if claim is None and step.other_file:
            return replace(decision, why=Why.CORRECTED)
    return decision


def _retraction(step: Step, pair: Pair, claim: Claim | None) -> Entry | None:
    """Return the retraction that let a claim decide, or left a pair without a tie."""
    tie, end = step.old.ties.get(pair), step.old.ends.get(pair)
    if claim is not None and claim.id not in step.effective_before:
        if tie is None:
            return None
        # A later claim would still decide, had it not been retracted.
        retraction = step.retracted.get(tie.holder.id)
        outranked = _rank(tie.holder) > _rank(claim)
        return retraction if outranked or retraction is claim else None
    claims = [*reversed(tie.run)] if tie else [end.claim] if end else []
    claims += (
        claim
        for claim in reversed(step.effective_before.values())
        if {claim.faction, claim.to, claim.ends_tie_with}.issuperset(pair)
    )
    return next((step.retracted[c.id] for c in claims if c.id in step.retracted), None)


def _relation(ties: Mapping[Pair, Tie], pair: Pair) -> Relation | None:
    tie = ties.get(pair)
    return None if tie is None else tie.relation


def _rank(claim: Claim) -> tuple[dt.date, bool, int]:
    return claim.date.first, claim.scenario is not None, claim.place


def _date(entry: Entry) -> FuzzyDate | dt.date:
    return entry.recorded.day if isinstance(entry, Retraction) else entry.date


def _moment(perspective: Perspective) -> tuple[dt.date, dt.date, str]:
    point = perspective.point
    return point.day, point.known, point.scenario or ""


def _reversed(row: DiffRow) -> DiffRow:
    before, after = row.after, row.before
    return replace(row, difference=_difference(before, after), before=before, after=after)
