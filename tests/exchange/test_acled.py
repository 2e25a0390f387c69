"""ACLED's events: which count, how they become claims, and whom they mean. All invented."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from libya_tracker.exchange import acled, acled_dates
from libya_tracker.exchange.statements import Release, Statement
from libya_tracker.exchange.table_dates import DateOrder
from tests.conftest import Run
from tests.support.tables import each

HEADS = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,notes,timestamp\n"
)
REGISTRY = """\
factions:
  dawn: {name: Dawn Brigade, ids: {acled: Dawn Brigade (2012-) East}}
  dusk: {name: Dusk Brigade, aliases: [DB, Brigade of Dusk (2013-2016)]}
  night: {name: Night Guard, aliases: [Watch of the Night]}
  noon: {name: Noon Council}
  state: {name: Fifth State, kind: state}
changes:
  - {date: 2015-02, faction: dawn, relation: fighting, to: dusk, until: 2015-04}
  - {date: 2015-01, faction: dawn, relation: allied, to: night}
  - {date: 2015-05-01, faction: dusk, relation: fighting, to: night, until: 2015-06-01}
  - {date: 2014-05-01, faction: dusk, relation: fighting, to: noon, until: 2014-06-01}
"""
COMPARE = ("import", "acled", "a.csv", "--compare")


def row(number: int, date: str, kind: str, *sides: str, more: str = "1,,") -> str:
    """Return an event: its kind, and the sides with who is associated; ``more`` is the
    code of precision, the note and the time."""
    code, note, time = more.split(",")
    names = [side.partition("+")[::2] for side in (*sides, "")[:2]]
    cells = ",".join(f"{name},{others}," for name, others in names)
    return f"L{number},{date},{code},{kind},{cells},{note},{time}\n"


def read(*rows: str, gap: int = 90) -> Release:
    return acled.read((HEADS + "".join(rows)).encode(), "a.csv", gap)


def in_words(one: Statement) -> str:
    other = "nobody" if one.to is None else one.to.name
    what = one.relation or one.wording
    unclear = " unclear" if one.unclear else ""
    return f"{one.id} {one.faction.name} {what} {other} {one.since} to {one.until}{unclear}"


CLASH, STRIKE = "Battles,Armed clash", "Explosions/Remote violence,Air/drone strike"
AGREEMENT = "Strategic developments,Agreement"
CHANGE = "Strategic developments,Change to group/activity"


def test_a_date_is_read_in_each_form_of_acled_and_as_wide_as_its_code() -> None:
    day = dt.date(2017, 11, 5)
    texts = ("2017-11-05", "05 November 2017", "5-Nov-2017", "05-November-2017")
    for text in (*texts, *(f"{text} 00:00:00" for text in texts), "20171105"):
        for order in (None, *DateOrder):
            assert acled_dates.day(text, order) == day, text
    assert acled_dates.day("25/11/2017") == dt.date(2017, 11, 25)
    assert acled_dates.day("05/11/2017", DateOrder.DMY) == day
    assert acled_dates.day("11/05/2017 0:00", DateOrder.MDY) == day

    month = (dt.date(2017, 11, 1), dt.date(2017, 11, 30))
    week = (dt.date(2017, 10, 29), dt.date(2017, 11, 12))
    windows = {"1": (day, day), "2": week, "3": month, "": month}
    for code, window in windows.items():
        assert acled_dates.window(day, code) == window
        assert acled_dates.window(day, code and f"{code}.0") == window
    for code in ("0", "4", "1.5", "day", "1" * 5000):
        assert acled_dates.window(day, code) is None


@each(
    ("text", "order", "reason"),
    [
        *((text, None, "no date that can be read") for text in ("", "soon", "13/2017")),
        (
            *("05/11/2017", None),
            "a date that has two readings (--dates says what is first in 05/11/2017)",
        ),
        ("11/25/2017", DateOrder.DMY, "no date in dmy"),
        ("25/11/2017", DateOrder.MDY, "no date in mdy"),
        ("31/31/2017", DateOrder.MDY, "no date in mdy"),
        *(
            (text, None, "a date that does not exist")
            for text in ("31/31/2017", "31 November 2017", "2017-02-30", "0001-01-01")
        ),
        ("31 November 2017", DateOrder.DMY, "a date that does not exist"),
        *(
            (text, None, "a date that is not one certain day")
            for text in ("2017-11", "11/2017", "2016..2017", "2017-11-05?", "Nov 2017")
        ),
        *(
            (text, None, "a date with a time of day")
            for text in ("2017-11-05 22:00", "2017-11-05T00:00:00Z")
        ),
        *(("05/11/17", order, "a year of two digits") for order in (None, *DateOrder)),
        ("43040", None, "a number in place of a date, as Excel counts days"),
    ],
)
def test_what_is_no_day_is_said_as_it_is(
    text: str, order: DateOrder | None, reason: str
) -> None:
    assert acled_dates.day(text, order) == reason


def test_events_of_a_pair_near_each_other_are_one_spell() -> None:
    rows = (
        row(1, "2015-03-10", CLASH, "A", "B"),
        row(2, "2015-01-01", STRIKE, "B", "A", more="3,,"),  # the order means nothing
        row(3, "2015-06-09", "Battle-No change of territory,", "A", "B"),  # of old exports
        row(4, "2015-03-20", CLASH, "A", "C", more="2,,"),
    )

    assert [in_words(one) for one in read(*rows).statements] == [
        "L2 A fighting B 2015-01 to 2015-03-10",
        "L3 A fighting B 2015-06-09 to 2015-06-09",
        "L4 A fighting C 2015-03-13..2015-03-27 to 2015-03-13..2015-03-27",
    ]
    joined, _ = read(*rows, gap=91).statements
    assert (in_words(joined), joined.rows, joined.events) == (
        "L2 A fighting B 2015-01 to 2015-06-09",
        (2, 3, 4),
        ("Air/drone strike", "Armed clash", "Battle-No change of territory"),
    )


def test_who_is_associated_and_what_is_no_violence_is_for_review() -> None:
    release = read(
        row(1, "2015-03-10", CLASH, "A+C; Civilians (X)", "B+D;  A"),
        row(2, "2015-03-11", CLASH, "C", "B"),
        row(3, "2015-04-01", CLASH, "A+C", "B"),
        row(4, "2015-05-01", AGREEMENT, "A", "B+D", more="2,They talk.,"),
        row(5, "2015-05-02", CHANGE, "A+E", more="1,Some leave.,"),
        row(6, "2015-05-03", CHANGE, "A", more="1,It moves.,"),
    )

    assert [in_words(one) for one in release.statements] == [
        "L1 A fighting B 2015-03-10 to 2015-04-01",
        "L1 C fighting B 2015-03-10 to 2015-04-01 unclear",
        "L1 C fighting D 2015-03-10 to 2015-03-10 unclear",
        "L2 C fighting B 2015-03-11 to 2015-03-11",
        "L4 A They talk. B 2015-04-24..2015-05-08 to None",
        "L4 A They talk. D 2015-04-24..2015-05-08 to None",
        "L5 A Some leave. E 2015-05-02 to None",
        "L6 A It moves. nobody 2015-05-03 to None",
    ]


def test_an_event_counts_once_whoever_is_named_twice_in_it() -> None:
    release = read(
        row(1, "2015-03-10", CLASH, "A  1+A 1", "B+B;; B"),
        row(2, "2015-03-11", AGREEMENT, "A 1+A  1;C;C", "B+B", more="1,They talk.,"),
        row(3, "2015-03-12", CHANGE, "A 1+A 1", more="1,It moves.,"),
    )

    assert [(in_words(one), one.rows, one.note) for one in release.statements] == [
        (
            "L1 A 1 fighting B 2015-03-10 to 2015-03-10",
            (2,),
            "ACLED L1 (Armed clash): one sighting",
        ),
        *(
            (
                f"L2 {name} They talk. B 2015-03-11 to None",
                (3,),
                'ACLED L2 (Agreement): "They talk."',
            )
            for name in ("A 1", "C")
        ),
        (
            "L3 A 1 It moves. nobody 2015-03-12 to None",
            (4,),
            'ACLED L3 (Change to group/activity): "It moves."',
        ),
    ]


def test_what_says_nothing_of_a_tie_is_counted_with_the_reason() -> None:
    release = read(
        row(1, "2015-03-10", "Protests,Peaceful protest", "Protesters (X)"),
        row(2, "2015-03-10", "Riots,Mob violence", "Rioters (X)", "A"),
        row(3, "2015-03-10", "Violence against civilians,Attack", "A", "Civilians (X)"),
        row(4, "2015-03-10", STRIKE, "A"),
        row(5, "2015-03-10", STRIKE, "A", "Civilians (X)"),
        row(6, "2015-03-10", CLASH, "A", "Unidentified Armed Group (X)"),
        row(7, "2015-03-10", "Strategic developments,Arrests", "A", "B"),
        row(8, "2015-03-10", "Strategic development,", "A", "B"),
        row(9, "2015-03-10", "Non-violent transfer of territory,", "A", "B"),
        row(10, "2015-03-10", "Other,Other", "A", "B"),
        row(11, "05/03/2015", CLASH, "A", "B"),
        row(12, "2015-03-10", CLASH, "A", "A"),
        row(13, "2015-03-10", AGREEMENT),
        row(14, "2015-03-10", CLASH, "A", "B", more="1,old,1449000000"),
        row(14, "2015-03-12", CLASH, "A", "B", more="1,new,1450000000"),
        f"L15,2015-03-10,1,{CLASH},Crowd,,Rioters,A,,3,,\n",
        # Numbers as they are written where the column has gaps.
        f"L16,2015-03-10,1,{CLASH},Crowd,,7.0,A,,3.0,,\n",
        row(17, "2015-03-12", CLASH, "A", "B", more="1.0,,1450000000.0"),
        row(18, "2015-03-10", CLASH, "A", "B", more="4,,1450000000000"),
        # An empty cell as R writes it.
        row(19, "2015-03-10", STRIKE, "A+NA", "NA+NA", more="NA,NA,NA"),
    )

    assert release.passed_over == {
        reason: dict.fromkeys(numbers)
        for reason, numbers in {
            "a protest or a riot": (2, 3),
            "violence against civilians": (4,),
            "one actor only": (5, 21),
            "civilians, protesters or rioters as an actor": (6, 17, 18),
            "an actor that is not identified": (7,),
            "another strategic development": (8, 9),
            "a non-violent transfer of territory": (10,),
            "a type of event that is not known": (11,),
            "a date that has two readings (--dates says what is first in 05/11/2017)": (
                12,
            ),
            "a time_precision that is none of ACLED's codes": (20,),
            "one actor on both sides": (13,),
            "no actor": (14,),
            "an event that another row has in a later version": (15,),
        }.items()
    }
    assert [in_words(one) for one in release.statements] == [
        "L14 A fighting B 2015-03-12 to 2015-03-12"
    ]
    assert release.release == "2015-12-13"


def test_of_two_rows_of_an_event_one_is_read_and_the_other_said_to_differ() -> None:
    rows = (
        row(1, "2015-03-10", CLASH, "A", "B", more="1,They clash.,1450000000"),
        row(1, "2015-03-11", CLASH, "A", "B", more="1,They clash.,1450000000"),
        row(1, "2015-03-10", CLASH, "A", "B", more="1,They clash.,1450000000"),
        row(1, "2015-03-10", CLASH, "A", "B", more="1,They clash.,1440000000"),
        row(2, "2015-03-10", CLASH, "A", "C"),
        row(2, "2015-03-10", CLASH, "A", "D"),
        row(2, "2015-03-10", CLASH, "A", "C"),
        row(3, "2015-03-12", CLASH, "A", "D", more="1,,1450000000"),
        row(3, "2015-03-13", CLASH, "A", "D"),
    )
    differs = (
        "an event of which another row says otherwise (no timestamp tells which is later)"
    )

    release = read(*rows)

    assert release.passed_over == {
        reason: dict.fromkeys(numbers)
        for reason, numbers in {
            differs: (3, 7, 10),
            "an event that another row has as well": (4, 8),
            "an event that another row has in a later version": (5,),
        }.items()
    }
    assert [in_words(one) for one in release.statements] == [
        "L1 A fighting B 2015-03-10 to 2015-03-10",
        "L2 A fighting C 2015-03-10 to 2015-03-10",
        "L3 A fighting D 2015-03-12 to 2015-03-12",
    ]


def test_claims_and_ties_are_compared_in_both_directions(run: Run, tmp_path: Path) -> None:
    east, dusk = "Dawn Brigade (2012-) East", "Brigade of Dusk (2013-2016)"
    (tmp_path / "a.csv").write_text(
        HEADS
        + row(1, "2015-03-01", CLASH, east, dusk)
        + row(2, "2015-03-02", CLASH, east, "Night Guard (2014-)")
        + row(
            3,
            "2015-03-03",
            CLASH,
            "Noon Council (X)",
            "Military Forces of Fifth State (2014-)",
        )
        # An alias, without brackets, is no name; nor is what two are called without them.
        + row(4, "2015-03-03", CLASH, "Watch of the Night (X)", dusk)
        + row(5, "2015-03-03", CLASH, "Dusk Brigade (X)", east)
        + row(6, "2015-03-03", CLASH, "Dusk Brigade (Y)", east)
        # Who has another id is another actor.
        + row(7, "2015-03-03", CLASH, "Dawn Brigade (X)", "Noon Council (X)")
        + row(8, "2015-03-04", AGREEMENT, east, dusk, more="1,They talk.,")
        + row(9, "2016-01-01", "Protests,Peaceful protest", "Protesters (X)"),
        encoding="utf-8",
    )

    page = run(*COMPARE, "--gap", "6w", registry=REGISTRY)
    rows = json.loads(run(*COMPARE, "-f", "json", registry=REGISTRY).stdout)

    columns = (
        "verdict",
        "record",
        "faction",
        "matched",
        "to",
        "to_matched",
        "our_relation",
    )
    assert [tuple(row[column] for column in columns) for row in rows] == [
        ("agrees", "L1", "dawn", "acled id", "dusk", "alias", "fighting"),
        (
            *("against", "L2", "dawn", "acled id", "night", "name without brackets"),
            "allied",
        ),
        (
            *("new", "L3", "noon", "name without brackets", "state"),
            *("name of a state without brackets", None),
        ),
        ("unmatched", "L4", None, None, "dusk", "alias", None),
        ("unmatched", "L5", None, None, "dawn", "acled id", None),
        ("unmatched", "L6", None, None, "dawn", "acled id", None),
        ("unmatched", "L7", None, None, "noon", "name without brackets", None),
        ("review", "L8", "dawn", "acled id", "dusk", "alias", "fighting"),
        # The fight of 2014 is before the first event of the file.
        ("only here", None, "dusk", "alias", "night", "name without brackets", "fighting"),
    ]
    assert page.stderr == "note: a.csv: 1 row passed over, with a protest or a riot: 10\n"
    assert page.stdout.splitlines()[1:4] == [
        "8 claims in the table: 1 agrees, 1 against, 1 new, 4 unmatched, 1 review.",
        "1 fight only in the registry.",
        "Each event is only a sighting: those of one pair with at most 6 weeks from one to "
        "the next are one spell of fighting.",
    ]
    assert "ACLED: They talk." in page.stdout
    assert (tmp_path / "factions.yaml").read_text(encoding="utf-8") == REGISTRY


def test_a_fight_of_who_is_called_so_without_brackets_is_not_only_here(
    run: Run, tmp_path: Path
) -> None:
    registry = """\
factions:
  dawn: {name: Dawn Brigade}
  noon: {name: Noon Council}
changes:
  - {date: 2015-09-22, faction: dawn, relation: fighting, to: noon, until: 2015-09-22}
"""
    days = {"2015-09-22": 0, "2015-09-23": 1}
    for day, count in days.items():
        (tmp_path / "a.csv").write_text(
            HEADS
            # Both may be the one without brackets, so that neither matches it.
            + row(1, day, CLASH, "Dawn Brigade (2011-2016)", "Noon Council")
            + row(2, day, CLASH, "Dawn Brigade (2017-)", "Noon Council")
            + row(3, "2015-09-01", CLASH, "Dawn Brigade", "Night Guard"),
            encoding="utf-8",
        )

        rows = json.loads(run(*COMPARE, "-f", "json", registry=registry).stdout)

        assert [one["verdict"] for one in rows] == [
            *["unmatched"] * 3,
            *["only here"] * count,
        ]


def test_older_exports_and_other_separators_are_read_and_other_tables_refused(
    run: Run, tmp_path: Path
) -> None:
    old = (
        "GWNO;EVENT_ID_CNTY;EVENT_ID_NO_CNTY;EVENT_DATE;YEAR;TIME_PRECISION;EVENT_TYPE;"
        "ACTOR1;ALLY_ACTOR_1;INTER1;ACTOR2;ALLY_ACTOR_2;INTER2\n"
        "620;1LBY;1;05/11/2015;2015;1;Battle-No change of territory;A;C;3;B;;3\n"
    )
    (tmp_path / "a.csv").write_text(old, encoding="utf-8")
    rows = json.loads(run(*COMPARE, "--dates", "dmy", "-f", "json").stdout)
    assert [(one["their_faction"], one["their_to"], one["since"]) for one in rows] == [
        ("A", "B", "2015-11-05"),
        ("C", "B", "2015-11-05"),
    ]

    for text, reason in {
        "": "there are no headings of ACLED's",
        "a,b\n1,2\n": "a table needs the headings event_date, event_type, actor1, actor2",
        HEADS.replace("actor2,", ""): "there is no column actor2",
        f'{HEADS}1,"': "a quote that begins a cell is not closed",
    }.items():
        (tmp_path / "a.csv").write_text(text, encoding="utf-8")
        result = run(*COMPARE)
        assert (result.exit_code, result.stdout) == (2, ""), text
        assert reason in result.stderr
    assert "--gap: 'soon' is not a number of days" in run(*COMPARE, "--gap", "soon").stderr


def test_a_review_says_on_which_events_a_claim_rests(run: Run, tmp_path: Path) -> None:
    rows = [row(n, f"2015-03-{n:02}", CLASH, "Noon Council", "Night Guard") for n in (1, 9)]
    rows.append(row(3, "2015-04-01", AGREEMENT, "Noon Council", more='1,They "talk".,'))
    rows.append(row(4, "2015-04-01", CLASH, "Noon Council+X", "Dusk Brigade"))
    text = HEADS.replace("\n", ",fatalities\n") + "".join(rows).replace("\n", ",7\n")
    (tmp_path / "a.csv").write_text(text.replace('"talk"', "“talk”"), encoding="utf-8")

    result = run("import", "acled", "a.csv", "-f", "json", registry=REGISTRY)
    answer = json.loads(result.stdout)

    keys = ("verdict", "relation", "to", "date", "until", "note", "remark")
    assert [tuple(one[key] for key in keys) for one in answer] == [
        (
            *("new", "fighting", "night", "2015-03-01", "2015-03-09"),
            *(
                "ACLED L1, L9 (Armed clash): 2 sightings, with at most 90 days from one to "
                "the next",
                "",
            ),
        ),
        (
            *("new", "fighting", "dusk", "2015-04-01", "2015-04-01"),
            *("ACLED L4 (Armed clash): one sighting", ""),
        ),
        (
            *("review", None, None, "2015-04-01", None),
            'ACLED L3 (Agreement): "They “talk”."',
            "ACLED does not say what tie it makes; type an id into `to`; type a relation",
        ),
        (
            *("unmatched", "fighting", "dusk", "2015-04-01", "2015-04-01"),
            "ACLED L4 (Armed clash, associated actor): one sighting",
            "X is not in the registry: type an id into `faction`",
        ),
    ]
    assert {one["sources"][0] for one in answer} == {"acled-to-2015-04-01"}
    assert "note: a.csv: 4 rows, 4 claims; not kept: fatalities\n" in result.stderr
    assert (
        "source add acled-to-2015-04-01 --title 'ACLED events of 2015-03-01 to 2015-04-01' "
        "--publisher 'Armed Conflict Location & Event Data'\n"
    ) in result.stderr


def test_what_is_recorded_of_a_review_agrees_with_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "factions.yaml").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "a.csv").write_text(
        HEADS
        + row(1, "2015-09-01", CLASH, "Noon Council", "Night Guard", more="2,,1445000000")
        + row(2, "2015-12-10", CLASH, "Night Guard", "Noon Council", more="3,,")
        + row(3, "2016-01-01", AGREEMENT, "Noon Council", "Night Guard", more="1,Peace.,"),
        encoding="utf-8",
    )
    run("import", "acled", "a.csv", "--review", "r.jsonl", registry=None)
    lines = (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) | {"add": "x"} for line in lines]
    rows[2] |= {"relation": "truce"}
    (tmp_path / "r.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run("source", "add", "acled-2015-10-16", "--title", "Events", registry=None)

    result = run("record", "--batch", "r.jsonl", registry=None)
    again = run("import", "acled", "a.csv", "--compare", "-f", "json", registry=None)

    assert (result.exit_code, result.stderr.count("+  - date: ")) == (0, 3), result.stderr
    assert "    note: 'ACLED L3 (Agreement): \"Peace.\"'\n" in result.stderr
    answers = [(one["verdict"], one["our_relation"]) for one in json.loads(again.stdout)]
    assert answers[:3] == [
        ("agrees", "fighting"),
        ("agrees", "fighting"),
        ("review", "truce"),
    ]


def test_an_event_without_a_number_is_named_by_its_row_once(
    run: Run, tmp_path: Path
) -> None:
    event = row(1, "2015-03-01", CLASH, "Kani militias", "4th Division").partition(",")[2]
    head = HEADS.partition(",")[2]
    (tmp_path / "a.csv").write_text(head + event, encoding="utf-8")

    page = run(*COMPARE).stdout
    hints = run(*COMPARE[:-1], "-f", "csv").stderr

    assert "\n  row 2, Armed clash; Kani militias = kani by " in page
    assert "--title 'ACLED events of 2015-03-01' " in hints
