"""Values of options that commands, scripts and Spark share.

``name`` is what the asker calls the option: ``--persist``, or ``persist``. Each function
raises UsageError, which begins with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import ceil

from libya_tracker.errors import UsageError, quoted
from libya_tracker.model.query import Days, Persistence
from libya_tracker.model.vocabulary import Status

UNTIL_CHANGED = "until-changed"
#: The statuses of which a claim can be, to make or end a tie.
EFFECTIVE = [status for status in Status if status.effective]
#: The units of a number of days, and how many days so many of each are.
_UNITS: dict[str, tuple[str, Callable[[int], int]]] = {
    "d": ("day", lambda count: count),
    "w": ("week", lambda count: 7 * count),
    "m": ("month", lambda count: ceil(365 * count / 12)),
    "y": ("year", lambda count: 365 * count),
}


def days(value: int | str, name: str, others: str = "") -> Days:
    """Return a number of days, given as one or written as 180, 180d, 3w, 6m or 1y.

    ``others`` are the words that the option takes as well, for the message.
    """
    if match := re.fullmatch("([0-9]{1,6})([dwmy]?)", str(value)):
        count, (word, in_days) = int(match[1]), _UNITS[match[2] or "d"]
        return Days(in_days(count), f"{count} {word}{'s' * (count != 1)}")
    kinds = f"{others} or " if others else ""
    raise UsageError(
        f"{name}: {value!r} is not {kinds}a number of days, such as 180d, 3w, 6m or 1y"
    )


def persistence(value: int | str | None, name: str) -> Persistence:
    """Return how long a tie lasts that nobody ends."""
    if value is None or value == UNTIL_CHANGED:
        return None
    if value == "cited":
        return "cited"
    return days(value, name, f"{UNTIL_CHANGED}, cited")


def weakest(word: str | None, name: str) -> Status | None:
    """Return the weakest status of a claim that is to count."""
    if word is None:
        return None
    if word not in EFFECTIVE:
        raise UsageError(f"{name}: {quoted(str(word))} is none of {', '.join(EFFECTIVE)}")
    return Status(word)


def text(value: object, name: str) -> str:
    """Return a value that must be a text."""
    if not isinstance(value, str):
        raise UsageError(f"{name}: {value!r} is no text")
    return value


def refuse_wrong(
    options: Mapping[str, object], known: Mapping[str, tuple[type, ...]]
) -> None:
    """Refuse options that there are not, and values of a type that has no meaning.

    ``known`` has the types of each option there is.
    """
    if unknown := sorted(options.keys() - known.keys()):
        raise UsageError(f"no option {unknown[0]!r}; there are {', '.join(known)}")
    for name, value in options.items():
        if value is not None and not isinstance(value, known[name]):
            raise UsageError(f"{name}: {value!r} is not what is asked for here")
