"""A month of a desk of two: two clones of one registry, kept by command, merged by git.

Each works for twenty days in a clone of their own. Ann pushes first; Ben's pull merges what
both did, by the driver that docs/git.md sets up, and Ann has it the next morning.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from libya_tracker.model.records import Claim
from libya_tracker.storage import files
from tests.conftest import Run
from tests.support.launcher import PROGRAM

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")

REGISTRY = "factions.yaml"
DAYS = range(1, 21)
START = """# The desk's registry. Ann and Ben keep it.
title: Hill country

# what was read
sources:
  atlas:   # the first thing that anybody read
    title: An atlas of the hills
    publisher: Atlas Press
    date: 2017-12

# who is who; ids stay as they are
factions:
  ash:
    name: Ash Brigade
    aliases: [The Ashes]
    area: North
  # of the coast
  bay:
    name: Bay Council

  cob:
    name: Cob Front   # once a cooperative
    area: "The river"
  dew:
    name: Dew Guard
  elm:
    name: Elm Army
  fig:
    name: Fig Revolutionaries
  gum:
    name: Gum Force

changes:
  # before the month

  - date: 2017-12
    faction: ash
    relation: aligned
    to: elm
    sources: [atlas]   # page 9
    note: >-
      As the map has it,
      in green.
  - {date: 2017-12, faction: bay, relation: neutral, to: elm, sources: [atlas]}

  # the month
"""
FACTIONS = ("ash", "bay", "cob", "dew", "elm", "fig", "gum")
RELATIONS = ("allied", "opposed", "fighting", "supports", "aligned", "truce", "neutral")
#: Whom a faction is called at the end, where that is not what it was called first.
LATER = {"cob": "river-front", "fig-battalion": "fig-brigade"}
ANNS_AREA, BENS_AREA = "The coast", "The east"

#: A claim by what it says: the day, the faction, the relation, to.
Said = tuple[str, str, str, str]


class Desk:
    """One of the two: a clone, and the commands that are run in it."""

    def __init__(self, name: str, folder: Path, run: Run) -> None:
        self.name = name
        self.folder = folder
        self.said: list[Said] = []
        self._run = run

    @property
    def path(self) -> Path:
        return self.folder / REGISTRY

    @property
    def text(self) -> str:
        return self.path.read_bytes().decode()

    def git(self, *args: str, code: int = 0) -> str:
        return git(self.folder, *args, code=code)

    def tracker(self, *args: str) -> str:
        result = self._run(*args, "-r", str(self.path), registry=None)
        assert result.exit_code == 0, result.stdout + result.stderr
        return str(result.stdout + result.stderr)

    def source(self, day: int) -> str:
        """Return the source that is read on a day: a paper of every fourth day."""
        return f"{self.name}-{day - (day - 1) % 4:02}"

    def read(self, day: int) -> None:
        """Enter what was read on a day: a paper, and two claims out of it."""
        if (name := self.source(day)).endswith(f"{day:02}"):
            title = ("--title", f"What {self.name} read", "--publisher", name)
            self.tracker("source", "add", name, *title, "--date", "2018-03")
        for number in (0, 1):
            place = 2 * day + number + (0 if self.name == "ann" else 3)
            faction = FACTIONS[place % 7]
            to = FACTIONS[(place + 1 + (day + number) % 5) % 7]
            self.record(day, faction, RELATIONS[(place * 3 + day) % 7], to)

    def record(self, day: int, faction: str, relation: str, to: str) -> None:
        """Record a claim under the ids that this clone has for the factions."""
        known = files.read(self.path).factions
        faction, to = (name if name in known else LATER[name] for name in (faction, to))
        self.tracker(
            *("record", faction, relation, to, "--date", date(day)),
            *("--source", self.source(day), "--note", f"Heard by {self.name}, no. {day}."),
        )
        self.said.append((date(day), faction, relation, to))

    def retract(self, place: int) -> None:
        """Take back one of their own claims, by its place among them."""
        said = self.said.pop(place)
        self.tracker("retract", self.id_of(said), "--note", "A mistake.")

    def correct(self, place: int, relation: str) -> None:
        """Correct the relation of one of their own claims."""
        said = self.said[place]
        day, faction, _, to = said
        self.tracker(
            *("correct", self.id_of(said), "--relation", relation),
            *("--note", "Misheard at first."),
        )
        self.said[place] = (day, faction, relation, to)

    def id_of(self, said: Said) -> str:
        (claim,) = [c for c in standing(self.path) if says(c) == named_later(said)]
        return claim.id

    def commit(self, day: int) -> None:
        self.git("commit", "-q", "-a", "-m", f"{self.name}, day {day}")


def date(day: int) -> str:
    return f"2018-03-{day:02}"


def git(folder: Path, *args: str, code: int = 0) -> str:
    """Run git with nothing of the user's own settings."""
    ended = subprocess.run(
        ["git", *args],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "LIBYA_TRACKER_TODAY": os.environ["LIBYA_TRACKER_TODAY"],
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == code, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


def standing(path: Path) -> list[Claim]:
    """Return the claims that nothing takes back."""
    registry = files.read(path)
    gone = {name for entry in registry.entries for name in entry.retracts}
    return [claim for claim in registry.claims.values() if claim.id not in gone]


def says(claim: Claim) -> Said:
    said = str(claim.date), claim.faction, str(claim.relation), claim.to
    return named_later(said)


def named_later(said: Said) -> Said:
    day, faction, relation, to = said
    return day, LATER.get(faction, faction), relation, LATER.get(to, to)


@pytest.fixture
def desks(tmp_path: Path, launcher: tuple[str, ...], run: Run) -> tuple[Desk, Desk]:
    """Two clones of a bare repository, each with the merge driver."""
    os.environ["LIBYA_TRACKER_TODAY"] = date(1)
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "shared.git")
    words = shlex.join([*launcher, PROGRAM, "merge", "--marker-size"])
    both = []
    for name in ("ann", "ben"):
        git(tmp_path, "clone", "-q", "shared.git", name)
        desk = Desk(name, tmp_path / name, run)
        for key, value in {
            "user.name": name.title(),
            "user.email": f"{name}@example.org",
            "core.autocrlf": "false",
            "pull.rebase": "false",
            "merge.libya-tracker.driver": f"{words} %L -- %O %A %B %P",
        }.items():
            desk.git("config", key, value)
        both.append(desk)
    ann, ben = both
    (ann.folder / ".gitattributes").write_text(f"{REGISTRY} merge=libya-tracker\n")
    ann.path.write_text(START, encoding="utf-8")
    ann.git("checkout", "-q", "-B", "main")
    ann.git("add", "-A")
    ann.commit(0)
    ann.git("push", "-q", "-u", "origin", "main")
    ben.git("pull", "-q", "origin", "main")
    ben.git("checkout", "-q", "-B", "main", "origin/main")
    return ann, ben


def sheet(day: int) -> str:
    """Return a spreadsheet of thirty claims with a faction and two sources that are new."""
    lines = ["Date;Faction;Kind;Relation;To;Title;Publisher;Published"]
    for number in range(30):
        to = LATER.get(FACTIONS[number % 7], FACTIONS[number % 7])
        paper, town = ("Hill Post", "Ridge") if number % 2 else ("Coast Post", "Shore")
        lines.append(
            f"{number % 12 + 1:02}/02/2018;Hop Patrol;militia;{RELATIONS[number % 7]};"
            f"{to};News of {town};{paper};{day}/03/2018"
        )
    return "\n".join(lines) + "\n"


def of_the_sheet(path: Path) -> list[Said]:
    return [says(c) for c in standing(path) if c.faction == "hop-patrol"]


def correct(_day: int, ann: Desk, ben: Desk) -> None:
    ann.correct(0, "opposed")
    ben.correct(1, "truce")


def rename(day: int, ann: Desk, ben: Desk) -> None:
    """Rename a faction, while the other goes on to use its old id."""
    ann.tracker("faction", "rename", "cob", "river-front")
    ben.record(day, "cob", "aligned", "gum")


def add_the_same(_day: int, ann: Desk, ben: Desk) -> None:
    """Enter one group twice, each under a name and an id of their own."""
    ann.tracker("faction", "add", "fig-brigade", "--name", "Brigade of the Figs")
    ben.tracker("faction", "add", "fig-battalion", "--name", "Fig Battalion")


def use_both(day: int, ann: Desk, ben: Desk) -> None:
    ann.record(day, "fig-brigade", "aligned", "ash")
    ben.record(day, "fig-battalion", "opposed", "dew")


def make_one(day: int, ann: Desk, ben: Desk) -> None:
    """Make the two one, while the other goes on to use the double."""
    ben.tracker("faction", "merge", "fig-battalion", "fig-brigade")
    ann.record(day, "fig-battalion", "supports", "elm")


def take_back(_day: int, ann: Desk, ben: Desk) -> None:
    ann.retract(2)
    ben.correct(4, "fighting")


def withdraw(_day: int, ann: Desk, _ben: Desk) -> None:
    ann.tracker("source", "withdraw", "ann-05", "--note", "It was a forgery.")


def import_sheet(day: int, _ann: Desk, ben: Desk) -> None:
    path = ben.folder / "sheet.csv"
    path.write_text(sheet(day), encoding="utf-8-sig")
    ben.tracker("import", "sheet", str(path), "--dates", "dmy", "--add-new")


def name(_day: int, ann: Desk, ben: Desk) -> None:
    ann.tracker("faction", "alias", "ash", "Ash Column")
    ben.tracker("faction", "alias", "ash", "Brigade of Ash")


#: What is done on some days besides reading.
EVENTS: Mapping[int, Callable[[int, Desk, Desk], None]] = {
    3: correct,
    5: rename,
    6: add_the_same,
    7: use_both,
    9: make_one,
    10: take_back,
    14: withdraw,
    16: import_sheet,
    18: name,
}


def meet(day: int, ann: Desk, ben: Desk) -> None:
    """Bring together what both did, as on every evening."""
    ann.commit(day)
    ann.git("push", "-q")
    ben.commit(day)
    ben.git("pull", "-q")
    ben.git("push", "-q")
    ann.git("pull", "-q", "--ff-only")


def quarrel(day: int, ann: Desk, ben: Desk) -> None:
    """Let both say where a faction is, and Ben settle it: the one conflict that is real."""
    ann.tracker("faction", "edit", "bay", "--area", ANNS_AREA)
    ben.tracker("faction", "edit", "bay", "--area", BENS_AREA)
    ann.commit(day)
    ann.git("push", "-q")
    ben.commit(day)
    ben.git("pull", "-q", code=1)

    marked = re.findall(
        r"^<{7}.*\n((?:.*\n)*?)={7}\n((?:.*\n)*?)>{7}.*\n", ben.text, re.MULTILINE
    )
    assert [[side.strip() for side in sides] for sides in marked] == [
        [f"area: {BENS_AREA}", f"area: {ANNS_AREA}"]
    ]
    settled = re.sub(
        r"^<{7}.*\n(?:.*\n)*?={7}\n((?:.*\n)*?)>{7}.*\n",
        r"\1",
        ben.text,
        flags=re.MULTILINE,
    )
    ben.path.write_text(settled, encoding="utf-8", newline="")
    ben.tracker("check")
    ben.git("add", REGISTRY)
    ben.commit(day)
    ben.git("push", "-q")
    ann.git("pull", "-q", "--ff-only")


def test_a_month(desks: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    ann, ben = desks
    before = [says(claim) for claim in standing(ann.path)]

    for day in DAYS:
        monkeypatch.setenv("LIBYA_TRACKER_TODAY", date(day))
        for desk in desks:
            desk.read(day)
        if day in EVENTS:
            EVENTS[day](day, ann, ben)
        (quarrel if day == 12 else meet)(day, ann, ben)
        assert ann.text == ben.text

    entered = len(ann.said), len(ben.said)
    assert entered == (40 + 2 - 1, 40 + 2)
    found = of_the_sheet(ann.path)
    assert len(found) == 30
    said = [*before, *map(named_later, ann.said), *map(named_later, ben.said), *found]
    assert Counter(map(says, standing(ann.path))) == Counter(said)
    registry = files.read(ann.path)
    assert {*registry.factions} == {
        *FACTIONS,
        "river-front",
        "fig-brigade",
        "hop-patrol",
    } - {"cob"}
    names = [alias.name for alias in registry.factions["ash"].aliases]
    assert names == ["The Ashes", "Brigade of Ash", "Ash Column"]
    assert registry.factions["bay"].area == ANNS_AREA
    # No comment and no blank line is lost, and they stand in the order in which they stood.
    lines = iter(ann.text.splitlines())
    for kept in [line for line in START.splitlines() if not line or "#" in line]:
        assert any(line == kept for line in lines), kept
    assert ann.tracker("check", "--strict").endswith(", no problems\n")
    assert ann.git("status", "--short") == "" == ben.git("status", "--short", "-uno")
