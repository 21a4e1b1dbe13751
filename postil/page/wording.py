"""Sentences of the page that depend on numbers: the proof line, counts, the legend of standings."""

from collections.abc import Callable
from typing import Literal

from postil.edition import Proof
from postil.model import STANDINGS
from postil.views import Link, Standing
from postil.wordings.chosen import Wording

_WORDS_A_MINUTE = 230
_SHORT = 64  # letters of a title that fill three lines of the page at its widest
_WIDE = "\u2e80"  # from here on writing is as wide as it is high


def standing_word(name: str, w: Wording) -> str:
    """A standing's word; "" for none."""
    return w.show(f"standing_{name}") if name else ""


def standings(w: Wording) -> tuple[Standing, ...]:
    """The legend: all six, strongest first."""
    return tuple(
        Standing(name=name, word=standing_word(name, w), meaning=w.show(f"meaning_{name}"))
        for name in STANDINGS
    )


def title_length(title: str) -> Literal["", "long", "longer"]:
    """Whether a title is of more than three or six lines at its full size; wide letters are two."""
    length = sum(1 + (letter >= _WIDE) for letter in title)
    return "" if length <= _SHORT else "long" if length <= 2 * _SHORT else "longer"


def correction_kind(kind: str, words: Callable[[str], str]) -> str:
    """What a correction is called; an author's own word for it stays as it is."""
    return words("correction") if kind.lower() == "correction" else kind.capitalize()


def proof_line(proof: Proof, w: Wording) -> tuple[Link, ...]:
    """What the build proved, in words, each part leading to where a reader can look it up."""
    events = w.show_count("event_count", proof.events)
    if proof.disputed_dates:
        events = w.show_count("with_disputed", proof.disputed_dates, events=events)
    parts = [
        (proof.notes, w.show_count("proved_notes", proof.notes), "#notes"),
        (proof.events, events, "#timeline"),
        (proof.sources, w.show_count("source_count", proof.sources), "#sources"),
        (proof.quotations, quotations(proof.quotations, proof.quotations_verified, w), "#about"),
        (proof.claims, w.show("claims_marked"), "#standings"),
    ]
    return tuple(Link(text=text, href=href) for number, text, href in parts if number)


def quotations(number: int, compared: int, w: Wording) -> str:
    """Such as "6 quotations, 5 compared with their source"; the number where none is compared."""
    if number == compared == 1:
        return w.show("only_quotation_compared")
    told = w.show_count("quotation_count", number)
    return w.show_count("quotations_compared", compared, quotations=told) if compared else told


def compared(number: int, done: int, w: Wording) -> str:
    """How many quotations were compared, in a sentence."""
    if done < number:
        return w.show_count("some_compared", done, all=number)
    return w.show_count("all_compared", number)


def reading_time(words: int, w: Wording) -> str:
    """In minutes, never less than one."""
    return w.show_count("minutes", max(1, round(words / _WORDS_A_MINUTE)))
