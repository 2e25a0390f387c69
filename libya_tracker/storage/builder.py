"""Builds the records of a registry from its nodes, and the problems of those."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from libya_tracker.errors import Location, did_you_mean, quoted
from libya_tracker.model import lookalikes
from libya_tracker.model.records import (
    Claim,
    Entry,
    Faction,
    Pairs,
    Registry,
    Retraction,
    Scenario,
    Source,
)
from libya_tracker.model.spelling import nearest
from libya_tracker.storage import (
    derived_ids,
    nodes,
    own_keys,
    references,
    schema,
    value_types,
)
from libya_tracker.storage.fast_changes import Fragment, Reader
from libya_tracker.storage.nodes import Node, Scalar
from libya_tracker.storage.problems import ProblemList
from libya_tracker.storage.references import References
from libya_tracker.storage.sections import Part

if TYPE_CHECKING:  # which would load the parser of YAML, and not every file needs that
    from libya_tracker.storage.composer import Events
    from libya_tracker.storage.yaml_events import Event

_KEYS = ("title", "sources", "factions", "changes", "scenarios")


class RegistryBuilder:
    """Builds a registry: what was read, and the references that must still resolve."""

    def __init__(self, problems: ProblemList, reserved: Collection[str]) -> None:
        self.problems = problems
        self._later: Node | None = None
        self.title: str | None = None
        self._own_keys: Pairs = ()
        self.sources: dict[str, Source] = {}
        self._factions: dict[str, Faction] = {}
        self._scenarios: dict[str, Scenario] = {}
        self.entries: list[Entry] = []
        self.ids = References(problems, reserved)

    def read(self, events: Events) -> None:
        """Read a document, or some of its keys; scenarios are kept for later."""
        for key, event in events.top():
            if key.text == "changes":
                self._changes(events, event)
                continue
            node = events.rest(event)
            if key.text == "scenarios":
                self._later = node
            else:
                self._section(key, node)

    def read_scenarios(self) -> None:
        """Read the scenarios: their ids are counted after the record's."""
        if (node := self._later) is not None:
            self._table(node, "scenario", schema.SCENARIO)
            self._scenario_changes(node)

    @property
    def own_ids(self) -> Collection[str] | None:
        """The ids that entries have as their own, where one was derived for another."""
        return self.ids.own_ids if self.ids.preempted else None

    def settle(self) -> None:
        """Add the problems between records: references and cycles."""
        self.ids.settle(self.entries, self.sources)

    def registry(self) -> Registry:
        """Return the registry; call it only where there are no problems."""
        return Registry(
            file=self.problems.file,
            title=self.title,
            sources=self.sources,
            factions=self._factions,
            entries=tuple(self.entries),
            scenarios=self._scenarios,
            own_keys=self._own_keys,
        )

    def _section(self, key: Scalar, node: Node) -> None:
        match key.text:
            case "title":
                self.title = value_types.words(node, self.problems)
            case "sources":
                self._table(node, "source", schema.SOURCE)
            case "factions":
                self._table(node, "faction", schema.FACTION)
            case name if own_keys.is_own(name):
                self._own_keys += own_keys.read([(name, node)], self.problems)
            case _:
                self._refuse_unknown_key(key)

    def _refuse_unknown_key(self, key: Scalar) -> None:
        similar = nearest(key.text, _KEYS, 1, 0.6)
        hint = did_you_mean(similar) or f"; it has {', '.join(_KEYS)}"
        hint = own_keys.meant(key.text) or hint
        remark = lookalikes.aside(key.text)
        message = f"a registry has no key {quoted(key.text)}{remark}{hint}"
        self.problems.add(key, "unknown-key", message)
        self.ids.incomplete |= {name.removesuffix("s") for name in similar}

    def _table(self, node: Node, table: str, shape: schema.Shape) -> None:
        if isinstance(node, Scalar) and node.null:
            return
        if not isinstance(node, nodes.Mapping):
            self.ids.incomplete.add(table)
            message = f"{table}s are written as `id:` with keys and values below it"
            message += _remark(node)
            self.problems.add(node, "not-a-mapping", message)
            return
        if node.incomplete:
            self.ids.incomplete.add(table)
        for key, value in node.pairs:
            self.read_record(table, shape, key, value)

    def read_record(self, table: str, shape: schema.Shape, key: Scalar, node: Node) -> None:
        """Read a record of a table: a source, a faction or a scenario."""
        self.ids.ids[table][key.text] = key
        if not value_types.ID.fullmatch(key.text):
            message = f"{quoted(key.text)}{lookalikes.aside(key.text)} is not allowed: "
            message += _proper_id(key.text)
            self.problems.add(key, "bad-id", message)
        values = schema.record(node, shape, self.problems)
        if schema.complete(values, shape):
            self.add_record(table, key, node, values)

    def add_record(
        self, table: str, key: Scalar, node: Node, values: dict[str, Any]
    ) -> None:
        """Add a record whose values are as they should be."""
        name, where = key.text, self._at(key)
        self.ids.ids[table][name] = key
        match table:
            case "source":
                self.ids.note(node, values, references.OF_SOURCE)
                self.sources[name] = Source(id=name, where=where, **values)
            case "faction":
                self._factions[name] = Faction(id=name, where=where, **values)
            case "scenario":
                values.pop("changes", None)
                self.ids.note(node, values, references.OF_SCENARIO)
                self._scenarios[name] = Scenario(id=name, where=where, **values)
            case _:
                raise AssertionError(table)

    def _scenario_changes(self, scenarios: Node) -> None:
        """Read the changes of all scenarios."""
        for key, scenario in _pairs(scenarios):
            for name, changes in _pairs(scenario):
                if name.text != "changes":
                    continue
                if isinstance(changes, nodes.Sequence):
                    for item in changes.items:
                        self.entry(item, key.text)
                else:
                    self._no_list(changes)

    def _no_list(self, node: Node) -> None:
        if not (isinstance(node, Scalar) and node.null):
            self.ids.incomplete.add("change")
            message = f"changes are a list: each begins with `- `{_remark(node)}"
            self.problems.add(node, "not-a-list", message)

    def _changes(self, events: Events, event: Event) -> None:
        if not events.begins_list(event):
            self._no_list(events.rest(event))
            return
        for item in events.items():
            self.entry(events.rest(item))

    def plain_changes(self, part: Part, scenario: str | None = None) -> None:
        """Read a list of changes that is set in lines; raise NotFastPath for another."""
        reader = Reader(self.problems.file, self.ids.ids, self.ids.plain_ids)
        for piece in reader.entries(part, scenario, len(self.entries)):
            if isinstance(piece, Fragment):
                # Deferred: YAML takes long to load, and not every registry needs it.
                from libya_tracker.storage.composer import item  # noqa: PLC0415

                self.entry(item(piece.text, piece.line, self.problems), scenario)
            else:
                self.entries += piece

    def entry(self, node: Node, scenario: str | None = None) -> None:
        """Read an entry of the record or of a scenario."""
        plain = isinstance(node, nodes.Mapping) and _is_retraction(node)
        shape = schema.RETRACTION if plain else schema.CLAIM
        values = schema.record(node, shape, self.problems)
        if not schema.complete(values, shape):
            self.ids.note(node, values, references.OF_CHANGE)
            self.ids.incomplete.add("change")
        elif plain:
            self._retraction(node, values, scenario)
        else:
            self._change(node, values, scenario)

    def _change(self, node: Node, values: dict[str, Any], scenario: str | None) -> None:
        self.ids.note(node, values, references.OF_CHANGE)
        self._refuse_self_ties(node, values)
        base = derived_ids.of_claim(values["date"].text, values["faction"], values["to"])
        own = values.pop("id", None)
        name = self.ids.change_id(node, own, base)
        fields = schema.as_fields(values) | {"own_id": own is not None}
        place = len(self.entries)
        self.entries.append(
            Claim(id=name, where=self._at(node), place=place, scenario=scenario, **fields)
        )

    def _retraction(self, node: Node, values: dict[str, Any], scenario: str | None) -> None:
        base = derived_ids.of_retraction(values["recorded"], values["retracts"])
        name = self.ids.change_id(node, values.pop("id", None), base)
        self.ids.note(node, values, references.OF_CHANGE)
        place = len(self.entries)
        self.entries.append(
            Retraction(
                id=name, where=self._at(node), place=place, scenario=scenario, **values
            )
        )

    def _refuse_self_ties(self, node: Node, values: dict[str, Any]) -> None:
        faction = values["faction"]
        for key in ("to", "from"):
            if values.get(key) == faction:
                message = f"{quoted(faction)} cannot have a tie with itself"
                self.problems.add(schema.under(node, key), "self-tie", message)

    def _at(self, node: Node) -> Location:
        return Location(self.problems.file, node.line, node.column)


def _proper_id(name: str) -> str:
    near = re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-")
    return "an id is of a-z, 0-9 and '-'" + (f", such as {quoted(near)}" if near else "")


def _remark(node: Node) -> str:
    return lookalikes.tail(node.text) if isinstance(node, Scalar) else ""


def _is_retraction(node: nodes.Mapping) -> bool:
    keys = {key.text for key, _ in node.pairs}
    return "retracts" in keys and not keys & {"date", "faction", "relation", "to"}


def _pairs(node: Node) -> Iterable[tuple[Scalar, Node]]:
    return node.pairs if isinstance(node, nodes.Mapping) else ()
