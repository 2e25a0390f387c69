"""The pages of ``expected``: each expectation with what came of it, and the scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from libya_tracker.analysis.expected import ExpectationState, ExpectedRow
from libya_tracker.analysis.scores import ScoreRow
from libya_tracker.model.perspective import Perspective
from libya_tracker.views.page import Cell, Page, Sheet, TableLine, Tone, heading
from libya_tracker.views.words import commas, counted, one_voice, present, voices

_COLUMNS = ("Date", "What came of it")
#: In the order of the page: what an analyst has to look at comes first.
TONES: dict[str, Tone] = {
    ExpectationState.OVERDUE: "middling",
    ExpectationState.PENDING: "plain",
    ExpectationState.FULFILLED: "good",
    ExpectationState.REFUTED: "bad",
    ExpectationState.WITHDRAWN: "faint",
}


def page(rows: Sequence[ExpectedRow], perspective: Perspective) -> Page:
    """Return how many expectations came true, then each by its state, and who said so."""
    order = list(TONES)
    ordered = sorted(rows, key=lambda row: order.index(row.state))
    sheet = Sheet(_COLUMNS, list(_lines(ordered)))
    notes = [] if rows else ["Nothing was expected."]
    if any(row.late for row in rows):
        notes.append("Late: it came true after the last day for which it was expected.")
    counts = Counter(row.state for row in ordered)
    lead = commas(*(f"{count} {state}" for state, count in counts.items()))
    title = heading(perspective, "what was expected, on ")
    return Page(title, (sheet,), tuple(notes), lead=(f"{lead}.",) if rows else ())


def scores(rows: Sequence[ScoreRow], perspective: Perspective) -> Page:
    """Return one source a line: how many of its expectations came true, and how soon."""
    lines = [
        (
            Cell(_source(row)),
            Cell(f"{row.fulfilled} of {row.expected}"),
            Cell("" if row.days is None else str(row.days)),
            Cell(_rest(row)),
        )
        for row in rows
    ]
    columns = ("Source", "Came true", "Days", "Of these")
    notes = ("Days: from the first day expected until it came true, in the median.",)
    return Page(
        heading(perspective, "whose expectations came true, on "),
        (Sheet(columns, lines),),
        notes if rows else ("Nothing was expected.",),
    )


def _lines(rows: Sequence[ExpectedRow]) -> Iterator[TableLine]:
    for state, group in groupby(rows, lambda row: row.state):
        yield Cell(state.capitalize(), "strong")
        for row in group:
            yield Cell(f"{row.name} {row.relation.reads} {row.to_name}", indent=2)
            yield _line(row)


def _line(row: ExpectedRow) -> tuple[Cell, ...]:
    reversal = row.came_true_by and f"came true {row.came_true}, by {row.came_true_by}"
    evidence = present(voices(row.by, row.sources), _settler(row), reversal)
    return (
        Cell(str(row.date), indent=4, below=evidence),
        Cell(_outcome(row), TONES[row.state]),
    )


def _settler(row: ExpectedRow) -> str | None:
    """Return what settled an expectation, how sure that is, and by whose word."""
    if row.settled_by is None:
        return None
    if row.dissolved is not None:
        name = row.name if row.dissolved == row.faction else row.to_name
        return f"{row.state} by the dissolution of {name}"
    settler = f"{row.state} by {row.settled_by}"
    if row.settled_speaker is None:
        return commas(settler, row.settled_status)
    return f"{settler}, {row.settled_status} by {row.settled_speaker}"


def _outcome(row: ExpectedRow) -> str:
    if row.settled is None:
        return row.state
    days = None if row.days is None else f"after {counted(row.days, 'day')}"
    return commas(str(row.settled), days, "late" if row.late else None)


def _source(row: ScoreRow) -> tuple[str, ...]:
    if row.source is None:
        return ("(without a source)",)
    return present(row.source, row.title, one_voice(row.source, row.origin))


def _rest(row: ScoreRow) -> str:
    counts = {
        "late": row.late,
        "refuted": row.refuted,
        "overdue": row.overdue,
        "pending": row.pending,
        "withdrawn": row.withdrawn,
    }
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count)
