"""What an author got wrong, as values: a place, a rule's name, a sentence, a hint."""

from collections.abc import Iterable

from postil.record import record
from postil.rules import LEVELS, Level

__all__ = ["Level", "Place", "PostilError", "Problem", "closest", "ordered", "problem"]

_LONGEST = 1_000


@record
class Place:
    """Where something stands: file relative to the site's folder; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    # Of its own, as hundreds are made of an article: by place it costs a third of `record`'s.
    def __init__(self, file: str, line: int = 1, column: int = 1) -> None:
        own = self.__dict__
        own["file"], own["line"], own["column"] = file, line, column

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def __lt__(self, other: "Place") -> bool:
        return (self.file, self.line, self.column) < (other.file, other.line, other.column)


@record
class Problem:
    """One mistake. `hint` says what to do; `level` is the rule's own unless the site changes it."""

    place: Place
    rule: str
    message: str
    hint: str = ""
    level: Level = "error"


class PostilError(Exception):
    """Ends a phase that cannot go on; carries every problem found so far."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.place}: {p.message}" for p in self.problems))


def problem(rule: str, place: Place, message: str, hint: str = "") -> Problem:
    """A problem at its rule's default level; a rule that `rules.py` lacks is a bug (KeyError).

    A message that quotes too much of a text is cut off: it is one line.
    """
    if len(message) > _LONGEST:
        message = f"{message[:_LONGEST]}…"
    return Problem(place=place, rule=rule, message=message, hint=hint, level=LEVELS[rule])


def closest(word: str, known: Iterable[str]) -> str:
    """A hint with the nearest known word, or ""."""
    close = nearest(word, known)
    return f"do you mean {close}?" if close else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that a misspelt one most likely means, or ""."""
    from difflib import get_close_matches

    close = get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.6)
    return close[0] if close else ""


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by place, then by all that they say, each once."""
    return tuple(sorted(set(problems), key=lambda p: (p.place, p.rule, p.message, p.hint, p.level)))
