"""The site in a real browser: what it shows on every day, its controls, its manners."""

from __future__ import annotations

import datetime as dt
import os
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from libya_tracker import sanitize
from libya_tracker.analysis.diff import DiffRow, Why, diff
from libya_tracker.analysis.disputes import DisputeRow, disputes
from libya_tracker.analysis.expected import ExpectedRow, expected
from libya_tracker.analysis.log import LogRow, log
from libya_tracker.analysis.scenarios import ScenarioRow, scenarios
from libya_tracker.analysis.site import Site, site
from libya_tracker.analysis.state import state
from libya_tracker.analysis.status import StatusRow, status
from libya_tracker.cli.app import app
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ClaimFilter, Point
from libya_tracker.output import formats
from libya_tracker.output.formats import Format
from libya_tracker.output.site import data, page
from libya_tracker.storage import files
from tests.conftest import SAMPLE
from tests.support import hostile
from tests.support.browser import CHROMIUM, needs_chromium
from tests.support.places import TOP
from tests.support.sites import relatives_at, turns

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = [pytest.mark.slow, needs_chromium]

#: axe-core's axe.min.js, which checks the rules of accessibility.
AXE = os.environ.get("AXE_JS", "")
RULES = """async (part) =>
  (await axe.run(part, { resultTypes: ["violations"], preload: false })).violations"""
needs_axe = pytest.mark.skipif(not AXE, reason="$AXE_JS names no axe.min.js of axe-core")
REPORT = "<!DOCTYPE html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n" + (
    '<meta http-equiv="Content-Security-Policy" content="">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>The bulletin</title>\n</head>\n<body><p>The bulletin</p></body>\n</html>\n"
)
VIEWS = (
    *("/network", "/lanes", "/matrix", "/ties", "/claims", "/disputes", "/expected"),
    *("/what-ifs", "/compare"),
)

#: What the sample does not have: a faction that split, and a claim that was taken back.
MORE = """\
  - {date: 2017-06, faction: 4th-division, relation: splinter, to: trb}
  - {id: wrong, date: 2017-02-01, faction: trb, relation: allied, to: lna,
     recorded: 2017-02-03T09:00:00Z}
  - {retracts: [wrong], recorded: 2017-07-01T09:00:00Z, note: "It was another brigade."}
"""
#: Goes to each address, and returns what the page then shows and offers as CSV.
SHOW = """async (addresses) => {
  const blobs = [];
  const [create, click] = [URL.createObjectURL, HTMLAnchorElement.prototype.click];
  URL.createObjectURL = (blob) => { blobs.push(blob); return "#"; };
  HTMLAnchorElement.prototype.click = () => {};
  const answers = [];
  for (const address of addresses) {
    history.replaceState(null, "", address);
    dispatchEvent(new HashChangeEvent("hashchange"));
    document.getElementById("csv").click();
    const cells = (row) => [...row.cells].slice(0, 3).map((cell) =>
      (cell.querySelector("a") ?? cell).textContent.replace(/^[-+−0] /, ""));
    const rows = [...document.querySelectorAll("#body tbody tr")].map(cells);
    const drawn = [...document.querySelectorAll("#body .tie[data-from]")].map((tie) =>
      [Number(tie.dataset.from), Number(tie.dataset.to)]);
    const summary = document.getElementById("summary").textContent;
    answers.push([await blobs.pop().text(), rows, summary, drawn]);
  }
  [URL.createObjectURL, HTMLAnchorElement.prototype.click] = [create, click];
  return answers;
}"""


@dataclass
class Visit:
    """A page that is open, and all that it asked for or complained of."""

    page: Page
    perspective: Perspective
    whole: Site
    noises: list[str] = field(default_factory=list)

    def show(self, points: Sequence[Point], place: str) -> list[Any]:
        """Return for each point the CSV, the first cells of the table, and the summary."""
        answers: list[Any] = self.page.evaluate(SHOW, [address(at, place) for at in points])
        return answers

    def at(self, point: Point) -> Perspective:
        return replace(self.perspective, point=point)

    def text(self, name: str) -> str:
        return self.page.locator(name).inner_text()


def address(at: Point, place: str) -> str:
    scenario = f"+{at.scenario}" if at.scenario else ""
    return f"#{at.day}@{at.known}{scenario},{place}"


def csv(rows: Sequence[Any], kind: type[Any]) -> str:
    """Return the rows of a CSV in texts that a page may show, as the script has them."""
    answer = formats.plain_grid(rows, kind)
    cells = [tuple(map(sanitize.lines, row)) for row in formats.csv_cells(answer)]
    return formats.text(formats.Grid(answer.columns, cells), Format.CSV)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


Open = Callable[[str, dt.date], Visit]


@pytest.fixture(scope="module")
def visit(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Open:
    def open_it(registry: str, day: dt.date) -> Visit:
        folder = tmp_path_factory.mktemp("site")
        file, out = folder / "factions.yaml", folder / "site.html"
        file.write_text(registry, encoding="utf-8")
        perspective = Perspective.of(files.read(file), Point(day, day))
        whole = site(perspective)
        out.write_text(page.page(REPORT, data.text(whole)), encoding="utf-8")
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        result = Visit(tab, perspective, whole)
        tab.on("console", lambda message: result.noises.append(message.text))
        tab.on("pageerror", lambda error: result.noises.append(str(error)))
        tab.on("dialog", lambda dialog: result.noises.append(dialog.message))
        tab.on("request", lambda request: result.noises.append(request.url))
        tab.goto(out.as_uri())
        assert result.noises.pop(0) == out.as_uri()
        return result

    return open_it


@pytest.fixture(scope="module")
def sample(visit: Open) -> Visit:
    return visit(SAMPLE.replace("changes:\n", f"changes:\n{MORE}", 1), dt.date(2018, 1, 1))


def assert_status(visit: Visit, points: Sequence[Point]) -> None:
    """Assert that the page shows the ties of each point as ``status`` has them."""
    answers = visit.show(points, "/ties")
    for at, (text, shown, summary, _) in zip(points, answers, strict=True):
        rows = status(state(visit.at(at)))
        assert text == csv(rows, StatusRow)
        ties = [(r.name, r.relation.reads, r.to_name or "") for r in rows if r.relation]
        assert shown == [list(map(sanitize.lines, tie)) for tie in ties]
        assert summary.startswith(f"{at.day.day} {at.day:%B} {at.day.year}: ")
    assert visit.noises == []


def test_the_ties_of_the_sample_on_every_day_and_on_days_of_both_clocks(
    sample: Visit,
) -> None:
    days, knowledge = turns(sample.whole)
    now, what_ifs = knowledge[-1], sample.whole.supposed

    assert_status(sample, [Point(day, now) for day in days])
    assert_status(sample, [Point(day, known) for known in knowledge for day in days[3::5]])
    assert_status(
        sample, [Point(day, now, name) for name in what_ifs for day in days[1::3]]
    )


def test_the_network_of_the_shipped_registry_on_every_day_up_to_2018(visit: Open) -> None:
    text = (TOP / "factions.yaml").read_text(encoding="utf-8")
    shipped = visit(text, dt.date(2017, 12, 31))
    days, knowledge = turns(shipped.whole)
    chance = random.Random(12)
    known = [Point(chance.choice(days), at) for at in chance.sample(knowledge, 8)]
    points = [*(Point(day, knowledge[-1]) for day in days), *known]
    registry = shipped.perspective.registry

    answers = shipped.show(points, "/network")

    assert len(points) > 80
    for at, (text, _, _, drawn) in zip(points, answers, strict=True):
        rows = [row for row in status(state(shipped.at(at))) if row.relation]
        assert text == csv(rows, StatusRow)
        assert drawn == [
            [registry.order[row.faction], registry.order[row.to or ""]]
            for row in rows
            if row.relation and registry.counts(row.faction, row.relation, row.to or "")
        ]
    assert shipped.noises == []


def test_what_is_shown_can_be_had_as_the_csv_of_its_command(sample: Visit) -> None:
    days, knowledge = turns(sample.whole)
    points = [Point(d, k) for d in days[::4] for k in knowledge[::2]]
    for place, of, kind in (
        ("/claims", lambda at: log(at, ClaimFilter()), LogRow),
        ("/disputes", disputes, DisputeRow),
        ("/expected", expected, ExpectedRow),
    ):
        answers = sample.show(points, place)
        for at, (text, *_) in zip(points, answers, strict=True):
            rows = of(sample.at(at))
            order = (lambda r: r.date.text) if place == "/expected" else (lambda _: 0)
            assert text == csv(sorted(rows, key=order), kind), (place, at)
    assert sample.noises == []


def test_each_control_works_by_keyboard(sample: Visit) -> None:
    tab = sample.page
    tab.evaluate("location.hash = '#2017-11-10,/network'")
    tab.wait_for_function(
        "document.getElementById('day').textContent === '10 November 2017'"
    )

    def press(selector: str, *keys: str) -> str:
        for key in keys:
            tab.press(selector, key)
        return tab.evaluate("location.hash")  # type: ignore[no-any-return]

    def follow(selector: str) -> str:
        """Follow a link: its place is shown a little later, and then has the focus."""
        tab.press(selector, "Enter")
        expect(tab.locator("#heading")).to_be_focused()
        return tab.evaluate("location.hash")  # type: ignore[no-any-return]

    before = press("#previous", "Enter")
    assert before < "#2017-11-10"
    assert press("#next", "Space") > before
    assert press("#slider", "Home") < press("#slider", "ArrowRight", "ArrowRight") < before
    assert press("#slider", "End").startswith("#2018-01-01,")
    assert tab.get_attribute("#slider", "aria-valuetext") == "1 January 2018"
    assert "@" in press("#known", "Home")
    assert "as known on" in sample.text("#summary")
    assert "@" not in press("#now", "Enter")
    assert "+" in press("#supposing", "ArrowDown")
    assert "supposing" in sample.text("#summary")
    assert "+" not in press("#supposing", "ArrowUp")
    press("#play", "Enter")
    assert sample.text("#play") == "Pause"
    press("#play", "Enter")
    assert sample.text("#play") == "Play"
    tab.fill("#date", "2017-11-10")
    assert follow("[data-view='/claims']").endswith("2017-11-10,/claims")
    assert press("[name=words]", "z", "i", "n").endswith("?words=zin")
    assert press("[name=certain]", "Space").endswith("?words=zin&certain=yes")
    assert tab.locator("#body tbody tr").count() < len(sample.whole.claims)
    with tab.expect_download() as download:
        tab.press("#csv", "Enter")
    assert download.value.suggested_filename == "claims-2017-11-10.csv"
    assert follow("[data-view='/network']").endswith("2017-11-10,/network")
    registry = sample.whole.perspective.registry
    assert follow(f"a.node[data-id='{registry.order['trb']}']").endswith(",trb")
    assert sample.text("#heading") == registry.factions["trb"].name
    tab.go_back()
    expect(tab.locator("#heading")).to_have_text("Network")
    assert sample.noises == []


def test_the_links_of_each_view_keep_the_day_that_is_shown(sample: Visit) -> None:
    last = sample.perspective.point.known
    for place in (*VIEWS, "trb"):
        for day in (dt.date(2017, 10, 24), dt.date(2017, 11, 10)):
            sample.show([Point(day, last)], place)
            links = sample.page.evaluate(
                "[...document.querySelectorAll('#views a, #body a')].map((link) =>"
                " link.getAttribute('href')).filter((href) => href[0] === '#')"
            )
            assert len(links) > 8, place
            assert {link.partition(",")[0].partition("+")[0] for link in links} == {
                f"#{day}"
            }


def test_a_wrong_address_shows_the_last_day(sample: Visit) -> None:
    for wrong in ("#", "#x,y", "#2017-02-30,nobody", "#2099-01-01@2099-01-01+none,/none"):
        sample.page.evaluate("(hash) => { location.hash = hash; }", wrong)
        sample.page.evaluate("dispatchEvent(new HashChangeEvent('hashchange'))")
        assert sample.text("#day") == "1 January 2018", wrong
        assert sample.text("#heading") == "Network"
    assert sample.noises == []


def test_two_points_are_compared_as_by_diff(sample: Visit) -> None:
    days, knowledge = turns(sample.whole)
    days, chance = days[1:], random.Random(12)
    pairs = [
        (Point(one, at, name), Point(other, at, name))
        for name in (None, *sample.whole.supposed)
        for one, other in zip(days, chance.sample(days, len(days)), strict=True)
        for at in (knowledge[-1],)
    ] + [
        (Point(chance.choice(days), one), Point(chance.choice(days), other))
        for one, other in product(knowledge, repeat=2)
    ]
    answers = sample.page.evaluate(
        SHOW, [address(b, f"/compare?from={a.day}&knew={a.known}") for a, b in pairs]
    )

    reasons = set()
    for (a, b), (text, *_) in zip(pairs, answers, strict=True):
        rows = diff(sample.at(a), sample.at(b))
        whole = formats.grid(rows, DiffRow)
        own = formats.Grid(whole.columns[:8], [row[:8] for row in whole.rows])
        assert text == formats.text(own, Format.CSV), (a, b)
        reasons |= {row.why for row in rows}
    assert {*Why} - reasons == {Why.OTHER_SOURCES}
    assert sample.noises == []


def test_relatives_and_what_ifs_are_those_of_the_day(sample: Visit) -> None:
    days, knowledge = turns(sample.whole)
    points = [Point(day, known) for known in knowledge for day in days]
    answers = sample.show(points, "/what-ifs")
    for at, (text, *_) in zip(points, answers, strict=True):
        assert text == csv(scenarios(sample.at(at)), ScenarioRow), at

    kin = relatives_at(sample.whole, sample.perspective.point)
    name, rows = next(iter(kin.items()))
    since = next(row.since for row in rows if row.since)
    before = since.first - dt.timedelta(days=1)
    registry = sample.perspective.registry
    for day in (since.last, before):
        sample.show([Point(day, knowledge[-1])], name)
        own = relatives_at(sample.whole, Point(day, knowledge[-1])).get(name, ())
        listed = sample.page.locator(
            "#body h3:has-text('Lineage') + ul li"
        ).all_inner_texts()
        assert [item.partition(" (")[0] for item in listed] == [
            f"{row.section}: {registry.factions[row.value].name}" for row in own
        ]


@needs_axe
def test_the_rules_of_accessibility_hold(sample: Visit) -> None:
    """All rules, in each view: light and dark, on a desk and on a phone."""
    tab = sample.page
    tab.evaluate(Path(AXE).read_text(encoding="utf-8"))
    for width, place in product((390, 1280), (*VIEWS, "trb")):
        tab.set_viewport_size({"width": width, "height": 900})
        sample.show([Point(dt.date(2017, 11, 10), sample.perspective.point.known)], place)
        for colours in ("light", "dark"):
            tab.emulate_media(color_scheme=colours)
            violations = tab.evaluate(RULES, "html" if place == VIEWS[0] else "main")
            own = [(v["id"], v["nodes"][0]["html"]) for v in violations]
            assert own == [], (width, place, colours)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, place
    tab.emulate_media(color_scheme="light")


def test_a_phone_has_a_network_with_a_list_of_names_and_lanes_with_letters(
    sample: Visit,
) -> None:
    tab, (at,) = sample.page, [Point(dt.date(2017, 11, 10), sample.perspective.point.known)]
    tied = {row.faction for row in status(state(sample.at(at))) if row.relation}
    for width in (320, 390, 799, 800):
        tab.set_viewport_size({"width": width, "height": 900})
        sample.show([at], "/network")
        picture = tab.locator("#body .scroll")
        assert picture.evaluate("(box) => box.scrollWidth - box.clientWidth") == 0, width
        names = tab.locator("#body .names a").evaluate_all(
            "(links) => links.map((link) => link.dataset.place)"
        )
        assert {*names} == (tied if width < 800 else set())
        assert tab.locator("#body .node").count() >= len(tied)
        sample.show([at], "/lanes")
        letters = tab.locator("#body .lanes g:has(> .bar)").evaluate_all(
            "(bars) => bars.map((bar) => bar.querySelectorAll('.letter').length)"
        )
        assert letters  # else a short bar says its side by its colour alone
        assert all(letters)
    tab.set_viewport_size({"width": 1280, "height": 900})


def test_no_page_is_wider_than_the_screen(sample: Visit) -> None:
    tab, at = sample.page, Point(dt.date(2017, 11, 10), sample.perspective.point.known)
    for width, place in product((320, 641, 800, 991, 993, 1100), (*VIEWS, "trb")):
        tab.set_viewport_size({"width": width, "height": 900})
        sample.show([at], place)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, (width, place)
    tab.set_viewport_size({"width": 1280, "height": 900})


def test_hostile_names_are_inert(visit: Open) -> None:
    chance = random.Random(5)
    text = hostile.registry(lambda: hostile.hostile(chance))
    spoiled = visit(text, dt.date(2018, 1, 1))
    points = [
        spoiled.perspective.point,
        Point(dt.date(2018, 1, 1), dt.date(2018, 1, 1), "w"),
    ]

    for place in (*VIEWS, "f0"):
        spoiled.show(points[-1:], place)
    assert_status(spoiled, points)

    elements = spoiled.page.evaluate(
        "[...document.querySelectorAll('script, iframe, img, object, embed, base')].length"
    )
    assert elements == 0
    assert spoiled.noises == []


def test_the_document_shows_a_picture_of_the_site(
    browser: Browser, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """``--update-snapshots`` draws it anew; another browser draws it a little otherwise."""
    picture, text = TOP / "docs" / "site.png", (TOP / "docs" / "site.md").read_text("utf-8")
    if request.config.getoption("--update-snapshots"):
        words = re.findall(r"`libya-tracker (site .+?)`, at `(.+?)`", text)[0]
        registry, out = str(TOP / "factions.yaml"), tmp_path / "site.html"
        CliRunner().invoke(app, [*words[0].split(), "-r", registry, "-o", str(out)])
        tab = browser.new_page(viewport={"width": 940, "height": 728})
        tab.goto(out.as_uri() + words[1])
        tab.screenshot(path=picture)

    assert "](site.png)" in text
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < 300_000
