"""Whatever mentions some words: factions, sources, speakers, claims, what-ifs, ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache

from libya_tracker.analysis.rows import joined
from libya_tracker.model.folding import folded, is_transliteration
from libya_tracker.model.name_words import begins, parts_of, words_of
from libya_tracker.model.records import Faction, Registry, Scenario, Source
from libya_tracker.named_tuples import NamedTuple

#: The shortest word that is also looked for inside the words of an address.
_INSIDE = 4
#: How much a word counts that only begins as asked for, and one with other vowels.
_WHOLE, _BEGINNING, _OTHER_VOWELS = 4, 2, 1
#: How much it counts where a text is what was asked for, and nothing else.
_ALL_OF_IT = 40
#: How much a word counts by the text that holds it.
_WEIGHTS = {
    "name": 5,
    "id": 5,
    "alias": 5,
    "leader": 4,
    "speaker": 4,
    "title": 3,
    "publisher": 3,
    "area": 3,
    "tag": 3,
    "id elsewhere": 3,
    "note": 1,
    "link": 1,
}


class MatchKind(StrEnum):
    """What mentions the words, in the order in which those of one rank are listed."""

    FACTION = "faction"
    SOURCE = "source"
    SPEAKER = "speaker"
    SCENARIO = "scenario"
    CLAIM = "claim"


class SearchRow(NamedTuple):
    """One thing that mentions all the words."""

    kind: MatchKind
    id: str
    #: What it is called; of a claim, what it says.
    name: str
    #: Which of its texts mention them, such as ``name`` or ``note``, the weightiest first.
    fields: tuple[str, ...]
    #: The weightiest of these texts.
    text: str
    #: How well it fits: the higher, the better.
    score: int


class _Document(NamedTuple):
    """Something with texts, each with what it is."""

    kind: MatchKind
    id: str
    name: str
    texts: tuple[tuple[str, str], ...]


def search(registry: Registry, text: str) -> list[SearchRow]:
    """Return what mentions all the words, or words that begin so, the best fit first."""
    words = words_of(text)
    if not words:
        return []
    documents = [
        *(_faction(faction) for faction in registry.factions.values()),
        *(_source(source) for source in registry.sources.values()),
        *_speakers(registry),
        *(_scenario(scenario) for scenario in registry.scenarios.values()),
        *_claims(registry, text.strip()),
    ]
    phrase = folded(text)
    rows = [row for one in documents if (row := _row(one, words, phrase))]
    order = list(MatchKind)
    return sorted(rows, key=lambda row: (-row.score, order.index(row.kind)))


def _faction(faction: Faction) -> _Document:
    parts = tuple((part.kind, part.text) for part in parts_of(faction, None))
    notes = _texts(note=faction.note)
    texts = (*parts, *_labels(faction), *notes)
    return _Document(MatchKind.FACTION, faction.id, faction.name, texts)


def _source(source: Source) -> _Document:
    texts = _texts(title=source.title, id=source.id, publisher=source.publisher)
    links = [("link", link) for link in (source.url, source.archive_url) if link]
    return _Document(
        MatchKind.SOURCE,
        source.id,
        source.title or source.id,
        (*texts, *_labels(source), *links),
    )


def _labels(record: Faction | Source) -> Iterator[tuple[str, str]]:
    """Yield the tags of a record, and its ids in other registers."""
    yield from (("tag", tag) for tag in record.tags)
    yield from (("id elsewhere", one) for one in joined(record.ids))


def _speakers(registry: Registry) -> Iterator[_Document]:
    """Yield each speaker that is no faction."""
    speakers = dict.fromkeys(claim.by for claim in registry.claims.values())
    for speaker in speakers:
        if speaker is not None and speaker not in registry.factions:
            texts = _texts(speaker=speaker)
            yield _Document(MatchKind.SPEAKER, speaker, speaker, texts)


def _scenario(scenario: Scenario) -> _Document:
    texts = _texts(title=scenario.title, id=scenario.id)
    return _Document(MatchKind.SCENARIO, scenario.id, scenario.title or scenario.id, texts)


def _claims(registry: Registry, text: str) -> Iterator[_Document]:
    """Yield each claim and each retraction with what its keeper wrote of it.

    An id that is derived has no words of its own, but may be asked for as a whole.
    """
    factions = registry.factions
    for entry in registry.entries:
        claim = registry.claims.get(entry.id)
        if claim is None:
            words = f"retracts {', '.join(entry.retracts)}"
        else:
            parties = [factions[one].name for one in (claim.faction, claim.to)]
            words = f"{claim.date}: {parties[0]} {claim.relation.reads} {parties[1]}"
        own_id = claim is not None and claim.own_id
        texts = _texts(note=entry.note, id=entry.id if own_id or entry.id == text else None)
        tags = [("tag", tag) for tag in claim.tags] if claim else []
        yield _Document(MatchKind.CLAIM, entry.id, words, (*texts, *tags))


def _texts(**texts: str | None) -> tuple[tuple[str, str], ...]:
    return tuple((field, text) for field, text in texts.items() if text)


def _row(document: _Document, words: Sequence[str], phrase: str) -> SearchRow | None:
    """Return the row of what mentions all the words; None where one is missing."""
    weights: Counter[tuple[str, str]] = Counter()
    score = 0
    for word in words:
        fits = {text: _fit(word, *text) * _WEIGHTS[text[0]] for text in document.texts}
        weights.update({text: weight for text, weight in fits.items() if weight})
        if not (best := max(fits.values(), default=0)):
            return None
        score += best
    for field, text in weights:
        if phrase == _folded(text):
            weights[field, text] += _ALL_OF_IT
    ordered = [text for text, _ in weights.most_common()]
    if phrase == _folded(ordered[0][1]):
        score += _ALL_OF_IT
    fields = tuple(dict.fromkeys(field for field, _ in ordered))
    one = document
    return SearchRow(one.kind, one.id, one.name, fields, ordered[0][1], score)


def _fit(word: str, field: str, text: str) -> int:
    """Return how well a word fits the words of a text; 0 where it is not there."""
    others = _folded(text).split()
    best = max((_likeness(word, other) for other in others), default=0)
    inside = field == "link" and len(word) >= _INSIDE
    return best or int(inside and any(word in other for other in others))


@cache
def _likeness(word: str, other: str) -> int:
    if word == other:
        return _WHOLE
    if begins(word, other):
        return _BEGINNING
    return _OTHER_VOWELS if is_transliteration(word, other) else 0


@cache
def _folded(text: str) -> str:
    return folded(text)
