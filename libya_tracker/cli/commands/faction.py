"""``libya-tracker faction add|list|alias``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from libya_tracker.analysis import listings
from libya_tracker.cli import confirmation, context, messages, values
from libya_tracker.cli.options import (
    DryRunOption,
    FactionArgument,
    RegistryOption,
)
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.errors import NoSuchError, UsageError
from libya_tracker.model import names
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Kind
from libya_tracker.storage import files, value_types, writer
from libya_tracker.storage.emitter import Entry, Word
from libya_tracker.storage.writer import Addition
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
    _refuse_bad_form(name_id, name)
    given = {
        "name": name,
        "aliases": tuple(dict.fromkeys(alias or ())),
        "kind": kind and str(kind),
        "area": area,
        "founded": values.written_day(founded, "--founded"),
        "dissolved": values.written_day(dissolved, "--dissolved"),
        "note": note,
    }
    entry = Entry(name_id, {key: value for key, value in given.items() if value})

    def plan(found: Registry) -> Addition | None:
        if name_id in found.factions:
            where = found.factions[name_id].where
            raise UsageError(f"there is a faction {name_id!r} already, at {where}")
        for other in (name_id, name, *(alias or ())):
            _refuse_taken(found, other, name_id)
        return Addition(("factions",), [entry])

    edit = writer.edit(context.own_registry(registry), plan, dry_run=dry_run)
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
    times = {
        "since": values.written_day(since, "--since"),
        "until": values.written_day(until, "--until"),
    }
    given = {"name": name, **{key: value for key, value in times.items() if value}}
    word = Word(given if len(given) > 1 else name)

    def plan(found: Registry) -> Addition | None:
        owner = names.resolve(found, faction, context.today())
        if any(known.name == name for known in found.factions[owner].aliases):
            messages.say(f"{name!r} is a name of {owner!r} already")
            return None
        if len(given) == 1:
            _refuse_taken(found, name, owner)
        return Addition(("factions", owner, "aliases"), [word])

    edit = writer.edit(context.own_registry(registry), plan, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


def _refuse_bad_form(name_id: str, name: str) -> None:
    if not value_types.ID.fullmatch(name_id):
        raise UsageError(f"{name_id!r} is not allowed: an id is of a-z, 0-9 and '-'")
    if not name.strip():
        raise UsageError("--name is what the faction is called; it cannot be empty")


def _refuse_taken(registry: Registry, name: str, owner: str) -> None:
    try:
        holder = names.resolve(registry, name)
    except NoSuchError:
        return
    if holder != owner:
        raise UsageError(
            f"{name!r} names {holder!r} already; a name should mean one faction"
        )
