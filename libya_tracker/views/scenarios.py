"""The pages of ``scenarios``: the what-ifs, and what one changes, as ``diff`` shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from libya_tracker.analysis.diff import DiffRow, meanwhile
from libya_tracker.analysis.scenarios import ScenarioRow
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Outcome
from libya_tracker.views import diff
from libya_tracker.views.page import Cell, Page, Sheet, Tone, heading
from libya_tracker.views.words import commas, present

_TONES: dict[Outcome, Tone] = {
    Outcome.PENDING: "middling",
    Outcome.OCCURRED: "good",
    Outcome.LAPSED: "faint",
}


def listing(rows: Sequence[ScenarioRow], perspective: Perspective) -> Page:
    """Return each what-if by its id, and below it what came of it and what it changes."""
    lines = [line for row in rows for line in (_head(row), _line(row))]
    columns = ("Scenario and its outcome", "Date", "Ties on that day")
    notes = () if rows else ("Nothing was supposed.",)
    return Page(heading(perspective, "what if, on "), (Sheet(columns, lines),), notes)


def comparison(
    a: Perspective, b: Perspective, rows: Sequence[DiffRow], what_ifs: Sequence[ScenarioRow]
) -> Page:
    """Return what differs between the record and a what-if, or between two.

    ``what_ifs`` are all that are known; first come those compared, with their outcomes.
    """
    page = diff.page(a, b, rows, meanwhile(a, b))
    compared = {a.point.scenario, b.point.scenario}
    scenarios = [row for row in what_ifs if row.scenario in compared]
    return page._replace(lead=tuple(_lead(rows, scenarios)))


def asked_on(day: dt.date, names: Sequence[str]) -> str:
    """Return the note on the day that was asked about, where nobody gave one."""
    whose = " and ".join(map(repr, names))
    return (
        f"Asked on {day}, when the last claim of {whose} has begun; --as-of DAY asks on "
        "another day."
    )


def without_effect(
    perspective: Perspective, scenario: str, claims: Sequence[Claim], when: str
) -> str:
    """Return the note on a what-if that makes no difference to an answer."""
    words = f"Scenario {scenario!r} changes nothing {when} {perspective.day}: "
    if not claims:
        return f"{words}none of its claims was known on {perspective.point.known}."
    first = min((claim.date for claim in claims), key=lambda date: date.first)
    last = max((claim.date for claim in claims), key=lambda date: date.last)
    dates = str(first) if first == last else f"{first} to {last}"
    return f"{words}its claim{'s are' if len(claims) > 1 else ' is'} of {dates}."


def _lead(rows: Sequence[DiffRow], scenarios: Sequence[ScenarioRow]) -> Iterator[str]:
    for row in scenarios:
        title = f" ({row.title})" if row.title else ""
        date = f", of {row.date}" if row.date else ""
        parts = (f"{row.outcome} {row.resolved or ''}".strip(), _resolved(row))
        yield f"{row.scenario}{title}{date}: {commas(*parts)}."
    if not rows:
        yield "No tie differs on this day."


def _head(row: ScenarioRow) -> Cell:
    title = f": {row.title}" if row.title else ""
    return Cell(f"{row.scenario}{title}", "strong")


def _line(row: ScenarioRow) -> tuple[Cell, ...]:
    outcome = f"{row.outcome} {row.resolved or ''}".rstrip()
    return (
        Cell(outcome, _TONES[row.outcome], indent=2, below=present(_resolved(row))),
        Cell(str(row.date or "")),
        Cell(_ties(row)),
    )


def _resolved(row: ScenarioRow) -> str:
    return f"resolved by {row.resolved_by}" if row.resolved_by else ""


def _ties(row: ScenarioRow) -> str:
    counts = {"new": row.added, "changed": row.changed, "ended": row.removed}
    return ", ".join(f"{n} {word}" for word, n in counts.items() if n) or "none differs"
