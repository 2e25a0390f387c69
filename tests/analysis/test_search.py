"""What ``search`` shows for which words, and in which order."""

from __future__ import annotations

import pytest

from tests.conftest import Run
from tests.support.answers import Snapshot, answer

REGISTRY = """\
sources:
  pact: {title: Ash and Elm agree, publisher: The Hill Post,
    url: 'https://hillpost.example/2014/ash-elm', archive_url: 'https://archive.example/77'}
  copy: {title: Ash again, publisher: Other, origin: pact}
factions:
  ash:
    name: Ash Front
    aliases: [{name: Old Lions, since: 2012, until: 2014}]
    area: Hilltown
    leaders: [{name: Omar al-Fulani, until: 2013}]
    note: Keeps the road.
  elm: {name: Elm Council}
  front: {name: Front of the Ash}
changes:
  - {id: road-pact, date: 2014, faction: ash, relation: allied, to: elm, sources: [pact],
     by: a council member, note: Over the road to Hilltown}
  - {date: 2015, faction: ash, relation: opposed, to: elm, by: elm}
  - {retracts: [road-pact], recorded: 2016-01-01, note: The paper withdrew it}
scenarios:
  war: {title: War in the hills}
"""


def matches(run: Run, *words: str) -> list[tuple[str, str]]:
    rows = answer(run, "search", *words, registry=REGISTRY)
    return [(row["kind"], row["id"]) for row in rows]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "ash",
            [
                ("faction", "ash"),
                ("faction", "front"),
                ("source", "pact"),
                *([("source", "copy")]),
            ],
        ),
        ("ash front", [("faction", "ash"), ("faction", "front")]),
        ("ASH  fro", [("faction", "ash"), ("faction", "front")]),
        ("lions", [("faction", "ash")]),
        ("fulani", [("faction", "ash")]),
        ("Foolany", [("faction", "ash")]),
        ("hilltown road", [("claim", "road-pact"), ("faction", "ash")]),
        ("war", [("scenario", "war")]),
        ("council", [("faction", "elm"), ("speaker", "a council member")]),
        ("hill post", [("source", "pact")]),
        ("hillpost", [("source", "pact")]),
        ("https://archive.example/77", [("source", "pact")]),
        ("paper", [("claim", "2016-01-01-retracts-road-pact")]),
        ("2015-ash-elm", [("claim", "2015-ash-elm")]),
        ("road-pact", [("claim", "road-pact")]),
        ("elm lions", []),
    ],
)
def test_what_mentions_all_the_words_the_best_fit_first(
    run: Run, words: str, expected: list[tuple[str, str]]
) -> None:
    assert matches(run, *words.split()) == expected


def test_a_row_says_which_texts_mention_the_words(run: Run) -> None:
    rows = answer(run, "search", "road", registry=REGISTRY)

    assert rows == [
        {
            "kind": "claim",
            "id": "road-pact",
            "name": "2014: Ash Front allied with Elm Council",
            "fields": ["id", "note"],
            "text": "road-pact",
            "score": 20,
        },
        {
            "kind": "faction",
            "id": "ash",
            "name": "Ash Front",
            "fields": ["note"],
            "text": "Keeps the road.",
            "score": 4,
        },
    ]


def test_the_page_of_what_mentions_a_word(run: Run, snapshot: Snapshot) -> None:
    text = REGISTRY.replace("Keeps the road.", "Keeps the road. " + "It is long. " * 30)

    snapshot(run("search", "road", registry=text).stdout)


def test_where_nothing_mentions_it_the_page_says_so(run: Run) -> None:
    result = run("search", "nobody", registry=REGISTRY)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "factions.yaml: 0 matches of 'nobody'\n\nNothing mentions it.\n"


@pytest.mark.parametrize("words", ["-", "'", "…"])
def test_a_search_needs_a_word(run: Run, words: str) -> None:
    result = run("search", "--", words, registry=REGISTRY)

    assert (result.exit_code, result.stdout) == (2, "")
    message = f"error: WORDS: {words!r} has no letter and no digit to look for\n"
    assert result.stderr == message
