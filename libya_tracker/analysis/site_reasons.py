"""Why a tie differs between two points of a page, where the days alone do not say it.

Between two points that suppose the same, what is known changes first, then the day. What
differs by the first is *learned*, by the second it has *happened*; here are the exceptions:
what was *corrected*, and what a what-if *supposes*. They are those of ``diff``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from libya_tracker.analysis.diff import Step as DiffStep
from libya_tracker.analysis.diff import Why, why
from libya_tracker.analysis.pair_claims import PairClaims, at, days_of
from libya_tracker.analysis.state import State, state
from libya_tracker.analysis.versions import Step, Version, lookup
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Pair
from libya_tracker.named_tuples import NamedTuple


class Epoch(NamedTuple):
    """What holds from a day on, by two days more."""

    since: dt.date
    versions: tuple[Version[Why | None], ...]


class Reasons(NamedTuple):
    """The exceptions for each side of a pair."""

    #: By what is known at the earlier point, then at the later, then by the earlier's day.
    learned: Mapping[Pair, tuple[Epoch, ...]]
    #: By what is known, then by the days of the earlier point and of the later.
    happened: Mapping[Pair, tuple[Epoch, ...]]


def exception(
    epochs: Iterable[Epoch], one: dt.date, other: dt.date, day: dt.date
) -> Why | None:
    """Return the exception that holds at three days, if any."""
    own: tuple[Version[Why | None], ...] = ()
    for epoch in epochs:
        if epoch.since <= one:
            own = epoch.versions
    return lookup(own, day, other)


def reasons(perspective: Perspective, part: PairClaims) -> Reasons:
    """Return the exceptions for a pair up to a point, under its what-if."""
    if not part.index.taken_back and perspective.point.scenario is None:
        return Reasons({}, {})
    table = _Table(perspective, part)
    sides = part.pair, part.pair[::-1]
    learned = {pair: tuple(table.learned(pair)) for pair in sides}
    happened = {pair: tuple(table.happened(pair)) for pair in sides}
    return Reasons(
        {pair: own for pair, own in learned.items() if own},
        {pair: own for pair, own in happened.items() if own},
    )


class _Table:
    """The states of a pair on every day, as known on every day."""

    def __init__(self, perspective: Perspective, part: PairClaims) -> None:
        self._known = sorted({dt.date.min, *part.knowledge(perspective.point.known)})
        own = [at(perspective, part, known) for known in self._known]
        self._days = [
            dt.date.fromordinal(day)
            for day in sorted({day for some in own for day in days_of(some, part)})
        ]
        self._states = {
            (some.point.known, day): state(some.on(day))
            for some in own
            for day in self._days
        }
        self._claims = part.claims if perspective.point.scenario else ()
        self._index = part.index
        self._scenario = perspective.point.scenario

    def learned(self, pair: Pair) -> Iterator[Epoch]:
        """Yield what is not learned but corrected, or supposed."""

        def between(one: dt.date, other: dt.date, day: dt.date) -> Why | None:
            old, new = self._states[one, day], self._states[other, day]
            if not _differ(old, new, pair):
                return None
            if not (self._supposed(new) or self._corrected(old, new)):
                return None
            return _exception(DiffStep(Why.LEARNED, old, new), pair)

        return _epochs(between, (self._known, self._known, self._days))

    def happened(self, pair: Pair) -> Iterator[Epoch]:
        """Yield what has not happened but is supposed."""

        def between(known: dt.date, one: dt.date, other: dt.date) -> Why | None:
            old, new = self._states[known, one], self._states[known, other]
            if one >= other or not _differ(old, new, pair) or not self._supposed(new):
                return None
            return _exception(DiffStep(Why.HAPPENED, old, new), pair)

        return _epochs(between, (self._known, self._days, self._days))

    def _corrected(self, old: State, new: State) -> bool:
        """Tell whether anything was taken back from one state to another."""
        doubtful = self._index.taken_back
        return old.point.known < new.point.known and any(
            claim.id in doubtful
            and old.perspective.is_visible(claim)
            and not new.perspective.is_visible(claim)
            for claim in self._index.ordered
        )

    def _supposed(self, new: State) -> bool:
        """Tell whether a state can hang on what is supposed."""
        return any(
            claim.scenario is not None
            and claim.date.first <= new.point.day
            and new.perspective.is_known(claim)
            for claim in self._claims
        )


def _differ(old: State, new: State, pair: Pair) -> bool:
    one, other = (own.ties.get(pair) for own in (old, new))
    return (one and one.relation) is not (other and other.relation)


def _exception(step: DiffStep, pair: Pair) -> Why | None:
    """Return why a pair differs across a step, where that is not the step's own reason."""
    reason = why(step, pair)
    return None if reason is step.reason else reason


def _epochs(
    between: Callable[[dt.date, dt.date, dt.date], Why | None],
    days: tuple[Sequence[dt.date], Sequence[dt.date], Sequence[dt.date]],
) -> Iterator[Epoch]:
    """Yield what a function of three days answers, what follows its like left out."""
    ones, others, thirds = days
    before: tuple[Version[Why | None], ...] = ()
    for one in ones:
        versions: list[Version[Why | None]] = []
        for other in others:
            steps = tuple(_turns((day, between(one, other, day)) for day in thirds))
            if steps != (versions[-1].steps if versions else ()):
                versions.append(Version(other, steps))
        if tuple(versions) != before:
            before = tuple(versions)
            yield Epoch(one, before)


def _turns(answers: Iterable[tuple[dt.date, Why | None]]) -> Iterator[Step[Why | None]]:
    """Yield an answer on the days on which it becomes another."""
    before: Why | None = None
    for day, answer in answers:
        if answer is not before:
            yield Step(day, answer)
            before = answer
