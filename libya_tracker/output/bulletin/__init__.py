"""The bulletin in Markdown and HTML."""

from __future__ import annotations
