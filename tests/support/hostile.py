"""Texts that try to be more than a text, drawn by chance, and a registry full of them."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Callable

from tests.support import bulletins, networks, terminal

#: What has a meaning in some format, shell, template or terminal.
PIECES = (
    *networks.HOSTILE,
    *bulletins.HOSTILE.values(),
    *terminal.HOSTILE,
    *("$(touch x)", "`id`", "${HOME}", "'; touch x; '", "\\", '"', "'", "|", "||", "a|b"),
    *(
        "-->",
        "<!--",
        "<![CDATA[",
        "&#0;",
        "&",
        "\\n",
        "\\|",
        "@SUM(1)",
        "-1+1",
        "+1",
        "\t=",
    ),
    *("\r", "\n", "\r\n", "\t", "\n\n# x", "\n- x", "\n```\n", "    code", "===", "---"),
    *(
        "\u2028",
        "\u2029",
        "\x85",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x1b]8;;http://x\x07y",
        "\x9b1m",
    ),
    *("\u202e", "\u2066", "\u2069", "\u200f", "\ufeff", "\u061c", "\U000e0041", "\ufffe"),
    *("\u00ad", "\u0301", "\u200d", "\ufe0f", "\U0001f1f1\U0001f1fe", "ﷺ", "ۖ", "ﭐ", "ﹰ"),
    *(
        "null",
        "~",
        "yes",
        "0x1f",
        "1e3",
        "2017-01-01",
        "[x]",
        "{x}",
        "!x",
        "&x",
        "*x",
        "%x",
    ),
    *(
        "#x",
        " #x",
        ": ",
        "- ",
        "? ",
        "|-",
        ">",
        "،",
        "“x”",
        "<<",
        "=",
        "...",
        "a: b",
        "'''",
    ),
)


def hostile(chance: random.Random) -> str:
    """Return a text of pieces and of characters of all kinds, which is not blank."""
    parts = [
        chance.choice(PIECES) if chance.random() < 0.6 else _characters(chance)
        for _ in range(chance.choice((1, 1, 2, 3, 4)))
    ]
    text = chance.choice(("", " ", "x")).join(parts)
    return text if text.strip() else f"{text}x"


def _characters(chance: random.Random) -> str:
    codes = ((0, 0x80), (0x80, 0x700), (0x2000, 0x2070), (0xE000, 0x10000), (0, 0x110000))
    drawn = (chr(chance.randrange(*chance.choice(codes))) for _ in range(6))
    return "".join(char for char in drawn if unicodedata.category(char) != "Cs")


def registry(text: Callable[[], str]) -> str:
    """Return a registry whose texts a function makes; the rest is always the same."""
    return re.sub("[^ -~]", lambda match: f"\\U{ord(match[0]):08x}", _json(text))


def _json(text: Callable[[], str]) -> str:
    dates = ("2016", "2017-03~", "2017-11-01", "2017-11-02..2017-11-05", "2017-11-08")
    words = (
        "aligned",
        "fighting",
        "member",
        "allied",
        "opposed",
        "supports",
        "subordinate",
    )
    ids = [f"f{n}" for n in range(5)]
    return json.dumps(
        {
            "title": text(),
            "sources": {
                f"s{n}": {
                    **{"title": text(), "publisher": text(), "url": text()},
                    "date": f"2017-11-0{n + 1}",
                }
                for n in range(3)
            },
            "factions": {
                name: {
                    **{"name": text(), "area": text(), "note": text()},
                    "aliases": [text(), {"name": text(), "since": "2012"}],
                    "leaders": [{"name": text(), "role": text()}],
                }
                for name in ids
            },
            "changes": [
                {
                    "date": dates[n % len(dates)],
                    "faction": ids[n % 5],
                    "relation": words[n % len(words)],
                    "to": ids[(n + 1 + n // 5) % 5],
                    "status": ("reported", "denied", "alleged", "expected")[n % 4],
                    "sources": [f"s{n % 3}"],
                    **{"by": text(), "note": text()},
                }
                for n in range(14)
            ],
            "scenarios": {
                "w": {
                    "title": text(),
                    "changes": [
                        {"date": "2018", "faction": "f0", "relation": "truce", "to": "f1"}
                    ],
                }
            },
        },
        ensure_ascii=False,
    )
