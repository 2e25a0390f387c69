"""The ties of a day as a square matrix of factions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from enum import StrEnum

from libya_tracker.analysis.state import State, Tie
from libya_tracker.named_tuples import NamedTuple


class Values(StrEnum):
    """What stands in the cells: the relation with its sign, or the sign as a number."""

    RELATION = "relation"
    SIGN = "sign"


class Matrix(NamedTuple):
    """A square: the factions, which are its rows and its columns, and the ties in it.

    The tie of row a in column b is that of a toward b, so one that holds both ways stands
    in two cells, and the diagonal is empty.
    """

    state: State
    factions: tuple[str, ...]
    #: How many more factions would be in it, had they not been left out.
    left_out: int = 0

    def tie(self, faction: str, to: str) -> Tie | None:
        """Return the tie of a faction toward another, where there is one."""
        return self.state.ties.get((faction, to))

    @property
    def columns(self) -> list[str]:
        """The names of the columns: ``faction``, and then each faction's id."""
        return ["faction", *self.factions]

    def largest(self, most: int, named: Collection[str] = ()) -> Matrix:
        """Return the square of at most so many factions: the named, then by their ties."""
        if len(self.factions) <= most:
            return self
        ties = Counter(name for pair in self.state.ties for name in pair)
        first = sorted(self.factions, key=lambda name: (name not in named, -ties[name]))
        kept = {*first[:most]}
        factions = tuple(name for name in self.factions if name in kept)
        return Matrix(self.state, factions, len(self.factions) - most)

    def rows(self, values: Values) -> Iterator[tuple[str | int | None, ...]]:
        """Yield the rows of the square, each after its faction's id.

        A relation is written before its sign, since programs take a cell that begins with
        a sign for a formula. The sign as a number is 1, 0 or -1.
        """
        places = {name: place for place, name in enumerate(self.factions, 1)}
        ties: dict[str, list[Tie]] = {}
        for (faction, to), tie in self.state.ties.items():
            if to in places:
                ties.setdefault(faction, []).append(tie)
        for faction in self.factions:
            row: list[str | int | None] = [faction, *[None] * len(places)]
            for tie in ties.get(faction, ()):
                row[places[tie.to]] = _value(tie, values)
            yield tuple(row)


def matrix(
    state: State, around: Collection[str] = (), *, include_all: bool = False
) -> Matrix:
    """Return the square of the factions that have a tie, in the order of the file.

    With ``around``, only of these and of those with whom they have a tie; with
    ``include_all``, of the factions without any tie too.
    """
    centre = frozenset(around)
    members = {
        name for pair in state.ties if not centre or centre & {*pair} for name in pair
    } | centre
    factions = (name for name in state.registry.factions if include_all or name in members)
    return Matrix(state, tuple(factions))


def _value(tie: Tie, values: Values) -> str | int | None:
    relation = tie.relation
    return relation.valence if values is Values.SIGN else f"{relation} {relation.sign}"
