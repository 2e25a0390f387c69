"""What a registry may hold but its keeper should see: the warnings of ``check``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from libya_tracker.errors import Location, Problem, quoted
from libya_tracker.model import names
from libya_tracker.model.records import Claim, Registry
from libya_tracker.model.vocabulary import Status
from libya_tracker.storage.problems import LINE_END


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One problem, for programs."""

    severity: str
    rule: str
    file: str
    line: int
    column: int
    message: str


def rows(problems: Iterable[Problem]) -> list[CheckRow]:
    """Return problems as rows."""
    return [
        CheckRow(p.severity, p.rule, p.where.file, p.where.line, p.where.column, p.message)
        for p in problems
    ]


def warnings(registry: Registry, text: str) -> list[Problem]:
    """Return every warning, in the order of lines."""
    found = [
        *_sources(registry),
        *_claims(registry),
        *_repeats(registry),
        *_ambiguities(registry),
    ]
    if not found:
        return []
    lines = LINE_END.split(text)
    return sorted(
        Problem(where, rule, message, "warning", lines[where.line - 1])
        for where, rule, message in found
    )


Warned = tuple[Location, str, str]


def _sources(registry: Registry) -> Iterator[Warned]:
    cited = {name for claim in registry.claims.values() for name in claim.sources}
    voices = {source.origin for source in registry.sources.values()}
    for source in registry.sources.values():
        if source.title is None:
            yield (
                source.where,
                "untitled-source",
                f"source {source.id!r} has no title; give it one",
            )
        if source.id not in cited and source.id not in voices:
            yield (
                source.where,
                "unused-source",
                f"no claim cites {source.id!r}; cite it or drop it",
            )


def _claims(registry: Registry) -> Iterator[Warned]:
    retracted = {name for entry in registry.entries for name in entry.retracts}
    for claim in registry.claims.values():
        if claim.status is Status.CONFIRMED:
            voices = {registry.origins[name] for name in claim.sources}
            if len(voices) < 2:
                message = (
                    f"confirmed wants two independent origins, and this has {len(voices)}; "
                    "cite another, or call it reported"
                )
                yield claim.where, "unconfirmed", message
        if not claim.sources and claim.by is None and claim.scenario is None:
            message = "nobody says so; give it `sources`, or `by`"
            yield claim.where, "unsourced", message
        tie = claim.status.effective and not claim.relation.lineage
        if tie and claim.id not in retracted:
            yield from _untimely(registry, claim)


def _untimely(registry: Registry, claim: Claim) -> Iterator[Warned]:
    """Yield what lies outside the lifetime of a side of a tie."""
    for name in dict.fromkeys((claim.faction, claim.to)):
        founded = registry.factions[name].founded
        dissolved = registry.factions[name].dissolved
        if founded is not None and claim.date.last < founded.first:
            message = f"{name!r} was founded {founded}; this claim is of a day before that"
            yield claim.where, "before-foundation", message
        if dissolved is not None and claim.date.first > dissolved.last:
            message = f"{name!r} was dissolved {dissolved}; this claim never takes effect"
            yield claim.where, "after-dissolution", message


def _repeats(registry: Registry) -> Iterator[Warned]:
    seen: dict[tuple[object, ...], Claim] = {}
    for change in registry.claims.values():
        claim = (
            change.faction, change.relation, change.to, change.date.text,
            change.ends_tie_with, change.status, change.by, change.sources, change.scenario,
        )  # fmt: skip
        if (first := seen.setdefault(claim, change)) is not change and not change.retracts:
            message = f"this claim stands at line {first.where.line} already; drop one"
            yield change.where, "repeated-claim", message


def _ambiguities(registry: Registry) -> Iterator[Warned]:
    for later, earlier, name in names.clashes(registry):
        message = (
            f"{quoted(name)} is a name of {earlier.id!r} too, on the same days; "
            "take it from one, or give it `since` and `until`"
        )
        yield later.where, "ambiguous-name", message
