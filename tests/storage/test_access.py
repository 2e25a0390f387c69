"""Shared folders: what is written again is for whom it was before, or is not written."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

from libya_tracker.storage.access import Access
from tests.support import users
from tests.support.users import (
    ACL,
    GROUP,
    MASK,
    OTHERS,
    OWNER,
    OWNING_GROUP,
    USER,
    AsUser,
    User,
    acl,
    as_user,
    attach,
    public,
)

__all__ = ["as_user", "public"]  # fixtures

pytestmark = pytest.mark.slow

TEXT = """\
factions: {a: {name: A}, b: {name: B}}
changes:
  - {date: 2011, faction: a, relation: allied, to: b}
"""
RECORD = ("record", "a", "opposed", "b", "--date", "2013")
ID = 0xFFFFFFFF  # of an entry that names nobody
#: Writes of an answer over a page, and of a claim into the registry.
WRITES = {"page.txt": ("status", "-o", "page.txt"), "factions.yaml": RECORD}
EVERY_KIND = pytest.mark.parametrize("name", WRITES)


class Desk:
    """A folder in which two users work: one keeps the files, the other writes to them."""

    def __init__(self, folder: Path, as_user: AsUser) -> None:
        self.folder = folder
        self.keeper, self.other = users.system_user("daemon"), users.system_user("nobody")
        self.group = self.keeper.groups[0]
        #: The other one as a member of the keeper's group.
        self.member = User(self.other.uid, (*self.other.groups, self.group))
        self._as_user = as_user
        os.chown(folder, self.keeper.uid, self.group)
        folder.chmod(0o777)
        (folder / "factions.yaml").write_text(TEXT, encoding="utf-8")

    def file(self, name: str, owner: int, group: int, mode: int) -> Path:
        path = self.folder / name
        path.write_text(TEXT if name == "factions.yaml" else "old", encoding="utf-8")
        os.chown(path, owner, group)
        path.chmod(mode)
        return path

    def write(self, user: User, name: str) -> subprocess.CompletedProcess[str]:
        return self._as_user(user, *WRITES[name], cwd=self.folder)


@pytest.fixture
def desk(public: Path, as_user: AsUser) -> Desk:
    return Desk(public, as_user)


def whose(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)


def written(path: Path) -> bool:
    return path.read_text(encoding="utf-8") not in {"old", TEXT}


def left_over(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir() if p.name not in {"page.txt", "factions.yaml"}]


@EVERY_KIND
@pytest.mark.parametrize("mode", [0o664, 0o660, 0o666])
def test_a_member_of_the_group_leaves_the_file_to_the_group(
    desk: Desk, name: str, mode: int
) -> None:
    path = desk.file(name, desk.keeper.uid, desk.group, mode)

    result = desk.write(desk.member, name)

    assert result.returncode == 0, result.stderr
    assert written(path)
    assert whose(path) == (desk.other.uid, desk.group, mode)
    assert left_over(desk.folder) == []


@EVERY_KIND
def test_root_leaves_a_file_to_whom_it_belongs(desk: Desk, name: str) -> None:
    path = desk.file(name, desk.keeper.uid, desk.other.groups[0], 0o640)

    assert desk.write(User(0, (0,)), name).returncode == 0
    assert written(path)
    assert whose(path) == (desk.keeper.uid, desk.other.groups[0], 0o640)


@EVERY_KIND
def test_the_acl_and_the_attributes_of_a_file_are_kept(desk: Desk, name: str) -> None:
    path = desk.file(name, desk.other.uid, desk.other.groups[0], 0o600)
    entries = acl(
        (OWNER, 6, ID),
        (USER, 6, desk.keeper.uid),
        (OWNING_GROUP, 4, ID),
        (MASK, 6, ID),
        (OTHERS, 0, ID),
    )
    attach(path, ACL, entries)
    attach(path, "user.note", b"for the desk")

    result = desk.write(desk.other, name)

    assert result.returncode == 0, result.stderr
    assert written(path)
    assert os.getxattr(path, ACL) == entries
    assert os.getxattr(path, "user.note") == b"for the desk"
    assert whose(path) == (desk.other.uid, desk.other.groups[0], 0o660)


@EVERY_KIND
def test_a_file_does_not_get_what_its_folder_gives_to_new_ones(
    desk: Desk, name: str
) -> None:
    path = desk.file(name, desk.other.uid, desk.other.groups[0], 0o640)
    entries = acl(
        (OWNER, 7, ID),
        (USER, 7, desk.keeper.uid),
        (OWNING_GROUP, 7, ID),
        (MASK, 7, ID),
        (OTHERS, 7, ID),
    )
    attach(desk.folder, "system.posix_acl_default", entries)

    assert desk.write(desk.other, name).returncode == 0
    assert written(path)
    assert os.listxattr(path) == []
    assert whose(path) == (desk.other.uid, desk.other.groups[0], 0o640)


def refused(result: subprocess.CompletedProcess[str], path: Path, why: str) -> None:
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == f"error: {path} was not written: {why}\n"
    assert not written(path)
    assert left_over(path.parent) == []


@EVERY_KIND
def test_a_group_that_one_is_not_in_does_not_lose_the_file(desk: Desk, name: str) -> None:
    path = desk.file(name, desk.other.uid, desk.group, 0o640)
    before = whose(path)

    result = desk.write(desk.other, name)

    refused(
        result,
        path,
        "its group daemon would lose it to yours; let a member of daemon write it",
    )
    assert whose(path) == before


@EVERY_KIND
def test_a_group_without_rights_of_its_own_stops_nobody(desk: Desk, name: str) -> None:
    path = desk.file(name, desk.other.uid, desk.group, 0o644)

    assert desk.write(desk.other, name).returncode == 0
    assert written(path)
    assert whose(path) == (desk.other.uid, desk.other.groups[0], 0o644)


@EVERY_KIND
def test_an_owner_outside_the_group_does_not_lose_the_file(desk: Desk, name: str) -> None:
    path = desk.file(name, desk.keeper.uid, desk.other.groups[0], 0o660)
    before = whose(path)

    result = desk.write(desk.other, name)

    refused(
        result,
        path,
        "it would pass from daemon to you, with other rights for one of you; "
        "let daemon write it, or be in its group nogroup and have no more rights by it",
    )
    assert whose(path) == before


@EVERY_KIND
def test_an_attribute_that_only_root_may_set_is_not_lost(desk: Desk, name: str) -> None:
    path = desk.file(name, desk.other.uid, desk.other.groups[0], 0o600)
    attach(path, "security.label", b"secret")

    result = desk.write(desk.other, name)

    refused(
        result,
        path,
        "its attribute security.label cannot be kept, Operation not permitted; "
        "let its owner or root write it, or remove the attribute",
    )
    assert os.getxattr(path, "security.label") == b"secret"


@EVERY_KIND
@pytest.mark.parametrize("others", [1, 2])
def test_the_other_names_of_a_file_are_said(desk: Desk, name: str, others: int) -> None:
    path = desk.file(name, desk.other.uid, desk.other.groups[0], 0o600)
    (desk.folder / "links").mkdir()
    for number in range(others):
        os.link(path, desk.folder / "links" / str(number))

    result = desk.write(desk.other, name)

    names = {1: "another name", 2: "2 other names"}[others]
    note = f"{path} had {names} (hard links), where the old text is still found"
    lines = [line.removeprefix("note: ") for line in result.stderr.splitlines()]
    assert (result.returncode, lines[:1]) == (0, [note])
    assert written(path)
    assert not written(desk.folder / "links" / "0")


@EVERY_KIND
def test_a_file_that_others_may_not_replace_is_refused(desk: Desk, name: str) -> None:
    path = desk.file(name, desk.keeper.uid, desk.group, 0o664)
    desk.folder.chmod(0o1777)

    result = desk.write(desk.member, name)

    refused(
        result,
        path,
        "it may not be replaced, Operation not permitted; "
        "let its owner write it, or look at the sticky bit of its folder",
    )


@pytest.mark.parametrize(("mode", "of_folder"), [(0o644, 0o777), (0o666, 0o755)])
def test_a_registry_that_may_not_be_written_is_refused(
    desk: Desk, mode: int, of_folder: int
) -> None:
    path = desk.file("factions.yaml", desk.keeper.uid, desk.group, mode)
    desk.folder.chmod(of_folder)

    result = desk.write(desk.other, "factions.yaml")

    message = f"{path} or its folder may not be written; look at its permissions"
    assert (result.returncode, result.stderr) == (3, f"error: {message}\n")
    assert not written(path)


WITH_ACL = acl(
    (OWNER, 6, ID),
    (USER, 6, 11),
    (USER, 7, 12),
    (OWNING_GROUP, 4, ID),
    (GROUP, 6, 21),
    (GROUP, 3, 22),
    (MASK, 6, ID),
    (OTHERS, 1, ID),
)


@pytest.mark.parametrize(
    ("user", "groups", "plain", "with_acl"),
    [
        (1, {20}, 7, 7),  # the owner, whatever his groups
        (2, {20}, 6, 4),
        (2, {5}, 1, 1),
        (11, {20}, 6, 6),  # named before his groups
        (12, set(), 1, 6),  # the mask takes some of it
        (2, {21, 20}, 6, 6),
        (2, {22}, 1, 2),
    ],
)
def test_the_rights_of_a_user(
    user: int, groups: set[int], plain: int, with_acl: int
) -> None:
    mode = 0o761

    assert Access(1, 20, mode, {}).rights(user, groups) == plain
    assert Access(1, 20, mode, {ACL: WITH_ACL}).rights(user, groups) == with_acl
