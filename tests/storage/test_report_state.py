"""What a report told is remembered whole, alone, and for nobody else to read or lose."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.errors import ChangedMeanwhileError, UnreadableError, UsageError
from libya_tracker.storage import report_state
from libya_tracker.storage.report_state import ReportedState
from tests.conftest import SAMPLE
from tests.support.places import TOP

pytestmark = pytest.mark.slow  # processes, locks and full disks

DAY, LATER = dt.date(2018, 1, 1), dt.date(2018, 1, 2)
TOLD = ReportedState("factions.yaml", DAY, DAY, SAMPLE)
ROOM = {"PYTHONPATH": str(TOP)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "reports"


def advance(folder: Path, state: ReportedState, name: str = "daily") -> None:
    with report_state.open_state(folder, name) as mine:
        mine.advance(state)


def recalled(folder: Path, name: str = "daily") -> ReportedState | None:
    with report_state.open_state(folder, name) as mine:
        return mine.last


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_nothing_is_remembered_at_first_and_looking_changes_nothing(folder: Path) -> None:
    assert recalled(folder) is None
    assert recalled(folder) is None
    assert files(folder) == [".daily.lock"]


@given(
    text=st.text() | st.just("\ufeffa\r\nb\n"),
    path=st.text(st.characters(categories=["L", "Cs", "P"])),
    day=st.dates(),
    known=st.dates(),
)
def test_what_was_told_is_remembered_to_the_letter(
    tmp_path: Path, text: str, path: str, day: dt.date, known: dt.date
) -> None:
    state = ReportedState(path, day, known, text)

    advance(tmp_path, state)

    assert recalled(tmp_path) == state


def test_a_memory_is_for_its_owner_alone_and_leaves_no_litter(folder: Path) -> None:
    advance(folder, TOLD)
    advance(folder, TOLD)

    modes = {file: stat.S_IMODE((folder / file).stat().st_mode) for file in files(folder)}
    assert modes == {".daily.lock": 0o600, "daily.json": 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_registry_is_as_it_was_told(folder: Path) -> None:
    advance(folder, TOLD)

    with report_state.open_state(folder, "daily") as mine:
        assert mine.last
        registry = mine.registry(mine.last)

    assert registry.title == "Western Libya, a sample"
    assert len(registry.claims) == 18


def test_names_have_memories_of_their_own_and_wait_for_nobody_else(folder: Path) -> None:
    advance(folder, TOLD, "a")

    with (
        report_state.open_state(folder, "a") as one,
        report_state.open_state(folder, "b", timeout=0) as other,
    ):
        assert other.last is None
        other.advance(ReportedState("other.yaml", LATER, LATER, ""))
        assert one.last == TOLD

    assert recalled(folder, "a") == TOLD
    assert recalled(folder, "b") == ReportedState("other.yaml", LATER, LATER, "")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="there is no /proc here")
def test_the_lock_is_held_by_a_file_opened_for_writing(folder: Path) -> None:
    with report_state.open_state(folder, "daily"):
        flags = [
            fcntl.fcntl(int(link.name), fcntl.F_GETFL)
            for link in Path("/proc/self/fd").iterdir()
            if link.is_symlink() and link.readlink() == folder / ".daily.lock"
        ]

    # NFS 4 refuses an exclusive lock on a file that is opened for reading alone.
    assert [flag & os.O_ACCMODE for flag in flags] == [os.O_RDWR]


def test_a_second_report_under_a_name_gives_up_on_one_that_takes_too_long(
    folder: Path,
) -> None:
    with (
        report_state.open_state(folder, "daily"),
        pytest.raises(ChangedMeanwhileError) as caught,
        report_state.open_state(folder, "daily", timeout=0),
    ):
        pytest.fail("two have the same memory in hand")

    message = "another report since the last 'daily' is being written; try again"
    assert (str(caught.value), caught.value.exit_code) == (message, 5)


@pytest.mark.parametrize(
    "name", ["daily", "a", "-", "_x", "2018-01", "a.b.json", "x" * 100]
)
def test_a_name_is_of_letters_digits_and_three_signs(folder: Path, name: str) -> None:
    advance(folder, TOLD, name)

    assert recalled(folder, name) == TOLD
    assert files(folder) == sorted([f".{name}.lock", f"{name}.json"])


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", ".a", "../a", "/a", "a/b", "a b", "a\n", "a\0", "é", "x" * 101],
)
def test_what_could_lead_elsewhere_is_no_name(folder: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"^a report cannot be called '.*': use letters"):
        recalled(folder, name)

    assert not folder.exists()


WHOLE = {
    "version": 1,
    "registry": "r",
    "day": "2018-01-01",
    "known": "2018-01-01",
    "text": "",
}
NONE = "is not the state of a report"
USELESS = {
    "empty": ("", NONE),
    "cut off": (json.dumps(WHOLE)[:-9], NONE),
    "no JSON": ("factions:\n", NONE),
    "not UTF-8": ("\udcff", NONE),
    "a list": ("[1]", NONE),
    "a word": ('"version"', NONE),
    "deep": ("[" * 100_000, NONE),
    "a long number": ("9" * 10_000, NONE),
    "foreign": ('{"version": 1, "name": "x"}', NONE),
    "no version": (json.dumps(WHOLE | {"version": None}), "is of a version"),
    "no day": (json.dumps(WHOLE | {"day": "Monday"}), NONE),
    "a day that is none": (json.dumps(WHOLE | {"day": 20180101}), NONE),
    "no text": (json.dumps(WHOLE | {"text": None}), NONE),
    "no path": (json.dumps(WHOLE | {"registry": ["r"]}), NONE),
    "something more": (json.dumps(WHOLE | {"scenario": "x"}), NONE),
    "of a later version": (
        json.dumps(WHOLE | {"version": 2, "more": "x"}),
        "is of a version that this program cannot read",
    ),
}


@pytest.mark.parametrize("case", USELESS)
def test_what_is_no_memory_is_said_to_be_none_and_left_alone(
    folder: Path, case: str
) -> None:
    text, why = USELESS[case]
    folder.mkdir(parents=True)
    path = folder / "daily.json"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    before = path.read_bytes()

    with pytest.raises(UnreadableError) as caught:
        recalled(folder)

    assert str(caught.value).startswith(f"{path} {why}")
    assert str(caught.value).endswith("; delete it to start again")
    assert path.read_bytes() == before


def test_a_memory_can_be_deleted_to_begin_anew(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "daily.json").write_text("broken")

    (folder / "daily.json").unlink()

    assert recalled(folder) is None
    advance(folder, TOLD)
    assert recalled(folder) == TOLD


def test_a_registry_that_no_longer_reads_is_said_to_be_of_no_use(folder: Path) -> None:
    advance(folder, ReportedState("factions.yaml", DAY, DAY, "factions: [\n"))

    with (
        report_state.open_state(folder, "daily") as mine,
        pytest.raises(UnreadableError) as caught,
    ):
        mine.registry(mine.last or TOLD)

    path = folder / "daily.json"
    assert str(caught.value) == (
        f"{path} holds a registry that is not valid; delete it to start again"
    )


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UnreadableError) as caught:
        recalled(tmp_path / "file" / "reports")

    assert str(caught.value) == (
        f"no state of reports can be kept in {tmp_path}/file/reports: Not a directory; "
        "XDG_STATE_HOME can name another folder, such as one on a disk of this machine"
    )


ADVANCED = """
import datetime as dt, os, signal, sys
from pathlib import Path
from libya_tracker.storage import report_state
KILL
with report_state.open_state(Path(sys.argv[1]), "daily") as mine:
    day = dt.date(2018, 1, 2)
    mine.advance(report_state.ReportedState("new", day, day, "x" * 5000))
"""
KILL = "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)"


def in_a_process(
    folder: Path, kill: str, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ADVANCED.replace("KILL", kill), str(folder)],
        env=os.environ | ROOM,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=before,
    )


def test_who_is_killed_while_remembering_remembers_what_was_told_before(
    folder: Path,
) -> None:
    advance(folder, ReportedState("old", DAY, DAY, ""))

    result = in_a_process(folder, KILL)

    assert result.returncode == -signal.SIGKILL
    assert recalled(folder) == ReportedState("old", DAY, DAY, "")
    advance(folder, TOLD)
    assert recalled(folder) == TOLD
    assert files(folder) == [".daily.lock", "daily.json"]


def test_a_full_disk_leaves_the_memory_as_it_was(folder: Path) -> None:
    advance(folder, ReportedState("old", DAY, DAY, ""))

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    result = in_a_process(folder, "", little_room)

    message = f"{folder}/daily.json cannot be written: File too large"
    assert f"{message}; the next report will repeat this one" in result.stderr
    assert recalled(folder) == ReportedState("old", DAY, DAY, "")
    assert files(folder) == [".daily.lock", "daily.json"]
