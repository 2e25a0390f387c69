"""Other users, for real: the program run in their name, in a folder that they can reach."""

from __future__ import annotations

import os
import pwd
import struct
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

import libya_tracker
from tests.support.launcher import PROGRAM

ACL = "system.posix_acl_access"
#: The kinds of entries of an ACL, acl(5), as Linux stores them.
OWNER, USER, OWNING_GROUP, GROUP, MASK, OTHERS = 1, 2, 4, 8, 16, 32

AsUser = Callable[..., subprocess.CompletedProcess[str]]


class User(NamedTuple):
    """Whom a process acts for: a user and the groups, the own one first."""

    uid: int
    groups: tuple[int, ...]


def system_user(name: str) -> User:
    """Return a user that every system has, with the own group."""
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        pytest.skip(f"there is no user {name} here")
    return User(entry.pw_uid, (entry.pw_gid,))


def become(user: User) -> str:
    """Return code after which a process of root acts for another user."""
    # What is imported late may lie where the other user cannot read.
    return (
        f"import os, shlex; os.setgroups({list(user.groups)}); "
        f"os.setgid({user.groups[0]}); os.setuid({user.uid})\n"
    )


def acl(*entries: tuple[int, int, int]) -> bytes:
    """Return an ACL of kinds, rights and ids as Linux stores it."""
    packed = (struct.pack("<HHI", *entry) for entry in entries)
    return struct.pack("<I", 2) + b"".join(packed)


def attach(path: Path, name: str, value: bytes) -> None:
    """Set an attribute of a file; skip the test where the file system has none."""
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"no {name} on this file system: {error.strerror}")


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that every user can reach, other than those of the tests."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@pytest.fixture
def as_user(launcher: tuple[str, ...]) -> AsUser:
    """Run a command line in the name of another user."""
    if os.geteuid() != 0:
        pytest.skip("only root can act for other users")
    for module in (libya_tracker, typer):  # of which parts are imported late
        folder = Path(module.__path__[0])
        if not all(place.stat().st_mode & 0o001 for place in folder.parents):
            pytest.skip(f"{folder} is out of reach of other users")

    def run_it(
        user: User, *args: str, cwd: Path, before: str = "", **env: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*launcher, f"{become(user)}{before}\n{PROGRAM}", *args],
            cwd=cwd,
            env=os.environ | env,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    return run_it
