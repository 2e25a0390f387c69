"""What stands on a day by the latest claims: a fast path for exact dates without ends.

Nearly all pairs have such claims alone. Then one tie at most stands on each side, and the
rules (docs/semantics.md) come to this: each claim replaces what stood. ``Course`` has the
rules for all claims; the equality of both is a property test.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from libya_tracker.analysis.pair_dates import ends_tie
from libya_tracker.analysis.runs import OPEN, Member, Run
from libya_tracker.model.records import Claim, Pair
from libya_tracker.model.vocabulary import Relation


def latest(claims: Sequence[Claim], pair: Pair, side: int, day: int) -> Sequence[Claim]:
    """Return the claims on which it hangs what stands on a side: the latest by a day.

    A claim without an end leaves no other relation standing on its side, and ``none``
    leaves none at all: what is older than two relations cannot matter.
    """
    own = pair[side]
    last = bisect_right(claims, day, key=_first_day)
    relation: Relation | None = None
    for place in range(last - 1, -1, -1):
        claim = claims[place]
        if claim.until is not None:
            continue
        speaks = claim.faction == own
        if ends_tie(claim, pair):
            if speaks:
                return claims[place:last]
        elif speaks or claim.relation.two_way:
            if relation is not None and relation is not claim.relation:
                return claims[place:last]
            relation = claim.relation
    return claims[:last]


def without_ends(claims: Sequence[Claim]) -> bool:
    """Tell whether no claim says when its tie ends, or that it began."""
    return not any(claim.until or claim.begins for claim in claims)


def standing(claims: Sequence[Claim], pair: Pair, side: int) -> Run | None:
    """Return what stands on a side after claims in order of their days, without ends."""
    runs: list[Run | None] = [None, None]
    for order, claim in enumerate(claims):
        relation = claim.relation
        speaker = 0 if claim.faction == pair[0] else 1
        other = runs[1 - speaker]
        if ends_tie(claim, pair):
            own, runs[speaker] = runs[speaker], None
            if own and other and own.relation is other.relation and own.relation.two_way:
                runs[1 - speaker] = None
            continue
        for place in (0, 1) if relation.two_way else (speaker,):
            run = runs[place]
            if run is None or run.relation is not relation:
                runs[place] = run = Run(relation, [], OPEN)
            begin = claim.date.first.toordinal()
            run.members.append(Member(claim, begin, OPEN, bounded=False, order=order))
        if other and not relation.two_way and _is_mutual_of_another_sign(other, relation):
            runs[1 - speaker] = None
    return runs[side]


def _is_mutual_of_another_sign(run: Run, relation: Relation) -> bool:
    return run.relation.two_way and run.relation.sign is not relation.sign


def _first_day(claim: Claim) -> int:
    return claim.date.first.toordinal()
