"""What can go wrong: problems, which are values, and the failures that end a command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from libya_tracker.named_tuples import NamedTuple

Severity = Literal["error", "warning"]
LONGEST_QUOTE = 80
MOST_CANDIDATES = 10


class Location(NamedTuple):
    """A place in a registry file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One thing wrong with a registry: a value to collect, never raised.

    An ``error`` keeps the registry from being used; a ``warning`` is for its keeper.
    """

    where: Location
    rule: str
    message: str
    severity: Severity = "error"
    #: The line of the file at that place, to show with a caret.
    excerpt: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message} [{self.rule}]"


class TrackerError(Exception):
    """Base of every failure that is reported without a traceback."""

    exit_code: ClassVar[int] = 3
    #: Lines to print below the message, such as one for each candidate.
    details: tuple[str, ...] = ()
    #: The key of a claim with whose value something is wrong, where it is one value.
    key: str = ""
    #: What the failures of several claims have in common; else it is their message.
    cause: str = ""
    #: What else is wrong with the same claim.
    others: tuple[TrackerError, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        """Return how it is made again, in another process: by its message alone."""
        return _made_again, (type(self), self.args), self.__dict__


def _made_again(kind: type[TrackerError], args: tuple[object, ...]) -> TrackerError:
    return kind.__new__(kind, *args)


class UnreadableError(TrackerError):
    """A file is missing, is no file, or may not be read or written."""


class InvalidRegistryError(TrackerError):
    """The registry has errors; all of them are in ``problems``, in the order of lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(TrackerError):
    """The command line makes no sense, whatever is in the registry."""

    exit_code = 2


class NoSuchError(TrackerError):
    """A command named a faction, source, claim or scenario that is not in the registry."""

    exit_code = 4
    #: What there is none of: a faction, a source.
    kind: str = ""
    #: The names that are near.
    similar: tuple[str, ...] = ()

    def __init__(self, kind: str, name: str, similar: Sequence[str] = ()) -> None:
        self.kind, self.similar = kind, tuple(similar)
        super().__init__(f"no {kind} {quoted(name)}{did_you_mean(similar)}")


class NotThenError(TrackerError):
    """A name was in use for a faction at another time, but not on the day asked about."""

    exit_code = 4

    def __init__(self, name: str, day: dt.date, times: Mapping[str, str]) -> None:
        """Say, for each id of a faction, when it is named so."""
        message = (
            f"no faction {quoted(name)} on {day}; named so {'; '.join(times.values())}"
        )
        super().__init__(
            f"{message}; give a day of that time, or the id: {', '.join(times)}"
        )


class NotInFullError(NoSuchError):
    """A part of a name was given where something is written, which takes a full name."""

    def __init__(
        self, name: str, candidates: Sequence[str], details: Sequence[str]
    ) -> None:
        message = f"{quoted(name)} is no id, name or alias in full; it"
        TrackerError.__init__(self, f"{message} {_fits(candidates)}")
        self.details = tuple(details)


class PartNotThenError(TrackerError):
    """A part of a name fits factions at another time, but not on the day asked about."""

    exit_code = 4

    def __init__(
        self, name: str, day: dt.date, candidates: Sequence[str], details: Sequence[str]
    ) -> None:
        message = f"no faction {quoted(name)} on {day}; at another time it"
        super().__init__(f"{message} {_fits(candidates)}")
        self.details = tuple(details)


class AmbiguousNameError(TrackerError):
    """A name fits several factions; it is for the user to choose."""

    exit_code = 4

    def __init__(
        self, name: str, candidates: Sequence[str], details: Sequence[str] = ()
    ) -> None:
        super().__init__(f"{quoted(name)} {_fits(candidates)}")
        self.details = tuple(details)


class AmbiguousOutletError(TrackerError):
    """A part of a name fits several outlets; it is for the user to choose."""

    exit_code = 4

    def __init__(self, name: str, outlets: Sequence[str]) -> None:
        message = f"{quoted(name)} fits {len(outlets)} outlets; give one in full"
        super().__init__(message)
        self.details = tuple(outlets)


class RejectedClaimsError(UsageError):
    """Claims cannot be recorded; where there are several reasons, ``reasons`` has them.

    ``refusal`` is what is refused: the word for one, and the rest, as in "claim" and
    "cannot be recorded".
    """

    def __init__(
        self,
        reasons: Sequence[str],
        count: int,
        refusal: tuple[str, str],
    ) -> None:
        self.reasons = tuple(reasons) if max(count, len(reasons)) > 1 else ()
        noun, rest = refusal
        summary = f"{count:,} {noun}{'' if count == 1 else 's'} {rest}; nothing written"
        super().__init__(summary if self.reasons else reasons[0])


class UnknownNamesError(RejectedClaimsError):
    """Claims name what is not in the registry, and nothing else is wrong with them."""

    exit_code = NoSuchError.exit_code


class NewNamesError(TrackerError):
    """A table names what is not in the registry; it is for the user to add that."""

    exit_code = NoSuchError.exit_code


class ChangedMeanwhileError(TrackerError):
    """The file changed meanwhile, or another writer holds it; nothing was saved."""

    exit_code = 5


def _fits(candidates: Sequence[str]) -> str:
    """Return which factions a name fits, the first of many, and what to do."""
    ids = ", ".join(candidates[:MOST_CANDIDATES])
    more = ", …" if len(candidates) > MOST_CANDIDATES else ""
    return f"fits {len(candidates)}: {ids}{more}; give the id of the one meant"


def did_you_mean(similar: Sequence[str]) -> str:
    """Return the tail of a message that proposes the nearest names, or nothing."""
    if not similar:
        return ""
    *most, last = [quoted(name) for name in similar]
    return f"; did you mean {', '.join(most) + ' or ' + last if most else last}?"


def quoted(text: str) -> str:
    """Return a text as messages cite it: in quotes, and no longer than one can read."""
    return repr(text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…")
