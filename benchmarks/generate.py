"""Write a large registry, always the same for the same numbers."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator

RELATIONS = ("aligned", "member", "subordinate", "allied", "fighting", "opposed", "none")
STATUSES = ("reported", "reported", "reported", "assessed", "alleged", "denied", "expected")
NOTE = "What was said that day, by whom, and how far another account bears it out"


def registry(changes: int, factions: int = 300, pairs: int = 4000) -> Iterator[str]:
    """Yield the lines of a registry whose changes take about 200 bytes each."""
    dice = random.Random(f"{changes} {factions} {pairs}")
    yield "title: A large registry\nsources:"
    for number in range(200):
        yield f"  s{number}:\n    title: Source {number}\n    date: {2011 + number % 10}-06"
    yield "factions:"
    for number in range(factions):
        yield f"  f{number}:\n    name: Faction {number}\n    kind: militia"
    known = [dice.sample(range(factions), 2) for _ in range(pairs)]
    yield "changes:"
    for _ in range(changes):
        faction, to = dice.choice(known)
        year, month = dice.randint(2011, 2021), dice.randint(1, 12)
        day = dice.randint(1, 28)
        yield f"  - date: {year}-{month:02}-{day:02}"
        yield f"    faction: f{faction}"
        yield f"    relation: {dice.choice(RELATIONS)}"
        yield f"    to: f{to}\n    status: {dice.choice(STATUSES)}"
        yield f"    sources: [s{dice.randrange(200)}]\n    note: {NOTE}"


def main() -> None:
    """Write the registry to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("changes", type=int, nargs="?", default=100_000)
    sys.stdout.writelines(f"{line}\n" for line in registry(parser.parse_args().changes))


if __name__ == "__main__":
    main()
