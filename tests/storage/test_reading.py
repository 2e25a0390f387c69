"""A changed text is read as if nothing were known of it, however it was changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.errors import InvalidRegistryError, Problem
from libya_tracker.model.records import Registry
from libya_tracker.storage import fast_changes, files, parser, sections
from libya_tracker.storage.reading import Reading
from tests.support.registries import HEAD

BEGIN = f"title: A registry\n{HEAD[:-1]}  # in order\n"
SCENARIOS = """\
scenarios:
  hold:
    title: It holds
    changes:
      - {date: 2017-11-05, faction: b, relation: allied, to: c, id: supposed}
"""
PLAIN = "  - date: 2017-11-0{}\n    faction: {}\n    relation: allied\n    to: {}\n"
#: Entries of each form, most of which can follow each other in any order.
ENTRIES = [
    PLAIN.format(1, "a", "b"),
    PLAIN.format(1, "a", "b") + "    sources: [s1]\n    note: It is said\n",
    PLAIN.format(2, "b", "c") + "    # who says so?\n    status: 'denied'\n",
    PLAIN.format(3, "c", "a") + "    note: |\n      first\n        - date: never\n\n",
    PLAIN.format(4, "a", "c") + '    note: "in two\n      lines"\n',
    "  - {date: 2017-11-05, faction: a, relation: allied, to: c, sources: [s2]}\n",
    PLAIN.format(1, "a", "b") + "    id: my-own\n",
    PLAIN.format(6, "b", "a") + "    retracts: [2017-11-01-a-b]\n",
    "  - retracts: [2017-11-02-b-c]\n    recorded: 2017-12-01T00:00:00Z\n",
    "  # between two\n\n",
    PLAIN.format(1, "a", "b") + "    id: 2017-11-01-a-b-2\n",
]
#: What an edit puts into a text, most of it wrong in most places.
SNIPPETS = [
    *ENTRIES,
    *("", '"', "'", "\n", "#", " ", "  ", "- ", "  - ", "[", "{", "|", ": ", "\t", "\r"),
    *("changes:\n", "factions:\n", "...\n", "---\n", "    note: |\n", '    note: "\n'),
    *("    id: my-own\n", "    id: 2017-11-01-a-b\n", "    to: d\n", "a", "b", "x: y\n"),
    *(
        "  d: {name: D}\n",
        "    note: |\n      changes:\n",
        "-\n",
        "  -\n",
        "\x07",
        "<<<<<<<",
    ),
]


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str]:
    """Return the text of a registry, and that text with some stretches replaced."""
    entries = draw(st.lists(st.sampled_from(ENTRIES), min_size=1, max_size=12))
    before = BEGIN + "".join(entries) + draw(st.sampled_from(["", SCENARIOS]))
    after = before
    lines = [0, *(n + 1 for n, char in enumerate(before) if char == "\n")]
    starts = st.sampled_from(lines) | st.integers(0, len(before))
    for start in sorted(draw(st.lists(starts, min_size=1, max_size=3)), reverse=True):
        length = draw(st.integers(0, 3) | st.sampled_from([0, 21, 70]))
        after = after[:start] + draw(st.sampled_from(SNIPPETS)) + after[start + length :]
    return before, after


@st.composite
def other_entries(draw: st.DrawFn) -> tuple[str, str]:
    """Return the text of a registry, and that of one in which some entries are others."""
    # Most are of one tie on one day, so that the id of each hangs on those above it.
    alike = st.sampled_from([*[ENTRIES[0], ENTRIES[1]] * 3, *ENTRIES])
    before = draw(st.lists(alike, min_size=3, max_size=14))
    after = before.copy()
    for _ in range(draw(st.integers(1, 3))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(after))] * 2)))
        few = slice(start, min(end, start + 2))
        after[few] = draw(st.lists(alike, max_size=2))
    tail = draw(st.sampled_from(["", SCENARIOS]))
    return f"{BEGIN}{''.join(before)}{tail}", f"{BEGIN}{''.join(after)}{tail}"


def outcome(text: str, earlier: Reading) -> Registry | list[Problem]:
    """Return the registry of a changed text, or what is wrong with it."""
    try:
        return earlier.again(text)
    except InvalidRegistryError as error:
        return list(error.problems)


def in_new_places(again: Registry, earlier: Registry, whole: Registry) -> Registry:
    """Return a registry in which what was kept stands where it does in another one."""
    kept = {*map(id, earlier.entries)}
    entries = [
        old._replace(where=new.where, place=new.place) if id(old) in kept else old
        for old, new in zip(again.entries, whole.entries, strict=True)
    ]
    return replace(again, entries=tuple(entries))


@given(edits() | other_entries())
def test_a_changed_text_is_read_as_if_it_were_new(texts: tuple[str, str]) -> None:
    before, after = texts
    try:
        earlier = Reading.of(before, "f")
    except InvalidRegistryError:
        return
    registry, problems = parser.parse_whole(after, "f")

    again = outcome(after, earlier)

    if registry is not None and isinstance(again, Registry):
        assert in_new_places(again, earlier.registry, registry) == registry
    else:
        assert again == problems


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ENTRIES[1]),  # at the end
        ("  s2: {title: Two}\n", "  s2: {title: Too}\n"),
        ("factions:\n", "  s3: {title: Three}\nfactions:\n"),
        ("    to: c\n", "    to: c\n    id: 2017-11-01-b-c\n"),
        ("scenarios:\n", ENTRIES[1] + "scenarios:\n"),
    ],
)
def test_an_entry_that_was_not_touched_is_not_read_again(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    record = "".join(PLAIN.format(n, "b", "c") for n in range(1, 9))
    before = BEGIN + record + (SCENARIOS if old else "")
    earlier = Reading.of(before, "f")
    after = before.replace(old, new, 1) if old else before + new
    whole = files.parse(after, "f")
    read = []
    texts = fast_changes.Reader.entries

    def entries(reader: fast_changes.Reader, part: sections.Part, *more: Any) -> object:
        read.append("" if more[0] else part.text)
        return texts(reader, part, *more)

    monkeypatch.setattr(fast_changes.Reader, "entries", entries)
    monkeypatch.setattr(files, "parse", None)

    again = earlier.again(after)

    assert in_new_places(again, earlier.registry, whole) == whole
    assert sum(part.count("date:") for part in read) <= 2
    kept = [entry for entry in again.entries if entry in earlier.registry.entries]
    assert len(kept) >= 7
