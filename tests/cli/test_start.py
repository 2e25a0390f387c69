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


def test_a_question_about_all_loads_only_what_its_answer_takes(tmp_path: Path) -> None:
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")
    code = (
        "import sys\nfrom libya_tracker.cli.app import main\n"
        "try: main()\nfinally: print(*sys.modules, file=sys.stderr)\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", code, "status", "--format", "json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = {*result.stderr.split()}
    assert result.stdout.startswith("[")
    assert "libya_tracker.analysis.status" in loaded
    assert loaded & UNNEEDED == set()
