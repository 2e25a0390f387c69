"""From a registry's text to its records, in one pass, each problem at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from libya_tracker import dates, fields, yamltext
from libya_tracker.errors import Location, Problem, did_you_mean
from libya_tracker.model import (
    Change,
    Entry,
    Faction,
    Registry,
    Retraction,
    Scenario,
    Source,
)
from libya_tracker.yamltext import Events, Findings, Node, Scalar

_KEYS = ("title", "sources", "factions", "changes", "scenarios")


def parse(text: str, file: str) -> tuple[Registry | None, list[Problem]]:
    """Return the registry that a text holds, or None, and every error found in it."""
    findings = Findings(file, text)
    draft = _Draft(findings)
    try:
        yamltext.screen(text, findings)
        draft.read(Events(text, findings))
    except yamltext.Unreadable:
        return None, sorted(findings.problems)
    draft.settle()
    if findings.problems:
        return None, sorted(findings.problems)
    return draft.registry(), []


class _Draft:
    """A registry on its way from the file: what was read, and what must still resolve."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._title: str | None = None
        self._sources: dict[str, Source] = {}
        self._factions: dict[str, Faction] = {}
        self._scenarios: dict[str, Scenario] = {}
        self._entries: list[Entry] = []
        #: Every id by its table, of bad records too, so that one mistake is one problem.
        self._ids: dict[str, dict[str, Any]] = {
            table: {} for table in ("source", "faction", "scenario", "change")
        }
        self._repeats: dict[str, int] = {}
        self._pending: list[tuple[str, Scalar | Node, str]] = []
        #: Tables that could not be read whole: what they lack is not known.
        self._torn: set[str] = set()

    def read(self, events: Events) -> None:
        """Take in a whole document."""
        later: Node | None = None
        for key, event in events.top():
            if key.text == "changes":
                self._changes(events, event)
                continue
            node = events.rest(event)
            match key.text:
                case "title":
                    self._title = fields.text(node, self._findings)
                case "sources":
                    self._table(node, "source", fields.SOURCE, self._source)
                case "factions":
                    self._table(node, "faction", fields.FACTION, self._faction)
                case "scenarios":
                    later = node  # their ids are counted after the record's
                case other:
                    hint = did_you_mean(get_close_matches(other, _KEYS, 1))
                    hint = hint or f"; it has {', '.join(_KEYS)}"
                    message = f"a registry has no key {other!r}{hint}"
                    self._findings.add(key, "unknown-key", message)
        if later is not None:
            self._table(later, "scenario", fields.SCENARIO, self._scenario)

    def settle(self) -> None:
        """Note each reference that leads nowhere, and origins that go in a circle."""
        for table, node, name in self._pending:
            ids = self._ids[table]
            if name not in ids and table not in self._torn:
                hint = did_you_mean(get_close_matches(name, ids, 1))
                self._findings.add(node, f"unknown-{table}", f"no {table} {name!r}{hint}")
        self._settle_retractions()
        self._settle_origins()

    def registry(self) -> Registry:
        """Return the finished registry; call it only when nothing was found wrong."""
        return Registry(
            file=self._findings.file,
            title=self._title,
            sources=self._sources,
            factions=self._factions,
            entries=tuple(self._entries),
            scenarios=self._scenarios,
        )

    def _table(
        self,
        node: Node,
        table: str,
        shape: fields.Shape,
        add: Callable[[str, Scalar, Node, dict[str, Any]], None],
    ) -> None:
        if isinstance(node, Scalar) and node.null:
            return
        if not isinstance(node, yamltext.Mapping):
            self._torn.add(table)
            message = f"{table}s are written as `id:` with keys and values below it"
            self._findings.add(node, "not-a-mapping", message)
            return
        for key, value in node.pairs:
            self._ids[table][key.text] = key
            if not fields.ID.fullmatch(key.text):
                message = f"{key.text!r} will not do: an id is of a-z, 0-9 and '-'"
                self._findings.add(key, "bad-id", message)
            if (values := fields.record(value, shape, self._findings)) is not None:
                add(key.text, key, value, values)

    def _source(self, name: str, key: Scalar, node: Node, values: dict[str, Any]) -> None:
        self._refer("source", values.get("origin"), node, "origin")
        self._sources[name] = Source(id=name, where=self._at(key), **values)

    def _faction(self, name: str, key: Scalar, node: Node, values: dict[str, Any]) -> None:
        self._factions[name] = Faction(id=name, where=self._at(key), **values)

    def _scenario(self, name: str, key: Scalar, node: Node, values: dict[str, Any]) -> None:
        changes = values.pop("changes", None)
        self._refer("change", values.get("resolved_by"), node, "resolved_by")
        self._scenarios[name] = Scenario(id=name, where=self._at(key), **values)
        if isinstance(changes, yamltext.Sequence):
            for item in changes.items:
                self._entry(item, name)
        elif changes is not None and not (isinstance(changes, Scalar) and changes.null):
            self._findings.add(
                changes, "not-a-list", "changes are a list: each begins with `- `"
            )

    def _changes(self, events: Events, event: Any) -> None:
        if not events.begins_list(event):
            node = events.rest(event)
            if not (isinstance(node, Scalar) and node.null):
                self._torn.add("change")
                message = "changes are a list: each begins with `- `"
                self._findings.add(node, "not-a-list", message)
            return
        for item in events.items():
            self._entry(events.rest(item), None)

    def _entry(self, node: Node, scenario: str | None) -> None:
        plain = isinstance(node, yamltext.Mapping) and _is_retraction(node)
        shape = fields.RETRACTION if plain else fields.CHANGE
        values = fields.record(node, shape, self._findings)
        if values is None:
            self._torn.add("change")
            return
        if plain:
            self._retraction(node, values, scenario)
        else:
            self._change(node, values, scenario)

    def _change(self, node: Node, values: dict[str, Any], scenario: str | None) -> None:
        faction, to, leaves = values["faction"], values["to"], values.get("from")
        self._refer("faction", faction, node, "faction")
        self._refer("faction", to, node, "to")
        if leaves is not None:
            values["leaves"] = values.pop("from")
            self._refer("faction", leaves, node, "from")
        for name in values.get("sources", ()):
            self._refer("source", name, node, "sources")
        self._sensible(node, values)
        base = f"{dates.plain(values['date'])}-{faction}-{to}"
        name = self._named(node, values.pop("id", None), base)
        for retracted in values.get("retracts", ()):
            self._pending.append(("change", _item(node, "retracts", retracted), retracted))
        place = len(self._entries)
        self._entries.append(
            Change(id=name, where=self._at(node), place=place, scenario=scenario, **values)
        )

    def _retraction(self, node: Node, values: dict[str, Any], scenario: str | None) -> None:
        base = f"{values['recorded'].day}-retracts-{''.join(values['retracts'][:1])}"
        name = self._named(node, values.pop("id", None), base)
        for retracted in values["retracts"]:
            self._pending.append(("change", _item(node, "retracts", retracted), retracted))
        place = len(self._entries)
        self._entries.append(
            Retraction(
                id=name, where=self._at(node), place=place, scenario=scenario, **values
            )
        )

    def _sensible(self, node: Node, values: dict[str, Any]) -> None:
        faction = values["faction"]
        for key in ("to", "leaves"):
            if values.get(key) == faction:
                at = _item(node, "from" if key == "leaves" else key, faction)
                self._findings.add(
                    at, "self-tie", f"{faction!r} cannot have a tie with itself"
                )
        until = values.get("until")
        if until is not None and until.last < values["date"].first:
            message = f"until {until} is before the date {values['date']}"
            self._findings.add(_item(node, "until", until.text), "backwards", message)

    def _named(self, node: Node, given: str | None, base: str) -> str:
        """Return the entry's own id, or the first free one derived from its data."""
        ids = self._ids["change"]
        name = given or base
        if given is None:
            count = self._repeats.get(base, 0) + 1
            while (name := base if count == 1 else f"{base}-{count}") in ids:
                count += 1
            self._repeats[base] = count
        elif given in ids:
            message = f"the id {given!r} is that of the change at line {ids[given]} already"
            self._findings.add(_item(node, "id", given), "duplicate-id", message)
        ids.setdefault(name, node.line)
        return name

    def _refer(self, table: str, name: str | None, node: Node, key: str) -> None:
        if name is not None and name not in self._ids[table]:
            self._pending.append((table, _item(node, key, name), name))

    def _settle_retractions(self) -> None:
        retractions = {entry.id for entry in self._entries if isinstance(entry, Retraction)}
        for table, node, name in self._pending:
            if table == "change" and name in retractions:
                message = "a retraction cannot be taken back; record the claim again"
                self._findings.add(node, "retracted-retraction", message)

    def _settle_origins(self) -> None:
        for name, source in self._sources.items():
            chain = [name]
            while (origin := source.origin) and origin in self._sources:
                if origin in chain:
                    if origin == min(chain[chain.index(origin) :]) == name:
                        message = (
                            f"sources repeat each other in a circle: {' → '.join(chain)}"
                        )
                        self._findings.add(
                            self._ids["source"][name], "circular-origin", message
                        )
                    break
                chain.append(origin)
                source = self._sources[origin]  # noqa: PLW2901  one step up the chain

    def _at(self, node: Node) -> Location:
        return Location(self._findings.file, node.line, node.column)


def _is_retraction(node: yamltext.Mapping) -> bool:
    keys = {key.text for key, _ in node.pairs}
    return "retracts" in keys and not keys & {"date", "faction", "relation", "to"}


def _item(node: Node, key: str, wanted: str) -> Node:
    """Return the node of a value: the one under a key, or the item of the list there."""
    return next(_candidates(node, key, wanted), node)


def _candidates(node: Node, key: str, wanted: str) -> Iterator[Node]:
    if isinstance(node, yamltext.Mapping):
        for name, value in node.pairs:
            if name.text == key:
                items = value.items if isinstance(value, yamltext.Sequence) else [value]
                yield from (item for item in items if item.text == wanted)
