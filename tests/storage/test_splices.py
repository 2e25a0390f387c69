"""Values changed in place: of the text around them no byte is another one."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.errors import UnreadableError
from libya_tracker.storage import spans, splices, yaml_events
from tests.conftest import MORE
from tests.support.tables import each

PATH = ("sources", "s")
LONG = "word " * 20 + "end"


@pytest.fixture(params=["python", "libyaml"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Find places by either of PyYAML's parsers, whose marks differ."""
    loader = {"python": yaml.SafeLoader, "libyaml": getattr(yaml, "CSafeLoader", None)}
    if loader[request.param] is None:
        pytest.skip("PyYAML was built without LibYAML")
    monkeypatch.setattr(yaml_events, "_PARSER", loader[request.param])


#: A record before and after ``title`` is set to a text, or removed.
CHANGES = {
    "plain": ("title: Old", "New", "title: New"),
    "plain, a comment": ("title: Old  # so", "New", "title: New  # so"),
    "plain to quotes": ("title: Old", "New: 1", "title: 'New: 1'"),
    "single quotes stay": ("title: 'Old'", "It's", "title: 'It''s'"),
    "double quotes stay": ('title: "Old" # so', 'N "e"', r'title: "N \"e\"" # so'),
    "plain on two lines": ("title: Old\n      one  # so", "New", "title: New  # so"),
    "quotes on two lines": ('title: "Old\n      one"', "New", 'title: "New"'),
    "to lines": ("title: Old  # so", "a\nb", "title: |-  # so\n      a\n      b"),
    "to a long one": (
        "title: Old",
        LONG,
        "title: >-\n      " + ("word " * 17).strip() + "\n      " + "word " * 3 + "end",
    ),
    "literal": ("title: |-\n      a\n\n      b", "New", "title: New"),
    "literal, a comment": ("title: |-  # so\n      a\n      b", "New", "title: New  # so"),
    "literal to literal": (
        "title: |+  # so\n      a\n\n",
        "a\nb\n",
        "title: |  # so\n      a\n      b",
    ),
    "folded to literal": ("title: >-\n      a", "a\nb", "title: |-\n      a\n      b"),
    "removed": ("title: Old", None, ""),
    "removed, a comment": ("title: Old  # so", None, "# so"),
    "removed, literal": ("title: |-  # so\n      a", None, "# so"),
    "removed, two lines": ("title: Old\n      one", None, ""),
}
FRAMES = {
    "between": "sources:\n  s:\n    url: u  # first\n    {}\n    # below\n    date: 2012\n"
    "\n# end\n",
    "first": "sources:\n  s:  # here\n    {}\n    date: 2012\n  t: {{title: T}}\n",
    "last": "sources:\n  s:\n    date: 2012\n    {}\n  # next\n  t: {{title: T}}\n",
    "at the end": "sources:\n  s:\n    date: 2012\n    {}\n",
}


@pytest.mark.usefixtures("parser")
@each("end", ["\n", "\r\n"], ids=["unix", "dos"])
@each("frame", FRAMES.values(), ids=FRAMES)
@each("change", CHANGES.values(), ids=CHANGES)
def test_a_value_is_changed_in_any_layout(
    change: tuple[str, str | None, str], frame: str, end: str
) -> None:
    old, value, new = change
    before = frame.format(old.removesuffix("\n")).replace("\n", end)
    after = frame.format(new) if new else frame.replace("    {}\n", "")
    after = after.replace("{{", "{").replace("}}", "}").replace("\n", end)

    text = splices.with_values(before, PATH, {"title": value})

    assert text == after


@pytest.mark.usefixtures("parser")
@each(
    ("record", "value", "after"),
    [
        ("{title: Old, date: 2012}", "New", "{title: New, date: 2012}"),
        ("{title: Old, date: 2012}", "N, w", "{title: 'N, w', date: 2012}"),
        ("{title: Old, date: 2012}", "a\nb", '{title: "a\\nb", date: 2012}'),
        ("{title: Old, date: 2012}", None, "{date: 2012}"),
        ("{date: 2012, title: Old}", None, "{date: 2012}"),
        ("{date: 2012, title: Old,}", None, "{date: 2012,}"),
        ("{date: 2012, # d\n title: Old, url: u}", None, "{date: 2012, # d\n url: u}"),
        ("{date: 2012,\n title: Old, # t\n url: u}", None, "{date: 2012, # t\n url: u}"),
        ("{date: 2012}", "New", "{date: 2012, title: New}"),
        ("{date: 2012}", None, "{date: 2012}"),
        ("{title: Old}", None, "{}"),
    ],
)
def test_a_value_is_changed_between_braces(
    record: str, value: str | None, after: str
) -> None:
    text = f"sources: {{s: {record}}}  # x\n"

    changed = splices.with_values(text, PATH, {"title": value})

    assert changed == f"sources: {{s: {after}}}  # x\n"


@each("indent", [None, 2])
@each("value", ["N: 'x' \"y\"", "a\nb", None])
def test_json_stays_json(indent: int | None, value: str | None) -> None:
    data: dict[str, Any] = {"sources": {"s": {"title": "T", "date": "2012"}}}

    text = splices.with_values(json.dumps(data, indent=indent), PATH, {"title": value})

    data["sources"]["s"]["title"] = value
    if value is None:
        del data["sources"]["s"]["title"]
    assert json.loads(text) == data


@each(
    "text",
    [
        "sources:\n  s:\n    ? title\n    : Old\n    date: 2012\n",
        "sources: {s: {date: 2012, # d\n  title: Old, # t\n  url: u}}\n",
    ],
)
def test_what_cannot_be_removed_safely_is_left_to_a_hand(text: str) -> None:
    with pytest.raises(UnreadableError, match="by hand"):
        splices.with_values(text, PATH, {"title": None})


def test_there_is_nothing_at_a_path_that_leads_nowhere() -> None:
    assert spans.at("a: {b: [c]}\n", ("a", "x")) is None
    assert spans.at("a: {b: [c]}\n", ("a", "b", "c")) is None
    assert [*spans.items("a: {b: [c, d]}\n", ("a", "b"))] != []
    assert [*spans.items("a: {b: [c, d]}\n", ("a", "b", "c"))] == []


KEYS = ("title", "publisher", "url", "note", "reliability")
WORDS = st.sampled_from(
    ["A", "it's", "x: y", "#1", "word " * 24 + "end", "a\nb", "كتيبة, ب"]
)
STYLES = ("{}", "'{}'", '"{}"', "|-\n      {}\n      more", ">\n      {}", "{}\n      more")


@st.composite
def records(draw: st.DrawFn) -> str:
    lines = []
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=2, unique=True))
    for number, key in enumerate(keys):
        style = draw(st.sampled_from(STYLES))
        value = style.format(f"v{number}")
        head, newline, body = value.partition("\n")
        behind = draw(st.sampled_from(["", f"  # beside {number}"]))
        if newline and style.startswith("{"):  # a comment would end a plain text
            lines.append(f"    {key}: {head}\n{body}{behind}\n")
        else:
            lines.append(f"    {key}: {head}{behind}{newline}{body}\n")
        lines.append(draw(st.sampled_from(["", "\n", f"    # below {number}\n"])))
    return "sources:\n  # the first\n  s:\n" + "".join(lines) + "  t:\n    title: T\n"


@MORE
@given(records(), st.sampled_from(KEYS), WORDS | st.none(), st.sampled_from(["\n", "\r\n"]))
def test_one_value_changes_and_nothing_else(
    text: str, key: str, value: str | None, end: str
) -> None:
    before = yaml.safe_load(text)

    changed = splices.with_values(text.replace("\n", end), PATH, {key: value})

    expected = {**before["sources"]["s"], key: value}
    if value is None:
        del expected[key]
    after = yaml.safe_load(changed)
    assert after == {"sources": {"s": expected, "t": {"title": "T"}}}
    assert changed.count("\n") == changed.count(end)
    assert all(part.partition("\n")[0] in changed for part in text.split("#")[1:])
    others = [
        line
        for other in {*before["sources"]["s"]} - {key}
        for line in text.splitlines()
        if line.startswith(f"    {other}:")
    ]
    assert [line for line in others if line not in changed.splitlines()] == []
