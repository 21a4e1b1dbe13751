"""What is wrong with a text that is no date: where, and what to write instead."""

import re

_FORMS = "write a date as 2015-06-09, 2015-06 or 2015"
SET_FORMS = "write a set as [2004,2005] (one of) or {2004,2005} (all of)"
_FOREIGN = re.compile(r"[^0-9XYESTZ?~%/.,:+\[\]{}-]")

# What a text may hold where a date should have ended, and what to do about it.
_REST_HINTS = (
    (r"[0-9X]", "a year has four digits (longer ones start with Y), a month and a day have two"),
    (r"-[?~%]?[0-9X](?![0-9X])", "a month and a day have two digits: 2004-06-01"),
    (r"[?~%]", "uncertain and approximate together are one mark: %"),
    (r"T", "a time is T23:20:30 after a whole day, with nothing, Z or +04:30 behind it"),
    (r"\.\.", "write from-to as 2004/2005, and some day between as [2004..2005]"),
    (r",", SET_FORMS),
    (r"E", "only a year that starts with Y has an exponent: Y17E7"),
)
_CHARACTER_HINTS = (
    (r"\s", "leave the white space out"),
    (r"[xu]", "a digit that is not known is a capital X: 156X"),
    (r"[tzyes]", "EDTF's letters are capitals: X, Y, E, S, T, Z"),
    (r"[()]", "put ?, ~ or % directly before or after its part: 2004-06~-11"),
    (r"[\u2010-\u2015\u2212]", "write - between year, month and day, and / between two dates"),
    (r"\d", "the digits are 0 to 9"),
)


class DateError(ValueError):
    """A text that is not EDTF: a message, the 0-based character (at most the length), a hint."""

    def __init__(self, message: str, offset: int, hint: str = "") -> None:
        """Keep the three; the message is what `str` gives."""
        super().__init__(message)
        self.message, self.offset, self.hint = message, offset, hint


def check_characters(text: str) -> None:
    """Refuse an empty text and the first character that EDTF does not use."""
    if not text:
        raise DateError("the date is empty", 0, _FORMS)
    if found := _FOREIGN.search(text):
        character = "white space" if found[0].isspace() else ascii(found[0])
        hint = _hint(_CHARACTER_HINTS, found[0])
        raise DateError(f"a date cannot hold {character}", found.start(), hint)


def _hint(table: tuple[tuple[str, str], ...], text: str) -> str:
    """The hint of the first pattern that `text` starts with."""
    return next((hint for pattern, hint in table if re.match(pattern, text)), _FORMS)


def quoted(text: str) -> str:
    """Text in quotes for a message, shortened so that the message stays one line."""
    return f'"{text}"' if len(text) <= 40 else f'"{text[:39]}…"'


def malformed(text: str, start: int, at: int, end: int) -> DateError:
    """The error for text[start:end], which is no date from `at` on."""
    written = quoted(text[start:end])
    if re.match(r"[?~%]?Y-?[0-9X]*X", text[start:end]):
        message = f"{written} is EDTF level 2 (unspecified digits in a long year)"
        return DateError(f"{message}, which Postil does not read", start, "write a range of years")
    rest = "T" if "T" in text[start:at] else text[at:end]
    return DateError(f"{written} is not a date", at, _hint(_REST_HINTS, rest))
