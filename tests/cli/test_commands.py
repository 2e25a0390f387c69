"""The questions through the command line: whole pages, rows by value, exit codes."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from libya_tracker.analysis import (
    blocs,
    comparison,
    diff,
    disputes,
    expected,
    listings,
    log,
    scenarios,
    scores,
    search,
    show,
    signed_network,
    source,
    status,
    switches,
    tensions,
    why,
)
from libya_tracker.output.formats import columns, day_columns
from libya_tracker.storage.lint import CheckRow
from tests.conftest import SAMPLE, Run
from tests.support.answers import Snapshot, answer

CONTRACT = {
    status.StatusRow: "faction name relation to to_name sign since until certainty "
    "status grade corroboration disputed disputed_by divided last_cited sources change age",
    log.LogRow: "change date faction name relation to to_name from until status "
    "grade by sources note recorded known retracted scenario begins tags sequence",
    diff.DiffRow: "faction name to to_name difference before after why date status "
    "sources change",
    blocs.BlocRow: "bloc bloc_name relation faction name since certainty status "
    "disputed age",
    expected.ExpectedRow: "change faction relation to date state settled_by sources "
    "name to_name by settled days late settled_status settled_speaker "
    "came_true came_true_by",
    why.WhyRow: "faction name to to_name tie carries reason because change date "
    "subject subject_name relation object object_name from until status grade by sources "
    "origins note known "
    "titles publishers links",
    disputes.DisputeRow: "faction name to to_name dispute speaker relation dates voices "
    "changes other other_dates other_voices other_changes",
    comparison.ComparisonRow: "verdict record years rows file release their_faction "
    "their_faction_id relation their_to their_to_id faction name matched to to_name "
    "to_matched first last since until our_relation certainty changes events wording",
    search.SearchRow: "kind id name fields text score",
    CheckRow: "severity rule file line column message",
}
QUESTIONS = {
    "status": (["status", "--as-of", "2017-11-10"], status.StatusRow),
    "show": (["show", "trb", "--as-of", "2017-11-10"], show.ShowRow),
    "log": (["log"], log.LogRow),
    "diff": (["diff", "2017-10-31", "2017-11-10"], diff.DiffRow),
    "blocs": (["blocs", "--as-of", "2017-11-10"], blocs.BlocRow),
    "expected": (["expected"], expected.ExpectedRow),
    "expected --scores": (["expected", "--scores"], scores.ScoreRow),
    "scenarios": (["scenarios"], scenarios.ScenarioRow),
    "why": (["why", "lna", "--as-of", "2017-11-08"], why.WhyRow),
    "disputes": (["disputes"], disputes.DisputeRow),
    "tensions": (["tensions", "--as-of", "2017-11-10"], tensions.TensionRow),
    "tensions --summary": (
        ["tensions", "--summary", "--as-of", "2017-11-10"],
        signed_network.BalanceRow,
    ),
    "switches": (["switches"], switches.LoyaltyRow),
    "switches --flows": (["switches", "--flows"], switches.FlowRow),
    "search": (["search", "campaign"], search.SearchRow),
    "check": (["check"], CheckRow),
    "faction list": (["faction", "list"], listings.FactionRow),
    "source list": (["source", "list"], listings.SourceRow),
    "source show": (["source", "show", "gazette"], source.SourceShowRow),
}


@pytest.mark.parametrize("kind", CONTRACT, ids=lambda kind: kind.__name__)
def test_rows_have_the_columns_of_the_contract(kind: Any) -> None:
    assert columns(kind) == CONTRACT[kind].split()
    assert not {*columns(kind)} & {*day_columns(kind)}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_page(run: Run, snapshot: Snapshot, question: str) -> None:
    result = run(*QUESTIONS[question][0])

    assert (result.exit_code, result.stderr) == (0, "")
    snapshot(result.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl", "markdown"])
def test_every_format_holds_the_same_rows(run: Run, question: str, form: str) -> None:
    args, kind = QUESTIONS[question]
    expected_rows = [
        {key: _flat(value) for key, value in row.items()} for row in answer(run, *args)
    ]

    text = run(*args, "-f", form).stdout

    assert _read(text, form) == [
        dict.fromkeys(columns(kind), "") | row for row in expected_rows
    ]


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _read(text: str, form: str) -> list[dict[str, str]]:
    """Return the rows of a text, read by what reads such text elsewhere."""
    if form == "csv":
        return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    if form in {"json", "jsonl"}:
        objects = json.loads(text) if form == "json" else map(json.loads, text.splitlines())
        return [{key: _flat(value) for key, value in row.items()} for row in objects]
    lines = text.splitlines()
    if form == "tsv":
        head, *body = (line.split("\t") for line in lines)
    else:
        head, _, *body = (_markdown_cells(line) for line in lines)
    return [dict(zip(head, row, strict=True)) for row in body]


def _markdown_cells(line: str) -> list[str]:
    cells = line.removeprefix("| ").removesuffix(" |").split(" | ")
    for char in r"*_[]<>|#~`":
        cells = [cell.replace(f"\\{char}", char) for cell in cells]
    return [cell.replace("&amp;", "&") for cell in cells]


def test_status_rows(run: Run) -> None:
    rows = answer(run, "status", "GNA", "kaniyat", "--as-of", "2017-11-05")

    assert [row["faction"] for row in rows] == ["kani", "kani", "gna"]
    assert rows[0] == {
        "faction": "kani",
        "name": "Kani militias",
        "relation": "member",
        "to": "tidings",
        "to_name": "Operation 'Tidings of Security'",
        "sign": "+",
        "since": "2017-11-01..2017-11-07",
        "until": None,
        "certainty": "possible",
        "status": "confirmed",
        "grade": "B-",
        "corroboration": 2,
        "disputed": False,
        "disputed_by": [],
        "divided": False,
        "last_cited": "2017-11-01..2017-11-07",
        "sources": ["gazette", "monitor"],
        "change": "2017-11-01..2017-11-07-kani-tidings",
        "age": 4,
        "since_first": "2017-11-01",
        "since_last": "2017-11-07",
        "until_first": None,
        "until_last": None,
        "last_cited_first": "2017-11-01",
        "last_cited_last": "2017-11-07",
    }
    assert (rows[2]["status"], rows[2]["disputed"], rows[2]["disputed_by"]) == (
        "assessed",
        True,
        ["gna"],
    )


def test_a_faction_without_ties_has_one_row_without_a_relation(run: Run) -> None:
    (row,) = answer(run, "status", "janzour", "--as-of", "2017-11-10")

    assert (row["faction"], row["name"]) == ("janzour", "Janzour militias")
    assert {key for key, value in row.items() if value is None} == {
        *day_columns(status.StatusRow),
        "relation",
        "to",
        "to_name",
        "sign",
        "since",
        "until",
        "certainty",
        "status",
        "grade",
        "corroboration",
        "disputed",
        "last_cited",
        "change",
        "age",
    }


def test_a_divided_faction_says_so(run: Run) -> None:
    rows = answer(run, "status", "--as-of", "2017-11-10")

    assert {row["faction"] for row in rows if row["divided"]} == {"zintan"}


def test_the_two_clocks(run: Run) -> None:
    question = ("status", "trb", "--as-of", "2017-11-02")

    before = answer(run, *question, "--known-at", "2017-11-02")
    after = answer(run, *question, "--known-at", "2017-11-03")

    assert [row["relation"] for row in before] == [None]
    assert [row["relation"] for row in after] == ["member"]


def test_what_was_taken_back_is_in_the_log_and_says_so(run: Run) -> None:
    (then,) = answer(
        run, "log", "janzour", "--with", "4th-division", "--known-at", "2017-11-08"
    )
    (now,) = answer(run, "log", "janzour", "--with", "4th-division")

    assert (then["change"], then["retracted"], now["retracted"]) == (
        "janzour-rumour",
        False,
        True,
    )


@pytest.mark.parametrize(
    ("options", "changes"),
    [
        (
            ["--since", "2017-11-05"],
            ["2017-11-janzour-gna", "2017-11-05-trb-kani", "janzour-rumour"],
        ),
        (["--until", "2016-03-29"], ["2016-4th-division-lna"]),
        (
            ["--status", "expected", "--status", "denied"],
            ["2017-11-janzour-gna", "2017-11-02-gna-tidings"],
        ),
        (["--source", "mirror"], ["2017-11-01-trb-tidings"]),
        (
            ["--min-status", "confirmed"],
            ["2017-11-01..2017-11-07-kani-tidings", "2017-11-02-lna-tidings"],
        ),
        (["--according-to", "gna"], ["2017-11-02-gna-tidings"]),
        (["trb", "--with", "Kaniyat"], ["2017-11-05-trb-kani"]),
        (
            ["--scenario", "stand-ground", "--since", "2017-11-08", "4th-division"],
            ["2017-11-08-4th-division-lna", "2017-11-08-4th-division-gna"],
        ),
    ],
)
def test_the_log_shows_what_is_asked_for(
    run: Run, options: list[str], changes: list[str]
) -> None:
    claims = {row["change"].removesuffix("-2") for row in answer(run, "log", *options)}

    assert claims >= set(changes)
    if "--since" not in options:
        assert claims == set(changes)


def test_a_what_if_is_laid_over_the_record(run: Run) -> None:
    rows = answer(run, "diff", "2017-11-09", "2017-11-09+stand-ground")

    assert [(row["faction"], row["before"], row["after"], row["why"]) for row in rows] == [
        ("4th-division", None, "fighting", "supposed"),
        ("4th-division", "aligned", "subordinate", "supposed"),
        ("gna", None, "fighting", "supposed"),
    ]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["2017-11-05", "2017-11-06"], 0),
        (["2017-10-31", "2017-11-10"], 0),
        (["2017-11-05", "2017-11-06", "--exit-code"], 0),
        (["2017-10-31", "2017-11-10", "--exit-code"], 1),
        (["today", "--exit-code"], 0),
        (["2017-11-09", "--exit-code"], 1),
    ],
)
def test_diff_exits_with_1_only_when_asked_and_found(
    run: Run, args: list[str], code: int
) -> None:
    assert run("diff", *args).exit_code == code


def test_diff_against_another_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(
        SAMPLE.replace("2017-11-05\n    faction: trb", "2017-11-20\n    faction: trb"),
        encoding="utf-8",
    )

    rows = answer(run, "diff", "2017-11-10", "--against", "old.yaml")

    assert [(r["faction"], r["difference"], r["after"], r["why"]) for r in rows] == [
        ("trb", "added", "allied", "learned"),
        ("kani", "added", "allied", "learned"),
    ]


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["status", "nobody"], 4, "error: no faction 'nobody'\n"),
        (["status", "trp"], 4, "error: no faction 'trp'; did you mean 'TRB'?\n"),
        (
            ["show", "4th Divisjon"],
            4,
            "error: no faction '4th Divisjon'; did you mean '4th Division'?\n",
        ),
        (["status", "--as-of", "2017-02-30"], 2, None),
        (["status", "--known-at", "soon"], 2, None),
        (
            ["status", "--scenario", "stand-gruond"],
            4,
            "error: no scenario 'stand-gruond'; did you mean 'stand-ground'?\n",
        ),
        (
            ["status", "--according-to", "gazete"],
            4,
            "error: no source or speaker 'gazete'; did you mean 'gazette'?\n",
        ),
        (
            ["status", "--min-status", "denied"],
            2,
            "error: --min-status: 'denied' is none of "
            "confirmed, reported, assessed, alleged\n",
        ),
        (
            ["log", "--source", "nosuch-source-at-all"],
            4,
            "error: no source or outlet 'nosuch-source-at-all'\n",
        ),
        (["diff", "2017-11-01@"], 2, None),
        (["diff", "2017-11-01+nothing"], 4, None),
        (["diff"], 2, None),
        (["statsu"], 2, None),
        (["status", "-f", "xml"], 2, None),
        (
            ["status", "-r", "missing.yaml"],
            3,
            "error: missing.yaml: there is no such file\n",
        ),
        (
            ["status", "-o", "factions.yaml"],
            2,
            "error: --output factions.yaml is a registry; nothing written\n",
        ),
        (
            ["status", "-o", "no/such/folder.csv"],
            3,
            "error: no/such/folder.csv cannot be written: No such file or directory\n",
        ),
    ],
)
def test_what_cannot_be_answered_says_why_and_prints_nothing_else(
    run: Run, tmp_path: Path, args: list[str], code: int, message: str | None
) -> None:
    result = run(*args)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr
    assert "Traceback" not in result.stderr
    if message is not None:
        assert result.stderr == message
    assert (tmp_path / "factions.yaml").read_text(encoding="utf-8") == SAMPLE
    assert [path.name for path in tmp_path.iterdir()] == ["factions.yaml"]


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("x.csv", "faction,name,"),
        ("x.tsv", "faction\tname\t"),
        ("x.json", "[\n  {"),
        ("x.jsonl", '{"faction"'),
        ("x.ndjson", '{"faction"'),
        ("x.2017-11-10", "Western Libya, a sample"),
        ("x.md", "| faction | name |"),
        ("x.txt", "Western Libya, a sample"),
        ("x", "Western Libya, a sample"),
    ],
)
def test_the_ending_of_the_output_file_tells_the_format(
    run: Run, tmp_path: Path, name: str, begins: str
) -> None:
    result = run("status", "-o", name)

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize(
    "name",
    [
        "x.svg",
        "x.html",
        "x.dot",
        "x.gv",
        "x.mmd",
        "x.GEXF",
        "x.png",
        "x.PDF",
        "x.xlsx",
        "x.tmp",
        "x.yaml",
    ],
)
def test_a_file_whose_ending_is_of_no_format_of_the_command_is_not_written(
    run: Run, tmp_path: Path, name: str
) -> None:
    result = run("status", "-o", name)

    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(
        rf"error: --output {name}: this command writes no \w+; choose with -f: table, "
        "csv, tsv, json, jsonl, markdown\n",
        result.stderr,
    )
    assert not (tmp_path / name).exists()


def test_an_option_beats_the_ending_and_the_ending_the_environment(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIBYA_TRACKER_FORMAT", "tsv")

    assert run("status").stdout.startswith("faction\tname\t")
    run("status", "-o", "x.csv")
    assert (tmp_path / "x.csv").read_text(encoding="utf-8").startswith("faction,name,")
    run("status", "-o", "x.csv", "-f", "json")
    assert (tmp_path / "x.csv").read_text(encoding="utf-8").startswith("[\n")


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("LIBYA_TRACKER_FORMAT", "xml", "error: $LIBYA_TRACKER_FORMAT: 'xml' is none of "),
        ("LIBYA_TRACKER_TODAY", "soon", "error: $LIBYA_TRACKER_TODAY: "),
    ],
)
def test_a_bad_environment_is_wrong_usage(
    run: Run, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, message: str
) -> None:
    monkeypatch.setenv(variable, value)

    result = run("status")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)


def test_the_registry_is_that_of_the_option_else_of_the_environment_else_above(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def title(*args: str) -> str:
        return run("status", *args, registry=None).stdout.partition(":")[0]

    for name in ("option", "env", "above"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "factions.yaml").write_text(
            f"title: {name}\nfactions: {{a: {{name: A}}}}\n"
        )
    below = tmp_path / "above" / "deep" / "deeper"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert title() == "above"
    monkeypatch.setenv("LIBYA_TRACKER_REGISTRY", str(tmp_path / "env" / "factions.yaml"))
    assert title() == "env"
    assert title("-r", str(tmp_path / "option" / "factions.yaml")) == "option"


def test_without_a_registry_the_shipped_one_answers(run: Run) -> None:
    rows = answer(run, "status", "trb", "--as-of", "2017-11-10", registry=None)

    assert {row["faction"] for row in rows} == {"trb"}
