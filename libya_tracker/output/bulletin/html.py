"""The bulletin as one self-contained page of HTML, without script.

The template engine escapes every text except the pictures, which are built as XML trees,
and those whose dates are marked here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html import escape

from jinja2 import Environment, PackageLoader, StrictUndefined

from libya_tracker import __version__, sanitize
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output import xml
from libya_tracker.output.svg import network, timeline
from libya_tracker.output.xml import Element
from libya_tracker.sanitize import safe_url
from libya_tracker.views.document import LONGEST_ADDRESS, Document
from libya_tracker.views.report_entries import MARKS
from libya_tracker.views.report_figures import Figures

#: The width of a phone's screen, but for margins.
_PHONE = 360
#: A date, a range of two, or of years, as the record has them.
_DATE = re.compile(r"\b(\d{4}-\d\d(?:-\d\d)?(?:\.\.\d{4}(?:-\d\d){0,2})?\b[?~%]?)")
#: The letters of an id that is whole in the name of a place in the page.
_LONGEST_ID = 200


class _Figure(NamedTuple):
    """A picture in the page, for wide and for narrow screens, and its caption."""

    id: str
    title: str
    #: Trusted SVG.
    wide: str
    narrow: str
    caption: str


def page(document: Document, figures: Figures) -> str:
    """Return a bulletin as a page, with its pictures in it."""
    template = _environment().get_template("report.html")
    return template.render(
        document=document,
        marks=MARKS,
        figures=list(_pictures(figures)),
        link=_link,
        dated=_dated,
        anchor=_anchor,
        version=__version__,
    )


def _link(url: str | None) -> str | None:
    """Return an address to link to; None where it is unsafe, or too long for a mail."""
    link = safe_url(url)
    return link if link and sanitize.octets(escape(link)) <= LONGEST_ADDRESS else None


def _dated(text: str) -> str:
    """Return a text, escaped, in which no date is broken at the end of a line."""
    return "".join(
        f'<span class="whole">{part}</span>' if number % 2 else escape(part)
        for number, part in enumerate(_DATE.split(xml.clean(text)))
    )


def _anchor(source: str) -> str:
    """Return the name of a source's place in the page."""
    return f"source-{source if len(source) <= _LONGEST_ID else _digest(source)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("libya_tracker.output.bulletin", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _clean(value: object) -> object:
    """Replace control and invisible characters in each text on its way into the page."""
    return xml.clean(value) if type(value) is str else value


def _pictures(figures: Figures) -> Iterator[_Figure]:
    if (chart := figures.timeline) is not None:
        wide, narrow = timeline.element(chart), timeline.element(chart, _PHONE)
        yield _figure("Timeline", (wide, narrow), figures.timeline_caption)
    if (graph := figures.network) is not None:
        wide, narrow = network.element(graph), network.element(graph, _PHONE)
        yield _figure("Network", (wide, narrow), figures.network_caption)


def _figure(title: str, drawn: tuple[Element, Element], caption: str) -> _Figure:
    wide, narrow = map(xml.fragment, drawn)
    return _Figure(title.lower(), title, wide, narrow, caption)
