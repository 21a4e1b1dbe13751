"""What one text may be: an id, an address, a language; and how near two names are.

Each check returns the value to use and, if it is wrong, a message (and a hint), never both.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from postil.urls import allowed

_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_FOLDED = re.compile(r"[ \t\n]+")

_PDF, _PDI = "\u202c", "\u2069"
_ENDS = dict.fromkeys("\u202a\u202b\u202d\u202e", _PDF) | dict.fromkeys("\u2066\u2067\u2068", _PDI)
_DIRECTING = re.compile("[\u202a-\u202e\u2066-\u2069]")

_SCHEMES = "use http, https, mailto or a relative path"

ID_LENGTH = 100


class Wrong(NamedTuple):
    """Why a value will not do: a rule, a message that follows "key: ", a hint."""

    rule: str
    message: str
    hint: str = ""
    offset: int = 0


def fold(text: str) -> str:
    """On one line: runs of spaces, tabs and line ends are one space; other spaces stay."""
    if "\n" not in text and "\t" not in text and "  " not in text:
        return text.strip(" ")
    return _FOLDED.sub(" ", text).strip(" ")


def one_line(text: str) -> str:
    """`fold`, and what direction controls leave open is closed.

    So no title can turn the words around it, wherever it is printed; `text-bidi` tells its author.
    """
    folded = fold(text)
    return folded if folded.isascii() else folded + _open_ends(folded)


def _open_ends(text: str) -> str:
    """The ends of the embeddings, overrides and isolates that a text opens and does not end."""
    ends: list[str] = []
    for match in _DIRECTING.finditer(text):
        end = _ENDS.get(match[0])
        if end:
            ends.append(end)
        elif match[0] == _PDI and _PDI in ends:
            while ends.pop() != _PDI:  # an isolate's end ends what was opened in it
                pass
        elif ends[-1:] == [match[0]]:
            ends.pop()
    return "".join(reversed(ends))


def nfc(text: str) -> str:
    """Text with its accents composed, so that equal names are equal texts.

    Composing can take the square of a text's length; nothing that has a name is so long.
    """
    return text if text.isascii() or len(text) > 1_000 else unicodedata.normalize("NFC", text)


def quoted(text: str, limit: int = 40) -> str:
    """A text of the author's as a message shows it: on one line, in quotes, not too long."""
    shown = "".join(c if c.isprintable() else " " if c in "\n\t" else _shown(c) for c in text)
    return f'"{fold(shown[:limit])}{"…" if len(shown) > limit else ""}"'


def check_id(text: str) -> Wrong | None:
    """Why a text (in NFC) cannot be an id; None if it can."""
    offset = _first_bad(text)
    if offset is not None:
        found = _shown(text[offset]) if offset < len(text) else "nothing"
        where = "begin with" if offset == 0 else "hold"
        message = f"{quoted(text)} is not an id: an id cannot {where} {found}"
        hint = "use letters, digits, - and _, such as first-call"
        return Wrong("id-invalid", message, hint, offset)
    if text.endswith("."):
        message = f"{quoted(text)} is not an id: an id cannot end with a full stop"
        return Wrong("id-invalid", message, "delete it", len(text) - 1)
    if len(text) > ID_LENGTH:
        message = f"an id has at most {ID_LENGTH} characters, this one {len(text)}"
        return Wrong("id-invalid", message, "shorten it")
    return None


def _first_bad(text: str) -> int | None:
    match = _PLAIN_ID.match(text)
    start = match.end() if match else 0
    for offset in range(start, len(text)):
        # Marks, too: in Devanagari and many other scripts no word goes without them.
        letter = unicodedata.category(text[offset])[0] in ("LN" if offset == 0 else "LNM")
        if not letter and (offset == 0 or text[offset] not in "-_."):
            return offset
    return None if text else 0


def _shown(character: str) -> str:
    if character == " ":
        return "a space"
    return character if character.isprintable() else f"U+{ord(character):04X}"


def check_url(text: str, *, absolute: bool = False) -> Wrong | None:
    """Why a text cannot be a link's target; with `absolute`, only http and https will do."""
    if hidden := _HIDDEN.search(text):
        message = f"an address cannot hold {_shown(hidden[0])}"
        hint = "write %20 for a space" if hidden[0] == " " else "delete it"
        return Wrong("url-scheme", message, hint, hidden.start())
    if not allowed(text):
        hint = "begin with https:" if text.startswith("//") else _SCHEMES
        return Wrong("url-scheme", f"{quoted(text)} is no address that Postil links to", hint)
    scheme = _SCHEME.match(text)
    if absolute and not (scheme and scheme[0].lower() in ("http:", "https:") and "//" in text):
        message = f"expected the whole address, found {quoted(text)}"
        return Wrong("url-scheme", message, "begin with https://")
    return None


_COMMON = frozenset(
    {"de", "en", "en-GB", "en-US", "es", "fr", "it", "nl", "pt"}
)  # no registry needed


def check_language(text: str) -> Wrong | None:
    """Why a text is no language tag (BCP 47)."""
    if text in _COMMON:
        return None
    from postil.languages import fault

    wrong = fault(text)
    if wrong is None:
        return None
    hint = f"do you mean {wrong.instead}?" if wrong.instead else "such as en, de or pt-BR"
    return Wrong("language-tag", f"{quoted(text)} {wrong.message}", hint)


def check_sha256(text: str) -> Wrong | None:
    """Why a text is no SHA-256 in hexadecimal digits."""
    if _SHA256.fullmatch(text):
        return None
    message = "expected the 64 hexadecimal digits of a SHA-256"
    return Wrong("value-unknown", message, "as sha256sum prints")


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: "a, b or c"."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
