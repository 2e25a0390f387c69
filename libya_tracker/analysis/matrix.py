"""The ties of a day as a square matrix of factions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from libya_tracker.analysis.state import State, Tie


class Values(StrEnum):
    """What stands in the cells: the relation with its sign, or the sign as a number."""

    RELATION = "relation"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Matrix:
    """A square: the factions, which are its rows and its columns, and the ties in it.

    The tie of row a in column b is that of a toward b, so one that holds both ways stands
    in two cells, and the diagonal is empty.
    """

    state: State
    factions: tuple[str, ...]

    def tie(self, faction: str, to: str) -> Tie | None:
        """Return the tie of a faction toward another, where there is one."""
        return self.state.ties.get((faction, to))

    @property
    def columns(self) -> list[str]:
        """The names of the columns: ``faction``, and then each faction's id."""
        return ["faction", *self.factions]

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
