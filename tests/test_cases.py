"""Small registries with known answers: each is a fault that somebody met."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.support.commands import COMMANDS
from tests.support.places import TESTS, case

_OLDER = (
    "'s' (2017-01-01) is older than what this claim tells, 2017-02-01: make it "
    "`status: expected`, or correct a date or the source [older-source]"
)


#: What may stand for each argument, and what a command cannot do without.
_FILLERS = {
    "FACTION": "beta",
    "RELATION": "none",
    "TO": "gamma",
    "A": "today",
    "ALIAS": "x",
    "INTO": "gamma",
}
_NEEDED = {
    "report": ("--since", "2012"),
    "faction edit": ("--area", "Here"),
    "faction rename": ("new-id",),
    "correct": ("2013-01-01-gamma-alpha", "--date", "2018-01-01"),
    "export parquet": ("answers",),
    "export rows": ("answers",),
    "export sqlite": ("answers.db",),
    "import ucdp": (str(TESTS / "exchange" / "ucdp-nonstate.csv"), "--compare"),
    "import acled": (str(TESTS / "exchange" / "acled.csv"), "--compare"),
}


def _asking_for_old_lions() -> Iterator[tuple[str, ...]]:
    """Yield a command line for each place in which any command takes a faction."""
    for name, command in COMMANDS.items():
        context = command.make_context(name, [], resilient_parsing=True)
        context.params["registry"] = TESTS / "sample.yaml"  # whose factions are proposed
        arguments = [part for part in command.params if part.param_type_name == "argument"]
        words = {part: _FILLERS.get(part.metavar.strip("[].")) for part in arguments}
        for part in command.params:
            takes_faction = "FACTION" in (part.metavar or "") or any(
                item.value == "trb" for item in part.shell_complete(context, "trb")
            )
            if takes_faction:
                option = () if part in words else (part.opts[0], "Old Lions")
                filled = words if option else words | {part: "Old Lions"}
                given = (word for word in filled.values() if word)
                yield (*name.split(), *given, *option, *_NEEDED.get(name, ()))


@pytest.mark.parametrize("line", list(_asking_for_old_lions()), ids=" ".join)
def test_a_name_of_another_time_is_answered_alike_by_every_command(
    run: Run, tmp_path: Path, line: tuple[str, ...]
) -> None:
    result = run(*line, registry=case("timed-alias"))

    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == (
        "error: no faction 'Old Lions' on 2018-01-01; named so from 2012 to 2014: "
        "Alpha Group; give a day of that time, or the id: alpha\n"
    )
    assert (tmp_path / "factions.yaml").read_text(encoding="utf-8") == case("timed-alias")


@pytest.mark.parametrize(
    "then",
    [
        *(("status", "--as-of"), ("show", "--as-of"), ("why", "--as-of")),
        *(("expected", "--as-of"), ("disputes", "--as-of"), ("matrix", "--as-of")),
        *(("log", "--until"), ("switches", "--until"), ("timeline", "--as-of")),
        *(("graph", "--as-of"), ("report", "--since", "2012", "--until")),
        ("record", "opposed", "beta", "--date"),
    ],
    ids=" ".join,
)
def test_a_name_of_another_time_is_understood_on_a_day_of_then(
    run: Run, then: tuple[str, ...]
) -> None:
    command, *options = then

    result = run(command, "Old Lions", *options, "2014", registry=case("timed-alias"))

    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Ansar ash-Sharia", "Ansar al-Sharia"),
        ("Jabhat an-Nusra", "Jabhat al-Nusra"),
        ("7th", "7th Brigade"),
        ("seventh brigade", "Seventh Brigade of Tarhuna"),
    ],
)
def test_a_name_or_its_part_finds_the_faction(run: Run, name: str, title: str) -> None:
    result = run("show", name, registry=case("names"))

    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        0,
        f"Names: {title} on 2018-01-01",
    )


def test_a_name_that_may_be_of_two_lists_them(run: Run) -> None:
    result = run("show", "Abdul Rahman", registry=case("names"))

    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == (
        "error: 'Abdul Rahman' fits 2: rahman, abd; give the id of the one meant\n"
        "  rahman: Faylaq al-Rahman (name)\n"
        "  abd: Katibat Abd al-Rahman (name)\n"
    )


def test_a_retraction_of_a_what_if_hides_no_cycle_of_the_record(run: Run) -> None:
    result = run("check", registry=case("cycle-hidden-by-whatif"))

    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == (
        "factions.yaml:9:5: these claims make a group its own origin: "
        "alpha → beta → alpha; remove one or retract it [lineage-cycle]\n"
        "    9 |   - {date: 2018-02-01, faction: beta, relation: succeeds, to: al…\n"
        "      |     ^\n"
        "factions.yaml: 1 error\n"
    )


def test_a_retraction_of_a_what_if_takes_nothing_out_of_the_record(
    run: Run, tmp_path: Path
) -> None:
    text = case("retract-whatif")

    result = run("retract", "joins", "--note", "x", registry=text)

    lines = "  - retracts: [joins]\n    recorded: 2018-01-01T00:00:00Z\n    note: x\n"
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "factions.yaml:15:5: 2018-01-01-retracts-joins\n"
        + "".join(f"+{line}\n" for line in lines.splitlines())
    )
    assert (tmp_path / "factions.yaml").read_text(encoding="utf-8") == text.replace(
        "scenarios:", lines + "scenarios:"
    )


def test_a_retraction_of_a_what_if_hides_no_warning_of_the_record(run: Run) -> None:
    result = run("check", registry=case("before-foundation-hidden"))

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "factions.yaml:8:5: warning: 'alpha' was founded 2018; this claim is dated "
        "before that [before-foundation]\n"
        "    8 |   - {date: 2017-02-01, faction: alpha, relation: aligned, to: be…\n"
        "      |     ^\n"
        f"factions.yaml:8:5: warning: {_OLDER}\n"
        "    8 |   - {date: 2017-02-01, faction: alpha, relation: aligned, to: be…\n"
        "      |     ^\n"
        "factions.yaml: 2 factions, 1 source, 1 claim, 1 scenario, 2 warnings\n"
    )


def test_a_claim_with_a_last_day_repeats_none_without(run: Run) -> None:
    args = ("alpha", "aligned", "beta", "--date", "2017-02-01", "--until", "2017-06")

    result = run("record", *args, "--source", "s", registry=case("repeated-claim"))
    check = run("check", registry=None)

    lines = (
        "  - date: 2017-02-01\n    faction: alpha\n    relation: aligned\n    to: beta\n"
        "    until: 2017-06\n    sources: [s]\n    recorded: 2018-01-01T00:00:00Z\n"
    )
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "factions.yaml:13:5: 2017-02-01-alpha-beta-2\n"
        + "".join(f"+{line}\n" for line in lines.splitlines())
        + f"factions.yaml:13:5: warning: {_OLDER}\n"
    )
    assert (check.exit_code, check.stdout) == (
        0,
        f"factions.yaml:8:5: warning: {_OLDER}\n    8 |   - date: 2017-02-01\n"
        f"      |     ^\nfactions.yaml:13:5: warning: {_OLDER}\n"
        "   13 |   - date: 2017-02-01\n      |     ^\n"
        "factions.yaml: 2 factions, 1 source, 2 claims, 0 scenarios, 2 warnings\n",
    )


def test_a_pact_and_a_tie_of_one_day_are_said_to_end_on_their_last_day(run: Run) -> None:
    command = ("report", "--since", "2017-11-06", "--until", "2017-11-06", "-f", "markdown")

    page = run(*command, registry=case("one-day-end")).stdout

    assert page.count("ended on its last day") == 2


def test_a_retraction_is_blamed_for_the_tie_that_its_claim_made(run: Run) -> None:
    rows = run(
        *("diff", "2017-06@2017-04", "2017-06@2017-06", "-f", "csv"),
        registry=case("wrong-correction"),
    ).stdout

    # The other retraction retracted a quarrel of alpha with beta, not of beta with alpha.
    assert rows.splitlines()[1:] == [
        "alpha,Alpha,beta,Beta,removed,allied,,corrected,2017-05-01,,,no-pact,2017-05-01,2017-05-01",
        "beta,Beta,alpha,Alpha,removed,allied,,corrected,2017-05-01,,,no-pact,2017-05-01,2017-05-01",
    ]


_DRIFT = "  - {date: 2020-01-01, faction: a, relation: allied, to: b, sources: [s1]}\n"
_ABOVE = "  - {date: 2020-01-01, faction: a, relation: opposed, to: b, sources: [s2]}\n"


@pytest.mark.parametrize("key", ["retract", "record", "batch"])
def test_what_is_retracted_keeps_its_id_whatever_is_written_above_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("LIBYA_TRACKER_TODAY", "2026-11-27")
    name = "2020-01-01-a-b-2"
    row = (
        f'{{"date":"2021","faction":"a","relation":"none","to":"b","retracts":["{name}"]}}'
    )
    lines = {
        "retract": ("retract", name, "--note", "x"),
        "record": ("record", "a", "none", "b", "--date", "2021", "--retracts", name),
        "batch": ("record", "--batch", "-"),
    }
    file = tmp_path / "factions.yaml"

    dry = run(*lines[key], "--dry-run", registry=case("id-drift"), stdin=row)
    result = run(*lines[key], registry=case("id-drift"), stdin=row)

    assert (dry.exit_code, result.exit_code, result.stdout) == (0, 0, "")
    text = file.read_text(encoding="utf-8")
    own = _DRIFT.replace("}", f", id: {name}}}")
    assert text.startswith(case("id-drift").replace(_DRIFT, own))
    assert f"factions.yaml:11:\n+{own}factions.yaml:15:5: " in result.stderr
    assert f"-{_DRIFT}+{own}" in dry.stdout
    for above in (_ABOVE, _ABOVE * 2):
        file.write_text(text.replace("changes:\n", f"changes:\n{above}"), encoding="utf-8")
        rows = run("log", "-f", "jsonl", "--min-status", "reported", registry=None).stdout
        retracted = [row for row in map(json.loads, rows.splitlines()) if row["retracted"]]
        assert (name, "allied") in [(r["change"], r["relation"]) for r in retracted]


#: What `check` warns of on 2026-11-26, by the line and the rule.
_WARNINGS = {
    "ends-what-was-not-there": [
        (12, "ends-nothing", "this ends nothing: 'elm' has no tie with 'ash' on "
         "2014-01-02; 'ash' has one with 'elm': let that end, or correct the date or a "
         "faction"),
        (13, "ends-nothing", "`from: ash` ends nothing: 'elm' has no tie with 'ash' on "
         "2014-03-01; 'ash' has one with 'elm': let that end, or correct the date or a "
         "faction"),
        (13, "older-source", "'s1' (2014-01-03) is older than what this claim tells, "
         "2014-03-01: make it `status: expected`, or correct a date or the source"),
    ],
    "one-spokesman-three-papers": [
        (10, "unconfirmed", "a confirmed claim needs two voices, and this has one, that of "
         "its speaker; make it reported, or record who else says so without `by`"),
    ],
    "renamed": [
        (16, "older-source", "'s1' (2014-01-03) is older than what this claim tells, "
         "2015-03-24: make it `status: expected`, or correct a date or the source"),
        (17, "ends-nothing", "`from: core` ends nothing: 'ash2' has no tie with 'core' on "
         "2016-07-28; record the tie that ended, or correct the date or a faction"),
        (17, "ties-of-predecessor", "'ash' went on as 'ash2' on 2016-07-28, and 3 ties of "
         "it stand (with fir, core, gov): if they ended then, write `dissolved: "
         "2016-07-28` under 'ash'; if they went on, record claims for 'ash2'"),
    ],
    "known-before-it-happened": [
        (11, "older-source", "'old' (2014) is older than what this claim tells, "
         "2016-05-01: make it `status: expected`, or correct a date or the source"),
        (13, "recorded-before", "recorded 2018-01-01, before the day it tells of, "
         "2018-05-01: make it `status: expected`, or correct one of the two"),
        (15, "recorded-in-future", "recorded 2031-01-01, which is to come: until then no "
         "answer shows this claim; correct it"),
        (17, "fact-of-future", "a fact of a day to come, 2031-05-01: make it `status: "
         "expected`, or correct the date"),
    ],
    "id-drift": [
        (4, "unused-source", "no claim cites 's2', and no note names it; cite it or "
         "remove it"),
        (12, "derived-reference", "'2020-01-01-a-b' is derived from the data of the claim "
         "at line 10, and shifts when one is inserted above it; write `id: 2020-01-01-a-b` "
         "there"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", _WARNINGS)
def test_what_makes_no_sense_is_a_warning(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("LIBYA_TRACKER_TODAY", "2026-11-26")

    result = run("check", "-f", "jsonl", registry=case(name))

    rows = [json.loads(row) for row in result.stdout.splitlines()]
    assert (result.exit_code, {row["severity"] for row in rows}) == (0, {"warning"})
    warnings = [(row["line"], row["rule"], row["message"]) for row in rows]
    assert warnings == _WARNINGS[name]


def _checked(run: Run, text: str) -> list[tuple[int, int, str]]:
    """Return line, column and rule of each problem of a text, but what is not cited."""
    rows = run("check", "-f", "jsonl", registry=text).stdout.splitlines()
    problems = [json.loads(row) for row in rows]
    return [
        (problem["line"], problem["column"], problem["rule"])
        for problem in problems
        if problem["rule"] != "unconfirmed"
    ]


def test_each_value_that_a_comment_cuts_is_a_warning(run: Run) -> None:
    text = case("comment-cuts-value")
    places = [(1, 31), (4, 19), (8, 19), (10, 14), (12, 19), (18, 17), (20, 34)]

    problems = _checked(run, text)

    assert [row for row in problems if row[2] == "cut-value"] == [
        (*place, "cut-value") for place in places
    ]
    assert "cut-value" not in str(_checked(run, text.replace(" #", " # see ")))


def test_each_plain_null_is_an_error(run: Run) -> None:
    text = case("null-values")
    words = [
        (number, match.start(1) + 1)
        for number, line in enumerate(text.splitlines(), 1)
        for match in re.finditer(r": (null|~)", line)
    ]

    assert len(words) == 9
    assert _checked(run, text) == [(*place, "empty-value") for place in words]
    quoted = re.sub(": (null|~)", r": '\1'", text)
    assert "empty-value" not in str(_checked(run, quoted))


def test_a_comma_that_does_not_part_a_list_is_a_warning(run: Run) -> None:
    text = case("arabic-comma")

    assert _checked(run, text) == [(5, 33, "foreign-comma")]
    assert _checked(run, text.replace("ألف، باء", "'ألف، باء'")) == []
    assert _checked(run, text.replace("ألف، باء", "“ألف, باء”")) == [
        (5, 30, "unpaired-quotes")
    ]
    assert _checked(run, text.replace("ألف، باء", "“ألف”, ‘باء’, Ash’s")) == []


def test_a_dash_that_is_no_hyphen_is_named(run: Run) -> None:
    text = case("en-dash")

    result = run("check", "-f", "jsonl", registry=text)

    message = "'2017–01–01' is no date: the en dash – is no hyphen: write 2017-01-01"
    assert json.loads(result.stdout)["message"] == message
    assert _checked(run, text.replace("–", "-")) == []


def _warned(run: Run, text: str) -> list[str]:
    rows = run("check", "-f", "jsonl", registry=text).stdout.splitlines()
    return [json.loads(row)["rule"] for row in rows]


_DISSOLVED = ("ash: {name: Ash Front,", "ash: {name: Ash Front, dissolved: 2016-07-28,")
_HEIR = "  - {{date: 2016-07-28, faction: ash2, relation: {}, to: {}, sources: [s2]}}\n"


def test_ties_of_a_group_that_went_on_are_settled_in_two_ways(run: Run) -> None:
    text = case("renamed").partition("  - {date: 2017-01-28")[0]
    ties = {"core": "opposed", "gov": "fighting", "fir": "allied"}
    claims = "".join(_HEIR.format(relation, to) for to, relation in ties.items())

    assert "ties-of-predecessor" not in _warned(run, text.replace(*_DISSOLVED))
    assert "ties-of-predecessor" not in _warned(run, text + claims)
    assert "ties-of-predecessor" in _warned(run, text + claims.split("\n")[0] + "\n")


def test_who_reports_an_end_that_another_reported_ends_something(run: Run) -> None:
    text = case("ends-what-was-not-there").partition("  - {date: 2014-01-02")[0]
    end = (
        "  - {{date: 2014-01-0{}, faction: ash, relation: none, to: elm, sources: [s1]}}\n"
    )

    assert _warned(run, text + end.format(2) + end.format(3)) == []


def test_the_claims_of_a_what_if_are_warned_of_in_it(run: Run) -> None:
    text = case("ends-what-was-not-there").partition("  - {date: 2014-01-02")[0]
    claims = "scenarios:\n  s:\n    changes:\n"
    claims += "    - {date: 2030, faction: ash, relation: none, to: elm}\n"
    claims += "    - {date: 2031, faction: oak, relation: none, to: elm}\n"

    result = run("check", "-f", "jsonl", registry=text + claims)

    rows = [json.loads(row) for row in result.stdout.splitlines()]
    assert [(row["line"], row["rule"]) for row in rows] == [(16, "ends-nothing")]
