"""The first lines of a bulletin in words: what matters, before any detail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from libya_tracker.analysis.diff import DiffRow
from libya_tracker.analysis.expected import ExpectationState
from libya_tracker.analysis.report import Bulletin, ExpectationNews
from libya_tracker.analysis.report_lead import (
    Campaign,
    Participant,
    Turn,
    denials_by_tie,
    lead,
)
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Relation, Status
from libya_tracker.views.document import Words
from libya_tracker.views.report_entries import EntryPhrasing

Thing = TypeVar("Thing")

#: A bulletin of fewer items is its own summary.
_LEAST = 3
#: How many sentences there are at most, and how many factions or ties each names.
_SENTENCES = 5
_NAMED = 5
_NOUNS = {Relation.MEMBER: "membership of ", Relation.SUPPORTS: "support from "}


def sentences(bulletin: Bulletin, phrasing: EntryPhrasing, items: int) -> tuple[Words, ...]:
    """Return at most five sentences on what matters, where there are several items."""
    if items < _LEAST:
        return ()
    return tuple(_Sentences(bulletin, phrasing).all())[:_SENTENCES]


class _Sentences:
    """The sentences on one bulletin."""

    def __init__(self, bulletin: Bulletin, phrasing: EntryPhrasing) -> None:
        self._phrasing, self._name = phrasing, phrasing.name
        self._factions = bulletin.b.registry.factions
        self._lead, self._status_of = lead(bulletin), bulletin.b.status_of
        self._day = bulletin.b.day

    def all(self) -> Iterator[Words]:
        about = self._lead
        if about.campaign is not None:
            yield from self._campaign(about.campaign)
        if about.other_campaigns:
            yield "Also new: ", *series(about.other_campaigns, self._faction), "."
        parts: tuple[tuple[str, Words], ...] = (
            ("Turned: ", series(about.turns, self._turn)),
            ("New: ", series(about.added, self._tie)),
            ("Ended: ", series(about.removed, self._tie)),
            ("Taken back: ", series(about.corrected, self._tie)),
            ("Denied: ", self._denials(about.denials)),
            ("Expected: ", series(about.expected, self._expectation)),
        )
        yield from ((head, *words, ".") for head, words in parts if words)

    def _campaign(self, campaign: Campaign) -> Iterator[Words]:
        faction = campaign.faction
        began = "began" if faction.founded else "is new in the record, from"
        words: Words = (self._name(faction.id), f" {began} {campaign.began}")
        if campaign.fought:
            words += (", fighting ", *self._those(campaign.fought))
        if faction.dissolved and faction.dissolved.last <= self._day:
            words += (f"; it ended {faction.dissolved}",)
        yield *words, "."
        yield from _joined(
            ("Joined it: ", self._those(campaign.joined)),
            ("Backed it: ", self._those(campaign.backed)),
        )
        yield from _joined(
            ("Condemned it: ", self._those(campaign.condemned)),
            ("Opposed it: ", self._those(campaign.opposed)),
            ("Denied: ", self._denials(campaign.denials, campaign.faction.id)),
        )
        joins = [n for n in campaign.expected if n.row.relation is Relation.MEMBER]
        others = [n for n in campaign.expected if n not in joins]
        yield from _joined(
            ("Expected to join it: ", series(joins, self._newcomer)),
            ("Expected: ", series(others, self._expectation)),
        )

    def _those(self, participants: Sequence[Participant]) -> Words:
        return series(participants, self._participant)

    def _participant(self, who: Participant) -> Words:
        weak = who.status in {Status.ALLEGED, Status.ASSESSED}
        doubts = [*([who.status] if weak else []), *(["denied"] if who.denied else [])]
        return self._name(who.faction), _aside(*doubts)

    def _faction(self, faction: str) -> Words:
        return (self._name(faction),)

    def _turn(self, turn: Turn) -> Words:
        claim, status = turn.claim, self._status_of(turn.claim)
        until = f" until {claim.until}" if claim.until else ""
        weak = status if status in {Status.ALLEGED, Status.ASSESSED} else ""
        before = f"{until} (before: {turn.before.reads}"
        words = f" {claim.relation.reads} "
        tie: Words = (self._name(claim.faction), words, self._name(claim.to), before)
        if turn.left:
            tie += (" ", self._name(turn.left))
        return *tie, f", {weak})" if weak else ")"

    def _tie(self, row: DiffRow) -> Words:
        aside = _aside(f"before: {row.before.reads}" if row.before and row.after else "")
        words = f" {row.relation.reads} "
        return self._name(row.faction), words, self._name(row.to), aside

    def _denials(self, claims: Sequence[Claim], campaign: str | None = None) -> Words:
        """Return what is denied, with those who deny it: what the same deny, together."""
        denied: dict[tuple[Relation, str, tuple[str, ...]], list[str]] = {}
        for (faction, relation, to), denials in denials_by_tie(claims).items():
            speakers = {claim.by: None for claim in denials if claim.by}
            by = ["itself"] if speakers.pop(faction, "") is None else []
            key = relation, to, (*by, *speakers)
            denied.setdefault(key, []).append(faction)

        def denial(key: tuple[Relation, str, tuple[str, ...]]) -> Words:
            relation, to, by = key
            names = series(denied[key], self._faction)
            noun = _NOUNS.get(relation) if to == campaign else None
            words: Words = (noun, *names) if noun else (*names, f" {relation.reads} ")
            if noun is None:
                words += (self._name(to),)
            return (*words, " (by ", *series(by, self._speaker), ")") if by else words

        return series(list(denied), denial)

    def _speaker(self, who: str) -> Words:
        return ("itself" if who == "itself" else self._phrasing.speaker(who),)

    def _newcomer(self, news: ExpectationNews) -> Words:
        return self._name(news.row.faction), _aside(_outcome(news))

    def _expectation(self, news: ExpectationNews) -> Words:
        row = news.row
        words = f" {row.relation.reads} "
        return (
            *(self._name(row.faction), words, self._name(row.to)),
            _aside(_outcome(news)),
        )


def _outcome(news: ExpectationNews) -> str:
    row = news.row
    if row.state is ExpectationState.PENDING:
        return f"for {row.date}"
    return f"{row.state} {row.settled}" if row.settled else str(row.state)


def _aside(*words: str) -> str:
    text = ", ".join(filter(None, words))
    return f" ({text})" if text else ""


def _joined(*parts: tuple[str, Words]) -> Iterator[Words]:
    """Yield one paragraph of the sentences that have words, if any has."""
    words: Words = ()
    for head, rest in parts:
        if rest:
            words += (" " if words else "", head, *rest, ".")
    if words:
        yield words


def series(things: Iterable[Thing], words: Callable[[Thing], Words]) -> Words:
    """Return things in words, commas and "and" between them; of many, the first ones."""
    phrases = [words(thing) for thing in things]
    rest = len(phrases) - _NAMED
    if rest > 1:
        phrases = [*phrases[:_NAMED], (f"{rest} more",)]
    last = len(phrases) - 1
    joints = ["", *[", "] * (last - 1), " and "]
    return tuple(
        word
        for joint, phrase in zip(joints, phrases, strict=False)
        for word in (joint, *phrase)
    )
