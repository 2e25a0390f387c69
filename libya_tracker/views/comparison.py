"""The page of ``import … --compare``: where a data set and the registry disagree."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from libya_tracker.analysis.comparison import ComparisonRow, Verdict
from libya_tracker.model.perspective import Perspective
from libya_tracker.views.page import Cell, Page, Sheet, TableLine, heading
from libya_tracker.views.words import commas, counted, present

_TITLES = {
    Verdict.AGAINST: "Against: the registry has another tie then",
    Verdict.NEW: "New: the registry has no tie of the two then",
    Verdict.ONLY_HERE: "Only here: {} lists no such fight then",
    Verdict.REVIEW: "For review: {} gives no day",
    Verdict.AGREES: "Agrees",
    Verdict.UNMATCHED: "Unmatched: one of the two is not in the registry",
}
_COLUMNS = ("Claim", "In the registry")


def page(
    rows: Sequence[ComparisonRow], perspective: Perspective, name: str, data_set: str
) -> Page:
    """Return how many claims of each verdict there are, then each, what differs first.

    What is about nobody in the registry is only counted. ``name`` is that of the table.
    """
    nobody = sum(not (row.faction or row.to) for row in rows)
    left = f"{counted(nobody, 'claim')} about nobody in the registry"
    sheet = Sheet(_COLUMNS, list(_lines(rows, data_set)))
    title = heading(perspective, f"compared with {name}, up to ")
    return Page(
        title,
        (sheet,),
        present(f"Not shown: {left}." if nobody else None),
        lead=_lead(rows),
    )


def _lead(rows: Sequence[ComparisonRow]) -> tuple[str, ...]:
    """Return how many claims of a table there are by verdict, and ties only of ours."""
    counts = Counter(row.verdict for row in rows)
    ours = counts.pop(Verdict.ONLY_HERE, 0)
    words = {Verdict.AGREES: "agrees" if counts[Verdict.AGREES] == 1 else "agree"}
    verdicts = commas(
        *(f"{counts[one]:,} {words.get(one, one)}" for one in Verdict if counts[one])
    )
    theirs = f"{counted(counts.total(), 'claim')} in the table"
    return present(
        f"{theirs}: {verdicts}." if verdicts else f"{theirs}.",
        f"{counted(ours, 'fight')} only in the registry." if ours else None,
    )


def _lines(rows: Sequence[ComparisonRow], data_set: str) -> Iterator[TableLine]:
    for verdict, title in _TITLES.items():
        members = [r for r in rows if r.verdict is verdict and (r.faction or r.to)]
        if members:
            yield Cell(title.format(data_set), "strong")
        yield from map(_line, members)


def _line(row: ComparisonRow) -> tuple[Cell, Cell]:
    one, other = row.name or row.their_faction, row.to_name or row.their_to
    words = present(f"{one} {row.relation.reads} {other}", _days(row.first, row.last))
    below = present(_origin(row) if row.record else None, *row.changes[:1])
    claim = Cell(words, indent=2, below=below)
    return claim, Cell(commas(row.our_relation, row.certainty))


def _days(first: dt.date | None, last: dt.date | None) -> str:
    if first == last:
        return f"{first or ''}"
    return f"{first or ''}..{last or ''}"


def _origin(row: ComparisonRow) -> str:
    """Return where a claim stands in their table, and how each actor was matched."""
    ways = [
        f"{theirs} = {ours} by {how}" if how else f"{theirs} is not here"
        for theirs, ours, how in (
            (row.their_faction, row.faction, row.matched),
            (row.their_to, row.to, row.to_matched),
        )
    ]
    places = ", ".join(map(str, row.rows))
    return f"{row.record}, row{'s' * (len(row.rows) > 1)} {places}; {'; '.join(ways)}"
