"""Text → Markdown that reads back as the same text, character by character.

As little is escaped as can be, since an author goes on reading the source.
"""

import re

from postil.files.values import fold

# `_` inside a word, a lone `~` and an `&` that begins no entity mean nothing in Markdown.
_ANYWHERE = re.compile(
    r"[\\`*\[<]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|&(?=#?[0-9A-Za-z]+;)", re.UNICODE
)
_AT_START = re.compile(
    r"(?P<sign>#(?=#{0,5}(?: |$))|>|[-+](?=[ ]|$)|-(?=[- ]*$)|=(?==*$))"
    r"|(?P<number>[0-9]{1,9})(?=[.)](?: |$))"
)

_CLOSING = re.compile(r"(?:^|(?<= ))#(?=#*$)")


def escape(text: str) -> str:
    """One paragraph as Markdown on one line; runs of spaces, tabs and line ends are one space."""
    escaped = _ANYWHERE.sub(_escaped, fold(text))
    start = _AT_START.match(escaped)
    if start:
        at = start.end() if start["number"] else 0
        escaped = f"{escaped[:at]}\\{escaped[at:]}"
    return _edges(escaped)


def _escaped(match: re.Match[str]) -> str:
    return "\\" + match[0]


def _edges(text: str) -> str:
    """With white space at either end that Markdown would strip as character references."""
    core = text.strip()
    if not core or core == text:
        return text
    start = text.index(core)
    return _references(text[:start]) + core + _references(text[start + len(core) :])


def _references(spaces: str) -> str:
    return "".join(f"&#x{ord(space):X};" for space in spaces)


def heading(text: str, level: int) -> str:
    """A heading; a `#` at its end would be taken for its closing sequence."""
    return f"{'#' * level} {_CLOSING.sub(_escaped, escape(text))}"


def cell(text: str) -> str:
    """What stands in one cell of a table."""
    return escape(text).replace("|", "\\|")
