"""The page of ``disputes``: what one side says of a pair, and what the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from libya_tracker.analysis.disputes import Dispute, DisputeRow
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.vocabulary import Relation
from libya_tracker.views.page import Cell, Page, Sheet, grouped, heading

#: What the dates of a disagreement are, where they are not merely the dates of claims.
WHICH_DAY = {Dispute.ENDS: "until ", Dispute.BEGINNINGS: "began "}
_COLUMNS = ("What one side says", "What the other says")


def page(rows: Sequence[DisputeRow], perspective: Perspective) -> Page:
    """Return each pair with the two sides of each disagreement below it."""
    title = heading(perspective, "disputes up to ")
    sheet = Sheet(_COLUMNS, list(grouped(rows, _head, _line)))
    return Page(title, (sheet,), () if rows else ("No claims disagree.",))


def _head(row: DisputeRow) -> Cell:
    words = {
        Dispute.DENIED: "asserted and denied",
        Dispute.RELATIONS: "different relations",
        Dispute.SPEAKER: f"{row.speaker} says both",
        Dispute.ENDS: "two ends of one tie",
        Dispute.BEGINNINGS: "two beginnings of one tie",
    }
    return Cell(f"{row.name}, {row.to_name}: {words[row.dispute]}", "strong")


def _line(row: DisputeRow) -> tuple[Cell, ...]:
    other = row.other.reads if isinstance(row.other, Relation) else row.other
    return (
        Cell((row.relation.reads, *_statements(row, row.dates, row.voices)), indent=2),
        Cell((other, *_statements(row, row.other_dates, row.other_voices))),
    )


def _statements(
    row: DisputeRow, dates: Sequence[FuzzyDate], voices: Sequence[str]
) -> Iterator[str]:
    word = WHICH_DAY.get(row.dispute, "")
    for date, voice in zip(dates, voices, strict=True):
        yield f"  {word}{date} {voice}".rstrip()
