"""``libya-tracker source list|show|add|edit|withdraw``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from libya_tracker.analysis import listings
from libya_tracker.analysis import source as analysis
from libya_tracker.cli import completion, confirmation, context, values
from libya_tracker.cli.label_options import (
    DropIdsOption,
    DropTagsOption,
    IdsOption,
    TagsOption,
    changes,
    ids_of,
)
from libya_tracker.cli.options import DryRunOption, RegistryOption, argument, group, option
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import tagged_sources
from libya_tracker.cli.values import written_day
from libya_tracker.errors import UsageError
from libya_tracker.storage import edits, files, source_edits
from libya_tracker.storage.emitter import Fields
from libya_tracker.storage.source_edits import SourceChange
from libya_tracker.views import listings as view
from libya_tracker.views import source as source_view

app = group("List the sources, show, add, change or withdraw one.")

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
SourceArgument = Annotated[
    str, argument("ID", "The source, by its id.", completion=completion.sources)
]
PublisherOption = Annotated[str | None, option("TEXT", "Who published it.")]
UrlOption = Annotated[str | None, option("URL", "Where it is.")]
ArchiveOption = Annotated[str | None, option("URL", "Where a copy is kept.")]
AccessedOption = Annotated[str | None, option("DATE", "When it was read.")]
SourceTagOption = Annotated[
    list[str] | None,
    option(
        "TAG",
        "Only sources with this tag; may be given again.",
        "--tag",
        completion=completion.source_tags,
    ),
]
DropOption = Annotated[
    list[str] | None,
    option("KEY", "A value that should not be there, such as url; may be given again."),
]
NoteOption = Annotated[str | None, option("TEXT", "What else there is to say.")]
WithdrawnOption = Annotated[str | None, option("DATE", "When its publisher took it back.")]


@app.command("list")
@question()
def show_all(path: Path, tag: SourceTagOption = None) -> Answer:
    """List the sources.

    Example: libya-tracker source list
    """
    registry = files.read(path)
    ids = tagged_sources(registry, tag or ())
    rows = [row for row in listings.sources(registry) if row.source in ids]
    return Answer(rows, listings.SourceRow, lambda: view.sources(rows, registry))


@app.command("show")
@question()
def show_one(path: Path, source: SourceArgument) -> Answer:
    """Show one source: what is said of it, its copies, and the claims that cite it.

    Example: libya-tracker source show gazette
    """
    registry = files.read(path)
    source_edits.source_of(registry, source)
    rows = analysis.show(registry, source)
    return Answer(
        rows, analysis.SourceShowRow, lambda: source_view.page(rows, registry, source)
    )


@app.command()
def add(
    source: Annotated[str, argument("ID", "Of a-z, 0-9 and '-'.")],
    title: Annotated[str, option("TEXT", "Its title.")],
    publisher: PublisherOption = None,
    date: DateOption = None,
    url: UrlOption = None,
    archive_url: ArchiveOption = None,
    accessed: AccessedOption = None,
    reliability: ReliabilityOption = None,
    origin: OriginOption = None,
    withdrawn: WithdrawnOption = None,
    tag: TagsOption = None,
    ids: IdsOption = None,
    note: NoteOption = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add a source to the registry.

    Example: libya-tracker source add herald-2018 --title 'Truce holds' --date 2018-01
    """
    if not title.strip():
        raise UsageError("--title is what the source is called; it cannot be empty")
    fields = _fields(
        title=title, publisher=publisher, date=date, url=url, archive_url=archive_url,
        accessed=accessed, reliability=reliability, origin=origin, withdrawn=withdrawn,
        note=note,
    )  # fmt: skip
    record: Fields = {**fields, "ids": ids_of(ids), "tags": tuple(tag or ())}
    path = context.own_registry(registry)
    edit = edits.add_source(path, source, record, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


@app.command()
def edit(
    source: SourceArgument,
    title: Annotated[str | None, option("TEXT", "Its title.")] = None,
    publisher: PublisherOption = None,
    date: DateOption = None,
    url: UrlOption = None,
    archive_url: ArchiveOption = None,
    accessed: AccessedOption = None,
    reliability: ReliabilityOption = None,
    origin: OriginOption = None,
    withdrawn: WithdrawnOption = None,
    tag: TagsOption = None,
    drop_tag: DropTagsOption = None,
    ids: IdsOption = None,
    drop_id: DropIdsOption = None,
    note: NoteOption = None,
    drop: DropOption = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Change values of a source, in place.

    Example: libya-tracker source edit monitor --archive-url https://example.org/copy
    """
    keys = _fields(
        title=title, publisher=publisher, date=date, url=url, archive_url=archive_url,
        accessed=accessed, reliability=reliability, origin=origin, withdrawn=withdrawn,
        note=note,
    )  # fmt: skip
    labels = changes(tag, drop_tag, ids, drop_id)
    if not (keys or drop or labels):
        raise UsageError("say what is to be changed, such as --archive-url URL")
    change = SourceChange(keys, tuple(drop or ()), labels)
    path = context.own_registry(registry)
    result = source_edits.edit(path, source, change, dry_run=dry_run)
    confirmation.show(result, dry_run=dry_run)


@app.command()
def withdraw(
    source: SourceArgument,
    note: Annotated[str, option("TEXT", "Why, and who says so.")],
    date: Annotated[
        str | None, option("DATE", "When its publisher took it back. [default: today]")
    ] = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Say that a source was taken back: from then on nothing rests on it.

    Example: libya-tracker source withdraw monitor --date 2017-12-20 --note 'An erratum.'
    """
    path = context.own_registry(registry)
    if not note.strip():
        raise UsageError("--note says why it was taken back; it cannot be empty")
    day = values.day("today" if date is None else date, "--date").text
    edit = source_edits.withdraw(path, source, day, note, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


def _fields(**texts: str | None) -> dict[str, str]:
    """Return the values that are given, with dates as they are to be written."""
    for key in ("date", "accessed", "withdrawn"):
        texts[key] = written_day(texts[key], f"--{key}")
    return {key: value for key, value in texts.items() if value is not None}
