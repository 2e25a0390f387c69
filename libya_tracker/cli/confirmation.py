"""What is printed when the registry was changed: the added text and its place."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from libya_tracker import sanitize
from libya_tracker.cli import messages
from libya_tracker.storage import files
from libya_tracker.storage.writer import Edit

_CONTEXT = 3  # lines around a change, as in any unified diff


@dataclass(frozen=True, slots=True)
class Hunk:
    """The one place in which two texts differ, as whole lines with their ends."""

    #: How many lines come before it.
    start: int
    above: list[str]
    old: list[str]
    new: list[str]
    below: list[str]

    @property
    def lines(self) -> list[str]:
        """Its lines as in a unified diff, which `patch` and `git apply` take."""
        parts = [(" ", self.above), ("-", self.old), ("+", self.new), (" ", self.below)]
        first, around = self.start - len(self.above), len(self.above) + len(self.below)
        old, new = (_span(first, around + len(lines)) for lines in (self.old, self.new))
        diff_lines = [_ended(mark + line) for mark, lines in parts for line in lines]
        return [f"@@ -{old} +{new} @@\n", *diff_lines]


def show(edit: Edit, *, dry_run: bool) -> None:
    """Print the remarks, and what was added where; of a dry run the unified diff."""
    for remark in edit.remarks:
        messages.say(remark)
    if edit.before == edit.after:
        return
    hunk, name = difference(edit.before, edit.after), files.label(edit.path)
    if dry_run:
        diff = "".join([f"--- a/{name}\n+++ b/{name}\n", *hunk.lines])
        messages.clear()
        # A pipe gets every byte, for `patch`; a terminal nothing that could steer it.
        sys.stdout.write(sanitize.lines(diff) if sys.stdout.isatty() else diff)
        return
    for record in edit.added:
        messages.say(f"{record.where}: {record.id}")
    if not edit.added:
        messages.say(f"{name}:{hunk.start + 1}:")
    for line in hunk.new:
        messages.say("+" + line.rstrip("\r\n"))


def difference(before: str, after: str) -> Hunk:
    """Return where two texts differ, with the lines around it."""
    old, new = _lines(before), _lines(after)
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    most = shorter - start
    tail = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    end = len(old) - tail
    return Hunk(
        start=start,
        above=old[max(0, start - _CONTEXT) : start],
        old=old[start:end],
        new=new[start : len(new) - tail],
        below=old[end : end + _CONTEXT],
    )


def _lines(text: str) -> list[str]:
    """Return the lines of a text as `patch` counts them, each with its end."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _span(start: int, length: int) -> str:
    return f"{start + 1 if length else start},{length}"


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
