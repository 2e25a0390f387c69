"""Spoiled registries through every command: an answer, or why there is none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from libya_tracker.cli.app import BUG
from libya_tracker.storage import parser
from tests.support.campaign import SCALE, THOROUGH, WHOLE, Count, Failures, chance
from tests.support.commands import COMMANDS
from tests.support.inside import Ended, Inside, inside
from tests.support.mutants import BASES, BLOCKS, mutant
from tests.support.terminal import STEERING

__all__ = ["inside"]  # a fixture

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("tmp_path")]

FILE = Path("factions.yaml")
ROWS = ("table", "csv", "tsv", "json", "jsonl", "markdown")
#: How each command is run, with ``FORM`` for one of its formats.
ASKS: dict[str, tuple[str, ...]] = {
    "status": ("status -f FORM", "status a b -f FORM", "status --scenario w -f FORM"),
    "show": ("show a -f FORM", "show A-1 -f FORM"),
    "log": ("log -f FORM", "log a --since 2017 -f FORM", "log --status denied -f FORM"),
    "diff": ("diff 2017 2018 -f FORM", "diff 2016 --exit-code -f FORM"),
    "blocs": ("blocs -f FORM", "blocs --as-of 2018 -f FORM"),
    "why": ("why a -f FORM", "why a b -f FORM"),
    "expected": ("expected -f FORM", "expected --scores -f FORM"),
    "scenarios": ("scenarios -f FORM",),
    "disputes": ("disputes -f FORM",),
    "tensions": ("tensions -f FORM", "tensions --summary -f FORM"),
    "switches": ("switches -f FORM", "switches --flows -f FORM"),
    "timeline": ("timeline -f FORM", "timeline -f svg"),
    "matrix": ("matrix -f FORM",),
    "graph": tuple(
        f"graph -f {form}" for form in ("dot", "mermaid", "graphml", "gexf", "svg", "json")
    ),
    "report": (
        *("report --since 2017 -f FORM", "report --since 2017 -f html"),
        "report --since-last mutant -f FORM",
    ),
    "site": ("site", "site --as-of 2017 --min-status confirmed"),
    "record": ("record a opposed b --date 2016 --note x", "record b member c --source s"),
    "retract": ("retract own --note x", "retract 2017-11-01-a-b --note x"),
    "correct": ("correct 2017-11-a-c --date 2017-10", "correct 2017-11-01-a-b --to c"),
    "faction list": ("faction list -f FORM",),
    "faction add": ("faction add new --name New --alias N",),
    "faction alias": ("faction alias a Another",),
    "faction edit": (
        "faction edit a --name New",
        "faction edit a --end-leader L --until 2018",
    ),
    "faction rename": ("faction rename a new", "faction rename c new --keep-alias"),
    "faction merge": ("faction merge d a", "faction merge d c"),
    "scenario add": ("scenario add new --title New",),
    "scenario close": ("scenario close w --outcome occurred",),
    "source list": ("source list -f FORM",),
    "source add": ("source add new --title New --date 2017",),
    "source edit": ("source edit s --publisher New", "source edit s --title New"),
    "source show": ("source show s -f FORM",),
    "source withdraw": ("source withdraw s --note x --date 2018-01",),
    "import sheet": ("import sheet sheet.csv", "import sheet sheet.csv --add-new"),
    "export sqlite": ("export sqlite mutant.db",),
    "export rows": ("export rows mutant", "export rows mutant -f jsonl"),
    "import ucdp": (
        "import ucdp ucdp.csv --compare -f FORM",
        "import ucdp ucdp.csv -f FORM",
    ),
    "import acled": ("import acled acled.csv --compare -f FORM",),
    "import ids": ("import ids review.csv",),
    "search": ("search a -f FORM", "search beta 2017 -f FORM"),
    "init": ("init desk",),
    "check": ("check -f FORM",),
    "schema": ("schema",),
    "merge": ("merge base.yaml ours.yaml factions.yaml",),
}
#: The only commands that change the file: those that only ever add to it, and the others.
ADD = {
    "import sheet",
    "record",
    "retract",
    "correct",
    "faction add",
    "faction alias",
    "source add",
}
CHANGE = {
    *("source edit", "source withdraw", "faction edit", "faction rename", "faction merge"),
    *("scenario add", "scenario close", "import ids"),
}
#: What a registry can bring a command to: 1 those that look for something, and 2 those
#: that change a value which is not there, or is so already.
CODES = {name: {0, 3, 4} for name in ASKS}
CODES["check"] |= {1}
CODES["diff"] |= {1}
for name in ("correct", *CHANGE):
    CODES[name] |= {2}
CODES["merge"] |= {1}
CODES["import sheet"] |= {2}
#: The sheet that is imported: one claim of known factions, and one that brings a new one.
SHEET = "Date,Faction,Relation,To,Title\n2016,a,opposed to,b,\n2016,New,fighting,b,New\n"
#: A table of UCDP's: two factions that fight, and one of them another.
UCDP = (
    "conflict_id,side_a,side_a_id,side_a_2nd,side_b,side_b_id,incompatibility,"
    "start_date2,start_prec2,ep_end,ep_end_date,year,version\n"
    "1,Alpha,1,Government of Delta,Beta,2,2,2017-11-05,2,0,,2017,18.1\n"
    "2,Alpha,1,,Gamma,3,2,2017-11-05,5,1,2017-12-31,2017,18.1\n"
)
#: Events of ACLED's: two factions that fight, and that agree with a third.
ACLED = (
    "event_date,event_type,sub_event_type,actor1,assoc_actor_1,actor2,notes\n"
    "2017-11-05,Battles,Armed clash,Alpha,Gamma,Beta,\n"
    "2017-11-09,Strategic developments,Agreement,Alpha (X),,Gamma,They talk.\n"
)
#: A review of it in which two matches are confirmed.
REVIEW = (
    "confirm,faction,to,their_faction_id,their_to_id,data_set\n"
    "x,a,b,1,2,ucdp\nto,,c,1,3,ucdp\n"
)
PROCESSES = 4  # a test for each, since one test runs in one process


def test_every_command_is_run_and_answers_where_nothing_is_spoiled(inside: Inside) -> None:
    # The first hands the file to an editor, the second reads what git keeps, and the last
    # writes the rows of `export rows` with a library that need not be here.
    assert {*ASKS, "edit", "blame", "export parquet"} == {*COMMANDS}
    for name, lines in ASKS.items():
        for line in lines:
            Path("sheet.csv").write_text(SHEET if "--add" in line else SHEET[:52])
            put(BLOCKS.encode())
            ended = inside(*line.replace("FORM", "json").split())
            assert ended.code == ("--exit-code" in line), (name, ended)


@pytest.mark.parametrize("part", range(PROCESSES))
def test_a_spoiled_registry_is_answered_or_refused(
    part: int, inside: Inside, count: Count
) -> None:
    random = chance(f"mutants {part}")
    names = list(ASKS)
    counts: Counter[str] = Counter()
    failures = Failures()
    for number in range(50 * SCALE):
        data = mutant(random.choice(BASES), random)
        # In the suite each registry goes through a part of the commands, in turn.
        parts = 32 // THOROUGH
        for name in names if WHOLE else names[number % parts :: parts]:
            line = random.choice(ASKS[name]).replace("FORM", random.choice(ROWS))
            Path("sheet.csv").write_text(SHEET)
            put(data)
            with failures.noted(f"libya-tracker {line}, of {data!r}"):
                ended = inside(*line.split())
                judge(name, data, ended)
                counts[f"runs on spoiled registries, exit {ended.code}"] += 1
        counts["spoiled registries"] += 1
    for kind, total in counts.items():
        count(kind, total)
    failures.raised()


def put(data: bytes) -> None:
    """Write the registry that is asked, and what it is merged with."""
    FILE.write_bytes(data)
    Path("base.yaml").write_text(BLOCKS, encoding="utf-8")
    Path("ucdp.csv").write_text(UCDP, encoding="utf-8")
    Path("acled.csv").write_text(ACLED, encoding="utf-8")
    Path("review.csv").write_text(REVIEW, encoding="utf-8")
    Path("ours.yaml").write_text(BLOCKS.replace("note: ", "note: Not "), encoding="utf-8")


def judge(name: str, before: bytes, ended: Ended) -> None:
    """Fail where a run broke the contract."""
    after = FILE.read_bytes()
    assert ended.code != BUG, ended.stderr
    assert ended.code in CODES[name], ended.stderr
    assert not STEERING.search(ended.stderr.replace("\t", ""))
    if ended.code > 1:
        assert ended.stdout == ""
        assert "error: " in ended.stderr
    if ended.code or name not in ADD | CHANGE:
        assert after == before
    elif name in ADD:
        rest = iter(after)
        assert all(byte in rest for byte in before), "bytes were lost"


@pytest.mark.parametrize("part", range(PROCESSES))
def test_the_short_cut_and_the_long_way_read_the_same(part: int, count: Count) -> None:
    random = chance(f"short cut {part}")
    for _ in range(100 * SCALE):
        text = mutant(random.choice(BASES), random).decode("utf-8", "replace")
        quickly = parser.parse(text, "factions.yaml")
        assert quickly == parser.parse_whole(text, "factions.yaml"), text
    count("spoiled registries read both ways", 100 * SCALE)
