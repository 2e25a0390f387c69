"""``libya-tracker faction list|add|edit|rename|merge|alias``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from libya_tracker.analysis import listings
from libya_tracker.cli import completion, confirmation, context
from libya_tracker.cli import label_options as labels
from libya_tracker.cli.options import (
    DryRunOption,
    FactionArgument,
    RegistryOption,
    argument,
    flag,
    group,
    option,
)
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import ANYBODY, FactionFilter
from libya_tracker.cli.values import written_day
from libya_tracker.errors import UsageError
from libya_tracker.model.vocabulary import Kind
from libya_tracker.storage import edits, faction_edits, files, merges, renames
from libya_tracker.storage.emitter import Fields
from libya_tracker.storage.faction_edits import FactionChange
from libya_tracker.storage.renames import NewId
from libya_tracker.views import listings as view

app = group("List the factions, add, change or rename one.")

AliasesOption = Annotated[
    list[str] | None, option("NAME", "Another name; may be given again.")
]
FoundedOption = Annotated[str | None, option("DATE", "When it began.")]
DissolvedOption = Annotated[str | None, option("DATE", "When it ended.")]
KindOption = Annotated[
    Kind | None, option("KIND", f"What sort of actor it is: {', '.join(Kind)}.")
]
AreaOption = Annotated[str | None, option("TEXT", "Where it is based.")]
NoteOption = Annotated[str | None, option("TEXT", "What else there is to say.")]
DropOption = Annotated[
    list[str] | None,
    option("KEY", "A value that should not be there, such as area; may be given again."),
]
DropAliasesOption = Annotated[
    list[str] | None,
    option("NAME", "Another name that should not be there; may be given again."),
]
DropLeadersOption = Annotated[
    list[str] | None,
    option("NAME", "A leader who should not be there; may be given again."),
]
AddLeaderOption = Annotated[str | None, option("NAME", "Another leader of it.")]
RoleOption = Annotated[str | None, option("TEXT", "What the new leader is to it.")]
SinceOption = Annotated[str | None, option("DATE", "When the new leader began.")]
EndLeaderOption = Annotated[str | None, option("NAME", "A leader whose time ended.")]
UntilOption = Annotated[
    str | None, option("DATE", "The last day of that leader; without one, of the new one.")
]


@app.command("list")
@question()
def show_all(path: Path, only: FactionFilter = ANYBODY) -> Answer:
    """List the factions.

    Example: libya-tracker faction list --kind operation
    """
    registry = files.read(path)
    ids = only.among(registry, [])
    rows = [row for row in listings.factions(registry) if not ids or row.faction in ids]
    return Answer(rows, listings.FactionRow, lambda: view.factions(rows, registry))


@app.command()
def add(
    name_id: Annotated[str, argument("ID", "Of a-z, 0-9 and '-'.")],
    name: Annotated[str, option("NAME", "The name to show.")],
    alias: AliasesOption = None,
    kind: KindOption = None,
    area: AreaOption = None,
    founded: FoundedOption = None,
    dissolved: DissolvedOption = None,
    tag: labels.TagsOption = None,
    ids: labels.IdsOption = None,
    note: NoteOption = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add a faction to the registry.

    Example: libya-tracker faction add coast --name 'Coastal Guard' --kind militia
    """
    if not name.strip():
        raise UsageError("--name is what the faction is called; it cannot be empty")
    fields: Fields = {
        **_values(
            name=name, kind=kind, area=area, founded=founded, dissolved=dissolved, note=note
        ),
        "aliases": tuple(dict.fromkeys(alias or ())),
        "ids": labels.ids_of(ids),
        "tags": tuple(tag or ()),
    }
    path = context.own_registry(registry)
    edit = edits.add_faction(path, name_id, fields, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


@app.command()
def alias(
    faction: FactionArgument,
    name: Annotated[str, argument("ALIAS", "The other name.")],
    since: Annotated[str | None, option("DATE", "From when it was used.")] = None,
    until: Annotated[str | None, option("DATE", "Until when.")] = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add another name to a faction.

    Example: libya-tracker faction alias trb 'First Division' --since 2018
    """
    keys = {
        "name": name,
        "since": written_day(since, "--since"),
        "until": written_day(until, "--until"),
    }
    fields = {key: value for key, value in keys.items() if value is not None}
    path, today = context.own_registry(registry), context.today()
    edit = edits.add_alias(path, faction, fields, today, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


@app.command("edit")
def change(
    faction: FactionArgument,
    name: Annotated[str | None, option("NAME", "The name to show.")] = None,
    kind: KindOption = None,
    area: AreaOption = None,
    founded: FoundedOption = None,
    dissolved: DissolvedOption = None,
    note: NoteOption = None,
    drop: DropOption = None,
    tag: labels.TagsOption = None,
    drop_tag: labels.DropTagsOption = None,
    ids: labels.IdsOption = None,
    drop_id: labels.DropIdsOption = None,
    drop_alias: DropAliasesOption = None,
    add_leader: AddLeaderOption = None,
    role: RoleOption = None,
    since: SinceOption = None,
    end_leader: EndLeaderOption = None,
    until: UntilOption = None,
    drop_leader: DropLeadersOption = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Change values of a faction, or its leaders, in place.

    Example: libya-tracker faction edit trb --area Tripoli --founded 2012
    """
    values = _values(
        name=name, kind=kind, area=area, founded=founded, dissolved=dissolved, note=note
    )
    last = _last(until, end_leader)
    leader = _leader(add_leader, role, since, None if end_leader else last)
    gone, leaders, aliases = (tuple(p or ()) for p in (drop, drop_leader, drop_alias))
    lists = leaders, aliases, labels.changes(tag, drop_tag, ids, drop_id)
    changes = FactionChange(values, gone, leader, end_leader, last, *lists)
    if changes == FactionChange({}, until=last):
        raise UsageError("say what is to be changed, such as --area Tripoli")
    path, today = context.own_registry(registry), context.today()
    edit = faction_edits.edit(path, faction, changes, today, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


def _values(**texts: str | None) -> dict[str, str]:
    """Return the values that are given, with dates as they are to be written."""
    for key in ("founded", "dissolved"):
        texts[key] = written_day(texts[key], f"--{key}")
    return {key: str(value) for key, value in texts.items() if value is not None}


def _last(until: str | None, end_leader: str | None) -> str | None:
    """Return the last day; raise UsageError where a leader ends without one."""
    if end_leader is not None and until is None:
        raise UsageError("--until says on which day the time of the leader ended")
    return written_day(until, "--until")


def _leader(
    name: str | None, role: str | None, since: str | None, until: str | None
) -> dict[str, str]:
    """Return the keys of a new leader; raise UsageError where they have no name."""
    if name is not None and not name.strip():
        raise UsageError("--add-leader is empty; give the name of the leader")
    keys = {"name": name, "role": role, "since": written_day(since, "--since")}
    given = {key: value for key, value in (keys | {"until": until}).items() if value}
    if given and not name:
        raise UsageError("--role, --since and --until say more of a leader: --add-leader")
    return given


@app.command()
def rename(
    faction: FactionArgument,
    new: Annotated[str, argument("ID", "Its new id, of a-z, 0-9 and '-'.")],
    keep_alias: Annotated[
        bool, flag("--keep-alias", "Keep the old id as another name of it.")
    ] = False,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Give a faction another id, wherever the id stands.

    The ids of its claims stay as they are, and are written down where they were derived.

    Example: libya-tracker faction rename trb tripoli-brigade --keep-alias
    """
    path, today = context.own_registry(registry), context.today()
    edit = renames.rename(path, faction, NewId(new, keep_alias), today, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


@app.command()
def merge(
    double: Annotated[
        str,
        argument("FACTION", "The double, which goes.", completion=completion.factions),
    ],
    kept: Annotated[
        str,
        argument(
            "INTO",
            "Who takes its names, leaders and claims.",
            completion=completion.factions,
        ),
    ],
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Make two factions one, where the same group was entered twice.

    A group that joined another is no double: record that as a claim, `merged`.

    Example: libya-tracker faction merge zintan janzour --dry-run
    """
    path, today = context.own_registry(registry), context.today()
    edit = merges.merge(path, double, kept, today, dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)
