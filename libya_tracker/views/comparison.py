"""The page of ``import … --compare``: where a data set and the registry disagree."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from libya_tracker.analysis.comparison import ComparisonRow, Verdict
from libya_tracker.model.perspective import Perspective
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.views.page import Cell, Page, Sheet, TableLine, heading
from libya_tracker.views.words import commas, counted, present

_TITLES = {
    Verdict.AGAINST: "Against: the registry has another tie then",
    Verdict.NEW: "New: the registry has no tie of the two then",
    Verdict.ONLY_HERE: "Only here: {0} lists no such fight then",
    Verdict.REVIEW: "For review: {0} {1}",
    Verdict.AGREES: "Agrees",
    Verdict.UNMATCHED: "Unmatched: one of the two is not in the registry",
}
_COLUMNS = ("Claim", "In the registry")
#: How many rows of a claim are listed by their numbers.
_MOST_ROWS = 5


class Table(NamedTuple):
    """What to call a table that is compared, and what to say of it."""

    name: str
    data_set: str
    #: Why some of what the data set says is for review: it …
    unclear: str
    #: How its rows were made into claims, in sentences.
    terms: tuple[str, ...] = ()


def page(rows: Sequence[ComparisonRow], perspective: Perspective, table: Table) -> Page:
    """Return how many claims of each verdict there are, then each, what differs first.

    What is about nobody in the registry is only counted.
    """
    nobody = sum(not (row.faction or row.to) for row in rows)
    left = f"{counted(nobody, 'claim')} about nobody in the registry"
    sheet = Sheet(_COLUMNS, list(_lines(rows, table)))
    title = heading(perspective, f"compared with {table.name}, up to ")
    return Page(
        title,
        (sheet,),
        present(f"Not shown: {left}." if nobody else None),
        lead=(*_lead(rows), *table.terms),
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


def _lines(rows: Sequence[ComparisonRow], table: Table) -> Iterator[TableLine]:
    for verdict, title in _TITLES.items():
        members = [r for r in rows if r.verdict is verdict and (r.faction or r.to)]
        if members:
            yield Cell(title.format(table.data_set, table.unclear), "strong")
        for row in members:
            yield _line(row, table)


def _line(row: ComparisonRow, table: Table) -> tuple[Cell, Cell]:
    words = present(_claim(row), _days(row.first, row.last))
    wording = f"{table.data_set}: {row.wording}" if row.wording else None
    below = present(_origin(row) if row.record else None, wording, *row.changes[:1])
    claim = Cell(words, indent=2, below=below)
    return claim, Cell(commas(row.our_relation, row.certainty))


def _claim(row: ComparisonRow) -> str:
    """Return what is claimed; of an event without a relation, who it is about."""
    one, other = row.name or row.their_faction, row.to_name or row.their_to
    if row.relation is not None:
        return f"{one} {row.relation.reads} {other}"
    return f"{commas(one, other)}: {commas(*row.events)}"


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
        if theirs
    ]
    places = ", ".join(map(str, row.rows[:_MOST_ROWS]))
    if more := len(row.rows[_MOST_ROWS:]):
        places += f" and {more:,} more"
    where = f"row{'s' * (len(row.rows) > 1)} {places}"
    # An event without a number is called by its row.
    name = None if row.record == where else row.record
    # Of an event without a relation the claim says what it is.
    kinds = row.events if row.relation else ()
    return "; ".join([commas(name, where, *kinds), *ways])
