"""The bulletin as a page of HTML: sound, safe, legible, and read by a real browser."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import pairwise, product
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from libya_tracker.analysis import report as news
from libya_tracker.analysis.timeline import Novelty
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Faction
from libya_tracker.output import xml
from libya_tracker.output.svg import network, timeline
from libya_tracker.output.xml import Element
from libya_tracker.storage import files as reading
from libya_tracker.views.report_figures import choose, figures
from tests.conftest import SAMPLE, Run
from tests.support.browser import browse, needs_chromium
from tests.support.bulletins import HOSTILE, HOSTILE_PERIOD, HOSTILE_REGISTRY, PERIOD
from tests.support.contrast import AA_TEXT, contrast
from tests.support.places import PACKAGE
from tests.support.registries import HERE, claim, index_of, point

pytestmark = pytest.mark.slow  # whole bulletins

#: Who has lanes where there is room for three.
LANES = [
    "Zintan Military Council",
    "LNA-affiliated units of Zintan",
    "Libyan National Army",
]
CSS = (PACKAGE / "output/bulletin/templates/report.css").read_text()
_VOID = frozenset({"meta", "br", "img", "link", "hr", "input"})
_SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


@pytest.fixture
def page(run: Run) -> str:
    return run(*PERIOD, "-f", "html").stdout


@pytest.fixture
def hostile(run: Run) -> str:
    return run(*HOSTILE_PERIOD, "-f", "html", registry=HOSTILE_REGISTRY).stdout


class _Balance(HTMLParser):
    """Finds the tags that are not closed where they should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def problems(text: str) -> list[str]:
    """Return what makes a page unsound or unsafe."""
    balance = _Balance()
    balance.feed(text)
    root = lxml.html.document_fromstring(text)
    elements = [e for e in root.iter() if isinstance(e.tag, str)]
    ids = [name for e in elements if (name := e.get("id"))]
    return [
        *(f"unbalanced {tag}" for tag in (*balance.wrong, *balance.open)),
        *(f"twice {name}" for name in {*ids} if ids.count(name) > 1),
        *(f"tag {e.tag}" for e in elements if e.tag in {"script", "img", "iframe", "link"}),
        *(
            f"{e.tag} {name}"
            for e in elements
            for name in map(str, e.attrib)
            if name[:2] == "on"
        ),
        *_addresses(elements, {*ids}),
    ]


def _addresses(
    elements: list[lxml.html.HtmlElement], ids: set[str | None]
) -> Iterator[str]:
    """Yield addresses that a page must not have: fetched, harmful, or leading nowhere."""
    for element in elements:
        for name in ("src", "href", "xlink:href", "action", "data", "poster", "srcset"):
            address = element.get(name)
            if address is None:
                continue
            inside = address.startswith("#") and address[1:] in ids
            outside = address.startswith("https://") and element.tag == "a"
            if outside and element.get("rel") != "noopener noreferrer":
                yield f"{element.tag} rel {element.get('rel')}"
            if not (inside or outside):
                yield f"{element.tag} {name} {address}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<html><body><p>x</p></body></html>", []),
        (
            "<html><body><p>x</body></html>",
            ["unbalanced body", "unbalanced html", "unbalanced html"],
        ),
        ("<p id=a></p><p id=a></p>", ["twice a"]),
        ("<p><script>x</script></p>", ["tag script"]),
        ("<p onclick='x'></p>", ["p onclick"]),
        ("<p><a href='javascript:x'>x</a></p>", ["a href javascript:x"]),
        ("<p><a href='https://x.org'>x</a></p>", ["a rel None"]),
        ("<p><a href='#gone'>x</a></p>", ["a href #gone"]),
        ("<p><use href='https://x.org/a.svg'></use></p>", ["use href https://x.org/a.svg"]),
    ],
)
def test_an_unsound_page_is_seen(text: str, expected: list[str]) -> None:
    assert problems(text)[:1] == expected[:1]


def test_the_sample_as_a_page(page: str, snapshot: Callable[[str], None]) -> None:
    style = page.index("<style>"), page.index("</style>")
    snapshot(_SVG.sub("<svg>…</svg>", page[: style[0]] + page[style[1] :]))


def test_pages_are_sound(page: str, hostile: str) -> None:
    assert problems(page) == []
    assert problems(hostile) == []


def test_only_what_is_denied_is_read_out_as_denied(page: str) -> None:
    root = lxml.html.document_fromstring(page)
    unseen: dict[str, set[str]] = {}
    for section in root.iter("section"):
        spans = [e for e in section.iter("span") if e.get("class") == "unseen"]
        unseen[section.get("id", "")] = {words(span) for span in spans}

    assert "denied: " in unseen["happened"]
    assert {"disputes", "expected"} <= {*unseen}
    assert unseen["expected"] == {"expectation: "}
    assert unseen["disputes"] == {"denied: "}
    assert not unseen.get("tensions", set()) | unseen["stale"]


def test_names_are_text_and_kept_to_themselves(hostile: str) -> None:
    root = lxml.html.document_fromstring(hostile)
    names = {words(e) for e in root.iter("bdi")}

    assert {*HOSTILE.values()} <= names
    assert words(next(root.iter("title"))).startswith("<script>document.")
    notes = [e for e in root.iter("p") if e.get("class") == "note"]
    assert notes
    assert {note.get("dir") for note in notes} == {"auto"}
    assert (root.get("dir"), root.get("lang")) == ("ltr", "en")


def test_only_safe_addresses_of_sources_are_links(hostile: str) -> None:
    root = lxml.html.document_fromstring(hostile)
    rows = {row.get("id"): row for row in root.iter("tr") if row.get("id")}

    links = {name: [a.get("href") for a in row.iter("a")] for name, row in rows.items()}
    assert links == {
        "source-bad": [],
        "source-good": ['https://example.org/a?b="c"&d=<e>\'f(g)'],
        "source-rtl": ["https://example.org/أخبار"],
    }
    assert "javascript:document" in words(rows["source-bad"])


def test_the_page_can_be_walked_through(page: str) -> None:
    root = lxml.html.document_fromstring(page)
    heads = [int(e.tag[1]) for e in root.iter() if re.fullmatch("h[1-6]", str(e.tag))]

    assert heads[0] == 1
    assert heads.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(heads))
    for landmark in ("header", "nav", "main", "footer"):
        assert len(list(root.iter(landmark))) == 1
    for section in root.iter("section"):
        assert section.find(f".//*[@id='{section.get('aria-labelledby')}']") is not None
    for table in root.iter("table"):
        assert table.find("caption") is not None
        assert all(head.get("scope") in {"col", "row"} for head in table.iter("th"))
    pictures = list(root.iter("svg"))
    assert [picture.get("role") for picture in pictures] == ["img"] * 4
    # The second of each is drawn for a phone, and shown there in place of the first.
    boxes = [picture.get("viewbox", "").split()[2] for picture in pictures]
    assert [box == "360" for box in boxes] == [False, True] * 2
    frames = [frame for frame in root.iter("div") if "picture" in frame.get("class", "")]
    assert [frame.get("hidden") is not None for frame in frames] == [False, True] * 2
    assert all(picture.find("title") is not None for picture in pictures)
    assert all(figure.find("figcaption") is not None for figure in root.iter("figure"))


def test_no_date_is_broken_at_a_hyphen(page: str) -> None:
    main = next(lxml.html.document_fromstring(page).iter("main"))
    etree.strip_elements(main, "svg", with_tail=False)

    dates = [
        (part, element)
        for element in main.iter()
        for text in (element.text, element.tail)
        for part in re.findall(r"\d{4}-\d\d", str(text or ""))
    ]
    whole = [*main.iter("span"), *main.iter("bdi")]
    inside = {
        part
        for element in whole
        if element.get("class") == "whole"
        for part in re.findall(r"\d{4}-\d\d", words(element))
    }
    assert len(dates) > 30
    assert {part for part, _ in dates} == inside


def test_what_stands_without_being_news_is_summed_up_at_the_top(run: Run) -> None:
    quiet, stands = ("report", "--since", "2018-01-01"), "As before: 1 overdue expectation,"
    text, marked = (run(*quiet, "-f", form).stdout for form in ("html", "markdown"))
    header = next(lxml.html.document_fromstring(text).iter("header"))

    assert stands in words(header)
    assert text.count(stands) == 1
    assert marked.split("\n\n")[2].startswith(stands)
    empty = "title: Nothing\n"
    assert "As before" not in run(*quiet, "-f", "html", registry=empty).stdout


def test_without_news_the_page_says_so_and_draws_everybody(run: Run) -> None:
    text = run("report", "--since", "2018-01-01", "-f", "html").stdout
    root = lxml.html.document_fromstring(text)

    assert problems(text) == []
    assert "There is no news in this period." in words(next(root.iter("main")))
    assert "The sides that all factions took" in words(next(root.iter("figcaption")))


def test_an_empty_registry_has_a_page_without_pictures(run: Run) -> None:
    empty = "factions:\n  a: {name: A}\n"
    text = run("report", "--since", "7d", "-f", "html", registry=empty).stdout

    assert problems(text) == []
    assert "<svg" not in text


def schemes() -> dict[str, dict[str, str]]:
    """Return the colours of the page by their names, in light and in dark."""
    schemes = [dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", part)) for part in _roots()]
    return dict(zip(("light", "dark"), schemes, strict=True))


def _roots() -> list[str]:
    return re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_is_legible_on_every_ground(scheme: str) -> None:
    colours = schemes()[scheme]
    grounds = {"paper", "raised"}
    inks = colours.keys() - grounds - {"rule"}

    assert inks == {"text", "soft", "link", "good", "bad", "middling"}
    pairs = {
        (ink, ground): contrast(colours[ink], colours[ground])
        for ink, ground in product(sorted(inks), sorted(grounds))
    }
    assert {pair: ratio for pair, ratio in pairs.items() if ratio < AA_TEXT} == {}


def test_the_style_sets_no_colour_but_those() -> None:
    rules = re.sub(r":root \{.*?\}", "", CSS, flags=re.DOTALL)

    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl", rules)
    used = {*re.findall(r"var\(--(\w+)\)", rules)}
    assert used == schemes()["light"].keys() == schemes()["dark"].keys()
    assert {*re.findall(r"(?:^|[;{\s])color: ([^;]+);", rules)} <= {
        *(f"var(--{name})" for name in schemes()["light"]),
        "inherit",
    }
    assert "url(" not in CSS
    assert "@import" not in CSS


def sample_bulletin(a: str, b: str) -> news.Bulletin:
    index = ClaimIndex(reading.parse(SAMPLE, "sample.yaml"))
    return news.bulletin(Perspective(index, point(a)), Perspective(index, point(b)))


def test_the_pictures_are_of_those_in_the_news() -> None:
    bulletin = sample_bulletin("2017-11-07@2017-11-07", "2017-11-10@2017-11-10")

    pictures = figures(bulletin)

    assert pictures.timeline is not None
    assert (str(pictures.timeline.first), str(pictures.timeline.last)) == (
        "2017-11-01",
        "2017-11-17",
    )
    assert str(pictures.timeline.end) == "2017-11-10: last day of this bulletin"
    assert str(pictures.timeline.mark) == "2017-11-08: first day of this bulletin"
    assert [lane.label for lane in pictures.timeline.lanes] == [
        "4th Division",
        "Janzour militias",
    ]
    assert pictures.network is not None
    assert len(pictures.network.nodes) == 8
    assert pictures.network_caption == "All factions that have ties on this day."


def test_what_began_in_these_days_has_a_frame() -> None:
    bulletin = sample_bulletin("2017-10-31@2017-10-31", "2017-11-10@2017-11-10")

    pictures = figures(bulletin)

    assert pictures.timeline is not None
    new = {lane.label: [b.novelty for b in lane.bars] for lane in pictures.timeline.lanes}
    assert new["Kani militias"] == ["happened"]
    assert new["4th Division"] == ["learned"]
    assert new["Libyan National Army"] == ["learned"]
    picture = timeline.element(pictures.timeline)
    words = svg_words(picture)
    assert "new: it began in these days" in words
    assert "learned: not known before these days" in words
    reasons = [reason for lane in new.values() for reason in lane]
    assert words.count(", new") == reasons.count(Novelty.HAPPENED)
    assert words.count(", learned") == reasons.count(Novelty.LEARNED)
    frames = re.findall(r'<rect[^>]* stroke-width="3"[^>]*>', xml.fragment(picture))
    broken = ["stroke-dasharray" in frame for frame in frames]
    assert broken.count(True) == reasons.count(Novelty.LEARNED) + 1  # and the legend
    assert broken.count(False) == reasons.count(Novelty.HAPPENED) + 1


def test_new_and_learned_ties_have_signs_on_their_lines() -> None:
    bulletin = sample_bulletin("2017-10-31@2017-10-31", "2017-11-10@2017-11-10")

    drawing = figures(bulletin).network

    assert drawing is not None
    assert drawing.novelties["trb:member:tidings"] is Novelty.HAPPENED
    assert drawing.novelties["zintan-lna-units:aligned:lna"] is Novelty.LEARNED
    picture = network.element(drawing)
    signs = re.findall(r'class="net-mark"[^>]*>([^<]*)<', xml.fragment(picture))
    reasons = [*drawing.novelties.values()]
    for sign, novelty in (("+", Novelty.HAPPENED), ("i", Novelty.LEARNED)):
        drawn = [text for text in signs if sign in text]
        assert len(drawn) == reasons.count(novelty) + 1  # and the legend
    words = svg_words(picture)
    assert "New: Tripoli Revolutionaries' Brigade member of Operation 'Tidings" in words
    assert "learned: not known before these days" in words


def test_what_ended_in_these_days_is_drawn_with_a_cross() -> None:
    a, b = "2017-10-31@2018-01-01", "2017-11-20@2018-01-01"
    index = ClaimIndex(reading.parse(ENDED, "factions.yaml"))
    bulletin = news.bulletin(Perspective(index, point(a)), Perspective(index, point(b)))

    pictures = figures(bulletin)

    assert pictures.network is not None
    assert [edge.id for edge in pictures.network.edges] == ["b:aligned:c"]
    assert [edge.id for edge in pictures.network.ended] == ["a:aligned:b", "a:fighting:c"]
    assert "had one that ended in these days" in pictures.network_caption
    words = svg_words(network.element(pictures.network))
    assert "3 factions, 1 tie, 2 ties that ended" in words
    assert "Ended: A aligned with B. Ended: A fighting C." in words


ENDED = """\
factions: {a: {name: A}, b: {name: B}, c: {name: C}}
changes:
  - {date: 2017-01-01, faction: a, relation: opposed, to: c, until: 2017-10-01}
  - {date: 2017-01-01, faction: a, relation: aligned, to: b, until: 2017-11-05}
  - {date: 2017-11-07, faction: a, relation: fighting, to: c, until: 2017-11-09}
  - {date: 2017-11-08, faction: b, relation: aligned, to: c}
"""


def svg_words(element: Element) -> str:
    root = etree.fromstring(xml.fragment(element))
    return "\n".join(map(str, root.itertext()))


def test_of_all_there_is_no_day_is_marked_as_the_first() -> None:
    bulletin = sample_bulletin("0001-01-01@0001-01-01", "2017-11-10@2017-11-10")
    same = sample_bulletin("2017-11-10@2017-11-09", "2017-11-10@2017-11-10")

    for pictures in (figures(bulletin), figures(same)):
        assert pictures.timeline is not None
        assert pictures.timeline.mark is None


def test_where_not_all_have_room_the_pictures_say_who_is_left_out() -> None:
    bulletin = sample_bulletin("2017-10-31@2017-10-31", "2017-11-10@2017-11-10")

    pictures = figures(bulletin, limit=3)

    assert choose(bulletin.factions, bulletin, 3) == [
        "tidings",
        "lna",
        "zintan-lna-units",
    ]
    assert pictures.timeline is not None
    assert [lane.label for lane in pictures.timeline.lanes] == LANES
    assert "; 5 more are left out. " in pictures.timeline_caption
    assert pictures.network is not None
    assert {n.faction.id for n in pictures.network.nodes} == {
        "tidings",
        "zintan-lna-units",
        "lna",
    }
    assert (
        pictures.network_caption == "Of many factions, the 3 that the news mentions most."
    )


def test_a_faction_that_is_gone_from_the_file_is_in_the_news_but_in_no_picture() -> None:
    gone, stays = claim("2017 gone aligned a", 0), claim("2017 b aligned a", 1)
    before = index_of(gone, stays, gone=Faction("gone", HERE, "Gone"))
    here = point("2017-12-31@2017-12-31")

    bulletin = news.bulletin(Perspective(before, here), Perspective(index_of(stays), here))
    pictures = figures(bulletin)

    assert bulletin.factions == {"gone", "a"}
    assert choose(bulletin.factions, bulletin, 2) == ["a"]
    assert pictures.timeline is None
    assert pictures.network is not None
    assert {node.faction.id for node in pictures.network.nodes} == {"a", "b"}


def test_around_the_news_are_those_it_has_ties_with() -> None:
    claims = [
        claim(f"2017-03-0{n} {a} allied {b}", n)
        for n, a, b in [(1, "a", "b"), (2, "c", "d")]
    ]
    fresh = claim("2017-04-02 a aligned b", 3)
    index = index_of(*claims, fresh)
    there, here = point("2017-04-01@2017-04-01"), point("2017-04-02@2017-04-02")

    pictures = figures(
        news.bulletin(Perspective(index, there), Perspective(index, here)), limit=3
    )

    assert pictures.network is not None
    assert {node.faction.id for node in pictures.network.nodes} == {"a", "b"}
    assert (
        pictures.network_caption
        == "The factions in the news, and those they have ties with."
    )


def rendered(text: str, folder: Path, *more: str) -> str:
    """Return the document that a browser makes of a page; what it fetched is beside it."""
    page = folder / "page.html"
    page.write_text(text, encoding="utf-8")
    window = ("--hide-scrollbars", "--window-size=1000,1400")
    return browse(page, folder, *window, f"--log-net-log={folder}/net.json", *more)


def fetched(folder: Path) -> set[str]:
    """Return the hosts that a browser asked for something, its own maker's left out."""
    log = (folder / "net.json").read_text(encoding="utf-8")
    hosts = {*re.findall(r'"url":"(?:https?|wss?|ftp)://([^/"]+)', log)}
    return {host for host in hosts if not re.search(r"google(apis)?\.com$", host)}


def pixels(png: bytes) -> tuple[int, int, int]:
    """Return the size of a picture, and how many different bytes its pixels have."""
    width, height = struct.unpack(">II", png[16:24])
    chunks, place = b"", 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        if kind == b"IDAT":
            chunks += png[place + 8 : place + 8 + length]
        place += length + 12
    return width, height, len({*zlib.decompress(chunks)})


@pytest.mark.slow
@needs_chromium
def test_a_browser_shows_hostile_names_and_asks_nobody(
    hostile: str, tmp_path: Path
) -> None:
    files = (f"--screenshot={tmp_path}/page.png", f"--print-to-pdf={tmp_path}/page.pdf")
    root = lxml.html.document_fromstring(rendered(hostile, tmp_path, *files))

    assert root.get("data-ran") is None
    assert [*root.iter("script", "img", "iframe")] == []
    assert {*HOSTILE.values()} <= {words(e) for e in root.iter("bdi")}
    assert fetched(tmp_path) == set()
    width, height, colours = pixels((tmp_path / "page.png").read_bytes())
    assert (width, height) == (1000, 1400)
    assert colours > 50
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")
    assert len((tmp_path / "page.pdf").read_bytes()) > 20_000


@pytest.mark.slow
@needs_chromium
def test_a_browser_that_runs_scripts_or_asks_others_is_noticed(tmp_path: Path) -> None:
    text = f"<html><body>{HOSTILE['a']}<img src='http://evil.example/x.png'></body></html>"
    root = lxml.html.document_fromstring(rendered(text, tmp_path))

    assert root.get("data-ran") == "1"
    assert fetched(tmp_path) == {"evil.example"}


def test_the_file_says_what_a_browser_may_do(page: str) -> None:
    root = lxml.html.document_fromstring(page)
    (policy,) = (e for e in root.iter("meta") if e.get("http-equiv"))

    assert policy.get("http-equiv") == "Content-Security-Policy"
    assert policy.get("content") == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    assert not re.search(r"\b(?:src|srcset)=", page)
