"""The bulletin in Markdown (CommonMark): headings, lists, links to the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from libya_tracker.output.terminal.screen import safe
from libya_tracker.sanitize import safe_url
from libya_tracker.views.document import (
    ADDRESS_TOO_LONG,
    LONGEST_ADDRESS,
    Chapter,
    Document,
    Item,
    Line,
    plain,
)
from libya_tracker.views.report_sources import Reference
from libya_tracker.views.words import present

#: Markup in CommonMark or on GitHub: also mathematics, mentions, tables.
_MARKUP = re.compile(r"[\\`*_\[\]<>|#~$@]")
#: What becomes a link or an emoji without any brackets.
_BARE = re.compile(r":(?=//|[\w+-]+:)|(?<=www)\.", re.IGNORECASE)
#: What CommonMark reads as a character reference, also within an address.
_ENTITY = re.compile(r"&(?=#?\w+;)")


def text(document: Document) -> str:
    """Return a bulletin in Markdown, in which no text of the registry acts as markup."""
    summary = present(document.count, document.ongoing, document.marks)
    lead = "\n".join(f"- {escape(plain(words))}" for words in document.lead)
    blocks = [f"# {escape(document.title)}", *present(lead), *map(escape, summary)]
    for chapter in document.chapters:
        blocks += [f"## {escape(chapter.title)}", "\n".join(_chapter(chapter))]
    if document.sources:
        blocks += ["## Sources", "\n".join(map(_source, document.sources))]
    blocks += [escape(note) for note in (*document.notes, document.policy)]
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """Return text that shows as it is, wherever in a line it stands."""
    with_escapes = _MARKUP.sub(r"\\\g<0>", safe(text).replace("&", "&amp;"))
    return _BARE.sub(r"\\\g<0>", with_escapes)


def _chapter(chapter: Chapter) -> Iterator[str]:
    for item in chapter.items:
        yield "- " + "  \n  ".join(_item(item))


def _item(item: Item) -> Iterator[str]:
    yield from map(_line, item.lines)
    for evidence in item.evidence:
        facts = escape(plain(evidence.fact_words))
        outlets = "; ".join(
            _linked(reference.label, reference.source.url) for reference in evidence.sources
        )
        if about := ": ".join(present(facts, outlets)):
            yield _marked(about, evidence.mark)
        if evidence.note:
            yield f"Note: {escape(evidence.note)}"


def _line(line: Line) -> str:
    return _marked(escape(plain(line.words)), line.mark)


def _marked(words: str, mark: str) -> str:
    return f"**{escape(mark)}** {words}" if mark else words


def _source(reference: Reference) -> str:
    source = reference.source
    name = _linked(": ".join(present(reference.label, reference.title)), source.url)
    rest = [escape(words) for words in reference.about]
    if source.archive_url:
        rest.append(_linked("archived", source.archive_url))
    return f"- {', '.join([name, *rest])}"


def _linked(words: str, url: str | None) -> str:
    """Return words as a link; where the address is unsafe, both as text."""
    if url and len(address := _address(url)) > LONGEST_ADDRESS:
        return f"{escape(words)} ({ADDRESS_TOO_LONG})"
    if safe_url(url):
        return f"[{escape(words)}](<{address}>)"
    return escape(f"{words} ({url})" if url else words)


def _address(url: str) -> str:
    """Return an address in which nothing can end a link or begin markup."""
    return _ENTITY.sub("&amp;", quote(url, "!#$%&'()*+,/:;=?@~-._[]", errors="replace"))
