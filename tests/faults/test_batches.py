"""Batches of any text: what was given to be kept comes back to the letter."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from itertools import repeat
from pathlib import Path
from random import Random

import pytest

from libya_tracker.model import names
from libya_tracker.storage import files
from tests.conftest import SAMPLE
from tests.support.campaign import SCALE, Count, chance
from tests.support.hostile import hostile
from tests.support.inside import Inside, inside

__all__ = ["inside"]  # a fixture

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("tmp_path")]

#: Who says so is no name of a faction here, of which the id would be kept.
KEYS = ("date", "faction", "relation", "to", "by", "note")
FILE = Path("factions.yaml")
Row = dict[str, str]


def as_lines(rows: Sequence[Row]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def as_readable_lines(rows: Sequence[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def as_table(rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, KEYS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("number", range(max(2, SCALE)))
@pytest.mark.parametrize("written", [as_lines, as_readable_lines, as_table])
def test_a_batch_comes_back_to_the_letter(
    written: Callable[[Sequence[Row]], str], number: int, inside: Inside, count: Count
) -> None:
    random = chance(f"batch {number}")
    rows = [
        {
            "date": f"2013-01-{n + 1:02}", "faction": "trb", "relation": "opposed",
            "to": "kani", "by": f"P. {hostile(random)}", "note": hostile(random),
        }
        for n in range(28)
    ]  # fmt: skip
    FILE.write_text(SAMPLE, encoding="utf-8")
    Path("batch").write_text(written(rows), encoding="utf-8", newline="")

    ended = inside("record", "--batch", "batch")

    assert (ended.code, ended.stdout) == (0, ""), ended.stderr
    log = json.loads(inside("log", "-f", "json").stdout)
    assert [{key: row[key] for key in KEYS} for row in log if row["date"] < "2014"] == rows
    again = inside("record", "--batch", "batch")
    assert again.code == 0
    assert json.loads(inside("log", "-f", "json").stdout) == log
    rest = iter(FILE.read_text(encoding="utf-8"))
    assert all(char in rest for char in SAMPLE)
    count("texts recorded in batches and read back", 2 * len(rows))


def an_argument(random: Random) -> str:
    """Return a text that a command line can hold."""
    return hostile(random).replace("\0", "") or "x"


def a_free_name(random: Random) -> str:
    """Return a text that is the name of no faction: another's would be refused."""
    known = files.parse(FILE.read_text(encoding="utf-8"), str(FILE))
    drawn = (an_argument(random) for _ in repeat(None))
    return next(text for text in drawn if names.named(known, text) is None)


@pytest.mark.parametrize("number", range(max(2, SCALE)))
def test_texts_of_the_command_line_come_back_to_the_letter(
    number: int, inside: Inside, count: Count
) -> None:
    random = chance(f"words {number}")
    FILE.write_text(SAMPLE, encoding="utf-8")
    note, by, title = (an_argument(random) for _ in range(3))
    name = a_free_name(random)
    written = inside("faction", "add", "new", f"--name={name}")
    assert (written.code, written.stdout) == (0, ""), written.stderr
    alias = a_free_name(random)

    for line in (
        (
            "record",
            "trb",
            "opposed",
            "kani",
            "--date=2013",
            f"--note={note}",
            f"--by=P. {by}",
        ),
        ("source", "add", "new", f"--title={title}"),
        ("faction", "alias", "new", "--", alias),
    ):
        ended = inside(*line)
        assert (ended.code, ended.stdout) == (0, ""), ended.stderr

    (claim,) = (
        r for r in json.loads(inside("log", "-f", "json").stdout) if r["date"] == "2013"
    )
    assert (claim["note"], claim["by"]) == (note, f"P. {by}")
    sources = json.loads(inside("source", "list", "-f", "json").stdout)
    assert title in {row["title"] for row in sources}
    faction = json.loads(inside("faction", "list", "-f", "json").stdout)[-1]
    assert (faction["name"], faction["aliases"]) == (name, [alias])
    count("texts of the command line read back", 5)
