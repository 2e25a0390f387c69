"""``libya-tracker edit``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.cli import completion, context, editors, messages, problems, streams
from libya_tracker.cli.options import RegistryOption, argument
from libya_tracker.errors import NoSuchError, UnreadableError
from libya_tracker.model import spelling
from libya_tracker.storage import entries, files
from libya_tracker.views import check as view


def edit(
    name: Annotated[
        str,
        argument(
            "ID",
            "A claim, as `log` names it; or a faction, a source or a what-if.",
            completion=completion.changes,
        ),
    ],
    registry: RegistryOption = None,
) -> None:
    """Open the editor at an entry, and check the registry afterwards.

    The editor is $VISUAL, else $EDITOR. Exits with 1 where there are errors.

    Example: libya-tracker edit 2017-11-05-trb-kani
    """
    path = context.own_registry(registry)
    if files.is_shipped(path):
        raise UnreadableError(files.READ_ONLY)
    registry_now = files.read(path)
    if (where := entries.place_of(registry_now, name)) is None:
        raise NoSuchError("change", name, spelling.nearest(name, registry_now.claims))
    before = files.contents(path)
    editors.open_at(editors.command(context.editor(), path, where.line, where.column))
    if files.contents(path) == before:
        messages.say("nothing was changed")
    remarks, after = problems.problems_in(path)
    streams.answer(view.report(remarks, after, files.label(path)))
    if after is None:
        raise typer.Exit(problems.EXIT_CODE)
