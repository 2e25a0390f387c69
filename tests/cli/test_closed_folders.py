"""Where one may not look: the registry that may be there is not passed over in silence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from libya_tracker.errors import UnreadableError
from libya_tracker.storage import files
from tests.conftest import SAMPLE, Run
from tests.support import users
from tests.support.tracing import failing
from tests.support.users import AsUser, User, as_user, public

__all__ = ["as_user", "public"]  # fixtures

pytestmark = pytest.mark.slow

DENIED = "cannot be looked at: Permission denied"
REMEDY = "mend that, or name a registry with --registry"


@pytest.fixture
def nobody() -> User:
    return users.system_user("nobody")


@pytest.fixture
def closed(public: Path) -> Path:
    """A folder that only root can enter, with a registry."""
    folder = public / "closed"
    folder.mkdir(0o700)
    (folder / "factions.yaml").write_text(SAMPLE, encoding="utf-8")
    (folder / "inside").mkdir()
    return folder


@pytest.mark.parametrize(
    "args",
    [("status",), ("record", "trb", "none", "kani"), ("report", "--since-last", "x")],
)
def test_a_registry_behind_a_closed_door_is_not_passed_over(
    closed: Path, nobody: User, as_user: AsUser, args: tuple[str, ...]
) -> None:
    result = as_user(nobody, *args, cwd=closed / "inside")

    assert (result.returncode, result.stdout) == (3, "")
    place = closed / "inside" / "factions.yaml"
    assert result.stderr == f"error: {place} {DENIED}; {REMEDY}\n"


def test_a_link_to_behind_a_closed_door_is_not_passed_over(
    closed: Path, nobody: User, as_user: AsUser, public: Path
) -> None:
    (public / "factions.yaml").symlink_to("closed/factions.yaml")

    result = as_user(nobody, "status", cwd=public)

    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == f"error: {public / 'factions.yaml'} {DENIED}; {REMEDY}\n"


def test_the_shell_is_proposed_nothing_from_elsewhere(
    closed: Path, nobody: User, as_user: AsUser
) -> None:
    words = {"COMP_WORDS": "libya-tracker status ", "COMP_CWORD": "2"}
    state = {"_LIBYA_TRACKER_COMPLETE": "complete_bash"}

    result = as_user(nobody, cwd=closed / "inside", **words, **state)

    assert result.stderr == ""
    assert result.stdout.split() == []


def test_the_shell_is_proposed_no_reports_behind_a_closed_door(
    closed: Path, nobody: User, as_user: AsUser, public: Path
) -> None:
    words = {"COMP_WORDS": "libya-tracker report --since-last ", "COMP_CWORD": "3"}
    state = {"_LIBYA_TRACKER_COMPLETE": "complete_bash", "XDG_STATE_HOME": str(closed)}

    result = as_user(nobody, cwd=public, **words, **state)

    assert result.stderr == ""
    assert result.stdout.split() == []


@pytest.mark.parametrize("name", ["page.csv", "page.yaml", "inside/page.csv"])
def test_an_answer_behind_a_closed_door_is_refused_plainly(
    closed: Path, nobody: User, as_user: AsUser, public: Path, name: str
) -> None:
    (public / "factions.yaml").write_text(SAMPLE, encoding="utf-8")
    (closed / "page.yaml").touch()

    result = as_user(nobody, "status", "-f", "csv", "-o", f"closed/{name}", cwd=public)

    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == f"error: closed/{name} {DENIED}\n"


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("closed", "closed/factions.yaml cannot be written: Permission denied"),
        ("closed/new", "closed/new cannot be made: Permission denied"),
    ],
)
def test_a_registry_is_not_started_behind_a_closed_door(
    closed: Path, nobody: User, as_user: AsUser, folder: str, message: str
) -> None:
    result = as_user(nobody, "init", folder, cwd=closed.parent)

    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == f"error: {message}\n"


def test_a_memory_behind_a_closed_door_is_no_first_report(
    closed: Path, nobody: User, as_user: AsUser, public: Path
) -> None:
    (public / "factions.yaml").write_text(SAMPLE, encoding="utf-8")
    args = ("report", "--since-last", "x")

    result = as_user(nobody, *args, cwd=public, XDG_STATE_HOME=str(closed))

    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == (
        f"error: no state of reports can be kept in {closed}/libya-tracker/reports: "
        "Permission denied; XDG_STATE_HOME can name another folder, such as one on a disk "
        "of this machine\n"
    )


@pytest.mark.parametrize("path", ["closed/factions.yaml", "unreadable.yaml"])
@pytest.mark.parametrize("option", [True, False])
def test_a_registry_that_is_named_and_may_not_be_read(
    closed: Path,
    nobody: User,
    as_user: AsUser,
    path: str,
    option: bool,
) -> None:
    (closed.parent / "unreadable.yaml").write_text(SAMPLE, encoding="utf-8")
    (closed.parent / "unreadable.yaml").chmod(0o600)
    args = ("-r", path) if option else ()
    more = {} if option else {"LIBYA_TRACKER_REGISTRY": path}

    result = as_user(nobody, "status", *args, cwd=closed.parent, **more)

    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == f"error: {path} may not be read; look at its permissions\n"


def test_a_link_to_no_file_is_not_passed_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "below").mkdir()
    os.chdir("below")
    link = tmp_path / "below" / "factions.yaml"
    link.symlink_to("nowhere")

    result = run("status", registry=None)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"error: {link} is a link to no file; {REMEDY}\n"


def test_links_in_a_circle_are_not_passed_over(run: Run, tmp_path: Path) -> None:
    link = tmp_path / "factions.yaml"
    link.symlink_to("factions.yaml")

    result = run("status", registry=None)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        f"error: {link} cannot be looked at: Too many levels of symbolic links; {REMEDY}\n"
    )


def test_a_folder_of_that_name_is_no_registry(tmp_path: Path) -> None:
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")
    below = tmp_path / "below"
    (below / "factions.yaml").mkdir(parents=True)

    assert files.nearest(below) == tmp_path / "factions.yaml"


def test_a_disk_that_fails_is_not_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "factions.yaml"
    path.write_text(SAMPLE, encoding="utf-8")

    result = failing("stat,lstat,newfstatat,statx", "EIO", "status", path=path)

    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == (
        f"error: {path} cannot be looked at: Input/output error; {REMEDY}\n"
    )


def test_what_is_there_what_is_not_and_what_cannot_be_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")

    assert files.status(tmp_path / "file") is not None
    assert files.status(tmp_path / "nothing") is None
    assert files.status(tmp_path / "file" / "below") is None
    with pytest.raises(UnreadableError):
        files.status(tmp_path / "loop")
