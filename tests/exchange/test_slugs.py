"""Ids that are proposed for what a sheet brings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.exchange import slugs
from libya_tracker.storage.value_types import ID
from tests.support.tables import each


@each(
    ("name", "slug"),
    [
        ("Storm Brigade", "storm-brigade"),
        ("The Gazette", "gazette"),
        ("Tripoli Revolutionaries' Brigade", "tripoli-revolutionaries-brigade"),
        ("Tripoli Revolutionaries\u2019 Brigade", "tripoli-revolutionaries-brigade"),
        ("Al-Ḥaḍba", "al-hadba"),
        ("7th Brigade (Kani)", "7th-brigade-kani"),
        ("Général & Cie.", "general-cie"),
        ("a" * 50, "a" * 40),
        (
            "one two three four five six seven eight nine ten",
            "one-two-three-four-five-six-seven-eight",
        ),
        ("كتيبة ثوار طرابلس", ""),
        ("Бригада 7", ""),
        ("Kani كاني", ""),
        ("7", ""),
        ("—", ""),
        ("", ""),
    ],
)
def test_the_id_of_a_name(name: str, slug: str) -> None:
    assert slugs.slug(name) == slug


@given(name=st.text(max_size=60))
def test_an_id_is_one_that_the_registry_takes(name: str) -> None:
    proposal = slugs.slug(name)

    assert proposal == "" or ID.fullmatch(proposal)
    assert len(proposal) <= 40


@each(
    ("publisher", "url", "title", "date", "name"),
    [
        ("The Daily", "https://x.org/1", "T", "2017-11-06", "daily-2017-11-06"),
        ("", "https://www.x.org/1", "T", "2017-11", "x-org-2017-11"),
        ("", "", "Storm joins", "2017~", "storm-joins-2017"),
        ("Daily", "", "", "..2017-10-31", "daily-2017-10-31"),
        ("Daily", "", "", "2017-10..2017-11", "daily-2017-10-2017-11"),
        ("Daily", "http://[x", "", "", "daily"),
        ("نبأ", "http://[x", "نبأ", "2017", ""),
    ],
)
def test_the_id_of_a_source(
    publisher: str, url: str, title: str, date: str, name: str
) -> None:
    assert slugs.of_source(publisher, url, title, date) == name


def test_an_id_that_is_taken_gets_a_number() -> None:
    free = slugs.FreeIds(["a", "b-2"])
    free.take("a-3")

    assert [free.like(name) for name in "aabba"] == ["a-2", "a-4", "b", "b-3", "a-5"]
