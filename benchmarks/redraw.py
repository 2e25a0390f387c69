"""How large the site of a large registry is, and how long its page takes to draw a day.

Needs Playwright and a Chromium, on the path or named by $CHROMIUM. The figures are medians
of milliseconds for another day of each view, its layout included.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

import generate
import process
from playwright.sync_api import sync_playwright

VIEWS = (
    *("network", "lanes", "matrix", "ties", "claims", "disputes", "expected", "what-ifs"),
    "compare",
)
DAYS = [f"{year}-{month:02}-15" for year in range(2012, 2021) for month in (3, 9)]
REDRAW = """([view, days]) => days.map((day) => {
  const begin = performance.now();
  history.replaceState(null, "", `#${day},/${view}`);
  dispatchEvent(new HashChangeEvent("hashchange"));
  document.body.offsetHeight;
  return performance.now() - begin;
})"""


def main() -> None:
    """Print a line for each view."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=10_000)
    options = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file, page = Path(folder, "factions.yaml"), Path(folder, "site.html")
        generate.write(file, generate.registry(options.changes))
        subprocess.run([*process.tracker("site", file), "-o", str(page)], check=True)
        print(f"{options.changes:,} changes, {page.stat().st_size / 1e6:.1f} MB")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport={"width": 1280, "height": 1000})
        tab.goto(page.as_uri())
        for view in VIEWS:
            times = tab.evaluate(REDRAW, [view, DAYS])
            print(f"{view:<10} {statistics.median(times):6.0f} ms")
        browser.close()


if __name__ == "__main__":
    main()
