"""Changes of what-ifs: a new one, and what became of one."""

from __future__ import annotations

from pathlib import Path

from libya_tracker.errors import NoSuchError
from libya_tracker.model import spelling
from libya_tracker.model.records import Claim, Registry
from libya_tracker.model.vocabulary import Outcome
from libya_tracker.storage import edits, writer
from libya_tracker.storage import input as claims
from libya_tracker.storage.emitter import Entry
from libya_tracker.storage.revisions import revision
from libya_tracker.storage.writer import Addition, Edit, Revision


def add(path: Path, name: str, title: str, *, dry_run: bool = False) -> Edit:
    """Add a what-if without claims under an id."""
    edits.refuse_bad_id(name)
    claims.refuse_bad_text({"title": title})

    def plan(registry: Registry) -> Addition:
        edits.refuse_taken_id("scenario", name, registry.scenarios)
        return Addition(("scenarios",), [Entry(name, {"title": title})])

    return writer.edit(path, plan, dry_run=dry_run)


def close(
    path: Path,
    name: str,
    outcome: Outcome,
    resolved_by: str | None,
    *,
    dry_run: bool = False,
) -> Edit:
    """Say what became of a what-if, and by which claim, which keeps its id from then on."""

    def plan(registry: Registry) -> Addition | Revision:
        scenario = registry.scenarios.get(name)
        if scenario is None:
            raise NoSuchError("scenario", name, spelling.nearest(name, registry.scenarios))
        values = {"outcome": str(outcome)}
        pinned: list[Claim] = []
        if resolved_by is not None:
            if resolved_by not in registry.claims:
                similar = spelling.nearest(resolved_by, registry.claims)
                raise NoSuchError("change", resolved_by, similar)
            values["resolved_by"] = resolved_by
            pinned.append(registry.claims[resolved_by])
        change = revision(registry, scenario, values, ())
        if isinstance(change, Revision):
            return change._replace(refers_to=pinned)
        return change

    return writer.edit(path, plan, dry_run=dry_run)
