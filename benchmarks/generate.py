"""Write a large registry, always the same for the same numbers; or its claims as a journal.

The journal is for ledger and hledger, and asks them for the same work: each claim is a
transaction on its day, which moves a pair from the account of the relation that stood to
that of the one that is claimed (``faction:relation:to``). So the balances on a day are the
ties of the day, and the register of a faction is its log.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

RELATIONS = ("aligned", "member", "subordinate", "allied", "fighting", "opposed", "none")
STATUSES = ("reported", "reported", "reported", "assessed", "alleged", "denied", "expected")
NOTE = "What was said that day, by whom, and how far another account bears it out"


class Change(NamedTuple):
    """What a claim of the registry says."""

    date: str
    faction: str
    relation: str
    to: str
    status: str
    source: str


def changes(count: int, factions: int = 300, pairs: int = 4000) -> Iterator[Change]:
    """Yield claims about some pairs of factions, in no order of days."""
    dice = random.Random(f"{count} {factions} {pairs}")
    known = [dice.sample(range(factions), 2) for _ in range(pairs)]
    for _ in range(count):
        faction, to = dice.choice(known)
        year, month = dice.randint(2011, 2021), dice.randint(1, 12)
        day = dice.randint(1, 28)
        yield Change(
            f"{year}-{month:02}-{day:02}",
            f"f{faction}",
            dice.choice(RELATIONS),
            f"f{to}",
            dice.choice(STATUSES),
            f"s{dice.randrange(200)}",
        )


def registry(count: int, factions: int = 300, pairs: int = 4000) -> Iterator[str]:
    """Yield the lines of a registry whose changes take about 200 bytes each."""
    yield "title: A large registry\nsources:"
    for number in range(200):
        yield f"  s{number}:\n    title: Source {number}\n    date: {2011 + number % 10}-06"
    yield "factions:"
    for number in range(factions):
        yield f"  f{number}:\n    name: Faction {number}\n    kind: militia"
    yield "changes:"
    for change in changes(count, factions, pairs):
        yield f"  - date: {change.date}\n    faction: {change.faction}"
        yield f"    relation: {change.relation}\n    to: {change.to}"
        yield f"    status: {change.status}\n    sources: [{change.source}]"
        yield f"    note: {NOTE}"


def journal(count: int, factions: int = 300, pairs: int = 4000) -> Iterator[str]:
    """Yield the lines of a journal of the same claims, by their days."""
    standing: dict[tuple[str, str], str] = {}
    for change in sorted(changes(count, factions, pairs)):
        pair = change.faction, change.to
        before = after = standing.get(pair, "none")
        if change.status not in {"denied", "expected"}:  # which never take effect
            standing[pair] = after = change.relation
        yield f"{change.date} * {NOTE}"
        yield f"    ; {change.status}, source: {change.source}"
        yield f"    {change.faction}:{after}:{change.to}  1"
        yield f"    {change.faction}:{before}:{change.to}  -1\n"


def write(path: Path, lines: Iterable[str]) -> Path:
    """Write lines into a file, such as those of a registry; return where that is."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in lines)
    return path


FORMS = {"registry": registry, "journal": journal}


def main() -> None:
    """Write the registry, or the journal, to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("changes", type=int, nargs="?", default=100_000)
    parser.add_argument("--form", choices=FORMS, default="registry")
    options = parser.parse_args()
    lines = FORMS[options.form](options.changes)
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    main()
