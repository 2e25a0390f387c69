"""Git, run as a program: it is asked, and never told to change a repository."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from libya_tracker.errors import UnreadableError
from libya_tracker.named_tuples import NamedTuple

#: Git's own code where it could not do what it was to do.
FATAL = 128


class Ended(NamedTuple):
    """How a run of git ended."""

    code: int
    out: bytes
    complaint: str


def run(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path | None = None
) -> Ended:
    """Run git in a folder; raise UnreadableError where there is no such program.

    It gets none of the variables by which a hook of git is bound to its repository, and
    answers in English, without a pager.
    """
    kept = {key: value for key, value in environment.items() if key[:4] != "GIT_"}
    settings = {"LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        process = subprocess.Popen(
            ["git", "--no-pager", *arguments],
            cwd=folder,
            env=kept | settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except FileNotFoundError:
        message = "there is no program `git` here; install it, or mend $PATH"
        raise UnreadableError(message) from None
    except OSError as error:
        raise UnreadableError(f"git cannot be run: {error.strerror}") from error
    out, complaint = process.communicate()
    return Ended(process.returncode, out, complaint.decode("utf-8", "replace").strip())


def merged_lines(
    files: tuple[Path, Path, Path], size: int, environment: Mapping[str, str]
) -> bytes:
    """Return ours and theirs merged by lines, with marks, given base, ours and theirs.

    Raises UnreadableError where git does not merge them so, as with a binary file.
    """
    base, ours, theirs = (str(path.absolute()) for path in files)
    labels = [word for label in ("ours", "base", "theirs") for word in ("-L", label)]
    options = ["-p", f"--marker-size={size}", *labels]
    ended = run(["merge-file", *options, "--", ours, base, theirs], environment)
    if ended.code >= FATAL or ended.code < 0:
        raise UnreadableError(f"git cannot merge its lines: {ended.complaint}")
    return ended.out
