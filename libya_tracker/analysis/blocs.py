"""The sides, each with those that follow it."""

from __future__ import annotations

from libya_tracker.analysis.state import State
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.vocabulary import FOLLOWING, Certainty, Relation, Status
from libya_tracker.named_tuples import NamedTuple


class BlocRow(NamedTuple):
    """One follower of one side."""

    bloc: str
    bloc_name: str
    relation: Relation
    faction: str
    name: str
    since: FuzzyDate
    certainty: Certainty
    status: Status
    disputed: bool
    #: Days since the tie was last cited.
    age: int


def blocs(state: State) -> list[BlocRow]:
    """Return each side with those who follow it, both in the order of the file."""
    registry = state.registry
    ties = [tie for tie in state.ties.values() if tie.relation in FOLLOWING]
    ties.sort(key=lambda tie: (registry.order[tie.to], registry.order[tie.faction]))
    return [
        BlocRow(
            bloc=tie.to,
            bloc_name=registry.factions[tie.to].name,
            relation=tie.relation,
            faction=tie.faction,
            name=registry.factions[tie.faction].name,
            since=tie.since,
            certainty=tie.certainty,
            status=state.status_of(tie),
            disputed=bool(state.denials_of(tie)),
            age=state.age(tie),
        )
        for tie in ties
    ]
