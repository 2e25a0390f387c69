"""Ids of claims that mean one claim on one side, and another one on the other."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from libya_tracker.model import dates
from libya_tracker.model.records import Claim
from libya_tracker.storage import own_ids, renames, spans, splices
from libya_tracker.storage.insert import Path
from libya_tracker.storage.merging import matching, places, three_way
from libya_tracker.storage.merging.tree import Branch
from libya_tracker.storage.merging.versions import Version
from libya_tracker.storage.spans import Span
from libya_tracker.storage.splices import Splice

#: Which entry of a list is meant: the list, and its key there.
Identity = tuple[Path, Hashable]


@dataclass(frozen=True, slots=True)
class Identities:
    """Which entry each id means on either side."""

    ours: dict[str, Identity]
    theirs: dict[str, Identity]


def of(base: Version, ours: Version, theirs: Version) -> Identities:
    """Return which entry each id means, the same one on both sides where it is one."""
    versions = base, ours, theirs
    ids = [version.ids for version in versions]
    result = Identities({}, {})
    for path in {**ids[1], **ids[2]}:
        lists = [
            matching.items(node, part[path]) if (node := _at(version.tree, path)) else []
            for version, part in zip(versions, ids, strict=True)
        ]
        keys = three_way.keys_of(*lists)
        for table, own, side in zip(
            (result.ours, result.theirs), keys[1:], ids[1:], strict=True
        ):
            names = side.get(path, [])
            table |= {name: (path, key) for name, key in zip(names, own, strict=True)}
    return result


def _at(tree: Branch, path: Path) -> Branch | None:
    child = places.at(tree, path)
    return child.value if child and isinstance(child.value, Branch) else None


def settled(base: Version, ours: Version, theirs: Version) -> tuple[Version, list[str]]:
    """Return theirs with other ids where ours has them for other claims, and remarks."""
    new_ids = _new_ids(base, ours, theirs)
    if not new_ids:
        return theirs, []
    claims = theirs.registry.claims
    pinned = [
        claims[old]._replace(id=new)
        for old, new in new_ids.items()
        if not claims[old].own_id
    ]
    text = own_ids.written(theirs.text, theirs.registry, pinned)
    text = splices.spliced(text, _replacements(text, new_ids))
    remarks = [
        f"the claim {old!r} of theirs is {new!r} now; ours has another one of that id"
        for old, new in new_ids.items()
        if new not in ours.registry.claims
    ]
    return Version.of(text, theirs.file), remarks


def _new_ids(base: Version, ours: Version, theirs: Version) -> dict[str, str]:
    identities = of(base, ours, theirs)
    in_use = {
        *ours.registry.claims,
        *theirs.registry.claims,
        *(entry.id for entry in base.registry.entries),
    }
    written = {claim.id for claim in ours.registry.claims.values() if claim.own_id}
    names = {identity: name for name, identity in identities.ours.items()}
    new_ids: dict[str, str] = {}
    for name in sorted(_fixed(theirs)):
        claim = theirs.registry.claims.get(name)
        if claim is None:
            continue
        identity = identities.theirs[name]
        here = names.get(identity)
        if here is not None:
            if here != name and here in written and not _had(base, name):
                new_ids[name] = here
        elif name in _fixed(ours) and not _is_hand_written(claim):
            new_ids[name] = _free(name, in_use)
            in_use.add(new_ids[name])
    return new_ids


def _fixed(version: Version) -> set[str]:
    """Return the ids of claims that are written, or that something names."""
    own = {claim.id for claim in version.registry.claims.values() if claim.own_id}
    return own | version.references


def _had(base: Version, name: str) -> bool:
    claim = base.registry.claims.get(name)
    return claim is not None and claim.own_id


def _is_hand_written(claim: Claim) -> bool:
    return claim.own_id and not claim.id.startswith(f"{dates.plain(claim.date.text)}-")


def _free(name: str, in_use: set[str]) -> str:
    stem, _, number = name.rpartition("-")
    if not number.isdecimal() or stem not in in_use:
        stem = name
    count = 2
    while f"{stem}-{count}" in in_use:
        count += 1
    return f"{stem}-{count}"


def _replacements(text: str, new_ids: dict[str, str]) -> Iterator[Splice]:
    """Yield the splices that put ids of claims in place of others, wherever they stand."""
    for span in _names_of_claims(text):
        if (new := new_ids.get(span.text)) is not None:
            yield Splice(span.start, span.end, renames.id_text(text, span, new))


def _names_of_claims(text: str) -> Iterator[Span]:
    """Yield each id of a claim, and each reference to one."""
    entries = [*spans.items(text, ("changes",))]
    scenarios = spans.at(text, ("scenarios",))
    for _, scenario in scenarios.pairs if scenarios else ():
        if (resolved := scenario.value("resolved_by")) is not None:
            yield resolved
        if (changes := scenario.value("changes")) is not None:
            entries += changes.items
    for entry in entries:
        for key in ("id", "retracts"):
            if (value := entry.value(key)) is not None:
                yield from value.scalars()
