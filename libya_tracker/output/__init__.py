"""Answers as bytes: rows for programs, pages for terminals, pictures, graphs, bulletins."""

from __future__ import annotations
