"""What matters most in a bulletin: campaigns, who changed sides, denials, expectations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from libya_tracker.analysis.diff import DiffRow, Why
from libya_tracker.analysis.report import Bulletin, ExpectationNews
from libya_tracker.analysis.report_changes import ChangeKind
from libya_tracker.analysis.report_kinds import Dissolution, by_kind, dissolutions
from libya_tracker.analysis.report_news import Section
from libya_tracker.analysis.state import Pair, state
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.records import Claim, Faction
from libya_tracker.model.vocabulary import (
    FOLLOWING,
    Cause,
    Difference,
    Kind,
    Relation,
    Status,
)
from libya_tracker.named_tuples import NamedTuple

_CAMPAIGNS = frozenset({Kind.OPERATION, Kind.COALITION})


class Participant(NamedTuple):
    """A faction in a campaign, as sure as its strongest claim, and whether it is denied."""

    faction: str
    status: Status
    denied: bool


class Campaign(NamedTuple):
    """An operation or a coalition that no claim named before."""

    faction: Faction
    #: When it was founded, where that is known; else the date of its first claim.
    began: FuzzyDate
    fought: tuple[Participant, ...]
    joined: tuple[Participant, ...]
    backed: tuple[Participant, ...]
    #: Those who said themselves that they oppose it.
    condemned: tuple[Participant, ...]
    #: Those of whom others say so.
    opposed: tuple[Participant, ...]
    denials: tuple[Claim, ...]
    expected: tuple[ExpectationNews, ...]


class Turn(NamedTuple):
    """A claim by which a faction turned to another side, or stands to it otherwise."""

    claim: Claim
    before: Relation
    #: The side that it followed before, where that is another.
    left: str | None = None


class Lead(NamedTuple):
    """The news in the order of its worth; nothing in it is there twice."""

    #: The one that began last; of several of that day, the one mentioned most.
    campaign: Campaign | None
    #: Those that began before it, in the order of days.
    earlier: tuple[Campaign, ...]
    turns: tuple[Turn, ...]
    added: tuple[DiffRow, ...]
    #: Ties of another relation than before, but no other sign.
    changed: tuple[DiffRow, ...]
    #: Ties that differ by what was not known before, about earlier days.
    learned: tuple[DiffRow, ...]
    dissolved: tuple[Dissolution, ...]
    removed: tuple[DiffRow, ...]
    #: Ties that are gone since what was claimed was taken back.
    corrected: tuple[DiffRow, ...]
    denials: tuple[Claim, ...]
    expected: tuple[ExpectationNews, ...]


def lead(bulletin: Bulletin) -> Lead:
    """Return what matters most in a bulletin; what a scenario supposes is no part of it."""
    return _Summary(bulletin).lead()


class _Summary:
    """Sorts the news of one bulletin by what it is about."""

    def __init__(self, bulletin: Bulletin) -> None:
        self._bulletin = bulletin
        self._claims = list(_claims(bulletin))
        self._mentions = bulletin.mentions
        self._denied = {
            (claim.faction, claim.relation, claim.to) for claim in bulletin.b.denials()
        }

    def lead(self) -> Lead:
        campaigns = self._new_campaigns()
        campaign = campaigns[-1] if campaigns else None
        about = {one.faction.id for one in campaigns}
        main = {campaign.faction.id} if campaign is not None else set()
        turns = [*self._changes_of_side(), *self._turns()]
        turned = {(turn.claim.faction, turn.left or turn.claim.to) for turn in turns}
        turned |= {(turn.claim.faction, turn.claim.to) for turn in turns}
        rows = [
            row
            for item in self._bulletin.items
            for row in item.ties
            if item.section is not Section.SUPPOSED
            and about.isdisjoint((row.faction, row.to))
            and turned.isdisjoint({(row.faction, row.to), (row.to, row.faction)})
        ]
        kinds = by_kind(sorted(rows, key=self._weight))
        return Lead(
            campaign=campaign,
            earlier=tuple(campaigns[:-1]),
            turns=tuple(turns),
            added=tuple(kinds[Difference.ADDED]),
            changed=tuple(kinds[Difference.CHANGED]),
            learned=tuple(kinds[Why.LEARNED]),
            dissolved=tuple(dissolutions(kinds[Cause.DISSOLVED])),
            removed=tuple(kinds[Difference.REMOVED]),
            corrected=tuple(kinds[Why.CORRECTED]),
            denials=tuple(
                claim
                for claim in self._claims
                if claim.status is Status.DENIED and claim.to not in main
            ),
            expected=tuple(
                news for news in self._bulletin.expected if news.row.to not in main
            ),
        )

    def _weight(self, row: DiffRow) -> tuple[int, int]:
        """Return how sure a tie is, and how much the news is about its two sides."""
        mentions, state = self._mentions, self._bulletin.state
        tie = state.ties.get((row.faction, row.to))
        rank = state.status_of(tie).rank if tie is not None else 0
        return rank, -mentions[row.faction] - mentions[row.to]

    def _new_campaigns(self) -> list[Campaign]:
        """Return the campaigns that no claim named before, by the day they began."""
        bulletin = self._bulletin
        factions = bulletin.b.registry.factions
        before = {
            name
            for claim in bulletin.a.visible_claims()
            if claim.date.first <= bulletin.a.day
            for name in (claim.faction, claim.to, claim.ends_tie_with)
        }
        names = dict.fromkeys(
            name
            for claim in self._claims
            if claim.status.effective
            for name in (claim.faction, claim.to)
            if name not in before and factions[name].kind in _CAMPAIGNS
        )
        mentions = self._mentions
        return sorted(
            map(self._campaign, names),
            key=lambda new: (new.began.first, mentions[new.faction.id]),
        )

    def _campaign(self, name: str) -> Campaign:
        faction = self._bulletin.b.registry.factions[name]
        claims = [c for c in self._claims if name in {c.faction, c.to}]
        effective = [claim for claim in claims if claim.status.effective]
        toward = [claim for claim in effective if claim.to == name]
        opposed = [claim for claim in toward if claim.relation is Relation.OPPOSED]
        condemned = self._participants(c for c in opposed if c.by == c.faction)
        own = {participant.faction for participant in condemned}
        first = min(effective, key=lambda claim: (claim.date.first, claim.place))
        return Campaign(
            faction,
            began=faction.founded or first.date,
            fought=self._participants(
                (c for c in effective if c.relation is Relation.FIGHTING), of=name
            ),
            joined=self._participants(c for c in toward if c.relation is Relation.MEMBER),
            backed=self._participants(
                c for c in toward if c.relation in {Relation.SUPPORTS, Relation.ALIGNED}
            ),
            condemned=condemned,
            opposed=self._participants(c for c in opposed if c.faction not in own),
            denials=tuple(c for c in claims if c.status is Status.DENIED),
            expected=tuple(n for n in self._bulletin.expected if n.row.to == name),
        )

    def _participants(
        self, claims: Iterable[Claim], of: str | None = None
    ) -> tuple[Participant, ...]:
        """Return who takes part by some claims, the surest first; not the campaign."""
        status_of = self._bulletin.b.status_of
        best: dict[str, Claim] = {}
        for claim in claims:
            name = claim.to if claim.faction == of else claim.faction
            if name not in best or status_of(claim).rank < status_of(best[name]).rank:
                best[name] = claim
        participants = [
            Participant(
                name,
                status_of(claim),
                (claim.faction, claim.relation, claim.to) in self._denied,
            )
            for name, claim in best.items()
        ]
        return tuple(sorted(participants, key=lambda who: who.status.rank))

    def _changes_of_side(self) -> Iterator[Turn]:
        """Yield the claims that ended a tie to one side and made one to another."""
        standing = {claim.id for claim in self._claims}
        for item in self._bulletin.items:
            entry = item.entry
            if not isinstance(entry, Claim) or entry.id not in standing:
                continue
            own = [row for row in item.ties if row.faction == entry.faction]
            joined = any(row.to == entry.to and row.after in FOLLOWING for row in own)
            left = [row for row in own if row.before in FOLLOWING and not row.after]
            if joined and left and left[0].before:
                yield Turn(entry, left[0].before, left[0].to)

    def _turns(self) -> list[Turn]:
        """Return the first surest claim of each pair that changed the sign of its tie."""
        before, status_of = state(self._bulletin.a), self._bulletin.b.status_of
        turns: dict[Pair, Turn] = {}
        for claim in sorted(self._claims, key=lambda claim: status_of(claim).rank):
            sign = claim.relation.sign
            if not claim.status.effective or sign is None:
                continue
            tie = before.tie((claim.faction, claim.to))
            if tie is None:
                continue
            if tie.relation.sign is not sign and claim.date.last > self._bulletin.a.day:
                turns.setdefault((claim.faction, claim.to), Turn(claim, tie.relation))
        return list(turns.values())


def _claims(bulletin: Bulletin) -> Iterator[Claim]:
    """Yield the claims in the news that were not taken back."""
    for item in bulletin.items:
        entry = item.entry
        if (
            isinstance(entry, Claim)
            and item.section is not Section.SUPPOSED
            and item.arrival is not ChangeKind.REMOVED
            and bulletin.b.is_visible(entry)
        ):
            yield entry


def denials_by_tie(claims: Sequence[Claim]) -> dict[tuple[str, Relation, str], list[Claim]]:
    """Return denials by what they deny, in their order."""
    denials: dict[tuple[str, Relation, str], list[Claim]] = {}
    for claim in claims:
        denials.setdefault((claim.faction, claim.relation, claim.to), []).append(claim)
    return denials
