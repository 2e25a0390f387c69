"""The bulletin: all that is news from one view of the record to a later one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from libya_tracker.analysis import disputes, report_news, status
from libya_tracker.analysis import state as history
from libya_tracker.analysis import tensions as network
from libya_tracker.analysis.disputes import DisputeRow
from libya_tracker.analysis.expected import ExpectationState, ExpectedRow, expected
from libya_tracker.analysis.report_changes import ChangeKind, ChangeSet, change_set
from libya_tracker.analysis.report_news import NewsItem
from libya_tracker.analysis.state import End, State, Trace
from libya_tracker.analysis.status import StatusRow
from libya_tracker.analysis.tensions import TensionRow
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Entry, Source, sources_of

STALE = 180  # days without a citation after which a tie is called stale


@dataclass(frozen=True, slots=True)
class ExpectationNews:
    """An expectation as news: voiced, edited, or come to another state."""

    row: ExpectedRow
    #: Its state before; None where it is newly voiced.
    before: ExpectationState | None
    arrival: ChangeKind | None


@dataclass(frozen=True, slots=True)
class Ongoing:
    """How many stand that are no news."""

    overdue: int
    disputes: int
    tensions: int
    stale: int


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What is news from view ``a`` to view ``b``."""

    a: Perspective
    b: Perspective
    told: tuple[NewsItem, ...]
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

    @property
    def news(self) -> bool:
        """Whether there is any; what goes on standing is none."""
        return bool(
            self.told or self.expected or self.disputes or self.tensions or self.stale
        )

    @property
    def factions(self) -> frozenset[str]:
        """Every faction in the news."""
        names = {name for told in self.told for name in told.factions}
        names |= {n for p in self.expected for n in (p.row.faction, p.row.to)}
        names |= {n for quarrel in self.disputes for n in (quarrel.faction, quarrel.to)}
        names |= {n for tie in self.stale for n in (tie.faction, tie.to) if n}
        return frozenset(names.union(*map(in_tension, self.tensions)))

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source that is cited for any of it, in the order of the file."""
        here, before = self.b.registry, self.a.registry
        known = {**here.sources, **before.sources, **here.sources}
        cited = {*_cited(self)}
        return tuple(source for name, source in known.items() if name in cited)


def bulletin(
    a: Perspective, b: Perspective, of: Collection[str] = (), stale_after: int = STALE
) -> Bulletin:
    """Return the news from ``a`` to ``b``, of all factions or those that name some.

    ``b`` is not earlier than ``a``, looks through the same lens, and may see another
    registry: the same as it became. Everything that ``b`` has heard and ``a`` had not is
    told once, and so is every tie that differs.
    """
    wanted = _Wanted(frozenset(of))
    changes = change_set(a, b)
    trace: Trace = {}
    then, now = history.state(a), history.state(b, trace)
    told = [item for item in report_news.news(a, b, changes) if wanted(item.factions)]
    hopes, overdue = _prospects(a, b, changes, wanted)
    quarrels, disputed = _disputes(a, b, wanted)
    clashes, tense = _tensions(then, now, wanted)
    old, stale = _stale(then, now, stale_after, wanted)
    return Bulletin(
        a=a,
        b=b,
        told=tuple(told),
        expected=tuple(hopes),
        disputes=tuple(quarrels),
        tensions=tuple(clashes),
        stale=tuple(old),
        stale_after=stale_after,
        ongoing=Ongoing(overdue, disputed, tense, stale),
        state=now,
        ends={
            claim.id: lost.end
            for losses in trace.values()
            for lost in losses
            for claim in lost.tie.run
        },
    )


def in_tension(row: TensionRow) -> frozenset[str]:
    """Return every faction whose ties are a tension."""
    return frozenset(name for tie in row.ties for name in (tie.faction, tie.to))


class _Wanted:
    """Whether news that names some factions is asked for."""

    def __init__(self, of: frozenset[str]) -> None:
        self._of = of

    def __call__(self, names: Iterable[str | None]) -> bool:
        return not self._of or not self._of.isdisjoint(names)


def _prospects(
    a: Perspective, b: Perspective, changes: ChangeSet, wanted: _Wanted
) -> tuple[list[ExpectationNews], int]:
    """Return the expectations whose state is news, and how many others are overdue."""
    before: dict[Entry, ExpectationState] = {row.claim: row.state for row in expected(a)}
    news, overdue = [], 0
    for row in expected(b):
        change = changes.news.get(row.claim)
        old = changes.old.get(row.claim)
        state = before.get(old) if old else None
        if not wanted((row.faction, row.to)) or (change is None and state is None):
            continue
        if change is not None or state != row.state:
            news.append(ExpectationNews(row, state, change))
        else:
            overdue += row.state is ExpectationState.OVERDUE
    return news, overdue


def _disputes(
    a: Perspective, b: Perspective, wanted: _Wanted
) -> tuple[list[DisputeRow], int]:
    """Return the disagreements that were none before, and how many others there are."""
    old = {_gist(row) for row in disputes.disputes(a)}
    rows = disputes.disputes(b)
    rows = [row for row in rows if wanted((row.faction, row.to))]
    report_news = [row for row in rows if _gist(row) not in old]
    return report_news, len(rows) - len(report_news)


def _gist(row: DisputeRow) -> tuple[object, ...]:
    """Return what makes a disagreement the same on another day."""
    sides = frozenset((row.relation, row.other))
    return frozenset((row.faction, row.to)), row.dispute, row.speaker, sides


def _tensions(then: State, now: State, wanted: _Wanted) -> tuple[list[TensionRow], int]:
    """Return the tensions that were none before, and how many others there are."""
    old = {network.identity(row) for row in network.tensions(network.network(then))}
    rows = network.tensions(network.network(now))
    rows = [row for row in rows if wanted(in_tension(row))]
    report_news = [row for row in rows if network.identity(row) not in old]
    return report_news, len(rows) - len(report_news)


def _stale(
    then: State, now: State, days: int, wanted: _Wanted
) -> tuple[list[StatusRow], int]:
    """Return the ties that came to be stale, how many others are; one both ways once."""
    old = {_tie(row) for row in status.stale(status.status(then), days)}
    rows = {
        _tie(row): row
        for row in reversed(status.stale(status.status(now), days))
        if wanted((row.faction, row.to))
    }
    report_news = [row for tie, row in reversed(rows.items()) if tie not in old]
    return report_news, len(rows) - len(report_news)


def _tie(row: StatusRow) -> tuple[object, ...]:
    both = row.relation is not None and row.relation.two_way
    pair = (row.faction, row.to)
    return row.relation, frozenset(pair) if both else pair


def _cited(found: Bulletin) -> Iterator[str]:
    """Yield every source that any of the news cites."""
    claims = [name for row in found.tensions for name in row.changes]
    claims += [
        name for row in found.disputes for name in (*row.changes, *row.other_changes)
    ]
    yield from (name for told in found.told for name in told.sources)
    yield from (name for prospect in found.expected for name in prospect.row.sources)
    yield from (name for row in found.stale for name in row.sources)
    yield from sources_of(found.state.registry.claims[name] for name in claims)
