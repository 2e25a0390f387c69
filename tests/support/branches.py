"""Two branches of a registry, made with the program's own edits, and what both give."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from libya_tracker.errors import TrackerError
from libya_tracker.model.dates import Moment
from libya_tracker.model.records import Entry, Registry, content
from libya_tracker.storage import (
    corrections,
    edits,
    faction_edits,
    files,
    merges,
    renames,
    scenario_edits,
    source_edits,
)
from libya_tracker.storage.corrections import Correction
from libya_tracker.storage.drafts import Draft
from libya_tracker.storage.faction_edits import FactionChange
from libya_tracker.storage.renames import NewId
from libya_tracker.storage.source_edits import SourceChange
from libya_tracker.storage.writer import Edit

#: Small, since it is read ever again.
BASE = """\
# what it is
title: T
sources:
  s: {title: S, date: 2014}
  t:
    title: T  # two

factions:
  a:
    name: Alpha
    aliases: [One]
    area: Here
  # another
  b: {name: Beta}
  c:
    name: Gamma
    leaders:
      - X
  d: {name: Delta}
changes:
  - date: 2012
    faction: a
    relation: allied
    to: b
    sources: [s]
  - {date: 2013, faction: b, relation: opposed, to: c}  # so
  # then
  - date: 2011
    faction: c
    relation: aligned
    to: d

scenarios:
  w:
    title: W
    changes:
      - {date: 2016, faction: b, relation: none, to: d}
"""
DAY = dt.date(2018, 1, 1)
RELATIONS = ("allied", "fighting", "aligned", "opposed", "none", "truce")
#: The ids that factions have by now, by those that they had in the base.
Names = dict[str, str]
#: Returns a change of a file, or None where there is none to make.
Step = Callable[[Path, Names], Edit | None]


@dataclass
class Branch:
    """Edits of one side, and the values of the base that they touch."""

    side: int
    steps: list[Step] = field(default_factory=list)
    touched: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @property
    def now(self) -> Moment:
        return Moment(f"2018-01-01T0{self.side}:00:00Z", DAY)


def apply(branch: Branch, path: Path, names: Names) -> None:
    """Make the edits of a branch in a file, without locks, which nobody needs."""
    for step in branch.steps:
        write(step(path, names))


def write(edit: Edit | None) -> None:
    if edit is not None:
        edit.path.write_text(edit.after, encoding="utf-8", newline="")


def clash(ours: Branch, theirs: Branch) -> bool:
    """Tell whether both sides touched one value in different ways."""
    for (kind, name, key), value in ours.touched.items():
        for (other_kind, other_name, other_key), other in theirs.touched.items():
            if (kind, name) == (other_kind, other_name):
                if key == other_key and value != other:
                    return True
                if key != other_key and "gone" in {key, other_key}:
                    return True
    return False


class Maker:
    """Makes branches of a base by chance."""

    def __init__(self, base: Registry, random: Random) -> None:
        self._base, self._random = base, random
        self._claims = [c for c in base.claims.values() if c.scenario is None]

    def branch(self, side: int, count: int) -> Branch:
        branch = Branch(side)
        kinds = (
            *[self._record] * 4,
            *[self._record_and_retract, self._retract, self._correct, self._alias] * 2,
            *[self._area, self._new_source] * 3,
            *(self._source, self._what_if, self._leader),
            *(self._rename, self._merge, self._new_faction, self._same),
        )
        for _ in range(count):
            self._random.choice(kinds)(branch)
        return branch

    def _pair(self) -> tuple[str, str]:
        first, second = self._random.sample([*self._base.factions], 2)
        return first, second

    def _claim(self, branch: Branch) -> tuple[dict[str, str | tuple[str, ...]], str | None]:
        first, second = self._pair()
        values: dict[str, str | tuple[str, ...]] = {
            "faction": first,
            "to": second,
            "relation": self._random.choice(RELATIONS),
            "date": self._random.choice(("2017-12-01", "2017-12-02", "2017-11")),
            "sources": ("s",),
            "note": f"of {branch.side}, {self._random.randrange(10**9)}",
        }
        scenario = "w" if self._random.random() < 0.2 else None
        return values, scenario

    def _record(self, branch: Branch) -> None:
        values, scenario = self._claim(branch)
        branch.steps.append(
            lambda path, names: _recorded(path, names, values, branch, scenario)
        )

    def _record_and_retract(self, branch: Branch) -> None:
        values, scenario = self._claim(branch)
        values["date"] = "2017-12-01"
        values["faction"], values["to"] = "a", "b"

        def step(path: Path, names: Names) -> Edit:
            edit = _recorded(path, names, values, branch, scenario)
            write(edit)
            return edits.retract(path, edit.added[0].id, "No.", branch.now, dry_run=True)

        branch.steps.append(step)

    def _retract(self, branch: Branch) -> None:
        claim = self._random.choice(self._claims)
        branch.touched["claim", claim.id, "retracted"] = "all"
        branch.steps.append(
            lambda path, _: edits.retract(
                path, claim.id, "Not so.", branch.now, dry_run=True
            )
        )

    def _correct(self, branch: Branch) -> None:
        claim = self._random.choice(self._claims)
        if any(key[:2] == ("claim", claim.id) for key in branch.touched):
            return
        note = f"corrected by {branch.side}"
        branch.touched["claim", claim.id, "gone"] = note
        correction = Correction(claim.id, {"note": note})
        branch.steps.append(
            lambda path, _: corrections.correct(path, correction, branch.now, dry_run=True)
        )

    def _same(self, branch: Branch) -> None:
        """Record what both sides may record."""
        values: dict[str, str | tuple[str, ...]] = {
            **{"faction": "c", "to": "d", "relation": "opposed"},
            **{"date": "2017-12-03", "sources": ("t",)},
        }
        branch.steps.append(
            lambda path, names: _recorded(path, names, values, branch, None)
        )

    def _alias(self, branch: Branch) -> None:
        faction = self._pair()[0]
        name = f"Alias {self._random.randrange(10**6)}"
        branch.touched["faction", faction, "aliases"] = "joined"
        branch.steps.append(
            lambda path, names: edits.add_alias(
                path, _now(names, faction), {"name": name}, DAY, dry_run=True
            )
        )

    def _area(self, branch: Branch) -> None:
        faction, key = self._pair()[0], self._random.choice(("area", "note"))
        value = self._random.choice(("Sirte", "Sabha", "Zawiya"))
        branch.touched["faction", faction, key] = value
        self._edit(branch, faction, FactionChange({key: value}))

    def _leader(self, branch: Branch) -> None:
        faction = self._pair()[0]
        name = f"Leader {self._random.randrange(10**6)}"
        branch.touched["faction", faction, "leaders"] = "joined"
        self._edit(branch, faction, FactionChange({}, new_leader={"name": name}))

    def _edit(self, branch: Branch, faction: str, change: FactionChange) -> None:
        branch.steps.append(
            lambda path, names: faction_edits.edit(
                path, _now(names, faction), change, DAY, dry_run=True
            )
        )

    def _source(self, branch: Branch) -> None:
        source = self._random.choice([*self._base.sources])
        key = self._random.choice(("url", "reliability", "accessed"))
        value = {"url": "https://example.org/", "reliability": "A", "accessed": "2018"}[key]
        value += str(branch.side) if key == "url" else ""
        branch.touched["source", source, key] = value
        branch.steps.append(
            lambda path, _: source_edits.edit(
                path, source, SourceChange({key: value}), dry_run=True
            )
        )

    def _new_source(self, branch: Branch) -> None:
        name = self._random.choice(("new-1", "new-2"))
        title = self._random.choice(("One", "Two"))
        if ("source", name, "gone") in branch.touched:
            return
        branch.touched["source", name, "gone"] = title
        branch.steps.append(lambda path, _: _new_source(path, name, {"title": title}))

    def _new_faction(self, branch: Branch) -> None:
        name = f"new-{self._random.randrange(10**6)}"
        fields = {"name": name.title(), "kind": "militia"}
        branch.steps.append(
            lambda path, _: edits.add_faction(path, name, fields, dry_run=True)
        )

    def _what_if(self, branch: Branch) -> None:
        name = f"what-{self._random.randrange(10**6)}"
        branch.steps.append(
            lambda path, _: scenario_edits.add(path, name, "What if", dry_run=True)
        )

    def _rename(self, branch: Branch) -> None:
        faction = self._pair()[0]
        if any(
            key[:2] == ("faction", faction) and key[2] in {"id", "gone"}
            for key in branch.touched
        ):
            return
        new = f"{faction}-{self._random.randrange(10**6)}"
        branch.touched["faction", faction, "id"] = new

        def step(path: Path, names: Names) -> Edit:
            id, names[faction] = _now(names, faction), new
            keep = bool(branch.side % 2)
            return renames.rename(path, id, NewId(new, keep), DAY, dry_run=True)

        branch.steps.append(step)

    def _merge(self, branch: Branch) -> None:
        double, kept = self._pair()
        if any(
            key[:2] == ("faction", double) or key[0] == "claim" for key in branch.touched
        ):
            return
        branch.touched["faction", double, "gone"] = kept
        branch.touched["faction", kept, "aliases"] = "joined"

        def step(path: Path, names: Names) -> Edit:
            ids = _now(names, double), _now(names, kept)
            names[double] = kept
            return merges.merge(path, *ids, DAY, dry_run=True)

        branch.steps.append(step)


def _now(names: Names, faction: str) -> str:
    while faction in names and names[faction] != faction:
        faction = names[faction]
    return faction


def _recorded(
    path: Path,
    names: Names,
    values: dict[str, str | tuple[str, ...]],
    branch: Branch,
    scenario: str | None,
) -> Edit:
    parties = {key: _now(names, str(values[key])) for key in ("faction", "to")}
    if len({*parties.values()}) == 1:
        raise TrackerError
    draft = Draft({**values, **parties})
    return edits.record(path, [draft], branch.now, scenario, dry_run=True)


def _new_source(path: Path, name: str, fields: dict[str, str]) -> Edit | None:
    if name in files.read(path).sources:
        return None
    return edits.add_source(path, name, fields, dry_run=True)


def data(registry: Registry) -> object:
    """Return what a registry says, whatever the order and the ids of its claims."""

    def entry_data(entry: Entry) -> Hashable:
        retracted = frozenset(
            content(registry.claims[name]._replace(retracts=())) for name in entry.retracts
        )
        return content(entry._replace(retracts=())), str(entry.recorded), retracted

    return (
        registry.title,
        {
            id: (f.name, {*f.aliases}, {*f.leaders}, f.kind, f.area, f.note)
            for id, f in registry.factions.items()
        },
        {id: s._replace(where=None) for id, s in registry.sources.items()},  # type: ignore[arg-type]
        {id: (s.title, s.outcome) for id, s in registry.scenarios.items()},
        Counter(entry_data(entry) for entry in registry.entries),
    )
