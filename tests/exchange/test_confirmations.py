"""Who is who in another data set: confirmed in a review, and kept in the registry."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Run

REGISTRY = """\
factions:
  dawn:
    name: Dawn Brigade  # of the coast
    ids: {wikidata: Q1}
  dusk: {name: Dusk Brigade}
  noon: {name: Noon Council, ids: {ucdp: 14}}
  rain: {name: لواء المطر}
"""
HEADS = (
    "verdict,confirm,their_faction,faction,their_to,to,their_faction_id,their_to_id,"
    "data_set"
)


def table(*rows: str) -> str:
    return "".join(f"{line}\n" for line in (HEADS, *rows))


def test_what_a_person_confirms_is_kept_and_nothing_else(run: Run, tmp_path: Path) -> None:
    rows = (
        "agrees,x,Dawn,dawn,Dusk,dusk,11,12,ucdp",
        "new,to,Noon,noon,Rain,لواء المطر,99,15,ucdp",
        "new,,Noon,noon,Hail,rain,98,16,ucdp",
        "new,faction,Noon,noon,Hail,rain,14,16,ucdp",
        # Troops of a state have no number; pandas adds .0 to those of others beside it.
        "new,x,State,noon,Rain,rain,,15.0,ucdp",
    )
    (tmp_path / "r.csv").write_text(table(*rows), encoding="utf-8")
    keys = HEADS.split(",")
    lines = [json.dumps(dict(zip(keys, row.split(","), strict=True))) for row in rows]
    (tmp_path / "r.jsonl").write_text("\n".join(lines), encoding="utf-8")
    path = tmp_path / "factions.yaml"
    expected = REGISTRY.replace("Q1}", "Q1, ucdp: 11}")
    expected = expected.replace("Dusk Brigade}", "Dusk Brigade, ids: {ucdp: 12}}")
    expected = expected.replace("المطر}", "المطر, ids: {ucdp: 15}}")

    dry = run("import", "ids", "r.csv", "--dry-run", registry=REGISTRY)
    assert "\n+  rain: {name: لواء المطر, ids: {ucdp: 15}}\n" in dry.stdout
    assert path.read_text(encoding="utf-8") == REGISTRY
    for name in ("r.csv", "r.jsonl"):
        assert run("import", "ids", name, registry=REGISTRY).exit_code == 0
        assert path.read_text(encoding="utf-8") == expected
    again = run("import", "ids", "r.csv", registry=None)
    assert again.stderr == "the factions have all of these ids already; nothing written\n"
    assert path.read_text(encoding="utf-8") == expected


def test_an_id_belongs_to_one_faction_and_each_fault_has_its_place(
    run: Run, tmp_path: Path
) -> None:
    cases = {
        "new,x,Noon,noon,Hail,hail,13,14,ucdp": (
            "error: r.csv:2:4: 'noon' has the ucdp id '14', not '13'; `faction edit noon "
            "--drop-id ucdp` takes it away\n"
            "error: r.csv:2:6: no faction 'hail'\n"
            "error: 2 ids cannot be written; nothing written\n"
        ),
        "new,faction,Dawn,dawn,,,14,,ucdp": (
            "error: r.csv:2:4: ucdp '14' is the id of 'noon', and not of 'dawn'\n"
        ),
        "new,x,Dawn,dawn,Dusk,dusk,11,11,ucdp": (
            "error: r.csv:2:6: ucdp '11' is the id of 'dawn', and not of 'dusk'\n"
        ),
        "new,to,Dawn,dawn,Hail,,11,15,ucdp": (
            "error: r.csv:2:6: type into `to` who 'Hail' is, or take the mark away\n"
        ),
        "new,x,Dawn,dawn,Hail,rain,,,ucdp": (
            "error: r.csv:2:4: 'Dawn' has no id in this table; give the faction that name "
            "as an alias: `faction alias dawn NAME`\n"
            "error: r.csv:2:6: 'Hail' has no id in this table; give the faction that name "
            "as an alias: `faction alias rain NAME`\n"
            "error: 2 ids cannot be written; nothing written\n"
        ),
        "new,to,Dawn,dawn,Hail,rain,11,,ucdp": (
            "error: r.csv:2:6: 'Hail' has no id in this table; give the faction that name "
            "as an alias: `faction alias rain NAME`\n"
        ),
        "new,perhaps,Dawn,dawn,Hail,rain,11,15,ucdp": (
            "error: r.csv:2:2: 'perhaps' is neither `faction` nor `to`, nor x for both\n"
        ),
    }
    for row, message in cases.items():
        (tmp_path / "r.csv").write_text(table(row), encoding="utf-8")

        result = run("import", "ids", "r.csv", registry=REGISTRY)

        assert result.exit_code in {2, 4}, row
        assert result.stderr == message
        assert (tmp_path / "factions.yaml").read_text(encoding="utf-8") == REGISTRY
    for text, message in {
        table("new,no,Dawn,dawn,Hail,rain,11,15,ucdp"): "no match is marked in `confirm`",
        "date,faction\n2015,dawn\n": "there is no column confirm, data_set, to, ",
        '{"confirm": "x"\n': "r.csv:1: not valid JSON",
    }.items():
        (tmp_path / "r.csv").write_text(text, encoding="utf-8")
        assert message in run("import", "ids", "r.csv", registry=REGISTRY).stderr
