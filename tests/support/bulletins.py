"""Bulletins for tests: of the sample, and of hostile names."""

from __future__ import annotations

import json

PERIOD = ("report", "--since", "2017-11-01", "--until", "2017-11-10")
#: Names that try to be more than names, in every notation that a bulletin is written in.
HOSTILE = {
    "a": "<script>document.documentElement.dataset.ran = 1</script>",
    "b": '" onmouseover="document.documentElement.dataset.ran = 1" x="',
    "c": "' onmouseover='document.documentElement.dataset.ran = 1'",
    "d": "]]><svg onload=document.documentElement.dataset.ran=1>",
    "e": "{{7*7}} {% include 'x' %} {# gone #}",
    "f": "](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example>",
    "g": "كتيبة ثوار طرابلس",
    "h": "https://evil.example www.evil.example :smile: @all $x$ &lt; &#x6a;",
    "i": "</style></title><style>*{display:none}</style><img src=http://evil.example/y>",
}
HOSTILE_REGISTRY = (
    json.dumps(
        {
            "title": "<script>document.documentElement.dataset.ran = 1</script> ]]>",
            "sources": {
                "bad": {
                    "title": HOSTILE["i"],
                    "publisher": HOSTILE["c"],
                    "date": "2017-11-03",
                    "url": "javascript:document.documentElement.dataset.ran=1",
                    "archive_url": "data:text/html,<script>1</script>",
                },
                "good": {
                    "title": HOSTILE["f"],
                    "date": "2017-11-04",
                    "url": 'https://example.org/a?b="c"&d=<e>\'f(g)',
                },
                "rtl": {
                    "title": "كتيبة ثوار طرابلس تنضم",
                    "date": "2017-11-05",
                    "url": "https://example.org/أخبار",
                },
            },
            "factions": {key: {"name": name} for key, name in HOSTILE.items()},
            "changes": [
                {
                    "date": "2017-11-01",
                    "faction": faction,
                    "relation": relation,
                    "to": to,
                    "by": by,
                    "sources": ["bad", "good", "rtl"],
                    "note": f"# {HOSTILE['a']}\n- ملاحظة",
                    "status": status,
                }
                for faction, relation, to, by, status in (
                    ("a", "aligned", "b", "<b onclick=alert(7)>", "reported"),
                    ("c", "member", "d", HOSTILE["a"], "alleged"),
                    ("e", "fighting", "f", "g", "confirmed"),
                    ("g", "supports", "h", "x", "reported"),
                    ("g", "supports", "h", HOSTILE["i"], "denied"),
                    ("i", "member", "a", HOSTILE["d"], "expected"),
                    ("a", "opposed", "c", "x", "reported"),
                    ("b", "supports", "c", "x", "reported"),
                )
            ],
        },
        ensure_ascii=False,
        indent=1,
    )
    + "\n"
)
HOSTILE_PERIOD = ("report", "--since", "2017-11-01")
