"""The pages of ``tensions``: what does not go together, and how much of it there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from libya_tracker.analysis.signed_network import BalanceRow, Network, summary
from libya_tracker.analysis.state import Tie
from libya_tracker.analysis.tensions import TensionKind, TensionRow
from libya_tracker.model.records import Registry
from libya_tracker.views.page import (
    Cell,
    Page,
    Sheet,
    TableLine,
    heading,
    possible_note,
    remarks,
)
from libya_tracker.views.words import commas

_TITLES = {
    (TensionKind.TRIAD, False): "Unbalanced triads",
    (TensionKind.CYCLE, False): "Unbalanced cycles of four, each tied to the next",
    (
        TensionKind.CONTRADICTION,
        None,
    ): "Contradictions: one supports the other, which opposes it",
    (TensionKind.DIVIDED, None): "Divided: it or its own units are aligned with both",
    (TensionKind.TRIAD, True): "Balanced triads",
}
_COLUMNS = ("Tension", "Since", "Status")
_PARTS = ("Part", "Factions", "Ties", "Triads", "Balanced", "Frustration")
_CAMPS = ("Part", "The one camp", "The other", "Against it")


def page(rows: Sequence[TensionRow], now: Network, since: dt.date | None) -> Page:
    """Return each tension with its ties below it, by kind; then the share of balance."""
    lines = list(_sections(now.state.registry, rows))
    new = f"new since {since}, on " if since is not None else "on "
    notes = [] if rows else ["No new tension." if since else "No tension on this day."]
    notes.append(_measure(summary(now)[0]))
    notes += possible_note(row.certainty for row in rows)
    title = heading(now.state.perspective, f"tensions {new}")
    return Page(title, (Sheet(_COLUMNS, lines[1:]),), tuple(notes))


def balance(rows: Sequence[BalanceRow], now: Network) -> Page:
    """Return how balanced each part is, and the two camps it falls into best."""
    registry, (whole, *parts) = now.state.registry, rows
    shares = Sheet(_PARTS, [_shares(row) for row in rows], frozenset(_PARTS))
    camps = Sheet(_CAMPS, [_camps(registry, row) for row in parts])
    notes = (
        _measure(whole),
        "Frustration: the fewest ties against any division into two camps.",
    )
    title = heading(now.state.perspective, "balance on ")
    return Page(title, (shares, camps) if parts else (), notes)


def _sections(registry: Registry, rows: Sequence[TensionRow]) -> Iterator[TableLine]:
    for kind, title in _TITLES.items():
        if part := [row for row in rows if (row.sort, row.balanced) == kind]:
            yield Cell("")
            yield Cell(title, "strong")
            for row in part:
                yield Cell(_headline(row), indent=2)
                yield _line(registry, row)


def _headline(row: TensionRow) -> str:
    if row.sort is TensionKind.DIVIDED:
        return f"{row.a_name}: {row.b_name}, {row.c_name}"
    if row.between:
        return "{} between {} and {}".format(*row.between)
    return commas(*row.names)


def _line(registry: Registry, row: TensionRow) -> tuple[Cell, ...]:
    return (
        Cell(tuple(_words(registry, tie) for tie in row.ties), indent=4),
        Cell(str(row.since)),
        Cell(remarks(row.status, disputed=row.disputed, certainty=row.certainty)),
    )


def _words(registry: Registry, tie: Tie) -> str:
    relation, names = tie.relation, registry.factions
    return (
        f"{relation.sign} {names[tie.faction].name} {relation.reads} {names[tie.to].name}"
    )


def _shares(row: BalanceRow) -> tuple[Cell, ...]:
    share = "" if row.share is None else f" ({row.share:.0%})"
    return (
        Cell("all" if row.component is None else str(row.component)),
        Cell(str(row.factions)),
        Cell(f"{row.ties} (+{row.positive} -{row.negative})"),
        Cell(str(row.triads)),
        Cell(f"{row.balanced}{share}"),
        Cell(_index(row)),
    )


def _camps(registry: Registry, row: BalanceRow) -> tuple[Cell, ...]:
    names = registry.factions
    return (
        Cell(str(row.component)),
        Cell(tuple(names[name].name for name in row.camp)),
        Cell(tuple(names[name].name for name in row.other_camp) or ""),
        Cell(tuple(f"{names[e.a].name} and {names[e.b].name}" for e in row.against) or ""),
    )


def _measure(row: BalanceRow) -> str:
    share = f"{row.balanced} of {row.triads} triads balanced" if row.triads else "No triad"
    return f"{share}; frustration {_index(row)} of {row.ties} ties."


def _index(row: BalanceRow) -> str:
    if row.at_least == row.frustration:
        return str(row.frustration)
    return f"{row.at_least} to {row.frustration}"
