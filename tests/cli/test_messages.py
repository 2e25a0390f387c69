"""That work goes on: said in a terminal alone, and gone before anything else is there."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import tty
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import SAMPLE, TODAY
from tests.support.places import PACKAGE, TOP

pytestmark = pytest.mark.slow  # nearly each test starts a process

MODULE = (sys.executable, "-m", "libya_tracker")
BARE = {
    "PATH": "/usr/bin:/bin",
    "PYTHONPATH": str(TOP),
    "LIBYA_TRACKER_TODAY": TODAY,
    "LANG": "C.UTF-8",
    "TERM": "xterm",
    "NO_COLOR": "1",
}
STATUS = ("status", "kani", "--as-of", "2017-11-08")
DRAWN = re.compile(r"working(…|\.\.\.) \d+ s\r")
#: The line as often as it was drawn, and then blanks in its place.
GONE = re.compile(rf"({DRAWN.pattern})+ +\r")


class Terminal:
    """A terminal of its own for a process, and what is written there, byte by byte."""

    def __init__(self) -> None:
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.written = ""

    def started(self, *args: str, env: Mapping[str, str] | None = None) -> Process:
        return subprocess.Popen(
            [sys.executable, *args],
            env={**BARE, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=self.slave,
            stderr=self.slave,
        )

    def read_until_drawn(self) -> None:
        while not DRAWN.search(self.written):
            self.written += os.read(self.master, 1 << 16).decode()

    def read_rest(self) -> str:
        """Return all that was written; whoever wrote has ended."""
        os.close(self.slave)
        with contextlib.suppress(OSError):  # so Linux says that this is the end
            while chunk := os.read(self.master, 1 << 16):
                self.written += chunk.decode()
        os.close(self.master)
        return self.written


Process = subprocess.Popen[bytes]


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A registry that can be opened, but is there only once somebody writes it."""
    path = tmp_path / "slow.yaml"
    os.mkfifo(path)
    return path


ASCII = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
BROKEN = SAMPLE.replace("relation: allied", "relation: alied")
#: What is asked, in which surroundings, of which registry.
WAITING: dict[str, tuple[tuple[str, ...], dict[str, str], str]] = {
    "an answer in ASCII": (STATUS, ASCII, SAMPLE),
    "an error": (("status", "nobody"), {}, SAMPLE),
    "an invalid registry": (STATUS, {}, BROKEN),
    "a change": (("record", "trb", "fighting", "kani", "--dry-run"), {}, SAMPLE),
}


def test_work_of_a_second_is_said_to_go_on_and_nothing_of_that_is_left(
    tmp_path: Path,
) -> None:
    running = []
    for what, (args, env, text) in WAITING.items():
        prompt, slow = (tmp_path / f"{kind}, {what}.yaml" for kind in ("there", "later"))
        prompt.write_text(text, encoding="utf-8")
        os.mkfifo(slow)
        for registry in (slow, prompt):
            command = ("-m", "libya_tracker", *args, "-r", registry.name)
            terminal = Terminal()
            running.append((terminal, registry, terminal.started(*command, env=env)))
    outputs = {}
    for terminal, registry, process in running:
        if registry.is_fifo():
            terminal.read_until_drawn()
            registry.write_text(WAITING[registry.stem[7:]][2], encoding="utf-8")
        process.wait(timeout=60)
        outputs[registry.stem] = terminal.read_rest()

    for what, (_, env, _) in WAITING.items():
        late = outputs[f"later, {what}"]
        assert late.startswith("working... " if env else "working… ")
        assert GONE.match(late), late
        # A machine may be slow enough for the other to have said so, too.
        early = GONE.sub("", outputs[f"there, {what}"])
        assert early
        assert GONE.sub("", late) == early.replace("there, ", "later, ")


def test_an_interruption_leaves_nothing_of_it_either(slow: Path) -> None:
    # Who runs the tests in the background of a shell ignores it, and so would the program.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    terminal = Terminal()
    running = terminal.started("-m", "libya_tracker", *STATUS, "-r", str(slow))
    terminal.read_until_drawn()

    running.send_signal(signal.SIGINT)
    running.wait(timeout=60)

    written = terminal.read_rest()
    assert written.startswith("working… ")
    assert GONE.match(written), written
    assert (running.returncode, GONE.sub("", written)) == (130, "")


#: Says how many threads there are: one draws, where anything is to be drawn.
IMPATIENT = """
import sys, threading
from libya_tracker.cli import messages
messages.DELAY = 0
with messages.working():
    sys.stdout.write(str(threading.active_count()))
"""


@pytest.mark.parametrize(("term", "threads"), [("xterm", "2"), ("dumb", "1")])
def test_a_terminal_that_cannot_rewrite_a_line_is_left_alone(
    term: str, threads: str
) -> None:
    terminal = Terminal()

    terminal.started("-c", IMPATIENT, env={"TERM": term}).wait(timeout=60)

    assert GONE.sub("", terminal.read_rest()) == threads


def test_nothing_is_said_off_a_terminal() -> None:
    terminal = Terminal()

    result = subprocess.run(
        [sys.executable, "-c", IMPATIENT],
        env=BARE,
        stdout=terminal.slave,
        stderr=subprocess.PIPE,
        check=True,
        timeout=60,
    )

    assert (terminal.read_rest(), result.stderr) == ("1", b"")


def test_a_closed_standard_error_is_no_bug_of_ours() -> None:
    line = f"{shlex.quote(sys.executable)} -c {shlex.quote(IMPATIENT)} 2>&-"

    result = subprocess.run(["sh", "-c", line], env=BARE, capture_output=True, check=False)

    assert (result.returncode, result.stdout) == (0, b"1")


def test_all_is_written_through_the_modules_that_take_the_line_away() -> None:
    commands = PACKAGE / "cli"
    writing = re.compile(r"\becho\(|\bprint\(|\bsys\.std(?:out|err)\.(?:buffer\.)?write\(")

    counts = {
        path.stem: len(writing.findall(path.read_text(encoding="utf-8")))
        for path in commands.rglob("*.py")
    }

    assert {module: n for module, n in counts.items() if n} == {"messages": 1, "streams": 2}
