"""Spark says what `status` says: of random registries, of COW and UCDP, in the document."""

from __future__ import annotations

import faulthandler
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLE, Run
from tests.support.campaign import AGAIN
from tests.support.data_tools import needs_tools, with_tools
from tests.support.places import TOP

DOCUMENT = TOP / "docs" / "scale.md"
_COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_OUTPUT = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = """
import json
from tests.support.spark_job import answers
print(json.dumps(answers(80)))
"""
COLUMNS = ("faction", "relation", "to", "since", "certainty", "disputed")
REFUSALS = [
    "the claims have no until: they have the columns of `log`",
    "scenario: join what retracts claims first (with_retractions)",
    "min_status: 'denied' is none of confirmed, reported, assessed, alleged",
    "persist: 'always' is not until-changed, cited or a number of days, such as 180d, 3w, "
    "6m or 1y",
    "no option 'as_of'; there are known, scenario, min_status, persist",
    "day: 2017.0 is no day",
    "the claims have retractions already: each table is joined once",
    "the claims have dissolutions already: each table is joined once",
]


def test_without_pyspark_the_line_that_installs_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("pyspark", "pyarrow"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "libya_tracker.exchange.spark", raising=False)

    with pytest.raises(ImportError, match=r"pip install 'libya-tracker\[spark\]'$"):
        __import__("libya_tracker.exchange.spark")


@pytest.mark.slow  # it starts Spark
@needs_tools("pyspark", "pyarrow", "pandas")
@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not on this machine")
def test_spark_answers_as_the_registry_does(
    tmp_path: Path, run: Run, request: pytest.FixtureRequest
) -> None:
    # Where others share the cores, Spark takes longer than a test that hangs is given.
    faulthandler.dump_traceback_later(1200, exit=True)
    text = DOCUMENT.read_text(encoding="utf-8")
    for line in _COMMANDS.findall(text):
        for command in re.findall(r"libya-tracker ([^&\n]+)", line):
            assert run(*command.split()).exit_code == 0

    answer = json.loads(with_tools(CODE, tmp_path))

    assert [c for c in answer["comparisons"] if c["differing"]] == [], AGAIN
    # Of some days few random registries have ties.
    assert sum(c["rows"] for c in answer["comparisons"]) > 50, AGAIN
    assert answer["refusals"] == REFUSALS
    if request.config.getoption("--update-snapshots"):
        outputs = iter(answer["examples"])
        text = _OUTPUT.sub(lambda _: f"```text\n{next(outputs)}```", text)
        DOCUMENT.write_text(text, encoding="utf-8")
    assert answer["examples"] == _OUTPUT.findall(text)
    status = rows_of_status(run, "2017-11-08")
    assert cells(answer["examples"][0]) == [
        [str(row[name]).lower() for name in COLUMNS]
        for row in sorted(status, key=lambda row: (row["faction"], row["to"]))
    ]
    divided = {row["faction"] for row in status if row["divided"]}
    assert {row[0] for row in cells(answer["examples"][2])} == divided != set()


def rows_of_status(run: Run, day: str) -> list[dict[str, Any]]:
    result = run("status", "--as-of", day, "-f", "json", registry=SAMPLE)
    return [row for row in json.loads(result.stdout) if row["relation"]]


def cells(printed: str) -> list[list[str]]:
    """Return the cells of a table as Spark prints it, without its head."""
    lines = [line for line in printed.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]
