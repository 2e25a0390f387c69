"""The first lines of a bulletin in words: what matters, before any detail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from libya_tracker.analysis.diff import DiffRow, Why
from libya_tracker.analysis.expected import ExpectationState
from libya_tracker.analysis.report import Bulletin, ExpectationNews
from libya_tracker.analysis.report_kinds import Dissolution
from libya_tracker.analysis.report_lead import (
    Campaign,
    Participant,
    Turn,
    denials_by_tie,
    lead,
)
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Kind, Relation, Status
from libya_tracker.views.document import Words
from libya_tracker.views.report_entries import EntryPhrasing
from libya_tracker.views.report_statements import Statement, listing, sentence, series

#: A bulletin of fewer items is its own summary.
_LEAST = 3
#: How many sentences there are at most.
_SENTENCES = 5
#: So many who joined are named, of a campaign that is not the latest.
_FEW = 2
_NOUNS = {
    Relation.MEMBER: "membership of ",
    Relation.SUPPORTS: "support from ",
    Relation.OPPOSED: "opposition of ",
}
_WEAK = frozenset({Status.ALLEGED, Status.ASSESSED})


def sentences(bulletin: Bulletin, phrasing: EntryPhrasing, items: int) -> tuple[Words, ...]:
    """Return at most five sentences on what matters, where there are several items.

    The last says how much there is that none of them names.
    """
    if items < _LEAST:
        return ()
    return tuple(_Sentences(bulletin, phrasing).all())


@dataclass(frozen=True, slots=True)
class _Part:
    """News of one kind: its heading, the words for it, and how much it is, in words."""

    head: str
    words: Words
    count: str


class _Sentences:
    """The sentences on one bulletin."""

    def __init__(self, bulletin: Bulletin, phrasing: EntryPhrasing) -> None:
        self._phrasing, self._name = phrasing, phrasing.name
        self._factions = bulletin.b.registry.factions
        self._lead, self._bulletin = lead(bulletin), bulletin

    def all(self) -> list[Words]:
        about = self._lead
        lines: list[Words] = []
        if about.campaign is not None:
            lines += self._campaign(about.campaign)
        if about.earlier:
            lines.append(("Before it: ", *self._earlier(about.earlier), "."))
        parts = [part for part in self._parts() if part.words]
        room = _SENTENCES - len(lines)
        lines += [(part.head, *part.words, ".") for part in parts[:room]]
        if rest := [(part.count,) for part in parts[room:]]:
            lines[-1] = (*lines[-1], " Further below: ", *listing(rest), ".")
        return lines

    def _parts(self) -> Iterator[_Part]:
        """Yield the news that is of no campaign, what matters most first."""
        about, tie = self._lead, self._tie
        yield self._part("Turned: ", "turned", list(map(self._turn, about.turns)))
        yield self._part("New: ", "new", list(map(tie, about.added)))
        yield self._part("Changed: ", "changed", list(map(tie, about.changed)))
        yield self._part("Ended: ", "ended", list(map(tie, about.removed)))
        ends = listing([self._dissolution(end) for end in about.dissolved], "; ", "; ")
        yield _Part("Dissolved: ", ends, f"{len(about.dissolved)} dissolved")
        yield self._part("Learned: ", "learned", list(map(tie, about.learned)))
        yield self._part("Taken back: ", "taken back", list(map(tie, about.corrected)))
        yield self._part("Denied: ", "denied", self._denials(about.denials))
        expected = series(about.expected, self._expectation)
        yield _Part("Expected: ", expected, f"{len(about.expected)} expected")

    def _part(self, head: str, word: str, statements: Sequence[Statement]) -> _Part:
        words = sentence(statements, self._name)
        return _Part(head, words, f"{len(statements)} {word}")

    def _campaign(self, campaign: Campaign) -> Iterator[Words]:
        faction = campaign.faction
        began, ended = " began", "it ended"
        if faction.kind is not Kind.OPERATION:  # of which a name may be in the plural
            began, ended = ": founded", "dissolved"
        if not faction.founded:
            began = ": new in the record from"
        words: Words = (self._name(faction.id), f"{began} {campaign.began}")
        if campaign.fought:
            words += (", fighting ", *self._those(campaign.fought))
        if faction.dissolved and faction.dissolved.last <= self._bulletin.b.day:
            words += (f"; {ended} {faction.dissolved}",)
        yield *words, "."
        yield from _joined(
            ("Joined it: ", self._those(campaign.joined)),
            ("Backed it: ", self._those(campaign.backed)),
        )
        yield from _joined(
            ("Condemned it: ", self._those(campaign.condemned)),
            ("Opposed it: ", self._those(campaign.opposed)),
            ("Denied: ", self._denials_about(campaign)),
        )
        joins = [n for n in campaign.expected if n.row.relation is Relation.MEMBER]
        others = [n for n in campaign.expected if n not in joins]
        yield from _joined(
            ("Expected to join it: ", series(joins, self._newcomer)),
            ("Expected: ", series(others, self._expectation)),
        )

    def _earlier(self, campaigns: Sequence[Campaign]) -> Words:
        """Return campaigns in the order of days, each with how many joined it."""

        def words(campaign: Campaign) -> Words:
            faction = campaign.faction
            days = str(campaign.began)
            if faction.dissolved and faction.dissolved.last <= self._bulletin.b.day:
                days += f" to {faction.dissolved}"
            remarks: list[Words] = [(days,)]
            if campaign.fought and len(campaigns) == 1:
                remarks.append(("fighting ", *self._those(campaign.fought)))
            if campaign.joined and len(campaigns) == 1 and len(campaign.joined) <= _FEW:
                remarks.append(("joined by ", *self._those(campaign.joined)))
            elif campaign.joined:
                remarks.append((f"joined by {len(campaign.joined)}",))
            if campaign.backed:
                remarks.append((f"backed by {len(campaign.backed)}",))
            return self._name(faction.id), " (", *listing(remarks, last=", "), ")"

        return listing([words(campaign) for campaign in campaigns])

    def _those(self, participants: Sequence[Participant]) -> Words:
        return series(participants, self._participant)

    def _participant(self, who: Participant) -> Words:
        weak = who.status in _WEAK
        doubts = [*([who.status] if weak else []), *(["denied"] if who.denied else [])]
        return self._name(who.faction), *_aside(*doubts)

    def _faction(self, faction: str) -> Words:
        return (self._name(faction),)

    def _turn(self, turn: Turn) -> Statement:
        claim, status = turn.claim, self._bulletin.status_of(turn.claim)
        weak = f"{status}, " if status in _WEAK else ""
        before: Words = (f" ({weak}before: {turn.before.reads}",)
        if turn.left:
            before += (" ", self._name(turn.left))
        aside: Words = (*before, ")")
        if claim.until:
            aside = (f" until {claim.until}", *aside)
        two_way = claim.relation.two_way and turn.before.two_way and not turn.left
        return Statement(claim.faction, claim.relation.reads, claim.to, aside, two_way)

    def _tie(self, row: DiffRow) -> Statement:
        """Return a tie that differs, and how sure it is."""
        remarks: list[str] = []
        state = self._bulletin.state
        tie = state.ties.get((row.faction, row.to)) if row.after else None
        if tie is not None:
            status = state.status_of(tie)
            remarks += [status] if status in _WEAK else []
            remarks += ["denied"] if state.denials_of(tie) else []
        if row.before and row.after:
            remarks.append(f"before: {row.before.reads}")
        learned_end = row.why is Why.LEARNED and not row.after
        reads = f"no longer {row.relation.reads}" if learned_end else row.relation.reads
        two_way = all(one.two_way for one in (row.before, row.after) if one)
        return Statement(row.faction, reads, row.to, _aside(*remarks), two_way)

    def _dissolution(self, end: Dissolution) -> Words:
        """Return a faction that is no more, and with whom its ties ended."""
        others = dict.fromkeys(
            row.to if row.faction == end.faction else row.faction for row in end.rows
        )
        ties = "its tie" if len(others) == 1 else "its ties"
        head = self._name(end.faction), f" ({end.date}); {ties} with "
        return (*head, *series(others, self._faction), " ended")

    def _denials(self, claims: Sequence[Claim]) -> list[Statement]:
        """Return what is denied, with those who deny it."""
        return [
            Statement(faction, relation.reads, to, self._by(self._speakers(denials)))
            for (faction, relation, to), denials in denials_by_tie(claims).items()
        ]

    def _denials_about(self, campaign: Campaign) -> Words:
        """Return what is denied of a campaign: what the same deny, together."""
        name = campaign.faction.id
        denied: dict[tuple[Relation, str, tuple[str, ...]], list[str]] = {}
        for (faction, relation, to), denials in denials_by_tie(campaign.denials).items():
            key = relation, to, self._speakers(denials)
            denied.setdefault(key, []).append(faction)

        def denial(key: tuple[Relation, str, tuple[str, ...]]) -> Words:
            relation, to, by = key
            names = series(denied[key], self._faction)
            noun = _NOUNS.get(relation) if to == name else None
            if noun:
                return (noun, *names, *self._by(by))
            return (*names, f" {relation.reads} ", self._name(to), *self._by(by))

        return series(list(denied), denial)

    def _speakers(self, denials: Sequence[Claim]) -> tuple[str, ...]:
        """Return who deny, first the faction itself, a person by the name."""
        speakers = {claim.by: None for claim in denials if claim.by}
        faction = denials[0].faction
        if faction not in speakers or self._factions[faction].kind is Kind.PERSON:
            return tuple(speakers)
        del speakers[faction]
        return "itself", *speakers

    def _by(self, speakers: Sequence[str]) -> Words:
        if not speakers:
            return ()
        return " (by ", *series(speakers, self._speaker), ")"

    def _speaker(self, who: str) -> Words:
        return ("itself" if who == "itself" else self._phrasing.speaker(who),)

    def _newcomer(self, news: ExpectationNews) -> Words:
        return self._name(news.row.faction), *_aside(_outcome(news))

    def _expectation(self, news: ExpectationNews) -> Words:
        row = news.row
        tie = self._name(row.faction), f" {row.relation.reads} ", self._name(row.to)
        return (*tie, *_aside(_outcome(news)))


def _outcome(news: ExpectationNews) -> str:
    row = news.row
    if row.state is ExpectationState.PENDING:
        return f"for {row.date}"
    return f"{row.state} {row.settled}" if row.settled else str(row.state)


def _aside(*words: str) -> Words:
    text = ", ".join(words)
    return (f" ({text})",) if text else ()


def _joined(*parts: tuple[str, Words]) -> Iterator[Words]:
    """Yield one paragraph of the sentences that have words, if any has."""
    words: Words = ()
    for head, rest in parts:
        if rest:
            words += (" " if words else "", head, *rest, ".")
    if words:
        yield words
