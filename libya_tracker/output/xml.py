"""XML for pictures and networks, built as a tree, so that every text is escaped."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree as ET

from libya_tracker import sanitize

# What XML 1.0 cannot hold (section 2.2), besides what ``sanitize`` replaces anyway.
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


def element(tag: str, text: str | None = None, **attributes: object) -> ET.Element:
    """Return an element; ``_`` in the name of an attribute stands for ``-``.

    An attribute that is None is left out. A trailing ``_`` is for Python's keywords.
    """
    texts = {
        _attribute(name): clean(_text(value))
        for name, value in attributes.items()
        if value is not None
    }
    result = ET.Element(tag, texts)
    if text is not None:
        result.text = clean(text)
    return result


def add(
    parent: ET.Element, tag: str, text: str | None = None, **attributes: object
) -> ET.Element:
    """Add an element to another, and return it."""
    child = element(tag, text, **attributes)
    parent.append(child)
    return child


def document(root: ET.Element) -> str:
    """Return a whole document, indented, with its declaration."""
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{fragment(root)}\n'


def fragment(root: ET.Element) -> str:
    """Return an element as text, for inside another document."""
    return ET.tostring(root, encoding="unicode")


def clean(text: str) -> str:
    """Return text without control and invisible characters, and fit for XML."""
    if text.isascii() and text.isprintable():
        return text
    return _NOT_IN_XML.sub("\ufffd", sanitize.one_line(text))


@cache
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _text(value: object) -> str:
    if type(value) is str:  # mostly, and quicker to ask
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):  # 12.0 as 12, 1/3 as 0.33: no picture needs more
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
