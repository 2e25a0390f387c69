"""The pages of ``tensions``: what does not go together, and how much of it there is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from libya_tracker.analysis.signed_network import BalanceRow, Network, summary
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
    tone_of,
)
from libya_tracker.views.words import commas, counted

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
_COUNTED = {
    (TensionKind.TRIAD, False): ("unbalanced triad", ""),
    (TensionKind.CYCLE, False): ("unbalanced cycle of four", "unbalanced cycles of four"),
    (TensionKind.CONTRADICTION, None): ("contradiction", ""),
    (TensionKind.DIVIDED, None): ("divided faction", ""),
    (TensionKind.TRIAD, True): ("balanced triad", ""),
}
_PARTS = ("Part", "Factions", "Ties", "Triads", "Balanced", "Frustration")
_CAMPS = ("Part", "The one camp", "The other", "Against it")


def page(rows: Sequence[TensionRow], now: Network, since: dt.date | None) -> Page:
    """Return how many tensions there are, then each with its ties below it, by kind."""
    lines = list(_sections(now.state.registry, rows))
    new = f"new since {since}, on " if since is not None else "on "
    nothing = "No new tension." if since else "No tension on this day."
    lead = (_counts(rows) if rows else nothing, _measure(summary(now)[0]))
    notes = possible_note(row.certainty for row in rows)
    title = heading(now.state.perspective, f"tensions {new}")
    return Page(title, (Sheet((), lines[1:]),), notes, lead=lead)


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


def _counts(rows: Sequence[TensionRow]) -> str:
    counts = Counter((row.sort, row.balanced) for row in rows)
    parts = (
        counted(counts[kind], *nouns) for kind, nouns in _COUNTED.items() if counts[kind]
    )
    return f"{commas(*parts)}."


def _sections(registry: Registry, rows: Sequence[TensionRow]) -> Iterator[TableLine]:
    for kind, title in _TITLES.items():
        if part := [row for row in rows if (row.sort, row.balanced) == kind]:
            yield Cell("")
            yield Cell(title, "strong")
            for row in part:
                yield from _lines(registry, row)


def _lines(registry: Registry, row: TensionRow) -> Iterator[Cell]:
    """Yield who is concerned, since when and how surely, and the ties."""
    names = _Names(registry)
    yield Cell(_headline(names, row), indent=2)
    sure = remarks(row.status, disputed=row.disputed, certainty=row.certainty)
    yield Cell(f"since {row.since}, {sure}", "faint", indent=4)
    for tie in row.ties:
        relation = tie.relation
        words = f"{names[tie.faction]} {relation.reads} {names[tie.to]}"
        yield Cell(f"{relation.sign} {words}", tone_of(relation.sign), indent=4)


def _headline(names: _Names, row: TensionRow) -> str:
    if row.sort is TensionKind.DIVIDED:
        divided, *sides = map(names.__getitem__, row.ids)
        return f"{divided}: {commas(*sides)}"
    if row.between:
        return "{} between {} and {}".format(*map(names.__getitem__, row.between))
    return commas(*map(names.__getitem__, row.ids))


class _Names:
    """The names of the factions of one tension, each in full once, then by a shorter id."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._shown: set[str] = set()

    def __getitem__(self, faction: str) -> str:
        name = self._registry.factions[faction].name
        if len(faction) >= len(name):
            return name
        if faction in self._shown:
            return faction
        self._shown.add(faction)
        return f"{name} ({faction})"


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
