"""The pictures in the documents: made by the program from the shipped registry, as it is.

``pytest tests/test_pictures.py --update-snapshots`` makes them anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner

from libya_tracker.cli.app import app
from tests.support.places import TOP

DOCS = TOP / "docs"
TEXT = (DOCS / "pictures.md").read_text(encoding="utf-8")
MADE = re.findall(r"`libya-tracker ([^`]+?) --output docs/([\w-]+\.svg)`", TEXT)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(("command", "name"), MADE, ids=[name for _, name in MADE])
def test_a_picture_in_the_documents_is_what_the_program_draws(
    command: str, name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    picture = tmp_path / name
    document = DOCS / name

    result = CliRunner().invoke(
        app,
        [*command.split(), "-r", str(DOCS.parent / "factions.yaml"), "-o", str(picture)],
        catch_exceptions=False,
    )

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    if request.config.getoption("--update-snapshots"):
        document.write_bytes(picture.read_bytes())
    assert document.read_text(encoding="utf-8") == picture.read_text(encoding="utf-8"), (
        "make it anew: pytest tests/test_pictures.py --update-snapshots"
    )


def test_each_picture_in_the_documents_is_shown_with_the_command_that_makes_it() -> None:
    shown = re.findall(r"!\[.+?\]\((.+?)\)", TEXT)

    assert [name for _, name in MADE] == shown
    assert len(shown) == 4
    assert {*shown} == {path.name for path in DOCS.glob("*.svg")}


@pytest.mark.parametrize("name", [name for _, name in MADE])
def test_a_picture_in_the_documents_says_in_words_what_it_shows(name: str) -> None:
    root = etree.parse(DOCS / name).getroot()

    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert (root.findtext(f"{SVG}title") or "").startswith("Western Libya: ")
    assert "Operation 'Tidings of Security'" in (root.findtext(f"{SVG}desc") or "")
    assert not {*root.iter(f"{SVG}script", f"{SVG}image", f"{SVG}use")}
    assert "http" not in re.sub(
        "http://www.w3.org/2000/svg", "", etree.tostring(root).decode()
    )
