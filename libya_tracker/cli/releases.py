"""What the commands share that read tables of other data sets."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from libya_tracker import sanitize
from libya_tracker.analysis.comparison import ComparisonRow
from libya_tracker.cli import messages, streams
from libya_tracker.cli.options import flag, option
from libya_tracker.cli.output import Answer
from libya_tracker.errors import UsageError
from libya_tracker.exchange import claims_review, comparing, new_sources, review_marks
from libya_tracker.exchange.claims_review import ReviewRow
from libya_tracker.exchange.statements import Release
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Registry
from libya_tracker.output import formats
from libya_tracker.output.formats import Format
from libya_tracker.storage import causes, files, writer
from libya_tracker.views import comparison as view
from libya_tracker.views.words import counted

CompareOption = Annotated[
    bool,
    flag("--compare", "Show where the table and the registry disagree; write nothing."),
]
ReviewOption = Annotated[
    Path | None,
    option(
        "FILE",
        "Write the claims into a new table (.csv, .tsv, .jsonl), in which you mark those "
        "that `record --batch` is to add; - for standard output. The registry stays as it "
        "is.",
        allow_dash=True,
    ),
]
_FORMATS = {
    **{"": Format.CSV, ".csv": Format.CSV, ".txt": Format.CSV, ".tsv": Format.TSV},
    **{".jsonl": Format.JSONL, ".ndjson": Format.JSONL},
}
#: How many columns a message names that are not read.
_MOST = 8
_BOM = "\ufeff"


def answer(
    perspective: Perspective,
    release: Release,
    compare: bool,
    review: Path | None,
    context: typer.Context,
) -> Answer:
    """Return the claims of a table beside the registry, or write them for a review."""
    _say_passed_over(release)
    if compare:
        if review is not None:
            raise UsageError("--compare writes nothing; leave it out, or --review")
        return _comparison(perspective, release)
    _say_losses(release)
    answers = comparing.answers(perspective, release)
    rows = claims_review.rows(perspective.registry, release, answers)
    form, output = context.params["form"], context.params["output"]
    if review is None:
        if form not in {None, Format.TABLE} or output is not None:
            _say_missing_source(perspective.registry, release)
        return _claims(perspective, release, answers, rows)
    if form or output:
        raise UsageError(
            "--review is where the table goes; leave out --format and --output"
        )
    _write(review, rows)
    for term in release.terms:
        messages.say(f"note: {term}")
    _say_missing_source(perspective.registry, release)
    raise typer.Exit


def _comparison(perspective: Perspective, release: Release) -> Answer:
    rows = comparing.compare(perspective, release)
    table = _table(release)
    return Answer(rows, ComparisonRow, lambda: view.page(rows, perspective, table))


def _claims(
    perspective: Perspective,
    release: Release,
    answers: Sequence[ComparisonRow],
    rows: Sequence[ReviewRow],
) -> Answer:
    table = _table(release)
    return Answer(
        rows,
        ReviewRow,
        lambda: view.page(answers, perspective, table),
        page_notes=lambda: ["--review FILE writes a table to choose from and record."],
    )


def _table(release: Release) -> view.Table:
    data_set = release.data_set
    return view.Table(release.name, data_set.title, data_set.unclear, release.terms)


def _write(path: Path, rows: Sequence[ReviewRow]) -> None:
    """Write the rows of a review as a table, and say how to go on."""
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"--review {path}: name it .csv, .tsv or .jsonl")
    text = formats.text(formats.grid(rows, ReviewRow), form)
    count, name = counted(len(rows), "claim"), "TABLE"
    if path == files.STANDARD_INPUT:
        streams.answer(sanitize.lines(text) if sys.stdout.isatty() else text.encode())
        messages.say(f"standard output: {count}, for you to choose from")
    else:
        # The mark at its beginning tells Excel that a table is UTF-8.
        writer.create(path, (text if form is Format.JSONL else _BOM + text).encode())
        name = shlex.quote(str(path))
        messages.say(f"{path}: {count}, for you to choose from; nothing else written")
    messages.say(
        f"x in column `{review_marks.ADD}`: `record --batch {name}` records the claim"
    )
    messages.say(
        f"x in column `{review_marks.CONFIRM}`: `import ids {name}` gives the factions "
        "these ids"
    )


def _say_missing_source(registry: Registry, release: Release) -> None:
    """Say how to add the source that the claims cite, where the registry lacks it."""
    source = release.source
    if new_sources.known(registry, source) is not None:
        return
    options = [f"--{key} {shlex.quote(str(value))}" for key, value in source.fields.items()]
    messages.say(
        "note: the source that these claims cite is not in the registry; before you record "
        f"any: libya-tracker source add {source.id} {' '.join(options)}"
    )


def _say_losses(release: Release) -> None:
    """Say how many rows make how many claims, and what of the rows no claim keeps."""
    lost = release.left
    counts = f"{counted(release.size, 'row')}, {counted(len(release.statements), 'claim')}"
    more = f" and {len(lost) - _MOST} more" if len(lost) > _MOST else ""
    kept = f"; not kept: {', '.join(lost[:_MOST])}{more}" if lost else ""
    messages.say(f"note: {release.name}: {counts}{kept}")


def _say_passed_over(release: Release) -> None:
    """Say how many rows of a table were passed over, which, and why."""
    for reason, numbers in release.passed_over.items():
        count = counted(len(numbers), "row")
        listed = causes.listed([*numbers])
        messages.say(f"note: {release.name}: {count} passed over, with {reason}: {listed}")
