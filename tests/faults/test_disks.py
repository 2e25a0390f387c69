"""Disks that are full, broken or closed: written whole, or the reason with the old file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.campaign import SCALE, Count, Failures, chance, drawn, every_other, some
from tests.support.desk import FAILED, WRITES, WRITTEN, Desk, desk
from tests.support.users import become, public, system_user

__all__ = ["desk", "public"]  # fixtures

pytestmark = pytest.mark.slow

ERRORS = ("ENOSPC", "EIO", "EROFS", "EACCES")
#: Calls that change something fail in each of these ways, the others in one, in turn.
CHANGING = {
    *("openat", "write", "fsync", "fchmod", "rename", "renameat", "renameat2", "link"),
    *("linkat", "unlink", "unlinkat", "mkdir", "mkdirat"),
}
LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))\n"


@pytest.mark.parametrize("desk", some(every_other(WRITES, 0), "calls"), indirect=True)
def test_a_system_call_that_fails_leaves_the_old_file_with_a_message_or_the_new_one(
    desk: Desk, count: Count
) -> None:
    faults = [
        (call, error)
        for n, call in enumerate(desk.calls)
        if call.name != "getcwd"  # on Linux it fails in no such way, and rich needs it
        for error in (ERRORS if call.name in CHANGING else ERRORS[n % 4 : n % 4 + 1])
    ]

    failures = Failures()
    for call, error in drawn(faults, 1, f"faults of {desk.write.words}"):
        result, hit = desk.struck(call, f"error={error}")
        with failures.noted(hit or call.text):
            assert hit
            code = desk.judge(result, silent="write(2<" in hit)
            count(f"system calls that failed with {error}, exit {code}")
    failures.raised()


@pytest.mark.parametrize("desk", ["record", "init"], indirect=True)
def test_what_was_written_counts_though_the_file_cannot_be_closed(desk: Desk) -> None:
    (swap,) = (n for n, call in enumerate(desk.calls) if re.match("rename|link", call.name))

    for call in desk.calls[swap:]:
        if call.name == "close":
            result, hit = desk.struck(call, "error=EIO")
            assert hit
            assert desk.judge(result) == WRITTEN


@pytest.mark.parametrize("desk", some(every_other(WRITES, 1), "limits"), indirect=True)
def test_a_limit_on_the_size_of_files_leaves_the_old_file_with_a_message(
    desk: Desk, count: Count
) -> None:
    random = chance(f"limits of {desk.write.words}")
    largest = max(map(len, desk.new.values()))

    for _ in range(SCALE):
        desk.restore()
        room = random.randrange(largest + 100)
        result = desk.run(*desk.args, before=LIMIT.replace("ROOM", str(room)))
        count(f"limits on the size of files, exit {desk.judge(result)}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder that is a disk of its own, of 256 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mounted("-t", "tmpfs", "-o", "size=256k", "tmpfs", folder):
        pytest.skip("only who may mount a disk can fill one")
    yield folder
    subprocess.run(["umount", folder], check=True)


def mounted(*args: str | Path) -> bool:
    mount = shutil.which("mount")
    return (
        mount is not None
        and not subprocess.run([mount, *args], check=False, capture_output=True).returncode
    )


def test_a_disk_that_is_full_or_read_only_leaves_the_old_file_with_a_message(
    small_disk: Path, launcher: tuple[str, ...], count: Count
) -> None:
    random = chance("disks")
    ballast = small_disk / "ballast"
    for name in drawn([*WRITES], 2, "writes on small disks"):
        desk = Desk(small_disk / "desk", launcher, name)
        for _ in range(SCALE):
            desk.restore()
            ballast.write_bytes(bytes(free(small_disk) - 4096 * random.randrange(5)))
            result = desk.run(*desk.args)
            ballast.unlink()
            count(f"full disks, exit {desk.judge(result)}")

        desk.restore()
        assert mounted("-o", "remount,ro", small_disk)
        result = desk.run(*desk.args)
        assert mounted("-o", "remount,rw", small_disk)
        assert desk.judge(result) == FAILED
        assert re.search("Read-only file system|permissions", result.stderr)
        count("disks that are read-only, exit 3")


def free(folder: Path) -> int:
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize


def test_who_may_not_write_leaves_the_old_file_with_a_message(
    public: Path, launcher: tuple[str, ...], count: Count
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can act for other users")
    for name in drawn([*WRITES], 2, "writes of others"):
        desk = Desk(public / "desk", launcher, name)
        desk.restore()

        result = desk.run(*desk.args, before=become(system_user("nobody")))

        assert desk.judge(result) == FAILED
        count("writes by who may not, exit 3")
