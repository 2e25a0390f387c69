"""Which fights a table of UCDP's lists: those of governments of states, or all others."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.exchange.ucdp_actors import UCDP, Actors, members
from libya_tracker.exchange.ucdp_tables import Kind, Table
from libya_tracker.model import vocabulary
from libya_tracker.model.folding import folded
from libya_tracker.model.records import Faction


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

        A table of other conflicts has no such government, but those that UCDP takes for
        rebels: a government that is a side there is none of a state.
        """
        if faction.kind is vocabulary.Kind.STATE:
            return True
        is_side = self._has(faction)
        if self._is_of_states:
            return is_side
        return faction.kind is vocabulary.Kind.GOVERNMENT and not is_side

    def _has(self, faction: Faction) -> bool:
        """Tell whether a faction is a side, by its number or else by a name."""
        numbers = {number for register, number in faction.ids if register == UCDP.register}
        names = (faction.name, *(alias.name for alias in faction.aliases))
        return bool(numbers & self._numbers) or any(
            folded(name) in self._names for name in names
        )
