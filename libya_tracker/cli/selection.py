"""Which factions an answer is for: those that are named, of these those that fit.

``--tag``, ``--kind`` and ``--area`` mean the same in every command that asks for factions:
each may be given again, and any of its values will do; of different ones all must hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Annotated, Any

from libya_tracker.cli import completion, values
from libya_tracker.cli.options import option
from libya_tracker.errors import NoSuchError, TrackerError, quoted
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim, Faction, Registry, Source
from libya_tracker.model.vocabulary import Kind
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import labels

TagOption = Annotated[
    list[str] | None,
    option(
        "TAG",
        "Only factions with this tag; may be given again.",
        "--tag",
        completion=completion.tags,
    ),
]
KindOption = Annotated[
    list[Kind] | None,
    option(
        "KIND", f"Only factions of this kind: {', '.join(Kind)}; or of several.", "--kind"
    ),
]
AreaOption = Annotated[
    list[str] | None,
    option(
        "WORDS",
        "Only factions with these words in their area; may be given again.",
        "--area",
        completion=completion.areas,
    ),
]
#: The options by the names of the parameters that hold their values.
OPTIONS: Mapping[str, Any] = {"tag": TagOption, "kind": KindOption, "area": AreaOption}


class NothingFitsError(NoSuchError):
    """The options that choose factions leave none."""

    def __init__(self, conditions: str) -> None:
        TrackerError.__init__(self, f"no faction {conditions}")


class FactionFilter(NamedTuple):
    """Which factions are asked for, by their tags, kinds and areas."""

    tags: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    areas: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        tag: Sequence[str] | None,
        kind: Sequence[Kind] | None,
        area: Sequence[str] | None,
    ) -> FactionFilter:
        """Return what the options say."""
        return cls(tuple(tag or ()), tuple(kind or ()), tuple(area or ()))

    def __bool__(self) -> bool:
        return bool(self.tags or self.kinds or self.areas)

    def __str__(self) -> str:
        parts = (
            ("with the tag", self.tags),
            ("of the kind", self.kinds),
            ("in the area", self.areas),
        )
        return " ".join(
            f"{words} {' or '.join(quoted(str(text)) for text in texts)}"
            for words, texts in parts
            if texts
        )

    def fitting(self, *registries: Registry) -> frozenset[str]:
        """Return the factions that fit, in any of some registries.

        Raises NoSuchError where nobody has a tag or an area, and where nobody fits.
        """
        records = [one for registry in registries for one in registry.factions.values()]
        for registry in registries:
            self._refuse_tags_of_claims(registry, records)
        _refuse_unknown(self.tags, records, "faction with the tag")
        self._refuse_unknown_areas(records)
        if not (ids := frozenset(one.id for one in records if self._fits(one))):
            raise NothingFitsError(str(self))
        return ids

    def among(self, registry: Registry, names: Sequence[str]) -> list[str]:
        """Return those of some factions that fit, of all where none are named.

        Without a condition these are the ones named; raises as ``fitting`` does.
        """
        if not self:
            return [*names]
        fitting = self.fitting(registry)
        ids = [name for name in names or registry.factions if name in fitting]
        if not ids:
            raise NothingFitsError(f"{self} among those named")
        return ids

    def without_tags(self) -> FactionFilter:
        """Return the other conditions."""
        return FactionFilter((), self.kinds, self.areas)

    def _fits(self, faction: Faction) -> bool:
        return (
            (not self.tags or has_tag(faction, self.tags))
            and (not self.kinds or faction.kind in self.kinds)
            and (not self.areas or any(_lies_in(faction, area) for area in self.areas))
        )

    def _refuse_tags_of_claims(
        self, registry: Registry, factions: Sequence[Faction]
    ) -> None:
        for tag in self.tags:
            if any(has_tag(one, [tag]) for one in factions):
                continue
            if any(has_tag(claim, [tag]) for claim in registry.claims.values()):
                raise NothingFitsError(
                    f"with the tag {quoted(tag)}; claims have it, which `log --tag` shows"
                )

    def _refuse_unknown_areas(self, records: Sequence[Faction]) -> None:
        for area in self.areas:
            values.words(area, "--area")
            if not any(_lies_in(one, area) for one in records):
                known = {one.area for one in records if one.area}
                raise NoSuchError("faction in the area", area, labels.near(area, known))


#: What asks for every faction.
ANYBODY = FactionFilter()


def chosen(
    perspective: Perspective,
    names: Iterable[str] | None,
    only: FactionFilter,
    remark: str | None = None,
) -> list[str]:
    """Return the ids of the factions that are named on the day and fit; of all: nothing.

    With a remark, what they went on as is added, with a note that ends in the remark.
    """
    ids = values.faction_ids(perspective, names)
    if ids and remark is not None:
        # Deferred: it brings the lineage of factions with it, and many answers are for all.
        from libya_tracker.cli import successors  # noqa: PLC0415

        ids = successors.followed(perspective, ids, remark)
    return only.among(perspective.registry, ids)


def fitting_claims(registry: Registry, only: FactionFilter) -> frozenset[str] | None:
    """Return the claims with a tag of their own, or that name a faction which fits.

    A kind or an area is that of a faction which the claim names, in either case. Without
    a condition it is None. Raises NoSuchError as ``fitting`` does.
    """
    if not only:
        return None
    records: list[Claim | Faction] = [*registry.factions.values()]
    records += registry.claims.values()
    _refuse_unknown(only.tags, records, "faction and no claim with the tag")
    others = only.without_tags()
    ids = others.fitting(registry) if others else frozenset(registry.factions)
    tagged = {one for one in ids if has_tag(registry.factions[one], only.tags)}

    def fits(claim: Claim) -> bool:
        parties = {claim.faction, claim.to, claim.ends_tie_with} & ids
        own = not only.tags or has_tag(claim, only.tags)
        return bool(parties) and (own or not parties.isdisjoint(tagged))

    return frozenset(claim.id for claim in registry.claims.values() if fits(claim))


def has_tag(record: Claim | Faction | Source, tags: Iterable[str]) -> bool:
    """Tell whether a record has one of some tags, whatever the case."""
    own = {tag.casefold() for tag in record.tags}
    return any(tag.casefold() in own for tag in tags)


def tagged_sources(registry: Registry, tags: Collection[str]) -> frozenset[str]:
    """Return the sources with one of some tags; raise NoSuchError where none has one."""
    records = [*registry.sources.values()]
    _refuse_unknown(tags, records, "source with the tag")
    return frozenset(one.id for one in records if not tags or has_tag(one, tags))


def _refuse_unknown(
    tags: Iterable[str], records: Sequence[Claim | Faction | Source], noun: str
) -> None:
    for tag in tags:
        if not any(has_tag(one, [tag]) for one in records):
            known = {other for one in records for other in one.tags}
            raise NoSuchError(noun, tag, labels.near(tag, known))


def _lies_in(faction: Faction, area: str) -> bool:
    """Tell whether each word of a text is, or begins, one of a faction's area."""
    # Deferred: how names are spelt takes some time to load, and few commands ask for it.
    from libya_tracker.model import name_words  # noqa: PLC0415

    return name_words.holds(faction.area or "", name_words.words_of(area))
