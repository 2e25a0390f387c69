"""What somebody wants to add, checked against the registry before a line is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from libya_tracker.errors import NoSuchError, TrackerError, UsageError
from libya_tracker.model import dates, names
from libya_tracker.model.dates import DateError
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Claim, Entry, Registry, Retraction
from libya_tracker.model.vocabulary import Credibility, Relation, Status
from libya_tracker.storage import emitter, schema, value_types

Written = dict[str, str | tuple[str, ...]]

#: The keys of a change in the order in which they are written.
KEYS = tuple(schema.CLAIM.keys)
_FREE = {"recorded", "id"}  # what may differ in a claim that already stands, word for word


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim as somebody gave it: its keys as text, and where it came from."""

    values: Mapping[str, str | tuple[str, ...]]
    #: The line of a batch, or nothing for the command line; it leads every complaint.
    origin: str = ""
    #: What is wrong with its form, to be told with all else that is wrong.
    fault: TrackerError | None = None
    #: It is a row of `log`, which does not say what a claim retracts.
    row: bool = False
    #: It is a row of a claim that was taken back.
    retracted: bool = False
    #: It is a row of a what-if's claim.
    scenario: str | None = None


class UnknownNamesError(TrackerError):
    """Names on several lines of a batch mean nothing here."""

    exit_code = 4


def written(entry: Entry) -> Written:
    """Return an entry's keys and values as they stand in the file."""
    common = {"retracts": entry.retracts, "note": entry.note, "id": entry.id}
    if isinstance(entry, Retraction):
        return _kept({**common, "recorded": entry.recorded.text})
    return _kept(
        {
            **common,
            "date": entry.date.text,
            "faction": entry.faction,
            "relation": str(entry.relation),
            "to": entry.to,
            "from": entry.ends_tie_with,
            "until": dates.written(entry.until),
            "status": None if entry.status is Status.REPORTED else str(entry.status),
            "credibility": entry.credibility,
            "by": entry.by,
            "sources": entry.sources,
            "recorded": dates.written(entry.recorded),
        }
    )


class Context:
    """What drafts are checked against: a registry, and the ids of those that come along."""

    def __init__(self, registry: Registry, others: Collection[str] = ()) -> None:
        self.registry = registry
        #: The ids of claims of the same batch, which a draft may retract.
        self.others = others
        self._found: dict[tuple[str, dt.date | None], str] = {}
        self._words: set[str] = set()
        aliases = (a for faction in registry.factions.values() for a in faction.aliases)
        self._timed = any(alias.since or alias.until for alias in aliases)

    def faction(self, name: str, day: dt.date | None) -> str:
        """Return the id of the faction that a name means on a day; a batch repeats many."""
        key = (name, day if self._timed else None)
        if key not in self._found:
            self._found[key] = names.resolve(self.registry, name, day)
        return self._found[key]

    def speaker(self, name: str) -> str:
        """Return a faction's id where its name is given; else the words as they are."""
        if name not in self._words:
            try:
                return self.faction(name, None)
            except NoSuchError:
                self._words.add(name)
        return name


def resolved(draft: Draft, context: Context) -> Written:
    """Return a draft with ids for names; raise, with its place, where anything is amiss."""
    if draft.fault is not None:
        raise draft.fault
    try:
        return _resolved(draft.values, context)
    except DateError as error:
        raise UsageError(draft.origin + str(error)) from error
    except TrackerError as error:
        error.args = (draft.origin + str(error),)
        raise


class Ledger:
    """The claims that stand in a registry, and those about to join them."""

    def __init__(self, registry: Registry, point: Point) -> None:
        self._perspective = Perspective.of(registry, point)
        self._standing: dict[tuple[object, ...], list[Claim]] = {}
        for claim in registry.claims.values():
            if claim.scenario == point.scenario:
                key = (claim.faction, str(claim.relation), claim.to, claim.date.text)
                self._standing.setdefault(key, []).append(claim)
        self._joining: dict[str, str] = {}
        self._taken = {entry.id for entry in registry.entries}
        order = {name: n for n, name in enumerate([None, *registry.scenarios])}
        last = order[point.scenario]
        #: The ids that the reader has given by the time it comes to a new claim.
        self._earlier = {e.id for e in registry.entries if order[e.scenario] <= last}

    def standing(self, values: Written, draft: Draft) -> str | None:
        """Return where the same is said word for word and still stands, if anywhere."""
        free = {*_FREE, "retracts"} if draft.row else _FREE
        wanted = _without(values, free)
        key = tuple(values[name] for name in ("faction", "relation", "to", "date"))
        for claim in self._standing.get(key, ()):
            same = _without(written(claim), free) == wanted
            if same and not self._perspective.retractions_of(claim):
                return f"{claim.where}: {claim.id}"
        return self._joining.get(repr(_without(values, _FREE)))

    def join(self, values: Written, draft: Draft) -> Written:
        """Take in a claim; return it in order, with an id where another's would change."""
        self._joining[repr(_without(values, _FREE))] = draft.origin.removesuffix(": ")
        name, explicit = self._named(values)
        if name in self._taken:
            raise UsageError(f"{draft.origin}the id {name!r} is taken")
        self._taken.add(name)
        self._earlier.add(name)
        found = {**values, "id": name} if explicit else values
        return {key: found[key] for key in KEYS if key in found}

    def _named(self, values: Written) -> tuple[str, bool]:
        """Return the id of a new claim, and whether it has to be written down."""
        if isinstance(given := values.get("id"), str):
            return given, True
        day = values["date"]
        base = f"{dates.plain(str(day))}-{values['faction']}-{values['to']}"
        name, count = base, 1
        while name in self._earlier:
            count += 1
            name = f"{base}-{count}"
        explicit = name in self._taken
        while name in self._taken:
            count += 1
            name = f"{base}-{count}"
        return name, explicit


def _resolved(values: Mapping[str, str | tuple[str, ...]], context: Context) -> Written:
    registry = context.registry
    found: Written = {key: values[key] for key in KEYS if values.get(key)}
    _refuse_bad_text(found)
    wanted = ("faction", "relation", "to", "date")
    if missing := [key for key in wanted if key not in found]:
        raise UsageError(f"missing: {', '.join(missing)}")
    day = dates.parse(_text(found, "date"))
    if "until" in found and dates.parse(_text(found, "until")).last < day.first:
        raise UsageError(f"until {found['until']} is before the date {day}")
    for key in ("faction", "to", "from"):
        if key in found:
            found[key] = context.faction(_text(found, key), day.last)
    found["relation"] = _relation(_text(found, "relation"))
    if "status" in found:
        found["status"] = word(Status, _text(found, "status").strip().lower())
        if found["status"] == Status.REPORTED:
            del found["status"]
    if "by" in found:
        found["by"] = context.speaker(_text(found, "by"))
    _refer(found, "sources", "source", registry.sources)
    _refer(found, "retracts", "change", registry.claims, context.others)
    _refuse_bad_forms(found, registry)
    return found


def _refuse_bad_text(values: Written) -> None:
    for key, value in values.items():
        for text in [value] if isinstance(value, str) else value:
            emitter.refuse_unwritable(text)
            if not text.strip():
                raise UsageError(f"{key} is blank; fill it or leave it out")


def _refuse_bad_forms(found: Written, registry: Registry) -> None:
    if found["to"] == found["faction"] or found.get("from") == found["faction"]:
        raise UsageError(f"{found['faction']!r} cannot have a tie with itself")
    if "credibility" in found:
        word(Credibility, _text(found, "credibility"))
    if "recorded" in found:
        dates.parse_moment(_text(found, "recorded"))
    if "id" in found:
        name = _text(found, "id")
        if not value_types.CLAIM_ID.fullmatch(name):
            raise UsageError(f"{name!r} is not allowed: an id is of a-z, 0-9, '-' and '.'")
        if name in registry.claims:
            where = registry.claims[name].where
            raise UsageError(f"the id {name!r} is taken, at {where}")


def _refer(
    found: Written,
    key: str,
    noun: str,
    known: Mapping[str, object],
    others: Collection[str] = (),
) -> None:
    if key in found:
        found[key] = tuple(dict.fromkeys(found[key]))
    for name in found.get(key, ()):
        if name not in known and name not in others:
            raise NoSuchError(noun, name, names.nearest(name, known))


def _relation(text: str) -> str:
    if (relation := Relation.parse(text)) is not None:
        return str(relation)
    raise UsageError(f"no relation {text!r}; it is one of {', '.join(Relation)}")


def word(words: type[StrEnum], text: str) -> str:
    """Return a word of a vocabulary; raise UsageError where a text is none of them."""
    if text in list(words):
        return text
    known = ", ".join(words)
    raise UsageError(f"no {words.__name__.lower()} {text!r}; it is one of {known}")


def _text(values: Mapping[str, str | tuple[str, ...]], key: str) -> str:
    value = values[key]
    if not isinstance(value, str):
        raise UsageError(f"{key} is one text, not a list")
    return value


def _kept(values: Mapping[str, str | tuple[str, ...] | None]) -> Written:
    return {key: value for key in KEYS if (value := values.get(key))}


def _without(values: Written, keys: Collection[str]) -> Written:
    return {key: values[key] for key in KEYS if key in values and key not in keys}
