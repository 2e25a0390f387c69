"""Claims of another data set: reviewed, chosen from, recorded, and then agreed with."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path

import pytest

from libya_tracker.exchange import review_marks, tables, ucdp
from libya_tracker.exchange.claims_review import ReviewRow
from libya_tracker.exchange.statements import Release
from libya_tracker.output.formats import columns
from tests.conftest import Run
from tests.support.places import SHARED
from tests.support.tables import each

REGISTRY = """\
factions:
  dawn: {name: Dawn Brigade, ids: {ucdp: 11}}
  dusk: {name: Dusk Brigade, ids: {ucdp: 12}}
  noon: {name: Noon Council}
  state: {name: Fifth State, kind: state}
  rain: {name: لواء المطر}
changes:
  - {date: 2015-02, faction: dawn, relation: fighting, to: dusk, until: 2015-04}
  - {date: 2016-05-01, faction: dawn, relation: allied, to: rain}
"""
HEADS = (
    "dyad_id,side_a_name,side_a_id,side_a_components,side_a_2nd,side_b_name,side_b_id,"
    "side_b_components,start_date2,start_prec2,ep_end,ep_end_date,ep_end_prec,year,deaths,"
    "version\n"
)
TABLE = HEADS + (
    "1,A,11,,,B,12,,2015-03-01,1,1,2015-03-02,1,2015,30,22.1\n"
    '2,"B, A",60,"12, 11",Government of Fifth State,Noon Council,14,,2015-06-10,2,1,'
    "2015-07-31,3,2015,30,22.1\n"
    "3,A,11,,,لواء المطر,15,,2016-06-01,1,1,2016-06-02,1,2016,30,22.1\n"
    "4,Thunder,16,,,B,12,,2021-06-01,1,0,,,2021,30,22.1\n"
    "5,Thunder,16,,,B,12,,2021-13-01,1,0,,,2021,30,22.1\n"
)
SOURCE = (
    "libya-tracker source add ucdp-nonstate-221 --title 'UCDP Non-State Conflict Dataset, "
    "version 22.1' --publisher 'Uppsala Conflict Data Program' --date 2022 --url "
    "https://ucdp.uu.se/downloads/nsos/ucdp-nonstate-221-csv.zip"
)
Row = dict[str, str]


@pytest.fixture(autouse=True)
def _after_the_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBYA_TRACKER_TODAY", "2022-06-30")


def rows_of(path: Path) -> list[Row]:
    return [*csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))]


def write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]])
        writer.writeheader()
        writer.writerows(rows)


def summary(rows: list[Row]) -> list[str]:
    return [f"{r['verdict']}: {r['faction']} {r['relation']} {r['to']}" for r in rows]


@pytest.fixture
def desk(run: Run, tmp_path: Path) -> Callable[..., str]:
    """Run commands one after the other on the same registry; return what each says."""
    (tmp_path / "factions.yaml").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "u.csv").write_text(TABLE, encoding="utf-8")

    def run_it(*words: str, code: int = 0) -> str:
        result = run(*words, registry=None)
        assert result.exit_code == code, result.stderr
        return result.stdout + result.stderr

    return run_it


def review(desk: Callable[..., str], tmp_path: Path) -> list[Row]:
    """Return the rows of a review that is made anew."""
    (tmp_path / "r.csv").unlink(missing_ok=True)
    desk("import", "ucdp", "u.csv", "--review", "r.csv")
    return rows_of(tmp_path / "r.csv")


def test_what_is_chosen_is_recorded_and_nothing_else(
    desk: Callable[..., str], tmp_path: Path
) -> None:
    words = desk("import", "ucdp", "u.csv", "--review", "r.csv")
    rows = rows_of(tmp_path / "r.csv")

    assert words == (
        "note: u.csv: 1 row passed over, with no date of its start (start_date2): 6\n"
        "note: u.csv: 5 rows, 7 claims; not kept: deaths\n"
        "r.csv: 7 claims, for you to choose from; nothing else written\n"
        "x in column `add`: `record --batch r.csv` records the claim\n"
        "x in column `confirm`: `import ids r.csv` gives the factions these ids\n"
        "note: the source that these claims cite is not in the registry; before you record "
        f"any: {SOURCE}\n"
    )
    assert (tmp_path / "factions.yaml").read_text(encoding="utf-8") == REGISTRY
    assert summary(rows) == [
        "new: dawn fighting noon",
        "new: dusk fighting noon",
        "new: state supports dawn",
        "new: state supports dusk",
        "against: dawn fighting rain",
        "agrees: dawn fighting dusk",
        "unmatched:  fighting dusk",
    ]
    assert rows[0] | {"years": "2015", "rows": "3", "matched": "ucdp id"} == rows[0]
    assert [rows[0][key] for key in ("date", "until", "note", "first", "last")] == [
        "2015-06-03..2015-06-17",
        "2015-07",
        "UCDP dyad 2, 2015",
        "2015-06-03",
        "2015-07-31",
    ]
    assert [row["changes"] for row in rows if row["changes"]] == [
        "2016-05-01-dawn-rain",
        "2015-02-dawn-dusk",
    ]
    assert [row["remark"] for row in rows if row["remark"]] == [
        "Thunder is not in the registry: type an id into `faction`; whether it ended is "
        "not known yet: without `until` it stands until a later claim ends it",
    ]
    assert "r.csv exists already" in desk(
        "import", "ucdp", "u.csv", "--review", "r.csv", code=3
    )
    unmarked = desk("record", "--batch", "r.csv")
    assert "a review of 7 rows, of which 0 are marked in `add` and read" in unmarked

    for row in (rows[0], rows[1], rows[4]):
        row["add"] = "x"
    rows[6] |= {"add": "yes", "faction": "Noon Council"}
    write(tmp_path / "r.csv", rows)
    assert "no source 'ucdp-nonstate-221'" in desk("record", "--batch", "r.csv", code=4)
    desk(*shlex.split(SOURCE)[1:])
    words = desk("record", "--batch", "r.csv")

    note = "note: r.csv: a review of 7 rows, of which 4 are marked in `add` and read\n"
    assert words.startswith(f"{note}factions.yaml:")
    assert words.count("note: ") == 1 + 4  # one on the table, and those of the claims
    after = (tmp_path / "factions.yaml").read_text(encoding="utf-8")
    assert after.count("- date: ") == 4
    assert (
        "  - date: 2021-06-01\n    faction: noon\n    relation: fighting\n    to: dusk\n"
        "    sources: [ucdp-nonstate-221]\n    note: UCDP dyad 4, 2021\n"
    ) in after
    assert desk("record", "--batch", "r.csv").count("stands already") == 4

    again = review(desk, tmp_path)
    assert summary(again) == [
        "new: state supports dawn",
        "new: state supports dusk",
        "agrees: dawn fighting dusk",
        "agrees: dawn fighting noon",
        "agrees: dusk fighting noon",
        "agrees: dawn fighting rain",
        "unmatched:  fighting dusk",
    ]
    assert {row["sources"] for row in again} == {"ucdp-nonstate-221"}
    assert "source add" not in desk("import", "ucdp", "u.csv", "--review", "s.csv")


@pytest.mark.parametrize(
    ("lifetime", "remark"),
    [
        ("dissolved: 2014", "dawn was dissolved before, 2014"),
        ("dissolved: 2015-02", "dawn was dissolved before, 2015-02"),
        ("founded: 2015-12", "dawn was founded later, 2015-12"),
        ("founded: 2015-03-03", "dawn was founded later, 2015-03-03"),
        # On one of the days of the claim, or on a day that can be one.
        ("dissolved: 2015-03", ""),
        ("dissolved: 2015", ""),
        ("founded: 2015-03-02", ""),
        ("founded: 2015", ""),
    ],
)
def test_a_review_says_who_was_not_there_at_the_time(
    run: Run, tmp_path: Path, lifetime: str, remark: str
) -> None:
    registry = REGISTRY.replace("{ucdp: 11}", f"{{ucdp: 11}}, {lifetime}")
    (tmp_path / "u.csv").write_text("\n".join(TABLE.split("\n")[:2]), encoding="utf-8")

    result = run("import", "ucdp", "u.csv", "-f", "json", registry=registry)

    assert [row["remark"] for row in json.loads(result.stdout)] == [remark]


def test_a_review_brings_its_source_where_it_is_imported_as_a_sheet(
    desk: Callable[..., str], tmp_path: Path
) -> None:
    rows = review(desk, tmp_path)
    rows[0]["add"] = "1"
    write(tmp_path / "r.csv", rows)

    desk("import", "sheet", "r.csv", "--add-new")

    text = (tmp_path / "factions.yaml").read_text(encoding="utf-8")
    assert text.count("UCDP Non-State Conflict Dataset, version 22.1") == 1
    assert text.count("- date: ") == 1
    assert "source add" not in desk("import", "ucdp", "u.csv", "-f", "csv")


def test_what_has_no_day_needs_one_that_is_typed_in(
    desk: Callable[..., str], tmp_path: Path
) -> None:
    heads = "ActorId,NameData,ActorIdPrev,ActorIdAlliance,ActorIdGroup,Version\n"
    (tmp_path / "u.csv").write_text(f"{heads}11,A,12,,,\n", encoding="utf-8")
    (row,) = review(desk, tmp_path)
    assert (row["remark"], row["sources"]) == (
        "UCDP gives no day; type a date",
        "ucdp-actor",
    )

    row |= {"add": "x", "sources": ""}
    write(tmp_path / "r.csv", [row])
    assert "r.csv:2: missing: date" in desk("record", "--batch", "r.csv", code=2)
    row["date"] = "2015"
    write(tmp_path / "r.csv", [row])
    desk("record", "--batch", "r.csv")

    (again,) = review(desk, tmp_path)
    assert again["changes"].split(";") == ["2015-dawn-dusk", "2015-02-dawn-dusk"]


@each(
    ("marked", "unmarked"),
    [
        *(("x", ""), ("1", "0"), ("1.0", "0.0"), ("✓", " "), (True, False)),
        *(("WAHR", "FALSCH"), ("Ja", "Nein"), ("VRAI", "FAUX"), ("oui", "non")),
        *(("sí", "no"), ("sim", "não"), ("VERO", "FALSO"), ("waar", "ONWAAR")),
    ],
)
def test_a_mark_is_read_in_the_words_of_each_spreadsheet(
    marked: object, unmarked: object
) -> None:
    assert review_marks.is_marked(marked)
    assert not review_marks.is_marked(unmarked)


def test_a_review_is_read_as_json_lines_and_its_marks_are_clear(
    desk: Callable[..., str], tmp_path: Path
) -> None:
    desk("import", "ucdp", "u.csv", "--review", "r.jsonl")
    text = (tmp_path / "r.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    rows[3] |= {"add": True, "sources": []}

    for name, marks in {"new.jsonl": {}, "bad.jsonl": {"add": "perhaps"}}.items():
        lines = (json.dumps(row) + "\n" for row in [rows[0] | marks, *rows[1:]])
        (tmp_path / name).write_text("".join(lines), encoding="utf-8")
    assert "7 rows, of which 1 is marked" in desk("record", "--batch", "new.jsonl")
    expected = "bad.jsonl:1: 'perhaps' is no mark; write x, or leave it empty"
    assert expected in desk("record", "--batch", "bad.jsonl", code=2)

    printed = desk("import", "ucdp", "u.csv", "--review", "-")
    assert printed.startswith("add,confirm,verdict,")
    assert "standard output: 7 claims, for you to choose from\n" in printed
    table = review(desk, tmp_path)
    write(tmp_path / "bad.csv", [table[0] | {"add": "perhaps"}])
    expected = "bad.csv:2:1: 'perhaps' is no mark; write x, or leave it empty"
    assert expected in desk("record", "--batch", "bad.csv", code=2)
    write(tmp_path / "bad.csv", [{k: v for k, v in table[0].items() if k != "add"}])
    expected = "this is a review without its column `add`"
    assert expected in desk("record", "--batch", "bad.csv", code=2)
    bare = {key: cell for key, cell in table[0].items() if key != "verdict"}
    few = {key: bare[key] for key in bare if key in {*tables.CLAIMS.keys, "add", "file"}}
    for row, words in product((bare, few), (("record", "--batch"), ("import", "sheet"))):
        write(tmp_path / "bad.csv", [row])
        refused = desk(*words, "bad.csv", code=2)
        assert "are columns of a review, but its column `verdict` is missing" in refused
        assert "ignore" not in refused
    for more in (["--compare"], ["-f", "csv"], ["-o", "x.csv"]):
        desk("import", "ucdp", "u.csv", "--review", "new.csv", *more, code=2)
    assert not (tmp_path / "new.csv").exists()
    refused = desk("import", "ucdp", "u.csv", "--review", "no/r.csv", code=3)
    assert "no/r.csv cannot be written: No such file or directory" in refused
    assert not (tmp_path / "no").exists()
    expected = "--review r.xlsx: name it .csv, .tsv or .jsonl"
    assert expected in desk("import", "ucdp", "u.csv", "--review", "r.xlsx", code=2)


def test_the_columns_of_a_review_are_known_only_in_one(
    desk: Callable[..., str], tmp_path: Path
) -> None:
    others = {*review_marks.COLUMNS} - {"name", "to_name"}
    assert others == {*columns(ReviewRow)} - {*tables.CLAIMS.keys}

    text = "date,faction,relation,to,file\n2015,dawn,fighting,noon,x\n"
    (tmp_path / "own.csv").write_text(text, encoding="utf-8")
    assert "'file' is no heading of ours" in desk("record", "--batch", "own.csv", code=2)


@pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason="UCDP's tables are not beside this checkout"
)
@pytest.mark.parametrize(
    "name", ["nonstate-221", "prio-acd-201", "prio-acd-211", "prio-acd-221"]
)
def test_all_that_ucdp_claims_of_libya_agrees_once_it_is_recorded(
    run: Run, tmp_path: Path, name: str
) -> None:
    data = (SHARED / "data" / f"ucdp-{name}_libya.csv").read_bytes()
    (tmp_path / "u.csv").write_bytes(data)
    release = ucdp.read(data, "u.csv")
    path = tmp_path / "factions.yaml"
    path.write_text(_factions(release), encoding="utf-8")

    run("import", "ucdp", "u.csv", "--review", "r.csv", registry=None)
    rows = rows_of(tmp_path / "r.csv")
    assert {row["verdict"] for row in rows} == {"new"}
    write(tmp_path / "r.csv", [row | {"add": "x"} for row in rows])
    result = run("import", "sheet", "r.csv", "--add-new", registry=None)
    assert result.exit_code == 0, result.stderr
    run("import", "ucdp", "u.csv", "--review", "again.csv", registry=None)

    again = rows_of(tmp_path / "again.csv")
    assert {row["verdict"] for row in again} == {"agrees"}
    assert len(again) == len(release.statements)


def _factions(release: Release) -> str:
    """Return a registry of the actors of a table, without claims."""
    actors = {
        actor for one in release.statements for actor in (one.faction, one.to) if actor
    }
    factions: dict[str, Mapping[str, object]] = {}
    for number, actor in enumerate(sorted(actors, key=lambda actor: actor.name)):
        name = actor.name.removeprefix("Government of ")
        own = {"ids": {"ucdp": actor.id}} if actor.id else {"kind": "state"}
        factions[f"f{number}"] = {"name": name, **own}
    return json.dumps({"factions": factions})
