"""``libya-tracker retract``."""

from __future__ import annotations

from typing import Annotated

from libya_tracker.cli import completion, confirmation, context
from libya_tracker.cli.options import DryRunOption, RegistryOption, argument, option
from libya_tracker.errors import UsageError
from libya_tracker.storage import edits


def retract(
    claim: Annotated[
        str, argument("ID", "The claim, as `log` names it.", completion=completion.changes)
    ],
    note: Annotated[str, option("TEXT", "Why it no longer stands.")],
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Retract a claim, from now on.

    Example: libya-tracker retract 2017-11-05-trb-kani --note 'The paper withdrew it.'
    """
    path = context.own_registry(registry)
    if not note.strip():
        raise UsageError("--note says why the claim no longer stands; it cannot be empty")
    edit = edits.retract(path, claim, note, context.now(), dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)
