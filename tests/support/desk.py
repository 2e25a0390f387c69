"""A folder in which each command that writes can be run again, and disturbed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from tests.conftest import SAMPLE, TODAY
from tests.support import tracing
from tests.support.launcher import PROGRAM

STATE = "state/libya-tracker/reports"
REGISTRY = "factions.yaml"
#: The codes of what was written, could not be, or was changed by another meanwhile.
WRITTEN, FAILED, BUSY = 0, 3, 5
HIDDEN = re.compile(r"\.libya-tracker-(folder-)?[0-9a-f]{16}")
_BATCH = [
    {
        "date": f"2013-0{n}",
        "faction": "trb",
        "relation": word,
        "to": "kani",
        "note": "كتيبة",
    }
    for n, word in enumerate(("opposed", "fighting", "truce"), 1)
]
_IDS = """\
verdict,confirm,their_faction,faction,their_to,to,their_faction_id,their_to_id,data_set
new,x,TRB,trb,Al-Kani,kani,11,12,ucdp
"""


@dataclass(frozen=True, slots=True)
class Write:
    """A command that writes; ``DESK`` in its words is the folder."""

    words: tuple[str, ...]
    #: Another command that writes into the same folder.
    later: tuple[str, ...]
    #: What was run before.
    before: tuple[str, ...] = ()

    def args(self, desk: Path) -> tuple[str, ...]:
        return tuple(word.replace("DESK", str(desk)) for word in self.words)


_LATER = ("source", "add", "later", "--title", "Later")
_REPORT = ("report", "--since-last", "daily", "-f", "json")
WRITES = {
    "record": Write(
        ("record", "trb", "opposed", "kani", "--date", "2013", "--note", "é" * 3000), _LATER
    ),
    "record --batch": Write(("record", "--batch", "DESK/batch.jsonl"), _LATER),
    "import ids": Write(("import", "ids", "DESK/ids.csv"), _LATER),
    "retract": Write(("retract", "2016-4th-division-lna", "--note", "Wrong."), _LATER),
    "correct": Write(("correct", "2016-4th-division-lna", "--date", "2015"), _LATER),
    "faction add": Write(("faction", "add", "new", "--name", "كتيبة"), _LATER),
    "faction alias": Write(("faction", "alias", "lna", "The Army"), _LATER),
    "faction rename": Write(("faction", "rename", "kani", "kaniyat"), _LATER),
    "faction merge": Write(("faction", "merge", "zintan-lna-units", "janzour"), _LATER),
    "source withdraw": Write(("source", "withdraw", "mirror", "--note", "é"), _LATER),
    "source add": Write(("source", "add", "new", "--title", "كتيبة: x"), _LATER),
    "init": Write(("init", "DESK/new"), (*_LATER, "--registry", "DESK/new/factions.yaml")),
    "-o": Write(("status", "-o", "DESK/page.txt"), ("log", "-o", "DESK/other.txt")),
    "-o, a new file": Write(
        ("timeline", "-o", "DESK/new.svg"),
        ("log", "-o", "DESK/other.txt"),
    ),
    "export rows": Write(
        ("export", "rows", "out", "-f", "jsonl"),
        ("export", "rows", "later"),
        before=("export", "rows", "out"),
    ),
    "--since-last, the first": Write(_REPORT, _REPORT),
    "--since-last": Write(_REPORT, _REPORT, before=_REPORT),
}


class Desk:
    """The folder, what a write makes of it, and how what came of a fault is judged."""

    def __init__(self, folder: Path, launcher: tuple[str, ...], name: str) -> None:
        self.folder = folder
        self.write = write = WRITES[name]
        self.args = write.args(folder)
        self._launcher = launcher
        self._template = folder.with_name("template")
        shutil.rmtree(self._template, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
        self._set_up()
        self.old = self.files()
        self.answer = self.run(*self.args, check=True).stdout
        self.new = self.files()
        assert self.new != self.old

    def _set_up(self) -> None:
        self.folder.mkdir()
        (self.folder / REGISTRY).write_text(SAMPLE, encoding="utf-8")
        lines = "".join(json.dumps(line) + "\n" for line in _BATCH)
        (self.folder / "batch.jsonl").write_text(lines, encoding="utf-8")
        (self.folder / "ids.csv").write_text(_IDS, encoding="utf-8")
        (self.folder / "page.txt").write_text("old\n" * 1000, encoding="utf-8")
        if self.write.before:
            self.run(*self.write.before, check=True)
            self.run("faction", "alias", "lna", "The Army", check=True)
            self.run("record", "trb", "opposed", "kani", "--date", "2013", check=True)
        shutil.copytree(self.folder, self._template)

    def restore(self) -> None:
        """Put all as it was before the command."""
        for path in self.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(self._template, self.folder, dirs_exist_ok=True)

    @cached_property
    def calls(self) -> list[tracing.Call]:
        """The system calls of the command on what is in the folder."""
        self.restore()
        return tracing.calls(
            self.folder, *self.args, cwd=self.folder, env=self.environment()
        )

    def struck(
        self, call: tracing.Call, fault: str
    ) -> tuple[subprocess.CompletedProcess[str], str]:
        """Run the command with a fault at a call; return how it went, and the call hit."""
        self.restore()
        surroundings = {"cwd": self.folder, "env": self.environment()}
        return tracing.struck(call, fault, *self.args, **surroundings)

    def run(
        self, *args: str, before: str = "", check: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run a command line there, where code may be run before it."""
        return subprocess.run(
            [*self._launcher, before + PROGRAM, *args],
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=100,
            check=check,
        )

    def environment(self) -> dict[str, str]:
        """Return the environment of a command line there."""
        return {
            **{"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "NO_COLOR": "1"},
            "LIBYA_TRACKER_TODAY": TODAY,
            "XDG_STATE_HOME": str(self.folder / "state"),
        }

    def files(self) -> dict[str, bytes]:
        """Return what the folder holds, without locks and what writers leave."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.suffix != ".lock" and not self._is_hidden(path)
        }

    def leftovers(self) -> list[Path]:
        """Return what writers left."""
        return [path for path in self.folder.rglob(".*") if self._is_hidden(path)]

    def judge_killed(self, stdout: str) -> bool:
        """Tell whether a killed writer had written; fail where it did half of it."""
        files = self.files()
        assert files in (self.old, self.new)
        assert self.answer.startswith(stdout)
        if files == self.new:
            assert stdout == self.answer
        self._go_on(files)
        return files == self.new

    def judge(
        self, ended: subprocess.CompletedProcess[str], *, silent: bool = False
    ) -> int:
        """Return the exit code of a writer that met a fault; fail where it is wrong."""
        files, code = self.files(), ended.returncode
        assert "Traceback" not in ended.stderr, ended.stderr
        assert code in {WRITTEN, FAILED, BUSY}, ended.stderr
        assert files == (self.new if code == WRITTEN else self.old), ended.stderr
        if code == WRITTEN:
            assert ended.stdout == self.answer
        elif not silent:
            assert re.match("(error|note): ", ended.stderr), ended.stderr
            assert "\nerror: " in "\n" + ended.stderr
        self._go_on(files)
        return code

    def _go_on(self, files: dict[str, bytes]) -> None:
        """Fail where a later run is blocked, or leaves what the writer left."""
        if files == self.old:
            again = self.run(*self.args)
            assert (again.returncode, again.stdout) == (0, self.answer), again.stderr
            assert self.files() == self.new
        later = self.run(*Write(self.write.later, ()).args(self.folder))
        assert later.returncode == 0, later.stderr
        assert self.leftovers() == []

    @staticmethod
    def _is_hidden(path: Path) -> bool:
        return any(HIDDEN.fullmatch(part) for part in path.parts)


@pytest.fixture(scope="session")
def desk(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    launcher: tuple[str, ...],
) -> Desk:
    """A folder for each command that writes; to be restored before each use."""
    return Desk(tmp_path_factory.mktemp("disturbed") / "desk", launcher, request.param)
