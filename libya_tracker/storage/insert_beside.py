"""Inserts records above or below a long list of changes, which is not parsed for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from libya_tracker.storage import insert
from libya_tracker.storage.emitter import Child
from libya_tracker.storage.fast_changes import extent


def add_beside(text: str, path: insert.Path, children: Sequence[Child]) -> str:
    """Do as ``insert.add`` does; where the table is not that of the changes, without them.

    What is above the changes, or below them, means the same without them.
    """
    place = None if path[0] == "changes" else extent(text)
    if place is None:
        return insert.add(text, path, children)
    start, end = place
    head, tail = text[:start], text[end:]
    table = re.compile(rf"^{re.escape(path[0])}:", re.MULTILINE)
    if table.search(head):
        new = insert.add(head, path, children)
        if new.endswith(head[head.rindex("changes:") :]):  # and not below that line
            return new + text[start:]
    elif table.search(tail):
        new = insert.add(head + tail, path, children)
        if new.startswith(head):
            return text[:end] + new[start:]
    return insert.add(text, path, children)
