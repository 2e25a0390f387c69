"""Batches that come from a spreadsheet, by the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLE, Run
from tests.support.places import TESTS

EXCEL = (TESTS / "cases" / "excel.csv").read_bytes()
#: The sample, with the sources as that sheet calls them.
REGISTRY = SAMPLE.replace("gazette", "gaz").replace("herald", "her")
UNDERSTOOD = (
    "note: excel.csv: cells are parted by semicolons; read as Date → date, Faction → "
    "faction, Relation → relation, To → to, Status → status, Source → sources, Note → "
    "note\n"
)


def claims(run: Run) -> list[dict[str, Any]]:
    return list(json.loads(run("log", "-f", "json", registry=None).stdout))


@pytest.fixture(autouse=True)
def excel(tmp_path: Path) -> None:
    (tmp_path / "excel.csv").write_bytes(EXCEL)


def test_a_sheet_of_excel_is_understood_but_for_its_dates(run: Run, tmp_path: Path) -> None:
    result = run("record", "--batch", "excel.csv", registry=REGISTRY)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"{UNDERSTOOD}error: excel.csv:2:1: '05/11/2017' may be 2017-11-05 (--dates dmy) "
        "or 2017-05-11 (--dates mdy); say which order the dates have (in 2 rows: 2, 3)\n"
        "error: 2 claims cannot be recorded; nothing written\n"
    )
    assert (tmp_path / "factions.yaml").read_text(encoding="utf-8") == REGISTRY


@pytest.mark.parametrize(
    ("order", "days"),
    [("dmy", ["2017-11-05", "2017-11-06"]), ("mdy", ["2017-05-11", "2017-06-11"])],
)
def test_a_sheet_of_excel_is_read_in_the_order_of_its_dates(
    run: Run, order: str, days: list[str]
) -> None:
    result = run("record", "--batch", "excel.csv", "--dates", order, registry=REGISTRY)

    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    assert result.stderr.startswith(UNDERSTOOD)
    new = [row for row in claims(run) if row["recorded"] == "2018-01-01T00:00:00Z"]
    assert [
        (row["date"], row["faction"], row["relation"], row["status"], row["sources"])
        for row in new
    ] == [
        (days[0], "trb", "member", "reported", ["gaz"]),
        (days[1], "kani", "member", "confirmed", ["gaz", "her"]),
    ]
    assert new[0]["note"] == "Said; on the southern front"


def test_headings_of_others_are_mapped(run: Run, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("Datum: date\nWer: faction\nZeile: ignore\n")
    sheet = "Zeile;Datum;Wer;Relation;To\n1;2016;trb;Under the  command of;gna\n"

    without = run("record", "--batch", "-", stdin=sheet)
    mapped = run("record", "--batch", "-", "--map", "map.yaml", stdin=sheet)

    assert (without.exit_code, without.stderr) == (
        2,
        "error: standard input:1: there is no column date, faction; 'Zeile', 'Datum' "
        "(date?), 'Wer' are no headings of ours: say in --map FILE what each is "
        "(`Zeile: date`), or that it is left out (`Zeile: ignore`)\n",
    )
    assert mapped.exit_code == 0, mapped.stderr
    assert [row["relation"] for row in claims(run) if row["date"] == "2016"] == [
        "aligned",
        "subordinate",
    ]


def test_what_many_rows_have_in_common_is_one_message(run: Run) -> None:
    rows = [f"{year},trb,likes,gna,gazette" for year in range(2000, 2012)]
    rows += [f"{year},Kani militas,member,gna,gazette" for year in range(2000, 2030)]
    sheet = "\n".join(["date,faction,relation,to,sources", *rows])

    result = run("record", "--batch", "-", stdin=sheet)

    assert result.exit_code == 2
    assert result.stderr == (
        "error: standard input:2:3: no relation 'likes'; it is one of aligned, member, "
        "subordinate, supports, allied, truce, neutral, opposed, fighting, none, splinter, "
        "merged, succeeds (in 12 rows: 2, 3, 4, 5, 6 …)\n"
        "error: standard input:14:2: no faction 'Kani militas'; did you mean 'Kani "
        "militias'? (in 30 rows: 14, 15, 16, 17, 18 …)\n"
        "error: 42 claims cannot be recorded; nothing written\n"
    )


def test_of_many_causes_the_first_are_shown(run: Run) -> None:
    rows = [f"2017,trb,member,gna,y{n}" for n in range(30)]
    sheet = "\n".join(["date,faction,relation,to,sources", *rows])

    result = run("record", "--batch", "-", stdin=sheet)

    lines = result.stderr.splitlines()
    assert (result.exit_code, len(lines)) == (4, 24)
    assert lines[0] == "error: standard input:2:5: no source 'y0'"
    assert lines[20:] == [
        "error: and 10 more with 10 other causes",
        "error: 30 claims cannot be recorded; nothing written",
        "  `libya-tracker source add` adds a source",
        "  `libya-tracker import sheet FILE --add-new` adds what is missing",
    ]


def test_all_that_is_wrong_with_a_row_is_said_at_once(run: Run) -> None:
    sheet = (
        "date,until,faction,relation,to,status,sources,begins\n"
        "2017,2016,nobody,likes,gna,sure,x;gazette;y,perhaps\n"
    )

    result = run("record", "--batch", "-", stdin=sheet)

    assert result.exit_code == 2
    place = re.compile(r"^error: standard input:2:(\d): (.{12})", re.MULTILINE)
    places = place.findall(result.stderr)
    assert places == [
        ("2", "until 2016 i"),
        ("3", "no faction '"),
        ("4", "no relation "),
        ("6", "no status 's"),
        ("8", "begins is ye"),
        ("7", "no source 'x"),
        ("7", "no source 'y"),
    ]
    assert result.stderr.splitlines()[7:] == [
        "error: 1 claim cannot be recorded; nothing written",
        "  `libya-tracker faction add` adds a faction",
        "  `libya-tracker source add` adds a source",
        "  `libya-tracker import sheet FILE --add-new` adds what is missing",
    ]


def test_all_that_is_wrong_with_one_claim_is_said_at_once(run: Run) -> None:
    words = ("record", "nobody", "member", "gna", "--date", "2017", "--source", "x")

    result = run(*words)

    assert (result.exit_code, result.stderr) == (
        4,
        "error: no faction 'nobody'\n"
        "error: no source 'x'\n"
        "  `libya-tracker faction add` adds a faction\n"
        "  `libya-tracker source add` adds a source\n",
    )


def test_so_many_claims_are_counted_and_not_shown(run: Run) -> None:
    rows = [f"{year},trb,opposed,gna,gazette" for year in range(1700, 1901)]
    sheet = "\n".join(["date,faction,relation,to,sources", *rows])

    result = run("record", "--batch", "-", stdin=sheet)

    assert result.exit_code == 0
    line = "factions.yaml: 201 entries added, too many to show here"
    assert result.stderr.splitlines() == [line]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--dates", "dmy"), "--dates and --map are for the table of --batch"),
        (("--map", "x"), "--dates and --map are for the table of --batch"),
        (
            ("--batch", "excel.csv", "--map", "-"),
            "--map is a file; standard input is for what is read with it",
        ),
    ],
)
def test_options_of_tables_without_one_are_refused(
    run: Run, args: tuple[str, ...], message: str
) -> None:
    claim = () if "--batch" in args else ("trb", "opposed", "gna")

    result = run("record", *claim, *args)

    assert (result.exit_code, result.stderr) == (2, f"error: {message}\n")


@pytest.mark.parametrize("name", ["sheet.xlsx", "map.yaml"])
def test_a_workbook_by_mistake_is_answered_plainly(
    run: Run, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 and so on")
    files = ("excel.csv", name) if name == "map.yaml" else (name,)

    result = run("record", "--batch", *" --map ".join(files).split())

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        f"error: {name}: this is a damaged zip file, as .xlsx and .ods are, and no CSV; "
        "save the sheet as CSV in UTF-8 (in Excel: 'CSV UTF-8') and read that\n"
    )
