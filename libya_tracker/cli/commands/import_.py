"""``libya-tracker import sheet|ucdp|acled|ids``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from libya_tracker.cli import (
    claim_options,
    confirmation,
    messages,
    releases,
    sheets,
)
from libya_tracker.cli.context import now, own_registry, today
from libya_tracker.cli.options import (
    DryRunOption,
    RegistryOption,
    argument,
    flag,
    group,
    option,
)
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.exchange import acled as acled_format
from libya_tracker.exchange import confirmations, review_marks
from libya_tracker.exchange import sheet as sheet_format
from libya_tracker.exchange import ucdp as ucdp_format
from libya_tracker.exchange.review import Review
from libya_tracker.model import option_values
from libya_tracker.model.perspective import Perspective
from libya_tracker.storage import edits, files, other_ids

app = group("Add the claims of a spreadsheet, or compare with others' data.")

SheetArgument = Annotated[
    Path,
    argument(
        "FILE", "A table with headings (CSV, TSV), - for standard input.", allow_dash=True
    ),
]
AddNewOption = Annotated[
    bool, flag("--add-new", "Add the factions and sources that are new, too.")
]
ReviewOption = Annotated[
    Path | None,
    option(
        "FILE",
        "Write the rows as they are understood, with remarks, into a new file, which can "
        "be edited and then imported; - for standard output. The registry stays as it is.",
        allow_dash=True,
    ),
]

TableArgument = Annotated[
    Path,
    argument(
        "FILE",
        "A table that `--review` wrote, with marks in `confirm`; - for standard input.",
        allow_dash=True,
    ),
]
UcdpArgument = Annotated[
    Path,
    argument(
        "FILE",
        "A table of UCDP's as CSV: non-state conflict, UCDP/PRIO armed conflict or actors; "
        "- for standard input.",
        allow_dash=True,
    ),
]
AcledArgument = Annotated[
    Path,
    argument(
        "FILE", "Events exported by ACLED as CSV; - for standard input.", allow_dash=True
    ),
]
GapOption = Annotated[
    str,
    option(
        "DAYS",
        "How many days (90d, 3w, 6m, 1y) may lie from one event of a pair to the next in a "
        "spell of fighting.",
        "--gap",
        show_default=True,
    ),
]


@app.command()
def sheet(
    file: SheetArgument,
    dates: sheets.DatesOption = None,
    column_map: sheets.MapOption = None,
    add_new: AddNewOption = False,
    review: ReviewOption = None,
    scenario: claim_options.WhatIfOption = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add the claims of a spreadsheet, and what is new in it.

    Example: libya-tracker import sheet november.csv --dates dmy --dry-run
    """
    reading = sheets.reading(sheet_format.COLUMNS, dates, column_map)
    content, name = sheets.contents(file, "a sheet")
    table = sheet_format.table(content, name, reading)
    sheets.say_understood(name, table.description)
    path = own_registry(registry)
    known = files.read(path)
    result = sheet_format.sheet(table, known, dates)
    sheets.say_new(result)
    if review is not None:
        sheets.write_review(review, Review(result, known, now(), dates))
        return
    if not result.drafts:
        messages.say("the sheet holds no claims; nothing written")
    dry = dry_run or not (add_new or result.approved)
    edit = edits.record_all(path, result.records, now(), scenario, dry_run=dry)
    if not (dry_run or add_new):
        result.refuse_unapproved()
    confirmation.show(edit, dry_run=dry_run)


@app.command()
def ids(
    file: TableArgument,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Give factions their ids in a data set, where a review confirms who is who.

    Example: libya-tracker import ids review.csv --dry-run
    """
    confirmed = confirmations.read(*sheets.contents(file, "a review"))
    path = own_registry(registry)
    if not confirmed:
        messages.say(
            f"no match is marked in `{review_marks.CONFIRM}` (`faction`, `to`, or x for "
            "both); nothing written"
        )
        return
    edit = other_ids.add(path, confirmed, today(), dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


@app.command()
@question(without={"as_of"})
def ucdp(
    perspective: Perspective,
    ctx: typer.Context,
    file: UcdpArgument,
    compare: releases.CompareOption = False,
    review: releases.ReviewOption = None,
) -> Answer:
    """Show what a table of UCDP's claims beside the registry, and choose what to record.

    Example: libya-tracker import ucdp ucdp-nonstate-221.csv --review claims.csv
    """
    release = ucdp_format.read(*sheets.contents(file, "a table"))
    return releases.answer(perspective, release, compare, review, ctx)


@app.command()
@question(without={"as_of"})
def acled(
    perspective: Perspective,
    ctx: typer.Context,
    file: AcledArgument,
    compare: releases.CompareOption = False,
    review: releases.ReviewOption = None,
    gap: GapOption = "90d",
    dates: sheets.DatesOption = None,
) -> Answer:
    """Show what events of ACLED's claim beside the registry, and choose what to record.

    Example: libya-tracker import acled acled-libya.csv --compare --gap 6w
    """
    days = option_values.days(gap, "--gap")
    release = acled_format.read(*sheets.contents(file, "a table"), days, dates)
    return releases.answer(perspective, release, compare, review, ctx)
