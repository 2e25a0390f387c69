"""``libya-tracker merge``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from libya_tracker.cli import context, messages
from libya_tracker.cli.options import argument, option
from libya_tracker.errors import InvalidRegistryError, TrackerError, UnreadableError
from libya_tracker.storage import files, git, writer
from libya_tracker.storage.merging import markers, registries
from libya_tracker.storage.merging.registries import Merged, NotByEntriesError
from libya_tracker.views.words import counted

#: The exit code where something is left to settle, by which git knows it.
_CLASHES = 1


def merge(
    base: Annotated[
        Path, argument("BASE", "The version that both sides came of; git: %O.")
    ],
    ours: Annotated[Path, argument("OURS", "Ours, which gets the result; git: %A.")],
    theirs: Annotated[Path, argument("THEIRS", "The other side's; git: %B.")],
    name: Annotated[
        str | None, argument("[PATH]", "What messages call the file; git: %P.")
    ] = None,
    marker_size: Annotated[
        int,
        option("N", "How long the marks around a conflict are; git: %L.", min=1, max=1000),
    ] = markers.SIZE,
) -> None:
    """Merge two versions of a registry by entries, for git.

    docs/git.md says how git is told to call it. Exits with 1 where both changed one thing
    in different ways: marks stand around it then.

    Example: libya-tracker merge base.yaml ours.yaml theirs.yaml
    """
    data = [files.contents(path) for path in (base, ours, theirs)]
    label = name or files.label(ours)
    try:
        texts = [files.decode(part, label) for part in data]
        merged = registries.merge(texts[0], texts[1], texts[2], label, marker_size)
    except (InvalidRegistryError, NotByEntriesError) as error:
        _by_lines(error, (base, ours, theirs), data[1], marker_size)
        raise
    writer.overwrite(ours, merged.text.encode(), data[1])
    _say(merged, label)
    if merged.clashes:
        raise typer.Exit(_CLASHES)


def _by_lines(
    error: TrackerError, paths: tuple[Path, Path, Path], before: bytes, size: int
) -> None:
    """Let git merge the lines of what cannot be merged by entries, and say so."""
    try:
        text = git.merged_lines(paths, size, context.surroundings())
    except UnreadableError as reason:
        messages.say(f"note: {paths[1]} is left as it was: {reason}")
        return
    writer.overwrite(paths[1], text, before)
    messages.say("note: merged by lines, as git does; look at it before you commit")


def _say(merged: Merged, label: str) -> None:
    for remark in merged.remarks:
        messages.say(f"note: {remark}")
    for clash in merged.clashes:
        messages.say(f"{clash.where}: {clash.subject}: {clash.reason}")
    if merged.clashes:
        count = counted(len(merged.clashes), "conflict")
        messages.say(f"error: {label} has {count}; keep what is right, then `check`")
