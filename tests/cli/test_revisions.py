"""``source edit`` and ``withdraw``, and their like: values changed where they stand."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.model.records import content
from libya_tracker.storage import files, renames, source_edits
from libya_tracker.storage.renames import NewId
from libya_tracker.storage.source_edits import SourceChange
from tests.conftest import Run

TEXT = """\
# kept by hand
sources:
  # the first
  s:
    title: "Some: title"  # as printed
    publisher: P

    date: 2012-05
    url: https://example.org/s
  t: {title: T, origin: s}  # a copy
factions:
  a:
    name: Alpha
  b: {name: Beta}
changes:
  - {date: 2012, faction: a, relation: allied, to: b, sources: [s]}
"""


def text(folder: Path) -> str:
    return (folder / "factions.yaml").read_text(encoding="utf-8")


#: The arguments of `source edit`, what they replace, and by what.
EDITS = {
    ("s", "--title", "New"): ('"Some: title"', '"New"'),
    ("s", "--date", "2012-05-06"): ("date: 2012-05", "date: 2012-05-06"),
    ("s", "--drop", "publisher"): ("    publisher: P\n", ""),
    ("s", "--drop", "title"): ('    title: "Some: title"  # as', "    # as"),
    ("s", "--archive-url", "https://example.org/c"): (
        "org/s\n",
        "org/s\n    archive_url: https://example.org/c\n",
    ),
    ("s", "--accessed", "yesterday", "--reliability", "C"): (
        "org/s\n",
        "org/s\n    accessed: 2017-12-31\n    reliability: C\n",
    ),
    ("t", "--title", "T, too", "--drop", "origin"): (
        "{title: T, origin: s}",
        "{title: 'T, too'}",
    ),
    ("t", "--url", "https://example.org/#t"): (
        "origin: s}",
        "origin: s, url: 'https://example.org/#t'}",
    ),
}


@pytest.mark.parametrize("args", EDITS, ids=" ".join)
def test_a_source_is_changed_in_place(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    dry = run("source", "edit", *args, "--dry-run", registry=TEXT)
    untouched = text(tmp_path)

    result = run("source", "edit", *args, registry=TEXT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert text(tmp_path) == TEXT.replace(*EDITS[args])
    assert untouched == TEXT
    assert dry.stdout.startswith("--- a/factions.yaml\n+++ b/factions.yaml\n@@ ")


def test_what_was_there_and_what_is_there_now_are_shown(run: Run) -> None:
    result = run("source", "edit", "t", "--title", "U", registry=TEXT)

    assert result.stderr == (
        "factions.yaml:10:\n-  t: {title: T, origin: s}  # a copy\n"
        "+  t: {title: U, origin: s}  # a copy\n"
    )


def test_a_source_that_is_so_already_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    result = run("source", "edit", "s", "--publisher", "P", registry=TEXT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "'s' is so already, at factions.yaml:4:3\n"
    assert text(tmp_path) == TEXT


def test_a_withdrawn_source_carries_nothing_from_then_on(run: Run, tmp_path: Path) -> None:
    args = ("source", "withdraw", "s", "--date", "2014-02-03", "--note", "An erratum: no.")

    result = run(*args, registry=TEXT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert text(tmp_path) == TEXT.replace(
        "org/s\n", "org/s\n    withdrawn: 2014-02-03\n    note: 'An erratum: no.'\n"
    )
    ties = ("status", "a", "-f", "csv", "--known-at")
    assert "allied" in run(*ties, "2014-02-02", registry=None).stdout
    assert "allied" not in run(*ties, "2014-02-03", registry=None).stdout


def test_the_reason_is_added_to_a_note(run: Run, tmp_path: Path) -> None:
    run("source", "edit", "s", "--note", "By phone.", registry=TEXT)
    run("source", "withdraw", "s", "--note", "Taken back.", registry=None)

    assert "    note: By phone. Taken back.\n    withdrawn: 2018-01-01\n" in text(tmp_path)


INVALID = "nothing written, since the registry would be invalid then: "
REFUSED: dict[tuple[str, ...], tuple[int, str]] = {
    ("edit", "s"): (2, "say what is to be changed, such as --archive-url URL"),
    ("edit", "u", "--title", "U"): (4, "no source 'u'"),
    ("edit", "s", "--origin", "u"): (4, "no source 'u'"),
    ("edit", "s", "--title", " "): (2, "title is blank; fill it or leave it out"),
    ("edit", "s", "--date", "once"): (2, "--date: 'once' is no date"),
    ("edit", "s", "--reliability", "G"): (2, "no reliability 'G'; it is one of A, B"),
    ("edit", "s", "--drop", "origin"): (2, "'s' has no origin to drop"),
    ("edit", "s", "--drop", "orgin"): (2, "'orgin' cannot be dropped; what can is title,"),
    ("edit", "s", "--drop", "url", "--url", "x"): (2, "url is given and dropped; do one"),
    ("edit", "s", "--origin", "t"): (2, f"{INVALID}these sources repeat each other in a"),
    ("edit", "s", "--withdrawn", "2011"): (2, f"{INVALID}withdrawn 2011 is before date"),
    ("withdraw", "s", "--note", ""): (2, "--note says why it was taken back; it cannot be"),
    ("withdraw", "s", "--note", "x", "--date", ""): (2, "--date: '' is no date"),
    ("withdraw", "u", "--note", "x"): (4, "no source 'u'"),
}


@pytest.mark.parametrize("args", REFUSED, ids=" ".join)
def test_a_change_of_a_source_that_cannot_be_made_is_refused(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    code, message = REFUSED[args]

    result = run("source", *args, registry=TEXT)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(f"error: {message}")
    assert text(tmp_path) == TEXT


def test_a_source_is_withdrawn_once(run: Run) -> None:
    run("source", "withdraw", "s", "--note", "x", registry=TEXT)

    result = run("source", "withdraw", "s", "--note", "y", registry=None)

    assert (result.exit_code, result.stderr) == (
        2,
        "error: 's' was withdrawn already, 2018-01-01; `source edit --withdrawn` changes "
        "the date\n",
    )


VALUES = {
    "title": st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    "publisher": st.sampled_from(["It's: P", "- P", "كتيبة", "a\n\nb", "word " * 40 + "."]),
    "date": st.sampled_from(["2011", "2012-05-06", "2010..2011"]),
    "reliability": st.sampled_from("ABCDEF"),
    "url": st.sampled_from(["https://example.org/#x", "x"]),
}


@given(
    st.sampled_from("st"),
    st.fixed_dictionaries({}, optional=VALUES).filter(
        lambda values: all(value.strip() for value in values.values())
    ),
    st.booleans(),
)
def test_whatever_is_changed_all_else_stays(
    tmp_path: Path, name: str, values: dict[str, str], drop: bool
) -> None:
    path = tmp_path / "factions.yaml"
    path.write_text(TEXT, encoding="utf-8")
    dropped = ["url"] * (drop and name == "s" and "url" not in values)

    change = SourceChange(values, tuple(dropped))
    edit = source_edits.edit(path, name, change)

    before, after = files.parse(TEXT, "f"), files.read(path)
    source = after.sources[name]
    expected = {key: getattr(before.sources[name], key) for key in VALUES}
    expected |= values | dict.fromkeys(dropped)
    read = {key: getattr(source, key) for key in VALUES}
    texts = {key: value and str(value) for key, value in read.items()}
    assert texts == {key: value and str(value) for key, value in expected.items()}
    comments = [line.partition("#")[2] for line in TEXT.splitlines() if "#" in line]
    assert [comment for comment in comments if comment not in edit.after] == []
    assert edit.after[edit.after.index("factions:") :] == TEXT[TEXT.index("factions:") :]


FACTIONS = """\
factions:
  # the first
  a:  # alpha
    name: Alpha
    area: Coast  # west
    leaders:
      - First  # the founder
      # then
      - {name: Second, since: 2014}
      - name: Third
        role: deputy
  "b": {name: Beta, leaders: [X, {name: Y}]}
  c: {name: Gamma, aliases: [Old Name], dissolved: 2015}
changes:
  # why
  - {date: 2012, faction: a, relation: allied, to: b, by: a}  # the pact
  - date: 2013
    faction: 'b'
    relation: opposed
    to: c
    from: a  # not b
    by: a
    note: a
  - {date: 2014, faction: c, relation: none, to: b, id: own, by: A man}
  - retracts: [own]
    recorded: 2015-01-01

scenarios:
  w:
    title: What if
    changes:
      - {date: 2016, faction: b, relation: allied, to: a}
"""
LEADERS = {
    ("a", "--name", "Alpha: one", "--drop", "area"): (
        "Alpha\n    area: Coast  # west",
        "'Alpha: one'\n    # west",
    ),
    ("beta", "--kind", "militia", "--note", "n"): ("Y}]}", "Y}], kind: militia, note: n}"),
    ("c", "--dissolved", "2015-05"): ("dissolved: 2015}", "dissolved: 2015-05}"),
    ("a", "--add-leader", "Fourth"): (
        "        role: deputy\n",
        "        role: deputy\n      - Fourth\n",
    ),
    ("a", "--add-leader", "Fo, urth", "--role", "chief", "--since", "2019"): (
        "        role: deputy\n",
        "        role: deputy\n      - {name: 'Fo, urth', role: chief, since: 2019}\n",
    ),
    ("c", "--add-leader", "One"): ("dissolved: 2015}", "dissolved: 2015, leaders: [One]}"),
    ("a", "--end-leader", "First", "--until", "2014"): (
        "- First  #",
        "- {name: First, until: 2014}  #",
    ),
    ("a", "--end-leader", "Second", "--until", "2015"): (
        "since: 2014}",
        "since: 2014, until: 2015}",
    ),
    ("a", "--end-leader", "Third", "--until", "2015"): (
        "        role: deputy\n",
        "        role: deputy\n        until: 2015\n",
    ),
    ("b", "--end-leader", "X", "--until", "2015", "--add-leader", "Z"): (
        "[X, {name: Y}]",
        "[{name: X, until: 2015}, {name: Y}, Z]",
    ),
    ("b", "--end-leader", "Y", "--until", "today", "--area", "Hills"): (
        "{name: Y}]}",
        "{name: Y, until: 2018-01-01}], area: Hills}",
    ),
}


@pytest.mark.parametrize("args", LEADERS, ids=" ".join)
def test_a_faction_is_changed_in_place(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    dry = run("faction", "edit", *args, "--dry-run", registry=FACTIONS)
    untouched = text(tmp_path)

    result = run("faction", "edit", *args, registry=FACTIONS)

    assert (result.exit_code, result.stdout) == (0, "")
    assert text(tmp_path) == FACTIONS.replace(*LEADERS[args])
    assert untouched == FACTIONS
    assert dry.stdout.startswith("--- a/factions.yaml\n+++ b/factions.yaml\n@@ ")


UNFIT: dict[tuple[str, ...], tuple[int, str]] = {
    ("edit", "a"): (2, "say what is to be changed, such as --area Tripoli"),
    ("edit", "a", "--name", "gamma"): (2, "'gamma' names 'c' already; a name should mean"),
    ("edit", "a", "--name", ""): (2, "name is blank"),
    ("edit", "a", "--drop", "name"): (2, "'name' cannot be dropped; what can is kind,"),
    ("edit", "a", "--drop", "leaders"): (2, "'leaders' cannot be dropped"),
    ("edit", "a", "--role", "chief"): (2, "--role, --since and --until say more of a"),
    ("edit", "a", "--add-leader", ""): (2, "--add-leader is empty; give the name"),
    ("edit", "a", "--end-leader", "First"): (2, "--until says on which day the time of"),
    ("edit", "a", "--end-leader", "Frist", "--until", "2014"): (
        4,
        "no leader 'Frist'; did you mean 'First'",
    ),
    ("edit", "a", "--end-leader", "Second", "--until", "2013"): (
        2,
        f"{INVALID}until 2013 is before since 2014",
    ),
    ("rename", "a", "b"): (2, "there is a faction 'b' already, at factions.yaml:12:3"),
    ("rename", "a", "a"): (2, "there is a faction 'a' already, at factions.yaml:3:3"),
    ("rename", "a", "old-name"): (2, "'old-name' names 'c' already"),
    ("rename", "a", "A"): (2, "'A' is not allowed: an id is of a-z, 0-9 and '-'"),
    ("rename", "zz", "y"): (4, "no faction 'zz'"),
}


@pytest.mark.parametrize("args", UNFIT, ids=" ".join)
def test_a_change_of_a_faction_that_cannot_be_made_is_refused(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    code, message = UNFIT[args]

    result = run("faction", *args, registry=FACTIONS)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(f"error: {message}")
    assert text(tmp_path) == FACTIONS


def test_a_leader_of_the_past_is_not_ended_again(run: Run) -> None:
    args = ("faction", "edit", "a", "--end-leader", "First", "--until", "2014")
    run(*args, registry=FACTIONS)

    result = run(*args, registry=None)

    message = "error: 'First' led 'a' until 2014 already\n"
    assert (result.exit_code, result.stderr) == (2, message)


def test_a_new_id_stands_wherever_the_old_one_did(run: Run, tmp_path: Path) -> None:
    result = run("faction", "rename", "Alpha", "first-group", registry=FACTIONS)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "'a' is 'first-group' now, in 3 claims\n"
    expected = FACTIONS
    for old, new in {
        "  a:  # alpha": "  first-group:  # alpha",
        "faction: a, relation: allied, to: b, by: a}": "faction: first-group, relation: "
        "allied, to: b, by: first-group, id: 2012-a-b}",
        "    from: a  # not b\n    by: a": "    from: first-group  # not b\n"
        "    by: first-group",
        "to: a}": "to: first-group, id: 2016-b-a}",
    }.items():
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert text(tmp_path) == expected
    assert run("check", "--strict", registry=None).stdout.count("derived") == 0


def test_the_old_id_may_stay_a_name(run: Run, tmp_path: Path) -> None:
    run("faction", "rename", "b", "x", "--keep-alias", registry=FACTIONS)
    run("faction", "rename", "c", "y", "--keep-alias", registry=None)

    assert '  "x": {name: Beta, leaders: [X, {name: Y}], aliases: [b]}\n' in text(tmp_path)
    assert "  y: {name: Gamma, aliases: [Old Name, c], dissolved: 2015}\n" in text(tmp_path)
    assert "    faction: 'x'\n" in text(tmp_path)
    assert run("show", "b", "-f", "csv", registry=None).exit_code == 0


def test_a_scenario_is_added_filled_and_closed(run: Run, tmp_path: Path) -> None:
    run("scenario", "add", "v", "--title", "If: not", registry=FACTIONS)
    run("record", "a", "opposed", "c", "--date", "2017", "--scenario", "v", registry=None)
    result = run(
        "scenario", "close", "v", "--outcome", "occurred", "--resolved-by", "2012-a-b",
        registry=None,
    )  # fmt: skip
    again = run("scenario", "close", "v", "--outcome", "occurred", registry=None)

    pinned = FACTIONS.replace("to: b, by: a}", "to: b, by: a, id: 2012-a-b}")
    assert text(tmp_path) == pinned + (
        "  v:\n    title: 'If: not'\n    changes:\n      - date: 2017\n"
        "        faction: a\n        relation: opposed\n        to: c\n"
        "        recorded: 2018-01-01T00:00:00Z\n    outcome: occurred\n"
        "    resolved_by: 2012-a-b\n"
    )
    assert (result.exit_code, result.stdout) == (0, "")
    assert again.stderr == "'v' is so already, at factions.yaml:33:3\n"


UNREAL: dict[tuple[str, ...], tuple[int, str]] = {
    ("add", "w", "--title", "T"): (2, "there is a scenario 'w' already, at factions.yaml"),
    ("add", "V", "--title", "T"): (2, "'V' is not allowed: an id is of a-z, 0-9 and '-'"),
    ("add", "v", "--title", " "): (2, "--title is what the what-if supposes; it cannot be"),
    ("close", "v", "--outcome", "lapsed"): (4, "no scenario 'v'"),
    ("close", "w", "--outcome", "lapsed", "--resolved-by", "x"): (4, "no change 'x'"),
}


@pytest.mark.parametrize("args", UNREAL, ids=" ".join)
def test_a_change_of_a_scenario_that_cannot_be_made_is_refused(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    code, message = UNREAL[args]

    result = run("scenario", *args, registry=FACTIONS)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(f"error: {message}")
    assert text(tmp_path) == FACTIONS


QUOTED = st.sampled_from(["{}", "'{}'", '"{}"'])


@st.composite
def claims(draw: st.DrawFn) -> str:
    """Draw a claim in braces or on lines, with or without an id, and a comment beside."""
    faction, to, *rest = draw(st.permutations("abc"))
    date = draw(st.sampled_from(["2012", "2012-05~", "..2012-06-01", "2010..2011"]))
    keys = {"date": date, "faction": faction, "relation": "allied", "to": to}
    keys |= {"from": rest[0]} if draw(st.booleans()) else {}
    keys |= draw(st.sampled_from([{}, {"by": "a"}, {"by": "a man"}, {"note": "a"}]))
    keys = {key: draw(QUOTED).format(value) for key, value in keys.items()}
    pairs = [f"{key}: {keys[key]}" for key in draw(st.permutations([*keys]))]
    if draw(st.booleans()):
        return f"{{{', '.join(pairs)}}}  # beside"
    return "\n      ".join([f"{pairs[0]}  # first", *pairs[1:], "# below"])


@given(st.lists(claims(), max_size=4), st.lists(claims(), max_size=2), st.booleans())
def test_a_new_id_changes_nothing_else(
    tmp_path: Path, record: list[str], what_if: list[str], keep_alias: bool
) -> None:
    path, today = tmp_path / "factions.yaml", dt.date(2018, 1, 1)
    before = FACTIONS.partition("changes:")[0] + "changes:\n"
    before += "".join(f"    - {claim}\n" for claim in record)
    before += "scenarios:\n  w:\n    changes:\n"
    before += "".join(f"    - {claim}\n" for claim in what_if)
    path.write_text(before, encoding="utf-8")
    old = files.read(path)

    edit = renames.rename(path, "a", NewId("quite-new", keep_alias), today)

    new = files.read(path)
    assert [*new.factions] == ["quite-new", "b", "c"]
    assert [*new.claims] == [*old.claims]
    assert "a" not in {
        name
        for claim in new.claims.values()
        for name in (claim.faction, claim.to, claim.ends_tie_with, claim.by)
    }
    assert edit.after.count("#") == before.count("#")
    if not keep_alias:
        renames.rename(path, "quite-new", NewId("a"), today)
        again = files.read(path)
        assert [*map(content, again.entries)] == [*map(content, old.entries)]
        assert again.factions.keys() == old.factions.keys()


def test_an_unknown_source_is_shown_to_nobody(run: Run) -> None:
    result = run("source", "show", "u", registry=TEXT)

    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith("error: no source 'u'")


def test_a_source_shows_its_copies_and_what_became_of_its_claims(run: Run) -> None:
    run("retract", "2012-a-b", "--note", "x", registry=TEXT)

    rows = json.loads(run("source", "show", "s", "-f", "json", registry=None).stdout)

    assert [row["item"] for row in rows if row["section"] == "copy"] == ["t"]
    assert [(row["item"], row["retracted"]) for row in rows if row["status"]] == [
        ("2012-a-b", True)
    ]
