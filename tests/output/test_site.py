"""The site as a file: what it may do, what it holds, and its script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from libya_tracker.output.site import page
from libya_tracker.output.svg import status_marks
from tests.conftest import Run
from tests.support.bulletins import HOSTILE_REGISTRY
from tests.support.places import PACKAGE

FOLDER = PACKAGE / "output" / "site"
LONGEST_SCRIPT, LONGEST_LINE = 600, 120
GLOBALS = (
    "document window location history addEventListener setInterval clearInterval "
    "setTimeout Intl URL URLSearchParams Blob"
)
RULES = (
    *("no-undef", "no-unused-vars", "prefer-const", "no-var", "eqeqeq", "no-shadow"),
    *(
        "no-eval",
        "no-implied-eval",
        "no-new-func",
        "no-implicit-globals",
        "consistent-return",
    ),
)


def written(run: Run, *more: str, **registry: str) -> str:
    result = run("site", "-o", "index.html", *more, **registry)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    return Path("index.html").read_text(encoding="utf-8")


def data_of(text: str) -> dict[str, Any]:
    match = re.search(
        r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL
    )
    assert match
    data: dict[str, Any] = json.loads(match[1])
    return data


def sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_lets_nothing_act_but_what_the_page_holds(run: Run) -> None:
    text = written(run)

    policies = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(policies) == len(scripts) == 1
    assert scripts[0] == page.script()
    assert policies[0].startswith(f"default-src 'none'; script-src {sha256(scripts[0])}; ")
    assert "unsafe-inline" not in policies[0]
    assert "unsafe-eval" not in policies[0]
    for style in re.findall(r"<style[^>]*>(.*?)</style>", text, re.DOTALL):
        assert sha256(style) in policies[0]
    for style in re.findall(r' style="([^"]*)"', text):
        assert sha256(unescape(style)) in policies[0]
    assert not re.search(r"<(link|img|iframe|object|embed|base)\b| (src|on\w+)=", text)


def test_without_script_it_is_the_bulletin_of_the_year_up_to_the_last_claim(
    run: Run,
) -> None:
    text = written(run)
    report = run("report", "--since", "2017-01-02", "-f", "html").stdout

    body = re.search(r"<main.*?</main>", report, re.DOTALL)
    assert body
    lines, whole = " ".join(body[0].split()), " ".join(text.split())  # folded for mail
    assert lines in whole
    assert whole.index(lines) < whole.index('<template id="site">')


def test_the_same_registry_and_day_make_the_same_bytes(run: Run) -> None:
    again = run("site", registry=None) if Path("factions.yaml").exists() else run("site")

    assert written(run, "--as-of", "2018-01-01") == again.stdout


def test_the_days_and_the_claims_can_be_narrowed(run: Run) -> None:
    text = written(run, "--as-of", "2017-11-05", "--min-status", "confirmed")

    data = data_of(text)
    assert data["last"] == 17475  # days from 1970 to 2017-11-05
    assert data["conditions"] == ["claims at least confirmed"]


def test_nothing_in_the_data_ends_it(run: Run) -> None:
    text = written(run, registry=HOSTILE_REGISTRY)

    data = data_of(text)
    assert any("<script>" in faction["name"] for faction in data["factions"])
    assert text.count("</script>") == 2
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text)


def test_a_page_that_is_too_large_has_one_clock_and_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "LIMIT", 0)
    note, also = run("site", "-o", "index.html").stderr.splitlines()
    assert also == (
        "note: even so it has 0 MB, and a browser takes long to open it; --min-status and "
        "--according-to leave claims out"
    )
    monkeypatch.setattr(page, "LIMIT", Path("index.html").stat().st_size)

    result = run("site", "-o", "index.html", registry=None)

    assert (result.exit_code, result.stdout) == (0, "")
    assert (
        result.stderr
        == (
            "note: with every day of knowledge the page would be larger than 10 MB; "
            "it has what is known now alone\n"
        )
        == f"{note}\n"
    )
    data = data_of(Path("index.html").read_text(encoding="utf-8"))
    assert data["oneClock"] is True
    assert {len(tie[2]) for tie in data["record"]["ties"]} == {1}


@pytest.mark.parametrize("name", ["factions.yaml", "site.html.gz", "site.csv"])
def test_it_is_not_written_over_a_registry_nor_under_a_name_of_another_format(
    run: Run, name: str
) -> None:
    result = run("site", "-o", name)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "--output" in result.stderr


def test_the_script_is_short_and_all_of_it_is_in_the_page() -> None:
    modules = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.js")}

    lines = [line.strip() for text in modules.values() for line in text.splitlines()]
    code = [line for line in lines if line and not line.startswith(("//", "/**"))]
    assert {*modules} == {*page.MODULES}
    assert all(text in page.script() for text in modules.values())
    assert len(code) <= LONGEST_SCRIPT
    assert max(map(len, lines)) <= LONGEST_LINE
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", page.script()
    )


def test_the_signs_of_the_status_are_those_of_the_pictures() -> None:
    parts = (FOLDER / "site.html").read_text(encoding="utf-8")

    for status, outline in status_marks.ON_LINES.items():
        assert re.search(f'<marker id="{status}" [^>]*><path d="{outline}"/>', parts)


@pytest.mark.slow
def test_the_script_is_as_the_linter_wants_it(tmp_path: Path) -> None:
    script = tmp_path / "site.js"
    script.write_text(page.script(), encoding="utf-8")
    if eslint := shutil.which("eslint"):
        config = tmp_path / "eslint.config.mjs"
        options = {
            "languageOptions": {
                "sourceType": "script",
                "globals": dict.fromkeys(GLOBALS.split(), "readonly"),
            },
            "rules": dict.fromkeys(RULES, "error"),
        }
        config.write_text(f"export default [{json.dumps(options)}];\n", encoding="utf-8")
        command = [eslint, "--config", str(config), str(script)]
    elif node := shutil.which("node"):
        command = [node, "--check", str(script)]
    else:
        pytest.skip("neither eslint nor node is on the path")
    result = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (result.returncode, result.stdout + result.stderr) == (0, "")
