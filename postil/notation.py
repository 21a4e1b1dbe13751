"""Postil's inline notation, as markdown-it rules: marked words and citations.

Each rule reads one form and pushes tokens of its own, which carry in `meta` where they stand
(`pos`, an offset in the paragraph's source). All forms stay readable text on GitHub and in Pandoc.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote import footnote_plugin

_NOTE = re.compile(r"\[\^([^\s\[\]]+)\]")
_ATTRIBUTE = re.compile(
    r"""\{\s*([A-Za-z][\w-]*)=(?:"([^"\n{}]*)"|'([^'\n{}]*)'|([^\s{}"']+))\s*\}"""
)
_CITATION = re.compile(r"\[(@[^\[\]]*)\](?![(\[])")
_ITEM = re.compile(
    r"@([^\s,;@\[\]]+?)(?:\s*,\s*(.+?)|\s+((?:p|pp|ch|sec|§|para|vol)\.?\s.+?))?", re.DOTALL
)


def install(md: MarkdownIt) -> None:
    """Add the notation to a parser, before links, whose brackets it shares."""
    footnote_plugin(md, inline=False, move_to_end=False)
    md.inline.ruler.disable("footnote_ref")
    md.inline.ruler.before("link", "note_point", note_point)
    md.inline.ruler.before("link", "citation", citation)
    md.inline.ruler.before("link", "marked_words", marked_words)


def note_point(state: StateInline, silent: bool) -> bool:
    """`[^msbp]` by itself: a note on a point of the text."""
    match = _NOTE.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("note_point", "", 0)
        token.meta = {"id": match[1], "pos": state.pos}
    state.pos = match.end()
    return True


def marked_words(state: StateInline, silent: bool) -> bool:
    """`[words][^msbp]`, `[words]{event=arrests}`, `[words]{lang=fr}`: words with a mark."""
    if state.src[state.pos] != "[":
        return False
    end = parseLinkLabel(state, state.pos)
    if end < 0:
        return False
    note = _NOTE.match(state.src, end + 1)
    attribute = None if note else _ATTRIBUTE.match(state.src, end + 1)
    if note:
        kind, value, after = "note", note[1], note.end()
    elif attribute:
        kind, after = attribute[1], attribute.end()
        value = attribute[2] or attribute[3] or attribute[4] or ""
    else:
        return False
    if not silent:
        _push_marked(state, end, {"kind": kind, "id": value, "pos": state.pos})
    state.pos = after
    return True


def _push_marked(state: StateInline, end: int, meta: dict[str, object]) -> None:
    """The marked words' own tokens between `mark_open` and `mark_close`."""
    start, limit = state.pos, state.posMax
    state.push("mark_open", "", 1).meta = meta
    state.pos, state.posMax = start + 1, end
    state.md.inline.tokenize(state)
    state.pos, state.posMax = start, limit
    state.push("mark_close", "", -1).meta = meta


def citation(state: StateInline, silent: bool) -> bool:
    """`[@nl-2016-07-05, p. 3; @ap-2015-06-17]`: sources, each with its locator."""
    match = _CITATION.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("cite", "", 0)
        token.content = match[0]
        token.meta = {"refs": _items(match[1], match.start(1)), "pos": state.pos}
    state.pos = match.end()
    return True


def _items(text: str, offset: int) -> list[tuple[str, str, int]] | None:
    """(id, locator, offset) of each source, or None where the citation cannot be read."""
    items = []
    for part in text.split(";"):
        stripped = part.strip()
        match = _ITEM.fullmatch(stripped)
        if not match:
            return None
        locator = " ".join((match[2] or match[3] or "").split())
        items.append((match[1], locator, offset + part.index(stripped)))
        offset += len(part) + 1
    return items
