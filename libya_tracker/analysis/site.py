"""All that a page shows on which a reader chooses the day: every answer for every day.

Nothing is left to be worked out in a browser, which only looks up. So a page of any day
says what the commands say of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from libya_tracker.analysis.log import LogRow, log
from libya_tracker.analysis.pair_answers import (
    PairAnswers,
    Step,
    Ties,
    Version,
    answers,
    steps_at,
)
from libya_tracker.analysis.pair_claims import PairClaims, by_pair
from libya_tracker.analysis.site_lineage import Relatives, relatives_by_day
from libya_tracker.analysis.site_reasons import Reasons, reasons
from libya_tracker.analysis.site_what_ifs import WhatIf, what_if
from libya_tracker.analysis.state import divided
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ClaimFilter
from libya_tracker.model.records import Claim, Pair
from libya_tracker.model.vocabulary import Relation

_YEAR = dt.timedelta(days=365)

#: The relations by which a faction, or a unit of it, takes a side.
_SIDES = {Relation.ALIGNED, Relation.SUBORDINATE}
#: Whether a faction is divided, by both clocks.
Divided = tuple[Version[bool], ...]


@dataclass(frozen=True, slots=True)
class SiteClaim:
    """A claim, and the day of knowledge from which on it no longer stands."""

    row: LogRow
    gone: dt.date | None


@dataclass(frozen=True, slots=True)
class SiteAnswers:
    """The answers about each pair, and about factions, under one what-if or none."""

    pairs: Mapping[Pair, PairAnswers]
    #: Why ties differ, of the pairs where it does not follow from the points compared.
    reasons: Mapping[Pair, Reasons]
    divided: Mapping[str, Divided]
    relatives: Relatives


@dataclass(frozen=True, slots=True)
class Site:
    """Everything up to a point, as it was known on any day by the point's."""

    perspective: Perspective
    record: SiteAnswers
    #: By what-if: the pairs of which it says something, as they are then.
    supposed: Mapping[str, SiteAnswers]
    claims: tuple[SiteClaim, ...]
    what_ifs: Mapping[str, WhatIf]
    #: Whether all days of knowledge are there, or the point's alone.
    second_clock: bool = True


def site(perspective: Perspective) -> Site:
    """Return every answer up to a point, which supposes no what-if itself."""
    registry = perspective.registry
    parts = list(by_pair(registry))
    record = _answers(perspective, parts, {})
    concerned = {
        name: [part for part in parts if name in part.scenarios]
        for name in registry.scenarios
    }
    supposed = {
        name: _answers(perspective.supposing(name), own, record.pairs)
        for name, own in concerned.items()
    }
    return Site(
        perspective,
        record,
        supposed,
        tuple(_claims(perspective)),
        {
            name: what_if(perspective, name, own, (record.pairs, supposed[name].pairs))
            for name, own in concerned.items()
        },
    )


def as_known_now(whole: Site) -> Site:
    """Return a site without its second clock: only what is known at its point."""

    def latest(own: SiteAnswers) -> SiteAnswers:
        pairs = {
            pair: PairAnswers(
                {side: versions[-1:] for side, versions in answers.ties.items()},
                answers.disputes[-1:],
                answers.expectations[-1:],
            )
            for pair, answers in own.pairs.items()
        }
        by_faction = own.relatives.by_faction
        return SiteAnswers(
            pairs,
            {
                pair: Reasons({}, {side: last[-1:] for side, last in some.happened.items()})
                for pair, some in own.reasons.items()
            },
            {name: own.divided[name][-1:] for name in own.divided},
            replace(
                own.relatives,
                by_faction={name: rows[-1:] for name, rows in by_faction.items()},
            ),
        )

    return replace(
        whole,
        record=latest(whole.record),
        supposed={name: latest(own) for name, own in whole.supposed.items()},
        what_ifs={name: rows[-1:] for name, rows in whole.what_ifs.items()},
        second_clock=False,
    )


def year_before(perspective: Perspective) -> Perspective:
    """Return the view of the evening a year before the last claim, as known then."""
    latest = perspective.latest()
    last = perspective.day if latest is None else latest[1]
    day = last - min(_YEAR, last - dt.date.min)
    known = min(day, perspective.point.known)
    return replace(perspective, point=replace(perspective.point, day=day, known=known))


def _answers(
    perspective: Perspective,
    parts: Sequence[PairClaims],
    others: Mapping[Pair, PairAnswers],
) -> SiteAnswers:
    """Return the answers about some pairs, beside those about the others."""
    own = {part.pair: answers(perspective, part) for part in parts}
    return SiteAnswers(
        own,
        {part.pair: reasons(perspective, part) for part in parts},
        _divided({**others, **own}),
        relatives_by_day(perspective),
    )


def _claims(perspective: Perspective) -> Iterator[SiteClaim]:
    """Yield the claims of the record and of the what-ifs, in the order of the log."""
    index = perspective.index
    order = {claim.id: place for place, claim in enumerate(index.ordered)}
    rows = [
        row
        for name in (None, *perspective.registry.scenarios)
        for row in log(perspective.supposing(name), ClaimFilter())
        if row.scenario == name
    ]
    for row in sorted(rows, key=lambda row: order[row.change]):
        yield SiteClaim(row, _gone(index, perspective.registry.claims[row.change]))


def _gone(index: ClaimIndex, claim: Claim) -> dt.date | None:
    """Return from when on a claim does not stand: retracted, or left without a source."""
    days = [
        index.known_since[entry.id]
        for entry in index.retractions.get(claim.id, ())
        if entry.scenario in {None, claim.scenario}
    ]
    if claim.sources and all(name in index.withdrawn for name in claim.sources):
        days.append(max(index.withdrawn[name] for name in claim.sources))
    return min(days, default=None)


def _divided(pairs: Mapping[Pair, PairAnswers]) -> dict[str, Divided]:
    """Return when each faction takes more than one side, itself or with its units."""
    ties = {
        pair: versions for both in pairs.values() for pair, versions in both.ties.items()
    }
    ever = {pair: {*_relations(versions)} for pair, versions in ties.items()}
    concerned: dict[str, set[Pair]] = {}
    for pair, relations in ever.items():
        if Relation.ALIGNED in relations:
            concerned.setdefault(pair[0], set()).add(pair)
    own = {faction: {*aligned} for faction, aligned in concerned.items()}
    for pair, relations in ever.items():
        if Relation.SUBORDINATE in relations and pair[0] in own:
            concerned.setdefault(pair[1], set()).update(own[pair[0]], {pair})
    return {
        faction: versions
        for faction, names in concerned.items()
        if (versions := _when_divided(faction, {pair: ties[pair] for pair in names}))
    }


def _relations(versions: Ties) -> Iterator[Relation | None]:
    for version in versions:
        for step in version.steps:
            if step.answer is not None:
                yield step.answer.row.relation


def _when_divided(faction: str, ties: Mapping[Pair, Ties]) -> Divided:
    """Return when a faction is divided by some ties; nothing where it never is."""
    result: list[Version[bool]] = []
    for known in sorted({version.known for tie in ties.values() for version in tie}):
        steps: list[Step[bool]] = []
        sides: dict[Pair, Relation] = {}
        for day, turning in groupby(_turning(ties, known), itemgetter(0)):
            before = dict(sides)
            for _, pair, relation in turning:
                sides.pop(pair, None)
                if relation in _SIDES:
                    sides[pair] = relation
            if sides == before:
                continue
            is_divided = faction in divided((a, own, b) for (a, b), own in sides.items())
            if is_divided is not (bool(steps) and steps[-1].answer):
                steps.append(Step(day, is_divided))
        if (steps or result) and not (result and result[-1].steps == tuple(steps)):
            result.append(Version(known, tuple(steps)))
    return tuple(result)


def _turning(
    ties: Mapping[Pair, Ties], known: dt.date
) -> list[tuple[dt.date, Pair, Relation | None]]:
    """Return the days on which ties change as known on a day, and what they become."""
    return sorted(
        (
            (step.first, pair, step.answer and step.answer.row.relation)
            for pair, versions in ties.items()
            for step in steps_at(versions, known)
        ),
        key=itemgetter(0),
    )
