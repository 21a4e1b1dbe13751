"""Two texts → what stayed, went and came, word by word. What looks the same counts as the same."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Literal

from postil.folding import folded_text
from postil.record import record

MOST_WORDS = 2_000
"""Longer texts are shown as replaced whole: comparing them takes time beyond their worth."""


@record
class Change:
    """A run of words: `=` stayed, `-` went, `+` came."""

    sign: Literal["=", "-", "+"]
    text: str


def words(text: str) -> tuple[str, ...]:
    """A text as words, numbers (with commas and points), marks and spaces; joined, it is back."""
    return tuple(_pattern().findall(text))


@cache
def _pattern() -> Any:
    import regex

    letter = r"[\p{L}\p{M}\p{N}\u00ad\u200b\u2060]"
    inside = r"['’ʼ.,:/\-\u2010\u2011]"
    return regex.compile(rf"{letter}+(?:{inside}{letter}+)*|\s+|.", regex.DOTALL)


def compare(old: str, new: str) -> tuple[Change, ...]:
    """What became of `old` in `new`."""
    from difflib import SequenceMatcher

    before, after = words(old), words(new)
    if len(before) + len(after) > MOST_WORDS:
        return _changes([("-", old), ("+", new)])
    keys = [folded_text(word) for word in before], [folded_text(word) for word in after]
    found = list[tuple[Literal["=", "-", "+"], str]]()
    for tag, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("=", "".join(after[c:d])))
        else:
            found += [("-", "".join(before[a:b])), ("+", "".join(after[c:d]))]
    return _changes(found)


def _changes(runs: Sequence[tuple[Literal["=", "-", "+"], str]]) -> tuple[Change, ...]:
    """Changes without empty ones; a lone space between two changes is part of both."""
    made: list[Change] = []
    for number, (sign, text) in enumerate(runs):
        if not text:
            continue
        if sign == "=" and not text.strip() and 0 < number < len(runs) - 1:
            made += [Change(sign="-", text=text), Change(sign="+", text=text)]
        else:
            made.append(Change(sign=sign, text=text))
    return tuple(_joined(made))


def _joined(changes: Sequence[Change]) -> Iterator[Change]:
    """Between two stretches that stayed: all that went, then all that came."""
    went, came = "", ""
    for change in (*changes, Change(sign="=", text="")):
        if change.sign == "-":
            went += change.text
        elif change.sign == "+":
            came += change.text
        else:
            yield from (Change(sign="-", text=went),) if went else ()
            yield from (Change(sign="+", text=came),) if came else ()
            yield from (change,) if change.text else ()
            went, came = "", ""


def plain(changes: Sequence[Change]) -> str:
    """For a text without colours: `He bought [-12-]{+13+} lamps`."""
    marked = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return "".join(marked[change.sign].format(change.text) for change in changes)
