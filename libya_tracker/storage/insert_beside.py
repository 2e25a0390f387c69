"""Edits of what is above or below a long list of changes, which is not parsed for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from libya_tracker.storage import insert
from libya_tracker.storage.emitter import Child
from libya_tracker.storage.fast_changes import extent


def add_beside(text: str, path: insert.Path, children: Sequence[Child]) -> str:
    """Do as ``insert.add`` does, without the changes where they are not added to."""
    return edited(text, path[0], lambda part: insert.add(part, path, children))


def edited(text: str, table: str, edit: Callable[[str], str]) -> str:
    """Return a text in which an edit has changed a table, given the text without changes.

    What is above the changes, or below them, means the same without them. Where their
    extent is not plain to see, or the table is theirs, the whole text is edited.
    """
    place = None if table == "changes" else extent(text)
    if place is None:
        return edit(text)
    start, end = place
    head, tail = text[:start], text[end:]
    key = re.compile(rf"^{re.escape(table)}:", re.MULTILINE)
    if key.search(head):
        new = edit(head)
        if new.endswith(head[head.rindex("changes:") :]):  # and not below that line
            return new + text[start:]
    elif key.search(tail) or (not tail and _ends_in_content(text)):
        new = edit(head + tail)
        if new.startswith(head):
            return text[:end] + new[start:]
    return edit(text)


def _ends_in_content(text: str) -> bool:
    """Tell whether a new table would stand below the last line."""
    last = text[text.rfind("\n", 0, -1) + 1 :].strip()
    return last != "" and not last.startswith("#")
