"""The lines of docs/cron.md, and the surroundings that cron gives them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.conftest import SAMPLE
from tests.support.launcher import PROGRAM
from tests.support.places import TOP

DOCUMENT = (TOP / "docs" / "cron.md").read_text(encoding="utf-8")
THERE = "/srv/libya-tracker"
CLAIM = "  - {date: 2017-12-30, faction: janzour, relation: fighting, to: kani}\n"
GROWN = SAMPLE.replace("  # a retraction\n", CLAIM)
#: All that cron gives to a job, but for HOME, which is one of the test's own.
BARE = {"PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "LOGNAME": "tracker"}


def blocks(language: str) -> list[str]:
    texts = re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert texts, f"there is no {language} in the document"
    return texts


ALL_JOBS = [
    line.split(maxsplit=5)[5]
    for block in blocks("crontab")
    for line in block.splitlines()
    if not re.match(r"[A-Z_]+=", line)
]


def set_up(folder: Path, launcher: tuple[str, ...]) -> Path:
    command = folder / ".venv" / "bin" / "libya-tracker"
    command.parent.mkdir(parents=True)
    command.write_text(
        "#!/bin/sh\nexport LIBYA_TRACKER_TODAY=2018-01-01\n"
        f'exec {shlex.join((*launcher, PROGRAM))} "$@"\n'
    )
    command.chmod(0o755)
    (folder / "factions.yaml").write_text(SAMPLE, encoding="utf-8")
    return folder
