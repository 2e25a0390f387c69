"""Standard output and standard error that take little, or nothing."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from libya_tracker.cli import streams
from tests.conftest import SAMPLE, TODAY
from tests.support.campaign import every_other, some
from tests.support.launcher import PROGRAM as RUN
from tests.support.places import TOP

pytestmark = pytest.mark.slow  # nearly each test starts a process

#: The installed command; where it is not installed, what it runs.
SCRIPT = Path(sys.executable).with_name("libya-tracker")
_NAMED = f"import sys; sys.argv[0] = 'libya-tracker'; {RUN}"
PROGRAM = (str(SCRIPT),) if SCRIPT.exists() else (sys.executable, "-c", _NAMED)
BARE = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONPATH": str(TOP),
    "LIBYA_TRACKER_TODAY": TODAY,
}
UNBUFFERED = {"PYTHONUNBUFFERED": "1"}
STATUS = ("status", "--as-of", "2017-11-08")
LAST = ("report", "--since-last", "desk", "-f", "json")
COMPLETION = {"_LIBYA_TRACKER_COMPLETE": "source_bash"}
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")

Ran = subprocess.CompletedProcess[bytes]


@pytest.fixture(autouse=True)
def sample(tmp_path: Path) -> None:
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")


def tracker(
    *args: str,
    env: Mapping[str, str] | None = None,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
    start: tuple[str, ...] = (),
) -> Ran:
    return subprocess.run(
        [*start, *PROGRAM, *args],
        env={**BARE, "XDG_STATE_HOME": os.environ["XDG_STATE_HOME"], **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        check=False,
        timeout=60,
    )


def in_shell(line: str, env: Mapping[str, str] | None = None) -> Ran:
    """Run a line of the shell, in which TRACKER is the program."""
    text = line.replace("TRACKER", shlex.join(PROGRAM))
    more = {"XDG_STATE_HOME": os.environ["XDG_STATE_HOME"], **(env or {})}
    return subprocess.run(
        ["sh", "-c", text], env={**BARE, **more}, capture_output=True, check=False
    )


#: Runs the rest of its arguments where no file may grow beyond so many bytes. No bytecode
#: is kept: Python would keep the part of it that could be written.
LIMITED = (
    *(sys.executable, "-I", "-S", "-c"),
    "import os, resource, sys; os.environ['PYTHONDONTWRITEBYTECODE'] = '1'; "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2); "
    "os.execv(sys.argv[2], sys.argv[2:])",
)
ANSWERS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "a page": (STATUS, {}),
    "rows": ((*STATUS, "-f", "json"), {}),
    "a drawing": (("graph", "-f", "svg"), {}),
    "a bulletin": (("report", "--since", "2017-11-01", "-f", "html"), {}),
    "a diff": (("record", "trb", "none", "kani", "--dry-run"), {}),
    "the schema": (("schema",), {}),
    "the help": (("--help",), {}),
    "the help of a command": (("log", "--help"), {}),
    "the version": (("--version",), {}),
    "completion": ((), COMPLETION),
}


@pytest.mark.parametrize(
    ("what", "env"),
    [
        *((what, UNBUFFERED) for what in some(every_other(ANSWERS, 0), "answers")),
        *((what, {}) for what in some(every_other(ANSWERS, 1), "answers")),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_an_answer_of_which_a_file_takes_a_part_is_an_error(
    what: str, env: dict[str, str], tmp_path: Path
) -> None:
    args, more = ANSWERS[what]
    path = tmp_path / "answer"
    path.write_bytes(b"x" * 990)

    with path.open("ab") as file:
        start = (*LIMITED, "1000")
        result = tracker(*args, env={**env, **more}, stdout=file.fileno(), start=start)

    assert (result.returncode, path.stat().st_size) == (3, 1000)
    assert result.stderr == b"error: standard output cannot be written: File too large\n"


@needs_full
@pytest.mark.parametrize("what", ["rows", "a diff", "the version", "completion"])
def test_an_answer_that_no_disk_holds_is_an_error(what: str) -> None:
    args, more = ANSWERS[what]

    with FULL.open("wb") as full:
        result = tracker(*args, env={**UNBUFFERED, **more}, stdout=full.fileno())

    reason = b"error: standard output cannot be written: No space left on device\n"
    assert (result.returncode, result.stderr) == (3, reason)


@pytest.mark.parametrize(
    "what", ["rows", "a drawing", "a diff", "the help", "the version", "completion"]
)
def test_an_answer_to_nowhere_is_an_error(what: str) -> None:
    args, more = ANSWERS[what]

    result = in_shell(f"TRACKER {shlex.join(args)} >&-", more)

    message = b"error: standard output is closed; nowhere to answer\n"
    assert (result.returncode, result.stderr) == (3, message)


@pytest.mark.parametrize("what", ["a drawing", "a diff", "completion"])
def test_an_answer_that_nobody_reads_ends_quietly(what: str) -> None:
    args, more = ANSWERS[what]
    reader, writer = os.pipe()
    os.close(reader)

    result = tracker(*args, env={**UNBUFFERED, **more}, stdout=writer)

    os.close(writer)
    assert (result.returncode, result.stderr) == (0, b"")


def test_a_disk_that_fills_up_is_an_error(tmp_path: Path) -> None:
    mount = "mkdir small && mount -t tmpfs -o size=4k none small"
    own = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if not shutil.which("unshare") or subprocess.run([*own, mount], check=False).returncode:
        pytest.skip("no file system of its own can be mounted here")
    (tmp_path / "small").rmdir()
    program = shlex.join(PROGRAM)

    line = f"{mount} && {program} schema > small/answer; echo $? $(wc -c < small/answer)"
    result = subprocess.run(
        [*own, line], env={**BARE, **UNBUFFERED}, capture_output=True, check=False
    )

    reason = b"error: standard output cannot be written: No space left on device\n"
    assert (result.stdout, result.stderr) == (b"3 4096\n", reason)


@pytest.fixture
def busy_pipe() -> Callable[..., tuple[int, bytes]]:
    """Run the program with a pipe that is small and never waits; return code and output."""

    def run(
        *args: str, env: Mapping[str, str], stream: str = "stdout"
    ) -> tuple[int, bytes]:
        reader, writer = os.pipe()
        if size := getattr(fcntl, "F_SETPIPE_SZ", 0):
            fcntl.fcntl(writer, size, 4096)
        os.set_blocking(writer, False)
        streams: dict[str, Any] = {stream: writer}
        process = subprocess.Popen([*PROGRAM, *args], env={**BARE, **env}, **streams)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            output = pipe.read()
        return process.wait(timeout=60), output

    return run


@pytest.mark.parametrize(
    ("args", "env"),
    [
        (("schema",), {}),
        (("graph", "-f", "svg"), UNBUFFERED),
        (("log", "-f", "json"), UNBUFFERED),
    ],
)
def test_a_pipe_that_does_not_wait_is_waited_for(
    args: tuple[str, ...],
    env: dict[str, str],
    busy_pipe: Callable[..., tuple[int, bytes]],
) -> None:
    whole = tracker(*args).stdout
    assert len(whole) > 4096  # more than the pipe holds

    assert busy_pipe(*args, env=env) == (0, whole)


def test_messages_wait_for_a_pipe_that_does_not(
    busy_pipe: Callable[..., tuple[int, bytes]], tmp_path: Path
) -> None:
    text = "changes:\n" + "  - {date: 2017, faction: a, relation: allied, to: b}\n" * 50
    (tmp_path / "factions.yaml").write_text(text, encoding="utf-8")
    whole = tracker("status").stderr
    assert len(whole) > 4096

    assert busy_pipe("status", env=UNBUFFERED, stream="stderr") == (3, whole)


@pytest.mark.parametrize("env", [{}, UNBUFFERED], ids=["buffered", "unbuffered"])
def test_a_report_that_was_cut_is_made_again(env: dict[str, str], tmp_path: Path) -> None:
    state = Path(os.environ["XDG_STATE_HOME"], "libya-tracker", "reports", "desk.json")
    with (tmp_path / "answer").open("wb") as file:
        start = (*LIMITED, "1000")
        cut = tracker(*LAST, env=env, stdout=file.fileno(), start=start)

    assert (cut.returncode, state.exists()) == (3, False)
    again = tracker(*LAST, env=env)
    assert len(json.loads(again.stdout)) > 10
    assert state.exists()


ERRORS = [
    ("diff 2017 --exit-code -r nofile", 3),
    ("diff 2017-10-31 2017-11-10 --exit-code", 1),
    ("status nobody", 4),
    ("status nobody >&-", 4),
    ("status --nothing", 2),
    ("faction", 2),
    ("check -r broken.yaml", 1),
    ("status -r broken.yaml", 3),
    ("init desk", 0),
]


@needs_full
@pytest.mark.parametrize(
    ("args", "code", "stream"),
    [
        *((*error, "2>/dev/full") for error in some(every_other(ERRORS, 0), "errors")),
        *((*error, "2>&-") for error in some(every_other(ERRORS, 1), "errors")),
    ],
)
def test_an_error_that_cannot_be_said_keeps_its_code(
    args: str, code: int, stream: str
) -> None:
    Path("broken.yaml").write_text(SAMPLE.replace("relation: allied", "relation: a"))

    assert in_shell(f"TRACKER {args} {stream}", UNBUFFERED).returncode == code


@needs_full
@pytest.mark.parametrize("stream", ["2>/dev/full", "2>&-", ">/dev/full 2>/dev/full"])
def test_a_claim_that_was_written_is_no_error_where_that_cannot_be_said(
    stream: str, tmp_path: Path
) -> None:
    result = in_shell(f"TRACKER record trb fighting kani --date 2017-12-30 {stream}")

    text = (tmp_path / "factions.yaml").read_text(encoding="utf-8")
    assert (result.returncode, text.count("date: 2017-12-30")) == (0, 1)


def test_a_closed_stream_never_becomes_a_file() -> None:
    program = (
        "from libya_tracker.cli import streams\nimport os\n"
        "with streams.doors():\n    raise SystemExit(os.open('factions.yaml', os.O_RDONLY))"
    )

    line = f"{shlex.quote(sys.executable)} -c {shlex.quote(program)} <&- >&- 2>&-"

    assert in_shell(line).returncode > 2


class Stuck:
    """A file that takes nothing, and does not say why."""

    def write(self, data: memoryview) -> int:
        return len(data) - len(data)


def test_a_file_that_takes_nothing_is_full() -> None:
    with pytest.raises(OSError, match="No space left"):
        streams._Door(Stuck()).write(b"answer")


HOSTILE = "\x1b[31m\x07\x9b1m\u202e\u2066\u200f\ufeffx\ny\r"
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2060-\u206f]")


@pytest.mark.parametrize(
    "args",
    [
        ("--NAME",),
        ("NAME",),
        ("-NAME",),
        ("status", "--NAME"),
        ("status", "--NAME=1"),
        ("status", "-f", "NAME"),
        ("status", "--all=NAME"),
        ("status", "NAME"),
        ("status", "--as-of", "NAME"),
        ("status", "-r", "NAME"),
        ("status", "-o", "NAME/x"),
        ("report", "--since", "2017", "--stale", "NAME"),
        ("faction", "NAME"),
        ("record", "trb", "allied", "kani", "gna", "NAME"),
        ("record", "--batch", "NAME"),
        ("schema", "NAME"),
    ],
    ids=" ".join,
)
def test_what_was_typed_never_steers_the_terminal(
    args: tuple[str, ...], launcher: tuple[str, ...]
) -> None:
    typed = [arg.replace("NAME", HOSTILE) for arg in args]

    result = subprocess.run(
        [*launcher, RUN, *typed], env=BARE, capture_output=True, check=False
    )

    error = result.stderr.decode()
    assert result.returncode in {2, 3, 4}
    assert STEERING.findall(error) == []
    assert not re.search("^y", error, re.MULTILINE)
    assert "rror: " in error.splitlines()[-1]
