"""The page of ``disputes``: what one side says of a pair, and below it what the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from libya_tracker.analysis.disputes import Dispute, DisputeRow
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.vocabulary import Relation, Status
from libya_tracker.views.page import Cell, Page, Sheet, TableLine, heading
from libya_tracker.views.words import counted

#: What the dates of a disagreement are, where they are not merely the dates of claims.
WHICH_DAY = {Dispute.ENDS: "until ", Dispute.BEGINNINGS: "began "}
_COLUMNS = ("Date", "Who says so")


def page(rows: Sequence[DisputeRow], perspective: Perspective) -> Page:
    """Return each disagreement of a pair with its two sides below it."""
    title = heading(perspective, f"{counted(len(rows), 'dispute')} up to ")
    sheet = Sheet(_COLUMNS, list(_lines(rows)))
    return Page(title, (sheet,), () if rows else ("No claims disagree.",))


def _lines(rows: Sequence[DisputeRow]) -> Iterator[TableLine]:
    for head, group in groupby(rows, _head):
        yield head
        for row in group:
            yield from _side(row, row.relation, row.dates, row.voices)
            yield from _side(row, row.other, row.other_dates, row.other_voices)


def _head(row: DisputeRow) -> Cell:
    words = {
        Dispute.DENIED: "asserted and denied",
        Dispute.RELATIONS: "different relations",
        Dispute.SPEAKER: f"both said by {row.speaker}",
        Dispute.ENDS: "two ends of one tie",
        Dispute.BEGINNINGS: "two beginnings of one tie",
    }
    return Cell(f"{row.name}, {row.to_name}: {words[row.dispute]}", "strong")


def _side(
    row: DisputeRow,
    words: Relation | Status,
    dates: Sequence[FuzzyDate],
    voices: Sequence[str],
) -> Iterator[TableLine]:
    """Yield what one side says, then its dates, each with who says so."""
    yield Cell(words.reads if isinstance(words, Relation) else words, indent=2)
    when = WHICH_DAY.get(row.dispute, "")
    for date, voice in zip(dates, voices, strict=True):
        yield Cell(f"{when}{date}", indent=4), Cell(voice)
