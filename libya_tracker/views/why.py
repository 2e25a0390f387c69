"""The page of ``why``: for each tie the claims that carry it, and those set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from libya_tracker.analysis.state import State, Tie, state
from libya_tracker.analysis.status import status_row
from libya_tracker.analysis.why import Reason, WhyRow
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Certainty, Relation
from libya_tracker.views.log import identity, with_voices
from libya_tracker.views.page import Cell, Page, Sheet, TableLine, Tone, heading
from libya_tracker.views.status import how_sure
from libya_tracker.views.words import commas, present

_COLUMNS = ("Date", "Claim", "Status")
_SOURCE_COLUMNS = ("Date", "Sources")
#: Why a claim carries no tie, in words; ``{}`` is the entry, the scenario or the faction
#: to blame.
REASONS = {
    Reason.SCENARIO: "of another scenario: {}",
    Reason.UNKNOWN: "not yet known",
    Reason.NOT_OUT: "not yet out",
    Reason.RETRACTED: "retracted by {}",
    Reason.WITHDRAWN: "its source was withdrawn",
    Reason.VOICE: "not said by whom you asked for",
    Reason.DENIED: "it denies this",
    Reason.EXPECTED: "only expected",
    Reason.WEAKER: "below --min-status",
    Reason.LATER: "of a later day",
    Reason.OTHER_READING: "later, in the reading shown",
    Reason.OVERLAID: "{} lies over it",
    Reason.SUPERSEDED: "superseded by {}",
    Reason.ENDED: "ended by {}",
    Reason.RAN_OUT: "ran out",
    Reason.KNOWN_END: "known end from {}",
    Reason.DISSOLVED: "it ended with {}",
    Reason.FADED: "cited too long ago",
    Reason.ENDS: "it ends a tie itself",
    Reason.ENDS_NOTHING: "there was no tie for it to end",
    Reason.ENDED_BEFORE: "{} had ended the tie already",
    Reason.LINEAGE: "an event, no tie",
    Reason.REVERSE: "about the other direction",
    Reason.STANDS_AGAIN: "stands again after {}",
}


def page(
    rows: Sequence[WhyRow], perspective: Perspective, faction: str, to: str | None
) -> Page:
    """Return each tie asked about as a sentence, its claims below it."""
    registry = perspective.registry
    toward = f" toward {registry.factions[to].name}" if to else ""
    pair = f"{registry.factions[faction].name}{toward}"
    title = heading(perspective, f"why, for {pair}, on ")
    sheet = Sheet(_COLUMNS, list(_lines(state(perspective), rows)))
    sheets = sheet, Sheet(_SOURCE_COLUMNS, list(_sources(registry, rows)))
    return Page(title, sheets, () if rows else ("There is no claim about it.",))


def _lines(now: State, rows: Sequence[WhyRow]) -> Iterator[TableLine]:
    registry = now.registry
    for _, claims in groupby(rows, lambda row: row.to):
        about = list(claims)
        relation = about[0].tie or Relation.NONE
        yield Cell(f"{about[0].name} {relation.reads} {about[0].to_name}", "strong")
        if tie := now.tie((about[0].faction, about[0].to)):
            yield Cell(_state(now, tie), indent=2)
        aside = [row for row in about if not row.carries]
        yield from (_line(registry, row) for row in about if row.carries)
        if aside:
            yield Cell("set aside", "faint", indent=2)
            yield from (_line(registry, row) for row in aside)


def _state(now: State, tie: Tie) -> str:
    """Return since when a tie stands, how sure it is, and who denies it."""
    row = status_row(now, tie)
    speakers = "; ".join(row.disputed_by)
    doubt = f"disputed by {speakers}" if speakers else "disputed"
    return commas(
        f"since {row.since}",
        f"until {row.until}" if row.until else None,
        how_sure(row),
        row.certainty if row.certainty is Certainty.POSSIBLE else None,
        doubt if row.disputed else "not disputed",
    )


def _line(registry: Registry, row: WhyRow) -> tuple[Cell, ...]:
    tone: Tone = "plain" if row.carries else "faint"
    return (
        Cell(str(row.date), tone, indent=2 if row.carries else 4),
        Cell(tuple(_claim(registry, row)), tone, below=(identity(row.change),)),
        Cell(f"{' '.join(present(row.status, row.grade))}, known {row.known}", tone),
    )


def _claim(registry: Registry, row: WhyRow) -> Iterator[str]:
    """Yield a claim in words, why it is set aside, its note and its voices."""
    words = f"{row.relation.reads} {row.object_name}"
    if row.subject != row.faction:
        words = f"{row.subject_name} {words}"
    if row.from_:
        words += f", leaving {registry.factions[row.from_].name}"
    sentence, *rest = with_voices(words, row)
    yield from present(sentence, _reason(row), *rest)
    if row.origins != row.sources:
        yield f"goes back to {', '.join(row.origins)}"


def _sources(registry: Registry, rows: Sequence[WhyRow]) -> Iterator[tuple[Cell, ...]]:
    """Yield each source of the claims once: its title, outlet and link."""
    for name in dict.fromkeys(name for row in rows for name in row.sources):
        source = registry.sources[name]
        title = commas(source.title or name, source.publisher)
        words = Cell(f"{name}: {title}", below=present(source.url))
        yield Cell(str(source.date or "")), words


def _reason(row: WhyRow) -> str:
    if row.reason is None:
        return ""
    return REASONS[row.reason].format(row.because or "")
