"""What documents and project file say of the program holds: columns, codes, words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from libya_tracker import __version__, errors
from libya_tracker.analysis import (
    blocs,
    comparison,
    diff,
    disputes,
    graph,
    listings,
    log,
    report_rows,
    scenarios,
    scores,
    search,
    show,
    signed_network,
    source,
    status,
    switches,
    tensions,
    timeline,
    why,
)
from libya_tracker.analysis import expected as expectations
from libya_tracker.cli.app import BUG
from libya_tracker.exchange import claims_review
from libya_tracker.model import commits
from libya_tracker.model.vocabulary import Kind, Relation, Status
from libya_tracker.output.formats import columns
from libya_tracker.storage import lint
from libya_tracker.storage.schema import CLAIM, FACTION, RETRACTION, SCENARIO
from libya_tracker.storage.schema import SOURCE as SOURCE_KEYS
from tests.support.commands import COMMANDS
from tests.support.places import PACKAGE, TOP

NAME = PACKAGE.name
README = (TOP / "README.md").read_text(encoding="utf-8")
DOCS = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted((TOP / "docs").glob("*.md"))
}
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
    "expected --scores": scores.ScoreRow,
    "scenarios": scenarios.ScenarioRow,
    "why": why.WhyRow,
    "disputes": disputes.DisputeRow,
    "tensions": tensions.TensionRow,
    "tensions --summary": signed_network.BalanceRow,
    "switches": switches.LoyaltyRow,
    "switches --flows": switches.FlowRow,
    "search": search.SearchRow,
    "timeline": timeline.TimelineRow,
    "report": report_rows.ReportRow,
    "graph": graph.GraphRow,
    "blame": commits.BlameRow,
    "import ucdp": claims_review.ReviewRow,
    "import ucdp --compare": comparison.ComparisonRow,
    "import acled": claims_review.ReviewRow,
    "import acled --compare": comparison.ComparisonRow,
    "check": lint.CheckRow,
    "faction list": listings.FactionRow,
    "source list": listings.SourceRow,
    "source show": source.SourceShowRow,
}


def section(title: str, text: str) -> str:
    match = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert match, f"there is no section {title!r}"
    return match[1]


def table(heads: str, text: str) -> list[str]:
    """Return the first column of the table of a text whose heading begins so."""
    match = re.search(rf"^\| {heads} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert match, f"there is no table {heads!r}"
    return [line.split("|")[1].strip(" `") for line in match[1].splitlines()]


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

    listed = section("Columns", DOCS["programs"])
    explained = section(command, DOCS["rows"])
    if alike := re.search(r"columns are those\s+of\s+\[`(.+?)`\]", explained):
        explained = section(alike[1], DOCS["rows"])

    assert f"- `{command}`: `{' '.join(expected)}`\n" in listed
    assert re.findall(r"^\| `(\w+)` \|", explained, re.MULTILINE) == expected


def test_every_command_that_answers_in_rows_has_its_columns_in_the_documents() -> None:
    answering = {
        name
        for name, command in COMMANDS.items()
        if any("--format" in part.opts for part in command.params)
    }

    others = {"matrix", "export rows"}  # a column a faction, and the rows of all of these
    assert answering == {answer.partition(" --")[0] for answer in KINDS} | others
    assert section("matrix", DOCS["rows"])  # its columns are the factions


def test_the_readme_lists_every_command_and_no_other() -> None:
    rows = re.findall(r"^\| (`.*) \|$", section("All commands", README), re.MULTILINE)
    names = [row.split(" | ")[column] for column in (0, 2) for row in rows]

    assert sorted(re.findall(r"`(.+?)`", " ".join(names))) == sorted(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_every_option_has_help(command: str) -> None:
    assert COMMANDS[command].help
    unexplained = [
        part.opts[0]
        for part in COMMANDS[command].params
        if part.param_type_name == "option" and not part.help
    ]
    assert unexplained == []


def test_the_documents_name_every_exit_code() -> None:
    failures = {
        kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.TrackerError)
    }
    codes = [int(code) for code in table("exit code", DOCS["programs"])]

    assert codes == sorted({0, 1, BUG} | failures)


def test_the_documents_name_every_variable_of_the_environment() -> None:
    own = set(re.findall(r'"(LIBYA_TRACKER_\w+|XDG_\w+)"', SOURCE))

    assert set(table("environment", DOCS["programs"])) == own | {
        "VISUAL",
        "EDITOR",
        "PAGER",
        "NO_COLOR",
        "FORCE_COLOR",
        "COLUMNS",
    }


def test_the_documents_explain_every_word_of_a_claim() -> None:
    text = DOCS["file"]
    reads = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]?) ?\|", text, re.MULTILINE)
    fields = re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]*\| ([^|]+) \|$", text, re.M)
    effects = re.findall(r"^\| `(\w+)` \| [^|]+ \| (yes|no) \|$", text, re.MULTILINE)

    assert reads == [(word, word.reads, word.sign or "") for word in Relation]
    assert [held_by == "both ways" for _, held_by in fields] == [
        word.two_way for word in Relation
    ]
    assert effects == [(word, "yes" if word.effective else "no") for word in Status]
    assert table("status", text) == [*Status]
    assert table("kind", text) == [*Kind]


def test_the_documents_explain_every_key_of_the_file() -> None:
    [record] = re.findall(r"^```yaml\n(.*?)^```$", DOCS["file"], re.MULTILINE | re.DOTALL)
    keys = set(re.findall(r"[-a-z_]+(?=:)", record))

    for shape in (SOURCE_KEYS, FACTION, CLAIM, RETRACTION, SCENARIO):
        assert {*shape.keys} <= keys


def test_the_architecture_draws_the_layers_as_they_are() -> None:
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"][1:]
    picture = re.search(r"^```text\n(.*?)^```$", DOCS["architecture"], re.M | re.DOTALL)

    assert picture
    assert [line.split("  ")[0] for line in picture[1].splitlines()] == layers


def test_the_architecture_names_modules_that_exist() -> None:
    text = DOCS["architecture"]
    named = re.findall(r"`((?:\w+/)*(?!X\b)\w+\.py)`", text)
    steps = table("step", text)

    assert steps == [str(number + 1) for number in range(len(steps))]
    assert len(named) > len(steps) > 10
    assert [
        name
        for name in named
        if not (TOP / name).exists() and not (PACKAGE / name).exists()
    ] == []


def test_the_command_that_the_architecture_traces_passes_through_these_modules(
    tmp_path: Path,
) -> None:
    traced = re.findall(r"^\| \d+ \| `(.+?)\.py` \|", DOCS["architecture"], re.MULTILINE)
    command = re.search(r"^`libya-tracker (diff .+?)` passes", DOCS["architecture"], re.M)
    assert command

    listed = (
        f"import sys\nfrom {NAME}.cli.app import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", listed, *command[1].split()],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        check=True,
    )

    modules = {f"{NAME}.{path.replace('/', '.')}" for path in traced}
    assert modules - {*result.stderr.split()} == set()


def test_every_link_between_the_documents_leads_somewhere() -> None:
    for name, text in DOCS.items():
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            path, _, anchor = link.partition("#")
            if "://" in path:
                continue
            target = TOP / "docs" / (path or f"{name}.md")
            assert target.exists(), f"docs/{name}.md: {link}"
            assert not anchor or anchor in anchors(target), f"docs/{name}.md: {link}"


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as forges make them."""
    titles = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


def test_the_readme_reads_the_same_on_a_package_index() -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", README)
    named = set(re.findall(r"`docs/(\w+)\.md`", README))

    assert [link for link in links if "://" not in link] == []
    assert named == {*DOCS}


def test_ci_runs_the_test_line_of_the_readme() -> None:
    script = (TOP / ".ci" / "run").read_text(encoding="utf-8")
    lines = re.findall(r"^```sh\n(.*)\n```$", README, re.MULTILINE)
    assert len(lines) == 2
    pattern = re.search(r"grep -E '(.*)' README.md", script)

    assert pattern
    assert [line for line in README.splitlines() if re.search(pattern[1], line)] == [
        lines[1]
    ]
    assert os.access(TOP / ".ci" / "run", os.X_OK)
    assert subprocess.run(["bash", "-n", TOP / ".ci" / "run"], check=False).returncode == 0


def test_the_set_up_lines_need_nothing_but_python() -> None:
    use, work = re.findall(r"^```sh\n(.*)\n```$", README, re.MULTILINE)
    [tools] = re.findall(r"^```sh\n(.*)\n```$", DOCS["contributing"], re.MULTILINE)

    for line in (use, work):
        assert re.match(r"python3 -m venv \.venv && \.venv/bin/pip install ", line)
    assert use.endswith(" && .venv/bin/libya-tracker status --as-of 2017-11-10")
    assert work.endswith(" && .venv/bin/pytest")
    assert tools == "ruff format --check && ruff check && mypy && pytest"


def test_program_and_data_have_a_licence_each() -> None:
    project = PROJECT["project"]
    program, data = (
        (TOP / name).read_text(encoding="utf-8") for name in project["license-files"]
    )

    assert project["license"] == "MIT AND CC-BY-4.0"
    assert program.startswith("MIT License\n")
    assert "LICENSE-DATA" in program
    assert "SPDX-License-Identifier: CC-BY-4.0\n" in data
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in data
    covered = re.findall(r"\b(?:docs/)?\w+\.(?:yaml|md|svg)\b", data)
    assert len(covered) >= 4
    assert [name for name in covered if not (TOP / name).exists()] == []


def test_the_metadata_name_authors_and_every_python_that_is_supported() -> None:
    project = PROJECT["project"]
    versions = [
        name.rpartition(" ")[2]
        for name in project["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", name)
    ]

    assert project["authors"] == [{"name": "libya-tracker maintainers"}]
    assert f">={versions[0]}" == project["requires-python"]
    assert [int(version.partition(".")[2]) for version in versions] == [11, 12, 13, 14]
    assert project["classifiers"] == sorted(set(project["classifiers"]))


def test_the_citation_is_one_of_this_version() -> None:
    citation = yaml.safe_load((TOP / "CITATION.cff").read_text(encoding="utf-8"))
    required = {"cff-version", "message", "title", "authors"}
    others = {"type", "abstract", "version", "license", "keywords", "references"}

    assert required <= {*citation} <= required | others
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "software"
    assert citation["version"] == __version__
    assert citation["authors"] == PROJECT["project"]["authors"]
    [data] = citation["references"]
    assert {"type", "title", "authors"} <= {*data}
    assert (citation["license"], data["license"]) == ("MIT", "CC-BY-4.0")


def pins(name: str) -> dict[str, str]:
    """Return the exact versions in a file of constraints, by the names of the packages."""
    lines = (TOP / "tests" / "constraints" / f"{name}.txt").read_text(encoding="utf-8")
    stated = [line for line in lines.splitlines() if not line.startswith(("#", "-c "))]
    assert all(re.fullmatch(r"[\w-]+==[\d.]+", line) for line in stated)
    return dict(line.lower().replace("_", "-").split("==") for line in stated)


def bounds(requirements: list[str]) -> dict[str, str]:
    """Return the lower bounds of requirements, by the names of the packages."""
    pairs = (re.match(r"([\w-]+)(?:>=([\d.]+))?", each) for each in requirements)
    return {pair[1]: pair[2] for pair in pairs if pair}


def test_the_lowest_dependencies_that_ci_tests_are_those_of_the_project() -> None:
    assert pins("lowest") == bounds(PROJECT["project"]["dependencies"])


def test_every_tool_and_every_dependency_is_pinned_for_the_tests() -> None:
    tools = bounds(PROJECT["project"]["optional-dependencies"]["test"])
    dependencies = bounds(PROJECT["project"]["dependencies"])

    assert {*tools} <= {*pins("tools")}
    assert {*dependencies} <= {*pins("pinned")}
    assert not {*pins("tools")} & {*pins("pinned")}  # ci tests the newest of the latter


def test_ci_looks_for_every_python_that_is_supported() -> None:
    script = (TOP / ".ci" / "run").read_text(encoding="utf-8")
    looked_for = re.search(
        r"^for minor in \$\(printf '%s\\n' ([\d ]+) ", script, re.MULTILINE
    )

    supported = re.findall(r":: 3\.(\d+)", "\n".join(PROJECT["project"]["classifiers"]))
    assert looked_for
    assert looked_for[1].split() == supported


def test_ci_installs_with_each_file_of_constraints() -> None:
    script = (TOP / ".ci" / "run").read_text(encoding="utf-8")
    used = re.findall(r"^ *environment \S+ \S+ (\w+)$", script, re.MULTILINE)

    files = (TOP / "tests" / "constraints").glob("*.txt")
    assert sorted(used) == sorted(path.stem for path in files)
    assert "-c tests/constraints/pinned.txt --editable '.[test]' &&" in README
