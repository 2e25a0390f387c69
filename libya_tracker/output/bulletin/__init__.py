"""The bulletin in Markdown and HTML, and as a feed."""

from __future__ import annotations
