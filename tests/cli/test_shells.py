"""Completion in real shells: whatever a registry holds, nothing of it is run."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from tests.conftest import SAMPLE
from tests.support.shells import Shell, shell
from tests.support.terminal import HOSTILE

__all__ = ["shell"]  # a fixture

#: What orders are made of, put together at random, and the same each time.
_PIECES = (*"$(){}[]<>`'\"\\|&;:%!#~^*?=+@-/ \t\n", "touch made", "$(touch m)", "[/", "e")
_CHANCE = random.Random(20171101)
#: What some shell, markup or protocol takes for more than text. What is run makes a file.
#: There are at most 100, so that their ids begin alike.
ORDERS = (
    *r"""
$(touch made1)
\$(touch made2)
`touch made3`
\`touch made4`
"; touch made5; "
'; touch made6; '
'$(touch made7)'
"$(touch made8)"
|touch made9
&touch made10 &
)); touch made11; ((
(((
))'; touch made12; '
))'"; touch made13; "'((
<(touch made14)
=(touch made15)
(touch made16)
${(e):-$(touch made17)}
%(touch made18)%
{touch,made19}
>made20
[/x]
[red]gone[/red]
[link=x]
:smile:
a:b
a\:b
:::
\
\\
-rf
--help
* ? [a-z]
~root
#x
!!
^x^y
100%
%F{red}%d
@{}
"
'
`
$
$HOME
""".strip().splitlines(),
    *("\n touch made21\n", "tab\tbed", "\r\nx", "\x1b[31m", "\x07", "\x9b31m"),
    *("\u202egnorts", "\u2066iso\u2069", "\u2028x", "\u00a0x", "\u200cx"),
    *(name for name in HOSTILE if name.isprintable()),
    "".join(map(chr, range(32, 127))),
    *("".join(_CHANCE.choices(_PIECES, k=12)) + "." for _ in range(24)),
)
#: A line for each place that proposes texts of a registry, with an id to come to.
PLACES = {
    "status f-000": "status f-0000",
    "status --according-to f-000": "status --according-to f-0000",
    "status --according-to=s-000": "status --according-to=s-0000",
    "log --source s-000": "log --source s-0000",
    "log --source=s-000": "log --source=s-0000",
    "status --scenario w-000": "status --scenario w-0000",
    "retract c-000": "retract c-0000",
    "record f-0000 allied f-000": "record f-0000 allied f-0000",
}


def hostile() -> str:
    """Return a registry in which each order stands wherever there may be text.

    It is JSON, which is YAML.
    """
    sources, factions, changes, scenarios = {}, {}, [], {}
    for n, order in enumerate(ORDERS):
        number = f"{n:03}0"
        sources[f"s-{number}"] = {"title": order}
        names = {"name": f"{order} {n}", "aliases": [f"{n} {order}"]}
        factions[f"f-{number}"] = {**names, "note": order}
        tie = {"date": "2017", "faction": f"f-{number}", "relation": "opposed", "to": "x"}
        known = {"sources": [f"s-{number}"], "by": f"by {order}", "note": order}
        changes.append({**tie, **known, "id": f"c-{number}"})
        scenarios[f"w-{number}"] = {"title": order, "changes": []}
    factions["x"] = {"name": "X"}
    parts = {"sources": sources, "factions": factions, "changes": changes}
    return json.dumps({"title": "".join(ORDERS), **parts, "scenarios": scenarios})


@pytest.fixture
def folder(tmp_path: Path, shell: Shell) -> Path:
    """The folder of a shell, with a hostile registry in it."""
    (tmp_path / "factions.yaml").write_text(hostile(), encoding="utf-8")
    return tmp_path


def test_nothing_that_a_registry_holds_is_run_by_a_shell(
    folder: Path, shell: Shell
) -> None:
    files = sorted(folder.iterdir())

    for typed, whole in PLACES.items():
        line = f"libya-tracker {typed}"
        # First all at once, each with its text; then one that goes into the line.
        ids = [f"{line[-5]}-{n:03}0" for n in range(len(ORDERS))]
        shell.lists(f"{line[:-2]}\t\t", ids)
        assert shell.complete(f"{line}\t") == f"libya-tracker {whole} "

    assert sorted(folder.iterdir()) == files
    assert not re.search(rb"Traceback|error:|not found", shell.screen)
    if shell.name != "bash":  # which lists no texts
        assert "كتيبة ثوار طرابلس" in shell.screen.decode()


def test_an_id_is_inserted_for_a_word_of_its_name_where_the_shell_lets_it(
    tmp_path: Path, shell: Shell
) -> None:
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")
    line = "libya-tracker status"
    for typed, whole in {
        "Revol": "trb ",  # one faction
        "national": "national",  # two, whose ids have nothing in common
        "zint": "zintan",  # ids that begin so
    }.items():
        lets = shell.name != "zsh" or typed == "zint"
        assert shell.complete(f"{line} {typed}\t") == f"{line} {whole if lets else typed}"


def test_ids_are_those_of_the_registry_that_the_line_names(
    tmp_path: Path, shell: Shell
) -> None:
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    for name in ("x.yaml", "a =b:c.yaml"):
        (tmp_path / "elsewhere" / name).write_text("factions: {zebra: {name: Z}}\n")

    for named in (
        *("-r ~/elsewhere/x.yaml", "--registry=elsewhere/x.yaml", "-relsewhere/x.yaml"),
        *("--registry ~/elsewhere/x.yaml", "--registry=~/elsewhere/x.yaml"),
        *(r"-r elsewhere/a\ =b:c.yaml", "--registry='elsewhere/a =b:c.yaml'"),
    ):
        line = f"libya-tracker status {named}"
        assert shell.complete(f"{line} z\t") == f"{line} zebra "
