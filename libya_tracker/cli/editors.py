"""The user's editor, opened at a line of a file."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from libya_tracker.cli import messages, streams
from libya_tracker.errors import UnreadableError, UsageError

#: How an editor is told the place; all others know `+LINE FILE`.
_PLACES: dict[str, Callable[[str, int, int], list[str]]] = {
    **dict.fromkeys(
        ("code", "code-insiders", "codium", "cursor"),
        lambda file, line, column: ["--wait", "--goto", f"{file}:{line}:{column}"],
    ),
    **dict.fromkeys(
        ("subl", "zed"), lambda file, line, column: ["--wait", f"{file}:{line}:{column}"]
    ),
    **dict.fromkeys(
        ("hx", "helix"), lambda file, line, column: [f"{file}:{line}:{column}"]
    ),
}


def command(editor: str, path: Path, line: int, column: int) -> list[str]:
    """Return the command that opens a file at a place; raise UsageError for no editor."""
    try:
        words = shlex.split(editor)
    except ValueError as error:
        raise UsageError(f"the editor {editor!r} cannot be read: {error}") from error
    if not words:
        raise UsageError("no editor is known; set $VISUAL or $EDITOR, such as to nano")
    file = str(path.absolute())  # which no editor takes for an option
    place = _PLACES.get(Path(words[0]).stem, _with_plus)
    return [*words, *place(file, line, column)]


def open_at(words: Sequence[str]) -> None:
    """Run an editor until it ends; raise UnreadableError where it fails."""
    messages.clear()
    streams.settle()
    try:
        code = subprocess.run(words, check=False).returncode
    except OSError as error:
        raise UnreadableError(f"{words[0]} cannot be started: {error.strerror}") from error
    if code:
        raise UnreadableError(f"{words[0]} ended with {code}; look at the file")


def _with_plus(file: str, line: int, _column: int) -> list[str]:
    return [f"+{line}", file]
