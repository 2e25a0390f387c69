"""``libya-tracker faction add|list|alias``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from libya_tracker.analysis import listings
from libya_tracker.cli import confirmation, context
from libya_tracker.cli.options import (
    DryRunOption,
    FactionArgument,
    RegistryOption,
)
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.values import written_day
from libya_tracker.errors import UsageError
from libya_tracker.model.vocabulary import Kind
from libya_tracker.storage import edits, files
from libya_tracker.views import listings as view

app = typer.Typer(
    name="faction",
    help="Keep the factions.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
_DATE = "DATE"


AliasesOption = Annotated[
    list[str] | None, typer.Option(help="Another name; may be given again.")
]


@app.command("list")
@question()
def show_all(path: Path) -> Answer:
    """List the factions."""
    registry = files.read(path)
    rows = listings.factions(registry)
    return Answer(rows, listings.FactionRow, lambda: view.factions(rows, registry))


@app.command()
def add(
    name_id: Annotated[str, typer.Argument(metavar="ID", help="Of a-z, 0-9 and '-'.")],
    name: Annotated[str, typer.Option(help="The name to show.")],
    alias: AliasesOption = None,
    kind: Annotated[Kind | None, typer.Option(help="What sort of actor it is.")] = None,
    area: Annotated[str | None, typer.Option(help="Where it is based.")] = None,
    founded: Annotated[
        str | None, typer.Option(metavar=_DATE, help="When it began.")
    ] = None,
    dissolved: Annotated[
        str | None, typer.Option(metavar=_DATE, help="When it ended.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="What else is to be said.")] = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add a faction to the registry."""
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
    fields = {key: value for key, value in keys.items() if value}
    path = context.own_registry(registry)
    edit = edits.add_faction(path, name_id, fields, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


@app.command()
def alias(
    faction: FactionArgument,
    name: Annotated[str, typer.Argument(metavar="ALIAS", help="The other name.")],
    since: Annotated[
        str | None, typer.Option(metavar=_DATE, help="From when it was used.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar=_DATE, help="Until when.")] = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add another name to a faction."""
    keys = {
        "name": name,
        "since": written_day(since, "--since"),
        "until": written_day(until, "--until"),
    }
    fields = {key: value for key, value in keys.items() if value}
    path, today = context.own_registry(registry), context.today()
    edit = edits.add_alias(path, faction, fields, today, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)
