"""The words for a bulletin's entries: what happened, was learned, was corrected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from libya_tracker.analysis.diff import DiffRow
from libya_tracker.analysis.report import Bulletin
from libya_tracker.analysis.report_changes import ChangeKind
from libya_tracker.analysis.report_news import NewsItem, Section
from libya_tracker.analysis.state import End, Tie
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.records import Claim, Faction, grade, sources_of
from libya_tracker.model.vocabulary import Cause, Certainty, Status
from libya_tracker.views.diff import DIFFERENCE_MARKS
from libya_tracker.views.document import Item, Line, Name, Words, listed

#: What the marks before the lines mean, in the order in which they are explained.
MARKS = {
    "+": "new tie",
    "~": "changed tie",
    "-": "ended tie",
    "=": "unchanged tie",
    "!": "denied",
    "x": "retracted",
    "*": "claim without a current tie",
    "?": "expectation",
}


class EntryPhrasing:
    """Puts the entries of a bulletin into words."""

    def __init__(self, bulletin: Bulletin) -> None:
        self._bulletin = bulletin
        here, before = bulletin.b.registry, bulletin.a.registry
        self._factions: dict[str, Faction] = {**before.factions, **here.factions}
        self._sources = {**before.sources, **here.sources}

    def item(self, news: NewsItem) -> Item:
        """Return the item of one entry."""
        note = news.entry.note
        if note is None and not isinstance(news.entry, Claim) and len(news.retracted) == 1:
            note = news.retracted[0].note
        return Item(tuple(self._lines(news)), tuple(self._facts(news)), news.sources, note)

    def claim(self, claim: Claim, head: str = "") -> Words:
        """Return a claim as a sentence, after a heading of a few words."""
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
        """Return a speaker: a faction by its name, others as written."""
        return Name(self._voice(who))

    def voices(self, dates: Sequence[FuzzyDate], voices: Sequence[str]) -> Words:
        """Return the dates of claims, each with its speaker."""
        words: list[str | Name] = []
        for date, voice in zip(dates, voices, strict=True):
            words += ["; ", f"{date} ", Name(self._voice(voice))]
        return tuple(words[1:])

    def sources(self, *claims: str) -> tuple[str, ...]:
        """Return the sources of some claims, each once."""
        changes = self._bulletin.b.registry.claims
        return sources_of(changes[name] for name in claims)

    def note(self, claim: str) -> str | None:
        """Return the note of a claim."""
        return self._bulletin.b.registry.claims[claim].note

    def grade(self, claim: Claim) -> str:
        """Return the status of a claim, with its Admiralty grade where it has one."""
        letters = grade(self._sources, claim.sources, claim.credibility)
        return f"{claim.status} {letters}" if letters else claim.status

    def _lines(self, news: NewsItem) -> Iterator[Line]:
        entry = news.entry
        for row in news.ties:
            yield self._tie(row)
        if news.unshown_claim is not None:
            yield self._unshown(news, news.unshown_claim)
        head = "Replaces: " if isinstance(entry, Claim) else "Retracted: "
        if news.arrival is ChangeKind.REMOVED:
            head = "Its retraction was removed from the file: "
        for claim in news.retracted:
            yield Line((*self.claim(claim, head), f", {claim.date}"), "x", "faint")

    def _tie(self, row: DiffRow) -> Line:
        reads = row.relation.reads
        if not row.after:
            reads = f"no longer {reads}"
        words: Words = (Name(row.name), f" {reads} ", Name(row.to_name))
        if row.before and row.after:
            words += (f" (before: {row.before.reads})",)
        return Line(words, *DIFFERENCE_MARKS[row.difference])

    def _unshown(self, news: NewsItem, claim: Claim) -> Line:
        if news.arrival is ChangeKind.REMOVED:
            return Line(self.claim(claim, "Removed from the file: "), "x", "faint")
        if not self._bulletin.b.is_visible(claim):
            return Line(self.claim(claim, "Retracted: "), "x", "faint")
        words = self.claim(claim)
        if claim.status is Status.DENIED:
            return Line(words, "!", "middling")
        return Line(words, "=" if self._supports_tie(claim) else "*")

    def _facts(self, news: NewsItem) -> Iterator[Words]:
        entry, b = news.entry, self._bulletin.b
        if not isinstance(entry, Claim):
            yield (f"recorded {entry.recorded.day}",)
        else:
            yield (entry.date.text,)
            if entry.until:
                yield (f"until {entry.until}",)
            if entry.by and entry.status is Status.DENIED:
                yield (f"{self.grade(entry)} by ", self.speaker(entry.by))
            else:
                yield (self.grade(entry),)
                if entry.by:
                    yield ("said by ", self.speaker(entry.by))
            yield from self._ends(news)
            yield from self._doubts_or_reason(news, entry)
        if news.arrival is ChangeKind.EDITED:
            yield ("edited in the file",)
        if news.section is Section.LEARNED and news.arrival is ChangeKind.NEW:
            yield (f"known since {b.index.known_since[entry.id]}",)

    def _ends(self, news: NewsItem) -> Iterator[Words]:
        """Yield when and why each tie ended that no claim ended."""
        if news.arrival is ChangeKind.REMOVED:
            return
        for row in news.ties:
            if row.end is not None and row.before is row.end.claim.relation:
                yield from self._end(row.end)

    def _end(self, end: End) -> Iterator[Words]:
        match end.cause:
            case Cause.RAN_OUT:
                yield ("ended on its last day",)
            case Cause.DISSOLVED:
                name = self.name(end.dissolved or "")
                yield (f"ended {end.date}, when ", name, " was dissolved")
            case Cause.NOT_CITED:
                yield (f"ended {end.date}, not cited since",)
            case Cause.REPLACED | Cause.ENDED | Cause.OVERLAID:
                pass  # what the claim says that ended it

    def _doubts_or_reason(self, news: NewsItem, entry: Claim) -> Iterator[Words]:
        """Yield doubts about the ties that an entry made, or why it made none."""
        state, day = self._bulletin.state, self._bulletin.b.point.day
        ties = [state.ties.get((row.faction, row.to)) for row in news.ties]
        for tie in filter(None, ties):
            yield from self._doubts(tie)
        if (
            not news.unshown_claim
            or not entry.status.effective
            or news.arrival is ChangeKind.REMOVED
        ):
            return
        if entry.date.first > day:
            yield ("in the future",)
        elif (end := self._bulletin.ends.get(entry.id)) and not self._supports_tie(entry):
            yield (f"ended {end.date}",)

    def _doubts(self, tie: Tie) -> Iterator[Words]:
        if self._bulletin.state.denials_of(tie):
            who = map(self._voice, self._bulletin.state.disputed_by(tie))
            yield ("disputed by ", *listed(who))
        if tie.certainty is Certainty.POSSIBLE:
            yield ("possible",)

    def _supports_tie(self, claim: Claim) -> bool:
        """Tell whether a tie rests on a claim on the last day."""
        tie = self._bulletin.state.ties.get((claim.faction, claim.to))
        return tie is not None and any(change is claim for change in tie.run)

    def _voice(self, who: str) -> str:
        return self._factions[who].name if who in self._factions else who
