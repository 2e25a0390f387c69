"""The Python surface: it answers as the commands do, and does what its document shows."""

from __future__ import annotations

import copy
import datetime as dt
import doctest
import json
import os
import pickle
import pydoc
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import libya_tracker as lt
from tests.conftest import SAMPLE, Run
from tests.support.data_tools import needs_tools, with_tools
from tests.support.places import TOP

DOCUMENT = TOP / "docs" / "python.md"


@pytest.fixture
def tracker(tmp_path: Path) -> lt.Tracker:
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")
    return lt.open("factions.yaml")


def as_json(rows: lt.Rows) -> list[dict[str, Any]]:
    """Return rows as a command writes them."""
    table = [dict(zip(rows.columns, row, strict=True)) for row in rows]
    parsed: list[dict[str, Any]] = json.loads(json.dumps(table, default=str))
    return parsed


def test_each_question_answers_as_its_command_does(tracker: lt.Tracker, run: Run) -> None:
    day, known = "2017-11-08", "2017-11-09"
    at = f"--as-of {day}"
    questions: dict[str, lt.Rows] = {
        f"status {at}": tracker.status(day),
        f"status trb zintan {at}": tracker.status(dt.date(2017, 11, 8), "trb", "zintan"),
        f"status {at} --known-at {known} --min-status confirmed": tracker.status(
            day, known=known, min_status="confirmed"
        ),
        f"status {at} --scenario stand-ground": tracker.status(
            day, scenario="stand-ground"
        ),
        f"status {at} --according-to gazette": tracker.status(day, according_to="gazette"),
        f"status {at} --persist cited": tracker.status(day, persist="cited"),
        f"show TRB {at}": tracker.show("TRB", day),
        "log": tracker.log(),
        "log trb --since 2017-11 --until 2017-11 --grep campaign": tracker.log(
            "trb", since="2017-11", until="2017-11", words=["campaign"]
        ),
        f"diff 2017-10-31 {day}": tracker.diff("2017-10-31", day),
        "diff 2017-12 2017-12+stand-ground lna": tracker.diff(
            "2017-12", "2017-12+stand-ground", "lna"
        ),
        f"why lna {at}": tracker.why("lna", day=day),
        f"why trb tidings {at}": tracker.why("trb", "tidings", day),
        f"expected gna {at}": tracker.expected(day, "gna"),
        f"blocs gna {at}": tracker.blocs(day, "gna"),
        f"disputes lna {at}": tracker.disputes(day, "lna"),
        f"tensions {at}": tracker.tensions(day),
        f"switches --until {day}": tracker.switches(day),
        "search campaign": tracker.search("campaign"),
        "faction list": tracker.factions(),
        "source list": tracker.sources(),
    }
    relations = {row["relation"] for row in as_json(tracker.spells(day))}
    ties = " ".join(f"--relation {word}" for word in sorted(relations))
    questions[f"timeline {at} {ties}"] = tracker.spells(day)

    for line, rows in questions.items():
        result = run(*line.split(), "-f", "json")
        assert (line, as_json(rows)) == (line, json.loads(result.stdout))
        assert rows, line


def examples() -> doctest.DocTest:
    """Return the examples of the document, with what they print."""
    names = {"__name__": "__main__"}
    text = DOCUMENT.read_text(encoding="utf-8").replace("```", "")
    test = doctest.DocTestParser().get_doctest(text, names, "python.md", str(DOCUMENT), 0)
    assert len(test.examples) == text.count(">>> ") > 5
    return test


def test_the_document_shows_what_is_answered(tracker: lt.Tracker) -> None:
    failures, _ = doctest.DocTestRunner().run(examples())

    assert (failures, tracker.path) == (0, Path("factions.yaml"))


@needs_tools("nbclient", "ipykernel")
@pytest.mark.slow
@pytest.mark.usefixtures("tracker")
def test_a_notebook_shows_what_the_document_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run by the line of the document, in a kernel of this Python."""
    kernel = tmp_path / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    line = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel.write_text(json.dumps({"argv": line, "display_name": "", "language": "python"}))
    for name in ("JUPYTER_PATH", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path))
    # An error ends a notebook, but where a cell has this tag.
    cells: list[dict[str, Any]] = [
        {
            **{"cell_type": "code", "id": f"cell-{number}", "source": example.source},
            **{"outputs": [], "execution_count": None},
            "metadata": {"tags": ["raises-exception"] if example.exc_msg else []},
        }
        for number, example in enumerate(examples().examples)
    ]
    spec = {"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
    book = {"cells": cells, "metadata": spec, "nbformat": 4, "nbformat_minor": 5}
    Path("answers.ipynb").write_text(json.dumps(book), encoding="utf-8")
    document = DOCUMENT.read_text(encoding="utf-8")
    given = document.partition("```sh\njupyter execute ")[2].partition("\n")[0].split()

    with_tools(f"from nbclient.cli import main; main(argv={given})", tmp_path)

    done = json.loads(Path("answers.ipynb").read_text(encoding="utf-8"))["cells"]
    for example, cell in zip(examples().examples, done, strict=True):
        shown = [output for output in cell["outputs"] if output["output_type"] != "stream"]
        if example.exc_msg:
            (error,) = shown
            assert example.exc_msg.endswith(f".{error['ename']}: {error['evalue']}\n")
        else:  # a notebook breaks long lists into lines
            texts = ["".join(output["data"]["text/plain"]) for output in shown]
            assert " ".join(texts).split() == example.want.split()


def test_what_is_wrong_is_said_as_a_command_says_it(tracker: Any) -> None:
    # Any: a script may not check its types.
    for question, message in (
        (lambda: tracker.status("gibberish"), "day: "),
        (lambda: tracker.status(None, "trbb"), "trb"),
        (lambda: tracker.status(scenario="deal"), "no scenario 'deal'"),
        (lambda: tracker.status(**{"kown": "2017"}), "no option 'kown'; there are known, "),
        (lambda: tracker.status(min_status="sure"), "min_status: 'sure' is none of conf"),
        (lambda: tracker.status(min_status="denied"), "min_status: 'denied' is none of"),
        (lambda: tracker.status(persist="ever"), "^persist: 'ever' is not until-changed, "),
        (lambda: tracker.status(persist=-1), "^persist: -1 is not "),
        (lambda: tracker.status(persist=1.5), "^persist: 1.5 is not what"),
        (lambda: tracker.status(according_to=["lna"]), "^according_to: "),
        (lambda: tracker.status(scenario=5), "^scenario: 5 is not what"),
        (lambda: tracker.status(None, ["trb"]), r"^a faction: \['trb'\] is no text"),
        (lambda: tracker.why("xxxx", "yyyy"), "xxxx"),
        (lambda: tracker.log(since="2017", until="2016"), "^since: 2017-01-01 is after"),
        (lambda: tracker.log(until="x"), "^until: "),
        (lambda: tracker.search("!"), "words: "),
        (lambda: tracker.search(None), "words: None is no text"),
        (lambda: tracker.log(words=["campaign", "?"]), "words: "),
        (lambda: tracker.diff("2017", known="1990"), "no option 'known'; there are min_"),
        (lambda: tracker.diff("2017", scenario="x"), "no option 'scenario'; there are "),
        (lambda: lt.open("nowhere.yaml"), "nowhere.yaml"),
        (lambda: lt.open("x\0y"), "no file is called 'x"),
    ):
        with pytest.raises(lt.TrackerError, match=message):
            question()
    with pytest.raises(AttributeError):
        lt.nothing  # noqa: B018


def test_days_numbers_and_words_are_taken_as_python_has_them(tracker: lt.Tracker) -> None:
    noon = dt.datetime(2017, 11, 8, 12, tzinfo=dt.UTC)

    assert tracker.status(noon) == tracker.status("2017-11-08")
    assert tracker.log(until=noon) == tracker.log(until="2017-11-08")
    assert tracker.diff(noon, noon) == []
    assert tracker.status(noon, known=noon) == tracker.status(noon, known="2017-11-08")
    assert tracker.status(noon, persist=30) == tracker.status(noon, persist="30d")
    assert tracker.status(noon, persist=30) != tracker.status(noon)
    assert tracker.log(words="campaign") == tracker.log(words=["campaign"]) != []


def test_what_a_faction_went_on_as_is_answered_for_as_in_commands(
    tmp_path: Path, run: Run
) -> None:
    (tmp_path / "factions.yaml").write_text(
        "factions:\n  a: {name: A}\n  b: {name: B}\n  c: {name: C}\nchanges:\n"
        "  - {date: 2014, faction: a, relation: aligned, to: c}\n"
        "  - {date: 2015, faction: b, relation: succeeds, to: a}\n"
        "  - {date: 2016, faction: b, relation: aligned, to: c}\n",
        encoding="utf-8",
    )
    tracker = lt.open("factions.yaml")
    questions = {"status": tracker.status, "blocs": tracker.blocs}
    for words, question in questions.items():
        rows = run(words, "a", "--as-of", "2017", "-f", "json", registry=None)
        assert as_json(question("2017", "a")) == json.loads(rows.stdout)
    assert {row.faction for row in tracker.status("2017", "a")} == {"a", "b"}
    assert {row.faction for row in tracker.spells("2017", "a")} == {"a", "b"}


def test_answers_and_errors_go_to_other_processes_and_back(tracker: lt.Tracker) -> None:
    rows = tracker.status("2017-11-08")
    again = pickle.loads(pickle.dumps(rows))
    assert (again, again.columns, repr(again)) == (rows, rows.columns, repr(rows))
    assert type(again[0]) is type(rows[0])
    assert copy.deepcopy(rows[0]) == rows[0]
    for part in (rows[:2], rows.copy()):
        assert (part.columns, part) == (rows.columns, rows[: len(part)])
    asked = pickle.loads(pickle.dumps(tracker)).status("2017-11-08", persist="6m")
    assert asked == tracker.status("2017-11-08", persist="6m")

    Path("wrong.yaml").write_text("factions: {a: {name: [A]}}\nno: 1\n", encoding="utf-8")
    for question in (
        lambda: tracker.status("2017", "tidingz"),
        lambda: tracker.status("2017-11-31"),
        lambda: lt.open("wrong.yaml"),
    ):
        with pytest.raises(lt.TrackerError) as caught:
            question()
        error = pickle.loads(pickle.dumps(caught.value))
        assert (type(error), str(error)) == (type(caught.value), str(caught.value))
        assert vars(error) == vars(caught.value)


def test_completion_and_help_show_what_is_promised() -> None:
    assert {"open", "Tracker", "Rows", "TrackerError"} <= {*dir(lt)}
    shown = pydoc.plain(pydoc.render_doc(lt))
    assert "open(path" in shown
    assert "class Tracker" in shown


def test_a_script_loads_no_command_line() -> None:
    code = (
        "import sys, libya_tracker as lt; before = set(sys.modules); lt.open; "
        "print(*before, '|', *sys.modules)"
    )
    env = {"PYTHONPATH": str(TOP), "PATH": os.environ["PATH"]}

    result = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )

    imported, _, opened = result.stdout.partition("|")
    assert not {"yaml", "libya_tracker.model"} & {*imported.split()}
    assert not {"typer", "rich", "jinja2"} & {*opened.split()}
    assert "libya_tracker.tracker" in opened.split()


@needs_tools("pandas")
@pytest.mark.slow
def test_pandas_has_the_rows_as_a_table_with_days(tracker: lt.Tracker) -> None:
    printed = with_tools(
        "import libya_tracker as lt, pandas\n"
        f"rows = lt.open({str(tracker.path.absolute())!r}).status('2017-11-08')\n"
        "table = pandas.DataFrame(rows, columns=rows.columns)\n"
        "assert (pandas.DataFrame(rows)['since_first'].dropna() ==\n"
        "        table['since_first'].dropna()).all()\n"
        "days = pandas.to_datetime(table['since_last'])\n"
        "print(list(table.columns) == rows.columns, days.dtype.kind, days.max().date())\n"
        "print(len(table[days < '2017-11-01']))"
    )

    lasts = [row.since_last for row in tracker.status("2017-11-08") if row.since_last]
    early = sum(day < dt.date(2017, 11, 1) for day in lasts)
    assert printed.split() == ["True", "M", str(max(lasts)), str(early)]


@needs_tools("duckdb")
@pytest.mark.slow
def test_duckdb_sorts_and_joins_by_the_days_of_rows(run: Run, tmp_path: Path) -> None:
    """Also those whose start is open or whose end is not known, and none but expected."""
    document = (TOP / "docs" / "programs.md").read_text(encoding="utf-8")
    command = document.partition("So DuckDB ")[2].partition("```sh\nlibya-tracker ")[2]
    query = command.partition("```sql\n")[2].partition("```")[0]
    claims = (
        "changes:\n"
        "- {date: ..2017-10-31, faction: trb, relation: fighting, to: lna}\n"
        "- {date: 2017-03, faction: kani, relation: fighting, to: lna, until: 2017-04}\n"
        "- {date: 2017-10, faction: gna, relation: fighting, to: lna, until: 2017-11-01}\n"
        "- {date: 2017-12-01, faction: trb, relation: fighting, to: kani}\n"
        "- {date: 2017-11, faction: gna, relation: fighting, to: kani, status: expected}\n"
        "- {date: 2017-11, faction: gna, relation: aligned, to: trb}\n"
    )
    registry = SAMPLE.partition("changes:")[0] + claims
    assert run(*command.partition("\n")[0].split(), registry=registry).exit_code == 0

    printed = with_tools(
        f"import duckdb\nfor row in duckdb.sql({query!r}).fetchall(): print(*row)",
        folder=tmp_path,
    )

    assert sorted(printed.splitlines()) == [
        "gna lna 2017-10",
        "lna gna 2017-10",
        "lna trb ..2017-10-31",
        "trb lna ..2017-10-31",
    ]
