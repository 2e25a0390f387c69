"""The shipped data set: sound, every claim of the chronology accounted for, nothing copied.

What the program does is tested on samples; this asks whether the data keep their promises.
"""

from __future__ import annotations

import csv
import datetime as dt
import re

import pytest

from libya_tracker.analysis import diff
from libya_tracker.analysis import state as history
from libya_tracker.cli.problems import problems_in
from libya_tracker.model import names
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Claim, Registry
from libya_tracker.model.vocabulary import Relation, Status
from libya_tracker.storage import files
from tests.support.places import SHARED, TESTS, TOP

DOCUMENT = (TESTS / "chronology_rows.md").read_text(encoding="utf-8")
OUTSIDE = SHARED / "chronology"
NOW = dt.date(2026, 1, 1)
ID = re.compile(r"`([a-z0-9.-]+)`")

needs_outside = pytest.mark.skipif(
    not OUTSIDE.is_dir(), reason="the chronology itself is not beside this checkout"
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return files.read(TOP / "factions.yaml")


def rows_of(document: str, first: str) -> dict[str, str]:
    """Return the rows of the document's tables whose first cell is of a form."""
    rows = re.findall(rf"^\| ({first}) \| (.+) \|$", document, re.MULTILINE)
    assert len(rows) == len({key for key, _ in rows})
    return dict(rows)


def test_the_registry_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBYA_TRACKER_TODAY", NOW.isoformat())
    problems, _ = problems_in(TOP / "factions.yaml")

    assert problems == []


def test_every_change_named_in_the_document_is_there_and_every_one_is_named(
    registry: Registry,
) -> None:
    tables = {**rows_of(DOCUMENT, r"C\d{3}"), **rows_of(DOCUMENT, r"\d+")}
    names = {name for row in tables.values() for name in ID.findall(row)}

    assert names - registry.claims.keys() - registry.scenarios.keys() == set()
    record = {c.id for c in registry.claims.values() if c.scenario is None}
    assert record - set(ID.findall(DOCUMENT)) == set()


@needs_outside
@pytest.mark.parametrize(
    ("file", "column", "first", "count"),
    [
        ("claims.csv", "id", r"C(?:0\d\d|1[0-4]\d|15[0-6])", 156),
        ("claims-2.csv", "id", r"C(?:15[7-9]|1[6-9]\d|[23]\d\d)", 183),
        ("founding-claims.csv", "n", r"\d+", 60),
    ],
)
def test_every_claim_of_the_chronology_is_accounted_for(
    file: str, column: str, first: str, count: int
) -> None:
    with (OUTSIDE / file).open(encoding="utf-8", newline="") as text:
        claims = [row[column] for row in csv.DictReader(text)]

    assert list(rows_of(DOCUMENT, first)) == claims
    assert len(claims) == count


@needs_outside
def test_only_what_is_of_the_second_rank_was_left_out() -> None:
    notes = (OUTSIDE / "notes-2.md").read_text(encoding="utf-8")
    second = set(re.findall(r"C\d{3}", notes.split("except these 47")[1].split("C335-")[0]))

    left = {n for n, row in rows_of(DOCUMENT, r"C\d{3}").items() if "second rank" in row}

    assert left <= second
    assert len(second) == 47


@needs_outside
@pytest.mark.parametrize(
    "file",
    [
        "founding-article.txt",
        "claims.csv",
        "claims-2.csv",
        "founding-claims.csv",
    ],
)
def test_no_sentence_was_copied(registry: Registry, file: str) -> None:
    theirs = _runs((OUTSIDE / file).read_text(encoding="utf-8"))

    notes = [c.note for c in registry.claims.values()]
    notes += [faction.note for faction in registry.factions.values()]
    ours = {run: note for note in notes if note for run in _runs(note)}

    assert [ours[run] for run in ours.keys() & theirs] == []


def _runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[n : n + length]) for n in range(len(words) - length + 1)}


def test_confirmed_means_two_voices_and_wikipedia_is_none(registry: Registry) -> None:
    for claim in registry.claims.values():
        voices = {registry.origins[name] for name in claim.sources} - {"wikipedia"}
        if claim.status is Status.CONFIRMED:
            assert len(voices) >= 2, claim.id


def test_no_claim_is_without_a_source(registry: Registry) -> None:
    assert [claim.id for claim in registry.claims.values() if not claim.sources] == []


def test_the_founding_case_is_whole(registry: Registry) -> None:
    claims = {(c.faction, c.relation, c.to, c.status) for c in registry.claims.values()}
    tide = "tidings-of-security"

    required: set[tuple[str, str, str, str]] = {
        ("gna", "supports", tide, "assessed"),
        ("gna", "supports", tide, "denied"),
        ("lna", "supports", tide, "alleged"),
        ("lna", "supports", tide, "denied"),
        ("lna", "opposed", tide, "confirmed"),
        (tide, "fighting", "4th-division", "confirmed"),
        (tide, "subordinate", "juwaili", "reported"),
        ("trb", "member", tide, "reported"),
        ("zintan-military-council", "member", tide, "confirmed"),
        ("kani-militias", "member", tide, "reported"),
        ("zintan-military-council", "member", tide, "reported"),
        ("zintan-lna-units", "subordinate", "zintan-military-council", "reported"),
        ("zintan-lna-units", "aligned", "lna", "reported"),
        ("janzour-militias", "member", tide, "expected"),
        ("zawiya-militias", "member", tide, "expected"),
    }
    assert required <= claims
    assert {"deal", "stand-ground"} <= registry.scenarios.keys()


def test_the_comparison_tells_the_story_of_the_article(registry: Registry) -> None:
    index = ClaimIndex(registry)
    a, b = (
        Perspective(index, Point(dt.date(2017, *day), NOW)) for day in ((10, 31), (11, 10))
    )

    changes = {(r.faction, r.to): (r.before, r.after) for r in diff.diff(a, b)}

    tide = "tidings-of-security"
    for joined in ("trb", "kani-militias", "zintan-military-council"):
        assert changes[joined, tide] == (None, "member")
    assert changes[tide, "4th-division"] == (None, "fighting")
    assert changes["gna", tide] == (None, "supports")
    assert changes["lna", tide] == ("supports", "opposed")
    assert ("janzour-militias", tide) not in changes
    assert len(changes) <= 25
    state = history.state(Perspective(index, b.point))
    assert state.disputed_by(state.ties["gna", tide])
    assert "zintan-military-council" in state.divided()
    expected = {r.faction for r in diff.meanwhile(a, b) if r.status == "expected"}
    assert expected == {"janzour-militias", "zawiya-militias"}


def test_what_was_known_of_the_week_is_known_then(registry: Registry) -> None:
    day = dt.date(2017, 11, 10)
    index = ClaimIndex(registry)
    then = history.state(Perspective(index, Point(day, dt.date(2017, 11, 11))))

    ties = {pair: tie.relation.value for pair, tie in then.ties.items()}
    assert ties["trb", "gna"] == "aligned"
    assert then.status_of(then.ties["trb", "gna"]) is Status.CONFIRMED
    assert ties["kani-militias", "gna"] == "aligned"
    assert ties["trb", "tidings-of-security"] == "member"


def test_a_branch_of_the_article_is_open_until_the_fourth_is_defeated(
    registry: Registry,
) -> None:
    index = ClaimIndex(registry)

    for day in (3, 6, 8):
        point = Point(dt.date(2017, 11, day), NOW, "stand-ground")
        state = history.state(Perspective(index, point))
        assert state.ties["4th-division", "juwaili"].relation is Relation.FIGHTING, day


#: What an analyst types, and whom it means.
SHORT = """
    tidings: tidings-of-security · zintan: zintan-military-council · kani: kani-militias
    trb: trb · 4th: 4th-division · 7th: kani-militias · 9th: 9th-brigade
    22nd: 22nd-brigade · 33rd: 33rd-brigade · 301: 301-brigade · 444: 444-brigade
    rada: rada · sdf: rada
    kara: rada · nawasi: nawasi · ssa: stability-support-apparatus · ghaniwa: abu-salim
    badi: sumud · tajouri: trb · haftar: lna · lna: lna · lng: libyan-national-guard
    national guard: libyan-national-guard · sof: special-operations-force · misrata: misrata
    gna: gna · gnu: gnu · gns: national-salvation-government · hcs: high-council-of-state
    hor: house-of-representatives · serraj: gna · dabaiba: gnu · dawn: libya-dawn
    fajr: libya-dawn · dignity: operation-dignity · volcano: volcano-of-rage
    bunyan: bunyan-marsous · tpf: tripoli-protection-force · dabbashi: dabbashi-brigade
    aior: sabratha-operations-room · janzour: janzour-militias · zawiya: zawiya-militias
    zuwara: zuwara-militias · gharyan: gharyan-militias · halbous: halbous · madi: madi
    uae: united-arab-emirates · un: united-nations · wagner: wagner · الردع: rada
    السابع: kani-militias · حفتر: lna · الزنتان: zintan-military-council
"""


def test_a_short_name_finds_whom_an_analyst_means(registry: Registry) -> None:
    meant = dict(pair.strip().split(": ") for pair in re.split("[·\n]", SHORT.strip()))
    day = dt.date(2018, 6, 1)

    answers = {name: names.lookup(registry, name, day).faction.id for name in meant}

    assert answers == meant


def test_what_must_not_be_merged_is_not(registry: Registry) -> None:
    by_name: dict[str, set[str]] = {}
    for faction in registry.factions.values():
        for name in (faction.name, *(alias.name for alias in faction.aliases)):
            by_name.setdefault(name.casefold(), set()).add(faction.id)

    assert {name: ids for name, ids in by_name.items() if len(ids) > 1} == {}
    apart = [
        ("7th brigade", "9th brigade", "22nd brigade", "4th brigade"),
        ("33rd brigade", "301 brigade", "444 brigade", "bab tajoura brigade"),
        ("libyan national army", "libyan national guard", "bunyan marsous", "misrata"),
        ("special deterrence force", "special operations force"),
        ("gna", "gnu", "gns", "hcs", "hor"),
        ("fajr libya", "fakhr libya", "volcano of rage"),
        ("nawasi", "rada", "abu salim", "stability support apparatus", "trb", "tpf"),
        ("halbous", "301 brigade", "sumud"),
    ]
    for group in apart:
        assert len({next(iter(by_name[name])) for name in group}) == len(group), group
    assert by_name.keys() & {"national liberation army", "libyan army", "tarhuna"} == set()


def test_every_denial_and_expectation_says_of_whom_it_is(registry: Registry) -> None:
    silent: list[Claim] = [
        c
        for c in registry.claims.values()
        if c.status in {Status.DENIED, Status.EXPECTED} and not (c.by or c.sources)
    ]

    assert silent == []
    assert Relation.NONE in {c.relation for c in registry.claims.values()}


def test_no_fight_comes_back_when_a_truce_ends(registry: Registry) -> None:
    record = [c for c in registry.claims.values() if c.scenario is None]
    pairs = {
        frozenset((c.faction, c.to)): c.date.first
        for c in record
        if c.relation is Relation.TRUCE and c.until is not None
    }

    open_before = [
        c.id
        for c in record
        if c.relation is Relation.FIGHTING and c.until is None
        if c.date.first <= pairs.get(frozenset((c.faction, c.to)), dt.date.min)
    ]

    assert open_before == []
