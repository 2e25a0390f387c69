"""What many commands take, and what is made of it: the room that knows day and place."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from libya_tracker.cli import completion
from libya_tracker.errors import NoSuchError, UnreadableError, UsageError
from libya_tracker.model import dates, names
from libya_tracker.model.dates import DateError, FuzzyDate, Moment
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens, Persistence, Point
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Status
from libya_tracker.output.formats import Format
from libya_tracker.storage import files

TODAY = "LIBYA_TRACKER_TODAY"
REGISTRY = "LIBYA_TRACKER_REGISTRY"
FORMAT = "LIBYA_TRACKER_FORMAT"
UNTIL_CHANGED = "until-changed"
_EFFECTIVE = ("confirmed", "reported", "assessed", "alleged")

RegistryOption = Annotated[
    Path | None,
    typer.Option(
        "--registry",
        "-r",
        metavar="PATH",
        help=f"The registry; else ${REGISTRY}, else factions.yaml here or above, "
        "else the one shipped.",
        show_default=False,
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        help=f"Default: ${FORMAT}, else by the ending of --output, else table.",
        show_default=False,
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the answer to a file."),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="The day asked about: 2017-11-10, 2017-11, today, 7d … [default: today]",
        show_default=False,
    ),
]
KnownAtOption = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="DAY",
        help="Only what was known by then. [default: today]",
        show_default=False,
    ),
]
ScenarioOption = Annotated[
    str | None,
    typer.Option(
        "--scenario",
        metavar="ID",
        help="Lay a what-if over the record.",
        autocompletion=completion.scenarios,
    ),
]
MinStatusOption = Annotated[
    Status | None,
    typer.Option(
        "--min-status",
        metavar=f"[{'|'.join(_EFFECTIVE)}]",
        help="Leave out weaker claims.",
        show_default=False,
    ),
]
AccordingToOption = Annotated[
    str | None,
    typer.Option(
        "--according-to",
        metavar="WHO",
        help="Only what a source says, or a speaker: a faction, or the words of `by`.",
        autocompletion=completion.voices,
    ),
]
PersistOption = Annotated[
    str | None,
    typer.Option(
        "--persist",
        metavar="[until-changed|cited|DAYS]",
        help="How long a tie lasts that nobody ends: until something does (the default), "
        "only from its first to its last citation, or so many days (180d) after the last.",
        show_default=False,
    ),
]
FactionsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FACTION]...",
        help="Ids, names or aliases. [default: all]",
        show_default=False,
        autocompletion=completion.factions,
    ),
]
FactionArgument = Annotated[
    str,
    typer.Argument(
        metavar="FACTION", help="An id, name or alias.", autocompletion=completion.factions
    ),
]
DryRunOption = Annotated[
    bool,
    typer.Option(
        "--dry-run", help="Print the change of text as a unified diff; write nothing."
    ),
]


def today() -> dt.date:
    """Return the day it is, in UTC; ``$LIBYA_TRACKER_TODAY`` sets it."""
    if (given := os.environ.get(TODAY)) is None:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dates.parse_moment(given).day
    except DateError as error:
        raise UsageError(f"${TODAY}: {error}") from error


def now() -> Moment:
    """Return the time to record; ``$LIBYA_TRACKER_TODAY`` makes it that day's midnight."""
    if TODAY in os.environ:
        return Moment(f"{today()}T00:00:00Z", today())
    moment = dt.datetime.now(dt.UTC)
    return Moment(moment.strftime("%Y-%m-%dT%H:%M:%SZ"), moment.date())


def registry_path(given: Path | None) -> Path:
    """Return where the registry is: as told, as the environment says, near, or shipped."""
    return _own(given) or files.shipped()


def own_registry(given: Path | None) -> Path:
    """Return where the registry to be changed is, which is never the shipped one."""
    if (path := _own(given)) is None:
        raise UnreadableError(files.READ_ONLY)
    return path


def _own(given: Path | None) -> Path | None:
    if given is not None:
        return given
    if told := os.environ.get(REGISTRY):
        return Path(told)
    try:
        return files.nearest(Path.cwd())
    except FileNotFoundError:
        raise UnreadableError("the folder you are in is gone; go to another") from None


def ask(
    registry: Path | None,
    as_of: str | None = None,
    known_at: str | None = None,
    scenario: str | None = None,
    lens: tuple[Status | None, str | None] = (None, None),
    persist: str | None = None,
) -> Perspective:
    """Return the registry, opened at the point and through the lens that options name."""
    found = files.read(registry_path(registry))
    return asked(found, as_of, known_at, scenario, lens, persist)


def asked(
    found: Registry,
    as_of: str | None,
    known_at: str | None,
    scenario: str | None,
    lens: tuple[Status | None, str | None],
    persist: str | None,
) -> Perspective:
    """Return a registry that was read already, at that point and through that lens."""
    point = Point(
        day=last_day(as_of, "--as-of"),
        known=last_day(known_at, "--known-at"),
        scenario=known_scenario(found, scenario),
    )
    return Perspective.of(found, point, lens_of(found, *lens, persist))


def last_day(text: str | None, option: str) -> dt.date:
    """Return the last day that an option's date can mean; today where it is not given."""
    return today() if text is None else day(text, option).last


def first_day(text: str, last: dt.date) -> dt.date:
    """Return the first day that --since can mean; raise UsageError where it is too late."""
    if (first := day(text, "--since").first) > last:
        raise UsageError(f"--since: {first} is after {last}, where it ends")
    return first


def day(text: str, option: str) -> FuzzyDate:
    """Return the date that an option names; raise UsageError where it is none."""
    try:
        return dates.parse_day(text, today())
    except DateError as error:
        raise UsageError(f"{option}: {error}") from error


def written_day(text: str | None, option: str) -> str | None:
    """Return a date as it is to be written: as typed, or the day a word stands for."""
    return None if text is None else day(text, option).text


def known_scenario(registry: Registry, scenario: str | None) -> str | None:
    """Return a scenario's id, or raise NoSuchError."""
    if scenario is not None and scenario not in registry.scenarios:
        raise NoSuchError("scenario", scenario, names.nearest(scenario, registry.scenarios))
    return scenario


def lens_of(
    registry: Registry,
    min_status: Status | None,
    who: str | None,
    persist: str | None = None,
) -> Lens:
    """Return whose claims count; raise NoSuchError where nobody of that name speaks."""
    lasting = persistence(persist)
    if min_status is not None and not min_status.effective:
        raise UsageError(f"--min-status is one of {', '.join(_EFFECTIVE)}")
    if who is None:
        return Lens(min_status, persist=lasting)
    if who in registry.sources:
        return Lens(min_status, source=who, persist=lasting)
    if who in {claim.by for claim in registry.claims.values()}:
        return Lens(min_status, speaker=who, persist=lasting)
    try:
        return Lens(min_status, speaker=names.resolve(registry, who), persist=lasting)
    except NoSuchError:
        near = names.nearest(who, {*registry.sources, *registry.factions})
        raise NoSuchError("source or speaker", who, near) from None


def persistence(text: str | None) -> Persistence:
    """Return how long a tie lasts that nobody ends; raise UsageError for no policy."""
    if text is None or text == UNTIL_CHANGED:
        return None
    return "cited" if text == "cited" else days(text, "--persist")


def days(text: str, option: str) -> int:
    """Return a number of days, written as 180 or 180d; raise UsageError for none."""
    if match := re.fullmatch("([0-9]{1,6})d?", text):
        return int(match[1])
    kinds = "until-changed, cited or " if option == "--persist" else ""
    raise UsageError(f"{option}: {text!r} is not {kinds}a number of days, such as 180d")


def factions(
    registry: Registry, given: Iterable[str] | None, on: dt.date | None
) -> list[str]:
    """Return the ids of the factions that names mean on a day, each once."""
    return list(dict.fromkeys(names.resolve(registry, name, on) for name in given or ()))


def point(registry: Registry, text: str) -> Point:
    """Return the point ``DAY[@KNOWN][+SCENARIO]``."""
    moment, plus, scenario = text.partition("+")
    on, at, known = moment.partition("@")
    return Point(
        day=day(on, "the point's day").last,
        known=last_day(known if at else None, "the point's @KNOWN"),
        scenario=known_scenario(registry, scenario if plus else None),
    )
