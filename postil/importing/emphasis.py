"""Emphasis of a page: where it stands in a paragraph's words, and the same in Markdown.

It is kept where the Markdown reads back as the same words with the same emphasis. Inside a word,
where it overlaps other emphasis, or beside signs that mean something else, the words stand alone.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from postil import markdown
from postil.doc import Doc
from postil.files.values import fold
from postil.importing.escape import escape
from postil.problems import Place

Span: TypeAlias = tuple[int, int, int]
"""Words [start, end) of a paragraph, and how strongly they are emphasised."""

UNKNOWN, WEAK, STRONG = 0, 1, 2
STRENGTH = {"em": WEAK, "i": WEAK, "cite": WEAK, "strong": STRONG, "b": STRONG}
STRENGTH |= {"mark": UNKNOWN, "u": UNKNOWN}  # Markdown has no sign for these
OPENING, CLOSING = "\ud800\ud801\ud802", "\ud803\ud804\ud805"
"""Signs in place of the tags, by strength: halves of characters, which no decoded text holds."""

_SIGN = re.compile(f"([{OPENING}{CLOSING}])")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_BREAK = re.compile(f"(\v[ \t\n\r\f{OPENING}{CLOSING}]*\v[ \t\n\r\f\v{OPENING}{CLOSING}]*)")
_MOST = 40  # spans of a paragraph that are tried one by one
_PLACE = Place(file="import")


def paragraphs(raw: str) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Each paragraph of a run of text with signs; two vertical tabs part them, one is a space."""
    left = ""
    for number, part in enumerate(_BREAK.split(raw)):
        text, spans, still = _placed(left + part)
        left = still
        if number % 2 == 0 and text.strip():
            yield text, spans


def _placed(raw: str) -> tuple[str, tuple[Span, ...], str]:
    """A paragraph on one line, what is emphasised in it, and the signs that are still open."""
    text, spans, open_ = "", list[Span](), list[tuple[int, int]]()
    for part in _SIGN.split(raw):
        if part and part in OPENING:
            open_.append((len(text), OPENING.index(part)))
        elif part and part in CLOSING:
            at = _last(open_, CLOSING.index(part))
            if at is not None:
                start, strength = open_.pop(at)
                spans.append((start, len(text), strength))
        else:
            said = _SPACE.sub(" ", part)
            text += said[1:] if said.startswith(" ") and (not text or text[-1] == " ") else said
    spans += [(start, len(text), strength) for start, strength in open_]
    trimmed = (_trimmed(text, span) for span in spans)
    left = "".join(OPENING[strength] for _, strength in open_)
    return text.rstrip(" "), tuple(sorted(s for s in trimmed if s[0] < s[1])), left


def _last(open_: Sequence[tuple[int, int]], strength: int) -> int | None:
    return next((n for n in range(len(open_) - 1, -1, -1) if open_[n][1] == strength), None)


def _trimmed(text: str, span: Span) -> Span:
    """Without the white space at either end, which Markdown could not emphasise."""
    start, end, strength = span
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip())
    return start, max(start, start + len(inside.strip())), strength


# ---- As Markdown ---------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def emphasised(text: str, spans: tuple[Span, ...]) -> tuple[str, int]:
    """A paragraph's Markdown on one line, and how many of the spans are not in it.

    Kept, as an import asks twice: for the text, and to say what is lost of it.
    """
    known = _merged(span for span in spans if span[2])
    merged = [span for span in known if not _cuts_words(text, span)]
    kept = merged if _reads_back(text, merged) else _one_by_one(text, merged)
    lost = sum(not any(_holds(one, span) for one in kept) for span in spans)
    return _written(text, kept), lost


def _one_by_one(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    kept: tuple[Span, ...] = ()
    for span in spans[:_MOST]:
        if _reads_back(text, (*kept, span)):
            kept = (*kept, span)
    return kept


def _cuts_words(text: str, span: Span) -> bool:
    """Whether it begins or ends inside a word: no author would mark that."""
    return any(text[at - 1 : at].isalnum() and text[at : at + 1].isalnum() for at in span[:2])


def _merged(spans: Iterator[Span]) -> tuple[Span, ...]:
    """Spans of one strength that touch or overlap are one."""
    merged = list[Span]()
    by_strength: dict[int, list[Span]] = {}
    for span in spans:
        by_strength.setdefault(span[2], []).append(span)
    for of_one in by_strength.values():
        for span in sorted(of_one):
            if merged and merged[-1][2] == span[2] and span[0] <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]), span[2])
            else:
                merged.append(span)
    return tuple(sorted(merged))


def _holds(one: Span, span: Span) -> bool:
    return one[2] == span[2] and one[0] <= span[0] and span[1] <= one[1]


def _written(text: str, spans: Sequence[Span]) -> str:
    """Longer spans open first and close last."""
    if not spans:
        return escape(text)
    signs: dict[int, str] = {}
    for start, end, strength in sorted(spans, key=lambda s: (s[0] - s[1], s[2])):
        signs[start] = signs.get(start, "") + OPENING[strength]
        signs[end] = CLOSING[strength] + signs.get(end, "")
    made, at = "", 0
    for offset in sorted(signs):
        made, at = made + text[at:offset] + signs[offset], offset
    return _SIGN.sub(_stars, escape(made + text[at:]))


def _stars(sign: re.Match[str]) -> str:
    return "*" * max(OPENING.find(sign[0]), CLOSING.find(sign[0]))


def _reads_back(text: str, spans: Sequence[Span]) -> bool:
    """Whether the Markdown says the same words, with the same emphasis and nothing else."""
    if not spans:
        return True
    doc, problems = markdown.read(_written(text, spans), _PLACE)
    bare = not (problems or doc.marks or doc.cites or doc.definitions or doc.links)
    return bare and doc.plain == fold(text) and _spans(doc) == sorted(spans)


def _spans(doc: Doc) -> list[Span]:
    """What is emphasised in a text of one paragraph; nothing where it is anything else."""
    if [token.type for token in doc.tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return []
    spans, open_, at = list[Span](), list[int](), 0
    for token in doc.tokens[1].children or ():
        if token.type in ("em_open", "strong_open"):
            open_.append(at)
        elif token.type in ("em_close", "strong_close"):
            spans.append((open_.pop(), at, STRONG if token.tag == "strong" else WEAK))
        else:
            at += len(token.content)
    return sorted(spans)
