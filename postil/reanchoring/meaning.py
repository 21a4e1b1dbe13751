"""What of a change could change what is said: numbers, dates, names, negations, quotation marks.

Nothing here understands a sentence. It is meant to err on one side: a change that is flagged for
nothing costs its author one more look; one that is not could turn a note into a falsehood.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from postil.folding import folded_text
from postil.reanchoring.meaning_words import (
    DATES,
    DOUBTS,
    NEGATIONS,
    NUMBERS,
    PREFIXES,
    SMALL,
    SUFFIXES,
)
from postil.reanchoring.word_changes import Change, compare, words
from postil.record import record

What = Literal["number", "date", "name", "negation", "quotation mark", "doubt", "word"]
_PARTS = "'’ʼ.,:/-‐‑"
_QUOTES = frozenset("\"'‹›«»“”„‟‘’‚‛「」『』〈〉《》")
_AMOUNTS = frozenset("%‰°#+±×÷=<>½⅓¼")


@record
class Touch:
    """What went and what came, of one kind.

    "doubt": words that say who vouches, such as "alleged"; "word": in a script without capitals.
    """

    what: What
    was: tuple[str, ...]
    now: tuple[str, ...]


def touches(old: str, new: str, language: str = "") -> tuple[Touch, ...]:
    """What a change from `old` to `new` touches, in a fixed order; () for harmless changes."""
    changes = compare(folded_text(old), folded_text(new))
    return tuple(sorted(_touches(changes, language), key=lambda touch: touch.what))


def _touches(changes: Sequence[Change], language: str) -> Iterator[Touch]:
    went = [word for c in changes if c.sign == "-" for word in words(c.text)]
    came = [word for c in changes if c.sign == "+" for word in words(c.text)]
    kinds: dict[What, tuple[list[str], list[str]]] = {}
    for side, changed in enumerate((went, came)):
        for word in changed:
            for what in kinds_of(word, language):
                kinds.setdefault(what, ([], []))[side].append(word)
    for a, b in _turned(went, came):
        was, now = kinds.setdefault("negation", ([], []))
        was.append(a)
        now.append(b)
    for what, (was, now) in kinds.items():
        yield Touch(what=what, was=tuple(was), now=tuple(now))


def kinds_of(word: str, language: str = "") -> Iterator[What]:
    """What a word, a mark or a space may be."""
    if word in _QUOTES:
        yield "quotation mark"
        return
    lower = word.lower()
    pieces = {lower, *_pieces(lower)}
    if _is_number(word) or pieces & NUMBERS:
        yield "number"
    if pieces & (DATES | _months()):
        yield "date"
    if pieces & _table("negations", language) or lower.endswith("n't") or lower.startswith("n'"):
        yield "negation"
    if pieces & DOUBTS:
        yield "doubt"
    if _is_name(word, language):
        yield "name"
    elif any(unicodedata.category(c) == "Lo" for c in word):
        yield "word"


def _pieces(word: str) -> list[str]:
    """The parts of a compound: "second-degree", "d'abord"."""
    return "".join(" " if c in _PARTS else c for c in word).split()


def _is_number(word: str) -> bool:
    return any(
        unicodedata.category(c)[0] == "N" or unicodedata.category(c) == "Sc" for c in word
    ) or (word in _AMOUNTS)


def _is_name(word: str, language: str) -> bool:
    """True for capitals, but for small words that only begin a sentence."""
    capitals = sum(c.isupper() or c.istitle() for c in word)
    small = capitals == 1 and word.lower() in _table("small", language)
    return capitals > 0 and not small


def _turned(went: Sequence[str], came: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of words of which one is the other turned round: legal, illegal."""
    for a in went:
        for b in came:
            short, long = sorted((a.lower(), b.lower()), key=len)
            if len(short) > 2 and (
                any(long == prefix + short for prefix in PREFIXES)
                or any(
                    long.endswith(s) and long[: -len(s)] in (short, short[:-3]) for s in SUFFIXES
                )
            ):
                yield a, b


@cache
def _table(name: Literal["negations", "small"], language: str) -> frozenset[str]:
    """A language's words with those of English, which is often quoted; else everybody's."""
    tables = NEGATIONS if name == "negations" else SMALL
    code = language.lower().partition("-")[0]
    chosen = {code, "en"} if code in tables else set(tables)
    return frozenset[str]().union(*(tables[one] for one in chosen))


@cache
def _months() -> frozenset[str]:
    """The names of months in the languages that pages print dates in."""
    from postil.edtf.languages import LANGUAGES

    names = (table["months"] for table in LANGUAGES.values())
    return frozenset(name.lower() for line in names for name in line.split())
