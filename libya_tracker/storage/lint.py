"""What a registry may hold but its keeper should see: the warnings of ``check``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from libya_tracker.errors import Location, Problem, quoted
from libya_tracker.model import names
from libya_tracker.model.records import Change, Registry
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
    cited = {name for change in registry.changes.values() for name in change.sources}
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
    taken_back = {name for entry in registry.entries for name in entry.retracts}
    for change in registry.changes.values():
        if change.status is Status.CONFIRMED:
            voices = {registry.origins[name] for name in change.sources}
            if len(voices) < 2:
                message = (
                    f"confirmed wants two independent origins, and this has {len(voices)}; "
                    "cite another, or call it reported"
                )
                yield change.where, "unconfirmed", message
        if not change.sources and change.by is None and change.scenario is None:
            message = "nobody says so; give it `sources`, or `by`"
            yield change.where, "unsourced", message
        tie = change.status.effective and not change.relation.lineage
        if tie and change.id not in taken_back:
            yield from _untimely(registry, change)


def _untimely(registry: Registry, change: Change) -> Iterator[Warned]:
    """Yield what lies outside the lifetime of a side of a tie."""
    for name in dict.fromkeys((change.faction, change.to)):
        founded = registry.factions[name].founded
        dissolved = registry.factions[name].dissolved
        if founded is not None and change.date.last < founded.first:
            message = f"{name!r} was founded {founded}; this claim is of a day before that"
            yield change.where, "before-foundation", message
        if dissolved is not None and change.date.first > dissolved.last:
            message = f"{name!r} was dissolved {dissolved}; this claim never takes effect"
            yield change.where, "after-dissolution", message


def _repeats(registry: Registry) -> Iterator[Warned]:
    seen: dict[tuple[object, ...], Change] = {}
    for change in registry.changes.values():
        claim = (
            change.faction, change.relation, change.to, change.date.text, change.leaves,
            change.status, change.by, change.sources, change.scenario,
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
