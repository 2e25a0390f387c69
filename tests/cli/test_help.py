"""The help: summaries, groups, examples, and the documents that are made from it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from libya_tracker.cli.app import GROUPS
from tests.conftest import SAMPLE, Run
from tests.support import manual
from tests.support.commands import COMMANDS
from tests.support.places import PACKAGE, TESTS, TOP
from tests.support.repositories import Repository

pytestmark = pytest.mark.slow  # the help of every command

_EXAMPLE = re.compile(r"^\s*Example: libya-tracker (.*)$", re.MULTILINE)


def test_the_summary_of_every_command_fits_its_line() -> None:
    page = manual.help_of()

    for name, command in COMMANDS.items():
        if " " not in name:
            summary = command.help.partition("\n")[0]
            assert f"  {name.ljust(9)}  {summary}\n" in page
    assert "..." not in page.partition("Ask:")[2]


def test_the_commands_stand_in_their_groups() -> None:
    titles = re.findall(r"^(\w+):$", manual.help_of(), re.MULTILINE)

    assert titles == ["Options", *GROUPS]


def test_every_module_of_commands_stands_in_a_group() -> None:
    modules = {
        path.stem.rstrip("_") for path in (PACKAGE / "cli" / "commands").glob("[a-z]*.py")
    }

    assert modules == {name for names in GROUPS.values() for name in names}


def test_no_line_of_any_help_is_longer_than_the_terminal() -> None:
    pages = [manual.help_of(), *(manual.help_of(*name.split()) for name in COMMANDS)]

    assert [line for page in pages for line in page.splitlines() if len(line) > 80] == []


def _examples() -> list[str]:
    return [line for name in COMMANDS for line in _EXAMPLE.findall(_help(name))]


def _help(name: str) -> str:
    help_text: str = COMMANDS[name].help
    return help_text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_of_itself(name: str) -> None:
    examples = _EXAMPLE.findall(_help(name))

    assert examples
    assert all(f"{line} ".startswith(f"{name} ") for line in examples)


@pytest.mark.parametrize("line", _examples())
def test_every_example_can_be_run(
    run: Run, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if line.startswith("export parquet"):
        pytest.importorskip("pyarrow", reason="pyarrow is missing; see test_export.py")
    Path("november.csv").write_text("date,faction,relation,to\n2017,trb,member,gna\n")
    shutil.copy(TESTS / "exchange" / "ucdp-nonstate.csv", "ucdp-nonstate-221.csv")
    shutil.copy(TESTS / "exchange" / "acled.csv", "acled-libya.csv")
    heads = "confirm,faction,to,their_faction_id,their_to_id,data_set"
    Path("review.csv").write_text(f"{heads}\nx,trb,kani,7136,6902,ucdp\n")
    monkeypatch.setenv("VISUAL", "true")
    for name in re.findall(r"\w+\.yaml", line):
        (tmp_path / name).write_text(SAMPLE, encoding="utf-8")
    if line.startswith("blame") or "HEAD" in line:
        history = Repository(tmp_path)
        for text in (SAMPLE, f"{SAMPLE}# more\n"):
            history.commit({"factions.yaml": text})
    result = run(*shlex.split(line))

    assert result.exit_code == 0, result.output
    assert result.output or "-o" in line or line.startswith(("merge ", "export "))


@pytest.mark.skipif(
    not typer.__version__.startswith(f"{manual.TYPER}."),
    reason=f"the documents are made with typer {manual.TYPER}",
)
@pytest.mark.parametrize(
    ("document", "build"),
    [("commands.md", manual.commands_page), ("libya-tracker.1", manual.man_page)],
)
def test_the_documents_are_made_from_the_help(
    document: str, build: Callable[[], str], request: pytest.FixtureRequest
) -> None:
    path = TOP / "docs" / document
    text = build()
    if request.config.getoption("--update-snapshots"):
        path.write_text(text, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == text


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not on this machine")
def test_the_man_page_is_one(tmp_path: Path) -> None:
    process = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", TOP / "docs" / "libya-tracker.1"],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert process.stderr == ""
    assert "libya-tracker - who stands with whom" in process.stdout
    assert all(f"\n   {name}" in process.stdout for name in COMMANDS)
