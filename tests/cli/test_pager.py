"""Pages that are longer than the terminal, in real pagers."""

from __future__ import annotations

import shutil

import pytest

from tests.support.terminal import InTerminal, Page, in_terminal

__all__ = ["in_terminal"]  # a fixture

LONG = ("status", "--as-of", "2017-11-10", "--known-at", "2017-11-10")
SHORT = ("blocs", "lna", "--as-of", "2017-11-10", "--known-at", "2017-11-10")
#: A pager that shows which lines went through it.
MARKING = {"PAGER": "sed s/^/P:/"}


def shown(
    in_terminal: InTerminal, page: Page, env: dict[str, str], **more: bytes
) -> list[str]:
    """Return the lines of a page on a terminal of 24 lines, where a pager may be used."""
    unset = {"LIBYA_TRACKER_PAGER": env.get("LIBYA_TRACKER_PAGER", env.get("PAGER", ""))}
    (text,) = in_terminal(page, env={"NO_COLOR": "1", **env, **unset}, **more)
    return text.splitlines()


def test_a_page_goes_through_a_pager_where_it_is_longer_than_the_screen(
    in_terminal: InTerminal,
) -> None:
    plain = shown(in_terminal, LONG, {})
    short = shown(in_terminal, SHORT, {})

    assert len(plain) > 24 > len(short)
    assert shown(in_terminal, LONG, MARKING) == [f"P:{line}" for line in plain]
    assert shown(in_terminal, SHORT, MARKING) == short


@pytest.mark.parametrize(
    ("page", "env"),
    [
        (("--no-pager", *LONG), MARKING),
        ((*LONG, "--no-pager"), MARKING),
        (LONG, {"PAGER": "cat"}),
        (LONG, {"PAGER": "less", "LIBYA_TRACKER_PAGER": ""}),
        (LONG, {**MARKING, "TERM": "dumb"}),
    ],
)
def test_no_pager_where_none_is_wanted(
    in_terminal: InTerminal, page: Page, env: dict[str, str]
) -> None:
    lines = shown(in_terminal, page, env)

    assert len(lines) > 24
    assert not any(line.startswith("P:") for line in lines)


@pytest.mark.parametrize(
    "page",
    [
        ("report", "--since", "2010", "-f", "csv"),
        ("report", "--since", "2010", "-f", "markdown"),
        ("graph", "-f", "graphml"),
    ],
)
def test_what_is_for_programs_goes_through_no_pager(
    in_terminal: InTerminal, page: Page
) -> None:
    lines = shown(in_terminal, page, MARKING)

    assert len(lines) > 24
    assert not any(line.startswith("P:") for line in lines)


def test_where_the_pager_cannot_be_run_the_page_is_there_all_the_same(
    in_terminal: InTerminal,
) -> None:
    lines = shown(in_terminal, LONG, {"PAGER": "no-such-pager -x"})

    place = lines.index(
        "note: the pager 'no-such-pager -x' cannot be run; set PAGER, or empty it"
    )
    assert lines[place + 1 :] == shown(in_terminal, LONG, {})


def test_a_pager_that_ends_early_is_no_error(in_terminal: InTerminal) -> None:
    assert (
        shown(in_terminal, LONG, {"PAGER": "head -2"}) == shown(in_terminal, LONG, {})[:2]
    )


@pytest.mark.skipif(not shutil.which("less"), reason="there is no less here")
def test_less_shows_the_first_screen_and_ends_with_q(in_terminal: InTerminal) -> None:
    lines = shown(in_terminal, LONG, {"PAGER": "less"}, keys=b"q")

    text = "\n".join(lines)
    assert "Western Libya, a sample: 2017-11-10" in text
    assert "Divided: it or its own units" not in text
