"""The bulletin as a feed in Atom (RFC 4287): an entry for each piece of news.

An id begins with an address of the publisher's own, or with a ``tag:`` address (RFC 4151)
made of the registry, with a host reserved for names that lead nowhere (RFC 2606). Then come
the words that name the news, the same in each run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote

from libya_tracker import __version__
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output import xml
from libya_tracker.output.xml import Element
from libya_tracker.sanitize import safe_url
from libya_tracker.views.document import Chapter, Document, Evidence, Item, plain
from libya_tracker.views.report_sources import Reference

_TAG = "tag:libya-tracker.invalid,2017:"


class _Ids(NamedTuple):
    """The ids of one feed: what they begin with, and what joins that to the rest."""

    start: str
    joint: str

    @classmethod
    def of(cls, document: Document, address: str | None) -> _Ids:
        """Return the ids below an address, else below the name of the registry."""
        if address is None:
            return cls(_TAG + _path(document.registry, document.first_faction), "/")
        if address.endswith(("/", "#", ":")):
            return cls(address, "")
        page = address.startswith(("http://", "https://")) and "#" not in address
        return cls(address, "#" if page else "/")

    def id(self, *words: str) -> str:
        """Return the id of what some words name, the same in each run."""
        return f"{self.start}{self.joint}{_path(*words)}"


def feed(document: Document, address: str | None = None) -> str:
    """Return a bulletin as a feed, the latest news first; its ids are below an address."""
    ids = _Ids.of(document, address)
    root = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    root.add("id", ids.id("bulletin", *document.of))
    root.add("title", f"{document.registry}: bulletin")
    root.add("subtitle", document.count)
    root.add("updated", _moment(document.updated))
    root.add("author").add("name", document.registry)
    root.add("generator", "libya-tracker", version=__version__)
    news = [(chapter, item) for chapter in document.chapters for item in chapter.items]
    for chapter, item in sorted(news, key=lambda pair: pair[1].stamp.day, reverse=True):
        root.append(_entry(ids, chapter, item))
    return xml.document(root)


def _entry(ids: _Ids, chapter: Chapter, item: Item) -> Element:
    entry = Element("entry")
    entry.add("id", ids.id(*item.stamp.key))
    entry.add("title", plain(item.lines[0].words))
    entry.add("updated", _moment(item.stamp.day))
    entry.add("category", term=chapter.id, label=chapter.title)
    for reference in _references(item):
        if url := safe_url(reference.source.url):
            entry.add("link", rel="via", href=url, title=reference.label)
    entry.add("content", "".join(_content(item)), type="html")
    return entry


def _references(item: Item) -> Iterable[Reference]:
    return dict.fromkeys(ref for evidence in item.evidence for ref in evidence.sources)


def _content(item: Item) -> Iterator[str]:
    for line in item.lines:
        yield f"<p>{_text(plain(line.words))}</p>"
    for evidence in item.evidence:
        yield f"<p>{_claim(evidence)}</p>"
        if evidence.note:
            yield f'<blockquote dir="auto">{_text(evidence.note)}</blockquote>'


def _claim(evidence: Evidence) -> str:
    facts = _text(plain(evidence.fact_words))
    outlets = "; ".join(map(_outlet, evidence.sources))
    return ": ".join(filter(None, (facts, outlets)))


def _outlet(reference: Reference) -> str:
    label, url = _text(reference.label), safe_url(reference.source.url)
    return f'<a href="{_text(url)}">{label}</a>' if url else label


def _text(text: str) -> str:
    return escape(xml.clean(text))


def _moment(day: dt.date) -> str:
    return f"{day}T00:00:00Z"


def _path(*words: str) -> str:
    return "/".join(quote(word, safe="", errors="replace") for word in words)
