"""The bulletin: all that is news from one view of the record to a later one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import (
    Callable,
    Collection,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

from libya_tracker.analysis.disputes import DisputeRow, disputes
from libya_tracker.analysis.expected import ExpectationState, ExpectedRow, expected
from libya_tracker.analysis.report_changes import (
    ChangeKind,
    ChangeSet,
    admitted,
    change_set,
)
from libya_tracker.analysis.report_news import NewsItem, ended_together, news
from libya_tracker.analysis.signed_network import network
from libya_tracker.analysis.spells import spells
from libya_tracker.analysis.state import End, State, state
from libya_tracker.analysis.status import StatusRow, stale, status
from libya_tracker.analysis.tensions import TensionRow, identity, tensions
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim, Entry, Source
from libya_tracker.model.vocabulary import Status
from libya_tracker.named_tuples import NamedTuple

Row = TypeVar("Row")

STALE = 180  # days without a citation after which a tie is called stale


class ExpectationNews(NamedTuple):
    """An expectation as news: voiced, edited, or come to another state."""

    row: ExpectedRow
    #: Its state before; None where it is newly voiced.
    before: ExpectationState | None
    arrival: ChangeKind | None


class Ongoing(NamedTuple):
    """How many stand that are no news."""

    overdue: int
    disputes: int
    tensions: int
    stale: int


class Bulletin(NamedTuple):
    """What is news from view ``a`` to view ``b``."""

    a: Perspective
    b: Perspective
    items: tuple[NewsItem, ...]
    expected: tuple[ExpectationNews, ...]
    disputes: tuple[DisputeRow, ...]
    tensions: tuple[TensionRow, ...]
    #: Ties that were not stale before: those not cited for so many days.
    stale: tuple[StatusRow, ...]
    stale_after: int
    ongoing: Ongoing
    #: The ties at ``b``.
    state: State
    #: How the ties ended that stood before it, by each claim that carried one.
    ends: Mapping[str, End]
    #: The factions that it is about; of all, nothing.
    of: tuple[str, ...] = ()

    @property
    def news(self) -> bool:
        """Whether there is any news; what is merely ongoing is none."""
        return bool(
            self.items or self.expected or self.disputes or self.tensions or self.stale
        )

    @property
    def dissolutions(self) -> tuple[tuple[NewsItem, ...], ...]:
        """The items whose ties ended with one faction, of each that ended several."""
        return tuple(ended_together(self.items).values())

    @property
    def mentions(self) -> Counter[str]:
        """How many pieces of the news name each faction."""
        groups: list[Iterable[str | None]] = [item.factions for item in self.items]
        groups += [(news.row.faction, news.row.to) for news in self.expected]
        groups += [(row.faction, row.to) for row in self.disputes]
        groups += [row.factions for row in self.tensions]
        groups += [(row.faction, row.to) for row in self.stale]
        return Counter(name for names in groups for name in names if name)

    def status_of(self, claim: Claim) -> Status:
        """Return how sure a claim is by the sources that are out; of a removed one, was."""
        current = self.b.registry.claims.get(claim.id) is claim
        return self.b.status_of(claim) if current else claim.status

    @property
    def factions(self) -> frozenset[str]:
        """Every faction in the news."""
        return frozenset(self.mentions)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source that is cited for what is new, in the order of the file."""
        here, before = self.b.registry, self.a.registry
        sources = {**here.sources, **before.sources, **here.sources}
        cited_ids = {*_cited_sources(self)}
        return tuple(source for name, source in sources.items() if name in cited_ids)


def bulletin(
    a: Perspective, b: Perspective, of: Collection[str] = (), stale_after: int = STALE
) -> Bulletin:
    """Return the news from ``a`` to ``b``, of all factions or those that name some.

    ``b`` is not earlier than ``a`` and has the same lens; its registry may be a later
    version of the file. Each entry known to ``b`` and not to ``a`` is reported once, and so
    is each tie that differs.
    """

    def concerns(names: Iterable[str | None]) -> bool:
        return not of or not {*of}.isdisjoint(names)

    changes = change_set(a, b)
    then, now = state(a), state(b)
    expectations, overdue = _expectations(a, b, changes, concerns)
    new_disputes, old_disputes = _disputes(a, b, concerns)
    new_tensions, old_tensions = _tensions(then, now, concerns)
    new_stale, old_stale = _stale(then, now, stale_after, concerns)
    return Bulletin(
        a=a,
        b=b,
        items=tuple(item for item in news(a, b, changes) if concerns(item.factions)),
        expected=tuple(expectations),
        disputes=tuple(new_disputes),
        tensions=tuple(new_tensions),
        stale=tuple(new_stale),
        stale_after=stale_after,
        ongoing=Ongoing(overdue, old_disputes, old_tensions, old_stale),
        state=now,
        ends={
            claim.id: spell.end
            for spell in spells(b)
            if spell.end is not None
            for claim in spell.tie.run
        },
        of=tuple(of),
    )


def recorded_later(
    edition: Bulletin, known: dt.date, of: Collection[str] = ()
) -> list[Claim]:
    """Return the claims of a bulletin's days that were not known by it, but by a day."""
    a, b = edition.a, edition.b
    later = replace(b, point=replace(b.point, known=known))
    return [
        claim
        for claim in later.visible_claims()
        if not b.is_known(claim)
        and claim.date.first <= b.day
        and claim.date.last > a.day
        and admitted(claim, b.lens, b.registry.claims)
        and (not of or not {claim.faction, claim.to}.isdisjoint(of))
    ]


#: Whether the news of factions is to be in the bulletin.
_Concerns = Callable[[Iterable[str | None]], bool]


def _expectations(
    a: Perspective, b: Perspective, changes: ChangeSet, concerns: _Concerns
) -> tuple[list[ExpectationNews], int]:
    """Return the expectations whose state is news, and how many others are overdue."""
    before: dict[Entry, ExpectationState] = {row.claim: row.state for row in expected(a)}
    rows, overdue = [], 0
    for row in expected(b):
        change = changes.news.get(row.claim)
        old = changes.old.get(row.claim)
        old_state = before.get(old) if old else None
        if not concerns((row.faction, row.to)) or (change is None and old_state is None):
            continue
        if change is not None or old_state != row.state:
            rows.append(ExpectationNews(row, old_state, change))
        else:
            overdue += row.state is ExpectationState.OVERDUE
    return rows, overdue


def _disputes(
    a: Perspective, b: Perspective, concerns: _Concerns
) -> tuple[list[DisputeRow], int]:
    """Return the disagreements that were none before, and how many others there are."""
    rows = [row for row in disputes(b) if concerns((row.faction, row.to))]
    return _new(rows, disputes(a), _dispute_identity)


def _dispute_identity(row: DisputeRow) -> tuple[object, ...]:
    """Return what makes a disagreement the same on another day."""
    sides = frozenset((row.relation, row.other))
    return frozenset((row.faction, row.to)), row.dispute, row.speaker, sides


def _tensions(then: State, now: State, concerns: _Concerns) -> tuple[list[TensionRow], int]:
    """Return the tensions that were none before, and how many others there are."""
    rows = [row for row in tensions(network(now)) if concerns(row.factions)]
    return _new(rows, tensions(network(then)), identity)


def _stale(
    then: State, now: State, days: int, concerns: _Concerns
) -> tuple[list[StatusRow], int]:
    """Return the ties that came to be stale, and how many others are."""
    rows = [
        row
        for row in stale(status(now), days)
        if row.relation is not None
        and now.counts((row.faction, row.to or ""))
        and concerns((row.faction, row.to))
    ]
    tie_of = attrgetter("faction", "relation", "to")
    return _new(rows, stale(status(then), days), tie_of)


def _new(
    rows: Sequence[Row], old: Iterable[Row], identity: Callable[[Row], Hashable]
) -> tuple[list[Row], int]:
    """Return the rows that are not among the old ones, and how many of the others."""
    identities = {identity(row) for row in old}
    new = [row for row in rows if identity(row) not in identities]
    return new, len(rows) - len(new)


def _cited_sources(bulletin: Bulletin) -> Iterator[str]:
    """Yield every source that any of the news cites."""
    claims = [name for row in bulletin.tensions for name in row.changes]
    claims += [
        name for row in bulletin.disputes for name in (*row.changes, *row.other_changes)
    ]
    together = {item.entry for items in bulletin.dissolutions for item in items}
    for item in bulletin.items:
        if item.entry not in together:  # which are told by their names alone
            yield from item.sources
    yield from (name for prospect in bulletin.expected for name in prospect.row.sources)
    yield from (name for row in bulletin.stale for name in row.sources)
    for name in claims:
        yield from bulletin.b.sources_out(bulletin.b.registry.claims[name])
