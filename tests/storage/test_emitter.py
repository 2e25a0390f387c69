"""What is written reads back: by our reader, and by YAML's own idea of plain text."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from libya_tracker.errors import UsageError
from libya_tracker.storage import emitter, files
from libya_tracker.storage.composer import Events
from libya_tracker.storage.drafts import Values, values_of
from libya_tracker.storage.problems import ProblemList
from tests.support.tables import each

FACTIONS = (
    "factions: {a: {name: A}, b: {name: B}, c: {name: C}}\n"
    "sources: {s: {title: S}, t: {title: T}}\n"
)
EARLIER = """\
changes:
  - {date: 2011, faction: a, relation: allied, to: b, id: x}
  - {date: 2011, faction: a, relation: allied, to: b, id: y}
"""

# Every text that UTF-8 can carry; a lone surrogate is refused instead.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
INDICATORS = st.text(st.sampled_from(":#-?,[]{}&*!|>'\"%@`~ \n\t\\ab1.=<"))
SAID = (ANY_TEXT | INDICATORS).filter(str.strip)
WORDS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12)
LONG = st.lists(WORDS, min_size=15, max_size=60).map(" ".join)

AWKWARD = (
    "null", "~", "yes", "no", "010", "12:30", "2014-05-16", "1e3", "0x1f", "true", "=",
    "<<", "- item", "? key", "key: value", "key:", ": x", "a #b", "#b", "a: b", "it's",
    'say "x"', "[red]", "{x}", "*alias", "&anchor", "!tag", "%dir", "@at", "`tick`", "|",
    ">-", "---", "...", "--- x", "..2017-10-31", " lead", "trail ", "a\nb", "a\r\nb",
    "a\tb", "a\n", "a\n\n", "a\n\nb", "a\n  b", "a\nb ", "\na", "\u202eevil", "a\u2028b",
    "a\x85b", "\x00", "\x1b[31m", "\x7f", "\ufeffbom", "\ufffe", "\uffff", "\U0001f1f1",
    "كتيبة ثوار طرابلس", "\\n", "\\", "'", '"', "''", "a, b", "\U000e0001", "é\u0301",
    "x" * 200, "word " * 60 + "end", "# not a comment " * 12 + "end", "- x " * 40 + "end",
    "a\u00a0b " * 40 + "end", "1\n# 2\n--- 3\n... 4", "a\n\tb", "a:\n- b",
)  # fmt: skip


def read(text: str) -> tuple[Any, Any]:
    """Return a document as our reader sees it, and as PyYAML does where all is text."""
    problems = ProblemList("x.yaml", text)
    pairs = [
        (key.text, _plain(events.rest(event)))
        for events in [Events(text, problems)]
        for key, event in events.top()
    ]
    assert problems == []
    return dict(pairs), yaml.load(text, yaml.BaseLoader)


def _plain(node: Any) -> Any:
    if hasattr(node, "pairs"):
        return {key.text: _plain(value) for key, value in node.pairs}
    if hasattr(node, "items"):
        return [_plain(item) for item in node.items]
    return node.text


@each("text", AWKWARD)
def test_an_awkward_text_reads_back_the_same_in_every_style(text: str) -> None:
    reads_back_in_every_style(text)


@given(SAID)
@example("0:")
@example("0?")
def test_any_text_reads_back_the_same_in_every_style(text: str) -> None:
    reads_back_in_every_style(text)


def reads_back_in_every_style(value: str) -> None:
    fields: emitter.Fields = {
        "note": value,
        "sources": [value, "b"],
        "names": [{"name": value}],
    }
    expected = {"note": value, "sources": [value, "b"], "names": [{"name": value}]}

    for text in (
        "\n".join(emitter.block(fields, "")) + "\n",
        emitter.flow(fields) + "\n",
    ):
        assert read(text) == (expected, expected)
    listed = "changes:\n" + "\n".join(emitter.item(fields, "  ")) + "\n"
    assert read(listed) == ({"changes": [expected]}, {"changes": [expected]})
    assert read(listed.replace("\n", "\r\n"))[0] == {"changes": [expected]}


@given(LONG)
@example("a: " + "b " * 43 + "c")
def test_a_long_note_is_folded_and_reads_back(text: str) -> None:
    lines = emitter.block({"note": text}, "    ")

    assert all(len(line) <= 92 for line in lines if " " in line.strip())
    assert read("\n".join(lines) + "\n") == ({"note": text}, {"note": text})


def test_a_record_is_written_in_the_style_of_a_hand() -> None:
    fields = {
        "date": "2017-11-01",
        "faction": "trb",
        "by": "Serraj: the prime minister",
        "sources": ["gazette", "mirror"],
        "note": "The Gazette has it from two commanders, both of whom asked not to be "
        "named, and the Mirror repeats it.",
    }

    assert emitter.item(fields, "  ") == [
        "  - date: 2017-11-01",
        "    faction: trb",
        "    by: 'Serraj: the prime minister'",
        "    sources: [gazette, mirror]",
        "    note: >-",
        "      The Gazette has it from two commanders, both of whom asked not to be named, "
        "and the",
        "      Mirror repeats it.",
    ]


def test_a_note_of_several_lines_keeps_them() -> None:
    assert emitter.block({"note": "One: two.\n\n  # Three.\nFour."}, "  ") == [
        "  note: |-",
        "    One: two.",
        "",
        "      # Three.",
        "    Four.",
    ]


def test_half_a_character_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        emitter.scalar("caf\udce9")

    assert str(caught.value) == r"'caf\udce9' is not UTF-8 text"


DATES = st.sampled_from(["2014", "2014-05~", "2014-05-16?", "2011-21", "2017..2018-02"])
CHANGES = st.fixed_dictionaries(
    {
        "date": DATES,
        "faction": st.just("a"),
        "relation": st.sampled_from(["allied", "none", "splinter"]),
        "to": st.sampled_from(["b", "c"]),
    },
    optional={
        "from": st.sampled_from(["b", "c"]),
        "until": st.just("2020"),
        "status": st.sampled_from(["confirmed", "denied", "expected"]),
        "credibility": st.sampled_from("123456"),
        "by": SAID,
        "sources": st.lists(st.sampled_from("st"), min_size=1, unique=True).map(tuple),
        "note": SAID | LONG,
        "recorded": st.sampled_from(["2020-01-01", "2020-01-01T10:00:00Z"]),
        "retracts": st.just(("x",)) | st.just(("x", "y")),
        "id": st.from_regex(r"[a-w][a-z0-9.-]{0,9}", fullmatch=True),
    },
)


@given(CHANGES)
def test_a_change_reads_back_as_it_was_given(claim: Values) -> None:
    listed = "\n".join(emitter.item(claim, "  "))

    block = files.parse(f"{FACTIONS}{EARLIER}{listed}\n", "x.yaml").entries[-1]
    flow = files.parse(f"{FACTIONS}{EARLIER}  - {emitter.flow(claim)}\n", "x.yaml").entries[
        -1
    ]

    for entry in (block, flow):
        values = values_of(entry)
        assert {"id": entry.id, **claim} == values
