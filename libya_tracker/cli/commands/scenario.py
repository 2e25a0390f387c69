"""``libya-tracker scenario add|close``."""

from __future__ import annotations

from typing import Annotated

from libya_tracker.cli import completion, confirmation, context
from libya_tracker.cli.options import DryRunOption, RegistryOption, argument, group, option
from libya_tracker.errors import UsageError
from libya_tracker.model.vocabulary import Outcome
from libya_tracker.storage import scenario_edits

app = group("Add a what-if, or say what became of one.")


@app.command()
def add(
    scenario: Annotated[str, argument("ID", "Of a-z, 0-9 and '-'.")],
    title: Annotated[str, option("TEXT", "What it supposes.")],
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add a what-if; `record --scenario ID` adds claims to it.

    Example: libya-tracker scenario add truce-holds --title 'The truce holds'
    """
    if not title.strip():
        raise UsageError("--title is what the what-if supposes; it cannot be empty")
    path = context.own_registry(registry)
    edit = scenario_edits.add(path, scenario, title, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


@app.command()
def close(
    scenario: Annotated[
        str, argument("ID", "The what-if.", completion=completion.scenarios)
    ],
    outcome: Annotated[Outcome, option("WORD", f"One of: {', '.join(Outcome)}.")],
    resolved_by: Annotated[
        str | None,
        option("ID", "The claim that decided it.", completion=completion.changes),
    ] = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Say what became of a what-if, and which claim decided it.

    Example: libya-tracker scenario close stand-ground --outcome lapsed
    """
    path = context.own_registry(registry)
    edit = scenario_edits.close(path, scenario, outcome, resolved_by, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)
