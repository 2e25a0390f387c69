"""The bulletin as one page of HTML that needs nothing else: no script, no other host.

The template engine escapes every text; only pictures, which are made as trees, are put in
as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from jinja2 import Environment, PackageLoader, StrictUndefined

from libya_tracker import __version__
from libya_tracker.output import xml
from libya_tracker.output.svg import network, timeline
from libya_tracker.sanitize import safe_url
from libya_tracker.views.document import Story
from libya_tracker.views.report import cited
from libya_tracker.views.report_entries import MARKS
from libya_tracker.views.report_figures import Illustrations


@dataclass(frozen=True, slots=True)
class _Figure:
    """A picture in the page: trusted SVG, and what is written below it."""

    id: str
    title: str
    svg: str
    caption: str


def page(story: Story, drawn: Illustrations) -> str:
    """Return a bulletin as a page, with its pictures in it."""
    template = _environment().get_template("report.html")
    return template.render(
        story=story,
        marks=MARKS,
        figures=_figures(drawn),
        cited=cited,
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
    """Take what steers or hides out of each text on its way into the page."""
    return xml.clean(value) if type(value) is str else value


def _figures(drawn: Illustrations) -> list[_Figure]:
    found = []
    if drawn.timeline is not None:
        picture = _fitting(timeline.element(drawn.timeline))
        found.append(_Figure("timeline", "Timeline", picture, drawn.timeline_caption))
    if drawn.network is not None:
        picture = _fitting(network.element(drawn.network))
        found.append(_Figure("network", "Network", picture, drawn.network_caption))
    return found


def _fitting(root: ET.Element) -> str:
    """Return a picture without a size of its own, so that it takes the page's width."""
    for side in ("width", "height"):
        root.attrib.pop(side, None)
    return xml.fragment(root)
