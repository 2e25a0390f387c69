"""UCDP's actors: what each is called in a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from libya_tracker.exchange import tables
from libya_tracker.exchange.actors import Actor, DataSet
from libya_tracker.exchange.ucdp_tables import Kind, Row, Table
from libya_tracker.model.folding import folded

_GOVERNMENT = "Government of "
UCDP = DataSet("ucdp", "UCDP", (_GOVERNMENT,))
_NEXT_GOVERNMENT = re.compile(rf",\s*(?={_GOVERNMENT})")
_COMMA = re.compile(r"\s*,\s*")
_NO_NAMES = {"", "n/a"}


def numbers(cell: str) -> list[str]:
    """Return the numbers of a list, in the order of numbers: theirs means nothing.

    A list in which anything is no number has none.
    """
    parts = {tables.whole(part) for part in re.split(r"[\s,;]+", cell) if part}
    return sorted(parts, key=int) if all(map(str.isdecimal, parts)) else []


def members(row: Row, side: str) -> list[str]:
    """Return the numbers of those on a side; of a fighting coalition, its members."""
    return numbers(row[f"{side}_components"] or row[f"{side}_id"])


def coalition(kind: Kind, row: Row, side: str) -> Actor | None:
    """Return what several on a side are together; None where one stands alone.

    Only where its members have a column of their own does it have a number, too.
    """
    ids = numbers(row[f"{side}_id"]) if row[f"{side}_components"] else []
    if not ids and len(members(row, side)) == 1:
        return None
    return Actor(ids[0] if ids else None, tuple(_names(kind, row, side)))


def governments(cell: str) -> list[str]:
    """Return the governments of a list of names, which may have commas in them."""
    return [name for part in _NEXT_GOVERNMENT.split(cell) if (name := part.strip())]


class Actors:
    """The actors of a table.

    Where a side has several, its numbers and its names are sorted differently. So a number
    has a name where it stands alone, or where all others of its side are known.
    """

    def __init__(self, table: Table) -> None:
        self._names: dict[str, list[str]] = {}
        self._collect(table)
        self._numbers: dict[str, set[str]] = {}
        for number, names in self._names.items():
            for name in names:
                self._numbers.setdefault(folded(name), set()).add(number)

    def of(self, number: str) -> Actor:
        """Return the actor of a number."""
        return Actor(number, tuple(self._names.get(number, ())))

    def named(self, name: str) -> Actor:
        """Return the actor of a name, with its number where the table has just one."""
        numbers = self._numbers.get(folded(name), set())
        return self.of(*numbers) if len(numbers) == 1 else Actor(None, (name,))

    @property
    def shared(self) -> frozenset[str]:
        """The names, folded, that several actors of the table have."""
        return frozenset(name for name, ids in self._numbers.items() if len(ids) > 1)

    def _collect(self, table: Table) -> None:
        """Collect what each number is called."""
        several = []
        for row in table.rows:
            for ids, names in _sides(table.kind, row):
                if len(ids) == 1:
                    self._add(ids[0], names)
                elif ids:
                    several.append((ids, _COMMA.split(names[0])))
        added = True
        while added:  # what one side shows may be what another lacks
            added = False
            for side in several:
                added |= self._add_last(*side)

    def _add(self, number: str, names: Iterable[str]) -> None:
        known = self._names.setdefault(number, [])
        known += dict.fromkeys(n for n in names if n not in {*_NO_NAMES, *known})

    def _add_last(self, ids: Sequence[str], names: Sequence[str]) -> bool:
        """Give the last name of a side to its last number, if all others are known."""
        unnamed = [number for number in ids if number not in self._names]
        known = {name for number in ids for name in self._names.get(number, ())}
        others = [name for name in names if name not in known]
        if len(ids) != len(names) or len(unnamed) != 1 or len(others) != 1:
            return False
        self._add(unnamed[0], others)
        return True


def _sides(kind: Kind, row: Row) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the numbers and the names of each side of a row."""
    if kind is Kind.ACTORS:
        columns = ["NameData", "NameOrigFullEng", "NameOrigFull", "NameOrig"]
        yield numbers(row["ActorId"]), [row[column] for column in columns]
        return
    for side in ("side_a", "side_b"):
        yield members(row, side), _names(kind, row, side)


def _names(kind: Kind, row: Row, side: str) -> list[str]:
    own = side if kind is Kind.ARMED else f"{side}_name"
    columns = (own, f"{side}_name_fulltext", f"{side}_name_mothertongue")
    return [row[column] for column in columns]
