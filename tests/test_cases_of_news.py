"""Small registries with known answers: where there is no news, or none for long."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Run
from tests.support.places import case

BACKDATED = ("report", "--since", "2017-11-01", "--until", "2017-11-05")


def test_a_bulletin_without_news_says_what_was_recorded_later(run: Run) -> None:
    result = run(*BACKDATED, registry=case("backdated"))
    json_result = run(*BACKDATED, "-f", "json", registry=None)
    later = run(*BACKDATED, "--known-at", "today", "-f", "json", registry=None)

    note = "note: 1 claim of these days was recorded later; to see it: --known-at today\n"
    assert (result.exit_code, result.stderr) == (0, note)
    assert "Nothing new." in result.stdout
    assert (json_result.stdout, json_result.stderr) == ("[]\n", note)
    assert [row["changes"] for row in json.loads(later.stdout)] == [["2017-11-03-a-b"]]
    assert later.stderr == ""


@pytest.mark.parametrize(
    ("args", "note"),
    [
        (("--since", "2017-11-05", "--until", "2017-11-05"), False),
        (("--since", "2017-11-03", "--until", "2017-11-03", "b"), True),
        (("--since", "2017-11-03", "--until", "2017-11-03", "c"), False),
        (
            ("--since", "2017-11-03", "--until", "2017-11-03", "--min-status", "confirmed"),
            False,
        ),
        (("--since", "2017-11-03", "--until", "2017-11-03", "--only-if-changed"), False),
    ],
)
def test_only_what_a_bulletin_would_have_shown_was_recorded_later(
    run: Run, args: tuple[str, ...], note: bool
) -> None:
    registry = case("backdated").replace("changes:", "  c: {name: Gamma}\nchanges:")

    result = run("report", *args, registry=registry)

    assert (result.exit_code, "recorded later" in result.stderr) == (0, note)


def test_what_was_published_later_is_counted_too(run: Run) -> None:
    text = case("backdated").replace("    recorded: 2018-01-01T00:00:00Z\n", "")

    result = run(
        *BACKDATED, registry=text.replace("date: 2017-11-05}", "date: 2017-11-09}")
    )

    assert result.stderr == (
        "note: 1 claim of these days was recorded or published later; "
        "to see it: --known-at today\n"
    )


@pytest.mark.parametrize(
    ("name", "day", "note"),
    [
        pytest.param("clash", "2014-06", "", id="of the same year"),
        pytest.param("clash", "2020", "2014-05-03", id="of long ago"),
        pytest.param("persist-and-until", "1955-01-01", "", id="a pact that still lasts"),
        pytest.param("persist-and-until", "1965", "1959-12-31", id="its end"),
        pytest.param("by-then-it-had-left", "2017-11-05", "", id="by a day of that week"),
        pytest.param("by-then-it-had-left", "2020", "..2017-10-31", id="by a day"),
    ],
)
def test_a_page_says_where_the_latest_claim_is_old(
    run: Run, name: str, day: str, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIBYA_TRACKER_TODAY", "2026-11-26")

    page = run("status", "--as-of", day, registry=case(name)).stdout

    assert page.partition("The latest claim is of ")[2] == (f"{note}.\n" if note else "")
