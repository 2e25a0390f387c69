"""A pseudo-terminal to run commands in, and names that try to steer one."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.conftest import SAMPLE, TODAY
from tests.support.places import TOP

BARE = {
    "PATH": "/usr/bin:/bin",
    "PYTHONPATH": str(TOP),
    "LIBYA_TRACKER_TODAY": TODAY,
    "LANG": "C.UTF-8",
    "TERM": "xterm-256color",
    "LIBYA_TRACKER_PAGER": "",
}
#: What a name may hold, and how it is to be shown.
HOSTILE = {
    "[red]Alpha[/red]": "[red]Alpha[/red]",
    "[/foo] Beta": "[/foo] Beta",
    ":warning: Gamma": ":warning: Gamma",
    r"\[bold]Delta\\": r"\[bold]Delta\\",
    "Eps\x1b[31mred\x1b]0;title\x07": r"Eps\x1b[31mred\x1b]0;title\x07",
    "Zeta\x9b31m": r"Zeta\x9b31m",
    "Eta\u202egnorts\u202c": r"Eta\u202egnorts\u202c",
    "Theta\u2066iso\u2069": r"Theta\u2066iso\u2069",
    "Iota\u2028gone": r"Iota\u2028gone",
    "Ka\u0301ppa\u0323\u0301": "Ka\u0301ppa\u0323\u0301",
    "利比亚黎明 Lambda": "利比亚黎明 Lambda",
    "كتيبة ثوار طرابلس": "كتيبة ثوار طرابلس",
    "Mu\U000e0041tag": r"Mu\U000e0041tag",
}
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
#: What steers a terminal or hides text, line ends aside.
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e]")
_ISOLATES = str.maketrans("", "", "\u2068\u2069")
#: One process for several command lines, since most of the time goes into starting it. It
#: never says that work goes on: what is compared does not depend on how long it takes.
_DRIVER = """
import json, sys, threading
from libya_tracker.cli import messages
from libya_tracker.cli.app import main
messages.DELAY = threading.TIMEOUT_MAX
for args in json.loads(sys.argv[1]):
    sys.argv[1:] = args
    try:
        main()
    except SystemExit:
        print("\\0", end="")
"""
InTerminal = Callable[..., list[str]]
InPipe = Callable[..., list[str]]
Page = tuple[str, ...]


@pytest.fixture
def in_terminal(tmp_path: Path, launcher: tuple[str, ...]) -> Iterator[InTerminal]:
    """Run commands in a pseudo-terminal of some width; return what each wrote there."""
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")
    master, slave = pty.openpty()
    os.set_blocking(master, False)

    def run(
        *pages: Page,
        width: int = 80,
        env: Mapping[str, str] | None = None,
        keys: bytes = b"",
    ) -> list[str]:
        os.write(master, keys)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
        # What the encoding is depends on how Python starts.
        fresh = {"LANG", "LC_ALL", "PYTHONIOENCODING"} & {*(env or {})}
        start = (sys.executable, "-c") if fresh else launcher
        running = subprocess.Popen(
            [*start, _DRIVER, json.dumps(pages)],
            env={**BARE, **(env or {})},
            stdin=slave,
            stdout=slave,
            stderr=slave,
        )
        written = b""
        while True:
            ended = running.poll() is not None
            try:
                written += os.read(master, 1 << 16)
            except BlockingIOError:
                if ended:
                    return _texts_of(written)
                time.sleep(0.005)

    yield run
    os.close(slave)
    os.close(master)


@pytest.fixture
def in_pipe(launcher: tuple[str, ...]) -> InPipe:
    """Run commands whose output goes to a pipe; return what each wrote there."""

    def run(*pages: Page, env: Mapping[str, str] | None = None) -> list[str]:
        result = subprocess.run(
            [*launcher, _DRIVER, json.dumps(pages)],
            env={**BARE, **(env or {})},
            capture_output=True,
            check=True,
        )
        assert result.stderr == b""
        return _texts_of(result.stdout)

    return run


def visible_lines(text: str) -> list[str]:
    """Return the lines as they are seen: without colours and the marks of direction."""
    return COLOUR.sub("", text).translate(_ISOLATES).splitlines()


def hostile() -> str:
    """Return a registry in which every name is hostile and every faction has a tie."""
    quoted = [
        "".join(c if c.isprintable() and c not in '\\"' else _escaped(c) for c in name)
        for name in HOSTILE
    ]
    factions = [f'  f{n}: {{name: "{name}"}}\n' for n, name in enumerate(quoted)]
    changes = [
        f"  - {{date: 2017, faction: f{n}, relation: aligned, to: f{n - 1}}}\n"
        for n in range(1, len(quoted))
    ]
    return "factions:\n" + "".join(factions) + "changes:\n" + "".join(changes)


def _escaped(char: str) -> str:
    return f"\\U{ord(char):08x}"


def _texts_of(written: bytes) -> list[str]:
    """Return what each command of the driver wrote."""
    *texts, rest = written.decode().replace("\r\n", "\n").split("\0")
    assert rest == ""
    return texts
