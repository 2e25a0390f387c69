"""The grouped comparison of claims finds what comparing each with each does."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis import overlaps
from libya_tracker.model.records import Claim, Pair
from tests.support.registries import claim

_WORDS = st.tuples(
    st.sampled_from(["2017-01", "2017-01-05", "2017-02", "2017-02..2017-04", "..2017-03"]),
    st.sampled_from(["a", "b"]),
    st.sampled_from(["aligned", "opposed", "allied", "fighting", "none"]),
    st.none() | st.sampled_from(["2017-06", "2017-07", "2018"]),
    st.none() | st.sampled_from(["a", "c"]),
    st.sampled_from([("s1",), ("s2",), ("s1", "s2")]),
)


def direction(one: Claim, other: Claim) -> Pair:
    """Return the direction of the first claim that holds one way."""
    for each in (one, other):
        if not each.relation.two_way:
            return each.faction, each.to
    return "a", "b"


def voice(one: Claim) -> object:
    """Return whose word a claim is."""
    return one.by or frozenset(one.sources)


def compared(claims: Sequence[Claim]) -> list[tuple[object, ...]]:
    """Return the differences by the definition: each claim with each before it."""
    sides: dict[tuple[object, ...], tuple[dict[str, None], dict[str, None]]] = {}
    lasting: list[Claim] = []
    for later in claims:
        lasting = [c for c in lasting if (c.until or c.date).last >= later.date.first]
        for earlier in lasting:
            both_ways = earlier.relation.two_way or later.relation.two_way
            one, other = earlier, later
            if one.relation is other.relation:
                continue
            if not both_ways and one.faction != other.faction:
                continue
            speaker = one.by if one.by == other.by else None
            if speaker is None and voice(one) == voice(other):
                continue
            key = direction(one, other), one.relation, other.relation, speaker
            if (opposite := (key[0], key[2], key[1], speaker)) in sides:
                key, one, other = opposite, other, one
            here, there = sides.setdefault(key, ({}, {}))
            here[one.id] = there[other.id] = None
        lasting.append(later)
    return [(*key, {*one}, {*other}) for key, (one, other) in sides.items()]


@given(words=st.lists(_WORDS, max_size=12))
def test_the_differences_are_those_of_each_claim_with_each(
    words: list[tuple[str, str, str, str | None, str | None, tuple[str, ...]]],
) -> None:
    claims = [
        claim(f"{date} {faction} {relation} {'ab'.replace(faction, '')}", place, **more)
        for place, (date, faction, relation, until, by, sources) in enumerate(words)
        for more in [{"until": until, "by": by, "sources": sources}]
    ]
    claims.sort(key=lambda c: c.date.first)

    rows = [
        (d.pair, d.one, d.other, d.speaker, {*d.claims[d.one]}, {*d.claims[d.other]})
        for d in overlaps.differences(claims, direction, voice)
    ]

    assert rows == compared(claims)


def test_many_claims_of_one_pair_are_not_compared_with_each_other() -> None:
    claims = [
        claim(f"2017-01-01 a {relation} b", place, until="2018", by="a", sources=("s1",))
        for place, relation in enumerate(["aligned", "opposed"] * 10_000)
    ]
    directions = []

    def counted(one: Claim, other: Claim) -> Pair:
        directions.append(one)
        return direction(one, other)

    [row] = overlaps.differences(claims, counted, voice)

    assert [len(ids) for ids in row.claims.values()] == [10_000, 10_000]
    assert len(directions) < 2 * len(claims)
