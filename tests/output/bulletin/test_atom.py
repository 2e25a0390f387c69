"""The bulletin as a feed: valid, the same in each run, and safe in a reader."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from tests.conftest import SAMPLE, Run
from tests.support.bulletins import HOSTILE_PERIOD, HOSTILE_REGISTRY, PERIOD
from tests.support.places import TOP

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = etree.RelaxNG(etree.parse(TOP / "tests" / "atom.rng"))
SHIPPED = ("report", "--since", "2017-10-24", "--until", "2017-11-11", "-f", "atom")


def feed(text: str) -> etree._Element:
    """Return a feed that RFC 4287 allows, each id in it once."""
    root = etree.fromstring(text.encode())
    SCHEMA.assertValid(root)
    ids = [str(element.text) for element in root.iter(f"{ATOM}id")]
    assert len({*ids}) == len(ids)
    assert all(name.startswith("tag:libya-tracker.invalid,2017:") for name in ids)
    updated = [str(element.text) for element in root.iter(f"{ATOM}updated")]
    assert updated[0] == max(updated)
    return root


def entries(text: str) -> dict[str, tuple[str, str]]:
    """Return the title and the day of each entry by its id."""
    return {
        child(entry, "id"): (child(entry, "title"), child(entry, "updated")[:10])
        for entry in feed(text).iter(f"{ATOM}entry")
    }


def child(element: etree._Element, name: str) -> str:
    return str(element.findtext(f"{ATOM}{name}"))


def test_the_sample_as_a_feed(run: Run) -> None:
    news = entries(run(*PERIOD, "-f", "atom").stdout)

    assert len(news) == 6 + 4 + 1 + 1 + 2 + 1 + 3
    start = "tag:libya-tracker.invalid,2017:Western%20Libya%2C%20a%20sample/tidings"
    assert news[f"{start}/tie/member/trb/tidings/2017-11-01-trb-tidings"] == (
        "Tripoli Revolutionaries' Brigade member of Operation 'Tidings of Security'",
        "2017-11-03",
    )


def test_every_period_of_the_shipped_registry_is_a_valid_feed(run: Run) -> None:
    text = run(*SHIPPED, registry=None).stdout

    root = feed(text)
    assert len(list(root.iter(f"{ATOM}entry"))) == 39
    assert root.findtext(f"{ATOM}updated") == "2017-11-11T00:00:00Z"
    via = [link.get("href") for link in root.iter(f"{ATOM}link")]
    assert via
    assert all(str(address).startswith("http") for address in via)


def test_a_day_later_the_same_news_has_the_same_ids_and_days(run: Run) -> None:
    first = entries(run(*PERIOD, "-f", "atom").stdout)
    later = ("report", "--since", "2017-11-02", "--until", "2017-11-12", "-f", "atom")
    second = entries(run(*later).stdout)

    both = first.keys() & second.keys()
    assert len(both) >= 8
    assert {name: first[name][1] for name in both} == {
        name: second[name][1] for name in both
    }


def test_a_further_claim_is_another_entry(run: Run) -> None:
    more = SAMPLE.replace(
        "scenarios:",
        "  - {date: 2017-11-09, faction: trb, relation: member, to: tidings, "
        "sources: [monitor], recorded: 2017-11-10}\nscenarios:",
    )

    before, after = (
        entries(run(*PERIOD, "-f", "atom", registry=text).stdout) for text in (SAMPLE, more)
    )

    [new] = after.keys() - before.keys()
    assert new.endswith("/tie/member/trb/tidings/2017-11-09-trb-tidings")
    assert after[new][1] == "2017-11-10"


def test_a_tie_that_days_alone_ended_is_other_news(run: Run) -> None:
    registry = (
        "factions: {a: {name: A}, b: {name: B}}\nchanges:\n"
        "  - {date: 2017-11-01, faction: a, relation: aligned, to: b, until: 2017-11-04}\n"
    )

    def news(since: str, until: str) -> dict[str, tuple[str, str]]:
        args = ("report", "--since", since, "--until", until, "-f", "atom")
        return entries(run(*args, registry=registry).stdout)

    start = "tag:libya-tracker.invalid,2017:factions.yaml/a/tie/aligned/a/b/2017-11-01-a-b"
    assert {name: day for name, (_, day) in news("2017-11-01", "2017-11-02").items()} == {
        start: "2017-11-01"
    }
    ended = news("2017-11-05", "2017-11-06")
    assert list(ended) == [f"{start}/over"]
    assert ended == news("2017-11-03", "2017-11-20")


def test_registries_of_one_title_have_ids_of_their_own(run: Run) -> None:
    registry = (
        "title: Desk\nfactions: {{{}: {{name: A}}, {}: {{name: B}}}}\nchanges:\n"
        "  - {{date: 2017-11-01, faction: {}, relation: aligned, to: {}}}\n"
    )
    args = ("report", "--since", "2017-11-01", "--until", "2017-11-02", "-f", "atom")

    one, other = (
        entries(run(*args, registry=registry.format(*names, "a", "b")).stdout)
        for names in ("ab", "ba")
    )
    assert one.keys().isdisjoint(other)
    grown = registry.format(*"ab", "a", "b").replace("}}\n", "}, c: {name: C}}\n", 1)
    assert entries(run(*args, registry=grown).stdout) == one


@pytest.mark.parametrize(
    ("address", "feed_id"),
    [
        ("https://example.org/west.atom", "https://example.org/west.atom#bulletin"),
        ("https://example.org/west/", "https://example.org/west/bulletin"),
        ("tag:desk@example.org,2024:west", "tag:desk@example.org,2024:west/bulletin"),
        ("urn:uuid:5a0b1c8e-4c0e-4e2b-9b1e-1f0d2c3b4a59#", None),
    ],
)
def test_ids_begin_with_an_address_of_the_users_own(
    run: Run, address: str, feed_id: str | None
) -> None:
    text = run(*PERIOD, "-f", "atom", "--feed-id", address).stdout

    root = etree.fromstring(text.encode())
    SCHEMA.assertValid(root)
    ids = [str(element.text) for element in root.iter(f"{ATOM}id")]
    assert len({*ids}) == len(ids)
    assert ids[0] == (feed_id or f"{address}bulletin")
    assert all(name.startswith(ids[0].removesuffix("bulletin")) for name in ids)


def test_an_address_for_ids_is_whole_and_for_a_feed(run: Run) -> None:
    part = run(*PERIOD, "-f", "atom", "--feed-id", "west")
    page = run(*PERIOD, "--feed-id", "https://example.org/west.atom")

    assert (part.exit_code, part.stdout) == (page.exit_code, page.stdout) == (2, "")
    assert "'west': this is no whole address, such as https://example.org/" in part.stderr
    assert "--feed-id is for -f atom, which has ids" in page.stderr


def test_without_news_a_feed_is_empty_and_valid(run: Run) -> None:
    root = feed(run("report", "--since", "2018-01-01", "-f", "atom").stdout)

    assert list(root.iter(f"{ATOM}entry")) == []
    assert child(root, "updated") == "2017-12-31T00:00:00Z"


def test_hostile_names_are_text_in_a_reader(run: Run) -> None:
    root = feed(run(*HOSTILE_PERIOD, "-f", "atom", registry=HOSTILE_REGISTRY).stdout)

    tags = {
        str(element.tag)
        for content in root.iter(f"{ATOM}content")
        for element in lxml.html.fragment_fromstring(str(content.text), "div").iter()
    }
    assert tags == {"div", "p", "a", "blockquote"}
    links = {str(link.get("href")).partition("?")[0] for link in root.iter(f"{ATOM}link")}
    assert links == {"https://example.org/a", "https://example.org/أخبار"}


@pytest.mark.parametrize("name", ["news.atom"])
def test_the_ending_of_a_file_makes_it_a_feed(run: Run, tmp_path: Path, name: str) -> None:
    assert run(*PERIOD, "-o", name).exit_code == 0

    feed((tmp_path / name).read_text("utf-8"))
