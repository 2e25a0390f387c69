"""``libya-tracker source add|list``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from libya_tracker.analysis import listings
from libya_tracker.cli import completion, confirmation, context
from libya_tracker.cli.options import DryRunOption, RegistryOption, argument, group, option
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.values import written_day
from libya_tracker.errors import UsageError
from libya_tracker.storage import edits, files
from libya_tracker.views import listings as view

app = group("List the sources, or add one.")

DateOption = Annotated[str | None, option("DATE", "When it was published.")]
OriginOption = Annotated[
    str | None,
    option(
        "ID",
        "The source that this one repeats; both count as one voice.",
        completion=completion.sources,
    ),
]
ReliabilityOption = Annotated[str | None, option("[A-F]", "Admiralty grade of the source.")]
WithdrawnOption = Annotated[str | None, option("DATE", "When its publisher took it back.")]


@app.command("list")
@question()
def show_all(path: Path) -> Answer:
    """List the sources.

    Example: libya-tracker source list
    """
    registry = files.read(path)
    rows = listings.sources(registry)
    return Answer(rows, listings.SourceRow, lambda: view.sources(rows, registry))


@app.command()
def add(
    source: Annotated[str, argument("ID", "Of a-z, 0-9 and '-'.")],
    title: Annotated[str, option("TEXT", "Its title.")],
    publisher: Annotated[str | None, option("TEXT", "Who published it.")] = None,
    date: DateOption = None,
    url: Annotated[str | None, option("URL", "Where it is.")] = None,
    archive_url: Annotated[str | None, option("URL", "Where a copy is kept.")] = None,
    accessed: Annotated[str | None, option("DATE", "When it was read.")] = None,
    reliability: ReliabilityOption = None,
    origin: OriginOption = None,
    withdrawn: WithdrawnOption = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add a source to the registry.

    Example: libya-tracker source add herald-2018 --title 'Truce holds' --date 2018-01
    """
    if not title.strip():
        raise UsageError("--title is what the source is called; it cannot be empty")
    keys = {
        "title": title, "publisher": publisher,
        "date": written_day(date, "--date"), "url": url, "archive_url": archive_url,
        "accessed": written_day(accessed, "--accessed"),
        "reliability": reliability, "origin": origin,
        "withdrawn": written_day(withdrawn, "--withdrawn"),
    }  # fmt: skip
    fields = {key: value for key, value in keys.items() if value is not None}
    path = context.own_registry(registry)
    edit = edits.add_source(path, source, fields, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)
