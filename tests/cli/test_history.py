"""``blame``, ``--rev`` and ``REV:DAY``: what git keeps of a registry."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLE, Run
from tests.support.repositories import Repository

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")

NAME = "factions.yaml"
CLAIM = """\
  - date: 2017-12-29
    faction: trb
    relation: opposed
    to: lna
    sources: [herald]
"""
NEW = SAMPLE.replace("\nscenarios:", f"{CLAIM}\nscenarios:")
EDITED = NEW.replace(
    "relation: opposed\n    to: lna\n", "relation: fighting\n    to: lna\n"
)
ID = "2017-12-29-trb-lna"
BEN = "Ben <ben@example.org>"

Ask = Callable[..., Any]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A registry with three states, in the folder in which commands are run."""
    monkeypatch.setenv("HOME", str(tmp_path))
    history = Repository(tmp_path)
    history.commit({NAME: SAMPLE}, "begun")
    history.commit({NAME: NEW}, "a claim, 'quoted'", BEN)
    history.commit({NAME: EDITED}, "It was a fight")
    return history


@pytest.fixture
def ask(run: Run) -> Ask:
    """Ask the registry as it is in the folder, and return the rows."""

    def rows(*args: str) -> Any:
        result = run(*args, "-f", "json", registry=None)
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return rows


def subjects(rows: list[dict[str, str]]) -> list[str]:
    return [row["subject"] for row in rows]


def test_who_entered_and_changed_a_claim(repository: Repository, ask: Ask) -> None:
    rows = ask("blame", ID)

    assert [(row["author"], row["subject"]) for row in rows] == [
        ("Ben", "a claim, 'quoted'"),
        ("Ann", "It was a fight"),
    ]
    assert [row["commit"] for row in rows] == [
        repository("rev-parse", name).strip() for name in ("HEAD~1", "HEAD")
    ]
    assert {row["id"] for row in rows} == {ID}
    assert [*rows[0]] == ["id", "commit", "date", "author", "subject"]


def test_the_page_of_blame(repository: Repository, run: Run) -> None:
    result = run("blame", ID, registry=None)

    first, second = (repository("rev-parse", name)[:10] for name in ("HEAD~1", "HEAD"))
    day = repository("log", "-1", "--format=%as").strip()
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"{ID}: 2 commits\n\n"
        "Commit      Date        Author  Subject\n"
        "─────────────────────────────────────────────────\n"
        f"{first}  {day}  Ben     a claim, 'quoted'\n"
        f"{second}  {day}  Ann     It was a fight\n"
    )


@pytest.mark.parametrize("name", ["trb", "gazette", "stand-ground", "janzour-rumour"])
def test_blame_of_whatever_has_an_id(repository: Repository, ask: Ask, name: str) -> None:
    assert subjects(ask("blame", name)) == ["begun"]


def test_what_is_not_committed_is_said_to_be_so(repository: Repository, ask: Ask) -> None:
    more = EDITED.replace(CLAIM[:30], CLAIM[:30]).replace(
        "    sources: [herald]\n\nscenarios:", "    sources: [mirror]\n\nscenarios:"
    )
    other = CLAIM.replace("12-29", "12-30")
    text = more.replace("\nscenarios:", f"{other}\nscenarios:")
    (repository.folder / NAME).write_text(text, encoding="utf-8")

    changed, new = ask("blame", ID), ask("blame", "2017-12-30-trb-lna")

    assert subjects(changed) == ["a claim, 'quoted'", "It was a fight", "not committed yet"]
    assert new == [
        {
            **{"id": "2017-12-30-trb-lna", "commit": None, "date": None, "author": None},
            "subject": "not committed yet",
        }
    ]


def test_a_claim_is_followed_where_it_and_the_file_were_moved(
    repository: Repository, run: Run, ask: Ask
) -> None:
    claim = CLAIM.replace("opposed", "fighting")
    moved = EDITED.replace(claim, "").replace(
        "  # the campaign\n", f"{claim}\n  # the campaign\n"
    )
    repository.commit({NAME: moved}, "moved")
    (repository.folder / "data").mkdir()
    repository("mv", NAME, "data/factions.yaml")
    repository("commit", "-q", "-m", "in a folder")
    file = ("-r", "data/factions.yaml")
    run("faction", "rename", "trb", "brigade", *file, registry=None)
    repository("commit", "-q", "-a", "-m", "renamed")

    assert subjects(ask("blame", ID, *file)) == [
        *("a claim, 'quoted'", "It was a fight", "moved", "renamed"),
    ]


def test_a_revision_is_compared_as_a_file_is(repository: Repository, ask: Ask) -> None:
    (repository.folder / "old.yaml").write_text(SAMPLE, encoding="utf-8")

    by_file = ask("diff", "2018", "--against", "old.yaml")

    assert by_file
    assert ask("diff", "2018", "--rev", "HEAD~2") == by_file
    assert ask("diff", "HEAD~2:2018", "2018") == by_file
    assert ask("diff", "HEAD~2:2018", "HEAD:2018") == by_file
    assert ask("diff", "HEAD~2:", "HEAD:") == ask("diff", "today", "--rev", "HEAD~2")


def test_two_revisions_are_compared_while_the_file_is_none(
    repository: Repository, ask: Ask
) -> None:
    rows = ask("diff", "HEAD~2:2018", "HEAD:2018")
    (repository.folder / NAME).write_text("<<<<<<< ours\n", encoding="utf-8")

    assert ask("diff", "HEAD~2:2018", "HEAD:2018") == rows


def test_a_revision_is_asked_as_a_file_is(repository: Repository, ask: Ask) -> None:
    (repository.folder / "old.yaml").write_text(NEW, encoding="utf-8")
    old = ("-r", "old.yaml")

    assert ask("log", "--rev", "HEAD~1") == ask("log", *old)
    assert ask("status", "--as-of", "HEAD~1:2018") == ask("status", "--as-of", "2018", *old)
    assert ask("why", "trb", "--as-of", "HEAD~1:") == ask("why", "trb", *old)
    point = "HEAD~1:2017-11-10@2017-11-08+stand-ground"
    assert ask("diff", point, "HEAD:2018")


def test_the_page_says_which_revision_it_is_of(repository: Repository, run: Run) -> None:
    lines = [
        run(*words.split(), registry=None).stdout.splitlines()[0]
        for words in (
            *("status --as-of HEAD~1:2017", "log lna --rev HEAD~1"),
            *("diff HEAD~2:2017 HEAD:2017+stand-ground", "diff today --rev main"),
        )
    ]

    assert lines == [
        "Western Libya, a sample: 2017-12-31, in HEAD~1",
        "Western Libya, a sample: 5 claims, in HEAD~1",
        "Western Libya, a sample: from 2017-12-31 in HEAD~2 to 2017-12-31 in HEAD, "
        "supposing 'stand-ground'",
        "Western Libya, a sample: from 2018-01-01 in main to 2018-01-01",
    ]


@pytest.mark.parametrize(
    "name",
    ["nope", "--output=stolen", "-h", "--", "HEAD:factions.yaml", "^HEAD", "a b", "HEAD~9"],
)
def test_what_is_no_revision_is_said_and_does_nothing(
    repository: Repository, run: Run, name: str
) -> None:
    result = run("log", f"--rev={name}", registry=None)

    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == f"error: no revision {name!r}\n"
    assert not [*repository.folder.glob("stolen*")]


def test_a_link_and_a_folder_lead_to_the_repository_of_the_file(
    tmp_path: Path, run: Run, ask: Ask
) -> None:
    history = Repository(tmp_path / "elsewhere")
    name = "-h: $(x)\n.yaml"
    (history.folder / "in a folder").mkdir()
    history.commit({f"in a folder/{name}": NEW})
    (tmp_path / "link.yaml").symlink_to(history.folder / "in a folder" / name)

    for path in (f"elsewhere/in a folder/{name}", "link.yaml"):
        assert ask("log", "--rev", "HEAD", "-r", path)
        assert subjects(ask("blame", ID, "-r", path)) == ["as it is now"]


def test_what_a_hook_of_git_sets_is_not_heeded(
    repository: Repository, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ask("log", "--rev", "HEAD~2")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, "/nowhere")
    for name in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_TRACE"):
        monkeypatch.setenv(name, str(repository.folder / "trace"))

    assert ask("log", "--rev", "HEAD~2") == rows
    assert subjects(ask("blame", "trb")) == ["begun"]
    assert not (repository.folder / "trace").exists()


ASKING = [["log", "--rev", "HEAD"], ["blame", "trb"], ["diff", "HEAD:2017", "2018"]]


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_where_there_is_no_repository_that_is_said(run: Run, words: list[str]) -> None:
    result = run(*words)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        "error: factions.yaml is in no git repository, so it has no earlier states\n"
    )


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_where_there_is_no_git_that_is_said(
    run: Run, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    result = run(*words)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        "error: there is no program `git` here; install it, or mend $PATH\n"
    )


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_standard_input_has_no_earlier_states(run: Run, words: list[str]) -> None:
    result = run(*words, "-r", "-", stdin=SAMPLE)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: standard input has no earlier states; name a file\n"


def test_a_file_that_a_revision_lacks_is_named(repository: Repository, run: Run) -> None:
    (repository.folder / "new.yaml").write_text(SAMPLE, encoding="utf-8")

    for words in ASKING:
        result = run(*words, "-r", "new.yaml", registry=None)
        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr == (
            "error: new.yaml is not in the revision 'HEAD', at least not under this name\n"
        )


def test_a_repository_without_a_commit_has_no_revision(tmp_path: Path, run: Run) -> None:
    Repository(tmp_path)

    result = run("blame", "trb")

    assert (result.exit_code, result.stderr) == (4, "error: no revision 'HEAD'\n")


def test_errors_of_an_earlier_state_name_the_revision(
    repository: Repository, run: Run
) -> None:
    repository.commit({NAME: "nothing: x\n"}, "broken")
    repository.commit({NAME: SAMPLE}, "mended")

    result = run("log", "--rev", "HEAD~1", registry=None)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("HEAD~1:factions.yaml:1:1: a registry has no key")


def test_a_shallow_clone_says_that_it_lacks_what_is_older(
    repository: Repository, tmp_path: Path, run: Run, ask: Ask
) -> None:
    Repository(tmp_path / "clone", "--depth=1", f"file://{repository.folder}")
    file = ("-r", "clone/factions.yaml")

    older = run("log", "--rev", "HEAD~1", *file, registry=None)
    blame = run("blame", ID, *file, "-f", "csv", registry=None)

    note = "this clone is shallow: what is older than it is not known here"
    assert (older.exit_code, older.stderr) == (4, f"error: no revision 'HEAD~1'; {note}\n")
    assert (blame.exit_code, blame.stderr) == (0, f"note: {note}\n")
    assert len(blame.stdout.splitlines()) == 2


def test_an_id_that_nothing_has_is_answered_with_the_nearest(
    repository: Repository, run: Run
) -> None:
    result = run("blame", f"{ID}x", registry=None)

    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith(
        f"error: no claim, faction, source or what-if '{ID}x'; did you mean '{ID}'"
    )


def test_a_place_of_a_is_given_once(run: Run) -> None:
    for words in (
        ("diff", "HEAD:2017", "--rev", "HEAD"),
        ("diff", "2017", "--rev", "HEAD", "--against", os.devnull),
        ("diff", "HEAD:2017", "--against", os.devnull),
    ):
        result = run(*words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "error: --against, --rev and REV: say where A is; give one of them\n"
        )
