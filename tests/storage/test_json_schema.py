"""The JSON Schema for editors: valid, and of one mind with the reader."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from libya_tracker.errors import InvalidRegistryError
from libya_tracker.storage import files, json_schema, schema
from tests.conftest import SAMPLE, Run
from tests.support.problems import CATALOGUE, is_warning, rule_of
from tests.support.tables import each

VALIDATOR = Draft202012Validator(json_schema.schema())
#: The quicker of the two that PyYAML has, where it has both.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: What no schema can see, since it knows neither other records nor the text itself.
BEYOND = {
    "after-dissolution", "alias", "anchor", "backwards", "bad-date", "circular-origin",
    "control-character", "duplicate-id", "duplicate-key", "empty", "line-too-long",
    "lineage-cycle", "merge-conflict", "merge-key", "not-utf8", "retracted-retraction",
    "self-tie", "several-documents", "syntax", "tag", "unknown-change", "unknown-faction",
    "unknown-source",
}  # fmt: skip
GOOD = """\
title: T
sources:
  s: {title: 1984, publisher: no, date: 2017-11, url: u, archive_url: v, accessed: 2020,
      origin: t, withdrawn: 2018-02}
  t: {title: T, reliability: B, ids: {doi: 10.1000/182, isbn: 7}, tags: [1, true, a b]}
  u: {title: U, ids: , tags: , x-shelf: [4, {row: no, "a b": ""}, []]}
factions:
  a:
    name: A
    aliases: [B, 7, {name: C, since: 2012, until: "[2013..2014]"}]
    kind: state
    area: north
    leaders: [L, {name: M, role: commander, since: 2011-21}]
    founded: 2011~
    dissolved: ..2020
    note: N
    ids: {wikidata: Q1, ucdp: 7136}
    tags: [salafi]
    x-since: 2012
  b: {name: B, aliases: , leaders: []}
  c: {name: C, aliases: ~, leaders: null}
changes:
  - {date: 2014, faction: a, relation: none, to: b, from: b}
  - {date: 2014-05, faction: a, relation: allied, to: b, until: 2014-06~, sources: [s],
     begins: yes}
  - {date: 2014-06, faction: a, relation: allied, to: b, begins: "no"}
  - {date: 2014-05-16, faction: a, relation: member, to: b, status: denied, by: somebody,
     credibility: 2, sources: , note: 5, recorded: 2017-11-03T09:00:00Z, id: x.y,
     retracts: [z], tags: [front], x-desk: {who: me}}
  - {date: 2014, faction: a, relation: none, to: b, id: z, recorded: 2018-01-01}
  - {retracts: [z], recorded: 2018-01-01, note: N, x-desk: me}
x-desk: here
scenarios:
  x: {x-desk: me, title: T, outcome: occurred, resolved_by: z, changes: }
  y:
    changes:
      - {date: 2014-05-16..2014-05-20, faction: b, relation: truce, to: a}
"""
ENTRY = "{date: 2017, faction: a, relation: none, to: b}"
BAD = [
    "[]",
    "title: []",
    "title: ''",
    "title: ~",
    "sources: {s: {title: null}}",
    "factions: {a: {name: A, aliases: [~]}}",
    "factions: {a: {name: A, kind: Null}}",
    f"changes: [{ENTRY[:-1]}, sources: [NULL]}}]",
    f"changes: [{ENTRY[:-1]}, until: ~}}]",
    f"changes: [{ENTRY[:-1]}, id: null}}]",
    "colour: red",
    "sources: []",
    "sources: {S: {title: T}}",
    "sources: {s: T}",
    "sources: {s: {titel: T}}",
    "sources: {s: {reliability: G}}",
    "sources: {s: {date: 2017-13}}",
    "factions: {a: {kind: state}}",
    "factions: {a: {name: A, kind: gang}}",
    "factions: {a: {name: A, aliases: B}}",
    "factions: {a: {name: A, aliases: [{since: 2012}]}}",
    "factions: {a: {name: A, leaders: [{name: M, rank: general}]}}",
    "factions: {a_b: {name: A}}",
    "factions: {a: {name: A, ids: [Q1]}}",
    "factions: {a: {name: A, ids: Q1}}",
    "factions: {a: {name: A, ids: {wiki data: Q1}}}",
    "factions: {a: {name: A, ids: {wikidata: }}}",
    "factions: {a: {name: A, ids: {wikidata: [Q1]}}}",
    "factions: {a: {name: A, ids: {wikidata: 'Q1;Q2'}}}",
    "factions: {a: {name: A, tags: salafi}}",
    "factions: {a: {name: A, tags: ['a, b']}}",
    "factions: {a: {name: A, tags: [' a']}}",
    "factions: {a: {name: A, tags: [~]}}",
    "factions: {a: {name: A, tag: [a]}}",
    "factions: {a: {name: A, id: a}}",
    "factions: {a: {name: A, x-own: ~}}",
    "factions: {a: {name: A, x-own: [{b: }]}}",
    "factions: {a: {name: A, aliases: [{name: B, x-own: c}]}}",
    "x_own: 1",
    "factions: {-a: {name: A}}",
    "changes: {}",
    f"changes: [{ENTRY[:-1]}, colour: red}}]",
    f"changes: [{ENTRY[:-1]}, tags: front}}]",
    f"changes: [{ENTRY[:-1]}, ids: {{ucdp: 1}}}}]",
    "changes: [{date: 2017, faction: a, relation: none}]",
    *(
        f"changes: [{ENTRY.replace('2017', date)}]"
        for date in (
            "''", "'0000'", "20171101", "2017/11/01", "2017-1", "2017-00", "2017-25",
            "'2017-02-30'", "'2017-11-31'", "'2017-21-01'",
            "'2017-11-32'", "gibberish", "2017-11-01..", "'[2017'", "'[2017]'", "2017.5",
            "[2017]",
        )
    ),
    f"changes: [{ENTRY.replace('none', 'friendly')}]",
    f"changes: [{ENTRY[:-1]}, status: likely}}]",
    f"changes: [{ENTRY[:-1]}, credibility: 7}}]",
    f"changes: [{ENTRY[:-1]}, sources: s}}]",
    f"changes: [{ENTRY[:-1]}, begins: 1}}]",
    f"changes: [{ENTRY[:-1]}, begins: maybe}}]",
    f"changes: [{ENTRY[:-1]}, id: Mine}}]",
    f"changes: [{ENTRY[:-1]}, retracts: []}}]",
    f"changes: [{ENTRY[:-1]}, recorded: soon}}]",
    "changes: [{retracts: [z]}]",
    "changes: [{retracts: [], recorded: 2018-01-01}]",
    "changes: [{recorded: 2018-01-01}]",
    "scenarios: {x: {outcome: maybe}}",
    "scenarios: {x: {changes: {}}}",
]  # fmt: skip


def as_an_editor_types_it(node: Any) -> Any:
    """Return what JSON has of a YAML value: keys are text, and dates are too."""
    match node:
        case dict():
            return {str(key): as_an_editor_types_it(value) for key, value in node.items()}
        case list():
            return [as_an_editor_types_it(item) for item in node]
        case dt.date():
            return node.isoformat()
        case _:
            return node


def complaints(text: str) -> list[str]:
    typed = as_an_editor_types_it(yaml.load(text, Loader=LOADER))
    return [error.message for error in VALIDATOR.iter_errors(typed)]


def test_the_command_prints_the_schema_and_it_is_one(run: Run) -> None:
    result = run("schema", registry=None)

    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == json_schema.schema()
    Draft202012Validator.check_schema(json.loads(result.stdout))


def test_the_command_writes_the_schema_to_a_file(run: Run) -> None:
    result = run("schema", "-o", "schema.json", registry=None)

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert json.loads(Path("schema.json").read_text("utf-8")) == json_schema.schema()


def test_the_command_proposes_the_ids_and_tags_of_a_registry(run: Run) -> None:
    registry = SAMPLE.replace(
        "    kind: militia\n", "    kind: militia\n    tags: [x y]\n", 1
    )

    result = run("schema", "-r", "factions.yaml", registry=registry)

    assert (result.exit_code, result.stderr) == (0, "")
    defs = json.loads(result.stdout)["$defs"]
    change = defs["change"]["properties"]
    trb = {"label": "trb", "body": "trb", "description": "Tripoli Revolutionaries' Brigade"}
    for key in ("faction", "to", "from", "by"):
        assert trb in change[key]["defaultSnippets"]
    gazette = {
        snippet["label"] for snippet in change["sources"]["items"]["defaultSnippets"]
    }
    assert gazette == {*files.parse(SAMPLE, "f").sources}
    assert change["tags"]["items"]["defaultSnippets"] == [{"label": "x y", "body": "x y"}]
    claims = defs["scenario"]["properties"]["resolved_by"]["defaultSnippets"]
    assert {"2016-4th-division-lna"} <= {snippet["label"] for snippet in claims}
    validator = Draft202012Validator(json.loads(result.stdout))
    assert not [
        *validator.iter_errors(as_an_editor_types_it(yaml.load(GOOD, Loader=LOADER)))
    ]


def test_the_registry_itself_is_never_overwritten_by_its_schema(run: Run) -> None:
    result = run(*["schema", "-r", "factions.yaml", "-o", "factions.yaml"], registry=SAMPLE)

    assert result.exit_code == 2
    assert Path("factions.yaml").read_text(encoding="utf-8") == SAMPLE


def fragments(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield each mapping of a schema."""
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else ():
        yield from fragments(part)


def test_an_editor_never_shows_a_pattern_nor_proposes_a_truth_value() -> None:
    whole = json_schema.schema()
    for fragment in fragments(whole):
        if isinstance(fragment.get("pattern"), str):
            assert {"errorMessage", "patternErrorMessage"} & fragment.keys()
    for record in whole["$defs"].values():
        for key, value in record.get("properties", {}).items():
            assert value["description"], key
            assert not {"boolean", "null"} & {*value.get("type", ())}, key


def test_it_accepts_the_sample_and_the_shipped_registry() -> None:
    assert complaints(SAMPLE) == []
    assert complaints(files.shipped().read_text(encoding="utf-8")) == []


def test_it_accepts_every_key_in_every_form() -> None:
    files.parse(GOOD, "f")

    assert complaints(GOOD) == []


def test_every_key_that_is_read_is_in_the_example_above() -> None:
    shapes = (
        schema.SOURCE, schema.FACTION, schema.CLAIM, schema.RETRACTION, schema.SCENARIO,
    )  # fmt: skip
    keys = {key for shape in shapes for key in shape.keys}

    assert {key for key in keys if f"{key}:" not in GOOD} == set()


@each("text", BAD)
def test_it_refuses_what_the_reader_refuses(text: str) -> None:
    more = "" if text.startswith("factions") else "\nfactions: {a: {name: A}, b: {name: B}}"
    text = text if text == "[]" else text + more
    with pytest.raises(InvalidRegistryError):
        files.parse(text + "\n", "f")

    assert complaints(text) != []


@each("entry", CATALOGUE)
def test_it_judges_each_file_of_the_catalogue_that_it_can(entry: str) -> None:
    if rule_of(entry) in BEYOND:
        return
    assert bool(complaints(CATALOGUE[entry].decode())) is not is_warning(entry)
