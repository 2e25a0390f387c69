"""The pages of ``expected``: each expectation with what came of it, and the scores."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.analysis.expected import ExpectationState, ExpectedRow, ScoreRow
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.vocabulary import Relation
from libya_tracker.views.page import Cell, Page, Sheet, Tone, grouped, heading

_COLUMNS = ("Expectation", "Date", "What came of it")
#: In the order of the page: what an analyst has to look at comes first.
_TONES: dict[str, Tone] = {
    ExpectationState.OVERDUE: "middling",
    ExpectationState.PENDING: "plain",
    ExpectationState.FULFILLED: "good",
    ExpectationState.REFUTED: "bad",
    ExpectationState.WITHDRAWN: "faint",
}


def page(rows: Sequence[ExpectedRow], perspective: Perspective) -> Page:
    """Return the expectations by their state, each with who voiced it."""
    order = list(_TONES)
    lines = list(
        grouped(sorted(rows, key=lambda row: order.index(row.state)), _head, _line)
    )
    notes = [] if rows else ["Nothing was expected."]
    if any(row.late for row in rows):
        notes.append("Late: it came true after the last day for which it was expected.")
    sheets = (Sheet(_COLUMNS, lines),) if rows else ()
    return Page(heading(perspective, "what was expected, on "), sheets, tuple(notes))


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
    sheets = (Sheet(columns, lines),) if rows else ()
    notes = ("Days: from the first day expected until it came true, in the median.",)
    return Page(
        heading(perspective, "whose expectations came true, on "),
        sheets,
        notes if rows else ("Nothing was expected.",),
    )


def _head(row: ExpectedRow) -> Cell:
    return Cell(row.state.capitalize(), "strong")


def _line(row: ExpectedRow) -> tuple[Cell, ...]:
    words = f"{row.name} {Relation(row.relation).reads} {row.to_name}"
    speaker = f"said by {row.by}" if row.by else ""
    sources = f"in {', '.join(row.sources)}" if row.sources else ""
    who = ", ".join(filter(None, (speaker, sources)))
    settler = f"{row.state} by {row.settled_by}" if row.settled_by else ""
    return (
        Cell(tuple(filter(None, (words, who, settler))), indent=2),
        Cell(str(row.date)),
        Cell(_outcome(row), _TONES[row.state]),
    )


def _outcome(row: ExpectedRow) -> str:
    if row.settled is None:
        return row.state
    days = "" if row.days is None else f"after {row.days} day{'s' * (row.days != 1)}"
    return ", ".join(filter(None, (str(row.settled), days, "late" if row.late else "")))


def _source(row: ScoreRow) -> tuple[str, ...]:
    if row.source is None:
        return ("(without a source)",)
    repeats = "" if row.origin == row.source else f"one voice with {row.origin}"
    return tuple(filter(None, (row.source, row.title, repeats)))


def _rest(row: ScoreRow) -> str:
    counts = {
        "late": row.late,
        "refuted": row.refuted,
        "overdue": row.overdue,
        "pending": row.pending,
        "withdrawn": row.withdrawn,
    }
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count)
