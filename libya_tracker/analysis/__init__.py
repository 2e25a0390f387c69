"""The questions that a registry answers, one module each, over the state of a point."""

from __future__ import annotations
