"""The bulletin in Markdown (CommonMark): headings, lists, links to the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from libya_tracker.model.records import Source
from libya_tracker.output.terminal.screen import safe
from libya_tracker.sanitize import safe_url
from libya_tracker.views.document import Chapter, Item, Line, Story, plain
from libya_tracker.views.report import cited, told_by

#: What means something to CommonMark, or to GitHub: mathematics, mentions, tables.
_MARKUP = re.compile(r"[\\`*_\[\]<>|#~$@]")
#: What would become a link, a picture of a mood, or a mention without any brackets.
_BARE = re.compile(r":(?=//|[\w+-]+:)|(?<=www)\.", re.IGNORECASE)
#: What CommonMark reads as one letter, also within an address.
_ENTITY = re.compile(r"&(?=#?\w+;)")


def text(story: Story) -> str:
    """Return a bulletin as a document, in which nothing but our own words is markup."""
    summary = filter(None, (story.count, story.ongoing))
    blocks = [f"# {escape(story.title)}", *map(escape, summary)]
    for chapter in story.chapters:
        blocks += [f"## {escape(chapter.title)}", "\n".join(_chapter(chapter))]
    if story.sources:
        blocks += ["## Sources", "\n".join(map(_source, story.sources))]
    blocks += [escape(note) for note in (*story.notes, story.policy)]
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """Return text that reads as it is, wherever within a line it stands."""
    marked = _MARKUP.sub(r"\\\g<0>", safe(text).replace("&", "&amp;"))
    return _BARE.sub(r"\\\g<0>", marked)


def _chapter(chapter: Chapter) -> Iterator[str]:
    for item in chapter.items:
        yield "- " + "  \n  ".join(_item(item))


def _item(item: Item) -> Iterator[str]:
    yield from map(_line, item.lines)
    if about := plain(told_by(item)):
        yield escape(about)
    if item.note:
        yield f"Note: {escape(item.note)}"


def _line(line: Line) -> str:
    words = escape(plain(line.words))
    return f"**{escape(line.mark)}** {words}" if line.mark else words


def _source(source: Source) -> str:
    title = _linked(source.title or source.id, source.url)
    rest = [escape(words) for words in cited(source)]
    if source.archive_url:
        rest.append(_linked("archived", source.archive_url))
    return f"- {escape(source.id)}: {', '.join([title, *rest])}"


def _linked(words: str, url: str | None) -> str:
    """Return words that lead to an address; where it could do harm, both as text."""
    if link := safe_url(url):
        return f"[{escape(words)}](<{_address(link)}>)"
    return escape(f"{words} ({url})" if url else words)


def _address(url: str) -> str:
    """Return an address with nothing in it that could end a link, or begin markup."""
    return _ENTITY.sub("&amp;", quote(url, safe="!#$%&'()*+,/:;=?@~-._[]"))
