"""UCDP's tables: which they are, what they claim, whom they mean, what we have of it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from libya_tracker.exchange import ucdp, ucdp_dates, ucdp_tables
from libya_tracker.exchange.statements import Statement
from tests.conftest import Run

REGISTRY = """\
factions:
  dawn: {name: Dawn Brigade, ids: {ucdp: 11}}
  dusk: {name: Dusk Brigade, ids: {ucdp: 12}}
  night: {name: Night Guard, ids: {ucdp: 13}}
  noon: {name: Noon Council, aliases: [NC, {name: Council of Noon, until: 2014}]}
  state: {name: Fifth State, kind: state}
  rule: {name: Government of the Coast, ids: {ucdp: 20}}
changes:
  - {date: 2015-02, faction: dawn, relation: fighting, to: dusk, until: 2015-04}
  - {date: 2015-01, faction: dawn, relation: allied, to: night}
  - {date: 2016-05-01, faction: dusk, relation: fighting, to: night, until: 2016-06-01}
  - {date: 2016-05-01, faction: dusk, relation: fighting, to: rule, until: 2016-06-01}
  - {date: 2016, faction: state, relation: allied, to: rule}
"""
COMPARE = ("import", "ucdp", "u.csv", "--compare")
NON_STATE = (
    "dyad_id,side_a_name,side_a_name_fulltext,side_a_id,side_a_components,side_b_name,"
    "side_b_name_fulltext,side_b_id,side_b_components,start_date2,start_prec2,ep_end,"
    "ep_end_date,ep_end_prec,year,version\n"
)
ARMED = (
    "conflict_id,side_a,side_a_id,side_a_2nd,side_b,side_b_id,incompatibility,"
    "start_date2,start_prec2,ep_end,ep_end_date,ep_end_prec,year,version\n"
)
ACTORS = "ActorId,NameData,ActorIdPrev,ActorIdAlliance,ActorIdGroup,Version\n"


def claims(text: str) -> list[str]:
    """Return what a table claims, each claim in a line."""
    return [in_words(one) for one in ucdp.read(text.encode(), "x.csv").statements]


def in_words(one: Statement) -> str:
    assert one.to is not None
    return f"{one.faction.name} {one.relation} {one.to.name} {one.since} to {one.until}"


def test_a_date_is_any_day_that_its_code_allows() -> None:
    days = {
        ("2015-03-31", "1"): "2015-03-31",
        ("2015-03-31", "2"): "2015-03-24..2015-04-07",
        ("2015-03-31", "3"): "2015-03",
        ("2015-12-31", "4"): "2015-11-01..2016-01-31",
        ("2015-03-31", "5"): "2015",
        ("2015-03-31", "6"): "2014-01-01..2016-12-31",
        ("2015-03-31", ""): "2015-03",
        ("2015-12-31", ""): "2015",
    }

    assert {each: str(ucdp_dates.window(*each)) for each in days} == days
    compact = ("20171105", "2017-W45-7")
    for text in ("", "2015-02-30", "0001-01-01", "9999-01-01", "31/12/2015", *compact):
        assert ucdp_dates.window(text, "1") is None


def test_each_of_a_coalition_fights_each_of_the_other_side_over_the_years() -> None:
    text = NON_STATE + (
        '9,"B, A",,50,"11, 12",C,,13,,2015-02-03,1,0,,,2015,17.1\n'
        '9,"B, A",,50,"12, 11",C,,13,,2015-02-03,1,1,2016-03-31,3,2016,17.1\n'
        "8,A,,11,,D,,14,,2014-01-01,1,1,2014-01-02,1,2014,17.1\n"
    )

    # 11 stands alone below, and so the other one is B.
    assert claims(text) == [
        "A fighting C 2015-02-03 to 2016-03",
        "B fighting C 2015-02-03 to 2016-03",
        "A fighting D 2014-01-01 to 2014-01-02",
    ]


def test_who_joins_a_war_or_sends_troops_does_so_on_any_day_of_a_year() -> None:
    friends = '"Government of One, Two, Government of Three"'
    text = ARMED + (
        "7,Government of Home,20,,A,11,2,2014-05-01,1,0,,,2014,17.1\n"
        f'7,Government of Home,20,{friends},"B, A","11, 12",2,2014-05-01,1,0,,,2015,17.1\n'
        "7,Government of Home,20,,B,12,2,2014-05-01,1,0,,,2016,17.1\n"
    )

    # Of 2016, the newest year, it is not known whether the war ended.
    assert claims(text) == [
        "Government of Home fighting A 2014-05-01 to 2015",
        "Government of Home fighting B 2015 to None",
        "Government of One, Two supports Government of Home 2015 to 2015",
        "Government of Three supports Government of Home 2015 to 2015",
    ]
    older = text.replace("17.1", "22.1")
    assert claims(older)[1] == "Government of Home fighting B 2015 to 2016"


def test_whole_numbers_are_read_as_pandas_writes_them_beside_empty_cells() -> None:
    text = NON_STATE + (
        '9.0,"B, A",,50.0,"11.0, 12",C,,13.0,,2015-02-03,1.0,0.0,,,2015.0,17.1\n'
        '9.0,"B, A",,50.0,"12, 11.0",C,,13,,2015-02-03,1.0,1.0,2016-03-31,3.0,2016,17.1\n'
    )

    release = ucdp.read(text.encode(), "x.csv")

    plain = ucdp.read(text.replace(".0", "").encode(), "x.csv")
    assert (release.statements, release.passed_over) == (plain.statements, {})


def test_a_release_is_a_source_by_its_number_or_by_what_it_is_called() -> None:
    row = "9,A,,11,,B,,12,,2015-02-03,1,0,,,2015,"
    cases = {
        "": ("ucdp-nonstate-to-2015", None, "2015"),
        "22.1": ("ucdp-nonstate-221", "2022", "2021"),
        "17.2": ("ucdp-nonstate-172", "2017", "2016"),
        "22.10": ("ucdp-nonstate-22-10", None, "2015"),
        "v22.1": ("ucdp-nonstate-v22-1", None, "2015"),
        "22X.1": ("ucdp-nonstate-22x-1", None, "2015"),
        "22.1b": ("ucdp-nonstate-22-1b", None, "2015"),
        "النسخة": ("ucdp-nonstate", None, "2015"),
    }
    for version, expected in cases.items():
        data = f"{NON_STATE}{row}{version}\n".encode()
        source = ucdp.read(data, "x.csv").source
        newest = ucdp_tables.table(data, "x.csv").newest

        assert (source.id, source.details.get("date"), f"{newest}") == expected
        assert ("url" in source.details) == (version == "22.1")


def test_an_empty_cell_is_read_as_r_writes_it() -> None:
    empty = NON_STATE + (
        "9,A,,11,,B,,12,,2015-02-03,1,0,,,2015,\n"
        '8,,,13,,"C, D",,50,"11, 14",2015-02-03,,1,2015-03-31,,2015,\n'
        '7,C,,11,,,,,"11, 14",2015-02-03,1,0,,,2015,\n'
    )
    lines = empty.splitlines()
    written = "\n".join([lines[0], *map(_as_r_does, lines[1:])])

    release, plain = (ucdp.read(t.encode(), "x.csv") for t in (written, empty))

    assert ",NA," in written
    assert (release.statements, release.source) == (plain.statements, plain.source)
    assert release.passed_over == plain.passed_over == {}


def _as_r_does(line: str) -> str:
    rows = [[cell or "NA" for cell in row] for row in csv.reader([line])]
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in rows[0])


def test_what_is_no_number_or_code_is_passed_over_with_the_reason() -> None:
    row = {
        **{"side_a_id": "11", "side_b_id": "12", "year": "2015"},
        **{"start_date2": "2015-02-03", "start_prec2": "1", "ep_end": "1"},
        **{"ep_end_date": "2015-03-01", "ep_end_prec": "2"},
    }
    reason = "no code of how precise a date is ({})"
    start, end = map(reason.format, ("start_prec2", "ep_end_prec"))
    cases = [
        ({}, None),
        ({"start_prec2": ""}, None),
        ({"start_prec2": "7"}, None),
        ({"start_prec2": "abc"}, start),
        ({"start_prec2": "-1"}, start),
        ({"start_prec2": "1.5"}, start),
        ({"ep_end_prec": "11"}, end),
        ({"ep_end": "yes"}, "neither 0 nor 1 as whether its episode ended (ep_end)"),
        ({"ep_end_date": "2014-03-01"}, "an end before its beginning"),
        ({"ep_end_date": "2015-03"}, "no date of its end (ep_end_date)"),
        ({"side_a_components": "11; x"}, "no number of an actor"),
        ({"side_b_id": "11"}, "one actor on both sides"),
        ({"side_a_id": "11.5"}, "no number of an actor"),
        ({"year": "2015.5"}, "no year"),
    ]
    heads = NON_STATE.strip().split(",")
    rows = [{**row, "dyad_id": f"{n}", **cells} for n, (cells, _) in enumerate(cases)]
    lines = [",".join(cells.get(head, "") for head in heads) for cells in rows]

    release = ucdp.read((NON_STATE + "\n".join(lines)).encode(), "x.csv")

    passed_over = {n: why for why, ns in release.passed_over.items() for n in ns}
    expected = {n: why for n, (_, why) in enumerate(cases, 2) if why is not None}
    assert passed_over == expected


def test_a_year_that_is_repeated_is_counted_and_several_releases_are_refused(
    run: Run, tmp_path: Path
) -> None:
    rows = (
        "9,A,,11,,B,,12,,2015-02-03,1,0,,,2015,22.1\n"
        '9,A,,11,,"B , C",,60,"12 , 14",2015-02-03,1,0,,,2015,22.1\n'
        "9,A,,11,,B,,12,,2015-02-03,1,1,2015-03-01,1,2015,22.1\n"
    )
    release = ucdp.read((NON_STATE + rows + NON_STATE + rows).encode(), "x.csv")

    # The second has one claim more; of its names the blanks are none.
    assert [in_words(one) for one in release.statements] == [
        "A fighting B 2015-02-03 to 2015",
        "A fighting C 2015-02-03 to 2015",
    ]
    repeated = dict.fromkeys((4, 6, 7, 8))
    assert release.passed_over == {"a year that another row has as well": repeated}
    assert release.size == 6

    older = rows.replace("22.1", "20.1")
    (tmp_path / "u.csv").write_text(NON_STATE + rows + NON_STATE + older, encoding="utf-8")
    for option in ("--compare", "--review=r.csv"):
        result = run("import", "ucdp", "u.csv", option, registry=REGISTRY)
        assert result.exit_code == 2
        assert result.stderr == (
            "error: u.csv: this holds several releases of UCDP's, each of which is a "
            "source of its own (22.1 in rows 2, 3, 4; 20.1 in rows 6, 7, 8); import one at "
            "a time\n"
        )


def test_what_is_said_of_an_actor_has_no_day() -> None:
    rows = '11,A,12.0,,,22.1\n12,B,,13,"13, 11",22.1\n,C,,,,22.1\n14,D,,x,,22.1\n'

    release = ucdp.read(f"\ufeff{ACTORS}{rows}".encode(), "x.csv")

    assert [in_words(one) for one in release.statements] == [
        "A splinter B None to None",
        "B allied actor 13 None to None",
        "B member A None to None",
        "B member actor 13 None to None",
    ]
    assert release.passed_over == {"no number of an actor": {4: None, 5: None}}


def test_claims_and_ties_are_compared_in_both_directions(run: Run, tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text(
        NON_STATE
        + "1,A,,11,,B,,12,,2015-03-01,1,1,2015-03-02,1,2015,17.1\n"
        + "2,A,,11,,C,,13,,2015-06-01,1,1,2015-06-02,1,2015,17.1\n"
        + "3,NC,Noon Council,30,,B,,12,,2015-06-01,1,1,2015-06-02,1,2015,17.1\n"
        + "4,NO,,31,,B,,12,,2015-06-01,1,1,2015-06-02,1,2015,17.1\n"
        + "5,Council of Noon,,32,,B,,12,,2016-06-01,1,0,,,2016,17.1\n"
        + "6,Dusk Brigade,,33,,A,,11,,2016-06-01,1,0,,,2016,17.1\n"
        + "7,X,,34,,Y,,35,,2016-06-01,1,0,,,2016,17.1\n"
        + "8,A,,11,,B,,12,,2016-13-01,1,0,,,2016,17.1\n",
        encoding="utf-8",
    )

    page = run(*COMPARE, registry=REGISTRY)
    rows = json.loads(run(*COMPARE, "-f", "json", registry=REGISTRY).stdout)

    columns = ("verdict", "record", "matched", "faction", "to", "our_relation", "until")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        ("agrees", "1", "ucdp id", "dawn", "dusk", "fighting", "2015-03-02"),
        ("against", "2", "ucdp id", "dawn", "night", "allied", "2015-06-02"),
        ("new", "3", "name", "noon", "dusk", None, "2015-06-02"),
        # An abbreviation is no name in full, 5 had given up its name, 6 is not number 12.
        ("unmatched", "4", None, None, "dusk", None, "2015-06-02"),
        ("unmatched", "5", None, None, "dusk", None, None),
        ("unmatched", "6", None, None, "dawn", None, None),
        ("unmatched", "7", None, None, None, None, None),
        ("only here", None, "ucdp id", "dusk", "night", "fighting", "2016-06-01"),
        ("only here", None, "ucdp id", "dusk", "rule", "fighting", "2016-06-01"),
    ]
    assert page.stderr == (
        "note: u.csv: 1 row passed over, with no date of its start (start_date2): 9\n"
    )
    assert page.stdout.splitlines()[1:3] == [
        "7 claims in the table: 1 agrees, 1 against, 1 new, 4 unmatched.",
        "2 fights only in the registry.",
    ]
    assert "Not shown: 1 claim about nobody in the registry." in page.stdout
    assert (tmp_path / "factions.yaml").read_text(encoding="utf-8") == REGISTRY


def test_a_state_is_known_by_its_government_and_fights_of_states_are_apart(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "u.csv").write_text(
        f"{ARMED}7,Rule,20,Government of Fifth State,X,40,2,2016-01-01,1,0,,,2016,17.1\n",
        encoding="utf-8",
    )

    rows = json.loads(run(*COMPARE, "-f", "json", registry=REGISTRY).stdout)

    columns = ("verdict", "matched", "faction", "relation", "to", "our_relation")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        ("unmatched", "ucdp id", "rule", "fighting", None, None),
        ("agrees", "name of a state", "state", "supports", "rule", "allied"),
        ("only here", "ucdp id", "dusk", "fighting", "rule", "fighting"),
    ]


def test_only_here_is_no_fight_that_the_table_has_of_whom_it_could_be(
    run: Run, tmp_path: Path
) -> None:
    registry = """\
factions:
  dawn: {name: Dawn Brigade, ids: {ucdp: 11}}
  dusk: {name: Dusk Brigade, ids: {ucdp: 12}}
  noon: {name: Noon Council, aliases: [NC, {name: Council of Noon, until: 2014}]}
  union: {name: Union of Brigades, ids: {ucdp: 60}}
changes:
  - {date: 2013-05-01, faction: noon, relation: fighting, to: dusk, until: 2013-06-01}
  - {date: 2016-05-01, faction: noon, relation: fighting, to: dusk, until: 2016-06-01}
  - {date: 2016-05-01, faction: dawn, relation: fighting, to: union, until: 2016-06-01}
"""
    noon = "1,Council of Noon,,32,,B,,12,,2013-05-01,1,1,2013-06-01,1,2013,17.1\n"
    others = "9,X,,90,,Y,,91,,2016-01-01,1,0,,,2016,17.1\n"
    dawn_union, dusk_noon = "dawn union", "dusk noon"
    cases = {
        "": [dawn_union, dusk_noon],
        # It is called so no more, and another number has the name: it may be Noon still.
        "2,Council of Noon,,32,,B,,12,,2016-04-01,1,1,2016-07-01,1,2016,17.1\n": [
            dawn_union
        ],
        "2,B,,12,,Noon Council,,33,,2016-04-01,1,1,2016-07-01,1,2016,17.1\n": [dawn_union],
        "2,B,,12,,NC,,33,,2016-04-01,1,1,2016-07-01,1,2016,17.1\n": [dawn_union],
        # Of other days, or of another pair.
        "2,B,,12,,NC,,33,,2016-07-01,1,1,2016-08-01,1,2016,17.1\n": [dawn_union, dusk_noon],
        "2,A,,11,,NC,,33,,2016-04-01,1,1,2016-07-01,1,2016,17.1\n": [dawn_union, dusk_noon],
        # A coalition is a side, though each of its members makes a claim.
        '2,A,,11,,"C, D",,60,"40, 41",2016-05-01,1,1,2016-06-01,1,2016,17.1\n': [dusk_noon],
        '2,"C, D",Union of Brigades,61,"40, 41",A,,11,,2016-05-01,1,0,,,2016,17.1\n': [
            dusk_noon
        ],
    }
    for rows, expected in cases.items():
        (tmp_path / "u.csv").write_text(NON_STATE + noon + others + rows, encoding="utf-8")

        answer = json.loads(run(*COMPARE, "-f", "json", registry=registry).stdout)

        only_here = [row for row in answer if row["verdict"] == "only here"]
        assert [f"{row['faction']} {row['to']}" for row in only_here] == expected, rows


def test_a_government_is_the_one_of_a_state_unless_a_table_of_others_has_it(
    run: Run, tmp_path: Path
) -> None:
    registry = """\
factions:
  dusk: {name: Dusk Brigade, ids: {ucdp: 12}}
  rule: {name: The Cabinet, aliases: [Government of the Coast]KIND, ids: {ucdp: 20}}
changes:
  - {date: 2016-05-01, faction: dusk, relation: fighting, to: rule, until: 2016-06-01}
"""
    government = registry.replace("KIND", ", kind: government")
    anything = registry.replace("KIND", "")
    nobody = "9,X,,90,,Y,,91,,2016-01-01,1,0,,,2016,17.1\n"
    rebel = "8,X,,90,,{},,{},,2016-01-01,1,0,,,2016,17.1\n"
    second = NON_STATE.replace("\n", ",side_b_2nd\n")
    second += "8,X,,12,,Y,,91,,2016-01-01,1,0,,,2016,17.1,Government of the Coast\n"
    armed = "7,{},{},,X,40,2,2016-01-01,1,0,,,2016,17.1\n"
    cases = [
        (NON_STATE + nobody, government, 0),
        (NON_STATE + nobody, anything, 1),
        # UCDP takes it for rebels, in a year or a release that is not in the table.
        (NON_STATE + nobody, government.replace("ucdp: 20", "ucdp: 6814"), 1),
        (NON_STATE + nobody, government.replace("ucdp: 20", "ucdp: 1208"), 0),
        (second, government.replace(", ids: {ucdp: 20}", ""), 0),
        (NON_STATE + nobody + rebel.format("R", 20), government, 1),
        (NON_STATE + nobody + rebel.format("Government of the Coast", 21), government, 1),
        (ARMED + armed.format("R", 20), anything, 1),
        (ARMED + armed.format("Government of the Coast", 21), government, 1),
        (ARMED + armed.format("R", 22), government, 0),
    ]
    for text, kept, expected in cases:
        (tmp_path / "u.csv").write_text(text, encoding="utf-8")

        answer = json.loads(run(*COMPARE, "-f", "json", registry=kept).stdout)

        assert sum(row["verdict"] == "only here" for row in answer) == expected, text


def test_what_is_no_table_of_ucdp_is_refused_with_what_is_needed(
    run: Run, tmp_path: Path
) -> None:
    needed = "dyad_id, side_a_name, side_a_id, side_b_name, side_b_id, start_date2"
    for text, reason in {
        "": "these are no headings of UCDP's tables, which need, of non-state conflict: "
        + needed,
        "a,b\n1,2\n": "these are no headings of UCDP's tables",
        NON_STATE.replace("ep_end,", "").replace(",year", ""): "this is a table of UCDP's, "
        "non-state conflict, without ep_end, year\n",
        f'{ACTORS}1,"': "a quote that begins a cell is not closed",
        "\0": "",
    }.items():
        (tmp_path / "u.csv").write_text(text, encoding="utf-8")

        result = run(*COMPARE)

        assert (result.exit_code, result.stdout) == (2, ""), text
        assert reason in result.stderr
