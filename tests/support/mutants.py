"""Registries spoiled by chance, as by a slip of the hand, an editor, a merge or a disk."""

from __future__ import annotations

import random

#: What means something to YAML, to the registry, or to a terminal.
BITS = (
    *("&a ", "*a", "<<: ", "!!x ", "---\n", "...\n", "[", "]", "{", "}", ": ", "- ", "? "),
    *("|\n", ">-\n", '"', "'", "#", " #", "\t", "\r", "\0", "\u2028", "\x85", "\ufeff"),
    *("%YAML 1.1\n", "~", "null", "..", "  ", "\\u", "0000", "\n", ",", "،", "=", "@", "`"),
    *(
        "changes:\n",
        "factions:\n",
        "scenarios:\n",
        "retracts: [x]\n",
        "id: x\n",
        "{}",
        "[]",
    ),
    *(
        "<<<<<<< ours\n",
        "=======\n",
        ">>>>>>> theirs\n",
        "\U0001f600",
        "\u202e",
        "\x1b[31m",
    ),
    *("0001-01-01", "9999-12-31", "2017-02-30", "..2017", "2017..", "2017~", "2011-21"),
    *("[" * 60, "{a: " * 60, "- " * 60, "x" * 5000, "9" * 5000, "\ud800", "؀", "e\u0301"),
)
_ENDS = ("\r\n", "\r", "\x85", "\u2028", "\n\n")


def mutant(text: str, chance: random.Random) -> bytes:
    """Return a text after one to four accidents."""
    data = text.encode()
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        data = (_of_lines if chance.random() < 0.6 else _of_bytes)(data, chance)
    return data


def _of_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(8):
        case 0:
            del lines[here]
        case 1:
            lines.insert(here, lines[there])
        case 2:
            lines[here] = b" " * chance.randint(0, 8) + lines[here].lstrip()
        case 3:
            lines[here], lines[there] = lines[there], lines[here]
        case 4:
            lines[here] = lines[here].rstrip() + lines[there].strip() + b"\n"
        case 5:  # a value of another key
            key, sign, _ = lines[here].partition(b": ")
            lines[here] = key + sign + lines[there].partition(b": ")[2].strip() + b"\n"
        case 6:
            first, last = sorted((here, there))
            lines[first:last] = lines[first:last][::-1]
        case _:
            end = chance.choice(_ENDS).encode()
            lines[here:] = [line.rstrip(b"\n") + end for line in lines[here:]]
    return b"".join(lines)


def _of_bytes(data: bytes, chance: random.Random) -> bytes:
    here = chance.randrange(len(data) + 1)
    there = min(len(data), here + chance.choice((1, 1, 2, 5, 20)))
    match chance.randrange(6):
        case 0:
            return data[:here] + data[there:]
        case 1:
            return data[:here]
        case 2:
            return data[:here] + bytes([chance.randrange(256)]) + data[here + 1 :]
        case 3:
            return data[:here] + data[here:there] * 2 + data[there:]
        case _:
            bit = chance.choice(BITS).encode("utf-8", "surrogatepass")
            return data[:here] + bit + data[here if chance.random() < 0.5 else there :]


#: A registry in blocks, one in flow style and one in JSON, with nearly every key.
BLOCKS = """\
title: Spoiled
sources:
  s:
    title: One
    publisher: P
    date: 2017-11
    url: https://example.org/a
    reliability: B
  t: {title: Two, origin: s, withdrawn: 2018-02}
factions:
  a:
    name: Alpha
    aliases: [A-1, {name: Older, since: 2012, until: 2014}]
    kind: militia
    area: Tripoli
    leaders: [{name: L, role: commander, since: 2012}]
    founded: 2012
  b: {name: Beta, dissolved: 2018-06}
  c:
    name: كتيبة
    note: It's "one".
  d: {name: Delta, aliases: [D-1]}
changes:
  # the first
  - date: 2017-11-01
    faction: a
    relation: allied
    to: b
    until: 2018~
    begins: yes
    sources: [s, t]
    credibility: 2
  - date: 2017-11
    faction: a
    relation: opposed
    to: c
    status: denied
    by: b
    sources: [s]
    note: >-
      Folded
      text.
  - date: ..2017-11-03
    faction: b
    relation: subordinate
    to: c
    from: a
    status: expected
    id: own
  - retracts: [own]
    recorded: 2017-12-03T09:00:00Z
    note: Wrong.
  - date: 2018-01-01
    faction: a
    relation: member
    to: b
    sources: [t]
scenarios:
  w:
    title: What if
    outcome: pending
    changes:
      - {date: 2018-03, faction: c, relation: fighting, to: a}
"""
FLOW = """\
{title: Spoiled, sources: {s: {title: One, date: 2017}}, factions: {a: {name: Alpha,
  aliases: [A]}, b: {name: "B\\u00e9ta"}, c: {name: 'C''s'}}, changes: [{date: 2017-11-01,
  faction: a, relation: allied, to: b, sources: [s]}, {date: 2017, faction: b, relation:
  fighting, to: c, id: own}], scenarios: {w: {changes: []}}}
"""
JSON = """\
{
  "title": "Spoiled",
  "sources": {"s": {"title": "One", "date": "2017-11"}},
  "factions": {"a": {"name": "Alpha"}, "b": {"name": "Beta"}, "c": {"name": "Gamma"}},
  "changes": [
    {"date": "2017-11-01", "faction": "a", "relation": "allied", "to": "b"},
    {"date": "2017", "faction": "b", "relation": "fighting", "to": "c", "id": "own"}
  ]
}
"""
BASES = (BLOCKS, BLOCKS, BLOCKS, FLOW, JSON)
