"""The shortcuts through markdown-it make the tokens that it makes itself."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from postil import bounds, notation, shortcuts

SIGNS = [
    "*",
    "**",
    "_",
    "~~",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "!",
    "<",
    ">",
    "&",
    "\\",
    "#",
    "-",
    "+",
    "=",
    "|",
    "{",
    "}",
    "@",
    "^",
    ":",
    ";",
    "1.",
    ">",
]
FORMS = (
    "word", "Überall", "日本", "é", " ", "  ", "\n", "\n\n", "  \n", "\\\n", "    ", "[^n]", "[a][^n]",
    "[b]{event=e}", "[c]{lang=fr}", "[@s, p. 3]", "[d](u)", "![e](i.png)", "[f]", "\n[f]: /u\n",
    "<http://a.b>", "<b>", "&amp;", "&#35;", "\\*", "\n# h\n", "\n===\n", "\n---\n", "\n- ", "\n> ",
    "\n1. ", "\n```\n", "\n| a | b |\n|---|---|\n| c | d |\n", "\n[^m]: def\n    more\n", "a | b\n-|-\n",
)  # fmt: skip


def parser(*, short: bool) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    notation.install(md)
    bounds.install(md)
    if short:
        shortcuts.install(md)
    return md


WHOLE, SHORT = parser(short=False), parser(short=True)


def tokens(md: MarkdownIt, text: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    env: dict[str, Any] = {}
    return [dict(token.as_dict()) for token in md.parse(text, env)], env


@given(st.lists(st.sampled_from([*FORMS, *SIGNS]) | st.text(max_size=3), max_size=30).map("".join))
def test_the_same_tokens(text: str) -> None:
    assert tokens(SHORT, text) == tokens(WHOLE, text)


def test_a_rule_that_nobody_told_the_signs_of_is_refused() -> None:
    md = parser(short=False)
    md.inline.ruler.push("new", lambda *_: False)
    with pytest.raises(KeyError):
        shortcuts.install(md)
