"""The claims on which it hangs what stands on a day: a fast path for exact dates.

Where none of them has an end, as of nearly all pairs, one tie at most stands on each side,
and the rules (docs/semantics.md) come to this: each claim replaces what stood. ``Course``
has the rules for all claims; the equality of both is a property test.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence

from libya_tracker.analysis.pair_dates import ends_tie
from libya_tracker.model.records import Claim, Pair
from libya_tracker.model.vocabulary import Relation

#: The claims that carry the tie of each side of a pair; without any there is none.
Carriers = Sequence[Sequence[Claim]]


def latest(claims: Sequence[Claim], pair: Pair, day: int) -> Sequence[Claim]:
    """Return the claims on which it hangs what stands on both sides: the latest by a day.

    A claim without an end leaves no other relation standing on its side, and ``none``
    leaves none at all: what is older than two relations of a side cannot matter to it. But
    a claim of the same day may join what ended on the day before.
    """
    begun = claims[: _begun(claims, day)]
    relations: list[Relation | None] = [None, None]
    open_sides = {0, 1}
    following = dt.date.max
    for place in range(len(begun) - 1, -1, -1):
        claim = begun[place]
        ends_its_day, following = claim.date.first < following, claim.date.first
        if claim.until is not None:
            continue
        relation, ends = claim.relation, ends_tie(claim, pair)
        speaker = 0 if claim.faction == pair[0] else 1
        for side in (0, 1) if relation.two_way and not ends else (speaker,):
            if not ends and relations[side] in (None, relation):
                relations[side] = relation
            elif ends_its_day:
                open_sides.discard(side)
        if not open_sides:
            return begun[place:]
    return begun


def without_ends(claims: Sequence[Claim]) -> bool:
    """Tell whether no claim says when its tie ends, or that it began."""
    return not any(claim.until or claim.begins for claim in claims)


def carriers(claims: Sequence[Claim], pair: Pair) -> Carriers:
    """Return what stands after claims in order of their days, without ends."""
    runs: list[list[Claim]] = [[], []]
    for claim in claims:
        relation = claim.relation
        speaker = 0 if claim.faction == pair[0] else 1
        own, other = runs[speaker], runs[1 - speaker]
        if ends_tie(claim, pair):
            if own and own[0].relation.two_way and _are_of(other, own[0].relation):
                runs[1 - speaker] = []
            runs[speaker] = []
            continue
        for side in (0, 1) if relation.two_way else (speaker,):
            if _are_of(runs[side], relation):
                runs[side].append(claim)
            else:
                runs[side] = [claim]
        if other and not relation.two_way and _is_mutual_of_another_sign(other, relation):
            runs[1 - speaker] = []
    return runs


def _are_of(run: Sequence[Claim], relation: Relation) -> bool:
    """Tell whether the claims that carry a tie are of a relation."""
    return bool(run) and run[0].relation is relation


def _is_mutual_of_another_sign(run: Sequence[Claim], relation: Relation) -> bool:
    other = run[0].relation
    return other.two_way and other.sign is not relation.sign


def _begun(claims: Sequence[Claim], day: int) -> int:
    """Return how many claims, in order of their days, have begun by a day."""
    if not claims or _first_day(claims[-1]) <= day:  # nearly always
        return len(claims)
    return bisect_right(claims, day, key=_first_day)


def _first_day(claim: Claim) -> int:
    return claim.date.first.toordinal()
