"""A browser for tests: it runs a script in a page and returns what that says."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser")
#: The browser that $CHROMIUM names, else the one on the path.
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not on the path, nor does $CHROMIUM name it"
)
_QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
_PATIENT = ("--allow-file-access-from-files", "--virtual-time-budget=30000")
_PAGE = """<!doctype html><meta charset="utf-8">{head}<body>{body}<pre id="result"></pre>
<script>
const given = {given};
(async () => {{
  const result = await (async () => {{ {script} }})();
  document.getElementById("result").textContent = JSON.stringify(result);
}})();
</script>"""


def browse(page: Path, folder: Path, *more: str) -> str:
    """Return the document that a browser makes of a page; its own things go to a folder."""
    profile = f"--user-data-dir={folder}/profile"
    command = [str(CHROMIUM), *_QUIET, profile, *more, "--dump-dom", page.as_uri()]
    result = subprocess.run(command, capture_output=True, check=True, timeout=120)
    return result.stdout.decode("utf-8")


def answer(folder: Path, script: str, given: Any = None, **page: str) -> Any:
    """Return what a script returns in a page, whose head and body may be given."""
    words = json.dumps(given).replace("<", "\\u003c")
    parts = {"head": "", "body": ""} | page
    path = folder / "page.html"
    path.write_text(_PAGE.format(script=script, given=words, **parts), encoding="utf-8")
    document = browse(path, folder, *_PATIENT)
    match = re.search(r'<pre id="result">(.+?)</pre>', document, re.DOTALL)
    assert match, document[-2000:]
    return json.loads(html.unescape(match[1]))
