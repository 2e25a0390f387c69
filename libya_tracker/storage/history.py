"""Earlier states of a registry that is kept in git, and who made them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from libya_tracker.errors import (
    InvalidRegistryError,
    Location,
    NoSuchError,
    UnreadableError,
    UsageError,
)
from libya_tracker.model import spelling
from libya_tracker.model.commits import BlameRow
from libya_tracker.model.records import Registry, content
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import entries, files, git
from libya_tracker.storage.entries import Lines

#: What stands for the newest state that was committed.
HEAD = "HEAD"
#: What is told of a commit.
_FORMAT = "--format=%H%x00%aI%x00%aN%x00%s"
_COMMIT = re.compile("[0-9a-f]{40,64}")
_NOT_COMMITTED = "not committed yet"


class Blame(NamedTuple):
    """The commits of an entry, the oldest first, and what more there is to say."""

    rows: list[BlameRow]
    notes: tuple[str, ...]


class _State(NamedTuple):
    """The file in a commit: what it is called there, and what it holds."""

    commit: str
    name: str
    text: str
    registry: Registry


class History:
    """What git knows of a file."""

    def __init__(self, path: Path, environment: Mapping[str, str]) -> None:
        if path == files.STANDARD_INPUT:
            raise UsageError("standard input has no earlier states; name a file")
        self._path = path
        self._environment = environment
        # A link may stand outside of the repository of its file.
        real = Path(os.path.realpath(path))
        if files.status(real.parent) is None:
            raise UnreadableError(f"{path}: there is no such file")
        self._top = real.parent
        ended = self._git("rev-parse", "--show-prefix")
        if ended.code:
            raise UnreadableError(_without_repository(path, ended.complaint))
        self._name = _line(ended) + real.name
        self._shallow = _line(self._git("rev-parse", "--is-shallow-repository")) == "true"
        self._top = Path(_line(self._git("rev-parse", "--show-toplevel")))

    def registry(self, revision: str) -> Registry:
        """Return the registry as it was in a revision."""
        return self._state(self._commit(revision), self._name, revision).registry

    def blame(self, name: str) -> Blame:
        """Return the commits that wrote or changed the lines of an entry."""
        file = files.label(self._path)
        text = files.decode(files.contents(self._path), file).removeprefix(files.BOM)
        here = files.parse(text, file)
        place = entries.place_of(here, name)
        if place is None:
            near = spelling.nearest(name, here.claims)
            raise NoSuchError("claim, faction, source or what-if", name, near)
        state: _State | None = self._state(self._commit(HEAD), self._name, HEAD)
        rows: list[BlameRow] = []
        now = entries.lines_of(text, place).text
        committed = None
        while state is not None and (there := _same(here, state.registry, name)):
            lines = entries.lines_of(state.text, there)
            committed = committed or lines.text
            rows += self._commits(name, state, lines)
            # Where its lines were new, the entry may have stood elsewhere before.
            here, state = state.registry, self._before(str(rows[-1].commit))
        rows.reverse()
        if committed != now:
            rows.append(BlameRow(name, None, None, None, _NOT_COMMITTED))
        return Blame(rows, (_SHALLOW,) if self._shallow else ())

    def _commit(self, revision: str) -> str:
        """Return the name of the commit that a revision is; raise NoSuchError."""
        words = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        name = _line(self._git("rev-parse", *words))
        if not _COMMIT.fullmatch(name):
            error = NoSuchError("revision", revision)
            if self._shallow:
                error.args = (f"{error}; {_SHALLOW}",)
            raise error
        return name

    def _state(self, commit: str, name: str, revision: str) -> _State:
        """Return the file as it was in a commit, by the words of the user for that."""
        file = files.label(self._path)
        ended = self._git("cat-file", "blob", f"{commit}:{name}")
        if ended.code:
            message = f"{file} is not in the revision {revision!r}"
            raise UnreadableError(f"{message}, at least not under this name")
        label = f"{revision}:{file}"
        text = files.decode(ended.out, label).removeprefix(files.BOM)
        return _State(commit, name, text, files.parse(text, label))

    def _before(self, commit: str) -> _State | None:
        """Return the file before a commit; None where it was none, or is not known."""
        ended = self._git("rev-parse", "--verify", "--quiet", f"{commit}^1^{{commit}}")
        if ended.code:
            return None
        try:
            return self._state(_line(ended), self._name_in(commit), f"{commit}^")
        except (UnreadableError, InvalidRegistryError):
            return None

    def _name_in(self, commit: str) -> str:
        """Return what the file was called in a commit that changed it."""
        options = ("--follow", "--name-only", "--format=%H", HEAD, "--", self._name)
        ended = self._git("-c", "core.quotePath=false", "log", *options)
        lines = ended.out.decode("utf-8", "surrogateescape").split("\n")
        names = [line for line in lines if line]
        known = dict(zip(names[::2], names[1::2], strict=False))
        return known.get(commit, self._name)

    def _commits(self, name: str, state: _State, lines: Lines) -> list[BlameRow]:
        """Return the commits that changed lines of a state, the newest first."""
        options = ("--no-ext-diff", "--no-textconv", "-s", _FORMAT)
        span = f"-L{lines.first},{lines.last}:{state.name}"
        ended = self._git("log", *options, span, state.commit)
        rows = _rows(name, ended.out)
        if ended.code or not rows:
            complaint = ended.complaint.split("\n")[-1]
            raise UnreadableError(f"git does not tell who wrote these lines: {complaint}")
        return rows

    def _git(self, *words: str) -> git.Ended:
        return git.run(words, self._environment, self._top)


_SHALLOW = "this clone is shallow: what is older than it is not known here"


def _without_repository(path: Path, complaint: str) -> str:
    """Return why git does not answer about a file."""
    if "not a git repository" in complaint:
        return f"{files.label(path)} is in no git repository, so it has no earlier states"
    first = complaint.splitlines()[0] if complaint else "nothing"
    return f"git does not answer about {files.label(path)}: {first}"


def _line(ended: git.Ended) -> str:
    return os.fsdecode(ended.out.removesuffix(b"\n"))


def _same(here: Registry, there: Registry, name: str) -> Location | None:
    """Return where an entry is in another state: by what a claim says, else by its id."""
    said = [content(entry) for entry in here.entries if entry.id == name]
    alike = [entry for entry in there.entries if content(entry) in said]
    for entry in (*(e for e in alike if e.id == name), *alike):
        return entry.where
    return entries.place_of(there, name)


def _rows(name: str, out: bytes) -> list[BlameRow]:
    lines = out.decode("utf-8", "replace").split("\n")
    return [BlameRow(name, *line.split("\0", 3)) for line in lines if line.count("\0") >= 3]
