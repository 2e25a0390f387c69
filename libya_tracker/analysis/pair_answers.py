"""What is answered about two factions, for every day and every day of knowledge.

What is said of a pair follows from the claims about that pair alone. So each is asked about
in a registry that holds these claims and no others, on each day on which an answer can
change: the questions themselves are those of ``status``, ``disputes`` and ``expected``.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from libya_tracker.analysis.disputes import DisputeRow, disputes
from libya_tracker.analysis.expected import ExpectedRow, expected
from libya_tracker.analysis.spells import spells_at
from libya_tracker.analysis.state import state
from libya_tracker.analysis.status import StatusRow, status
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.dates import ONE_DAY, FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim, Entry, Pair, Registry
from libya_tracker.model.vocabulary import Status

All = TypeVar("All")
Answer = TypeVar("Answer")
Row = TypeVar("Row", DisputeRow, ExpectedRow)


class Step(NamedTuple, Generic[Answer]):
    """An answer, and the first day on which it holds; it holds up to the next step."""

    first: dt.date
    answer: Answer


class Version(NamedTuple, Generic[Answer]):
    """The answers by day, as known from a day on, up to the next version."""

    known: dt.date
    steps: tuple[Step[Answer], ...]


def turns(versions: Sequence[Version[Answer]], known: dt.date) -> Iterator[dt.date]:
    """Yield the days on which an answer changes, as known on a day."""
    place = bisect_right(versions, known, key=attrgetter("known"))
    return (step.first for step in versions[place - 1].steps) if place else iter(())


def lookup(
    versions: Sequence[Version[Answer]], day: dt.date, known: dt.date
) -> Answer | None:
    """Return the answer of a day, as known on a day."""
    place = bisect_right(versions, known, key=attrgetter("known"))
    steps = versions[place - 1].steps if place else ()
    begun = bisect_right(steps, day, key=attrgetter("first"))
    return steps[begun - 1].answer if begun else None


class TieAnswer(NamedTuple):
    """The row of a tie, without its age, and the day on which it was last cited.

    Where its latest claim cites it on every day, that is the last day of the step.
    """

    row: StatusRow
    cited: dt.date


#: The versions of the answers to one question, in the order of the days of knowledge.
Ties = tuple[Version[TieAnswer | None], ...]
Disputes = tuple[Version[tuple[DisputeRow, ...]], ...]
Expectations = tuple[Version[tuple[ExpectedRow, ...]], ...]


@dataclass(frozen=True, slots=True)
class PairAnswers:
    """All that is answered about two factions."""

    #: The ties by their two sides, those that ever stood.
    ties: Mapping[Pair, Ties]
    disputes: Disputes
    expectations: Expectations


@dataclass(frozen=True, slots=True)
class PairClaims:
    """The claims about two factions, as a registry of their own."""

    pair: Pair
    index: ClaimIndex

    @property
    def claims(self) -> list[Claim]:
        """The claims about the pair."""
        return self.index.ordered

    @property
    def scenarios(self) -> frozenset[str]:
        """The what-ifs that say something of the pair."""
        entries = self.index.registry.entries
        return frozenset(entry.scenario for entry in entries if entry.scenario)

    def knowledge(self, until: dt.date) -> list[dt.date]:
        """Return the days up to one on which what is known of the pair changes."""
        return knowledge(self.index, until)


def knowledge(index: ClaimIndex, until: dt.date) -> list[dt.date]:
    """Return the days up to one on which what is known of some claims changes."""
    days = {
        *(index.known_since[entry.id] for entry in index.registry.entries),
        *index.appeared.values(),
        *index.withdrawn.values(),
    }
    return sorted(day for day in days if day <= until)


def by_pair(registry: Registry) -> Iterator[PairClaims]:
    """Yield the claims about each pair, with the entries that retract them."""
    entries: dict[Pair, dict[str, Entry]] = {}
    for claim in registry.claims.values():
        for other in {claim.to: None, claim.ends_tie_with or claim.to: None}:
            first, second = sorted((claim.faction, other), key=registry.order.__getitem__)
            entries.setdefault((first, second), {})[claim.id] = claim
    retractions = ClaimIndex(registry).retractions
    for pair, claims in entries.items():
        own = dict(claims)
        for name in claims:
            own |= {entry.id: entry for entry in retractions.get(name, ())}
        yield PairClaims(pair, ClaimIndex(registry_of(registry, [*own.values()])))


def answers(perspective: Perspective, part: PairClaims) -> PairAnswers:
    """Return all that is answered about a pair up to a point, under its what-if."""
    point = perspective.point
    versions = [
        Version(known, tuple(_steps(at(perspective, part, known), part)))
        for known in part.knowledge(point.known)
    ]
    ties = {
        part.pair: merged(versions, attrgetter("tie")),
        part.pair[::-1]: merged(versions, attrgetter("tie_back")),
    }
    return PairAnswers(
        {pair: tie for pair, tie in ties.items() if tie},
        merged(versions, attrgetter("disputes")),
        merged(versions, attrgetter("expectations")),
    )


class _DayAnswers(NamedTuple):
    """All answers of a day."""

    tie: TieAnswer | None
    tie_back: TieAnswer | None
    disputes: tuple[DisputeRow, ...]
    expectations: tuple[ExpectedRow, ...]


def at(perspective: Perspective, part: PairClaims, known: dt.date) -> Perspective:
    """Return the same perspective on the claims about a pair, as known on a day."""
    point = replace(perspective.point, known=known)
    return Perspective(part.index, point, perspective.lens)


def _steps(perspective: Perspective, part: PairClaims) -> Iterator[Step[_DayAnswers]]:
    """Yield what is answered about a pair as known on a day, for every day."""
    days = sorted(days_of(perspective, part))
    ends = [*(day - 1 for day in days[1:]), perspective.day.toordinal()]
    expects = any(claim.status is Status.EXPECTED for claim in part.claims)
    compared = _may_disagree(part.claims)
    for first, last in zip(days, ends, strict=True):
        day = dt.date.fromordinal(last)
        evening = perspective.on(day)
        ties = {(row.faction, row.to): row for row in status(state(evening), part.pair)}
        answers_of_day = _DayAnswers(
            _tie(ties.get(part.pair), day),
            _tie(ties.get(part.pair[::-1]), day),
            tuple(_of(part.pair, disputes(evening))) if compared else (),
            tuple(_of(part.pair, expected(evening))) if expects else (),
        )
        yield Step(dt.date.fromordinal(first), answers_of_day)


def _tie(row: StatusRow | None, day: dt.date) -> TieAnswer | None:
    if row is None:
        return None
    cited = day - dt.timedelta(days=row.age or 0)
    return TieAnswer(replace(row, age=None, divided=False), cited)


def _of(pair: Pair, rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if {row.faction, row.to} == {*pair})


def days_of(perspective: Perspective, part: PairClaims) -> set[int]:
    """Return the days up to the last on which an answer about a pair can change."""
    days = {day for claim in part.claims for day in _turns(claim)}
    for faction in part.index.registry.factions.values():
        if faction.dissolved is not None:
            days |= {faction.dissolved.first.toordinal(), _after(faction.dissolved)}
    if part.index.denials:  # who denies a tie may say otherwise later
        days |= {day.toordinal() for day in part.index.known_since.values()}
    if (spells := spells_at(perspective).of(part.pair)) is not None:
        readings = spells[0].readings
        if not readings.settled or perspective.lens.persist is not None:
            days.update(readings.turns)
    first, last = dt.date.min.toordinal(), perspective.day.toordinal()
    return {first} | {day for day in days if first <= day <= last}


def _turns(claim: Claim) -> Iterator[int]:
    """Yield the days on which it can change what is answered that a claim speaks of."""
    yield claim.date.first.toordinal()
    if not (claim.date.exact and claim.status.effective):
        yield _after(claim.date)
    if claim.until is not None:
        yield from (claim.until.first.toordinal(), _after(claim.until))


def _after(date: FuzzyDate) -> int:
    """Return the day after all that a date can mean."""
    return date.last.toordinal() + 1


def _may_disagree(claims: Sequence[Claim]) -> bool:
    """Tell whether there can be a dispute among claims about a pair."""
    if len(claims) < 2:
        return False
    return len({claim.relation for claim in claims}) > 1 or any(
        claim.status is Status.DENIED or claim.begins or claim.until is not None
        for claim in claims
    )


def merged(
    versions: Sequence[Version[All]], of: Callable[[All], Answer]
) -> tuple[Version[Answer], ...]:
    """Return one answer's versions, those that follow alike ones left out."""
    result: list[Version[Answer]] = []
    for version in versions:
        steps: list[Step[Answer]] = []
        for first, day in version.steps:
            answer = of(day)
            if steps and _goes_on(steps[-1].answer, answer, first):
                steps[-1] = Step(steps[-1].first, answer)
            elif answer or steps:
                steps.append(Step(first, answer))
        if (steps or result) and not (result and result[-1].steps == tuple(steps)):
            result.append(Version(version.known, tuple(steps)))
    return tuple(result)


def _goes_on(before: object, answer: object, first: dt.date) -> bool:
    """Tell whether an answer from a day on is that of before: a tie may be cited daily."""
    if isinstance(before, TieAnswer) and isinstance(answer, TieAnswer):
        daily = before.cited == first - ONE_DAY and answer.cited >= first
        return before.row == answer.row and (daily or before.cited == answer.cited)
    return before == answer


def registry_of(registry: Registry, entries: Sequence[Entry]) -> Registry:
    """Return a registry of some entries, with the factions and the sources in them."""
    names: set[str] = set()
    sources: set[str] = set()
    for entry in entries:
        if isinstance(entry, Claim):
            names |= {entry.faction, entry.to, entry.ends_tie_with or entry.to}
            sources |= {link.id for name in entry.sources for link in registry.chain(name)}
    order = registry.order
    return replace(
        registry,
        # The record first, then the what-ifs, each in the order of the file.
        entries=tuple(sorted(entries, key=lambda e: (e.scenario is not None, e.place))),
        factions={
            name: registry.factions[name] for name in sorted(names, key=order.__getitem__)
        },
        sources={name: registry.sources[name] for name in sorted(sources)},
    )
