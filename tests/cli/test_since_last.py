"""Reports since the last: what is refused, what fails, who comes second, what is kept."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from libya_tracker.cli import since_last
from libya_tracker.errors import ChangedMeanwhileError, UnreadableError
from libya_tracker.storage import report_state
from tests.conftest import SAMPLE, TODAY, Run
from tests.support.places import TOP

pytestmark = pytest.mark.slow  # whole reports, many times over

MODULE = (sys.executable, "-m", "libya_tracker")
LAST = ("report", "--since-last", "daily")
NEWS = (*LAST, "--only-if-changed")
CLAIM = "  - {date: 2017-12-30, faction: janzour, relation: fighting, to: kani}\n"
GROWN = SAMPLE.replace("  # a retraction\n", CLAIM)


@pytest.fixture
def state_file(tmp_path: Path) -> Path:
    """The file that is remembered."""
    return tmp_path / "state" / "libya-tracker" / "reports" / "daily.json"


@pytest.fixture
def begun(run: Run, state_file: Path) -> bytes:
    """What is remembered once the sample has been reported."""
    assert run(*LAST).exit_code == 0
    return state_file.read_bytes()


def tracker(
    *args: str,
    env: Mapping[str, str] | None = None,
    stdout: int = subprocess.PIPE,
    program: tuple[str, ...] = MODULE,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*program, *args],
        env={**surroundings(), **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )


def surroundings() -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(TOP),
        "LIBYA_TRACKER_TODAY": TODAY,
        "XDG_STATE_HOME": os.environ["XDG_STATE_HOME"],
    }


def changes(output: str) -> list[str]:
    """Return the entries that a report in JSON tells."""
    return [row["changes"][0] for row in json.loads(output or "[]")]


JANZOUR = ["2017-12-30-janzour-kani"]


def test_a_first_report_tells_all_there_is_and_the_next_nothing(run: Run) -> None:
    first, second = (run(*LAST, "-f", "json").stdout for _ in range(2))

    entries = {name for row in json.loads(first) for name in row["changes"]}
    assert len(entries) == 17
    assert json.loads(second) == []


def test_a_first_report_begins_where_it_is_told_to_and_only_that(run: Run) -> None:
    args = (*LAST, "--since", "2017-12-01", "-f", "json")

    first, second = run(*args), run(*args, registry=GROWN)

    assert "2017-11-01-trb-tidings" not in changes(first.stdout)
    assert changes(second.stdout) == JANZOUR


def test_a_first_report_without_news_is_a_beginning_too(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    args = (*NEWS, "--since", "today", "-f", "json")
    assert run(*args).stdout == ""
    monkeypatch.setenv("LIBYA_TRACKER_TODAY", "2018-01-02")

    assert changes(run(*args, registry=GROWN).stdout) == JANZOUR


def test_names_are_told_apart(run: Run) -> None:
    other = ("report", "--since-last", "weekly", "-f", "json")

    assert len(changes(run(*LAST, "-f", "json").stdout)) > 10
    assert len(changes(run(*other).stdout)) > 10
    assert changes(run(*LAST, "-f", "json", registry=GROWN).stdout) == JANZOUR
    assert changes(run(*other, registry=None).stdout) == JANZOUR


def test_what_days_alone_bring_is_told_where_nobody_edits(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = GROWN.replace("to: kani}", "to: kani, recorded: 2018-01-02}")
    assert JANZOUR[0] not in changes(run(*LAST, "-f", "json", registry=ahead).stdout)
    monkeypatch.setenv("LIBYA_TRACKER_TODAY", "2018-01-02")

    page = run(*LAST, "-o", "page.json", registry=None)

    assert (page.exit_code, page.output) == (0, "")
    assert changes(Path("page.json").read_text(encoding="utf-8")) == JANZOUR


@pytest.mark.usefixtures("begun")
def test_silence_changes_nothing_and_loses_nothing(run: Run, state_file: Path) -> None:
    before = state_file.read_bytes()

    silent = run(*NEWS, "-o", "page.txt", registry=f"# a comment\n{SAMPLE}")

    assert (silent.exit_code, silent.output, state_file.read_bytes()) == (0, "", before)
    assert not Path("page.txt").exists()
    assert changes(run(*NEWS, "-f", "json", registry=GROWN).stdout) == JANZOUR


RECORD = "--since-last reports on the record as it is; ask the rest with --since"
BACK = (
    "the last report under 'daily' was of 2018-01-01, this is of 2017-12-31; "
    "nothing can be new, look at the clock"
)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ("--known-at 2017", RECORD),
        ("--scenario stand-ground", RECORD),
        ("--until 2018-02", "--until with --since-last cannot be a day to come"),
        ("--until 2017-12-31", BACK),
        ("--since soon", "--since: 'soon' is no date: write YYYY"),
    ],
)
def test_what_makes_no_sense_is_refused_and_not_remembered(
    run: Run, state_file: Path, begun: bytes, args: str, message: str
) -> None:
    result = run(*LAST, *args.split(), registry=GROWN)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {message}")
    assert state_file.read_bytes() == begun


def test_a_clock_that_went_back_is_said_and_nothing_is_lost(
    run: Run, state_file: Path, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIBYA_TRACKER_TODAY", "2017-12-31")

    result = run(*LAST, registry=GROWN)

    assert (result.exit_code, result.output) == (2, f"error: {BACK}\n")
    assert state_file.read_bytes() == begun


def test_until_is_as_far_as_is_told_and_the_next_goes_on_from_there(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = SAMPLE.replace("  # a retraction\n", CLAIM.replace("}", ", note: n}"))
    later = CLAIM.replace("2017-12-30", "2018-01-03")
    monkeypatch.setenv("LIBYA_TRACKER_TODAY", "2018-01-05")
    run(*LAST, "--until", "2018-01-01")

    second = run(
        *(*LAST, "--until", "2018-01-02", "-f", "json"),
        registry=more.replace("scenarios:", f"{later}scenarios:"),
    )
    third = run(*LAST, "-f", "json", registry=None)

    assert changes(second.stdout) == JANZOUR
    assert changes(third.stdout) == ["2018-01-03-janzour-kani"]


def test_another_registry_under_the_name_is_noted_once(
    run: Run, begun: bytes, tmp_path: Path
) -> None:
    assert begun
    (tmp_path / "other.yaml").write_text(GROWN, encoding="utf-8")

    first, second = (run(*LAST, "-r", "other.yaml", "-f", "json") for _ in range(2))

    note = f"note: 'daily' was last used with {tmp_path}/factions.yaml\n"
    assert (changes(first.stdout), first.stderr) == (JANZOUR, note)
    assert (changes(second.stdout), second.stderr) == ([], "")


def test_a_name_that_is_none_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    result = run("report", "--since-last", "../daily")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: a report cannot be called '../daily'")
    assert [path.name for path in tmp_path.iterdir()] == ["factions.yaml"]


@pytest.mark.usefixtures("begun")
def test_a_memory_that_is_none_is_never_taken_for_a_beginning(
    run: Run, state_file: Path
) -> None:
    state_file.write_text("{}")

    result = run(*LAST)

    message = (
        f"error: {state_file} is not the state of a report; delete it to start again\n"
    )
    assert (result.exit_code, result.stdout, result.stderr) == (3, "", message)


FULL = Path("/dev/full")
NO_DISK = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")


@pytest.mark.parametrize(
    ("file", "error"),
    [
        ("nowhere/page", "nowhere/page cannot be written: No such file or directory"),
        (".", ". cannot be written: Is a directory"),
        ("factions.yaml", "--output factions.yaml is a registry; nothing written"),
        pytest.param(
            "/dev/full",
            "/dev/full cannot be written: No space left on device",
            marks=NO_DISK,
        ),
    ],
)
def test_what_could_not_be_put_into_a_file_is_told_by_the_next(
    run: Run, state_file: Path, begun: bytes, file: str, error: str
) -> None:
    failed = run(*LAST, "-o", file, "-f", "json", registry=GROWN)

    assert failed.exit_code in {2, 3}
    assert failed.output == f"error: {error}\n"
    assert state_file.read_bytes() == begun
    assert changes(run(*LAST, "-f", "json", registry=None).stdout) == JANZOUR


@pytest.mark.slow
@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(
    ("stream", "code", "error"),
    [
        pytest.param("full", 3, "error: standard output cannot be written: No space left "
                     "on device\n", marks=NO_DISK),
        ("pipe", 0, ""),
    ],
)  # fmt: skip
def test_what_nobody_could_read_is_told_by_the_next(
    run: Run, state_file: Path, stream: str, code: int, error: str
) -> None:
    Path("factions.yaml").write_text(GROWN, encoding="utf-8")
    before = state_file.read_bytes()
    reader, writer = os.pipe()
    os.close(reader)
    full = os.open(FULL, os.O_WRONLY) if stream == "full" else writer

    failed = tracker(*LAST, "-f", "json", stdout=full)

    for handle in {full, writer}:
        os.close(handle)
    assert (failed.returncode, failed.stderr) == (code, error)
    assert state_file.read_bytes() == before
    assert changes(run(*LAST, "-f", "json", registry=None).stdout) == JANZOUR


KILLED = """
import os, signal
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
from libya_tracker.cli.app import main
main()
"""


@pytest.mark.usefixtures("begun")
def test_who_is_killed_before_remembering_tells_it_once_more(run: Run) -> None:
    Path("factions.yaml").write_text(GROWN, encoding="utf-8")

    killed = tracker(*LAST, "-f", "json", program=(sys.executable, "-c", KILLED))

    assert killed.returncode == -signal.SIGKILL
    assert changes(killed.stdout) == JANZOUR
    assert changes(run(*LAST, "-f", "json", registry=None).stdout) == JANZOUR


@pytest.mark.usefixtures("begun")
def test_the_registry_is_read_only_once_the_other_report_is_remembered() -> None:
    missing = Path("missing.yaml")

    with (
        report_state.open_state(since_last.folder(), "daily"),
        pytest.raises(ChangedMeanwhileError),
        since_last.last("daily", missing, timeout=0),
    ):
        pytest.fail("two have the same memory in hand")
    with pytest.raises(UnreadableError), since_last.last("daily", missing, timeout=0):
        pytest.fail("there is no such file")


@pytest.mark.parametrize(
    ("env", "folder"),
    [
        ({"XDG_STATE_HOME": "/s", "HOME": "/h"}, "/s"),
        ({"XDG_STATE_HOME": "", "HOME": "/h"}, "/h/.local/state"),
        ({"XDG_STATE_HOME": "s", "HOME": "/h"}, "/h/.local/state"),
        ({"HOME": "/h"}, "/h/.local/state"),
        ({}, f"{pwd.getpwuid(os.getuid()).pw_dir}/.local/state"),
    ],
)
def test_memories_are_kept_where_the_specification_says(
    env: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_STATE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)

    assert since_last.folder() == Path(folder, "libya-tracker", "reports")


@pytest.mark.parametrize("home", ["", "here"])
def test_without_a_home_one_is_told_what_to_set(
    run: Run, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", home)

    result = run(*LAST)

    message = "there is no home folder to remember in; set XDG_STATE_HOME to a folder's "
    assert (result.exit_code, result.output) == (3, f"error: {message}full path\n")


def test_a_folder_that_cannot_hold_a_memory_fails_before_anything_is_told(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("")

    result = run(*LAST)

    why = f"no state of reports can be kept in {tmp_path}/state/libya-tracker/reports"
    hint = "XDG_STATE_HOME can name another folder, such as one on a disk of this machine"
    assert (result.exit_code, result.output) == (
        3,
        f"error: {why}: Not a directory; {hint}\n",
    )


@pytest.mark.parametrize(
    "edits",
    [
        [("faction", "rename", "kani", "kaniyat")],
        [
            ("faction", "rename", "4th-division", "kani-2"),
            ("faction", "rename", "lna", "army"),
        ],
        [
            ("faction", "add", "double", "--name", "Sons of Tarhuna"),
            ("report", "--since-last", "daily"),
            ("faction", "merge", "double", "kani"),
        ],
    ],
)
def test_a_faction_under_another_id_is_no_news(
    run: Run, begun: bytes, edits: list[tuple[str, ...]]
) -> None:
    for edit in edits:
        assert run(*edit, registry=None).exit_code == 0

    result = run(*NEWS, registry=None)

    assert (result.exit_code, result.stdout) == (0, "")


def test_what_a_renamed_faction_did_is_news_under_its_new_id(
    run: Run, begun: bytes
) -> None:
    run("faction", "rename", "kani", "kaniyat", registry=None)
    run("record", "kaniyat", "fighting", "janzour", "--date", "2017-12-30", registry=None)

    rows = json.loads(run(*LAST, "-f", "json", registry=None).stdout)

    assert [(row["section"], row["faction"], row["to"]) for row in rows] == [
        ("learned", "kaniyat", "janzour")
    ]


def test_a_memory_is_safe_to_delete(run: Run, state_file: Path, begun: bytes) -> None:
    shutil.rmtree(state_file.parent)

    again = run(*LAST, "-f", "json")

    assert len(changes(again.stdout)) > 10
    assert state_file.read_bytes() == begun
