"""``--tag``, ``--kind`` and ``--area``: the same factions in every command."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.conftest import Run

TEXT = """\
sources:
  s: {title: T, tags: [Press]}
  t: {title: U}
factions:
  a: {name: Alpha, kind: militia, area: Tripoli and Zawiya, tags: [Salafi, west]}
  b: {name: Beta, kind: council, area: Zintan, tags: [west]}
  c: {name: Gamma, kind: militia, area: Benghazi, tags: [east]}
  d: {name: Delta}
changes:
  - {date: 2012, faction: a, relation: aligned, to: d, sources: [s], tags: [front]}
  - {date: 2012, faction: b, relation: opposed, to: c, sources: [s], id: bc}
  - {date: 2013, faction: c, relation: aligned, to: d, sources: [t], id: cd}
  - {date: 2014, faction: d, relation: neutral, to: b, sources: [t], id: db, tags: [WEST]}
  - {date: 2019, faction: a, relation: none, to: d, status: expected, id: ad,
     recorded: 2015-01-01}
"""
AC = "2012-a-d"


def rows(run: Run, *args: str) -> list[dict[str, str]]:
    result = run(*args, "-f", "json", registry=TEXT)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)  # type: ignore[no-any-return]


#: What is asked, and the factions that fit.
ASKED = {
    "--tag west": "ab",
    "--tag salafi": "a",
    "--tag salafi --tag EAST": "ac",
    "--kind militia": "ac",
    "--kind militia --kind council": "abc",
    "--area zintan": "b",
    "--area zawiya --area beng": "ac",
    "--area tripoli,zawiya": "a",
    "--tag west --kind militia": "a",
    "--kind militia --area benghazi --tag east": "c",
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_filter_names_the_factions_that_fit(run: Run, asked: str) -> None:
    fitting = ASKED[asked]

    listed = rows(run, "faction", "list", *asked.split())

    assert "".join(row["faction"] for row in listed) == fitting


ANSWERS = (
    "status", "matrix", "blocs", "disputes", "expected", "switches", "timeline", "graph",
    "report --since 2011",
)  # fmt: skip


@pytest.mark.parametrize("command", ANSWERS)
def test_the_answer_is_that_for_those_who_fit(run: Run, command: str) -> None:
    args = command.split()

    assert rows(run, *args, "--kind", "militia") == rows(run, *args, "a", "c")


def test_of_those_named_only_those_that_fit_are_left(run: Run) -> None:
    args = ("status", "a", "c", "d", "--tag", "west")

    assert {row["faction"] for row in rows(run, *args)} == {"a"}


def changed(run: Run, *args: str) -> Iterator[str]:
    for row in rows(run, "diff", "2011", "2018", *args):
        yield row["faction"] + row["to"]


def test_diff_shows_the_pairs_with_one_that_fits(run: Run) -> None:
    assert [*changed(run)] == ["ad", "bc", "cd", "db"]
    assert [*changed(run, "--tag", "west")] == ["ad", "bc", "db"]
    assert [*changed(run, "--kind", "militia", "--tag", "west")] == ["ad"]


#: What is asked of `log`, and the claims that are shown.
CLAIMS = {
    "--tag front": [AC],
    "--tag east": ["bc", "cd"],
    "--tag west": [AC, "bc", "db", "ad"],
    "--tag west --kind militia": [AC, "ad"],
    "--kind council": ["bc", "db"],
    "--tag front --kind council": [],
    "d --tag west": [AC, "db", "ad"],
    "--tag front --tag east": [AC, "bc", "cd"],
}


@pytest.mark.parametrize("asked", CLAIMS)
def test_log_shows_the_claims_with_a_tag_too(run: Run, asked: str) -> None:
    shown = {row["change"] for row in rows(run, "log", *asked.split())}

    assert shown == {*CLAIMS[asked]}


def test_sources_are_listed_by_tag(run: Run) -> None:
    assert [row["source"] for row in rows(run, "source", "list", "--tag", "press")] == ["s"]
    assert [row["source"] for row in rows(run, "source", "list")] == ["s", "t"]


#: What nothing fits, with the code and the message.
NOTHING = {
    "status --tag wets": (4, "no faction with the tag 'wets'; did you mean 'west'?\n"),
    "status --tag front": (
        4,
        "no faction with the tag 'front'; claims have it, which `log --tag` shows\n",
    ),
    "log --tag frnt": (
        4,
        "no faction and no claim with the tag 'frnt'; did you mean 'front'?\n",
    ),
    "source list --tag pres": (
        4,
        "no source with the tag 'pres'; did you mean 'Press'?\n",
    ),
    "status --area zintn": (4, "no faction in the area 'zintn'; did you mean 'Zintan'?\n"),
    "status --tag east --kind council": (
        4,
        "no faction with the tag 'east' of the kind 'council'\n",
    ),
    "status b --kind militia": (
        4,
        "no faction of the kind 'militia' among those named\n",
    ),
    "faction list --kind person": (4, "no faction of the kind 'person'\n"),
    "status --area ,": (2, "--area: ',' has no letter and no digit to look for\n"),
}


@pytest.mark.parametrize("asked", NOTHING)
def test_what_nothing_fits_is_said(run: Run, asked: str) -> None:
    code, message = NOTHING[asked]

    result = run(*asked.split(), registry=TEXT)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr == f"error: {message}"


def test_an_unknown_kind_is_answered_with_those_there_are(run: Run) -> None:
    result = run("status", "--kind", "gang", registry=TEXT)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "'gang' is not one of 'militia', 'military'," in result.stderr


def test_a_page_says_for_whom_it_is(run: Run) -> None:
    page = run("status", "--tag", "west", "--kind", "council", registry=TEXT).stdout
    assert "\nOnly factions with the tag 'west' of the kind 'council'.\n" in page

    page = run("log", "--tag", "west", registry=TEXT).stdout
    note = "Only claims that name factions with the tag 'west', or have the tag themselves."
    assert f"\n{note}\n" in page

    page = run("blocs", "--tag", "west", "--kind", "council", registry=TEXT).stdout
    assert "Nobody follows them, and they follow nobody on this day.\n" in page


@pytest.mark.parametrize(
    ("args", "scope"),
    [
        ((), ""),
        (("b",), ", only Beta"),
        (("--kind", "militia"), ", only Alpha and Gamma"),
        (("--kind", "militia", "--kind", "council"), ", only 3 of 4 factions"),
    ],
)
def test_a_bulletin_says_in_its_title_for_whom_it_is(
    run: Run, args: tuple[str, ...], scope: str
) -> None:
    page = run("report", "--since", "2011", *args, registry=TEXT).stdout

    title = " ".join(page.split("\n\n")[0].split())
    assert title == f"factions.yaml: bulletin from 2011-01-01 to 2018-01-01{scope}"


#: What is typed, and what is proposed.
COMPLETED = {
    "status --tag ": "west\neast\nSalafi\n",
    "faction edit a --drop-tag fr": "front\n",
    "source list --tag ": "Press\n",
    "log --area ": "tripoli\nzawiya\nzintan\nbenghazi\n",
    "blocs --kind mil": "militia\nmilitary\n",
}


@pytest.mark.parametrize("line", COMPLETED)
def test_what_there_is_is_proposed(
    run: Run, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_LIBYA_TRACKER_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", f"libya-tracker {line}")
    monkeypatch.setenv("COMP_CWORD", str(len(line.split(" "))))

    result = run(registry=TEXT)

    assert sorted(result.stdout.split()) == sorted(COMPLETED[line].split())
