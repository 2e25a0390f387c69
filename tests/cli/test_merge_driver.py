"""``merge``, called by git: branches give what the edits of both give one after another."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from libya_tracker.errors import TrackerError
from libya_tracker.storage import files
from tests.conftest import Run
from tests.support.branches import BASE, Branch, Maker, apply, clash, data
from tests.support.campaign import THOROUGH
from tests.support.launcher import PROGRAM
from tests.support.repositories import Repository

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")

#: Each pair is merged both ways.
PROCESSES, PAIRS = 2, 50 * THOROUGH // 4


@pytest.fixture
def repository(tmp_path: Path, launcher: tuple[str, ...]) -> Repository:
    words = [*launcher, PROGRAM, "merge", "--marker-size"]
    repository = Repository(tmp_path / "repository")
    driver = f"{shlex.join(words)} %L -- %O %A %B %P"
    repository("config", "merge.libya-tracker.driver", driver)
    attributes = repository.folder / ".gitattributes"
    attributes.write_text("*.yaml merge=libya-tracker\n", encoding="utf-8")
    return repository


@dataclass(frozen=True)
class Pair:
    """Two branches as text, and what both give; None where they do not go together."""

    ours: str
    theirs: str
    both: str | None
    clash: bool


def edited(path: Path, text: str, branch: Branch, names: dict[str, str]) -> str:
    path.write_text(text, encoding="utf-8")
    apply(branch, path, names)
    return path.read_text(encoding="utf-8")


def pair(random: Random, path: Path) -> Pair:
    """Return two branches of the base made by chance."""
    maker = Maker(files.parse(BASE, "base"), random)
    while True:
        one, other = (maker.branch(side, random.randrange(1, 4)) for side in (1, 2))
        names: dict[str, str] = {}
        try:
            ours = edited(path, BASE, one, names)
            theirs = edited(path, BASE, other, {})
        except TrackerError:  # such as the same claim corrected twice
            continue
        try:
            both = edited(path, ours, other, names)
        except TrackerError:
            return Pair(ours, theirs, None, True)
        return Pair(ours, theirs, both, clash(one, other))


@pytest.mark.parametrize("part", range(PROCESSES))
def test_branches_merge_to_what_the_edits_of_both_give(
    part: int, repository: Repository, tmp_path: Path
) -> None:
    random = Random(f"branches {part}")
    pairs: dict[str, Pair] = {}
    for number in range(PAIRS):
        one = pair(random, tmp_path / "f.yaml")
        pairs[f"f{number:03}.yaml"] = one
        pairs[f"g{number:03}.yaml"] = replace(one, ours=one.theirs, theirs=one.ours)

    repository.branches(
        dict.fromkeys(pairs, BASE),
        {name: one.ours for name, one in pairs.items()},
        {name: one.theirs for name, one in pairs.items()},
    )
    clashing = {name for name, one in pairs.items() if one.clash}
    repository("merge", "theirs", code=int(bool(clashing)))

    unmerged = repository("diff", "--name-only", "--diff-filter=U").split()
    assert {*unmerged} == clashing
    assert (THOROUGH > 1) <= len(clashing) < len(pairs)
    for name, one in pairs.items():
        text = repository.text(name)
        assert ("<<<<<<< ours\n" in text) == one.clash, name
        if one.both is not None and not one.clash:
            merged, expected = files.parse(text, name), files.parse(one.both, name)
            assert data(merged) == data(expected), name
            comments = [line.strip() for line in BASE.splitlines() if "#" in line]
            assert all(line.partition("#")[2] in text for line in comments)


NAMES = ("base.yaml", "ours.yaml", "theirs.yaml")
OURS, THEIRS = BASE.replace("Here", "There"), BASE.replace("Beta", "B")


@pytest.fixture
def versions(tmp_path: Path) -> Callable[..., None]:
    def write(*texts: str | bytes) -> None:
        for name, text in zip(NAMES, texts, strict=True):
            (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)

    return write


Versions = Callable[..., None]


def ours(folder: Path) -> str:
    return (folder / "ours.yaml").read_bytes().decode()


def test_ours_gets_the_result(run: Run, versions: Versions, tmp_path: Path) -> None:
    versions(BASE, OURS, THEIRS)

    result = run("merge", *NAMES)

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert ours(tmp_path) == OURS.replace("Beta", "B")
    assert (tmp_path / "theirs.yaml").read_text(encoding="utf-8") == THEIRS


def test_a_conflict_is_said_with_its_place(
    run: Run, versions: Versions, tmp_path: Path
) -> None:
    versions(BASE, OURS, BASE.replace("Here", "Elsewhere"))

    result = run("merge", "--marker-size", "9", *NAMES, "a b.yaml")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "a b.yaml:12:1: factions > a > area: both sides changed this in different ways\n"
        "error: a b.yaml has 1 conflict; keep what is right, then `check`\n"
    )
    assert ours(tmp_path) == BASE.replace(
        "    area: Here\n",
        "<<<<<<<<< ours\n    area: There\n"
        "=========\n    area: Elsewhere\n>>>>>>>>> theirs\n",
    )


def test_of_what_is_no_registry_the_lines_are_merged(
    run: Run, versions: Versions, tmp_path: Path
) -> None:
    versions(BASE, OURS, f"{THEIRS}nothing: x\n")

    result = run("merge", *NAMES)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(
        "note: merged by lines, as git does; look at it before you commit\n"
        "ours.yaml (theirs):38:1: a registry has no key 'nothing'"
    )
    assert ours(tmp_path) == f"{OURS.replace('Beta', 'B')}nothing: x\n"


@pytest.mark.parametrize("theirs", [b"\0\1\2", b"\xff"])
def test_ours_stays_as_it_is_where_not_even_its_lines_can_be_merged(
    run: Run, versions: Versions, tmp_path: Path, theirs: bytes
) -> None:
    versions(BASE, OURS, b"\0" + theirs)

    result = run("merge", *NAMES)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("note: ours.yaml is left as it was: git cannot merge")
    assert ours(tmp_path) == OURS


def test_without_git_ours_stays_as_it_is(
    run: Run, versions: Versions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions(BASE, OURS, "nothing")
    monkeypatch.setenv("PATH", str(tmp_path))

    result = run("merge", *NAMES)

    assert result.exit_code == 3
    assert result.stderr.startswith(
        "note: ours.yaml is left as it was: there is no program `git` here; "
    )
    assert ours(tmp_path) == OURS


def test_lines_of_json_are_merged_where_both_changed_one_value(
    run: Run, versions: Versions, tmp_path: Path
) -> None:
    text = '{\n  "factions": {\n    "a": {"name": "A"}\n  }\n}\n'
    versions(text, text.replace('"A"', '"B"'), text.replace('"A"', '"C"'))

    result = run("merge", *NAMES)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "note: merged by lines, as git does" in result.stderr
    assert '<<<<<<< ours\n    "a": {"name": "B"}\n=======\n' in ours(tmp_path)


def test_a_version_that_is_not_there_changes_nothing(
    run: Run, versions: Versions, tmp_path: Path
) -> None:
    versions(BASE, OURS, THEIRS)
    (tmp_path / "base.yaml").unlink()

    result = run("merge", *NAMES)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "error: base.yaml: there is no such file\n"
    assert ours(tmp_path) == OURS


@pytest.mark.parametrize("name", ["-r.yaml", "a b.yaml", "ü'\";$(x).yaml", "f/--help.yaml"])
def test_a_file_of_any_name_is_merged(repository: Repository, name: str) -> None:
    (repository.folder / name).parent.mkdir(exist_ok=True)

    repository.branches({name: BASE}, {name: OURS}, {name: THEIRS})
    repository("merge", "-q", "theirs")

    assert repository.text(name) == OURS.replace("Beta", "B")
    assert not repository("status", "--porcelain")


def test_a_file_that_both_branches_began_is_merged(repository: Repository) -> None:
    new = f"{BASE}# mine\n"
    repository.branches({"x": "x"}, {"f.yaml": BASE}, {"f.yaml": new})

    repository("merge", "-q", "theirs")

    assert repository.text("f.yaml") == new


def test_a_rebase_and_a_cherry_pick_merge_so_too(repository: Repository) -> None:
    repository.branches({"f.yaml": BASE}, {"f.yaml": OURS}, {"f.yaml": THEIRS})

    repository("rebase", "-q", "theirs")

    assert repository.text("f.yaml") == OURS.replace("Beta", "B")
