"""Why a tie stands: the claims that carry it, and each of the others with its reason."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis import state, why
from libya_tracker.analysis.why import WhyRow
from libya_tracker.model import dates
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import EVERYTHING, Lens, Point
from libya_tracker.model.records import Claim, Entry, Faction
from libya_tracker.model.vocabulary import Status
from tests.conftest import SAMPLE, Run
from tests.support.registries import (
    FACTIONS,
    HERE,
    SOURCES,
    claims_of,
    entries,
    index_of,
    point,
    points,
    registry,
    retraction,
)
from tests.support.rows import as_written

Snapshot = Callable[[str], None]
PAIRS = list(itertools.permutations(FACTIONS, 2))


@st.composite
def lenses(draw: st.DrawFn) -> Lens:
    """A lens of any sort."""
    strengths = [status for status in Status if status.effective]
    return Lens(
        min_status=draw(st.none() | st.sampled_from(strengths)),
        source=draw(st.sampled_from([None, None, *SOURCES])),
        persist=draw(st.sampled_from([None, None, "cited", 0, 30, 400])),
    )


def words(rows: Iterable[WhyRow]) -> list[tuple[str, str | None, str | None]]:
    return [(row.change, row.reason, row.because) for row in rows]


@pytest.mark.parametrize(
    ("claims", "where", "expected"),
    [
        pytest.param(
            "2017-01 a aligned b\n2017-02 a aligned b",
            "a b",
            [("1", None, None), ("2", None, None)],
            id="all claims of the run carry it",
        ),
        pytest.param(
            "2017-01 a aligned b\n2017-02 a opposed b",
            "a b",
            [("2", None, None), ("1", "superseded", "2")],
            id="another relation supersedes",
        ),
        pytest.param(
            "2017-01 a opposed b\n2017-02 b truce a",
            "a b",
            [("2", None, None), ("1", "superseded", "2")],
            id="a relation of both supersedes from either side",
        ),
        pytest.param(
            "2017-01 a allied b\n2017-02 a opposed b",
            "a b",
            [("2", None, None), ("1", "superseded", "2")],
            id="one way supersedes both ways on its own side",
        ),
        pytest.param(
            "2017-01 a allied b\n2017-02 a opposed b",
            "b a",
            [("1", "ended", "2"), ("2", "ends a tie", None)],
            id="and ends it on the other",
        ),
        pytest.param(
            "2017-01 a aligned b\n2017-02 a none b",
            "a b",
            [("1", "ended", "2"), ("2", "ends a tie", None)],
            id="none ends",
        ),
        pytest.param(
            "2017-01 a allied b\n2017-02 b none a",
            "a b",
            [("1", "ended", "2"), ("2", "ends a tie", None)],
            id="none from the other side ends what both share",
        ),
        pytest.param(
            "2017-01 a aligned b\n2017-02 b none a",
            "a b",
            [("1", None, None), ("2", "other direction", None)],
            id="and nothing else",
        ),
        pytest.param(
            "2017-01 a aligned b\n2017-02 a aligned c; ends_tie_with=b",
            "a b",
            [("1", "ended", "2"), ("2", "ends a tie", None)],
            id="from ends",
        ),
        pytest.param(
            "2017-01 a aligned b\n2017-02 a member b; ends_tie_with=b",
            "a b",
            [("2", None, None), ("1", "superseded", "2")],
            id="from and a new tie to the same",
        ),
        pytest.param(
            "2017-01 a aligned b\n2017-02 a splinter b; ends_tie_with=b",
            "a b",
            [("1", "ended", "2"), ("2", "ends a tie", None)],
            id="an event that leaves",
        ),
        pytest.param(
            "2017-01 a merged b\n2017-01 b succeeds a",
            "a b",
            [("1", "lineage", None), ("2", "lineage", None)],
            id="events",
        ),
        pytest.param(
            "2017-01 a merged c; ends_tie_with=b",
            "b a",
            [("1", "other direction", None)],
            id="an event with a third",
        ),
        pytest.param(
            "2017-01 a aligned b; until=2017-02",
            "a b",
            [("1", "ran out", None)],
            id="until",
        ),
        pytest.param(
            "2017-01 a aligned b; until=2017-02\n2017-05 a opposed b",
            "a b",
            [("2", None, None), ("1", "ran out", None)],
            id="until before the next",
        ),
        pytest.param(
            "2017-01 a aligned b; until=2017-02\n2017-05 a none b",
            "a b",
            [("1", "ran out", None), ("2", "ends nothing", None)],
            id="until before the end",
        ),
        pytest.param(
            "2017-01 a aligned b\n2017-05 a none b\n2017-06 a none b",
            "a b",
            [("1", "ended", "2"), ("2", "ends a tie", None), ("3", "had ended", "2")],
            id="an end that is repeated",
        ),
        pytest.param(
            "2017-01 a aligned b; status=denied\n2017-02 a aligned b; status=expected",
            "a b",
            [("1", "denied", None), ("2", "only expected", None)],
            id="what never takes effect",
        ),
        pytest.param(
            "2018-02 a aligned b; recorded=2017-01-01",
            "a b",
            [("1", "after the day", None)],
            id="of a day to come",
        ),
        pytest.param(
            "2017-01 a aligned b; recorded=2019-01-01",
            "a b",
            [("1", "not yet known", None)],
            id="learned later",
        ),
        pytest.param(
            "2017-01 a aligned b; scenario=what-if",
            "a b",
            [("1", "other scenario", "what-if")],
            id="a what-if that was not asked for",
        ),
        pytest.param(
            "2017-01 a allied b\n..2018-06-30 a fighting b",
            "a b",
            [("1", None, None), ("2", "another reading", None)],
            id="by a day to come, so that it may have begun",
        ),
        pytest.param(
            "2017-01-20 a aligned b\n2018 a opposed b\n2017..2018 a none b",
            "a b",
            [("1", None, None), ("3", "ends a tie", None), ("2", "after the day", None)],
            id="an end that may have come",
        ),
        pytest.param("2017-01 a aligned c", "a b", [], id="nothing about the pair"),
    ],
)
def test_every_claim_of_a_pair_carries_its_tie_or_says_why_not(
    claims: str, where: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    faction, to = where.split()

    rows = why.why(
        Perspective(index_of(*claims_of(claims)), point("2017-12@2018-12"), EVERYTHING),
        faction,
        to,
    )

    assert words(rows) == expected


@pytest.mark.parametrize(
    ("lens", "expected"),
    [
        (Lens(min_status=Status.CONFIRMED), "below min-status"),
        (Lens(source="s1"), "other voice"),
        (Lens(speaker="c"), "other voice"),
    ],
)
def test_a_claim_that_was_not_asked_for_says_so(lens: Lens, expected: str) -> None:
    index = index_of(*claims_of("2017-01 a aligned b; sources=s2"))

    (row,) = why.why(Perspective(index, point("2017-12"), lens), "a", "b")

    assert (row.tie, row.carries, row.reason) == (None, False, expected)


def test_a_claim_taken_back_names_what_took_it_back_once_that_is_known() -> None:
    taken = retraction("1", "2018-01-05", 2)
    index = index_of(*claims_of("2017-01 a aligned b"), taken)

    before = why.why(Perspective(index, point("2017-12@2018-01-04"), EVERYTHING), "a", "b")
    after = why.why(Perspective(index, point("2017-12@2018-01-05"), EVERYTHING), "a", "b")

    assert words(before) == [("1", None, None)]
    assert words(after) == [("1", "retracted", taken.id)]


def test_a_tie_of_the_dissolved_says_which_side_is_gone() -> None:
    gone = Faction("b", HERE, "B", dissolved=dates.parse("2017-05"))
    index = index_of(*claims_of("2017-01 a allied b"), b=gone)

    for faction, to in (("a", "b"), ("b", "a")):
        rows = why.why(Perspective(index, point("2017-12"), EVERYTHING), faction, to)
        assert words(rows) == [("1", "dissolved", "b")]


def test_without_the_other_it_is_each_that_the_faction_stands_to_in_file_order() -> None:
    index = index_of(
        *claims_of(
            "2017-01 a aligned d\n2017-01 c supports a\n2017-02 b allied a; until=2017-03"
        )
    )

    rows = why.why(Perspective(index, point("2017-12"), EVERYTHING), "a")

    assert [(row.to, row.tie, row.change) for row in rows] == [
        ("b", None, "3"),
        ("d", "aligned", "1"),
    ]


@given(record=entries(max_size=14), where=points(), lens=lenses())
def test_why_is_carried_by_exactly_the_run_of_status(
    record: list[Entry], where: Point, lens: Lens
) -> None:
    index = ClaimIndex(registry(record))
    ties = state.state(Perspective(index, where, lens)).ties

    for pair in PAIRS:
        rows = why.why(Perspective(index, where, lens), *pair)
        run = ties[pair].run if pair in ties else ()
        carrying = [row.change for row in rows if row.carries]
        assert carrying == [claim.id for claim in run]
        assert {row.tie for row in rows} <= {ties[pair].relation if run else None}


@given(record=entries(max_size=14), where=points(), lens=lenses())
def test_every_claim_of_a_pair_is_there_once_and_set_aside_for_one_reason(
    record: list[Entry], where: Point, lens: Lens
) -> None:
    index = ClaimIndex(registry(record))
    ids = {entry.id for entry in record} | set(FACTIONS) | {"what-if"}

    for pair in PAIRS:
        rows = why.why(Perspective(index, where, lens), *pair)
        about = [
            entry.id
            for entry in record
            if isinstance(entry, Claim)
            and set(pair)
            in ({entry.faction, entry.to}, {entry.faction, entry.ends_tie_with})
        ]
        assert sorted(row.change for row in rows) == sorted(about)
        assert all(row.carries is (row.reason is None) for row in rows)
        assert {row.because for row in rows} <= ids | {None}


@given(record=entries(max_size=14), where=points(), lens=lenses())
def test_a_faction_is_answered_for_as_with_each_other_one_by_one(
    record: list[Entry], where: Point, lens: Lens
) -> None:
    index = ClaimIndex(registry(record))
    ties = state.state(Perspective(index, where, lens)).ties

    for faction in FACTIONS:
        rows = why.why(Perspective(index, where, lens), faction)
        others = list(dict.fromkeys(row.to for row in rows))
        apart = [
            why.why(Perspective(index, where, lens), faction, other) for other in others
        ]
        assert rows == [row for part in apart for row in part]
        assert {to for name, to in ties if name == faction} <= set(others)


def test_what_is_known_of_a_claim_is_in_its_row(run: Run) -> None:
    rows = json.loads(
        run("why", "TRB", "tidings", "--as-of", "2017-11", "-f", "json").stdout
    )

    assert as_written(rows) == [
        {
            "faction": "trb",
            "name": "Tripoli Revolutionaries' Brigade",
            "to": "tidings",
            "to_name": "Operation 'Tidings of Security'",
            "tie": None,
            "carries": False,
            "reason": "dissolved",
            "because": "tidings",
            "change": "2017-11-01-trb-tidings",
            "date": "2017-11-01",
            "subject": "trb",
            "subject_name": "Tripoli Revolutionaries' Brigade",
            "relation": "member",
            "object": "tidings",
            "object_name": "Operation 'Tidings of Security'",
            "from": None,
            "until": None,
            "status": "reported",
            "grade": "B2",
            "by": None,
            "sources": ["gazette", "mirror"],
            "origins": ["gazette"],
            "note": None,
            "known": "2017-11-03",
            "titles": [
                "New campaign begins south of Tripoli",
                "New campaign begins south of Tripoli (reprint)",
            ],
            "publishers": ["The Gazette", "The Mirror"],
            "links": ["", ""],
        }
    ]


#: Options, and what they make of a claim that would else stand.
OPTIONS = {
    "--min-status confirmed": ("2017-11-01-trb-tidings", "below min-status", None),
    "--according-to monitor": ("2017-11-01-trb-tidings", "other voice", None),
    "--persist 6d": ("2017-11-01-trb-tidings", "not cited since", None),
    "--persist cited": ("2017-11-01-trb-tidings", "not cited since", None),
    "--known-at 2017-11-02": ("2017-11-01-trb-tidings", "not yet out", None),
}


@pytest.mark.parametrize("options", OPTIONS)
def test_every_option_sets_claims_aside_with_its_reason(run: Run, options: str) -> None:
    args = ["trb", "tidings", "--as-of", "2017-11-08", *options.split()]

    rows = json.loads(run("why", *args, "-f", "json").stdout)

    assert [(row["change"], row["reason"], row["because"]) for row in rows] == [
        OPTIONS[options]
    ]


def test_the_page_shows_each_reason_in_words(run: Run, snapshot: Snapshot) -> None:
    result = run("why", "lna", "--as-of", "2017-11-08", registry=REASONS)

    assert (result.exit_code, result.stderr) == (0, "")
    snapshot(result.stdout)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param("", id="plain"),
        "--persist 30d",
        "--persist cited",
        "--min-status confirmed",
        "--according-to t",
    ],
)
def test_the_page_says_what_the_dates_and_the_question_leave_of_a_claim(
    run: Run, snapshot: Snapshot, options: str
) -> None:
    point_args = ("--as-of", "2017-06-30", "--known-at", "2017-12-31")

    result = run("why", "ash", *point_args, *options.split(), registry=DATES)

    assert (result.exit_code, result.stderr) == (0, "")
    snapshot(result.stdout)


DATES = """sources:
  s: {title: S, date: 2012-01-01}
  t: {title: T, date: 2012-01-01}
  gone: {title: Gone, date: 2012-01-01, withdrawn: 2017-02-01}
  late: {title: Late, date: 2018-05-01}
factions:
  ash: {name: Ash}
  bay: {name: Bay}
  cob: {name: Cob}
  dew: {name: Dew, dissolved: 2017-03-31}
  elm: {name: Elm}
  fig: {name: Fig}
  gum: {name: Gum}
  hop: {name: Hop}
  ivy: {name: Ivy}
changes:
  # it may have begun, or not
  - {date: 2012-06-02, faction: ash, relation: allied, to: bay, sources: [s]}
  - {date: ..2017-10-31, faction: ash, relation: fighting, to: bay, sources: [s]}
  # ends of nothing
  - {date: 2017-01-01, faction: ash, relation: none, to: cob, sources: [s]}
  - {date: 2017-01-02, faction: ash, relation: member, to: dew, from: cob, sources: [s]}
  # one lies over another now, and did so before
  - {date: 2014-01-01, faction: ash, relation: opposed, to: elm, sources: [s]}
  - {date: 2017-06-01, faction: ash, relation: fighting, to: elm, until: 2017-07-31,
     sources: [t]}
  - {date: 2014-01-05, faction: ash, relation: opposed, to: fig, sources: [s]}
  - {date: 2014-05-03, faction: ash, relation: fighting, to: fig, until: 2014-05-03,
     sources: [t]}
  # one ends with the known end of another
  - {date: 2016-01-01, faction: ash, relation: aligned, to: gum, until: 2016-12-31,
     sources: [s]}
  - {date: 2016-06-01, faction: ash, relation: aligned, to: gum, sources: [t]}
  # sources
  - {date: 2016-01-01, faction: ash, relation: aligned, to: hop, sources: [gone]}
  - {date: 2017-01-01, faction: ash, relation: opposed, to: hop, sources: [late]}
  # ended by the other side
  - {date: 2016-01-01, faction: ash, relation: allied, to: ivy, sources: [s]}
  - {date: 2016-03-01, faction: ash, relation: allied, to: ivy, sources: [t]}
  - {date: 2017-02-01, faction: ivy, relation: none, to: ash, sources: [s]}
scenarios:
  feud:
    title: A feud
    changes: [{date: 2017-01-01, faction: ash, relation: fighting, to: cob}]
"""

REASONS = SAMPLE.replace(
    "  # a retraction\n",
    """\
  - {date: 2017-11-03, faction: lna, relation: opposed, to: tidings, status: denied}
  - {date: 2017-11-03, faction: lna, relation: fighting, to: tidings, status: expected}
  - {date: 2017-11-09, faction: lna, relation: truce, to: tidings, recorded: 2017-11-01}
  - {date: 2017-11-03, faction: lna, relation: aligned, to: tidings, recorded: 2018-06-01}
  - {date: 2016, faction: tidings, relation: neutral, to: lna}
  - {date: 2015, faction: lna, relation: splinter, to: gna}
  - {date: 2015, faction: lna, relation: truce, to: gna, until: 2016-05}
  - {date: 2016, faction: lna, relation: supports, to: kani}
  - {date: 2017, faction: lna, relation: aligned, to: trb, from: kani}
  - {date: 2017-05, faction: lna, relation: opposed, to: janzour, id: hoax}
  - {retracts: [hoax], recorded: 2017-06-01}
  # a retraction
""",
)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["kani", "lna"], "There is no claim about it.\n"),
        (["kani", "kani"], "There is no claim about it.\n"),
    ],
)
def test_nothing_to_tell_is_told(run: Run, args: list[str], said: str) -> None:
    result = run("why", *args)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith(f"\n\n{said}")
    assert run("why", *args, "-f", "json").stdout == "[]\n"


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["nobody"], 4, "error: no faction 'nobody'\n"),
        (["trb", "trp"], 4, "error: no faction 'trp'; did you mean 'TRB'?\n"),
        (["trb", "--scenario", "x"], 4, "error: no scenario 'x'\n"),
        (["trb", "--according-to", "x"], 4, "error: no source or speaker 'x'\n"),
        (["7th Brigade", "--as-of", "2016"], 4, None),
        ([], 2, None),
        (["trb", "kani", "gna"], 2, None),
        (["trb", "--as-of", "2017-02-30"], 2, None),
    ],
)
def test_what_cannot_be_asked_says_why(
    run: Run, args: list[str], code: int, message: str | None
) -> None:
    result = run("why", *args)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr == (message or result.stderr) != ""


def test_the_page_says_whom_the_sources_repeat(run: Run) -> None:
    page = run("why", "trb", "tidings", "--as-of", "2017-11-08").stdout

    lines = [line.strip() for line in page.splitlines()]
    place = lines.index("in gazette, mirror")
    assert lines[place + 1 : place + 3] == [
        "goes back to gazette",
        "id: 2017-11-01-trb-tidings",
    ]


def test_the_page_has_the_title_the_outlet_and_the_link_of_each_source(run: Run) -> None:
    text = SAMPLE.replace(
        "date: 2017-11-04\n", "date: 2017-11-04\n    url: https://x.org/1\n"
    )

    page = run("why", "trb", "tidings", "--as-of", "2017-11-08", registry=text).stdout

    assert page.splitlines()[-3:] == [
        "2017-11-03  gazette: New campaign begins south of Tripoli, The Gazette",
        "2017-11-04  mirror: New campaign begins south of Tripoli (reprint), The Mirror",
        "            https://x.org/1",
    ]
