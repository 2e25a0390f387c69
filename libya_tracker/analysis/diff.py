"""What changed between two points: it happened, was learned, corrected or supposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from libya_tracker.analysis import log
from libya_tracker.analysis.log import LogRow
from libya_tracker.analysis.rows import NoColumn
from libya_tracker.analysis.state import End, Pair, State, Tie, state
from libya_tracker.model.dates import FuzzyDate, next_day
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import EVERYTHING, ClaimFilter
from libya_tracker.model.records import Claim, Entry, Faction, Retraction
from libya_tracker.model.vocabulary import Difference, Relation, Status
from libya_tracker.named_tuples import NamedTuple


class Why(StrEnum):
    """What made two points differ."""

    HAPPENED = "happened"
    LEARNED = "learned"
    CORRECTED = "corrected"
    SUPPOSED = "supposed"
    #: Only where each point is according to somebody else.
    OTHER_SOURCES = "other sources"


class DiffRow(NamedTuple):
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
    entry: NoColumn[Entry]
    #: How the tie ended, where none is left and that is known.
    end: NoColumn[End | None]

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


def why(step: Step, pair: Pair) -> Why:
    """Return why a pair differs across one step, which changes it."""
    return _decision(step, pair).why


def meanwhile(a: Perspective, b: Perspective) -> list[LogRow]:
    """Return the expected and denied claims that are news from ``a`` to ``b``.

    Their date can lie between the days of ``a`` and ``b``, or they were not known at ``a``.
    """
    statuses = (Status.EXPECTED, Status.DENIED)
    until, since = b.day, next_day(a.day)
    new = [
        claim
        for claim in log.claims(b, ClaimFilter(until=until, statuses=statuses))
        if b.is_visible(claim)
    ]
    old = {claim.id for claim in log.claims(a, ClaimFilter(statuses=statuses))}
    if b.day > a.day:
        of_these_days = log.claims(
            replace(b, lens=EVERYTHING), ClaimFilter(since=since, statuses=statuses)
        )
        old -= {claim.id for claim in of_these_days}
    return [log.log_row(b, claim) for claim in new if claim.id not in old]


class _Decision(NamedTuple):
    """What made a pair differ: the reason, the entry and its date."""

    why: Why
    entry: Entry
    date: FuzzyDate | dt.date
    end: End | None = None


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
    def taken_back(self) -> dict[str, _Decision]:
        """The claims that were taken back across the step, each with how."""
        later = self.new.perspective
        decisions: dict[str, _Decision] = {}
        for claim in self.effective_before.values():
            if retractions := later.retractions_of(claim):
                last = retractions[-1]
                decisions[claim.id] = _Decision(Why.CORRECTED, last, _date(last))
            elif later.rests_on_nothing(claim):
                day = max(later.index.withdrawn[name] for name in claim.sources)
                decisions[claim.id] = _Decision(Why.CORRECTED, claim, day)
        return decisions


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
    decision = _decision(_deciding_step(steps, pair, before, after), pair)
    entry = decision.entry
    claim = entry if isinstance(entry, Claim) else None
    perspective = steps[-1].new.perspective
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
        status=perspective.status_of(claim) if claim else None,
        sources=perspective.sources_out(claim) if claim else (),
        change=entry.id,
        entry=entry,
        end=decision.end,
    )


def _deciding_step(
    steps: list[Step], pair: Pair, before: Relation | None, after: Relation | None
) -> Step:
    """Return the step that brought the relation there is, or took the one that is gone."""
    if after is None:
        for step in reversed(steps):
            ends = step.changes(pair) and _relation(step.old.ties, pair) is before
            if ends and step.new.end(pair, before) is not None:
                return step
    return next(step for step in reversed(steps) if step.changes(pair))


def _difference(before: Relation | None, after: Relation | None) -> Difference:
    if before is None:
        return Difference.ADDED
    return Difference.REMOVED if after is None else Difference.CHANGED


def _decision(step: Step, pair: Pair) -> _Decision:
    """Return what made a pair what it is after a step, or what ended what it was."""
    old, tie = step.old, step.new.ties.get(pair)
    claim: Claim | None = None
    new = [c for c in tie.run if c.id not in step.effective_before] if tie else []
    again = step.reason is Why.HAPPENED and pair in old.ties  # after what lay over it
    if tie is not None and (new or not again):
        claim = (new or tie.run)[0]
        decision = _Decision(step.reason, claim, claim.date)
    elif (end := step.new.end(pair, _relation(old.ties, pair))) is not None:
        claim = end.claim
        decision = _Decision(step.reason, claim, end.date, end)
    else:  # nothing ended it: the claim that carried it is not there any more
        latest = old.ties[pair].latest
        decision = _Decision(step.reason, latest, latest.date)
    if claim is not None and claim.scenario is not None:
        return decision._replace(why=Why.SUPPOSED)
    if step.reason is Why.LEARNED:
        if correction := _correction(step, pair, claim):
            return correction
        if claim is None and step.other_file:
            return decision._replace(why=Why.CORRECTED)
    return decision


def _correction(step: Step, pair: Pair, claim: Claim | None) -> _Decision | None:
    """Return what was taken back so that a claim decides, or that no tie is left."""
    tie, end = step.old.ties.get(pair), step.old.end(pair)
    taken_back = step.taken_back
    if claim is not None and claim.id not in step.effective_before:
        if tie is None:
            return None
        # A later claim would still decide, had it not been taken back.
        correction = taken_back.get(tie.latest.id)
        outranked = _rank(tie.latest) > _rank(claim)
        carried = correction is not None and correction.entry is claim
        return correction if outranked or carried else None
    claims = [*reversed(tie.run)] if tie else [end.claim] if end else []
    claims += (
        claim
        for claim in reversed(step.effective_before.values())
        if {*pair} in ({claim.faction, claim.to}, {claim.faction, claim.ends_tie_with})
    )
    return next((taken_back[c.id] for c in claims if c.id in taken_back), None)


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
    return row._replace(difference=_difference(before, after), before=before, after=after)
