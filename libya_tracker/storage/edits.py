"""The edits that commands make, each checked against the file as it is when it is written.

A command hands down what is to be written, and gets the edit back with the remarks on it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from libya_tracker.errors import (
    NoSuchError,
    Problem,
    TrackerError,
    UsageError,
)
from libya_tracker.model import names, spelling
from libya_tracker.model.dates import Moment
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Claim, Faction, Registry, Scenario, Source
from libya_tracker.model.vocabulary import Reliability
from libya_tracker.storage import (
    causes,
    insert,
    label_edits,
    labels,
    lint,
    lint_doubles,
    new_records,
    schema,
    value_types,
    writer,
)
from libya_tracker.storage import input as claims
from libya_tracker.storage.causes import Failure
from libya_tracker.storage.drafts import Draft
from libya_tracker.storage.emitter import Entry, Fields, Item, Word
from libya_tracker.storage.input import Remark
from libya_tracker.storage.new_records import NewRecords
from libya_tracker.storage.schema import Shape
from libya_tracker.storage.writer import Addition, Edit


def record(
    path: Path,
    drafts: Sequence[Draft],
    now: Moment,
    scenario: str | None = None,
    *,
    dry_run: bool = False,
) -> Edit:
    """Add claims, all or none, to the record or to a what-if."""
    return record_all(path, NewRecords(drafts), now, scenario, dry_run=dry_run)


def record_all(
    path: Path,
    new: NewRecords,
    now: Moment,
    scenario: str | None = None,
    *,
    dry_run: bool = False,
) -> Edit:
    """Add claims, all or none, and with them the factions and sources that they need."""

    def plan(before: Registry) -> Addition:
        _refuse_taken(before, new)
        registry = new_records.with_new(before, new)
        if scenario is not None:
            _refuse_unknown("scenario", scenario, registry.scenarios)
        checker = claims.DraftChecker(registry, new.claims, now, scenario)
        items: list[Item] = []
        remarks: list[Remark] = []
        errors: list[Failure] = []
        for draft in new.claims:
            try:
                outcome = checker.check(draft)
            except TrackerError as error:
                errors.append((draft, error))
                continue
            if isinstance(outcome, Item):
                items.append(outcome)
            else:
                remarks.append(outcome)
        if errors:
            raise causes.rejected_claims(errors, new.remedies)
        retracted = _retracted_by(items)
        by_id = registry.claims if retracted else {}
        refers_to = [by_id[name] for name in retracted if name in by_id]
        texts = causes.said_once(remarks)
        needs, intended = new_records.children(new), new_records.records(new)
        return Addition(changes_of(scenario), items, texts, refers_to, needs, intended)

    return with_warnings(writer.edit(path, plan, dry_run=dry_run), now.day)


def with_warnings(edit: Edit, today: dt.date) -> Edit:
    """Return an edit with what is probably wrong with its claims, seen on a day."""
    claims = [record for record in edit.added if isinstance(record, Claim)]
    if not claims or edit.registry is None:
        return edit
    # What is wrong with a claim does not name the place of another.
    return _with_warnings(edit, lint.remarks_on(edit.registry, claims, today))


def _with_doubles(edit: Edit) -> Edit:
    """Return an edit with what its new factions and sources have in common with others."""
    if edit.registry is None:
        return edit
    new = {record.where for record in edit.added}
    remarks = lint_doubles.remarks(edit.registry, ())
    return _with_warnings(edit, [remark for remark in remarks if remark[0] in new])


def _with_warnings(edit: Edit, remarks: Iterable[lint.Remark]) -> Edit:
    remarks = sorted(remarks)
    problems = tuple(Problem(*remark, severity="warning") for remark in remarks)
    return edit._replace(warnings=problems)


def retract(
    path: Path, change: str, note: str, now: Moment, *, dry_run: bool = False
) -> Edit:
    """Add a retraction of a claim, where the claim is: in the record or in a what-if."""

    def plan(registry: Registry) -> Addition:
        if (claim := registry.claim(change)) is None:
            raise NoSuchError("change", change, spelling.nearest(change, registry.claims))
        point = Point(now.day, now.day, claim.scenario)
        if earlier := Perspective.of(registry, point).retractions_of(claim):
            remark = f"retracted already, at {earlier[0].where}: {earlier[0].id}"
            return Addition(changes_of(claim.scenario), (), (remark,))
        fields = {"retracts": (change,), "recorded": now.text, "note": note}
        return Addition(changes_of(claim.scenario), [Item(fields)], refers_to=[claim])

    return writer.edit(path, plan, dry_run=dry_run)


def add_faction(path: Path, name: str, fields: Fields, *, dry_run: bool = False) -> Edit:
    """Add a faction under an id; its names may not be those of another."""
    refuse_bad_id(name)
    fields = _checked(schema.FACTION, fields)

    def plan(registry: Registry) -> Addition:
        refuse_taken_id("faction", name, registry.factions)
        for other in (name, fields["name"], *fields.get("aliases", ())):
            refuse_taken_name(registry, str(other), name)
        return Addition(("factions",), [Entry(name, fields)])

    return _with_doubles(writer.edit(path, plan, dry_run=dry_run))


def add_alias(
    path: Path, faction: str, alias: dict[str, str], day: dt.date, *, dry_run: bool = False
) -> Edit:
    """Add another name to the faction that is named so on a day."""
    name = alias["name"]
    claims.refuse_bad_text(alias)

    def plan(registry: Registry) -> Addition:
        owner = names.resolve(registry, faction, day)
        place = ("factions", owner, "aliases")
        if any(other.name == name for other in registry.factions[owner].aliases):
            return Addition(place, (), (f"{name!r} is a name of {owner!r} already",))
        if len(alias) == 1:
            refuse_taken_name(registry, name, owner)
        return Addition(place, [Word(alias if len(alias) > 1 else name)])

    return writer.edit(path, plan, dry_run=dry_run)


def add_source(path: Path, name: str, fields: Fields, *, dry_run: bool = False) -> Edit:
    """Add a source under an id."""
    refuse_bad_id(name)
    fields = _checked(schema.SOURCE, fields)
    if reliability := fields.get("reliability"):
        claims.word(Reliability, str(reliability))

    def plan(registry: Registry) -> Addition:
        refuse_taken_id("source", name, registry.sources)
        if origin := fields.get("origin"):
            _refuse_unknown("source", str(origin), registry.sources)
        return Addition(("sources",), [Entry(name, fields)])

    return _with_doubles(writer.edit(path, plan, dry_run=dry_run))


def _checked(shape: Shape, fields: Fields) -> Fields:
    """Return the keys of a new record that hold anything, in order; refuse bad values."""
    claims.refuse_bad_text(fields)
    if isinstance(ids := fields.get("ids"), Mapping):
        label_edits.refuse_bad_ids({scheme: str(one) for scheme, one in ids.items()})
    tags = labels.proper_tags(map(str, fields.get("tags", ())))
    values = {**fields, "tags": tags}
    return {key: values[key] for key in shape.keys if values.get(key)}


def changes_of(scenario: str | None) -> insert.Path:
    """Return the path of the claims of the record or of a what-if."""
    return ("scenarios", scenario, "changes") if scenario else ("changes",)


def _retracted_by(items: Sequence[Item]) -> list[str]:
    """Return the ids of the claims that new claims retract, each once."""
    lists = (item.fields.get("retracts", ()) for item in items)
    return [*dict.fromkeys(str(name) for names in lists for name in names)]


def _refuse_taken(registry: Registry, new: NewRecords) -> None:
    """Raise UsageError where a new id or name is one of the registry already."""
    for name in new.sources:
        refuse_taken_id("source", name, registry.sources)
    for name, fields in new.factions.items():
        refuse_taken_id("faction", name, registry.factions)
        for other in (name, str(fields["name"]), *fields.get("aliases", ())):
            refuse_taken_name(registry, str(other), name)


def _refuse_unknown(noun: str, name: str, ids: Collection[str]) -> None:
    if name not in ids:
        raise NoSuchError(noun, name, spelling.nearest(name, ids))


def refuse_bad_id(name: str) -> None:
    """Raise UsageError where a text cannot be an id."""
    if not value_types.ID.fullmatch(name):
        raise UsageError(f"{name!r} is not allowed: an id is of a-z, 0-9 and '-'")


def refuse_taken_id(
    noun: str,
    name: str,
    records: Mapping[str, Faction] | Mapping[str, Source] | Mapping[str, Scenario],
) -> None:
    """Raise UsageError where an id is in a table already."""
    if (holder := records.get(name)) is not None:
        raise UsageError(f"there is a {noun} {name!r} already, at {holder.where}")


def refuse_taken_name(registry: Registry, name: str, owner: str) -> None:
    """Raise UsageError where a name is already that of another faction than its owner."""
    holder = names.named(registry, name)
    if holder not in {None, owner}:
        raise UsageError(
            f"{name!r} names {holder!r} already; a name should mean one faction"
        )
