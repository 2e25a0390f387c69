"""What is printed when the registry was changed: the added text and its place."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from libya_tracker import sanitize
from libya_tracker.cli import messages, streams
from libya_tracker.storage import files
from libya_tracker.storage.writer import Edit
from libya_tracker.views import check

#: What a name in quotes has as an escape.
_NAMED = {9: "\\t", 10: "\\n", 13: "\\r", 34: '\\"', 92: "\\\\"}
#: How many new entries are shown; of more, only how many they are.
_MOST = 200
_CONTEXT = 3  # lines around a change, as in any unified diff
#: How many lines that are the same end a change, and within how many they are looked for.
_ALIKE, _REACH = 3, 30


class Change(NamedTuple):
    """A stretch in which two texts differ, as lines counted from 0, the ends excluded."""

    old: int
    old_end: int
    new: int
    new_end: int


def show(edit: Edit, *, dry_run: bool) -> None:
    """Print what was added where, of a dry run the unified diff, and all remarks on it."""
    for remark in edit.remarks:
        messages.say(remark)
    if edit.before == edit.after:
        return
    old, new, name = _lines(edit.before), _lines(edit.after), files.label(edit.path)
    changes = differences(old, new)
    if dry_run:
        lines = [header("---", f"a/{name}"), header("+++", f"b/{name}")]
        diff = "".join([*lines, *unified(old, new, changes)])
        # A pipe gets every byte, for `patch`; a terminal nothing that could steer it.
        streams.answer(sanitize.lines(diff) if sys.stdout.isatty() else diff)
    elif len(edit.added) > _MOST:
        messages.say(f"{name}: {len(edit.added):,} entries added, too many to show here")
    elif not edit.brief:
        _say_lines(edit, changes, old, new)
    if edit.registry is not None:
        messages.say_lines(check.warnings(edit.warnings, edit.registry))


def _say_lines(
    edit: Edit, changes: Sequence[Change], old: Sequence[str], new: Sequence[str]
) -> None:
    """Print the lines that are new, each stretch of them below its place."""
    for change in changes:
        records = [r for r in edit.added if change.new < r.where.line <= change.new_end]
        for record in records:
            messages.say(f"{record.where}: {record.id}")
        if not records:
            messages.say(f"{files.label(edit.path)}:{change.new + 1}:")
        for line in old[change.old : change.old_end] if edit.revised else ():
            messages.say("-" + line.rstrip("\r\n"))
        for line in new[change.new : change.new_end]:
            messages.say("+" + line.rstrip("\r\n"))


def differences(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return the stretches in which the lines of two texts differ, few and short ones."""
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    most = shorter - start
    tail = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    ends = len(old) - tail, len(new) - tail
    changes = []
    here, there = start, start
    while (here, there) != ends:
        fewer, more = _until_alike(old[here : ends[0]], new[there : ends[1]])
        changes.append(Change(here, here + fewer, there, there + more))
        here, there = here + fewer, there + more
        while here < ends[0] and there < ends[1] and old[here] == new[there]:
            here, there = here + 1, there + 1
    return changes


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


def unified(
    old: Sequence[str], new: Sequence[str], changes: Sequence[Change]
) -> Iterator[str]:
    """Yield the lines of a unified diff, which `patch` and `git apply` take."""
    hunk: list[Change] = []
    for change in changes:
        if hunk and change.old - hunk[-1].old_end > 2 * _CONTEXT:
            yield from _hunk(old, new, hunk)
            hunk = []
        hunk.append(change)
    yield from _hunk(old, new, hunk)


def _hunk(old: Sequence[str], new: Sequence[str], hunk: Sequence[Change]) -> Iterator[str]:
    """Yield the lines of changes that are close to each other, with those around them."""
    above = min(_CONTEXT, hunk[0].old)
    below = min(_CONTEXT, len(old) - hunk[-1].old_end)
    first, last = hunk[0], hunk[-1]
    spans = [
        _span(first.old - above, last.old_end + below),
        _span(first.new - above, last.new_end + below),
    ]
    yield f"@@ -{spans[0]} +{spans[1]} @@\n"
    begin = Change(0, first.old - above, 0, 0)
    end = Change(last.old_end + below, 0, 0, 0)
    for before, change in pairwise([begin, *hunk, end]):
        yield from (_ended(" " + line) for line in old[before.old_end : change.old])
        if change is not end:
            yield from (_ended("-" + line) for line in old[change.old : change.old_end])
            yield from (_ended("+" + line) for line in new[change.new : change.new_end])


def _until_alike(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return after how many lines of each, the fewest, two texts go on alike."""
    for total in range(1, _REACH):
        for fewer in range(total + 1):
            more = total - fewer
            following = old[fewer : fewer + _ALIKE]
            if len(following) == _ALIKE and following == new[more : more + _ALIKE]:
                return fewer, more
    return len(old), len(new)


def _lines(text: str) -> list[str]:
    """Return the lines of a text as `patch` counts them, each with its end."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _span(start: int, end: int) -> str:
    return f"{start + 1 if end > start else start},{end - start}"


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
