"""Sheets that bring factions and sources of their own: shown, reviewed, and then added."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLE, TODAY, Run
from tests.support.launcher import PROGRAM

SHEET = """\
Allegiances of November;;;;;;;;;;;;
Date;Faction;Kind;Area;Relation;To;Status;Source;Title;Publisher;Published;Link;Note
05/11/2017;Storm Brigade;Militia;Misrata;Member of;tidings;;;Storm joins;The Daily;\
06/11/2017;https://example.org/1;joined
06/11/2017;storm brigade;;;FIGHTING;4th Division;Confirmed;gazette, herald;;;;;
07/11/2017;Kaniyat;;;no tie with;gna;;;Storm joins;The Daily;06/11/2017;\
https://example.org/1;
"""
IN = ("import", "sheet", "november.csv", "--dates", "dmy")
UNDERSTOOD = (
    "note: november.csv: cells are parted by semicolons; the headings are in row 2; read "
    "as Date → date, Faction → faction, Kind → kind, Area → area, Relation → relation, To "
    "→ to, Status → status, Source → sources, Title → source_title, Publisher → "
    "source_publisher, Published → source_date, Link → source_url, Note → note\n"
)
NEW = (
    "new faction storm-brigade: Storm Brigade, militia, Misrata (in 2 rows: 3, 4)\n"
    "new source daily-2017-11-06: Storm joins, The Daily, 2017-11-06, "
    "https://example.org/1 (in 2 rows: 3, 5)\n"
)
WRITTEN = """\
  daily-2017-11-06:
    title: Storm joins
    publisher: The Daily
    date: 2017-11-06
    url: https://example.org/1

  storm-brigade:
    name: Storm Brigade
    kind: militia
    area: Misrata

  - date: 2017-11-05
    faction: storm-brigade
    relation: member
    to: tidings
    sources: [daily-2017-11-06]
    note: joined
    recorded: 2018-01-01T00:00:00Z

  - date: 2017-11-06
    faction: storm-brigade
    relation: fighting
    to: 4th-division
    status: confirmed
    sources: [gazette, herald]
    recorded: 2018-01-01T00:00:00Z

  - date: 2017-11-07
    faction: kani
    relation: none
    to: gna
    sources: [daily-2017-11-06]
    recorded: 2018-01-01T00:00:00Z
"""
HEAD = "date,faction,name,relation,to,sources,source_title,source_publisher,source_date,new"


@pytest.fixture(autouse=True)
def november(tmp_path: Path) -> None:
    (tmp_path / "november.csv").write_text(SHEET, encoding="utf-8-sig")


def registry(tmp_path: Path) -> str:
    return (tmp_path / "factions.yaml").read_text(encoding="utf-8")


def added(before: str, after: str) -> str:
    """Return the lines that are new, and fail where one is missing."""
    old, new = iter(before.splitlines(keepends=True)), []
    expected = next(old, None)
    for line in after.splitlines(keepends=True):
        if line == expected:
            expected = next(old, None)
        else:
            new.append(line)
    assert expected is None
    return "".join(new)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def by_row(text: str, *cells: str) -> str:
    return "\n".join([text, *cells]) + "\n"


def test_what_is_new_is_shown_and_not_added(run: Run, tmp_path: Path) -> None:
    result = run(*IN)

    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == (
        f"{UNDERSTOOD}{NEW}error: nothing written, since 1 faction and 1 source are new: "
        "--add-new adds them; --review FILE writes the rows for you to look through\n"
    )
    assert registry(tmp_path) == SAMPLE


def test_what_is_new_is_added_on_demand_with_the_claims(run: Run, tmp_path: Path) -> None:
    dry = run(*IN, "--dry-run")
    assert registry(tmp_path) == SAMPLE

    result = run(*IN, "--add-new")

    assert (dry.exit_code, result.exit_code, result.stdout) == (0, 0, ""), result.stderr
    lines = [line[1:] for line in dry.stdout.splitlines() if line[:2] == "+ "]
    assert lines == [line for line in WRITTEN.splitlines() if line]
    assert added(SAMPLE, registry(tmp_path)) == WRITTEN.replace("\n\n", "\n")
    assert result.stderr.startswith(UNDERSTOOD + NEW)
    again = run(*IN, registry=None)
    assert (again.exit_code, again.stderr.count("stands already")) == (0, 3)


def test_a_review_can_be_edited_and_imported(run: Run, tmp_path: Path) -> None:
    result = run(*IN, "--review", "review.csv")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        f"{UNDERSTOOD}{NEW}review.csv: 3 rows, 0 with a remark; edit them, and read that "
        "file with `import sheet`; nothing else written\n"
    )
    assert registry(tmp_path) == SAMPLE
    review = tmp_path / "review.csv"
    text = review.read_text(encoding="utf-8")
    first, second, third = rows(text)
    assert first == {
        "new": "faction source", "remark": "", "date": "2017-11-05",
        "faction": "storm-brigade", "name": "Storm Brigade", "kind": "militia",
        "area": "Misrata", "relation": "member", "to": "tidings",
        "to_name": "Operation 'Tidings of Security'", "status": "",
        "sources": "daily-2017-11-06", "source_title": "Storm joins",
        "source_publisher": "The Daily", "source_date": "2017-11-06",
        "source_url": "https://example.org/1", "note": "joined",
    }  # fmt: skip
    assert (second["new"], second["relation"], second["to"]) == (
        "faction",
        "fighting",
        "4th-division",
    )
    assert (third["new"], third["faction"], third["name"], third["relation"]) == (
        "source",
        "kani",
        "Kani militias",
        "none",
    )

    review.write_text(text.replace("storm-brigade", "storm"), encoding="utf-8")
    imported = run("import", "sheet", "review.csv")

    assert (imported.exit_code, imported.stdout) == (0, ""), imported.stderr
    written = WRITTEN.replace("storm-brigade", "storm").replace("\n\n", "\n")
    assert added(SAMPLE, registry(tmp_path)) == written


def test_a_review_is_a_new_file(run: Run, tmp_path: Path) -> None:
    result = run(*IN, "--review", "november.csv")

    assert result.exit_code == 3
    assert result.stderr.endswith("november.csv exists already; nothing written\n")
    assert (tmp_path / "november.csv").read_text(encoding="utf-8-sig") == SHEET


def test_a_review_on_standard_output_says_what_is_wrong_in_each_row(run: Run) -> None:
    sheet = by_row(
        HEAD.replace(",", ";"),
        "2017;Kani militas;;member;tidings;gazette;;;;",
        "2016;4th-division;;aligned;lna;gazette;;;;",
        "soon;trb;;Member Of;gna;;;;;",
        "2017;كتيبة جديدة;;likes;tidings;gazette;;;;",
    )

    result = run("import", "sheet", "-", "--review", "-", stdin=sheet)

    assert result.exit_code == 0
    review = rows(result.stdout)
    assert [row["remark"] for row in review] == [
        "faction: no faction 'Kani militas'; did you mean 'Kani militias'?",
        "stands already, at factions.yaml:72:5: 2016-4th-division-lna",
        "date: 'soon' is no date: write YYYY, YYYY-MM or YYYY-MM-DD, or A..B for one day "
        "from A to B",
        "faction: no id can be made of 'كتيبة جديدة': write one here, of a-z, 0-9 and '-', "
        "and the name in the column beside it",
    ]
    assert [row["relation"] for row in review] == ["member", "aligned", "member", "likes"]
    assert "standard output: 4 rows, 4 with a remark" in result.stderr


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "2017,Kani militas,,member,tidings,,,,,",
            "-:2:2: no faction 'Kani militas'; did you mean 'Kani militias'?",
        ),
        (
            "2017,zint,,member,tidings,,,,,",
            "-:2:2: 'zint' is no id, name or alias in full; it fits 2: zintan, "
            "zintan-lna-units; give the id of the one meant",
        ),
        ("2017,trb,,member,tidings,x,,,,", "-:2:6: no source 'x'"),
        (
            "2017,trb,,member,tidings,The Sun,Rise,,,",
            "-:2:6: 'The Sun' is no id; leave it out, and one is made",
        ),
        (
            "2017,trb,,member,tidings,,نبأ,,,",
            "-:2:6: no id can be made of what is said of this source; give it one",
        ),
        (
            "2017,trb,,member,tidings,,Rise,Sun,01/02/2017,",
            "-:2:9: '01/02/2017' may be 2017-02-01 (--dates dmy) or 2017-01-02 (--dates "
            "mdy); say which order the dates have",
        ),
        (
            "2017,trb,,member,tidings,,,,,maybe",
            "-:2:10: 'maybe' is none of the words faction, source, to",
        ),
        (
            "2017,#REF!,,member,tidings,,,,,",
            "-:2:2: '#REF!' is a formula's error; mend it in the sheet",
        ),
        (
            "2017,New,Kani militias,member,tidings,,,,,",
            "-:2:3: 'Kani militias' is a name of 'kani', and 'New' is not; write one that "
            "is, or another name",
        ),
        (
            "2017,trb,,member,gna,,Rise,Sun,2017,\n2017,trb,,none,gna,sun-2017,Rise,Sun,2017,"
            "\n2018,trb,,member,gna,sun-2017,Fall,Sun,2017,",
            "-:4:7: its title is 'Rise' in row 2 or below, 'Fall' here",
        ),
        (
            ",,,,,,Total: 7,,,",
            "-:2: this row has no date, faction, relation, to; if it is no claim, such as "
            "a total or a remark, delete it",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_place(
    run: Run, tmp_path: Path, row: str, message: str
) -> None:
    result = run("import", "sheet", "-", "--add-new", stdin=by_row(HEAD, row))

    assert result.exit_code in {2, 4}
    lines = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert lines == [f"error: {message}".replace("-:", "standard input:", 1)]
    assert registry(tmp_path) == SAMPLE


def test_a_source_without_a_description_is_not_said_to_be_added(run: Run) -> None:
    head = "date,faction,relation,to,from,sources"
    rows = {
        "2017,trb,member,tidings,,x": [
            "error: standard input:2:6: no source 'x'",
            "  `libya-tracker source add` adds a source",
            "  `--add-new` adds a source that `source_title` describes in its row",
        ],
        "2017,trb,splinter,tidings,Dusk,gazette": [
            "error: standard input:2:5: no faction 'Dusk'",
            "  `libya-tracker faction add` adds a faction",
        ],
    }

    for row, lines in rows.items():
        for options in ((), ("--add-new",)):
            result = run("import", "sheet", "-", *options, stdin=by_row(head, row))
            assert (result.exit_code, result.stderr.splitlines()) == (4, lines)


def test_a_near_name_is_new_only_where_a_row_says_so(run: Run, tmp_path: Path) -> None:
    row = "2017,Kani militas,,member,tidings,gazette,,,,faction"

    result = run("import", "sheet", "-", stdin=by_row(HEAD, row))

    assert result.exit_code == 0, result.stderr
    assert "  kani-militas:\n    name: Kani militas\n" in registry(tmp_path)


def test_two_rows_may_not_say_different_things_of_what_is_new(run: Run) -> None:
    head = "date,faction,relation,to,to_kind,to_area"

    result = run(
        *("import", "sheet", "-", "--add-new"),
        stdin=by_row(
            head,
            "2017,trb,member,Dawn of North,operation,Sabha",
            "2018,trb,member,Dawn of North,coalition,",
            "2019,trb,member,Dusk of North,a thing,",
        ),
    )

    assert result.exit_code == 2
    kinds = "militia, military, council, government, coalition, operation, community, state"
    assert result.stderr.splitlines()[-3:] == [
        "error: standard input:3:5: its kind is 'operation' in row 2 or below, 'coalition' "
        "here",
        f"error: standard input:4:5: no kind 'a thing'; it is one of {kinds}, person",
        "error: 2 claims cannot be recorded; nothing written",
    ]


def test_a_source_that_is_known_is_recognised(run: Run, tmp_path: Path) -> None:
    known = SAMPLE.replace(
        "    date: 2017-11-07\n", "    date: 2017-11-07\n    url: https://example.org/m\n"
    )
    head = "date,faction,relation,to,source,title,publisher,published,link"
    sheet = by_row(
        head,
        "2013,trb,opposed,gna,,New campaign begins south of Tripoli,The Gazette,"
        "2017-11-03,",
        "2014,trb,opposed,gna,,,,,https://example.org/m",
        "2015,trb,opposed,gna,https://example.org/m,,,,",
        "2016,trb,opposed,gna,gazette,Another title,,,",
    )

    result = run("import", "sheet", "-", registry=known, stdin=sheet)

    assert result.exit_code == 0, result.stderr
    log = json.loads(run("log", "-f", "json", registry=None).stdout)
    claims = {row["date"]: row["sources"] for row in log if row["relation"] == "opposed"}
    assert [claims[f"{year}"] for year in range(2013, 2017)] == [
        ["gazette"],
        ["monitor"],
        ["monitor"],
        ["gazette"],
    ]


def test_a_cell_that_is_no_id_becomes_another_name(run: Run, tmp_path: Path) -> None:
    head = "date,faction,name,relation,to,to_name"
    sheet = by_row(
        head,
        "2017,Storm Bde.,Storm Brigade,allied,al-fajr,كتيبة الفجر",
        "2018,storm brigade,,none,Al Fajr,",
    )

    result = run("import", "sheet", "-", "--add-new", stdin=sheet)

    assert result.exit_code == 0, result.stderr
    text = registry(tmp_path)
    assert "  storm-brigade:\n    name: Storm Brigade\n    aliases: [Storm Bde.]\n" in text
    assert "  al-fajr:\n    name: كتيبة الفجر\n" in text
    assert text.count("to: al-fajr\n") == 2


def test_claims_of_a_what_if_and_own_keys_are_imported(run: Run, tmp_path: Path) -> None:
    head = "date,faction,relation,to,tags,x-page"

    result = run(
        *("import", "sheet", "-", "--scenario", "stand-ground"),
        stdin=by_row(head, '2017,trb,allied,gna,"one, two",7'),
    )

    assert result.exit_code == 0, result.stderr
    assert added(SAMPLE, registry(tmp_path)) == (
        "      - date: 2017\n        faction: trb\n        relation: allied\n"
        "        to: gna\n        tags: [one, two]\n"
        "        recorded: 2018-01-01T00:00:00Z\n        x-page: 7\n"
    )


@pytest.mark.parametrize(
    "note",
    [
        "a\u200fb\u200ec\u202ed\u2067e\u2069",
        "a\u200bb\u2060c\ufeffd",
        "a\u2028b\u2029c",
        "a\tb",
        "a\r\nb\nc",
    ],
)
def test_a_log_with_what_is_invisible_has_nothing_new(
    run: Run, tmp_path: Path, note: str
) -> None:
    claim = "2017-11-05", "--by", f"P.\u200f {note[:3]}x", "--note", note
    assert run("record", "trb", "allied", "gna", "--date", *claim).exit_code == 0
    before = registry(tmp_path)
    run("log", "-f", "csv", "-o", "log.csv", registry=None)

    result = run("import", "sheet", "log.csv", registry=None)

    assert (result.exit_code, result.stdout) == (0, "")
    assert "16 rows stand already" in result.stderr
    assert registry(tmp_path) == before


@pytest.mark.parametrize(
    "known",
    [
        "title: x\n",
        "title: x\nchanges: []\nfactions: {}\n",
        "factions:\n  b:\n    name: B # end\nchanges:\nsources:\n# below",
        "factions: {b: {name: B}}\r\nchanges:\r\n"
        "  - {date: 2017, faction: b, relation: none, to: c}\r\n"
        "sources:\r\n  s: {title: S}\r\n".replace("{name: B}}", "{name: B}, c: {name: C}}"),
        '{"factions": {"b": {"name": "B"}}}\n',
    ],
    ids=range(5),
)
def test_a_registry_of_any_form_takes_what_is_new(run: Run, known: str) -> None:
    sheet = by_row(
        "date,faction,name,relation,to,title",
        "2017,n7,# 7th: كتيبة,allied,Yes,- News: of [the] #day",
        "2018,Null,,none,n7,",
    )

    result = run("import", "sheet", "-", "--add-new", registry=known, stdin=sheet)

    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    factions = json.loads(run("faction", "list", "-f", "json", registry=None).stdout)
    new = {row["faction"]: row["name"] for row in factions if row["faction"] not in "bc"}
    assert new == {"n7": "# 7th: كتيبة", "yes": "Yes", "null": "Null"}
    sources = json.loads(run("source", "list", "-f", "json", registry=None).stdout)
    assert sources[-1]["title"] == "- News: of [the] #day"


@pytest.mark.parametrize("sheet", ["", "\n", "date,faction,relation,to\n"])
def test_an_empty_sheet_says_so(run: Run, tmp_path: Path, sheet: str) -> None:
    result = run("import", "sheet", "-", stdin=sheet)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "the sheet holds no claims; nothing written\n"


def test_json_is_for_a_batch(run: Run) -> None:
    result = run("import", "sheet", "-", stdin='{"date": "2017"}\n')

    assert (result.exit_code, result.stderr) == (
        2,
        "error: standard input: this is JSON, and no table: `record --batch` reads it\n",
    )


def test_the_installed_command_imports_a_sheet(
    tmp_path: Path, launcher: tuple[str, ...]
) -> None:
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")

    def command(*args: str) -> subprocess.CompletedProcess[Any]:
        environment = {"LIBYA_TRACKER_TODAY": TODAY, "LANG": "C.UTF-8"}
        line = [*launcher, PROGRAM, *args]
        return subprocess.run(
            line, cwd=tmp_path, env=environment, capture_output=True, check=False
        )

    review = command(*IN, "--review", "review.csv")
    imported = command("import", "sheet", "review.csv")

    assert (review.returncode, imported.returncode) == (0, 0), imported.stderr
    assert added(SAMPLE, registry(tmp_path)) == WRITTEN.replace("\n\n", "\n")
