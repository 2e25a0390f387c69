"""The warnings of ``check``: which claims they look at."""

from __future__ import annotations

import datetime as dt

import pytest

from libya_tracker.storage import files, lint

TEXT = """\
sources:
  s: {title: S}
  t: {title: T}
factions:
  a: {name: A}
  b: {name: B}
changes:
  - {date: 2012, faction: a, relation: allied, to: b, sources: [s, t], id: one}
"""
AGAIN = "  - {date: 2012, faction: a, relation: allied, to: b, sources: [t, s]}\n"
RETRACTION = "  - {retracts: [one], recorded: 2013-01-01}\n"


def rules(text: str) -> list[str]:
    registry = files.parse(text, "factions.yaml")
    return [rule for _, rule, _ in lint.remarks(registry, dt.date(2018, 1, 1))]


@pytest.mark.parametrize(
    ("more", "warned"),
    [
        (AGAIN, ["repeated-claim"]),
        (AGAIN.replace("}", ", recorded: 2014-01-01, id: two}"), ["repeated-claim"]),
        (AGAIN.replace("}", ", note: x}"), []),
        (AGAIN.replace("}", ", credibility: 2}"), []),
        (AGAIN.replace("}", ", until: 2014}"), []),
        (RETRACTION + AGAIN, []),  # as one records a claim again that was retracted
        (AGAIN + "scenarios:\n  w:\n    changes:\n    " + RETRACTION, ["repeated-claim"]),
        ("scenarios:\n  w:\n    changes:\n    " + AGAIN, []),
    ],
)
def test_a_claim_is_repeated_where_another_says_the_same_and_stands(
    more: str, warned: list[str]
) -> None:
    assert rules(TEXT + more) == warned
