"""Many ties in one sentence: those that share a side together, the rest counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from libya_tracker.named_tuples import NamedTuple
from libya_tracker.views.document import Name, Words, plain

Thing = TypeVar("Thing")
Naming = Callable[[str], Name]

#: How many things a list names at most.
_NAMED = 5
#: How many ties a sentence holds at most, and its letters: two lines of a mail.
_TIES, _ROOM = 10, 150


class Statement(NamedTuple):
    """A tie in a sentence, and what is said of it in brackets."""

    faction: str
    reads: str
    to: str
    aside: Words = ()
    #: Whether it may be read from either side.
    two_way: bool = False


@dataclass(slots=True)
class _Group:
    """Ties of one relation and one remark that share a side."""

    factions: list[str]
    reads: str
    others: list[str]
    aside: Words

    def words(self, name: Naming) -> Words:
        """Return the ties in words, each name once."""
        several = len(self.factions) > 1
        aside = tuple(
            "themselves" if several and word == "itself" else word for word in self.aside
        )
        return (
            *listing([(name(faction),) for faction in self.factions]),
            f" {self.reads} ",
            *listing([(name(other),) for other in self.others]),
            *aside,
        )


def sentence(statements: Sequence[Statement], name: Naming) -> Words:
    """Return ties in words, as many as two lines hold; how many more there are.

    A single one more is as short as its count.
    """
    oriented = _oriented(statements)
    for count in range(min(len(oriented), _TIES), 0, -1):
        words = _together(oriented[:count], name, len(oriented) - count)
        if len(plain(words)) <= _ROOM or count == 1 or count == len(oriented) - 1:
            return words if count < len(oriented) - 1 else _together(oriented, name)
    return ()


def phrases(statements: Sequence[Statement], name: Naming) -> list[Words]:
    """Return all ties in words, those that share a side together."""
    return [group.words(name) for group in _groups(statements)]


def series(things: Iterable[Thing], words: Callable[[Thing], Words]) -> Words:
    """Return things in words, commas and "and" between them; of many, the first ones."""
    phrases = [words(thing) for thing in things]
    rest = len(phrases) - _NAMED
    if rest > 1:
        phrases = [*phrases[:_NAMED], (f"{rest} more",)]
    return listing(phrases)


def listing(phrases: Sequence[Words], comma: str = ", ", last: str = " and ") -> Words:
    """Return phrases with commas between them, and "and" before the last."""
    joints = ["", *[comma] * (len(phrases) - 2), last]
    return tuple(
        word
        for joint, phrase in zip(joints, phrases, strict=False)
        for word in (joint, *phrase)
        if word
    )


def _together(statements: Sequence[Statement], name: Naming, rest: int = 0) -> Words:
    groups = list(_groups(statements))
    lists = any(len(group.factions) + len(group.others) > 2 for group in groups)
    phrases = [group.words(name) for group in groups]
    if rest:
        phrases.append((f"{rest} more",))
    return listing(phrases, "; ", "; ") if lists else listing(phrases)


def _groups(statements: Iterable[Statement]) -> Iterator[_Group]:
    """Yield the ties by whom they are toward; those left single by whose they are."""
    toward: dict[object, _Group] = {}
    for one in statements:
        key = one.reads, one.to, one.aside
        group = toward.setdefault(key, _Group([], one.reads, [one.to], one.aside))
        group.factions.append(one.faction)
    groups: dict[object, _Group] = {}
    for shared, group in toward.items():
        if len(group.factions) > 1:
            groups[shared] = group
            continue
        own = group.factions[0], group.reads, group.aside
        if first := groups.get(own):
            first.others += group.others
        else:
            groups[own] = group
    yield from groups.values()


def _oriented(statements: Sequence[Statement]) -> list[Statement]:
    """Return ties of which two-way ones end at the faction that more of them share."""
    shares = Counter(
        (name, one.reads)
        for one in statements
        if one.two_way
        for name in (one.faction, one.to)
    )
    return [
        one._replace(faction=one.to, to=one.faction)
        if one.two_way and shares[one.faction, one.reads] > shares[one.to, one.reads]
        else one
        for one in statements
    ]
