"""Text hygiene: characters that change what a reader sees, found in the files as they were typed.

Titles, ids, phrases, names and text are all looked at alike. Escapes count as what they stand for:
those of YAML and JSON, and numbered entities in Markdown. What is looked for stands in
`characters`, which only a text that may hold some of it needs.
"""

from postil.checks.placeholders import placeholders
from postil.model import Files
from postil.problems import Problem

# First and last of each run of characters that are looked at: what is bidirectional, unseen, a
# joiner, or a letter that looks Latin.
_RUNS = (
    "\u034f\u034f \u0391\u03a7 \u03bf\u03bf \u03f2\u03f3 \u0400\u0481 \u048a\u052f \u0555\u0585"
    " \u115f\u1160 \u17b4\u17b5 \u180e\u180e \u200b\u200d \u202a\u202e \u2060\u2064 \u2066\u206f"
    " \u3164\u3164 \ufeff\ufeff \uffa0\uffa0 \U000e0001\U000e007f"
)
_SUSPECT = frozenset(
    chr(code) for run in _RUNS.split(" ") for code in range(ord(run[0]), ord(run[1]) + 1)
)
_ESCAPES = ("\\u", "\\U", "&#")


def hygiene(files: Files) -> tuple[Problem, ...]:
    """The problems of every text file of a site."""
    odd = tuple(
        found for path, text in files.texts.items() if _suspect(text) for found in _in(path, text)
    )
    return odd + placeholders(files)


def _suspect(text: str) -> bool:
    """Whether a text may hold one of those characters, or an escape."""
    # A set is as quick as an expression, and spares every start the compiling of one.
    plain = text.isascii() or _SUSPECT.isdisjoint(text)
    return not plain or any(escape in text for escape in _ESCAPES)


def _in(path: str, text: str) -> tuple[Problem, ...]:
    from postil.checks.characters import in_file

    return tuple(in_file(path, text))
