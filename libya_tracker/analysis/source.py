"""One source: what is said of it, who repeats it, and which claims cite it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from libya_tracker.analysis.rows import joined
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.records import Claim, Registry
from libya_tracker.model.vocabulary import Status
from libya_tracker.named_tuples import NamedTuple


class Section(StrEnum):
    """What a row says of a source."""

    ABOUT = "about"
    COPY = "copy"
    CLAIM = "claim"


class SourceShowRow(NamedTuple):
    """One thing that there is to say of a source."""

    section: Section
    #: What is said; the id of a source that repeats it; the id of a claim.
    item: str
    value: str
    date: FuzzyDate | None = None
    status: Status | None = None
    #: Whether anything retracts the claim.
    retracted: bool | None = None


_KEYS = (
    *("title", "publisher", "date", "url", "archive_url", "accessed", "reliability"),
    *("origin", "withdrawn", "note"),
)


def show(registry: Registry, source: str) -> list[SourceShowRow]:
    """Return what there is to say of a source, the claims in the order of their effect."""
    return [
        *_about(registry, source),
        *_copies(registry, source),
        *_claims(registry, source),
    ]


def _about(registry: Registry, source: str) -> Iterator[SourceShowRow]:
    record = registry.sources[source]
    yield SourceShowRow(Section.ABOUT, "id", source)
    for key in _KEYS:
        if (value := getattr(record, key)) is not None:
            yield SourceShowRow(Section.ABOUT, key, str(value))
    for key, values in {"ids": joined(record.ids), "tags": record.tags}.items():
        if values:
            yield SourceShowRow(Section.ABOUT, key, "; ".join(values))


def _copies(registry: Registry, source: str) -> Iterator[SourceShowRow]:
    """Yield the sources that repeat one, in any number of steps."""
    for other in registry.sources.values():
        if other.id != source and any(s.id == source for s in registry.chain(other.id)):
            yield SourceShowRow(Section.COPY, other.id, other.title or "", other.date)


def _claims(registry: Registry, source: str) -> Iterator[SourceShowRow]:
    index = ClaimIndex(registry)
    for claim in index.ordered:
        if source in claim.sources:
            yield SourceShowRow(
                Section.CLAIM,
                claim.id,
                _sentence(registry, claim),
                claim.date,
                claim.status,
                claim.id in index.retractions,
            )


def _sentence(registry: Registry, claim: Claim) -> str:
    factions = registry.factions
    return (
        f"{factions[claim.faction].name} {claim.relation.reads} {factions[claim.to].name}"
    )
