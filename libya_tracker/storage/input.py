"""Drafts of claims, checked against the registry before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum

from libya_tracker.errors import NoSuchError, TrackerError, UsageError
from libya_tracker.model import dates, names, spelling
from libya_tracker.model.dates import DateError, Moment
from libya_tracker.model.query import Point
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Credibility, Relation, Status
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import emitter, labels, value_types
from libya_tracker.storage.drafts import KEYS, PUBLISHED, Draft, Values
from libya_tracker.storage.emitter import Fields, Item
from libya_tracker.storage.existing_claims import ExistingClaims

#: What the ids of a list are those of.
_NOUNS = {"sources": "source", "retracts": "change"}


class Remark(NamedTuple):
    """Why a draft is not written, although nothing is wrong with it."""

    draft: Draft
    text: str
    #: What is said of many at once, with a place for their number.
    cause: str


class DraftChecker:
    """Checks drafts, one after the other, against a registry and those before them."""

    def __init__(
        self, registry: Registry, drafts: Iterable[Draft], now: Moment, scenario: str | None
    ) -> None:
        ids = [draft.values.get("id") for draft in drafts]
        self._context = Context(registry, {name for name in ids if isinstance(name, str)})
        point = Point(now.day, now.day, scenario)
        self._existing = ExistingClaims(registry, point, len(ids))
        self._now, self._scenario = now, scenario

    def check(self, draft: Draft) -> Item | Remark:
        """Return the item to write, or a remark that says why there is none.

        Raises TrackerError where something is wrong with the draft.
        """
        if draft.scenario is not None and draft.scenario != self._scenario:
            message = f"this claim is of the what-if {draft.scenario!r}; "
            raise UsageError(f"{message}record it with --scenario {draft.scenario}")
        values = resolve(draft, self._context)
        published = values.get("recorded") == PUBLISHED
        if published:
            del values["recorded"]
            refuse_undated(values, self._context.registry)
        if draft.retracted:
            text = "left out: it was retracted where it comes from"
            cause = "{} are left out: they were retracted where they come from"
            return Remark(draft, text, cause)
        if (place := self._existing.place_of(values, draft)) is not None:
            return Remark(draft, f"stands already, at {place}", "{} stand already")
        if not published:
            values.setdefault("recorded", self._now.text)
        return Item(self._existing.add(values, draft))


class Context:
    """What names and ids in drafts may mean: a registry, and the ids of the same batch."""

    def __init__(self, registry: Registry, others: Collection[str] = ()) -> None:
        self.registry = registry
        #: The ids of claims of the same batch, which a draft may retract.
        self.others = others
        self._ids: dict[tuple[str, dt.date | None], str] = {}
        self._speakers: dict[str, str] = {}
        aliases = (a for faction in registry.factions.values() for a in faction.aliases)
        self.has_periods = any(alias.since or alias.until for alias in aliases)

    def faction(self, name: str, day: dt.date | None) -> str:
        """Return the id of the faction that a name means on a day."""
        key = (name, day if self.has_periods else None)
        if key not in self._ids:
            self._ids[key] = names.resolve(self.registry, name, day)
        return self._ids[key]

    def speaker(self, name: str) -> str:
        """Return the id of a faction's name, or words that name none as they are."""
        if name not in self._speakers:
            self._speakers[name] = names.named(self.registry, name) or name
        return self._speakers[name]


def resolve(draft: Draft, context: Context) -> Values:
    """Return a draft with ids for names; raise TrackerError where something is wrong."""
    if draft.fault is not None:
        raise draft.fault
    return _resolve(draft.values, context)


class ValueOf:
    """Says of what goes wrong in a body that it is the value of a key."""

    __slots__ = ("_key",)

    def __init__(self, key: str) -> None:
        self._key = key

    def __enter__(self) -> None:
        """Enter the body."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Add the key to a failure; make one of what is wrong with a date."""
        if isinstance(error, DateError):
            failure = UsageError(str(error))
            failure.key, failure.cause = self._key, error.cause
            raise failure from error
        if isinstance(error, TrackerError):
            error.key = self._key


class Faults:
    """What is wrong with a draft, so that all of it can be said at once."""

    def __init__(self) -> None:
        self._all: list[TrackerError] = []

    @contextmanager
    def of(self, key: str) -> Iterator[None]:
        """Go on after a body in which something is wrong with the value of a key."""
        try:
            with ValueOf(key):
                yield
        except TrackerError as error:
            self._all.append(error)

    def raise_any(self) -> None:
        """Raise the first, with the others in it; nothing where there is none."""
        if self._all:
            first, *rest = self._all
            first.others = tuple(rest)
            raise first


def _resolve(draft: Mapping[str, str | tuple[str, ...]], context: Context) -> Values:
    registry = context.registry
    values: Values = {key: draft[key] for key in KEYS if draft.get(key)}
    refuse_bad_text(values)
    required = ("faction", "relation", "to", "date")
    faults = Faults()
    if missing := [key for key in required if key not in values]:
        with faults.of(""):
            raise UsageError(f"missing: {', '.join(missing)}")
    day = _day(values, faults)
    for key in ("faction", "to", "from"):
        if key in values:
            with faults.of(key):
                values[key] = context.faction(_text(values, key), day)
    if "relation" in values:
        with faults.of("relation"):
            values["relation"] = _relation(_text(values, "relation"))
    _leave_out_defaults(values, faults)
    if "by" in values:
        values["by"] = context.speaker(_text(values, "by"))
    _refer(values, faults, "sources", registry.sources)
    if "retracts" in values:
        _refer(values, faults, "retracts", registry.claims, context.others)
    if "tags" in values:
        with faults.of("tags"):
            values["tags"] = labels.proper_tags(values["tags"])
    _check_forms(values, faults, registry)
    faults.raise_any()
    return values


def _day(values: Values, faults: Faults) -> dt.date | None:
    """Return the last day that the date can mean, if any; check that `until` is later."""
    day = None
    if "date" in values:
        with faults.of("date"):
            day = dates.parse(_text(values, "date"))
    if "until" in values:
        with faults.of("until"):
            until = dates.parse(_text(values, "until"))
            if day is not None and until.last < day.first:
                raise UsageError(f"until {values['until']} is before the date {day}")
    return None if day is None else day.last


def _leave_out_defaults(values: Values, faults: Faults) -> None:
    """Check the status and `begins`; remove them where they say what holds anyway."""
    if "status" in values:
        with faults.of("status"):
            values["status"] = word(Status, _text(values, "status").strip().lower())
        if values["status"] == Status.REPORTED:
            del values["status"]
    with faults.of("begins"):
        if (begins := values.get("begins")) not in {None, "yes", "no"}:
            raise UsageError(f"begins is yes or no, not {begins!r}")
    if begins == "no":
        del values["begins"]


def refuse_bad_text(values: Fields) -> None:
    """Raise UsageError where a value is blank, or no text that a file can hold."""
    for key, value in values.items():
        for text in [value] if isinstance(value, str) else value:
            if isinstance(text, str):
                with ValueOf(key):
                    emitter.refuse_unwritable(text)
                    if not text.strip():
                        raise UsageError(f"{key} is blank; fill it or leave it out")


def _check_forms(values: Values, faults: Faults, registry: Registry) -> None:
    if values.get("faction") in {values.get("to", ""), values.get("from")} - {None}:
        with faults.of(""):
            raise UsageError(f"{values['faction']!r} cannot have a tie with itself")
    if "credibility" in values:
        with faults.of("credibility"):
            word(Credibility, _text(values, "credibility"))
    if values.get("recorded", PUBLISHED) != PUBLISHED:
        with faults.of("recorded"):
            dates.parse_moment(_text(values, "recorded"))
    if "id" in values:
        with faults.of("id"):
            _refuse_bad_id(_text(values, "id"), registry)


def _refuse_bad_id(name: str, registry: Registry) -> None:
    if not value_types.CLAIM_ID.fullmatch(name):
        raise UsageError(f"{name!r} is not allowed: an id is of a-z, 0-9, '-' and '.'")
    if name in registry.claims:
        where = registry.claims[name].where
        raise UsageError(f"the id {name!r} is taken, at {where}")


def refuse_undated(values: Values, registry: Registry) -> None:
    """Raise UsageError where no source says when a claim was published."""
    if not any(registry.sources[name].date for name in values.get("sources", ())):
        raise UsageError(
            f"recorded is {PUBLISHED!r}, but no source of this claim has a date; give the "
            "source one, or the day on which the claim became known"
        )


def _refer(
    values: Values,
    faults: Faults,
    key: str,
    ids: Mapping[str, object],
    others: Collection[str] = (),
) -> None:
    """Keep each id of a list once; add a fault for one that is not there."""
    if key in values:
        values[key] = tuple(dict.fromkeys(values[key]))
    for name in values.get(key, ()):
        if name not in ids and name not in others:
            with faults.of(key):
                raise NoSuchError(_NOUNS[key], name, spelling.nearest(name, ids))


def _relation(text: str) -> str:
    if (relation := Relation.parse(text)) is not None:
        return str(relation)
    return word(Relation, text)


def word(words: type[StrEnum], text: str) -> str:
    """Return a word of a vocabulary; raise UsageError where a text is none of them."""
    if text in list(words):
        return text
    choices = ", ".join(words)
    raise UsageError(f"no {words.__name__.lower()} {text!r}; it is one of {choices}")


def _text(values: Mapping[str, str | tuple[str, ...]], key: str) -> str:
    value = values[key]
    if not isinstance(value, str):
        raise UsageError(f"{key} is one text, not a list")
    return value
