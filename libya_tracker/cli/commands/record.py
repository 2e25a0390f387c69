"""``libya-tracker record``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from libya_tracker.cli import claim_options as claims
from libya_tracker.cli import confirmation, messages, sheets
from libya_tracker.cli.context import now, own_registry, today
from libya_tracker.cli.label_options import TagsOption
from libya_tracker.cli.options import DryRunOption, RegistryOption, option
from libya_tracker.cli.values import written_day
from libya_tracker.errors import UsageError
from libya_tracker.exchange import batches, tables
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.storage import edits
from libya_tracker.storage.drafts import Draft
from libya_tracker.storage.input import refuse_bad_text

_THREE = "FACTION, RELATION and TO"


BatchOption = Annotated[
    Path | None,
    option(
        "FILE|-",
        "Add many, all or none: JSON Lines, or a table with headings (CSV, TSV), as "
        "`log -f jsonl` and `log -f csv` print them. Columns that `log` computes are "
        "ignored, and claims that it marks as retracted are left out. Of a table that "
        "`import … --review` wrote, the rows with a mark in `add`.",
        allow_dash=True,
    ),
]


def record(
    faction: claims.FactionPart = None,
    relation: claims.RelationPart = None,
    to: claims.ToPart = None,
    date: claims.DateOption = None,
    until: claims.UntilOption = None,
    begins: claims.BeginsOption = False,
    ends_tie_with: claims.FromOption = None,
    status: claims.StatusOption = None,
    source: claims.SourceOption = None,
    by: claims.ByOption = None,
    credibility: claims.CredibilityOption = None,
    note: claims.NoteOption = None,
    tag: TagsOption = None,
    recorded: claims.RecordedOption = None,
    retracts: claims.RetractsOption = None,
    name: claims.IdOption = None,
    scenario: claims.WhatIfOption = None,
    batch: BatchOption = None,
    dates: sheets.DatesOption = None,
    column_map: sheets.MapOption = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add a claim to the registry, or many.

    Example: libya-tracker record trb allied gna --date 2017-11-20 --source gazette
    """
    options: dict[str, str | tuple[str, ...] | None] = {
        "faction": faction, "relation": relation, "to": to, "from": ends_tie_with,
        "date": written_day(date, "--date"), "until": written_day(until, "--until"),
        "begins": "yes" if begins else None, "status": status,
        "credibility": credibility, "by": by, "sources": tuple(source or ()),
        "tags": tuple(tag or ()), "note": note, "recorded": claims.when_recorded(recorded),
        "retracts": tuple(retracts or ()), "id": name,
    }  # fmt: skip
    values = {key: value for key, value in options.items() if value not in (None, ())}
    drafts = _drafts(values, batch, dates, column_map)
    edit = edits.record(own_registry(registry), drafts, now(), scenario, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


def _drafts(
    values: dict[str, str | tuple[str, ...]],
    batch: Path | None,
    dates: DateOrder | None,
    column_map: Path | None,
) -> list[Draft]:
    """Return the one claim of the command line, or those of a batch."""
    if batch is not None:
        if values:
            raise UsageError(f"--batch brings its own claims; give it alone, or {_THREE}")
        return _batch(batch, dates, column_map)
    if dates or column_map:
        raise UsageError("--dates and --map are for the table of --batch")
    if not {"faction", "relation", "to"} <= values.keys():
        example = "libya-tracker record trb allied gna --date 2017-11-01"
        raise UsageError(f"give {_THREE}: `{example}`")
    refuse_bad_text(values)  # an empty value that was typed; an empty cell is none
    return [Draft({"date": today().isoformat(), **values})]


def _batch(path: Path, dates: DateOrder | None, column_map: Path | None) -> list[Draft]:
    """Return the claims of a batch, and say how it was understood."""
    reading = sheets.reading(tables.CLAIMS, dates, column_map)
    content, name = sheets.contents(path, "a batch")
    batch = batches.read(content, name, reading)
    sheets.say_understood(name, batch.description)
    if not batch.drafts:
        messages.say("the batch holds no claims; nothing written")
    return batch.drafts
