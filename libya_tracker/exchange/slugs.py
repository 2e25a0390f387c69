"""Ids that are proposed for what is new: of a name, or of an outlet and a day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from libya_tracker.model import dates

_LONGEST = 40
_APOSTROPHES = re.compile("['`\u2018\u2019\u02bc]")
_OTHERS = re.compile("[^a-z0-9]+")


def slug(text: str) -> str:
    """Return a text as an id has it; nothing where it has no letter from a to z."""
    bare = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.casefold()))
    plain = "".join(char for char in bare if not unicodedata.combining(char))
    if any(char.isalpha() and not char.isascii() for char in plain):
        return ""  # what is left of a name in another script is no name
    words = _OTHERS.sub("-", plain).strip("-").removeprefix("the-")
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rpartition("-")[0] or words[:_LONGEST]
    return words if re.search("[a-z]", words) else ""


def of_source(publisher: str, url: str, title: str, date: str) -> str:
    """Return the id of a source: its outlet, else host, else title, and its date."""
    name = slug(publisher) or slug(_host(url).removeprefix("www.")) or slug(title)
    day = dates.plain(date).replace("..", "-").strip("-")
    return f"{name}-{day}" if name and day else name


class FreeIds:
    """Ids that are not taken."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._numbers: dict[str, int] = {}

    def like(self, name: str) -> str:
        """Return an id, with a number where it is taken, and take it."""
        proposal, number = name, self._numbers.get(name, 1)
        while proposal in self._taken:
            number += 1
            proposal = f"{name}-{number}"
        self._numbers[name] = number
        self.take(proposal)
        return proposal

    def take(self, name: str) -> None:
        """Take an id that somebody chose."""
        self._taken.add(name)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
