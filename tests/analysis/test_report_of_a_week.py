"""A week of reports: mail on the days with news alone, nothing twice, nothing missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis.report import Bulletin, bulletin
from libya_tracker.cli import since_last
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from tests.conftest import SAMPLE, Run

pytestmark = pytest.mark.slow  # whole bulletins

NEWS = ("report", "--since-last", "desk", "--only-if-changed")
REGISTRY = Path("factions.yaml")
TIMED = """\
  - date: 2017-12-20
    faction: kani
    relation: truce
    to: zintan
    until: 2018-01-06
    sources: [herald]
"""
AHEAD = """\
  - {date: 2018-01-04, faction: trb, relation: fighting, to: janzour}
  - date: 2018-01-05
    faction: zintan
    relation: allied
    to: kani
    status: expected
    sources: [herald]
"""
CITED = "    status: confirmed\n    sources: [gazette, monitor]\n"
ALIGNED = """\
  - date: 2017-06
    faction: zintan
    relation: aligned
    to: gna
    sources: [herald]
"""


@dataclass
class Week:
    """A desk at which the registry is edited and a report is written each morning."""

    run: Run
    set_day: Callable[[str], None]
    diary: list[str] = field(default_factory=list)

    def morning(self, day: str, *args: str) -> None:
        """Write what the report of a day prints into the diary."""
        self.set_day(day)
        result = self.run(*NEWS, *args, registry=None)
        answer_text = result.stdout + "".join(
            f"! {line}\n" for line in result.stderr.splitlines()
        )
        self.diary.append(f"== {day}, exit code {result.exit_code}\n{answer_text}")

    def keep(self, *args: str) -> None:
        """Change the registry by the program."""
        assert self.run(*args, registry=None).exit_code == 0

    def edit(self, old: str, new: str) -> None:
        """Change the registry by hand."""
        text = REGISTRY.read_text(encoding="utf-8")
        assert text.count(old) == 1
        REGISTRY.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def week(run: Run, monkeypatch: pytest.MonkeyPatch) -> Week:
    REGISTRY.write_text(SAMPLE, encoding="utf-8")
    return Week(run, lambda day: monkeypatch.setenv("LIBYA_TRACKER_TODAY", day))


def test_a_week(week: Week, snapshot: Callable[[str], None]) -> None:
    week.morning("2018-01-01", "--since", "2017-12-01")  # Monday, the first: some history
    week.keep("record", "janzour", "fighting", "kani", "--date", "2017-12-30")
    week.morning("2018-01-02")  # recorded after the report of its day, dated before it
    week.edit("# the campaign", "# The campaign; see the archive.")
    week.morning("2018-01-03")  # nothing but a comment
    week.edit("  # a retraction\n", TIMED + AHEAD)
    week.morning("2018-01-04")  # a truce found late, a claim of this day, an expectation
    week.edit(CITED, CITED.replace(", monitor", ""))
    week.edit(ALIGNED, "")
    week.morning("2018-01-05", "-o", "nowhere/mail.txt")  # Friday: it cannot be written
    week.keep("retract", "2017-11-01-zintan-tidings", "--note", "The Monitor was misled.")
    week.morning("2018-01-06")  # what Friday could not tell; and who was awaited is late
    week.morning("2018-01-07")  # the truce has run out
    week.edit("title: Western Libya, a sample", "title: Western Libya, a sample  # ours")
    week.morning("2018-01-08")  # nothing new
    week.morning("2018-01-09")

    snapshot("\n".join(week.diary))


DAY = dt.date(2018, 1, 1)
CLAIMS = st.fixed_dictionaries(
    {
        "date": st.sampled_from(["2017-11-05", "2017-11-05..2017-11-09", "2017-12"]),
        "faction": st.sampled_from(["a", "b"]),
        "relation": st.sampled_from(["allied", "opposed", "none", "merged"]),
        "to": st.sampled_from(["c", "d"]),
        "status": st.sampled_from(["reported", "denied", "expected"]),
    }
)
#: What somebody does with the registry between two reports.
ACTS = st.one_of(
    st.tuples(st.just("add"), st.integers(0, 9), CLAIMS),
    st.tuples(st.just("edit"), st.integers(0, 9), CLAIMS),
    st.tuples(st.sampled_from(["remove", "again"]), st.integers(0, 9), st.none()),
)
MORNINGS = st.tuples(st.lists(ACTS, max_size=4), st.booleans(), st.integers(0, 40))


class Desk:
    """A registry whose entries each carry a number in their note, whatever they say."""

    def __init__(self) -> None:
        self.claims: list[dict[str, str]] = []
        self._made = 0

    def act(self, what: str, place: int, claim: dict[str, str] | None) -> None:
        place = min(place, max(len(self.claims) - 1, 0))
        if what == "add" and claim:
            self._made += 1
            self.claims.insert(place, {**claim, "note": f"n{self._made}"})
        elif claim and self.claims:
            self.claims[place] = {**claim, "note": self.claims[place]["note"]}
        elif self.claims:
            one = self.claims.pop(place)
            self.claims += [one] if what == "again" else []  # the same, further down

    @property
    def entries(self) -> dict[str, dict[str, str]]:
        return {claim["note"]: claim for claim in self.claims}

    @property
    def text(self) -> str:
        lines = [
            "  - {" + ", ".join(f'{key}: "{value}"' for key, value in claim.items()) + "}"
            for claim in self.claims
        ]
        factions = "factions: {a: {name: A}, b: {name: B}, c: {name: C}, d: {name: D}}"
        return "\n".join([factions, *(["changes:"] if lines else []), *lines, ""])


@given(st.lists(MORNINGS, max_size=5))
def test_whatever_is_done_each_entry_is_told_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mornings: list[tuple[list[tuple[str, int, dict[str, str] | None]], bool, int]],
) -> None:
    (since_last.folder() / "desk.json").unlink(missing_ok=True)
    desk, day, before = Desk(), DAY, dict[str, dict[str, str]]()
    for acts, fails, later in mornings:
        day += dt.timedelta(days=later)
        monkeypatch.setenv("LIBYA_TRACKER_TODAY", day.isoformat())
        for act in acts:
            desk.act(*act)
        (tmp_path / "factions.yaml").write_text(desk.text, encoding="utf-8")

        edition = reported(tmp_path / "factions.yaml", day, fails=fails)

        after = desk.entries
        fresh = {note for note in after if before.get(note) != after[note]}
        missing = {note for note in before if before[note] != after.get(note)}
        kinds = arrivals(edition)
        assert kinds["new"] | kinds["edited"] == fresh
        assert kinds["removed"] <= missing
        assert len(kinds["removed"]) + len(kinds["edited"]) == len(missing)
        before = before if fails else after


def reported(path: Path, day: dt.date, *, fails: bool) -> Bulletin:
    with since_last.last("desk", path) as last:
        b = Perspective(ClaimIndex(last.registry), Point(day, day))
        edition = bulletin(last.before(b) or since_last.beginning(b), b)
        if not fails:
            last.advance(b)
    return edition


def arrivals(edition: Bulletin) -> dict[str, set[str]]:
    """Return the notes of the entries that are told as new, edited, and removed.

    None is told twice; but an expectation may be told for itself, and for the tie that was
    lost when it was no more than that.
    """
    claims = edition.b.registry.claims
    facts = [(item.arrival, item.entry.note or "") for item in edition.items]
    expectations = [(p.arrival, claims[p.row.change].note or "") for p in edition.expected]
    for news in (
        facts,
        expectations,
    ):  # what was edited beyond recognition: removed and new
        entries = [(arrival == "removed", note) for arrival, note in news if arrival]
        assert len(entries) == len({*entries})
    return {
        kind: {note for arrival, note in facts + expectations if arrival == kind}
        for kind in ("new", "edited", "removed")
    }
