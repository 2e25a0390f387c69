"""Claims as users give them, and as a file has them: their keys with text."""

from __future__ import annotations

from collections.abc import Mapping

from libya_tracker.errors import TrackerError
from libya_tracker.model.records import Entry, Pairs
from libya_tracker.model.vocabulary import Status
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage.schema import CLAIM, FIELDS

#: A claim by the keys of the file, as text.
Values = dict[str, str | tuple[str, ...]]

#: The keys of a claim in the order in which they are written.
KEYS = tuple(CLAIM.keys)
#: In place of a time: a claim is known since its sources appeared, so none is written.
PUBLISHED = "published"


class Origin(NamedTuple):
    """Where a draft comes from: a line of a batch, or a row of a table."""

    number: int
    #: The name of the table.
    table: str = ""
    #: The place of each key in the row, counted from 0.
    columns: Mapping[str, int] = {}

    @property
    def noun(self) -> str:
        """What its number counts."""
        return "row" if self.table else "line"

    def place(self, key: str = "") -> str:
        """Return where the value of a key is, or the whole draft."""
        if not self.table:
            return f"line {self.number}"
        column = f":{self.columns[key] + 1}" if key in self.columns else ""
        return f"{self.table}:{self.number}{column}"


class Draft(NamedTuple):
    """A claim as a user gave it: its keys as text, and where it came from."""

    values: Mapping[str, str | tuple[str, ...]]
    #: Nothing for the command line; messages begin with its place.
    origin: Origin | None = None
    #: What is wrong with its form.
    fault: TrackerError | None = None
    #: It is a row of `log`, which does not say what a claim retracts.
    from_log: bool = False
    #: It is a row of a claim that was retracted.
    retracted: bool = False
    #: It is a row of a what-if's claim.
    scenario: str | None = None
    #: The keeper's own keys, with their values as JSON.
    own_keys: Pairs = ()


def values_of(entry: Entry) -> Values:
    """Return an entry's keys and values as in a file, without the keeper's own keys."""
    values = {key: getattr(entry, FIELDS.get(key, key), None) for key in KEYS}
    return {
        key: value if isinstance(value, tuple) else "yes" if value is True else str(value)
        for key, value in values.items()
        if value and value is not Status.REPORTED
    }
