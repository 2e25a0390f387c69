"""The warnings of ``check``: what is allowed in a registry but is probably a mistake."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Iterable, Iterator, Sequence

from libya_tracker.errors import Location, Problem, quoted
from libya_tracker.model import names
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Claim, Registry, Source, content
from libya_tracker.model.vocabulary import Status
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import lint_doubles, lint_times
from libya_tracker.storage.problems import LINE_END


class CheckRow(NamedTuple):
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


#: The words of a note, an id being one of them.
_WORDS = re.compile(r"[\w-]+")
#: Where it stands, the rule that it breaks, and what is wrong and what to do.
Remark = tuple[Location, str, str]


def warnings(remarks: Sequence[Remark], text: str) -> list[Problem]:
    """Return remarks as warnings with the lines they are about, in the order of lines."""
    if not remarks:
        return []
    # Far quicker, and the same where no line ends in another way.
    lines = LINE_END.split(text) if "\r" in text else text.split("\n")
    return sorted(
        Problem(where, rule, message, "warning", lines[where.line - 1])
        for where, rule, message in remarks
    )


def remarks(registry: Registry, today: dt.date) -> list[Remark]:
    """Return what is allowed in a registry and probably wrong, seen on a day."""
    latest = Perspective.of(registry, Point(dt.date.max, dt.date.max))
    standing = _standing(latest)
    return [
        *_sources(registry),
        *_claims(registry, registry.claims.values()),
        *_untimely(registry, standing),
        *_repeats(standing),
        *_ambiguities(registry),
        *_references(registry),
        *lint_doubles.remarks(registry, standing),
        *lint_times.remarks(latest.index, standing, today),
    ]


def remarks_on(registry: Registry, claims: Sequence[Claim], today: dt.date) -> list[Remark]:
    """Return what is probably wrong with some claims of a registry, which stand in it."""
    index = Perspective.of(registry, Point(dt.date.max, dt.date.max)).index
    return [
        *_claims(registry, claims),
        *_untimely(registry, claims),
        *lint_times.remarks(index, claims, today),
    ]


def _sources(registry: Registry) -> Iterator[Remark]:
    used = {name for claim in registry.claims.values() for name in claim.sources}
    used |= {source.origin for source in registry.sources.values() if source.origin}
    used |= set(_named_in_notes(registry))
    for source in registry.sources.values():
        if source.title is None:
            yield (
                source.where,
                "untitled-source",
                f"source {source.id!r} has no title; give it one",
            )
        if source.id not in used:
            yield (
                source.where,
                "unused-source",
                f"no claim cites {source.id!r}, and no note names it; cite it or remove it",
            )


def _named_in_notes(registry: Registry) -> Iterator[str]:
    """Yield the words of all notes, of which some may be the ids of sources.

    What is no claim, such as a leader or a founding, can cite a source only in a note.
    """
    holders = (*registry.entries, *registry.factions.values(), *registry.sources.values())
    for holder in holders:
        words = _WORDS.findall(holder.note or "")
        # A source does not cite itself.
        yield from (w for w in words if not isinstance(holder, Source) or w != holder.id)


def _standing(latest: Perspective) -> list[Claim]:
    """Return the claims that nothing in the record or in their own what-if retracts."""
    retracted = latest.index.retractions
    return [
        claim
        for claim in latest.registry.claims.values()
        if claim.id not in retracted or latest.supposing(claim.scenario).is_visible(claim)
    ]


def _claims(registry: Registry, claims: Iterable[Claim]) -> Iterator[Remark]:
    for claim in claims:
        voices = {registry.origins[name] for name in claim.sources}
        if claim.status is Status.CONFIRMED and claim.by is not None:
            message = (
                "a confirmed claim needs two voices, and this has one, that of its "
                "speaker; make it reported, or record who else says so without `by`"
            )
            yield claim.where, "unconfirmed", message
        elif claim.status is Status.CONFIRMED and len(voices) < 2:
            message = (
                "a confirmed claim needs two independent sources, and this has "
                f"{len(voices)}; cite another, or make it reported"
            )
            yield claim.where, "unconfirmed", message
        if not claim.sources and claim.by is None and claim.scenario is None:
            message = "this claim has no source; add `sources` or `by`"
            yield claim.where, "unsourced", message


def _untimely(registry: Registry, standing: Iterable[Claim]) -> Iterator[Remark]:
    """Yield the claims of ties on days outside the lifetime of one of the two factions."""
    for claim in standing:
        if not claim.status.effective or claim.relation.lineage:
            continue
        for name in dict.fromkeys((claim.faction, claim.to)):
            founded = registry.factions[name].founded
            dissolved = registry.factions[name].dissolved
            if founded is not None and claim.date.last < founded.first:
                message = f"{name!r} was founded {founded}; this claim is dated before that"
                yield claim.where, "before-foundation", message
            if dissolved is not None and claim.date.first > dissolved.last:
                message = (
                    f"{name!r} was dissolved {dissolved}; this claim never takes effect"
                )
                yield claim.where, "after-dissolution", message


def _repeats(standing: Iterable[Claim]) -> Iterator[Remark]:
    # Most claims differ by day and parties, which are compared far quicker than all keys.
    alike: dict[tuple[str, ...], list[Claim]] = {}
    for claim in standing:
        key = (claim.date.text, claim.faction, claim.relation, claim.to)
        alike.setdefault(key, []).append(claim)
    for claims in alike.values():
        first_of: dict[Hashable, Claim] = {}
        for claim in claims if len(claims) > 1 else ():
            if (first := first_of.setdefault(content(claim), claim)) is not claim:
                line = first.where.line
                message = (
                    f"this claim repeats the one at line {line}; remove one of the two"
                )
                yield claim.where, "repeated-claim", message


def _references(registry: Registry) -> Iterator[Remark]:
    """Yield the references to claims by ids that shift with what is inserted above."""
    references = [
        (entry.where, name) for entry in registry.entries for name in entry.retracts
    ]
    references += [
        (scenario.where, scenario.resolved_by)
        for scenario in registry.scenarios.values()
        if scenario.resolved_by is not None
    ]
    for where, name in references:
        claim = registry.claims[name]
        if not claim.own_id:
            message = (
                f"{name!r} is derived from the data of the claim at line "
                f"{claim.where.line}, and shifts when one is inserted above it; write "
                f"`id: {name}` there"
            )
            yield where, "derived-reference", message


def _ambiguities(registry: Registry) -> Iterator[Remark]:
    for later, earlier, name in names.clashes(registry):
        message = (
            f"{quoted(name)} is a name of {earlier.id!r} too, on the same days; "
            "remove it from one of the two, or give it `since` and `until`"
        )
        yield later.where, "ambiguous-name", message
