"""The warnings about when something was said, and when it is said to have been so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from libya_tracker.errors import Location
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.records import Claim, Registry
from libya_tracker.model.vocabulary import Status

Remark = tuple[Location, str, str]


def remarks(index: ClaimIndex, claims: Iterable[Claim], today: dt.date) -> Iterator[Remark]:
    """Yield the claims that cannot be of the time at which they were made."""
    for claim in claims:
        fact = claim.status.effective and claim.scenario is None
        if fact and claim.date.first > today:
            message = (
                f"a fact of a day to come, {claim.date}: make it `status: expected`, or "
                "correct the date"
            )
            yield claim.where, "fact-of-future", message
        elif fact:
            yield from _foretold(index.registry, claim)
            yield from _confirmed_later(index, claim)
        if claim.recorded is not None and claim.recorded.day > today:
            message = (
                f"recorded {claim.recorded}, which is to come: until then no answer shows "
                "this claim; correct it"
            )
            yield claim.where, "recorded-in-future", message


def _foretold(registry: Registry, claim: Claim) -> Iterator[Remark]:
    """Yield why a claim was not yet a fact when it was recorded, or for a source of it."""
    first = claim.date.first
    if claim.recorded is not None and claim.recorded.day < first:
        message = (
            f"recorded {claim.recorded}, before the day it tells of, {claim.date}: make it "
            "`status: expected`, or correct one of the two"
        )
        yield claim.where, "recorded-before", message
    older = [
        f"{source.id!r} ({source.date})"
        for source in map(registry.sources.__getitem__, claim.sources)
        if source.date is not None and source.date.last < first
    ]
    if older:
        verb = "is" if len(older) == 1 else "are"
        message = (
            f"{', '.join(older)} {verb} older than what this claim tells, {claim.date}: "
            "make it `status: expected`, or correct a date or the source"
        )
        yield claim.where, "older-source", message


def _confirmed_later(index: ClaimIndex, claim: Claim) -> Iterator[Remark]:
    """Yield a claim of two voices that was recorded before the second one was out.

    Without `recorded` it is known from the first voice on, and nothing is wrong with that.
    """
    if claim.status is not Status.CONFIRMED or claim.by is not None:
        return
    if claim.recorded is None:
        return
    out: dict[str, dt.date] = {}
    for name in claim.sources:
        voice, day = index.registry.origins[name], index.appeared.get(name, dt.date.min)
        out[voice] = min(day, out.get(voice, day))
    if len(out) < 2 or (second := sorted(out.values())[1]) <= claim.recorded.day:
        return
    message = (
        f"recorded {claim.recorded}, but its second voice is out only on {second}, and it "
        "counts as reported until then: record what that voice says as a claim of its "
        f"own; or write `recorded: {second}`, if it was recorded then"
    )
    yield claim.where, "confirmed-later", message
