"""XML for pictures and networks: built as a tree, so that every name in it is escaped."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from libya_tracker import sanitize

# What XML 1.0 knows no way to write (section 2.2), besides what is made harmless anyway.
_UNKNOWN = re.compile("[\ufffe\uffff]")


def element(tag: str, text: str | None = None, **attributes: object) -> ET.Element:
    """Return an element; ``_`` in the name of an attribute stands for ``-``.

    An attribute that is None is left out. A trailing ``_`` sets off Python's keywords.
    """
    made = ET.Element(tag)
    if text is not None:
        made.text = clean(text)
    for name, value in attributes.items():
        if value is not None:
            made.set(name.rstrip("_").replace("_", "-"), clean(_written(value)))
    return made


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
    """Return an element as text, to stand inside of another document."""
    return ET.tostring(root, encoding="unicode")


def clean(text: str) -> str:
    """Return text with nothing in it that steers, hides, or cannot be written in XML."""
    return _UNKNOWN.sub("\ufffd", sanitize.one_line(text))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):  # 12.0 as 12, 1/3 as 0.33: no picture needs more
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
