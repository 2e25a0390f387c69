"""The ids of a registry, and the references to them that do not resolve."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from libya_tracker.errors import did_you_mean, quoted
from libya_tracker.model import lookalikes
from libya_tracker.model.records import Claim, Entry, Retraction, Source
from libya_tracker.model.spelling import nearest
from libya_tracker.storage import hidden_data, nodes, schema
from libya_tracker.storage.cycles import cycles
from libya_tracker.storage.lineage_cycles import lineage_cycles
from libya_tracker.storage.nodes import Node, Scalar
from libya_tracker.storage.problems import Position, ProblemList

#: The keys by which a record names another, and the table that must hold the id.
OF_CHANGE = (
    ("faction", "faction"),
    ("to", "faction"),
    ("from", "faction"),
    ("sources", "source"),
    ("retracts", "change"),
)
OF_SOURCE = (("origin", "source"),)
OF_SCENARIO = (("resolved_by", "change"),)

_REMEDY = {table: f"; add it under {table}s" for table in ("faction", "source")}
#: How many ids are compared with unknown ones in one file: about a second's worth.
_MAX_COMPARED = 100_000
#: How many cycles are reported: one wrong claim may close very many.
_MAX_REPORTED = 20


class References:
    """The ids of a registry, and the references to ids that have yet to be read."""

    def __init__(self, problems: ProblemList, reserved: Collection[str] = ()) -> None:
        self._problems = problems
        #: Ids that entries further down have as their own, and that are never derived.
        self._reserved = reserved
        self.own_ids: set[str] = set()
        #: Whether an id was derived that is an entry's own further down.
        self.preempted = False
        #: Every id by its table, of bad records too, so that one mistake is one problem;
        #: with the key that gives it, or the line of the change.
        self.ids: dict[str, dict[str, Any]] = {
            table: {} for table in ("source", "faction", "scenario", "change")
        }
        #: Tables that could not be read whole: what they lack is not known.
        self.incomplete: set[str] = set()
        self._repeats: dict[str, int] = {}
        self._pending: list[tuple[str, Node, str]] = []
        self._comparisons_left = _MAX_COMPARED

    def note(
        self, node: Node, values: Mapping[str, Any], keys: Iterable[tuple[str, str]]
    ) -> None:
        """Remember each id that a record refers to and that has not been read yet."""
        for key, table in keys:
            if (value := values.get(key)) is None:
                continue
            ids = self.ids[table]
            for place, name in enumerate((value,) if isinstance(value, str) else value):
                if name not in ids or table == "change":
                    self._pending.append((table, _item(node, key, place), name))

    def change_id(self, node: Node, explicit: str | None, base: str) -> str:
        """Return an entry's own id, or the first free one derived from its data."""
        ids = self.ids["change"]
        name = explicit or base
        if explicit is None:
            count = self._repeats.get(base, 0) + 1
            while (
                name := base if count == 1 else f"{base}-{count}"
            ) in ids or name in self._reserved:
                count += 1
            self._repeats[base] = count
        elif explicit in ids and explicit not in self.own_ids:
            self.preempted = True
        elif explicit in ids:
            message = (
                f"the id {quoted(explicit)} is taken by the entry at line {ids[explicit]}"
            )
            self._problems.add(schema.under(node, "id"), "duplicate-id", message)
        if explicit is not None:
            self.own_ids.add(explicit)
        ids.setdefault(name, node.line)
        return name

    def plain_ids(
        self, own: Sequence[str | None], derived: Sequence[str], lines: Sequence[int]
    ) -> list[str]:
        """Return the ids of entries on some lines: their own, or those from their data."""
        ids, reserved = self.ids["change"], self._reserved
        if not (any(own) or reserved):
            fresh = dict(zip(derived, lines, strict=True))
            if len(fresh) == len(derived) and ids.keys().isdisjoint(derived):
                ids |= fresh  # nearly always, and twice as quick as one by one
                return [*derived]
        names: list[str] = []
        for explicit, name, line in zip(own, derived, lines, strict=True):
            if explicit is None and name not in ids and name not in reserved:
                ids[name] = line
                names.append(name)
            else:
                node = Scalar("", False, line, 1)
                names.append(self.change_id(node, explicit, name))
        return names

    def keep(self, entries: Collection[Entry]) -> None:
        """Count entries under the ids that they have, which hang on no others."""
        self.ids["change"] |= dict.fromkeys([entry.id for entry in entries], 0)
        own = [entry for entry in entries if type(entry) is Claim and entry.own_id]
        self.own_ids |= {entry.id for entry in own}

    def settle(self, entries: Iterable[Entry], sources: Mapping[str, Source]) -> None:
        """Add a problem for each reference that does not resolve or closes a cycle."""
        hints: dict[tuple[str, str], str] = {}
        # Very few of many: the others can close no cycle, and are no retractions.
        entries = [
            entry
            for entry in entries
            if entry.retracts or (type(entry) is Claim and entry.relation.lineage)
        ]
        retractions = {entry.id for entry in entries if isinstance(entry, Retraction)}
        for table, node, name in self._pending:
            ids = self.ids[table]
            if name not in ids and table not in self.incomplete:
                if (table, name) not in hints:
                    hints[table, name] = self._hint(name, ids) or _REMEDY.get(table, "")
                remark = _remark(name)
                message = f"no {table} {quoted(name)}{remark}{hints[table, name]}"
                self._problems.add(node, f"unknown-{table}", message)
            elif table == "change" and name in retractions:
                message = "a retraction cannot be retracted; record the claim again"
                self._problems.add(node, "retracted-retraction", message)
        self._settle_origins(sources)
        self._settle_lineage(entries)

    def _hint(self, name: str, ids: Collection[str]) -> str:
        """Propose the nearest id, unless too many were compared already."""
        if self._comparisons_left <= 0:
            return ""
        self._comparisons_left -= len(ids)
        return did_you_mean(nearest(name, ids, 1, 0.6))

    def _settle_origins(self, sources: Mapping[str, Source]) -> None:
        origins = [
            (name, source.origin) for name, source in sources.items() if source.origin
        ]
        for cycle in islice(cycles(origins), _MAX_REPORTED):
            names = [name for name, _ in cycle]
            message = (
                f"these sources repeat each other in a circle: "
                f"{_abbreviated([*names, names[0]])}; remove one `origin`"
            )
            self._problems.add(self.ids["source"][names[0]], "circular-origin", message)

    def _settle_lineage(self, entries: Iterable[Entry]) -> None:
        for cycle in islice(lineage_cycles(entries), _MAX_REPORTED):
            groups = [step.before for step in cycle]
            last = cycle[0].claim
            message = (
                f"these claims make a group its own origin: "
                f"{_abbreviated([*groups, groups[0]])}; remove one or retract it"
            )
            at = Position(last.where.line, last.where.column)
            self._problems.add(at, "lineage-cycle", message)


def _remark(name: str) -> str:
    """Return what makes a name another one than it looks, in brackets, or nothing."""
    if (comma := hidden_data.foreign_comma(name)) is not None:
        return f" ({comma} does not part a list: write ,)"
    return lookalikes.aside(name)


def _abbreviated(circle: list[str]) -> str:
    """Return the steps of a circle, without the middle where they are many."""
    steps = circle if len(circle) <= 9 else [*circle[:7], "…", circle[-1]]
    return " → ".join(steps)


def _item(node: Node, key: str, place: int) -> Node:
    """Return the node of a value: the one under a key, or an item of the list there."""
    value = schema.under(node, key)
    return value.items[place] if isinstance(value, nodes.Sequence) else value
