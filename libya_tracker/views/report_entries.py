"""The words for a bulletin's entries: what happened, was learned, was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from libya_tracker.analysis import why
from libya_tracker.analysis.diff import DiffRow
from libya_tracker.analysis.report import Bulletin
from libya_tracker.analysis.report_changes import ChangeKind
from libya_tracker.analysis.report_news import NewsItem, Section
from libya_tracker.analysis.report_stamps import Stamps
from libya_tracker.analysis.report_ties import TieNews
from libya_tracker.analysis.state import End
from libya_tracker.model.records import Claim, Entry, Faction, grade
from libya_tracker.model.vocabulary import Cause, Certainty, Relation, Status
from libya_tracker.views.diff import DIFFERENCE_MARKS
from libya_tracker.views.document import Evidence, Item, Line, Name, Words, listed
from libya_tracker.views.report_sources import Reference, references
from libya_tracker.views.why import REASONS
from libya_tracker.views.words import present

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
        self.stamps = Stamps(bulletin)
        self._reasons = why.Reasons(bulletin.state)
        here, before = bulletin.b.registry, bulletin.a.registry
        self._factions: dict[str, Faction] = {**before.factions, **here.factions}
        self._sources = {**before.sources, **here.sources}
        self._references = references(bulletin.sources, self._sources)

    def item(self, news: TieNews) -> Item:
        """Return the item of one tie, or of what stands alone."""
        claim = news.unshown_claim
        reasons = {n.entry.id: words for n in news.entries if (words := self._reason(n))}
        effective = [n for n in news.entries if _takes_effect(n.entry)]
        shared: Words = ()
        alike = len(reasons) == len(effective) and len({*reasons.values()}) == 1
        if claim is not None and alike:
            shared, reasons = self._after(claim, reasons[claim.id]), {}
        return Item(
            tuple(self._lines(news, claim, shared)),
            self.stamps.tie(news),
            tuple(self._evidence(news, item, reasons) for item in news.entries),
        )

    def _after(self, claim: Claim, reason: Words) -> Words:
        """Return why a tie is over, as it follows the sentence on that tie."""
        if before := self._ended_by(claim):
            return (f" (before: {before})",)
        end = self._bulletin.ends.get(claim.id)
        if end is not None and end.dissolved == claim.to:
            return (f", dissolved {end.date}",)
        return "; ", *reason

    def _evidence(
        self, news: TieNews, item: NewsItem, reasons: Mapping[str, Words]
    ) -> Evidence:
        """Return what one entry says below its tie; the note, if it decided or denies."""
        entry, facts = item.entry, tuple(self._facts(item))
        end = self._bulletin.ends.get(entry.id)
        own_end = end is not None and end.cause is Cause.RAN_OUT and end.claim is entry
        if (reason := reasons.get(entry.id)) and not own_end:  # its `until` says that
            facts += (reason,)
        denied = isinstance(entry, Claim) and entry.status is Status.DENIED
        note = entry.note if item is news.decider or denied else None
        if note is None and not isinstance(entry, Claim) and len(item.retracted) == 1:
            note = item.retracted[0].note
        apart = denied and news.unshown_claim is not entry
        sources = self.references(item.sources)
        return Evidence(facts, sources, note, "!" if apart else "")

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

    def statement(self, name: str) -> Evidence:
        """Return what one claim says: its dates, how sure, by whom, and its sources."""
        claim = self._bulletin.b.registry.claims[name]
        sources = self._bulletin.b.sources_out(claim)
        facts = tuple(self._statement(claim, sources))
        return Evidence(facts, self.references(sources))

    def _statement(self, claim: Claim, sources: Sequence[str]) -> Iterator[Words]:
        yield (claim.date.text,)
        if claim.until:
            yield (f"until {claim.until}",)
        letters = grade(self._sources, sources, claim.credibility)
        status = " ".join(present(self._bulletin.status_of(claim), letters))
        if claim.by and claim.status is Status.DENIED:
            yield (f"{status} by ", self.speaker(claim.by))
        else:
            yield (status,)
            if claim.by:
                yield ("said by ", self.speaker(claim.by))

    def references(self, sources: Iterable[str]) -> tuple[Reference, ...]:
        """Return sources as the bulletin names them."""
        return tuple(self._references[name] for name in sources)

    def sources(self, *claims: str) -> tuple[str, ...]:
        """Return the sources of some claims, each once."""
        changes, out = self._bulletin.b.registry.claims, self._bulletin.b.sources_out
        return tuple(dict.fromkeys(name for c in claims for name in out(changes[c])))

    def note(self, claim: str) -> str | None:
        """Return the note of a claim."""
        return self._bulletin.b.registry.claims[claim].note

    def _lines(self, news: TieNews, claim: Claim | None, reason: Words) -> Iterator[Line]:
        for item in news.entries:
            yield from map(self._tie, item.ties)
        if claim is not None:
            line = self._unshown(news.decider, claim)
            yield line._replace(words=(*line.words, *reason))
        entry = news.decider.entry
        head = "Replaces: " if isinstance(entry, Claim) else "Retracted: "
        if news.decider.arrival is ChangeKind.REMOVED:
            head = "Its retraction was removed from the file: "
        for old in news.decider.retracted:
            yield Line((*self.claim(old, head), f", {old.date}"), "x", "faint")

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
            sources = [name for name in entry.sources if name in news.sources]
            yield from self._statement(entry, sources)
            yield from self._ends(news)
            yield from self._doubts(news)
        if news.arrival is ChangeKind.EDITED:
            yield ("edited in the file",)
        if news.section is Section.LEARNED and news.arrival is ChangeKind.NEW:
            yield (f"known since {b.index.known_since(entry)}",)

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
                yield (f"ended {end.date}, with the dissolution of ", name)
            case Cause.NOT_CITED:
                yield (f"ended {end.date}, not cited since",)
            case Cause.REPLACED | Cause.ENDED | Cause.OVERLAID:
                pass  # what the claim says that ended it

    def _doubts(self, news: NewsItem) -> Iterator[Words]:
        """Yield doubts about the ties that an entry made."""
        state = self._bulletin.state
        ties = [state.ties.get((row.faction, row.to)) for row in news.ties]
        for tie in filter(None, ties):
            if state.denials_of(tie):
                who = map(self._voice, state.disputed_by(tie))
                yield ("disputed by ", *listed(who))
            if tie.certainty is Certainty.POSSIBLE:
                yield ("possible",)

    def _reason(self, news: NewsItem) -> Words:
        """Return why a claim left no tie on the last day; nothing where it did."""
        entry, b = news.entry, self._bulletin.b
        if (
            not isinstance(entry, Claim)
            or not (news.unshown_claim and entry.status.effective)
            or news.arrival is ChangeKind.REMOVED
            or not b.is_visible(entry)
            or self._supports_tie(entry)
            or entry.relation.lineage  # an event is no tie, and leaves none
        ):
            return ()
        if entry.date.first > b.point.day:
            return ("in the future",)
        if end := self._bulletin.ends.get(entry.id):
            return self._loss(end)
        reason, because = self._reasons.of(entry)
        if reason is why.Reason.ENDS:
            before = self._ended_by(entry)
            return (f"before: {before}" if before else "it ends a tie, and makes none",)
        if reason is why.Reason.ENDED_BEFORE and because:
            return (f"the tie had ended already, {b.registry.claims[because].date}",)
        return self._words(reason, because) if reason else ()

    def _ended_by(self, claim: Claim) -> str:
        """Return the relations, in words, that a claim ended without another one."""
        if claim.relation is not Relation.NONE:
            return ""
        pair, claims = {claim.faction, claim.to}, self._bulletin.b.registry.claims
        ended = (
            claims[name] for name, e in self._bulletin.ends.items() if e.claim is claim
        )
        reads = (old.relation.reads for old in ended if {old.faction, old.to} == pair)
        return ", ".join(dict.fromkeys(reads))

    def _words(self, reason: why.Reason, because: str | None) -> Words:
        """Return a reason in words: the claim or the faction to blame by its name."""
        before, _, after = REASONS[reason].partition("{}")
        claim = self._bulletin.b.registry.claims.get(because or "")
        if claim is not None:
            return before, *self.claim(claim), f" ({claim.date}){after}"
        if because in self._factions:
            return before, self.name(because), after
        return (f"{before}{because or ''}{after}",)

    def _loss(self, end: End) -> Words:
        """Return how the tie ended that a claim made."""
        if end.cause in {Cause.REPLACED, Cause.ENDED, Cause.OVERLAID}:
            return f"ended {end.date}: ", *self.claim(end.claim)
        if end.cause is Cause.RAN_OUT:
            return (f"its last day was {end.date}",)
        return next(self._end(end))

    def _supports_tie(self, claim: Claim) -> bool:
        """Tell whether a tie rests on a claim on the last day."""
        tie = self._bulletin.state.ties.get((claim.faction, claim.to))
        return tie is not None and any(change is claim for change in tie.run)

    def _voice(self, who: str) -> str:
        return self._factions[who].name if who in self._factions else who


def _takes_effect(entry: Entry) -> bool:
    return isinstance(entry, Claim) and entry.status.effective
