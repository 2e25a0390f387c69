"""Every layout a hand may have given a registry, and the exact text after an addition."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.errors import UnreadableError
from libya_tracker.model.records import Claim
from libya_tracker.storage import files, insert, yaml_events
from libya_tracker.storage.drafts import values_of
from libya_tracker.storage.emitter import Child, Entry, Item, Pair, Word
from libya_tracker.storage.insert_beside import add_beside
from tests.support.tables import each

pytestmark = pytest.mark.slow  # hundreds of texts, each read back

TOP = "factions: {a: {name: A}, b: {name: B}}\n"
CHANGE = {"date": "2012", "faction": "b", "relation": "allied", "to": "a"}
NEW = Item(CHANGE)
FLOW = "{date: 2012, faction: b, relation: allied, to: a}"
OLD = "{date: 2011, faction: a, relation: opposed, to: b}"


@pytest.fixture(
    params=[yaml.SafeLoader, getattr(yaml, "CSafeLoader", None)], ids=["python", "libyaml"]
)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Splice by either of PyYAML's parsers, whose marks differ."""
    if request.param is None:
        pytest.skip("PyYAML was built without LibYAML")
    monkeypatch.setattr(yaml_events, "_PARSER", request.param)


# Each layout has a mark, ⟨…⟩, where the text of the addition goes; what stands before a
# bar in it, ⟨old|new⟩, goes away. ⟨+N⟩ is the item N columns further in, ⟨f⟩ in braces.
LAYOUTS = {
    "empty": TOP + "changes:\n⟨+2⟩",
    "empty, at the end of a file without a last newline": TOP + "changes:⟨\n+2⟩",
    "empty, with a comment": TOP + "changes:  # none yet\n⟨+2⟩",
    "empty, with blanks behind": TOP + "changes:  \n⟨+2⟩",
    "null": TOP + "changes:⟨ null|⟩\n⟨+2⟩",
    "null, not the last key": "changes:⟨ ~|⟩\n⟨+2⟩" + TOP,
    "null, with a comment": TOP + "changes:⟨ Null|⟩  # none yet\n⟨+2⟩",
    "top level in flow style, null": f"{{changes:⟨ NULL| [f]⟩, {TOP.strip()}}}\n",
    "empty, not the last key": "changes:\n⟨+2⟩\n" + TOP,
    "empty, comments below": TOP + "changes:\n⟨+2⟩  # a claim goes here\n# the end\n",
    "empty, the keys indented": f"  {TOP}  changes:\n⟨+4⟩",
    "brackets": TOP + "changes:⟨ []|⟩\n⟨+2⟩",
    "brackets, with a comment": TOP + "changes:⟨ [ ]|⟩  # none yet\n⟨+2⟩",
    "brackets, not the last key": "changes:⟨ []|⟩\n⟨+2⟩" + TOP,
    "brackets on two lines": TOP + "changes:⟨ [\n  ]|⟩\n⟨+2⟩",
    "brackets on a line of their own": TOP + "changes:\n⟨  []|+2⟩\n",
    "brackets with a comment inside": TOP + "changes: [  # none\n  ⟨f⟩]\n",
    "flow, one item": TOP + f"changes: [{OLD}⟨, f⟩]\n",
    "flow, on several lines": TOP + f"changes: [\n  {OLD}⟨, f⟩\n]\n",
    "flow, with a last comma": TOP + f"changes: [\n  {OLD}⟨, f⟩,\n]\n",
    "flow, with comments": TOP + f"changes: [  # one\n  {OLD}⟨, f⟩,  # two\n  # three\n]\n",
    "block list of flow items": TOP + f"changes:\n  - {OLD}\n⟨+2⟩",
    "missing": TOP + "⟨\nchanges:\n+2⟩",
    "missing, no last newline": TOP.rstrip() + "⟨\n\nchanges:\n+2⟩",
    "missing, keys apart": f"title: T\n\n{TOP}⟨\nchanges:\n+2⟩",
    "missing, keys apart by comments": f"title: T\n\n# who\n{TOP}⟨\nchanges:\n+2⟩# end\n",
    "missing, keys close": f"title: T\n{TOP}⟨changes:\n+2⟩",
    "missing, a comment at the end": f"title: T\n{TOP}⟨changes:\n+2⟩\n# the end\n",
    "top level in flow style": "{factions: {a: {name: A}, b: {name: B}}⟨, changes: [f]⟩}\n",
    "top level in flow style, brackets": f"{{{TOP.strip()}, changes: [⟨f⟩]}}\n",
    "top level in flow style, empty": f"{{'changes':⟨ [f]⟩, {TOP.strip()}}}\n",
    "JSON": f'{{"changes": [\n  ⟨f⟩], "factions": {TOP[10:].strip()}\n}}\n',
    "keys in quotes": TOP + f"\"changes\":\n  - {OLD}\n⟨+2⟩'title': T\n",
    "key with a question mark": TOP + f"? changes\n: - {OLD}\n⟨+2⟩",
    "indented by 0": TOP + f"changes:\n- {OLD}\n⟨+0⟩",
    "indented by 0, not the last key": f"changes:\n- {OLD}\n⟨+0⟩{TOP}",
    "indented by 4": TOP + f"changes:\n    - {OLD}\n⟨+4⟩",
    "content further in": TOP + "changes:\n  -   date: 2011\n      faction: a\n"
    "      relation: opposed\n      to: b\n⟨+2⟩",
    "content below the dash": TOP + "changes:\n  -\n    date: 2011\n    faction: a\n"
    "    relation: opposed\n    to: b\n⟨+2⟩",
    "last value a list in block": f"sources: {{s: {{title: S}}}}\n{TOP}changes:\n"
    "  - date: 2011\n    faction: a\n    relation: opposed\n    to: b\n"
    "    sources:\n    -   s  # he\n⟨+2⟩# end\n",
    "items close": TOP + f"changes:\n  - {OLD}\n  - {OLD}\n⟨+2⟩",
    "items apart": TOP + f"changes:\n  - {OLD}\n\n  - {OLD}\n⟨\n+2⟩",
    "items apart, with comments": TOP
    + f"changes:\n  - {OLD}\n\n  # why\n  - {OLD}\n⟨\n+2⟩\n# end\n",
    "items apart, not the last key": f"changes:\n  - {OLD}\n\n  - {OLD}\n⟨\n+2⟩\n{TOP}",
    "only the last items close": TOP + f"changes:\n  - {OLD}\n\n  - {OLD}\n  - {OLD}\n⟨+2⟩",
    "comment beside the last item": TOP + f"changes:\n  - {OLD}  # so they say\n⟨+2⟩",
    "comment further in": TOP + f"changes:\n  - {OLD}\n    # status: denied\n⟨+2⟩",
    "comments further in": TOP
    + f"changes:\n  - {OLD}\n    # status: denied\n      # or not\n⟨+2⟩  # next\n",
    "comment at the items": TOP + f"changes:\n  - {OLD}\n⟨+2⟩  # more to come\n",
    "comment at the top": TOP + f"changes:\n  - {OLD}\n⟨+2⟩# the end\n",
    "comment after a blank line": TOP + f"changes:\n  - {OLD}\n⟨+2⟩\n    # the end\n",
    "blank lines at the end": TOP + f"changes:\n  - {OLD}\n⟨+2⟩\n\n\n",
    "no newline at the end": TOP + f"changes:\n  - {OLD}⟨\n+2⟩",
    "a comment without newline at the end": TOP + f"changes:\n  - {OLD}  # so⟨\n+2⟩",
    "the end marked": TOP + f"changes:\n  - {OLD}\n⟨+2⟩...\n",
    "the start marked": f"---\n{TOP}changes:\n  - {OLD}\n⟨+2⟩",
    "empty before the document's end": f"--- # x\n{TOP}changes:\n⟨+2⟩...\n# x\n",
    "Arabic before": f"# كتيبة ثوار\ntitle: ليبيا\n{TOP}changes:\n  - {OLD}\n⟨+2⟩#\n",
    "beyond the first plane": f"# 🇱🇾𐤋\n{TOP}changes:⟨ []|⟩ # 🇱🇾\n⟨+2⟩",
}
BODY = "changes:\n  - date: 2011\n    faction: a\n    relation: opposed\n    to: b\n    "
for _name, _value in {
    "literal": "note: |\n      One.\n        Two.\n",
    "literal, indented by hand": "note: |2\n        One.\n      Two.\n",
    "literal, blank lines after": "note: |\n      One.\n⟨+2⟩\n\n",
    "literal, a comment after": "note: |\n      One.\n⟨+2⟩  # said he\n",
    "literal, a comment after a blank line": "note: |\n      One.\n⟨+2⟩\n  # said he\n",
    "literal, stripped": "note: |-\n      One.\n",
    "literal, kept": "note: |+\n      One.\n",
    "literal, kept, blank lines after": "note: |+\n      One.\n\n\n⟨+2⟩",
    "literal, kept, a comment after": "note: |+  # all\n      One.\n\n⟨+2⟩# end\n",
    "literal, stripped, no newline at the end": "note: |-\n      One.⟨\n+2⟩",
    "literal, like a comment": "note: |\n      # One.\n      # Two.\n",
    "folded": "note: >\n      One.\n      Two.\n",
    "folded, stripped": "note: >-\n      One.\n\n      Two.\n⟨+2⟩\n",
    "folded, a plus in its text": "note: >-  # a+b\n      One+\n⟨+2⟩\n",
    "plain on two lines": "note: One\n      two.\n",
    "plain on two lines, a blank between": "note: One\n\n      two.\n",
    "in double quotes on two lines": 'note: "One\n      two."\n',
    "in single quotes, a blank line in": "note: 'One\n\n      two.'\n⟨+2⟩# end\n",
    "a list on two lines": "sources: [\n    ]\n",
    "null": "sources:\n",
    "null, a comment behind": "sources:  # who?\n",
    "null, comments below": "sources:  # who?\n      # nobody\n⟨+2⟩# end\n",
}.items():
    LAYOUTS[f"last value {_name}"] = TOP + BODY + _value + ("" if "⟨" in _value else "⟨+2⟩")
    if "end" not in _name:
        _layout = LAYOUTS[f"last value {_name}"] + "title: T\n"
        LAYOUTS[f"last value {_name}, not the last key"] = _layout


def before(layout: str) -> str:
    """Return a layout's text as it was."""
    return re.sub("⟨(?:([^⟩|]*)[|])?[^⟩]*⟩", r"\1", layout)


def after(layout: str) -> str:
    """Return a layout's text as it should be."""
    marked = re.sub("⟨(?:[^⟩|]*[|])?([^⟩]*)⟩", lambda match: _spelt(match[1]), layout)
    return re.sub("[⟨⟩]", "", marked)


def _spelt(addition: str) -> str:
    with_items = re.sub(r"\bf\b", FLOW, addition)
    for column in (0, 2, 4):
        lines = "".join(f"{' ' * column}{line}\n" for line in NEW.block(""))
        with_items = with_items.replace(f"+{column}", lines)
    return with_items


@pytest.mark.usefixtures("parser")
@each("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_change_is_added_to_any_layout(layout: str) -> None:
    text = insert.add(before(layout), ("changes",), [NEW])

    assert text == after(layout)
    reads_back(before(layout), text)


@pytest.mark.usefixtures("parser")
@each("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_line_ends_of_a_layout_are_kept(layout: str) -> None:
    windows = before(layout).replace("\n", "\r\n")
    if "\r\n" not in windows:
        return

    text = insert.add(windows, ("changes",), [NEW])

    assert text == after(layout).replace("\n", "\r\n")
    reads_back(windows, text)


@pytest.mark.slow
@pytest.mark.usefixtures("parser")
@each("end", ["\n", "\r\n", "\r"])
@each("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_looking_only_at_the_end_finds_the_same_place(layout: str, end: str) -> None:
    old = before(layout).replace("\n", end)
    for entry in files.parse(old, "x.yaml").entries[-2:][:1]:
        text = insert.add_near(old, "changes", [NEW], entry.where.line)

        assert text == insert.add(old, ("changes",), [NEW])


@pytest.mark.slow
@pytest.mark.usefixtures("parser")
@each("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_two_changes_at_once_are_added_like_one_after_the_other(layout: str) -> None:
    old = before(layout)
    second = Item({**CHANGE, "date": "2013"})

    at_once = insert.add(old, ("changes",), [NEW, second])

    one = insert.add(old, ("changes",), [NEW])
    reads_back(one, at_once, {**CHANGE, "date": "2013"})
    if "apart" not in layout and "JSON" not in layout:
        assert lines_of(at_once) == lines_of(insert.add(one, ("changes",), [second]))


@pytest.mark.slow
@pytest.mark.usefixtures("parser")
@each("end", ["\n", "\r\n", "\r"])
@each("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_an_id_is_added_to_a_change_in_any_layout(layout: str, end: str) -> None:
    old = after(layout).replace("\n", end)
    if end == "\r" and "\r" not in old:
        return
    entries = files.parse(old, "x.yaml").entries

    for n, entry in enumerate(entries):
        new = insert.add_pair(old, entry.where, Pair("id", entry.id))

        start = next(i for i in range(len(new)) if new[i] != old[i : i + 1])
        assert old == new[:start] + new[start + len(new) - len(old) :]
        for m, later in enumerate(files.parse(new, "x.yaml").entries):
            assert isinstance(later, Claim)
            assert later.own_id is (m == n)
            assert values_of(later) == values_of(entries[m])


def lines_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def reads_back(old: str, new: str, claim: dict[str, str] = CHANGE) -> None:
    """Make sure that a text holds the records of another, and a change after them."""
    earlier, later = (files.parse(text, "x.yaml") for text in (old, new))
    *rest, last = [values_of(entry) for entry in later.entries]
    assert rest == [values_of(entry) for entry in earlier.entries]
    assert {**last, "id": ""} == {**claim, "id": ""}


@pytest.mark.usefixtures("parser")
@each("style", ["|", "|+", ">"])
def test_a_text_block_at_a_cut_off_end_is_refused(style: str) -> None:
    old = f"{TOP}{BODY}note: {style}\n      One."

    with pytest.raises(UnreadableError) as caught:
        insert.add(old, ("changes",), [NEW])

    assert str(caught.value) == (
        "the file ends in a text block without a final line break; nothing written: "
        "add one and try again"
    )


A = "factions:\n  a:\n    name: A\n"
PLACES: dict[str, tuple[str, insert.Path, Child, str]] = {
    "a scenario without changes": (
        TOP + "scenarios:\n  s:\n    title: S\n",
        ("scenarios", "s", "changes"),
        Item({"date": "2012"}),
        TOP + "scenarios:\n  s:\n    title: S\n    changes:\n      - date: 2012\n",
    ),
    "a scenario with empty changes": (
        TOP + "scenarios:\n  s:\n    changes:\n    title: S\n",
        ("scenarios", "s", "changes"),
        Item({"date": "2012"}),
        TOP + "scenarios:\n  s:\n    changes:\n      - date: 2012\n    title: S\n",
    ),
    "a scenario between others": (
        "scenarios:\n  r:\n    changes:\n    - x: 1\n  s:\n    changes:\n    - x: 2\n"
        "  t:\n    changes:\n    - x: 3\n",
        ("scenarios", "s", "changes"),
        Item({"x": "4"}),
        "scenarios:\n  r:\n    changes:\n    - x: 1\n  s:\n    changes:\n    - x: 2\n"
        "    - x: 4\n  t:\n    changes:\n    - x: 3\n",
    ),
    "a scenario in braces": (
        "scenarios: {s: {title: S}}\n",
        ("scenarios", "s", "changes"),
        Item({"date": "2012", "sources": ["x", "y, z"]}),
        "scenarios: {s: {title: S, changes: [{date: 2012, sources: [x, 'y, z']}]}}\n",
    ),
    "an alias beside others on one line": (
        "factions:\n  a:\n    aliases: [One, {name: Two}]  # known\n    name: A\n",
        ("factions", "a", "aliases"),
        Word("Three, too"),
        "factions:\n  a:\n    aliases: [One, {name: Two}, 'Three, too']  # known\n"
        "    name: A\n",
    ),
    "an alias below others": (
        "factions:\n  a:\n    aliases:\n    - One\n    name: A\n",
        ("factions", "a", "aliases"),
        Word({"name": "Two", "since": "2012"}),
        "factions:\n  a:\n    aliases:\n    - One\n    - {name: Two, since: 2012}\n"
        "    name: A\n",
    ),
    "a first alias": (
        A + "  b:\n    name: B\n",
        ("factions", "a", "aliases"),
        Word("One"),
        A + "    aliases: [One]\n  b:\n    name: B\n",
    ),
    "a first alias below its key": (
        A + "    aliases:\n",
        ("factions", "a", "aliases"),
        Word("One"),
        A + "    aliases:\n      - One\n",
    ),
    "a first alias in brackets": (
        A + "    aliases: []\n",
        ("factions", "a", "aliases"),
        Word("One"),
        A + "    aliases:\n      - One\n",
    ),
    "a first faction": (
        "factions:\n\nchanges:\n",
        ("factions",),
        Entry("a", {"name": "A"}),
        "factions:\n  a:\n    name: A\n\nchanges:\n",
    ),
    "a first faction in braces": (
        "factions: {}\nchanges:\n",
        ("factions",),
        Entry("a", {"name": "A"}),
        "factions:\n  a:\n    name: A\nchanges:\n",
    ),
    "a faction in braces beside others": (
        TOP,
        ("factions",),
        Entry("c", {"name": "C", "aliases": ["D"]}),
        "factions: {a: {name: A}, b: {name: B}, c: {name: C, aliases: [D]}}\n",
    ),
    "a faction below others, apart": (
        A + "\n  b:\n    name: B\n\n# what is said\nchanges:\n",
        ("factions",),
        Entry("c", {"name": "C"}),
        A + "\n  b:\n    name: B\n\n  c:\n    name: C\n\n# what is said\nchanges:\n",
    ),
    "a source where there is no table of them": (
        "{factions: {}}\n",
        ("sources",),
        Entry("s", {"title": "S"}),
        "{factions: {}, sources: {s: {title: S}}}\n",
    ),
    "a source in a braced table without any": (
        "{sources: {  }}\n",
        ("sources",),
        Entry("s", {"title": "S"}),
        "{sources: {  s: {title: S}}}\n",
    ),
}


@pytest.mark.usefixtures("parser")
@each("place", PLACES.values(), ids=PLACES)
def test_other_records_are_added_where_they_belong(
    place: tuple[str, insert.Path, Child, str],
) -> None:
    text, path, child, expected = place

    assert insert.add(text, path, [child]) == expected
    assert add_beside(text, path, [child]) == expected


@each("gap", ["", "\n", "# below\n", "  # further in\n"])
@each("path", [("sources",), ("factions", "a", "aliases"), ("scenarios",), ("mine",)])
def test_what_is_beside_the_changes_is_added_without_them(
    monkeypatch: pytest.MonkeyPatch, path: insert.Path, gap: str
) -> None:
    tables = {"sources": "sources:\n  s:\n    title: S\n", "factions": TOP}
    claims = f"changes:\n  - {OLD}\n{gap}"
    head, tail = f"{tables['sources']}{gap}{tables['factions']}{gap}", "scenarios: {}\n"
    child = Word("A name") if path[-1] == "aliases" else Entry("new", {"title": "N"})
    texts = [
        head + claims,
        head + claims + tail,
        tail + claims + head,
        claims + head + tail,
    ]
    expected = [insert.add(text, path, [child]) for text in texts]
    parsed: list[str] = []

    class Recorder(insert._Collections):
        def __init__(self, text: str, path: insert.Path) -> None:
            parsed.append(text)
            super().__init__(text, path)

    monkeypatch.setattr(insert, "_Collections", Recorder)

    assert [add_beside(text, path, [child]) for text in texts] == expected
    if path[0] in {"sources", "factions"}:
        assert not any(OLD in text for text in parsed)


COMMENT = st.sampled_from(
    ["", "  # said\n", "# top\n", "\n", "      # deep\n", "\n# x\n\n"]
)
NOTE = st.sampled_from(
    ["x", ">-\n    folded\n    text", "|\n    kept", "'in\n\n    quotes'",
     "|+\n    all\n\n",
     "x  # y", '"é"', "on\n    two lines"]
)  # fmt: skip
OLD_ITEMS = st.lists(st.tuples(NOTE, COMMENT), max_size=4)
TAIL = st.sampled_from(["", "title: T\n", "scenarios:\n  s:\n    title: S\n", "...\n"])


@given(items=OLD_ITEMS, tail=TAIL, head=COMMENT, indent=st.sampled_from([0, 2, 6]))
def test_an_addition_leaves_every_other_byte_where_it_was(
    items: list[tuple[str, str]], tail: str, head: str, indent: int
) -> None:
    old = head.replace("      #", "#") + TOP + "changes:\n"
    for note, comment in items:
        fields = ["- date: 2011", "  faction: a", "  relation: allied", "  to: b"]
        lines = "\n".join([*fields, f"  note: {note}"]).split("\n")
        old += "".join((" " * indent + line).rstrip() + "\n" for line in lines)
        old += comment
    old += tail

    new = insert.add(old, ("changes",), [NEW])

    for entry in files.parse(old, "x.yaml").entries[-2:][:1]:
        assert insert.add_near(old, "changes", [NEW], entry.where.line) == new
    start = next((n for n, char in enumerate(old) if new[n] != char), len(old))
    size = len(new) - len(old)
    cut = next(i for i in range(start, -1, -1) if new[:i] + new[i + size :] == old)
    assert new[cut : cut + size].strip().removeprefix("- ").startswith("date: 2012")
    assert size in {
        len(after("⟨+2⟩")) + 4 * (n - 2) + gap for n in (0, 2, 6) for gap in (0, 1)
    }
    reads_back(old, new)
