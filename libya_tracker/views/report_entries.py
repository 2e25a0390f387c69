"""The words of a bulletin's entries: what happened, was learned, was corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from libya_tracker.analysis.diff import DiffRow
from libya_tracker.analysis.report import Bulletin
from libya_tracker.analysis.report_changes import ChangeKind
from libya_tracker.analysis.report_news import NewsItem, Section
from libya_tracker.analysis.state import End, Tie
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.records import Claim, Faction, grade, sources_of
from libya_tracker.model.vocabulary import Cause, Status
from libya_tracker.views.document import Item, Line, Name, Words, listed
from libya_tracker.views.page import Tone

#: What the marks before the lines mean, in the order in which they are explained.
MARKS = {
    "+": "new tie",
    "~": "changed tie",
    "-": "ended tie",
    "=": "tie as before",
    "!": "denied",
    "x": "taken back",
    "*": "claim that left no tie",
    "?": "expectation",
}
_DIFFERENCES: dict[str, tuple[str, Tone]] = {
    "added": ("+", "good"),
    "changed": ("~", "middling"),
    "removed": ("-", "bad"),
}


class Telling:
    """Puts the entries of a bulletin into words."""

    def __init__(self, found: Bulletin) -> None:
        self._found = found
        here, before = found.b.registry, found.a.registry
        self._factions: dict[str, Faction] = {**before.factions, **here.factions}
        self._sources = {**before.sources, **here.sources}

    def item(self, told: NewsItem) -> Item:
        """Return the item of one entry."""
        note = told.entry.note
        if note is None and not isinstance(told.entry, Claim) and len(told.takes) == 1:
            note = told.takes[0].note
        return Item(tuple(self._lines(told)), tuple(self._facts(told)), told.sources, note)

    def claim(self, claim: Claim, head: str = "") -> Words:
        """Return what a claim says, after a few words of ours."""
        words: Words = (
            self.name(claim.faction),
            f" {claim.relation.reads} ",
            self.name(claim.to),
        )
        if claim.ends_tie_with:
            words += (", leaving ", self.name(claim.ends_tie_with))
        if not claim.status.effective:
            head += f"{claim.status if head else claim.status.capitalize()}: "
        return (head, *words) if head else words

    def name(self, faction: str) -> Name:
        """Return the name of a faction."""
        return Name(self._factions[faction].name)

    def speaker(self, who: str) -> Name:
        """Return who speaks: a faction by its name, others as they are called."""
        return Name(self._called(who))

    def voices(self, dates: Sequence[FuzzyDate], voices: Sequence[str]) -> Words:
        """Return who said something when, of claims in their order."""
        words: list[str | Name] = []
        for date, voice in zip(dates, voices, strict=True):
            words += ["; ", f"{date} ", Name(self._called(voice))]
        return tuple(words[1:])

    def sources(self, *claims: str) -> tuple[str, ...]:
        """Return every source of some claims, once."""
        changes = self._found.b.registry.claims
        return sources_of(changes[name] for name in claims)

    def note(self, claim: str) -> str | None:
        """Return the note of a claim."""
        return self._found.b.registry.claims[claim].note

    def grade(self, claim: Claim) -> str:
        """Return how sure a claim is, with its Admiralty grade where it has one."""
        found = grade(self._sources, claim.sources, claim.credibility)
        return f"{claim.status} {found}" if found else claim.status

    def _lines(self, told: NewsItem) -> Iterator[Line]:
        entry = told.entry
        for row in told.ties:
            yield self._tie(row)
        if told.apart is not None:
            yield self._claimed(told, told.apart)
        head = "In place of: " if isinstance(entry, Claim) else "Taken back: "
        if told.arrival is ChangeKind.REMOVED:
            head = "What took this back is removed from the file: "
        for claim in told.takes:
            yield Line((*self.claim(claim, head), f", {claim.date}"), "x", "faint")

    def _tie(self, row: DiffRow) -> Line:
        reads = row.relation.reads
        if not row.after:
            reads = f"no longer {reads}"
        words: Words = (Name(row.name), f" {reads} ", Name(row.to_name))
        if row.before and row.after:
            words += (f" (before: {row.before.reads})",)
        return Line(words, *_DIFFERENCES[row.difference])

    def _claimed(self, told: NewsItem, claim: Claim) -> Line:
        if told.arrival is ChangeKind.REMOVED:
            return Line(self.claim(claim, "Removed from the file: "), "x", "faint")
        if self._taken_back(claim):
            return Line(self.claim(claim, "Taken back: "), "x", "faint")
        words = self.claim(claim)
        if claim.status is Status.DENIED:
            return Line(words, "!", "middling")
        return Line(words, "=" if self._carried(claim) else "*")

    def _facts(self, told: NewsItem) -> Iterator[Words]:
        entry, b = told.entry, self._found.b
        if not isinstance(entry, Claim):
            yield (f"recorded {entry.recorded.day}",)
        else:
            yield (entry.date.text,)
            if entry.until:
                yield (f"until {entry.until}",)
            yield (self.grade(entry),)
            if entry.by:
                yield ("said by ", self.speaker(entry.by))
            yield from self._ends(told)
            yield from self._standing(told, entry)
        if told.arrival is ChangeKind.EDITED:
            yield ("changed in the file",)
        if told.section is Section.LEARNED and told.arrival is ChangeKind.NEW:
            yield (f"known since {b.index.known_since[entry.id]}",)

    def _ends(self, told: NewsItem) -> Iterator[Words]:
        """Yield when and why each tie ended that no claim ended."""
        if told.arrival is ChangeKind.REMOVED:
            return
        for row in told.ties:
            if row.end is not None and row.before is row.end.claim.relation:
                yield from self._end(row.end)

    def _end(self, end: End) -> Iterator[Words]:
        match end.cause:
            case Cause.RAN_OUT:
                yield ("ended on its last day",)
            case Cause.DISSOLVED:
                yield (f"ended {end.date} with ", self.name(end.dissolved or ""))
            case Cause.NOT_CITED:
                yield (f"ended {end.date}, not cited since",)
            case Cause.REPLACED | Cause.ENDED:
                pass  # what the claim says that ended it

    def _standing(self, told: NewsItem, entry: Claim) -> Iterator[Words]:
        """Yield what is doubtful about the ties that an entry made, or why it made none."""
        state, day = self._found.state, self._found.b.point.day
        ties = [state.ties.get((row.faction, row.to)) for row in told.ties]
        for tie in filter(None, ties):
            yield from self._doubts(tie, day)
        if (
            not told.apart
            or not entry.status.effective
            or told.arrival is ChangeKind.REMOVED
        ):
            return
        if entry.date.first > day:
            yield ("of a day to come",)
        elif (end := self._found.ends.get(entry.id)) and not self._carried(entry):
            yield (f"ended {end.date}",)

    def _doubts(self, tie: Tie, day: dt.date) -> Iterator[Words]:
        if self._found.state.denials_of(tie):
            who = map(self._called, self._found.state.disputed_by(tie))
            yield ("disputed by ", *listed(who))
        if not tie.certain(day):
            yield ("possible",)

    def _carried(self, claim: Claim) -> bool:
        """Tell whether a claim is one of those that carry a tie at the end."""
        tie = self._found.state.ties.get((claim.faction, claim.to))
        return tie is not None and any(change is claim for change in tie.run)

    def _taken_back(self, claim: Claim) -> bool:
        b = self._found.b
        return not b.is_visible(claim)

    def _called(self, who: str) -> str:
        return self._factions[who].name if who in self._factions else who
