"""What somebody wants to add, checked against the registry before a line is written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from libya_tracker import dates, fields, names
from libya_tracker.claims import Chronicle
from libya_tracker.dates import DateError
from libya_tracker.errors import NoSuchError, UsageError
from libya_tracker.model import Change, Entry, Point, Registry, Retraction
from libya_tracker.vocabulary import Relation, Status

Written = dict[str, str | tuple[str, ...]]

#: The keys of a change in the order in which they are written.
KEYS = (
    "date", "faction", "relation", "to", "from", "until", "status", "credibility", "by",
    "sources", "note", "recorded", "retracts", "id",
)  # fmt: skip
_LISTS = frozenset({"sources", "retracts"})
_FREE = {"recorded", "id"}  # what may differ in a claim that already stands, word for word


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim as somebody gave it: its keys as text, and where it came from."""

    values: Mapping[str, str | tuple[str, ...]]
    #: The line of a batch, or nothing for the command line; it leads every complaint.
    origin: str = ""


def batch(text: str) -> list[Draft]:
    """Return the claims of a batch: JSON Lines, or CSV with a header."""
    body = text.removeprefix("\ufeff")
    if body.lstrip().startswith(("{", "[")):
        return [
            _from_json(line, n)
            for n, line in enumerate(body.splitlines(), 1)
            if line.strip()
        ]
    reader = csv.DictReader(io.StringIO(body, newline=""), strict=True)
    try:
        return [_from_csv(row, reader.line_num) for row in reader]
    except csv.Error as error:
        raise UsageError(f"line {reader.line_num}: not valid CSV: {error}") from error


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
            "from": entry.leaves,
            "until": dates.written(entry.until),
            "status": None if entry.status is Status.REPORTED else str(entry.status),
            "credibility": entry.credibility,
            "by": entry.by,
            "sources": entry.sources,
            "recorded": dates.written(entry.recorded),
        }
    )


def resolved(draft: Draft, registry: Registry) -> Written:
    """Return a draft with ids for names; raise, with its place, where anything is amiss."""
    try:
        return _resolved(draft.values, registry)
    except DateError as error:
        raise UsageError(draft.origin + str(error)) from error
    except UsageError as error:
        raise UsageError(draft.origin + str(error)) from error
    except NoSuchError as error:
        error.args = (draft.origin + str(error),)
        raise


def standing(values: Written, registry: Registry, point: Point) -> Change | None:
    """Return the claim that says the same word for word and still stands, if any."""
    chronicle = Chronicle(registry)
    wanted = _bare(values)
    for change in registry.changes.values():
        same = change.faction == values["faction"] and change.to == values["to"]
        if same and change.scenario == point.scenario and _bare(written(change)) == wanted:
            return change if chronicle.visible(change, point) else None
    return None


def _resolved(values: Mapping[str, str | tuple[str, ...]], registry: Registry) -> Written:
    found: Written = {key: values[key] for key in KEYS if values.get(key)}
    if missing := [
        key for key in ("faction", "relation", "to", "date") if key not in found
    ]:
        raise UsageError(f"missing: {', '.join(missing)}")
    day = dates.parse(_text(found, "date")).last
    if "until" in found:
        dates.parse(_text(found, "until"))
    for key in ("faction", "to", "from"):
        if key in found:
            found[key] = names.resolve(registry, _text(found, key), day)
    found["relation"] = _word(_text(found, "relation"), Relation)
    if "status" in found:
        found["status"] = _word(_text(found, "status"), Status)
        if found["status"] == Status.REPORTED:
            del found["status"]
    if "by" in found:
        found["by"] = _speaker(registry, _text(found, "by"))
    _refer(found, "sources", "source", registry.sources)
    _refer(found, "retracts", "change", registry.changes)
    _refuse_bad_forms(found, registry)
    return found


def _refuse_bad_forms(found: Written, registry: Registry) -> None:
    if found["to"] == found["faction"] or found.get("from") == found["faction"]:
        raise UsageError(f"{found['faction']!r} cannot have a tie with itself")
    if "credibility" in found and found["credibility"] not in tuple("123456"):
        raise UsageError(f"credibility {found['credibility']!r} is no digit from 1 to 6")
    if "recorded" in found:
        dates.parse_moment(_text(found, "recorded"))
    if "id" in found:
        name = _text(found, "id")
        if not fields.CHANGE_ID.fullmatch(name):
            raise UsageError(f"{name!r} will not do: an id is of a-z, 0-9, '-' and '.'")
        if name in registry.changes:
            where = registry.changes[name].where
            raise UsageError(f"the id {name!r} is taken, at {where}")


def _speaker(registry: Registry, name: str) -> str:
    """Return a faction's id where its name is given; else the words as they are."""
    try:
        return names.resolve(registry, name)
    except NoSuchError:
        return name


def _refer(found: Written, key: str, noun: str, known: Iterable[str]) -> None:
    known = set(known)
    for name in found.get(key, ()):
        if name not in known:
            raise NoSuchError(noun, name, names.nearest(name, known))


def _word(said: str, words: type[Relation] | type[Status]) -> str:
    known = [str(word) for word in words]
    if (word := said.strip().lower()) in known:
        return word
    raise UsageError(
        f"no {words.__name__.lower()} {said!r}; it is one of {', '.join(known)}"
    )


def _text(values: Mapping[str, str | tuple[str, ...]], key: str) -> str:
    value = values[key]
    if not isinstance(value, str):
        raise UsageError(f"{key} is one text, not a list")
    return value


def _from_json(line: str, number: int) -> Draft:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UsageError(f"line {number}: not valid JSON: {error}") from error
    if not isinstance(row, dict):
        raise UsageError(f"line {number}: a JSON object is wanted on each line")
    return _draft({key: value for key, value in row.items() if value is not None}, number)


def _from_csv(row: Mapping[str | Any, Any], number: int) -> Draft:
    if None in row:
        raise UsageError(f"line {number}: more cells than the header has columns")
    values = {
        key: tuple(filter(None, value.split(";"))) if key in _LISTS else value
        for key, value in row.items()
        if value
    }
    return _draft(values, number)


def _draft(row: Mapping[str, Any], number: int) -> Draft:
    origin = f"line {number}: "
    values: Written = {}
    for key, value in row.items():
        if key not in KEYS:
            hint = f"; a change has {', '.join(KEYS)}"
            raise UsageError(f"{origin}a change has no key {key!r}{hint}")
        if key in _LISTS:
            items = [value] if isinstance(value, str) else value
            if not (
                isinstance(items, list | tuple) and all(isinstance(i, str) for i in items)
            ):
                raise UsageError(f"{origin}{key} is a list of ids")
            values[key] = tuple(items)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            values[key] = str(value)
        else:
            raise UsageError(f"{origin}{key} is text, not {json.dumps(value)}")
    return Draft(values, origin)


def _kept(values: Mapping[str, str | tuple[str, ...] | None]) -> Written:
    return {key: value for key in KEYS if (value := values.get(key))}


def _bare(values: Written) -> Written:
    return {key: value for key, value in values.items() if key not in _FREE}
