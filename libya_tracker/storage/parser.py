"""Parses a registry's text into records, or into problems, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

from libya_tracker.errors import Location, Problem, did_you_mean, quoted
from libya_tracker.model import dates, lookalikes
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
    fast_changes,
    nodes,
    own_keys,
    references,
    schema,
    value_types,
)
from libya_tracker.storage.nodes import Events, Node, Scalar
from libya_tracker.storage.problems import ParsingStopped, ProblemList, screen
from libya_tracker.storage.references import References
from libya_tracker.storage.yaml_events import Event

_KEYS = ("title", "sources", "factions", "changes", "scenarios")


def parse(text: str, file: str) -> tuple[Registry | None, list[Problem]]:
    """Return the registry that a text holds, with the warnings, or None, with all errors.

    The warnings are those of what YAML reads in another way than it looks.
    """
    part = fast_changes.cut(text) if len(text) >= fast_changes.WORTHWHILE else None
    if part is not None:
        registry, problems = _parsed(text, file, part)
        if registry is not None:
            return registry, problems
    return _parsed(text, file)  # only this reports problems: it knows each value's place


def _parsed(
    text: str,
    file: str,
    part: fast_changes.Extracted | None = None,
    reserved: Collection[str] = (),
) -> tuple[Registry | None, list[Problem]]:
    problems = ProblemList(file, text)
    builder = _RegistryBuilder(problems, reserved)
    try:
        screen(text, problems)
        builder.read(Events(part.rest if part else text, problems), part)
    except (ParsingStopped, fast_changes.NotFastPath):
        return None, sorted(problems)
    if builder.own_ids is not None:  # some were derived before the entries that have them
        return _parsed(text, file, part, builder.own_ids)
    builder.settle()
    if problems:
        return None, sorted(problems)
    return builder.registry(), sorted(problems.warnings)


class _RegistryBuilder:
    """Builds a registry: what was read, and the references that must still resolve."""

    def __init__(self, problems: ProblemList, reserved: Collection[str]) -> None:
        self._problems = problems
        self._title: str | None = None
        self._own_keys: Pairs = ()
        self._sources: dict[str, Source] = {}
        self._factions: dict[str, Faction] = {}
        self._scenarios: dict[str, Scenario] = {}
        self._entries: list[Entry] = []
        self._ids = References(problems, reserved)

    def read(self, events: Events, part: fast_changes.Extracted | None = None) -> None:
        """Read a whole document; its list of changes may be parsed separately."""
        later: Node | None = None
        apart: fast_changes.Extracted | None = None
        for key, event in events.top():
            if key.text == "changes":
                self._changes(events, event)
                apart = part
                continue
            node = events.rest(event)
            if key.text == "scenarios":
                later = node  # their ids are counted after the record's
            else:
                self._section(key, node)
        if part is not None:
            self._plain_changes(apart)
        if later is not None:
            self._table(later, "scenario", schema.SCENARIO, self._scenario)
            self._scenario_changes(later)

    @property
    def own_ids(self) -> Collection[str] | None:
        """The ids that entries have as their own, where one was derived for another."""
        return self._ids.own_ids if self._ids.preempted else None

    def settle(self) -> None:
        """Add the problems between records: references and cycles."""
        self._ids.settle(self._entries, self._sources)

    def registry(self) -> Registry:
        """Return the registry; call it only where there are no problems."""
        return Registry(
            file=self._problems.file,
            title=self._title,
            sources=self._sources,
            factions=self._factions,
            entries=tuple(self._entries),
            scenarios=self._scenarios,
            own_keys=self._own_keys,
        )

    def _section(self, key: Scalar, node: Node) -> None:
        match key.text:
            case "title":
                self._title = value_types.words(node, self._problems)
            case "sources":
                self._table(node, "source", schema.SOURCE, self._source)
            case "factions":
                self._table(node, "faction", schema.FACTION, self._faction)
            case name if own_keys.is_own(name):
                self._own_keys += own_keys.read([(name, node)], self._problems)
            case _:
                self._refuse_unknown_key(key)

    def _refuse_unknown_key(self, key: Scalar) -> None:
        similar = nearest(key.text, _KEYS, 1, 0.6)
        hint = did_you_mean(similar) or f"; it has {', '.join(_KEYS)}"
        hint = own_keys.meant(key.text) or hint
        remark = lookalikes.aside(key.text)
        message = f"a registry has no key {quoted(key.text)}{remark}{hint}"
        self._problems.add(key, "unknown-key", message)
        self._ids.incomplete |= {name.removesuffix("s") for name in similar}

    def _table(
        self,
        node: Node,
        table: str,
        shape: schema.Shape,
        add: Callable[[str, Scalar, Node, dict[str, Any]], None],
    ) -> None:
        if isinstance(node, Scalar) and node.null:
            return
        if not isinstance(node, nodes.Mapping):
            self._ids.incomplete.add(table)
            message = f"{table}s are written as `id:` with keys and values below it"
            message += _remark(node)
            self._problems.add(node, "not-a-mapping", message)
            return
        if node.incomplete:
            self._ids.incomplete.add(table)
        for key, value in node.pairs:
            self._ids.ids[table][key.text] = key
            if not value_types.ID.fullmatch(key.text):
                message = f"{quoted(key.text)}{lookalikes.aside(key.text)} is not allowed: "
                message += _proper_id(key.text)
                self._problems.add(key, "bad-id", message)
            values = schema.record(value, shape, self._problems)
            if schema.complete(values, shape):
                add(key.text, key, value, values)

    def _source(self, name: str, key: Scalar, node: Node, values: dict[str, Any]) -> None:
        self._ids.note(node, values, references.OF_SOURCE)
        self._sources[name] = Source(id=name, where=self._at(key), **values)

    def _faction(self, name: str, key: Scalar, node: Node, values: dict[str, Any]) -> None:
        self._factions[name] = Faction(id=name, where=self._at(key), **values)

    def _scenario(self, name: str, key: Scalar, node: Node, values: dict[str, Any]) -> None:
        values.pop("changes", None)
        self._ids.note(node, values, references.OF_SCENARIO)
        self._scenarios[name] = Scenario(id=name, where=self._at(key), **values)

    def _scenario_changes(self, scenarios: Node) -> None:
        """Read the changes of all scenarios."""
        for key, scenario in _pairs(scenarios):
            for name, changes in _pairs(scenario):
                if name.text != "changes":
                    continue
                if isinstance(changes, nodes.Sequence):
                    for item in changes.items:
                        self._entry(item, key.text)
                else:
                    self._no_list(changes)

    def _no_list(self, node: Node) -> None:
        if not (isinstance(node, Scalar) and node.null):
            self._ids.incomplete.add("change")
            message = f"changes are a list: each begins with `- `{_remark(node)}"
            self._problems.add(node, "not-a-list", message)

    def _changes(self, events: Events, event: Event) -> None:
        if not events.begins_list(event):
            self._no_list(events.rest(event))
            return
        for item in events.items():
            self._entry(events.rest(item), None)

    def _plain_changes(self, part: fast_changes.Extracted | None) -> None:
        if part is None:
            raise fast_changes.NotFastPath  # no key: text that only looks like it
        reader = fast_changes.Reader(self._problems.file, self._ids.ids, self._ids.plain_id)
        for entry in reader.entries(part):
            if isinstance(entry, Claim):
                self._entries.append(entry)
            else:
                self._entry(nodes.item(entry.text, entry.line, self._problems), None)

    def _entry(self, node: Node, scenario: str | None) -> None:
        plain = isinstance(node, nodes.Mapping) and _is_retraction(node)
        shape = schema.RETRACTION if plain else schema.CLAIM
        values = schema.record(node, shape, self._problems)
        if not schema.complete(values, shape):
            self._ids.note(node, values, references.OF_CHANGE)
            self._ids.incomplete.add("change")
        elif plain:
            self._retraction(node, values, scenario)
        else:
            self._change(node, values, scenario)

    def _change(self, node: Node, values: dict[str, Any], scenario: str | None) -> None:
        self._ids.note(node, values, references.OF_CHANGE)
        self._refuse_self_ties(node, values)
        base = f"{dates.plain(values['date'].text)}-{values['faction']}-{values['to']}"
        own = values.pop("id", None)
        name = self._ids.change_id(node, own, base)
        fields = schema.as_fields(values) | {"own_id": own is not None}
        place = len(self._entries)
        self._entries.append(
            Claim(id=name, where=self._at(node), place=place, scenario=scenario, **fields)
        )

    def _retraction(self, node: Node, values: dict[str, Any], scenario: str | None) -> None:
        base = f"{values['recorded'].day}-retracts-{''.join(values['retracts'][:1])}"
        name = self._ids.change_id(node, values.pop("id", None), base)
        self._ids.note(node, values, references.OF_CHANGE)
        place = len(self._entries)
        self._entries.append(
            Retraction(
                id=name, where=self._at(node), place=place, scenario=scenario, **values
            )
        )

    def _refuse_self_ties(self, node: Node, values: dict[str, Any]) -> None:
        faction = values["faction"]
        for key in ("to", "from"):
            if values.get(key) == faction:
                message = f"{quoted(faction)} cannot have a tie with itself"
                self._problems.add(schema.under(node, key), "self-tie", message)

    def _at(self, node: Node) -> Location:
        return Location(self._problems.file, node.line, node.column)


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
