"""What a killed writer leaves: nothing that blocks, and nothing that stays."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from libya_tracker.storage import atomic
from tests.conftest import SAMPLE
from tests.support.launcher import PROGRAM
from tests.support.tracing import failing

pytestmark = pytest.mark.slow

STATE = Path("state/libya-tracker/reports")
#: The commands that write, and the file of each.
WRITES: dict[str, tuple[str, tuple[str, ...]]] = {
    "init": ("new/factions.yaml", ("init", "new")),
    "output": ("page.txt", ("status", "-o", "page.txt")),
    "record": ("factions.yaml", ("record", "trb", "opposed", "kani", "--date", "2013")),
    "memory": (f"{STATE}/daily.json", ("report", "--since-last", "daily")),
}
EVERY_WRITE = pytest.mark.parametrize("write", WRITES)
#: Where bytes go to the disk; standard output, which a report syncs first, is let through.
KILL = """
import os, signal
os.fsync = lambda handle: handle == 1 or os.kill(os.getpid(), signal.SIGKILL)
"""
WAIT = """
import os, sys
sync = os.fsync
def wait(handle):
    if handle == 1:
        return
    os.write(1, b"here\\n")
    sys.stdin.readline()
    os.fsync = sync
os.fsync = wait
"""

Tracker = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def tracker(launcher: tuple[str, ...], tmp_path: Path) -> Tracker:
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")

    def start(write: str, before: str = "") -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*launcher, before + PROGRAM, *WRITES[write][1]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def hidden(folder: Path) -> list[str]:
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.name.startswith(".") and path.name != ".daily.lock"
    )


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


@EVERY_WRITE
def test_who_is_killed_leaves_what_was_there_and_the_next_tidies_up(
    tracker: Tracker, write: str
) -> None:
    path = Path(WRITES[write][0])
    before = content(path)

    killed = tracker(write, KILL)
    killed.communicate()

    assert killed.returncode == 256 - signal.SIGKILL  # as the launcher hands it on
    assert content(path) == before
    assert len(hidden(path.parent)) == 1
    again = tracker(write)
    messages = again.communicate()[1]
    assert again.returncode == 0, messages
    assert content(path) != before
    assert hidden(path.parent) == []


def test_any_writer_removes_what_another_left_in_its_folder(tracker: Tracker) -> None:
    for write in ("output", "record"):
        tracker(write, KILL).communicate()
    Path("page.txt").write_text("")

    # The second one removed what the first one left, and the third what the second left.
    assert len(hidden(Path())) == 1
    assert tracker("output").communicate()[1] == ""
    assert hidden(Path()) == []


@EVERY_WRITE
def test_the_file_of_a_living_writer_is_left_to_him(tracker: Tracker, write: str) -> None:
    path = Path(WRITES[write][0])
    before = content(path)
    slow = tracker(write, WAIT)
    assert slow.stdout
    if write == "memory":  # a report, then the line
        assert any(line == "here\n" for line in slow.stdout)
    else:
        assert slow.stdout.readline() == "here\n"
    [name] = hidden(path.parent)

    atomic.put(path.parent / "other.txt", b"other")

    assert hidden(path.parent) == [name]
    messages = slow.communicate("\n")[1]
    assert slow.returncode == 0, messages
    assert content(path) != before
    assert hidden(path.parent) == []


def test_many_at_once_take_nothing_from_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()

    def put(number: int) -> str:
        return atomic.put(folder / f"{number % 20}.txt", b"page")

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(put, range(400))) == {""}

    assert len(list(folder.iterdir())) == 20


def test_what_only_looks_like_a_leftover_stays(tmp_path: Path) -> None:
    name = f".libya-tracker-{'0' * 15}"
    (tmp_path / "kept").write_text("kept")
    (tmp_path / f"{name}1").symlink_to("kept")
    (tmp_path / f"{name}2").mkdir()
    (tmp_path / f"{name}x").write_text("mine")
    (tmp_path / f"a{name}3").write_text("mine")
    (tmp_path / f"{name}4").write_text("left over")
    before = {path.name for path in tmp_path.iterdir()}

    atomic.put(tmp_path / "page.txt", b"page")

    after = {path.name for path in tmp_path.iterdir()}
    assert before - after == {f"{name}4"}
    assert (tmp_path / "kept").read_text() == "kept"


def test_a_long_name_leaves_room_for_the_hidden_one(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)

    atomic.put(path, b"old")
    atomic.put(path, b"new")

    assert path.read_bytes() == b"new"


@pytest.mark.usefixtures("tracker")
def test_where_there_are_no_locks_the_message_names_a_way_on() -> None:
    state = Path(os.environ["XDG_STATE_HOME"], "libya-tracker", "reports", ".daily.lock")

    report, record, page = (
        failing("flock", "ENOLCK", *WRITES[write][1])
        for write in ("memory", "record", "output")
    )

    message = "cannot be locked: No locks available"
    assert (report.returncode, report.stdout, report.stderr) == (
        3,
        "",
        f"error: {state} {message}; XDG_STATE_HOME can name another folder, such as one on "
        "a disk of this machine\n",
    )
    assert (record.returncode, record.stdout, record.stderr) == (
        3,
        "",
        f"error: {Path.cwd()} {message}; nothing written; move the registry to a folder "
        "on a disk of this machine\n",
    )
    assert (page.returncode, page.stderr) == (0, "")  # it needs no lock
    assert hidden(Path()) == []


def test_a_file_system_without_hard_links_takes_a_new_registry(tmp_path: Path) -> None:
    result = failing("link,linkat", "EPERM", "init", "new")

    assert result.returncode == 0, result.stderr
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["factions.yaml"]
