"""The page of ``check`` and of every refused registry: each problem where it stands.

Every error is shown, for each keeps the registry from being used. Warnings of which there
are many of one kind are shown as one, so that they do not hide those of another kind.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from unicodedata import east_asian_width

from libya_tracker import sanitize
from libya_tracker.errors import Location, Problem
from libya_tracker.model.records import Record, Registry
from libya_tracker.views.words import counted

#: How much of a long line is shown on each side of a place.
_BEFORE, _AFTER = 50, 60
#: How many warnings of one kind are shown each by itself, and how many places of more.
_MOST_ALIKE, _PLACES = 5, 3
#: What many warnings of a rule have in common, and what to do.
KINDS = {
    "after-dissolution": "claims are dated after the dissolution of a faction that they "
    "name, and never take effect",
    "ambiguous-name": "names are names of another faction too, on the same days; remove "
    "each from one of the two, or give it `since` and `until`",
    "before-foundation": "claims are dated before the foundation of a faction that they "
    "name",
    "confirmed-later": "confirmed claims were recorded before their second voice was out, "
    "and count as reported until then; record what that voice says as a claim of its own, "
    "or correct `recorded`",
    "cut-value": "values are cut by #, which begins a comment after a blank; quote all of "
    "the value, or write a blank behind # where a comment is meant",
    "derived-reference": "references name a claim by an id that is derived from its data, "
    "and shifts when one is inserted above it; write `id` there",
    "ends-nothing": "claims end a tie that does not stand; record the tie that ended, or "
    "correct the date or a faction",
    "fact-of-future": "claims tell a fact of a day to come; make them `status: expected`, "
    "or correct the date",
    "foreign-comma": "items of lists hold a comma of another script, which does not part "
    "them; write , between items, or quote the item",
    "older-source": "claims cite a source that is older than what they tell; make them "
    "`status: expected`, or correct a date or the source",
    "recorded-before": "claims were recorded before the day they tell of; make them "
    "`status: expected`, or correct one of the two",
    "recorded-in-future": "claims are recorded on a day to come, and until then no answer "
    "shows them; correct it",
    "repeated-claim": "claims repeat another, word for word or under another name of the "
    "same group; remove one of the two, or `faction merge` the two groups",
    "same-id": "ids in other registers are those of another record too; correct one of the "
    "two, or make the records one",
    "same-source": "sources have the address, or the title, date and publisher, of another "
    "one; if they are one, cite one of them alone and remove the other",
    "similar-names": "names differ only as transliterations of one name do; if they are "
    "one group, `faction merge` makes them one, else tell them apart",
    "ties-of-predecessor": "groups were merged, or went on as another, while ties of them "
    "stand; write `dissolved` where the ties ended, or record claims for the heir",
    "too-many-readings": "the dates of the claims about two factions can be read in more "
    "ways than are tried; give narrower dates where the sources allow it",
    "unconfirmed": "confirmed claims have one voice only, and need two; record who else "
    "says so (a speaker named by `by` is one), or make them reported",
    "unpaired-quotes": "lists are parted inside curly quotes, which do not keep a comma in "
    "an item; use ' or \", or quote the items",
    "unsourced": "claims have no source; add `sources` or `by`",
    "untitled-source": "sources have no title; give them one",
    "unused-source": "sources are cited by no claim and named in no note; cite them or "
    "remove them",
}


def report(problems: Sequence[Problem], registry: Registry | None, file: str) -> str:
    """Return the problems, the size of a valid registry, and the number of problems."""
    if registry is None:
        count, page = "", lines(problems)
    else:
        count, page = _extent(registry), warnings(problems, _records(registry))
    last = sanitize.one_line(f"{file}: {count}{summary(problems)}")
    return "".join(f"{line}\n" for line in (*page, last))


def lines(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield each problem with the line it is about, and a caret under the place."""
    for problem in problems:
        warning = "warning: " if problem.severity == "warning" else ""
        where, rule = problem.where, problem.rule
        yield sanitize.one_line(f"{where}: {warning}{problem.message} [{rule}]")
        if problem.excerpt.strip():
            number = f"{where.line:>5}"
            excerpt, caret = _window(problem.excerpt, where.column - 1)
            yield f"{number} | {excerpt}"
            yield f"{' ' * len(number)} | {caret}"


def warnings(problems: Sequence[Problem], records: Sequence[Record]) -> Iterator[str]:
    """Yield each warning of which there are few, and each kind of which there are many.

    Given are the records where they are.
    """
    kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(problem.rule, []).append(problem)
    for problem in problems:
        alike = kinds[problem.rule]
        if len(alike) <= _MOST_ALIKE:
            yield from lines([problem])
        elif problem is alike[0]:
            yield from _kind(alike, _names_at(records, alike[:_PLACES]))


def summary(problems: Sequence[Problem]) -> str:
    """Return the count of errors and warnings."""
    errors = sum(problem.severity == "error" for problem in problems)
    totals = [(errors, "error"), (len(problems) - errors, "warning")]
    return ", ".join(counted(*total) for total in totals if total[0]) or "no problems"


def _extent(registry: Registry) -> str:
    tables = [
        (len(registry.factions), "faction"),
        (len(registry.sources), "source"),
        (len(registry.claims), "claim"),
        (len(registry.scenarios), "scenario"),
    ]
    return "".join(f"{counted(*table)}, " for table in tables)


def _records(registry: Registry) -> list[Record]:
    tables = (registry.factions, registry.sources, registry.scenarios)
    return [*registry.entries, *(one for table in tables for one in table.values())]


def _names_at(
    records: Sequence[Record], problems: Sequence[Problem]
) -> dict[Location, str]:
    """Return the ids of the records where some problems are."""
    places = {problem.where for problem in problems}
    return {record.where: record.id for record in records if record.where in places}


def _kind(alike: Sequence[Problem], names: Mapping[Location, str]) -> Iterator[str]:
    """Yield how many warnings there are of a kind, where the first are, and the rest."""
    first, count = alike[0], counted(len(alike), "warning")
    message = f"{first.where}: {count}: {KINDS[first.rule]} [{first.rule}]"
    yield sanitize.one_line(message)
    for problem in alike[:_PLACES]:
        name = names.get(problem.where, problem.excerpt.strip())
        yield sanitize.one_line(f"{problem.where.line:>5} | {name}")
    yield f"{'':5} | and {len(alike) - _PLACES} more: `check -f csv` lists each of them"


def _window(line: str, index: int) -> tuple[str, str]:
    """Return the part of a line around a place, and a caret to stand below it."""
    start = max(0, index - _BEFORE)
    before = sanitize.one_line(line[start:index])
    after = sanitize.one_line(line[index : index + _AFTER].rstrip())
    lead, tail = "…" if start else "", "…" if len(line.rstrip()) > index + _AFTER else ""
    return f"{lead}{before}{after}{tail}", " " * (len(lead) + _width(before)) + "^"


def _width(text: str) -> int:
    """Return how many columns a terminal gives to a text."""
    return sum(
        0 if unicodedata.combining(char) else 2 if east_asian_width(char) in "WF" else 1
        for char in text
    )
