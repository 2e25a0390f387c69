"""What an editor says of a registry, and proposes, by the real yaml-language-server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from typer.testing import CliRunner

from libya_tracker.cli.app import app
from tests.conftest import SAMPLE
from tests.support.language_server import LanguageServer, language_server, needs_server
from tests.support.places import TOP
from tests.support.problems import CATALOGUE, rule_of

pytestmark = [needs_server, pytest.mark.slow]
MODELINE = "# yaml-language-server: $schema=factions.schema.json\n"
#: Of what a registry may hold, what no schema can see: see the test of the schema itself.
SEEN = {
    "bad-date", "bad-grade", "bad-id", "bad-kind", "bad-outcome", "bad-relation",
    "bad-status", "bad-tag", "bad-time", "empty-value", "missing-key", "not-a-list",
    "not-a-mapping", "not-text", "not-yes-or-no", "unknown-key",
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """A server, and in its folder the schema of the sample."""
    folder = tmp_path_factory.mktemp("desk")
    registry = folder / "factions.yaml"
    registry.write_text(SAMPLE, encoding="utf-8")
    args = ("schema", "-r", str(registry), "-o", str(folder / "factions.schema.json"))
    assert CliRunner().invoke(app, args).exit_code == 0
    with language_server(folder) as running:
        yield running


def problems(server: LanguageServer, texts: Iterable[str]) -> list[list[str]]:
    return server.diagnostics(MODELINE + text for text in texts)


def proposals(server: LanguageServer, text: str) -> dict[str, str]:
    """Return what is proposed at the mark of a text, with what is typed by it."""
    return {
        label: item.get("insertText", item.get("textEdit", {}).get("newText"))
        for label, item in server.completions(MODELINE + text).items()
    }


def test_what_is_right_is_not_complained_of(server: LanguageServer) -> None:
    shipped = (TOP / "factions.yaml").read_text(encoding="utf-8")

    assert problems(server, [SAMPLE, shipped]) == [[], []]


DATE = (
    "a date is 2014, 2014-05 or 2014-05-16, maybe with ? ~ %, or one day of a range: "
    "2017-10-25..2017-10-31, ..2017-10-31"
)
PARTIES = "faction: a, relation: allied, to: b"
#: What is wrong, and what the editor says.
WRONG = {
    f"changes: [{{date: 2017-13-01, {PARTIES}}}]": [DATE],
    f"changes: [{{date: 20171101, {PARTIES}}}]": [DATE],
    f"changes: [{{date: [2017..2018], {PARTIES}}}]": [DATE],
    "factions: {a: {name: A, founded: once}}": [DATE],
    "changes: [{date: 2017, faction: a, relation: friendly, to: b}]": [
        "no such relation; it is one of aligned, member, subordinate, supports, allied, "
        "truce, neutral, opposed, fighting, none, splinter, merged, succeeds"
    ],
    f"changes: [{{date: 2017, {PARTIES}, id: Mine}}]": [
        "an id is of a-z, 0-9, '-' and '.'"
    ],
    f"changes: [{{date: 2017, {PARTIES}, recorded: soon}}]": [
        "a time is a day, 2017-11-03, or 2017-11-03T09:00:00Z"
    ],
    f"changes: [{{date: 2017, {PARTIES}, begins: maybe}}]": ["it is one of yes, no"],
    f"changes: [{{date: 2017, {PARTIES}, credibility: 7}}]": [
        "no such credibility; it is one of 1, 2, 3, 4, 5, 6"
    ],
    f"changes: [{{date: 2017, {PARTIES}, sources: s}}]": ["expected a list: [one, two]"],
    f"changes: [{{date: 2017, {PARTIES}, tags: [a;b]}}]": [
        "a tag is a word or a few, without comma, semicolon or line break"
    ],
    "changes: [{date: 2017, faction: a, relation: allied}]": ['Missing property "to".'],
    "changes: [{retracts: [x]}]": ['Missing property "recorded".'],
    "changes: [{note: x, date: 2017, to: b, relation: none, faction: a, colour: red}]": [
        "Property colour is not allowed."
    ],
    "sources: {Herald: {title: T}}": ["an id is of a-z, 0-9 and '-'"],
    "sources: {s: {title: }}": ["expected text, which is not empty"],
    "factions: {a: {name: A, x-seen: }}": [
        "this value is empty; fill it in, or remove the key"
    ],
    "factions: {a: {name: A, aliases: [{since: 2012}]}}": ['Missing property "name".'],
    "factions: [a]": ["factions are written as `id:` with keys and values below it"],
    "factions: {a: {name: A, ids: {wiki data: Q1}}}": [
        "the name of another register is of letters, digits, '-', '_' and '.', such as "
        "wikidata"
    ],
}


def test_what_is_wrong_is_said_plainly(server: LanguageServer) -> None:
    messages = problems(server, (f"{text}\n" for text in WRONG))

    assert dict(zip(WRONG, messages, strict=True)) == WRONG


def test_no_message_holds_a_pattern(server: LanguageServer) -> None:
    entries = [entry for entry in CATALOGUE if rule_of(entry) in SEEN]

    for messages in problems(server, (CATALOGUE[entry].decode() for entry in entries)):
        for message in messages:
            assert len(message) < 200
            assert not re.search(r"pattern|\\|\^|schema|one of object", message), message


#: Where the cursor is, and what is proposed there, with what is typed by it.
PROPOSED = {
    "changes:\n  - date: 2017\n    relation: |\n": {
        word: word
        for word in (
            "aligned", "member", "subordinate", "supports", "allied", "truce", "neutral",
            "opposed", "fighting", "none", "splinter", "merged", "succeeds",
        )
    },
    "changes:\n  - date: 2017\n    begins: |\n": {"yes": "yes", "no": "no"},
    "changes:\n  - date: 2017\n    credibility: |\n": {n: n for n in "123456"},
    "changes:\n  - date: |\n": {},
    "sources:\n  s:\n    title: |\n": {},
    "factions:\n  a:\n    x-seen: |\n": {},
    "factions:\n  a:\n    name: A\n    |\n": {
        "aliases": "aliases:\n  - ",
        "kind": "kind: ",
        "ids": "ids: ",
        "tags": "tags:\n  - ",
        "area": "area: ",
        "leaders": "leaders:\n  - ",
        "founded": "founded: ",
        "dissolved": "dissolved: ",
        "note": "note: ",
    },
}  # fmt: skip


@pytest.mark.parametrize("text", PROPOSED)
def test_what_may_stand_there_is_proposed(server: LanguageServer, text: str) -> None:
    assert proposals(server, text) == PROPOSED[text]


@pytest.mark.parametrize("key", ["faction", "to", "from", "by"])
def test_factions_are_proposed_by_their_ids(server: LanguageServer, key: str) -> None:
    text = f"{MODELINE}changes:\n  - date: 2017\n    {key}: |\n"

    items = server.completions(text)

    assert {"trb", "lna", "gna"} <= items.keys()
    assert items["trb"]["documentation"] == "Tripoli Revolutionaries' Brigade"
    assert not {"true", "false", "null"} & items.keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("changes:\n  - date: 2017\n    sources: [|]\n", "gazette"),
        ("changes:\n  - date: 2017\n    sources:\n      - |\n", "gazette"),
        ("sources:\n  s:\n    origin: |\n", "gazette"),
        ("changes:\n  - retracts: [|]\n", "2016-4th-division-lna"),
        ("scenarios:\n  s:\n    resolved_by: |\n", "2016-4th-division-lna"),
    ],
)
def test_sources_and_claims_are_proposed_by_their_ids(
    server: LanguageServer, text: str, expected: str
) -> None:
    proposed = proposals(server, text)

    assert proposed[expected] == expected
    assert not {"true", "false", "null"} & proposed.keys()
    assert not [label for label in proposed if "undefined" in label]


def test_a_key_says_what_it_is_for(server: LanguageServer) -> None:
    text = f"{MODELINE}changes:\n  - date: 2017\n    until|: 2018\n"

    assert "the last day of which the claim speaks" in server.hover(text)
