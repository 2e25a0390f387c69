"""The ids of entries that have none of their own, derived from their data.

Where several would have the same, the later ones get a number (``References.change_id``).
``fast_changes`` makes those of many claims at once, in the same form.
"""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.model import dates
from libya_tracker.model.dates import Moment


def of_claim(date: str, faction: str, to: str) -> str:
    """Return the id of a claim, by its date as it is written."""
    return f"{dates.plain(date)}-{faction}-{to}"


def of_retraction(recorded: Moment, retracts: Sequence[str]) -> str:
    """Return the id of a retraction, by the first claim that it retracts."""
    return f"{recorded.day}-retracts-{''.join(retracts[:1])}"
