"""Which faction a part of a name means, and what is said where it may be several."""

from __future__ import annotations

import datetime as dt

import pytest

from libya_tracker.errors import (
    AmbiguousNameError,
    NoSuchError,
    NotInFullError,
    PartNotThenError,
    TrackerError,
)
from libya_tracker.model import names
from libya_tracker.storage import files
from tests.support.tables import each

REGISTRY = files.parse(
    """\
factions:
  trb:
    name: Tripoli Revolutionaries' Brigade
    aliases: [First Division]
    kind: militia
    area: Tripoli
    leaders: [{name: Haithem Tajouri, since: 2012, until: 2018}]
  nla: {name: National Liberation Army, area: Libya}
  b71: {name: 71st Brigade}
  zintan-council:
    name: Military Council of Zintan
    aliases: [{name: The Mountain Shield, since: 2014, until: 2016}]
    kind: council
    leaders:
      - {name: Usama al-Juwaili, until: 2011-11}
      - {name: Haithem Tajuri, since: 2019}
  rahman: {name: Faylaq al-Rahman}
  abd: {name: Katibat Abd al-Rahman}
  sharia: {name: كتيبة أنصار الشريعة}
""",
    "factions.yaml",
)
DAY = dt.date(2015, 1, 1)


@each(
    ("name", "faction", "reason"),
    [
        ("trb", "trb", ""),
        ("revolutionaries", "trb", "name"),
        ("Tripoli brig", "trb", "name"),
        ("first", "trb", "alias First Division"),
        ("tajouri", "trb", "leader Haithem Tajouri, from 2012 to 2018"),
        ("Tajuri", "trb", "leader Haithem Tajouri, from 2012 to 2018"),
        ("71", "b71", "name"),
        ("71st", "b71", "name"),
        ("council of zintan", "zintan-council", "name"),
        ("zintan", "zintan-council", "name"),
        ("mountain", "zintan-council", "alias The Mountain Shield, from 2014 to 2016"),
        ("national army", "nla", "name"),
        ("الأنصار", "sharia", "name"),
        ("the", "zintan-council", "alias The Mountain Shield, from 2014 to 2016"),
    ],
)
def test_a_part_that_one_faction_has_answers_with_the_reason(
    name: str, faction: str, reason: str
) -> None:
    match = names.lookup(REGISTRY, name, DAY)

    assert (match.faction.id, match.reason) == (faction, reason)


@each(
    ("name", "error", "lines"),
    [
        (
            "brigade",
            "'brigade' fits 2: trb, b71; give the id of the one meant",
            [
                "trb: Tripoli Revolutionaries' Brigade, militia, Tripoli (name)",
                "b71: 71st Brigade (name)",
            ],
        ),
        (
            "abdul rahman",
            "'abdul rahman' fits 2: rahman, abd; give the id of the one meant",
            ["rahman: Faylaq al-Rahman (name)", "abd: Katibat Abd al-Rahman (name)"],
        ),
        (
            "tripoli tajouri",
            "'tripoli tajouri' fits 1: trb; give the id of the one meant",
            [
                "trb: Tripoli Revolutionaries' Brigade, militia, Tripoli "
                "(name, leader Haithem Tajouri, from 2012 to 2018)"
            ],
        ),
        (
            "Libya National Army",
            "'Libya National Army' fits 1: nla; give the id of the one meant",
            ["nla: National Liberation Army, Libya (area, name)"],
        ),
    ],
)
def test_a_part_of_several_lists_them(name: str, error: str, lines: list[str]) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        names.lookup(REGISTRY, name, DAY)

    assert (str(caught.value), list(caught.value.details)) == (error, lines)


@each(
    "name",
    [
        "7",
        "7th",
        "1",
        "8th Brigade",
        "Libyan National Army",
        "t",
        "xyz",
        "",
        "-",
        "abd x",
    ],
)
def test_a_part_of_nobody_is_nobody(name: str) -> None:
    with pytest.raises(NoSuchError):
        names.lookup(REGISTRY, name, DAY)


def test_a_part_of_another_time_says_of_which() -> None:
    with pytest.raises(PartNotThenError) as caught:
        names.lookup(REGISTRY, "juwaili", DAY)

    assert str(caught.value) == (
        "no faction 'juwaili' on 2015-01-01; at another time it fits 1: zintan-council; "
        "give the id of the one meant"
    )
    assert caught.value.details == (
        "zintan-council: Military Council of Zintan, council "
        "(leader Usama al-Juwaili, until 2011-11)",
    )


def test_of_many_a_message_names_the_first() -> None:
    text = "factions:\n" + "".join(f"  x{n}: {{name: Unit {n}}}\n" for n in range(12))

    with pytest.raises(AmbiguousNameError) as caught:
        names.lookup(files.parse(text, "factions.yaml"), "unit")

    assert "fits 12: x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, …; give" in str(caught.value)
    assert len(caught.value.details) == 12


@each(("name", "count"), [("revolutionaries", 1), ("brigade", 2)])
def test_what_is_written_takes_a_name_in_full(name: str, count: int) -> None:
    with pytest.raises(NotInFullError) as caught:
        names.resolve(REGISTRY, name, DAY)

    message = f"'{name}' is no id, name or alias in full; it fits {count}: trb"
    assert str(caught.value).startswith(message)
    assert len(caught.value.details) == count
    assert isinstance(caught.value, TrackerError)
    assert caught.value.exit_code == 4


@each(
    ("name", "message"),
    [
        ("zintn", "; did you mean 'Military Council of Zintan'?"),
        ("tajourni", '; did you mean "Tripoli Revolutionaries\' Brigade"?'),
        ("britain", ""),
    ],
)
def test_a_misspelt_part_proposes_the_name_that_has_it(name: str, message: str) -> None:
    with pytest.raises(NoSuchError) as caught:
        names.lookup(REGISTRY, name, dt.date(2013, 1, 1))

    assert str(caught.value) == f"no faction {name!r}{message}"
