"""The answers about two factions by the rows of the claims about them alone.

What stands between two factions follows from these claims, so that they make a registry of
their own, which answers as every other does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from libya_tracker.analysis import timeline
from libya_tracker.analysis.state import state
from libya_tracker.analysis.status import status_row
from libya_tracker.errors import UsageError, quoted
from libya_tracker.exchange.claim_rows import (
    NOWHERE,
    ClaimRow,
    claim_of,
    date_of,
    moment_of,
    word_of,
)
from libya_tracker.model.claims import in_file
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens, Period, Point
from libya_tracker.model.records import (
    Claim,
    Faction,
    Pair,
    Registry,
    Retraction,
    Scenario,
    Source,
    grade,
)
from libya_tracker.model.vocabulary import STATES, Reliability
from libya_tracker.named_tuples import NamedTuple

TEXT, TEXTS, NUMBER, TRUTH, DAY, FUZZY = "text", "texts", "number", "truth", "day", "fuzzy"

#: The columns of a tie: those of ``status`` that follow from the claims about its pair.
TIES = {
    **dict.fromkeys(("faction", "name", "relation", "to", "to_name", "sign"), TEXT),
    **{"since": FUZZY, "until": FUZZY, "certainty": TEXT, "status": TEXT, "grade": TEXT},
    **{"corroboration": NUMBER, "disputed": TRUTH, "disputed_by": TEXTS},
    **{"last_cited": FUZZY, "sources": TEXTS, "change": TEXT, "age": NUMBER},
}
#: The columns of a spell: those of ``timeline``, but for the letters of its pictures.
SPELLS = {
    **dict.fromkeys(("faction", "name", "relation", "to", "to_name", "sign"), TEXT),
    **{"since": FUZZY, "until": FUZZY, "began": DAY, "ended": DAY, "certain_from": DAY},
    **{"certain_until": DAY, "state": TEXT, "status": TEXT, "disputed": TRUTH},
    **{"disputed_from": DAY, "stretches": TEXTS, "sources": TEXTS, "changes": TEXTS},
}
Row = tuple[Any, ...]


class Question(NamedTuple):
    """What is asked: the day, and what counts there."""

    day: dt.date
    #: The day of knowledge; None where all counts that the claims have.
    known: dt.date | None = None
    scenario: str | None = None
    lens: Lens = Lens()


#: What answers for two factions from the rows of the claims about them.
Answer = Callable[[Pair, Sequence[ClaimRow], Question], Iterator[Row]]


def columns(kinds: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of a row: inexact dates are texts, with their days behind all."""
    days = {
        f"{name}_{end}": DAY
        for name, kind in kinds.items()
        if kind == FUZZY
        for end in ("first", "last")
    }
    return {name: TEXT if kind == FUZZY else kind for name, kind in kinds.items()} | days


def ties(pair: Pair, rows: Sequence[ClaimRow], question: Question) -> Iterator[Row]:
    """Yield the tie of each side of a pair on the day, if there is one."""
    now = state(_perspective(rows, question))
    for side in (pair, pair[::-1]):
        if (tie := now.tie(side)) is not None:
            yield _values(status_row(now, tie), TIES)


def spells(pair: Pair, rows: Sequence[ClaimRow], question: Question) -> Iterator[Row]:
    """Yield the spells of both sides of a pair up to the day, and what is expected."""
    perspective = _perspective(rows, question)
    bars = [
        bar
        for bar in timeline.bars(perspective, Period(until=question.day), STATES)
        if {bar.faction, bar.to} == {*pair}
    ]
    for row in timeline.rows(perspective.registry, bars):
        yield _values(row, SPELLS)


def _values(row: Any, kinds: Mapping[str, str]) -> Row:
    values = [_plain(getattr(row, name)) for name in kinds]
    dates = [getattr(row, name) for name, kind in kinds.items() if kind == FUZZY]
    days = (date.days if date else (None, None) for date in dates)
    return (*values, *chain.from_iterable(days))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | dt.date):
        return value
    return [*map(str, value)] if isinstance(value, tuple) else str(value)


def _perspective(rows: Sequence[ClaimRow], question: Question) -> Perspective:
    day, known, scenario, lens = question
    point = Point(day, dt.date.max if known is None else known, scenario)
    return Perspective.of(_registry(rows, question), point, lens)


def _registry(rows: Sequence[ClaimRow], question: Question) -> Registry:
    """Return the claims of some rows as a registry; raise UsageError for a fault."""
    claims: dict[str, Claim] = {}
    orders: set[tuple[str | None, dt.date, int]] = set()
    retractions: list[Retraction] = []
    standing: list[ClaimRow] = []
    for row in rows:
        claim = claim_of(row)
        if claim.id in claims:
            raise UsageError(f"{row.label}: another row has the same id")
        claims[claim.id] = claim
        order = claim.scenario, claim.date.first, claim.place
        if order in orders:
            raise UsageError(f"{row.label}: another of that day has the same sequence")
        orders.add(order)
        if _stands(row, claim, question):
            standing.append(row)
            retractions += _retractions(row)
    kept = [claims[row.change or ""] for row in standing]
    scenarios = {claim.scenario for claim in kept if claim.scenario}
    return Registry(
        file="",
        title=None,
        sources=_sources(standing, kept),
        factions=_factions(standing, kept),
        # A group of rows can be in any order.
        entries=(*sorted(kept, key=in_file), *retractions),
        scenarios={name: Scenario(name, NOWHERE) for name in scenarios},
    )


def _stands(row: ClaimRow, claim: Claim, question: Question) -> bool:
    """Tell whether a claim stands, as far as its row itself says when it was retracted."""
    if row.retractions is not None:
        return True
    if claim.scenario:
        raise UsageError(f"{row.label} is of a what-if: join what retracts claims")
    if not row.is_retracted:
        return True
    if question.known is None:
        return False
    if claim.recorded is None or claim.recorded.day > question.known:
        return True
    raise UsageError(
        f"{row.label} was retracted, but since when? Join what retracts claims"
    )


def _retractions(row: ClaimRow) -> Iterator[Retraction]:
    for place, item in enumerate(row.retractions or ()):
        # No claim has such an id.
        name = f"\0{place} {row.change}"
        what = f"{row.label}: the day of what retracts it"
        if item["known"] is None:
            raise UsageError(f"{what} is missing")
        known = moment_of(item["known"], what)
        scenario, retracts = item["scenario"], (row.change or "",)
        yield Retraction(name, NOWHERE, 0, retracts, known, scenario=scenario)


def _factions(rows: Sequence[ClaimRow], claims: Sequence[Claim]) -> dict[str, Faction]:
    names: dict[str, str] = {}
    dissolved: dict[str, FuzzyDate] = {}
    ids = {id_ for c in claims for id_ in (c.faction, c.to, c.ends_tie_with) if id_}
    for row in rows:
        names |= {
            faction: name
            for faction, name in ((row.faction, row.name), (row.to, row.to_name))
            if faction and name
        }
        for item in row.dissolutions or ():
            if item["faction"] and item["dissolved"]:
                what = f"faction {quoted(item['faction'])}: dissolved"
                dissolved[item["faction"]] = date_of(item["dissolved"], what)
    return {
        id_: Faction(id_, NOWHERE, names.get(id_, id_), dissolved=dissolved.get(id_))
        for id_ in sorted(ids)
    }


def _sources(rows: Sequence[ClaimRow], claims: Sequence[Claim]) -> dict[str, Source]:
    """Return the sources of claims: those that were joined, or what the rows say."""
    if any(row.citations is None for row in rows):
        return _graded(rows, claims)
    cited: dict[str, Source] = {}
    origins: dict[str, Source] = {}
    for row, claim in zip(rows, claims, strict=True):
        items = row.citations or ()
        if [item["source"] for item in items] != [*claim.sources]:
            raise UsageError(f"{row.label}: a source, or the claim, is there twice")
        for item, name in zip(items, claim.sources, strict=True):
            if item["origin"] is None:
                raise UsageError(f"{row.label}: there is no source {quoted(name)}")
            cited[name] = _cited(name, item)
            origins[item["origin"]] = _origin(item["origin"], item)
    return origins | cited


def _cited(name: str, item: Mapping[str, str | None]) -> Source:
    letter, origin = item["reliability"], item["origin"]
    what = f"source {quoted(name)}"
    return Source(
        name,
        NOWHERE,
        date=_source_date(name, item["date"]),
        reliability=word_of(Reliability, letter, f"{what}: reliability")
        if letter
        else None,
        origin=None if origin == name else origin,
        withdrawn=_source_date(name, item["withdrawn"]),
    )


def _origin(name: str, item: Mapping[str, str | None]) -> Source:
    """Return the source that another repeats, which the claim need not cite."""
    return Source(name, NOWHERE, withdrawn=_source_date(name, item["origin_withdrawn"]))


def _source_date(name: str, text: str | None) -> FuzzyDate | None:
    return date_of(text, f"source {quoted(name)}") if text else None


def _graded(rows: Sequence[ClaimRow], claims: Sequence[Claim]) -> dict[str, Source]:
    """Return sources by what the grades of claims say of them.

    A grade has the best letter of its sources, so none of them has a better one.
    """
    letters: dict[str, str] = {}
    for row, claim in zip(rows, claims, strict=True):
        letter = (row.grade or "-")[0].replace("-", "~")
        for name in claim.sources:
            letters[name] = max(letter, letters.get(name, letter))
    sources = {
        name: Source(
            name, NOWHERE, reliability=None if letter == "~" else Reliability(letter)
        )
        for name, letter in letters.items()
    }
    for row, claim in zip(rows, claims, strict=True):
        if grade(sources, claim.sources, claim.credibility) != (row.grade or None):
            message = "its grade does not fit those of other claims by its sources"
            raise UsageError(f"{row.label}: {message}: join the sources")
    return sources
