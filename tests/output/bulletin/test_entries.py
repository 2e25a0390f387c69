"""The words of a bulletin for how a tie ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Run

ENDS = """\
factions:
  ash: {name: Ash}
  bay: {name: Bay}
  cob: {name: Cob}
  dew: {name: Dew, dissolved: 2017-11}
  elm: {name: Elm}
  fig: {name: Fig}
  gum: {name: Gum}
changes:
  - {date: 2017-09-20, faction: ash, relation: member, to: bay, until: 2017-11-10}
  - {date: 2017-09-20, faction: ash, relation: opposed, to: cob}
  - {date: 2017-09-20, faction: cob, relation: member, to: dew}
  - {date: 2017-09-05, faction: elm, relation: allied, to: fig}
  - {date: 2017-09-20, faction: elm, relation: supports, to: gum}
  - {date: 2017-09-20, faction: fig, relation: aligned, to: gum}
  - {date: 2017-09-20, faction: gum, relation: opposed, to: ash}
  - {date: 2017-11-08, faction: elm, relation: none, to: gum}
  - {date: 2017-11-09, faction: fig, relation: opposed, to: gum}
  - {date: 2017-11-20, faction: gum, relation: fighting, to: ash, until: 2017-12-05}
"""
PERIOD = ("report", "--since", "2017-11-01", "--until", "2017-11-30")


@pytest.mark.parametrize("policy", ["until-changed", "75d", "cited"])
def test_each_tie_that_ended_says_how_and_when(
    run: Run, snapshot: Callable[[str], None], policy: str
) -> None:
    result = run(*PERIOD, "--persist", policy, registry=ENDS)

    assert (result.exit_code, result.stderr) == (0, "")
    snapshot(result.stdout)


@pytest.mark.parametrize(
    ("day", "policy", "line"),
    [
        ("2017-11-11", "until-changed", "ended on its last day"),
        ("2017-12-01", "until-changed", "ended 2017-11, when Dew was dissolved"),
        ("2017-11-20", "75d", "ended 2017-11-19, not cited since"),
    ],
)
def test_the_report_of_the_day_after_has_the_line_too(
    run: Run, day: str, policy: str, line: str
) -> None:
    args = ("report", "--since", day, "--until", day, "--persist", policy)

    page = run(*args, "-f", "markdown", registry=ENDS).stdout

    assert page.count(line) == 1
