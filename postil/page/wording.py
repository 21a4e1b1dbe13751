"""Sentences of the page that depend on numbers: the proof line, counts, the legend of standings."""

from collections.abc import Callable

from postil.edition import Proof
from postil.model import STANDINGS
from postil.views import Direction, Link, Standing
from postil.wordings.chosen import Wording

_RIGHT_TO_LEFT_CODES = "ar arc ckb dv fa he ks ku nqo ps sd syr ug ur yi"
_RIGHT_TO_LEFT = frozenset(_RIGHT_TO_LEFT_CODES.split())
_WORDS_A_MINUTE = 230


def standing_word(name: str, w: Wording) -> str:
    """A standing's word; "" for none."""
    return w.show(f"standing_{name}") if name else ""


def standings(w: Wording) -> tuple[Standing, ...]:
    """The legend: all six, strongest first."""
    return tuple(
        Standing(name=name, word=standing_word(name, w), meaning=w.show(f"meaning_{name}"))
        for name in STANDINGS
    )


def direction(language: str) -> Direction:
    """Which way a language is written."""
    return "rtl" if language.lower().split("-")[0] in _RIGHT_TO_LEFT else "ltr"


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
