"""All that a page shows on which a reader chooses the day: every answer for every day.

Nothing is left to be worked out in a browser, which only looks up. So a page of any day
says what the commands say of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from libya_tracker.analysis.divisions import Divided, divisions
from libya_tracker.analysis.log import LogRow, log
from libya_tracker.analysis.pair_answers import PairAnswers, answers
from libya_tracker.analysis.pair_claims import PairClaims, by_pair
from libya_tracker.analysis.site_lineage import Relatives, relatives_by_day
from libya_tracker.analysis.site_reasons import Reasons, reasons
from libya_tracker.analysis.site_what_ifs import WhatIf, what_if
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ClaimFilter
from libya_tracker.model.records import Claim, Pair
from libya_tracker.named_tuples import NamedTuple

_YEAR = dt.timedelta(days=365)


class SiteClaim(NamedTuple):
    """A claim, and the day of knowledge from which on it no longer stands."""

    row: LogRow
    gone: dt.date | None


class SiteAnswers(NamedTuple):
    """The answers about each pair, and about factions, under one what-if or none."""

    pairs: Mapping[Pair, PairAnswers]
    #: Why ties differ, of the pairs where it does not follow from the points compared.
    reasons: Mapping[Pair, Reasons]
    divided: Mapping[str, Divided]
    relatives: Relatives


class Site(NamedTuple):
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
            own.relatives._replace(
                by_faction={name: rows[-1:] for name, rows in by_faction.items()},
            ),
        )

    return whole._replace(
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
    ties = {
        pair: versions
        for both in {**others, **own}.values()
        for pair, versions in both.ties.items()
    }
    return SiteAnswers(
        own,
        {part.pair: reasons(perspective, part) for part in parts},
        divisions(ties),
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
        index.known_since(entry)
        for entry in index.retractions.get(claim.id, ())
        if entry.scenario in {None, claim.scenario}
    ]
    if claim.sources and all(name in index.withdrawn for name in claim.sources):
        days.append(max(index.withdrawn[name] for name in claim.sources))
    return min(days, default=None)
