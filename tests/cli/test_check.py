"""The page of ``check``: what is shown of many warnings of one kind."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
import yaml

from libya_tracker.views.check import KINDS
from tests.conftest import Run
from tests.support.places import TOP
from tests.support.problems import WARNINGS

HEAD = """\
factions:
  a: {name: A}
  b: {name: B}
sources:
  s: {title: S, date: 2012}
"""


def registry(unsourced: int) -> str:
    claims = (
        f"  - {{date: 2012-01-{n:02}, faction: a, relation: allied, to: b}}\n"
        for n in range(1, unsourced + 1)
    )
    return f"{HEAD}changes:\n{''.join(claims)}"


def test_many_warnings_of_one_kind_are_one_on_the_page(run: Run) -> None:
    result = run("check", registry=registry(6))

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "factions.yaml:5:3: warning: no claim cites 's', and no note names it; cite it "
        "or remove it [unused-source]\n"
        "    5 |   s: {title: S, date: 2012}\n"
        "      |   ^\n"
        "factions.yaml:7:5: 6 warnings: claims have no source; add `sources` or `by` "
        "[unsourced]\n"
        "    7 | 2012-01-01-a-b\n"
        "    8 | 2012-01-02-a-b\n"
        "    9 | 2012-01-03-a-b\n"
        "      | and 3 more: `check -f csv` lists each of them\n"
        "factions.yaml: 2 factions, 1 source, 6 claims, 0 scenarios, 7 warnings\n"
    )


def test_few_of_one_kind_are_shown_one_by_one(run: Run) -> None:
    page = run("check", registry=registry(5)).stdout

    assert page.count("warning: this claim has no source; add") == 5


@pytest.mark.parametrize("form", ["csv", "json"])
def test_rows_hold_every_one(run: Run, form: str) -> None:
    output = run("check", "-f", form, registry=registry(20)).stdout

    rows = json.loads(output) if form == "json" else [*csv.DictReader(io.StringIO(output))]
    lines = [int(row["line"]) for row in rows if row["rule"] == "unsourced"]
    assert lines == [*range(7, 27)]


def test_all_of_them_count_as_errors_where_warnings_do(run: Run) -> None:
    result = run("check", "--strict", registry=registry(6))

    assert result.exit_code == 1
    assert result.stdout == run("check", registry=registry(6)).stdout


def test_every_error_is_shown_however_many_there_are(run: Run) -> None:
    text = registry(9).replace("allied", "alied")

    page = run("check", registry=text).stdout

    assert page.count("no relation 'alied'; did you mean 'allied'? [bad-relation]") == 9


def test_each_kind_of_warning_says_what_many_have_in_common() -> None:
    assert KINDS.keys() == WARNINGS


def test_what_is_no_claim_is_shown_by_its_id_too(run: Run) -> None:
    factions = "".join(f"  f{n}: {{name: F{n}, aliases: [The One]}}\n" for n in range(7))

    lines = run("check", registry=f"factions:\n{factions}").stdout.splitlines()

    assert lines[0].startswith("factions.yaml:3:3: 6 warnings: names are names of another")
    assert lines[1:4] == ["    3 | f1", "    4 | f2", "    5 | f3"]


def test_several_files_are_checked_and_the_worst_decides(run: Run, tmp_path: Path) -> None:
    good, bad = registry(0), registry(0).replace("name: A", "nam: A")
    for name, text in {"good.yaml": good, "bad.yaml": bad}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    both = run("check", "good.yaml", "bad.yaml", "good.yaml")
    missing = run("check", "bad.yaml", "none.yaml", "good.yaml", "-f", "csv")

    assert (both.exit_code, both.stderr) == (1, "")
    ends = [
        line for line in both.stdout.splitlines() if line.split(": ")[0][-5:] == ".yaml"
    ]
    assert ends == [
        "good.yaml: 2 factions, 1 source, 0 claims, 0 scenarios, 1 warning",
        "bad.yaml: 1 error",
    ]
    assert (missing.exit_code, missing.stderr) == (
        3,
        "error: none.yaml: there is no such file\n",
    )
    rows = [*csv.DictReader(io.StringIO(missing.stdout))]
    assert [row["file"] for row in rows] == ["bad.yaml", "good.yaml"]
    assert run("check", "good.yaml").exit_code == 0
    assert run("check", "good.yaml", "--strict").exit_code == 1


def test_files_are_given_or_the_registry(run: Run) -> None:
    result = run("check", "factions.yaml", "-r", "factions.yaml")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: give the files, or --registry, not both\n"


def test_the_hook_for_commits_is_this_command(run: Run, tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *words = hook["entry"].split()
    names = ["factions.yaml", "east/factions.yaml", "east/factions.yaml.old", "a.yaml"]

    taken = [name for name in names if re.search(hook["files"], name)]
    (tmp_path / "east").mkdir()
    for name in taken:
        (tmp_path / name).write_text(registry(0), encoding="utf-8")

    assert (program, taken) == ("libya-tracker", names[:2])
    assert run(*words, *taken).exit_code == 0
