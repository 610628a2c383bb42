"""How text becomes words to find: folding, bigrams of Chinese, words of the rest.

Pure functions, the same for documents and queries and for both databases.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

QUERY_LENGTH = 200  # characters of a query that are read
_TERMS = 16  # words of a query that count
_LONGEST_WORD = 60

# Two ways to write one word: the everyday form stands for both.
_VARIANTS = str.maketrans("臺舘峯裏着爲衆羣麽鷄牀綫污汚", "台館峰裡著為眾群麼雞床線汙汙")
# Han (with extensions), kana, bopomofo and hangul are written without spaces.
_CJK = (
    "\u3005-\u3007\u3040-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<word>[^\W_{_CJK}]+(?:\.\d+)*)")
_ACCENTS = re.compile("[\u0300-\u036f]")
_PREFIX_FROM = 3  # letters: from here on a word of a query also finds longer words


def clean(text: str) -> str:
    """Return `text` without NUL and lone surrogates, which PostgreSQL cannot take."""
    return text.replace("\0", "").encode(errors="replace").decode()


def fold(text: str) -> str:
    """Return `text` as it is compared: half-width, lower case, no accents, 臺 as 台."""
    if text.isascii():
        return text.lower()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFKC", plain.casefold()).translate(_VARIANTS)


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its characters, where it was in `text`."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in fold(character):
            folded.append(part)
            places.append(place)
    return "".join(folded), places


def tokens(text: str) -> list[str]:
    """Return the tokens of a document's text, in order.

    空氣品質 gives 空氣, 氣品, 品質, 質: the last character alone, so that every character begins a
    token and a query of one character is a prefix. PM2.5 is one word; stations is station.
    """
    found: list[str] = []
    for match in _RUN.finditer(fold(text)):
        run = match["cjk"]
        if run:
            found.extend(run[at : at + 2] for at in range(len(run)))
        else:
            found.append(_word(match["word"]))
    return found


@dataclass(frozen=True, slots=True)
class Term:
    """What a query asks for: tokens that follow one another; the last may be a prefix."""

    text: str  # folded, as it would stand in a text
    tokens: tuple[str, ...]
    prefix: bool


def terms(query: str) -> list[Term]:
    """Return the terms of a query, each of which a document must hold. Never fails."""
    found: dict[Term, None] = {}
    for term in _terms(fold(query[:QUERY_LENGTH])):
        found.setdefault(term)
        if len(found) == _TERMS:
            break
    return list(found)


def _terms(folded: str) -> Iterator[Term]:
    for match in _RUN.finditer(folded):
        run, word = match["cjk"], match["word"]
        if run and len(run) == 1:
            yield Term(run, (run,), prefix=True)
        elif run:
            yield Term(run, tuple(run[at : at + 2] for at in range(len(run) - 1)), prefix=False)
        else:
            stem = _word(word)
            yield Term(stem, (stem,), prefix=len(stem) >= _PREFIX_FROM)


def loosen(asked: list[Term]) -> list[Term]:
    """Return the single tokens of terms, for when no document holds all of them."""
    single = (Term(token, (token,), prefix=term.prefix) for term in asked for token in term.tokens)
    return list(dict.fromkeys(single))


def _word(word: str) -> str:
    """Return a word without the ending of an English plural (Harman's S stemmer)."""
    word = word[:_LONGEST_WORD]
    if len(word) > _PREFIX_FROM and word.isascii() and word.endswith("s"):
        if word.endswith("ies") and not word.endswith(("eies", "aies")):
            return word[:-3] + "y"
        if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
            return word[:-1]
        if not word.endswith(("us", "ss")):
            return word[:-1]
    return word
