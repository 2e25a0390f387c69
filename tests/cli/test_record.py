"""``record`` from the command line: what is added, what is said, what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SAMPLE, Run
from tests.support.places import TOP

pytestmark = pytest.mark.slow  # the whole command, many times over

TEXT = """\
# kept by hand
factions:
  a:
    name: Alpha
    aliases: [Amber, {name: Ash, since: 2012, until: 2014}]
  b: {name: Beta}
  c: {name: "[red]Gamma"}
sources:
  s: {title: S}
  t: {title: T}
changes:
  - date: 2011
    faction: a
    relation: allied
    to: b
    id: first
"""
SCENARIO = "scenarios:\n  w:\n    title: What if\n"
NEW = "  - date: 2012\n    faction: a\n    relation: opposed\n    to: b\n"
NOW = "    recorded: 2018-01-01T00:00:00Z\n"
ADD = ("record", "a", "opposed", "b", "--date", "2012")
UNSOURCED = (
    "factions.yaml:17:5: warning: this claim has no source; add `sources` or `by` "
    "[unsourced]\n"
)


def text(folder: Path) -> str:
    return (folder / "factions.yaml").read_bytes().decode()


def added(lines: str) -> str:
    return "".join(f"+{line}\n" for line in lines.splitlines())


def test_a_claim_is_added_and_shown_with_its_place(run: Run, tmp_path: Path) -> None:
    result = run(*ADD, registry=TEXT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "factions.yaml:17:5: 2012-a-b\n" + added(NEW + NOW) + UNSOURCED
    assert text(tmp_path) == TEXT + NEW + NOW


@pytest.mark.parametrize("relation", ["member", "member of", "Member  OF"])
def test_a_relation_is_given_as_its_word_or_as_it_reads(relation: str, run: Run) -> None:
    result = run("record", "a", relation, "b", "--date", "2012", registry=TEXT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert "    relation: member\n" in Path("factions.yaml").read_text(encoding="utf-8")


def test_a_relation_that_is_none_is_answered_with_all(run: Run) -> None:
    result = run("record", "a", "likes", "b", "--date", "2012", registry=TEXT)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: no relation 'likes'; it is one of aligned, member, subordinate, supports, "
        "allied, truce, neutral, opposed, fighting, none, splinter, merged, succeeds\n"
    )


def test_a_claim_is_written_in_full(run: Run, tmp_path: Path) -> None:
    args = (
        "record", "AMBER", "opposed", "beta", "--date", "2012-05~",
        "--until", "2013", "--from", "[red]Gamma", "--status", "denied",
        "-s", "s", "--source", "t", "-s", "s", "--by", "Alpha", "--credibility", "2",
        "--note", "It says: 'no' [red]#1",
        "--retracts", "first", "--id", "my.own-id",
    )  # fmt: skip
    lines = (
        "  - date: 2012-05~\n    faction: a\n    relation: opposed\n    to: b\n"
        "    from: c\n    until: 2013\n    status: denied\n    credibility: 2\n    by: a\n"
        "    sources: [s, t]\n    note: 'It says: ''no'' [red]#1'\n"
        f"{NOW}    retracts: [first]\n    id: my.own-id\n"
    )

    result = run(*args, registry=TEXT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "factions.yaml:17:5: my.own-id\n" + added(lines)
    assert text(tmp_path) == TEXT + lines


@pytest.mark.parametrize(
    ("args", "day"),
    [
        ((), "2018-01-01"),
        (("--date", "yesterday"), "2017-12-31"),
        (("-d", "3w"), "2017-12-11"),
        (("-d", " 2017-10..2017-11 "), "2017-10..2017-11"),
    ],
)
def test_a_date_is_written_as_the_day_it_stands_for(
    run: Run, tmp_path: Path, args: tuple[str, ...], day: str
) -> None:
    result = run("record", "a", "opposed", "b", *args, registry=TEXT)

    assert result.exit_code == 0
    assert text(tmp_path) == TEXT + NEW.replace("2012", day) + NOW


def test_a_note_of_several_lines_and_a_long_one_read_well(run: Run, tmp_path: Path) -> None:
    run(*ADD, "--note", "One.\n\nTwo.", registry=TEXT)
    run(*ADD, "--note", "word " * 24 + "end", registry=None)

    long = "word " * 16 + "word\n      " + "word " * 7 + "end\n"
    assert text(tmp_path) == (
        f"{TEXT}{NEW}    note: |-\n      One.\n\n      Two.\n{NOW}"
        f"{NEW}    note: >-\n      {long}{NOW}"
    )


def test_a_very_long_note_is_kept_whole(run: Run, tmp_path: Path) -> None:
    words = "word " * 100_000 + "end"

    assert run(*ADD, "--note", words, registry=TEXT).exit_code == 0
    assert run(*ADD, "--note", words, registry=None).stderr == (
        "stands already, at factions.yaml:17:5: 2012-a-b\n"
    )
    assert len(text(tmp_path).split()) > 100_000


def test_a_scenario_has_claims_of_its_own(run: Run, tmp_path: Path) -> None:
    result = run(*ADD, "--scenario", "w", registry=TEXT + SCENARIO)
    again = run(*ADD, "--scenario", "w", registry=None)
    beside = run(*ADD, registry=None)

    lines = "".join(f"    {line}\n" for line in (NEW + NOW).splitlines())
    assert result.stderr == "factions.yaml:21:9: 2012-a-b\n" + added(
        "    changes:\n" + lines
    )
    assert again.stderr == "stands already, at factions.yaml:21:9: 2012-a-b\n"
    # The scenario's claim keeps its id: the record's gets one that is free.
    own = f"{NEW}{NOW}    id: 2012-a-b-2\n"
    assert beside.stderr == "factions.yaml:17:5: 2012-a-b-2\n" + added(own) + UNSOURCED
    assert text(tmp_path) == TEXT + own + SCENARIO + "    changes:\n" + lines


#: What is said of factions and sources that are missing.
ADDS_FACTIONS = "\n  `libya-tracker faction add` adds a faction"
ADDS_SOURCES = "\n  `libya-tracker source add` adds a source"
ADDS_ALL = "\n  `libya-tracker import sheet FILE --add-new` adds what is missing"
REFUSED: dict[tuple[str, ...], tuple[int, str]] = {
    ("record", "alfa", "opposed", "b"): (4, "no faction 'alfa'; did you mean 'Alpha'?"),
    ("record", "a", "opposed", "zzz"): (4, f"no faction 'zzz'{ADDS_FACTIONS}"),
    (*ADD, "--from", "zzz"): (4, f"no faction 'zzz'{ADDS_FACTIONS}"),
    (*ADD, "-s", "sss"): (4, f"no source 'sss'{ADDS_SOURCES}"),
    (*ADD, "--retracts", "frist"): (4, "no change 'frist'; did you mean 'first'?"),
    (*ADD, "--scenario", "v"): (4, "no scenario 'v'"),
    ("record", "a", "opposed", "a"): (2, "'a' cannot have a tie with itself"),
    (*ADD, "--from", "Amber"): (2, "'a' cannot have a tie with itself"),
    (*ADD, "--credibility", "7"): (2, "no credibility '7'; it is one of 1, 2, 3, 4, 5, 6"),
    (*ADD, "--id", "First"): (
        2,
        "'First' is not allowed: an id is of a-z, 0-9, '-' and '.'",
    ),
    (*ADD, "--id", "first"): (2, "the id 'first' is taken, at factions.yaml:12:5"),
    (*ADD, "--until", "2011"): (2, "until 2011 is before the date 2012"),
    (*ADD, "--note", " "): (2, "note is blank; fill it or leave it out"),
    (*ADD, "--note", "caf\udce9"): (2, r"'caf\udce9' is not UTF-8 text"),
    ("record", "\udce9", "opposed", "b"): (2, r"'\udce9' is not UTF-8 text"),
    ("record", "a", "opposed"): (
        2,
        "give FACTION, RELATION and TO: `libya-tracker record trb allied gna "
        "--date 2017-11-01`",
    ),
    (*ADD, "--batch", "-"): (
        2,
        "--batch brings its own claims; give it alone, or FACTION, RELATION and TO",
    ),
}


@pytest.mark.parametrize("args", REFUSED, ids=" ".join)
def test_what_makes_no_sense_is_refused_and_nothing_written(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    result = run(*args, registry=TEXT)

    code, message = REFUSED[args]
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr == f"error: {message}\n"
    assert text(tmp_path) == TEXT


@pytest.mark.parametrize(
    "args",
    [
        ("record", "a", "loves", "b"),
        (*ADD, "--status", "sure"),
        ("record", "a", "opposed", "b", "--date", "2011-02-30"),
        ("record", "a", "opposed", "b", "--date", "gibberish"),
        (*ADD, "--until", "20120101"),
    ],
)
def test_bad_words_and_dates_are_wrong_usage(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    result = run(*args, registry=TEXT)

    assert (result.exit_code, result.stdout) == (2, "")
    assert text(tmp_path) == TEXT


def test_an_alias_names_its_faction_only_in_its_time(run: Run, tmp_path: Path) -> None:
    within = run("record", "ash", "opposed", "b", "-d", "2012", registry=TEXT)
    beyond = run("record", "ash", "opposed", "b", "-d", "2016", registry=None)

    assert (within.exit_code, beyond.exit_code) == (0, 4)
    assert text(tmp_path) == TEXT + NEW + NOW


def test_a_claim_that_stands_already_is_not_written_again(run: Run, tmp_path: Path) -> None:
    run(*ADD, "-s", "s", registry=TEXT)
    once = text(tmp_path)

    again = run(*ADD, "-s", "s", "--status", "reported", registry=None)
    otherwise = run(*ADD, "-s", "t", "--dry-run", registry=None)

    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == "stands already, at factions.yaml:17:5: 2012-a-b\n"
    assert otherwise.stdout != ""
    assert text(tmp_path) == once


def test_a_claim_taken_back_is_recorded_again_but_not_twice(
    run: Run, tmp_path: Path
) -> None:
    run(*ADD, registry=TEXT)
    run("retract", "2012-a-b", "--note", "Withdrawn.", registry=None)

    again = run(*ADD, registry=None)
    twice = run(*ADD, registry=None)

    assert again.stderr == "factions.yaml:26:5: 2012-a-b-2\n" + added(
        NEW + NOW
    ) + UNSOURCED.replace("17", "26")
    assert twice.stderr == "stands already, at factions.yaml:26:5: 2012-a-b-2\n"


@pytest.mark.parametrize("tool", [["patch", "-p1"], ["git", "apply"]], ids=" ".join)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "dos"])
@pytest.mark.parametrize(
    "registry",
    [TEXT, TEXT.rstrip(), TEXT + SCENARIO, TEXT.partition("changes")[0] + "changes: []\n"],
    ids=["block", "no last newline", "in the middle", "brackets"],
)
def test_the_diff_of_a_dry_run_can_be_applied(
    run: Run, tmp_path: Path, tool: list[str], end: str, registry: str
) -> None:
    registry = registry.replace("\n", end)
    if tool[0] == "patch":
        tool = [*tool, "--binary"]

    result = run(*ADD, "--dry-run", registry=registry)
    assert (result.exit_code, result.stderr[-12:]) == (0, "[unsourced]\n")
    assert text(tmp_path) == registry
    subprocess.run(tool, input=result.stdout_bytes, check=True, capture_output=True)

    patched = text(tmp_path)
    run(*ADD, registry=registry)
    assert patched == text(tmp_path)


def test_a_dry_run_prints_a_unified_diff(run: Run) -> None:
    result = run(*ADD, "--dry-run", registry=TEXT.rstrip())

    lines = added(NEW + NOW)
    assert result.stdout == (
        "--- a/factions.yaml\n+++ b/factions.yaml\n@@ -13,4 +13,9 @@\n"
        "     faction: a\n     relation: allied\n     to: b\n-    id: first\n"
        f"\\ No newline at end of file\n+    id: first\n{lines}"
    )


def test_an_invalid_registry_is_refused_untouched(run: Run, tmp_path: Path) -> None:
    broken = TEXT.replace("to: b", "to: x")

    result = run(*ADD, registry=broken)

    assert (result.exit_code, result.stdout) == (3, "")
    assert text(tmp_path) == broken


def test_without_a_registry_of_ones_own_nothing_is_written(
    run: Run, tmp_path: Path
) -> None:
    for args in (ADD, (*ADD, "--dry-run"), ("retract", "x", "--note", "y")):
        result = run(*args, registry=None)

        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr == (
            "error: the registry that comes with the program is read-only; "
            "`libya-tracker init` starts one of your own\n"
        )
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_is_no_file_is_refused_and_never_made(run: Run, tmp_path: Path) -> None:
    missing = run(*ADD, "-r", "nowhere.yaml", registry=None)
    folder = run(*ADD, "-r", ".", registry=None)

    assert (missing.exit_code, folder.exit_code) == (3, 3)
    assert missing.stderr == "error: nowhere.yaml: there is no such file\n"
    assert folder.stderr == "error: . is a folder; name the file in it: factions.yaml\n"
    assert list(tmp_path.iterdir()) == []


def test_bytes_that_are_no_text_are_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "factions.yaml").write_text(TEXT)
    environment = os.environ | {
        "PYTHONPATH": str(TOP),
        "LC_ALL": "C.UTF-8",
    }

    process = subprocess.run(
        [sys.executable.encode(), b"-m", b"libya_tracker", *map(str.encode, ADD),
         b"--note", b"caf\xe9"],
        env=environment, capture_output=True, check=False, timeout=100,
    )  # fmt: skip

    assert (process.returncode, process.stdout) == (2, b"")
    assert process.stderr == b"error: 'caf\\udce9' is not UTF-8 text\n"


# Batches.

FEW = (
    '{"date": "2012", "faction": "a", "relation": "opposed", "to": "b"}\n'
    '\n{"date": 2013, "faction": "Beta", "relation": "none", "to": "c",'
    ' "sources": ["s", "t"], "note": "a\u2028b", "credibility": 2}\n'
)
FEW_CSV = (
    "date,faction,relation,to,sources,note,credibility\r\n2012,a,opposed,b\r\n\r\n"
    '2013,Beta,none,c,s;t,"a\u2028b",2\r\n'
)
BOTH = (
    f"{NEW}{NOW}  - date: 2013\n    faction: b\n    relation: none\n    to: c\n"
    f'    credibility: 2\n    sources: [s, t]\n    note: "a\\u2028b"\n{NOW}'
)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("batch", [FEW, FEW_CSV], ids=["jsonl", "csv"])
def test_a_batch_is_added_whole(run: Run, tmp_path: Path, batch: str, mark: str) -> None:
    from_pipe = run("record", "--batch", "-", registry=TEXT, stdin=mark + batch)
    piped = text(tmp_path)
    (tmp_path / "batch").write_text(mark + batch, encoding="utf-8", newline="")
    from_file = run("record", "--batch", "batch", registry=TEXT)

    for result in (from_pipe, from_file):
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == (
            "factions.yaml:17:5: 2012-a-b\nfactions.yaml:22:5: 2013-b-c\n"
            + added(BOTH)
            + UNSOURCED
        )
    assert piped == text(tmp_path) == TEXT + BOTH


def test_a_batch_with_bad_lines_is_refused_whole_and_tells_them_all(
    run: Run, tmp_path: Path
) -> None:
    bad = "\n".join(
        [
            '{"date": "2012", "faction": "a", "relation": "opposed", "to": "b"}',
            '{"faction": "a", "relation": "opposed"}',
            "nonsense",
            "[]",
            '{"date": "2012", "faction": "x", "relation": "none", "to": "b"}',
            '{"date": "2012-13", "faction": "a", "relation": "none", "to": "b"}',
            '{"dat": "2012"}',
            '{"date": true}',
            '{"sources": [1]}',
            '{"date": "2012", "faction": "a", "relation": "likes", "to": "b"}',
            '{"date": "2012", "faction": "a", "relation": "none", "to": "\\ud800"}',
            '{"retracted": "maybe"}',
            '{"date":"2012", "faction":"a", "relation":"none", "to":"b", "begins":"x"}',
            '{"begins": 1}',
        ]
    )

    result = run("record", "--batch", "-", registry=TEXT, stdin=bad)

    assert (result.exit_code, result.stdout) == (2, "")
    assert text(tmp_path) == TEXT
    keys = (
        "date, faction, relation, to, from, until, begins, status, credibility, by, "
        "sources, tags, note, recorded, retracts, id"
    )
    relations = (
        "aligned, member, subordinate, supports, allied, truce, neutral, opposed, "
        "fighting, none, splinter, merged, succeeds"
    )
    assert result.stderr.splitlines() == [
        "error: line 2: missing: to, date",
        "error: line 3: not valid JSON: Expecting value: line 1 column 1 (char 0)",
        "error: line 4: each line must be a JSON object",
        "error: line 5: no faction 'x'",
        "error: line 6: there is no month '2012-13'; seasons are 21 to 24",
        f"error: line 7: a change has no key 'dat'; a change has {keys}",
        "error: line 8: date is text, not true",
        "error: line 9: sources is a list of ids",
        f"error: line 10: no relation 'likes'; it is one of {relations}",
        r"error: line 11: '\ud800' is not UTF-8 text",
        'error: line 12: retracted is true or false, not "maybe"',
        "error: line 13: begins is yes or no, not 'x'",
        "error: line 14: missing: faction, relation, to, date",
        "error: line 14: begins is yes or no, not '1'",
        "error: 13 claims cannot be recorded; nothing written",
        ADDS_FACTIONS[1:],
        ADDS_ALL[1:],
    ]


@pytest.mark.parametrize(
    ("batch", "code", "message"),
    [
        ("date,faction,relation,to\n2012,a,none,b,x\n", 2,
         "standard input:2:5: 'x' stands in a column without a heading; give the column "
         "one, or empty it"),
        ("date,date\n2012,2012\n", 2,
         "standard input:1:2: 'date' and 'date' are both date; rename one, or leave it "
         "out"),
        ('date,faction,relation,to\n2012,a,none,"b\n', 2,
         "standard input:2: a quote that begins a cell is not closed"),
        ("date,faction,relation,to\n2012,a,none,x\n", 4,
         f"standard input:2:4: no faction 'x'{ADDS_FACTIONS}{ADDS_ALL}"),
        ('{"date":"2012","faction":"a","relation":"none","to":"b","id":"i"}\n'
         '{"date":"2013","faction":"a","relation":"none","to":"b","id":"i"}', 2,
         "line 2: the id 'i' is taken"),
    ],
)  # fmt: skip
def test_one_bad_line_of_a_batch_is_told_with_its_number(
    run: Run, tmp_path: Path, batch: str, code: int, message: str
) -> None:
    result = run("record", "--batch", "-", registry=TEXT, stdin=batch)

    assert (result.exit_code, result.stdout, result.stderr) == (
        code, "", f"error: {message}\n",
    )  # fmt: skip
    assert text(tmp_path) == TEXT


def test_unknown_names_on_several_lines_are_no_wrong_usage(run: Run) -> None:
    row = '{"date": "2012", "faction": "xx", "relation": "none", "to": "b"}\n'

    result = run("record", "--batch", "-", registry=TEXT, stdin=row * 2)

    assert (result.exit_code, result.stderr) == (
        4,
        "error: line 1: no faction 'xx' (in 2 lines: 1, 2)\n"
        f"error: 2 claims cannot be recorded; nothing written{ADDS_FACTIONS}{ADDS_ALL}\n",
    )


@pytest.mark.parametrize("batch", ["", "\n", "\ufeff", "date,faction,relation,to\n"])
def test_an_empty_batch_says_so(run: Run, tmp_path: Path, batch: str) -> None:
    result = run("record", "--batch", "-", registry=TEXT, stdin=batch)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "the batch holds no claims; nothing written\n"
    assert text(tmp_path) == TEXT


def test_a_line_given_twice_in_a_batch_is_written_once(run: Run, tmp_path: Path) -> None:
    row = '{"date": "2012", "faction": "a", "relation": "opposed", "to": "b"}\n'

    result = run("record", "--batch", "-", registry=TEXT, stdin=row * 2)

    assert result.exit_code == 0
    assert result.stderr == (
        "line 2: stands already, at line 1\nfactions.yaml:17:5: 2012-a-b\n"
        + added(NEW + NOW)
        + UNSOURCED
    )
    assert text(tmp_path) == TEXT + NEW + NOW


def test_a_claim_of_a_batch_may_retract_another_by_its_id(run: Run) -> None:
    batch = (
        '{"date":"2012","faction":"a","relation":"none","to":"b","id":"i"}\n'
        '{"date":"2013","faction":"a","relation":"none","to":"b","retracts":["i"]}'
    )

    assert run("record", "--batch", "-", registry=TEXT, stdin=batch).exit_code == 0


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_rows_of_log_stand_already_where_they_come_from(
    run: Run, tmp_path: Path, form: str
) -> None:
    rows = run("log", "-f", form).stdout

    result = run("record", "--batch", "-", registry=None, stdin=rows)

    assert (result.exit_code, result.stdout) == (0, "")
    expected = {
        "csv": "standard input: 15 rows stand already: 2, 3, 4, 5, 6 …\n"
        "standard input:17: left out: it was retracted where it comes from\n",
        "jsonl": "15 lines stand already: 1, 2, 3, 4, 5 …\n"
        "line 16: left out: it was retracted where it comes from\n",
    }
    assert result.stderr == expected[form]
    assert text(tmp_path) == SAMPLE


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_rows_of_log_make_the_same_claims_elsewhere(
    run: Run, tmp_path: Path, form: str
) -> None:
    rows = run("log", "-f", form).stdout
    bare = SAMPLE.partition("changes:")[0] + "changes:\n"

    assert run("record", "--batch", "-", registry=bare, stdin=rows).exit_code == 0

    answer = run("status", "-f", "csv", registry=None).stdout
    assert answer == run("status", "-f", "csv").stdout


@pytest.mark.parametrize(
    ("batch", "line"),
    [
        ("date,faction,relation,to,begins\n2012,a,opposed,b,{}\n", "yes no true false"),
        (
            '{{"date":"2012","faction":"a","relation":"opposed","to":"b","begins":{}}}\n',
            '"yes" "no" true false',
        ),
    ],
    ids=["csv", "jsonl"],
)
def test_a_batch_says_whether_a_tie_begins_as_the_file_or_as_the_log_does(
    run: Run, tmp_path: Path, batch: str, line: str
) -> None:
    begun = NEW + "    begins: yes\n" + NOW
    for word, entry in zip(line.split(), [begun, NEW + NOW] * 2, strict=True):
        result = run("record", "--batch", "-", registry=TEXT, stdin=batch.format(word))

        assert (result.exit_code, text(tmp_path)) == (0, TEXT + entry)


def test_a_tie_that_begins_on_its_date_is_written_and_shown_so(
    run: Run, tmp_path: Path
) -> None:
    result = run(*ADD, "--begins", registry=TEXT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert text(tmp_path) == TEXT + NEW + "    begins: yes\n" + NOW
    rows = run("log", "-f", "jsonl", registry=None).stdout.splitlines()
    assert [json.loads(row)["begins"] for row in rows] == [False, True]
    assert "opposed to Beta, from then on" in run("log", registry=None).stdout


def test_a_name_in_a_batch_means_whom_it_meant_on_the_claims_day(
    run: Run, tmp_path: Path
) -> None:
    rows = [
        '{"date": "2012", "faction": "Ash", "relation": "opposed", "to": "b"}',
        '{"date": "2013", "faction": "Ash", "relation": "none", "to": "b", "by": "Ash"}',
        '{"date": "2014", "faction": "a", "relation": "none", "to": "b", "by": "some"}',
        '{"date": "2014", "faction": "a", "relation": "none", "to": "c", "by": "some"}',
        '{"date": "2016", "faction": "Ash", "relation": "none", "to": "b"}',
    ]

    late = run("record", "--batch", "-", registry=TEXT, stdin="\n".join(rows))
    timely = run("record", "--batch", "-", registry=TEXT, stdin="\n".join(rows[:4]))

    assert (late.exit_code, timely.exit_code) == (4, 0)
    assert text(tmp_path).count("    faction: a\n") == 5
    assert text(tmp_path).count("    by: a\n") == 1
    assert text(tmp_path).count("    by: some\n") == 2


def test_the_claims_of_a_what_if_are_not_mixed_into_the_record(run: Run) -> None:
    rows = run(
        "log", "--scenario", "stand-ground", "--since", "2017-11-08", "-f", "jsonl"
    ).stdout

    mixed = run("record", "--batch", "-", stdin=rows)
    apart = run("record", "--batch", "-", "--scenario", "stand-ground", stdin=rows)

    assert mixed.exit_code == 2
    assert "this claim is of the what-if 'stand-ground'; record it with" in mixed.stderr
    assert apart.exit_code == 0
    assert "stands already" in apart.stderr


@pytest.mark.parametrize(
    ("recorded", "written"),
    [
        ("2012-02-03", "2012-02-03"),
        ("2012-02-03T09:00:00Z", "2012-02-03T09:00:00Z"),
        ("yesterday", "2017-12-31"),
        ("3w", "2017-12-11"),
    ],
)
def test_a_claim_may_have_become_known_on_an_earlier_day(
    run: Run, tmp_path: Path, recorded: str, written: str
) -> None:
    result = run(*ADD, "-s", "s", "--recorded", recorded, registry=TEXT)

    assert result.exit_code == 0
    entry = f"{NEW}    sources: [s]\n    recorded: {written}\n"
    assert text(tmp_path) == TEXT + entry


DATED = TEXT.replace("{title: T}", "{title: T, date: 2012-05}")


def test_what_its_sources_published_is_known_since_then(run: Run, tmp_path: Path) -> None:
    result = run(*ADD, "-s", "t", "--recorded", "published", registry=DATED)
    again = run(*ADD, "-s", "t", "--recorded", "published", registry=None)
    log = run("log", "b", "-f", "json", "--known-at", "2012-05-31", registry=None)

    assert result.exit_code == 0
    assert text(tmp_path) == DATED + NEW + "    sources: [t]\n"
    assert again.stderr == "stands already, at factions.yaml:17:5: 2012-a-b\n"
    assert [row["known"] for row in json.loads(log.stdout)][-1] == "2012-05-31"


def test_a_batch_says_of_each_claim_when_it_became_known(run: Run, tmp_path: Path) -> None:
    batch = (
        "date,faction,relation,to,sources,recorded\n2012,a,opposed,b,t,published\n"
        "2013,a,opposed,c,t,2013-05-01\n2014,a,opposed,c,t,\n"
    )

    result = run("record", "--batch", "-", registry=DATED, stdin=batch)

    assert result.exit_code == 0, result.stderr
    source = "    sources: [t]\n"
    entries = [
        NEW + source,
        NEW.replace("2012", "2013").replace("to: b", "to: c") + source
        + "    recorded: 2013-05-01\n",
        NEW.replace("2012", "2014").replace("to: b", "to: c") + source + NOW,
    ]  # fmt: skip
    assert text(tmp_path) == DATED + "".join(entries)


UNDATED = (
    "recorded is 'published', but no source of this claim has a date; give the source one, "
    "or the day on which the claim became known"
)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("-s", "s", "--recorded", "published"), UNDATED),
        (("--by", "b", "--recorded", "published"), UNDATED),
        (
            ("--recorded", "2012-05"),
            "--recorded: 2012-05 is no single day; write 2017-11-03, or `published`",
        ),
        (("--recorded", "once"), "--recorded: 'once' is no date"),
        (("--recorded", ""), "--recorded: '' is no date"),
    ],
)
def test_what_says_not_when_a_claim_became_known_is_refused(
    run: Run, tmp_path: Path, args: tuple[str, ...], message: str
) -> None:
    result = run(*ADD, *args, registry=DATED)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {message}")
    assert text(tmp_path) == DATED


@pytest.mark.parametrize(
    ("args", "rule"),
    [
        ((), "unsourced"),
        (("-s", "t", "--status", "confirmed"), "unconfirmed"),
        (("-s", "t", "--by", "b", "--status", "confirmed"), "unconfirmed"),
        (("-s", "s", "--date", "2018-01-02"), "fact-of-future"),
        (("-s", "s", "--date", "2018-01-02", "--status", "expected"), ""),
        (("-s", "s", "--recorded", "2011-05-01"), "recorded-before"),
        (("-s", "s", "--recorded", "2018-01-02"), "recorded-in-future"),
        (("-s", "t", "--date", "2013"), "older-source"),
        (("-s", "s"), ""),
    ],
)
@pytest.mark.parametrize("dry_run", [False, True])
def test_what_is_probably_wrong_with_a_claim_is_said_at_once(
    run: Run, args: tuple[str, ...], rule: str, dry_run: bool
) -> None:
    result = run(*ADD, *args, *["--dry-run"] * dry_run, registry=DATED)

    assert result.exit_code == 0
    warnings = [line for line in result.stderr.splitlines() if ": warning: " in line]
    assert [line.rpartition(" ")[2] for line in warnings] == [f"[{rule}]"] * bool(rule)
    if not dry_run:
        check = run("check", registry=None)
        assert all(line in check.stdout.splitlines() for line in warnings)


def test_many_claims_that_lack_the_same_are_one_warning(run: Run) -> None:
    rows = "".join(f"{year},a,opposed,b\n" for year in range(2000, 2007))

    result = run(
        "record", "--batch", "-", registry=TEXT, stdin="date,faction,relation,to\n" + rows
    )

    assert result.stderr.endswith(
        "factions.yaml:17:5: 7 warnings: claims have no source; add `sources` or `by` "
        "[unsourced]\n   17 | 2000-a-b\n   22 | 2001-a-b\n   27 | 2002-a-b\n"
        "      | and 4 more: `check -f csv` lists each of them\n"
    )
