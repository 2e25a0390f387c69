"""Where claims disagree, and where they only follow each other."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from libya_tracker.analysis import disputes
from libya_tracker.analysis import state as history
from libya_tracker.analysis.disputes import DisputeRow
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Entry, Source
from tests.conftest import SAMPLE, Run
from tests.support.registries import (
    HERE,
    claims_of,
    entries,
    index_of,
    point,
    points,
    registry,
    retraction,
)

Snapshot = Callable[[str], None]


def words(rows: list[DisputeRow]) -> list[str]:
    return [
        f"{row.faction} {row.to} {row.dispute}: {row.relation} {','.join(row.changes)} / "
        f"{row.other} {','.join(row.other_changes)}"
        for row in rows
    ]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param(
            "2017-01 a aligned b\n2017-02 a aligned b\n2017-03 a aligned b; status=denied",
            ["a b denied: aligned 1,2 / denied 3"],
            id="a tie that is denied",
        ),
        pytest.param(
            "2017-02 a aligned b\n2017-01 a aligned b; status=denied",
            [],
            id="denied of a day before it",
        ),
        pytest.param(
            "2017-02 a aligned b\n2017-03 a opposed b\n2017-04 a aligned b; status=denied",
            [],
            id="denied of a day after its end",
        ),
        pytest.param(
            "2017-02 a aligned b\n2017-03 a opposed b\n2017-02 a aligned b; status=denied",
            ["a b denied: aligned 1 / denied 3"],
            id="denied of a tie that has ended since",
        ),
        pytest.param(
            "2017-01 b allied a\n2017-02 b allied a; status=denied",
            ["a b denied: allied 1 / denied 2"],
            id="what both share is one row, in file order",
        ),
        pytest.param(
            "2017-01 a aligned b; by=a\n2017-02 a aligned b; by=a; status=denied",
            ["a b denied: aligned 1 / denied 2", "a b speaker: aligned 1 / denied 2"],
            id="one who asserts and denies",
        ),
        pytest.param(
            "2017-01 a aligned b; sources=s1\n2017-01 a opposed b; sources=s2",
            ["a b relations: aligned 1 / opposed 2"],
            id="two sources, two relations",
        ),
        pytest.param(
            "2017-01 a aligned b; sources=s1\n2017-02 a opposed b; sources=s2",
            [],
            id="one after the other",
        ),
        pytest.param(
            "2017-01 a aligned b; sources=s1; until=2017-05\n"
            "2017-02 a opposed b; sources=s2",
            ["a b relations: aligned 1 / opposed 2"],
            id="while the other says that it lasts",
        ),
        pytest.param(
            "2017-01 a aligned b; sources=s1\n2017-01 a opposed b; sources=s1",
            [],
            id="one source that tells of two moves",
        ),
        pytest.param(
            "2017-01 a aligned b; by=a; sources=s1\n2017-01 a opposed b; sources=s1",
            ["a b relations: aligned 1 / opposed 2"],
            id="one source that tells of two voices",
        ),
        pytest.param(
            "2017-01 a aligned b; by=c\n2017-01 a opposed b; by=c",
            ["a b speaker: aligned 1 / opposed 2"],
            id="one who says both",
        ),
        pytest.param(
            "2017-01 a aligned b; sources=s1\n2017-01 b opposed a; sources=s2",
            [],
            id="two directions are two ties",
        ),
        pytest.param(
            "2017-01 a aligned b; sources=s1\n2017-01 b fighting a; sources=s2",
            ["a b relations: aligned 1 / fighting 2"],
            id="but not where one holds both ways",
        ),
        pytest.param(
            "2017-01-01 a aligned b; sources=s1; until=2017-05\n"
            "2017-01-02 a opposed b; sources=s2; until=2017-05\n"
            "2017-01-03 a aligned b; sources=s1",
            ["a b relations: aligned 1,3 / opposed 2"],
            id="the same disagreement is one row",
        ),
        pytest.param(
            "2017-01 a aligned b; sources=s1\n2017-01 a none b; sources=s2",
            ["a b relations: aligned 1 / none 2"],
            id="that there is no tie",
        ),
        pytest.param(
            "2017-01 a aligned b; sources=s1\n2017-01 a splinter b; sources=s2\n"
            "2017-01 a opposed b; sources=s3; status=expected\n"
            "2017-01 a opposed b; sources=s3; scenario=what-if",
            [],
            id="events, what is expected and what-ifs take no part",
        ),
    ],
)
def test_disputes(claims: str, expected: list[str]) -> None:
    rows = disputes.disputes(Perspective(index_of(*claims_of(claims)), point("2017-12")))

    assert words(rows) == expected


@pytest.mark.parametrize(
    ("where", "count"),
    [
        pytest.param("2017-12@2017-05-31", 0, id="not yet known"),
        pytest.param("2017-12@2017-06-30", 2, id="known, not yet retracted"),
        pytest.param("2017-12@2017-07-01", 0, id="retracted"),
    ],
)
def test_a_denial_unknown_or_retracted_is_no_dispute(where: str, count: int) -> None:
    claims = claims_of(
        "2017-01 a aligned b; recorded=2017-01-31\n"
        "2017-02 a aligned b; recorded=2017-06-01; status=denied\n"
        "2017-01 c aligned d; recorded=2017-01-31; until=2017-03\n"
        "2017-02 c aligned d; recorded=2017-06-01; status=denied"
    )
    back = [retraction(name, "2017-07-01", 5) for name in ("2", "4")]

    rows = disputes.disputes(Perspective(index_of(*claims, *back), point(where)))

    assert len(rows) == count


def test_copies_of_one_source_do_not_disagree() -> None:
    claims = claims_of("2017-01 a aligned b; sources=s1\n2017-01 a opposed b; sources=s2")
    record = registry(claims)
    copy: dict[str, Any] = {**record.sources, "s2": Source("s2", HERE, origin="s1")}

    rows = disputes.disputes(
        Perspective(ClaimIndex(dataclasses.replace(record, sources=copy)), point("2017-12"))
    )

    assert rows == []


def test_disputes_of_some_factions() -> None:
    index = index_of(
        *claims_of(
            "2017-01 a aligned b; by=a\n2017-02 a aligned b; status=denied; by=b\n"
            "2017-01 c aligned d; by=c\n2017-02 c aligned d; status=denied; by=d"
        )
    )

    (row,) = disputes.disputes(Perspective(index, point("2017-12")), of=["d"])

    assert (row.faction, row.to, row.voices, row.other_voices) == ("c", "d", ("c",), ("d",))
    assert [str(date) for date in (*row.dates, *row.other_dates)] == ["2017-01", "2017-02"]


@given(record=entries(max_size=14), where=points())
def test_every_disputed_tie_is_among_the_disputes(
    record: list[Entry], where: Point
) -> None:
    index = ClaimIndex(registry(record))
    state = history.state(Perspective(index, where))
    rows = [
        row
        for row in disputes.disputes(Perspective(index, where))
        if row.dispute == "denied"
    ]

    for tie in state.ties.values():
        denials = {denial.id for denial in state.denials_of(tie)}
        own = [row for row in rows if tie.latest.id in row.changes]
        assert bool(denials) <= bool(own)
        assert denials <= {name for row in own for name in row.other_changes}


@given(record=entries(max_size=14), where=points())
def test_every_dispute_has_two_sides_of_claims_that_are_not_the_same(
    record: list[Entry], where: Point
) -> None:
    rows = disputes.disputes(Perspective(ClaimIndex(registry(record)), where))

    for row in rows:
        assert row.changes
        assert row.other_changes
        assert not {*row.changes} & {*row.other_changes}
        assert row.relation != row.other
        assert len(row.changes) == len(row.dates) == len(row.voices)
        assert len(row.other_changes) == len(row.other_dates) == len(row.other_voices)
    keys = [(r.faction, r.to, r.dispute, r.speaker, r.relation, r.other) for r in rows]
    assert len(keys) == len(set(keys))


SPEAKER = SAMPLE.replace(
    "  # a retraction\n",
    """\
  - {date: 2017-11-01, faction: gna, relation: supports, to: tidings, by: gna}
  - {date: 2017-11-05, faction: kani, relation: opposed, to: trb, sources: [monitor]}
  # a retraction
""",
)


def test_the_page_puts_the_sides_below_each_other(run: Run, snapshot: Snapshot) -> None:
    result = run("disputes", registry=SPEAKER)

    assert (result.exit_code, result.stderr) == (0, "")
    snapshot(result.stdout)


@pytest.mark.parametrize(
    ("args", "pairs"),
    [
        ([], ["gna tidings denied", "lna tidings relations"]),
        (["LNA"], ["lna tidings relations"]),
        (["trb"], []),
        (["--as-of", "2017-11-01"], []),
        (["--known-at", "2017-11-02"], []),
        (["--min-status", "reported"], []),
        (["--min-status", "assessed"], ["gna tidings denied"]),
        (["--according-to", "gazette"], ["gna tidings denied", "lna tidings relations"]),
        (["--according-to", "monitor"], []),
        (["--scenario", "stand-ground"], ["gna tidings denied", "lna tidings relations"]),
    ],
)
def test_options_say_whose_claims_count(
    run: Run, args: list[str], pairs: list[str]
) -> None:
    rows = json.loads(run("disputes", *args, "-f", "json").stdout)

    own = [f"{row['faction']} {row['to']} {row['dispute']}" for row in rows]
    assert own == pairs


def test_no_disputes_are_told(run: Run) -> None:
    result = run("disputes", "trb")

    assert result.exit_code == 0
    assert result.stdout.endswith("\n\nNo claims disagree.\n")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["nobody"], 4),
        (["--scenario", "x"], 4),
        (["--according-to", "x"], 4),
        (["--as-of", "soon"], 2),
        (["--min-status", "denied"], 2),
    ],
)
def test_what_cannot_be_asked_says_why(run: Run, args: list[str], code: int) -> None:
    result = run("disputes", *args)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr
