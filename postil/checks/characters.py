"""Characters that change what a reader sees, with their exact line and column.

`hygiene` asks only where a file holds one of them.
"""

import re
import unicodedata
from collections.abc import Iterator

from postil.problems import Place, Problem, problem

_MOST = 20  # problems of one kind in a file; more would not help anyone

_BIDI = "\u202a-\u202e\u2066-\u2069"
_UNSEEN = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180e\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0"
    "\U000e0001-\U000e007f"
)
_JOINERS = "\u200c\u200d"  # needed in many scripts and in emoji; beside our letters, unseen
_BREAK = "\u200b"  # parts the words of scripts that write no spaces
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
# Of Greek only what looks Latin: mg, µ and kΩ are written with both. Of Cyrillic all letters.
_ALIKE = "\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
_ALIKE += "\u03bf\u03f2\u03f3"
_ALIKE += "\u0400-\u0481\u048a-\u052f\u0555\u0570\u0578\u057d\u0581\u0585"
_MARKS = "\u0300-\u036f"

_REORDERING = re.compile(f"[{_BIDI}]")
_INVISIBLE = re.compile(
    f"(?<!\U0001f3f4)(?<![\U000e0001-\U000e007f])[{_UNSEEN}]"
    f"|(?<![{_UNSPACED}]){_BREAK}(?![{_UNSPACED}])"
    f"|(?<=[{_LATIN}0-9])[{_JOINERS}]|[{_JOINERS}](?=[{_LATIN}0-9])"
)
_MIXED = re.compile(f"[{_LATIN}][{_MARKS}]*[{_ALIKE}]|[{_ALIKE}][{_MARKS}]*[{_LATIN}]")
_WORD = re.compile(f"[\\w{_MARKS}]+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")
_ENTITY = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_BAD = re.compile(f"[{_BIDI}{_UNSEEN}{_BREAK}]")


def in_file(path: str, text: str) -> Iterator[Problem]:
    """The problems of one text file."""
    for looked_for in (_reordering, _unseen, _lookalikes, _escaped):
        for number, (offset, rule, message, hint) in enumerate(looked_for(path, text)):
            if number == _MOST:
                break
            yield problem(rule, _place(path, text, offset), message, hint)


_Found = Iterator[tuple[int, str, str, str]]


def _reordering(_: str, text: str) -> _Found:
    for match in _REORDERING.finditer(text):
        yield match.start(), *_bidi(match[0])


def _bidi(character: str) -> tuple[str, str, str]:
    hint = "delete it: a language says which way its words run ({lang=ar}, or language: ar)"
    return "text-bidi", f"{_named(character)} reorders the words around it", hint


def _unseen(_: str, text: str) -> _Found:
    for match in _INVISIBLE.finditer(text):
        yield match.start(), *_invisible(match[0])


def _invisible(character: str) -> tuple[str, str, str]:
    return "text-invisible", f"nobody can see {_named(character)}", "delete it"


def _lookalikes(_: str, text: str) -> _Found:
    done = -1
    for match in _MIXED.finditer(text):
        if match.start() < done:
            continue
        word = _word_at(text, match.start())
        done = word.end()
        yield word.start(), "text-lookalike", *_mixed(word[0])


def _word_at(text: str, offset: int) -> re.Match[str]:
    """The word around an offset that is a letter's."""
    start = offset
    while start > 0 and _WORD.fullmatch(text[start - 1]):
        start -= 1
    word = _WORD.match(text, start)
    assert word, "the offset is a letter's"  # noqa: S101 - for the type checker
    return word


def _mixed(word: str) -> tuple[str, str]:
    """What a word mixes: the letters of the script that has fewer of them."""
    latin = [c for c in word if re.match(f"[{_LATIN}]", c)]
    other = [c for c in word if re.match(f"[{_ALIKE}]", c)]
    odd = dict.fromkeys(latin if len(latin) < len(other) else other)
    shown = ", ".join(f"{c} is {_named(c)}" for c in list(odd)[:4])
    more = f" and {len(odd) - 4} more" if len(odd) > 4 else ""
    message = f'"{word[:40]}" mixes letters that look alike: {shown}{more}'
    return message, "type the word in one script"


def _escaped(path: str, text: str) -> _Found:
    """The same characters, written as escapes where these are read."""
    if path.endswith((".yaml", ".yml", ".json")):
        escapes, end = _ESCAPE, len(text)
    else:
        escapes, end = _ESCAPE, text.find("\n---", 3) if text.startswith("---") else 0
    for match in escapes.finditer(text, 0, max(end, 0)):
        yield from _one(match.start(), int(match[1] or match[2], 16))
    if path.endswith((".md", ".yaml", ".yml")):
        for match in _ENTITY.finditer(text):
            code = int(match[1], 16) if match[1] else int(match[2])
            yield from _one(match.start(), code)


def _one(offset: int, code: int) -> _Found:
    character = chr(code) if code < 0x110000 else ""
    if _REORDERING.match(character):
        yield offset, *_bidi(character)
    elif _BAD.match(character):
        yield offset, *_invisible(character)


def _named(character: str) -> str:
    """Such as: U+202E (right-to-left override)."""
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def _place(path: str, text: str, offset: int) -> Place:
    line = text.count("\n", 0, offset) + 1
    return Place(file=path, line=line, column=offset - text.rfind("\n", 0, offset))
