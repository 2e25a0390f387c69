"""A browser for tests: it runs a script in a page and returns what that says."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
_QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    *("--allow-file-access-from-files", "--virtual-time-budget=30000", "--dump-dom"),
)
_PAGE = """<!doctype html><meta charset="utf-8">{head}<body>{body}<pre id="said"></pre>
<script>
const given = {given};
(async () => {{
  const said = await (async () => {{ {script} }})();
  document.getElementById("said").textContent = JSON.stringify(said);
}})();
</script>"""


def answer(folder: Path, script: str, given: Any = None, **page: str) -> Any:
    """Return what a script returns in a page, whose head and body may be given."""
    words = json.dumps(given).replace("<", "\\u003c")
    parts = {"head": "", "body": ""} | page
    path = folder / "page.html"
    path.write_text(_PAGE.format(script=script, given=words, **parts), encoding="utf-8")
    ran = subprocess.run(
        [str(CHROMIUM), *_QUIET, f"--user-data-dir={folder}/profile", path.as_uri()],
        capture_output=True,
        check=True,
        timeout=120,
    )
    said = re.search(r'<pre id="said">(.+?)</pre>', ran.stdout.decode(), re.DOTALL)
    assert said, ran.stderr.decode()[-2000:]
    return json.loads(html.unescape(said[1]))
