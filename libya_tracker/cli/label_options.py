"""The options that give records tags and ids elsewhere, or take them away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from libya_tracker.cli import completion
from libya_tracker.cli.options import option
from libya_tracker.errors import UsageError, quoted
from libya_tracker.storage.label_edits import LabelChange

TagsOption = Annotated[
    list[str] | None,
    option(
        "TAG",
        "A word of your own to find it by; may be given again.",
        "--tag",
        completion=completion.all_tags,
    ),
]
DropTagsOption = Annotated[
    list[str] | None,
    option(
        "TAG",
        "A tag that should not be there; may be given again.",
        "--drop-tag",
        completion=completion.all_tags,
    ),
]
IdsOption = Annotated[
    list[str] | None,
    option(
        "SCHEME=ID",
        "Its id in another register, such as wikidata=Q1016; may be given again.",
        "--id",
    ),
]
DropIdsOption = Annotated[
    list[str] | None,
    option(
        "SCHEME",
        "Another register whose id should not be there, such as wikidata; may be given "
        "again.",
        "--drop-id",
    ),
]


def changes(
    tags: Sequence[str] | None,
    fewer_tags: Sequence[str] | None,
    ids: Sequence[str] | None,
    fewer_ids: Sequence[str] | None,
) -> LabelChange:
    """Return what the four options say; raise UsageError where one makes no sense."""
    return LabelChange(
        tuple(tags or ()), tuple(fewer_tags or ()), ids_of(ids), tuple(fewer_ids or ())
    )


def ids_of(texts: Sequence[str] | None) -> dict[str, str]:
    """Return the ids that texts of the form SCHEME=ID give; raise UsageError for others."""
    ids: dict[str, str] = {}
    for text in texts or ():
        scheme, sign, other_id = text.partition("=")
        if not sign:
            raise UsageError(f"--id: {quoted(text)} is not of the form wikidata=Q1016")
        if scheme in ids:
            raise UsageError(f"--id: {scheme} is given twice; a record has one id there")
        ids[scheme] = other_id
    return ids
