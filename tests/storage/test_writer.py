"""A lock that is held, a full disk: the old file or the new one, never half."""

from __future__ import annotations

import fcntl
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from libya_tracker.errors import ChangedMeanwhileError, TrackerError, UnreadableError
from libya_tracker.model.records import Registry
from libya_tracker.storage import atomic
from libya_tracker.storage import writer as writing
from libya_tracker.storage.emitter import Item
from libya_tracker.storage.writer import Addition
from tests.conftest import Run
from tests.support.mounts import mounted_over
from tests.support.places import TOP

pytestmark = pytest.mark.slow  # processes, locks and full disks

TEXT = """\
# كتيبة
factions: {a: {name: A}, b: {name: B}}
changes:
  - {date: 2011, faction: a, relation: allied, to: b}
scenarios:
  s: {changes: [{date: 2012, faction: a, relation: allied, to: b}]}
"""
NEW = Item({"date": "2013", "faction": "a", "relation": "none", "to": "b"})
ADDED = TEXT.replace(
    "scenarios:",
    "  - date: 2013\n    faction: a\n    relation: none\n    to: b\nscenarios:",
)
PATIENT = 100.0
#: No bytecode: a limit on the size of files would cut it, and break every later run.
ROOM = {"PYTHONPATH": str(TOP), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "factions.yaml"
    path.write_text(TEXT, encoding="utf-8", newline="")
    return path


def plan(_: Registry) -> Addition:
    return Addition(("changes",), [NEW])


def command(*args: str) -> list[str]:
    return [sys.executable, "-m", "libya_tracker", *args]


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.fixture
def holding_lock(path: Path) -> Iterator[None]:
    """Hold the folder's lock, as another program would."""
    handle = os.open(path.parent, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    yield
    os.close(handle)


@pytest.mark.usefixtures("holding_lock")
def test_a_writer_gives_up_on_a_lock_that_is_held_too_long(path: Path) -> None:
    with pytest.raises(ChangedMeanwhileError) as caught:
        writing.edit(path, plan, timeout=0)

    message = f"another program is writing in {path.parent}; nothing written, try again"
    assert (caught.value.exit_code, str(caught.value)) == (5, message)
    assert path.read_text(encoding="utf-8") == TEXT


@pytest.mark.usefixtures("holding_lock")
def test_a_dry_run_waits_for_nobody(path: Path) -> None:
    edit = writing.edit(path, plan, dry_run=True, timeout=0)

    assert (edit.before, edit.after) == (TEXT, ADDED)
    assert path.read_text(encoding="utf-8") == TEXT


def test_a_change_made_meanwhile_by_an_editor_is_not_lost(path: Path) -> None:
    def slow(registry: Registry) -> Addition:
        path.write_text(TEXT + "# by hand\n", encoding="utf-8")
        return plan(registry)

    with pytest.raises(ChangedMeanwhileError) as caught:
        writing.edit(path, slow)

    message = f"{path} changed meanwhile; nothing written, try again"
    assert (caught.value.exit_code, str(caught.value)) == (5, message)
    assert path.read_text(encoding="utf-8") == TEXT + "# by hand\n"
    assert files(path.parent) == ["factions.yaml"]


def test_a_full_disk_leaves_the_old_file_and_no_litter(path: Path) -> None:
    limit = len(TEXT.encode()) + 10

    process = subprocess.run(
        command("record", "a", "opposed", "b", "-r", str(path)),
        env=os.environ | ROOM,
        capture_output=True,
        text=True,
        timeout=PATIENT,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )

    message = f"error: {path} cannot be written: File too large; it was not changed\n"
    assert (process.returncode, process.stdout, process.stderr) == (3, "", message)
    assert path.read_text(encoding="utf-8") == TEXT
    assert files(path.parent) == ["factions.yaml"]


@pytest.mark.parametrize("mode", [0o640, 0o600, 0o664, 0o755])
def test_the_mode_of_the_file_is_kept(path: Path, mode: int) -> None:
    path.chmod(mode)

    writing.edit(path, plan)

    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_text(encoding="utf-8") == ADDED


def test_a_symlink_stays_one_and_its_file_is_changed(path: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.yaml"
    link.symlink_to("../factions.yaml")

    edit = writing.edit(link, plan)

    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == ADDED
    assert edit.path == link
    assert files(tmp_path) == ["elsewhere", "factions.yaml"]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_byte_order_mark_are_kept(path: Path, mark: str, end: str) -> None:
    path.write_bytes((mark + TEXT.replace("\n", end)).encode())

    writing.edit(path, plan)

    assert path.read_bytes() == (mark + ADDED.replace("\n", end)).encode()


def refusal(path: Path, addition: Addition) -> str:
    before = path.read_bytes()
    with pytest.raises(TrackerError) as caught:
        writing.edit(path, lambda _: addition)
    assert path.read_bytes() == before
    assert files(path.parent) == [path.name]
    return str(caught.value)


UNSAFE = "nothing written, since it could not be read back: "


def test_what_would_not_read_back_is_not_written(path: Path) -> None:
    bad = Item({"date": "2013", "faction": "x", "relation": "none", "to": "b"})
    renaming = Item({"date": "2012", "faction": "a", "relation": "none", "to": "b"})
    empty = Item({"date": "2013", "faction": "a", "relation": "none", "to": "b", "by": ""})

    messages = [
        refusal(path, Addition(("changes",), [item])) for item in (bad, renaming, empty)
    ]

    assert messages == [
        f"{UNSAFE}factions.yaml:6:14: no faction 'x'; add it under factions "
        "[unknown-faction]",
        f"{UNSAFE}factions.yaml:6:17 would be read differently",
        f"{UNSAFE}factions.yaml:9:9: this value is empty; remove the key or fill it in "
        "[empty-value]",
    ]


def test_nothing_to_add_writes_nothing(path: Path) -> None:
    before = path.stat()

    nothing = Addition(("changes",), [], ["Nothing to add."])

    edit = writing.edit(path, lambda _: nothing)

    assert (edit.after, edit.added, edit.remarks) == (TEXT, (), ("Nothing to add.",))
    assert path.stat().st_mtime_ns == before.st_mtime_ns


WITHOUT_LOCKS = """
import sys
sys.modules["fcntl"] = None
from libya_tracker.cli.app import main
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("args", "code", "error"),
    [
        (["check"], 0, ""),
        (
            ["record", "a", "opposed", "b"],
            3,
            "error: this system has no file locks; nothing written\n",
        ),
    ],
)
def test_without_file_locks_one_can_read_but_not_write(
    path: Path, args: list[str], code: int, error: str
) -> None:
    process = subprocess.run(
        [sys.executable, "-c", WITHOUT_LOCKS, *args],
        cwd=path.parent,
        env=os.environ | ROOM,
        capture_output=True,
        text=True,
        timeout=PATIENT,
        check=False,
    )

    assert (process.returncode, process.stderr if code else "") == (code, error)
    assert path.read_text(encoding="utf-8") == TEXT


def test_creating_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "new" / "factions.yaml"

    with pytest.raises(UnreadableError) as caught:
        writing.create(path, b"x")
    # A path that is mistyped makes no folder, unless one is asked for.
    assert str(caught.value) == f"{path} cannot be written: No such file or directory"
    assert not path.parent.exists()

    writing.create_with_folder(path, b"x")
    with pytest.raises(UnreadableError) as caught:
        writing.create(path, b"y")

    assert str(caught.value) == f"{path} exists already; nothing written"
    assert path.read_bytes() == b"x"


def test_creating_below_a_file_says_that_it_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UnreadableError) as caught:
        writing.create_with_folder(tmp_path / "file" / "factions.yaml", b"x")

    assert str(caught.value) == f"{tmp_path / 'file'} is no folder: File exists"


def test_a_file_is_put_in_place_whole_with_the_mode_that_it_had(tmp_path: Path) -> None:
    path = tmp_path / "page.html"

    atomic.put(path, b"new")
    path.chmod(0o604)
    link = tmp_path / "link"
    link.symlink_to(path.name)
    with path.open("rb") as reader:
        atomic.put(link, b"newer")
        content = reader.read()

    assert (content, path.read_bytes(), link.is_symlink()) == (b"new", b"newer", True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o604
    assert files(tmp_path) == ["link", "page.html"]


def test_a_page_that_is_mounted_by_itself_is_written_in_place(tmp_path: Path) -> None:
    page, other = tmp_path / "page.html", tmp_path / "other.html"
    page.touch()
    other.touch()

    with mounted_over(page, other):
        note = atomic.put(page, b"new")

    assert (note, other.read_bytes(), page.read_bytes()) == ("", b"new", b"")
    assert sorted(tmp_path.iterdir()) == [other, page]


def test_a_new_file_has_the_mode_of_any_other(path: Path, tmp_path: Path) -> None:
    atomic.put(tmp_path / "page.html", b"")

    modes = {stat.S_IMODE(file.stat().st_mode) for file in (path, tmp_path / "page.html")}
    assert len(modes) == 1


def test_what_is_no_plain_file_is_written_where_it_is(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    atomic.put(pipe, b"page")

    assert os.read(reader, 10) == b"page"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_pipe_that_the_shell_names_is_written_into() -> None:
    reader, writer = os.pipe()

    atomic.put(Path(f"/dev/fd/{writer}"), b"page")

    assert os.read(reader, 10) == b"page"
    os.close(reader)
    os.close(writer)


@pytest.mark.usefixtures("path")
def test_links_in_a_circle_are_no_place_to_write(tmp_path: Path, run: Run) -> None:
    one, other = tmp_path / "a.dot", tmp_path / "b.dot"
    one.symlink_to(other.name)
    other.symlink_to(one.name)

    result = run("graph", "-o", "a.dot", registry=None)

    message = "error: a.dot cannot be looked at: Too many levels of symbolic links\n"
    assert (result.exit_code, result.stdout, result.stderr) == (3, "", message)
    assert files(tmp_path) == ["a.dot", "b.dot", "factions.yaml"]


@pytest.mark.usefixtures("path")
def test_a_full_disk_leaves_the_page_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("old")

    process = subprocess.run(
        command("status", "-o", str(path)),
        env=os.environ | ROOM,
        capture_output=True,
        text=True,
        timeout=PATIENT,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10)),
    )

    message = f"error: {path} cannot be written: File too large\n"
    assert (process.returncode, process.stdout, process.stderr) == (3, "", message)
    assert (path.read_text(), files(tmp_path)) == ("old", ["factions.yaml", "page.txt"])
