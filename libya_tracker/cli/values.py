"""What the texts of options and arguments mean: days, points, names, whose claims count."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from libya_tracker.cli import messages
from libya_tracker.cli.context import today
from libya_tracker.errors import AmbiguousOutletError, NoSuchError, UsageError, quoted
from libya_tracker.model import dates, option_values, spelling
from libya_tracker.model.dates import DateError, FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import (
    Lens,
    Period,
    Point,
    describe_persistence,
)
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Status
from libya_tracker.named_tuples import NamedTuple


def day(text: str, option: str) -> FuzzyDate:
    """Return the date that an option names; raise UsageError where it is none."""
    try:
        return dates.parse_day(text, today())
    except DateError as error:
        raise UsageError(f"{option}: {error}") from error


def last_day(text: str | None, option: str) -> dt.date:
    """Return the last day that an option's date can mean; today where it is not given."""
    return today() if text is None else day(text, option).last


def first_day(text: str, last: dt.date, option: str = "--since") -> dt.date:
    """Return the first day that a date can mean; raise UsageError where it is too late."""
    if (first := day(text, option).first) > last:
        raise UsageError(f"{option}: {first} is after {last}, where it ends")
    return first


def period(since: str | None, last: dt.date) -> Period:
    """Return the days from --since, or from the first of all, to a last day."""
    return Period(None if since is None else first_day(since, last), last)


def written_day(text: str | None, option: str) -> str | None:
    """Return a date as it is to be written: as typed, or the day a word stands for."""
    return None if text is None else day(text, option).text


def lasting(persist: str | None) -> str:
    """Return how long ties last, as the heading of a page says it where that is chosen."""
    policy = option_values.persistence(persist, "--persist")
    return "" if policy is None else f"; {describe_persistence(policy)}"


def faction_id(perspective: Perspective, name: str) -> str:
    """Return the id of the faction that a name means on the day asked about.

    Where it is no full name, a note on standard error says whose it is taken for.
    """
    return _faction(perspective.registry, name, perspective.day)


def _faction(registry: Registry, name: str, on: dt.date) -> str:
    # Deferred here and below: how names are spelt takes some time to load, and many
    # questions name nobody.
    from libya_tracker.model import names  # noqa: PLC0415

    match = names.lookup(registry, name, on)
    if match.reason:
        one = match.faction
        what = f"{quoted(name)} is taken for {one.name} ({one.id})"
        messages.say(f"note: {what}, by its {match.reason}")
    return match.faction.id


def faction_ids(perspective: Perspective, texts: Iterable[str] | None) -> list[str]:
    """Return the ids of the factions that names mean on the day asked about, each once."""
    return list(dict.fromkeys(faction_id(perspective, name) for name in texts or ()))


def refuse_all_with_names(texts: Iterable[str] | None, *, include_all: bool) -> None:
    """Raise UsageError where --all is given beside the names of factions."""
    if include_all and texts:
        raise UsageError("--all leaves nobody out; leave out --all, or the names")


def scenario_id(registry: Registry, name: str | None) -> str | None:
    """Return a scenario's id, or raise NoSuchError."""
    if name is not None and name not in registry.scenarios:
        raise NoSuchError("scenario", name, spelling.nearest(name, registry.scenarios))
    return name


def words(text: str, option: str) -> str:
    """Return words to look for; raise UsageError where there are none."""
    from libya_tracker.model import name_words  # noqa: PLC0415

    if not name_words.words_of(text):
        raise UsageError(f"{option}: {text!r} has no letter and no digit to look for")
    return text


def source_ids(registry: Registry, name: str) -> frozenset[str]:
    """Return a source and its copies, or the pages of an outlet; raise NoSuchError."""
    from libya_tracker.model import folding, outlets  # noqa: PLC0415

    if name in registry.sources:
        return outlets.with_copies(registry, name)
    publishers = outlets.named(registry, name)
    if len(publishers) > 1:
        raise AmbiguousOutletError(name, publishers)
    for publisher in publishers:
        if folding.folded(publisher) != folding.folded(name):
            messages.say(f"note: {quoted(name)} is taken for the outlet {publisher}")
        return outlets.pages(registry, publisher)
    near = spelling.nearest(name, registry.sources)
    raise NoSuchError("source or outlet", name, near)


def revision(text: str) -> tuple[str | None, str]:
    """Return the revision of a point ``REV:DAY…``, None without one, and the rest of it.

    A day that is left out is today.
    """
    name, colon, rest = text.rpartition(":")
    if not colon:
        return None, text
    if not name:
        raise UsageError(f"{quoted(text)}: a revision of git stands before the colon")
    return name, rest or "today"


#: What a point begins with: a day, or a revision and a colon.
_POINT = r"(?i)(today|yesterday|\d+[dwmy]|\W*\d{3}[\dxu])(?!\w)|.*:"


def is_point(text: str) -> bool:
    """Tell whether a text is meant as a point, be it well written or not; else a name."""
    return re.match(_POINT, text) is not None


def point(registry: Registry, text: str) -> Point:
    """Return the point ``DAY[@KNOWN][+SCENARIO]``."""
    moment, plus, scenario = text.partition("+")
    on, at, known = moment.partition("@")
    return Point(
        day=day(on, "the point's day").last,
        known=last_day(known if at else None, "the point's @KNOWN"),
        scenario=scenario_id(registry, scenario if plus else None),
        second_clock=bool(at),
    )


def lens(
    registry: Registry,
    min_status: Status | None,
    according_to: str | None,
    persist: str | None,
    on: dt.date,
) -> Lens:
    """Return whose claims count, by the options of the command line."""
    weakest = option_values.weakest(min_status, "--min-status")
    lasting = option_values.persistence(persist, "--persist")
    return according(registry, Lens(weakest, persist=lasting), according_to, on)


def according(registry: Registry, lens: Lens, voice: str | None, on: dt.date) -> Lens:
    """Return a lens for one voice; raise NoSuchError where nobody of that name speaks."""
    if voice in registry.sources:
        return lens._replace(source=voice)
    return lens._replace(speaker=voice and _speaker(registry, voice, on))


def _speaker(registry: Registry, name: str, on: dt.date) -> str:
    if name in {claim.by for claim in registry.claims.values()}:
        return name
    try:
        return _faction(registry, name, on)
    except NoSuchError:
        near = spelling.nearest(name, {*registry.sources, *registry.factions})
        raise NoSuchError("source or speaker", name, near) from None


class PerspectiveOptions(NamedTuple):
    """The options that say from where a registry is seen, which may not be read yet."""

    day: dt.date
    known_at: str | None = None
    scenario: str | None = None
    min_status: Status | None = None
    according_to: str | None = None
    persist: str | None = None
    #: Until when claims are known where that is not chosen; None: now.
    known_by: dt.date | None = None
    revision: str | None = None

    def perspective(self, registry: Registry) -> Perspective:
        """Return a registry as it is seen from there."""
        if self.known_at is None and self.known_by is not None:
            known = self.known_by
        else:
            known = last_day(self.known_at, "--known-at")
        scenario = scenario_id(registry, self.scenario)
        chosen = self.known_at is not None
        point = Point(self.day, known, scenario, chosen, self.revision)
        return Perspective.of(
            registry,
            point,
            lens(registry, self.min_status, self.according_to, self.persist, self.day),
        )
