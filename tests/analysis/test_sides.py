"""The marks of sides in pictures: letters that differ, colours one can read on."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis.sides import Side, sides
from libya_tracker.model.records import Registry
from libya_tracker.storage import files
from libya_tracker.views.palette import PALETTE, PATTERNS, colour_of
from tests.conftest import SAMPLE
from tests.support.contrast import AA_TEXT, VISIONS, contrast, lab

REGISTRY = files.parse(SAMPLE, "sample.yaml")
#: Ids of which many begin alike.
MANY = [a + b for a in "abcdefgxyz049" for b in ("", "a", "b-1", "b-c", "z", "0", "7")]


def test_the_contrast_is_reckoned_as_the_guideline_does() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48  # the well-known near miss


def test_ink_reads_on_every_colour() -> None:
    assert {c.fill: contrast(c.fill, c.ink) >= AA_TEXT for c in PALETTE} == {
        c.fill: True for c in PALETTE
    }
    assert len({c.fill for c in PALETTE}) == len(PALETTE)


def test_every_two_colours_differ_in_any_kind_of_colour_vision() -> None:
    assert len(PALETTE) >= 14
    for vision in VISIONS:
        seen = {colour.fill: lab(colour.fill, vision) for colour in PALETTE}
        pairs = combinations(seen, 2)
        nearest = min(pairs, key=lambda pair: math.dist(seen[pair[0]], seen[pair[1]]))
        assert math.dist(*(seen[fill] for fill in nearest)) > 15, (vision, nearest)


def test_colours_that_are_alike_in_black_and_white_have_other_patterns() -> None:
    lightness = {colour: lab(colour.fill, "normal")[0] for colour in PALETTE}
    for one, other in combinations(PALETTE, 2):
        if abs(lightness[one] - lightness[other]) < 10:
            assert one.dashes != other.dashes
    assert {colour.dashes for colour in PALETTE} == {*PATTERNS}


def test_no_two_of_many_sides_look_alike_so_no_two_neighbours_do() -> None:
    many = [Side(f"f{n}", "", "A", n) for n in range(len(PALETTE) * len(PATTERNS))]

    assert len({colour_of(side) for side in many}) == len(many)


def test_every_side_has_a_letter_of_its_own_name_where_it_can() -> None:
    marks = sides(REGISTRY)

    assert {name: side.letter for name, side in marks.items()} == {
        "tidings": "T",
        "zintan": "Z",
        "gna": "G",
        "lna": "L",
    }
    assert [colour_of(side) for side in marks.values()] == list(PALETTE[:4])


def test_others_come_after_and_leave_the_marks_of_sides_alone() -> None:
    marks = sides(REGISTRY, {"trb", "gna", "kani"})

    assert {name: marks[name] for name in sides(REGISTRY)} == sides(REGISTRY)
    assert [(name, marks[name].letter) for name in marks][4:] == [
        ("trb", "R"),
        ("kani", "K"),
    ]


@given(ids=st.sets(st.sampled_from(MANY), max_size=80))
def test_no_two_sides_share_a_letter_however_many_there_are(ids: set[str]) -> None:
    faction = REGISTRY.factions["gna"]
    names = sorted(ids)
    registry: Registry = replace(
        REGISTRY, entries=(), factions={name: faction._replace(id=name) for name in names}
    )

    letters = [side.letter for side in sides(registry, names).values()]

    assert len(letters) == len({*letters}) == len(names)
    assert all(letter.isascii() and letter.isalpha() for letter in letters)
    longest = 1 if len(names) <= 52 else 2  # the alphabet in both sizes, then two letters
    assert max(map(len, letters), default=0) <= longest
