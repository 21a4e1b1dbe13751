"""The page's own words: standings, kinds, the proof line, counts. All else is the author's."""

from collections.abc import Mapping

from postil.edition import Proof
from postil.views import Direction, Link, Standing

STANDINGS: Mapping[str, tuple[str, str]] = {
    "established": ("Established", "A court finding, a plea, or a record that nobody contests."),
    "official": ("Official", "An authority says so."),
    "reported": ("Reported", "A newsroom states it as fact."),
    "claimed": ("Claimed", "A party to the matter says so."),
    "disputed": ("Disputed", "Reliable sources disagree."),
    "refuted": ("Refuted", "Shown to be false."),
}
KINDS: Mapping[str, str] = {
    "definition": "Definition",
    "context": "Context",
    "claim": "Claim",
    "correction": "Correction",
    "question": "Question",
    "source": "On a source",
}
_RIGHT_TO_LEFT_CODES = "ar arc ckb dv fa he ks ku nqo ps sd syr ug ur yi"
_RIGHT_TO_LEFT = frozenset(_RIGHT_TO_LEFT_CODES.split())
_WORDS_A_MINUTE = 230


def standing_word(name: str, labels: Mapping[str, str]) -> str:
    """A standing's word: the site's own (theme key "standing-claimed"), else ours; "" for none."""
    return labels.get(f"standing-{name}", STANDINGS[name][0]) if name else ""


def standings(labels: Mapping[str, str]) -> tuple[Standing, ...]:
    """The legend: all six, strongest first."""
    return tuple(
        Standing(name=name, word=standing_word(name, labels), meaning=meaning)
        for name, (_, meaning) in STANDINGS.items()
    )


def direction(language: str) -> Direction:
    """Which way a language is written."""
    return "rtl" if language.lower().split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def count(number: int, one: str, many: str = "") -> str:
    """One note or 18 notes, in words."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def proof_line(proof: Proof) -> tuple[Link, ...]:
    """What the build proved, in words, each part leading to where a reader can look it up."""
    exact = "on its exact words" if proof.notes == 1 else "each on its exact words"
    disputed = f", {proof.disputed_dates} with disputed dates" if proof.disputed_dates else ""
    parts = [
        (proof.notes, f"{count(proof.notes, 'note')}, {exact}", "#notes"),
        (proof.events, f"{count(proof.events, 'event')}{disputed}", "#timeline"),
        (proof.sources, count(proof.sources, "source"), "#sources"),
        (proof.quotations, quotations(proof.quotations, proof.quotations_verified), "#about"),
        (proof.claims, "every claim marked with its standing", "#standings"),
    ]
    return tuple(Link(text=text, href=href) for number, text, href in parts if number)


def quotations(number: int, compared: int) -> str:
    """Such as "6 quotations, 5 compared with their source"; the number where none is compared."""
    if number == compared == 1:
        return "1 quotation, compared with its source"
    told = count(number, "quotation")
    return f"{told}, {compared} compared with their source" if compared else told


def compared(number: int, done: int) -> str:
    """How many quotations were compared, in a sentence."""
    if done < number:
        were = "was" if done == 1 else "were"
        return f"Of {number} quotations, {done} {were} compared, word for word, with the source."
    all_ = "The quotation" if number == 1 else f"Each of the {number} quotations"
    return f"{all_} was compared, word for word, with its source."


def reading_time(words: int) -> str:
    """In minutes, never less than one."""
    return count(max(1, round(words / _WORDS_A_MINUTE)), "minute")
