"""What is printed when the registry was changed: the added text and its place."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise

from libya_tracker import sanitize
from libya_tracker.cli import messages, streams
from libya_tracker.storage import files
from libya_tracker.storage.differences import Stretch, differences
from libya_tracker.storage.line_index import LineIndex
from libya_tracker.storage.writer import Edit
from libya_tracker.views import check

#: What a name in quotes has as an escape.
_NAMED = {9: "\\t", 10: "\\n", 13: "\\r", 34: '\\"', 92: "\\\\"}
#: How many new entries are shown; of more, only how many they are.
_MOST = 200
_CONTEXT = 3  # lines around a change, as in any unified diff


def show(edit: Edit, *, dry_run: bool) -> None:
    """Print what was added where, of a dry run the unified diff, and all remarks on it."""
    for remark in edit.remarks:
        messages.say(remark)
    if edit.before == edit.after:
        return
    name = files.label(edit.path)
    if dry_run:
        lines = [header("---", f"a/{name}"), header("+++", f"b/{name}")]
        diff = "".join([*lines, *unified(edit.before, edit.after)])
        # A pipe gets every byte, for `patch`; a terminal nothing that could steer it.
        streams.answer(sanitize.lines(diff) if sys.stdout.isatty() else diff)
    elif len(edit.added) > _MOST:
        messages.say(f"{name}: {len(edit.added):,} entries added, too many to show here")
    elif not edit.brief:
        _say_lines(edit)
    if edit.warnings:
        messages.say_lines(check.warnings(edit.warnings, edit.added))


def _say_lines(edit: Edit) -> None:
    """Print the lines that are new, each stretch of them below its place."""
    for part, change in _placed(edit.before, edit.after):
        records = [r for r in edit.added if change.new < r.where.line <= change.new_end]
        for record in records:
            messages.say(f"{record.where}: {record.id}")
        if not records:
            messages.say(f"{files.label(edit.path)}:{change.new + 1}:")
        for line in _lines(edit.before[part.old : part.old_end]) if edit.revised else ():
            messages.say(f"-{line}")
        for line in _lines(edit.after[part.new : part.new_end]):
            messages.say(f"+{line}")


def _lines(text: str) -> list[str]:
    """Return the lines of a text without their ends."""
    lines = text.removesuffix("\n").split("\n") if text else []
    return [line.rstrip("\r") for line in lines]


def changes_between(old: str, new: str) -> list[Stretch]:
    """Return the stretches in which two texts differ, as lines counted from 0."""
    return [change for _, change in _placed(old, new)]


def _placed(old: str, new: str) -> Iterator[tuple[Stretch, Stretch]]:
    """Yield the stretches in which two texts differ, as indexes, and as such lines."""
    line = new_line = at = 0
    for one in differences(old, new):
        same = old.count("\n", at, one.old)  # what is between the stretches is the same
        line, new_line = line + same, new_line + same
        end = line + _count(old, one.old, one.old_end)
        new_end = new_line + _count(new, one.new, one.new_end)
        yield one, Stretch(line, end, new_line, new_end)
        line, new_line, at = end, new_end, one.old_end


def _count(text: str, start: int, end: int) -> int:
    """Return how many lines a stretch of a text has."""
    return text.count("\n", start, end) + (start < end and text[end - 1] != "\n")


def header(sign: str, name: str) -> str:
    """Return a line that names a file, as `git diff` writes it and `patch` reads it."""
    data = os.fsencode(name)
    if _is_plain(data):
        return f"{sign} {name}" + ("\t\n" if " " in name else "\n")
    return f'{sign} "{"".join(map(_escaped, data))}"\n'


def _is_plain(name: bytes) -> bool:
    """Tell whether a name needs no quotes: UTF-8 without quotes and control characters.

    Without them `patch` takes a last blank for what is in front of a time.
    """
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return not name.endswith(b" ") and not any(
        byte < 32 or byte == 127 or byte in _NAMED for byte in name
    )


def _escaped(byte: int) -> str:
    return _NAMED.get(byte) or (chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}")


def unified(before: str, after: str) -> Iterator[str]:
    """Yield the lines of a unified diff, which `patch` and `git apply` take."""
    old, new = LineIndex(before), LineIndex(after)
    hunk: list[Stretch] = []
    for change in changes_between(before, after):
        if hunk and change.old - hunk[-1].old_end > 2 * _CONTEXT:
            yield from _hunk(old, new, hunk)
            hunk = []
        hunk.append(change)
    yield from _hunk(old, new, hunk)


def _hunk(old: LineIndex, new: LineIndex, hunk: Sequence[Stretch]) -> Iterator[str]:
    """Yield the lines of changes that are close to each other, with those around them."""
    above = min(_CONTEXT, hunk[0].old)
    below = min(_CONTEXT, len(old) - hunk[-1].old_end)
    first, last = hunk[0], hunk[-1]
    spans = [
        _span(first.old - above, last.old_end + below),
        _span(first.new - above, last.new_end + below),
    ]
    yield f"@@ -{spans[0]} +{spans[1]} @@\n"
    begin = Stretch(0, first.old - above, 0, 0)
    end = Stretch(last.old_end + below, 0, 0, 0)
    for before, change in pairwise([begin, *hunk, end]):
        yield from (_ended(" " + line) for line in old.lines(before.old_end, change.old))
        if change is not end:
            yield from (
                _ended("-" + line) for line in old.lines(change.old, change.old_end)
            )
            yield from (
                _ended("+" + line) for line in new.lines(change.new, change.new_end)
            )


def _span(start: int, end: int) -> str:
    return f"{start + 1 if end > start else start},{end - start}"


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
