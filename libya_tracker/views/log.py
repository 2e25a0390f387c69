"""The page of ``log``: the claims as sentences, with who says so."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.analysis.log import LogRow
from libya_tracker.analysis.show import ShowRow
from libya_tracker.analysis.why import WhyRow
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ClaimFilter
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Status
from libya_tracker.views.page import Cell, Page, Sheet, Tone, known
from libya_tracker.views.words import counted, present, voices

_COLUMNS = ("Date", "Claim", "Status")
_TONES: dict[str, Tone] = {
    Status.DENIED: "bad",
    Status.EXPECTED: "middling",
    Status.ALLEGED: "middling",
}


def page(rows: Sequence[LogRow], perspective: Perspective, query: ClaimFilter) -> Page:
    """Return one claim after the other, the note and the voices below each."""
    count = counted(len(rows), "claim")
    since = f" from {query.since}" if query.since else ""
    until = f" to {query.until}" if query.until else ""
    words = f" with {' '.join(query.words)!r}" if query.words else ""
    registry = perspective.registry
    title = f"{registry.name}: {count}{words}{since}{until}{known(perspective)}"
    return Page(title, (Sheet(_COLUMNS, [_line(registry, row) for row in rows]),))


def with_voices(words: str, claim: LogRow | ShowRow | WhyRow) -> tuple[str, ...]:
    """Return a claim in words, its note, and who says so, each from a new line on."""
    if claim.until:
        words += f", until {claim.until}"
    verb = "denied" if claim.status is Status.DENIED else "said"
    return present(words, claim.note, voices(claim.by, claim.sources, verb))


def identity(change: str) -> str:
    """Return the id of a claim, which `retract` and `correct` take, as pages show it."""
    return f"id: {change}"


def sureness(status: str, retracted: bool | None) -> Cell:
    """Return a claim's status, and whether it is retracted."""
    if retracted:
        return Cell(f"{status}, retracted", "faint")
    return Cell(status, _TONES.get(status, "plain"))


def _line(registry: Registry, row: LogRow) -> tuple[Cell, ...]:
    words = f"{row.name} {row.relation.reads} {row.to_name}"
    if row.from_:
        words += f", leaving {registry.factions[row.from_].name}"
    if row.begins:
        words += ", from then on"
    return (
        Cell(str(row.date)),
        Cell(with_voices(words, row), below=_labels(row)),
        sureness(row.status, row.retracted),
    )


def _labels(row: LogRow) -> tuple[str, ...]:
    tags = f"tags: {', '.join(row.tags)}" if row.tags else None
    return present(identity(row.change), tags)
