"""Every console example of the documents, run by a shell.

Those of the README and of ``docs/registry.md`` ask the registry of the repository, on
any day; the others of ``docs`` ask the fixed sample. ``pytest
tests/test_readme.py --update-snapshots`` writes them anew.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import stat
import subprocess
from dataclasses import dataclass
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

from libya_tracker.storage import files
from tests.conftest import SAMPLE
from tests.support.launcher import PROGRAM
from tests.support.places import TESTS, TOP

pytestmark = pytest.mark.slow  # nearly each test starts a process

README = TOP / "README.md"
#: What asks the registry of the repository.
SHIPPED = {README, TOP / "docs" / "registry.md"}
DOCUMENTS = [README, *sorted((TOP / "docs").glob("*.md"))]
PIPED_INTO = ("awk", "jq", "sort", "cut", "head", "git", "sqlite3")

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_YAML = re.compile(r"(?<=^```yaml\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_EXAMPLE = re.compile(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A console block of a document: its place among them, and its line."""

    path: Path
    number: int
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path.name}:{self.line}"


def blocks_of(path: Path) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    return [
        Block(path, number, text.count("\n", 0, match.start()), match[0])
        for number, match in enumerate(_BLOCK.finditer(text))
    ]


BLOCKS = [block for path in DOCUMENTS for block in blocks_of(path)]


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, launcher: tuple[str, ...]
) -> Path:
    """Put `libya-tracker` on the path, and return the folder in which the examples run."""
    command = tmp_path / "bin" / "libya-tracker"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.join((*launcher, PROGRAM))} "$@"\n')
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


def put_registry(block: Block, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the registry that a document asks into the folder of its examples."""
    if block.path in SHIPPED:
        shutil.copy(TOP / "factions.yaml", folder)
        monkeypatch.delenv("LIBYA_TRACKER_TODAY")  # readers have another day each
    else:
        (folder / "factions.yaml").write_text(SAMPLE, encoding="utf-8")
    if block.path.name == "semantics.md":  # which asks small registries of other days, too
        shutil.copytree(TESTS / "cases", folder / "cases")
        monkeypatch.setenv("LIBYA_TRACKER_TODAY", "2026-11-26")


def replay(text: str, folder: Path) -> str:
    """Return a block as it reads when its commands are run now."""
    code, session = 0, []
    for match in _EXAMPLE.finditer(text):
        command, expected = match[1], match[2]
        if command == "echo $?":
            printed = f"{code}\n"
        else:
            result = subprocess.run(
                ["sh", "-c", f"exec 2>&1\n{command}"],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=60,
            )
            code, printed = result.returncode, result.stdout.decode().replace("\r\n", "\n")
        if OutputChecker().check_output(expected, printed, ELLIPSIS):
            printed = expected
        session.append(f"$ {command}\n{printed}")
    return "".join(session)


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_an_example_prints_what_the_document_shows(
    block: Block,
    shell: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for program in PIPED_INTO:
        if re.search(rf"\b{program}\b", block.text) and shutil.which(program) is None:
            pytest.skip(f"{program} is not on this machine")

    put_registry(block, shell, monkeypatch)

    printed = replay(block.text, shell)

    if request.config.getoption("--update-snapshots"):
        rewrite(block, printed)
    else:
        assert printed == block.text


def rewrite(block: Block, printed: str) -> None:
    text = block.path.read_text(encoding="utf-8")
    match = list(_BLOCK.finditer(text))[block.number]
    text = text[: match.start()] + printed + text[match.end() :]
    block.path.write_text(text, encoding="utf-8")


def test_an_example_that_is_not_true_is_seen(shell: Path) -> None:
    (shell / "factions.yaml").write_text(SAMPLE, encoding="utf-8")

    assert replay("$ libya-tracker check\nall is well\n", shell) != "all is well\n"
    assert replay("$ libya-tracker show nobody\n...\n$ echo $?\n0\n", shell).endswith("4\n")


def test_every_console_block_is_made_of_commands() -> None:
    examples = [len(_EXAMPLE.findall(block.text)) for block in BLOCKS]

    assert all(block.text.startswith("$ ") for block in BLOCKS)
    assert sum(examples) >= 15
    assert sum(path.read_text(encoding="utf-8").count("\n$ ") for path in DOCUMENTS) == sum(
        examples
    ), "an example outside of a console block is run by nobody"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_registry_shown_in_a_document_is_one(path: Path) -> None:
    for text in _YAML.findall(path.read_text(encoding="utf-8")):
        registry = files.parse(text, path.name)

        assert registry.claims


def test_the_readme_is_short_and_has_one_annotated_record() -> None:
    text = README.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 220
    assert len(_YAML.findall(text)) == 1
