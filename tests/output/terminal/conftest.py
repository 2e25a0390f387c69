"""The terminal that the tests of this folder run commands in."""

from __future__ import annotations

from tests.support.terminal import in_terminal

__all__ = ["in_terminal"]  # a fixture
