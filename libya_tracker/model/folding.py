"""What of the spelling of a name counts, and what is a transliteration of the same."""

from __future__ import annotations

import re
import unicodedata
from operator import ge, le

# Every apostrophe that transliterations use, and the Arabic tatweel, which only stretches.
_APOSTROPHES = str.maketrans(
    "",
    "",
    "'`\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf"
    "\u02c8\u0640\u2018\u2019\u201b\u2032\uff07",
)
# Teh marbuta as heh, alef maksura and Persian yeh as yeh, Persian kaf as kaf, alef wasla as
# alef; dotless i.
_LETTERS = str.maketrans(
    "\u0629\u0649\u06cc\u06a9\u0671\u0131", "\u0647\u064a\u064a\u0643\u0627i"
)
_WORD = re.compile(r"[^\W_]+")
#: The Arabic article, as it is spelt before any letter.
_ARTICLES = frozenset({"al", "el", "ul", "il"})
#: The same, where it took on the sound of the letter that follows: ash-Sharia, an-Nusra.
_ASSIMILATED = re.compile("[aeiu](sh|ch|th|dh|[rnstdz])")
#: A word in which the article was written together with what it joins: Abdul, Dhulfiqar.
_JOINED = re.compile(r"(abd[aeu]|dhu)(?:l(?!l)|([rnstdz])(?=\2))(.{3,})?")
_STEMS = {"a": "abd", "d": "dhu"}
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = frozenset("aeiou")
#: Two letters for one sound, and the consonants of a word that stand together.
_DIGRAPHS = re.compile("sh|th|kh|gh|dh|ch|zh")
_CLUSTERS = re.compile("[^aeiouy]+")
#: Words of English, and names that English has its own form of. They are spelt one way:
#: with other vowels they are misspelt, and no other transliteration.
_ENGLISH = """
alliance anger army battalion battalions border brigade brigades brothers central
chamber coalition coast coastal commander company council dawn defence defense
democratic deterrence dignity directorate division eastern facilities field fighters
first force forces fourth free front general government groups guard guards house
infantry interior islamic joint justice knights lebanon liberation liberty libya libyan
martyr martyrs media militant militants military militia militias ministry mobile
movement national naval navy nigeria northern office operation operations ottoman party
peace people petroleum police popular presidential protection public rapid regiment
region representatives republic resistance revolution revolutionaries revolutionary room
salvation second security service seventh shield shields social soldiers solidarity
south southern special stability state storm supreme syria third tribal tribe tribes
tripoli union united units unity volcano volunteers western young youth
"""
_ENGLISH_WORDS = frozenset(_ENGLISH.split())


def folded(name: str) -> str:
    """Return a name without case, accents, apostrophes, articles, Arabic letter forms."""
    bare = name.casefold().translate(_APOSTROPHES)
    if not bare.isascii():  # few texts are not, and the rest takes most of the time
        bare = _unmarked(unicodedata.normalize("NFKD", bare)).translate(_LETTERS)
    return _without_articles(bare)


def other_spellings(text: str) -> str | None:
    """Return the words of a text as others would type them; None where all are its own.

    It is for a search that compares words letter by letter: in Arabic, marks are left out
    by nearly all, and the hamza, the forms of letters or the article by many.
    """
    bare = text.casefold().translate(_APOSTROPHES)
    ways = [bare]
    if not bare.isascii():
        marked = _unmarked(unicodedata.normalize("NFC", bare))
        without_hamza = _unmarked(unicodedata.normalize("NFKD", marked))
        letters = (marked, without_hamza)
        ways = [way for one in letters for way in (one, one.translate(_LETTERS))]
    spelt = [_digits(word) for way in ways for word in _WORD.findall(way)]
    spelt += [word for way in ways for word in _without_articles(way).split()]
    own = {*_WORD.findall(text.casefold())}
    return " ".join(dict.fromkeys(word for word in spelt if word not in own)) or None


def _unmarked(text: str) -> str:
    return "".join(char for char in text if not unicodedata.combining(char))


def _without_articles(bare: str) -> str:
    """Return the words of a text without case and apostrophes, and without articles."""
    words = _WORD.findall(bare)
    remaining = [
        part
        for word, following in zip(words, [*words[1:], ""], strict=False)
        if not _is_article(word, following)
        for part in _parted(_without_article(word))
    ]
    return " ".join(_digits(word) for word in remaining or words)


def same_but_for_vowels(one: str, other: str) -> bool:
    """Tell whether folded names differ only in vowels, as transliterations do."""
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(
        a == b or is_transliteration(a, b) for a, b in zip(words, others, strict=True)
    )


def consonants(name: str) -> str:
    """Return what folded names have in common that may differ only in vowels."""
    return " ".join(_skeleton(word)[0] for word in name.split())


def is_transliteration(one: str, other: str) -> bool:
    """Tell whether two folded words are transliterations of one word, with other vowels.

    A vowel may be another one, or be missing in one of the two (Misrata, Misurata). It may
    not be in another place (Zliten, Zaltan) nor be missing at the start or end (Niger,
    Nigeria), nor where what remains could not be spoken in Arabic. A word of English, an
    abbreviation, and one with fewer than three consonants must be the same.
    """
    if not _ENGLISH_WORDS.isdisjoint({one, other}):
        return False
    (consonants, slots), (others, places) = _skeleton(one), _skeleton(other)
    if consonants != others or len(consonants) < 3:
        return False
    if (slots[0], slots[-1]) != (places[0], places[-1]):
        return False
    return (all(map(le, slots, places)) or all(map(ge, slots, places))) and all(
        map(_can_be_spoken, (one, other))
    )


def _is_article(word: str, following: str) -> bool:
    if word in _ARTICLES:
        return True
    match = _ASSIMILATED.fullmatch(word)
    return match is not None and following.startswith(match[1])


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _parted(word: str) -> list[str]:
    """Return the word or words that one consists of, an article within it left out."""
    if (match := _JOINED.fullmatch(word)) is None:
        return [word]
    return [_STEMS[word[0]], *([match[3]] if match[3] else [])]


def _digits(word: str) -> str:
    if word.isascii():
        return word
    return "".join(str(unicodedata.decimal(char, char)) for char in word)


def _skeleton(word: str) -> tuple[str, list[bool]]:
    """Return a word's consonants, and whether there is a vowel before, between, after."""
    consonants, slots = "", [False]
    for place, letter in enumerate(_bare(word)):
        if letter in _VOWELS or (letter == "y" and place > 0):
            slots[-1] = True
        else:
            consonants += letter
            slots.append(False)
    return consonants, slots


def _bare(word: str) -> str:
    """Return a word with each letter once, and without an h that only lengthens its end."""
    if len(word) > 3 and word[-1] == "h" and word[-2] in _VOWELS:
        word = word[:-1]  # Sirta, Sirtah
    return _DOUBLED.sub(r"\1", word)


def _can_be_spoken(word: str) -> bool:
    """Tell whether no more consonants stand together than in a word of Arabic.

    Those are two; within a word three, where the first is one that can be held (Warshfana).
    A word without vowels is an abbreviation.
    """
    sounds = _bare(_DIGRAPHS.sub("\u02d0", word))
    clusters = list(_CLUSTERS.finditer(sounds))
    return _VOWELS.intersection(sounds) != set() and all(
        len(cluster[0]) <= 2
        or (
            len(cluster[0]) == 3
            and cluster[0][0] in "lmnr"
            and 0 < cluster.start() < cluster.end() < len(sounds)
        )
        for cluster in clusters
    )
