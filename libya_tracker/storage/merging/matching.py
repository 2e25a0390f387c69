"""Which item of a list is which in another version of the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from libya_tracker.model import dates
from libya_tracker.storage.merging.tree import Branch, Child, Leaf, says

#: How much of a claim must be as it was for it to be the same one, at the same place.
_ALIKE = 0.5
_SUBJECT = ("date", "faction", "to")

Key = Callable[["Item"], Hashable]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: a name, a small record, or a claim with its id."""

    child: Child
    #: What it says by key; of a text, all there is.
    values: dict[str, Hashable]
    #: The id that it is called by, written or derived; only claims have one.
    id: str = ""

    @property
    def own_id(self) -> bool:
        """Whether its id is written."""
        return bool(self.id) and "id" in self.values

    @property
    def has_derived_id(self) -> bool:
        """Whether its id is made of its date, so that the program may have chosen it."""
        date = self.values.get("date")
        return isinstance(date, str) and self.id.startswith(f"{dates.plain(date)}-")

    @property
    def content(self) -> Hashable:
        """What it says but for its id."""
        return frozenset(pair for pair in self.values.items() if pair[0] != "id")

    @property
    def news(self) -> Hashable:
        """What it says but for its id, and for when it was recorded."""
        apart = {"id", "recorded"}
        return frozenset(pair for pair in self.values.items() if pair[0] not in apart)

    @property
    def retracts(self) -> frozenset[Hashable]:
        """The ids of the claims that it takes back."""
        names = self.values.get("retracts", ())
        return frozenset(names if isinstance(names, tuple) else ())

    @property
    def dated(self) -> bool:
        """Whether it is a claim, and no plain retraction."""
        return "date" in self.values


def items(branch: Branch, ids: Sequence[str] = ()) -> list[Item]:
    """Return the items of a list; of claims each has its id."""
    names = ids or [""] * len(branch.children)
    return [
        Item(child, values(child), name)
        for child, name in zip(branch.children, names, strict=True)
    ]


def values(child: Child) -> dict[str, Hashable]:
    """Return what an item says by key; of a text, all there is."""
    node = child.value
    if isinstance(node, Leaf):
        return {"name": node.value}
    return {str(part.key): says(part.value) for part in node.children}


def matches(base: Sequence[Item], side: Sequence[Item]) -> dict[int, int]:
    """Return which item of a side is which of the base, by their places."""
    found = _Matches(base, side)
    found.by(lambda item: (item.own_id and item.id, item.content))
    found.by(lambda item: item.content)
    if any(item.id for item in base):
        found.by(lambda item: item.id if item.own_id else None)
        found.by_id_written_since()
        found.by(_subject)
        found.by_place()
    else:
        found.by(lambda item: item.values.get("name"))
    return found.pairs


def twins(ours: Sequence[Item], theirs: Sequence[Item]) -> dict[int, int]:
    """Return which of their new items is which of ours, by their places.

    It says the same, or has the id that ours has, or corrects the same claim.
    """
    found = _Matches(ours, theirs)
    if not any("retracts" in item.values or item.id for item in (*ours, *theirs)):
        found.by(lambda item: item.values.get("name") or item.content)
        return found.pairs
    found.by(lambda item: (item.own_id and item.id, item.news))
    found.by_what_is_said()
    found.by(lambda item: item.id if item.own_id and not item.has_derived_id else None)
    found.by_what_is_corrected()
    return found.pairs


class _Matches:
    """Pairs up the items of two lists, the surest first."""

    def __init__(self, base: Sequence[Item], side: Sequence[Item]) -> None:
        self._base, self._side = base, side
        self.pairs: dict[int, int] = {}

    def by(self, key: Key) -> None:
        """Pair up, in their order, what has the same key, and is in no pair yet."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for place in reversed(self._left(self._base, self.pairs.values())):
            waiting[key(self._base[place])].append(place)
        for place in self._left(self._side, self.pairs):
            name = key(self._side[place])
            if name is not None and waiting[name]:
                self.pairs[place] = waiting[name].pop()

    def by_id_written_since(self) -> None:
        """Pair up a claim whose id was derived with the one that has it written now."""
        left = {self._base[n].id: n for n in self._left(self._base, self.pairs.values())}
        for place in self._left(self._side, self.pairs):
            item = self._side[place]
            if item.own_id and item.id in left:
                self.pairs[place] = left.pop(item.id)

    def by_place(self) -> None:
        """Pair up what stands at the same place and says nearly the same."""
        neighbours = {there: here for here, there in self.pairs.items()}
        for place in self._left(self._side, self.pairs):
            before = self.pairs.get(place - 1, -1 if not place else None)
            there = None if before is None else before + 1
            if (
                there is not None
                and there < len(self._base)
                and there not in neighbours
                and _alike(self._base[there], self._side[place])
            ):
                self.pairs[place] = there
                neighbours[there] = place

    def by_what_is_said(self) -> None:
        """Pair up claims that say the same, of which one at most has its id written."""
        left = self._left(self._base, self.pairs.values())
        for place in self._left(self._side, self.pairs):
            item = self._side[place]
            for there in left:
                other = self._base[there]
                if other.news == item.news and not (other.own_id and item.own_id):
                    self.pairs[place] = there
                    left.remove(there)
                    break

    def by_what_is_corrected(self) -> None:
        """Pair up what takes back the same claim, but for two plain retractions."""
        left = self._left(self._base, self.pairs.values())
        for place in self._left(self._side, self.pairs):
            item = self._side[place]
            for there in left:
                other = self._base[there]
                if item.retracts & other.retracts and (item.dated or other.dated):
                    self.pairs[place] = there
                    left.remove(there)
                    break

    @staticmethod
    def _left(items: Sequence[Item], paired: Iterable[int]) -> list[int]:
        gone = set(paired)
        return [place for place in range(len(items)) if place not in gone]


def _subject(item: Item) -> Hashable:
    """Return of whom a claim speaks, and when; or what a retraction takes back."""
    keys = _SUBJECT if "date" in item.values else ("retracts",)
    return tuple(item.values.get(key) for key in keys)


def _alike(a: Item, b: Item) -> bool:
    keys = a.values.keys() | b.values.keys()
    equal = sum(a.values.get(key) == b.values.get(key) for key in keys)
    return equal > _ALIKE * len(keys)
