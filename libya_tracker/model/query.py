"""What a question asks about: a point of both clocks, and the lens that admits claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import field
from typing import Literal, Self

from libya_tracker.model.frozen import frozen
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Status
from libya_tracker.named_tuples import NamedTuple


@frozen(frozen=True, slots=True)
class Point:
    """The time of a question: a day, the day of knowledge, and the what-if supposed."""

    day: dt.date
    known: dt.date
    scenario: str | None = None
    #: Whether the day of knowledge was chosen, which a page then says; it is now otherwise.
    second_clock: bool = field(default=True, compare=False)
    #: The state of the file that is asked, where that is not the present one.
    revision: str | None = field(default=None, compare=False)


class Days(int):
    """A number of days, and the words in which it was asked for, such as "6 months"."""

    words: str

    def __new__(cls, count: int, words: str) -> Self:
        """Return the number, which counts as any other."""
        self = super().__new__(cls, count)
        self.words = words
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[int, str]]:
        """Return of what it is made again, in another process."""
        return type(self), (int(self), self.words)


def describe_days(days: int) -> str:
    """Return a number of days in the words in which it was asked for."""
    return days.words if isinstance(days, Days) else f"{days} days"


#: How long a tie lasts that nobody ends: until something does (None), only from its first
#: to its last citation, as Security Force Monitor counts, or so many days after the last.
Persistence = int | Literal["cited"] | None


def describe_persistence(persist: int | Literal["cited"]) -> str:
    """Return in words how long ties last where that was chosen."""
    if persist == "cited":
        return "ties last while cited"
    return f"ties last {describe_days(persist)} unless cited again"


class Lens(NamedTuple):
    """Whose claims count: those at least so sure, of one source, or of one speaker.

    ``persist`` says for how long what they claimed is taken to last.
    """

    min_status: Status | None = None
    source: str | None = None
    speaker: str | None = None
    persist: Persistence = None

    @property
    def unrestricted(self) -> bool:
        """Whether this lens lets every claim through, whoever makes it."""
        return self.source is None and self.speaker is None

    def admits(self, claim: Claim) -> bool:
        """Tell whether a claim is of the source, or of the speaker, of this lens."""
        return (self.source is None or self.source in claim.sources) and (
            self.speaker is None or claim.by == self.speaker
        )


EVERYTHING = Lens()


@frozen(frozen=True, slots=True)
class Period:
    """Consecutive days, the first and the last included; an open end is None."""

    since: dt.date | None = None
    until: dt.date | None = None

    def __contains__(self, day: dt.date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    def overlaps(self, first: dt.date, last: dt.date | None) -> bool:
        """Tell whether any day from one to another, or with no end, is in the period."""
        return (self.until is None or first <= self.until) and (
            self.since is None or last is None or self.since <= last
        )


ALWAYS = Period()


class ClaimFilter(NamedTuple):
    """Which claims a log is to show; a field that is None asks for nothing."""

    factions: Collection[str] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    counterpart: str | None = None
    statuses: Collection[Status] = ()
    #: Any of these sources will do.
    sources: Collection[str] | None = None
    #: Only these, by their ids.
    claims: Collection[str] | None = None
    #: Words that the note, the names or the sources of a claim are to hold.
    words: Sequence[str] = ()

    def wants(self, claim: Claim) -> bool:
        """Tell whether a claim is asked for by all but the words, for which see ``log``."""
        one, to, ended = claim.faction, claim.to, claim.ends_tie_with
        some, counterpart = self.factions, self.counterpart
        return (
            (not some or one in some or to in some or ended in some)
            and (counterpart is None or counterpart in {one, to, ended})
            and (self.since is None or claim.date.last >= self.since)
            and (self.until is None or claim.date.first <= self.until)
            and (not self.statuses or claim.status in self.statuses)
            and (self.claims is None or claim.id in self.claims)
            and (self.sources is None or not set(claim.sources).isdisjoint(self.sources))
        )
