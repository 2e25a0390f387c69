"""Whether a merged text reads as the tree that it was made of."""

from __future__ import annotations

from libya_tracker.storage.merging.clashes import Clash
from libya_tracker.storage.merging.tree import Branch, Child, Leaf


def is_read_as(merged: Branch, read: Branch) -> bool:
    """Tell whether a tree that was read is the one that was written.

    A comment that came to stand below a text block, for one, would be text.
    """
    children = [child for child in merged.children if child.own]
    return (merged.mapping or not read.children) == (read.mapping or not children) and (
        len(children) == len(read.children)
        and all(map(_is_child_read, children, read.children))
    )


def _is_child_read(written: Child, read: Child) -> bool:
    if written.key != read.key:
        return False
    a, b = written.value, read.value
    if isinstance(written, Clash) or (isinstance(a, Leaf) and isinstance(b, Branch)):
        return True  # what ours or theirs has there, or an entry that got its id
    if isinstance(a, Leaf) or isinstance(b, Leaf):
        return isinstance(a, Leaf) and isinstance(b, Leaf) and a.value == b.value
    return is_read_as(a, b)
