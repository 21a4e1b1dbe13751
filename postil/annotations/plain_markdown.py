"""Text → Markdown that shows just this text: nothing in it is markup, a mark or a citation."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#~|!&@^])")
_LINE_START = re.compile(r"^(?:([-+=:])|(\d+)([.)]))")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#~|!&@^])")
_SPACES = re.compile(r"[ \t\r\f\v]+")


def escaped(text: str) -> str:
    """One line of text, wherever it stands in a paragraph."""
    return _SPECIAL.sub(r"\\\1", text)


def unescaped(text: str) -> str:
    """What `escaped` was given."""
    return _ESCAPED.sub(r"\1", text)


def line(text: str) -> str:
    """A line of a paragraph."""
    return begun(escaped(_SPACES.sub(" ", text).strip(" ")))


def begun(made: str) -> str:
    """An escaped line of a paragraph, so that no list, rule or heading begins with it."""
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", made)


def paragraphs(text: str) -> str:
    """A whole text: blank lines part paragraphs, each other line end stays one."""
    parts = re.split(r"\n[ \t\r\f\v]*\n\s*", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    made = ("\\\n".join(filter(None, map(line, part.split("\n")))) for part in parts)
    return "\n\n".join(part for part in made if part)
