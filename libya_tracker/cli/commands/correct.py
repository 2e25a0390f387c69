"""``libya-tracker correct``."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

import typer

from libya_tracker.cli import claim_options as claims
from libya_tracker.cli import completion, confirmation, context
from libya_tracker.cli.label_options import DropTagsOption, TagsOption
from libya_tracker.cli.options import DryRunOption, RegistryOption, argument, option
from libya_tracker.cli.values import written_day
from libya_tracker.errors import UsageError
from libya_tracker.model.vocabulary import Relation, Status
from libya_tracker.storage import corrections
from libya_tracker.storage.corrections import DROPPABLE, Correction

ClaimArgument = Annotated[
    str, argument("ID", "The claim, as `log` names it.", completion=completion.changes)
]
DateOption = Annotated[str | None, option("DATE", "When it was so.", "--date", "-d")]
BeginsOption = Annotated[
    bool | None,
    typer.Option("--begins/--no-begins", help="The tie began on that day, or not."),
]
StatusOption = Annotated[Status | None, typer.Option(help="How sure it is.")]
FactionOption = Annotated[
    str | None, option("FACTION", "Who.", completion=completion.factions)
]
RelationOption = Annotated[
    str | None,
    option("RELATION", f"One of: {', '.join(Relation)}.", completion=completion.relations),
]
ToOption = Annotated[
    str | None, option("FACTION", "Toward whom.", completion=completion.factions)
]
AddSourceOption = Annotated[
    list[str] | None,
    option("ID", "One more source; may be given again.", completion=completion.sources),
]
DropSourceOption = Annotated[
    list[str] | None,
    option("ID", "A source that does not say so.", completion=completion.sources),
]
DropOption = Annotated[
    list[str] | None,
    option("KEY", f"A value that should not be there: {', '.join(DROPPABLE)}; or several."),
]


def correct(
    claim: ClaimArgument,
    date: DateOption = None,
    until: claims.UntilOption = None,
    faction: FactionOption = None,
    relation: RelationOption = None,
    to: ToOption = None,
    ends_tie_with: claims.FromOption = None,
    begins: BeginsOption = None,
    status: StatusOption = None,
    credibility: claims.CredibilityOption = None,
    by: claims.ByOption = None,
    note: claims.NoteOption = None,
    add_source: AddSourceOption = None,
    drop_source: DropSourceOption = None,
    tag: TagsOption = None,
    drop_tag: DropTagsOption = None,
    drop: DropOption = None,
    recorded: claims.RecordedOption = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Replace a claim by a corrected one, which retracts it.

    The other values stay. What was known before (--known-at) still shows the claim.

    Example: libya-tracker correct 2017-11-05-trb-kani --date 2017-11-06
    """
    values = claims.given({
        "date": written_day(date, "--date"), "until": written_day(until, "--until"),
        "faction": faction, "relation": relation, "to": to, "from": ends_tie_with,
        "begins": None if begins is None else ("no", "yes")[begins],
        "status": status, "credibility": credibility, "by": by, "note": note,
    })  # fmt: skip
    lists = [tuple(part or ()) for part in (drop, add_source, drop_source, tag, drop_tag)]
    _refuse_nothing(values, *lists)
    correction = Correction(claim, values, *lists, recorded=claims.when_recorded(recorded))
    path = context.own_registry(registry)
    edit = corrections.correct(path, correction, context.now(), dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


def _refuse_nothing(*changes: Collection[str]) -> None:
    if not any(changes):
        raise UsageError("say what is to be corrected, such as --date 2017-11-06")
