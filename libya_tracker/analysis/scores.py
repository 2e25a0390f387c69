"""How often and how soon the expectations of each source came true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median_low

from libya_tracker.analysis.expected import ExpectationState, ExpectedRow
from libya_tracker.model.records import Registry
from libya_tracker.named_tuples import NamedTuple


class ScoreRow(NamedTuple):
    """How often the expectations of one source came true; a copy counts for itself."""

    source: str | None
    title: str | None
    origin: str | None
    expected: int
    fulfilled: int
    late: int
    days: int | None
    refuted: int
    overdue: int
    pending: int
    withdrawn: int


def scores(registry: Registry, rows: Iterable[ExpectedRow]) -> list[ScoreRow]:
    """Return how the expectations of each source fared, in the order of the file.

    Those that name no source share the last row.
    """
    by_source: dict[str | None, list[ExpectedRow]] = {}
    for row in rows:
        for source in row.sources or (None,):
            by_source.setdefault(source, []).append(row)
    return [
        _score(registry, source, by_source[source])
        for source in (*registry.sources, None)
        if source in by_source
    ]


def _score(registry: Registry, source: str | None, rows: Sequence[ExpectedRow]) -> ScoreRow:
    counts = Counter(row.state for row in rows)
    days = [
        row.days
        for row in rows
        if row.state is ExpectationState.FULFILLED and row.days is not None
    ]
    return ScoreRow(
        source=source,
        title=registry.sources[source].title if source else None,
        origin=registry.origins[source] if source else None,
        expected=len(rows),
        fulfilled=counts[ExpectationState.FULFILLED],
        late=sum(row.late is True for row in rows),
        days=median_low(days) if days else None,
        refuted=counts[ExpectationState.REFUTED],
        overdue=counts[ExpectationState.OVERDUE],
        pending=counts[ExpectationState.PENDING],
        withdrawn=counts[ExpectationState.WITHDRAWN],
    )
