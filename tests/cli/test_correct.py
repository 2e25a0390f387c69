"""``correct`` from the command line: the claim as it should have been retracts the old."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.model import dates
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Relation, Status
from libya_tracker.storage import corrections, files
from libya_tracker.storage.corrections import Correction
from libya_tracker.storage.drafts import values_of
from tests.conftest import SAMPLE, Run

TEXT = """\
sources:
  s: {title: S}
  t: {title: T}
factions:
  a: {name: Alpha, aliases: [Amber]}
  b: {name: Beta}
  c: {name: Gamma}
changes:
  # what it all began with
  - date: 2012  # or so
    faction: a
    relation: allied
    to: b
    until: 2013
    by: Amber
    sources: [s]
    note: "Said: so"
scenarios:
  w:
    resolved_by: 2012-a-b
    changes:
      - {date: 2014, faction: a, relation: allied, to: c}
"""
ID = "    id: 2012-a-b\n"
OLD = '    note: "Said: so"\n'
NOW = "    recorded: 2018-01-01T00:00:00Z\n"
RETRACTS = f"{NOW}    retracts: [2012-a-b]\n"


def text(folder: Path) -> str:
    return (folder / "factions.yaml").read_text(encoding="utf-8")


def test_a_correction_keeps_the_other_values_and_is_shown(run: Run, tmp_path: Path) -> None:
    new = (
        "  - date: 2012-05\n    faction: a\n    relation: allied\n    to: b\n"
        "    until: 2013\n    by: Amber\n    sources: [s]\n    note: 'Said: so'\n"
        f"{RETRACTS}"
    )

    result = run("correct", "2012-a-b", "--date", "2012-05", registry=TEXT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "the what-if 'w' is still `resolved_by` 2012-a-b, at factions.yaml:19:3\n"
        "factions.yaml:19:5: 2012-05-a-b\n"
        + "".join(f"+{line}\n" for line in (ID + new).splitlines())
    )
    assert text(tmp_path) == TEXT.replace(OLD, f"{OLD}{ID}{new}")


def test_every_value_can_be_corrected(run: Run, tmp_path: Path) -> None:
    result = run(
        "correct", "2012-a-b", "--date", "2013-01-01", "--until", "yesterday",
        "--faction", "beta", "--relation", "fighting", "--to", "gamma", "--from", "amber",
        "--begins", "--status", "alleged", "--credibility", "3", "--by", "Gamma",
        "--note", "New.", "--add-source", "t", "--drop-source", "s", registry=TEXT,
    )  # fmt: skip

    assert result.exit_code == 0, result.stderr
    assert (
        "  - date: 2013-01-01\n    faction: b\n    relation: fighting\n    to: c\n"
        "    from: a\n    until: 2017-12-31\n    begins: yes\n    status: alleged\n"
        f"    credibility: 3\n    by: c\n    sources: [t]\n    note: New.\n{RETRACTS}"
    ) in text(tmp_path)


def test_values_can_be_dropped(run: Run, tmp_path: Path) -> None:
    args = ("--drop", "until", "--drop", "by", "--drop", "note", "--drop-source", "s")

    run("correct", "2012-a-b", *args, registry=TEXT)

    new = f"  - date: 2012\n    faction: a\n    relation: allied\n    to: b\n{RETRACTS}"
    # It would have the id of the claim above it, which that one now has as its own.
    assert text(tmp_path) == TEXT.replace(OLD, f"{OLD}{ID}{new}")
    assert [*files.read(tmp_path / "factions.yaml").claims] == [
        "2012-a-b", "2012-a-b-2", "2014-a-c",
    ]  # fmt: skip


def test_a_correction_can_be_corrected(run: Run, tmp_path: Path) -> None:
    run("correct", "2012-a-b", "--date", "2011", registry=TEXT)
    run("correct", "2011-a-b", "--date", "2010", registry=None)

    assert "    retracts: [2011-a-b]\n" in text(tmp_path)
    rows = json.loads(run("log", "a", "-f", "json", registry=None).stdout)
    assert {row["date"]: row["retracted"] for row in rows} == {
        "2010": False, "2011": True, "2012": True,
    }  # fmt: skip


def test_a_what_ifs_claim_is_corrected_in_the_what_if(run: Run, tmp_path: Path) -> None:
    run("correct", "2014-a-c", "--relation", "opposed to", registry=TEXT)

    old = "      - {date: 2014, faction: a, relation: allied, to: c}\n"
    assert text(tmp_path) == TEXT.replace(
        old,
        old.replace("}", ", id: 2014-a-c}")
        + "      - date: 2014\n        faction: a\n        relation: opposed\n"
        "        to: c\n        recorded: 2018-01-01T00:00:00Z\n"
        "        retracts: [2014-a-c]\n",
    )


def test_what_was_known_before_still_shows_the_claim(run: Run) -> None:
    args = ("log", "zintan", "-f", "csv", "--known-at", "2017-12-31")
    before = run(*args).stdout

    run("correct", "2017-11-01-zintan-tidings", "--date", "2017-11-02")

    assert run(*args, registry=None).stdout == before


def test_a_dry_run_prints_the_diff_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    args = ("correct", "janzour-rumour", "--date", "2011")
    refusal = run("correct", "2012-a-b", "--note", "x", "--dry-run", registry=TEXT)

    assert refusal.stdout.startswith("--- a/factions.yaml\n+++ b/factions.yaml\n")
    assert text(tmp_path) == TEXT
    assert run(*args).exit_code == 2
    assert text(tmp_path) == SAMPLE


SAYS_SO = "that is what '2012-a-b' says already; nothing to correct"
REFUSED: dict[tuple[str, ...], tuple[int, str]] = {
    ("2012-a-b",): (2, "say what is to be corrected, such as --date 2017-11-06"),
    ("2012-a-b", "--date", "2012"): (2, SAYS_SO),
    ("2012-a-b", "--status", "reported"): (2, SAYS_SO),
    ("2012-a-b", "--no-begins"): (2, SAYS_SO),
    ("2012-a-b", "--add-source", "s"): (2, SAYS_SO),
    ("2012-a-c", "--date", "2011"): (
        4, "no change '2012-a-c'; did you mean '2014-a-c' or '2012-a-b'?",
    ),
    ("2012-a-b", "--to", "delta"): (4, "no faction 'delta'"),
    ("2012-a-b", "--add-source", "u"): (4, "no source 'u'"),
    ("2012-a-b", "--drop-source", "t"): (
        2, "'2012-a-b' does not cite 't'; its sources: s",
    ),
    ("2014-a-c", "--drop-source", "t"): (
        2, "'2014-a-c' does not cite 't'; its sources: none",
    ),
    ("2012-a-b", "--drop", "date"): (
        2, "'date' cannot be dropped; what can is from, until, credibility, by, note",
    ),
    ("2012-a-b", "--drop", "from"): (2, "'2012-a-b' has no from to drop"),
    ("2012-a-b", "--drop", "by", "--by", "b"): (
        2, "by is given and dropped; do one of the two",
    ),
    ("2012-a-b", "--note", " "): (2, "note is blank; fill it or leave it out"),
    ("2012-a-b", "--date", "2014"): (2, "until 2013 is before the date 2014"),
    ("2012-a-b", "--to", "Amber"): (2, "'a' cannot have a tie with itself"),
    ("2012-a-b", "--relation", "likes"): (
        2, "no relation 'likes'; it is one of aligned, member, subordinate, supports, "
        "allied, truce, neutral, opposed, fighting, none, splinter, merged, succeeds",
    ),
}  # fmt: skip


@pytest.mark.parametrize("args", REFUSED, ids=" ".join)
def test_a_correction_that_cannot_be_made_is_refused(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    code, message = REFUSED[args]

    result = run("correct", *args, registry=TEXT)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(f"error: {message}")
    assert text(tmp_path) == TEXT


def test_all_that_is_wrong_with_a_correction_is_said_at_once(run: Run) -> None:
    words = ("correct", "2012-a-b", "--to", "delta", "--add-source", "u")

    result = run(*words, registry=TEXT)

    assert (result.exit_code, result.stderr) == (
        4,
        "error: no faction 'delta'\n"
        "error: no source 'u'\n"
        "  `libya-tracker faction add` adds a faction\n"
        "  `libya-tracker source add` adds a source\n",
    )


def test_a_claim_that_was_retracted_names_what_to_correct(run: Run, tmp_path: Path) -> None:
    run("correct", "2012-a-b", "--date", "2011", registry=TEXT)
    before = text(tmp_path)

    result = run("correct", "2012-a-b", "--date", "2010", registry=None)
    assert text(tmp_path) == before
    retracted = run("correct", "janzour-rumour", "--date", "2010")

    assert (result.exit_code, result.stderr) == (
        2,
        "error: '2012-a-b' was retracted already, at factions.yaml:19:5: 2011-a-b; "
        "correct 2011-a-b\n",
    )
    assert retracted.stderr == (
        "error: 'janzour-rumour' was retracted already, at factions.yaml:168:5: "
        "2017-11-09-retracts-janzour-rumour\n"
    )


def test_one_that_would_repeat_another_claim_is_refused(run: Run) -> None:
    other = (
        "scenarios:\n",
        "  - {date: 2014, faction: a, relation: allied, to: b}\nscenarios:\n",
    )
    args = ("--drop", "until", "--drop", "by", "--drop", "note", "--drop-source", "s")

    result = run(
        "correct", "2012-a-b", "--date", "2014", *args, registry=TEXT.replace(*other)
    )

    assert (result.exit_code, result.stderr) == (
        2,
        "error: that stands already, at factions.yaml:18:5: 2014-a-b; "
        "`retract 2012-a-b` takes this one back\n",
    )


PARTS: dict[str, st.SearchStrategy[str]] = {
    "date": st.sampled_from(["2009", "2011-02~", "..2010-05"]),
    "relation": st.sampled_from([str(word) for word in Relation if not word.lineage]),
    "to": st.sampled_from(["4th-division", "gna"]),
    "status": st.sampled_from([str(status) for status in Status]),
    "note": st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip),
    "credibility": st.sampled_from("123456"),
    "begins": st.sampled_from(["yes", "no"]),
}  # fmt: skip


@given(
    name=st.sampled_from([*files.parse(SAMPLE, "f").claims]),
    parts=st.fixed_dictionaries({"by": st.just("A speaker")}, optional=PARTS),
)
def test_whatever_is_corrected_the_rest_stays(
    tmp_path: Path, name: str, parts: dict[str, str]
) -> None:
    path = tmp_path / "factions.yaml"
    path.write_text(SAMPLE, encoding="utf-8")
    old = files.parse(SAMPLE, "f")
    if old.claims[name].faction == parts.get("to") or any(
        name in entry.retracts for entry in old.entries
    ):
        return
    now = dates.parse_moment("2018-01-01")

    edit = corrections.correct(path, Correction(name, parts), now)

    new = files.read(path)
    (added,) = edit.added
    assert isinstance(added, Claim)
    expected = {**values_of(old.claims[name]), **parts}
    expected |= {"recorded": "2018-01-01", "retracts": (name,)}
    defaults = {"status": "reported", "begins": "no", "id": added.id}
    expected = {k: v for k, v in expected.items() if k != "id" and v != defaults.get(k)}
    assert {k: v for k, v in values_of(added).items() if k != "id"} == expected
    assert [e.id for e in new.entries if e.id != added.id] == [e.id for e in old.entries]
    lines = edit.after.splitlines()
    assert [line for line in SAMPLE.splitlines() if line not in lines] == []


@pytest.mark.parametrize(
    ("recorded", "line"),
    [("2013-02-03", "    recorded: 2013-02-03\n"), ("published", "")],
)
def test_a_slip_of_back_entry_is_corrected_for_earlier_days_too(
    run: Run, tmp_path: Path, recorded: str, line: str
) -> None:
    registry = TEXT.replace("{title: S}", "{title: S, date: 2013-02-03}")

    result = run(
        "correct", "2012-a-b", "--date", "2011", "--recorded", recorded, registry=registry
    )

    assert result.exit_code == 0, result.stderr
    assert f"    note: 'Said: so'\n{line}    retracts: [2012-a-b]\n" in text(tmp_path)
    known = ("log", "a", "-f", "json", "--known-at", "2013-02-03")
    rows = json.loads(run(*known, registry=None).stdout)
    assert {row["date"]: row["retracted"] for row in rows} == {"2011": False, "2012": True}


def test_a_correction_without_a_dated_source_was_never_published(run: Run) -> None:
    result = run("correct", "2012-a-b", "--date", "2011", "--recorded", "published",
        registry=TEXT)  # fmt: skip

    assert result.exit_code == 2
    assert result.stderr.startswith("error: recorded is 'published', but no source of")
