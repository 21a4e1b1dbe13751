"""Shortcuts through markdown-it: they make the same tokens as it does, at a part of the cost.

Most of a text is paragraphs of plain words, and most signs can begin one thing only; the parser
tries each of its two dozen rules at each of them.
"""

import re
from collections.abc import Mapping

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore, text_join
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

# The signs that each rule can begin with. `]` begins nothing, and ends what is between brackets.
_SIGNS = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "note_point": "[",
    "citation": "[",
    "marked_words": "[",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "entity": "&",
}
_SIGN = re.compile(r"[\n\\`~*_\[\]!<&]")


def install(md: MarkdownIt) -> None:
    """Let a parser take the shortcuts. Comes last: a rule that is not known here is a KeyError."""
    md.disable(["html_block", "html_inline"])  # they do nothing where HTML is not allowed
    md.block.ruler.before("table", "plain_paragraph", plain_paragraph)
    md.core.ruler.at("text_join", join_texts)
    md.inline = Inline(md.inline)


def plain_paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A paragraph whose lines all begin with a letter: no other rule has a say in it."""
    if silent or state.level or state.blkIndent or state.parentType != "root":
        return False
    line, begins, ends = start, state.bMarks, state.eMarks
    while line < end and not state.isEmpty(line):
        if state.tShift[line] or not state.src[begins[line]].isalpha():
            return False
        line += 1
    state.line = line
    state.push("paragraph_open", "p", 1).map = [start, line]
    inline = state.push("inline", "", 0)
    inline.content = state.src[begins[start] : ends[line - 1]].strip()
    inline.map, inline.children = [start, line], []
    state.push("paragraph_close", "p", -1)
    return True


def join_texts(state: StateCore) -> None:
    """Escapes and entities become part of the text beside them, where there are any."""
    if "\\" in state.src or "&" in state.src:
        text_join(state)


class Inline(ParserInline):
    """A parser of paragraphs that tries at each sign only the rules that can begin with it."""

    def __init__(self, whole: ParserInline) -> None:
        vars(self).update(vars(whole))
        self._rules = _by_sign(whole)

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """A paragraph's tokens, put into `tokens`."""
        if not src or _SIGN.search(src):
            return super().parse(src, md, env, tokens)
        tokens.append(Token("text", "", 0, content=src))
        return tokens

    def tokenize(self, state: StateInline) -> None:
        """What stands between a state's `pos` and its `posMax`."""
        src, end, deepest = state.src, state.posMax, state.md.options["maxNesting"]
        while state.pos < end:
            pos = state.pos
            rules = self._rules.get(src[pos])
            if rules is None:
                sign = _SIGN.search(src, pos, end)
                state.pos = sign.start() if sign else end
                state.append_pending(src[pos : state.pos])
            elif state.level >= deepest or not any(rule(state, False) for rule in rules):
                state.append_pending(src[pos])
                state.pos += 1
        if state.pending:
            state.pushPending()


def _by_sign(parser: ParserInline) -> Mapping[str, list[RuleFuncInlineType]]:
    """The rules that can begin with each sign, in their order."""
    rules: dict[str, list[RuleFuncInlineType]] = {"]": []}
    active = zip(parser.ruler.get_active_rules(), parser.ruler.getRules(""), strict=True)
    for name, rule in active:
        for sign in _SIGNS[name] if name != "text" else "":
            rules.setdefault(sign, []).append(rule)
    return rules
