"""Real shells at a pseudo-terminal, in which a line is typed and completed with TAB."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import shlex
import shutil
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.conftest import TODAY
from tests.support.launcher import PROGRAM

SHELLS = ("bash", "zsh", "fish")
#: A key that writes down the line as it stands, and one that empties it.
_REPORT, _CLEAR = b"\x1d", b"\x15"
_READY = "READY "
#: What each shell runs as it starts: the key that reports, the prompt, then the completion.
_START = {
    "bash": r"""
bind 'set bell-style none'
bind 'set completion-query-items 0'
bind 'set page-completions off'
report() { printf '%s\0' "$READLINE_LINE" >"$REPORT"; }
bind -x '"\C-]": report'
source ~/.bashrc
PS1='READY '
""",
    "zsh": r"""
unsetopt beep
autoload -Uz compinit && compinit -u -d "$HOME/dump"
report() { printf '%s\0' "$BUFFER" >"$REPORT"; }
zle -N report
bindkey '^]' report
bindkey '^U' kill-whole-line
LISTMAX=10000
PS1='READY '
""",
    "fish": r"""
set fish_greeting
function fish_prompt; printf 'READY '; end
function fish_right_prompt; end
bind \c] "printf '%s\0' (commandline | string collect) >\$REPORT"
bind \cu "commandline ''"
""",
}
_COMMAND = {
    "bash": ("--noprofile", "--rcfile", "start", "-i"),
    "zsh": ("-i",),
    "fish": ("--init-command", "source start", "-i"),
}
#: The terminal that a new session opens first is the one that it has control of.
_IN_TERMINAL = 'exec "$0" "$@" <"$TERMINAL" >"$TERMINAL" 2>&1'
#: What a shell writes to colour and place what it shows.
_STYLE = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|\([A-Z])")
_LONGEST = 60.0  # seconds until a shell that says nothing fails the test


class Shell:
    """A shell in which nothing is run, only typed."""

    def __init__(self, name: str, home: Path, env: Mapping[str, str]) -> None:
        self.name = name
        #: All that the shell has shown.
        self.screen = b""
        fifo = home / "report"
        os.mkfifo(fifo)
        self._reports = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
        self._terminal, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 200, 200, 0, 0))
        self._process = subprocess.Popen(
            ["sh", "-c", _IN_TERMINAL, str(shutil.which(name)), *_COMMAND[name]],
            env={**env, "REPORT": str(fifo), "TERMINAL": os.ttyname(slave)},
            cwd=home,
            start_new_session=True,
        )
        self._deadline = time.monotonic() + _LONGEST
        while _READY.encode() not in self.screen:
            self._wait()
        os.close(slave)

    def complete(self, typed: str) -> str:
        """Return what stands in the line after typing a text; TAB is ``\\t`` in it."""
        os.write(self._terminal, typed.encode() + _REPORT)
        self._deadline = time.monotonic() + _LONGEST
        line = b""
        while not line.endswith(b"\0"):
            line += self._wait()
        os.write(self._terminal, _CLEAR)
        return line[:-1].decode()

    def lists(self, typed: str, texts: Iterable[str]) -> None:
        """Wait until the shell has shown each of some texts, where a text is typed."""
        before = len(self.screen)
        os.write(self._terminal, typed.encode())
        self._deadline = time.monotonic() + _LONGEST
        missing = set(texts)
        while missing:
            self._wait()
            shown = _STYLE.sub("", self.screen[before:].decode(errors="replace"))
            missing = {text for text in missing if text not in shown}
        self.complete("")

    def end(self) -> None:
        """End the shell and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._terminal)
        os.close(self._reports)

    def _wait(self) -> bytes:
        """Return what was reported meanwhile; the screen is read as well."""
        both = [self._terminal, self._reports]
        ready, _, _ = select.select(both, [], [], self._deadline - time.monotonic())
        assert ready, f"{self.name} no longer answers: {self.screen[-2000:]!r}"
        if self._terminal in ready:
            shown = os.read(self._terminal, 1 << 16)
            self.screen += shown
            if b"\x1b[c" in shown or b"\x1b[0c" in shown:  # fish 4 asks what terminal it is
                os.write(self._terminal, b"\x1b[?62c")
        return os.read(self._reports, 1 << 16) if self._reports in ready else b""


@pytest.fixture(params=SHELLS)
def shell(
    request: pytest.FixtureRequest, tmp_path: Path, launcher: tuple[str, ...]
) -> Iterator[Shell]:
    """Each shell in turn, with the program's own completion, in the folder of the test."""
    name = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not on this machine")
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "libya-tracker"
    program.write_text(f'#!/bin/sh\nexec {shlex.join([*launcher, PROGRAM])} "$@"\n')
    program.chmod(0o755)
    env = {
        "HOME": str(tmp_path),
        "ZDOTDIR": str(tmp_path),
        "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "LIBYA_TRACKER_TODAY": TODAY,
    }
    start = tmp_path / (".zshrc" if name == "zsh" else "start")
    start.write_text(_START[name])
    subprocess.run(
        [program, "--install-completion", name], env=env, stdout=subprocess.PIPE, check=True
    )
    shell = Shell(name, tmp_path, env)
    shell.complete("libya-tracker \t")  # at which zsh only loads what was installed
    yield shell
    shell.end()
