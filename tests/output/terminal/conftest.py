"""The terminal and the pipe that the tests of this folder run commands in."""

from __future__ import annotations

from tests.support.terminal import in_pipe, in_terminal

__all__ = ["in_pipe", "in_terminal"]  # fixtures
