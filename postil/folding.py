"""Text folded for matching, with the way back: what looks the same to a reader compares equal.

Folded are white space (runs, no-break and hair spaces, line breaks) to one space, curly quotes to
straight ones, dashes to "-", "…" to "...", NFD to NFC; soft hyphens, word joiners and zero-width
spaces go. Letters, case, digits and punctuation stay: folding never makes other words equal.
A grapheme cluster is folded as a whole, so no match can begin or end inside one.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from postil.record import record

_GONE = "\u00ad\u200b\u2060\ufeff"
_SINGLE = "‘’‚‛′ʼ＇"
_DOUBLE = "“”„‟″«»＂"
_DASHES = "-‐‑‒–—―−"
_SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_BLANKS = frozenset(" " + _SPACES + _GONE)
_LIKE = {**dict.fromkeys(_SINGLE, "'"), **dict.fromkeys(_DOUBLE, '"'), "…": "..."}
_SPECIAL = _BLANKS | frozenset(_DASHES) | _LIKE.keys()
# All of them but the space and the hyphen, which by themselves stay what they are. (A set of
# characters alone is found many times faster than a run or a choice of several.)
_ODD = re.compile(f"[{_SPACES}{_GONE}{_DASHES[1:]}{''.join(_LIKE)}]")
# Scripts and signs in which every code point is a cluster of its own and already NFC: ranges, from
# first to last. (A pattern of them would take more than a millisecond to compile, at every start.)
_SIMPLE = (
    "\u0000\u02ff\u0370\u0373\u0376\u0386\u0388\u0482\u048a\u058f\u1e00\u1eff\u2000\u200b"
    "\u2010\u206f\u20a0\u20bf\u2150\u2319\u3001\u3029\u3041\u3096\u30a1\u30fa\u4e00\u9fff"
    "\ufeff\ufeff"
)

_LONGEST_CLUSTER = 100


@record
class Folded:
    """A folded text. Part `i` of `folded` came from part `i` of `plain`.

    Part `i` ends where part `i + 1` begins; `copied[i]`: code point by code point.
    """

    text: str
    folded: tuple[int, ...]
    plain: tuple[int, ...]
    copied: tuple[bool, ...]

    def start(self, offset: int) -> int | None:
        """The plain offset where a match that starts at `offset` starts; None inside a cluster."""
        part = bisect_right(self.folded, offset) - 1
        return self._plain(part, offset)

    def end(self, offset: int) -> int | None:
        """The plain offset where a match that ends at `offset` ends; None inside a cluster."""
        part = max(bisect_left(self.folded, offset) - 1, 0)
        if self.folded[part + 1 : part + 2] == (offset,):
            return self.plain[part + 1]
        return self._plain(part, offset)

    def whole(self, offset: int) -> bool:
        """Whether a plain offset stands between what folds by itself: no cluster is cut there."""
        part = bisect_right(self.plain, offset) - 1
        return self.plain[part] == offset or self.copied[part]

    def at(self, offset: int) -> int:
        """Where a plain offset stands in the folded text; inside a folded cluster: its start."""
        part = max(bisect_right(self.plain, offset) - 1, 0)
        inside = offset - self.plain[part]
        return self.folded[part] + (inside if self.copied[part : part + 1] == (True,) else 0)

    def _plain(self, part: int, offset: int) -> int | None:
        inside = offset - self.folded[part]
        if inside and (part == len(self.copied) or not self.copied[part]):
            return None
        return self.plain[part] + inside


def fold(text: str) -> Folded:
    """Fold a text, in linear time. `regex` (grapheme clusters) is loaded only where needed."""
    out, folded, plain, copied = list[str](), [0], [0], list[bool]()
    length = done = 0
    for start, end, replacement in _changes(text):
        for piece, upto, same in ((text[done:start], start, True), (replacement, end, False)):
            if upto > done:
                length += len(piece)
                out.append(piece)
                copied.append(same)
                folded.append(length)
                plain.append(upto)
                done = upto
    if done < len(text):
        out.append(text[done:])
        copied.append(True)
        folded.append(length + len(text) - done)
        plain.append(len(text))
    return Folded(text="".join(out), folded=tuple(folded), plain=tuple(plain), copied=tuple(copied))


fold_section = lru_cache(maxsize=32)(fold)
"""The same for a section's text, which is folded for anchors, and again for what is exported."""


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, replacement) of each run that folding changes, in order."""
    if not _is_simple(text):
        yield from _cluster_changes(text)
        return
    done = 0
    for place in _places(text):
        if place >= done:
            start, done, replacement = _run(text, place, done)
            if replacement != text[start:done]:
                yield start, done, replacement


def _places(text: str) -> Iterable[int]:
    """Where folding may change something, one place at least in each run that it changes."""
    if "  " in text or "--" in text:
        return (place for place, character in enumerate(text) if character in _SPECIAL)
    return (match.start() for match in _ODD.finditer(text))


def _run(text: str, place: int, low: int) -> tuple[int, int, str]:
    """The run of its kind around a special character, not before `low`; what it folds to."""
    if text[place] in _LIKE:
        return place, place + 1, _LIKE[text[place]]
    kind = _DASHES if text[place] in _DASHES else _BLANKS
    start, end = place, place + 1
    while start > low and text[start - 1] in kind:
        start -= 1
    while end < len(text) and text[end] in kind:
        end += 1
    if kind is _DASHES:
        return start, end, "-"
    return start, end, " " if text[start:end].strip(_GONE) else ""


def _is_simple(text: str) -> bool:
    """True where no code point of a text joins another to one cluster."""
    if text.isascii():
        return True
    ranges = list(zip(_SIMPLE[::2], _SIMPLE[1::2], strict=True))
    return all(any(first <= c <= last for first, last in ranges) for c in set(text))


def _cluster_changes(text: str) -> Iterator[tuple[int, int, str]]:
    """As `_changes`, cluster by cluster."""
    import regex

    done = 0
    for match in regex.finditer(r"\X", text):
        if match.start() < done:
            continue
        start, end = match.span()
        _, upto, replacement = _run(text, start, start) if text[start] in _SPECIAL else (0, 0, "")
        if upto >= end:
            done = upto
            if replacement != text[start:upto]:
                yield start, upto, replacement
            continue
        # Composing takes the square of a cluster's length, and no letter has so many signs.
        short = len(match[0]) <= _LONGEST_CLUSTER
        replacement = unicodedata.normalize("NFC", match[0]) if short else match[0]
        if len(match[0]) > 1 or replacement != match[0]:
            yield match.start(), match.end(), replacement


def folded_text(text: str) -> str:
    """The folded text alone, for comparing two texts."""
    return fold(text).text
