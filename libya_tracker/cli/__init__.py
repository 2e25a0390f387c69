"""The command line: arguments, environment, clock, exit codes."""

from __future__ import annotations
