"""Three trees merged into one: what one side changed is taken, what both did is a clash."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from libya_tracker.storage.insert import Path
from libya_tracker.storage.merging import lines, matching, order
from libya_tracker.storage.merging.clashes import (
    Clash,
    Trio,
    clash,
    comments_left,
    of_two_new,
    one_of,
    without_doubles,
)
from libya_tracker.storage.merging.matching import Item
from libya_tracker.storage.merging.tree import Branch, Child, Leaf, Node, moved, same

#: The ids of the entries of each list of claims, written or derived.
Ids = Mapping[Path, Sequence[str]]

T = TypeVar("T")

_EMPTY = Branch((), mapping=False, flow=True)


class Merge:
    """A merge of three trees."""

    def __init__(self, base: Ids, ours: Ids, theirs: Ids) -> None:
        self._ids = base, ours, theirs
        #: Of each child of the result, by its address: it, which of its list it is, and
        #: where it comes from.
        self._origins: dict[int, tuple[Child, Hashable, Trio]] = {}

    def tree(self, base: Branch, ours: Branch, theirs: Branch) -> Branch | None:
        """Return the merged tree, with its clashes; None where all of it is one."""
        node = self._node(base, ours, theirs, ())
        return node if isinstance(node, Branch) else None

    def _node(self, base: Node | None, ours: Node, theirs: Node, path: Path) -> Node | None:
        """Return a merged value; None where both sides changed it in different ways."""
        alike = _is_alike(ours, theirs)
        if not (alike and _holds_entries(path)):
            if ours.text == theirs.text or (base and theirs.text == base.text):
                return ours
            if base and ours.text == base.text:
                return theirs
        if alike and isinstance(ours, Branch) and isinstance(theirs, Branch):
            return self._branch(_like(ours, base), ours, theirs, path)
        return one_of(base, ours, theirs)

    def _branch(
        self, base: Branch, ours: Branch, theirs: Branch, path: Path
    ) -> Branch | None:
        column = _either(base.column, ours.column, theirs.column)
        base, ours, theirs = (moved(part, column) for part in (base, ours, theirs))
        children: list[Child] = []
        carried = ""
        for name, trio in self._trios(base, ours, theirs, path):
            child = self._child(trio, path)
            if child is None:
                carried += comments_left(trio)
                continue
            if isinstance(child, Clash):
                if ours.flow or _behind_dash(ours, trio):
                    return None
                child = without_doubles(child, trio, ours, theirs)
            if not ours.flow:
                lead = lines.not_beyond(carried + child.lead, column if children else None)
                child, carried = replace(child, lead=lead), ""
            children.append(child)
            self._origins[id(child)] = child, name, trio
        closing = lines.closing(base.closing, ours.closing, theirs.closing, column)
        if ours.flow:
            children = self._apart(children, (ours, theirs))
            closing = _either(base.closing, ours.closing, theirs.closing)
        branch = replace(
            ours,
            children=tuple(children),
            inline=_either(base.inline, ours.inline, theirs.inline),
            opening=_opening(base, ours, theirs),
            closing=carried + closing,
        )
        if branch.inline and "".join(c.text for c in children)[:column].strip():
            return None
        return branch

    def _trios(
        self, base: Branch, ours: Branch, theirs: Branch, path: Path
    ) -> list[tuple[Hashable, Trio]]:
        """Return the children of three versions, each with itself, in the new order."""
        if ours.mapping:
            keyed: list[dict[Hashable, Child]] = [
                {child.key: child for child in part.children}
                for part in (base, ours, theirs)
            ]
            first, second, third = ([*part] for part in keyed)
            return [
                (name, Trio(*[part.get(name) for part in keyed]))
                for name in order.of_keys(first, second, third)
            ]
        versions = [
            matching.items(part, ids.get(path, ()) if part.children else ())
            for part, ids in zip((base, ours, theirs), self._ids, strict=True)
        ]
        keys = keys_of(*versions)
        tables = [
            dict(zip(names, part, strict=True))
            for names, part in zip(keys, versions, strict=True)
        ]
        dates = order.dates_of(tables[1:]) if path[-1:] == ("changes",) else {}
        return [
            (name, Trio(*[t[name].child if name in t else None for t in tables]))
            for name in order.of_keys(*keys, dates)
        ]

    def _child(self, trio: Trio, path: Path) -> Child | None:
        """Return what comes of a child; None where it is gone."""
        base, ours, theirs = trio.base, trio.ours, trio.theirs
        if ours is None and theirs is None:
            return None
        if ours is None or theirs is None:
            return self._of_one_side(trio)
        lead = lines.merged(base.lead if base else "", ours.lead, theirs.lead)
        own = self._both(trio, path)
        if own is None:
            what = "changed" if base else "added"
            reason = f"both sides {what} this in different ways"
            return clash(Trio(base, ours, theirs), replace(ours, lead=lead), reason)
        return replace(own, lead=lead)

    def _of_one_side(self, trio: Trio) -> Child | None:
        base, child = trio.base, trio.ours or trio.theirs
        assert child is not None
        if base is None:
            return child
        if _unchanged(base, child):
            return None
        return clash(trio, child, _REMOVED["ours" if trio.theirs is None else "theirs"])

    def _both(self, trio: Trio, path: Path) -> Child | None:
        """Return what comes of a child that is on both sides; None for a clash."""
        base, ours, theirs = trio.base, trio.ours, trio.theirs
        assert ours is not None
        assert theirs is not None
        below = (*path, ours.key) if ours.key is not None else (*path, "-")
        if not _holds_entries(below):
            if ours.own == theirs.own or (base and theirs.own == base.own):
                return ours
            if base and ours.own == base.own:
                return theirs
        if base is None and not _is_container(ours, below):
            return of_two_new(ours, theirs, self._of_same(ours, theirs, below))
        return self._parts(base, ours, theirs, below)

    def _of_same(self, ours: Child, theirs: Child, path: Path) -> Child | None:
        """Return an entry that both sides added, with the comments of both."""
        if not same(ours.value, theirs.value):
            return None
        return self._parts(None, ours, theirs, path) or ours

    def _parts(
        self, base: Child | None, ours: Child, theirs: Child, path: Path
    ) -> Child | None:
        value = self._node(base.value if base else None, ours.value, theirs.value, path)
        if value is None:
            return None
        head = _text(base.head if base else None, ours.head, theirs.head)
        rest = lines.merged(base.rest if base else "", ours.rest, theirs.rest)
        if head is None:
            return None
        return replace(ours, head=head, value=value, rest=rest)

    def _apart(self, children: Sequence[Child], sides: Sequence[Branch]) -> list[Child]:
        """Return children between brackets with blanks between them, as the others have."""
        others = [c.lead for side in sides for c in side.children if not c.first]
        firsts = [c.lead for side in sides for c in side.children if c.first]
        apart = []
        for place, child in enumerate(children):
            lead = child.lead
            if not place and not child.first and "#" not in lead:
                lead = firsts[0] if firsts else ""
            elif place and child.first and not lead.strip(" "):
                lead = others[0] if others and "#" not in others[0] else " "
            new = replace(child, lead=lead, first=not place)
            self.follow(child, new)
            apart.append(new)
        return apart

    def follow(self, old: Child, new: Child) -> None:
        """Let a child of the result take the place of another."""
        if id(old) in self._origins:
            self._origins[id(new)] = new, *self._origins[id(old)][1:]

    def origin(self, child: Child) -> tuple[Hashable, Trio] | None:
        """Return which of its list a child of the result is, and where it comes from.

        None is for what is in a collection of one side alone.
        """
        origin = self._origins.get(id(child))
        return None if origin is None else origin[1:]


_REMOVED = {
    "ours": "ours changed this, and theirs removed it",
    "theirs": "theirs changed this, and ours removed it",
}


def keys_of(
    base: Sequence[Item], ours: Sequence[Item], theirs: Sequence[Item]
) -> tuple[list[Hashable], list[Hashable], list[Hashable]]:
    """Return a key for each item of three lists: the same for what is the same."""
    here, there = matching.matches(base, ours), matching.matches(base, theirs)
    new_here = [n for n in range(len(ours)) if n not in here]
    new_there = [n for n in range(len(theirs)) if n not in there]
    twins = matching.twins([ours[n] for n in new_here], [theirs[n] for n in new_there])
    of_theirs: dict[int, Hashable] = {n: ("base", place) for n, place in there.items()}
    for number, place in enumerate(new_there):
        twin = twins.get(number)
        of_theirs[place] = ("theirs", place) if twin is None else ("ours", new_here[twin])
    return (
        [("base", n) for n in range(len(base))],
        [("base", here[n]) if n in here else ("ours", n) for n in range(len(ours))],
        [of_theirs[n] for n in range(len(theirs))],
    )


def _is_alike(a: Node, b: Node) -> bool:
    """Tell whether two nodes are collections of one kind, written in one style."""
    if isinstance(a, Leaf) or isinstance(b, Leaf):
        return False
    return (a.mapping, a.flow) == (b.mapping, b.flow)


def _holds_entries(path: Path) -> bool:
    """Tell whether entries are below a path, each of which is to be known in the result."""
    return len(path) < 2 or (
        path[0] == "scenarios" and (len(path) == 2 or path[2:] == ("changes",))
    )


def _is_container(child: Child, path: Path) -> bool:
    """Tell whether what two sides added is joined: a table, or a list."""
    value = child.value
    if not isinstance(value, Branch):
        return False
    return not value.mapping or len(path) == 1 or path[-1] == "ids"


def _like(model: Branch, base: Node | None) -> Branch:
    """Return the base as a collection of the kind that a side has; else an empty one."""
    if isinstance(base, Branch) and _is_alike(model, base):
        return base
    return replace(_EMPTY, mapping=model.mapping, flow=model.flow, column=model.column)


def _either(base: T, ours: T, theirs: T) -> T:
    """Return what a side changed; ours where both did."""
    return theirs if ours == base else ours


def _text(base: str | None, ours: str, theirs: str) -> str | None:
    if theirs in (ours, base):
        return ours
    return theirs if ours == base else None


def _opening(base: Branch, ours: Branch, theirs: Branch) -> str:
    if ours.flow:
        return _either(base.opening, ours.opening, theirs.opening)
    return lines.merged(base.opening, ours.opening, theirs.opening)


def _behind_dash(ours: Branch, trio: Trio) -> bool:
    """Tell whether a child stands in the line of the dash of its item."""
    return ours.inline and any(
        child is not None and child.first for child in (trio.base, trio.ours, trio.theirs)
    )


def _unchanged(base: Child, side: Child) -> bool:
    return base.own == side.own or (
        base.head.strip() == side.head.strip()
        and base.rest.strip() == side.rest.strip()
        and same(base.value, side.value)
        and "#" not in side.value.text
    )
