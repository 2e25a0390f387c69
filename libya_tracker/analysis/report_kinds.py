"""The ties in the news by what the first lines of a bulletin have to say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from libya_tracker.analysis.diff import DiffRow, Why
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.vocabulary import Cause, Difference
from libya_tracker.named_tuples import NamedTuple


class Dissolution(NamedTuple):
    """The end of a faction, with which ties ended."""

    faction: str
    date: FuzzyDate
    rows: tuple[DiffRow, ...]


def by_kind(rows: Iterable[DiffRow]) -> Mapping[object, Sequence[DiffRow]]:
    """Return ties by what the lead has to say of them."""
    kinds: dict[object, list[DiffRow]] = defaultdict(list)
    for row in rows:
        removed = row.difference is Difference.REMOVED
        if removed and row.why is Why.CORRECTED:
            kinds[Why.CORRECTED].append(row)
        elif row.why is Why.LEARNED:
            kinds[Why.LEARNED].append(row)
        elif removed and row.end is not None and row.end.dissolved is not None:
            kinds[Cause.DISSOLVED].append(row)
        else:
            kinds[row.difference].append(row)
    return kinds


def dissolutions(rows: Iterable[DiffRow]) -> Iterator[Dissolution]:
    """Yield each faction that was dissolved, with the ties that ended with it."""
    ties: dict[tuple[str, FuzzyDate], list[DiffRow]] = {}
    for row in rows:
        if row.end is not None and row.end.dissolved is not None:
            ties.setdefault((row.end.dissolved, row.end.date), []).append(row)
    for (faction, date), ended in ties.items():
        yield Dissolution(faction, date, tuple(ended))
