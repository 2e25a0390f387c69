"""Where claims disagree: one denies another, relations differ, a speaker says both."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from libya_tracker.analysis import contested, overlaps
from libya_tracker.analysis.pair_spells import Spell
from libya_tracker.analysis.runs import Run
from libya_tracker.analysis.spells import contested_runs, spells
from libya_tracker.analysis.state import Pair, State, Tie, state
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim, Registry
from libya_tracker.model.vocabulary import Relation, Status
from libya_tracker.named_tuples import NamedTuple


class Dispute(StrEnum):
    """How claims disagree."""

    DENIED = "denied"
    RELATIONS = "relations"
    SPEAKER = "speaker"
    #: Two ends, or two beginnings, of one tie.
    ENDS = "ends"
    BEGINNINGS = "beginnings"


class DisputeRow(NamedTuple):
    """Two statements about one pair, side by side, which cannot both be so.

    The lists of a side are as long as each other, a claim in each place. Of a denial the
    other side is ``denied``, and denies the ``relation``. Of two ends the dates are those.
    """

    faction: str
    name: str
    to: str
    to_name: str
    dispute: Dispute
    speaker: str | None
    relation: Relation
    dates: tuple[FuzzyDate, ...]
    voices: tuple[str, ...]
    changes: tuple[str, ...]
    other: Relation | Status
    other_dates: tuple[FuzzyDate, ...]
    other_voices: tuple[str, ...]
    other_changes: tuple[str, ...]


@dataclass(slots=True)
class _Sides:
    """The claims on either side of one disagreement, each once, in order."""

    one: dict[str, Claim] = field(default_factory=dict)
    other: dict[str, Claim] = field(default_factory=dict)


class _Key(NamedTuple):
    """What a disagreement is about; the same for all claims that take part in it."""

    pair: Pair
    dispute: Dispute
    relation: Relation
    other: Relation | Status
    speaker: str | None = None
    #: The two beginnings or ends.
    days: tuple[FuzzyDate, FuzzyDate] | None = None


def disputes(perspective: Perspective, of: Collection[str] = ()) -> list[DisputeRow]:
    """Return the disagreements among the claims known at a point, in file order of pairs.

    A denial disputes a tie that stood at its date, even if that has ended since; different
    relations disagree if they are claimed for overlapping days, by one voice or several;
    so do two beginnings of one tie, or two ends, the earlier of them first.
    """
    collector = _Collector(perspective.registry)
    now = state(perspective)
    for spell in spells(perspective):
        collector.add_denials(now, spell)
    for run in contested_runs(perspective):
        collector.add_dates(run)
    for claims in _by_pair(perspective).values():
        collector.add_relations(claims)
    return [row for row in collector.rows() if not of or {row.faction, row.to} & {*of}]


def _by_pair(perspective: Perspective) -> dict[Pair, list[Claim]]:
    """Return the claims in effect about each pair, whichever side they begin with."""
    order = perspective.registry.order
    pairs: dict[Pair, list[Claim]] = {}
    for claim in perspective.effective():
        if not claim.relation.lineage:
            pair = claim.faction, claim.to
            if order[pair[0]] > order[pair[1]]:
                pair = claim.to, claim.faction
            pairs.setdefault(pair, []).append(claim)
    return pairs


class _Collector:
    """Collects disagreements: for each, the claims on both of its sides."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._sides: dict[_Key, _Sides] = {}

    def add_denials(self, now: State, spell: Spell) -> None:
        """Add what is denied of a tie, whether it stands or stood before."""
        last = spell.last or now.point.day
        denials = [
            denial
            for denial, period in now.disputes(spell.tie)
            if period.overlaps(spell.first, last)
        ]
        if denials:
            self._denied(spell.tie, denials)

    def add_dates(self, run: Run) -> None:
        """Add the claims that give one tie two ends, or two beginnings."""
        kinds = (Dispute.ENDS, contested.ends), (Dispute.BEGINNINGS, contested.beginnings)
        for dispute, pairs in kinds:
            for groups in pairs(run):
                early, late = sorted(
                    ([member.claim for member in group] for group in groups),
                    key=lambda claims: _day(claims[0], dispute).first,
                )
                pair = self._pair(early[0], late[0])
                days = _day(early[0], dispute), _day(late[0], dispute)
                key = _Key(pair, dispute, run.relation, run.relation, days=days)
                self._add(key, early, late)

    def add_relations(self, claims: list[Claim]) -> None:
        """Add the claims of one pair that state different relations on the same days."""
        if len(claims) < 2:
            return
        for pair, one, other, speaker, sides in overlaps.differences(
            claims, self._pair, self._voice
        ):
            dispute = Dispute.SPEAKER if speaker else Dispute.RELATIONS
            key = _Key(pair, dispute, one, other, speaker)
            self._add(key, sides[one].values(), sides[other].values())

    def rows(self) -> list[DisputeRow]:
        """Return the disagreements in the order of the file's factions, then of days."""
        order = self._registry.order
        keys = sorted(self._sides, key=lambda key: tuple(order[name] for name in key.pair))
        return [self._row(key, self._sides[key]) for key in keys]

    def _denied(self, tie: Tie, denials: list[Claim]) -> None:
        pair = self._pair(tie.run[-1], denials[0])
        key = _Key(pair, Dispute.DENIED, tie.relation, Status.DENIED)
        self._add(key, tie.run, denials)
        own, taken_back = _by_speaker(tie.run), _by_speaker(denials)
        for speaker, claims in taken_back.items():
            if speaker in own:
                key = key._replace(dispute=Dispute.SPEAKER, speaker=speaker)
                self._add(key, own[speaker], claims)

    def _add(self, key: _Key, one: Iterable[Claim], other: Iterable[Claim]) -> None:
        sides = self._sides.setdefault(key, _Sides())
        sides.one |= {claim.id: claim for claim in one}
        sides.other |= {claim.id: claim for claim in other}

    def _pair(self, one: Claim, other: Claim) -> Pair:
        """Return the direction that claims speak of; the file's where both ways will do."""
        for claim in (one, other):
            if not claim.relation.two_way:
                return claim.faction, claim.to
        first, second = sorted(
            (one.faction, one.to), key=lambda name: self._registry.order[name]
        )
        return first, second

    def _voice(self, claim: Claim) -> Hashable:
        """Return whose word a claim is: its speaker's, else its sources' origins'."""
        origins = self._registry.origins
        return claim.by or frozenset(origins[source] for source in claim.sources)

    def _row(self, key: _Key, sides: _Sides) -> DisputeRow:
        factions, (faction, to) = self._registry.factions, key.pair
        one, other = _ordered(sides.one), _ordered(sides.other)
        return DisputeRow(
            faction=faction,
            name=factions[faction].name,
            to=to,
            to_name=factions[to].name,
            dispute=key.dispute,
            speaker=key.speaker,
            relation=key.relation,
            dates=tuple(_day(claim, key.dispute) for claim in one),
            voices=tuple(map(_who, one)),
            changes=tuple(claim.id for claim in one),
            other=key.other,
            other_dates=tuple(_day(claim, key.dispute) for claim in other),
            other_voices=tuple(map(_who, other)),
            other_changes=tuple(claim.id for claim in other),
        )


def _day(claim: Claim, dispute: Dispute) -> FuzzyDate:
    """Return the date of a claim that a disagreement is about: its own, or its end."""
    return claim.until or claim.date if dispute is Dispute.ENDS else claim.date


def _by_speaker(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Return the claims that have a speaker, by their speakers."""
    speakers: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.by:
            speakers.setdefault(claim.by, []).append(claim)
    return speakers


def _ordered(claims: dict[str, Claim]) -> list[Claim]:
    return sorted(claims.values(), key=lambda c: (c.date.first, c.place))


def _who(claim: Claim) -> str:
    """Return who says so: the speaker, else the sources."""
    return claim.by or ", ".join(claim.sources)
