"""The words a claim is made of: relations, statuses, kinds of actor, outcomes."""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """How one faction stands toward another: a state, its end, or an event of lineage."""

    ALIGNED = "aligned"
    MEMBER = "member"
    SUBORDINATE = "subordinate"
    SUPPORTS = "supports"
    ALLIED = "allied"
    TRUCE = "truce"
    NEUTRAL = "neutral"
    OPPOSED = "opposed"
    FIGHTING = "fighting"
    NONE = "none"
    SPLINTER = "splinter"
    MERGED = "merged"
    SUCCEEDS = "succeeds"

    @property
    def reads(self) -> str:
        """The verb phrase between the two names: FACTION *reads* TO."""
        return _READS[self]

    @property
    def sign(self) -> str | None:
        """``+``, ``0`` or ``-``; None for what is no standing state."""
        return _SIGN.get(self)

    @property
    def two_way(self) -> bool:
        """Whether the tie holds both sides alike."""
        return self in _TWO_WAY

    @property
    def lineage(self) -> bool:
        """Whether this is an event between groups rather than a tie."""
        return self in _LINEAGE


_READS = {
    Relation.ALIGNED: "takes the side of",
    Relation.MEMBER: "belongs to",
    Relation.SUBORDINATE: "is under the command of",
    Relation.SUPPORTS: "backs",
    Relation.ALLIED: "is allied with",
    Relation.TRUCE: "has a truce with",
    Relation.NEUTRAL: "is neutral toward",
    Relation.OPPOSED: "opposes",
    Relation.FIGHTING: "fights",
    Relation.NONE: "has no tie with",
    Relation.SPLINTER: "split from",
    Relation.MERGED: "merged into",
    Relation.SUCCEEDS: "is the successor of",
}
_SIGN = {
    **dict.fromkeys(("aligned", "member", "subordinate", "supports", "allied"), "+"),
    **dict.fromkeys(("truce", "neutral"), "0"),
    **dict.fromkeys(("opposed", "fighting"), "-"),
}
_TWO_WAY = frozenset({Relation.ALLIED, Relation.TRUCE, Relation.FIGHTING})
_LINEAGE = frozenset({Relation.SPLINTER, Relation.MERGED, Relation.SUCCEEDS})
#: The ties by which one faction follows another, which makes the other a side.
FOLLOWING = (Relation.ALIGNED, Relation.MEMBER, Relation.SUBORDINATE, Relation.SUPPORTS)


class Status(StrEnum):
    """How sure a claim is, strongest first; the last two never take effect."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    ASSESSED = "assessed"
    ALLEGED = "alleged"
    EXPECTED = "expected"
    DENIED = "denied"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return _RANK[self]

    @property
    def effective(self) -> bool:
        """Whether a claim of this status can make or end a tie."""
        return self not in {Status.EXPECTED, Status.DENIED}


_RANK = {status: rank for rank, status in enumerate(Status)}


class Kind(StrEnum):
    """What sort of actor a faction is, in its sources' words as far as they agree."""

    MILITIA = "militia"
    MILITARY = "military"
    COUNCIL = "council"
    GOVERNMENT = "government"
    COALITION = "coalition"
    OPERATION = "operation"
    COMMUNITY = "community"
    STATE = "state"
    PERSON = "person"


class Outcome(StrEnum):
    """What became of a scenario."""

    PENDING = "pending"
    OCCURRED = "occurred"
    LAPSED = "lapsed"
