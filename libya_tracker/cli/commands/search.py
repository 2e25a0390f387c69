"""``libya-tracker search``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from libya_tracker.analysis import search as analysis
from libya_tracker.cli import values
from libya_tracker.cli.options import argument
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.storage import files
from libya_tracker.views import search as view

WordsArgument = Annotated[
    list[str], argument("WORDS...", "Words, or their beginnings, that all are to be there.")
]


@question()
def search(path: Path, words: WordsArgument) -> Answer:
    """Show whatever mentions some words, the best fit first.

    It looks through factions, with aliases, areas, leaders and notes, of any time; titles,
    outlets and links of sources; speakers; what-ifs; notes of claims; tags and other ids.

    Example: libya-tracker search tajouri

    Example: libya-tracker search libya herald 2014
    """
    text = " ".join(words)
    values.words(text, "WORDS")
    registry = files.read(path)
    rows = analysis.search(registry, text)
    return Answer(rows, analysis.SearchRow, lambda: view.page(rows, registry, text))
