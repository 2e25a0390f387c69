"""Two versions of a registry are merged by entries; nothing but values can conflict."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from libya_tracker.errors import InvalidRegistryError
from libya_tracker.storage import files
from libya_tracker.storage.merging import build, registries
from libya_tracker.storage.merging.registries import Merged, NotByEntriesError
from tests.support.branches import data
from tests.support.places import TESTS, TOP

BASE = """\
# What this file is.
title: T

sources:
  s: {title: S}
  # the second
  t:
    title: T  # so
factions:
  a:
    name: Alpha
    aliases: [One, Two]
    leaders:
      - {name: X, since: 2012}
      - Y
    area: Here

  b: {name: Beta}
  # the last
  c:
    name: Gamma
changes:
  # first
  - date: 2012
    faction: a
    relation: allied
    to: b
    sources: [s]

  - {date: 2014, faction: a, relation: opposed, to: c}
  - date: 2013
    faction: b
    relation: allied
    to: c
    note: |
      # no comment
      Text.
  # the end
scenarios:
  w:
    title: W
    changes:
      - {date: 2016, faction: b, relation: none, to: c}
"""


def merge(ours: str, theirs: str, base: str = BASE) -> Merged:
    return registries.merge(base, ours, theirs, "f.yaml")


def whole(ours: str, theirs: str, base: str = BASE) -> str:
    """Return what comes of a merge without a conflict, which is a registry."""
    merged = merge(ours, theirs, base)
    assert merged.clashes == (), merged.text
    files.parse(merged.text, "f.yaml")
    return merged.text


def test_edits_of_other_keys_of_one_entry_are_both_kept() -> None:
    edits = [
        ("name: Alpha", "name: Alpha Group"),
        ("area: Here", "area: There  # since when?"),
        ("[One, Two]", "[One, Two, Three]"),
        ("{name: X, since: 2012}", "{name: X, since: 2012, until: 2014}"),
        ("    sources: [s]\n\n", "    sources: [s, t]\n    status: confirmed\n\n"),
        ("title: T  # so", "title: T  # so\n    date: 2014"),
        ("relation: opposed, to: c}", "relation: fighting, to: c}"),
        ("  b: {name: Beta}", "  b: {name: Beta, area: B}"),
        ("# What this file is.", "# What this is.\n# And more."),
        ("title: W", "title: The W"),
        ("  # the end", "  # the very end"),
        ("Text.", "More text."),
    ]
    for ours, theirs in itertools.combinations(edits, 2):
        both = BASE.replace(*ours).replace(*theirs)
        assert whole(BASE.replace(*ours), BASE.replace(*theirs)) == both


def test_what_both_add_at_the_end_is_all_there_ours_first() -> None:
    def version(side: str) -> str:
        return (
            BASE.replace("  # the second", f"  {side}: {{title: {side}}}\n  # the second")
            .replace("[One, Two]", f"[One, Two, {side}]")
            .replace("      - Y\n", f"      - Y\n      - {side}\n")
            .replace("    name: Gamma\n", f"    name: Gamma\n  {side}:\n    name: {side}\n")
            .replace(
                "  # the end",
                f"  # of {side}\n  - {{date: 2011, faction: a, relation: allied, to: c, "
                f"note: {side}}}\n  # the end",
            )
            .replace("\nscenarios:", f"\nscenarios:\n  {side}: {{title: {side}}}")
        )

    text = whole(version("mine"), version("yours"))

    assert text == (
        BASE.replace(
            "  # the second",
            "  mine: {title: mine}\n  yours: {title: yours}\n  # the second",
        )
        .replace("[One, Two]", "[One, Two, mine, yours]")
        .replace("      - Y\n", "      - Y\n      - mine\n      - yours\n")
        .replace(
            "    name: Gamma\n",
            "    name: Gamma\n  mine:\n    name: mine\n  yours:\n    name: yours\n",
        )
        .replace(
            "  # the end",
            "".join(
                f"  # of {side}\n  - {{date: 2011, faction: a, relation: allied, to: c, "
                f"note: {side}}}\n"
                for side in ("mine", "yours")
            )
            + "  # the end",
        )
        .replace(
            "\nscenarios:",
            "\nscenarios:\n  mine: {title: mine}\n  yours: {title: yours}",
        )
    )


def test_claims_kept_in_the_order_of_days_stay_so() -> None:
    base = BASE.replace("date: 2014", "date: 2012-03").replace("  # the end\n", "")

    def version(*days: str) -> str:
        lines = "".join(
            f"  - {{date: {day}, faction: c, relation: none, to: a}}\n" for day in days
        )
        return base.replace("scenarios:", f"{lines}scenarios:")

    text = whole(version("2014", "2018"), version("2013-05", "2016"), base)

    assert text == version("2013-05", "2014", "2016", "2018")


@pytest.mark.parametrize(
    "lines",
    [
        "  - {date: 2015, faction: c, relation: none, to: a}\n",
        "  - {date: 2015, faction: c, relation: none, to: a, id: own}\n",
        "  - retracts: [2012-a-b]\n    recorded: 2015-01-01\n    note: No.\n",
    ],
)
def test_the_same_entry_added_by_both_is_there_once(lines: str) -> None:
    ours = BASE.replace("  # the end\n", lines + "  # the end\n")
    theirs = BASE.replace("scenarios:", f"{lines}scenarios:")

    assert whole(ours, theirs).count(lines) == 1
    assert whole(theirs, ours).count(lines) == 1


def test_of_one_claim_recorded_by_both_the_first_time_counts() -> None:
    def version(time: str) -> str:
        line = f"  - {{date: 2015, faction: c, relation: none, to: a, recorded: {time}}}\n"
        return BASE.replace("  # the end\n", line)

    early, late = version("2018-01-01T09:00:00Z"), version("2018-01-02")

    assert whole(early, late) == whole(late, early) == early


CLASHES = {
    "a value": (
        ("area: Here", "area: There"),
        ("area: Here", "area: Elsewhere"),
        "    area: There\n=======\n    area: Elsewhere\n",
        "factions > a > area: both sides changed this in different ways",
    ),
    "a claim": (
        ("date: 2012\n", "date: 2012-03\n"),
        ("date: 2012\n", "date: 2012-04\n"),
        "  - date: 2012-03\n    faction: a\n    relation: allied\n    to: b\n"
        "    sources: [s]\n=======\n  - date: 2012-04\n    faction: a\n"
        "    relation: allied\n    to: b\n    sources: [s]\n",
        "changes > 2012-03 a b: both sides changed this in different ways",
    ),
    "between brackets": (
        ("{name: Beta}", "{name: B}"),
        ("{name: Beta}", "{name: Bet}"),
        "  b: {name: B}\n=======\n  b: {name: Bet}\n",
        "factions > b: both sides changed this in different ways",
    ),
    "gone": (
        ("  t:\n    title: T  # so\n", ""),
        ("title: T  # so", "title: Tee"),
        "=======\n  t:\n    title: Tee\n",
        "sources > t: theirs changed this, and ours removed it",
    ),
    "gone there": (
        ("    area: Here\n", "    area: Where\n"),
        ("    area: Here\n", ""),
        "    area: Where\n=======\n",
        "factions > a > area: ours changed this, and theirs removed it",
    ),
    "a source": (
        ("  # the second", "  u: {title: U}\n  # the second"),
        ("  # the second", "  u: {title: U, date: 2014}\n  # the second"),
        "  u: {title: U}\n=======\n  u: {title: U, date: 2014}\n",
        "sources > u: both sides added this in different ways",
    ),
    "an id": (
        ("  # the end", "  - {date: 2015, faction: c, relation: none, to: a, id: own}"),
        ("  # the end", "  - {date: 2016, faction: c, relation: none, to: b, id: own}"),
        "  - {date: 2015, faction: c, relation: none, to: a, id: own}\n=======\n"
        "  - {date: 2016, faction: c, relation: none, to: b, id: own}\n",
        "changes > 2015 c a: both sides added this in different ways",
    ),
    "the title": (
        ("title: T\n\n", "title: Ours\n\n"),
        ("title: T\n\n", "title: Theirs\n\n"),
        "title: Ours\n=======\ntitle: Theirs\n",
        "title: both sides changed this in different ways",
    ),
}


@pytest.mark.parametrize("name", CLASHES)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "dos"])
def test_marks_stand_around_that_alone_which_both_changed(name: str, end: str) -> None:
    ours, theirs, lines, message = CLASHES[name]
    one, other = BASE.replace(*ours), BASE.replace(*theirs).replace("Text.", "X.")
    versions = [text.replace("\n", end) for text in (BASE, one, other)]

    merged = merge(versions[1], versions[2], versions[0])

    marked = f"<<<<<<< ours\n{lines}>>>>>>> theirs\n".replace("\n", end)
    assert marked in merged.text
    (clash,) = merged.clashes
    assert f"{clash.subject}: {clash.reason}" == message
    assert merged.text.splitlines()[clash.where.line - 1] == "<<<<<<< ours"
    here, there = (part.replace("\n", end) for part in lines.split("=======\n"))
    assert merged.text.replace(marked, here) == versions[1].replace("Text.", "X.")
    chosen = merged.text.replace(marked, there)
    assert sorted(chosen.splitlines()) == sorted(versions[2].splitlines())


def test_two_corrections_of_one_claim_are_a_conflict() -> None:
    def version(relation: str) -> str:
        return BASE.replace(
            "    sources: [s]\n\n", "    sources: [s]\n    id: 2012-a-b\n\n"
        ).replace(
            "  # the end",
            f"  - {{date: 2012, faction: a, relation: {relation}, to: b, "
            "retracts: [2012-a-b], recorded: 2018-01-01}",
        )

    (clash,) = merge(version("truce"), version("fighting")).clashes

    assert clash.reason == "both sides added this in different ways"


def test_two_claims_that_got_one_id_on_either_side_keep_what_refers_to_them() -> None:
    def version(note: str) -> str:
        return BASE.replace(
            "  # the end",
            f"  - {{date: 2012, faction: a, relation: truce, to: b, note: {note}, "
            "id: 2012-a-b-2}\n"
            f"  - {{retracts: [2012-a-b-2], recorded: 2018-01-01, note: {note}}}",
        )

    merged = merge(version("mine"), version("yours"))

    registry = files.parse(merged.text, "f.yaml")
    assert merged.clashes == ()
    assert merged.remarks == (
        "the claim '2012-a-b-2' of theirs is '2012-a-b-3' now; ours has another one of "
        "that id",
    )
    for entry in registry.entries:
        for name in entry.retracts:
            assert registry.claims[name].note == entry.note


def test_one_claim_whose_id_both_wrote_keeps_the_one_of_ours() -> None:
    ours = BASE.replace(
        "    sources: [s]\n\n", "    sources: [s]\n    id: 2012-a-b\n\n"
    ).replace("  # the end", "  - {retracts: [2012-a-b], recorded: 2018-01-01}")
    theirs = (
        BASE.replace(
            "  # first\n",
            "  # first\n  - {date: 2012, faction: a, relation: truce, to: b}\n",
        )
        .replace("    sources: [s]\n\n", "    sources: [s]\n    id: 2012-a-b-2\n\n")
        .replace("  # the end", "  - {retracts: [2012-a-b-2], recorded: 2018-01-02}")
    )

    registry = files.parse(whole(ours, theirs), "f.yaml")

    assert registry.claims["2012-a-b"].relation == "allied"
    assert {name for entry in registry.entries for name in entry.retracts} == {"2012-a-b"}


def test_a_reference_to_a_derived_id_gets_it_written_where_it_would_shift() -> None:
    ours = BASE.replace(
        "  # first\n", "  # first\n  - {date: 2012, faction: a, relation: truce, to: b}\n"
    )
    theirs = BASE.replace(
        "  # the end", "  - retracts: [2012-a-b]\n    recorded: 2018-01-01\n  # the end"
    )

    text = whole(ours, theirs)

    assert "    sources: [s]\n    id: 2012-a-b\n" in text
    assert whole(theirs, ours) == text


NEW_CLAIM = "  - {date: 2015, faction: c, relation: allied, to: b, by: b}\n  # the end"


def test_what_one_side_renamed_is_renamed_in_what_the_other_wrote() -> None:
    renamed = (
        BASE.replace("  b: {", "  beta: {")
        .replace(
            "    to: b\n    sources: [s]\n",
            "    to: beta\n    sources: [s]\n    id: 2012-a-b\n",
        )
        .replace("faction: b\n", "faction: beta\n")
        .replace("      Text.\n", "      Text.\n    id: 2013-b-c\n")
        .replace("faction: b,", "faction: beta,")
        .replace("none, to: c}", "none, to: c, id: 2016-b-c}")
    )
    files.parse(renamed, "f.yaml")
    added = BASE.replace("  # the end", NEW_CLAIM).replace(
        "{name: Beta}", "{name: Beta, area: B}"
    )

    text = whole(renamed, added)

    assert "to: beta, by: beta, id: 2015-c-b}" in text
    assert "  beta: {name: Beta, area: B}" in text
    assert whole(added, renamed) == text


def test_a_claim_about_what_the_other_side_removed_is_a_conflict() -> None:
    base = BASE.replace("scenarios:", "scenarios:").replace(
        "  c:\n", "  d: {name: D}\n  c:\n"
    )
    ours = base.replace("  d: {name: D}\n", "")
    theirs = base.replace("  # the end", NEW_CLAIM.replace("to: b, by: b", "to: d"))

    merged = merge(ours, theirs, base)

    (clash,) = merged.clashes
    assert clash.subject == "changes > 2015 c d"
    assert clash.reason == "beside the rest, no faction 'd'; add it under factions"
    assert (
        "<<<<<<< ours\n=======\n  - {date: 2015, faction: c, relation: allied, to: d}\n"
        ">>>>>>> theirs\n"
    ) in merged.text


def test_a_comment_does_not_become_a_part_of_a_text_that_comes_above_it() -> None:
    ours = BASE.replace("  c:\n", "  c:\n      # deep\n")
    theirs = BASE.replace("  c:\n", "  c:\n    note: |\n      Text.\n")

    text = whole(ours, theirs)

    assert "  c:\n    note: |\n      Text.\n    # deep\n    name: Gamma\n" in text
    assert whole(theirs, ours) == text


def test_a_comment_in_the_head_of_a_text_is_not_lost() -> None:
    ours = BASE.replace("      Text.\n", "      More.\n")
    theirs = BASE.replace("    note: |\n", "    note: |  # why\n")

    (clash,) = merge(ours, theirs).clashes

    assert clash.subject == "changes > note"


def test_several_claims_about_what_is_gone_are_as_many_conflicts() -> None:
    base = BASE.replace("  c:\n", "  d: {name: D}\n  c:\n")
    claims = [
        f"  - {{date: 201{n}, faction: {name}, relation: allied, to: d}}\n"
        for n, name in enumerate("abc", 5)
    ]
    first, *others = claims
    ours = base.replace("  d: {name: D}\n", "")
    theirs = base.replace("  # first\n", f"{first}  # first\n").replace(
        "  # the end\n", f"{''.join(others)}  # the end\n"
    )

    merged = merge(ours, theirs, base)

    for claim in claims:
        marked = f"<<<<<<< ours\n=======\n{claim}>>>>>>> theirs\n"
        assert marked in merged.text
    assert [clash.subject for clash in merged.clashes] == [
        *("changes > 2015 a d", "changes > 2016 b d", "changes > 2017 c d"),
    ]


def test_comments_of_both_sides_are_kept() -> None:
    ours = BASE.replace("# first", "# the first of all").replace(
        "  b: {", "  # ours\n  b: {"
    )
    theirs = BASE.replace("# first", "# the first one").replace(
        "  b: {", "  # theirs\n  b: {"
    )

    text = whole(ours, theirs)

    assert "  # the first of all\n  # the first one\n  - date: 2012\n" in text
    assert "  # ours\n  # theirs\n  b: {" in text


def test_a_comment_above_what_the_other_side_removed_stays() -> None:
    ours = BASE.replace("  - {date: 2014, faction: a, relation: opposed, to: c}\n", "")
    theirs = BASE.replace("  - {date: 2014", "  # a word\n  - {date: 2014")

    assert whole(ours, theirs) == ours.replace(
        "\n  - date: 2013", "  # a word\n\n  - date: 2013"
    )


def test_an_entry_takes_the_indentation_of_the_file_that_it_comes_into() -> None:
    lines = BASE.splitlines(keepends=True)
    start, end = lines.index("changes:\n") + 1, lines.index("scenarios:\n")
    shifted = [line.removeprefix("  ") for line in lines[start:end]]
    ours = "".join([*lines[:start], *shifted, *lines[end:]])
    claim = "  - date: 2015\n    faction: c\n    relation: none\n    to: a\n"
    theirs = BASE.replace("  # the end", f"{claim}  # the end")

    text = whole(ours, theirs)

    assert "- date: 2015\n  faction: c\n  relation: none\n  to: a\n# the end\n" in text
    assert whole(theirs, ours) == text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("final", [True, False])
def test_the_form_of_the_file_is_ours_or_what_theirs_made_of_it(
    end: str, mark: str, final: bool
) -> None:
    def formed(text: str) -> str:
        text = mark + text.replace("\n", end)
        return text if final else text.removesuffix(end)

    ours, theirs = BASE.replace("Alpha", "A"), BASE.replace("Beta", "B")
    both = formed(ours.replace("Beta", "B"))

    assert merge(formed(ours), theirs).text == both
    assert merge(ours, formed(theirs)).text == both
    assert merge(formed(ours), formed(theirs), formed(BASE)).text == both


def test_a_file_that_both_sides_began_is_merged_too() -> None:
    ours = BASE
    theirs = "factions:\n  z: {name: Z}\n  a2: {name: Q}\n"

    assert "  z: {name: Z}\n" in whole(ours, theirs, "")


def test_json_is_merged_where_nothing_conflicts() -> None:
    base = {
        "factions": {"a": {"name": "A"}, "b": {"name": "B"}},
        "changes": [{"date": "2012", "faction": "a", "relation": "allied", "to": "b"}],
    }
    text = json.dumps(base, indent=2) + "\n"
    ours = text.replace('"name": "A"', '"name": "A",\n      "area": "X"')
    theirs = text.replace('"name": "B"', '"name": "BB"')

    assert json.loads(whole(ours, theirs, text))["factions"] == {
        "a": {"name": "A", "area": "X"},
        "b": {"name": "BB"},
    }
    with pytest.raises(NotByEntriesError):
        merge(text.replace('"A"', '"1"'), text.replace('"A"', '"2"'), text)


def test_a_version_that_is_no_registry_is_named() -> None:
    with pytest.raises(InvalidRegistryError, match=r"f\.yaml \(theirs\):1:1: "):
        merge(BASE.replace("Alpha", "A"), "nothing")


TEXTS = [
    path.read_text(encoding="utf-8")
    for path in (TOP / "factions.yaml", TESTS / "sample.yaml", *TESTS.glob("cases/*.yaml"))
]


def valid(text: str) -> bool:
    try:
        files.parse(text, "f.yaml")
    except InvalidRegistryError:
        return False
    return True


VALID = [text for text in TEXTS if valid(text)]


@pytest.mark.parametrize("text", VALID)
def test_a_tree_is_all_of_its_text(text: str) -> None:
    assert build.tree(text).text == text
    dos = text.replace("\n", "\r\n")
    assert build.tree(dos).text == dos


@st.composite
def hand_edits(draw: st.DrawFn) -> str:
    """A text in which comments, blank lines or entries were put anywhere between lines."""
    lines = BASE.splitlines(keepends=True)
    side = draw(st.sampled_from("xyz"))
    for place in sorted(
        draw(st.sets(st.integers(0, len(lines)), max_size=4)), reverse=True
    ):
        indent = draw(st.sampled_from(["", "  ", "    "]))
        lines.insert(place, draw(st.sampled_from(["\n", f"{indent}# {side}{place}\n"])))
    if draw(st.booleans()):
        day = draw(st.integers(1, 3))
        claim = f"  - {{date: 2015-01-0{day}, faction: c, relation: none, to: a}}\n"
        lines.insert(lines.index("scenarios:\n"), claim)
    text = "".join(lines)
    assume(valid(text))
    return text


@given(ours=hand_edits(), theirs=hand_edits())
def test_whatever_is_between_the_lines_survives_and_is_no_conflict(
    ours: str, theirs: str
) -> None:
    text = whole(ours, theirs)

    comments = {line.strip() for line in (ours + theirs).splitlines() if "#" in line}
    assert comments <= {line.strip() for line in text.splitlines()}
    assert data(files.parse(text, "f")) == data(files.parse(whole(theirs, ours), "f"))


@given(theirs=hand_edits())
def test_nothing_changes_where_one_side_alone_did(theirs: str) -> None:
    assert merge(BASE, theirs).text == merge(theirs, BASE).text == theirs
    assert merge(theirs, theirs).text == theirs


def test_of_two_new_ids_of_one_faction_the_claims_have_that_of_ours() -> None:
    def version(name: str) -> str:
        return (
            BASE.replace("  b: {name", f"  {name}: {{name")
            .replace("faction: b", f"faction: {name}")
            .replace("to: b\n", f"to: {name}\n")
        )

    merged = merge(version("mine"), version("yours"))

    (clash,) = merged.clashes
    assert clash.reason == (
        "ours calls it 'mine', and theirs 'yours'; the claims have 'mine': keep that, and "
        "rename it if 'yours' is right"
    )
    marked = (
        "<<<<<<< ours\n  mine: {name: Beta}\n=======\n  yours: {name: Beta}\n"
        ">>>>>>> theirs\n"
    )
    text = merged.text.replace(marked, "  mine: {name: Beta}\n")
    assert "to: yours" not in text
    files.parse(text, "f.yaml")


def test_where_one_side_made_two_factions_one_the_other_names_that() -> None:
    ours = (
        BASE.replace("  b: {name: Beta}\n", "")
        .replace("    name: Gamma", "    name: Gamma\n    aliases: [Beta]")
        .replace(
            "    to: b\n    sources: [s]\n",
            "    to: c\n    sources: [s]\n    id: 2012-a-b\n",
        )
    )
    start = ours.index("  - date: 2013")
    ours = ours[:start] + ours[ours.index("  # the end") :]
    ours = ours.replace(
        "      - {date: 2016, faction: b, relation: none, to: c}\n",
        "      - {date: 2016, faction: a, relation: none, to: c}\n",
    )
    claim = "  - {date: 2015, faction: a, relation: truce, to: b}\n  # the end"
    theirs = BASE.replace("  # the end", claim)

    merged = merge(ours, theirs)

    assert merged.clashes == ()
    assert merged.remarks == ("1 claim of theirs names 'c' now, which ours made of 'b'",)
    assert "{date: 2015, faction: a, relation: truce, to: c, id: 2015-a-b}" in merged.text
