"""What documents and project file say of the program holds: columns, codes, words."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib

import pytest

from libya_tracker import __version__, errors
from libya_tracker.analysis import (
    blocs,
    diff,
    disputes,
    graph,
    listings,
    log,
    report_rows,
    scenarios,
    show,
    status,
    switches,
    tensions,
    timeline,
    why,
)
from libya_tracker.analysis import expected as expectations
from libya_tracker.cli.app import BUG
from libya_tracker.model.vocabulary import Kind, Relation, Status
from libya_tracker.output.formats import columns
from libya_tracker.storage import lint
from tests.support.commands import COMMANDS
from tests.support.places import TOP

README = (TOP / "README.md").read_text(encoding="utf-8")
ROWS = (TOP / "docs" / "rows.md").read_text(encoding="utf-8")
CHANGELOG = (TOP / "CHANGELOG.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
SOURCE = "".join(
    path.read_text(encoding="utf-8")
    for path in sorted((TOP / "libya_tracker").rglob("*.py"))
)

KINDS: dict[str, type] = {
    "status": status.StatusRow,
    "show": show.ShowRow,
    "log": log.LogRow,
    "diff": diff.DiffRow,
    "blocs": blocs.BlocRow,
    "expected": expectations.ExpectedRow,
    "expected --scores": expectations.ScoreRow,
    "scenarios": scenarios.ScenarioRow,
    "why": why.WhyRow,
    "disputes": disputes.DisputeRow,
    "tensions": tensions.TensionRow,
    "tensions --summary": tensions.BalanceRow,
    "switches": switches.LoyaltyRow,
    "switches --flows": switches.FlowRow,
    "timeline": timeline.TimelineRow,
    "report": report_rows.ReportRow,
    "graph": graph.GraphRow,
    "check": lint.CheckRow,
    "faction list": listings.FactionRow,
    "source list": listings.SourceRow,
}


def section(title: str, text: str = README) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"there is no section {title!r}"
    return found[1]


def table(heads: str) -> list[str]:
    """Return the first column of the README's table whose heading begins so."""
    found = re.search(rf"^\| {heads} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", README, re.MULTILINE)
    assert found, f"there is no table {heads!r}"
    return [line.split("|")[1].strip(" `") for line in found[1].splitlines()]


def test_the_version_is_the_same_wherever_it_stands() -> None:
    released = re.findall(
        r"^## \[(\d[^]]*)\] - \d{4}-\d{2}-\d{2}$", CHANGELOG, re.MULTILINE
    )

    assert PROJECT["project"]["version"] == __version__
    assert released[:1] in ([], [__version__])


def test_the_changelog_begins_with_what_is_unreleased_and_knows_its_headings() -> None:
    titles = re.findall(r"^## (.*)$", CHANGELOG, re.MULTILINE)
    kinds = re.findall(r"^### (.*)$", CHANGELOG, re.MULTILINE)

    assert titles[0] == "[Unreleased]"
    assert {*kinds} <= {
        "Added",
        "Changed",
        "Deprecated",
        "Removed",
        "Fixed",
        "Security",
        "Data",
    }


@pytest.mark.parametrize("command", KINDS)
def test_the_documents_name_the_columns_of_every_row(command: str) -> None:
    expected = columns(KINDS[command])

    assert f"- `{command}`: `{' '.join(expected)}`\n" in section("Answers for programs")
    assert re.findall(r"^\| `(\w+)` \|", section(command, ROWS), re.MULTILINE) == expected


def test_every_command_that_answers_in_rows_has_its_columns_in_the_documents() -> None:
    answering = {
        name
        for name, command in COMMANDS.items()
        if any("--format" in part.opts for part in command.params)
    }

    assert answering == {answer.partition(" --")[0] for answer in KINDS} | {"matrix"}
    assert section("matrix", ROWS)  # its columns are the factions


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_stands_in_the_readme(command: str) -> None:
    assert f"libya-tracker {command}" in README
    assert COMMANDS[command].help
    unexplained = [
        part.opts[0]
        for part in COMMANDS[command].params
        if part.param_type_name == "option" and not part.help
    ]
    assert unexplained == []


def test_the_readme_names_every_exit_code() -> None:
    failures = {
        kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.TrackerError)
    }

    assert [int(code) for code in table("exit code")] == sorted({0, 1, BUG} | failures)


def test_the_readme_names_every_variable_of_the_environment() -> None:
    own = set(re.findall(r'"(LIBYA_TRACKER_\w+|XDG_\w+)"', SOURCE))

    assert set(table("environment")) == own | {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}


def test_the_readme_explains_every_word_of_a_claim() -> None:
    reads = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]?) ?\|", README, re.MULTILINE)

    assert reads == [(word, word.reads, word.sign or "") for word in Relation]
    assert all(f"`{word}`" in section("The file") for word in Status)
    assert all(re.search(rf"\b{word}\b", section("The file")) for word in Kind)


def test_the_readme_draws_the_layers_as_they_are() -> None:
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"][1:]
    drawn = " → ".join(layer.replace(" | ", " · ") for layer in reversed(layers))

    assert f"    {drawn}\n" in section("Shape")


def test_ci_runs_the_test_line_of_the_readme() -> None:
    script = (TOP / ".ci" / "run").read_text(encoding="utf-8")
    lines = re.findall(r"^```sh\n(.*)\n```$", README, re.MULTILINE)
    pattern = re.search(r"grep -E '(.*)' README.md", script)

    assert pattern
    assert [line for line in README.splitlines() if re.search(pattern[1], line)] == [
        lines[1]
    ]
    assert os.access(TOP / ".ci" / "run", os.X_OK)
    assert subprocess.run(["bash", "-n", TOP / ".ci" / "run"], check=False).returncode == 0


def test_the_set_up_lines_need_nothing_but_python() -> None:
    use, work, tools = re.findall(r"^```sh\n(.*)\n```$", README, re.MULTILINE)

    for line in (use, work):
        assert re.match(r"python3 -m venv \.venv && \.venv/bin/pip install ", line)
    assert use.endswith(" && .venv/bin/libya-tracker status --as-of 2017-11-10")
    assert work.endswith(" && .venv/bin/pytest")
    assert tools == "ruff format --check && ruff check && mypy && pytest"
