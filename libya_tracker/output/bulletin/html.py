"""The bulletin as one self-contained page of HTML, without script.

The template engine escapes every text except the pictures, which are built as XML trees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from libya_tracker import __version__
from libya_tracker.output import xml
from libya_tracker.output.svg import network, timeline
from libya_tracker.sanitize import safe_url
from libya_tracker.views.document import Document, citation
from libya_tracker.views.report_entries import MARKS
from libya_tracker.views.report_figures import Figures


@dataclass(frozen=True, slots=True)
class _Figure:
    """A picture in the page: trusted SVG, and its caption."""

    id: str
    title: str
    svg: str
    caption: str


def page(document: Document, figures: Figures) -> str:
    """Return a bulletin as a page, with its pictures in it."""
    template = _environment().get_template("report.html")
    return template.render(
        document=document,
        marks=MARKS,
        figures=list(_pictures(figures)),
        citation=citation,
        safe_url=safe_url,
        version=__version__,
    )


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
    if figures.timeline is not None:
        svg = xml.fragment(timeline.element(figures.timeline))
        yield _Figure("timeline", "Timeline", svg, figures.timeline_caption)
    if figures.network is not None:
        svg = xml.fragment(network.element(figures.network))
        yield _Figure("network", "Network", svg, figures.network_caption)
