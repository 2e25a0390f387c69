"""What a command does not load, since it would start more slowly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import SAMPLE
from tests.support.places import TOP

#: What only names, writing, pages and other formats take.
UNNEEDED = {
    *("calendar", "csv", "rich", "libya_tracker.cli.pager"),
    *("libya_tracker.analysis.lineage", "libya_tracker.cli.successors"),
    *("libya_tracker.model.folding", "libya_tracker.model.names"),
    *("libya_tracker.model.outlets", "libya_tracker.output.line_breaks"),
    *("libya_tracker.storage.atomic", "libya_tracker.storage.drafts"),
}


#: A program that answers without any module of ours.
OTHER = """
import typer
app = typer.Typer()
@app.command()
def main(word: str = "") -> None:
    print("[")
main = app
"""
OURS = "from libya_tracker.cli.app import main\n"


def modules(folder: Path, program: str, *arguments: str) -> set[str]:
    """Return the modules that a program has loaded when it has answered."""
    show = "import sys\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)\n"
    result = subprocess.run(
        [sys.executable, "-c", program + show, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.startswith("[")
    return {*result.stderr.split()}


def test_a_question_about_all_loads_only_what_its_answer_takes(tmp_path: Path) -> None:
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")

    loaded = modules(tmp_path, OURS, "status", "--format", "json")

    assert "libya_tracker.analysis.status" in loaded
    # A version of typer may load some of them itself.
    assert (loaded & UNNEEDED) - modules(tmp_path, OTHER) == set()
