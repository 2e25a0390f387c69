"""A faction under another id, wherever the id stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from libya_tracker.model import names
from libya_tracker.model.records import Alias, Faction, Registry
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import brackets, edits, emitter, spans, splices, writer
from libya_tracker.storage.claim_spans import claims_in
from libya_tracker.storage.emitter import Word
from libya_tracker.storage.insert_beside import add_beside, edited
from libya_tracker.storage.later_ids import naming, with_id
from libya_tracker.storage.spans import Span
from libya_tracker.storage.splices import Splice
from libya_tracker.storage.writer import Edit, Revision

#: The keys of a claim that may hold the id of a faction; `by` may be plain words, too.
_KEYS = ("faction", "to", "from", "by")
_PARTIES = ("faction", "to", "from")


class NewId(NamedTuple):
    """The new id of a faction."""

    id: str
    #: Whether the old one stays a name of it.
    keep_alias: bool = False


def rename(
    path: Path, name: str, new_id: NewId, today: dt.date, *, dry_run: bool = False
) -> Edit:
    """Give the faction that is named so on a day another id, wherever the id stands.

    Derived ids hold the ids of factions. So the claims of this one get theirs written
    down first, and are called as before. On request the old id stays a name of it.
    """
    new, keep_alias = new_id.id, new_id.keep_alias
    edits.refuse_bad_id(new)

    def plan(registry: Registry) -> Revision:
        old = names.resolve(registry, name, today)
        edits.refuse_taken_id("faction", new, registry.factions)
        edits.refuse_taken_name(registry, new, old)

        def revise(text: str) -> str:
            text = splices.spliced(text, replacements(text, old, new))
            text = edited(text, "factions", lambda part: with_key(part, old, new))
            if keep_alias:
                text = add_beside(text, ("factions", new, "aliases"), [Word(old)])
            return text

        factions = {
            new if id == old else id: _renamed(faction, new, keep_alias=keep_alias)
            if id == old
            else faction
            for id, faction in registry.factions.items()
        }
        entries = tuple(with_id(entry, old, new) for entry in registry.entries)
        intended = replace(registry, factions=factions, entries=entries)
        claims = naming(registry, old)
        pinned = [claim for claim in claims if old in {claim.faction, claim.to}]
        count = f"{len(claims):,} claim{'s' * (len(claims) != 1)}"
        remark = f"{old!r} is {new!r} now, in {count}"
        return Revision(revise, intended, [remark], pinned, brief=True)

    return writer.edit(path, plan, dry_run=dry_run)


def replacements(text: str, old: str, new: str) -> Iterator[Splice]:
    """Yield the splices that put an id in place of another in every claim.

    A claim of the one toward the other is left as it is: nobody has a tie with himself.
    """
    for shift, claim in claims_in(text, old):
        if _is_between(claim, old, new):
            continue
        for key in _KEYS:
            value = claim.value(key)
            if value is not None and not value.collection and value.text == old:
                written = id_text(text, value, new)
                yield Splice(value.start + shift, value.end + shift, written)


def _is_between(claim: Span, old: str, new: str) -> bool:
    who, *others = [(claim.value(key) or Span(0, 0)).text for key in _PARTIES]
    return who in {old, new} and not ({old, new} - {who}).isdisjoint(others)


def with_key(text: str, old: str, new: str) -> str:
    """Return a text in which the entry of a faction has another id."""
    if (key := spans.pair_at(text, ("factions", old))) is None:
        return text
    splice = Splice(key[0].start, key[0].end, id_text(text, key[0], new))
    return splices.spliced(text, [splice])


def id_text(text: str, old: Span, new: str) -> str:
    """Return an id as it is to be written in place of another in a file."""
    if brackets.form_of(text) is brackets.JSON:
        return emitter.as_json(new)
    return emitter.requoted(new, old.style, flow=True)


def _renamed(faction: Faction, new: str, *, keep_alias: bool) -> Faction:
    aliases = (*faction.aliases, *[Alias(faction.id)] * keep_alias)
    return faction._replace(id=new, aliases=aliases)
