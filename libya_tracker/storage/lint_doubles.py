"""The warnings of what was probably entered twice: sources, factions, their claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from libya_tracker.errors import Location, quoted
from libya_tracker.model import names
from libya_tracker.model.folding import folded
from libya_tracker.model.records import Claim, Faction, Registry, Source

Record = TypeVar("Record", Faction, Source)
#: What of an address is the same page in another spelling.
_BEGINNING = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)


def remarks(
    registry: Registry, standing: Iterable[Claim]
) -> Iterator[tuple[Location, str, str]]:
    """Yield what two records have in common, and what was probably meant to be one."""
    yield from _sources(registry)
    yield from _ids(registry.factions.values(), "faction")
    yield from _ids(registry.sources.values(), "source")
    alike = [*names.transliterations(registry)]
    for later, earlier, name, other in alike:
        message = (
            f"{quoted(name)} and {quoted(other)}, a name of {earlier.id!r}, differ only as "
            "transliterations do; if they are one, `faction merge` makes them one, else "
            "give them names that tell them apart"
        )
        yield later.where, "similar-names", message
    pairs = [(later.id, earlier.id) for later, earlier, *_ in alike]
    pairs += [(later.id, earlier.id) for later, earlier, _ in names.clashes(registry)]
    yield from _claims(standing, pairs)


def _sources(registry: Registry) -> Iterator[tuple[Location, str, str]]:
    """Yield the sources that are an earlier one by their address, else by their title."""
    sources = registry.sources.values()
    reported: set[str] = set()
    for what, key in (
        ("the `url`", lambda source: _address(source.url)),
        ("the `archive_url`", lambda source: _address(source.archive_url)),
        ("the title, date and publisher", _title),
    ):
        for later, earlier in _doubles(sources, key):
            if later.id in reported:
                continue
            reported.add(later.id)
            two = registry.origins[later.id] != registry.origins[earlier.id]
            message = (
                f"{later.id!r} has {what} of {earlier.id!r}, at line {earlier.where.line}"
                f"{', and both count as voices' if two else ''}; if they are one, cite "
                "one of them alone and remove the other"
            )
            yield later.where, "same-source", message


def _ids(records: Iterable[Record], noun: str) -> Iterator[tuple[Location, str, str]]:
    first_of: dict[tuple[str, str], Record] = {}
    for record in records:
        for pair in record.ids:
            if (first := first_of.setdefault(pair, record)) is not record:
                message = (
                    f"{pair[0]} {quoted(pair[1])} is the id of {first.id!r} too, at line "
                    f"{first.where.line}; correct one of the two, or make them one {noun}"
                )
                yield record.where, "same-id", message


def _doubles(
    records: Iterable[Source], key: Callable[[Source], Hashable]
) -> Iterator[tuple[Source, Source]]:
    """Yield each source with the first one that has the same key, where it has any."""
    first_of: dict[Hashable, Source] = {}
    for record in records:
        value = key(record)
        if value and (first := first_of.setdefault(value, record)) is not record:
            yield record, first


def _address(url: str | None) -> str:
    if url is None:
        return ""
    host, slash, rest = _BEGINNING.sub("", url.strip()).partition("/")
    return f"{host.lower()}{slash}{rest}".rstrip("/")


def _title(source: Source) -> Hashable:
    if source.title is None or source.date is None or not folded(source.title):
        return None
    return folded(source.title), source.date.text, folded(source.publisher or "")


def _claims(
    standing: Iterable[Claim], pairs: Iterable[tuple[str, str]]
) -> Iterator[tuple[Location, str, str]]:
    """Yield the claims that say of one of two factions what is said of the other."""
    one_of = _merged(pairs)
    if not one_of:
        return
    first_of: dict[Hashable, Claim] = {}
    for claim in standing:
        if not one_of.keys() & {claim.faction, claim.to}:
            continue
        parties = [one_of.get(name, name) for name in (claim.faction, claim.to)]
        both = frozenset(parties) if claim.relation.two_way else tuple(parties)
        until = claim.until and claim.until.text
        key = claim.date.text, until, claim.relation, both, claim.scenario
        first = first_of.setdefault(key, claim)
        if {first.faction, first.to} != {claim.faction, claim.to}:
            message = (
                f"this says what the claim at line {first.where.line} says, under another "
                f"name: {_named(claim, first)}; if they are one, `faction merge` makes "
                "them one"
            )
            yield claim.where, "repeated-claim", message


def _named(claim: Claim, first: Claim) -> str:
    """Return the factions of a claim that are not those of the first, and theirs."""
    own, others = ((one.faction, one.to) for one in (claim, first))
    left = [name for name in own if name not in others]
    right = [name for name in others if name not in own]
    return ", ".join(f"{a!r} for {b!r}" for a, b in zip(left, right, strict=False))


def _merged(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return for each faction that is in a pair one that stands for all of its like."""
    one_of: dict[str, str] = {}
    for later, earlier in pairs:
        root, other = one_of.setdefault(earlier, earlier), one_of.get(later, later)
        one_of[later] = root
        for name, one in one_of.items():
            if one == other:
                one_of[name] = root
    return one_of
