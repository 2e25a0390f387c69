"""Which faction an actor of another data set is, by its id there or by a name."""

from __future__ import annotations

import datetime as dt

import pytest

from libya_tracker.exchange.acled import ACLED
from libya_tracker.exchange.actors import Actor, DataSet, Matcher
from libya_tracker.exchange.ucdp_actors import UCDP
from libya_tracker.storage import files

REGISTRY = """\
factions:
  dawn:
    name: Dawn Brigade
    aliases: [Brigade of Dawn, DB, {name: Forces of the House, since: 2014-06}]
    ids: {ucdp: 11, acled: Dawn Brigade (2012-)}
  dusk: {name: Dusk Brigade, ids: {ucdp: 12, acled: Dusk Brigade (2012-)}}
  noon: {name: Noon Council, aliases: [Dusk Guard]}
  rain: {name: Rain Guard, aliases: [Rain and Hail]}
  hail: {name: Hail Guard, aliases: [Rain and Hail]}
"""


@pytest.mark.parametrize(
    ("data_set", "actor", "year", "expected"),
    [
        (UCDP, Actor("11", ("Dusk Brigade",)), 2015, "dawn by ucdp id"),
        (UCDP, Actor("30", ("Noon Council",)), 2015, "noon by name"),
        # A second number of a faction is known by what the actor is called, as an alias.
        (UCDP, Actor("30", ("X", "Brigade of Dawn")), 2015, "dawn by alias"),
        (UCDP, Actor("30", ("Forces of the House",)), 2014, "dawn by alias"),
        (UCDP, Actor("30", ("Forces of the House",)), 2013, None),
        (UCDP, Actor("12", ("Brigade of Dawn",)), 2015, "dusk by ucdp id"),
        (UCDP, Actor("30", ("Dawn Brigade",)), 2015, None),
        (UCDP, Actor("30", ("DB",)), 2015, None),
        (UCDP, Actor("30", ("Rain and Hail",)), 2015, None),
        (ACLED, Actor("Brigade of Dawn", ("Brigade of Dawn",)), 2015, "dawn by alias"),
        (ACLED, Actor("Dawn Brigade", ("Dawn Brigade",)), 2015, None),
        (ACLED, Actor("Noon Council", ("Noon Council",)), 2015, "noon by name"),
        (UCDP, Actor(None, ("Dawn Brigade",)), 2015, "dawn by name"),
    ],
)
def test_an_actor_is_the_faction_with_its_id_else_with_its_name(
    data_set: DataSet, actor: Actor, year: int, expected: str | None
) -> None:
    matcher = Matcher(files.parse(REGISTRY, "factions.yaml"), data_set)

    match = matcher.match(actor, dt.date(year, 1, 1), dt.date(year, 12, 31))

    assert (match and f"{match.faction} by {match.how}") == expected
