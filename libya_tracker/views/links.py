"""Which addresses of sources may become links: those that only lead somewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

#: What a browser fetches and shows. Whatever else a page might be told to do is not one.
_SCHEMES = frozenset({"http", "https", "ftp"})


def followable(url: str | None) -> str | None:
    """Return an address as it may be followed; None where it is none, or could do harm."""
    if url is None or not url.isprintable() or any(char.isspace() for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in _SCHEMES and parts.netloc else None
