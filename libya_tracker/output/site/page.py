"""The page: a report, which a script of its own replaces where scripts run.

It loads nothing, and its policy lets nothing run or apply but what it holds by the hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from importlib.resources import files

from libya_tracker import __version__

#: The modules of the script, in the order in which they use one another.
MODULES = ("lookup", "document", "address", "network", "lanes", "views", "main")
#: The bytes from which on a page is too large for its second clock.
LIMIT = 10_000_000
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*(">)')
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_INLINE = re.compile(r' style="([^"]*)"')


def page(report: str, data: str) -> str:
    """Return a report as a page that becomes the site of the data where scripts run."""
    code = script()
    site_style = f'<style id="site-style" media="not all">\n{_own("site.css")}</style>\n'
    frame = _own("site.html").replace("{version}", __version__)
    own = (
        f'<template id="site">\n{frame}</template>\n'
        f'<script type="application/json" id="data">{data}</script>\n'
        f"<script>{code}</script>\n"
    )
    result = report.replace("</head>", f"{site_style}</head>", 1)
    policy = _policy(result, code)
    head, _, end = result.rpartition("</body>")
    result = f"{head}{own}</body>{end}"
    return _POLICY.sub(lambda match: f"{match[1]}{policy}{match[2]}", result, count=1)


def script() -> str:
    """Return the script of the page, all of its modules in one scope of its own."""
    modules = "\n".join(_own(f"{name}.js") for name in MODULES)
    return f'"use strict";\n{{\n{modules}}}\n'


def _policy(page: str, code: str) -> str:
    """Return the policy for a page: what it holds may act, and nothing is loaded."""
    styles = " ".join(dict.fromkeys(map(_hash, _STYLE.findall(page))))
    inline = " ".join(
        dict.fromkeys(_hash(unescape(text)) for text in _INLINE.findall(page))
    )
    attributes = f" 'unsafe-hashes' {inline}" if inline else ""
    return (
        f"default-src 'none'; script-src {_hash(code)}; style-src {styles}{attributes}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _own(name: str) -> str:
    return files("libya_tracker.output.site").joinpath(name).read_text(encoding="utf-8")
