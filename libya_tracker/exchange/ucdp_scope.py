"""Which fights a table of UCDP's lists: those of governments of states, or all others."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.exchange.ucdp_actors import UCDP, Actors, members
from libya_tracker.exchange.ucdp_tables import Kind, Table
from libya_tracker.model import vocabulary
from libya_tracker.model.folding import folded
from libya_tracker.model.records import Faction

#: The numbers of the governments of states, in the actors' table of release 22.1: all below
#: 160, which nobody else has, and a few given later.
_GOVERNMENTS = {*map(str, range(1, 160)), "1208", "1209", "1212", "3912", "3986"}


class Scope:
    """The sort of fights that a table lists.

    UCDP lists a fight in which the government of a state takes part apart from others. Its
    governments are the first sides of that table.
    """

    def __init__(self, table: Table, actors: Actors) -> None:
        self._is_of_states = table.kind is Kind.ARMED
        sides = ("side_a",) if self._is_of_states else ("side_a", "side_b")
        self._numbers = {
            number for row in table.rows for side in sides for number in members(row, side)
        }
        self._names = {
            folded(name) for number in self._numbers for name in actors.of(number).names
        }

    def lists(self, factions: Sequence[Faction]) -> bool:
        """Tell whether a fight between some factions is of the sort of a table."""
        return any(map(self._is_state, factions)) == self._is_of_states

    def _is_state(self, faction: Faction) -> bool:
        """Tell whether a faction is a state to UCDP, or the government of one.

        A table of other conflicts does not name such governments. There its number says
        it, or of a government without one, that it is no side.
        """
        if faction.kind is vocabulary.Kind.STATE:
            return True
        numbers = {number for register, number in faction.ids if register == UCDP.register}
        is_side = bool(numbers & self._numbers) or self._has_name(faction)
        if self._is_of_states:
            return is_side
        if faction.kind is not vocabulary.Kind.GOVERNMENT or is_side:
            return False
        return not numbers or not numbers.isdisjoint(_GOVERNMENTS)

    def _has_name(self, faction: Faction) -> bool:
        """Tell whether a side has one of a faction's names."""
        names = (faction.name, *(alias.name for alias in faction.aliases))
        return any(folded(name) in self._names for name in names)
