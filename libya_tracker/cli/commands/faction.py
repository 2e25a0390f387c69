"""``libya-tracker faction add|list|alias``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from libya_tracker.analysis import listings
from libya_tracker.cli import confirmation, context
from libya_tracker.cli.options import (
    DryRunOption,
    FactionArgument,
    RegistryOption,
    argument,
    group,
    option,
)
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.values import written_day
from libya_tracker.errors import UsageError
from libya_tracker.model.vocabulary import Kind
from libya_tracker.storage import edits, files
from libya_tracker.views import listings as view

app = group("List the factions, add one, or give one another name.")

AliasesOption = Annotated[
    list[str] | None, option("NAME", "Another name; may be given again.")
]
FoundedOption = Annotated[str | None, option("DATE", "When it began.")]
DissolvedOption = Annotated[str | None, option("DATE", "When it ended.")]
KindOption = Annotated[
    Kind | None, option("KIND", f"What sort of actor it is: {', '.join(Kind)}.")
]


@app.command("list")
@question()
def show_all(path: Path) -> Answer:
    """List the factions.

    Example: libya-tracker faction list
    """
    registry = files.read(path)
    rows = listings.factions(registry)
    return Answer(rows, listings.FactionRow, lambda: view.factions(rows, registry))


@app.command()
def add(
    name_id: Annotated[str, argument("ID", "Of a-z, 0-9 and '-'.")],
    name: Annotated[str, option("NAME", "The name to show.")],
    alias: AliasesOption = None,
    kind: KindOption = None,
    area: Annotated[str | None, option("TEXT", "Where it is based.")] = None,
    founded: FoundedOption = None,
    dissolved: DissolvedOption = None,
    note: Annotated[str | None, option("TEXT", "What else there is to say.")] = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add a faction to the registry.

    Example: libya-tracker faction add coast --name 'Coastal Guard' --kind militia
    """
    if not name.strip():
        raise UsageError("--name is what the faction is called; it cannot be empty")
    keys = {
        "name": name,
        "aliases": tuple(dict.fromkeys(alias or ())),
        "kind": kind and str(kind),
        "area": area,
        "founded": written_day(founded, "--founded"),
        "dissolved": written_day(dissolved, "--dissolved"),
        "note": note,
    }
    fields = {key: value for key, value in keys.items() if value not in (None, ())}
    path = context.own_registry(registry)
    edit = edits.add_faction(path, name_id, fields, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


@app.command()
def alias(
    faction: FactionArgument,
    name: Annotated[str, argument("ALIAS", "The other name.")],
    since: Annotated[str | None, option("DATE", "From when it was used.")] = None,
    until: Annotated[str | None, option("DATE", "Until when.")] = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add another name to a faction.

    Example: libya-tracker faction alias trb 'First Division' --since 2018
    """
    keys = {
        "name": name,
        "since": written_day(since, "--since"),
        "until": written_day(until, "--until"),
    }
    fields = {key: value for key, value in keys.items() if value is not None}
    path, today = context.own_registry(registry), context.today()
    edit = edits.add_alias(path, faction, fields, today, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)
