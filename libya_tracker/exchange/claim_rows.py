"""Claims from rows that have the columns of ``log``, every value of which is a text.

A row that is no claim is refused with its id, or named with its fault: none is left out in
silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from libya_tracker.errors import Location, UsageError, quoted
from libya_tracker.model import dates
from libya_tracker.model.dates import DateError, FuzzyDate, Moment
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Credibility, Relation, Status
from libya_tracker.named_tuples import NamedTuple

Word = TypeVar("Word", bound=StrEnum)

#: Rows have no place in a registry file.
NOWHERE = Location("", 0, 0)
_TRUTHS = {None: False, "": False, "false": False, "true": True}
_GRADE = re.compile("[A-F-][1-6-]")


class ClaimRow(NamedTuple):
    """One row of ``log``, and what was joined to it."""

    change: str | None
    date: str | None
    faction: str | None
    relation: str | None
    to: str | None
    from_: str | None
    until: str | None
    status: str | None
    grade: str | None
    by: str | None
    sources: Sequence[str | None] | None
    known: str | None
    retracted: str | None
    scenario: str | None
    begins: str | None
    #: Of two claims about a pair that begin on one day, the higher counts as the later.
    sequence: int | None
    name: str | None = None
    to_name: str | None = None
    #: What retracts the claim: from which day on, and in which what-if. None: not joined.
    retractions: Sequence[Mapping[str, str | None]] | None = None
    #: The records of its sources, in their order. None: not joined.
    citations: Sequence[Mapping[str, str | None]] | None = None
    #: Which of its factions ended, and when. None: not joined.
    dissolutions: Sequence[Mapping[str, str | None]] | None = None

    @property
    def label(self) -> str:
        """What messages call it: its id, else what there is of it."""
        if self.change:
            return f"claim {quoted(self.change)}"
        words = (self.date, self.faction, self.relation, self.to)
        return f"the row {quoted(' '.join(word or '-' for word in words))}"

    @property
    def is_retracted(self) -> bool:
        """Whether it had been retracted, or its sources withdrawn, when it was written."""
        return _truth(self.retracted, "retracted")


_NEEDED = ("change", "date", "faction", "relation", "to", "status", "known", "sequence")


def claim_of(row: ClaimRow) -> Claim:
    """Return what a row claims; raise UsageError, which names it, where it is no claim."""
    try:
        return _claim(row)
    except (DateError, UsageError) as error:
        raise UsageError(f"{row.label}: {error}") from error


def fault(row: ClaimRow) -> str | None:
    """Return what is wrong with a row, which is nothing where it is a claim."""
    try:
        _claim(row)
    except (DateError, UsageError) as error:
        return str(error)
    return None


def date_of(text: str, key: str) -> FuzzyDate:
    """Return what a written date can mean; raise UsageError where it is none."""
    try:
        return dates.parse(text)
    except DateError as error:
        raise UsageError(f"{key}: {error}") from error


def moment_of(text: str, key: str) -> Moment:
    """Return a written day or time; raise UsageError where it is none."""
    try:
        return dates.parse_moment(text)
    except DateError as error:
        raise UsageError(f"{key}: {error}") from error


def word_of(words: type[Word], text: str, key: str) -> Word:
    """Return the word of a vocabulary that a text is; raise UsageError where it is none."""
    try:
        return words(text)
    except ValueError as error:
        message = f"{key}: {quoted(text)} is none of {', '.join(words)}"
        raise UsageError(message) from error


def _claim(row: ClaimRow) -> Claim:
    change, date, faction, relation, to, status, known, sequence = _values(row)
    if faction in {to, row.from_}:
        raise UsageError(f"{quoted(faction)} cannot have a tie with itself")
    day = date_of(date, "date")
    until = date_of(row.until, "until") if row.until else None
    if until is not None and until.last < day.first:
        raise UsageError(f"until {until} is before the date {day}")
    sources = tuple(row.sources or ())
    if not all(sources):
        raise UsageError("sources: one of them has no id")
    credibility = _credibility(row.grade)
    if row.grade and row.grade[0] != "-" and not sources:
        raise UsageError(f"grade: {quoted(row.grade)} grades a source, and there is none")
    _truth(row.retracted, "retracted")
    return Claim(
        id=change,
        where=NOWHERE,
        place=sequence,
        faction=faction,
        relation=word_of(Relation, relation, "relation"),
        to=to,
        date=day,
        ends_tie_with=row.from_ or None,
        until=until,
        status=word_of(Status, status, "status"),
        credibility=credibility,
        by=row.by or None,
        sources=tuple(name for name in sources if name),
        # What a row says of this is the day from which it is known, whatever that rests on.
        recorded=moment_of(known, "known"),
        scenario=row.scenario or None,
        begins=_truth(row.begins, "begins"),
    )


def _values(row: ClaimRow) -> tuple[str, str, str, str, str, str, str, int]:
    """Return the values that every claim has."""
    values = tuple(getattr(row, key) for key in _NEEDED)
    missing = [k for k, v in zip(_NEEDED, values, strict=True) if v in {None, ""}]
    if missing:
        raise UsageError(f"it has no {', '.join(missing)}")
    return values


def _credibility(grade: str | None) -> Credibility | None:
    if not grade:
        return None
    if not _GRADE.fullmatch(grade):
        raise UsageError(f"grade: {quoted(grade)} is none such as B2, B- or -2")
    return None if grade[1] == "-" else Credibility(grade[1])


def _truth(text: str | None, key: str) -> bool:
    if text not in _TRUTHS:
        raise UsageError(f"{key}: {quoted(str(text))} is neither true nor false")
    return _TRUTHS[text]
