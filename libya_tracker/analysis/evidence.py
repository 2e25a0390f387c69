"""Evidence: what the claims of a tie say together, claim by claim as they join it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable

from libya_tracker.model.dates import ONE_DAY
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Status
from libya_tracker.named_tuples import NamedTuple


class Citation(NamedTuple):
    """A day on which a claim cites its tie, and the place of the claim in the run."""

    day: dt.date
    place: int
    claim: Claim


class Evidence:
    """How sure a tie is, who carries it, and when it was cited.

    Claims are added in the order of their run. Each costs the same, however many there are.
    """

    def __init__(self, perspective: Perspective, claims: Iterable[Claim] = ()) -> None:
        self._perspective = perspective
        self._count = 0
        #: The surest claim: of several the best graded, then the last.
        self.strongest: Claim
        #: How sure that claim is, and its grade.
        self.status: Status
        self.grade: str | None
        self._strength: tuple[int, str] | None = None
        self._sources: dict[str, None] = {}
        self._voices: set[tuple[str, str]] = set()
        #: The last citation by a claim that cites on one day, or by one that is over.
        self._last: Citation | None = None
        #: The claims that cite the tie on each day up to one, with that day.
        self._daily: list[Citation] = []
        for claim in claims:
            self.add(claim)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that are out, once, in the order of the claims."""
        return (*self._sources,)

    @property
    def corroboration(self) -> int:
        """How many voices carry the tie."""
        return len(self._voices)

    def add(self, claim: Claim) -> None:
        """Take in the claim that joins next."""
        perspective = self._perspective
        status, grade = perspective.status_of(claim), perspective.grade(claim)
        strength = status.rank, (grade or "--").replace("-", "~")
        if self._strength is None or strength <= self._strength:
            self._strength, self.strongest = strength, claim
            self.status, self.grade = status, grade
        self._sources |= dict.fromkeys(perspective.sources_out(claim))
        self._voices |= perspective.voices(claim)
        citation = Citation(last_day_cited(claim), self._count, claim)
        self._count += 1
        if claim.until is not None:
            self._daily.append(citation)
        else:
            self._cite(citation)

    def last_cited(self, day: dt.date) -> Citation:
        """Return the last citation by a day; days are asked about in their order."""
        daily = [one for one in self._daily if one.day >= day]
        if len(daily) < len(self._daily):
            for one in self._daily:
                if one.day < day:
                    self._cite(one)
            self._daily = daily
        if daily:
            latest = daily[-1]._replace(day=day)
            if self._last is None or latest[:2] > self._last[:2]:
                return latest
        assert self._last is not None
        return self._last

    def _cite(self, citation: Citation) -> None:
        if self._last is None or citation[:2] > self._last[:2]:
            self._last = citation


def last_day_cited(claim: Claim) -> dt.date:
    """Return the last day on which a claim cites its tie, taken early."""
    if claim.until is None:
        return claim.date.last if claim.date.open_start else claim.date.first
    return max(claim.date.first, claim.until.first)


class Affirmations:
    """Who asserted a tie when, which ends their own denials of it."""

    def __init__(
        self, known_since: Callable[[Claim], dt.date], claims: Iterable[Claim] = ()
    ) -> None:
        self._known_since = known_since
        #: The days on which each asserted it: a speaker, or a source that names none.
        self._days: dict[tuple[bool, str], list[dt.date]] = {}
        for claim in claims:
            self.add(claim)

    def add(self, claim: Claim) -> None:
        """Take in a claim that asserts the tie."""
        for voice in _voices(claim):
            insort(self._days.setdefault(voice, []), self._known_since(claim))

    def last_day(self, denial: Claim) -> dt.date | None:
        """Return the last day of a denial: its own, or before its speaker affirms it."""
        if denial.until is not None:
            return denial.until.last
        since = self._known_since(denial)
        later = (
            days[place]
            for voice in _voices(denial)
            if (days := self._days.get(voice))
            and (place := bisect_right(days, since)) < len(days)
        )
        day = min(later, default=None)
        return None if day is None else day - ONE_DAY


def _voices(claim: Claim) -> list[tuple[bool, str]]:
    """Return who says so: the speaker, else the sources, and whether it is a speaker."""
    if claim.by is not None:
        return [(True, claim.by)]
    return [(False, source) for source in claim.sources]
