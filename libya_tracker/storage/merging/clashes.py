"""What both sides have of one child, and what is made of it where they disagree."""

from __future__ import annotations

from dataclasses import dataclass, replace

from libya_tracker.storage.merging import lines, matching
from libya_tracker.storage.merging.tree import Branch, Child, Leaf, Node, same


@dataclass(frozen=True, slots=True)
class Clash(Child):
    """What both sides changed in different ways.

    What it has as a child is what stands in the text while that is looked at as a whole.
    """

    ours: str = ""
    theirs: str = ""
    #: Why it is none that the program settles.
    reason: str = ""
    #: What it is called in a message.
    name: str = ""


@dataclass(frozen=True, slots=True)
class Trio:
    """A child in the three versions; None where it is not."""

    base: Child | None
    ours: Child | None
    theirs: Child | None


def clash(trio: Trio, child: Child, reason: str) -> Clash:
    """Return a child of the result as a clash of what both sides have there."""
    ours, theirs = (part.own if part else "" for part in (trio.ours, trio.theirs))
    return Clash(
        child.key,
        child.lead,
        ours,
        Leaf("", ""),
        "",
        child.first,
        ours,
        theirs,
        reason,
        _name(child),
    )


def _name(child: Child) -> str:
    """Return what an entry is called in a message."""
    if child.key is not None:
        return child.key
    if isinstance(child.value, Leaf):
        return child.value.value
    words = [child.under(key) for key in ("date", "faction", "to")]
    return " ".join(word.value for word in words if isinstance(word, Leaf))


def comments_left(trio: Trio) -> str:
    """Return the comments that one side wrote above what the other one removed."""
    side = trio.ours or trio.theirs
    if trio.base is None or side is None or side.lead == trio.base.lead:
        return ""
    return lines.added(trio.base.lead, side.lead)


def without_doubles(clash: Clash, trio: Trio, ours: Branch, theirs: Branch) -> Clash:
    """Return a clash without the comments above it that the side kept that removed it."""
    if trio.ours is not None and trio.theirs is not None:
        return clash
    side = ours if trio.ours is None else theirs
    kept = "".join([*(child.lead for child in side.children), side.closing])
    return replace(clash, lead=lines.added(kept, clash.lead))


def one_of(base: Node | None, ours: Node, theirs: Node) -> Node | None:
    """Return the value that one side alone changed, or either of two that say the same.

    None is for two values, and for a value and a comment inside the other.
    """
    if same(ours, theirs):
        return theirs if _comments(theirs) > _comments(ours) else ours
    if base is not None and same(base, theirs) and _comments(theirs) <= _comments(base):
        return ours
    if base is not None and same(base, ours) and _comments(ours) <= _comments(base):
        return theirs
    return None


def _comments(node: Node) -> int:
    """Return how many comments are in a text, or more where its words hold such signs."""
    return node.text.count("#")


def of_two_new(ours: Child, theirs: Child, merged: Child | None) -> Child | None:
    """Return one of two entries that were added and say the same, or None.

    It is the one that has its id written, else the one that was recorded first.
    """
    if merged is not None:
        return merged
    values = [
        {
            key: value
            for key, value in matching.values(child).items()
            if key not in _OF_ENTRY
        }
        for child in (ours, theirs)
    ]
    if values[0] != values[1] or not {"date", "retracts"} & values[0].keys():
        return None
    ids = [child.under("id") is not None for child in (ours, theirs)]
    if all(ids) and not same(ours.under("id"), theirs.under("id")):
        return None
    if ids[0] != ids[1]:
        return ours if ids[0] else theirs
    times = [child.under("recorded") for child in (ours, theirs)]
    first, second = (part.value if isinstance(part, Leaf) else "" for part in times)
    return theirs if second and second < first else ours


_OF_ENTRY = {"id", "recorded"}
