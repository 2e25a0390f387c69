"""``libya-tracker retract``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.cli import completion, confirmation, context, messages
from libya_tracker.cli.options import DryRunOption, RegistryOption
from libya_tracker.errors import NoSuchError, UsageError
from libya_tracker.model import names
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Registry
from libya_tracker.storage import writer
from libya_tracker.storage.emitter import Item
from libya_tracker.storage.writer import Addition


def retract(
    claim: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="The claim, as `log` names it.",
            autocompletion=completion.changes,
        ),
    ],
    note: Annotated[str, typer.Option(help="Why it no longer stands.")],
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Take a claim back, from now on."""
    path = context.own_registry(registry)
    if not note.strip():
        raise UsageError("--note says why the claim no longer stands; it cannot be empty")
    edit = writer.edit(path, lambda found: _addition(found, claim, note), dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


def _addition(registry: Registry, change: str, note: str) -> Addition | None:
    if (claim := registry.claims.get(change)) is None:
        raise NoSuchError("change", change, names.nearest(change, registry.claims))
    point = Point(context.today(), context.today(), claim.scenario)
    if earlier := Perspective.of(registry, point).retractions_of(claim):
        messages.say(f"taken back already, at {earlier[0].where}: {earlier[0].id}")
        return None
    fields = {"retracts": (change,), "recorded": context.now().text, "note": note}
    path = ("scenarios", claim.scenario, "changes") if claim.scenario else ("changes",)
    return Addition(path, [Item(fields)])
