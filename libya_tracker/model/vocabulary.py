"""The fixed words of claims and answers: relations, signs, statuses, kinds, outcomes."""

from __future__ import annotations

from enum import StrEnum


class Sign(StrEnum):
    """Whether a relation is friendly, neither, or hostile."""

    #: The sign as a number.
    valence: int

    def __new__(cls, text: str, valence: int) -> Sign:
        """Return the sign with its number."""
        self = str.__new__(cls, text)
        self._value_ = text
        self.valence = valence
        return self

    PLUS = "+", 1
    ZERO = "0", 0
    MINUS = "-", -1


class Relation(StrEnum):
    """How one faction stands toward another: a state, its end, or an event of lineage."""

    #: What stands between the two names, without a verb: FACTION *member of* TO.
    reads: str
    #: None for what is no standing state.
    sign: Sign | None
    #: Whether the tie holds both sides alike.
    two_way: bool
    #: Whether this is an event between groups rather than a tie.
    lineage: bool

    def __new__(
        cls,
        word: str,
        reads: str = "",
        sign: Sign | None = None,
        direction: str = "one way",
    ) -> Relation:
        """Return the word with what is known of it."""
        self = str.__new__(cls, word)
        self._value_ = word
        self.reads, self.sign = reads, sign
        self.two_way, self.lineage = direction == "both ways", direction == "event"
        return self

    @classmethod
    def parse(cls, text: str) -> Relation | None:
        """Return the relation of a word (``member``) or of its reading (``member of``)."""
        words = " ".join(text.split()).lower()
        return next((word for word in cls if words in {word, word.reads}), None)

    @property
    def valence(self) -> int:
        """The sign as a number: 1, 0 or -1; 0 for what has none, too."""
        return self.sign.valence if self.sign else 0

    ALIGNED = "aligned", "aligned with", Sign.PLUS
    MEMBER = "member", "member of", Sign.PLUS
    SUBORDINATE = "subordinate", "under the command of", Sign.PLUS
    SUPPORTS = "supports", "supporter of", Sign.PLUS
    ALLIED = "allied", "allied with", Sign.PLUS, "both ways"
    TRUCE = "truce", "in a truce with", Sign.ZERO, "both ways"
    NEUTRAL = "neutral", "neutral toward", Sign.ZERO
    OPPOSED = "opposed", "opposed to", Sign.MINUS
    FIGHTING = "fighting", "fighting", Sign.MINUS, "both ways"
    NONE = "none", "no tie with"
    SPLINTER = "splinter", "split from", None, "event"
    MERGED = "merged", "merged into", None, "event"
    SUCCEEDS = "succeeds", "successor of", None, "event"


#: The ties by which one faction follows another, which makes the other a side.
FOLLOWING = (Relation.ALIGNED, Relation.MEMBER, Relation.SUBORDINATE, Relation.SUPPORTS)
#: The relations that are a state, and so have spells.
STATES = tuple(relation for relation in Relation if relation.sign is not None)


class Status(StrEnum):
    """How sure a claim is, strongest first; the last two never take effect."""

    #: 0 for the strongest.
    rank: int
    #: Whether a claim of this status can make or end a tie.
    effective: bool

    def __new__(cls, word: str) -> Status:
        """Return the word with its rank, which is that of its place below."""
        self = str.__new__(cls, word)
        self._value_ = word
        self.rank = len(cls.__members__)
        self.effective = word not in {"expected", "denied"}
        return self

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    ASSESSED = "assessed"
    ALLEGED = "alleged"
    EXPECTED = "expected"
    DENIED = "denied"


class Cause(StrEnum):
    """What ended a tie."""

    #: A claim of another relation took its place.
    REPLACED = "replaced"
    #: A claim ended it.
    ENDED = "ended"
    RAN_OUT = "ran out"
    #: One of the two was dissolved.
    DISSOLVED = "dissolved"
    #: Another tie lies over it for a time, after which it stands again.
    OVERLAID = "overlaid"
    #: Nobody cited it for as long as a tie is taken to last.
    NOT_CITED = "not cited"


class Reliability(StrEnum):
    """How reliable a source is, after the Admiralty system: A most, F not known."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Credibility(StrEnum):
    """How credible a claim is, after the Admiralty system: 1 most, 6 not known."""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    UNKNOWN = "6"


class Certainty(StrEnum):
    """Whether a tie stands on a day whichever of their days its dates mean."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    #: Of an expectation in a timeline.
    EXPECTED = "expected"


class Difference(StrEnum):
    """How a tie at one point differs from that of the same two factions at another."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


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
