"""What an author marks in a quotation: `[…]` for words left out, `[words]` for words put in.

`[she]` stands for words of the source or for none; `[T]he` for "the", whose letter changed case;
`walk[ed]` and `mother['s]` for another ending of a word, `[un]tied` for another beginning.
"""

import re
from collections.abc import Sequence
from typing import Literal

from postil.record import record, replace

Kind = Literal["start", "omitted", "added", "part", "joined"]

_MARK = re.compile(r"\[([^\[\]]*)\]")
_WIDEST: tuple[Kind, ...] = ("start", "omitted", "added", "part", "joined")


@record
class Run:
    """Words of a quotation between two marks, and how they follow the words before.

    `letter` is a first letter of either case; an open end completes a word with its mark.
    """

    kind: Kind
    text: str
    letter: str = ""
    open_left: bool = False
    open_right: bool = False


def runs(words: str) -> tuple[Run, ...]:
    """A quotation parted at its marks. The last run is empty where a mark ends the quotation.

    `words` are folded ("…" is "...", spaces are single).
    """
    marks = list(_MARK.finditer(words))
    edges = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(words)]
    texts = [words[a:b] for a, b in zip(edges, ends, strict=True)]
    result = [Run(kind="start", text=texts[0])]
    for mark, text in zip(marks, texts[1:], strict=True):
        _follow(result, mark, words, text)
    return _without_empty(result)


def _follow(result: list[Run], mark: re.Match[str], words: str, text: str) -> None:
    """Add the run after a mark, and open or strip the one before."""
    inner, before = mark[1].strip(), result[-1]
    left = words[max(mark.start() - 1, 0) : mark.start()].isalnum()
    right = text[:1].isalnum()
    if "..." not in inner and right and not left and len(inner) == 1 and inner.isalpha():
        result.append(Run(kind="joined", text=text, letter=inner, open_left=True))
    elif "..." not in inner and (left or right) and inner and " " not in inner:
        result[-1] = replace(before, open_right=True)
        result.append(Run(kind="part", text=text, open_left=True))
    else:
        result[-1] = replace(before, text=before.text.rstrip(" "))
        kind: Kind = "omitted" if "..." in inner else "added"
        result.append(Run(kind=kind, text=text.lstrip(" ")))


def _without_empty(found: Sequence[Run]) -> tuple[Run, ...]:
    """Two marks in a row are one, the wider of the two."""
    result = list[Run]()
    pending: Kind = "joined"
    for run in found[:-1]:
        kind = min(pending, run.kind, key=_WIDEST.index)
        if run.text:
            result.append(replace(run, kind=kind))
        pending = "joined" if run.text else kind
    last = found[-1]
    return (*result, replace(last, kind=min(pending, last.kind, key=_WIDEST.index)))
